"""Marking at one's desk: a script at a time, of one question at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from bot.bank.model import Extended
from bot.chat import Answer, Event, Level, View, desk_of, told_apart
from bot.classes.service import Classes
from bot.desks.service import Desks, Way
from bot.errors import UserError
from bot.exams import store as exams
from bot.exams.choosing import MOST, named, of_class
from bot.exams.frozen import answers_of
from bot.exams.marking import model, queue, store
from bot.exams.marking.model import Script, Tally
from bot.exams.marking.model import View as Given
from bot.exams.marking.service import Marking, desk_key
from bot.exams.model import Mock, MockState
from bot.exams.paper import Item
from bot.storage import outbox
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Shown:
    """A script before a marker: nothing in it says whose it is."""

    mock: Mock
    item: Item
    script: Script
    number: int
    """Which one of its question it is, from 1."""
    scripts: int
    words: str
    """The answer, all of it."""
    given: Given | None
    """What the marker has given it already."""
    has_earlier: bool
    """Whether there is one that they have marked before."""

    @property
    def address(self) -> tuple[str, int, str]:
        """What leads to it."""
        return self.mock.id, self.script.position, self.script.place

    @property
    def task(self) -> Extended:
        """What was asked."""
        assert isinstance(self.item.question, Extended)
        return self.item.question


@dataclass(frozen=True, slots=True)
class Opened:
    """What somebody finds who comes to mark."""

    mock: Mock
    tallies: tuple[Tally, ...]
    position: int
    """The question that is marked; 0: none."""
    shown: Shown | None
    """The script they have before them now, if there is one for them."""
    way: Way
    """Where it is put, unless that is closed."""
    level: Level


class Pages(Protocol):
    """How a script looks."""

    def script(self, shown: Shown, page: int = 1, said: str = "") -> View:
        """One of its pages, perhaps below a sentence; 0: the last."""
        ...

    def source(self, shown: Shown, page: int) -> View:
        """What the question is about: one of its texts."""
        ...


class MarkingDesk:
    """Brings scripts to whoever marks."""

    def __init__(self, database: Database, classes: Classes, desks: Desks, marking: Marking, pages: Pages) -> None:
        self._database = database
        self._classes = classes
        self._desks = desks
        self._marking = marking
        self._pages = pages

    async def exams(self, event: Event) -> list[Mock]:
        """The newest exams of the event's class, for whoever may mark them."""
        class_id, level = await self._classes.standing(event)
        if level < Level.MARKER:
            return []
        return await self._database.read(exams.of_class, class_id, MOST)

    async def open(self, event: Event, mock_id: str, position: int) -> Opened:
        """Begin, or go on: the next script is put on the marker's desk. `position` 0: the first question that waits.

        `mock_id` may be the exam's title; empty: the newest that has ended. Raises `UserError`.
        """
        class_id, level = await self._classes.standing(event)

        def change(tx: Connection) -> Opened:
            mock = to_be_marked(chosen(tx, class_id, mock_id, ("ended",)))
            self._classes.note(tx, class_id, event)
            tallies = tuple(store.tallies(tx, mock.id))
            wanted = [tally.position for tally in tallies if position in (0, tally.position)]
            if position and not wanted:
                raise UserError(_nothing_there(mock, position, tallies))
            shown, at = self._first(tx, event, mock, wanted)
            way = self._desks.way(tx, event)
            if shown and not way.is_closed:
                key = desk_key(mock.id, told_apart(event.delivery))
                outbox.post(tx, key, desk_of(event.person), self._pages.script(shown), event.at, repeats=True)
            return Opened(mock, tallies, at or (wanted[0] if wanted else 0), shown, way, level)

        return await self._database.note(event, change)

    async def next(self, event: Event, mock_id: str, position: int) -> Shown | None:
        """The next script of a question; nothing where none waits for them. Raises `UserError`."""

        def change(tx: Connection) -> Shown | None:
            mock = self._mock(tx, event, mock_id)
            script = queue.take(tx, mock, position, event.person, event.at)
            return self._shown(tx, event, mock, script, None) if script else None

        return await self._database.note(event, change)

    async def look(self, event: Event, mock_id: str, position: int, place: str) -> Shown:
        """A script that they have before them or have marked. Raises `Taken`, or `UserError`."""

        def change(tx: Connection) -> Shown:
            mock = self._mock(tx, event, mock_id)
            script, given = queue.hold(tx, mock, position, place, event.person, event.at)
            return self._shown(tx, event, mock, script, given)

        return await self._database.note(event, change)

    async def last(self, event: Event, mock_id: str, position: int) -> Shown:
        """The script that they marked last. Raises `UserError` where there is none."""

        def find(tx: Connection) -> str:
            script = queue.last(tx, self._mock(tx, event, mock_id), position, event.person)
            if script is None:
                raise UserError("You have marked none of this question yet.")
            return script.place

        return await self.look(event, mock_id, position, await self._database.read(find))

    async def give(
        self,
        event: Event,
        address: tuple[str, int, str],
        level: int,
        mark: int,
        told: Callable[[Shown], Answer],
    ) -> Answer:
        """Mark a script with whole marks. Raises `Taken`, or `UserError` for what can't be given."""
        mock_id, position, place = address

        def change(tx: Connection) -> Answer:
            store.keep_state(tx, mock_id)
            mock = self._mock(tx, event, mock_id)
            earned = model.worth(self._task(tx, mock, position), level, mark)
            queue.give(tx, mock, position, place, event.person, level, earned, event.at)
            return told(self._again(tx, event, mock, position, place))

        return await self._database.once(event, change)

    async def say(
        self, event: Event, address: tuple[str, int, str], comment: str, told: Callable[[Shown], Answer]
    ) -> Answer:
        """Say something about a script that they have marked. Raises `Taken`, or `UserError`."""
        mock_id, position, place = address

        def change(tx: Connection) -> Answer:
            store.keep_state(tx, mock_id)
            mock = self._mock(tx, event, mock_id)
            queue.say(tx, mock, position, place, event.person, comment, event.at)
            return told(self._again(tx, event, mock, position, place))

        return await self._database.once(event, change)

    async def tallies(self, event: Event, mock_id: str) -> list[Tally]:
        """How far the marking of each question is. Raises `UserError`."""
        return await self._database.read(lambda tx: store.tallies(tx, self._mock(tx, event, mock_id).id))

    def _first(self, tx: Connection, event: Event, mock: Mock, wanted: list[int]) -> tuple[Shown | None, int]:
        """The first script that waits for them at any of these questions, and at which."""
        for position in wanted:
            script = queue.take(tx, mock, position, event.person, event.at)
            if script:
                return self._shown(tx, event, mock, script, None), position
        return None, 0

    def _again(self, tx: Connection, event: Event, mock: Mock, position: int, place: str) -> Shown:
        script, given = queue.hold(tx, mock, position, place, event.person, event.at)
        return self._shown(tx, event, mock, script, given)

    def _shown(self, tx: Connection, event: Event, mock: Mock, script: Script, given: Given | None) -> Shown:
        number, scripts = store.number_of(tx, script)
        item = self._marking.papers.of(tx, mock.id).item(script.position)
        earlier = queue.last(tx, mock, script.position, event.person)
        has_earlier = earlier is not None and earlier.place != script.place
        return Shown(mock, item, script, number, scripts, written(tx, script), given, has_earlier)

    def _task(self, tx: Connection, mock: Mock, position: int) -> Extended:
        question = self._marking.papers.of(tx, mock.id).item(position).question
        if not isinstance(question, Extended):
            raise UserError("The rules mark that question. /mock mark learner: changes a mark of it.")
        return question

    def _mock(self, tx: Connection, event: Event, mock_id: str) -> Mock:
        return to_be_marked(on_duty(exams.find(tx, mock_id), event))


