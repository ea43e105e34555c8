"""A pack made of questions that were written in a file or a form, and held to the bank's own rules."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from bot.authoring.columns import Data
from bot.authoring.grids import Refused, Trouble
from bot.bank import model
from bot.bank.explain import problems_of
from bot.bank.loading import Draft, field_names
from bot.bank.reading import Place, Places, Problem
from bot.bank.rules import check
from bot.marking.folding import fold

GENERAL = "questions"
"""The topic of what has none."""
UNSOURCED = "Written for this class"
"""What a question rests on that names no source."""
_ACTING = re.compile(r"@(?:everyone|here|channel)\b|<[@#!&][^>\n]{1,60}>|</?[A-Za-z][A-Za-z0-9]*(?:\s[^>\n]*)?/?>")
"""Mentions of platforms, and mark-up of web pages: neither would act, and learners would read the signs."""


@dataclass(frozen=True, slots=True)
class Titles:
    """The id of a pack, and what it is called."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Read:
    """What came of what was written: the pack, and advice that stops nothing."""

    pack: model.Pack
    advice: tuple[Trouble, ...] = ()


@dataclass(slots=True)
class Making:
    """A pack that is being made of what was written."""

    titles: Titles
    places: Places
    told: Callable[[Problem], Trouble]
    """What the bank says, as whoever wrote it is told."""
    topics: dict[str, str] = field(default_factory=dict)
    """Titles by id, in the order in which they were met."""
    sources: dict[str, str] = field(default_factory=dict)
    """What is cited, by key."""
    ids: set[str] = field(default_factory=set)

    def completed(self, data: Data) -> Data:
        """A question with what goes without saying; what is no text where text belongs is the bank's to refuse."""
        topic, cited = data.get("topic") or GENERAL.capitalize(), data.get("cited") or UNSOURCED
        if isinstance(topic, str | int):
            topic = self._kept(self.topics, str(topic))
        authority = [self._kept(self.sources, str(cited))]
        id = data.get("id") or self._id(str(data.get("type")), str(data.get("statement") or data.get("stem")))
        self.ids.add(str(id))
        own = {name: value for name, value in data.items() if name != "cited"}
        return {**own, "id": id, "topic": topic, "authority": authority}

    def _kept(self, titles: dict[str, str], title: str) -> str:
        title = " ".join(title.split())
        key = slug(title)
        while titles.setdefault(key, title).casefold() != title.casefold():
            key = f"{key[:50]}-{hashlib.sha256(title.encode()).hexdigest()[:6]}"
        return key

    def _id(self, type: str, asked: str) -> str:
        """An id that follows from what is asked alone: in the next version it is the same."""
        id = f"q-{hashlib.sha256(f'{type} {fold(asked) or asked}'.encode()).hexdigest()[:10]}"
        number = 2
        while (one := id if number == 2 else f"{id}-{number - 1}") in self.ids:  # noqa: PLR2004 - the first has no number
            number += 1
        return one


def made_of(making: Making, written: Sequence[tuple[int, Data]], troubles: list[Trouble]) -> Read:
    """The pack of what was written (index and fields), by the bank's own rules.

    Raises `Refused` with all that is wrong, beside the `troubles` that were found before.
    """
    draft = Draft(Path(making.titles.title))
    fields = field_names(model.QuestionFile)
    for index, data in written:
        troubles += [_acting(making, index, *found) for found in _texts_that_act(data)]
        whole_data = making.completed(data)
        try:
            text = json.dumps({"questions": [whole_data]}, ensure_ascii=False)
            [question] = model.QuestionFile.model_validate_json(text).questions
        except ValidationError as error:
            draft.wrong.add(str(whole_data["id"]))
            troubles += [making.told(problem) for problem in problems_of(error, _At(making.places, index), fields)]
            continue
        draft.questions.append(question)
        draft.origins[id(question)] = (making.places, "questions", index)
    draft.info, draft.named = _info(making), _named(making)
    draft.topics = [(topic, Place("")) for topic in making.topics]
    found = check(draft)
    troubles += [making.told(problem) for problem in found if problem.grave]
    if troubles:
        raise Refused(*_in_order(troubles))
    return Read(draft.pack(), _in_order(making.told(problem) for problem in found))


def _in_order(troubles: Iterable[Trouble]) -> tuple[Trouble, ...]:
    """Each once, from top to bottom, those of one row in the order in which they were found."""
    return tuple(sorted(dict.fromkeys(troubles), key=lambda trouble: trouble.at))


@dataclass(frozen=True, slots=True)
class _At:
    """Places of a question that was looked at alone."""

    places: Places
    index: int

    def place(self, path: tuple[int | str, ...]) -> Place:
        """Where it stands among the others."""
        return self.places.place((*path[:1], self.index, *path[2:]))


def _info(making: Making) -> model.PackInfo:
    topics = tuple(model.Topic(id=id, title=title[:200]) for id, title in making.topics.items())
    return model.PackInfo.model_construct(
        id=making.titles.id,
        title=making.titles.title,
        subject="Own content",
        level="This class",
        language="en-GB",
        licence="The class's own",
        about=f"{making.titles.title}, written for this class.",
        specifications=(),
        topics=topics,
    )


def _named(making: Making) -> list[model.Authority]:
    return [model.Authority(key=key, title=title[:200]) for key, title in making.sources.items()]


def slug(title: str) -> str:
    """A title as an id."""
    words = "-".join(re.findall(r"[a-z0-9]+", fold(title)))[:50].strip("-")
    return words or f"x-{hashlib.sha256(title.encode()).hexdigest()[:6]}"


def _texts_that_act(data: object, path: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Mentions and mark-up, and where they stand."""
    if isinstance(data, str):
        if found := _ACTING.search(data):
            yield path, found[0]
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts_that_act(value, (*path, name))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from _texts_that_act(value, (*path, at))


def _acting(making: Making, index: int, path: tuple[int | str, ...], what: str) -> Trouble:
    remedy = "take it out; *asterisks* set a title in italics, and nothing else acts"
    place = making.places.place(("questions", index, *path))
    return making.told(Problem(place, f"“{what[:40]}” is a mention or mark-up", remedy))
