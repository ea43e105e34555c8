"""A learner sits a paper: begin, answer, flag, rest, go on elsewhere, hand in.

Every answer is on disk before it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from sqlalchemy import Connection

from bot.chat import Action, Answer, Event, Form, View, desk_of
from bot.classes.learners import accounts_of, is_member, is_staff
from bot.classes.register.service import Register
from bot.classes.service import NOT_HERE, Classes
from bot.clock import DAY
from bot.desks.service import Desks
from bot.errors import UserError
from bot.exams import model, store
from bot.exams.frozen import answers_of
from bot.exams.invigilation import Invigilation
from bot.exams.model import Mock, Sitting
from bot.exams.sitting.putting import Desk, Pages, Sheet
from bot.exams.sitting.writing import form_for, written
from bot.ids import new_id
from bot.quiz.kinds import Refused
from bot.responses import service as responses
from bot.responses.model import Given, NewResponse
from bot.storage import outbox
from bot.storage.database import Database

NONE_OPEN = "You have no exam under way. Begin one where your teacher announced it, or with /mock begin."
TOGETHER = "That exam is sat together: answer below the question in the room."

A_DAY_TOGETHER = DAY
"""What is sat together ends with its last question, and has no deadline of anybody's own before that."""

Told = Callable[[View], Answer]


