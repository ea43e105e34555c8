"""What people wrote and were refused, kept until they have mended it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection, delete, select

from bot.chat import Action, Submit
from bot.storage.database import Database
from bot.storage.dialect import put
from bot.storage.tables import drafts as table

MAX_KEPT = 20_000
"""Characters of one entry: several times what any platform lets anyone write."""


class Drafts:
    """One draft a person and form."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, event: Submit) -> None:
        """Remember what was written."""
        fields = {name: value[:MAX_KEPT] for name, value in event.fields.items()}
        row = {"person": event.person, "action": event.action.address, "fields": json.dumps(fields), "at": event.at}

        await self._database.note(event, put, table, row, replacing=("fields", "at"))

    async def kept(self, person: str, action: Action) -> Mapping[str, str]:
        """What this person last wrote there and was refused."""

        def find(tx: Connection) -> str | None:
            mine = select(table.c.fields).where(table.c.person == person, table.c.action == action.address)
            return tx.execute(mine).scalar()

        found = await self._database.read(find)
        return dict(json.loads(found)) if found else {}

    async def drop(self, person: str, action: Action) -> None:
        """Forget it."""
        mine = delete(table).where(table.c.person == person, table.c.action == action.address)
        await self._database.write(lambda tx: tx.execute(mine) and None)

    async def clear(self, before: int) -> None:
        """Forget what nobody came back for."""
        await self._database.write(lambda tx: tx.execute(delete(table).where(table.c.at < before)) and None)
