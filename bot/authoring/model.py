"""The rules of a class's own packs: versions, what changed between two, and which questions are new ones by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.bank import model

State = Literal["draft", "published", "withdrawn"]
MOST_PACKS = 50
"""Packs of a class."""
MOST_NAME = 60
"""Characters of a pack's name."""
_SAYS_NO_OTHER = {"revision", "explanation", "difficulty", "hint", "topic", "authority", "tags", "serves", "evidence"}
"""Fields that may change without the question asking anything else."""


@dataclass(frozen=True, slots=True)
class OwnPack:
    """What a class's own pack is called, and whose it is."""

    id: str
    class_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Version:
    """A pack as it was at some time; versions count from 1."""

    pack: OwnPack
    number: int
    content: model.Pack
    state: State
    person: str
    """Who sent it."""
    at: int
    """When, in microseconds UTC."""


@dataclass(frozen=True, slots=True)
class Changes:
    """How many questions a version has that the one before it had not, has otherwise, and has no more."""

    added: int
    changed: int
    gone: int

    @property
    def none(self) -> bool:
        """Whether the two are the same."""
        return not (self.added or self.changed or self.gone)


def changes(before: model.Pack | None, now: model.Pack) -> Changes:
    """What `now` changes."""
    old = _by_id(before)
    new = _by_id(now)
    both = old.keys() & new.keys()
    changed = sum(_words(old[id]) != _words(new[id]) for id in both)
    return Changes(len(new.keys() - old.keys()), changed, len(old.keys() - new.keys()))


def following(before: model.Pack | None, now: model.Pack) -> model.Pack:
    """The pack `now` as it follows `before`: a question of the same id that asks something else is a new revision."""
    old = _by_id(before)
    questions = tuple(_following(old.get(question.id), question) for question in now.questions)
    return now.model_copy(update={"questions": questions})


def with_question(before: model.Pack | None, one: model.Pack, id: str = "") -> model.Pack:
    """The pack `before` with the question of `one` in it, in place of the one with this id if there is one."""
    if before is None:
        return one
    [new] = one.questions
    if id:
        new = new.model_copy(update={"id": id})
    kept = tuple(question for question in before.questions if question.id != new.id)
    topics = {topic.id: topic for topic in (*before.info.topics, *one.info.topics)}
    named = {entry.key: entry for entry in (*before.named, *one.named)}
    questions = (*kept, new)
    used = {question.topic for question in questions}
    cited = {key for question in questions for key in question.authority}
    info = before.info.model_copy(update={"topics": tuple(topic for topic in topics.values() if topic.id in used)})
    named_still = tuple(entry for entry in named.values() if entry.key in cited)
    return before.model_copy(update={"info": info, "questions": questions, "named": named_still})


def _by_id(pack: model.Pack | None) -> Mapping[str, model.Question]:
    return {question.id: question for question in pack.questions} if pack else {}


def _words(question: model.Question) -> dict[str, Any]:
    return question.model_dump(exclude={"revision"})


def _following(old: model.Question | None, new: model.Question) -> model.Question:
    if old is None:
        return new
    same = old.model_dump(exclude=_SAYS_NO_OTHER) == new.model_dump(exclude=_SAYS_NO_OTHER)
    revision = old.revision if same else max(old.revision + 1, new.revision)
    return new.model_copy(update={"revision": revision})
