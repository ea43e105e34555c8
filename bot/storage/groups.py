"""Writes that share a commit, each stretch of them in a savepoint of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, Text, select

from bot.chat import Answer, Event, Reply
from bot.chat.wire import answer_from_json, answer_to_json
from bot.errors import UserError
from bot.storage.deeds import deed_of, put_deeds
from bot.storage.dialect import put
from bot.storage.incoming import add, incoming, sent
from bot.storage.tables import deliveries
from bot.storage.tables.kept import ERASED, NOBODY
from bot.storage.trouble import in_words

Change: TypeAlias = Callable[[Connection, Sequence[Any]], Sequence[Any]]
"""Does the same thing for each of some items: a result for each, in order. A `UserError` among them refuses that one
item, of which nothing may have been written; whatever is raised undoes all of them."""

Seal: TypeAlias = Callable[[str], str]
"""What a person's key is turned into that tells nobody whose it is, the same each time."""

REFUSED = "refused "
"""What the row of a delivery begins with whose first result was a `UserError`."""


@dataclass(slots=True, eq=False)
class Write:
    """One item of a change that waits for its commit."""

    change: Change
    item: Any
    delivery: str
    future: asyncio.Future[Any]
    event: Event | None = None
    """What somebody did that is written down."""
    tried: bool = False


def tomb_of(sealed: str) -> str:
    """Under which delivery it stands for a day when somebody was forgotten: what they did before leaves nothing.

    It is looked for where answers are, so that presses pay for no further statement.
    """
    return f"forgotten {sealed}"


def bury(tx: Connection, persons: Iterable[str], at: int, now: int, seal: Seal, *, by: str = "") -> None:
    """Note that these persons are forgotten: nothing is kept of what they did before `at` and is still under way.

    `by` is the delivery that asked for it, whose answer is kept.
    """
    tx.info.setdefault("forgotten", {}).update(dict.fromkeys(persons, at))
    tx.info["forgetting"] = by
    rows = [{"id": tomb_of(seal(person)), "answer": str(at), "at": now, "person": ""} for person in persons]
    put(tx, deliveries, *rows, replacing=("answer", "at"))


def is_buried(tx: Connection, seal: Seal) -> Callable[[str], bool]:
    """Tells of a person whether they were forgotten in the last day."""
    tombs = set(tx.execute(select(deliveries.c.id).where(deliveries.c.id.startswith(tomb_of("")))).scalars())
    return lambda person: tomb_of(seal(person)) in tombs


def wake_at(tx: Connection, at: int) -> None:
    """Note that something is due at `at`: whoever waits for due work is told after the commit."""
    tx.info["wake"] = min(at, tx.info.get("wake", at))


def run(tx: Connection, group: Sequence[Write], now: int, seal: Seal) -> tuple[list[Any], int | None]:
    """Do every write of the group; give results and exceptions in order, and when to wake.

    Neighbours with the same change are done in one go. Where that raises, each is done alone, so that what one raises
    undoes that one alone. What somebody did before they were forgotten is refused.
    """
    tx.info.pop("wake", None)
    tx.info["forgotten"] = {}
    tombs = {tomb_of(seal(event.person)): event.person for write in group if (event := write.event)}
    found = _found(tx, [*(write.delivery for write in group if write.delivery), *tombs])
    for tomb, person in tombs.items():
        if tomb in found:
            tx.info["forgotten"][person] = int(found.pop(tomb))
    running = _Running(tx, now, {id: _recalled(result) for id, result in found.items()})
    outcomes = [
        outcome for _, stretch in groupby(group, key=attrgetter("change")) for outcome in running.stretch(list(stretch))
    ]
    if running.fresh:
        add(tx, deliveries, [_without_forgotten(tx, row) for row in running.fresh])
    if running.deeds:
        put_deeds(tx, running.deeds)
    return outcomes, tx.info.pop("wake", None)


def _without_forgotten(tx: Connection, row: dict[str, Any]) -> dict[str, Any]:
    """The row of a delivery; nobody's, if whoever it is of was forgotten in the same commit."""
    if row["person"] not in tx.info["forgotten"]:
        return row
    answer = row["answer"] if row["id"] == tx.info.get("forgetting") else f"{REFUSED}{ERASED}"
    return {**row, "person": NOBODY, "answer": answer}


