"""A platform that does as it is told, and a courier on it."""

from __future__ import annotations

from functools import partial

from sqlalchemy import select

from bot.chat import Group, NotReadable, View, plain, rich
from bot.clock import MINUTE, SteppedClock
from bot.schedule.courier import Courier
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.tables import outbox as table
from tests.far import Far

ROOM = "far:room"


class Obedient(Far):
    """A platform that does as it is told."""

    def __init__(self, *, knows_nonces: bool = True) -> None:
        self.knows_nonces = knows_nonces
        self.failing: list[Exception] = []
        self.arrives = False
        """Whether what fails arrives all the same."""
        self.shown: list[tuple[str, str]] = []
        self.stands: dict[str, str] = {}
        """What stands there: message by nonce."""
        self.looking: list[Exception] = []
        """What comes of the next looks into the history."""
        self.readable = True
        self.looks: list[tuple[str, int]] = []
        self.edits: list[tuple[str, str]] = []

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Post."""
        error = self.failing.pop(0) if self.failing else None
        if (error is None or self.arrives) and not (self.knows_nonces and nonce in self.stands):
            self.shown.append((room, plain(view.text)))
            if nonce:
                self.stands[nonce] = f"m{len(self.shown)}"
        if error is not None:
            raise error
        return f"m{len(self.shown)}"

    async def groups(self, space: str) -> tuple[Group, ...]:
        """None."""
        return ()

    async def find_post(self, room: str, nonce: str, *, since: int) -> str | None:
        """Look back."""
        self.looks.append((room, since))
        if self.looking:
            raise self.looking.pop(0)
        if not self.readable:
            raise NotReadable("not for you")
        return self.stands.get(nonce)

    async def edit(self, room: str, message: str, view: View) -> None:
        """Change."""
        await super().edit(room, message, view)
        self.edits.append((message, plain(view.text)))


class Post:
    """A courier on a platform, and what it is told of rooms that are gone."""

    def __init__(self, database: Database, clock: SteppedClock, far: Obedient) -> None:
        self.gone: list[tuple[str, str]] = []
        self._database, self._clock, self._far = database, clock, far
        self._courier = Courier(database, {"far": far}, clock, "me", self._on_gone)

    async def _on_gone(self, room: str, advice: str) -> None:
        self.gone.append((room, advice))

    async def say(self, room: str, words: str, key: str = "k", *, repeats: bool = False, bulk: bool = False) -> None:
        """Have something posted."""
        view = View(rich("{}", words))
        put = partial(outbox.post, key=key, room=room, view=view, now=self._clock.now(), repeats=repeats, bulk=bulk)
        await self._database.write(put)

    async def die_over(self, *, arrives: bool, bulk: bool = False) -> None:
        """Another Swot takes what is next, and dies over it after it has arrived or before."""
        [held] = await self._database.write(
            partial(outbox.claim, owner="dead", now=self._clock.now(), most=1, bulk=bulk)
        )
        if arrives:
            await self._far.post(held.room, held.view, nonce=held.nonce)

    async def change(self, words: str, key: str = "k") -> None:
        """Have something changed."""
        await self._database.write(outbox.edit, key, View(rich("{}", words)), self._clock.now())

    async def go(self, duration: int = 5 * MINUTE, *, bulk: bool = False) -> None:
        """Carry what is to be carried, for a while."""
        end = self._clock.now() + duration
        while self._clock.now() < end:
            if not await self._courier.deliver(bulk=bulk):
                upcoming = await self._database.read(partial(outbox.next_at, now=self._clock.now(), bulk=bulk))
                self._clock.move_to(min(upcoming or end, end))

    async def waiting(self) -> int:
        """How many messages are still to be sent."""
        found = select(table.c.key).where(table.c.next_at.is_not(None))
        return len(await self._database.read(lambda tx: tx.execute(found).all()))
