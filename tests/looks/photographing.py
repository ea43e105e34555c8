"""Pictures of pages, taken by a Chromium without a screen."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    "There is no Chromium here to take pictures: the HTML pages are all there is. Install chromium, or say where it is "
    "with CHROMIUM=/path/to/chromium."
)


def browser() -> str:
    """Where Chromium is; empty: nowhere."""
    named = os.environ.get("CHROMIUM", "")
    return named or next((found for name in NAMES if (found := shutil.which(name))), "")


def heights(chromium: str, page: Path) -> list[int]:
    """The heights of the cards of a page whose title tells them."""
    shown = _run(chromium, page, "--dump-dom").decode()
    found = re.search(r"<title>(.*?)</title>", shown)
    if found is None:
        raise RuntimeError(f"{page.name} did not tell how high its cards are")
    return [int(height) for height in json.loads(html.unescape(found[1]))]


def photograph(chromium: str, page: Path, picture: Path, *, width: int, height: int) -> None:
    """Take a picture of a page, as large as the page is."""
    _run(chromium, page, f"--screenshot={picture}", f"--window-size={width},{height}")


def _run(chromium: str, page: Path, *what: str) -> bytes:
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1")
    done = subprocess.run(
        [chromium, *flags, *what, page.absolute().as_uri()], capture_output=True, check=True, timeout=120
    )
    return done.stdout
