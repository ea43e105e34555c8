"""Questions that learners find something wrong with: reported in one press, decided for this class alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Protocol

from sqlalchemy import Connection

from bot.appeals import report_store as store
from bot.appeals.model import Decision, Reason, Report, Reported, next_after
from bot.appeals.telling import Telling, post_to
from bot.bank.model import Question
from bot.chat import Answer, Event, Room, View
from bot.classes.learners import accounts_of, learners_of
from bot.classes.service import Classes
from bot.clock import Clock
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.ids import new_id
from bot.quiz.kinds import Kind, kind_of
from bot.responses import service as responses
from bot.responses.regrading import Regrading, Step
from bot.storage import due as due_work
from bot.storage.database import Database
from bot.storage.due import Due

REGRADE = "report.regrade"
"""The kind of due work that goes on with marks of which there are many."""
NOT_YOURS = "That answer is not one of yours."
UNKNOWN = "That report is not known here. /class reports shows those that wait."
DECIDED = "That is decided already. /class reports shows what else waits."


@dataclass(frozen=True, slots=True)
class Queued:
    """A reported question as those see it who decide."""

    reported: Reported
    question: Question
    kind: Kind
    reasons: tuple[tuple[Reason, int], ...]
    """How many said what, most first."""
    waiting: int
    """How many other questions wait."""
    sources: tuple[str, ...]
    moved: int = 0
    """How many marks have just changed."""


class Pages(Protocol):
    """What learners are told of what they reported."""

    def thanks(self, stem: str, decision: Decision) -> View:
        """That it was looked at, and what came of it."""
        ...


class Rounds(Protocol):
    """Where rounds are asked what they have shown."""

    def revealed(self, tx: Connection, id: str, position: int, room: Room) -> tuple[str, str]:
        """The class and the question of a round in this room whose answer everybody has seen. Raises `UserError`."""
        ...


class Reports:
    """The reported questions of every class."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        curriculum: Curriculum,
        clock: Clock,
        random: Random,
        rounds: Rounds,
        regrading: Regrading,
        telling: Telling,
        pages: Pages,
    ) -> None:
        self._database = database
        self._classes = classes
        self._curriculum = curriculum
        self._clock = clock
        self._random = random
        self._rounds = rounds
        self._regrading = regrading
        self._telling = telling
        self._pages = pages

    # What learners do

    def answered(self, event: Event, response: int) -> Callable[[Connection], tuple[str, str]]:
        """What finds class and question of a person's own response. That raises `UserError`."""

        def find(tx: Connection) -> tuple[str, str]:
            filed = responses.filed(tx, response)
            if filed is None or filed.person not in accounts_of(tx, event.person):
                raise UserError(NOT_YOURS)
            if filed.session.startswith("round:") and responses.marked(tx, response) is None:
                raise UserError("That comes with the answer.")
            return filed.class_id, filed.question

        return find

    def shown(self, event: Event, round: str, position: int) -> Callable[[Connection], tuple[str, str]]:
        """What finds class and question that a round in the event's room has shown. That raises `UserError`."""
        return lambda tx: self._rounds.revealed(tx, round, position, event.room)

    async def check(self, event: Event, find: Callable[[Connection], tuple[str, str]]) -> None:
        """Make sure that the person can report the question. Raises `UserError`."""
        await self._database.read(lambda tx: self._fresh(tx, event, *find(tx)) and None)

    async def report(
        self, event: Event, find: Callable[[Connection], tuple[str, str]], reason: Reason, told: Callable[[], Answer]
    ) -> Answer:
        """Report a question to those who teach the class. Raises `UserError` where the person has done so before."""

        def add(tx: Connection) -> Answer:
            class_id, question = self._fresh(tx, event, *find(tx))
            case = store.waiting(tx, class_id, question)
            if case is None:
                case = Reported(new_id(self._random, lambda id: store.find(tx, id)), class_id, question, "", event.at)
                store.create(tx, case)
            store.add(tx, Report(case.id, event.person, reason, event.at))
            return told()

        return await self._database.once(event, add)

    def _fresh(self, tx: Connection, event: Event, class_id: str, question: str) -> tuple[str, str]:
        before = store.decision_on(tx, class_id, question, accounts_of(tx, event.person))
        if before is not None:
            seen = "Your teacher has looked at it." if before else "Your teacher will look at it."
            raise UserError(f"You have reported that one already. {seen}")
        return class_id, question

    # What teachers do

    def class_of(self, tx: Connection, id: str) -> str | None:
        """The class in which it was reported."""
        return store.class_of(tx, id)

    def waiting(self, tx: Connection, class_id: str) -> int:
        """How many reported questions of a class wait for a decision."""
        return len(self._waiting(tx, class_id))

    def _waiting(self, tx: Connection, class_id: str) -> list[Reported]:
        bank = self._curriculum.at(tx, class_id)
        # Of a question that no pack has any more there is nothing to decide.
        return [one for one in store.all_waiting(tx, class_id) if bank.has(one.question)]

    async def next(self, event: Event, after: str, told: Callable[[Queued | None], Answer]) -> Answer:
        """What has waited longest in the event's class, or the one after `after`; after the last, the first."""
        class_id = await self._classes.of(event)

        def find(tx: Connection) -> Queued | None:
            found = next_after(self._waiting(tx, class_id), store.find(tx, after) if after else None)
            return self._queued(tx, found) if found else None

        return told(await self._database.read(find))

    async def case(self, event: Event, id: str) -> Queued:
        """A reported question of the event's class. Raises `UserError` where it is none."""
        class_id = await self._classes.of(event)
        return await self._database.read(lambda tx: self._queued(tx, _of(store.find(tx, id), class_id)))

    async def leave_out(self, event: Event, id: str, told: Callable[[Queued], Answer]) -> Answer:
        """The class is not asked the question any more."""

        def change(tx: Connection, case: Reported) -> int:
            self._curriculum.leave_out(
                tx, case.class_id, case.question, why=f"report {case.id}", by=event.person, at=event.at
            )
            return 0

        return await self._decide(event, id, "out", change, told)

    async def accept(self, event: Event, id: str, form: str, told: Callable[[Queued], Answer]) -> Answer:
        """The class takes a further answer for right; all answers to the question are marked again.

        Raises `UserError` where the question's key can't take it.
        """

        def change(tx: Connection, case: Reported) -> int:
            curriculum, why = self._curriculum, f"report {case.id}"
            question = curriculum.at(tx, case.class_id).question(case.question)
            given = kind_of(question).answer_of(question, form)
            curriculum.accept(tx, case.class_id, case.question, given, why=why, by=event.person, at=event.at)
            step = self._go_on(tx, case, self._regrading.new_log(tx), 0, event.at)
            return len(step.changes)

        return await self._decide(event, id, "accepted", change, told)

    async def fine(self, event: Event, id: str, told: Callable[[Queued], Answer]) -> Answer:
        """Nothing is wrong with the question."""
        return await self._decide(event, id, "fine", lambda _tx, _case: 0, told)

    async def regrade(self, work: Due) -> None:
        """Go on with marks of which there are many, from where the last transaction came to."""

        def go_on(tx: Connection) -> None:
            due_work.finish(tx, work)
            log, _, after = work.step.partition(":")
            case = store.find(tx, work.subject)
            if case is not None:
                self._go_on(tx, case, log, int(after), self._clock.now())

        await self._database.write(go_on)

    async def _decide(
        self,
        event: Event,
        id: str,
        decision: Decision,
        change: Callable[[Connection, Reported], int],
        told: Callable[[Queued], Answer],
    ) -> Answer:
        class_id = await self._classes.of(event)

        def decide(tx: Connection) -> Answer:
            case = _of(store.hold(tx, id), class_id)
            self._classes.note(tx, class_id, event)
            moved = change(tx, case)
            store.decide(tx, id, decision, event.person, event.at)
            self._thank(tx, case, decision, event.at)
            return told(self._queued(tx, case, decision, moved))

        return await self._database.once(event, decide)

    def _thank(self, tx: Connection, case: Reported, decision: Decision, now: int) -> None:
        question = self._curriculum.at(tx, case.class_id).question(case.question)
        view = self._pages.thanks(kind_of(question).spoken(question), decision)
        learners = {person: one for one in learners_of(tx, case.class_id) for person in one.persons}
        for person in store.reporters(tx, case.id):
            if person in learners:
                post_to(tx, f"report:{case.id}:thanks", learners[person].persons[0], view, now)

    def _go_on(self, tx: Connection, case: Reported, log: str, after: int, now: int) -> Step:
        why = f"report {case.id}"
        step = self._regrading.step(tx, case.class_id, case.question, log=log, why=why, after=after)
        self._telling.tell_moved(tx, step.changes, now, key=f"report:{case.id}:told:{after}")
        if step.after is not None:
            due_work.add(tx, REGRADE, case.id, f"{log}:{step.after}", now)
        return step

    def _queued(self, tx: Connection, case: Reported, decision: Decision = "", moved: int = 0) -> Queued:
        bank = self._curriculum.at(tx, case.class_id)
        question = bank.question(case.question)
        others = store.count_waiting(tx, case.class_id) - (not decision)
        case = Reported(case.id, case.class_id, case.question, decision, case.opened_at)
        reasons = tuple(store.reasons(tx, case.id).most_common())
        return Queued(case, question, kind_of(question), reasons, others, bank.sources(case.question), moved)


def _of(case: Reported | None, class_id: str) -> Reported:
    """The case, if it is of this class and waits. Raises `UserError`."""
    if case is None or case.class_id != class_id:
        raise UserError(UNKNOWN)
    if case.decision:
        raise UserError(DECIDED)
    return case
