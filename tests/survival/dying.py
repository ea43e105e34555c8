"""A process that posts what is due, and that stops dead at a point of one's choosing, to be killed there.

It is Swot with its own waker, a real adapter and a clock that stands still. Processes are forked from a server that has
loaded everything: each has an interpreter, an event loop and connections of its own, and dies by a real signal.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial, wraps
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from random import Random
from typing import Any, Literal, get_args

from bot.clock import MINUTE, SteppedClock
from bot.main import App, Settings
from bot.storage import due, outbox
from bot.storage.database import Database
from tests.loopback.discord.listening import pointed_at
from tests.survival.crowd import GARDEN
from tests.survival.places import Login

Point = Literal[
    "before the slot is claimed",
    "when the slot is claimed",
    "while the slot is filled",
    "when the slot is filled",
    "when the message is claimed",
    "when it stands there, before the answer",
    "when it is answered, before the record",
    "while it is recorded",
    "when it is recorded",
]
"""Where a process dies: in the order in which it comes by."""
POINTS: tuple[Point, ...] = get_args(Point)
ON_THE_PLATFORM: Point = "when it stands there, before the answer"
"""Of this point the platform alone can tell."""
LONG = 10 * MINUTE
"""By then all is settled that came due; microseconds."""
PATIENCE = 30.0
"""Seconds after which a process is given up that neither stops nor settles."""


LAZY = ("adapters.discord", "adapters.slack", "apscheduler.schedulers.asyncio", "asyncpg", "sqlalchemy.ext.asyncio")
"""What a process would otherwise load while it runs."""


class Poster:
    """A process from outside."""

    def __init__(self, login: Login, url: str, at: int, point: Point | None = None) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__, *LAZY])
        self._pipe, theirs = context.Pipe(duplex=False)
        self._process: BaseProcess = context.Process(target=_main, args=(theirs, login, url, at, point))
        self._process.start()
        theirs.close()

    async def told(self) -> Point | list[str]:
        """The point at which it has stopped; or, where all is done, what its log has warned of."""
        if not await asyncio.to_thread(self._pipe.poll, PATIENCE):
            raise AssertionError("the process neither stops nor settles")
        return self._pipe.recv()

    def kill(self) -> None:
        """Kill it on the spot."""
        self._process.kill()

    async def ended(self) -> int:
        """How it ended; a negative number is the signal that it died by."""
        await asyncio.to_thread(self._process.join, PATIENCE)
        self._process.kill()
        self._process.join()
        self._pipe.close()
        code = self._process.exitcode
        assert code is not None
        self._process.close()
        return code


def _main(pipe: Pipe, login: Login, url: str, at: int, point: Point | None) -> None:
    """Be that process."""
    with ExitStack() as rest:
        if login.platform == "discord":
            rest.enter_context(pointed_at(login.url))
        if point is not None and point != ON_THE_PLATFORM:
            _stop_at(point, partial(_stop, pipe, point))
        asyncio.run(_post(pipe, login, url, at))


async def _post(pipe: Pipe, login: Login, url: str, at: int) -> None:
    """Post what is due, and what comes due in the minutes after it; then tell what the log warned of, and end."""
    warned = _Warned()
    logging.getLogger("bot").addHandler(warned)
    clock = SteppedClock(at)
    app = await App.open(Settings(url, (GARDEN,), clock=clock, random=Random(at)))
    adapter = login.adapter(app)
    await adapter.start()
    await app.start()
    while (upcoming := await app.dispatcher.next_at()) is not None and upcoming < at + LONG:
        if upcoming > clock.now():
            clock.move_to(upcoming)
            app.database.on_wake(upcoming)
        await asyncio.sleep(0.002)
    await app.stop()
    pipe.send(warned.lines)
    await adapter.close()
    await app.close()


class _Warned(logging.Handler):
    """Keeps what the log warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(record.getMessage())


def _stop(pipe: Pipe, point: Point) -> None:
    """Tell where we are, and do nothing more until death comes."""
    pipe.send(point)
    threading.Event().wait()


def _stop_at(point: Point, stop: Callable[[], None]) -> None:
    """Have `stop` called at a point."""
    match point:
        case "before the slot is claimed":
            due.claim = _around(due.claim, before=lambda how: stop() if how.get("bulk") else None)
        case "while the slot is filled":
            outbox.post = _around(outbox.post, after=lambda _: stop())
        case "when it is answered, before the record":
            outbox.sent = _around(outbox.sent, before=lambda _: stop())
        case "while it is recorded":
            outbox.sent = _around(outbox.sent, after=lambda _: stop())
        case "when the slot is claimed":
            _stop_after_commit(due, "claim", stop)
        case "when the slot is filled":
            _stop_after_commit(outbox, "post", stop)
        case "when the message is claimed":
            _stop_after_commit(outbox, "claim", stop)
        case "when it is recorded":
            _stop_after_commit(outbox, "sent", stop)


def _around(
    function: Callable[..., Any],
    *,
    before: Callable[[dict[str, Any]], None] = lambda _: None,
    after: Callable[[Any], None] = lambda _: None,
) -> Callable[..., Any]:
    @wraps(function)
    def around(*given: Any, **how: Any) -> Any:
        before(how)
        result = function(*given, **how)
        after(result)
        return result

    return around


def _stop_after_commit(module: Any, name: str, stop: Callable[[], None]) -> None:
    """Have `stop` called as soon as something that this function did, or took, is on disk."""
    done = threading.Event()
    nothing: list[Any] = []
    setattr(
        module, name, _around(getattr(module, name), after=lambda result: done.set() if result != nothing else None)
    )
    write = Database.write

    async def write_and_stop(self: Database, *given: Any, **how: Any) -> Any:
        result = await write(self, *given, **how)
        if done.is_set():
            stop()
        return result

    Database.write = write_and_stop  # type: ignore[method-assign]
