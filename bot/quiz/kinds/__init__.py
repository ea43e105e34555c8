"""The kinds of question. A new one is a module here, a class in `bank.questions` and a line in `KINDS`."""

from __future__ import annotations

from typing import Literal

from bot.bank.model import Question
from bot.quiz.kinds.choosing import Choosing, Judging
from bot.quiz.kinds.composing import Composing, Evaluating
from bot.quiz.kinds.figuring import Counting, Dating
from bot.quiz.kinds.filling import Filling
from bot.quiz.kinds.gathering import Ordering, Ticking
from bot.quiz.kinds.kind import LETTERS, Kind, Layout, Refused, Vocabulary, settled
from bot.quiz.kinds.matching import Matching
from bot.quiz.kinds.mending import Mending
from bot.quiz.kinds.writing import Writing

KINDS: dict[str, Kind] = {
    "single-choice": Choosing(),
    "true-false": Judging(),
    "multiple-choice": Ticking(),
    "order": Ordering(),
    "match": Matching(),
    "typed": Writing(),
    "gaps": Filling(),
    "number": Counting(),
    "date": Dating(),
    "mend": Mending(),
    "source": Evaluating(),
    "essay": Composing(),
}
KindName = Literal[
    "single-choice",
    "true-false",
    "multiple-choice",
    "order",
    "match",
    "typed",
    "gaps",
    "number",
    "date",
    "mend",
    "source",
    "essay",
]
"""What an option of a command can be that names a kind."""


def kind_of(question: Question) -> Kind:
    """What this question can do."""
    return KINDS[question.type]


__all__ = ["KINDS", "LETTERS", "Kind", "KindName", "Layout", "Refused", "Vocabulary", "kind_of", "settled"]
