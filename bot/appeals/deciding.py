"""What becomes of a dispute: upheld, declined, taken back; key, marks and all who are told, in one commit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from sqlalchemy import Connection

from bot.appeals import store
from bot.appeals.model import Dispute, digest, next_after
from bot.appeals.telling import Case, Place, Telling, key_of
from bot.chat import Answer, Event
from bot.classes.service import Classes
from bot.clock import Clock
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.quiz.kinds import kind_of, settled
from bot.responses import service as responses
from bot.responses.model import Given
from bot.responses.regrading import Regrading
from bot.storage import due as due_work
from bot.storage.database import Database
from bot.storage.due import Due

REGRADE = "dispute.regrade"
"""The kind of due work that goes on with marks of which there are many."""
UNKNOWN = "That dispute is not known here. /class appeals shows those that wait."
KEY_TAKES_NONE = "The key of this question can't take that answer."


class Deciding:
    """Decides disputes; each once, whoever is quicker."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        curriculum: Curriculum,
        clock: Clock,
        telling: Telling,
        regrading: Regrading,
    ) -> None:
        self._database = database
        self._classes = classes
        self._curriculum = curriculum
        self._clock = clock
        self._telling = telling
        self._regrading = regrading

    def class_of(self, tx: Connection, id: str) -> str | None:
        """The class that a dispute is in."""
        return store.class_of(tx, id)

    def waiting(self, tx: Connection, class_id: str) -> int:
        """How many disputes of a class wait for a decision."""
        return len(self._waiting(tx, class_id))

    def _waiting(self, tx: Connection, class_id: str) -> list[Dispute]:
        bank = self._curriculum.at(tx, class_id)
        # What is about a question that no pack has any more, nobody can decide on.
        return [one for one in store.all_open(tx, class_id) if bank.has(one.question)]

    async def next(self, event: Event, after: str, told: Callable[[Case | None], Answer]) -> Answer:
        """What has waited longest in the event's class, or the one after `after`; after the last, the first."""
        class_id = await self._classes.of(event)

        def find(tx: Connection) -> Case | None:
            found = next_after(self._waiting(tx, class_id), store.find(tx, after) if after else None)
            return self._telling.case(tx, found) if found else None

        return told(await self._database.read(find))

    async def case(self, event: Event, id: str) -> Case:
        """An open dispute of the event's class. Raises `UserError` where it is none."""
        class_id = await self._classes.of(event)

        def find(tx: Connection) -> Case:
            return self._telling.case(tx, self._open(tx, store.find(tx, id), class_id))

        return await self._database.read(find)

    async def uphold(self, event: Event, id: str, place: Place, told: Callable[[Case], Answer]) -> Answer:
        """The answer is right: the class's key takes it from now on, and all answers to the question are marked again.

        Raises `UserError` with the sentence `KEY_TAKES_NONE` where the question's key can't take it.
        """

        def change(tx: Connection, dispute: Dispute) -> tuple[Dispute, int, bool]:
            form = () if self._is_right(tx, dispute) else self._accepted(tx, dispute, event)
            dispute = replace(dispute, remedy="key", form=form, log=self._regrading.new_log(tx))
            return dispute, *self._go_on(tx, dispute, event.at, 0)

        return await self._decide(event, id, place, change, told, "upheld")

    async def give(self, event: Event, id: str, place: Place, told: Callable[[Case], Answer]) -> Answer:
        """The answer is right: everyone who has given it gets the whole mark, and the key stays as it is."""

        def change(tx: Connection, dispute: Dispute) -> tuple[Dispute, int, bool]:
            dispute = replace(dispute, remedy="mark", log=self._regrading.new_log(tx))
            return dispute, self._given(tx, dispute, event.at, 0), False

        return await self._decide(event, id, place, change, told, "upheld")

    async def leave_out(self, event: Event, id: str, place: Place, told: Callable[[Case], Answer]) -> Answer:
        """The question is at fault: the class is not asked it any more; marks stay as they are."""

        def change(tx: Connection, dispute: Dispute) -> tuple[Dispute, int, bool]:
            why = f"dispute {dispute.id} upheld"
            self._curriculum.leave_out(tx, dispute.class_id, dispute.question, why=why, by=event.person, at=event.at)
            self._telling.tell_left_out(tx, dispute, event.at, undone=False)
            return replace(dispute, remedy="out"), 0, False

        return await self._decide(event, id, place, change, told, "upheld")

    async def decline(
        self, event: Event, id: str, place: Place, comment: str, told: Callable[[Case], Answer]
    ) -> Answer:
        """The mark is right as it is, and why; whoever disputed it is told."""

        def change(tx: Connection, dispute: Dispute) -> tuple[Dispute, int, bool]:
            dispute = replace(dispute, comment=comment)
            self._telling.tell_declined(tx, dispute, event.at)
            return dispute, 0, False

        return await self._decide(event, id, place, change, told, "declined")

    async def undo(self, event: Event, id: str, place: Place, told: Callable[[Case], Answer]) -> Answer:
        """An upheld dispute is to be decided anew: what it changed is changed back, and those concerned are told."""
        class_id = await self._classes.of(event)

        def back(tx: Connection) -> Answer:
            dispute = store.hold(tx, id)
            if dispute is None or dispute.class_id != class_id:
                raise UserError(UNKNOWN)
            if dispute.state != "upheld":
                raise UserError("There is nothing to take back: that dispute is not upheld.")
            was = dispute
            dispute = replace(
                dispute, state="open", turn=was.turn + 1, remedy="", form=(), log="", decided_by="", changed_at=event.at
            )
            moved, more = self._undone(tx, was, dispute, event)
            store.save(tx, dispute)
            case = replace(self._telling.case(tx, dispute), moved=moved, more=more)
            self._telling.update(tx, case, event.at, but=event.person if place == "desk" else "")
            return told(case)

        return await self._database.once(event, back)

    def follow(self, tx: Connection, dispute: Dispute, response: int, now: int) -> None:
        """Have what was decided hold for a response that was given, or marked, since."""
        if dispute.remedy == "key":
            self._go_on(tx, replace(dispute, log=self._regrading.new_log(tx)), now, response - 1)
        else:
            self._given(tx, dispute, now, response)

    async def regrade(self, work: Due) -> None:
        """Go on with marks of which there are many, from where the last transaction came to."""

        def go_on(tx: Connection) -> None:
            due_work.finish(tx, work)
            id, _, after = work.step.partition(":")
            dispute = store.hold(tx, work.subject)
            if dispute is not None:
                undone = dispute.state != "upheld"
                self._go_on(tx, replace(dispute, log=id), self._clock.now(), int(after), undone=undone)

        await self._database.write(go_on)

    async def _decide(
        self,
        event: Event,
        id: str,
        place: Place,
        change: Callable[[Connection, Dispute], tuple[Dispute, int, bool]],
        told: Callable[[Case], Answer],
        state: str,
    ) -> Answer:
        class_id = await self._classes.of(event)

        def decide(tx: Connection) -> Answer:
            dispute = self._open(tx, store.hold(tx, id), class_id)
            self._classes.note(tx, class_id, event)
            turned = replace(dispute, turn=dispute.turn + 1, changed_at=event.at, decided_by=event.person)
            dispute, moved, more = change(tx, turned)
            dispute = replace(dispute, state="upheld" if state == "upheld" else "declined")
            store.save(tx, dispute)
            case = replace(self._telling.case(tx, dispute), moved=moved, more=more)
            self._telling.update(tx, case, event.at, but=event.person if place == "desk" else "")
            return told(case)

        return await self._database.once(event, decide)

    def _open(self, tx: Connection, dispute: Dispute | None, class_id: str) -> Dispute:
        if dispute is None or dispute.class_id != class_id:
            raise UserError(UNKNOWN)
        if dispute.state == "dropped":
            raise UserError("It was taken back by whoever disputed it. /class appeals shows what else waits.")
        if dispute.state != "open":
            decider = self._telling.case(tx, dispute).decider
            by = f" by {decider}" if decider else ""
            raise UserError(f"It is {dispute.state} already{by}. /class appeals shows what else waits.")
        return dispute

    def _go_on(
        self, tx: Connection, dispute: Dispute, now: int, after: int, *, undone: bool = False
    ) -> tuple[int, bool]:
        """Mark some hundred answers again and tell their learners; what is left is due at once."""
        why = f"dispute {dispute.id}"
        step = self._regrading.step(tx, dispute.class_id, dispute.question, log=dispute.log, why=why, after=after)
        self._telling.tell_moved(tx, step.changes, now, key=key_of(dispute, after), undone=undone)
        if step.after is not None:
            due_work.add(tx, REGRADE, dispute.id, f"{dispute.log}:{step.after}", now)
        return len(step.changes), step.after is not None

    def _given(self, tx: Connection, dispute: Dispute, now: int, part: int) -> int:
        """Give the whole mark to everyone who has answered so; tell how many marks those were."""
        kind = kind_of(self._curriculum.at(tx, dispute.class_id).question(dispute.question))

        def same(given: Given) -> bool:
            return digest(kind.alike(given)) == dispute.answer

        why, log = f"dispute {dispute.id} upheld", dispute.log
        changes = self._regrading.give(
            tx, dispute.class_id, dispute.question, same, log=log, marker=dispute.decided_by, why=why
        )
        self._telling.tell_moved(tx, changes, now, key=key_of(dispute, part))
        return len(changes)

    def _undone(self, tx: Connection, was: Dispute, dispute: Dispute, event: Event) -> tuple[int, bool]:
        """Change back what an upheld dispute had changed; how many marks that were, and whether there are more.

        What somebody has changed back by other means already is left as it is.
        """
        if was.remedy == "mark":
            changes = self._regrading.give_back(tx, was.log, why=f"dispute {was.id} taken back")
            self._telling.tell_moved(tx, changes, event.at, key=key_of(dispute), undone=True)
            return len(changes), False
        if was.remedy == "out":
            with suppress(UserError):
                self._curriculum.put_back(tx, was.class_id, was.question)
            self._telling.tell_left_out(tx, dispute, event.at, undone=True)
            return 0, False
        if was.form:
            with suppress(UserError):
                self._curriculum.accept_no_more(tx, was.class_id, was.question, was.form, by=event.person, at=event.at)
        return self._go_on(tx, replace(dispute, log=self._regrading.new_log(tx)), event.at, 0, undone=True)

    def _answer(self, tx: Connection, dispute: Dispute) -> Given:
        appeals = store.appeals_of(tx, dispute.id)
        return responses.given_of(tx, [appeals[0].response]).get(appeals[0].response, ()) if appeals else ()

    def _is_right(self, tx: Connection, dispute: Dispute) -> bool:
        """Whether the answer is right by the class's key as it is now."""
        bank = self._curriculum.at(tx, dispute.class_id)
        question = bank.question(dispute.question)
        given = self._answer(tx, dispute)
        marked = settled(kind_of(question).mark(question, given, bank.vocabulary(dispute.question)))
        return bool(given) and marked.verdict == "right"

    def _accepted(self, tx: Connection, dispute: Dispute, event: Event) -> Given:
        """What the class's key takes, so that the answer is right. Raises `UserError` where it can't."""
        given, why = self._answer(tx, dispute), f"dispute {dispute.id} upheld"
        try:
            form = self._curriculum.accept(
                tx, dispute.class_id, dispute.question, given, why=why, by=event.person, at=event.at
            )
        except UserError:
            raise UserError(KEY_TAKES_NONE) from None
        if not self._is_right(tx, dispute):
            raise UserError(KEY_TAKES_NONE)
        return form