def written(tx: Connection, script: Script) -> str:
    """What the learner wrote, all passages of it."""
    sitting = exams.find_sitting(tx, script.sitting_id)
    answers = answers_of(tx, [sitting])[sitting.id] if sitting else {}
    return "\n\n".join(passage.strip() for passage in answers.get(script.position, ()) if passage.strip())


def on_duty(mock: Mock | None, event: Event) -> Mock:
    """The exam, if it is of the class in which the event's duty is done. Raises `UserError`."""
    assert event.duty is not None
    return of_class(mock, event.duty.class_id)


def chosen(tx: Connection, class_id: str, wanted: str, states: tuple[MockState, ...]) -> Mock:
    """The exam of a class that is meant by an id or a title; empty: the newest in these states. Raises `UserError`."""
    if wanted:
        return of_class(named(exams.of_class(tx, class_id, MOST), wanted), class_id)
    found = exams.of_class(tx, class_id, 1, states) or exams.of_class(tx, class_id, 1)
    if not found:
        raise UserError("No exam has been sat in this class yet. /mock start sets one.")
    return found[0]


def to_be_marked(mock: Mock) -> Mock:
    """The exam, if its scripts can be marked now. Raises `UserError`."""
    if mock.state == "open":
        raise UserError(f"“{mock.title}” is still being sat. Its scripts are marked once it has ended: /mock end")
    if mock.state == "released":
        raise UserError(f"The results of “{mock.title}” are out. /mock mark learner: changes a mark of it.")
    return mock


def _nothing_there(mock: Mock, position: int, tallies: tuple[Tally, ...]) -> str:
    there = ", ".join(str(tally.position) for tally in tallies)
    if not there:
        return f"Nobody has written anything in “{mock.title}” that people mark."
    return f"Nobody has to mark anything at question {position} of “{mock.title}”. There is something at: {there}."
