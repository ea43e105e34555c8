"""Text as people read it, in pieces: from rich text, from mrkdwn, from plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.chat import Moment, Run, Text, plain
from bot.clock import SECOND

Style = Literal["plain", "bold", "italic"]
EMOJI = re.compile(r":(?=[\w+'\-]*[a-z]|[+\-]1:|100:|1234:)([a-z0-9_+'\-]+(?:::skin-tone-\d)?):")
APART = ("mention", "broadcast", "link", "emoji", "channel")
SHOWN: dict[str, Literal["countdown", "clock", "day"]] = {"time_secs": "countdown", "ago": "countdown", "time": "clock"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text or an instant, and what of it acts or is styled otherwise than in bold or italics."""

    what: Run | Moment
    acts: tuple[str, ...] = ()


Names = Callable[[str], str]
"""Gives what people read for the id of a person or channel."""


def text_of(pieces: Iterable[Piece]) -> Text:
    """The pieces as a text: runs of one style together, and "at " before a countdown as a part of that."""
    joined: list[Run | Moment] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if isinstance(piece.what, Moment):
            if piece.what.show == "countdown" and isinstance(before, Run) and re.search(r"\bat $", before.text):
                joined[-1:] = [Run(before.text[:-3], before.style)] if before.text != "at " else []
            joined.append(piece.what)
        elif isinstance(before, Run) and before.style == piece.what.style:
            joined[-1] = Run(before.text + piece.what.text, before.style)
        elif piece.what.text:
            joined.append(piece.what)
    return tuple(joined)


def ends_line(pieces: Sequence[Piece]) -> bool:
    """Whether what follows begins a line of its own."""
    last = pieces[-1].what if pieces else None
    return last is None or (isinstance(last, Run) and last.text.endswith("\n"))


def on_lines(*parts: Sequence[Piece]) -> list[Piece]:
    """The parts that are not empty, each beginning a line."""
    joined: list[Piece] = []
    for part in parts:
        if part:
            joined += [*([] if ends_line(joined) else [Piece(Run("\n"))]), *part]
    return joined


def merged(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, with neighbours that are alike as one; what acts each time stays apart."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before is not None and _alike(before, piece) and isinstance(before.what, Run):
            joined[-1] = Piece(Run(before.what.text + plain(text_of((piece,))), before.what.style), before.acts)
        else:
            joined.append(piece)
    return joined


def _alike(one: Piece, other: Piece) -> bool:
    runs = isinstance(one.what, Run) and isinstance(other.what, Run) and one.what.style == other.what.style
    return runs and one.acts == other.acts and not any(act.startswith(APART) for act in one.acts)


def plain_pieces(given: Mapping[str, Any]) -> list[Piece]:
    """The pieces of a plain_text object, in which emoji act unless it says otherwise."""
    text = str(given.get("text", ""))
    if given.get("emoji") is False:
        return [Piece(Run(text))] if text else []
    return emoji_in(text, "plain", ())


def emoji_in(text: str, style: Style, acts: tuple[str, ...]) -> list[Piece]:
    """The text with its emoji as pieces of their own."""
    pieces: list[Piece] = []
    end = 0
    for found in EMOJI.finditer(text):
        pieces.append(Piece(Run(text[end : found.start()], style), acts))
        pieces.append(Piece(Run(found[0], style), (*acts, f"emoji {found[0]}")))
        end = found.end()
    pieces.append(Piece(Run(text[end:], style), acts))
    return [piece for piece in pieces if isinstance(piece.what, Run) and piece.what.text]


def date_pieces(timestamp: int, template: str, style: Style, acts: tuple[str, ...]) -> list[Piece]:
    """A date as Slack fills in its template."""
    pieces = []
    for part in re.split(r"(\{\w+\})", template):
        if re.fullmatch(r"\{\w+\}", part):
            pieces.append(Piece(Moment(timestamp * SECOND, SHOWN.get(part[1:-1], "day")), acts))
        elif part:
            pieces.append(Piece(Run(part, style), acts))
    return pieces


def rich_pieces(block: Mapping[str, Any], names: Names) -> list[Piece]:
    """The pieces of a rich_text block."""
    parts = []
    counted = 0
    for part in block["elements"]:
        if part["type"] == "rich_text_list":
            items, counted = _list(part, names, counted)
            parts += items
        else:
            counted = 0
            parts.append(_part(part, names))
    return on_lines(*parts)


def _list(part: Mapping[str, Any], names: Names, counted: int) -> tuple[list[list[Piece]], int]:
    counted = part.get("offset", 0) if part.get("indent", 0) == 0 else counted
    items = []
    for item in part["elements"]:
        counted += 1
        sign = "• " if part["style"] == "bullet" else f"{counted}. "
        lead = Piece(Run("    " * part.get("indent", 0) + sign), ("list",))
        items.append([lead, *_part(item, names)])
    return items, counted


def _part(part: Mapping[str, Any], names: Names) -> list[Piece]:
    pieces = [piece for element in part["elements"] for piece in _element(element, names)]
    if part["type"] == "rich_text_preformatted":
        return [Piece(Run(piece.what.text), piece.acts) for piece in pieces if isinstance(piece.what, Run)]
    if part["type"] == "rich_text_quote":
        return [Piece(piece.what, (*piece.acts, "quote")) for piece in pieces]
    return pieces


def _element(element: Mapping[str, Any], names: Names) -> list[Piece]:
    given = {name for name, on in element.get("style", {}).items() if on}
    style: Style = "bold" if "bold" in given else "italic" if "italic" in given else "plain"
    acts = tuple(sorted(given - {"bold", "italic", "unlink"}))
    kind = element["type"]
    match kind:
        case "text":
            return [Piece(Run(element["text"], style), acts)]
        case "date":
            link = (f"link {element['url']}",) if element.get("url") else ()
            return date_pieces(element["timestamp"], element["format"], style, (*acts, *link))
        case "link":
            shown, act = element.get("text") or element["url"], f"link {element['url']}"
        case "user":
            shown, act = f"@{names(element['user_id'])}", f"mention {element['user_id']}"
        case "usergroup" | "team":
            shown, act = f"@{element[f'{kind}_id']}", f"mention {element[f'{kind}_id']}"
        case "channel":
            # It leads where it says, and nobody's words can become one.
            return [Piece(Run(f"#{names(element['channel_id'])}", style), acts)]
        case "broadcast":
            shown, act = f"@{element['range']}", f"broadcast {element['range']}"
        case "emoji":
            shown, act = f":{element['name']}:", f"emoji :{element['name']}:"
        case _:
            shown, act = str(element["value"]), f"colour {element['value']}"
    return [Piece(Run(shown, style), (*acts, act))]
