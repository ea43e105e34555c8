"""How an exam goes: who has begun, where they are, who has handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from sqlalchemy import Connection

from bot.chat import Answer, Event, Level, View, desk_of, told_apart
from bot.classes.learners import humans_of, learners_of
from bot.classes.register.service import Register
from bot.classes.service import Classes
from bot.clock import SECOND, Clock
from bot.errors import UserError
from bot.exams import store
from bot.exams.invigilation import Invigilation
from bot.exams.model import Mock, Sitting
from bot.exams.paper import ExamPaper
from bot.storage import due as due_work
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.due import Due


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one learner is."""

    name: str
    """In the register, for teachers, or else in the class."""
    sitting: Sitting | None
    answered: int
    number: int
    """The question that they have open, in their own order; 0: the contents, or none yet."""


@dataclass(frozen=True, slots=True)
class Status:
    """How an exam goes."""

    mock: Mock
    paper: ExamPaper
    seats: tuple[Seat, ...]
    """Everybody who may sit it or does, by name."""
    at: int
    may_change: bool
    """Whether whoever asks may change anything about it."""

    @property
    def fingerprint(self) -> str:
        """What is another once anything that is told has changed."""
        answered = sum(seat.answered for seat in self.seats)
        mock, counts = self.mock, (len(self.seats), len(self.begun), len(self.handed_in), answered)
        return "/".join(map(str, (mock.state, mock.paused_at, mock.closes_at, mock.position, *counts)))

    @property
    def begun(self) -> list[Seat]:
        """Those who have begun."""
        return [seat for seat in self.seats if seat.sitting]

    @property
    def handed_in(self) -> list[Seat]:
        """Those of them who have handed in."""
        return [seat for seat in self.begun if seat.sitting and seat.sitting.state != "open"]

    @property
    def median_question(self) -> int:
        """The median of how many questions those who are still sitting have answered; 0: nobody is."""
        still = [seat.answered for seat in self.begun if seat.sitting and seat.sitting.state == "open"]
        return round(median(still)) if still else 0


LIVE = "exam.live"
"""The kind of due work that keeps a view of an exam up to date."""
EVERY = 10 * SECOND
"""How often it is looked at anew; it is edited only where something has changed."""


class Statuses:
    """Sees how every exam goes; `live` is what whoever follows one has on their desk."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        register: Register,
        invigilation: Invigilation,
        clock: Clock,
        live: Callable[[Status], View],
    ) -> None:
        self._database = database
        self._classes = classes
        self._register = register
        self._invigilation = invigilation
        self._clock = clock
        self._live = live

    async def of(self, event: Event, mock_id: str) -> Status:
        """How an exam of the event's class goes. Raises `UserError`."""
        class_id, level = await self._classes.standing(event, ("mock", mock_id))

        def find(tx: Connection) -> Status:
            register = self._register.lines(tx, class_id) if level >= Level.TEACHER else {}
            names = {id: line.real_name for id, line in register.items() if line.real_name}
            mock = self._invigilation.mock(tx, mock_id)
            return self._status(tx, mock, names, event.at, may_change=level >= Level.TEACHER)

        return await self._database.read(find)

    async def follow(self, event: Event, mock_id: str, told: Callable[[], Answer]) -> Answer:
        """Have how an exam goes on the person's desk until it is over, always as of now; it names nobody."""

        def begin(tx: Connection) -> Answer:
            mock = self._invigilation.mock(tx, mock_id)
            if mock.state != "open":
                raise UserError("That exam is over. /mock results shows how it went.")
            status = self._status(tx, mock, {}, event.at, may_change=False)
            key = f"mock:{mock.id}:live:{told_apart(f'{event.person} {event.at}')}"
            outbox.post(tx, key, desk_of(event.person), self._live(status), event.at)
            self._look_again(tx, mock, key, status)
            return told()

        return await self._database.once(event, begin)

    async def keep_live(self, work: Due) -> None:
        """Bring what somebody follows up to date."""

        def look(tx: Connection) -> None:
            due_work.finish(tx, work)
            mock = store.find(tx, work.subject)
            if mock is None:
                return
            key, _, before = work.step.rpartition("=")
            status = self._status(tx, mock, {}, self._clock.now(), may_change=False)
            if status.fingerprint != before:
                outbox.edit(tx, key, self._live(status), self._clock.now(), at_leisure=True)
            if mock.state == "open":
                self._look_again(tx, mock, key, status)

        await self._database.write(look)

    def _look_again(self, tx: Connection, mock: Mock, key: str, status: Status) -> None:
        at = self._clock.now() + EVERY
        due_work.add(tx, LIVE, mock.id, f"{key}={status.fingerprint}", at, bulk=True)

    def _status(self, tx: Connection, mock: Mock, names: dict[str, str], at: int, *, may_change: bool) -> Status:
        paper = self._invigilation.papers.of(tx, mock.id)
        return Status(mock, paper, tuple(self._seats(tx, mock, names)), at, may_change)

    def _seats(self, tx: Connection, mock: Mock, names: dict[str, str]) -> list[Seat]:
        sittings = store.sittings_of(tx, mock.id)
        humans = humans_of(tx, [sitting.person for sitting in sittings])
        by_learner = {humans.get(sitting.person, sitting.person): sitting for sitting in reversed(sittings)}
        meant = store.persons_of(tx, mock.id)
        paper = self._invigilation.papers.of(tx, mock.id)
        answered = store.answered(tx, [sitting.session for sitting in sittings])
        seats = []
        for one in learners_of(tx, mock.class_id):
            sitting = by_learner.get(one.id)
            if sitting is None and (one.staff or (not mock.everyone and meant.isdisjoint(one.persons))):
                continue
            count = min(answered.get(sitting.session, 0), len(paper.items)) if sitting else 0
            seats.append(Seat(names.get(one.id, one.name), sitting, count, sitting.page if sitting else 0))
        return sorted(seats, key=lambda seat: seat.name.casefold())