class Sittings:
    """The sittings of everyone."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        register: Register,
        invigilation: Invigilation,
        desks: Desks,
        random: Random,
        pages: Pages,
    ) -> None:
        self._database = database
        self._classes = classes
        self._register = register
        self._invigilation = invigilation
        self._desks = desks
        self._random = random
        self._pages = pages

    # Beginning, and coming back

    async def begin(self, event: Event, mock_id: str, told: Told) -> Answer:
        """Begin a sitting, or come back to it. Raises `UserError` where the exam can't be begun by this person now."""
        here = None if event.room.private else await self._classes.of(event)

        def start(tx: Connection) -> Answer:
            mock = self._invigilation.held(tx, mock_id)
            persons = accounts_of(tx, event.person)
            if here != mock.class_id and not (here is None and is_member(tx, mock.class_id, persons)):
                raise UserError(NOT_HERE)
            begun = store.sitting_of(tx, mock.id, persons)
            if begun is not None and mock.way == "own":
                return self._come_back(tx, event, mock, begun, told)
            if mock.way == "together":
                raise UserError(TOGETHER)
            self.check_may_begin(tx, event, mock, persons)
            sitting = self.new(tx, event, mock, persons)
            self._invigilation.plan(tx, mock, sitting)
            desk, way = self._desk(tx, mock, sitting, event.at), self._desks.way(tx, event)
            outbox.post(tx, sitting.desk, desk_of(event.person), self._pages.contents(desk), event.at)
            return told(self._pages.begun(desk, way, before=False))

        return await self._database.once(event, start)

    def check_may_begin(self, tx: Connection, event: Event, mock: Mock, persons: tuple[str, ...]) -> None:
        """Make sure that somebody may begin now. Raises `UserError`."""
        if mock.state != "open" or event.at >= mock.closes_at:
            raise UserError("That exam can't be begun any more. Ask your teacher.")
        if event.at < mock.opens_at:
            raise UserError("That exam can't be begun yet. Its announcement says from when.")
        if mock.paused_at:
            raise UserError("The exam is paused. Begin when your teacher lets it go on.")
        if is_staff(tx, mock.class_id, persons):
            raise UserError("You teach, mark or observe this class, so you don't sit its exams.")
        if not mock.everyone and not store.persons_of(tx, mock.id) & set(persons):
            raise UserError("That exam is set to others. Ask your teacher if you should sit it.")

    def new(self, tx: Connection, event: Event, mock: Mock, persons: tuple[str, ...]) -> Sitting:
        """A sitting that begins now, with the person's own time; together, in the order that all have."""
        line = self._register.line_of(tx, mock.class_id, persons)
        is_alone = mock.way == "own"
        id = new_id(self._random, lambda id: store.find_sitting(tx, id))
        sitting = Sitting(
            id=id,
            mock_id=mock.id,
            person=event.person,
            seed=new_id(self._random) if is_alone else mock.id,
            began_at=event.at,
            ends_at=event.at + (model.allowed(mock.minutes, line.extra_time) if is_alone else A_DAY_TOGETHER),
            extra=line.extra_time,
            may_rest=line.rest_breaks and is_alone,
            desk=f"sitting:{id}:0",
        )
        store.begin(tx, sitting)
        self._classes.note(tx, mock.class_id, event)
        return sitting

    async def resume(self, event: Event, told: Told) -> Answer:
        """Go on where the person left off, in a new message on their desk. Raises `UserError` if nothing is open."""

        def back(tx: Connection) -> Answer:
            for sitting in store.begun_by(tx, accounts_of(tx, event.person), 10):
                mock, held = self._invigilation.own(tx, event, sitting.id)
                if held.state == "open" and mock.way == "own":
                    return self._come_back(tx, event, mock, held, told)
            raise UserError(NONE_OPEN)

        return await self._database.once(event, back)

    def _come_back(self, tx: Connection, event: Event, mock: Mock, sitting: Sitting, told: Told) -> Answer:
        sitting = self._invigilation.settle(tx, mock, sitting, event.at)
        desk = self._desk(tx, mock, sitting, event.at)
        if sitting.state != "open":
            return told(self._pages.handed_in(desk))
        way = self._desks.way(tx, event)
        moved = replace(sitting, turn=sitting.turn + 1, desk=f"sitting:{sitting.id}:{sitting.turn + 1}")
        store.save_sitting(tx, moved)
        outbox.edit(tx, sitting.desk, self._pages.moved(desk), event.at)
        desk = replace(desk, sitting=moved)
        outbox.post(tx, moved.desk, desk_of(event.person), self._page(desk), event.at)
        return told(self._pages.begun(desk, way, before=True))

    # Looking

    async def open(self, event: Event, id: str, number: int, told: Told) -> Answer:
        """Open a question by its number, or the contents: 0."""
        return await self._turn(event, id, number, told, self._page)

    async def contents(self, event: Event, id: str, first: int, told: Told) -> Answer:
        """Show the contents from a number on."""
        return await self._turn(event, id, 0, told, lambda desk: self._pages.contents(desk, first))

    async def ask_to_hand_in(self, event: Event, id: str, told: Told) -> Answer:
        """Show what is not answered, before it is handed in."""
        return await self._turn(event, id, None, told, self._pages.asked_to_hand_in)

    async def _turn(
        self, event: Event, id: str, number: int | None, told: Told, page: Callable[[Desk], View]
    ) -> Answer:
        def turn(tx: Connection, desk: Desk) -> Answer:
            if number is not None and number != desk.sitting.page:
                if number:
                    desk.sheet(number)
                desk = replace(desk, sitting=replace(desk.sitting, page=number))
                store.save_sitting(tx, desk.sitting)
            return told(page(desk))

        return await self._change(event, id, turn, told)

    # Answering

    async def press(self, event: Event, id: str, number: int, option: int, told: Told) -> Answer:
        """An option was pressed: that is the answer, or a part of it."""

        def take(tx: Connection, desk: Desk) -> Answer:
            sheet = desk.sheet(number)
            if sheet.kind.how == "write" or not 0 <= option < len(sheet.layout):
                raise UserError("There is no such option.")
            given = sheet.kind.after(sheet.item.question, sheet.layout, sheet.given, option)
            return told(self._kept(tx, event, sheet, given))

        return await self._change(event, id, take, told, answers=True)

    async def form(self, event: Event, id: str, number: int, part: int, action: Action) -> Form:
        """The form of a button of a question, with what was written before. Raises `UserError`."""

        def find(tx: Connection) -> Form:
            mock, sitting = self._invigilation.own(tx, event, id, hold=False)
            if mock.way == "together":
                raise UserError(TOGETHER)
            _check_takes(mock, sitting, event.at)
            return form_for(self._desk(tx, mock, sitting, event.at).sheet(number), part, action)

        return await self._database.read(find)

    async def write(
        self,
        event: Event,
        id: str,
        number: int,
        part: int,
        fields: Mapping[str, str],
        told: Told,
        refused: Callable[[Refused], Answer],
    ) -> Answer:
        """Save what was written: an answer, a part of it, or a passage of a long one. An empty passage is taken out."""

        def take(tx: Connection, desk: Desk) -> Answer:
            sheet = desk.sheet(number)
            given = written(sheet, part, fields)
            if isinstance(given, Refused):
                return refused(given)
            return told(self._kept(tx, event, sheet, given))

        return await self._change(event, id, take, told, answers=True)

    def _kept(self, tx: Connection, event: Event, sheet: Sheet, given: Given) -> View:
        responses.respond(tx, sheet.asking, NewResponse(event.person, given, event.at, event.delivery))
        late = model.is_late(sheet.desk.sitting, event.at)
        return self._pages.question(replace(sheet, given=given), late=late)

    async def flag(self, event: Event, id: str, number: int, told: Told) -> Answer:
        """Flag a question to come back to, or take the flag off."""

        def change(tx: Connection, desk: Desk) -> Answer:
            flags = desk.sitting.flags ^ {desk.sheet(number).position}
            flagged = replace(desk, sitting=replace(desk.sitting, flags=flags))
            store.save_sitting(tx, flagged.sitting)
            return told(self._pages.question(flagged.sheet(number)))

        return await self._change(event, id, change, told)

    # Resting

    async def rest(self, event: Event, id: str, told: Told) -> Answer:
        """Stop the clock for a rest break. Raises `UserError` where the person has none."""

        def change(tx: Connection, desk: Desk) -> Answer:
            if not desk.sitting.may_rest:
                raise UserError("Rest breaks are for those who have them in the register. Ask your teacher.")
            resting = replace(desk, sitting=model.stopped(desk.sitting, event.at, resting=True))
            store.save_sitting(tx, resting.sitting)
            return told(self._pages.resting(resting))

        return await self._change(event, id, change, told)

    async def go_on(self, event: Event, id: str, told: Told) -> Answer:
        """End the rest break; the deadline moves on by as long as it lasted."""

        def change(tx: Connection) -> Answer:
            mock, sitting = self._invigilation.own(tx, event, id)
            if sitting.state == "open" and sitting.resting:
                sitting = model.rested(mock, sitting, event.at)
                store.save_sitting(tx, sitting)
                self._invigilation.plan(tx, mock, sitting)
            return told(
                self._now(self._desk(tx, mock, self._invigilation.settle(tx, mock, sitting, event.at), event.at))
            )

        return await self._database.once(event, change)

    # Handing in

    async def hand_in(self, event: Event, id: str, told: Told) -> Answer:
        """Hand in for good."""

        def change(tx: Connection, desk: Desk) -> Answer:
            done = self._invigilation.hand_in(tx, desk.mock, desk.sitting, event.at, "self")
            return told(self._pages.handed_in(replace(desk, sitting=done)))

        return await self._change(event, id, change, told)

    # What they have in common

    async def _change(
        self,
        event: Event,
        id: str,
        change: Callable[[Connection, Desk], Answer],
        told: Told,
        *,
        answers: bool = False,
    ) -> Answer:
        """Change something about the person's open sitting; where nothing can be, that is shown in its place."""

        def changed(tx: Connection) -> Answer:
            mock, sitting = self._invigilation.own(tx, event, id)
            if mock.way == "together" and sitting.state == "open":
                raise UserError(TOGETHER)
            sitting = self._invigilation.settle(tx, mock, sitting, event.at)
            desk = self._desk(tx, mock, sitting, event.at)
            if sitting.state != "open" or sitting.stopped_at:
                if answers:
                    _check_takes(mock, sitting, event.at)
                return told(self._now(desk))
            return change(tx, desk)

        return await self._database.once(event, changed)

    def _now(self, desk: Desk) -> View:
        """What the sitting shows, whatever its state."""
        if desk.sitting.state != "open":
            return self._pages.handed_in(desk)
        return self._pages.resting(desk) if desk.sitting.stopped_at else self._page(desk)

    def _page(self, desk: Desk) -> View:
        page = desk.sitting.page
        return self._pages.question(desk.sheet(page)) if page else self._pages.contents(desk)

    def _desk(self, tx: Connection, mock: Mock, sitting: Sitting, at: int) -> Desk:
        paper, answers = self._invigilation.papers.of(tx, mock.id), answers_of(tx, [sitting])[sitting.id]
        return Desk(mock, paper, sitting, answers, at)


def _check_takes(mock: Mock, sitting: Sitting, at: int) -> None:
    """Make sure that answers are taken now. Raises `UserError`: what was written is given back by whoever tells it."""
    if sitting.state != "open" or model.is_over(mock, sitting, at):
        raise UserError("Your exam is handed in: this answer came too late, and what was saved before stands.")
    if sitting.resting:
        raise UserError("You are having a rest break: press [Go on] first, and then answer.")
    if sitting.stopped_at:
        raise UserError("The exam is paused: nothing is taken, and your time stands still.")
