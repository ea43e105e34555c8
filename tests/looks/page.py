"""Sheets of messages as HTML pages: columns as wide as a phone, in the platform's dark and light colours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Literal

from tests.looks import discord_drawing, slack_drawing
from tests.looks.shots import PlatformName, Shot

Theme = Literal["dark", "light"]
THEMES: tuple[Theme, ...] = ("dark", "light")
PHONE = 390
"""Width of a phone, in CSS pixels."""
STYLES = Path(__file__).parent
_DRAWN = {"discord": discord_drawing.drawn, "slack": slack_drawing.drawn}
_MEASURE = """<script>document.title=JSON.stringify([...document.querySelectorAll(".card")].map(
one=>Math.ceil(one.getBoundingClientRect().height)+10))</script>"""


def card(shot: Shot) -> str:
    """A message with what it is, and for whom."""
    whose = f" · {escape(shot.whose)}" if shot.whose else ""
    caption = f'<div class="caption"><b>{escape(shot.scene)}</b> · {escape(shot.kind)}{whose}</div>'
    return f'<div class="card">{caption}{_DRAWN[shot.platform](shot)}</div>'


def page(
    columns: Sequence[Sequence[str]], theme: Theme, platform: PlatformName = "discord", *, measured: bool = False
) -> str:
    """Cards in columns; `measured`: the title tells the heights of all cards."""
    shown = "".join(f'<div class="column">{"".join(column)}</div>' for column in columns)
    head = f"<head><meta charset=utf-8><style>{_styles(platform)}</style></head>"
    body = f"<body>{shown}{_MEASURE if measured else ''}</body>"
    return f'<!doctype html><html class="{theme} {platform}">{head}{body}</html>'


@cache
def _styles(platform: PlatformName) -> str:
    """What both platforms have in common, and for Slack what is otherwise there."""
    names = ("phone.css", "slack.css") if platform == "slack" else ("phone.css",)
    return "".join((STYLES / name).read_text("utf-8") for name in names)


def sheets(cards: Sequence[str], heights: Sequence[int], *, tall: int, wide: int) -> list[list[list[str]]]:
    """The cards in order, on sheets of at most `wide` columns that are about `tall` pixels high."""
    columns: list[list[str]] = []
    filled = tall
    for one, height in zip(cards, heights, strict=True):
        if filled + height > tall:
            columns.append([])
            filled = 0
        columns[-1].append(one)
        filled += height
    return [columns[start : start + wide] for start in range(0, len(columns), wide)]


def index(rooms: dict[str, list[str]], platform: PlatformName) -> str:
    """A page with every picture, by room."""
    shown = "".join(
        f"<h2>{escape(room)}</h2>" + "".join(f'<a href="{one}"><img src="{one}" height="400"></a> ' for one in pictures)
        for room, pictures in rooms.items()
    )
    title = f"Swot on {platform.title()}"
    return f"<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1>{shown}"
