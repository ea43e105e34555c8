"""The kinds of question. A new one is a module here, a class in `bank.model` and a line in `KINDS`."""

from __future__ import annotations

from bot.bank.model import Question
from bot.quiz.kinds.choosing import Choosing, Judging
from bot.quiz.kinds.gathering import Ordering, Ticking
from bot.quiz.kinds.kind import LETTERS, Kind, Layout
from bot.quiz.kinds.writing import Writing

KINDS: dict[str, Kind] = {
    "single-choice": Choosing(),
    "true-false": Judging(),
    "multiple-choice": Ticking(),
    "order": Ordering(),
    "typed": Writing(),
}


def kind_of(question: Question) -> Kind:
    """What this question can do."""
    return KINDS[question.type]


__all__ = ["KINDS", "LETTERS", "Kind", "Layout", "kind_of"]
