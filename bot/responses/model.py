"""Responses and marks as values, and how marks are written for people."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from bot.marking.outcome import FULL
from bot.responses.worth import worth

Given: TypeAlias = tuple[str, ...]
"""An answer, whatever way the options were laid out: the texts chosen, ticked, put in order, or written."""


@dataclass(frozen=True, slots=True)
class NewResponse:
    """What one person gives to a question, and the platform's delivery that brought it."""

    person: str
    given: Given
    at: int
    delivery: str


@dataclass(frozen=True, slots=True)
class Response:
    """What one person gave to one question at one time."""

    seq: int
    person: str
    given: Given
    at: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What a response earned, in hundredths of a mark."""

    response: int
    class_id: str
    person: str
    question: str
    revision: int
    override: int
    verdict: str
    earned: int
    bonus: int
    counts: bool
    """Whether it was no practice."""
    at: int
    took: int = 0
    """Microseconds from when the question was shown until it was answered; 0: not known."""
    tries: int = 1
    """At which try it was answered."""
    usual: int = 0
    """Microseconds that such a question usually takes; 0: not known."""
    share: int | None = None
    """Percent of it that count on the leaderboard; none: that is not reckoned yet."""
    worth: int | None = None
    """Hundredths that it brings there."""


@dataclass(frozen=True, slots=True)
class Marking:
    """What rules made of a response, in hundredths of a mark, and which rules and key they were."""

    verdict: str
    earned: int
    bonus: int
    rule: int
    """The version of the rules."""
    revision: int
    """Of the key."""
    override: int = 0
    """The version of what the class accepts beside the key."""

    @property
    def points(self) -> int:
        """All that it is worth, in hundredths."""
        return self.earned + self.bonus

    def says_the_same(self, other: Marking) -> bool:
        """Whether both are worth the same to a learner, whichever rules they are by."""
        return (self.verdict, self.earned, self.bonus) == (other.verdict, other.earned, other.bonus)


@dataclass(frozen=True, slots=True)
class Marked:
    """A response, how it is filed, and the mark that the rules gave it."""

    response: Response
    class_id: str
    session: str
    position: int
    question: str
    share: int
    """Percent of it that count on the leaderboard."""
    marking: Marking
    at: int
    """When it was marked: of a round, when the question was closed."""


@dataclass(frozen=True, slots=True)
class Filed:
    """Whose response it is, in which class and session, and to which question."""

    person: str
    class_id: str
    session: str
    question: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A mark as it is and as it is to be."""

    response: int
    before: Marking
    after: Marking


@dataclass(frozen=True, slots=True)
class Change:
    """A remark that a learner will notice, and what is to be told of it."""

    remark: Remark
    class_id: str
    person: str
    question: str
    given: Given
    share: int
    """Percent of the mark that count on the leaderboard."""

    @property
    def points(self) -> int:
        """By how much it changes the mark, in hundredths."""
        return self.remark.after.points - self.remark.before.points

    @property
    def worth(self) -> int:
        """By how much it changes what the mark brings on the leaderboard, in hundredths."""
        return worth(self.remark.after.points, self.share) - worth(self.remark.before.points, self.share)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which marks are gone over: those that meet all of it."""

    questions: tuple[str, ...] = ()
    """Full ids; none: every question."""
    topic: str | None = None
    class_id: str | None = None
    since: int | None = None
    """Given at this instant or later; microseconds UTC."""
    everything: bool = False
    """Those too that today's rules and keys have made."""

    def to_json(self) -> str:
        """The scope as the log keeps it."""
        return json.dumps(
            {
                "questions": self.questions,
                "topic": self.topic,
                "class": self.class_id,
                "since": self.since,
                "all": self.everything,
            },
            ensure_ascii=False,
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """What today's rules and keys would change; nothing is changed yet."""

    scope: Scope
    looked_at: int
    """Marks that were made again to see what comes out."""
    changes: tuple[Change, ...]
    confirmed: tuple[Remark, ...]
    """Older marks that come out as they are: only the versions they name change."""
    withdrawn: tuple[int, int] = (0, 0)
    """Marks whose question is no longer in the bank, and how many questions those are."""
    reworded: int = 0
    """Marks whose options are no longer the question's."""

    @property
    def people(self) -> int:
        """How many people's totals change."""
        totals: dict[tuple[str, str], int] = {}
        for change in self.changes:
            key = (change.class_id, change.person)
            totals[key] = totals.get(key, 0) + change.worth
        return len({person for (_, person), moved in totals.items() if moved})


@dataclass(frozen=True, slots=True)
class Shift:
    """What changes at one question."""

    question: str
    marks: int
    up: int
    down: int
    points: int
    """All changes together, in hundredths."""


def shifts(changes: Iterable[Change]) -> list[Shift]:
    """What changes at each question, most marks first."""
    by_question: dict[str, list[int]] = {}
    for change in changes:
        by_question.setdefault(change.question, []).append(change.points)
    found = [
        Shift(question, len(moved), sum(by > 0 for by in moved), sum(by < 0 for by in moved), sum(moved))
        for question, moved in by_question.items()
    ]
    return sorted(found, key=lambda shift: (-shift.marks, shift.question))


@dataclass(frozen=True, slots=True)
class Total:
    """A learner's sum of marks over something, in hundredths, and of how many questions."""

    learner: str
    points: int
    questions: int
    persons: tuple[str, ...]
    """The learner's accounts."""


@dataclass(frozen=True, slots=True)
class Earned:
    """A mark that counts, as far as a sum needs it."""

    response: int
    person: str
    session: str
    position: int
    question: str
    verdict: str
    points: int
    """In hundredths, with the bonus for speed."""
    at: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody gave in a session, and what it earned."""

    session: str
    position: int
    question: str
    given: Given
    at: int
    points: int | None
    """In hundredths; none where nothing has marked it, or not yet."""


def counted_once(earned: Iterable[Earned]) -> list[Earned]:
    """What counts of one learner's marks in a session, which several accounts of theirs may have earned.

    In a round it is the last answer to each of its questions, as for somebody who changes their mind. On one's own it
    is the first mark that a question got, as for somebody who answers it again. In the order given.
    """
    kept: dict[tuple[str, int | str], Earned] = {}
    for mark in sorted(earned, key=lambda mark: mark.response):
        if mark.session.startswith("round:"):
            kept[mark.session, mark.position] = mark
        else:
            kept.setdefault(("", mark.question), mark)
    return sorted(kept.values(), key=lambda mark: mark.response)


def given_to_json(given: Given) -> str:
    """The answer as its row keeps it."""
    return json.dumps(given, ensure_ascii=False)


def given_from_json(text: str) -> Given:
    """The answer that a row keeps."""
    return tuple(json.loads(text))


def points(hundredths: int) -> str:
    """Marks as people write them: 4, 4.5, 0.67."""
    whole, part = divmod(hundredths, FULL)
    return f"{whole}.{part:02d}".rstrip("0") if part else str(whole)


def ranked(totals: list[Total]) -> list[tuple[int, Total]]:
    """Totals with their places, best first; equal points share a place, and the next place is left out."""
    ordered = sorted(totals, key=lambda total: (-total.points, total.learner))
    places: list[tuple[int, Total]] = []
    for index, total in enumerate(ordered):
        same = places and places[-1][1].points == total.points
        places.append((places[-1][0] if same else index + 1, total))
    return places


def nth(place: int) -> str:
    """A place in words: 1st, 2nd, 11th."""
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def how_many_named(count: int) -> str:
    """How many of those on a board let their names be seen."""
    return {0: "nobody shows their name", 1: "1 shows their name"}.get(count, f"{count} show their names")
