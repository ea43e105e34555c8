"""What a pack is made of: the models that authors' YAML is read into.

Every model is strict, frozen and closed: an unknown field is a mistake, not a comment. A new question type is a new
class in `Question`; nothing here needs to change for it.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    model_validator,
)
from pydantic_core import CoreSchema

from bot.bank.dates import ISO_DATE, day_of_some_year, days_that_are, spoken_date
from bot.marking.typed import normal


def _whole_number_as_text(value: object) -> object:
    """Let an author write `1928` for the text "1928"; a fraction stays a mistake, for YAML may have rounded it."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _or_a_number(schema: dict[str, Any]) -> None:
    """Tell editors what `_whole_number_as_text` allows."""
    schema["type"] = ["string", "integer"]


_PRINTED = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=_PRINTED)]
"""Prose of an author: never empty."""
Line = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x08\x0a-\x1f\x7f-\x9f]*$"
    ),
    BeforeValidator(_whole_number_as_text),
    Field(json_schema_extra=_or_a_number),
]
"""One line: an option, a title, an answer."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A name in addresses and commands: lower-case letters, digits and hyphens."""
Label = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*|true_false)$", max_length=60)]
"""What a claim is good for."""
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
TopicPath = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)?$", max_length=80)]
"""A topic, or one part of it: `collectivisation`, `collectivisation/famine`."""
ClaimId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}-\d{3}$")]
Day = Annotated[
    str,
    StringConstraints(pattern=f"^{ISO_DATE}$"),
    BeforeValidator(_whole_number_as_text),
    AfterValidator(days_that_are),
    Field(json_schema_extra=_or_a_number),
]
"""A date as exactly as it is known: a year, a month or a day."""
CalendarDay = Annotated[
    str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"), AfterValidator(day_of_some_year)
]
"""A day of any year, `MM-DD`."""


MOST_OPTIONS = 8


class Entry(BaseModel):
    """Anything an author writes down."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


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


class Item(Entry):
    """What questions and facts have in common: an id for life, and what they rest on."""

    id: Slug
    revision: Annotated[int, Field(ge=1)] = 1
    topic: TopicPath
    evidence: tuple[ClaimId, ...] = ()
    authority: Annotated[tuple[Slug, ...], Field(min_length=1)]
    confidence: Literal["settled", "probable", "contested"] = "settled"
    tone: Literal["plain", "grave"] = "plain"
    tags: tuple[Slug, ...] = ()


class QuestionBase(Item):
    """What every question carries, whatever its type."""

    stem: Text
    explanation: Text
    difficulty: Annotated[int, Field(ge=1, le=5)]
    objective: Literal["AO1", "AO2", "AO3"] = "AO1"
    hint: Line | None = None


class Worded(Entry):
    """A line that may carry more; an author writes just the line where there is no more to say."""

    text: Line

    @model_validator(mode="before")
    @classmethod
    def _line_alone(cls, data: object) -> object:
        return {"text": data} if isinstance(data, str | int) and not isinstance(data, bool) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": ["string", "integer"]}, handler.resolve_ref_schema(handler(schema))]}


class Distractor(Worded):
    """A wrong option that tempts, and why it is wrong."""

    why: Text | None = None


def _distinct(options: tuple[str, ...]) -> None:
    seen: dict[str, str] = {}
    for option in options:
        folded = " ".join(re.sub(r"[.,;:!?…]+(?=\s|$)", " ", option).casefold().split()) or option
        if folded in seen:
            raise ValueError(f"the option {option!r} stands twice; reword one of the two, or take it out")
        seen[folded] = option


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
        _distinct(self.options)
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
        _distinct(self.options)
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


class PromptForm(Entry):
    """A typed answer that is nearly enough, and what to ask back."""

    form: Line
    ask: Line


class Typed(QuestionBase):
    """The learner writes the answer: a name, a term, a few words."""

    type: Literal["typed"]
    key: Line
    accept: tuple[Line, ...] = ()
    prompt: tuple[PromptForm, ...] = ()
    reject: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _forms_do_not_clash(self) -> Self:
        for form in (self.key, *self.accept):
            if not normal(form):
                raise ValueError(f"{form!r} could not be typed, for signs are overlooked; give it in words")
        accepted = {normal(form) for form in (self.key, *self.accept)}
        for form in (*self.reject, *(prompt.form for prompt in self.prompt)):
            if normal(form) in accepted:
                raise ValueError(f"{form!r} is both accepted and not; keep it in one list")
        return self


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
        _distinct(self.options)
        return self


Question = Annotated[
    SingleChoice | MultipleChoice | TrueFalse | Typed | Order,
    Field(discriminator="type"),
]
"""Any question of the bank."""


class Fact(Item):
    """One or two sentences worth posting, and the questions that test them."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=500, pattern=_PRINTED)]
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


def wording(options: tuple[Worded, ...]) -> tuple[str, ...]:
    """The options' texts alone."""
    return tuple(option.text for option in options)
