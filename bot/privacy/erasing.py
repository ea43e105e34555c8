"""Erasing, by what tables declare: within a transaction of the caller's."""

from __future__ import annotations

import json
from collections.abc import Collection
from random import Random
from typing import Any

from sqlalchemy import Connection

from bot.chat import View, desk_of, rich
from bot.chat.wire import view_from_json
from bot.privacy import store
from bot.privacy.model import stands_alone, without_names
from bot.privacy.store import Part
from bot.responses import service as responses_service
from bot.storage import outbox
from bot.storage.tables import outbox as outbox_table
from bot.storage.tables import responses

ERASED = View(rich("Erased."))
"""What stands on a desk in place of what Swot had said there."""


def erase(tx: Connection, persons: Collection[str], now: int, random: Random) -> None:
    """Leave nothing of these persons: what is theirs goes or tells of nobody, and others no longer see their names."""
    store.hold_still(tx)
    class_ids = {id for id, *_ in store.memberships(tx, persons)}
    names = store.names_of(tx, persons)
    erase_part(tx, persons, random)
    for person in persons:
        outbox.withdraw(tx, desk_of(person), ERASED, now)
    store.rename_doers(tx, persons)
    if names:
        _take_out(tx, names, class_ids, now)


def erase_part(tx: Connection, persons: Collection[str], random: Random, part: Part | None = None) -> None:
    """Erase what tables keep of these persons, or of that the part that can be told to be meant."""
    for table, kept in store.tables():
        condition = store.theirs(table, persons, part)
        if condition is None:
            continue
        if kept.fate == "deleted":
            store.remove(tx, table, condition)
        elif kept.fate == "unlinked":
            store.unlink(tx, table, condition, random)
    answered = store.theirs(responses, persons, part)
    if answered is not None:
        responses_service.unlink(tx, answered, random)


def _take_out(tx: Connection, names: Collection[str], class_ids: Collection[str], now: int) -> None:
    """Have these names stand nowhere any more in what was said to others, in rows and on screens."""
    rooms = store.rooms_of(tx, class_ids)
    for table, kept in store.tables():
        if not kept.mentions:
            continue
        for row in store.mentioning(tx, table, class_ids, names):
            if table is outbox_table:
                _take_out_of_message(tx, row, names, rooms, now)
            else:
                store.rewrite(tx, table, row, kept.mentions, _told_without(row[kept.mentions], names))


def _told_without(told: str, names: Collection[str]) -> str:
    """A stored answer (its kind, a space, JSON), or a plain sentence, without names."""
    kind, _, content = told.partition(" ")
    try:
        answer = json.loads(content)
    except ValueError:
        return str(without_names(told, names))
    return f"{kind} {json.dumps(without_names(answer, names), ensure_ascii=False)}"


def _take_out_of_message(
    tx: Connection, row: dict[str, Any], names: Collection[str], rooms: Collection[str], now: int
) -> None:
    """Have a message say it without names: on a desk wherever they stand, in a room where they stand as names.

    A room's question on May 1930 stays as it is when May leaves; a board on which she stands does not.
    """
    view = json.loads(row["view"])
    on_desk = row["room"].startswith(desk_of(""))
    if on_desk or (row["room"] in rooms and stands_alone(view, names)):
        told = json.dumps(without_names(view, names), ensure_ascii=False)
        if told != json.dumps(view, ensure_ascii=False):
            outbox.edit(tx, row["key"], view_from_json(told), now)
