"""Marking what was written in words: the one place where kinds meet the rules for typed answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.bank.model import Forms
from bot.marking.folding import fold
from bot.marking.outcome import Outcome
from bot.marking.typed import mark_typed
from bot.quiz.kinds.kind import Vocabulary

SomeForms = TypeVar("SomeForms", bound=Forms)


def widened(forms: SomeForms, words: str) -> SomeForms | None:
    """An author's forms with one more that is right; nothing where it could not be typed."""
    wanted = fold(words)
    if not wanted:
        return None
    changes = {
        "accept": (*forms.accept, words),
        "reject": tuple(form for form in forms.reject if fold(form) != wanted),
        "prompt": tuple(prompt for prompt in forms.prompt if fold(prompt.form) != wanted),
    }
    return forms.model_copy(update=changes)


def marked(given: str, forms: Forms, *, stem: str, vocabulary: Vocabulary, others: Sequence[str] = ()) -> Outcome:
    """What `given` earns by an author's forms; `others` are wrong however near they are.

    Why something is wrong is left out: the rules' reasons are for whoever keeps the rules, and the learner gets the
    author's explanation.
    """
    outcome = mark_typed(
        given,
        (forms.key, *forms.accept),
        rejected=(*forms.reject, *others),
        prompts={prompt.form: prompt.ask for prompt in forms.prompt},
        vocabulary=vocabulary,
        question=stem,
    )
    return Outcome("wrong", 0) if outcome.verdict == "wrong" else outcome
