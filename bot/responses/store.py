"""SQL of responses and marks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from random import Random
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.clock import MINUTE, week_of
from bot.marking.outcome import RULES
from bot.responses import worth
from bot.responses.model import (
    Answered,
    Earned,
    Given,
    Mark,
    Marked,
    Marking,
    NewResponse,
    Remark,
    Response,
    Scope,
    given_from_json,
    given_to_json,
)
from bot.storage.dialect import put
from bot.storage.guard import Guard
from bot.storage.incoming import incoming, sent
from bot.storage.tables import accepted_forms, classes, marks, remarked, remarks, responses
from bot.storage.tables.kept import NOBODY

QUARTER = 15 * MINUTE
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


def latest(tx: Connection, session: str, position: int, persons: Collection[str]) -> Response | None:
    """What any of these persons gave last to the question at this position."""
    mine = (
        select(responses.c.seq, responses.c.person, responses.c.given, responses.c.at)
        .where(responses.c.session == session, responses.c.position == position, responses.c.person.in_(persons))
        .order_by(responses.c.seq.desc())
        .limit(1)
    )
    row = tx.execute(mine).first()
    return response_of(*row) if row else None


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
    return [response_of(*row) for row in tx.execute(found.order_by(responses.c.seq))]


def persons(tx: Connection, session: str, position: int) -> list[str]:
    """Who answered the question at this position."""
    answered = select(responses.c.person).where(responses.c.session == session, responses.c.position == position)
    return list(tx.execute(answered.distinct()).scalars())


def put_marks(tx: Connection, found: Iterable[Mark]) -> None:
    """Store marks made by the rules as they are now."""
    rows = [{**asdict(mark), "rule": RULES, "marker": ""} for mark in found]
    if rows:
        tx.execute(insert(marks), rows)


def given_to(tx: Connection, class_id: str, question: str) -> list[Given]:
    """Every answer to a question in a class that has a mark by the rules."""
    mine = and_(marks.c.question == question, marks.c.class_id == class_id, marks.c.marker == "")
    found = select(responses.c.given).join(marks, marks.c.response == responses.c.seq).where(mine)
    return [given_from_json(given) for given in tx.execute(found).scalars()]


Sum: TypeAlias = tuple[str, int, int]
"""A person, the hundredths that their marks make, and how many marks those are."""


def marked_at(tx: Connection, class_id: str, persons: Collection[str], since: int) -> dict[int, int]:
    """How many marks these persons were given in a class in each quarter of an hour, by when it began.

    So there is little to read of years of answers, and the local day of each follows in every time zone. Of which class
    they are is looked at here: asked for, it would lead SQLite to the index of the class, and to everybody's marks.
    """
    quarter = (marks.c.at - marks.c.at % QUARTER).label("quarter")
    mine = select(marks.c.class_id, quarter, func.count()).where(marks.c.person.in_(persons))
    found = tx.execute(mine.group_by(marks.c.class_id, quarter))
    return {at: count for of, at, count in found if of == class_id and at >= since}


def session_sums(tx: Connection, session: str) -> list[Sum]:
    """What each person earned in one session."""
    summed = (
        select(marks.c.person, func.sum(marks.c.earned + marks.c.bonus), func.count())
        .join(responses, responses.c.seq == marks.c.response)
        .where(responses.c.session == session)
        .group_by(marks.c.person)
    )
    return [(person, int(earned), count) for person, earned, count in tx.execute(summed)]


def class_sums(tx: Connection, class_id: str, since: int, until: int | None = None) -> list[Sum]:
    """What counts of each person's marks in a class, and of how many, from `since` on, before `until`."""
    summed = (
        select(marks.c.person, func.sum(marks.c.worth), func.count())
        .where(marks.c.class_id == class_id, marks.c.at >= since, marks.c.share > 0, marks.c.person != NOBODY)
        .group_by(marks.c.person)
    )
    if until is not None:
        summed = summed.where(marks.c.at < until)
    return [(person, int(worth), count) for person, worth, count in tx.execute(summed)]


def session_worth(tx: Connection, session: str, persons: Collection[str]) -> int:
    """What counts of these persons' marks in one session, in hundredths."""
    counted = select(func.coalesce(func.sum(marks.c.worth), 0)).join(responses, responses.c.seq == marks.c.response)
    mine = counted.where(responses.c.session == session, marks.c.person.in_(persons))
    return int(tx.execute(mine).scalar_one())


def unlinked_sum(tx: Connection, class_id: str, since: int, until: int) -> tuple[int, int]:
    """What marks that are nobody's any more count in a class, in hundredths, and how many they are."""
    summed = select(func.coalesce(func.sum(marks.c.worth), 0), func.count())
    nobodys = (marks.c.class_id == class_id, marks.c.person == NOBODY, marks.c.share > 0)
    worth, count = tx.execute(summed.where(*nobodys, marks.c.at >= since, marks.c.at < until)).one()
    return int(worth), count


