"""Why Discord does not let Swot in, or no longer, in a sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import discord

from adapters.discord.settings import DiscordSettings
from adapters.reaching import UNREACHED, reason
from bot.clock import SECOND, local
from bot.errors import UserError

if TYPE_CHECKING:
    from discord.types.gateway import SessionStartLimit

NO_TOKEN = "Discord does not know this token. Copy the bot's token afresh into SWOT_DISCORD_TOKEN."  # noqa: S105
WITHDRAWN = "Discord does not know this token any more. Copy the bot's new token into SWOT_DISCORD_TOKEN."
_TOO_FEW = (
    "Swot is in more servers than {} shards may serve. Leave SWOT_DISCORD_SHARDS out, or divide the servers among "
    "more, as in 0-3/16; Discord recommends a number, and `swot doctor` tells it."
)
_GROWN = (
    "Swot has come into more servers than its shards may serve. Start it again: it asks Discord anew how many there "
    "are to be."
)
_NOT_OF_THEM = "Discord does not take the shards {}. See SWOT_DISCORD_SHARDS in deploy/discord.md."
PATIENCE_ASKED = (
    "Discord asks for patience: this bot, or this machine's address, has asked for too much. Wait a quarter of an "
    "hour, then start Swot again."
)
STILL_OUT = "Discord's gateway has not let Swot in yet; it goes on trying. `swot doctor` looks where it stops."
_INTENTS = "Discord refuses what Swot wants to be told of (intents), though it wants no more than servers and channels."
_TOO_OLD = "Discord has moved on from what this Swot speaks. Update Swot."
_UNKNOWN = "Discord has ended the connection for good ({}). Start Swot again."
SHUT_OUT = (
    "Discord lets this bot begin no more sessions before {} (UTC): {} are allowed in a day. Something has started it "
    "again and again. See to that first, and wait until then: whoever begins too many has their token withdrawn."
)


def why(error: BaseException, settings: DiscordSettings) -> UserError | None:
    """What ended the connection, or kept it from beginning, in a sentence; nothing for other errors."""
    match error:
        case discord.LoginFailure():
            return UserError(NO_TOKEN)
        case discord.PrivilegedIntentsRequired():
            return UserError(_INTENTS)
        case discord.RateLimited() | discord.HTTPException(status=429):
            return UserError(PATIENCE_ASKED)
        case discord.ConnectionClosed(code=code):
            return UserError(_of_code(code, settings))
        case aiohttp.ClientError() | OSError() | discord.DiscordServerError() | discord.GatewayNotFound():
            return UserError(UNREACHED.format("Discord", reason(error)))
    return None


def _of_code(code: int, settings: DiscordSettings) -> str:
    shards = settings.shards
    sentences = {
        4004: WITHDRAWN,
        4010: _NOT_OF_THEM.format(shards) if shards else _GROWN,
        4011: _TOO_FEW.format(shards.count) if shards else _GROWN,
        4012: _TOO_OLD,
        4013: _INTENTS,
        4014: _INTENTS,
    }
    return sentences.get(code, _UNKNOWN.format(code))


def shut_out(limit: SessionStartLimit, now: int) -> str:
    """What is said where no session may begin any more; `limit` is Discord's, `now` microseconds UTC."""
    at = local(now + limit["reset_after"] * SECOND // 1000)
    return SHUT_OUT.format(f"{at:%H:%M on %d %B}", limit["total"])
