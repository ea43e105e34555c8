"""What people do in a round, and what time does: start, answer, close, next, stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from random import Random
from typing import TypeAlias

from sqlalchemy import Connection

from bot.chat import Action, Answer, Event, Form, Room
from bot.chat.underway import Underway
from bot.classes.service import Classes
from bot.clock import Clock
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.ids import new_id
from bot.quiz.forms import form_of
from bot.quiz.kinds import kind_of
from bot.quiz.picking import pick, title
from bot.quiz.rounds import putting, store
from bot.quiz.rounds.answering import Answers
from bot.quiz.rounds.conductor import NEXT, Conductor, round_of
from bot.quiz.rounds.model import Round
from bot.quiz.rounds.putting import Missed, Place, Put
from bot.responses import service as responses
from bot.responses.model import Earned, Given, ranked
from bot.storage import due as due_work
from bot.storage.database import Database
from bot.storage.due import Due

LATELY = 5
"""Rounds whose questions are not asked again as long as there are others."""
Questions: TypeAlias = tuple[tuple[str, int], ...]
"""Ids with their revisions."""
REMEMBERED = 10_000
"""Questions of live rounds that are kept laid out; the rest are laid out again when asked for."""


class Rounds:
    """The live rounds of every class."""

    def __init__(
        self,
        database: Database,
        curriculum: Curriculum,
        classes: Classes,
        clock: Clock,
        random: Random,
        conductor: Conductor,
        underway: Underway,
    ) -> None:
        self._database = database
        self._curriculum = curriculum
        self._classes = classes
        self._clock = clock
        self._random = random
        self._put: dict[tuple[str, int], Put] = {}
        self._looking: dict[tuple[str, int], asyncio.Future[Put]] = {}
        self._answers = Answers(database, classes)
        self._conductor = conductor
        self._underway = underway

    async def start(
        self,
        event: Event,
        *,
        topic: str | None,
        questions: int,
        seconds: int,
        speed: bool,
        thread: bool,
        told: Callable[[Round], Answer],
        these: Callable[[Connection, str], tuple[str, Questions]] | None = None,
    ) -> Answer:
        """Begin a round in the event's room on what a person meant by `topic`, or on everything.

        A question is open for `seconds`, or longer where somebody in the class needs longer. With `thread` the round
        has one of its own, unless it begins in one. `these` gives a title and just these questions. Raises
        `UserError` if one is going on there, or there is no such topic.
        """
        class_id = await self._classes.of(event)
        about = (await self._curriculum.of(class_id)).topic(topic) if topic else None
        room = event.room.key
        if event.room.private:
            raise UserError("A round needs a room with the class in it. On your own, use /quiz solo.")

        def begin(tx: Connection) -> Answer:
            first, *also = self._classes.twins(tx, room)
            if store.live_in(tx, first):
                raise UserError("A round is going on here already. /quiz stop ends it.")
            bank = self._curriculum.at(tx, class_id)
            lately = store.recent_questions(tx, class_id, LATELY)
            if these is None:
                chosen = pick(bank, self._random, topic=about, count=questions, lately=lately)
                name = title(bank, about)
            else:
                name, chosen = these(tx, class_id)
            game = Round(
                id=new_id(self._random, lambda id: store.find(tx, id)),
                class_id=class_id,
                room=first,
                also=tuple(also),
                starter=event.person,
                title=name,
                questions=chosen,
                seconds=self._conductor.lengthened(tx, class_id, seconds),
                speed=speed,
                created_at=event.at,
                threaded=thread and not event.room.parent,
            )
            store.create(tx, game)
            if game.threaded:
                self._conductor.open_thread(tx, game, event.at)
            self._conductor.ask(tx, game, event.at)
            return told(game)

        return await self._database.once(event, begin)

    def forget(self, is_gone: Callable[[str], bool]) -> None:
        """Remember nothing any more of rounds that were begun by the persons for whom this holds."""
        self._put = {key: put for key, put in self._put.items() if not is_gone(put.game.starter)}

    def goes_on(self, tx: Connection) -> bool:
        """Whether a live round goes on anywhere."""
        return store.any_live(tx)

    async def put(self, id: str, position: int) -> Put:
        """A question of a round as it was put. Raises `UserError` if there is no such round or question."""
        key = (id, position)
        if key in self._put:
            return self._put[key]
        looking = self._looking.get(key)
        if looking is None:
            # A whole room presses at once: one of them looks the question up, the others wait for it.
            looking = self._looking[key] = asyncio.ensure_future(self._look_up(id, position))
            looking.add_done_callback(lambda _: self._looking.pop(key, None))
        return await asyncio.shield(looking)

    async def form(self, event: Event, id: str, position: int, pressed: int, action: Action) -> Form:
        """The form that a button of an open question opens, with what the person has answered so far in it.

        Raises `UserError` if the question takes no answers now, or there is nothing to write.
        """
        put = await self.put(id, position)
        _same_room(put.game, event.room)

        def find(tx: Connection) -> Given:
            if not store.is_open(tx, id, position, event.at):
                raise UserError(f"Question {position} is closed.")
            before = responses.latest(tx, put.asking, event.person)
            return before.given if before else ()

        before = await self._database.read(find)
        return form_of(action, put.question, put.kind, put.layout, pressed, before=before)

    async def answer(
        self, event: Event, put: Put, change: Callable[[Given], Given], told: Callable[[Given], Answer]
    ) -> Answer:
        """Record what a person answers now; `change` makes it from what they had answered, `told` says it back.

        Raises `UserError` if the question is not open.
        """
        _same_room(put.game, event.room)
        return await self._answers.record(event, put, change, told)

    async def count(self, work: Due) -> None:
        """Show in the open question's message how many have answered."""

        def show(tx: Connection) -> None:
            due_work.finish(tx, work)
            game = store.find(tx, work.subject)
            if game and game.phase == "asking" and game.position == int(work.step):
                self._conductor.show_count(tx, game, self._clock.now())

        await self._database.write(show)

    async def close(self, work: Due) -> None:
        """Close the question whose deadline has come: mark the last answer of each, and reveal.

        Answers that arrived in time and are still on their way to the disk go first.
        """
        await self._underway.settled(before=work.at)

        def reveal(tx: Connection) -> None:
            due_work.finish(tx, work)
            game = store.hold(tx, work.subject)
            if game is None or game.phase != "asking" or game.position != int(work.step):
                return
            self._conductor.reveal(tx, game, self._clock.now())

        await self._database.write(reveal)

    async def next(self, work: Due) -> None:
        """Go on to the next question, or to the end, once the pause is over."""

        def go_on(tx: Connection) -> None:
            due_work.finish(tx, work)
            game = store.hold(tx, work.subject)
            if game and game.phase == "revealed" and game.position == int(work.step):
                self._conductor.ask(tx, game, self._clock.now())

        await self._database.write(go_on)

    async def hurry(self, event: Event, id: str, position: int, told: Callable[[Round], Answer]) -> Answer:
        """Go on at once, because the teacher says so. Raises `UserError` if the round has gone on already."""

        def go_on(tx: Connection) -> Answer:
            game = _found(store.hold(tx, id))
            _same_room(game, event.room)
            if game.phase != "revealed" or game.position != position:
                raise UserError("The round has gone on already.")
            due_work.call_off(tx, NEXT, game.id)
            self._conductor.ask(tx, game, event.at)
            return told(game)

        return await self._database.once(event, go_on)

    async def stop(self, event: Event, told: Callable[[Round], Answer]) -> Answer:
        """End the round in the event's room; what is open is not marked. Raises `UserError` if there is none."""

        def end(tx: Connection) -> Answer:
            game = self._live(tx, event.room.key) or self._live(tx, event.room.parent)
            if game is None:
                raise UserError("No round is going on here.")
            self._conductor.end(tx, game, "stopped", event.at)
            return told(game)

        return await self._database.once(event, end)

    async def room_gone(self, room: str, advice: str = "", told: Collection[str] = ()) -> None:
        """End the round in a room or thread that is no more, or that Swot may not write in; nothing is said there.

        Where there is `advice`, whoever began the round gets it on their desk; of one that was only announced it is
        said together with what else they have said there, to those who are `told` of that.
        """

        def end(tx: Connection) -> None:
            game = self._held(tx, round_of(room)) if round_of(room) else self._live(tx, room)
            # Where it goes on in other rooms too, those go on.
            if game and not game.also:
                knows = not game.position and game.starter in told
                self._conductor.end(tx, game, "room gone", self._clock.now(), "" if knows else advice)

        await self._database.write(end)

    async def own(self, event: Event, id: str) -> Place:
        """A person's own place in a round that is over, and which of their answers were not right."""

        def find(tx: Connection) -> Place:
            game = _ended(store.find(tx, id), event.room)
            places = ranked(responses.session_totals(tx, game.session))
            place, total = next(((place, one) for place, one in places if event.person in one.persons), (0, None))
            return Place(game, place, total, len(places), self._missed(tx, event, game))

        return await self._database.read(find)

    async def own_answer(self, event: Event, id: str, position: int) -> tuple[Put, Given, Earned | None]:
        """What a person answered to a question of a round, and its mark. Raises `UserError` while it is open."""

        def find(tx: Connection) -> tuple[Put, Given, Earned | None]:
            game = _revealed(store.find(tx, id), position, event.room)
            put = putting.put(self._curriculum.at(tx, game.class_id), game, position)
            marks = responses.session_marks(tx, game.session, event.person)
            mark = next((mark for mark in marks if mark.position == position), None)
            given = responses.given_of(tx, [mark.response])[mark.response] if mark else ()
            return put, given, mark

        return await self._database.read(find)

    def revealed(self, tx: Connection, id: str, position: int, room: Room) -> tuple[str, str]:
        """The class and the question of a round in this room whose answer everybody has seen. Raises `UserError`."""
        game = _revealed(store.find(tx, id), position, room)
        return game.class_id, game.question(position)

    def _missed(self, tx: Connection, event: Event, game: Round) -> tuple[Missed, ...]:
        bank = self._curriculum.at(tx, game.class_id)
        marks = [
            mark
            for mark in responses.session_marks(tx, game.session, event.person)
            if mark.verdict != "right" and bank.has(mark.question)
        ]
        given = responses.given_of(tx, [mark.response for mark in marks])
        found = []
        for mark in marks:
            question = bank.question(mark.question)
            kind = kind_of(question)
            words = kind.spelt_out(question, given.get(mark.response, ()))
            found.append(Missed(mark.position, kind.spoken(question), words, mark.response, mark.points))
        return tuple(found)

    async def missed(self, event: Event, id: str) -> tuple[str, tuple[str, ...]]:
        """The round's title, and which of its questions the person did not get wholly right."""

        def find(tx: Connection) -> tuple[str, tuple[str, ...]]:
            game = _ended(store.find(tx, id), event.room)
            right = {
                mark.question
                for mark in responses.session_marks(tx, game.session, event.person)
                if mark.verdict == "right"
            }
            bank = self._curriculum.at(tx, game.class_id)
            asked = [question for question, _ in game.questions[: game.position] if bank.offers(question)]
            return game.title, tuple(question for question in asked if question not in right)

        return await self._database.read(find)

    async def sources(self, event: Event, id: str, position: int) -> tuple[Put, tuple[str, ...]]:
        """What a question of the round rests on. Raises `UserError` while it is open: the source tells the answer."""

        def find(tx: Connection) -> tuple[Put, tuple[str, ...]]:
            game = _revealed(store.find(tx, id), position, event.room)
            bank = self._curriculum.at(tx, game.class_id)
            put = putting.put(bank, game, position)
            return put, bank.sources(put.id)

        return await self._database.read(find)

    def is_live(self, tx: Connection, room: str) -> bool:
        """Whether a live round is going on in a room, or in one that shows the same."""
        return store.live_in(tx, self._classes.twins(tx, room)[0]) is not None

    def put_within(self, tx: Connection, id: str, position: int) -> Put:
        """A question of a round as it was put, in the caller's transaction. Raises `UserError` as `put` does."""
        game = _found(store.find(tx, id))
        return putting.put(self._curriculum.at(tx, game.class_id), game, position)

    def _live(self, tx: Connection, room: str) -> Round | None:
        """The round that is going on in a room, kept from going on until the transaction ends."""
        found = store.live_in(tx, self._classes.twins(tx, room)[0])
        return self._held(tx, found.id) if found else None

    def _held(self, tx: Connection, id: str) -> Round | None:
        held = store.hold(tx, id)
        return held if held and held.phase != "over" else None

    async def _look_up(self, id: str, position: int) -> Put:
        found = await self._database.read(self.put_within, id, position)
        if len(self._put) >= REMEMBERED:
            self._put.clear()
        self._put[id, position] = found
        return found


def _found(game: Round | None) -> Round:
    if game is None:
        raise UserError("That round is not known here.")
    return game


def _revealed(game: Round | None, position: int, room: Room) -> Round:
    """The round in this room, if its question at `position` is closed. Raises `UserError`."""
    game = _found(game)
    _same_room(game, room)
    if not 1 <= position <= game.closed:
        raise UserError("That comes with the answer.")
    return game


def _ended(game: Round | None, room: Room) -> Round:
    game = _found(game)
    _same_room(game, room)
    if game.phase != "over":
        raise UserError("The round is still going on.")
    return game


def _same_room(game: Round, room: Room) -> None:
    if not {room.key, room.parent} & set(game.rooms):
        raise UserError("That round is in another room.")
