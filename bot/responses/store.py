"""SQL of responses and marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cache

from sqlalchemy import ColumnElement, Connection, Insert, Table, and_, bindparam, exists, func, insert, select

from bot.marking.outcome import RULES
from bot.responses.model import Mark, NewResponse, Response, Total, given_from_json, given_to_json
from bot.storage.guard import Guard
from bot.storage.incoming import incoming, sent
from bot.storage.tables import marks, responses

FILED = ("class_id", "session", "position", "question", "revision")
"""The columns that responses to the same question share."""


def append(tx: Connection, filed: Mapping[str, object], given: Sequence[NewResponse]) -> None:
    """Add responses that are filed alike."""
    tx.execute(insert(responses), [{**filed, **asdict(new), "given": given_to_json(new.given)} for new in given])


def append_guarded(
    tx: Connection, filed: Mapping[str, object], given: Sequence[NewResponse], guard: Guard
) -> set[str] | None:
    """Add those responses for which `guard` holds at that moment; give their deliveries, or none where it is all."""
    rows = [(new.delivery, new.person, given_to_json(new.given), new.at) for new in given]
    adding = _guarded(tx.dialect.name, guard.table, guard.holds)
    if tx.execute(adding, {**filed, **guard.values, **sent(rows)}).rowcount == len(rows):
        return None
    asked = responses.c.delivery.in_([new.delivery for new in given])
    return set(tx.execute(select(responses.c.delivery).where(asked)).scalars())


@cache
def _guarded(dialect: str, table: Table, holds: Callable[[ColumnElement[int]], ColumnElement[bool]]) -> Insert:
    rows = incoming(dialect, **{name: responses.c[name].type for name in ("delivery", "person", "given", "at")})
    filed = [bindparam(name, type_=responses.c[name].type).label(name) for name in FILED]
    taken = select(*filed, rows.c.delivery, rows.c.person, rows.c.given, rows.c.at).where(holds(rows.c.at))
    held = taken.order_by(rows.c.place).with_for_update(read=True, of=table)
    return insert(responses).from_select([*FILED, "delivery", "person", "given", "at"], held)


def latest(tx: Connection, session: str, position: int, person: str) -> Response | None:
    """What this person gave last to the question at this position."""
    mine = (
        select(responses.c.seq, responses.c.person, responses.c.given, responses.c.at)
        .where(responses.c.session == session, responses.c.position == position, responses.c.person == person)
        .order_by(responses.c.seq.desc())
        .limit(1)
    )
    row = tx.execute(mine).first()
    return _response(*row) if row else None


def latest_of_each(tx: Connection, session: str, position: int) -> list[Response]:
    """What each person gave last to the question at this position, in the order received."""
    last = (
        select(func.max(responses.c.seq))
        .where(responses.c.session == session, responses.c.position == position)
        .group_by(responses.c.person)
    )
    found = select(responses.c.seq, responses.c.person, responses.c.given, responses.c.at).where(
        responses.c.seq.in_(last)
    )
    return [_response(*row) for row in tx.execute(found.order_by(responses.c.seq))]


def people(tx: Connection, session: str, position: int) -> int:
    """How many people answered the question at this position."""
    counted = select(func.count(func.distinct(responses.c.person)))
    where = and_(responses.c.session == session, responses.c.position == position)
    return tx.execute(counted.where(where)).scalar_one()


def put_marks(tx: Connection, found: Iterable[Mark]) -> None:
    """Store marks made by the rules as they are now."""
    rows = [{**asdict(mark), "rule": RULES, "marker": ""} for mark in found]
    if rows:
        tx.execute(insert(marks), rows)


def has_counting_mark(tx: Connection, class_id: str, person: str, question: str) -> bool:
    """Whether this question has counted for this person in this class before."""
    mine = and_(marks.c.person == person, marks.c.question == question, marks.c.class_id == class_id, marks.c.counts)
    return bool(tx.execute(select(exists().where(mine))).scalar())


def session_totals(tx: Connection, session: str) -> list[Total]:
    """What each person earned in one session."""
    summed = (
        select(marks.c.person, func.sum(marks.c.earned + marks.c.bonus), func.count())
        .join(responses, responses.c.seq == marks.c.response)
        .where(responses.c.session == session)
        .group_by(marks.c.person)
    )
    return [Total(person, int(earned), count) for person, earned, count in tx.execute(summed)]


def session_marks(tx: Connection, session: str, person: str) -> list[tuple[str, str, int]]:
    """Question, verdict and hundredths earned of each mark of a person in one session, in order."""
    mine = (
        select(marks.c.question, marks.c.verdict, marks.c.earned)
        .join(responses, responses.c.seq == marks.c.response)
        .where(responses.c.session == session, marks.c.person == person)
        .order_by(responses.c.position)
    )
    return [(question, verdict, earned) for question, verdict, earned in tx.execute(mine)]


def class_totals(tx: Connection, class_id: str, since: int) -> list[Total]:
    """The standing of each person in a class: the sum of marks that count, from `since` on."""
    summed = (
        select(marks.c.person, func.sum(marks.c.earned + marks.c.bonus), func.count())
        .where(marks.c.class_id == class_id, marks.c.at >= since, marks.c.counts)
        .group_by(marks.c.person)
    )
    return [Total(person, int(earned), count) for person, earned, count in tx.execute(summed)]


def _response(seq: int, person: str, given: str, at: int) -> Response:
    return Response(seq, person, given_from_json(given), at)
