"""Results are released to learners, and looked at by them and by those who teach them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy import Connection

from bot.calendar.service import Calendars
from bot.chat import Answer, Event, File, Image, Level, Reply, View, desk_of, told_apart
from bot.classes.learners import accounts_of, learners_of
from bot.classes.register.model import Line
from bot.classes.register.service import Register
from bot.classes.service import Classes
from bot.errors import UserError
from bot.exams import store as exams
from bot.exams.choosing import of_class
from bot.exams.frozen import answers_of
from bot.exams.model import Boundaries, Mock, Sitting
from bot.exams.results import picture, sheets, store
from bot.exams.results.gathering import Gathering
from bot.exams.results.model import Gathered, Own, Sat, Unit, read_boundaries
from bot.responses.model import Given
from bot.sheets import Format
from bot.storage import outbox
from bot.storage.database import Database

LATEST = 25
"""Sittings of a learner that are looked through: the newest."""
GONE = "(has left the class)"
"""What somebody is called whom the class does not know any more."""


@dataclass(frozen=True, slots=True)
class Card:
    """A mock exam before its results are released, or after."""

    gathered: Gathered
    waiting: int
    """Scripts that still wait for a mark."""
    first: int
    """The first question of which one does; nought where none does."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The results of a class."""

    gathered: Gathered
    names: Mapping[str, str]
    """What learners are called: in the register, for teachers, or else in the class."""
    is_teachers: bool
    """Whether whoever looks is a teacher, and not one who only marks or observes."""
    image: Image | None = None
    """Their picture; none where there is nothing to draw."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A learner's results, and what they gave."""

    own: Own
    given: Mapping[int, Given]


class Pages(Protocol):
    """What learners read of their results without asking."""

    def released(self, own: Own) -> View:
        """What they earned."""
        ...

    def regraded(self, own: Own, before: str) -> View:
        """That their grade is another now than it was before."""
        ...

    def remarked(self, own: Own) -> View:
        """That a mark of theirs is another now."""
        ...


