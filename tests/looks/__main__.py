"""Draw the gallery: `uv run python -m tests.looks FOLDER [ROOM …] [--platform slack]`."""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import tempfile
from pathlib import Path

from tests.looks.page import PHONE, THEMES, card, index, page, sheets
from tests.looks.photographing import MISSING, browser, heights, photograph
from tests.looks.playing import Gallery, played
from tests.looks.rooms import rooms
from tests.looks.shots import PLATFORMS, PlatformName, Shot

TALL, WIDE, GAP = 2000, 4, 16
"""A sheet: about so many pixels high, so many phones side by side, so many pixels between them."""


async def shots_by_room(wanted: list[str], packs: Path, platform: PlatformName) -> dict[str, list[Shot]]:
    """Play the rooms, or those whose titles are `wanted`."""
    shots: dict[str, list[Shot]] = {}
    gallery = Gallery()
    for room in rooms(packs):
        if not wanted or room.title in wanted:
            shots.setdefault(room.title, []).extend(await played(room, gallery, platform))
    return shots


def draw(folder: Path, room: str, shots: list[Shot], chromium: str) -> list[str]:
    """Write a room's pages and take their pictures; the names of these."""
    name = re.sub(r"[^a-z]+", "-", room.lower()).strip("-")
    cards = [card(shot) for shot in shots]
    platform = shots[0].platform
    pictures: list[str] = []
    high: list[int] = []
    for theme in THEMES:
        whole = folder / f"{name}-{theme}.html"
        whole.write_text(page([cards], theme, platform, measured=True), "utf-8")
        if not chromium:
            continue
        high = high or heights(chromium, whole)
        for number, sheet in enumerate(sheets(cards, high, tall=TALL, wide=WIDE), 1):
            of = dict(zip(cards, high, strict=True))
            tallest = max(sum(of[one] for one in column) for column in sheet)
            drawn = folder / f"{name}-{theme}-{number}.html"
            drawn.write_text(page(sheet, theme, platform), "utf-8")
            picture = drawn.with_suffix(".png")
            wide = len(sheet) * (PHONE + GAP) - GAP
            photograph(chromium, drawn, picture, width=max(wide, 500), height=tallest)
            drawn.unlink()
            pictures.append(picture.name)
    return pictures


def main() -> None:
    """Play, draw and photograph every room."""
    parser = argparse.ArgumentParser(prog="python -m tests.looks", description="Draw what Swot shows, as on a phone.")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("rooms", nargs="*", help="the rooms to draw; none: all")
    parser.add_argument("--platform", choices=PLATFORMS, default="discord")
    given = parser.parse_args()
    folder: Path = given.folder
    folder.mkdir(parents=True, exist_ok=True)
    chromium = browser()
    with tempfile.TemporaryDirectory() as data:
        os.environ["SWOT_DATA_DIR"] = data
        shots = asyncio.run(shots_by_room(given.rooms, Path(data), given.platform))
    pictures = {room: draw(folder, room, seen, chromium) for room, seen in shots.items()}
    (folder / "index.html").write_text(index(pictures, given.platform), "utf-8")
    if not chromium:
        print(MISSING)
    print(f"{sum(map(len, shots.values()))} messages of {len(shots)} rooms are drawn in {folder}.")


if __name__ == "__main__":
    main()
