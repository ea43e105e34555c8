"""How the difference that re-marking makes is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.chat import Table, View, counted, rich
from bot.responses.model import Change, Difference, Given, Marking, Shift, points, shifts

MOST_QUESTIONS = 40
MOST_EXAMPLES = 12
A_QUESTION = 3
"""Examples of one question at most: the others should be seen too."""
LONGEST = 50
"""Characters shown of what somebody wrote."""


def difference_views(difference: Difference) -> tuple[View, ...]:
    """What would change: how much at which question, what was written there, and whom it touches."""
    changes = difference.changes
    if not changes:
        return (View(rich("{}", " ".join([_looked_at(difference), *_left(difference)]))),)
    moved = shifts(changes)
    by_question = View(rich("{}", _looked_at(difference)), table=_questions(moved))
    examples = View(rich("For example:"), table=_examples(moved, changes))
    return by_question, examples, View(rich("{}", " ".join([_people(difference.people), *_left(difference)])))


def _looked_at(difference: Difference) -> str:
    if not difference.looked_at:
        return "No mark is older than today's rules and keys."
    kind = "" if difference.scope.everything else "older "
    changing = len(difference.changes)
    verb = "changes" if changing == 1 else "change"
    return (
        f"{counted(difference.looked_at, f'{kind}mark')} looked at: {f'{changing:,}' if changing else 'none'} {verb}."
    )


def _people(people: int) -> str:
    if not people:
        return "Nobody's total changes."
    return "One person's total changes." if people == 1 else f"{people:,} people's totals change."


def _left(difference: Difference) -> list[str]:
    """Sentences on what can't be marked again."""
    told: list[str] = []
    marks, questions = difference.withdrawn
    if marks:
        gone = f"{counted(marks, 'mark')} of {counted(questions, 'question')} no longer in the packs"
        told.append(f"{gone} {_stay(marks)}.")
    if difference.reworded:
        marks = difference.reworded
        told.append(f"{counted(marks, 'mark')} {_stay(marks)}: what was chosen is no longer among the options.")
    return told


def _stay(marks: int) -> str:
    return "stays as it is" if marks == 1 else "stay as they are"


def _questions(moved: Sequence[Shift]) -> Table:
    rows = [(shift.question, *_figures(shift)) for shift in moved[:MOST_QUESTIONS]]
    if rest := moved[MOST_QUESTIONS:]:
        rows.append((counted(len(rest), "other"), *_figures(_sum(rest))))
    if len(moved) > 1:
        rows.append(("all", *_figures(_sum(moved))))
    return Table(("question", "marks", "up", "down", "points"), tuple(rows))


def _sum(moved: Sequence[Shift]) -> Shift:
    return Shift(
        "",
        sum(shift.marks for shift in moved),
        sum(shift.up for shift in moved),
        sum(shift.down for shift in moved),
        sum(shift.points for shift in moved),
    )


def _figures(shift: Shift) -> tuple[str, str, str, str]:
    return f"{shift.marks:,}", f"{shift.up:,}", f"{shift.down:,}", _signed(shift.points)


def _signed(hundredths: int) -> str:
    sign = "+" if hundredths > 0 else "−" if hundredths < 0 else ""
    return f"{sign}{points(abs(hundredths))}"


def _examples(moved: Sequence[Shift], changes: Sequence[Change]) -> Table:
    """The most frequent changes, of many questions rather than of one."""
    often = Counter(
        (change.question, change.given, _worth(change.remark.before), _worth(change.remark.after)) for change in changes
    )
    by_question: dict[str, list[tuple[str, ...]]] = {shift.question: [] for shift in moved}
    for (question, given, before, after), count in sorted(often.items(), key=lambda entry: (-entry[1], entry[0])):
        by_question[question].append((question, _written(given), before, after, f"{count:,}"))
    # The first of each question, then the second of each, then the third.
    rows = [rows[place] for place in range(A_QUESTION) for rows in by_question.values() if place < len(rows)]
    return Table(("question", "given", "before", "after", "times"), tuple(rows[:MOST_EXAMPLES]))


def _worth(marking: Marking) -> str:
    return f"{marking.verdict} ({points(marking.points)})"


def _written(given: Given) -> str:
    words = ", ".join(given) if given else "(nothing)"
    return f"{words[:LONGEST]}…" if len(words) > LONGEST else words
