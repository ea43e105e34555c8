"""What is due later, as rows: any process may take one by lease, and a crash is a lease that expires.

Work is finished in the transaction that does it, and only while the lease is still held: so however often a row is
taken, its work is done once.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from bot.clock import SECOND
from bot.storage.dialect import put
from bot.storage.groups import wake_at
from bot.storage.tables import due as table

LEASE = 5 * SECOND


class LeaseLost(Exception):
    """Another process has taken the work over, or it was called off; what was done here must not stand."""


@dataclass(frozen=True, slots=True)
class Due:
    """A piece of work whose time has come."""

    id: str
    kind: str
    subject: str
    step: str
    at: int
    owner: str
    attempts: int


def add(tx: Connection, kind: str, subject: str, step: str | int, at: int, *, bulk: bool = False) -> None:
    """Have `kind` done to `subject` at `at`; the same kind, subject and step is due only once.

    What nobody waits for is `bulk`: it is taken by itself, and keeps nothing else waiting however much there is of it.
    """
    row = {
        "id": f"{kind}:{subject}:{step}",
        "kind": kind,
        "subject": subject,
        "step": str(step),
        "at": at,
        "bulk": bulk,
    }
    put(tx, table, row)
    wake_at(tx, at)


def call_off(tx: Connection, kind: str, subject: str) -> None:
    """Have nothing of this kind done to `subject` any more."""
    tx.execute(delete(table).where(table.c.kind == kind, table.c.subject == subject))


def claim(tx: Connection, owner: str, now: int, most: int, *, bulk: bool = False) -> list[Due]:
    """Take up to `most` rows, in `bulk` or not, whose time has come and that nobody holds, earliest first."""
    ripe = (
        select(table)
        .where(table.c.bulk == bulk, table.c.at <= now, table.c.leased_until <= now)
        .order_by(table.c.at, table.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = tx.execute(ripe).all()
    if rows:
        ids = [row.id for row in rows]
        tx.execute(update(table).where(table.c.id.in_(ids)).values(owner=owner, leased_until=now + LEASE))
    return [Due(row.id, row.kind, row.subject, row.step, row.at, owner, row.attempts) for row in rows]


def finish(tx: Connection, work: Due) -> None:
    """Take `work` off the list, in the transaction that does it. Raises `LeaseLost`."""
    gone = tx.execute(delete(table).where(table.c.id == work.id, table.c.owner == work.owner))
    if gone.rowcount != 1:
        raise LeaseLost(work.id)


def retry(tx: Connection, work: Due, at: int) -> None:
    """Give `work` back, to be taken again at `at`."""
    again = update(table).where(table.c.id == work.id, table.c.owner == work.owner)
    tx.execute(again.values(at=at, owner="", leased_until=0, attempts=table.c.attempts + 1))
    wake_at(tx, at)


def next_at(tx: Connection, now: int, *, bulk: bool = False) -> int | None:
    """When the next row can be taken, in `bulk` or not: its time, or the end of its lease."""
    free = select(func.min(table.c.at)).where(table.c.bulk == bulk, table.c.leased_until <= now)
    held = select(func.min(table.c.leased_until)).where(table.c.bulk == bulk, table.c.leased_until > now)
    times = [at for at in (tx.execute(free).scalar(), tx.execute(held).scalar()) if at is not None]
    return min(times, default=None)
