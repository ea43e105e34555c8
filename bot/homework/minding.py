"""What teachers see of homework, and what they change about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.calendar.service import Calendars
from bot.chat import Answer, Event, Level, Press, Submit
from bot.classes.learners import learners_of
from bot.classes.register.model import Line
from bot.classes.register.service import Register
from bot.classes.service import Classes
from bot.errors import UserError
from bot.homework import model, store
from bot.homework.following import Following, Pages, Told
from bot.homework.model import Homework, Progress, Tally
from bot.homework.service import read_instant
from bot.storage import outbox
from bot.storage.database import Database

LISTED = 10
"""Homework of a class that is listed: what is due last."""
REMINDED = "Whoever is not done was reminded today already. Once a day is enough; try again tomorrow."
NOT_HERE = "That homework is none of this class's. /quiz homework shows those that are."


@dataclass(frozen=True, slots=True)
class Overview:
    """A homework as a teacher sees it."""

    told: Told
    zone: ZoneInfo
    everyone: tuple[Progress, ...]
    """By name."""
    unreached: Mapping[str, bool]
    """Learners who could not be written to; true: their account is closed."""
    names: dict[str, str]
    """What learners are called: in the register, for teachers, or else in the class."""

    @property
    def tally(self) -> Tally:
        """How many are how far."""
        return model.tally(self.everyone)


@dataclass(frozen=True, slots=True)
class Brief:
    """A homework, and how many have done it."""

    homework: Homework
    done: int
    learners: int


class Minding:
    """Looks after the homework of classes, for those who teach them."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        calendars: Calendars,
        register: Register,
        following: Following,
        pages: Pages,
    ) -> None:
        self._database = database
        self._classes = classes
        self._calendars = calendars
        self._register = register
        self._following = following
        self._pages = pages

    async def sees(self, event: Event) -> bool:
        """Whether the person may see how learners of the event's class do."""
        return await self._classes.may(event, Level.OBSERVER)

    async def learners(self, event: Event) -> list[str]:
        """The names of the learners of a teacher's class. Raises `UserError` where the person is no teacher."""
        class_id, level = await self._classes.standing(event)
        if level < Level.TEACHER:
            raise UserError("Only a teacher of this class can do that.")
        found = await self._database.read(learners_of, class_id)
        return [learner.name for learner in found if not learner.staff]

    # Looked at

    async def listed(self, event: Event) -> list[Overview]:
        """The homework of the event's class, what is due last first."""
        class_id, level = await self._classes.standing(event)

        def find(tx: Connection) -> list[Overview]:
            return [self._overview(tx, one, event.at, level) for one in store.of_class(tx, class_id, LISTED)]

        return await self._database.read(find)

    def briefly(self, tx: Connection, class_id: str, at: int, most: int) -> list[Brief]:
        """The open homework of a class and how many have done it, the next due first, and then what was due."""
        found = sorted(store.open_in(tx, class_id, hold=False), key=lambda one: (one.is_past(at), one.due_at, one.id))
        counts = self._following.counts(tx, class_id, found[:most])
        return [Brief(one, done, learners) for one, (done, learners) in zip(found[:most], counts, strict=True)]

    async def look(self, event: Event, id: str) -> Overview:
        """A homework of the event's class. Raises `UserError` if it is none."""
        class_id, level = await self._classes.standing(event)
        return await self._database.read(
            lambda tx: self._overview(tx, _of_class(store.find(tx, id), class_id), event.at, level)
        )

    async def questions(self, event: Event, id: str) -> tuple[Overview, Bank, list[model.Facility]]:
        """How each of its questions went, the hardest first. Raises `UserError`."""
        class_id, level = await self._classes.standing(event)

        def find(tx: Connection) -> tuple[Overview, Bank, list[model.Facility]]:
            overview = self._overview(tx, _of_class(store.find(tx, id), class_id), event.at, level)
            return (
                overview,
                self._following.bank_of(tx, class_id),
                model.facilities(overview.told.homework, overview.everyone),
            )

        return await self._database.read(find)

    def _overview(self, tx: Connection, homework: Homework, at: int, level: Level) -> Overview:
        everyone = tuple(self._following.everyone(tx, homework))
        desks = {row.desk: progress.learner.id for progress in everyone for row in progress.rows}
        unreached = {desks[key]: is_closed for key, is_closed in outbox.refused(tx, list(desks)).items()}
        register = self._register.lines(tx, homework.class_id) if level >= Level.TEACHER else {}
        names = {
            progress.learner.id: register.get(progress.learner.id, Line()).real_name or progress.learner.name
            for progress in everyone
        }
        told = self._following.gate.told(tx, homework, at)
        return Overview(told, self._calendars.zone(tx, homework.class_id), everyone, unreached, names)

    # Changed

    async def remind(self, event: Press, id: str, told: Callable[[int, int], Answer]) -> Answer:
        """Remind those who are not done, once a day; `told` gets how many, and how many heard of it today already.

        Raises `UserError` where there is nobody to remind.
        """

        def change(tx: Connection, homework: Homework) -> Answer:
            if homework.state != "open":
                raise UserError(
                    "That homework is closed: nobody can be reminded of it. Move its date to open it again."
                )
            zone = self._calendars.zone(tx, homework.class_id)
            left = [progress for progress in self._following.everyone(tx, homework) if not progress.is_done]
            whom = [progress for progress in left if model.may_be_reminded(progress, event.at, zone)]
            if not whom:
                raise UserError(REMINDED if left else "Everybody has done it: there is nobody to remind.")
            what, page = f"remind:{event.at}", self._pages.reminder
            self._following.post(tx, homework, whom, what, page, event.at, reminds=True)
            return told(len(whom), len(left) - len(whom))

        return await self._change(event, id, change)

    async def move(
        self,
        event: Submit,
        id: str,
        due: str,
        told: Callable[[Told, ZoneInfo, bool, bool], Answer],
        refused: Callable[[str], Answer],
    ) -> Answer:
        """Have a homework due at another time; whoever is not done is told, and what was closed opens again.

        `told` gets the homework, the class's zone, whether a time of day was given, and whether there is no school on
        that day; `refused` why it can't be due then. Raises `UserError`.
        """
        await self._calendars.warm()

        def change(tx: Connection, homework: Homework) -> Answer:
            calendar = self._calendars.of(tx, homework.class_id)
            try:
                new_due, due_at, had_time = read_instant(due, event.at, calendar.zone)
            except UserError as error:
                return refused(str(error))
            if (due_at, homework.state) == (homework.due_at, "open"):
                return refused("It is due then already.")
            moved = replace(homework, due=new_due, due_at=due_at, state="open")
            store.save(tx, moved)
            store.forget_late(tx, moved.id)
            left = self._left(tx, moved)
            self._following.post(tx, moved, left, f"moved:{event.at}", self._pages.moved, event.at)
            self._following.plan(tx, moved, event.at)
            about = self._following.gate.told(tx, moved, event.at)
            return told(about, calendar.zone, had_time, not calendar.is_open(new_due.date()))

        return await self._change(event, id, change)

    async def close(self, event: Press, id: str, told: Callable[[Told, Tally], Answer]) -> Answer:
        """Take no more answers. Raises `UserError`."""

        def change(tx: Connection, homework: Homework) -> Answer:
            if homework.state == "closed":
                raise UserError("That homework is closed already.")
            closed = replace(homework, state="closed")
            store.save(tx, closed)
            self._following.plan(tx, closed, event.at)
            self._following.renew(tx, closed, self._left(tx, closed), self._pages.closed, event.at)
            tally = model.tally(self._following.everyone(tx, closed))
            return told(self._following.gate.told(tx, closed, event.at), tally)

        return await self._change(event, id, change)

    async def call_off(self, event: Press, id: str, told: Callable[[Told], Answer]) -> Answer:
        """Have nobody do it any more. Raises `UserError`."""

        def change(tx: Connection, homework: Homework) -> Answer:
            off = replace(homework, state="called off")
            store.save(tx, off)
            self._following.plan(tx, off, event.at)
            self._following.renew(tx, off, self._left(tx, off), self._pages.called_off, event.at)
            return told(self._following.gate.told(tx, off, event.at))

        return await self._change(event, id, change)

    def _left(self, tx: Connection, homework: Homework) -> Sequence[Progress]:
        """Those who are not done."""
        return [progress for progress in self._following.everyone(tx, homework) if not progress.is_done]

    async def _change(self, event: Event, id: str, change: Callable[[Connection, Homework], Answer]) -> Answer:
        """Change a homework of the teacher's class. Raises `UserError` if it is none."""
        assert event.duty is not None
        class_id = event.duty.class_id

        def changed(tx: Connection) -> Answer:
            homework = _of_class(store.hold(tx, id), class_id)
            if homework.state == "called off":
                raise UserError("That homework is called off. /quiz set sets another.")
            return change(tx, homework)

        return await self._database.once(event, changed)


def _of_class(homework: Homework | None, class_id: str) -> Homework:
    if homework is None or homework.class_id != class_id:
        raise UserError(NOT_HERE)
    return homework
