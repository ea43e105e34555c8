"""Answers to the open question on their way to the disk; a whole room's in one statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from bot.chat import Answer, Event
from bot.classes.service import Classes
from bot.errors import UserError
from bot.quiz.rounds import store
from bot.quiz.rounds.conductor import COUNT
from bot.quiz.rounds.putting import Put
from bot.responses import service as responses
from bot.responses.model import Given, NewResponse
from bot.storage import due as due_work
from bot.storage import outbox
from bot.storage.database import Database

REMEMBERED = 10_000
"""Questions of which is remembered when their count is shown next."""


@dataclass(frozen=True, slots=True, eq=False)
class _Answering:
    """What one person answers; `change` makes it from what they had answered, `told` says it back."""

    event: Event
    put: Put
    change: Callable[[Given], Given]
    told: Callable[[Given], Answer]
    counts: bool
    """Whether the count of answers is to be shown after this one."""


class Answers:
    """Records answers, and whoever gave them."""

    def __init__(self, database: Database, classes: Classes) -> None:
        self._database = database
        self._classes = classes
        self._counted_at: dict[tuple[str, int], int] = {}

    async def record(
        self, event: Event, put: Put, change: Callable[[Given], Given], told: Callable[[Given], Answer]
    ) -> Answer:
        """Record what a person answers now; whether the question is still open is tested in the insert itself.

        Raises `UserError` if it is not.
        """
        key = put.game.id, put.position
        # The first answer of each two seconds has the count shown; those that come with it need not ask again.
        counts = self._counted_at.get(key, 0) <= event.at
        if counts:
            if len(self._counted_at) >= REMEMBERED:
                self._counted_at.clear()
            self._counted_at[key] = event.at + outbox.BETWEEN_EDITS
        # What builds on the answer before must find it there, so such answers go in one by one.
        save = partial(self._save) if put.kind.how == "gather" else self._save
        try:
            return await self._database.once_together(event, save, _Answering(event, put, change, told, counts))
        except BaseException:
            if counts:
                self._counted_at.pop(key, None)
            raise

    def _save(self, tx: Connection, answers: Sequence[_Answering]) -> Sequence[Answer | UserError]:
        by_question: dict[tuple[str, int], list[_Answering]] = {}
        for answer in answers:
            by_question.setdefault((answer.put.game.id, answer.put.position), []).append(answer)
        outcomes: dict[_Answering, Answer | UserError] = {}
        for together in by_question.values():
            outcomes.update(zip(together, self._save_to_one(tx, together[0].put, together), strict=True))
        return [outcomes[answer] for answer in answers]

    def _save_to_one(self, tx: Connection, put: Put, answers: Sequence[_Answering]) -> Sequence[Answer | UserError]:
        game, position = put.game, put.position
        given = [
            NewResponse(answer.event.person, answer.change(_before(tx, answer)), answer.event.at, answer.event.delivery)
            for answer in answers
        ]
        open_now = store.open_question(game.id, position)
        taken = responses.respond_together(tx, put.asking, given, provided=open_now)
        counting = [answer for answer, was_taken in zip(answers, taken, strict=True) if was_taken]
        self._classes.note(tx, game.class_id, *(one.event for one in counting))
        for answer in counting:
            if answer.counts:
                due_work.add(tx, COUNT, game.id, position, answer.event.at + outbox.BETWEEN_EDITS)
        closed = UserError(f"Question {position} is closed.")
        return [
            answer.told(new.given) if was_taken else closed
            for answer, new, was_taken in zip(answers, given, taken, strict=True)
        ]


def _before(tx: Connection, answer: _Answering) -> Given:
    """What the person had answered, where that matters."""
    if answer.put.kind.how != "gather":
        return ()
    earlier = responses.latest(tx, answer.put.asking, answer.event.person)
    return earlier.given if earlier else ()
