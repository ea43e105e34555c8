"""Discord's markdown, read as its apps read it: runs of text, and a list of whatever acts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.chat import Moment, Place, Run, Text
from bot.chat.text import Style
from bot.clock import SECOND

_QUOTE_REST = re.compile(r" *>>> +([\s\S]*)")
_QUOTE = re.compile(r"(?: *>(?!>>) +[^\n]*(?:\n|$))+|(?: *>(?!>>) +[^\n]*\n?)+")
_HEADING = re.compile(r" *(#{1,3})(?!#) +([^\n]+?) *#*[^\S\n]*(?:\n|$)")
_SUBTEXT = re.compile(r" *-#(?!-) +([^\n]+?)(?:\n|$)")
_ITEM = re.compile(r"( *)([*-]|\d{1,10}\.) +(?=\S)([^\n]*(?:\n|$))")
_FENCE = re.compile(r"```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_AUTOLINK = re.compile(r"<([^: >]+:/[^ >]+|(?:mailto|tel|sms):[^ >]+)>")
_URL = re.compile(r"(?:https?|steam)://[^\s<]+[^<.,:;\"'\]\s]|discord(?:\.gg|(?:app)?\.com/invite)/[\w-]+")
_TARGET = re.compile(
    r"\(\s*<?((?:https?|discord|steam)://[^\s<>)]+(?:\([^\s<>)]*\)[^\s<>)]*)?)>?(?:\s+(['\"]).*?\2)?\s*\)",
    re.IGNORECASE,
)
_EM = re.compile(
    r"\b_((?:__|\\[\s\S]|[^\\_])+?)_\b|\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
)
_STRONG = re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")
_UNDERLINE = re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")
_STRIKE = re.compile(r"~~([\s\S]+?)~~(?!_)")
_SPOILER = re.compile(r"\|\|([\s\S]+?)\|\|")
_CODE = re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")
_TIME = re.compile(r"<t:(-?\d{1,17})(?::([tTdDfFRsS]))?>")
_CHANNEL = re.compile(r"<#(\d{1,20})>")
_MENTION = re.compile(r"<@[!&]?\d{1,20}>|</[-_'\w ]{1,100}:\d{1,20}>|<id:(?:customize|browse|guide|linked-roles)>")
_EMOJI = re.compile(r"<a?:\w{1,32}:\d{1,20}>|:(?:[a-zA-Z]\w{0,31}|[+-]1|100|1234|8ball)(?:::skin-tone-\d)?:")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")
_PLAIN = re.compile(r"(?:(?!(?:https?|steam)://)[0-9A-Za-z\u00c0-\uffff])+")
INVISIBLE = "\u200b"
DEEPEST = 12
"""Marks within marks; what is deeper is left as it stands."""


@dataclass(slots=True)
class Reading:
    """What was read so far."""

    everyone: bool
    """Whether `@everyone` is a mention in this message."""
    parts: list[Run | Moment | Place] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    depth: int = 0
    quoted: bool = False
    """Whether a quote is being read: there are none within."""

    @property
    def text(self) -> Text:
        """The runs, those of one style joined."""
        joined: list[Run | Moment | Place] = []
        for part in self.parts:
            last = joined[-1] if joined else None
            if isinstance(part, Run) and isinstance(last, Run) and last.style == part.style:
                joined[-1] = Run(last.text + part.text, part.style)
            elif not isinstance(part, Run) or part.text:
                joined.append(part)
        return tuple(joined)

    def put(self, words: str, style: Style) -> None:
        """Read these words as they stand."""
        self.parts.append(Run(words.replace(INVISIBLE, ""), style))

    def act(self, kind: str, words: str) -> None:
        """Something acts."""
        self.acts.append(f"{kind}: {words}")


def read(source: str, *, everyone: bool = False) -> tuple[Text, list[str]]:
    """The text that a person sees, and what in it acts or has a style that a `View` can't hold."""
    reading = Reading(everyone)
    _blocks(source, reading, "plain")
    return reading.text, reading.acts


def _blocks(source: str, reading: Reading, style: Style) -> None:
    at = 0
    begins = True
    while at < len(source):
        end = _block(source, at, reading, style) if begins else None
        if end is None:
            end = _inline(source, at, reading, style)
        begins = source[end - 1 : end] == "\n"
        at = end


def _block(source: str, at: int, reading: Reading, style: Style) -> int | None:
    """Read a block that begins a line, if there is one here; where it ends."""
    if not reading.quoted and (match := _QUOTE_REST.match(source, at) or _QUOTE.match(source, at)):
        reading.act("quote", match[0].strip())
        inner = match[1] if match.re is _QUOTE_REST else re.sub(r"(?m)^ *> +", "", match[0])
        reading.quoted = True
        _blocks(inner, reading, style)
        reading.quoted = False
    elif match := _HEADING.match(source, at):
        _spans(match[2], reading, "bold")
        reading.put("\n" if match[0].endswith("\n") else "", style)
    elif match := _SUBTEXT.match(source, at):
        reading.act("subtext", match[1])
        _spans(match[1], reading, style)
        reading.put("\n" if match[0].endswith("\n") else "", style)
    elif match := _ITEM.match(source, at):
        mark = "•" if match[2] in "*-" else match[2]
        reading.act("list", match[0].strip())
        reading.put(f"{match[1]}{mark} ", style)
        return match.start(3)
    else:
        return None
    return match.end()


