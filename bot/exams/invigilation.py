"""What holds for every sitting: its paper, its clock, what may still be answered, and handing in.

Rooms that let people sit, extend, pause or end work through this, in their own transactions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Protocol

from sqlalchemy import Connection

from bot.chat import Event, View
from bot.chat.underway import Underway
from bot.classes.learners import accounts_of
from bot.classes.service import NOT_HERE
from bot.clock import SECOND, Clock
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.exams import model, store
from bot.exams.frozen import FrozenPapers, answers_of
from bot.exams.model import How, Mock, Sitting
from bot.exams.paper import ExamPaper
from bot.responses.model import Given
from bot.storage import due as due_work
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.due import Due

DEADLINE, CLOSING = "exam.deadline", "exam.closing"
"""Kinds of due work: a sitting's time is up; an exam can be begun no more."""
NOT_YOURS = "That sitting is somebody else's."

Answers = Mapping[int, Given]
"""What a learner gave last, by the question's position in the paper."""


class Record(Protocol):
    """What writes down the marks of a sitting that is handed in, in the transaction that does it."""

    def __call__(
        self, tx: Connection, mock: Mock, paper: ExamPaper, sitting: Sitting, answers: Answers, at: int
    ) -> None:
        """Mark what rules mark, and queue what people mark."""
        ...


class Pages(Protocol):
    """What stands on a learner's desk once they can do nothing more there."""

    def done(self, mock: Mock, paper: ExamPaper, sitting: Sitting, answers: Answers) -> View:
        """That it is handed in, how, and what comes next."""
        ...


class Invigilation:
    """Watches over every sitting."""

    def __init__(
        self,
        database: Database,
        curriculum: Curriculum,
        clock: Clock,
        underway: Underway,
        papers: FrozenPapers,
        record: Record,
        pages: Pages,
    ) -> None:
        self._database = database
        self._underway = underway
        self._curriculum = curriculum
        self._clock = clock
        self._record = record
        self._pages = pages
        self.papers = papers
        self.on_end: list[Callable[[Connection, Mock, int], None]] = []
        """What hears, in the same transaction, that an exam has ended, and when."""

    # Who and when

    def mock(self, tx: Connection, id: str) -> Mock:
        """The mock exam with this id. Raises `UserError` where there is none."""
        mock = store.find(tx, id)
        if mock is None:
            raise UserError(NOT_HERE)
        return mock

    def held(self, tx: Connection, id: str) -> Mock:
        """The same, kept from other transactions."""
        mock = store.hold(tx, id)
        if mock is None:
            raise UserError(NOT_HERE)
        return mock

    def own(self, tx: Connection, event: Event, id: str, *, hold: bool = True) -> tuple[Mock, Sitting]:
        """The event's person's sitting, and its exam. Raises `UserError` where it is somebody else's."""
        sitting = store.hold_sitting(tx, id) if hold else store.find_sitting(tx, id)
        if sitting is None or sitting.person not in accounts_of(tx, event.person):
            raise UserError(NOT_YOURS)
        return self.mock(tx, sitting.mock_id), sitting

    def goes_on(self, tx: Connection, rooms: Collection[str]) -> bool:
        """Whether an exam that is announced in one of these rooms is being sat."""
        return store.is_open_in(tx, rooms)

    # Handing in

    def plan(self, tx: Connection, mock: Mock, sitting: Sitting) -> None:
        """Have a sitting handed in at its deadline, and what is allowed after it."""
        at = sitting.ends_at + mock.grace * SECOND
        due_work.add(tx, DEADLINE, sitting.id, at, at, bulk=True)

    def hand_in(self, tx: Connection, mock: Mock, sitting: Sitting, at: int, how: How) -> Sitting:
        """Hand a sitting in with all that was saved: it is marked as far as rules can, and its desk says so."""
        paper, answers = self.papers.of(tx, mock.id), answers_of(tx, [sitting])[sitting.id]
        done = model.handed_in(sitting, at, how)
        store.save_sitting(tx, done)
        self._record(tx, mock, paper, done, answers, at)
        due_work.call_off(tx, DEADLINE, sitting.id)
        outbox.edit(tx, done.desk, self._pages.done(mock, paper, done, answers), self._clock.now())
        self._end_if_done(tx, mock, self._clock.now())
        return done

    def settle(self, tx: Connection, mock: Mock, sitting: Sitting, at: int) -> Sitting:
        """The sitting as it is at an instant: handed in, if its time had run out by then."""
        if sitting.state == "open" and model.is_over(mock, sitting, at):
            return self.hand_in(tx, mock, sitting, sitting.ends_at + mock.grace * SECOND, "time")
        return sitting

    async def come_due(self, work: Due) -> None:
        """A sitting's deadline may have come: unless it was moved since. What came before it is taken first."""
        await self._underway.settled(work.at)

        def look(tx: Connection) -> None:
            due_work.finish(tx, work)
            sitting = store.hold_sitting(tx, work.subject)
            mock = store.find(tx, sitting.mock_id) if sitting else None
            if sitting is None or mock is None or sitting.state != "open" or sitting.stopped_at:
                return
            if self.settle(tx, mock, sitting, self._clock.now()).state == "open":
                self.plan(tx, mock, sitting)

        await self._database.write(look)

    # Ending

    async def close(self, work: Due) -> None:
        """An exam can be begun no more: it has ended, if everybody has handed in."""

        def look(tx: Connection) -> None:
            due_work.finish(tx, work)
            mock = store.find(tx, work.subject)
            if mock is None or mock.state != "open" or mock.way == "together" or mock.paused_at:
                return
            if mock.closes_at > self._clock.now():
                self.plan_closing(tx, mock)
            else:
                self._end_if_done(tx, mock, self._clock.now())

        await self._database.write(look)

    def plan_closing(self, tx: Connection, mock: Mock) -> None:
        """Have it seen whether the exam is over when it can be begun no more."""
        due_work.add(tx, CLOSING, mock.id, mock.closes_at, mock.closes_at, bulk=True)

    def end(self, tx: Connection, mock: Mock, at: int) -> Mock:
        """End an exam: whatever is not handed in is so now, with all that was saved."""
        ended = replace(mock, state="ended", ended_at=at, paused_at=0)
        store.save(tx, ended)
        due_work.call_off(tx, CLOSING, mock.id)
        for sitting in store.sittings_of(tx, mock.id, held=True):
            if self.settle(tx, ended, sitting, at).state == "open":
                self.hand_in(tx, ended, sitting, at, "ended")
        self._curriculum.changed(tx, mock.class_id)
        for hear in self.on_end:
            hear(tx, ended, at)
        return ended

    def _end_if_done(self, tx: Connection, mock: Mock, at: int) -> None:
        if mock.state != "open" or mock.way == "together" or mock.paused_at or at < mock.closes_at:
            return
        held = store.hold(tx, mock.id)
        if held is not None and held.state == "open" and not store.count_open(tx, mock.id):
            self.end(tx, held, at)
