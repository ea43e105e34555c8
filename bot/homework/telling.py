"""How homework is told: what it is, how far people are, who has done it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bank.service import Bank
from bot.chat import Text, cut, dotted, lines, rich
from bot.homework.following import Told
from bot.homework.minding import Overview
from bot.homework.model import Facility, Homework, Progress, Stage, Tally
from bot.homework.service import Own
from bot.homework.written import how_many, told_due
from bot.quiz.kinds import kind_of
from bot.responses.model import points

MOST_NAMES = 12
"""People who are named in a row; the rest are counted."""
LONGEST_STEM = 100
LONGEST_ANSWER = 40
LONGEST_NAME = 40
SORTED: tuple[Stage, ...] = ("not begun", "begun", "done")


def what(homework: Homework) -> str:
    """What is to be done: ten questions on the five-year plans."""
    count = len(homework.questions)
    if not homework.topic and not homework.kind:
        return how_many(count, "mixed question")
    return f"{how_many(count, 'question')}{', ' if homework.kind else ' on '}{homework.title}"


def some(names: Sequence[str]) -> str:
    """People by name; of many the first ones."""
    named = [cut(name, LONGEST_NAME) for name in names[:MOST_NAMES]]
    more = len(names) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


# To a learner


def next_step(told: Told) -> str:
    """What a learner who is not done presses."""
    if told.is_past:
        return "Do it late"
    return "Go on" if told.answered else "Begin"


def head(told: Told) -> Text:
    """That there is homework, for whom and by when."""
    due = told_due(told.homework.due, told.today)
    verb = " was due" if told.is_past else ", due"
    return rich("**Homework for {}{} {}:** {}.", told.class_name, verb, due, what(told.homework))


def so_far(told: Told) -> Text:
    """How far a learner is."""
    return rich("You have answered {} of {}.", told.answered, told.of) if told.answered else ()


def own(own: Own) -> Text:
    """A learner's homework, and where they are."""
    told, progress = own.told, own.progress
    if not progress.is_done:
        closed = rich("It is closed: no more answers are taken.") if told.homework.state == "closed" else ()
        return lines(head(told), so_far(told), closed)
    late = f", {progress.late} of them late" if progress.late else ""
    score = (
        rich("Done: **{} of {}**{}.", points(progress.earned), progress.marked, late)
        if progress.marked
        else rich("Done{}: your teacher marks it.", late)
    )
    return lines(head(told), score)


# To a teacher


def counts(tally: Tally) -> Text:
    """How many are how far."""
    return dotted(
        rich("**{} of {} done**", tally.done, tally.learners),
        rich("not begun: {}", tally.not_begun) if tally.not_begun else (),
        rich("begun: {}", tally.begun) if tally.begun else (),
        rich("late: {}", tally.late) if tally.late else (),
    )


def who(overview: Overview) -> tuple[Text, ...]:
    """Who is how far, by name."""
    told = []
    for stage in SORTED:
        names = [_named(overview, progress) for progress in overview.everyone if progress.stage == stage]
        told.append(rich("{}: {}", stage.capitalize(), some(names)) if names else ())
    lost = [
        (overview.names[progress.learner.id], overview.unreached[progress.learner.id])
        for progress in overview.everyone
        if _is_lost(overview, progress)
    ]
    names = [name for name, _ in lost]
    find = rich("Could not be written to: {}. {}", some(names), findable(lost, "/quiz homework")) if lost else ()
    return (*told, find)


def findable(lost: Sequence[tuple[str, bool]], where: str) -> str:
    """Whether those who could not be written to find their homework all the same; true: their account is closed."""
    gone = [name for name, is_closed in lost if is_closed]
    told = f"Their account is closed: {some(gone)}." if gone else ""
    find = f"{'The others' if gone else 'They'} find it with {where}." if len(gone) < len(lost) else ""
    return f"{told} {find}".strip()


def _named(overview: Overview, progress: Progress) -> str:
    name = cut(overview.names[progress.learner.id], LONGEST_NAME)
    if progress.stage == "begun":
        return f"{name} ({progress.answered} of {progress.of})"
    return f"{name} (late)" if progress.is_done and progress.late else name


def _is_lost(overview: Overview, progress: Progress) -> bool:
    return progress.stage == "not begun" and progress.learner.id in overview.unreached


def rows(overview: Overview) -> tuple[tuple[str, str, str], ...]:
    """Each learner's name, how far they are, and their score: those who are not done first."""
    ordered = sorted(overview.everyone, key=lambda progress: SORTED.index(progress.stage))
    return tuple((cut(overview.names[one.learner.id], LONGEST_NAME), how_far(one), _score(one)) for one in ordered)


def how_far(progress: Progress) -> str:
    """How far a learner is: not begun, 2 of 3, done, 1 late."""
    if progress.stage == "not begun":
        return progress.stage
    late = f", {progress.late} late" if progress.late else ""
    return f"{'done' if progress.is_done else f'{progress.answered} of {progress.of}'}{late}"


def _score(progress: Progress) -> str:
    return f"{points(progress.earned)} of {progress.marked}" if progress.marked else ""


def question(bank: Bank, found: Facility) -> Text:
    """How a question went, and the commonest wrong answers to it."""
    share = rich("**{} %** right of {}", round(100 * found.right / found.answered), found.answered)
    if not bank.has(found.question):
        return dotted(share, rich("a question that has been withdrawn"))
    asked = bank.question(found.question)
    wrong = [rich("{} ({})", cut(words, LONGEST_ANSWER), count) for words, count in found.wrong]
    stem = rich("{}", cut(kind_of(asked).spoken(asked), LONGEST_STEM))
    return lines(dotted(share, stem), (*rich("Not: "), *dotted(*wrong)) if wrong else ())
