"""From runs of text to Discord's markdown, in which nobody's words act.

Every character that could begin mark-up, a mention, a link, an emoji, a list or a heading is escaped; only the styles
of our own runs are written as mark-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from adapters.discord.events import PLATFORM, id_of
from adapters.elsewhere import elsewhere
from adapters.harmless import harmless
from bot.chat import Moment, Place, Run, Text
from bot.clock import SECOND

_ACTS = re.compile(r"([\\*_~`|<>\[\]@]|:(?=[\w/+-])|(?i:(?<=discord)|(?<=discordapp))\.)")
"""What acts wherever it stands: styles, quotes, mentions, links, times, emoji, invitations."""
_ACTS_FIRST = re.compile(r"^(\s*)(?:([#+-])|(\d+)([.)]))", re.MULTILINE)
"""What acts at the beginning of a line: headings, small print, lists."""
_STYLES = {"plain": "", "bold": "**", "italic": "*"}
_SHOWS = {"countdown": "R", "clock": "t", "day": "D"}
APART = "\u200b"
"""Nothing to see; keeps the marks of two neighbours apart."""


@lru_cache(maxsize=500)
def markdown(text: Text) -> str:
    """The text as Discord reads it; a moment as Discord's own timestamp, which each reader sees in their own way.

    Kept for a while, since a room that presses at once is told the same few things.
    """
    pieces: list[str] = []
    for run in _joined(text):
        if isinstance(run, Moment):
            pieces.append(f"<t:{run.at // SECOND}:{_SHOWS[run.show]}>")
        elif isinstance(run, Place):
            pieces.append(f"<#{id_of(run.room)}>" if run.room.startswith(f"{PLATFORM}:") else elsewhere(run))
        else:
            piece = _styled(run)
            if pieces and pieces[-1].endswith("*") and piece.startswith("*"):
                pieces.append(APART)
            pieces.append(piece)
    return _ACTS_FIRST.sub(_literal_first, "".join(pieces))


def escaped(words: str) -> str:
    """Somebody's words, harmless in markdown anywhere but at the beginning of a line."""
    return _ACTS.sub(r"\\\1", harmless(words))


def heading(words: str) -> str:
    """A heading of one line; a `#` at its end would be taken for a mark that closes it."""
    written = escaped(" ".join(harmless(words).split()))
    return f"### {written}{APART}" if written.endswith("#") else f"### {written}"


def code_block(lines: list[str]) -> str:
    """Lines in type of one width; a fence within them is broken."""
    body = "\n".join(harmless(line) for line in lines).replace("`", f"`{APART}")
    return f"```\n{body}\n```"


def _joined(text: Text) -> Iterator[Run | Moment | Place]:
    """The text with neighbours in one style as one run: what acts may begin in one and end in the next."""
    waiting: Run | None = None
    for part in text:
        if isinstance(part, Run) and not part.text:
            continue
        if waiting and isinstance(part, Run) and part.style == waiting.style:
            waiting = Run(waiting.text + part.text, part.style)
            continue
        if waiting:
            yield waiting
        waiting = part if isinstance(part, Run) else None
        if not isinstance(part, Run):
            yield part
    if waiting:
        yield waiting


def _styled(run: Run) -> str:
    mark = _STYLES[run.style]
    if not mark:
        return escaped(run.text)
    return "\n".join(_marked(line, mark) for line in harmless(run.text).split("\n"))


def _marked(line: str, mark: str) -> str:
    """One line in a style; spaces at its ends stay outside, where they can't keep the mark from being one."""
    inner = line.strip()
    if not inner:
        return line
    before, after = line[: line.index(inner[0])], line[len(line.rstrip()) :]
    return f"{before}{mark}{escaped(inner)}{mark}{after}"


def _literal_first(found: re.Match[str]) -> str:
    space, sign, number, dot = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"
