"""A teacher sets a paper, sees who is where, gives more time, pauses, ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from random import Random
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.calendar.service import Calendars
from bot.chat import Answer, Event, View, desk_of
from bot.classes.learners import learners_of
from bot.classes.named import read_who
from bot.classes.register.service import Register
from bot.classes.service import Classes
from bot.clock import DAY, MINUTE, local
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.exams import model, store
from bot.exams.invigilation import Invigilation
from bot.exams.model import Mock, Sitting, Way
from bot.exams.paper import ExamPaper
from bot.exams.papers.service import Papers
from bot.ids import new_id
from bot.schedule.moments import local_instant, read_moment
from bot.storage import outbox
from bot.storage.database import Database

TO_BEGIN = 40
"""Minutes, beside its own, for which an exam can be begun where nobody says until when."""
SCHOOL_BEGINS, SCHOOL_ENDS = time(8), time(16)
"""From and until when, where a day is named and no time."""
SITS_NONE = "sits no exam"
COMING = "leave out who, and it is for everyone, also for those who come later."
FARTHEST = 60
"""Days ahead that an exam may open."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An exam as a teacher asks for it."""

    paper: str
    minutes: int | None
    way: Way
    opens: str
    until: str
    who: str
    grace: int
    """Seconds."""
    room: str | None
    """Where it is announced; nothing: where it is asked for."""


@dataclass(frozen=True, slots=True)
class Set:
    """An exam that is set, and what its teacher should know."""

    mock: Mock
    paper: ExamPaper
    zone: ZoneInfo
    extra: tuple[int, ...]
    """The extra time, in per cent, of those who may sit it and have some."""
    resting: int
    """How many have rest breaks."""


class Pages(Protocol):
    """What a class reads of an exam; given by its commands."""

    def announced(self, mock: Mock, paper: ExamPaper) -> View:
        """To the room: that there is an exam, and how it is sat."""
        ...

    def over(self, mock: Mock) -> View:
        """The same once it is over."""
        ...

    def ended(self, mock: Mock, sat: int, waiting: int) -> View:
        """To whoever set it: that it is over, how many sat it, and how many answers wait for a mark."""
        ...

    def paused(self, mock: Mock, sitting: Sitting) -> View:
        """On a learner's desk, while the exam is paused."""
        ...

    def goes_on(self, mock: Mock, sitting: Sitting) -> View:
        """On a learner's desk, once it goes on."""
        ...

    def longer(self, mock: Mock, sitting: Sitting, minutes: int) -> View:
        """To a learner, that there are so many more minutes."""
        ...

    def unseen(self, mock: Mock, advice: str) -> View:
        """To whoever set it, that its room can't be written in, and what has become of it."""
        ...


