"""SQL of teams."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, insert, select

from bot.storage.dialect import put
from bot.storage.tables import team_members as table


def replace(tx: Connection, class_id: str, teams: Mapping[str, int]) -> None:
    """Have a class's accounts be in these teams, and in no others; none: there are no teams."""
    tx.execute(delete(table).where(table.c.class_id == class_id))
    if teams:
        rows = [{"class_id": class_id, "person": person, "team": team} for person, team in teams.items()]
        tx.execute(insert(table), rows)


def add(tx: Connection, class_id: str, persons: Collection[str], team: int) -> None:
    """Put accounts that are in no team of a class into one."""
    put(tx, table, *({"class_id": class_id, "person": person, "team": team} for person in persons))


def has_any(tx: Connection, class_id: str) -> bool:
    """Whether a class has teams."""
    return tx.execute(select(table.c.person).where(table.c.class_id == class_id).limit(1)).first() is not None


def of_class(tx: Connection, class_id: str) -> dict[str, int]:
    """The team of each account of a class that is in one."""
    found = tx.execute(select(table.c.person, table.c.team).where(table.c.class_id == class_id))
    return {person: team for person, team in found}  # noqa: C416 - of rows, which are no pairs to the checker