class Results:
    """The results of every mock exam."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        gathering: Gathering,
        register: Register,
        calendars: Calendars,
        pages: Pages,
    ) -> None:
        self._database = database
        self._classes = classes
        self._gathering = gathering
        self._register = register
        self._calendars = calendars
        self._pages = pages
        self.on_release: list[Callable[[Connection, str, int], None]] = []
        """What hears, in the same transaction, that a mock exam's results are out, and when."""

    async def sees(self, event: Event) -> bool:
        """Whether the person may see how learners of the event's class did."""
        return await self._classes.may(event, Level.OBSERVER)

    # For those who teach

    async def overview(self, event: Event, mock_id: str) -> Overview:
        """The results of a mock exam of the event's class. Raises `UserError` if it is none.

        Figures and picture are made off the event loop.
        """
        found = await self.listed(event, mock_id)
        image = await asyncio.to_thread(_drawn, found.gathered)
        return replace(found, image=image)

    async def listed(self, event: Event, mock_id: str) -> Overview:
        """The same without a picture, for those who turn its pages."""
        class_id, level = await self._classes.standing(event)

        def find(tx: Connection) -> Overview:
            mock = of_class(exams.find(tx, mock_id), class_id)
            gathered = self._gathering.everyone(tx, mock, answers=True)
            return Overview(gathered, self._names(tx, class_id, gathered.everyone, level), level >= Level.TEACHER)

        found = await self._database.read(find)
        await asyncio.to_thread(lambda: found.gathered.asked)
        return found

    async def file(self, event: Event, mock_id: str, format: Format, told: Callable[[Gathered], Reply]) -> Answer:
        """The marks of a mock exam as a file, under real names, and that it was taken in the class's log."""
        assert event.duty is not None
        class_id = event.duty.class_id

        def find(tx: Connection) -> tuple[Gathered, dict[str, tuple[str, str]]]:
            gathered = self._gathering.everyone(tx, of_class(exams.find(tx, mock_id), class_id))
            register = self._register.lines(tx, class_id)
            names = self._names(tx, class_id, gathered.everyone, Level.TEACHER)
            return gathered, {id: (name, register.get(id, Line()).candidate) for id, name in names.items()}

        gathered, who = await self._database.read(find)
        if gathered.mock.state == "open":
            raise UserError(f"{gathered.mock.title} is still being sat. Its marks can be taken once it has ended.")
        file: File = await asyncio.to_thread(sheets.filed, gathered, who, format)
        answer = await self._database.once(event, lambda _: told(gathered))
        # The file itself is not kept with the answer: it is made of what is there.
        return replace(answer, file=file) if isinstance(answer, Reply) else answer

    def _names(self, tx: Connection, class_id: str, everyone: Collection[Sat], level: Level) -> dict[str, str]:
        register = self._register.lines(tx, class_id) if level >= Level.TEACHER else {}
        called = {one.id: one.name for one in learners_of(tx, class_id)}
        return {
            sat.learner: register.get(sat.learner, Line()).real_name or called.get(sat.learner, GONE)
            for sat in everyone
        }

    # Released

    async def card(self, event: Event, mock_id: str) -> Card:
        """Where a mock exam of the teacher's class stands before its release. Raises `UserError`."""
        assert event.duty is not None
        class_id = event.duty.class_id

        def find(tx: Connection) -> Card:
            return self._card(tx, of_class(exams.find(tx, mock_id), class_id))

        return await self._database.read(find)

    async def set_boundaries(
        self,
        event: Event,
        mock_id: str,
        written: str,
        unit: Unit,
        told: Callable[[Card, int], Answer],
        refused: Callable[[str], Answer],
    ) -> Answer:
        """Set the grade boundaries of a mock exam; where its results are out, whoever has another grade now is told.

        `told` gets where it stands and how many are told, `refused` why the boundaries can't be taken. Raises
        `UserError` where there is no such exam.
        """

        def change(tx: Connection) -> Answer:
            mock = self._held(tx, event, mock_id)
            try:
                boundaries = read_boundaries(written, unit, self._gathering.papers.of(tx, mock.id).marks)
            except UserError as error:
                return refused(str(error))
            changed = replace(mock, boundaries=boundaries)
            exams.save(tx, changed)
            moved = self._regrade(tx, mock, boundaries, event.at) if mock.state == "released" else 0
            return told(self._card(tx, changed), moved)

        return await self._database.once(event, change)

    async def release(self, event: Event, mock_id: str, told: Callable[[Gathered], Answer]) -> Answer:
        """Tell all who have sat a mock exam what they earned. Raises `UserError` while it is not over or not marked."""

        def change(tx: Connection) -> Answer:
            mock = self._held(tx, event, mock_id)
            found = self._card(tx, mock)
            if why := refusal(found):
                raise UserError(why)
            released = replace(mock, state="released", released_at=event.at)
            exams.save(tx, released)
            store.release(tx, mock.id)
            for hear in self.on_release:
                hear(tx, mock.id, event.at)
            results = self._gathering.owns(tx, released)
            self._post(tx, released, [(_desk(own), own, self._pages.released(own)) for own in results], event.at)
            return told(replace(found.gathered, mock=released))

        return await self._database.once(event, change)

    def remarked(self, tx: Connection, mock: Mock, sitting: Sitting, at: int) -> None:
        """Tell a learner whose results are out that a mark of theirs has been changed, within the transaction."""
        if mock.state == "released":
            [own] = self._gathering.owns(tx, mock, sitting)
            outbox.edit(tx, _desk(own), self._pages.released(own), at)
            self._post(tx, mock, [(f"{_desk(own)}:{at}", own, self._pages.remarked(own))], at)

    def _card(self, tx: Connection, mock: Mock) -> Card:
        return Card(self._gathering.everyone(tx, mock), *exams.waiting(tx, mock.id))

    def _held(self, tx: Connection, event: Event, mock_id: str) -> Mock:
        assert event.duty is not None
        return of_class(exams.hold(tx, mock_id), event.duty.class_id)

    def _regrade(self, tx: Connection, mock: Mock, boundaries: Boundaries, at: int) -> int:
        """Show new grades where results stand, and tell those whose grade is another; how many those are."""
        changed = replace(mock, boundaries=boundaries)
        results = [(own, replace(own, mock=changed)) for own in self._gathering.owns(tx, mock)]
        outbox.edit_each(tx, {_desk(after): self._pages.released(after) for _, after in results}, at)
        moved = [(before.grade, after) for before, after in results if before.grade != after.grade]
        posts = [(f"{_desk(own)}:{at}", own, self._pages.regraded(own, before)) for before, own in moved]
        self._post(tx, mock, posts, at)
        return len(moved)

    def _post(self, tx: Connection, mock: Mock, posts: Iterable[tuple[str, Own, View]], at: int) -> None:
        """Put messages on desks, each under its key: those that are alike in one go."""
        alike: dict[View, list[tuple[str, str]]] = {}
        for key, own, view in posts:
            alike.setdefault(view, []).append((key, desk_of(own.sitting.person)))
        repeats = self._calendars.repeats(tx, mock.class_id)
        for view, keys in alike.items():
            outbox.post_each(tx, keys, view, at, bulk=True, repeats=repeats)

    # For the learner

    async def mine(self, event: Event) -> Own:
        """The person's newest results in the event's class. Raises `UserError` where they have none, or none is out."""
        class_id = await self._classes.of(event)

        def find(tx: Connection) -> Own:
            begun = exams.begun_by(tx, accounts_of(tx, event.person), LATEST)
            sat = [mock for sitting in begun if (mock := exams.find(tx, sitting.mock_id)) and mock.class_id == class_id]
            if not sat:
                raise UserError("You have sat no mock exam of this class yet. /mock status shows what there is.")
            newest = next((mock for mock in sat if mock.state == "released"), sat[0])
            return self._gathering.released(tx, event, newest.id)

        return await self._database.read(find)

    async def own(self, event: Event, mock_id: str) -> Own:
        """The person's results of a mock exam. Raises `UserError` as `mine` does."""
        return await self._database.read(self._gathering.released, event, mock_id)

    async def seen(self, event: Event, mock_id: str) -> Seen:
        """The same with what they gave."""

        def find(tx: Connection) -> Seen:
            own = self._gathering.released(tx, event, mock_id)
            return Seen(own, answers_of(tx, [own.sitting])[own.sitting.id])

        return await self._database.read(find)


def refusal(found: Card) -> str:
    """Why results can't be released, and what is to be done first; empty where they can."""
    mock = found.gathered.mock
    if mock.state == "open":
        return f"{mock.title} is still being sat. /mock end ends it; then it is marked, and then released."
    if mock.state == "released":
        return f"The results of {mock.title} are out already."
    if found.waiting:
        scripts = "1 script still waits" if found.waiting == 1 else f"{found.waiting:,} scripts still wait"
        return f"{scripts} for a mark in {mock.title}. /mock mark shows them one by one."
    if not found.gathered.everyone:
        return f"No learner has sat {mock.title}, so there is nothing to release. /mock start sets another."
    return ""


def _desk(own: Own) -> str:
    """The outbox's key of a learner's results."""
    return f"results:{own.mock.id}:{told_apart(own.sitting.person)}"


def _drawn(gathered: Gathered) -> Image | None:
    return picture.image_of(picture.chart_of(gathered)) if gathered.marked else None
