"""What Discord's refusals mean to whoever wants to post."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.chat import DeskRefused, NotSent, OutcomeUnknown, Unreachable
from bot.clock import MINUTE, SECOND

UNKNOWN_INTERACTION, UNKNOWN_MESSAGE, ALREADY_ANSWERED = 10062, 10008, 40060
OVER = {UNKNOWN_INTERACTION, UNKNOWN_MESSAGE, 10015, 50027}
"""What is said to an answer that comes too late: nothing waits for it, what it was to change is gone, or its token."""
HAS_THREAD = 160004
"""The message has its thread already."""
_GONE = {10003, 10004, UNKNOWN_MESSAGE, 10013, 50024, 50033, 50083, 160005, 160006}
"""Unknown channel, server, message, user or recipient; a channel that has no such thing; a thread that is archived or
locked; no more threads in a server."""
NOT_ALLOWED = {50001, 50013}
"""Missing access; missing permissions."""
_REFUSED = {50007, 50278}
"""They let nobody like us write to them, or are in no server with us any more."""
ALLOW_MESSAGES = (
    "Let Swot see the channel, send messages and attach files in it (channel settings, Permissions), and try again."
)


@contextmanager
def in_our_words(advice: str = ALLOW_MESSAGES) -> Iterator[None]:
    """Raise what the port knows in place of what discord.py and the connection raise.

    `advice` is what people can do where Discord does not allow it.
    """
    try:
        yield
    except discord.RateLimited as error:
        raise NotSent("rate limited", wait=round(error.retry_after * SECOND)) from error
    except discord.HTTPException as error:
        raise _meaning(error, advice) from error
    except aiohttp.ClientConnectorError as error:
        raise NotSent(f"no connection: {error}") from error
    except (aiohttp.ClientError, OSError) as error:
        raise OutcomeUnknown(f"the connection broke: {error!r}") from error


def _meaning(error: discord.HTTPException, advice: str) -> Exception:
    if error.status < 500 and error.text.lstrip().startswith("<"):  # noqa: PLR2004
        # A page is no answer of Discord's, but of what stands before it, and says nothing of the room.
        return NotSent(f"turned away on the way to Discord: {error.status}", wait=MINUTE)
    if error.code in _REFUSED:
        return DeskRefused(str(error))
    if error.code in NOT_ALLOWED:
        return Unreachable(str(error), advice=advice)
    if error.code in _GONE or error.status in (403, 404):
        return Unreachable(str(error))
    if error.status in (401, 429):
        # Of a token that was withdrawn the gateway tells as well, and ends us; until then nothing is hammered at.
        return NotSent(str(error), wait=MINUTE)
    if error.status >= 500:  # noqa: PLR2004
        return OutcomeUnknown(str(error))
    return error
