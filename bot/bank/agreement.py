"""That a pack does not contradict itself: one thing has one date, or one figure, wherever it is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bank import model
from bot.bank.dates import ISO_DATE, MONTHS
from bot.bank.falsehoods import words_of
from bot.bank.likeness import pairs_alike
from bot.bank.reading import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.loading import Draft

SAME_THING = 90
"""Likeness (0 to 100, ratio of the sorted words) from which two statements are about the same thing."""
SAID = re.compile(rf"(?:(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) )?(1[89]\d\d|20\d\d)\b")
_EMPTY = {"did", "was", "were", "the", "a", "an", "of", "in"}
_FIGURES = re.compile(r"\d+")
_ASKS = re.compile(
    r"^(on which day|in which (month|year|month and year)|in what (month|year)|when|which year) ?(and )?"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A thing, the date or figure that it is given, and where."""

    thing: str
    date: str
    """ISO, as exact as it was told; or a figure."""
    item: model.Entry
    path: tuple[int | str, ...]


def dates_and_figures_agree(draft: Draft) -> Iterator[Problem]:
    """A breach wherever one thing has two dates, or figures, of which neither is only less exact than the other."""
    told = [one for question in draft.questions for one in _told_by(question)]
    for later, earlier in pairs_alike([one.thing for one in told], SAME_THING):
        one, other = told[later], told[earlier]
        # With other figures in it, it is another thing.
        same_figures = _FIGURES.findall(one.thing) == _FIGURES.findall(other.thing)
        if same_figures and not (one.date.startswith(other.date) or other.date.startswith(one.date)):
            what = f"this is {one.date} here and {other.date} at {draft.place(other.item, *other.path)}"
            yield Problem(draft.place(one.item, *one.path), what, "find out which is right, and correct the other")


def days_are_those_of_their_dates(draft: Draft) -> Iterator[Problem]:
    """Advice where a fact belongs to another day of the year than that on which it happened."""
    for fact in draft.facts:
        if fact.on and fact.calendar and len(fact.on) > len("1929-11") and not fact.on.endswith(fact.calendar):
            what = f"this is about {fact.on}, and belongs to another day of the year: {fact.calendar}"
            yield Problem(draft.place(fact, "calendar"), what, "correct one of the two", grave=False)


def _told_by(question: model.Question) -> Iterator[_Told]:
    match question:
        case model.Date():
            yield _Told(_thing(question.stem), question.key, question, ("key",))
        case model.Number():
            yield _Told(_thing(f"{question.stem} {question.unit or ''}"), f"{question.key:g}", question, ("key",))
        case model.Order():
            for at, step in enumerate(question.sequence):
                if step.when and (date := date_in(step.when)):
                    yield _Told(_thing(step.text), date, question, ("sequence", at))
        case model.Match():
            for at, pair in enumerate(question.pairs):
                if SAID.fullmatch(pair.match):
                    yield _Told(_thing(pair.prompt), date_in(pair.match) or "", question, ("pairs", at, "match"))


def _thing(text: str) -> str:
    """What a text is about: its words without what asks for a date, and without dates."""
    words = _ASKS.sub("", words_of(SAID.sub(" ", text))).split()
    return " ".join(word for word in words if word not in _EMPTY)


def date_in(text: str) -> str | None:
    """The one date that a text names, in ISO; none where it names no date, or several."""
    if re.fullmatch(ISO_DATE, text):
        return text
    found = SAID.findall(text)
    if len(found) != 1:
        return None
    day, month, year = found[0]
    if not month:
        return str(year)
    exact = f"{year}-{MONTHS.index(month) + 1:02}"
    return f"{exact}-{int(day):02}" if day else exact
