"""What learners do about a mark that they dispute: send it to their teacher, take it back, see what became of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from sqlalchemy import Connection

from bot.appeals import store
from bot.appeals.deciding import Deciding
from bot.appeals.model import MOST_OPEN, Appeal, Dispute, digest
from bot.appeals.telling import Telling
from bot.chat import Answer, Event
from bot.classes.learners import accounts_of
from bot.classes.service import Classes
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.ids import new_id
from bot.quiz.kinds import kind_of
from bot.responses import service as responses
from bot.responses.model import Marked
from bot.storage.database import Database

Sent = Literal["sent", "kept", "counts"]
"""To a teacher's desk; among those that wait, where nobody teaches yet; it is right already."""
MOST_SHOWN = 10
NOT_YOURS = "That answer is not one of yours."
NO_MARK = "That answer has no mark yet. Wait until the question is closed."
BY_A_PERSON = "A person gave that mark, not the rules. Ask them about it."
FULL_MARK = "That has the whole mark already."
SKIPPED = "There was no answer, so there is nothing to dispute."
WAITS = "It is with your teacher already. /quiz disputes shows what becomes of it."
TOO_MANY = (
    f"{MOST_OPEN} of your answers are with your teacher already. Wait until some are decided,"
    " or take one back with /quiz disputes."
)
NOT_OPEN = "That is decided already. /quiz disputes shows how."


@dataclass(frozen=True, slots=True)
class Own:
    """One of a learner's own disputes."""

    response: int
    stem: str
    given: str
    dispute: Dispute


