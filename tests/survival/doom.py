"""A task that dies at a given step of what it does, whichever of its own tasks takes that step."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from contextvars import ContextVar
from typing import Any

_doom: ContextVar[Doom | None] = ContextVar("doom", default=None)


class Doom:
    """Counts the steps, from one await to the next, of a task and of the tasks that it starts; cancels it at the last.

    Unlike turns of the event loop, steps do not depend on how fast the machine is.
    """

    def __init__(self, steps: int) -> None:
        self.left = steps
        self._task: asyncio.Task[Any] | None = None

    async def over(self, work: Coroutine[Any, Any, Any]) -> bool:
        """Do `work`, unless it dies over it: tell whether it has died."""
        asyncio.get_running_loop().set_task_factory(_counted)
        token = _doom.set(self)
        try:
            self._task = asyncio.create_task(work)
        finally:
            _doom.reset(token)
        try:
            await self._task
        except asyncio.CancelledError:
            return True
        return False

    def step(self) -> None:
        """One more step is about to be taken."""
        self.left -= 1
        if not self.left and self._task is not None:
            self._task.cancel()


class _Steps(Coroutine[Any, Any, Any]):
    """A coroutine whose steps are counted."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any], doom: Doom) -> None:
        self._coroutine = coroutine
        self._doom = doom

    def send(self, value: Any) -> Any:
        """Take a step."""
        self._doom.step()
        return self._coroutine.send(value)

    def throw(self, *error: Any) -> Any:
        """Take a step after an await that failed."""
        self._doom.step()
        return self._coroutine.throw(*error)

    def close(self) -> None:
        """Take no more steps."""
        self._coroutine.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._coroutine.__await__()


def _counted(loop: asyncio.AbstractEventLoop, coroutine: Any, **how: Any) -> asyncio.Task[Any]:
    doom = _doom.get()
    return asyncio.Task(coroutine if doom is None else _Steps(coroutine, doom), loop=loop, **how)