def unlink(tx: Connection, theirs: ColumnElement[bool], random: Random) -> None:
    """Have answers leave nothing but their marks, each by itself: a question, a mark and a week.

    The answers that `theirs` holds for go, and what was not marked leaves nothing. A mark gets an answer of nobody's
    under a number that tells neither when it came nor with which others.
    """
    columns = [marks.c[column.name] for column in marks.c if column.name not in ("response", "person")]
    marked = select(*columns).join(responses, responses.c.seq == marks.c.response).where(theirs)
    rows = [dict(row._mapping) for row in tx.execute(marked)]  # noqa: SLF001 - its public name
    tx.execute(delete(responses).where(theirs))
    left, made = [], []
    for row in rows:
        number = -random.getrandbits(62) - 1
        week = week_of(row["at"])
        filed = {name: row[name] for name in ("class_id", "question", "revision")}
        empty = {"session": "", "position": 0, "given": "[]", "delivery": f"{NOBODY} {number}"}
        left.append({"seq": number, "person": NOBODY, "at": week, **filed, **empty})
        made.append({**row, "response": number, "person": NOBODY, "at": week, "took": 0, "tries": 1})
    if rows:
        tx.execute(insert(responses), left)
        tx.execute(insert(marks), made)


def earned_in_session(tx: Connection, session: str, persons: Collection[str]) -> list[Earned]:
    """The marks of these persons in one session, in the order of its questions."""
    return _earned(tx, persons, responses.c.session == session)


def answered_in(tx: Connection, sessions: Collection[str]) -> list[Answered]:
    """Everything that was given in these sessions, in the order received."""
    wanted = list(sessions)
    columns = [responses.c[name] for name in ("seq", "session", "position", "question", "given", "at")]
    found: list[tuple[int, Answered]] = []
    for start in range(0, len(wanted), 500):
        given = select(*columns, (marks.c.earned + marks.c.bonus).label("points")).join_from(
            responses, marks, marks.c.response == responses.c.seq, isouter=True
        )
        some = given.where(responses.c.session.in_(wanted[start : start + 500]))
        found += [
            (row.seq, Answered(row.session, row.position, row.question, given_from_json(row.given), row.at, row.points))
            for row in tx.execute(some)
        ]
    return [answered for _, answered in sorted(found, key=lambda entry: entry[0])]


def _earned(tx: Connection, persons: Collection[str], where: ColumnElement[bool]) -> list[Earned]:
    wanted = list(persons)
    columns = (
        *(marks.c[name] for name in ("response", "person")),
        *(responses.c[name] for name in ("session", "position")),
        *(marks.c[name] for name in ("question", "verdict")),
        (marks.c.earned + marks.c.bonus).label("points"),
        marks.c.at,
    )
    found: list[Earned] = []
    for start in range(0, len(wanted), 500):
        some = select(*columns).join(responses, responses.c.seq == marks.c.response).where(where)
        some = some.where(marks.c.person.in_(wanted[start : start + 500]))
        found += [Earned(*row) for row in tx.execute(some.order_by(responses.c.position, marks.c.response))]
    return found


def questions_marked(tx: Connection) -> list[str]:
    """The ids of all questions that have marks."""
    found: list[str] = []
    following = select(func.min(marks.c.question)).where(marks.c.question > bindparam("last"))
    # One step down the index for each question: to tell them apart otherwise, every mark would be gone through.
    while last := tx.execute(following, {"last": found[-1] if found else ""}).scalar():
        found.append(last)
    return found


def classes_marked(tx: Connection) -> list[tuple[str, str]]:
    """Id and name of every class that has marks."""
    some = exists().where(marks.c.class_id == classes.c.id)
    return [(id, name) for id, name in tx.execute(select(classes.c.id, classes.c.name).where(some))]


def classes_asked(tx: Connection, question: str, scope: Scope) -> list[str]:
    """The classes that have marks of a question, as far as they are within `scope`."""
    some = select(marks.c.class_id).where(marks.c.question == question)
    if scope.class_id is not None:
        some = some.where(marks.c.class_id == scope.class_id)
    return sorted(set(tx.execute(some).scalars()))


def count_stale(tx: Connection, question: str, scope: Scope) -> int:
    """How many marks of a question are within `scope` and made by rules older than today's, whatever the key."""
    counted = select(func.count()).select_from(marks.join(responses, responses.c.seq == marks.c.response))
    return tx.execute(counted.where(*_within(question, scope, revision=None))).scalar_one()


