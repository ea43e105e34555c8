"""SQL of the facts that classes have been told."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from bot.storage.tables import told_facts as table


def times(tx: Connection, class_id: str) -> dict[str, int]:
    """How often a class has been told each fact."""
    found = select(table.c.fact, func.max(table.c.deck)).where(table.c.class_id == class_id).group_by(table.c.fact)
    return {fact: int(deck) for fact, deck in tx.execute(found)}


def put_told(tx: Connection, class_id: str, fact: str, deck: int, at: int) -> None:
    """Note that a class has been told a fact."""
    tx.execute(insert(table).values(class_id=class_id, fact=fact, deck=deck, at=at))


def latest(tx: Connection, class_id: str, most: int) -> list[tuple[str, int]]:
    """The facts that a class was told last, the newest first, each with the instant."""
    told = select(table.c.fact, table.c.at).where(table.c.class_id == class_id)
    return [(fact, at) for fact, at in tx.execute(told.order_by(table.c.at.desc(), table.c.deck.desc()).limit(most))]
