"""What questions and facts have in common, and what questions are made of."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import Field, GetJsonSchemaHandler, PrivateAttr, model_validator
from pydantic_core import CoreSchema

from bot.bank.fields import ClaimId, Entry, Line, Slug, SpecificationPath, Text, TopicPath
from bot.marking.folding import fold


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
    serves: tuple[SpecificationPath, ...] = ()
    """The areas of specifications that it serves, where they are not those of its topic."""
    _also: tuple[str, ...] = PrivateAttr(())

    @property
    def also(self) -> tuple[str, ...]:
        """What one class takes for right beside the key: options, figures, dates. No pack says so."""
        return self._also

    def with_also(self, *forms: str) -> Self:
        """The question where these are right as well."""
        wider = self.model_copy()
        wider._also = (*self._also, *forms)  # noqa: SLF001 - of its own kind, and nobody else's yet
        return wider


class Worded(Entry):
    """A line that may carry more; an author writes just the line where there is no more to say."""

    text: Line

    @model_validator(mode="before")
    @classmethod
    def _line_alone(cls, data: object) -> object:
        return {"text": data} if isinstance(data, str | int) and not isinstance(data, bool) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return or_alone(handler.resolve_ref_schema(handler(schema)))


def or_alone(schema: dict[str, Any]) -> dict[str, Any]:
    """Tell editors that a line may stand for the whole entry."""
    return {"anyOf": [{"type": ["string", "integer"]}, schema]}


class Distractor(Worded):
    """A wrong option that tempts, and why it is wrong."""

    why: Text | None = None


def distinct(options: tuple[str, ...]) -> None:
    """Refuse options of which two are the same but for capitals and punctuation. Raises `ValueError`."""
    seen: dict[str, str] = {}
    for option in options:
        folded = " ".join(re.sub(r"[.,;:!?…]+(?=\s|$)", " ", option).casefold().split()) or option
        if folded in seen:
            raise ValueError(f"the option {option!r} stands twice; reword one of the two, or take it out")
        seen[folded] = option


class PromptForm(Entry):
    """A written answer that is nearly enough, and what to ask back."""

    form: Line
    ask: Line


_LISTED = Field(strict=False)
"""Where an entry may be a line alone, pydantic takes its lists for Python's, of which none may stand for a tuple."""
Lines = Annotated[tuple[Line, ...], _LISTED]


class Forms(Entry):
    """What is taken for right where words are written: the key, and whatever else an author knows of."""

    key: Line
    accept: Lines = ()
    prompt: Annotated[tuple[PromptForm, ...], _LISTED] = ()
    reject: Lines = ()

    @model_validator(mode="after")
    def _forms_do_not_clash(self) -> Self:
        for form in (self.key, *self.accept):
            if not fold(form):
                raise ValueError(f"{form!r} could not be typed, for signs are overlooked; give it in words")
        accepted = {fold(form) for form in (self.key, *self.accept)}
        for form in (*self.reject, *(prompt.form for prompt in self.prompt)):
            if fold(form) in accepted:
                raise ValueError(f"{form!r} is both accepted and not; keep it in one list")
        return self


def wording(options: tuple[Worded, ...]) -> tuple[str, ...]:
    """The options' texts alone."""
    return tuple(option.text for option in options)