class ExamSetting:
    """The mock exams of every class, as their teachers look after them."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        calendars: Calendars,
        curriculum: Curriculum,
        register: Register,
        papers: Papers,
        invigilation: Invigilation,
        random: Random,
        pages: Pages,
    ) -> None:
        self._database = database
        self._classes = classes
        self._calendars = calendars
        self._curriculum = curriculum
        self._register = register
        self._papers = papers
        self._invigilation = invigilation
        self._random = random
        self._pages = pages
        self.on_start: list[Callable[[Connection, Mock, ExamPaper, int], None]] = []
        """What hears, in the same transaction, that an exam is set, and when."""
        self.on_pause: list[Callable[[Connection, Mock, int], None]] = []
        """The same of a pause."""
        self.on_go_on: list[Callable[[Connection, Mock, int, int], None]] = []
        """The same of its end, and for how long it stood, in microseconds."""
        self.on_extend: list[Callable[[Connection, Mock, int, int], None]] = []
        """The same of more time for everybody, and how many minutes."""
        invigilation.on_end.append(self._tell_over)

    # Setting

    async def start(self, event: Event, wanted: Wanted, told: Callable[[Set], Answer]) -> Answer:
        """Set a paper to the class of this room, and announce it here. Raises `UserError`."""
        if event.room.private:
            raise UserError("Say that in the class's room: the exam is announced there.")
        room = await self._classes.room_of(event, wanted.room or event.room.key)
        absent = await self._classes.absent(await self._classes.of(event), wanted.who)

        def change(tx: Connection, class_id: str) -> Answer:
            return told(self._start(tx, event, class_id, room, wanted, absent))

        return await self._classes.keep(event, change)

    def _start(
        self, tx: Connection, event: Event, class_id: str, room: str, wanted: Wanted, absent: Mapping[str, str]
    ) -> Set:
        paper = self._papers.find(tx, class_id, wanted.paper)
        zone = self._calendars.zone(tx, class_id)
        minutes = wanted.minutes or paper.minutes
        opens_at, closes_at = _window(wanted, minutes, event.at, zone)
        if wanted.way == "together":
            closes_at = opens_at + DAY  # whoever comes late answers what is still to come
        everybody = learners_of(tx, class_id)
        learners = [one for one in everybody if not one.staff]
        meant = read_who(wanted.who, everybody, absent, staff=SITS_NONE, absent=COMING) if wanted.who else None
        mock = Mock(
            id=new_id(self._random, lambda id: store.find(tx, id)),
            class_id=class_id,
            room=room,
            way=wanted.way,
            title=paper.title,
            minutes=minutes,
            opens_at=opens_at,
            closes_at=closes_at,
            grace=wanted.grace,
            everyone=meant is None,
            set_by=event.person,
            set_at=event.at,
        )
        persons = [person for one in meant or () for person in one.persons]
        store.create(tx, mock, self._invigilation.papers.written(mock.id, paper), persons)
        self._curriculum.changed(tx, class_id)
        for index, twin in enumerate(self._classes.twins(tx, mock.room)):
            outbox.post(tx, key_of(mock, index), twin, self._pages.announced(mock, paper), event.at)
        if mock.way == "own":
            self._invigilation.plan_closing(tx, mock)
        for hear in self.on_start:
            hear(tx, mock, paper, event.at)
        lines = self._register.lines(tx, class_id)
        theirs = [lines[one.id] for one in (learners if meant is None else meant) if one.id in lines]
        extra = tuple(sorted(line.extra_time for line in theirs if line.extra_time))
        return Set(mock, paper, zone, extra, sum(line.rest_breaks for line in theirs))

    # Changing

    async def extend(self, event: Event, mock_id: str, minutes: int, who: str, told: Callable[[int], Answer]) -> Answer:
        """Give everybody, or those who are named, more minutes; `told` gets how many sittings that moves.

        It can be begun for as much longer, too, where it is for everybody. Raises `UserError`.
        """
        absent = await self._classes.absent(await self._classes.of(event), who)

        def change(tx: Connection) -> Answer:
            mock = self._open(tx, mock_id)
            everybody = learners_of(tx, mock.class_id)
            meant = read_who(who, everybody, absent, staff=SITS_NONE, absent=COMING) if who else None
            sittings = [one for one in store.sittings_of(tx, mock.id, held=True) if one.state == "open"]
            if meant is not None:
                persons = {person for one in meant for person in one.persons}
                sittings = [one for one in sittings if one.person in persons]
                if not sittings:
                    raise UserError("They have not begun, or have handed in already.")
            else:
                later = mock.closes_at + minutes * MINUTE
                mock = replace(mock, minutes=mock.minutes + minutes, closes_at=later)
                store.save(tx, mock)
                for hear in self.on_extend:
                    hear(tx, mock, event.at, minutes)
            if mock.way == "together":
                if meant is not None:
                    raise UserError("It is sat together: more time is for everybody. Leave out for whom.")
                return told(len(sittings))
            for sitting in sittings:
                longer = model.extended(sitting, minutes)
                store.save_sitting(tx, longer)
                told_on = f"sitting:{longer.id}:until:{longer.ends_at}"
                outbox.post(tx, told_on, desk_of(longer.person), self._pages.longer(mock, longer, minutes), event.at)
            return told(len(sittings))

        return await self._database.once(event, change)

    async def pause(self, event: Event, mock_id: str, told: Callable[[int], Answer]) -> Answer:
        """Stop every clock: nothing is taken meanwhile, and no question is shown. Raises `UserError`."""

        def change(tx: Connection) -> Answer:
            mock = self._open(tx, mock_id)
            if mock.paused_at:
                raise UserError("It is paused already. [Go on] lets it go on.")
            return told(self._stop(tx, mock, event.at))

        return await self._database.once(event, change)

    def _stop(self, tx: Connection, mock: Mock, at: int) -> int:
        """Stop every clock of an exam; of how many sittings."""
        paused = replace(mock, paused_at=at)
        store.save(tx, paused)
        still = 0
        for sitting in store.sittings_of(tx, mock.id, held=True):
            if self._invigilation.settle(tx, mock, sitting, at).state == "open":
                stands = model.stopped(sitting, at)
                store.save_sitting(tx, stands)
                outbox.edit(tx, stands.desk, self._pages.paused(paused, stands), at)
                still += 1
        for hear in self.on_pause:
            hear(tx, paused, at)
        return still

    async def room_gone(self, room: str, advice: str, at: int) -> None:
        """Pause what is sat together in a room that is no more, or that Swot may not write in.

        Whoever set it is told, once; so is whoever set an exam whose announcement nobody will see.
        """

        def change(tx: Connection) -> None:
            for mock in store.hold_open_in(tx, room):
                if len(self._classes.twins(tx, mock.room)) > 1:
                    continue  # it goes on in the others
                if mock.way == "own":
                    if not outbox.unseen_in(tx, room, key_of(mock, 0)):
                        continue
                    key = f"mock:{mock.id}:unseen"
                elif mock.paused_at:
                    continue
                else:
                    self._stop(tx, mock, at)
                    key = f"mock:{mock.id}:unseen:{at}"
                outbox.post(tx, key, desk_of(mock.set_by), self._pages.unseen(mock, advice), at)

        await self._database.write(change)

    async def go_on(self, event: Event, mock_id: str, told: Callable[[int], Answer]) -> Answer:
        """Let a paused exam go on: every deadline, and the time to begin, move on by as long as it stood."""

        def change(tx: Connection) -> Answer:
            mock = self._open(tx, mock_id)
            if not mock.paused_at:
                raise UserError("It is not paused.")
            stood = max(0, event.at - mock.paused_at)
            again = replace(mock, paused_at=0, closes_at=mock.closes_at + stood)
            store.save(tx, again)
            moved = 0
            for sitting in store.sittings_of(tx, mock.id, held=True):
                if sitting.state != "open":
                    continue
                runs = model.resumed(sitting, event.at)
                store.save_sitting(tx, runs)
                if not runs.stopped_at:
                    self._invigilation.plan(tx, again, runs)
                outbox.edit(tx, runs.desk, self._pages.goes_on(again, runs), event.at)
                moved += 1
            if again.way == "own":
                self._invigilation.plan_closing(tx, again)
            for hear in self.on_go_on:
                hear(tx, again, event.at, stood)
            return told(moved)

        return await self._database.once(event, change)

    async def end(self, event: Event, mock_id: str, told: Callable[[Mock, int], Answer]) -> Answer:
        """End an exam for everybody: all that is saved is handed in; `told` gets it, and how many still sat it."""

        def change(tx: Connection) -> Answer:
            mock = self._open(tx, mock_id)
            still = store.count_open(tx, mock.id)
            return told(self._invigilation.end(tx, mock, event.at), still)

        return await self._database.once(event, change)

    def _open(self, tx: Connection, mock_id: str) -> Mock:
        mock = self._invigilation.held(tx, mock_id)
        if mock.state != "open":
            raise UserError("That exam is over. /mock status shows what comes next.")
        return mock

    def _tell_over(self, tx: Connection, mock: Mock, at: int) -> None:
        for index, _ in enumerate(self._classes.twins(tx, mock.room)):
            outbox.edit(tx, key_of(mock, index), self._pages.over(mock), at)
        sat, waiting = len(store.sittings_of(tx, mock.id)), store.waiting(tx, mock.id)[0]
        told = self._pages.ended(mock, sat, waiting)
        outbox.post(tx, f"mock:{mock.id}:ended", desk_of(mock.set_by), told, at)


def key_of(mock: Mock, index: int) -> str:
    """The key of the announcement in one of the rooms that show it."""
    return f"mock:{mock.id}" if not index else f"mock:{mock.id}:{index}"


def _window(wanted: Wanted, minutes: int, now: int, zone: ZoneInfo) -> tuple[int, int]:
    """From when and until when an exam can be begun. Raises `UserError`."""
    opens_at = _instant(wanted.opens, now, zone, SCHOOL_BEGINS) if wanted.opens else now
    closes_at = (
        _instant(wanted.until, now, zone, SCHOOL_ENDS) if wanted.until else opens_at + (minutes + TO_BEGIN) * MINUTE
    )
    if opens_at > now + FARTHEST * DAY:
        raise UserError(f"An exam opens within {FARTHEST} days. Set it nearer to its day.")
    if closes_at <= max(opens_at, now):
        raise UserError("It would close before it opens. Give a later time: until:16:00")
    return opens_at, closes_at


def _instant(written: str, now: int, zone: ZoneInfo, otherwise: time) -> int:
    moment, _ = read_moment(written, local(now, zone), otherwise)
    at = local_instant(moment, zone)
    if at is None:
        raise UserError("The clocks leap over that time. Choose another one.")
    return at
