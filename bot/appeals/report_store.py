"""SQL of reported questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import Connection, Select, exists, func, insert, select, update
from sqlalchemy.engine import Row

from bot.appeals.model import Decision, Reason, Report, Reported
from bot.storage.tables import reported, reports


def create(tx: Connection, case: Reported) -> None:
    """Add a question that is reported."""
    tx.execute(insert(reported).values(asdict(case)))


def decide(tx: Connection, id: str, decision: Decision, by: str, at: int) -> None:
    """Store what became of it."""
    values = {"decision": decision, "decided_by": by, "decided_at": at}
    tx.execute(update(reported).where(reported.c.id == id).values(values))


def find(tx: Connection, id: str) -> Reported | None:
    """The report with this id."""
    return _reported(tx.execute(select(reported).where(reported.c.id == id)).first())


def hold(tx: Connection, id: str) -> Reported | None:
    """The report with this id, kept from other transactions until this one ends."""
    return _reported(tx.execute(select(reported).where(reported.c.id == id).with_for_update()).first())


def waiting(tx: Connection, class_id: str, question: str) -> Reported | None:
    """What is reported of a question in a class and waits for a decision, kept until the transaction ends."""
    same = (reported.c.class_id == class_id, reported.c.question == question, reported.c.decision == "")
    return _reported(tx.execute(select(reported).where(*same).with_for_update()).first())


def class_of(tx: Connection, id: str) -> str | None:
    """The class in which it was reported."""
    return tx.execute(select(reported.c.class_id).where(reported.c.id == id)).scalar()


def decision_on(tx: Connection, class_id: str, question: str, persons: Collection[str]) -> Decision | None:
    """What became of a question that one of these persons has reported in a class; nothing: they have not."""
    mine = (
        select(reported.c.decision)
        .join(reports, reports.c.reported_id == reported.c.id)
        .where(reported.c.class_id == class_id, reported.c.question == question, reports.c.person.in_(persons))
        .order_by(reported.c.opened_at.desc())
        .limit(1)
    )
    return cast("Decision | None", tx.execute(mine).scalar())


def count_waiting(tx: Connection, class_id: str) -> int:
    """How many questions of a class wait for a decision."""
    return tx.execute(_waiting(class_id).with_only_columns(func.count())).scalar_one()


def all_waiting(tx: Connection, class_id: str) -> list[Reported]:
    """The questions of a class that wait for a decision, the one that has waited longest first."""
    found = tx.execute(_waiting(class_id).order_by(reported.c.opened_at, reported.c.id))
    return [case for row in found if (case := _reported(row)) is not None]


def add(tx: Connection, report: Report) -> None:
    """Add what one person says of it."""
    row = {"reported_id": report.reported, "person": report.person, "reason": report.reason, "at": report.at}
    tx.execute(insert(reports).values(row))


def reporters(tx: Connection, id: str) -> list[str]:
    """Who reported it, in order."""
    found = select(reports.c.person).where(reports.c.reported_id == id).order_by(reports.c.at, reports.c.person)
    return list(tx.execute(found).scalars())


def reasons(tx: Connection, id: str) -> Counter[Reason]:
    """How many said what."""
    counted = select(reports.c.reason, func.count()).where(reports.c.reported_id == id).group_by(reports.c.reason)
    return Counter({cast("Reason", reason): count for reason, count in tx.execute(counted)})


def _waiting(class_id: str) -> Select[Any]:
    somebodys = exists().where(reports.c.reported_id == reported.c.id)
    return select(reported).where(reported.c.class_id == class_id, reported.c.decision == "", somebodys)


def _reported(row: Row[Any] | None) -> Reported | None:
    if row is None:
        return None
    return Reported(row.id, row.class_id, row.question, cast("Decision", row.decision), row.opened_at, row.decided_by)
