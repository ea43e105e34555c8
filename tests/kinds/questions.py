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


def figure(key: float, **more: Any) -> model.Number:
    """A question whose answer is a number; `tolerance`, `unit` and `unit_required` may be given."""
    return model.Number(type="number", key=key, **more, **STATED)


def dated(key: str, tolerance: int = 0) -> model.Date:
    """A question whose answer is a date."""
    return model.Date(type="date", key=key, tolerance=tolerance, **STATED)


def matching(pairs: dict[str, str], *extra: str) -> model.Match:
    """Pairs to be matched, and matches that belong to none."""
    listed = tuple(model.Pair(prompt=prompt, match=match) for prompt, match in pairs.items())
    return model.Match(type="match", pairs=listed, extra=extra, **STATED)


def gapped(stem: str, *gaps: str | dict[str, Any]) -> model.Gaps:
    """A text with gaps; a gap is its key, or all that is known of it."""
    listed = tuple(model.Gap.model_validate(gap) for gap in gaps)
    return model.Gaps(type="gaps", gaps=listed, **{**STATED, "stem": stem})


def mended(statement: str, parts: Sequence[str], faulty: str, key: str, **more: Any) -> model.Mend:
    """A wrong statement to be mended; further forms may be given as for any other words."""
    stated = {name: value for name, value in STATED.items() if name != "stem"}
    return model.Mend(
        type="mend", statement=statement, parts=tuple(parts), faulty=faulty, key=key, **{**stated, **more}
    )


MARKED: dict[str, Any] = {
    "marks": 4,
    "points": (model.Point(text="Why it grew", worth=3), model.Point(text="Why it *died*", worth=2)),
    "levels": (
        model.Level(level=1, marks=(1, 1), descriptor="Tells."),
        model.Level(level=2, marks=(2, 4), descriptor="Weighs."),
    ),
}


def essay() -> model.Essay:
    """A task for an essay of four marks."""
    return model.Essay(type="essay", **MARKED, **STATED)


def on_source(source: str = "Sown in rain.") -> model.SourceTask:
    """A task of four marks on a source."""
    return model.SourceTask(type="source", source=source, attribution="*The Almanac*, 1902", **MARKED, **STATED)
