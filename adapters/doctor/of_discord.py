"""Discord, as far as this installation gets there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

from adapters.discord.asking import asking
from adapters.discord.catalogues import catalogues, translated
from adapters.discord.commands import changed, declarations
from adapters.discord.declaring import declared, in_one_server, tried_in
from adapters.discord.errors import NOT_ALLOWED
from adapters.discord.events import PLATFORM, id_of
from adapters.discord.permissions import in_channel, in_server, invite, lacking
from adapters.discord.settings import DiscordSettings
from adapters.discord.trouble import NO_TOKEN, shut_out
from adapters.doctor.findings import Finding, note, ok, stands_alone, wrong
from adapters.registering import registry
from adapters.settings.values import Trial
from bot.clock import SECOND, Clock

Findings = Sequence[Finding]
SERVERS, ROOMS = 25, 50
"""How many are looked at; of more, the first."""
LATE = 3.0
"""Seconds by which a clock may be wrong without anybody noticing."""
NEW_SESSIONS = 20
"""Sessions left in a day from which on it is said."""


@dataclass(frozen=True, slots=True)
class _Discord:
    """What the checks share."""

    settings: DiscordSettings
    http: HTTPClient
    application: int
    me: int
    servers: tuple[dict[str, Any], ...]
    _known: dict[int, asyncio.Task[tuple[Any, Any]]] = field(default_factory=dict)

    async def rights(self, server: int) -> tuple[Any, Any]:
        """The roles of a server, and Swot as a member of it; asked for once."""
        if server not in self._known:
            self._known[server] = asyncio.create_task(self._ask(server))
        return await asyncio.shield(self._known[server])

    async def close(self) -> None:
        """Ask no more."""
        for task in self._known.values():
            task.cancel()
        await asyncio.gather(*self._known.values(), return_exceptions=True)

    async def _ask(self, server: int) -> tuple[Any, Any]:
        return await self.http.get_roles(server), await self.http.get_member(server, self.me)


async def examine_discord(
    settings: DiscordSettings, rooms: Sequence[tuple[str, str]], clock: Clock, patience: float
) -> list[Finding]:
    """Whether Discord is reached, knows the token, and lets Swot do what it has to."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    async with asking(settings.outgoing) as http, _browser(http) as session:
        reaching = await asyncio.gather(
            stands_alone("Discord (REST) can't be reached", _reach(session, clock), patience),
            stands_alone("Discord's gateway can't be reached", _greeted(session), patience),
            stands_alone("Discord's files (CDN) can't be reached", _files(session), patience),
        )
        found = [finding for findings in reaching for finding in findings]
        if reaching[0][0].kind == "wrong":
            return found
        entered: list[_Discord] = []
        found += await stands_alone("Discord does not let Swot in", _enter(settings, http, entered), patience)
        for there in entered:
            found += await _looked_around(there, rooms, clock, patience)
        return found


async def _looked_around(
    there: _Discord, rooms: Sequence[tuple[str, str]], clock: Clock, patience: float
) -> list[Finding]:
    """What is seen where the token lets Swot in."""
    checks: list[tuple[str, Awaitable[Findings]]] = [
        ("The servers' permissions can't be looked at", _permissions(there)),
        ("The channels of classes can't be looked at", _channels(there, rooms)),
        ("The commands can't be looked at", _commands(there)),
        ("Discord does not say how many sessions are left", _sessions(there, clock)),
    ]
    try:
        told = await asyncio.gather(*(stands_alone(what, check, patience) for what, check in checks))
    finally:
        await there.close()
    return [finding for findings in told for finding in findings]


def _browser(http: HTTPClient) -> aiohttp.ClientSession:
    """Goes the same way, and says nothing of a token."""
    return aiohttp.ClientSession(connector=http.connector, connector_owner=False, proxy=http.proxy)


# Getting there


async def _reach(session: aiohttp.ClientSession, clock: Clock) -> Findings:
    """The clock is told by the same answer: Discord writes when it gave it."""
    before = clock.now() / SECOND
    async with session.get(f"{Route.BASE}/gateway") as response:
        status, kind, date = response.status, response.content_type, response.headers.get("Date")
    if kind != "application/json":
        words = (
            f"Something answers in Discord's place, with status {status}: a filter of the network, or Discord is down."
        )
        return [
            wrong(words, "Have the hosts below let through; discordstatus.com tells of Discord.", out_of_reach=True)
        ]
    found = [ok("Discord can be reached.")]
    if not date:
        return found
    # It was given between asking and hearing, and is told in whole seconds.
    told = parsedate_to_datetime(date).timestamp()
    away = max(before - told - 1, 0) or min(clock.now() / SECOND - told, 0)
    if abs(away) <= LATE:
        return [*found, ok("The clock is right.")]
    words = f"The clock is {abs(away):,.0f} seconds {'fast' if away > 0 else 'slow'}: deadlines are told wrongly."
    return [*found, note(words, "Let the system set it: `timedatectl set-ntp true`, or the settings of date and time.")]


async def _greeted(session: aiohttp.ClientSession) -> Findings:
    """Networks that let HTTPS through may yet stop WebSockets. No session is begun."""
    address = DiscordWebSocket.DEFAULT_GATEWAY.with_query(v=10, encoding="json")
    async with session.ws_connect(address) as socket:
        await socket.receive()
    return [ok("Discord's gateway answers.")]


async def _files(session: aiohttp.ClientSession) -> Findings:
    async with session.get(discord.asset.Asset.BASE, allow_redirects=False):
        return [ok("Discord's files can be reached.")]


