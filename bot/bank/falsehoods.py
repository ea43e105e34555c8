"""That no pack tells as true what the fact-check found to be false."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.bank import model
from bot.bank.dates import spoken_date
from bot.bank.reading import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bank.loading import Draft

SAME_WORDS = 88
"""Likeness (0 to 100, token set ratio) from which a statement says what a claim says."""
TELLING = 4
"""Letters from which a word tells what a statement is about."""
DENIALS = {"not", "no", "never", "none", "nobody", "nor", "neither", "cannot"}


@dataclass(frozen=True, slots=True)
class _Told:
    """Something that is told as true, and where."""

    item: model.Entry
    path: tuple[int | str, ...]
    words: str
    crucial: str = ""
    """What it hangs on: whoever says it with other words in this place says something else."""


def _told_as_true(draft: Draft) -> Iterator[_Told]:
    for fact in draft.facts:
        yield _Told(fact, ("text",), fact.text)
    for question in draft.questions:
        yield from _told_by_options(question)
        yield from _told_by_words(question)


def _told_by_options(question: model.Question) -> Iterator[_Told]:
    match question:
        case model.TrueFalse(key=True):
            yield _Told(question, ("stem",), question.stem)
        case model.SingleChoice():
            yield _Told(question, ("key",), f"{question.stem} {question.key}")
        case model.MultipleChoice():
            for at, key in enumerate(question.keys):
                yield _Told(question, ("keys", at), f"{question.stem} {key}")
        case model.Match():
            for at, pair in enumerate(question.pairs):
                yield _Told(question, ("pairs", at, "match"), f"{question.stem} {pair.prompt} {pair.match}", pair.match)


def _told_by_words(question: model.Question) -> Iterator[_Told]:
    match question:
        case model.Typed():
            yield _Told(question, ("key",), f"{question.stem} {question.key}")
        case model.Number():
            yield _Told(question, ("key",), f"{question.stem} {question.key}", str(question.key))
        case model.Date():
            year = question.key.partition("-")[0]
            yield _Told(question, ("key",), f"{question.stem} {spoken_date(question.key)}", year)
        case model.Gaps():
            yield _Told(question, ("stem",), question.filled)
        case model.Mend():
            # The statement is false on purpose; what it becomes is not.
            yield _Told(question, ("key",), question.mended, question.key)
        case model.Essay() | model.SourceTask():
            for at, point in enumerate(question.points):
                yield _Told(question, ("points", at, "text"), point.text)


def no_falsehood_is_published(draft: Draft) -> Iterator[Problem]:
    """A breach for whatever a pack tells as true although a corrected claim says it."""
    wrong = [(claim, words_of(claim.claim)) for claim in draft.claims if claim.verdict == "corrected"]
    telling = [frozenset(word for word in falsehood.split() if len(word) >= TELLING) for _, falsehood in wrong]
    for told in _told_as_true(draft):
        words, crucial = words_of(told.words), set(words_of(told.crucial).split())
        said = frozenset(words.split())
        for (claim, falsehood), tells in zip(wrong, telling, strict=True):
            # Comparing letter by letter is dear, and two that share few words do not say the same.
            if len(said & tells) * 3 < min(len(said), len(tells)):
                continue
            denied = DENIALS & (said ^ set(falsehood.split()))
            if denied or not crucial <= set(falsehood.split()):
                continue
            if fuzz.token_set_ratio(words, falsehood, score_cutoff=SAME_WORDS):
                what = f"this says what claim {claim.id} says, and that is wrong: {claim.note}"
                remedy = "publish the correction instead, or ask it as a false statement"
                yield Problem(draft.place(told.item, *told.path), what, remedy)


def words_of(text: str) -> str:
    """The words of a text alone, in lower case."""
    return re.sub(r"\W+", " ", text).strip().casefold()
