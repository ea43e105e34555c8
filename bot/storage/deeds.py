"""The log of what teachers do: a row for each change, in the very commit that makes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from bot.chat import Event, Reply, plain
from bot.storage.tables import classes, deeds

LONGEST = 300
"""Characters of a deed's description."""

Row = dict[str, Any]


def deed_of(event: Event, reply: Reply) -> Row:
    """The row of what was done by the event's duty, in the words that its doer was told."""
    assert event.duty is not None
    told = plain(reply.view.text).strip().partition("\n")[0] if reply.deed is None else reply.deed
    return _row(event, event.duty.class_id, told)


def put_deeds(tx: Connection, rows: Sequence[Row]) -> None:
    """Write rows that tell something into the logs of their classes, as far as those are there still."""
    rows = [row for row in rows if row["told"]]
    there = set(tx.execute(select(classes.c.id).where(classes.c.id.in_({row["class_id"] for row in rows}))).scalars())
    if kept := [row for row in rows if row["class_id"] in there]:
        tx.execute(insert(deeds), kept)


def add_deed(tx: Connection, event: Event, class_id: str, told: str) -> None:
    """Write into a class's log what somebody did who acted in another one."""
    tx.execute(insert(deeds), [_row(event, class_id, told) | {"id": f"{event.delivery} {class_id}"}])


def _row(event: Event, class_id: str, told: str) -> Row:
    words = " ".join(told.split())
    return {
        "id": event.delivery,
        "class_id": class_id,
        "person": event.person,
        "at": event.at,
        "what": event.duty.what if event.duty else "",
        "told": f"{words[: LONGEST - 1]}…" if len(words) > LONGEST else words,
    }
