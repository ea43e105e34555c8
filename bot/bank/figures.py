"""That sentences which tell the same give the same figures, wherever in a pack they stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.bank import model
from bot.bank.agreement import SAID
from bot.bank.falsehoods import words_of
from bot.bank.reading import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.bank.loading import Draft

FEWEST = 4
"""Telling words from which a sentence says by itself what its figures are of."""
MORE = 2
"""Telling words by which one sentence may say more than the other and still be of the same."""
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_SENTENCES = re.compile(r"(?<=[.?!;])\s+(?=\W?[A-Z])")
_NAMES = re.compile(r"(?<=[\w,] )[A-Z]\w+")
"""Capitalised words within a sentence."""
_ENDINGS = re.compile(r"(?<=\w{3})(?:ed|ing|es|s)$")
_HOW_FIGURES_ARE_TOLD = frozenset(
    """
    a about after all almost already also an and around as at be became been before being between both but by came
    counted did doubled each even fell fallen few fewer for from grew grown had half halved has have he her his if in
    into is it its just less many more most much nearly no not of off on once one only or other out over reached rose
    risen roughly she since so some still stood than that the their them then there they this those times to too
    trebled two under until up was were when where which while who with within
    """.split()
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with figures in it that a pack tells as true, and where."""

    text: str
    figures: tuple[str, ...]
    telling: frozenset[str]
    """The words that say what it is about, without their endings."""
    names: frozenset[str]
    item: model.Entry
    path: tuple[int | str, ...]


def figures_agree(draft: Draft) -> Iterator[Problem]:
    """A breach wherever two sentences tell the same with different figures, of which none is only rounded."""
    told = [one for one in _sentences(draft) if len(one.telling) >= FEWEST]
    for one, other in _of_the_same(told):
        # Other names make another thing of it; and who gives the year alone contradicts no day of it.
        less, more = sorted((one.figures, other.figures), key=len)
        if one.names == other.names and not all(any(_is_near(said, figure) for figure in more) for said in less):
            what = f"{one.text!r} here, and {other.text!r} at {draft.place(other.item, *other.path)}"
            remedy = "find out which figures are right and use them in both, or say in what the two differ"
            yield Problem(draft.place(one.item, *one.path), what, remedy)


def _of_the_same(told: Sequence[_Sentence]) -> Iterator[tuple[_Sentence, _Sentence]]:
    """Every two of which one has all telling words of the other, and hardly more: the later first."""
    count = Counter(word for one in told for word in one.telling)
    by_rarest: defaultdict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(told):
        by_rarest[min(one.telling, key=lambda word: (count[word], word))].append(index)
    for index, longer in enumerate(told):
        for other in (other for word in longer.telling for other in by_rarest.get(word, ())):
            shorter = told[other]
            says_more = len(longer.telling - shorter.telling)
            # Two with the very same words meet twice, and each meets itself.
            if shorter.telling <= longer.telling and (other < index or says_more > 0) and says_more <= MORE:
                yield (longer, shorter) if other < index else (shorter, longer)


def _sentences(draft: Draft) -> Iterator[_Sentence]:
    for item, path, subject, text in _told(draft):
        for sentence in _SENTENCES.split(text):
            figures = tuple(_FIGURES.findall(sentence))
            if figures:
                words = words_of(_FIGURES.sub(" ", SAID.sub(" ", sentence))).split()
                telling = frozenset(_ENDINGS.sub("", word) for word in words if word not in _HOW_FIGURES_ARE_TOLD)
                yield _Sentence(sentence, figures, telling, frozenset((*_NAMES.findall(sentence), subject)), item, path)


def _told(draft: Draft) -> Iterator[tuple[model.Entry, tuple[int | str, ...], str, str]]:
    """What is told as true in whole sentences: the item, where in it, of what it goes without saying, and the text."""
    for fact in draft.facts:
        yield fact, ("text",), "", fact.text
    for question in draft.questions:
        yield question, ("explanation",), "", question.explanation
        match question:
            case model.TrueFalse(key=True):
                yield question, ("stem",), "", question.stem
            case model.Gaps():
                yield question, ("stem",), "", question.filled
            case model.Mend():
                yield question, ("statement",), "", question.mended
    for entry in draft.glossary:
        yield entry, ("text",), entry.term, entry.text
    for debate in draft.debates:
        for side, cards in (("for", debate.for_), ("against", debate.against)):
            for at, card in enumerate(cards):
                yield debate, (side, at, "text"), "", card.text


def _is_near(one: str, other: str) -> bool:
    """Whether two figures are one, or differ in nothing but how far they are rounded: 3.9 and 4."""
    figures = [figure.replace(",", "") for figure in (one, other)]
    decimals = [len(figure.partition(".")[2]) for figure in figures]
    rounded = Decimal(5).scaleb(-min(decimals) - 1) if decimals[0] != decimals[1] else 0
    return abs(Decimal(figures[0]) - Decimal(figures[1])) <= rounded
