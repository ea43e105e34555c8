"""What a class works from: the packs it chose, its own content, without what it leaves out, with what it accepts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from sqlalchemy import Connection

from bot.bank import model
from bot.bank.contents import Contents
from bot.bank.service import Bank, Choice
from bot.chat import Event
from bot.classes.service import Classes
from bot.curriculum import store
from bot.curriculum.model import Accepted, LeftOut, beyond, overrides, widened
from bot.errors import UserError
from bot.responses.model import Given
from bot.storage.database import Database

REMEMBERED = 500
"""Classes whose banks are kept ready, of those that have changed anything."""
_CHANGING = "curriculum"
"""Where a connection notes what its transaction changes."""

Own: TypeAlias = Callable[[Connection, str], Sequence[model.Pack]]
"""The packs that a class has for itself."""
Withheld: TypeAlias = Callable[[Connection, str], frozenset[str]]
"""Full ids of the questions that a class is not asked for now, for it sits an exam that has them."""


def no_own(_tx: Connection, _class_id: str) -> Sequence[model.Pack]:
    """No class has packs of its own."""
    return ()


def nothing_withheld(_tx: Connection, _class_id: str) -> frozenset[str]:
    """No class sits an exam."""
    return frozenset()


class Curriculum:
    """The bank as each class sees it.

    A class's row has a version that rises with every change; a bank is kept as long as its version is the row's. So
    what one process changes counts in every other at once, and nobody asks in between.
    """

    def __init__(
        self,
        database: Database,
        bank: Bank,
        classes: Classes,
        own: Own = no_own,
        withdrawn: Own = no_own,
        withheld: Withheld = nothing_withheld,
    ) -> None:
        self.base = bank
        """What classes see that have changed nothing, and whoever belongs to none."""
        self._database = database
        self._classes = classes
        self._own = own
        self._withdrawn = withdrawn
        self._withheld = withheld
        # Read and written by the database's threads. Two of them may build the same bank: the last one stays.
        self._banks: dict[str, tuple[int, Bank]] = {}

        self.on_key: list[Callable[[Connection, str, str, int], None]] = []
        """What hears, in the same transaction, that a class accepts something else for a question, and when."""

    # What a class sees

    def at(self, tx: Connection, class_id: str) -> Bank:
        """The bank as a class sees it in this transaction."""
        version = store.version(tx, class_id)
        if not version:
            return self.base
        if class_id in _changing(tx):
            # Nobody knows yet whether this version will come to stand, or another one under the same number.
            return self._built(tx, class_id)
        known = self._banks.get(class_id)
        if known is None or known[0] != version:
            known = (version, self._built(tx, class_id))
            if len(self._banks) >= REMEMBERED:
                self._banks.clear()
            self._banks[class_id] = known
        return known[1]

    async def of(self, class_id: str) -> Bank:
        """The bank as a class sees it now."""
        return await self._database.read(self.at, class_id)

    async def here(self, event: Event) -> Bank:
        """The bank as the class sees it that the event is about; the installation's where that is not known yet."""
        class_id = await self._classes.known(event)
        return await self.of(class_id) if class_id else self.base

    def _built(self, tx: Connection, class_id: str) -> Bank:
        own = tuple(Contents(pack) for pack in self._own(tx, class_id))
        once = tuple(Contents(pack) for pack in self._withdrawn(tx, class_id))
        accepted = store.accepted_of(tx, class_id)
        known = self.base.of_class(Choice(own=own, withdrawn=once)) if own or once else self.base
        choice = Choice(
            packs=frozenset(store.packs_of(tx, class_id)),
            own=own,
            withdrawn=once,
            left_out=frozenset(one.question for one in store.left_out_of(tx, class_id)),
            withheld=self._withheld(tx, class_id),
            widened=widened(known, accepted),
            overrides=overrides(accepted),
        )
        return self.base if choice == Choice() else self.base.of_class(choice)

    # What it may change

    def changed(self, tx: Connection, class_id: str) -> None:
        """Note that what a class works from is changed in this transaction.

        So does a change of its own content, and an exam that it begins to sit or that ends.
        """
        store.bump(tx, class_id)
        _changing(tx).add(class_id)

    def choose(self, tx: Connection, class_id: str, packs: Collection[str]) -> None:
        """Have a class work from these packs alone, beside its own content. Raises `UserError` where there is none."""
        installed = {pack.id for pack in self.base.packs()}
        there_are = installed | {pack.info.id for pack in self._own(tx, class_id)}
        wanted = set(packs)
        if not wanted:
            raise UserError("A class works from one pack at least.")
        if unknown := sorted(wanted - there_are):
            raise UserError(f"There is no pack “{unknown[0][:60]}”. There are: {', '.join(sorted(there_are))}.")
        store.put_packs(tx, class_id, sorted(wanted) if not installed <= wanted else ())
        self.changed(tx, class_id)

    def leave_out(self, tx: Connection, class_id: str, question: str, *, why: str, by: str, at: int) -> None:
        """Ask a class a question no more; a round that has it goes on with it. Raises `UserError`."""
        if not self.at(tx, class_id).has(question):
            raise UserError("There is no such question in this class.")
        store.put_left_out(tx, class_id, LeftOut(question, why, by, at))
        self.changed(tx, class_id)

    def put_back(self, tx: Connection, class_id: str, question: str) -> None:
        """Ask a class a question again. Raises `UserError` where it is not left out."""
        if not store.put_back(tx, class_id, question):
            raise UserError("That question is not left out any more.")
        self.changed(tx, class_id)

    def accept(
        self, tx: Connection, class_id: str, question: str, given: Given, *, why: str, by: str, at: int
    ) -> Given:
        """Have an answer be right from now on; what of it the key lacked comes back. Marks stay until they are renewed.

        Raises `UserError` where it is right already, or the question's key can't say so.
        """
        form = beyond(self.at(tx, class_id), question, given)
        turn = store.turn_of(tx, class_id, question, form)
        store.put_accepted(tx, class_id, Accepted(question, form, turn + 1 + turn % 2, why, by, at))
        self._changed_key(tx, class_id, question, at)
        return form

    def accept_no_more(self, tx: Connection, class_id: str, question: str, form: Given, *, by: str, at: int) -> None:
        """Have an accepted answer be right no more; marks stay. Raises `UserError` where it is not accepted."""
        turn = store.turn_of(tx, class_id, question, form)
        if turn % 2 == 0:
            raise UserError("That answer is not accepted any more.")
        store.put_accepted(tx, class_id, Accepted(question, form, turn + 1, "", by, at))
        self._changed_key(tx, class_id, question, at)

    def _changed_key(self, tx: Connection, class_id: str, question: str, at: int) -> None:
        self.changed(tx, class_id)
        for hear in self.on_key:
            hear(tx, class_id, question, at)

    # What it has changed

    def chosen(self, tx: Connection, class_id: str) -> frozenset[str]:
        """The ids of the packs that a class has chosen, installed or not any more; none: it works from all."""
        return frozenset(store.packs_of(tx, class_id))

    def left_out(self, tx: Connection, class_id: str) -> list[LeftOut]:
        """What a class is not asked, the latest first."""
        return store.left_out_of(tx, class_id)

    def accepted(self, tx: Connection, class_id: str) -> list[Accepted]:
        """What a class accepts beside the keys, the latest first."""
        return [one for one in self.ever_accepted(tx, class_id) if one.stands]

    def ever_accepted(self, tx: Connection, class_id: str) -> list[Accepted]:
        """The same with what it accepts no more."""
        return store.accepted_of(tx, class_id)[::-1]


def _changing(tx: Connection) -> set[str]:
    """The classes whose content this transaction has changed so far, and may yet undo."""
    transaction, changing = tx.info.get(_CHANGING, (None, set()))
    if transaction is None or transaction is not tx.get_transaction():
        changing = set()
        tx.info[_CHANGING] = (tx.get_transaction(), changing)
    found: set[str] = changing
    return found
