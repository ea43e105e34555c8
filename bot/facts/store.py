"""SQL of the facts that classes have been told."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from bot.storage.tables import told_facts as table


def deck(tx: Connection, class_id: str) -> int:
    """Which time through the facts a class is on; 1 at first."""
    return tx.execute(select(func.max(table.c.deck)).where(table.c.class_id == class_id)).scalar() or 1


def told(tx: Connection, class_id: str, deck: int) -> set[str]:
    """The facts that a class has been told this time through."""
    return set(tx.execute(select(table.c.fact).where(table.c.class_id == class_id, table.c.deck == deck)).scalars())


def put_told(tx: Connection, class_id: str, fact: str, deck: int, at: int) -> None:
    """Note that a class has been told a fact."""
    tx.execute(insert(table).values(class_id=class_id, fact=fact, deck=deck, at=at))
