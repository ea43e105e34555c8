"""What a pack is made of: the models that authors' YAML is read into.

Every model is strict, frozen and closed: an unknown field is a mistake, not a comment. The questions have a module of
their own, and are known by this one like all else.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from bot.bank.dates import days_that_are, spoken_date
from bot.bank.fields import (
    PRINTED,
    CalendarDay,
    ClaimId,
    Day,
    Entry,
    Label,
    Language,
    Line,
    Slug,
    Text,
    TopicPath,
)
from bot.bank.items import Distractor, Forms, Item, PromptForm, QuestionBase, Worded, wording
from bot.bank.questions import (
    Date,
    Essay,
    Extended,
    Gap,
    Gaps,
    Level,
    Match,
    Mend,
    MultipleChoice,
    Number,
    Order,
    Pair,
    Point,
    Question,
    SingleChoice,
    SourceTask,
    Step,
    TrueFalse,
    Typed,
)

__all__ = [
    "Authority",
    "AuthorityFile",
    "CalendarDay",
    "Claim",
    "ClaimId",
    "Date",
    "Day",
    "Distractor",
    "Document",
    "Entry",
    "Essay",
    "EvidenceFile",
    "Extended",
    "Fact",
    "FactFile",
    "Forms",
    "Gap",
    "Gaps",
    "Item",
    "Label",
    "Language",
    "Level",
    "Line",
    "Match",
    "Mend",
    "MultipleChoice",
    "Number",
    "Order",
    "Pack",
    "PackInfo",
    "Pair",
    "Point",
    "PromptForm",
    "Question",
    "QuestionBase",
    "QuestionFile",
    "SingleChoice",
    "Slug",
    "SourceTask",
    "Step",
    "Text",
    "Topic",
    "TopicPart",
    "TopicPath",
    "TrueFalse",
    "Typed",
    "Worded",
    "Work",
    "wording",
]


class TopicPart(Entry):
    """A part of a topic, small enough to be told to look at again."""

    id: Slug
    title: Line


class Topic(Entry):
    """What a class revises: the unit that `topic:` names in a command."""

    id: Slug
    title: Line
    parts: tuple[TopicPart, ...] = ()


class PackInfo(Entry):
    """`pack.yaml`: what the pack is, and its topics in teaching order."""

    id: Slug
    title: Line
    subject: Line
    level: Line
    language: Language
    licence: Line
    about: Text
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]


class Authority(Entry):
    """Anything that can be cited, by its key."""

    key: Slug
    title: Line

    @property
    def cited(self) -> str:
        """The authority as a learner is told of it."""
        return self.title


class Work(Authority):
    """A book or article that can be cited."""

    kind: Literal["study", "biography", "textbook", "memoir", "article", "partisan"]
    author: Line
    year: Annotated[int, Field(ge=1800, le=2100)]
    in_: Annotated[Line | None, Field(alias="in")] = None
    for_: Annotated[tuple[Line, ...], Field(alias="for")] = ()

    @property
    def cited(self) -> str:
        """The work as a learner is told of it."""
        place = f", {self.in_}" if self.in_ else ""
        return f"{self.author}, *{self.title}*{place} ({self.year})"


class Document(Authority):
    """A dated document of the time that can be cited."""

    date: Annotated[Line, AfterValidator(days_that_are)]

    @property
    def cited(self) -> str:
        """The document as a learner is told of it."""
        return f"{self.title} ({spoken_date(self.date)})"


class Claim(Entry):
    """One statement met in a source text, with the verdict of the fact-check.

    `claim` restates what the source says, errors included; where the verdict is `corrected` only `note` may be told.
    """

    id: ClaimId
    claim: Text
    verdict: Literal["accurate", "corrected", "contested", "biased", "vague"]
    source: Slug
    note: Text | None = None
    kind: Line | None = None
    lines: tuple[int, int] | None = None
    date: Line | None = None
    people: tuple[Line, ...] = ()
    terms: tuple[Line, ...] = ()
    places: tuple[Line, ...] = ()
    historians: tuple[Line, ...] = ()
    school: Line | None = None
    good_for: tuple[Label, ...] = ()

    @model_validator(mode="after")
    def _doubt_is_explained(self) -> Self:
        if self.verdict != "accurate" and self.note is None:
            raise ValueError(f"the verdict is {self.verdict!r} but no note says what is wrong; add a `note`")
        return self


class Fact(Item):
    """One or two sentences worth posting, and the questions that test them."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=500, pattern=PRINTED)]
    on: Day | None = None
    calendar: CalendarDay | None = None
    tests: tuple[Slug, ...] = ()


class QuestionFile(Entry):
    """A file under `questions/`."""

    questions: tuple[Question, ...]


class FactFile(Entry):
    """A file under `facts/`."""

    facts: tuple[Fact, ...]


class EvidenceFile(Entry):
    """A file under `evidence/`."""

    claims: tuple[Claim, ...]


class AuthorityFile(Entry):
    """`authorities.yaml`: what can be cited, by key."""

    works: tuple[Work, ...] = ()
    documents: tuple[Document, ...] = ()


class Pack(Entry):
    """A whole pack, read and joined."""

    info: PackInfo
    questions: tuple[Question, ...]
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]
    works: tuple[Work, ...]
    documents: tuple[Document, ...]
