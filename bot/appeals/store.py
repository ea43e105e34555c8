"""SQL of disputes, and of whose they are."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import Connection, Select, delete, exists, func, insert, select, update
from sqlalchemy.engine import Row

from bot.appeals.model import Appeal, Dispute, Remedy, State
from bot.responses.model import given_from_json, given_to_json
from bot.storage.tables import appeals, disputes


def create(tx: Connection, dispute: Dispute) -> None:
    """Add a dispute."""
    tx.execute(insert(disputes).values(_row(dispute)))


def save(tx: Connection, dispute: Dispute) -> None:
    """Store where a dispute stands."""
    tx.execute(update(disputes).where(disputes.c.id == dispute.id).values(_row(dispute)))


def find(tx: Connection, id: str) -> Dispute | None:
    """The dispute with this id."""
    return _dispute(tx.execute(select(disputes).where(disputes.c.id == id)).first())


def hold(tx: Connection, id: str) -> Dispute | None:
    """The dispute with this id, kept from other transactions until this one ends."""
    return _dispute(tx.execute(select(disputes).where(disputes.c.id == id).with_for_update()).first())


def about(tx: Connection, class_id: str, question: str, answer: str) -> Dispute | None:
    """The dispute over an answer in a class, kept from other transactions until this one ends."""
    same = (disputes.c.class_id == class_id, disputes.c.question == question, disputes.c.answer == answer)
    return _dispute(tx.execute(select(disputes).where(*same).with_for_update()).first())


def class_of(tx: Connection, id: str) -> str | None:
    """The class that a dispute is in."""
    return tx.execute(select(disputes.c.class_id).where(disputes.c.id == id)).scalar()


def count_open(tx: Connection, class_id: str) -> int:
    """How many disputes of a class wait for a decision."""
    return tx.execute(_waiting(class_id).with_only_columns(func.count())).scalar_one()


def all_open(tx: Connection, class_id: str) -> list[Dispute]:
    """The disputes of a class that wait for a decision, the one that has waited longest first."""
    found = tx.execute(_waiting(class_id).order_by(disputes.c.opened_at, disputes.c.id))
    return [dispute for row in found if (dispute := _dispute(row)) is not None]


def _waiting(class_id: str) -> Select[Any]:
    """Open disputes that somebody still has: whose answers were erased, nobody can decide on."""
    somebodys = exists().where(appeals.c.dispute_id == disputes.c.id)
    return select(disputes).where(disputes.c.class_id == class_id, disputes.c.state == "open", somebodys)


def join(tx: Connection, appeal: Appeal) -> None:
    """Add a learner's part in a dispute."""
    row = {"response": appeal.response, "dispute_id": appeal.dispute, "person": appeal.person, "at": appeal.at}
    tx.execute(insert(appeals).values(row))


def leave(tx: Connection, response: int) -> None:
    """Take a learner's part in a dispute back."""
    tx.execute(delete(appeals).where(appeals.c.response == response))


def appeal_of(tx: Connection, response: int) -> Appeal | None:
    """The appeal against the mark of a response."""
    row = tx.execute(select(appeals).where(appeals.c.response == response)).first()
    return _appeal(row) if row else None


def appeals_of(tx: Connection, dispute: str) -> list[Appeal]:
    """All that is in a dispute, the first one first."""
    found = select(appeals).where(appeals.c.dispute_id == dispute).order_by(appeals.c.at, appeals.c.response)
    return [_appeal(row) for row in tx.execute(found)]


def appeals_by(tx: Connection, class_id: str, persons: Collection[str], most: int) -> list[tuple[Appeal, Dispute]]:
    """What these persons dispute in a class, or have disputed, the last first; those that wait before others."""
    mine = (
        select(appeals.c.response, appeals.c.dispute_id, appeals.c.person, appeals.c.at, disputes)
        .join(disputes, disputes.c.id == appeals.c.dispute_id)
        .where(disputes.c.class_id == class_id, appeals.c.person.in_(persons))
        .order_by(disputes.c.state != "open", appeals.c.at.desc(), appeals.c.response.desc())
        .limit(most)
    )
    found = []
    for row in tx.execute(mine):
        dispute = _dispute(row)
        assert dispute is not None
        found.append((_appeal(row), dispute))
    return found


def disputes_by(tx: Connection, persons: Collection[str]) -> list[Dispute]:
    """Every dispute of these persons, in whatever class and state."""
    theirs = select(appeals.c.dispute_id).where(appeals.c.person.in_(persons))
    rows = tx.execute(select(disputes).where(disputes.c.id.in_(theirs)).order_by(disputes.c.id))
    return [dispute for row in rows if (dispute := _dispute(row)) is not None]


def join_cases(tx: Connection, class_id: str, into: str) -> None:
    """Have a class's disputes that another class has as well be that one's: the same answer to the same question."""
    theirs = disputes.alias()
    same = select(theirs.c.id).where(
        theirs.c.class_id == into, theirs.c.question == disputes.c.question, theirs.c.answer == disputes.c.answer
    )
    for row in tx.execute(
        select(disputes.c.id, same.scalar_subquery().label("other")).where(disputes.c.class_id == class_id)
    ).all():
        if row.other is not None:
            tx.execute(update(appeals).where(appeals.c.dispute_id == row.id).values(dispute_id=row.other))
            tx.execute(delete(disputes).where(disputes.c.id == row.id))


def count_open_by(tx: Connection, class_id: str, persons: Collection[str]) -> int:
    """How many of these persons' disputes in a class wait for a decision."""
    mine = (
        select(func.count())
        .select_from(appeals.join(disputes, disputes.c.id == appeals.c.dispute_id))
        .where(disputes.c.class_id == class_id, disputes.c.state == "open", appeals.c.person.in_(persons))
    )
    return tx.execute(mine).scalar_one()


def _row(dispute: Dispute) -> dict[str, Any]:
    return {**asdict(dispute), "form": given_to_json(dispute.form), "told": json.dumps(dispute.told)}


def _appeal(row: Row[Any]) -> Appeal:
    return Appeal(row.response, row.dispute_id, row.person, row.at)


def _dispute(row: Row[Any] | None) -> Dispute | None:
    if row is None:
        return None
    return Dispute(
        id=row.id,
        class_id=row.class_id,
        question=row.question,
        answer=row.answer,
        state=cast("State", row.state),
        turn=row.turn,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        remedy=cast("Remedy", row.remedy),
        form=given_from_json(row.form),
        log=row.log,
        comment=row.comment,
        decided_by=row.decided_by,
        told=tuple(json.loads(row.told)),
    )
