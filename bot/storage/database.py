"""The database: reads, grouped writes, and answers that are given once."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, delete
from sqlalchemy.exc import DBAPIError

from bot.chat import Answer, Event
from bot.clock import DAY, Clock
from bot.errors import UserError
from bot.storage.dialect import put
from bot.storage.groups import Change, Seal, Write, run
from bot.storage.lanes import Lanes
from bot.storage.opening import lanes_at
from bot.storage.schema import migrated
from bot.storage.tables import deliveries
from bot.storage.trouble import in_words, unopened

T = TypeVar("T")
P = ParamSpec("P")

GROUP = 500
"""The most writes in one commit: enough to share its cost, few enough to be quick."""
KEPT = DAY
"""How long the answer to a delivery is kept; platforms give up redelivering within minutes."""


class Database:
    """What Swot knows, on SQLite or PostgreSQL.

    Store functions are plain functions of a transaction (`Connection`); `read` and `write` bring them there.
    """

    def __init__(self, lanes: Lanes, clock: Clock) -> None:
        self._lanes = lanes
        self._clock = clock
        self._waiting: list[Write] = []
        self._alone: list[Write] = []
        self._writer: asyncio.Task[None] | None = None
        self.on_wake: Callable[[int], None] = lambda _at: None
        """Called after a commit that made something due, with when (microseconds UTC)."""
        self.seal: Seal = _sealed
        """What a person's key is turned into that tells nobody whose it is."""

    @classmethod
    async def open(cls, url: str, clock: Clock) -> Database:
        """Open `sqlite:///path` or `postgresql://…` and bring its tables up to date. Raises `UserError`."""
        lanes = await lanes_at(url)
        try:
            await migrated(lanes)
        except Exception as error:
            await lanes.close()
            raise unopened(error, url) from error
        return cls(lanes, clock)

    async def read(self, ask: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `ask(transaction, …)` finds. Raises `StorageTrouble` where the database refuses."""
        try:
            return await self._lanes.read(lambda tx: ask(tx, *args, **kwargs))
        except Exception as error:
            raise in_words(error) from error

    async def write(self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do `change(transaction, …)`; when this returns, it is on disk.

        Changes that arrive together share a commit, each in a savepoint of its own: what one raises undoes that one
        alone. Raises what `change` raised, or `StorageTrouble`.
        """
        return cast("T", await self._queued(lambda tx, _: (change(tx, *args, **kwargs),), None, "", None))

    async def note(
        self, event: Event, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `write`, for what is kept of somebody because of what they did.

        Raises `UserError` where they have been forgotten since.
        """
        return cast("T", await self._queued(lambda tx, _: (change(tx, *args, **kwargs),), None, "", event))

    async def once(
        self, event: Event, change: Callable[Concatenate[Connection, P], Answer], *args: P.args, **kwargs: P.kwargs
    ) -> Answer:
        """Do `change(transaction, …)` for the delivery's first arrival, and keep its answer in the same commit.

        A later arrival gets that answer again, and nothing is done; where the first was refused with a `UserError`, so
        is every later one. What is somebody's duty is written into the class's log, in the words of the answer.
        """
        return cast(
            "Answer", await self._queued(lambda tx, _: (change(tx, *args, **kwargs),), None, event.delivery, event)
        )

    async def once_together(
        self, event: Event, change: Callable[[Connection, Sequence[T]], Sequence[Answer | UserError]], item: T
    ) -> Answer:
        """As `once`, for what a whole room does at the same moment.

        Items that arrive next to each other for an equal `change` are given to it in one go. It gives a result for
        each, in order, a `UserError` for an item that it refuses and writes nothing of; where it raises, it is given
        each item alone.
        """
        return cast("Answer", await self._queued(change, item, event.delivery, event))

    async def check_saves(self) -> None:
        """Write something, and take it away again. Raises `StorageTrouble` where that can't be saved."""
        row = {"id": "swot:check", "answer": "", "person": "", "at": self._clock.now()}

        def probe(tx: Connection) -> None:
            put(tx, deliveries, row)
            tx.execute(delete(deliveries).where(deliveries.c.id == row["id"]))

        await self.write(probe)

    async def forget_deliveries(self) -> None:
        """Drop the answers that no platform will ask for again."""
        await self.write(
            lambda tx: tx.execute(delete(deliveries).where(deliveries.c.at < self._clock.now() - KEPT)) and None
        )

    async def scrub(self) -> bool:
        """Leave nothing in the database's files of what was deleted; tell whether that was possible.

        Writes wait meanwhile. Where somebody else is reading, what is left is gone the next time.
        """
        try:
            return await self._lanes.scrub()
        except Exception as error:
            raise in_words(error) from error

    async def close(self) -> None:
        """Finish what is waiting and let go of the database."""
        while self._writer is not None and not self._writer.done():
            await asyncio.wait([self._writer])
        await self._lanes.close()

    def _queued(self, change: Change, item: Any, delivery: str, event: Event | None) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(Write(change, item, delivery, future, event))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._commit_groups())
        return future

    def _try_again(self, group: list[Write]) -> None:
        """Have each of these writes done once more, in a commit of its own."""
        for write in group:
            write.tried = True
        self._alone += group

    async def _commit_groups(self) -> None:
        while self._alone or self._waiting:
            if self._alone:
                group, self._alone = self._alone[:1], self._alone[1:]
            else:
                group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
            now = self._clock.now()
            try:
                outcomes, wake = await self._lanes.write(partial(run, group=group, now=now, seal=self.seal))
            except BaseException as error:
                # The commit failed as a whole: nothing of the group is on disk, and nobody is told that it is.
                told = in_words(error)
                if isinstance(error, DBAPIError) and told is error and not group[0].tried:
                    # One of them spoilt it, say by a deadlock with another process: each gets a commit of its own.
                    self._try_again(group)
                    continue
                for write in group:
                    _settle(write.future, told)
                if isinstance(error, asyncio.CancelledError):
                    raise
                continue
            for write, outcome in zip(group, outcomes, strict=True):
                if isinstance(outcome, DBAPIError) and not write.tried:
                    # Another process was quicker with the same thing, or each waited for the other (a deadlock, which
                    # the database ends by refusing one): now that it is done, the change sees it.
                    self._try_again([write])
                else:
                    _settle(write.future, outcome)
            if wake is not None:
                self.on_wake(wake)


def _sealed(person: str) -> str:
    return hashlib.sha256(person.encode()).hexdigest()


def _settle(future: asyncio.Future[Any], outcome: Any) -> None:
    if future.done():
        return
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
