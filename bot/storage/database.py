"""The database: reads, grouped writes, and answers that are given once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.chat import Answer, Reply
from bot.chat.wire import answer_from_json, answer_to_json
from bot.clock import DAY, Clock
from bot.errors import UserError
from bot.storage.lanes import Job, Lanes, PostgresLanes, SqliteLanes
from bot.storage.schema import migrated
from bot.storage.tables import deliveries
from bot.storage.trouble import StorageTrouble, in_words, unopened

T = TypeVar("T")
P = ParamSpec("P")

GROUP = 500
"""The most writes in one commit: enough to share its cost, few enough to be quick."""
KEPT = DAY
"""How long the answer to a delivery is kept; platforms give up redelivering within minutes."""


REFUSED = "refused "
"""What the row of a delivery begins with whose first result was a `UserError`."""


@dataclass(slots=True)
class _Write:
    """A change that waits for its commit."""

    change: Job[Any]
    delivery: str
    future: asyncio.Future[Any]
    tried: bool = False


class Database:
    """What Swot knows, on SQLite or PostgreSQL.

    Store functions are plain functions of a transaction (`Connection`); `read` and `write` bring them there.
    """

    def __init__(self, lanes: Lanes, clock: Clock) -> None:
        self._lanes = lanes
        self._clock = clock
        self._waiting: list[_Write] = []
        self._alone: list[_Write] = []
        self._writer: asyncio.Task[None] | None = None
        self.on_wake: Callable[[int], None] = lambda _at: None
        """Called after a commit that made something due, with when (microseconds UTC)."""

    @classmethod
    async def open(cls, url: str, clock: Clock) -> Database:
        """Open `sqlite:///path` or `postgresql://…` and bring its tables up to date. Raises `UserError`."""
        try:
            if url.startswith("sqlite:///"):
                path, _, query = url.removeprefix("sqlite:///").partition("?mode=")
                lanes: Lanes = SqliteLanes(path, mode=query or "rwc")
                await cast("SqliteLanes", lanes).open()
            elif url.startswith("postgresql://"):
                lanes = PostgresLanes(url)
            else:
                raise StorageTrouble("The database is given as sqlite:///path/to/file or postgresql://user@host/name.")
        except Exception as error:
            raise unopened(error, url) from error
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
        return cast("T", await self._queued(lambda tx: change(tx, *args, **kwargs), ""))

    async def once(
        self, delivery: str, change: Callable[Concatenate[Connection, P], Answer], *args: P.args, **kwargs: P.kwargs
    ) -> Answer:
        """Do `change(transaction, …)` for the delivery's first arrival, and keep its answer in the same commit.

        A later arrival gets that answer again, and nothing is done; where the first was refused with a `UserError`, so
        is every later one.
        """
        return cast("Answer", await self._queued(lambda tx: change(tx, *args, **kwargs), delivery))

    async def forget_deliveries(self) -> None:
        """Drop the answers that no platform will ask for again."""
        await self.write(
            lambda tx: tx.execute(delete(deliveries).where(deliveries.c.at < self._clock.now() - KEPT)) and None
        )

    async def close(self) -> None:
        """Finish what is waiting and let go of the database."""
        while self._writer is not None and not self._writer.done():
            await asyncio.wait([self._writer])
        await self._lanes.close()

    def _queued(self, change: Job[Any], delivery: str) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Write(change, delivery, future))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._commit_groups())
        return future

    def _try_again(self, group: list[_Write]) -> None:
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
                outcomes, wake = await self._lanes.write(lambda tx, group=group, now=now: _run(tx, group, now))  # type: ignore[misc]
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
                if isinstance(outcome, IntegrityError) and not write.tried:
                    # Another process was quicker with the same thing; now that it is done, the change sees it.
                    self._try_again([write])
                else:
                    _settle(write.future, outcome)
            if wake is not None:
                self.on_wake(wake)


def wake_at(tx: Connection, at: int) -> None:
    """Note that something is due at `at`: whoever waits for due work is told after the commit."""
    tx.info["wake"] = min(at, tx.info.get("wake", at))


def _settle(future: asyncio.Future[Any], outcome: Any) -> None:
    if future.done():
        return
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def _run(tx: Connection, group: list[_Write], now: int) -> tuple[list[Any], int | None]:
    """Do every write of the group in its own savepoint; give results and exceptions in order, and when to wake."""
    tx.info.pop("wake", None)
    wanted = [write.delivery for write in group if write.delivery]
    answered: dict[str, Answer | UserError] = {}
    if wanted:
        found = tx.execute(select(deliveries.c.id, deliveries.c.answer).where(deliveries.c.id.in_(wanted)))
        answered = {id: _recalled(result) for id, result in found}
    # The driver's own cursor: a savepoint is no work for the database, and should be none for the layers above it.
    savepoints = tx.connection.cursor()
    fresh: list[dict[str, Any]] = []
    outcomes: list[Any] = []
    for write in group:
        if write.delivery in answered:
            outcomes.append(_again(answered[write.delivery]))
            continue
        savepoints.execute("SAVEPOINT one_write")
        try:
            outcome = write.change(tx)
            if write.delivery:
                fresh.append({"id": write.delivery, "answer": answer_to_json(outcome), "at": now})
                answered[write.delivery] = outcome
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to this write's caller
            try:
                savepoints.execute("ROLLBACK TO SAVEPOINT one_write")
            except Exception:  # noqa: BLE001 - a full disk ends the whole transaction, and that is what to tell
                raise error from None
            outcome = _answered_elsewhere(tx, write) or in_words(error)
            if write.delivery and outcome is error and isinstance(error, UserError):
                fresh.append({"id": write.delivery, "answer": f"{REFUSED}{error}", "at": now})
                answered[write.delivery] = error
        savepoints.execute("RELEASE SAVEPOINT one_write")
        outcomes.append(outcome)
    if fresh:
        tx.execute(insert(deliveries), fresh)
    return outcomes, tx.info.pop("wake", None)


def _recalled(result: str) -> Answer | UserError:
    """The first result of a delivery, as its row keeps it: an answer, or the sentence that refused."""
    return UserError(result.removeprefix(REFUSED)) if result.startswith(REFUSED) else answer_from_json(result)


def _again(result: Answer | UserError) -> Answer | UserError:
    """A result that was given before."""
    return replace(result, replayed=True) if isinstance(result, Reply) else result


def _answered_elsewhere(tx: Connection, write: _Write) -> Answer | UserError | None:
    """The result that another process gave to the same delivery while this write was waiting for it."""
    if not write.delivery:
        return None
    found = tx.execute(select(deliveries.c.answer).where(deliveries.c.id == write.delivery)).scalar()
    return _again(_recalled(found)) if found else None
