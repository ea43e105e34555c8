"""Marking again on purpose: what today's rules and keys would change, then changing it, with a log."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from sqlalchemy import Connection

from bot.bank.explain import nearest
from bot.chat import View
from bot.clock import Clock
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.ids import new_id
from bot.responses import store
from bot.responses.again import Again, Rules, change_of
from bot.responses.marks import Marks
from bot.responses.model import Change, Difference, Marked, Remark, Scope
from bot.responses.pages import difference_views
from bot.storage.database import Database

BATCH = 500
"""Marks of one transaction: a bot on the same database waits for no more."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was changed, and the id under which the log has it."""

    log: str
    changed: int
    confirmed: int
    left: int
    """Marks that had changed since the difference was looked at, and are left to the next time."""


class Remarking:
    """Goes over stored marks. What a person marked is never touched."""

    def __init__(
        self, database: Database, curriculum: Curriculum, clock: Clock, random: Random, rules: Rules, marks: Marks
    ) -> None:
        self._database = database
        self._curriculum = curriculum
        self._clock = clock
        self._random = random
        self._rules = rules
        self._marks = marks

    async def difference(
        self,
        *,
        questions: Sequence[str] = (),
        topic: str | None = None,
        class_id: str | None = None,
        since: int | None = None,
        everything: bool = False,
    ) -> Difference:
        """What marking again would change, of the marks that meet all of this (see `Scope`); changes nothing.

        Marks are read in short transactions, so that nobody has to wait for the whole. Raises `UserError` where there
        is no such question, topic or class.
        """
        scope = Scope(tuple(questions), topic, class_id, since, everything)
        asked = await self._asked(scope)
        changes: list[Change] = []
        confirmed: list[Remark] = []
        looked_at = reworded = 0
        withdrawn: dict[str, int] = {}
        for id, part, revision in await self._parts(asked, scope):
            if revision is None:
                count = await self._database.read(store.count_stale, id, part)
                withdrawn[id] = withdrawn.get(id, 0) + count
                continue
            again = Again(self._curriculum, self._rules, id)
            after = 0
            while found := await self._database.read(self._remarks, again, id, revision, part, after):
                looked_at += len(found)
                for marked, remark in found:
                    if remark is None:
                        reworded += 1
                    elif not remark.before.says_the_same(remark.after):
                        changes.append(change_of(marked, remark))
                    elif remark.before != remark.after:
                        confirmed.append(remark)
                after = found[-1][0].response.seq
        return Difference(
            scope=scope,
            looked_at=looked_at,
            changes=tuple(changes),
            confirmed=tuple(confirmed),
            withdrawn=(sum(withdrawn.values()), sum(count > 0 for count in withdrawn.values())),
            reworded=reworded,
        )

    def _remarks(
        self, tx: Connection, again: Again, question: str, revision: int, scope: Scope, after: int
    ) -> list[tuple[Marked, Remark | None]]:
        """Some marks of a question, each with what would become of it."""
        found = store.stale_marks(tx, question, revision, scope, after=after, most=BATCH)
        return [(marked, again.marked(tx, marked)) for marked in found]

    async def change(self, difference: Difference, why: str) -> Done:
        """Change just what `difference` shows, and log it: each transaction has some marks and their log, or neither.

        Killed midway, it has changed what its log says; the rest is found by the next run. Raises `UserError` where the
        database refuses.
        """
        log = await self._database.read(lambda tx: new_id(self._random, lambda id: store.log_taken(tx, id)))
        at = self._clock.now()
        remarks = [change.remark for change in difference.changes] + list(difference.confirmed)
        loop = asyncio.get_running_loop()
        changed = confirmed = 0
        for start in range(0, len(remarks), BATCH):
            begun = loop.time()

            def renew(tx: Connection, some: Sequence[Remark] = remarks[start : start + BATCH]) -> tuple[int, int]:
                store.open_log(tx, log, at, why, difference.scope)
                return self._renew(tx, log, some)

            try:
                new = await self._database.write(renew)
            except UserError as error:
                raise UserError(_stopped(error, changed)) from error
            changed, confirmed = changed + new[0], confirmed + new[1]
            # SQLite has no queue for writers: whoever else writes gets as long as this took to find the lock free.
            await asyncio.sleep(loop.time() - begun)
        return Done(log, changed, confirmed, len(remarks) - changed - confirmed)

    def _renew(self, tx: Connection, log: str, remarks: Sequence[Remark]) -> tuple[int, int]:
        """Renew those of these marks that are still as they were; how many changed, and how many were confirmed."""
        now = store.hold_markings(tx, [remark.response for remark in remarks])
        as_they_were = [remark for remark in remarks if now.get(remark.response) == remark.before]
        changed = [remark for remark in as_they_were if not remark.before.says_the_same(remark.after)]
        self._marks.change(tx, as_they_were)
        store.log_changes(tx, log, changed, confirmed=len(as_they_were) - len(changed))
        return len(changed), len(as_they_were) - len(changed)

    def told(self, difference: Difference) -> tuple[View, ...]:
        """The difference for people: how much changes at which question, what was written there, whom it touches."""
        return difference_views(difference)

    async def _asked(self, scope: Scope) -> list[str]:
        """The questions that `scope` is about. Raises `UserError` where it names what is not there."""
        if scope.class_id is not None:
            known = await self._database.read(store.classes_marked)
            if scope.class_id not in (id for id, _ in known):
                there_are = ", ".join(f"{id} ({name})" for id, name in sorted(known))
                others = f"There are: {there_are}." if known else "No class has any yet."
                raise UserError(f"There is no class “{scope.class_id}” with marks. {others}")
        bank = await self._curriculum.of(scope.class_id) if scope.class_id else self._curriculum.base
        for id in scope.questions:
            if not bank.has(id):
                near = nearest(id, bank.questions())
                hint = f" Did you mean {near}?" if near else ""
                raise UserError(f"There is no question “{id}” in the packs.{hint}")
        if scope.topic is not None:
            on_topic = bank.questions(bank.topic(scope.topic))
            return [id for id in on_topic if not scope.questions or id in scope.questions]
        return list(scope.questions) or await self._database.read(store.questions_marked)

    async def _parts(self, asked: Sequence[str], scope: Scope) -> list[tuple[str, Scope, int | None]]:
        """Each question with its scope and the revision of its key, of which there is none where nobody knows it.

        What only a class's own content has is gone over class by class.
        """
        found: list[tuple[str, Scope, int | None]] = []
        for id in asked:
            if self._curriculum.base.has(id):
                found.append((id, scope, self._curriculum.base.question(id).revision))
                continue
            for class_id in await self._database.read(store.classes_asked, id, scope):
                bank = await self._curriculum.of(class_id)
                part = replace(scope, class_id=class_id)
                found.append((id, part, bank.question(id).revision if bank.has(id) else None))
        return found


def _stopped(error: UserError, changed: int) -> str:
    if not changed:
        return str(error)
    return f"{error} {changed:,} marks were changed and logged before that; run it again for the rest."
