"""What a pack's items rest on: works and documents to cite, and claims that were met in texts and checked."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from bot.bank.dates import days_that_are, spoken_date
from bot.bank.fields import ClaimId, Entry, Label, Line, Slug, Text


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


class Retirement(Entry):
    """A claim that nothing is made of, and why."""

    claim: ClaimId
    reason: Literal["empty", "garbled", "slip", "duplicate"]
    of: ClaimId | None = None
    """The claim that it repeats."""
    why: Line | None = None

    @model_validator(mode="after")
    def _a_duplicate_is_one_of_something(self) -> Self:
        if (self.reason == "duplicate") != (self.of is not None):
            raise ValueError("`of` names the claim that a duplicate repeats; give it there, and only there")
        return self


class TextSource(Entry):
    """A text in which claims were met: who wrote it, why, and what it is worth."""

    source: Slug
    kind_of_text: Text
    author_stance: Text
    reliability: Annotated[int, Field(ge=1, le=5)]
    """1 (poor) to 5 (strong) as a source to revise from."""
    reliability_reasons: Text
    value: Text
    limitations: Text
    teacher_use: Text


class EvidenceFile(Entry):
    """A file under `evidence/`."""

    claims: tuple[Claim, ...]


class RetiredFile(Entry):
    """`retired.yaml`: claims that nothing is made of."""

    retired: tuple[Retirement, ...]


class SourceFile(Entry):
    """`sources.yaml`: the texts in which claims were met."""

    sources: tuple[TextSource, ...]


class AuthorityFile(Entry):
    """`authorities.yaml`: what can be cited, by key."""

    works: tuple[Work, ...] = ()
    documents: tuple[Document, ...] = ()