async def _enter(settings: DiscordSettings, http: HTTPClient, entered: list[_Discord]) -> Findings:
    """Whose token it is, and where Swot is."""
    try:
        me = await http.static_login(settings.token)
    except discord.LoginFailure:
        return [wrong(NO_TOKEN)]
    application: Any = await http.application_info()
    servers: list[Any] = await http.get_guilds(200, with_counts=False)
    id = int(application["id"])
    entered.append(_Discord(settings, http, id, int(me["id"]), tuple(servers)))
    found = [ok(f"Discord knows the token: the application is “{application['name']}” ({id}).")]
    if not servers:
        link = invite(id)
        return [*found, wrong("Swot is in no server yet.", f"Whoever manages one opens this link: {link}")]
    names = ", ".join(f"“{one['name']}”" for one in servers[:5])
    count = f"{len(servers)}{' or more' if len(servers) == 200 else ''}"  # noqa: PLR2004 - the most that Discord tells
    return [
        *found,
        ok(f"Swot is in {count} server{'' if count == '1' else 's'}: {names}{', …' if servers[5:] else ''}."),
    ]


# What is allowed there


async def _permissions(there: _Discord) -> Findings:
    servers = there.servers[:SERVERS]
    rights = await asyncio.gather(*(there.rights(int(server["id"])) for server in servers))
    found: list[Finding] = []
    for server, (roles, member) in zip(servers, rights, strict=True):
        allowed = in_server(int(server["id"]), roles, member)
        found += _judged(f"In the server “{server['name']}”", allowed, "Server Settings, Roles, Swot")
    if len(there.servers) > SERVERS:
        found.append(note(f"The permissions of the first {SERVERS} servers were looked at."))
    return found


async def _channels(there: _Discord, rooms: Sequence[tuple[str, str]]) -> Findings:
    mine = [(key, name) for key, name in rooms if key.startswith(f"{PLATFORM}:")][:ROOMS]
    told = await asyncio.gather(*(_channel(there, id_of(key), name) for key, name in mine))
    return [finding for findings in told for finding in findings]


async def _channel(there: _Discord, id: int, name: str) -> Findings:
    try:
        channel: Any = await there.http.get_channel(id)
    except discord.NotFound:
        return [note(f"A channel of the class “{name}” is gone.", "`/class room` names another.")]
    except discord.Forbidden as error:
        if error.code not in NOT_ALLOWED:
            raise
        remedy = "In that channel's settings, under Permissions, add Swot and allow View Channel and Send Messages."
        return [wrong(f"Swot can't see a channel of the class “{name}”.", remedy)]
    server = int(channel.get("guild_id") or 0)
    if not server:
        return []
    rules: Any = await there.http.get_channel(int(channel["parent_id"])) if "thread_metadata" in channel else channel
    roles, member = await there.rights(server)
    allowed = in_channel(in_server(server, roles, member), server, rules, member)
    where = f"In #{channel['name']} of the class “{name}”"
    return _judged(where, allowed, "the channel's settings, Permissions")


def _judged(where: str, allowed: int, place: str) -> list[Finding]:
    """What of the table is missing there, by how much it matters."""
    missing = [one for one in lacking(allowed) if one.need != "may"]
    if not missing:
        return [ok(f"{where} Swot may do all that it has to.")]
    found = []
    for one in missing:
        make = wrong if one.need == "always" else note
        words = f"{where} “{one.name}” is not allowed; Swot needs it {one.why}."
        found.append(make(words, f"Allow it under {place}."))
    return found


# Commands and sessions


async def _commands(there: _Discord) -> Findings:
    settings = there.settings
    ours = declarations((await registry()).commands)
    ours = translated(ours, catalogues(settings.words)) if settings.words else ours
    trial = settings.trial if settings.trial and not settings.trial.over else None
    theirs = await declared(there.http, there.application, trial.server if trial else None)
    if trial:
        ours, theirs = in_one_server(ours), in_one_server(theirs)
    where = f" in the server {trial.server}, on trial" if trial else ""
    found = [
        note(f"The commands{where} are not as they should be: the next start declares them.")
        if changed(ours, theirs)
        else ok(f"The commands{where} are up to date.")
    ]
    return [*found, *await _doubles(there, trial)]


async def _doubles(there: _Discord, trial: Trial | None) -> list[Finding]:
    """Servers that have commands of their own from a trial, beside everybody's."""
    servers = [int(one["id"]) for one in there.servers[:SERVERS]]
    names = {int(one["id"]): one["name"] for one in there.servers}
    found = []
    for server in await tried_in(there.http, there.application, servers):
        if trial is None or server != trial.server:
            words = f"The server “{names[server]}” still has commands of its own from a trial: people see them twice."
            found.append(note(words, f"Start Swot once with SWOT_DISCORD_TRIAL_SERVER=“not {server}”."))
    return found


async def _sessions(there: _Discord, clock: Clock) -> Findings:
    recommended, _, limit = await there.http.get_bot_gateway()
    found: list[Finding] = []
    if limit["remaining"] < 1:
        found.append(wrong(shut_out(limit, clock.now())))
    elif limit["remaining"] < NEW_SESSIONS:
        words = f"{limit['remaining']} of {limit['total']} sessions are left today: Swot is started again and again."
        found.append(note(words, "See to what ends it before they are used up."))
    shards = there.settings.shards
    if shards is not None and shards.count < recommended:
        words = f"SWOT_DISCORD_SHARDS divides the servers among {shards.count}, and Discord recommends {recommended}."
        found.append(note(words, f"Divide them among {recommended}, in every process."))
    return found
