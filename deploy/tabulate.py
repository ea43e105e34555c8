"""Writes the table of settings in deploy/README.md afresh from the model that reads them."""

from __future__ import annotations

import re
from pathlib import Path

from adapters.settings.showing import HEADINGS, as_markdown

PAGE = Path(__file__).parent / "README.md"


def main() -> None:
    """Put it in the place of the old one."""
    old = re.compile(rf"^{re.escape(HEADINGS)}\n(?:\|.*\n)+", re.MULTILINE)
    PAGE.write_text(old.sub(lambda _: as_markdown(), PAGE.read_text("utf-8"), count=1), "utf-8")


if __name__ == "__main__":
    main()
