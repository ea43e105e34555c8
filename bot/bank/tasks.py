"""Tasks that people mark: essays, and what is done with sources."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from bot.bank.fields import PRINTED, ClaimId, Entry, Line
from bot.bank.items import QuestionBase
from bot.marking.levels import Band, flaw


class Point(Entry):
    """One thing that a good answer has, what it is worth in marks, and the claims that it rests on."""

    text: Line
    worth: Annotated[int, Field(ge=1, le=60)]
    evidence: tuple[ClaimId, ...] = ()


class Level(Entry):
    """A level of response: the marks from and to which it goes, and what an answer there is like."""

    level: Annotated[int, Field(ge=1, le=6)]
    marks: tuple[int, int]
    descriptor: Line


class Extended(QuestionBase):
    """A task that people mark: by what a good answer has, and by levels of response."""

    marks: Annotated[int, Field(ge=1, le=60)]
    points: Annotated[tuple[Point, ...], Field(min_length=1, max_length=10)]
    levels: Annotated[tuple[Level, ...], Field(min_length=1, max_length=6)]
    plan: Annotated[tuple[Line, ...], Field(max_length=8)] = ()
    """The paragraphs of a model plan, in their order."""

    @property
    def bands(self) -> tuple[Band, ...]:
        """The levels as marking takes them."""
        return tuple(Band(level.level, *level.marks) for level in self.levels)

    @model_validator(mode="after")
    def _levels_cover_the_marks(self) -> Self:
        if wrong := flaw(self.bands, self.marks):
            raise ValueError(wrong)
        for point in self.points:
            if point.worth > self.marks:
                raise ValueError(f"a point is worth {point.worth} of {self.marks} marks; make the two agree")
        return self


class Essay(Extended):
    """A task for an essay."""

    type: Literal["essay"]


SourceText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500, pattern=PRINTED)]


class Extract(Entry):
    """A text to work on, and where it comes from."""

    source: SourceText
    attribution: Line


class SourceTask(Extended):
    """A task on a source, or on several: what each says, and where it comes from."""

    type: Literal["source"]
    source: SourceText
    attribution: Line
    more: Annotated[tuple[Extract, ...], Field(max_length=3)] = ()
    """Where there are several, those after the first."""

    @property
    def extracts(self) -> tuple[Extract, ...]:
        """All texts, in their order."""
        return (Extract(source=self.source, attribution=self.attribution), *self.more)
