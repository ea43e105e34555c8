"""Telling Discord which commands there are: everywhere, or in one server to try them; and only what has changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord.http import HTTPClient, Route

from adapters.discord.commands import changed
from adapters.discord.errors import NOT_ALLOWED
from adapters.settings.values import Trial
from bot.errors import UserError

log = logging.getLogger(__name__)

FEW = 25
"""Servers that are looked through for commands of their own whenever Swot starts."""
UNKNOWN_SERVER = 10004
NOT_IN = (
    "Swot is not in the server {} that SWOT_DISCORD_TRIAL_SERVER names. Invite it there (`swot invite` gives the "
    "link), or name another server."
)
GLOBAL = ("contexts", "integration_types")


async def declare(http: HTTPClient, application: int, ours: list[dict[str, Any]], trial: Trial | None) -> None:
    """Declare the commands where they have changed.

    For a `trial` that is in that server only, and what everybody has stays as it is. Otherwise it is for everybody,
    and no server keeps commands of its own from a trial, which people would see beside those: a few servers are looked
    through, of many only the one whose trial is said to be over. Raises `UserError` for a server that Swot is not in.
    """
    if trial is not None and not trial.over:
        ours = in_one_server(ours)
        if changed(ours, in_one_server(await declared(http, application, trial.server))):
            await http.bulk_upsert_guild_commands(application, trial.server, ours)
            log.info("%d commands are declared to Discord, in server %d only", len(ours), trial.server)
        return
    if changed(ours, await declared(http, application)):
        await http.bulk_upsert_global_commands(application, ours)
        log.info("%d commands are declared to Discord", len(ours))
    servers = [trial.server] if trial is not None else await servers_of(http, FEW)
    for server in await tried_in(http, application, servers):
        await http.bulk_upsert_guild_commands(application, server, [])
        log.info("server %d has no commands of its own any more", server)


def in_one_server(commands: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The commands as one server has them: where they are offered, and to whom, is said of everybody's only."""
    return [{name: value for name, value in one.items() if name not in GLOBAL} for one in commands]


async def declared(http: HTTPClient, application: int, server: int | None = None) -> list[Any]:
    """What Discord has, translations included, for everybody or in one server. Raises `UserError` where Swot is not."""
    path = "/applications/{application_id}/" + ("commands" if server is None else "guilds/{guild_id}/commands")
    try:
        route = Route("GET", path, application_id=application, guild_id=server)
        found: list[Any] = await http.request(route, params={"with_localizations": "true"})
    except (discord.Forbidden, discord.NotFound) as error:
        if server is None or error.code not in {*NOT_ALLOWED, UNKNOWN_SERVER}:
            raise
        raise UserError(NOT_IN.format(server)) from error
    return found


async def servers_of(http: HTTPClient, most: int) -> list[int]:
    """The servers that Swot is in; none where they are more than `most` (at most 199)."""
    found = await http.get_guilds(most + 1, with_counts=False)
    return [int(one["id"]) for one in found] if len(found) <= most else []


async def tried_in(http: HTTPClient, application: int, servers: Sequence[int]) -> list[int]:
    """Those of the servers that have commands of Swot's for themselves; where Swot has just left has none."""
    asking = (declared(http, application, server) for server in servers)
    found = await asyncio.gather(*asking, return_exceptions=True)
    for one in found:
        if isinstance(one, BaseException) and not isinstance(one, UserError):
            raise one
    return [server for server, own in zip(servers, found, strict=True) if own and not isinstance(own, UserError)]
