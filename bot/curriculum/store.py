"""SQL of what classes work from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from bot.curriculum.model import Accepted, LeftOut
from bot.responses.model import Given, given_from_json, given_to_json
from bot.storage.dialect import put
from bot.storage.tables import accepted_forms, class_packs, classes, left_out


def version(tx: Connection, class_id: str) -> int:
    """The version of what a class works from; 0 where it never changed anything, or is none."""
    return tx.execute(_version(), {"class": class_id}).scalar() or 0


@cache
def _version() -> Select[int]:
    # Asked with nearly every press: building a statement costs more than running it.
    return select(classes.c.content_version).where(classes.c.id == bindparam("class"))


def bump(tx: Connection, class_id: str) -> None:
    """Note that what a class works from has changed."""
    raised = update(classes).where(classes.c.id == class_id)
    tx.execute(raised.values(content_version=classes.c.content_version + 1))


def packs_of(tx: Connection, class_id: str) -> list[str]:
    """The packs that a class has chosen; none: all."""
    chosen = select(class_packs.c.pack).where(class_packs.c.class_id == class_id)
    return list(tx.execute(chosen.order_by(class_packs.c.pack)).scalars())


def put_packs(tx: Connection, class_id: str, packs: Iterable[str]) -> None:
    """Have a class work from these packs alone; none: from all."""
    tx.execute(delete(class_packs).where(class_packs.c.class_id == class_id))
    rows = [{"class_id": class_id, "pack": pack} for pack in packs]
    if rows:
        tx.execute(insert(class_packs), rows)


def left_out_of(tx: Connection, class_id: str) -> list[LeftOut]:
    """What a class is not asked, the latest first."""
    mine = select(left_out).where(left_out.c.class_id == class_id)
    found = tx.execute(mine.order_by(left_out.c.at.desc(), left_out.c.question))
    return [LeftOut(row.question, row.why, row.by, row.at) for row in found]


def put_left_out(tx: Connection, class_id: str, one: LeftOut) -> None:
    """Leave a question out of a class."""
    row = {"class_id": class_id, "question": one.question, "why": one.why, "by": one.by, "at": one.at}
    put(tx, left_out, row, replacing=("why", "by", "at"))


def put_back(tx: Connection, class_id: str, question: str) -> bool:
    """Have a class be asked a question again; whether it was left out."""
    mine = delete(left_out).where(left_out.c.class_id == class_id, left_out.c.question == question)
    return tx.execute(mine).rowcount > 0


def accepted_of(tx: Connection, class_id: str) -> list[Accepted]:
    """What a class accepts beside the keys, or did, in the order in which it was decided."""
    mine = select(accepted_forms).where(accepted_forms.c.class_id == class_id)
    found = tx.execute(mine.order_by(accepted_forms.c.at, accepted_forms.c.question, accepted_forms.c.form))
    return [Accepted(row.question, given_from_json(row.form), row.turn, row.why, row.by, row.at) for row in found]


def turn_of(tx: Connection, class_id: str, question: str, form: Given) -> int:
    """How often an answer was accepted and taken away, together, kept from changing until the transaction ends."""
    mine = select(accepted_forms.c.turn).where(
        accepted_forms.c.class_id == class_id,
        accepted_forms.c.question == question,
        accepted_forms.c.form == given_to_json(form),
    )
    return tx.execute(mine.with_for_update()).scalar() or 0


def put_accepted(tx: Connection, class_id: str, one: Accepted) -> None:
    """Note that a class accepts an answer, or does so no more."""
    row = {
        "class_id": class_id,
        "question": one.question,
        "form": given_to_json(one.form),
        "turn": one.turn,
        "why": one.why,
        "by": one.by,
        "at": one.at,
    }
    put(tx, accepted_forms, row, replacing=("turn", "why", "by", "at"))
