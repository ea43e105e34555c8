"""Numbers and dates: written as people write them, and marked by how near they are."""

from __future__ import annotations

from bot.bank.dates import spoken_date
from bot.bank.model import Date, Number, Question
from bot.chat import Text, bare, rich
from bot.marking.dates import iso_date, mark_date
from bot.marking.outcome import Outcome, best
from bot.marking.units import figure_in, mark_number
from bot.quiz.kinds.alike import Written
from bot.quiz.kinds.kind import UNKNOWN, Layout, Vocabulary
from bot.responses.model import Given

EXACT = ("a year", "a month and a year", "a day, a month and a year")
"""What is asked for, by how many parts the key has."""


class Counting(Written):
    """A figure, perhaps with a unit."""

    title = "Numbers"

    def asks(self, question: Question, layout: Layout) -> Text:
        """What to answer with."""
        assert isinstance(question, Number)
        if question.unit is None:
            return rich("*Answer with a number.*")
        if question.unit_required:
            return rich("*Answer with a number and its unit.*")
        return rich("*Answer with a number, in {}.*", bare(question.unit))

    def widened(self, question: Question, form: Given) -> Question | None:
        """Another figure is right as well, in the key's unit."""
        assert isinstance(question, Number)
        figure = figure_in(form[0] if form else "", question.unit or "", near=question.key)
        return None if figure is None else question.with_also(str(figure))

    def mark(self, question: Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """Right within the tolerance."""
        assert isinstance(question, Number)
        outcomes = (
            mark_number(
                given[0] if given else "",
                figure,
                tolerance=question.tolerance,
                unit=question.unit or "",
                unit_required=question.unit_required,
            )
            for figure in (question.key, *question.also)
        )
        return best(outcomes)

    def key(self, question: Question, layout: Layout) -> Text:
        """The figure, with its unit."""
        assert isinstance(question, Number)
        figures = (question.key, *(float(figure) for figure in question.also))
        return rich("**{}**", " or ".join(_figure(figure, question.unit) for figure in figures))

    def detail(self, question: Question, layout: Layout) -> Text:
        """How far off is still right, where anything is."""
        assert isinstance(question, Number)
        if question.tolerance in (0, "0%"):
            return ()
        share = isinstance(question.tolerance, str)
        return rich(
            "*Anything within {} counts.*",
            str(question.tolerance) if share else _figure(question.tolerance, question.unit),
        )


class Dating(Written):
    """A year, a month of a year, or a day."""

    title = "Dates"

    def asks(self, question: Question, layout: Layout) -> Text:
        """How exact the answer has to be."""
        assert isinstance(question, Date)
        return rich("*Answer with {}.*", EXACT[question.key.count("-")])

    def widened(self, question: Question, form: Given) -> Question | None:
        """Another date is right as well, if it is as exact as the key."""
        assert isinstance(question, Date)
        found = iso_date(form[0] if form else "", parts=question.key.removeprefix("-").count("-") + 1)
        return question.with_also(found) if found else None

    def mark(self, question: Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """Right if it is as exact as the key, within the tolerance."""
        assert isinstance(question, Date)
        words = given[0] if given else ""
        return best(mark_date(words, key, tolerance_years=question.tolerance) for key in (question.key, *question.also))

    def key(self, question: Question, layout: Layout) -> Text:
        """The date in words."""
        assert isinstance(question, Date)
        return rich("**{}**", " or ".join(map(spoken_date, (question.key, *question.also))))

    def detail(self, question: Question, layout: Layout) -> Text:
        """How many years off are still right, where any are."""
        assert isinstance(question, Date)
        if not question.tolerance:
            return ()
        return rich(
            "*Anything within {} {} counts.*", question.tolerance, "year" if question.tolerance == 1 else "years"
        )


def _figure(value: float | str, unit: str | None) -> str:
    """A figure as people write it, thousands apart, with its unit."""
    figure = f"{value:,}" if isinstance(value, int | float) else value
    figure = figure.removesuffix(".0")
    if not unit:
        return figure
    if unit in "£$€":
        return f"{unit}{figure}"
    return f"{figure}{unit}" if unit in "%°" else f"{figure} {bare(unit)}"
