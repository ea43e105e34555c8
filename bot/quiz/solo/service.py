"""What happens in a solo quiz: begin, answer, skip, go on, result."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import TypeAlias

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.chat import Action, Answer, Event, Form, View
from bot.classes.learners import accounts_of
from bot.classes.service import Classes
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.ids import new_id
from bot.quiz.forms import answer_of, form_of
from bot.quiz.kinds import Refused
from bot.quiz.picking import pick, title
from bot.quiz.solo import model, standing, store
from bot.quiz.solo.model import Solo
from bot.quiz.solo.putting import Gate, Page, Pages, Summary
from bot.quiz.solo.settling import Settling
from bot.responses.marks import Marks
from bot.storage.database import Database

USUAL = 10
"""Questions of a quiz when nobody says how many."""
AGAIN = ", again"
"""What is added to the title of a quiz of what went wrong."""
LATELY = 5
"""Quizzes whose questions are not asked again as long as there are others."""

Told: TypeAlias = Callable[[View], Answer]
"""How what is to be seen is answered with."""
Trials: TypeAlias = Callable[[Connection, str, str, int], Bank]
"""A version of a class's own pack by itself, by class, pack and number."""


class Solos:
    """The solo quizzes of everyone."""

    def __init__(
        self,
        database: Database,
        curriculum: Curriculum,
        classes: Classes,
        random: Random,
        pages: Pages,
        gate: Gate,
        trials: Trials,
        marks: Marks,
    ) -> None:
        self._database = database
        self._curriculum = curriculum
        self._classes = classes
        self._random = random
        self._pages = pages
        self._gate = gate
        self._trials = trials
        self._settling = Settling(pages, marks)
        self.ends_review: Callable[[Connection, Summary, int], View] | None = None
        """How the end of a review looks, by how it went and when that was."""

    async def begin(
        self,
        event: Event,
        *,
        topic: str | None,
        count: int | None,
        practice: bool | None,
        told: Told,
        kind: str = "",
    ) -> Answer:
        """Begin a quiz on what a person meant by `topic`, or on everything.

        Asked for without a word of which, go on with the last one if it is unfinished. Raises `UserError`.
        """
        class_id = await self._classes.of(event)
        about = (await self._curriculum.of(class_id)).topic(topic) if topic else None
        afresh = bool(kind) or topic is not None or count is not None or practice is not None

        def start(tx: Connection) -> Answer:
            for left in () if afresh else store.touched_since(tx, event.person, event.at - model.KEPT):
                if not left.done and not left.trial:
                    return told(self.resume(tx, event, left))
            bank = self._curriculum.at(tx, class_id)
            chosen = self._pick(tx, bank, event, about, kind, count or USUAL)
            name = title(bank, about, kind)
            return told(self._start(tx, event, class_id, about, name, chosen, practice=bool(practice), kind=kind))

        return await self._database.once(event, start)

    async def more(self, event: Event, id: str, told: Told) -> Answer:
        """Begin another quiz like the one with this id."""

        def start(tx: Connection) -> Answer:
            like = standing.owned(tx, store.find(tx, id), event)
            topic, kind = like.topic or None, like.kind
            bank = self._bank(tx, like)
            chosen = self._pick(tx, bank, event, None if like.trial else topic, kind, USUAL)
            name = like.title.removesuffix(AGAIN) if like.trial else title(bank, topic, kind)
            return told(self._start(tx, event, like.class_id, topic, name, chosen, practice=like.practice, kind=kind))

        return await self._database.once(event, start)

    async def ask(
        self, event: Event, title: str, questions: Iterable[str], told: Told, *, class_id: str | None = None
    ) -> Answer:
        """Begin a quiz of just these questions, but for those that the class is not asked. Raises `UserError`.

        The class is the event's, unless another is given.
        """
        class_id = class_id or await self._classes.of(event)

        def start(tx: Connection) -> Answer:
            bank = self._curriculum.at(tx, class_id)
            chosen = tuple((id, bank.question(id).revision) for id in questions if bank.offers(id))
            if not chosen:
                raise UserError("Your class is not asked that any more. /quiz solo begins something else.")
            return told(self._start(tx, event, class_id, None, title, chosen, practice=False))

        return await self._database.once(event, start)

    async def try_out(self, event: Event, class_id: str, version: tuple[str, int], name: str, told: Told) -> Answer:
        """Begin a quiz of a version of a class's own pack, published or not; it counts for nothing."""
        topic = f"{model.TRIAL}{version[0]}:{version[1]}"

        def start(tx: Connection) -> Answer:
            bank = self._trials(tx, class_id, *version)
            chosen = tuple((id, bank.question(id).revision) for id in bank.questions())
            return told(self._start(tx, event, class_id, topic, name, chosen, practice=True))

        return await self._database.once(event, start)

    async def retry(self, event: Event, id: str, told: Told) -> Answer:
        """Begin a quiz of what went wrong in the one with this id. Raises `UserError` if nothing did."""

        def start(tx: Connection) -> Answer:
            like = standing.owned(tx, store.find(tx, id), event)
            missed = standing.summary(tx, self._bank(tx, like), like).missed
            if not missed:
                raise UserError("You missed nothing.")
            bank = self._bank(tx, like)
            chosen = tuple((question, bank.question(question).revision) for question in missed)
            name = f"{like.title.removesuffix(AGAIN)}{AGAIN}"
            topic, kind = like.topic or None, like.kind
            about = (like.class_id, topic, name, chosen)
            return told(self._start(tx, event, *about, practice=like.practice, kind=kind, review=like.review))

        return await self._database.once(event, start)

    def resume(self, tx: Connection, event: Event, left: Solo) -> View:
        """Where a quiz was left off, within the caller's transaction."""
        solo = standing.still_asked(self._bank(tx, left), model.moved_on(left) if left.settled else left)
        store.save(tx, solo, event.at)
        if solo.done:
            return self._summary(tx, solo, event.at)
        return self._pages.question(standing.page(tx, self._bank(tx, solo), solo), resumed=True)

    def begin_review(
        self, tx: Connection, event: Event, class_id: str, title: str, questions: Sequence[tuple[str, int]]
    ) -> View:
        """Begin a quiz of what is due, in this order, within the transaction."""
        return self._start(tx, event, class_id, None, title, tuple(questions), practice=False, review=True)

    def left_review(self, tx: Connection, person: str, class_id: str, at: int) -> Solo | None:
        """The person's review in a class that is not over, begun with whichever account and touched within a day."""
        left = store.last_review(tx, accounts_of(tx, person), class_id, at - model.KEPT)
        return left if left and left.behind < len(left.questions) else None

    def begin_homework(
        self,
        tx: Connection,
        event: Event,
        class_id: str,
        homework: str,
        *,
        topic: str,
        kind: str,
        title: str,
        questions: Sequence[tuple[str, int]],
    ) -> View:
        """Begin the quiz of a homework, its questions in an order of the learner's own, within the transaction."""
        order = list(questions)
        self._random.shuffle(order)
        return self._start(
            tx, event, class_id, topic, title, tuple(order), practice=False, kind=kind, homework=homework
        )

    def of_homework(
        self, tx: Connection, homework: Collection[str], persons: Collection[str] | None = None
    ) -> list[Solo]:
        """The quizzes that are done for any of these homeworks, by anybody or by these persons."""
        return store.of_homework(tx, homework, persons)

    def left_of_homework(self, tx: Connection, homework: str) -> list[tuple[str, list[tuple[str, int]]]]:
        """Everybody who has begun a homework, and the questions that each has left: what is asked of many at once."""
        return store.left_of_homework(tx, homework)

    async def page(self, event: Event, id: str, position: int) -> Page:
        """The open question at `position`. Raises `UserError` if it is not the owner's to answer now."""

        def find(tx: Connection) -> Page:
            solo = standing.owned(tx, store.find(tx, id), event)
            if self._stopped(tx, solo, event.at):
                raise UserError("That can't be answered any more. /quiz homework shows where you are.")
            return self._open(tx, solo, event, position)

        return await self._database.read(find)

    async def press(self, event: Event, id: str, position: int, option: int, told: Told) -> Answer:
        """An option was pressed: that is the answer, or a part of it."""

        def change(tx: Connection, page: Page) -> View:
            if page.kind.how == "write" or not 0 <= option < len(page.layout):
                raise UserError("There is no such option.")
            given = page.kind.after(page.question, page.layout, page.given, option)
            self._settling.respond(tx, event, page, given)
            if page.kind.how == "gather":
                return self._pages.question(replace(page, given=given))
            return self._settling.settle(tx, event, replace(page, given=given))

        return await self._change(event, id, position, change, told)

    async def check(self, event: Event, id: str, position: int, told: Told) -> Answer:
        """What was gathered is to be the answer."""

        def change(tx: Connection, page: Page) -> View:
            if not page.kind.complete(page.question, page.given):
                raise UserError(page.kind.unfinished or "Answer it first.")
            return self._settling.settle(tx, event, page)

        return await self._change(event, id, position, change, told)

    async def form(self, event: Event, id: str, position: int, pressed: int, action: Action) -> Form:
        """The form that a button of the open question opens. Raises `UserError` where there is nothing to write."""
        page = await self.page(event, id, position)
        return form_of(action, page.question, page.kind, page.layout, pressed, before=page.given, only=page.once_more)

    async def write(
        self,
        event: Event,
        id: str,
        position: int,
        pressed: int,
        fields: Mapping[str, str],
        told: Told,
        refused: Callable[[Refused], Answer],
    ) -> Answer:
        """An answer was written in the form of the button `pressed`; what is nearly right is asked back once."""

        def take(tx: Connection, page: Page) -> Answer:
            given = answer_of(
                page.question, page.kind, page.layout, pressed, fields, before=page.given, only=page.once_more
            )
            if isinstance(given, Refused):
                return refused(given)
            page = replace(page, given=given)
            self._settling.respond(tx, event, page, given)
            if page.solo.tries + 1 < model.TRIES:
                outcome = page.kind.mark(page.question, given, page.bank.vocabulary(page.id))
                if outcome.verdict == "prompt":
                    store.save(tx, model.tried(page.solo), event.at)
                    return told(self._pages.again(page, outcome.why))
            return told(self._settling.settle(tx, event, page))

        return await self._answer(event, id, position, take, told)

    async def skip(self, event: Event, id: str, position: int, told: Told) -> Answer:
        """The learner would rather see the answer."""

        def change(tx: Connection, page: Page) -> View:
            self._settling.respond(tx, event, page, ())
            return self._settling.settle(tx, event, replace(page, given=()))

        return await self._change(event, id, position, change, told)

    async def next(
        self,
        event: Event,
        id: str,
        position: int,
        told: Told,
        first: Callable[[Connection, Solo], None] = lambda _tx, _solo: None,
    ) -> Answer:
        """Go on to the next question, or to the result; `first` notes what is said of the answer before."""

        def go_on(tx: Connection) -> Answer:
            solo = standing.owned(tx, store.hold(tx, id), event)
            if elsewhere := self._elsewhere(tx, event, solo, position):
                return told(elsewhere)
            if solo.done:
                raise UserError("That quiz is over. /quiz solo begins another.")
            if solo.position != position or not solo.settled:
                raise UserError(f"You have gone on from there already. {standing.where(solo)}")
            first(tx, solo)
            solo = standing.still_asked(self._bank(tx, solo), model.moved_on(solo))
            store.save(tx, solo, event.at)
            if solo.done:
                return told(self._summary(tx, solo, event.at))
            return told(self._pages.question(standing.page(tx, self._bank(tx, solo), solo)))

        return await self._database.once(event, go_on)

    async def _change(
        self, event: Event, id: str, position: int, change: Callable[[Connection, Page], View], told: Told
    ) -> Answer:
        return await self._answer(event, id, position, lambda tx, page: told(change(tx, page)), told)

    async def _answer(
        self, event: Event, id: str, position: int, change: Callable[[Connection, Page], Answer], told: Told
    ) -> Answer:
        """Change something about the open question, unless its homework is elsewhere by now."""

        def changed(tx: Connection) -> Answer:
            solo = standing.owned(tx, store.hold(tx, id), event)
            if elsewhere := self._elsewhere(tx, event, solo, position):
                return told(elsewhere)
            return change(tx, self._open(tx, solo, event, position))

        return await self._database.once(event, changed)

    def _elsewhere(self, tx: Connection, event: Event, solo: Solo, position: int) -> View | None:
        """What a message should show instead of the question that it still shows.

        A question that an exam has meanwhile is passed over. What lasts for days stands in several messages:
        one that was left behind catches up when it is pressed. Whoever presses twice gets no further than they were.
        """
        is_withheld = position == solo.position and standing.is_withheld(self._bank(tx, solo), solo)
        if not solo.lasts:
            return self.resume(tx, event, solo) if is_withheld else None
        if solo.done:
            return self._summary(tx, solo, event.at)
        if stopped := self._stopped(tx, solo, event.at):
            return stopped
        return self.resume(tx, event, solo) if is_withheld or position < solo.position else None

    def _stopped(self, tx: Connection, solo: Solo, at: int) -> View | None:
        """What stands in place of the questions of a homework that are left, where they can't be answered then."""
        has_more = solo.homework and solo.behind < len(solo.questions)
        return self._gate.stops(tx, solo, at) if has_more else None

    def _start(
        self,
        tx: Connection,
        event: Event,
        class_id: str,
        topic: str | None,
        title: str,
        chosen: tuple[tuple[str, int], ...],
        *,
        practice: bool,
        kind: str = "",
        homework: str = "",
        review: bool = False,
    ) -> View:
        id = new_id(self._random, lambda id: store.find(tx, id))
        solo = model.begun(id, class_id, event.person, topic or "", kind, title, chosen, event.at)
        solo = replace(solo, practice=practice, homework=homework, review=review)
        store.create(tx, solo)
        self._classes.note(tx, class_id, event)
        return self._pages.question(standing.page(tx, self._bank(tx, solo), solo))

    def _summary(self, tx: Connection, solo: Solo, at: int) -> View:
        """How the quiz went."""
        found = standing.summary(tx, self._bank(tx, solo), solo)
        return self.ends_review(tx, found, at) if solo.review and self.ends_review else self._pages.summary(found)

    def _bank(self, tx: Connection, solo: Solo) -> Bank:
        """What the quiz's questions come from: what its class works from, or what is tried."""
        if solo.trial:
            pack, _, number = solo.topic.removeprefix(model.TRIAL).partition(":")
            return self._trials(tx, solo.class_id, pack, int(number))
        return self._curriculum.at(tx, solo.class_id)

    def _pick(
        self, tx: Connection, bank: Bank, event: Event, topic: str | None, kind: str, count: int
    ) -> tuple[tuple[str, int], ...]:
        lately = store.recent_questions(tx, event.person, LATELY)
        return pick(bank, self._random, topic=topic, count=count, lately=lately, kind=kind)

    def _open(self, tx: Connection, found: Solo | None, event: Event, position: int) -> Page:
        solo = standing.owned(tx, found, event)
        if solo.done:
            raise UserError("That quiz is over. /quiz solo begins another.")
        if solo.position != position or solo.settled:
            raise UserError(f"You have answered that one already. {standing.where(solo)}")
        bank = self._bank(tx, solo)
        if standing.is_withheld(bank, solo):
            raise UserError(f"Your class is not asked that just now. {standing.where(solo)}")
        return standing.page(tx, bank, solo)
