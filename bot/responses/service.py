"""The response log, for the rooms that ask questions. Every function takes part in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from bot.marking.outcome import Outcome
from bot.responses import store
from bot.responses.model import Mark, NewResponse, Response, Total
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
    """What this person gave last."""
    return store.latest(tx, asking.session, asking.position, person)


def latest_of_each(tx: Connection, asking: Asking) -> list[Response]:
    """What each person gave last, in the order received."""
    return store.latest_of_each(tx, asking.session, asking.position)


def people(tx: Connection, asking: Asking) -> int:
    """How many people have answered."""
    return store.people(tx, asking.session, asking.position)


def mark_of(response: Response, asking: Asking, outcome: Outcome, *, at: int, counts: bool, bonus: int = 0) -> Mark:
    """The mark that `outcome` gives a response. What would be asked back is wrong once no more can be said."""
    verdict = "wrong" if outcome.verdict == "prompt" else outcome.verdict
    return Mark(
        response=response.seq,
        class_id=asking.class_id,
        person=response.person,
        question=asking.question,
        revision=asking.revision,
        verdict=verdict,
        earned=outcome.earned,
        bonus=bonus,
        counts=counts,
        at=at,
    )


def put_marks(tx: Connection, marks: list[Mark]) -> None:
    """Store marks."""
    store.put_marks(tx, marks)


def counted_before(tx: Connection, asking: Asking, person: str) -> bool:
    """Whether this question has counted towards this person's standing before."""
    return store.has_counting_mark(tx, asking.class_id, person, asking.question)


def session_totals(tx: Connection, session: str) -> list[Total]:
    """What each person earned in a session."""
    return store.session_totals(tx, session)


def session_marks(tx: Connection, session: str, person: str) -> list[tuple[str, str, int]]:
    """A person's marks in a session, in order: question, verdict, hundredths."""
    return store.session_marks(tx, session, person)


def class_totals(tx: Connection, class_id: str, since: int, until: int | None = None) -> list[Total]:
    """Each person's standing in a class, from `since` on, before `until`."""
    return store.class_totals(tx, class_id, since, until)