class Appeals:
    """The disputes of learners."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        curriculum: Curriculum,
        random: Random,
        telling: Telling,
        deciding: Deciding,
    ) -> None:
        self._database = database
        self._classes = classes
        self._curriculum = curriculum
        self._random = random
        self._telling = telling
        self._deciding = deciding

    async def dispute(self, event: Event, response: int, told: Callable[[Sent], Answer]) -> Answer:
        """Dispute the mark of a response; an answer that was upheld before counts at once.

        Raises `UserError` where there is nothing to dispute: for somebody else's response, one without a mark, one that
        is right, and one that was looked at already.
        """

        def send(tx: Connection) -> Answer:
            marked = self._own(tx, event, response)
            appeal = store.appeal_of(tx, response)
            alike = self._alike(tx, marked)
            dispute = store.about(tx, marked.class_id, marked.question, alike)
            if dispute and dispute.state == "declined":
                raise UserError(_declined(dispute))
            if dispute and dispute.state == "upheld" and dispute.remedy != "out":
                self._deciding.follow(tx, dispute, response, event.at)
                return told("counts")
            if appeal:
                raise UserError(WAITS)
            if dispute and dispute.state == "upheld":
                raise UserError("Your teacher has left that question out already: it is not asked here any more.")
            persons = accounts_of(tx, event.person)
            if store.count_open_by(tx, marked.class_id, persons) >= MOST_OPEN:
                raise UserError(TOO_MANY)
            dispute = self._joined(tx, dispute, marked, alike, Appeal(response, "", event.person, event.at))
            return told("sent" if dispute.told else "kept")

        return await self._database.once(event, send)

    async def withdraw(self, event: Event, response: int, told: Callable[[], Answer]) -> Answer:
        """Take back one's own dispute. Raises `UserError` where it is none, or is decided."""

        def leave(tx: Connection) -> Answer:
            appeal = store.appeal_of(tx, response)
            if appeal is None or appeal.person not in accounts_of(tx, event.person):
                raise UserError("You dispute no such mark. /quiz disputes lists yours.")
            dispute = store.hold(tx, appeal.dispute)
            assert dispute is not None
            if dispute.state != "open":
                raise UserError(NOT_OPEN)
            known = self._curriculum.at(tx, dispute.class_id).has(dispute.question)
            case = self._telling.case(tx, dispute) if known else None
            store.leave(tx, response)
            if not store.appeals_of(tx, dispute.id):
                dispute = replace(dispute, state="dropped", turn=dispute.turn + 1, changed_at=event.at)
                store.save(tx, dispute)
                case = replace(case, dispute=dispute) if case else None
            elif case:
                case = self._telling.case(tx, dispute)
            if case:
                self._telling.update(tx, case, event.at)
            return told()

        return await self._database.once(event, leave)

    def join_classes(self, tx: Connection, class_id: str, into: str, _at: int) -> None:
        """Before a class becomes part of another: have what both dispute be one case."""
        store.join_cases(tx, class_id, into)

    def forget(self, tx: Connection, persons: Collection[str], now: int) -> None:
        """Before these persons are erased: show nowhere any more what they alone had written and disputed."""
        for dispute in store.disputes_by(tx, persons):
            if all(appeal.person in persons for appeal in store.appeals_of(tx, dispute.id)):
                self._telling.withdraw(tx, dispute, now)
                if dispute.state == "open":
                    store.save(tx, replace(dispute, state="dropped", turn=dispute.turn + 1, changed_at=now))

    async def mine(self, event: Event) -> list[Own]:
        """The person's own disputes in the event's class: those that wait, then those that were decided last."""
        class_id = await self._classes.of(event)

        def find(tx: Connection) -> list[Own]:
            bank = self._curriculum.at(tx, class_id)
            found = store.appeals_by(tx, class_id, accounts_of(tx, event.person), MOST_SHOWN)
            given = responses.given_of(tx, [appeal.response for appeal, _ in found])
            own = []
            for appeal, dispute in found:
                if bank.has(dispute.question):
                    question = bank.question(dispute.question)
                    kind = kind_of(question)
                    words = kind.spelt_out(question, given.get(appeal.response, ()))
                    own.append(Own(appeal.response, kind.spoken(question), words, dispute))
            return own

        return await self._database.read(find)

    def _own(self, tx: Connection, event: Event, response: int) -> Marked:
        """The person's own response, if its mark can be disputed. Raises `UserError`."""
        filed = responses.filed(tx, response)
        if filed is None or filed.person not in accounts_of(tx, event.person):
            raise UserError(NOT_YOURS)
        found = responses.marked(tx, response)
        if found is None:
            raise UserError(NO_MARK)
        marked, marker = found
        if marked.marking.verdict == "right":
            raise UserError(FULL_MARK)
        if marker:
            raise UserError(BY_A_PERSON)
        if not any(words.strip() for words in marked.response.given):
            raise UserError(SKIPPED)
        return marked

    def _alike(self, tx: Connection, marked: Marked) -> str:
        question = self._curriculum.at(tx, marked.class_id).question(marked.question)
        return digest(kind_of(question).alike(marked.response.given))

    def _joined(self, tx: Connection, dispute: Dispute | None, marked: Marked, alike: str, appeal: Appeal) -> Dispute:
        """The dispute with the learner in it, on the desks of those who decide."""
        at = appeal.at
        if dispute and dispute.state == "open":
            store.join(tx, replace(appeal, dispute=dispute.id))
            self._telling.update(tx, self._telling.case(tx, dispute), at)
            return dispute
        if dispute is None:
            id = new_id(self._random, lambda id: store.find(tx, id))
            dispute = Dispute(id, marked.class_id, marked.question, alike, "open", 1, at, at)
            store.create(tx, dispute)
        else:
            # Everybody had taken it back.
            dispute = replace(dispute, state="open", turn=dispute.turn + 1, opened_at=at, changed_at=at)
        store.join(tx, replace(appeal, dispute=dispute.id))
        dispute = self._telling.call(tx, dispute, at)
        store.save(tx, dispute)
        return dispute


def _declined(dispute: Dispute) -> str:
    comment = f"“{dispute.comment}”" if dispute.comment else "the key stays as it is."
    return f"Your teacher has looked at that answer already. Not changed: {comment}"
