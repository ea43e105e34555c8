"""An exam that is sat together: one question after the other stands in the room, and closes for all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from sqlalchemy import Connection

from bot.chat import Action, Answer, Event, Form, View
from bot.chat.underway import Underway
from bot.classes.learners import accounts_of, learners_of
from bot.classes.register.service import Register
from bot.classes.service import NOT_HERE, Classes
from bot.clock import DAY, SECOND, Clock
from bot.errors import UserError
from bot.exams import model, store
from bot.exams.frozen import answers_of
from bot.exams.invigilation import Invigilation
from bot.exams.model import Mock, Sitting
from bot.exams.paper import ExamPaper, Item
from bot.exams.setting.service import ExamSetting
from bot.exams.sitting.putting import Desk, Sheet
from bot.exams.sitting.service import Sittings
from bot.exams.sitting.writing import form_for, written
from bot.quiz.kinds import Refused
from bot.responses import service as responses
from bot.responses.model import NewResponse
from bot.storage import due as due_work
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.due import Due

QUESTION = "exam.question"
"""The kind of due work that puts the next question of an exam that is sat together."""
READY = 15 * SECOND
"""Between the announcement and the first question."""
LEAST = 15
"""Seconds that every question stands, however little it is worth."""

Told = Callable[[Sheet], Answer]


class Pages(Protocol):
    """How such an exam looks in its room; given by its commands."""

    def question(self, sheet: Sheet) -> View:
        """The question that is open, and when it closes."""
        ...

    def closed(self, sheet: Sheet, answered: int) -> View:
        """The same once it is closed: not a word on what is right."""
        ...

    def paused(self, mock: Mock) -> View:
        """In place of the question while the exam is paused."""
        ...


class Together:
    """The exams that are sat together."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        register: Register,
        invigilation: Invigilation,
        sittings: Sittings,
        setting: ExamSetting,
        clock: Clock,
        underway: Underway,
        pages: Pages,
    ) -> None:
        self._database = database
        self._classes = classes
        self._register = register
        self._invigilation = invigilation
        self._sittings = sittings
        self._clock = clock
        self._underway = underway
        self._pages = pages
        setting.on_start.append(self._begin)
        setting.on_pause.append(self._pause)
        setting.on_go_on.append(self._go_on)
        setting.on_extend.append(self._extend)
        invigilation.on_end.append(self._end)

    # One question after the other

    async def next(self, work: Due) -> None:
        """The time of a question is up: the next one is put, or the exam is over. What came before is taken first."""
        await self._underway.settled(work.at)

        def go_on(tx: Connection) -> None:
            due_work.finish(tx, work)
            mock = store.hold(tx, work.subject)
            now = self._clock.now()
            if mock is None or mock.state != "open" or mock.paused_at or mock.way != "together":
                return
            if mock.position and now < mock.question_ends_at + mock.grace * SECOND:
                self._plan(tx, mock)
            else:
                self._put(tx, mock, max(now, work.at) if mock.position else now)

        await self._database.write(go_on)

    async def hurry(self, event: Event, mock_id: str, told: Callable[[int], Answer]) -> Answer:
        """Close the open question now and put the next one; `told` gets its number, or 0 at the end."""

        def go_on(tx: Connection) -> Answer:
            mock = self._invigilation.held(tx, mock_id)
            if mock.state != "open" or mock.way != "together" or mock.paused_at:
                raise UserError("There is no question to go on from.")
            return told(self._put(tx, mock, event.at))

        return await self._database.once(event, go_on)

    def _put(self, tx: Connection, mock: Mock, now: int) -> int:
        """Put the question after the present one; its number, or 0 where the exam is over."""
        due_work.call_off(tx, QUESTION, mock.id)
        self._close(tx, mock, now)
        paper = self._invigilation.papers.of(tx, mock.id)
        if mock.position >= len(paper.items):
            self._invigilation.end(tx, mock, now)
            return 0
        number = mock.position + 1
        item = paper.item(paper.order(mock.id)[number - 1])
        put = replace(mock, position=number, question_ends_at=now + self._seconds(tx, mock, paper, item) * SECOND)
        store.save(tx, put)
        view = self._pages.question(self._sheet(tx, put, now))
        for index, room in enumerate(self._classes.twins(tx, put.room)):
            outbox.post(tx, _key(put, index), room, view, now)
        self._plan(tx, put)
        return number

    def _seconds(self, tx: Connection, mock: Mock, paper: ExamPaper, item: Item) -> int:
        """How long a question stands: its share of the minutes by its marks, lengthened for all alike."""
        share = max(LEAST, mock.minutes * 60 * item.marks // paper.marks)
        there = {one.id for one in learners_of(tx, mock.class_id) if not one.staff}
        lines = self._register.lines(tx, mock.class_id)
        return model.lengthened(share, [line.extra_time for id, line in lines.items() if id in there])

    def _plan(self, tx: Connection, mock: Mock) -> None:
        at = mock.question_ends_at + mock.grace * SECOND
        due_work.add(tx, QUESTION, mock.id, at, at)

    def _close(self, tx: Connection, mock: Mock, now: int) -> None:
        if not mock.position:
            return
        sheet = self._sheet(tx, mock, now)
        sessions = [one.session for one in store.sittings_of(tx, mock.id)]
        view = self._pages.closed(sheet, store.answered_at(tx, sessions, sheet.position))
        self._show(tx, mock, view, now)

    def _show(self, tx: Connection, mock: Mock, view: View, now: int) -> None:
        for index, _ in enumerate(self._classes.twins(tx, mock.room)):
            outbox.edit(tx, _key(mock, index), view, now)

    def _sheet(self, tx: Connection, mock: Mock, at: int, sitting: Sitting | None = None) -> Sheet:
        """The open question as everybody sees it, or as one learner has answered it."""
        answers = answers_of(tx, [sitting])[sitting.id] if sitting else {}
        desk = Desk(mock, self._invigilation.papers.of(tx, mock.id), sitting or _anybody(mock), answers, at)
        return desk.sheet(mock.position)

    # What the teacher does

    def _begin(self, tx: Connection, mock: Mock, _paper: ExamPaper, at: int) -> None:
        if mock.way == "together":
            begins_at = max(at + READY, mock.opens_at)
            due_work.add(tx, QUESTION, mock.id, begins_at, begins_at)

    def _pause(self, tx: Connection, mock: Mock, at: int) -> None:
        if mock.way == "together":
            due_work.call_off(tx, QUESTION, mock.id)
            if mock.position:
                self._show(tx, mock, self._pages.paused(mock), at)

    def _go_on(self, tx: Connection, mock: Mock, at: int, stood: int) -> None:
        if mock.way != "together":
            return
        if not mock.position:
            due_work.add(tx, QUESTION, mock.id, at + READY, at + READY)
            return
        self._move(tx, mock, stood, at)

    def _extend(self, tx: Connection, mock: Mock, at: int, minutes: int) -> None:
        """More time is more for the open question; those to come get their share of it."""
        if mock.way == "together" and mock.position and not mock.paused_at:
            self._move(tx, mock, minutes * 60 * SECOND, at)

    def _move(self, tx: Connection, mock: Mock, by: int, at: int) -> None:
        later = replace(mock, question_ends_at=mock.question_ends_at + by)
        store.save(tx, later)
        due_work.call_off(tx, QUESTION, mock.id)
        self._plan(tx, later)
        self._show(tx, later, self._pages.question(self._sheet(tx, later, at)), at)
        # Where the room was closed to Swot, it has never stood there.
        keys = [_key(later, index) for index, _ in enumerate(self._classes.twins(tx, later.room))]
        outbox.post_again(tx, keys, at)

    def _end(self, tx: Connection, mock: Mock, at: int) -> None:
        if mock.way == "together":
            due_work.call_off(tx, QUESTION, mock.id)
            self._close(tx, mock, at)

    # What learners do

    async def press(self, event: Event, mock_id: str, number: int, option: int, told: Told) -> Answer:
        """An option of the open question was pressed: that is the answer, or a part of it."""

        def take(tx: Connection, sheet: Sheet) -> Answer:
            if sheet.kind.how == "write" or not 0 <= option < len(sheet.layout):
                raise UserError("There is no such option.")
            given = sheet.kind.after(sheet.item.question, sheet.layout, sheet.given, option)
            responses.respond(tx, sheet.asking, NewResponse(event.person, given, event.at, event.delivery))
            return told(replace(sheet, given=given))

        return await self._answer(event, mock_id, number, take)

    async def form(self, event: Event, mock_id: str, number: int, part: int, action: Action) -> Form:
        """The form of a button of the open question, with what was written before. Raises `UserError`."""
        here = await self._classes.of(event)

        def find(tx: Connection) -> Form:
            mock = self._open(tx, mock_id, here, number, event.at)
            sitting = store.sitting_of(tx, mock.id, accounts_of(tx, event.person))
            return form_for(self._sheet(tx, mock, event.at, sitting), part, action)

        return await self._database.read(find)

    async def write(
        self,
        event: Event,
        mock_id: str,
        number: int,
        part: int,
        fields: Mapping[str, str],
        told: Told,
        refused: Callable[[Refused], Answer],
    ) -> Answer:
        """Save what was written to the open question."""

        def take(tx: Connection, sheet: Sheet) -> Answer:
            given = written(sheet, part, fields)
            if isinstance(given, Refused):
                return refused(given)
            responses.respond(tx, sheet.asking, NewResponse(event.person, given, event.at, event.delivery))
            return told(replace(sheet, given=given))

        return await self._answer(event, mock_id, number, take)

    async def _answer(
        self, event: Event, mock_id: str, number: int, take: Callable[[Connection, Sheet], Answer]
    ) -> Answer:
        here = await self._classes.of(event)

        def answer(tx: Connection) -> Answer:
            mock = self._open(tx, mock_id, here, number, event.at, held=True)
            persons = accounts_of(tx, event.person)
            sitting = store.sitting_of(tx, mock.id, persons)
            if sitting is None:
                self._sittings.check_may_begin(tx, event, mock, persons)
                sitting = self._sittings.new(tx, event, mock, persons)
            return take(tx, self._sheet(tx, mock, event.at, sitting))

        return await self._database.once(event, answer)

    def _open(self, tx: Connection, mock_id: str, here: str, number: int, at: int, *, held: bool = False) -> Mock:
        mock = self._invigilation.held(tx, mock_id) if held else self._invigilation.mock(tx, mock_id)
        if mock.class_id != here or mock.way != "together":
            raise UserError(NOT_HERE)
        if mock.paused_at:
            raise UserError("The exam is paused: nothing is taken until your teacher lets it go on.")
        closes_at = mock.question_ends_at + mock.grace * SECOND
        if mock.state != "open" or number != mock.position or at >= closes_at:
            raise UserError(f"Question {number} is closed.")
        return mock


def _key(mock: Mock, index: int) -> str:
    return f"mock:{mock.id}:q{mock.position}:{index}"


def _anybody(mock: Mock) -> Sitting:
    """The sitting of nobody, in whose order all see the paper."""
    return Sitting(
        id="",
        mock_id=mock.id,
        person="",
        seed=mock.id,
        began_at=mock.set_at,
        ends_at=mock.set_at + DAY,
    )
