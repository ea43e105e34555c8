"""Discord's markdown as HTML, word for word what `tests.loopback.discord.markdown` reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape

from bot.chat import Moment, Place, Run
from bot.clock import SECOND
from tests.loopback.discord.markdown import read

_FENCE = re.compile(r"```(?:[a-z0-9_+\-.#]+\n)?\n*([^\n][\s\S]*?)\n*```\n?", re.IGNORECASE)
_LINE = re.compile(r"[^\n]*(?:\n|$)")
_BLOCKS = (
    (re.compile(r"(#{1,3}) +([^\n]+)"), lambda found: f"h{len(found[1])}"),
    (re.compile(r"(-#) +([^\n]+)"), lambda _: "small"),
    (re.compile(r"(>) +([^\n]+)"), lambda _: "blockquote"),
    (re.compile(r"([-*]) +([^\n]+)"), lambda _: "li"),
)
"""What begins a line, and the element that it becomes."""
_UNITS = (("year", 31_536_000), ("month", 2_592_000), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def html_of(source: str, now: int, rooms: Mapping[str, str]) -> str:
    """The words of a text display, at an instant (microseconds UTC); `rooms` are the names of channels by key."""
    made, at = "", 0
    while at < len(source):
        if fence := _FENCE.match(source, at):
            made += f"<pre>{escape(fence[1].replace(chr(0x200B), ''))}</pre>"
            at = fence.end()
            continue
        line = _LINE.match(source, at)
        assert line is not None
        made += _line(line[0].removesuffix("\n"), now, rooms)
        at = line.end()
    return made


def _line(line: str, now: int, rooms: Mapping[str, str]) -> str:
    if not line.strip():
        return '<p class="gap"></p>'
    for pattern, element in _BLOCKS:
        if found := pattern.fullmatch(line):
            name = element(found)
            return f"<{name}>{inline(found[2], now, rooms)}</{name}>"
    return f"<p>{inline(line, now, rooms)}</p>"


def inline(words: str, now: int, rooms: Mapping[str, str]) -> str:
    """A line of words with its styles."""
    made = ""
    for part in read(words)[0]:
        if isinstance(part, Run):
            element = {"bold": "b", "italic": "i"}.get(part.style)
            made += f"<{element}>{escape(part.text)}</{element}>" if element else escape(part.text)
        elif isinstance(part, Place):
            made += f'<span class="room">#{escape(rooms.get(part.room, "unknown"))}</span>'
        else:
            made += f'<span class="time">{escape(told(part, now))}</span>'
    return made


def told(moment: Moment, now: int) -> str:
    """A timestamp as the app shows it to somebody in London in winter."""
    if moment.show == "countdown":
        apart = (moment.at - now) // SECOND
        count, unit = next(((abs(apart) // size, unit) for unit, size in _UNITS if abs(apart) >= size), (0, "second"))
        words = f"{count} {unit}{'' if count == 1 else 's'}"
        return f"in {words}" if apart >= 0 else f"{words} ago"
    when = datetime.fromtimestamp(moment.at / SECOND, UTC)
    return f"{when:%H:%M}" if moment.show == "clock" else f"{when.day} {when:%B %Y}"
