"""Marking one question of one class again, within the transaction that changes its key; and marks that people give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from sqlalchemy import Connection

from bot.clock import Clock
from bot.curriculum.service import Curriculum
from bot.ids import new_id
from bot.marking.outcome import FULL, Outcome
from bot.responses import given_store, store
from bot.responses.again import Again, Rules, change_of
from bot.responses.marks import Marks
from bot.responses.model import Change, Given, Remark, Scope

BATCH = 500
"""Marks of one transaction: what else is written waits for no more."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one transaction has changed, and the response after which to go on; nothing: it is done."""

    changes: tuple[Change, ...]
    after: int | None


class Regrading:
    """Changes marks in the caller's transaction, and logs each change. What a person marked is never touched."""

    def __init__(self, curriculum: Curriculum, clock: Clock, random: Random, rules: Rules, marks: Marks) -> None:
        self._curriculum = curriculum
        self._clock = clock
        self._random = random
        self._rules = rules
        self._marks = marks

    def new_log(self, tx: Connection) -> str:
        """An id for the log of what is changed."""
        return new_id(self._random, lambda id: store.log_taken(tx, id))

    def step(self, tx: Connection, class_id: str, question: str, *, log: str, why: str, after: int = 0) -> Step:
        """Mark the answers to a question of a class again, from the response after `after` on; some hundred at most."""
        scope = Scope((question,), class_id=class_id, everything=True)
        found = store.stale_marks(tx, question, 0, scope, after=after, most=BATCH)
        again = Again(self._curriculum, self._rules, question)
        held = store.hold_markings(tx, [marked.response.seq for marked in found])
        changes = []
        for marked in found:
            remark = again.marked(tx, marked) if held.get(marked.response.seq) == marked.marking else None
            if remark is not None and remark.before != remark.after:
                changes.append(change_of(marked, remark))
        store.open_log(tx, log, self._clock.now(), why, scope)
        moved = [change for change in changes if not change.remark.before.says_the_same(change.remark.after)]
        self._marks.change(tx, [change.remark for change in changes])
        store.log_changes(tx, log, [change.remark for change in moved], confirmed=len(changes) - len(moved))
        return Step(tuple(moved), found[-1].response.seq if len(found) == BATCH else None)

    def give(
        self,
        tx: Connection,
        class_id: str,
        question: str,
        chosen: Callable[[Given], bool],
        *,
        log: str,
        marker: str,
        why: str,
    ) -> tuple[Change, ...]:
        """Give all `chosen` answers to a question of a class the whole mark, as the person `marker` says.

        By the id of the `log` that can be taken back.
        """
        scope = Scope((question,), class_id=class_id, everything=True)
        again = Again(self._curriculum, self._rules, question)
        changes: list[Change] = []
        after = 0
        while found := store.stale_marks(tx, question, 0, scope, after=after, most=BATCH):
            after = found[-1].response.seq
            wrong = (marked for marked in found if marked.marking.verdict != "right")
            mine = (marked for marked in wrong if chosen(marked.response.given))
            changes += (change_of(marked, again.given(tx, marked, Outcome("right", FULL))) for marked in mine)
        store.open_log(tx, log, self._clock.now(), why, scope)
        self._change_marker(tx, log, changes, marker)
        return tuple(changes)

    def give_back(self, tx: Connection, log: str, *, why: str) -> tuple[Change, ...]:
        """Have marks that a person gave under this log be again what the rules had made of them."""
        changes = [
            change_of(marked, Remark(marked.response.seq, marked.marking, before))
            for marked, before in given_store.given_under(tx, log)
        ]
        again = self.new_log(tx)
        store.open_log(tx, again, self._clock.now(), why, Scope())
        self._change_marker(tx, again, changes, "")
        return tuple(changes)

    def _change_marker(self, tx: Connection, log: str, changes: list[Change], marker: str) -> None:
        remarks = [change.remark for change in changes]
        self._marks.change(tx, remarks)
        given_store.set_marker(tx, [remark.response for remark in remarks], marker)
        store.log_changes(tx, log, remarks, confirmed=0)
