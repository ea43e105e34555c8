"""Questions of each type, made in a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.bank import model

STATED: dict[str, Any] = {
    "id": "q-1",
    "topic": "growing",
    "stem": "Which?",
    "explanation": "Because.",
    "difficulty": 1,
    "authority": ("rose-1999",),
}


def _wrong(options: Sequence[str]) -> tuple[model.Distractor, ...]:
    return tuple(model.Distractor(text=option) for option in options)


def single(key: str, *distractors: str) -> model.SingleChoice:
    """A single-choice question."""
    return model.SingleChoice(type="single-choice", key=key, distractors=_wrong(distractors), **STATED)


def several(keys: Sequence[str], distractors: Sequence[str]) -> model.MultipleChoice:
    """A multiple-choice question."""
    return model.MultipleChoice(type="multiple-choice", keys=tuple(keys), distractors=_wrong(distractors), **STATED)


def judged(*, key: bool) -> model.TrueFalse:
    """A true/false question."""
    return model.TrueFalse(type="true-false", key=key, **STATED)


def ordered(*steps: str | tuple[str, str]) -> model.Order:
    """A question to put in order; a step with a date is a pair."""
    sequence = tuple(
        model.Step(text=step) if isinstance(step, str) else model.Step(text=step[0], when=step[1]) for step in steps
    )
    return model.Order(type="order", sequence=sequence, **STATED)


def typed(
    key: str, *, accept: Sequence[str] = (), reject: Sequence[str] = (), prompt: dict[str, str] | None = None
) -> model.Typed:
    """A question whose answer is written."""
    prompts = tuple(model.PromptForm(form=form, ask=ask) for form, ask in (prompt or {}).items())
    return model.Typed(type="typed", key=key, accept=tuple(accept), reject=tuple(reject), prompt=prompts, **STATED)
