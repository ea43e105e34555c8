"""Slack's mark-up, read as its clients read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.chat import Run
from tests.loopback.slack.pieces import Names, Piece, Style, date_pieces, emoji_in, merged, on_lines

INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<control>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<bold>(?=\S)[^*\n]*?\S)\*(?![\w*])"
    r"|(?<![\w])_(?P<italic>(?=\S)[^\n]*?[^\s_])_(?![\w])"
    r"|(?<![\w~])~(?P<strike>(?=\S)[^~\n]*?\S)~(?![\w~])"
    r"|(?P<url>https?://[^\s<>|]*[^\s<>|.,:;!?)\"'”’])"
    r"|(?<![\w@])@(?P<broadcast>here|channel|everyone)\b"
    r"|(?<![\w#&])#(?P<channel>[a-z0-9][a-z0-9_\-]*)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How much of the mark-up counts here."""

    names: Names
    styles: bool = True
    """Whether `*bold*` and its like, quotes and emoji are read; `<…>` always is."""
    links: bool = True
    """Whether bare addresses become links."""
    found: bool = True
    """Whether `@here` and `#channel` are found without being marked."""


def mrkdwn_pieces(given: Mapping[str, Any], names: Names) -> list[Piece]:
    """The pieces of a mrkdwn text object."""
    verbatim = bool(given.get("verbatim"))
    return pieces_of(str(given.get("text", "")), Reading(names, links=not verbatim, found=not verbatim))


def fallback_pieces(text: str, fields: Mapping[str, Any], names: Names) -> list[Piece]:
    """The pieces of a message's own `text`, as `parse` and `mrkdwn` have it."""
    full = fields.get("parse") == "full"
    named = fields.get("link_names") in (True, 1, "true", "1")
    styles = not full and fields.get("mrkdwn") not in (False, "false", "0")
    return pieces_of(text, Reading(names, styles=styles, links=fields.get("parse") != "none", found=full or named))


def pieces_of(text: str, reading: Reading) -> list[Piece]:
    """The pieces of a text with mark-up."""
    if not reading.styles:
        return merged(_inline(text, reading, "plain", ()))
    parts: list[list[Piece]] = []
    for number, part in enumerate(re.split(r"```\n?(.*?)\n?```", text, flags=re.DOTALL)):
        if number % 2:
            parts.append(_inline(part, replace(reading, styles=False, found=False), "plain", ()))
        else:
            parts += [_line(line, reading) for line in _lines(part, first=number == 0)]
    return merged(on_lines(*parts))


def _lines(part: str, *, first: bool) -> list[str]:
    """The lines of what stands around a preformatted block, each with its line break."""
    lines = part.splitlines(keepends=True)
    return lines[1:] if not first and lines and lines[0] == "\n" else lines


def _line(line: str, reading: Reading) -> list[Piece]:
    quoted = re.match(r"(?:&gt;|>)(?:&gt;&gt;|>>)?\s?", line)
    if quoted is None:
        return _inline(line, reading, "plain", ())
    return _inline(line[quoted.end() :], reading, "plain", ("quote",))


def _inline(text: str, reading: Reading, style: Style, acts: tuple[str, ...]) -> list[Piece]:
    pieces: list[Piece] = []
    end = 0
    for found in INLINE.finditer(text):
        made = _made(found, reading, style, acts)
        if made is not None:
            pieces += [*_leaf(text[end : found.start()], reading, style, acts), *made]
            end = found.end()
    return [*pieces, *_leaf(text[end:], reading, style, acts)]


def _made(found: re.Match[str], reading: Reading, style: Style, acts: tuple[str, ...]) -> list[Piece] | None:
    """The pieces of a match, or nothing where it does not count."""
    kind, inner = str(found.lastgroup), found[str(found.lastgroup)]
    match kind:
        case "control":
            return _control(inner, reading, style, acts)
        case "url" if reading.links:
            return [Piece(Run(_unescaped(inner), style), (*acts, f"link {_unescaped(inner)}"))]
        case "broadcast" | "channel" if reading.found:
            return [Piece(Run(found[0], style), (*acts, f"{kind} {inner}"))]
        case "code" | "bold" | "italic" | "strike":
            return _styled(kind, inner, reading, style, acts, sign=found[0][0])
        case _:
            return None


def _styled(kind: str, inner: str, reading: Reading, style: Style, acts: tuple[str, ...], *, sign: str) -> list[Piece]:
    if not reading.styles:  # the signs stand as they are, and what is between them may still count
        between = _inline(inner, reading, style, acts)
        return [Piece(Run(sign, style), acts), *between, Piece(Run(sign, style), acts)]
    if kind == "code":
        return _inline(inner, replace(reading, styles=False, found=False), style, (*acts, "code"))
    if kind == "strike":
        return _inline(inner, reading, style, (*acts, "strike"))
    bold = kind == "bold" or style == "bold"
    return _inline(inner, reading, "bold" if bold else "italic", acts)


def _leaf(text: str, reading: Reading, style: Style, acts: tuple[str, ...]) -> list[Piece]:
    text = _unescaped(text)
    if reading.styles:
        return emoji_in(text, style, acts)
    return [Piece(Run(text, style), acts)] if text else []


def _control(inner: str, reading: Reading, style: Style, acts: tuple[str, ...]) -> list[Piece]:
    target, _, label = inner.partition("|")
    label = _unescaped(label)
    if dated := re.fullmatch(r"!date\^(\d+)\^([^^]*)(?:\^(.*))?", target):
        link = (f"link {dated[3]}",) if dated[3] else ()
        return date_pieces(int(dated[1]), _unescaped(dated[2]), style, (*acts, *link))
    if target.startswith("@"):
        shown, act = f"@{reading.names(target[1:])}", f"mention {target[1:]}"
    elif target.startswith("#"):
        shown, act = f"#{label or reading.names(target[1:])}", f"channel {target[1:]}"
    elif target.startswith("!subteam^"):
        shown, act = label or f"@{target[9:]}", f"mention {target[9:]}"
    elif target.startswith("!"):
        shown, act = f"@{target[1:]}", f"broadcast {target[1:]}"
    else:
        url = _unescaped(target)
        shown, act = label or url.removeprefix("mailto:"), f"link {url}"
    return [Piece(Run(shown, style), (*acts, act))]


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
