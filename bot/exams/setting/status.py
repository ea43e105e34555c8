"""How an exam goes: who has begun, where they are, who has handed in."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from sqlalchemy import Connection

from bot.chat import Event, Level
from bot.classes.learners import humans_of, learners_of
from bot.classes.register.service import Register
from bot.classes.service import Classes
from bot.exams import store
from bot.exams.invigilation import Invigilation
from bot.exams.model import Mock, Sitting
from bot.exams.paper import ExamPaper
from bot.storage.database import Database


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


class Statuses:
    """Sees how every exam goes."""

    def __init__(self, database: Database, classes: Classes, register: Register, invigilation: Invigilation) -> None:
        self._database = database
        self._classes = classes
        self._register = register
        self._invigilation = invigilation

    async def of(self, event: Event, mock_id: str) -> Status:
        """How an exam of the event's class goes. Raises `UserError`."""
        class_id, level = await self._classes.standing(event, ("mock", mock_id))

        def find(tx: Connection) -> Status:
            mock = self._invigilation.mock(tx, mock_id)
            register = self._register.lines(tx, class_id) if level >= Level.TEACHER else {}
            names = {id: line.real_name for id, line in register.items() if line.real_name}
            return Status(
                mock,
                self._invigilation.paper(tx, mock.id),
                tuple(self._seats(tx, mock, names)),
                event.at,
                level >= Level.TEACHER,
            )

        return await self._database.read(find)

    def _seats(self, tx: Connection, mock: Mock, names: dict[str, str]) -> list[Seat]:
        sittings = store.sittings_of(tx, mock.id)
        humans = humans_of(tx, [sitting.person for sitting in sittings])
        by_learner = {humans.get(sitting.person, sitting.person): sitting for sitting in reversed(sittings)}
        meant = store.persons_of(tx, mock.id)
        paper = self._invigilation.paper(tx, mock.id)
        answered = store.answered(tx, [sitting.session for sitting in sittings])
        seats = []
        for one in learners_of(tx, mock.class_id):
            sitting = by_learner.get(one.id)
            if sitting is None and (one.staff or (not mock.everyone and meant.isdisjoint(one.persons))):
                continue
            count = min(answered.get(sitting.session, 0), len(paper.items)) if sitting else 0
            seats.append(Seat(names.get(one.id, one.name), sitting, count, sitting.page if sitting else 0))
        return sorted(seats, key=lambda seat: seat.name.casefold())
