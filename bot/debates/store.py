"""SQL of debates and the votes in them."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from bot.debates.model import Opened, Vote
from bot.storage.dialect import put
from bot.storage.tables import debate_votes, debates


def create(tx: Connection, opened: Opened, at: int) -> None:
    """Add a debate."""
    row = {"id": opened.id, "class_id": opened.class_id, "debate": opened.debate, "stage": opened.stage}
    tx.execute(insert(debates).values(**row, opened_at=at))


def find(tx: Connection, id: str) -> Opened | None:
    """The debate with this id."""
    return _found(tx, id, hold=False)


def hold(tx: Connection, id: str) -> Opened | None:
    """The debate with this id, kept at its stage until the transaction ends."""
    return _found(tx, id, hold=True)


def _found(tx: Connection, id: str, *, hold: bool) -> Opened | None:
    query = select(debates).where(debates.c.id == id)
    row = tx.execute(query.with_for_update() if hold else query).first()
    return Opened(row.id, row.class_id, row.debate, row.stage) if row else None


def move(tx: Connection, id: str, stage: int) -> None:
    """Put a debate at a stage."""
    tx.execute(update(debates).where(debates.c.id == id).values(stage=stage))


def vote(tx: Connection, debate: str, given: Vote, at: int) -> None:
    """Note where somebody stands; at the same stage the last word counts."""
    row = {"debate_id": debate, "person": given.person, "stage": given.stage, "side": given.side, "at": at}
    put(tx, debate_votes, row, replacing=("side", "at"))


def votes(tx: Connection, debate: str) -> list[Vote]:
    """Every vote in a debate."""
    found = tx.execute(select(debate_votes).where(debate_votes.c.debate_id == debate))
    return [Vote(row.person, row.stage, row.side) for row in found]
