"""What a pack has beside questions and facts: a glossary, debates and mock papers."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from bot.bank.fields import PRINTED, ClaimId, Entry, Line, Slug, Text, TopicPath
from bot.bank.items import Item, Lines

Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=500, pattern=PRINTED)]
"""A few sentences that fit on a card."""


class GlossaryEntry(Entry):
    """A term, a person, a historian or a place, explained."""

    term: Line
    kind: Literal["term", "person", "historian", "place"]
    also: Lines = ()
    """Its other names and spellings, under which it is found as well."""
    text: Paragraph
    dates: Line | None = None
    """When it was, or when they lived."""
    authority: Annotated[tuple[Slug, ...], Field(min_length=1)]
    topic: TopicPath | None = None
    """Where questions on it are found."""


class Card(Entry):
    """A piece of evidence for one side of a debate."""

    text: Paragraph
    evidence: tuple[ClaimId, ...] = ()
    authority: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Debate(Item):
    """A proposition on which historians differ, with what can be said on both sides."""

    authority: tuple[Slug, ...] = ()
    """What the debate as a whole rests on, beside what its cards cite."""
    proposition: Line
    for_: Annotated[tuple[Card, ...], Field(alias="for", min_length=2, max_length=8)]
    against: Annotated[tuple[Card, ...], Field(min_length=2, max_length=8)]
    historians_for: Annotated[tuple[Line, ...], Field(min_length=1)]
    historians_against: Annotated[tuple[Line, ...], Field(min_length=1)]
    tip: Paragraph
    """What an examiner would say to somebody who has to write on it."""


class Section(Entry):
    """A part of a paper: its heading, what is to be done, and its questions in their order."""

    title: Line
    instructions: Text | None = None
    questions: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Paper(Entry):
    """A mock paper: questions of the bank, put together for so many minutes."""

    id: Slug
    title: Line
    about: Text
    minutes: Annotated[int, Field(ge=5, le=240)]
    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=8)]

    @property
    def questions(self) -> tuple[str, ...]:
        """The ids of all its questions, in their order."""
        return tuple(id for section in self.sections for id in section.questions)

    @model_validator(mode="after")
    def _nothing_is_asked_twice(self) -> Self:
        seen: set[str] = set()
        for id in self.questions:
            if id in seen:
                raise ValueError(f"the question {id!r} stands twice in this paper; take one of them out")
            seen.add(id)
        return self


class GlossaryFile(Entry):
    """A file under `glossary/`."""

    glossary: tuple[GlossaryEntry, ...]


class DebateFile(Entry):
    """A file under `debates/`."""

    debates: tuple[Debate, ...]


class PaperFile(Entry):
    """A file under `papers/`."""

    papers: tuple[Paper, ...]
