"""The questions of a pack: a class for each type.

A new type is a class here, in `Question`; how it is asked and marked is its kind's business.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import Field, GetJsonSchemaHandler, StringConstraints, model_validator
from pydantic_core import CoreSchema

from bot.bank.fields import PRINTED, Brief, Day, Entry, Figure, Line, Short, Text, Tolerance
from bot.bank.items import Distractor, Forms, QuestionBase, Worded, distinct, or_alone, wording
from bot.bank.tasks import Essay, SourceTask
from bot.marking.folding import fold

MOST_OPTIONS = 8
GAP = re.compile(r"_{3,}")
"""A gap in a text."""
PART = re.compile(r"\[([^\[\]]+)\]")
"""A part of a statement that could be the faulty one."""


class SingleChoice(QuestionBase):
    """One of the options is right."""

    type: Literal["single-choice"]
    key: Line
    distractors: Annotated[tuple[Distractor, ...], Field(min_length=2, max_length=5)]

    @property
    def options(self) -> tuple[str, ...]:
        """All options in an order that says nothing of the key."""
        return tuple(sorted((self.key, *wording(self.distractors))))

    @model_validator(mode="after")
    def _options_differ(self) -> Self:
        distinct(self.options)
        return self


class MultipleChoice(QuestionBase):
    """Several options are right, and the stem says that several may be ticked."""

    type: Literal["multiple-choice"]
    keys: Annotated[tuple[Line, ...], Field(min_length=2, max_length=5)]
    distractors: Annotated[tuple[Distractor, ...], Field(min_length=1, max_length=5)]

    @property
    def options(self) -> tuple[str, ...]:
        """All options in an order that says nothing of the keys."""
        return tuple(sorted((*self.keys, *wording(self.distractors))))

    @model_validator(mode="after")
    def _options_differ(self) -> Self:
        distinct(self.options)
        if len(self.options) > MOST_OPTIONS:
            raise ValueError("more than eight options don't fit on a phone; take some out")
        return self


class TrueFalse(QuestionBase):
    """The stem is a statement; is it true?"""

    type: Literal["true-false"]
    key: bool

    @property
    def options(self) -> tuple[str, ...]:
        """Always the same two, in the same order."""
        return ("True", "False")


class Typed(QuestionBase, Forms):
    """The learner writes the answer: a name, a term, a few words."""

    type: Literal["typed"]


class Step(Worded):
    """One thing to be put in order, and when it was, for the reveal."""

    when: Line | None = None


class Order(QuestionBase):
    """Steps to be put in order; the author writes them in the right one."""

    type: Literal["order"]
    sequence: Annotated[tuple[Step, ...], Field(min_length=3, max_length=6)]

    @property
    def key(self) -> tuple[str, ...]:
        """The steps in the right order."""
        return wording(self.sequence)

    @property
    def options(self) -> tuple[str, ...]:
        """The steps in an order that says nothing of the key."""
        return tuple(sorted(self.key))

    @model_validator(mode="after")
    def _steps_differ(self) -> Self:
        distinct(self.options)
        return self


class Number(QuestionBase):
    """The answer is a figure, perhaps with a unit."""

    type: Literal["number"]
    key: Figure
    tolerance: Tolerance = 0
    unit: Brief | None = None
    unit_required: bool = False

    @model_validator(mode="after")
    def _a_required_unit_is_there(self) -> Self:
        if self.unit_required and self.unit is None:
            raise ValueError("`unit_required` is true, and there is no unit; add `unit`, or take that line out")
        return self


class Date(QuestionBase):
    """The answer is a date as exact as the key: a year, a month of a year, or a day."""

    type: Literal["date"]
    key: Day
    tolerance: Annotated[int, Field(ge=0, le=50)] = 0
    """Years by which an answer may be off."""

    @model_validator(mode="after")
    def _only_a_year_may_be_off(self) -> Self:
        if self.tolerance and "-" in self.key:
            raise ValueError("`tolerance` is in years, and the key is more exact; give the year alone, or no tolerance")
        return self


class Pair(Entry):
    """Something, and what belongs to it."""

    prompt: Brief
    match: Short


class Match(QuestionBase):
    """Pairs to be matched; `extra` matches belong to none of them."""

    type: Literal["match"]
    pairs: Annotated[tuple[Pair, ...], Field(min_length=3, max_length=5)]
    extra: Annotated[tuple[Short, ...], Field(max_length=3)] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """All matches in an order that says nothing of what they belong to."""
        return tuple(sorted((*(pair.match for pair in self.pairs), *self.extra)))

    @model_validator(mode="after")
    def _all_differ(self) -> Self:
        distinct(tuple(pair.prompt for pair in self.pairs))
        distinct(self.options)
        return self


class Gap(Forms):
    """What belongs into a gap; an author writes just the key where there is no more to say."""

    @model_validator(mode="before")
    @classmethod
    def _key_alone(cls, data: object) -> object:
        return {"key": data} if isinstance(data, str | int) and not isinstance(data, bool) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return or_alone(handler.resolve_ref_schema(handler(schema)))


class Gaps(QuestionBase):
    """The stem is a text with gaps, written `___`, in the order of `gaps`."""

    type: Literal["gaps"]
    gaps: Annotated[tuple[Gap, ...], Field(min_length=1, max_length=5)]

    @property
    def filled(self) -> str:
        """The text with the key in each gap."""
        words = iter(gap.key for gap in self.gaps)
        return GAP.sub(lambda _: next(words), self.stem)

    @model_validator(mode="after")
    def _each_gap_has_its_words(self) -> Self:
        count = len(GAP.findall(self.stem))
        if count != len(self.gaps):
            raise ValueError(
                f"the stem has {count} of the gaps, `gaps` {len(self.gaps)}; write each in the stem as ___"
            )
        return self


class Mend(QuestionBase, Forms):
    """A wrong statement to be mended, each part that could be the wrong one in brackets.

    Such as `In [1928] [Trotsky] moved to [France].`: `parts` names the brackets in their order, as on their buttons;
    `faulty` is the one that is wrong, and the key is what it should say.
    """

    type: Literal["mend"]
    stem: Text = "What is wrong, and what should it say?"
    statement: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=PRINTED)]
    parts: Annotated[tuple[Brief, ...], Field(min_length=2, max_length=5)]
    faulty: Brief

    @property
    def said(self) -> str:
        """The wrong statement, without its brackets."""
        return PART.sub(r"\1", self.statement)

    @property
    def standing(self) -> tuple[str, ...]:
        """What stands in each part, in their order."""
        return tuple(PART.findall(self.statement))

    @property
    def fault(self) -> str:
        """What stands in the faulty part, and should not."""
        return self.standing[self.parts.index(self.faulty)]

    @property
    def mended(self) -> str:
        """The statement as it should be."""
        pieces = PART.split(self.statement)
        pieces[2 * self.parts.index(self.faulty) + 1] = self.key
        return "".join(pieces)

    @model_validator(mode="after")
    def _brackets_are_parts(self) -> Self:
        if re.search(r"[\[\]]", PART.sub("", self.statement)):
            raise ValueError("a bracket of `statement` has no partner; write each part as [some words]")
        if len(self.standing) != len(self.parts):
            told = f"`statement` has {len(self.standing)} brackets, `parts` {len(self.parts)} names"
            raise ValueError(f"{told}; name each bracket, in their order")
        distinct(self.parts)
        if self.faulty not in self.parts:
            raise ValueError(f"`faulty` is {self.faulty!r}, and no part is called so; write one of `parts`")
        for form in (self.key, *self.accept):
            if fold(form) == fold(self.fault):
                raise ValueError(f"{form!r} is what stands there already; write what it should say")
        return self


Question = Annotated[
    SingleChoice
    | MultipleChoice
    | TrueFalse
    | Typed
    | Number
    | Date
    | Order
    | Match
    | Gaps
    | Mend
    | SourceTask
    | Essay,
    Field(discriminator="type"),
]
"""Any question of the bank."""