def stale_marks(tx: Connection, question: str, revision: int, scope: Scope, *, after: int, most: int) -> list[Marked]:
    """Marks of a question that the rules made and that are within `scope`, of responses after the one at `after`.

    They are older than today's rules, the key's `revision` or what their class accepts beside it, unless the scope is
    everything. At most `most`, in order.
    """
    wanted = (
        select(
            *(marks.c[name] for name in ("response", "class_id", "person", "counts", "share", "at", *MARKING)),
            *(responses.c[name] for name in ("session", "position", "given")),
            responses.c.at.label("given_at"),
        )
        .join(responses, responses.c.seq == marks.c.response)
        .where(*_within(question, scope, revision=revision), marks.c.response > after)
        .order_by(marks.c.response)
        .limit(most)
    )
    return [
        Marked(
            response=response_of(row.response, row.person, row.given, row.given_at),
            class_id=row.class_id,
            session=row.session,
            position=row.position,
            question=question,
            share=share_of(row),
            marking=Marking(*(getattr(row, name) for name in MARKING)),
            at=row.at,
        )
        for row in tx.execute(wanted)
    ]


MARKING = ("verdict", "earned", "bonus", "rule", "revision", "override")
"""The columns that re-marking changes."""


def _within(question: str, scope: Scope, *, revision: int | None) -> list[ColumnElement[bool]]:
    """What holds for the marks within a scope; without a revision of the key, whatever the key."""
    conditions = [marks.c.question == question, marks.c.marker == "", marks.c.person != NOBODY]
    if not scope.everything:
        of_key = () if revision is None else (marks.c.revision < revision, marks.c.override != _override())
        conditions.append(or_(marks.c.rule < RULES, *of_key))
    if scope.class_id is not None:
        conditions.append(marks.c.class_id == scope.class_id)
    if scope.since is not None:
        conditions.append(responses.c.at >= scope.since)
    return conditions


def _override() -> ColumnElement[int]:
    """The version of what a mark's class accepts now beside the key."""
    turns = select(func.sum(accepted_forms.c.turn)).where(
        accepted_forms.c.class_id == marks.c.class_id, accepted_forms.c.question == marks.c.question
    )
    return func.coalesce(turns.scalar_subquery(), 0)


def share_of(row: Any) -> int:
    """The percent of a mark that count; what is not reckoned yet is told as a first answer."""
    return row.share if row.share is not None else worth.FULL if row.counts else 0


def first_at(tx: Connection, session: str, position: int) -> int:
    """When the first answer to the question at this position was given."""
    where = and_(responses.c.session == session, responses.c.position == position)
    first: int = tx.execute(select(func.min(responses.c.at)).where(where)).scalar_one()
    return first


def hold_markings(tx: Connection, numbers: Sequence[int]) -> dict[int, Marking]:
    """The marks that the rules gave these responses, kept from changing until the transaction ends."""
    columns = (marks.c.response, *(marks.c[name] for name in MARKING))
    held = select(*columns).where(marks.c.response.in_(numbers), marks.c.marker == "").with_for_update()
    return {number: Marking(*made) for number, *made in tx.execute(held)}


def renew_marks(tx: Connection, found: Sequence[Remark]) -> None:
    """Have these marks be as they are to be; when they count from stays."""
    rows = [{"renewed": remark.response, **asdict(remark.after)} for remark in found]
    if rows:
        tx.execute(update(marks).where(marks.c.response == bindparam("renewed")), rows)


def open_log(tx: Connection, id: str, at: int, why: str, scope: Scope) -> None:
    """Begin the log of a re-marking, unless it has begun."""
    row = {"id": id, "at": at, "why": why, "rule": RULES, "scope": scope.to_json(), "changed": 0, "confirmed": 0}
    put(tx, remarks, row)


def log_changes(tx: Connection, id: str, changed: Sequence[Remark], confirmed: int) -> None:
    """Add to the log of a re-marking what was changed, mark by mark, and how many marks were confirmed."""
    rows = [
        {
            "response": remark.response,
            "remark": id,
            **{f"old_{name}": value for name, value in asdict(remark.before).items()},
            **{f"new_{name}": value for name, value in asdict(remark.after).items()},
        }
        for remark in changed
    ]
    if rows:
        tx.execute(insert(remarked), rows)
    counted = {"changed": remarks.c.changed + len(rows), "confirmed": remarks.c.confirmed + confirmed}
    tx.execute(update(remarks).where(remarks.c.id == id).values(counted))


def log_taken(tx: Connection, id: str) -> bool:
    """Whether a re-marking has this id."""
    return bool(tx.execute(select(exists().where(remarks.c.id == id))).scalar())


def response_of(seq: int, person: str, given: str, at: int) -> Response:
    """A response as its row has it."""
    return Response(seq, person, given_from_json(given), at)
