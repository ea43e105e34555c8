"""Waiting, by the clock that was handed in, and trying again what certainly did not arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.chat import NotSent, OutcomeUnknown
from bot.clock import MINUTE, SECOND, Clock

Result = TypeVar("Result")

TRIES = 3
LONGEST = MINUTE
"""The longest pause that an answer is worth waiting for; after that nobody looks for it."""


async def pause(clock: Clock, duration: int) -> None:
    """Wait for `duration` microseconds."""
    over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    alarm = clock.ring(duration, lambda: None if over.done() else over.set_result(None))
    try:
        await over
    finally:
        alarm.cancel()


async def patiently(clock: Clock, attempt: Callable[[], Awaitable[Result]], *, harmless_twice: bool = False) -> Result:
    """Do it, again after a pause where it was certainly not done. Raises as `attempt` does.

    What is `harmless_twice`, such as showing a page, is also done again where nobody knows whether it was.
    """
    for tries in range(1, TRIES):
        try:
            return await attempt()
        except NotSent as error:
            if error.wait > LONGEST:
                raise
            await pause(clock, error.wait or tries * SECOND)
        except OutcomeUnknown:
            if not harmless_twice:
                raise
            await pause(clock, tries * SECOND)
    return await attempt()
