"""Each class's own packs as its curriculum and its trials are given them."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.authoring import store
from bot.authoring.model import State
from bot.bank.model import Pack
from bot.bank.service import Bank
from bot.errors import UserError

KEPT = 200
"""Versions that are kept ready; what was published once never changes."""


class Shelves:
    """What has been published, and what is tried before. Called by the database's threads."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, int], Pack] = {}

    def published(self, tx: Connection, class_id: str) -> list[Pack]:
        """The packs that the class works from, by name."""
        return self._in_state(tx, class_id, "published")

    def withdrawn(self, tx: Connection, class_id: str) -> list[Pack]:
        """The packs that it worked from once, as they were last."""
        return self._in_state(tx, class_id, "withdrawn")

    def tried(self, tx: Connection, class_id: str, pack: str, number: int) -> Bank:
        """A version by itself, published or not. Raises `UserError` where the class has no such version."""
        own = store.find_pack(tx, class_id, pack)
        version = store.version(tx, own, number) if own else None
        if version is None:
            raise UserError("That version is thrown away. /content list shows what there is.")
        return Bank([version.content])

    def _in_state(self, tx: Connection, class_id: str, state: State) -> list[Pack]:
        settled = store.newest_settled(tx, class_id)
        return [self._pack(tx, pack, number) for pack, number, standing in settled if standing == state]

    def _pack(self, tx: Connection, pack: str, number: int) -> Pack:
        known = self._read.get((pack, number))
        if known is None:
            known = store.content(tx, pack, number)
            if len(self._read) >= KEPT:
                self._read.clear()
            self._read[pack, number] = known
        return known
