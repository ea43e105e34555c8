"""What teachers change about what their class works from, and what they see of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias, TypeVar

from sqlalchemy import Connection

from bot.bank.model import PackInfo, Question
from bot.chat import Answer, Event
from bot.classes.service import Classes
from bot.curriculum.model import Accepted, LeftOut, Works, count_by_form
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.responses import service as responses
from bot.storage.database import Database

STALE = "That has been changed meanwhile. /class changes shows what is left."

Change: TypeAlias = LeftOut | Accepted
SomeChange = TypeVar("SomeChange", LeftOut, Accepted, LeftOut | Accepted)
Told: TypeAlias = tuple[Change, Question | None]
"""A change, and its question as the class knows it; none where no pack has it any more."""


class Changing:
    """Changes what classes work from. `regrade` marks the answers to a question of a class again."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        curriculum: Curriculum,
        regrade: Callable[[str, str], Awaitable[int]],
    ) -> None:
        self._database = database
        self._classes = classes
        self._curriculum = curriculum
        self._regrade = regrade

    async def works(self, event: Event) -> Works:
        """What the class works from."""
        return await self._database.read(self._works, await self._classes.of(event))

    async def change_pack(
        self, event: Event, given: str, told: Callable[[PackInfo, Works], Answer], *, added: bool
    ) -> Answer:
        """Have the class work from a pack, meant by id or title, or from it no more. Raises `UserError`."""
        class_id = await self._classes.of(event)

        def change(tx: Connection) -> Answer:
            works = self._works(tx, class_id)
            used = {pack.id: pack for pack, _ in works.packs}
            pack = _meant(given, works.others if added else tuple(used.values()), added=added)
            if pack.id in works.own:
                raise UserError(f"{pack.title} is your class's own. /content list takes it back.")
            if not added and len(used) == 1:
                raise UserError(f"{pack.title} is all that your class works from. Add another pack first.")
            self._curriculum.choose(tx, class_id, used.keys() | {pack.id} if added else used.keys() - {pack.id})
            return told(pack, self._works(tx, class_id))

        return await self._database.once(event, change)

    async def changes(self, event: Event, most: int, told: Callable[[list[Told], int], Answer]) -> Answer:
        """What the class leaves out and accepts beside the packs, the latest first, and how many more there are."""
        class_id = await self._classes.of(event)

        def look(tx: Connection) -> Answer:
            found = self._changes(tx, class_id)
            return told([self._with_question(tx, class_id, one) for one in found[:most]], max(0, len(found) - most))

        return await self._database.read(look)

    async def seen(self, event: Event, key: str, told: Callable[[Told], Answer]) -> Answer:
        """One change of the class. Raises `UserError` where there is none of this key any more."""
        class_id = await self._classes.of(event)

        def look(tx: Connection) -> Answer:
            return told(self._with_question(tx, class_id, _of_key(self._changes(tx, class_id), key)))

        return await self._database.read(look)

    async def undo(self, event: Event, key: str, told: Callable[[Told, int], Answer]) -> Answer:
        """Put a question back, or accept an answer no more; `told` gets how many marks are by that answer.

        Raises `UserError` where there is no such change any more.
        """
        class_id = await self._classes.of(event)

        def change(tx: Connection) -> Answer:
            one = _of_key(self._changes(tx, class_id), key)
            before = self._curriculum.at(tx, class_id)
            if isinstance(one, LeftOut):
                self._curriculum.put_back(tx, class_id, one.question)
                return told(self._with_question(tx, class_id, one), 0)
            self._curriculum.accept_no_more(tx, class_id, one.question, one.form, by=event.person, at=event.at)
            marks = 0
            if before.has(one.question):
                given = responses.given_to(tx, class_id, one.question)
                marks = count_by_form(one.question, given, before, self._curriculum.at(tx, class_id))
            return told(self._with_question(tx, class_id, one), marks)

        return await self._database.once(event, change)

    async def remark(self, event: Event, key: str, told: Callable[[int], Answer]) -> Answer:
        """Mark the answers to a question again whose key was changed; `told` gets how many marks have moved."""
        class_id = await self._classes.of(event)
        ever = await self._database.read(self._curriculum.ever_accepted, class_id)
        question = _of_key(ever, key).question
        # Marks that are up to date are passed over: whatever is delivered twice changes nothing the second time.
        given = await self._database.read(responses.given_to, class_id, question)
        moved = await self._regrade(class_id, question) if given else 0
        return await self._database.once(event, lambda _tx: told(moved))

    def _works(self, tx: Connection, class_id: str) -> Works:
        bank = self._curriculum.at(tx, class_id)
        counts = Counter(id.partition("/")[0] for id in bank.whole.questions())
        installed = {pack.id: pack for pack in self._curriculum.base.packs()}
        used = {pack.id for pack in bank.packs()}
        return Works(
            packs=tuple((pack, counts[pack.id]) for pack in bank.packs()),
            own=frozenset(used - installed.keys()),
            others=tuple(pack for pack in installed.values() if pack.id not in used),
            missing=tuple(sorted(self._curriculum.chosen(tx, class_id) - used)),
        )

    def _changes(self, tx: Connection, class_id: str) -> list[Change]:
        both: list[Change] = [*self._curriculum.left_out(tx, class_id), *self._curriculum.accepted(tx, class_id)]
        return sorted(both, key=lambda one: -one.at)

    def _with_question(self, tx: Connection, class_id: str, one: Change) -> Told:
        bank = self._curriculum.at(tx, class_id)
        return one, bank.question(one.question) if bank.has(one.question) else None


def _of_key(changes: Sequence[SomeChange], key: str) -> SomeChange:
    for one in changes:
        if one.key == key:
            return one
    raise UserError(STALE)


def _meant(given: str, packs: tuple[PackInfo, ...], *, added: bool) -> PackInfo:
    """The pack that a person meant, by its id or its title. Raises `UserError`."""
    wanted = " ".join(given.casefold().split())
    for pack in packs:
        if wanted in (pack.id, pack.title.casefold()):
            return pack
    if not packs:
        raise UserError("Your class works from every pack that is installed here.")
    there_are = ", ".join(pack.title for pack in packs)
    where = "to be added" if added else "that your class works from"
    raise UserError(f"There is no pack “{given[:60]}” {where}. There are: {there_are}.")
