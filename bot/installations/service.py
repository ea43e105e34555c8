"""Where Swot is installed: kept, found, given up."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.errors import UserError
from bot.installations import store
from bot.installations.model import Installation
from bot.installations.sealing import WRONG_KEY, Seal
from bot.storage.database import Database


class Installations:
    """The workspaces that have let Swot in."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    async def keep(self, installation: Installation) -> None:
        """Keep an installation, in place of an earlier one in the same space."""
        sealed = self._seal.sealed(installation.to_json())
        await self._database.write(store.keep, installation.space, sealed, installation.installed_at)

    async def find(self, space: str) -> Installation | None:
        """The installation in a space. Raises `UserError` where its key is another."""
        sealed = await self._database.read(store.find, space)
        return self._opened(space, sealed) if sealed else None

    async def everywhere(self) -> list[Installation]:
        """All of them. Raises `UserError` where the key of one is another."""
        found = await self._database.read(store.everything)
        return [self._opened(space, sealed) for space, sealed, _ in found]

    async def unreadable(self) -> int:
        """How many can't be read, for their key is another."""
        found = await self._database.read(store.everything)
        return unreadable(self._seal, [(space, sealed) for space, sealed, _ in found])

    async def remove(self, space: str) -> None:
        """Forget the token of a space that has thrown Swot out, in the file too."""
        await self._database.write(store.remove, space)
        await self._database.scrub()

    async def renew_seals(self) -> int:
        """Encrypt all of them with the newest key, after which older ones can go; tell how many there are."""

        def renew(tx: Connection) -> int:
            found = store.everything(tx)
            for space, sealed, at in found:
                store.keep(tx, space, self._seal.renewed(sealed), at)
            return len(found)

        count = await self._database.write(renew)
        await self._database.scrub()
        return count

    def _opened(self, space: str, sealed: str) -> Installation:
        return _opened(self._seal, space, sealed)


def unreadable(seal: Seal, kept: Iterable[tuple[str, str]]) -> int:
    """Of installations as they are kept, with their spaces, how many can't be read, for their key is another."""

    def is_unreadable(space: str, sealed: str) -> bool:
        try:
            _opened(seal, space, sealed)
        except UserError:
            return True
        return False

    return sum(is_unreadable(space, sealed) for space, sealed in kept)


def _opened(seal: Seal, space: str, sealed: str) -> Installation:
    installation = Installation.from_json(seal.opened(sealed))
    if installation.space != space:
        # A row that was put in another's place on the disk.
        raise UserError(WRONG_KEY)
    return installation
