"""The response log, for the rooms that ask questions. Every function takes part in the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from random import Random

from sqlalchemy import ColumnElement, Connection

from bot.classes.learners import accounts_of, humans_of, together
from bot.marking.outcome import Outcome
from bot.responses import given_store, store
from bot.responses.model import (
    Answered,
    Earned,
    Filed,
    Given,
    Mark,
    Marked,
    NewResponse,
    Response,
    Total,
    counted_once,
)
from bot.storage.guard import Guard


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it was put: where, of which class, and in which revision."""

    class_id: str
    session: str
    """`round:<id>` or `solo:<id>`."""
    position: int
    question: str
    revision: int


def respond(tx: Connection, asking: Asking, given: NewResponse) -> None:
    """Append a response."""
    store.append(tx, asdict(asking), [given])


def respond_together(
    tx: Connection, asking: Asking, given: Sequence[NewResponse], *, provided: Guard
) -> Sequence[bool]:
    """Append those responses for which `provided` holds in the very insert; tell of each whether it was taken."""
    taken = store.append_guarded(tx, asdict(asking), given, provided)
    return [taken is None or new.delivery in taken for new in given]


def latest(tx: Connection, asking: Asking, person: str) -> Response | None:
    """What this person gave last, with whichever account."""
    return store.latest(tx, asking.session, asking.position, accounts_of(tx, person))


def latest_of_each(tx: Connection, asking: Asking) -> list[Response]:
    """What each learner gave last, in the order received."""
    given = store.latest_of_each(tx, asking.session, asking.position)
    humans = humans_of(tx, [response.person for response in given])
    last = {humans.get(response.person, response.person): response for response in given}
    return sorted(last.values(), key=lambda response: response.seq)


def people(tx: Connection, asking: Asking) -> int:
    """How many learners have answered."""
    persons = store.persons(tx, asking.session, asking.position)
    return len(together(persons, humans_of(tx, persons)))


def mark_of(
    response: Response,
    asking: Asking,
    outcome: Outcome,
    *,
    at: int,
    counts: bool,
    override: int,
    bonus: int = 0,
    shown_at: int = 0,
    tries: int = 1,
    usual: int = 0,
) -> Mark:
    """The mark that `outcome` gives a response. What would be asked back is wrong once no more can be said.

    `override` is the version of what the class accepts beside the key. Where it is known when the question was
    `shown_at`, the mark tells how long the answer took, beside what is `usual` for such a question (both microseconds).
    """
    verdict = "wrong" if outcome.verdict == "prompt" else outcome.verdict
    return Mark(
        response=response.seq,
        class_id=asking.class_id,
        person=response.person,
        question=asking.question,
        revision=asking.revision,
        override=override,
        verdict=verdict,
        earned=outcome.earned,
        bonus=bonus,
        counts=counts,
        at=at,
        took=max(0, response.at - shown_at) if shown_at else 0,
        tries=tries,
        usual=usual,
    )


def classes_marked(tx: Connection) -> list[tuple[str, str]]:
    """Id and name of every class that has marks."""
    return store.classes_marked(tx)


def given_to(tx: Connection, class_id: str, question: str) -> list[Given]:
    """Every answer to a question in a class that has a mark by the rules."""
    return store.given_to(tx, class_id, question)


def marked(tx: Connection, number: int) -> tuple[Marked, str] | None:
    """A response with its mark, if it has one, and the person who gave that; empty: the rules did."""
    return given_store.find_marked(tx, number)


def filed(tx: Connection, number: int) -> Filed | None:
    """How a response is filed, whether it has a mark or not."""
    return given_store.find_filed(tx, number)


def first_at(tx: Connection, session: str, position: int) -> int:
    """When the first answer to the question at this position was given; microseconds UTC."""
    return store.first_at(tx, session, position)


def given_of(tx: Connection, numbers: Collection[int]) -> dict[int, Given]:
    """What was given in each of these responses."""
    return given_store.given_of(tx, numbers)


def marked_at(tx: Connection, class_id: str, persons: Collection[str], since: int) -> dict[int, int]:
    """When these persons were given marks in a class, to the quarter of an hour (microseconds UTC), and how many."""
    return store.marked_at(tx, class_id, persons, since)


def session_totals(tx: Connection, session: str) -> list[Total]:
    """What each learner earned in a session."""
    sums = store.session_sums(tx, session)
    humans = humans_of(tx, [person for person, _, _ in sums])
    totals = [Total(person, points, questions, (person,)) for person, points, questions in sums if person not in humans]
    for human, persons in together((person for person, _, _ in sums if person in humans), humans).items():
        # Of those who have several accounts the marks are looked at one by one.
        accounts = accounts_of(tx, persons[0])
        counted = counted_once(store.earned_in_session(tx, session, accounts))
        totals.append(Total(human, sum(mark.points for mark in counted), len(counted), accounts))
    return totals


def session_marks(tx: Connection, session: str, person: str) -> list[Earned]:
    """A learner's marks in a session, in the order of its questions."""
    earned = store.earned_in_session(tx, session, accounts_of(tx, person))
    return sorted(counted_once(earned), key=lambda mark: mark.position)


def answered_in(tx: Connection, sessions: Collection[str]) -> dict[str, list[Answered]]:
    """Everything that was given in each of these sessions, in the order received, with what it earned."""
    found: dict[str, list[Answered]] = {}
    for answered in store.answered_in(tx, sessions):
        found.setdefault(answered.session, []).append(answered)
    return found


def class_totals(tx: Connection, class_id: str, since: int, until: int | None = None) -> list[Total]:
    """What counts of each learner's marks in a class, from `since` on, before `until`."""
    sums = {person: (worth, count) for person, worth, count in store.class_sums(tx, class_id, since, until)}
    learners = together(sums, humans_of(tx, list(sums)))
    return [
        Total(id, sum(sums[one][0] for one in persons), sum(sums[one][1] for one in persons), persons)
        for id, persons in learners.items()
    ]


def session_worth(tx: Connection, session: str, person: str) -> int:
    """What counts of a learner's marks in a session, in hundredths."""
    return store.session_worth(tx, session, accounts_of(tx, person))


def unlinked_total(tx: Connection, class_id: str, since: int, until: int) -> tuple[int, int]:
    """What counts in a class of those who are forgotten: hundredths, and marks. Each counts from its week's Monday."""
    return store.unlinked_sum(tx, class_id, since, until)


def unlink(tx: Connection, theirs: ColumnElement[bool], random: Random) -> None:
    """Erase the answers that `theirs`, a condition on their table, holds for; marks stay and are nobody's."""
    store.unlink(tx, theirs, random)
