"""Homework as values, and its rules: what is late, who is reminded when, how far somebody is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from bot.classes.learners import Learner
from bot.clock import HOUR, local
from bot.marking.outcome import FULL
from bot.responses.model import Answered, Given
from bot.schedule.model import ONE_DAY, instant_of

State: TypeAlias = Literal["open", "closed", "called off"]
"""Whether answers are taken: until it is due, and late ones after that; no more; it never was."""
Stage: TypeAlias = Literal["not begun", "begun", "done"]
EARLIEST, LATEST = time(8), time(20)
"""When people are reminded at the same time of the day before."""
OTHERWISE = time(16)
"""When they are reminded of what is due at other times."""
JUST_GIVEN = 3 * HOUR
"""Whoever got it so shortly before the reminder needs none; microseconds."""
WRONG_ANSWERS = 2
"""The commonest wrong answers that are told of a question."""


@dataclass(frozen=True, slots=True)
class Homework:
    """What is set to a class."""

    id: str
    class_id: str
    topic: str
    kind: str
    title: str
    questions: tuple[tuple[str, int], ...]
    """Ids and revisions: the same for everybody."""
    everyone: bool
    """Whether those get it too who join the class before it is due."""
    due: datetime
    """The local time where the class is, without a zone."""
    due_at: int
    """Microseconds UTC."""
    state: State
    set_by: str
    set_at: int

    def is_past(self, at: int) -> bool:
        """Whether it was due by then."""
        return at >= self.due_at


@dataclass(frozen=True, slots=True)
class Assigned:
    """That somebody is to do a homework."""

    person: str
    """An account of theirs."""
    given_at: int
    desk: str
    """The outbox's key of the last message about it on their desk."""
    reminded_at: int
    """Microseconds UTC; 0: never."""
    late: bool
    """Whether they chose to do it after it was due."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A solo quiz that is done for a homework."""

    session: str
    person: str
    order: tuple[str, ...]
    """The questions, in this learner's own order."""
    settled: int
    """How many questions are behind."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a learner is."""

    learner: Learner
    rows: tuple[Assigned, ...]
    """One for each account of theirs that it was given to."""
    stage: Stage
    answered: int
    """Questions that are behind."""
    of: int
    """Questions there are; one that was withdrawn before they came to it is none."""
    late: int
    """Answers given after it was due."""
    earned: int
    """Hundredths of a mark."""
    marked: int
    """Questions that the rules mark, of those answered."""
    answers: tuple[Answered, ...]
    """The last one to each question that is behind."""

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is left to do."""
        return self.stage == "done"


def reminder_at(due: datetime, zone: ZoneInfo) -> int | None:
    """When those who are not done are reminded: the day before, at the same local time if that is by day."""
    at = due.time() if EARLIEST <= due.time() <= LATEST else OTHERWISE
    return instant_of(due.date() - ONE_DAY, at, zone)


def may_be_reminded(progress: Progress, at: int, zone: ZoneInfo) -> bool:
    """Whether a learner can be reminded: not done, and not reminded on that local day."""
    day = local(at, zone).date()
    return not progress.is_done and all(
        not row.reminded_at or local(row.reminded_at, zone).date() != day for row in progress.rows
    )


def has_had_it_long(progress: Progress, at: int) -> bool:
    """Whether a learner got it long enough before `at` to be reminded by itself."""
    return all(row.given_at <= at - JUST_GIVEN for row in progress.rows)


def progress_of(
    homework: Homework,
    learner: Learner,
    rows: Sequence[Assigned],
    attempts: Iterable[Attempt],
    answers: Mapping[str, Sequence[Answered]],
    is_asked: Callable[[str], bool],
) -> Progress:
    """How far a learner is, by whichever of their accounts; `answers` are those of each session.

    Where two accounts had both begun before they were linked, it is the attempt that is further.
    """
    mine = [_so_far(attempt, answers.get(attempt.session, ()), is_asked) for attempt in attempts]
    if not mine:
        still = sum(is_asked(question) for question, _ in homework.questions)
        return Progress(learner, tuple(rows), "not begun", 0, still, 0, 0, 0, ())
    left, given = min(mine, key=lambda one: (one[0], -len(one[1])))
    return Progress(
        learner,
        tuple(rows),
        "begun" if left else "done",
        len(given),
        len(given) + left,
        sum(homework.is_past(answer.at) for answer in given),
        sum(answer.points or 0 for answer in given),
        sum(answer.points is not None for answer in given),
        tuple(given),
    )


def _so_far(
    attempt: Attempt, answers: Sequence[Answered], is_asked: Callable[[str], bool]
) -> tuple[int, list[Answered]]:
    """How many questions are left of an attempt, and what was answered to those that are behind."""
    last: dict[int, Answered] = {}
    for answer in answers:
        if answer.position <= attempt.settled:
            last[answer.position] = answer
    left = sum(is_asked(question) for question in attempt.order[attempt.settled :])
    return left, [last[position] for position in sorted(last)]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are how far."""

    learners: int
    done: int
    begun: int
    not_begun: int
    late: int
    """Of those done, how many gave answers after it was due."""


def tally(everyone: Sequence[Progress]) -> Tally:
    """How many are how far."""
    stages = Counter(progress.stage for progress in everyone)
    late = sum(progress.is_done and progress.late > 0 for progress in everyone)
    return Tally(len(everyone), stages["done"], stages["begun"], stages["not begun"], late)


@dataclass(frozen=True, slots=True)
class Facility:
    """How a question went."""

    question: str
    answered: int
    right: int
    wrong: tuple[tuple[str, int], ...]
    """The commonest wrong answers, and how many gave each."""


def facilities(homework: Homework, everyone: Iterable[Progress]) -> list[Facility]:
    """How each question went that somebody has answered and the rules mark, the hardest first."""
    by_question: dict[str, list[Answered]] = {}
    for progress in everyone:
        for answer in progress.answers:
            if answer.points is not None:
                by_question.setdefault(answer.question, []).append(answer)
    found = [_facility(id, by_question[id]) for id, _ in homework.questions if id in by_question]
    return sorted(found, key=lambda one: one.right / one.answered)


def _facility(question: str, answers: Sequence[Answered]) -> Facility:
    right = sum((answer.points or 0) >= FULL for answer in answers)
    wrong: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for answer in answers:
        if answer.given and (answer.points or 0) < FULL:
            said = in_words(answer.given)
            wrong[spelt.setdefault(said.casefold(), said)] += 1
    commonest = sorted(wrong.items(), key=lambda entry: (-entry[1], entry[0]))[:WRONG_ANSWERS]
    return Facility(question, len(answers), right, tuple(commonest))


def in_words(given: Given) -> str:
    """An answer on one line."""
    return " ".join(", ".join(part for part in given if part).split())
