"""SQL of what cards are made of: marks, released marks of mock exams, and own words.

An essay's mark is no recall, and what nobody answered in an exam says nothing: perhaps its time was out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, Text, and_, bindparam, exists, literal, select

from bot.marking.outcome import FULL, Outcome
from bot.review.model import Evidence
from bot.storage.dialect import put
from bot.storage.incoming import incoming, sent
from bot.storage.tables import marks, mock_marks, mocks, own_words, responses, sittings
from bot.storage.tables.kept import NOBODY

Found: TypeAlias = tuple[str, str, str, Evidence]
"""An account, a class, a question, and an answer."""
IN_EXAM = 1 << 62
"""Added to the place of an exam's answer: of two of one instant the other came first."""

_MARK = (
    *(marks.c[name] for name in ("person", "class_id", "question", "at", "response", "verdict", "earned")),
    *(marks.c[name] for name in ("took", "usual", "tries")),
    own_words.c.word,
)
_SAT = (
    *(sittings.c.person, mocks.c.class_id, mock_marks.c.question, sittings.c.handed_at),
    *(mock_marks.c[name] for name in ("position", "earned", "most")),
)


def _marked() -> Select[Any]:
    """Every mark, with what its learner says of the answer."""
    joined = marks.outerjoin(own_words, own_words.c.response == marks.c.response)
    return select(*_MARK).select_from(joined).where(marks.c.person != NOBODY)


def _sat() -> Select[Any]:
    """Every answer in a mock exam that the rules mark and whose results are out."""
    answered = exists().where(
        responses.c.session == literal("sitting:") + sittings.c.id,
        responses.c.position == mock_marks.c.position,
        responses.c.given != "[]",
    )
    joined = mock_marks.join(sittings, sittings.c.id == mock_marks.c.sitting_id).join(
        mocks, mocks.c.id == mock_marks.c.mock_id
    )
    by_rules = and_(mock_marks.c.released, mock_marks.c.place == "", mock_marks.c.earned.is_not(None))
    return select(*_SAT).select_from(joined).where(by_rules, answered)


def of_keys(tx: Connection, class_id: str, keys: Collection[tuple[str, str]]) -> Iterator[Found]:
    """What there is of these accounts and questions in a class."""
    if not keys:
        return iter(())
    values = {"of_class": class_id, **sent(list(keys))}
    of_marks, of_mocks = _of_keys(tx.dialect.name)
    return chain(_read_marks(tx, of_marks, values), _read_sat(tx, of_mocks, values))


@cache
def _of_keys(dialect: str) -> tuple[Select[Any], Select[Any]]:
    keys = incoming(dialect, person=Text(), question=Text())
    here = bindparam("of_class", type_=Text())
    mine = and_(marks.c.person == keys.c.person, marks.c.question == keys.c.question)
    theirs = and_(sittings.c.person == keys.c.person, mock_marks.c.question == keys.c.question)
    return (
        _marked().where(mine, marks.c.class_id == here),
        _sat().where(theirs, mocks.c.class_id == here),
    )


def of_accounts(tx: Connection, persons: Collection[str], class_id: str | None = None) -> Iterator[Found]:
    """What there is of these accounts, in all classes or in one."""
    of_marks = _marked().where(marks.c.person.in_(persons))
    of_mocks = _sat().where(sittings.c.person.in_(persons))
    if class_id is not None:
        of_marks, of_mocks = of_marks.where(marks.c.class_id == class_id), of_mocks.where(mocks.c.class_id == class_id)
    return chain(_read_marks(tx, of_marks, {}), _read_sat(tx, of_mocks, {}))


def of_class(tx: Connection, class_id: str) -> Iterator[Found]:
    """What there is in a class."""
    return chain(
        _read_marks(tx, _marked().where(marks.c.class_id == class_id), {}),
        _read_sat(tx, _sat().where(mocks.c.class_id == class_id), {}),
    )


def keys_of(tx: Connection, responses_: Sequence[int]) -> list[tuple[str, str, str]]:
    """The account, class and question of each of these answers that has a mark, once each."""
    found: set[tuple[str, str, str]] = set()
    for start in range(0, len(responses_), 500):
        some = select(marks.c.person, marks.c.class_id, marks.c.question).where(
            marks.c.response.in_(responses_[start : start + 500]), marks.c.person != NOBODY
        )
        found.update((person, class_id, question) for person, class_id, question in tx.execute(some))
    return sorted(found)


def marks_from(tx: Connection, after: int, most: int) -> tuple[list[tuple[str, str, str]], int | None]:
    """Account, class and question of so many marks after a response, and the last of these; nothing: that was all."""
    some = select(marks.c.response, marks.c.person, marks.c.class_id, marks.c.question)
    rows = tx.execute(some.where(marks.c.response > after).order_by(marks.c.response).limit(most)).all()
    found = {(row.person, row.class_id, row.question) for row in rows if row.person != NOBODY}
    return sorted(found), rows[-1].response if len(rows) == most else None


def sat_in(tx: Connection, mock_id: str, sitting: str = "", most: int | None = None) -> list[tuple[str, str]]:
    """Sittings of a mock exam after this one, in order, each with its account; so many at most."""
    of = select(sittings.c.id, sittings.c.person).where(sittings.c.mock_id == mock_id, sittings.c.id > sitting)
    return [(id, person) for id, person in tx.execute(of.order_by(sittings.c.id).limit(most))]


def asked_in(tx: Connection, mock_id: str) -> tuple[str, list[str]]:
    """The class of a mock exam, and the questions that have marks there."""
    class_id = tx.execute(select(mocks.c.class_id).where(mocks.c.id == mock_id)).scalar() or ""
    asked = select(mock_marks.c.question).where(mock_marks.c.mock_id == mock_id).distinct()
    return class_id, sorted(tx.execute(asked).scalars())


def took_lately(tx: Connection, persons: Collection[str], most: int) -> list[int]:
    """How long the last answers of these accounts took, as far as it is known; microseconds."""
    mine = select(marks.c.took).where(marks.c.person.in_(persons), marks.c.took > 0)
    return list(tx.execute(mine.order_by(marks.c.response.desc()).limit(most)).scalars())


def put_word(tx: Connection, response: int, word: str, at: int) -> None:
    """Keep what a learner says of an answer; what they say last counts."""
    put(tx, own_words, {"response": response, "word": word, "at": at}, replacing=("word", "at"))


def _read_marks(tx: Connection, query: Select[Any], values: Mapping[str, object]) -> Iterator[Found]:
    for person, class_id, question, at, number, verdict, earned, took, usual, tries, word in tx.execute(query, values):
        yield person, class_id, question, Evidence(at, number, verdict, earned, took, usual, tries, word or "")


def _read_sat(tx: Connection, query: Select[Any], values: Mapping[str, object]) -> Iterator[Found]:
    for person, class_id, question, at, position, earned, most in tx.execute(query, values):
        outcome = Outcome.of(earned * FULL // most if most else 0)
        yield person, class_id, question, Evidence(at, IN_EXAM + position, outcome.verdict, outcome.earned)
