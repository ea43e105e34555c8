"""How much waits to be done and to be sent."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.measures import Backlog
from bot.storage.tables import due, outbox


def backlog(tx: Connection, now: int) -> Backlog:
    """What waits at `now`."""
    ripe = select(func.count(), func.min(due.c.at)).where(due.c.at <= now)
    count, first = tx.execute(ripe).one()
    unsent = tx.execute(select(func.count()).where(outbox.c.next_at <= now)).scalar_one()
    return Backlog(count, now - first if first is not None else 0, unsent)