def _spans(source: str, reading: Reading, style: Style) -> None:
    if reading.depth >= DEEPEST:
        reading.act("depth", source)
        reading.put(source, style)
        return
    reading.depth += 1
    at = 0
    while at < len(source):
        at = _inline(source, at, reading, style)
    reading.depth -= 1


def _inline(source: str, at: int, reading: Reading, style: Style) -> int:
    """Read what stands here inside a line; where it ends."""
    for pattern, take in _RULES:
        match = pattern.match(source, at)
        if match is not None and take(match, reading, style):
            return match.end()
    if end := _emphasis(source, at, reading, style) or _link(source, at, reading, style):
        return end
    match = _PLAIN.match(source, at)
    end = match.end() if match else at + 1
    reading.put(source[at:end], style)
    return end


def _emphasis(source: str, at: int, reading: Reading, style: Style) -> int:
    """Bold, italics or underline: whichever reaches furthest. 0 if none begins here."""
    found = [match for pattern in (_EM, _STRONG, _UNDERLINE) if (match := pattern.match(source, at))]
    if not found:
        return 0
    match = max(found, key=lambda one: one.end())
    inner = next(group for group in match.groups() if group)
    if match.re is _UNDERLINE:
        reading.act("underline", inner)
        _spans(inner, reading, style)
        return match.end()
    own: Style = "italic" if match.re is _EM else "bold"
    if style not in ("plain", own):
        reading.act("bold italic", inner)
    _spans(inner, reading, own)
    return match.end()


def _fence(match: re.Match[str], reading: Reading, style: Style) -> bool:
    before = reading.parts[-1] if reading.parts else None
    if isinstance(before, Run) and not before.text.endswith("\n"):
        reading.put("\n", style)
    reading.put(match[2], "plain")
    after = match.string[match.end() : match.end() + 1]
    if after not in ("", "\n"):
        reading.put("\n", style)
    return True


def _escape(match: re.Match[str], reading: Reading, style: Style) -> bool:
    reading.put(match[1], style)
    return True


def _acting(kind: str) -> Callable[[re.Match[str], Reading, Style], bool]:
    def take(match: re.Match[str], reading: Reading, style: Style) -> bool:
        reading.act(kind, match[0])
        reading.put(match[0], style)
        return True

    return take


def _autolink(match: re.Match[str], reading: Reading, style: Style) -> bool:
    reading.act("link", match[1])
    reading.put(match[1], style)
    return True


def _link(source: str, at: int, reading: Reading, style: Style) -> int:
    """Read words that lead somewhere: `[words](address)`. Where they end; 0 if there are none here."""
    if source[at] != "[":
        return 0
    open_ = 0
    for place in range(at, len(source)):
        open_ += {"[": 1, "]": -1}.get(source[place], 0)
        if not open_:
            break
    match = _TARGET.match(source, place + 1) if not open_ else None
    words = source[at + 1 : place]
    if match is None or not words.strip():
        return 0
    reading.act("link", source[at : match.end()])
    _spans(words, reading, style)
    return match.end()


def _code(match: re.Match[str], reading: Reading, style: Style) -> bool:
    reading.act("code", match[2])
    reading.put(match[2], style)
    return True


def _styled(kind: str) -> Callable[[re.Match[str], Reading, Style], bool]:
    def take(match: re.Match[str], reading: Reading, style: Style) -> bool:
        reading.act(kind, match[1])
        _spans(match[1], reading, style)
        return True

    return take


def _time(match: re.Match[str], reading: Reading, style: Style) -> bool:
    at, show = int(match[1]) * SECOND, match[2] or "f"
    if show == "R":
        reading.parts.append(Moment(at, "countdown"))
    elif show in "tT":
        reading.parts.append(Moment(at, "clock"))
    else:
        if show not in "dD":
            reading.act("timestamp", match[0])
        reading.parts.append(Moment(at, "day"))
    return True


def _channel(match: re.Match[str], reading: Reading, style: Style) -> bool:
    reading.parts.append(Place(f"discord:{match[1]}"))
    return True


def _everyone(match: re.Match[str], reading: Reading, style: Style) -> bool:
    if not reading.everyone:
        return False
    reading.act("mention", match[0])
    reading.put(match[0], style)
    return True


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Reading, Style], bool]], ...] = (
    (_FENCE, _fence),
    (_ESCAPE, _escape),
    (_TIME, _time),
    (_CHANNEL, _channel),
    (_MENTION, _acting("mention")),
    (_EMOJI, _acting("emoji")),
    (_AUTOLINK, _autolink),
    (_URL, _acting("link")),
    (_STRIKE, _styled("strike")),
    (_CODE, _code),
    (_SPOILER, _styled("spoiler")),
    (_EVERYONE, _everyone),
)
