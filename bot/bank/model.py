"""What a pack is made of: the models that authors' YAML is read into.

Every model is strict, frozen and closed: an unknown field is a mistake, not a comment. Questions, evidence and lessons
have modules of their own, and are known by this one like all else.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from bot.bank.evidence import (
    Authority,
    AuthorityFile,
    Claim,
    Document,
    EvidenceFile,
    RetiredFile,
    Retirement,
    SourceFile,
    TextSource,
    Work,
)
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
    SpecificationPath,
    Text,
    TopicPath,
)
from bot.bank.items import Distractor, Forms, Item, PromptForm, QuestionBase, Worded, wording
from bot.bank.lessons import Card, Debate, DebateFile, GlossaryEntry, GlossaryFile, Paper, PaperFile, Section
from bot.bank.questions import (
    Date,
    Gap,
    Gaps,
    Match,
    Mend,
    MultipleChoice,
    Number,
    Order,
    Pair,
    Question,
    SingleChoice,
    Step,
    TrueFalse,
    Typed,
)
from bot.bank.tasks import Essay, Extended, Extract, Level, Point, SourceTask

__all__ = [
    "Authority",
    "AuthorityFile",
    "CalendarDay",
    "Card",
    "Claim",
    "ClaimId",
    "Date",
    "Day",
    "Debate",
    "DebateFile",
    "Distractor",
    "Document",
    "Entry",
    "Essay",
    "EvidenceFile",
    "Extended",
    "Extract",
    "Fact",
    "FactFile",
    "Forms",
    "Gap",
    "Gaps",
    "GlossaryEntry",
    "GlossaryFile",
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
    "Paper",
    "PaperFile",
    "Point",
    "PromptForm",
    "Question",
    "QuestionBase",
    "QuestionFile",
    "RetiredFile",
    "Retirement",
    "Section",
    "SingleChoice",
    "Slug",
    "SourceFile",
    "SourceTask",
    "Specification",
    "SpecificationArea",
    "SpecificationPath",
    "Step",
    "Text",
    "TextSource",
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
    serves: tuple[SpecificationPath, ...] = ()
    """The areas of specifications that its questions serve, where they are not those of its topic."""


class Topic(Entry):
    """What a class revises: the unit that `topic:` names in a command."""

    id: Slug
    title: Line
    parts: tuple[TopicPart, ...] = ()
    serves: tuple[SpecificationPath, ...] = ()
    """The areas of specifications that its questions serve, unless a part or a question says otherwise."""


class SpecificationArea(Entry):
    """A part of a specification: what a class has to have covered."""

    id: Slug
    title: Line


class Specification(Entry):
    """What an examination board asks of a course."""

    id: Slug
    title: Line
    areas: Annotated[tuple[SpecificationArea, ...], Field(min_length=1)]


class PackInfo(Entry):
    """`pack.yaml`: what the pack is, and its topics in teaching order."""

    id: Slug
    title: Line
    subject: Line
    level: Line
    language: Language
    licence: Line
    about: Text
    specifications: tuple[Specification, ...] = ()
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]


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


class Pack(Entry):
    """A whole pack, read and joined."""

    info: PackInfo
    questions: tuple[Question, ...]
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]
    works: tuple[Work, ...]
    documents: tuple[Document, ...]
    named: tuple[Authority, ...] = ()
    """What is cited by its title alone, as a teacher names it for questions of their own."""
    retired: tuple[Retirement, ...] = ()
    sources: tuple[TextSource, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    debates: tuple[Debate, ...] = ()
    papers: tuple[Paper, ...] = ()
