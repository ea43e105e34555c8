"""Carries the outbox to the platforms: makes every message show what its row says."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from bot.chat import (
    AccountClosed,
    DeskRefused,
    NotReadable,
    NotSent,
    OutcomeUnknown,
    Platform,
    Unreachable,
    desk_of,
)
from bot.clock import HOUR, MINUTE, SECOND, Clock
from bot.measures import Measures
from bot.storage import desks, outbox
from bot.storage.database import Database
from bot.storage.outbox import Message
from bot.storage.whereabouts import Whereabouts

log = logging.getLogger(__name__)

AT_ONCE = 200
"""The most messages taken in one go."""
AT_ONCE_IN_BULK = 50
"""The same of what nobody waits for: few enough that handing them over keeps the event loop free."""
PATIENCE = 8.0
"""Seconds that one call to a platform may take; shorter than the lease."""
PATIENCE_IN_ALL = 2 * MINUTE
"""How long a message is tried again: as long as a platform knows its nonce, so that none is posted twice."""
SETTLES = 5 * SECOND
"""How long a post may still be under way whose connection broke: only then is it looked for."""
LOOKS = 3
"""How often a message is tried at the least before it is too late to look: one that was off for an hour looks too."""
ASKED_FOR = 10 * MINUTE
"""How long a message waits whose platform keeps asking for patience: it has said when it may come."""
ASKED_FOR_IN_BULK = 4 * HOUR
"""The same of what nobody waits for, such as homework for a whole year: a platform takes fifty desks a minute."""
TRIES = 6
"""The same before it is too late for what has certainly not arrived: a clock that leaps makes everything seem old."""
CLOCKS_DIFFER = 5 * MINUTE
"""How far the platform's clock may be off from ours, when a message is looked for from a time on."""


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
        measures: Measures | None = None,
    ) -> None:
        self._measures = measures or Measures()
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
        """Take one message one step on: show it, look whether it is there, or put it off."""
        platform = await self._platform(message)
        if platform is None:
            return
        looks = message.unsure and not (platform.knows_nonces and self._is_new(message))
        room = ""
        try:
            async with asyncio.timeout(PATIENCE):
                room = await _room(platform, message)
                id = await (self._find(platform, room, message) if looks else _show(platform, room, message))
        except DeskRefused as error:
            log.info("message %s is refused: %s", message.key, error)
            why = outbox.CLOSED if isinstance(error, AccountClosed) else f"{outbox.REFUSED}{error}"
            await self._database.write(outbox.give_up, message, why)
        except Unreachable as error:
            await self._out_of_reach(message, room, error)
        except NotReadable as error:
            await self._decide(message, str(error))
        except NotSent as error:
            await self._not_sent(message, looks, error)
        except (OutcomeUnknown, TimeoutError) as error:
            why = f"the outcome is unknown: {error}"
            if looks or message.message or not room:
                await self._again(message, looks, _backoff(message.attempts), why)
            else:
                wait = _backoff(message.attempts)
                wait = wait if platform.knows_nonces and self._is_new(message) else max(wait, SETTLES)
                await self._put_off(replace(message, unsure=True), wait, why)
        except Exception:
            log.exception("message %s could not be sent", message.key)
            await self._again(message, looks, _backoff(message.attempts), "an error of our own")
        else:
            await (self._looked(message, id, room) if looks else self._shown(message, id, room))

    async def _platform(self, message: Message) -> Platform | None:
        """The platform that a message goes to; where there is none, the message is put off or given up."""
        if message.where is None:
            await self._give_up(message, "the message that it belongs below is not there")
            return None
        platform = self._platforms.get(_platform_of(message.where))
        if platform is None:
            await self._later(message, MINUTE, "the platform is not connected")
        return platform

    async def _out_of_reach(self, message: Message, room: str, error: Unreachable) -> None:
        """Give the message up; a new one that was meant for a private thread goes to the direct messages instead."""
        desk = message.room.startswith(desk_of(""))
        if desk and not message.message and room and room == message.where:
            log.info("a private thread is gone: message %s goes to the direct messages", message.key)
            await self._database.write(desks.move_back, message.room.removeprefix(desk_of("")), room)
            await self._put_off(message, 0, str(error))
            return
        log.info("message %s is given up: %s", message.key, error)
        if not desk and (not message.message or error.advice):
            # First, so that whoever dies in between leaves it to be found out again.
            await self._on_gone(message.room, error.advice)
            await self._database.write(outbox.give_up_room, message.room, str(error))
        await self._database.write(outbox.give_up, message, str(error))

    async def _find(self, platform: Platform, room: str, message: Message) -> str:
        """The id of a post that may have arrived; empty if it surely has not. Raises as `Platform.find_post` does."""
        since = min(message.queued_at, self._clock.now()) - CLOCKS_DIFFER
        return await platform.find_post(room, message.nonce, since=since) or ""

    async def _shown(self, message: Message, id: str, room: str) -> None:
        """Note what stands in the platform's room under `id`."""
        if message.unsure:
            # That is what was to be posted first, repeated or not; if it was changed since, an edit follows.
            message = replace(message, version=1)
        await self._database.write(outbox.sent, message, id, room)
        if not message.message:
            self._measures.posted(_platform_of(room), self._clock.now() - message.queued_at)

    async def _looked(self, message: Message, id: str, room: str) -> None:
        """Go on from what is known now: it stands there under `id`, or not at all."""
        if id:
            await self._shown(message, id, room)
        elif self._is_too_late(message, 2 * PATIENCE_IN_ALL, TRIES):
            await self._give_up(message, "it did not arrive")
        else:
            await self._put_off(replace(message, unsure=False), 0, "it did not arrive")

    async def _decide(self, message: Message, why: str) -> None:
        """Do as the message says, where nobody can find out whether it arrived."""
        if not message.repeats:
            log.warning("message %s may not have arrived and is not sent again (policy: skip): %s", message.key, why)
            await self._database.write(outbox.give_up, message, why)
        elif self._is_too_late(message, PATIENCE_IN_ALL):
            await self._give_up(message, why)
        else:
            log.warning("message %s may have arrived and is sent again (policy: repeat): %s", message.key, why)
            await self._put_off(replace(message, unsure=False), 0, why)

    async def _again(self, message: Message, looked: bool, wait: int, why: str) -> None:  # noqa: FBT001 - of two ways
        """Try what failed once more, if it is not too late for that."""
        if looked and (wait > PATIENCE_IN_ALL or self._is_too_late(message, PATIENCE_IN_ALL)):
            await self._decide(message, why)
        elif message.unsure:
            # Not too late before it has been looked for.
            await self._put_off(message, wait, why)
        else:
            await self._later(message, wait, why)

    async def _later(self, message: Message, wait: int, why: str) -> None:
        if self._is_too_late(message, PATIENCE_IN_ALL, TRIES):
            await self._give_up(message, why)
        else:
            await self._put_off(message, wait, why)

    async def _not_sent(self, message: Message, looked: bool, error: NotSent) -> None:  # noqa: FBT001 - of two ways
        """Try again later: when the platform says, which is no failure, if it says when."""
        if looked or not error.wait:
            await self._again(message, looked, error.wait or _backoff(message.attempts), str(error))
        elif self._is_too_late(message, ASKED_FOR_IN_BULK if message.bulk else ASKED_FOR):
            await self._give_up(message, str(error))
        else:
            await self._put_off(message, error.wait, str(error))

    async def _put_off(self, message: Message, wait: int, why: str) -> None:
        await self._database.write(outbox.put_off, message, self._clock.now() + wait, why)

    async def _give_up(self, message: Message, why: str) -> None:
        log.warning("message %s is given up: %s", message.key, why)
        await self._database.write(outbox.give_up, message, why)

    def _is_new(self, message: Message) -> bool:
        """Whether a platform still knows the message's nonce, if it knows any."""
        return self._clock.now() - message.queued_at < PATIENCE_IN_ALL

    def _is_too_late(self, message: Message, patience: int, tries: int = LOOKS) -> bool:
        return message.attempts >= tries and self._clock.now() - message.queued_at >= patience


def _platform_of(where: Whereabouts) -> str:
    """The name of the platform that a place is on."""
    return (where if isinstance(where, str) else where.key).partition(":")[0]


async def _room(platform: Platform, message: Message) -> str:
    """The room of the platform that a message goes to, opened if need be."""
    assert message.where is not None, "looked at before"
    return message.where if isinstance(message.where, str) else await platform.open(message.where)


async def _show(platform: Platform, room: str, message: Message) -> str:
    """Have the platform show the message as it should stand; give its id."""
    if not message.message:
        return await platform.post(room, message.view, nonce=message.nonce)
    await platform.edit(room, message.message, message.view)
    return message.message


def _backoff(attempts: int) -> int:
    return min(1 << attempts, 20) * SECOND
