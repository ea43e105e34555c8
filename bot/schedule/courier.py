"""Carries the outbox to the platforms: makes every message show what its row says."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from bot.chat import NotSent, OutcomeUnknown, Platform, Unreachable, desk_of
from bot.clock import MINUTE, SECOND, Clock
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Message

log = logging.getLogger(__name__)

AT_ONCE = 200
"""The most messages taken in one go."""
AT_ONCE_IN_BULK = 50
"""The same of what nobody waits for: few enough that handing them over keeps the event loop free."""
PATIENCE = 8.0
"""Seconds that one call to a platform may take; shorter than the lease."""
PATIENCE_IN_ALL = 2 * MINUTE
"""How long a message is tried again: as long as a platform knows its nonce, so that none is posted twice."""


class Courier:
    """Sends what is to be sent: one message of a room at a time, the rooms side by side.

    What nobody waits for is sent by itself, so many a second as the slowest of the platforms takes beside what people
    wait for.
    """

    def __init__(
        self,
        database: Database,
        platforms: Mapping[str, Platform],
        clock: Clock,
        owner: str,
        on_gone: Callable[[str, str], Awaitable[None]],
    ) -> None:
        self._database = database
        self._platforms = platforms
        self._clock = clock
        self._owner = owner
        self._on_gone = on_gone
        self._second = 0
        """When the second began in which messages in bulk are counted; microseconds UTC."""
        self._in_second = 0

    async def deliver(self, *, bulk: bool = False) -> int:
        """Send what is next in each room, in `bulk` or not; tell how many messages were taken."""
        now = self._clock.now()
        most = self.allowed(now) if bulk else AT_ONCE
        if not most:
            return 0
        taken = await self._database.write(partial(outbox.claim, owner=self._owner, now=now, most=most, bulk=bulk))
        if bulk:
            self._in_second += len(taken)
        await asyncio.gather(*(self._send(message) for message in taken))
        return len(taken)

    def bulk_at(self, now: int) -> int:
        """From when on messages in bulk may be sent again."""
        return now if self.allowed(now) else self._second + SECOND

    def allowed(self, now: int) -> int:
        """How many messages in bulk may be sent now."""
        if not self._second <= now < self._second + SECOND:
            self._second, self._in_second = now, 0
        pace = min((platform.posts_a_second for platform in self._platforms.values()), default=AT_ONCE_IN_BULK)
        return max(0, min(AT_ONCE_IN_BULK, pace - self._in_second))

    async def _send(self, message: Message) -> None:
        """Send one message, or put it off."""
        desk = message.room.startswith(desk_of(""))
        address = message.room.removeprefix(desk_of(""))
        platform = self._platforms.get(address.partition(":")[0])
        if platform is None:
            await self._later(message, MINUTE, "the platform is not connected")
            return
        try:
            async with asyncio.timeout(PATIENCE):
                room = await platform.desk(address) if desk else address
                if message.message:
                    await platform.edit(room, message.message, message.view)
                    id = message.message
                else:
                    id = await platform.post(room, message.view, nonce=message.nonce)
        except Unreachable as error:
            log.info("message %s is given up: %s", message.key, error)
            await self._database.write(outbox.give_up, message, str(error))
            if not message.message and not desk:
                await self._on_gone(message.room, error.advice)
            return
        except NotSent as error:
            await self._later(message, error.wait or _backoff(message.attempts), str(error))
            return
        except (OutcomeUnknown, TimeoutError) as error:
            if message.message or platform.knows_nonces:
                await self._later(message, _backoff(message.attempts), f"the outcome is unknown: {error}")
            else:
                # Sent again, it might stand there twice; better that somebody misses it, and the log says so.
                log.warning("message %s may not have arrived and is not sent again: %s", message.key, error)
                await self._database.write(outbox.give_up, message, f"the outcome is unknown: {error}")
            return
        except Exception:
            log.exception("message %s could not be sent", message.key)
            await self._later(message, _backoff(message.attempts), "an error of our own")
            return
        await self._database.write(outbox.sent, message, id)

    async def _later(self, message: Message, wait: int, why: str) -> None:
        now = self._clock.now()
        if now - message.queued_at >= PATIENCE_IN_ALL:
            log.warning("message %s is given up: %s", message.key, why)
            await self._database.write(outbox.give_up, message, why)
        else:
            await self._database.write(outbox.put_off, message, now + wait, why)


def _backoff(attempts: int) -> int:
    return min(1 << attempts, 20) * SECOND