class _Running:
    """A group that is being written."""

    def __init__(self, tx: Connection, now: int, answered: dict[str, Answer | UserError]) -> None:
        self.fresh: list[dict[str, Any]] = []
        """The rows of the deliveries that are answered here for the first time."""
        self.deeds: list[dict[str, Any]] = []
        """The rows of what was done here by somebody's duty."""
        self._tx = tx
        self._now = now
        self._answered = answered
        # The driver's own cursor: a savepoint is no work for the database, and should be none for the layers above it.
        self._cursor = tx.connection.cursor()

    def stretch(self, writes: list[Write]) -> list[Any]:
        """The outcomes of writes with one change, in order; what was answered before gets that answer again."""
        new: dict[Any, Write] = {}
        for write in writes:
            if write.delivery not in self._answered and not self._is_erased(write):
                new.setdefault(write.delivery or write, write)
        done = dict(zip(new.values(), self._done(list(new.values())), strict=True)) if new else {}
        return [done[write] if write in done else self._repeated(write) for write in writes]

    def _is_erased(self, write: Write) -> bool:
        """Whether it was done before whoever did it was forgotten."""
        forgotten: dict[str, int] = self._tx.info["forgotten"]
        return write.event is not None and write.event.at < forgotten.get(write.event.person, 0)

    def _repeated(self, write: Write) -> Any:
        """The outcome of a delivery that came before; if that came to nothing, it is tried anew."""
        if write.delivery in self._answered:
            return again(self._answered[write.delivery])
        if self._is_erased(write):
            return UserError(ERASED)
        return self._done([write])[0]

    def _done(self, writes: list[Write]) -> list[Any]:
        self._cursor.execute("SAVEPOINT a_stretch")
        try:
            outcomes = list(writes[0].change(self._tx, [write.item for write in writes]))
            rows = [
                self._row(write, outcome) for write, outcome in zip(writes, outcomes, strict=True) if write.delivery
            ]
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the caller of one of these writes
            try:
                self._cursor.execute("ROLLBACK TO SAVEPOINT a_stretch")
            except Exception:  # noqa: BLE001 - a full disk ends the whole transaction, and that is what to tell
                raise error from None
            self._cursor.execute("RELEASE SAVEPOINT a_stretch")
            if len(writes) > 1:
                return [outcome for write in writes for outcome in self._done([write])]
            return [self._failed(writes[0], error)]
        self._cursor.execute("RELEASE SAVEPOINT a_stretch")
        self._keep(writes, outcomes, rows)
        return outcomes

    def _failed(self, write: Write, error: Exception) -> Any:
        outcome = _answered_elsewhere(self._tx, write) or in_words(error)
        if write.delivery and outcome is error and isinstance(error, UserError):
            self._keep([write], [error], [self._row(write, error)])
        return outcome

    def _row(self, write: Write, outcome: Answer | UserError) -> dict[str, Any]:
        told = f"{REFUSED}{outcome}" if isinstance(outcome, UserError) else answer_to_json(outcome)
        person = write.event.person if write.event else ""
        return {"id": write.delivery, "answer": told, "at": self._now, "person": person}

    def _keep(self, writes: Iterable[Write], outcomes: Iterable[Any], rows: list[dict[str, Any]]) -> None:
        self.fresh += rows
        told = list(zip(writes, outcomes, strict=True))
        self._answered.update({write.delivery: outcome for write, outcome in told if write.delivery})
        self.deeds += [
            deed_of(write.event, outcome)
            for write, outcome in told
            if write.delivery and write.event and write.event.duty and isinstance(outcome, Reply)
        ]


def _found(tx: Connection, asked: list[str]) -> dict[str, str]:
    """The rows of those of these deliveries that came before."""
    if not asked:
        return {}
    found = tx.execute(_answers(tx.dialect.name), sent([(id,) for id in asked]))
    return {row.id: row.answer for row in found}


@cache
def _answers(dialect: str) -> Select[str, str]:
    wanted = incoming(dialect, id=Text())
    return select(deliveries.c.id, deliveries.c.answer).where(deliveries.c.id.in_(select(wanted.c.id)))


def _answered_elsewhere(tx: Connection, write: Write) -> Answer | UserError | None:
    """The result that another process gave to the same delivery while this write was waiting for it."""
    if not write.delivery:
        return None
    found = tx.execute(select(deliveries.c.answer).where(deliveries.c.id == write.delivery)).scalar()
    return again(_recalled(found)) if found else None


def _recalled(result: str) -> Answer | UserError:
    """The first result of a delivery, as its row keeps it: an answer, or the sentence that refused."""
    return UserError(result.removeprefix(REFUSED)) if result.startswith(REFUSED) else answer_from_json(result)


def again(result: Answer | UserError) -> Answer | UserError:
    """A result that was given before."""
    return replace(result, replayed=True) if isinstance(result, Reply) else result
