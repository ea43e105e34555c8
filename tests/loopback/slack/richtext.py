"""Rich text, checked as documented."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.loopback.slack.checking import Checker

STYLES = ("bold", "italic", "strike", "code", "highlight", "client_highlight", "unlink", "underline")
DATES = (
    *("date_num", "date_slash", "date_long", "date_long_full", "date_long_pretty", "date", "date_pretty"),
    *("date_short", "date_short_pretty", "day_divider_pretty", "time", "time_secs", "ago"),
)
# Required and optional fields of what stands in a section.
PIECES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "text": (("text",), ("style",)),
    "emoji": (("name",), ("unicode", "skin_tone", "style", "url", "display_url")),
    "link": (("url",), ("text", "unsafe", "style")),
    "user": (("user_id",), ("style",)),
    "usergroup": (("usergroup_id",), ("style",)),
    "channel": (("channel_id",), ("style",)),
    "team": (("team_id",), ("style",)),
    "broadcast": (("range",), ("style",)),
    "date": (("timestamp", "format"), ("url", "timezone", "fallback", "style")),
    "color": (("value",), ("style",)),
}
PARTS: dict[str, tuple[str, ...]] = {
    "rich_text_section": (),
    "rich_text_list": ("indent", "offset", "border"),
    "rich_text_preformatted": ("border", "language"),
    "rich_text_quote": ("border",),
}


def check_rich_text(checker: Checker, at: str, given: Mapping[str, Any], *, block_id: bool = True) -> None:
    """Check a rich_text block or the rich_text of a table's cell."""
    if not checker.thing(at, given, ("elements",), ("block_id",) if block_id else ("block_id", "style")):
        return
    for number, part in enumerate(checker.items(f"{at}/elements", given["elements"], 1000)):
        _check_part(checker, f"{at}/elements/{number}", part)


def _check_part(checker: Checker, at: str, part: Any) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in PARTS:
        checker.wrong(f"{at}/type", f"unsupported type: {kind}")
        return
    required = ("elements", "style") if kind == "rich_text_list" else ("elements",)
    if not checker.thing(at, part, required, PARTS[kind]):
        return
    checker.optional(at, part, "border", lambda where, value: checker.number(where, value, 0, 1))
    elements = checker.items(f"{at}/elements", part["elements"], 1000, 0 if kind == "rich_text_section" else 1)
    if kind == "rich_text_list":
        checker.one_of(f"{at}/style", part["style"], ("bullet", "ordered"))
        checker.optional(at, part, "indent", lambda where, value: checker.number(where, value, 0, 8))
        checker.optional(at, part, "offset", checker.number)
    for number, element in enumerate(elements):
        where = f"{at}/elements/{number}"
        if kind != "rich_text_list":
            _check_piece(checker, where, element, ("text", "link") if kind == "rich_text_preformatted" else PIECES)
        elif isinstance(element, dict) and element.get("type") == "rich_text_section":
            _check_part(checker, where, element)
        else:
            checker.wrong(f"{where}/type", "a list's items are of type rich_text_section")


def _check_piece(checker: Checker, at: str, piece: Any, allowed: Any) -> None:
    kind = piece.get("type") if isinstance(piece, dict) else None
    if kind not in allowed:
        checker.wrong(f"{at}/type", f"unsupported type: {kind}")
        return
    required, optional = PIECES[str(kind)]
    if not checker.thing(at, piece, required, optional):
        return
    checker.optional(at, piece, "style", lambda where, value: _check_style(checker, where, value))
    match kind:
        case "text":
            checker.shown(f"{at}/text", piece["text"], 100_000)
        case "link":
            checker.string(f"{at}/url", piece["url"], 3000)
            checker.optional(at, piece, "text", lambda where, value: checker.string(where, value, 3000))
            checker.optional(at, piece, "unsafe", checker.boolean)
        case "broadcast":
            checker.one_of(f"{at}/range", piece["range"], ("here", "channel", "everyone"))
        case "color":
            if not re.fullmatch(r"#[0-9a-fA-F]{6}", str(piece["value"])):
                checker.wrong(f"{at}/value", "must be a hex colour")
        case "date":
            _check_date(checker, at, piece)
        case _:
            checker.string(f"{at}/{required[0]}", piece[required[0]], 255)


def _check_date(checker: Checker, at: str, piece: Mapping[str, Any]) -> None:
    checker.number(f"{at}/timestamp", piece["timestamp"], 1, 10**10)
    if checker.string(f"{at}/format", piece["format"], 3000):
        tokens = re.findall(r"\{([^{}]*)\}", piece["format"])
        if not tokens or any(token not in DATES for token in tokens):
            checker.wrong(f"{at}/format", "invalid date format")
    checker.optional(at, piece, "url", checker.url)
    checker.optional(at, piece, "fallback", lambda where, value: checker.string(where, value, 3000, 0))


def _check_style(checker: Checker, at: str, given: Any) -> None:
    if checker.thing(at, given, (), STYLES):
        for name, value in given.items():
            checker.boolean(f"{at}/{name}", value)
