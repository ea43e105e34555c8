"""The log of what teachers do: a row for each change, in the very commit that makes it."""

from __future__ import annotations

from typing import Any

from bot.chat import Event, Reply, plain

LONGEST = 300
"""Characters of a deed's description."""


def deed(event: Event, reply: Reply) -> dict[str, Any]:
    """The row of what was done by the event's duty, in the words that its doer was told."""
    assert event.duty is not None
    words = " ".join(f"{reply.view.title} {plain(reply.view.text)}".split())
    return {
        "id": event.delivery,
        "class_id": event.duty.class_id,
        "person": event.person,
        "at": event.at,
        "what": event.duty.what,
        "told": f"{words[: LONGEST - 1]}…" if len(words) > LONGEST else words,
    }
