"""From the core's texts to rich text, in which every character stands for itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, TypeAlias

from adapters.elsewhere import elsewhere
from adapters.harmless import harmless, harmless_line
from adapters.slack.keys import NAME, id_of
from bot.chat import Field, Moment, Place, Run, Text
from bot.clock import SECOND

Json: TypeAlias = dict[str, Any]

SHOWN = {"countdown": "{time_secs}", "clock": "{time}", "day": "{date_long}"}
"""How Slack writes an instant in its reader's own zone. It has no countdown, so the time itself stands there."""
FALLBACK = {"countdown": "%H:%M:%S UTC", "clock": "%H:%M UTC", "day": "%Y-%m-%d"}


def rich_text(*sections: Json) -> Json:
    """A block of the sections."""
    return {"type": "rich_text", "elements": list(sections)}


def section_of(text: Text) -> Json:
    """The text, line breaks and all."""
    return _section(_elements(text))


def field_of(field: Field) -> Json:
    """A labelled fact on a line of its own."""
    label = {"type": "text", "text": f"{harmless_line(field.label)}: ", "style": {"bold": True}}
    return _section([label, *_elements(field.text)])


def preformatted(words: str) -> Json:
    """Words in letters of one width."""
    return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": words}]}


def told_in_utc(moment: Moment) -> str:
    """An instant for where nobody knows the reader's zone."""
    return datetime.fromtimestamp(moment.at / SECOND, UTC).strftime(FALLBACK[moment.show])


def characters(blocks: Iterable[Json]) -> int:
    """How many characters of text stand in the blocks, wherever in them."""
    return sum(map(_characters, blocks))


def _characters(part: Any) -> int:
    if isinstance(part, dict):
        return sum(
            len(value) if key in ("text", "fallback") and isinstance(value, str) else _characters(value)
            for key, value in part.items()
        )
    return sum(map(_characters, part)) if isinstance(part, list) else 0


def _section(elements: list[Json]) -> Json:
    return {"type": "rich_text_section", "elements": elements}


def _elements(text: Text) -> list[Json]:
    found: list[Json] = []
    for look, pieces in groupby(text, key=lambda piece: piece.style if isinstance(piece, Run) else "no words"):
        if look == "no words":
            found += [part for piece in pieces if not isinstance(piece, Run) for part in _named(piece)]
        elif words := "".join(piece.text for piece in pieces if isinstance(piece, Run)):
            found.append(_styled(words, look))
    return found


def _styled(words: str, style: str) -> Json:
    element: Json = {"type": "text", "text": harmless(words)}
    return element if style == "plain" else {**element, "style": {style: True}}


def _named(piece: Moment | Place) -> list[Json]:
    if isinstance(piece, Moment):
        return _told(piece)
    if not piece.room.startswith(f"{NAME}:"):
        return [{"type": "text", "text": elsewhere(piece)}]
    return [{"type": "channel", "channel_id": id_of(piece.room)}]


def _told(moment: Moment) -> list[Json]:
    """An instant: "in 25 s" elsewhere, "at 8:00:25 AM" here."""
    shown = {"format": SHOWN[moment.show], "fallback": told_in_utc(moment)}
    date = {"type": "date", "timestamp": moment.at // SECOND, **shown}
    return [{"type": "text", "text": "at "}, date] if moment.show == "countdown" else [date]
