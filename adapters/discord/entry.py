"""Discord's one way in: a client whose every interaction becomes an event, and whose answers are the core's."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord

from adapters.discord.answers import Answers
from adapters.discord.commands import changed, declarations
from adapters.discord.events import event_of, notice_of
from adapters.discord.halt import Halt
from adapters.discord.platform import DiscordPlatform
from adapters.discord.wire import hand_over, interaction_of
from adapters.inhand import InHand
from bot.errors import UserError
from bot.main import App

log = logging.getLogger(__name__)

CONNECTIONS = 100
"""Connections to Discord at once. Without a bound, a room that presses at once opens one a press."""
NO_TOKEN = "Discord does not know this token. Copy the bot's token afresh into SWOT_DISCORD_TOKEN."  # noqa: S105
UNREACHED = "Discord can't be reached ({}). Check the connection and start Swot again."


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """What Discord needs to know of an installation."""

    token: str = field(repr=False)


class DiscordAdapter:
    """Swot on Discord."""

    def __init__(self, app: App, settings: DiscordSettings) -> None:
        self._app = app
        self._settings = settings
        self._in_hand = InHand()
        self._client: _Client | None = None
        self._session: aiohttp.ClientSession | None = None
        self._connection: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Log in, declare the commands if they have changed, and listen.

        Raises `UserError` for a wrong token, and where Discord can't be reached.
        """
        # Swot never speaks aloud, and need not hear at every start what is missing for it.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        self._session = aiohttp.ClientSession(connector=connector, connector_owner=False)
        self._client = client = _Client(self._app, Answers(self._app, self._session), self._in_hand, connector)
        try:
            await client.login(self._settings.token)
            await self._declare_commands(client)
        except discord.LoginFailure as error:
            await self.close()
            raise UserError(NO_TOKEN) from error
        except (aiohttp.ClientError, OSError, discord.DiscordServerError, discord.RateLimited) as error:
            await self.close()
            raise UserError(UNREACHED.format(error)) from error
        except discord.HTTPException as error:
            await self.close()
            if error.status == 429:  # noqa: PLR2004 - the number is its own name
                raise UserError(UNREACHED.format("this address is banned for a while")) from error
            raise
        except BaseException:
            await self.close()
            raise
        platform = DiscordPlatform(client, self._session, client.halt)
        self._app.connect(platform)
        self._app.privacy.on_forget.append(platform.forget)
        self._connection = asyncio.create_task(client.connect(reconnect=True))
        listening = asyncio.create_task(client.listening.wait())
        try:
            await asyncio.wait((listening, self._connection), return_when=asyncio.FIRST_COMPLETED)
        finally:
            listening.cancel()
        if self._connection.done():
            await self._connection

    async def settled(self) -> None:
        """Wait until nothing is in hand."""
        await self._in_hand.settled()

    async def ended(self) -> None:
        """Return when the connection has ended for good. Raises what ended it, such as a token that was withdrawn."""
        if self._connection is None or self._client is None:
            return
        withdrawn = asyncio.create_task(self._client.halt.withdrawn.wait())
        try:
            await asyncio.wait((self._connection, withdrawn), return_when=asyncio.FIRST_COMPLETED)
        finally:
            withdrawn.cancel()
        if not self._connection.done():
            raise UserError(NO_TOKEN)
        await self._connection

    async def close(self) -> None:
        """Take no more; finish what is in hand; let go of every connection."""
        if self._client is not None:
            self._client.taking = False
            await self._in_hand.settled()
            await self._client.close()
        if self._connection is not None:
            await asyncio.wait((self._connection,))
        if self._session is not None:
            await self._session.connector.close() if self._session.connector else None
            await self._session.close()

    async def _declare_commands(self, client: discord.Client) -> None:
        application = client.application_id
        assert application is not None, "known since the log-in"
        ours = declarations(self._app.registry.commands)
        theirs: list[Any] = await client.http.get_global_commands(application)
        if changed(ours, theirs):
            await client.http.bulk_upsert_global_commands(application, ours)
            log.info("%d commands are declared to Discord", len(ours))


class _Client(discord.AutoShardedClient):
    """discord.py's client, with nothing of ours kept in it but the way to the core."""

    def __init__(self, app: App, answers: Answers, in_hand: InHand, connector: aiohttp.TCPConnector) -> None:
        self.halt = Halt(app.clock)
        super().__init__(
            intents=discord.Intents(guilds=True),
            connector=connector,
            max_messages=None,
            chunk_guilds_at_startup=False,
            # Nothing here waits for the servers to be listed; while discord.py does, it tells of no new one.
            guild_ready_timeout=0.0,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=30.0,
            http_trace=self.halt.listener(),
        )
        self.listening = asyncio.Event()
        self.taking = True
        self._app = app
        self._answers = answers
        self._in_hand = in_hand
        hand_over(self, lambda payload: in_hand.start(self._answer(payload)))

    async def on_connect(self) -> None:
        """Discord has let us in; what it has for us comes from now on."""
        self.listening.set()

    async def _answer(self, payload: dict[str, Any]) -> None:
        """Somebody gave a command, pressed something, is typing or sent a form."""
        event = event_of(payload, self._app.clock.now())
        if event is None:
            return
        interaction = interaction_of(payload)
        if self.taking:
            await self._answers.give(interaction, event)
        else:
            await self._answers.turn_away(interaction, event)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Swot was added to a server."""
        await self._notice("installed", guild.id, guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Swot was removed from a server."""
        await self._notice("removed", guild.id, guild.id)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone."""
        await self._notice("room gone", channel.id, channel.guild.id)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread is gone."""
        await self._notice("room gone", payload.thread_id, payload.guild_id)

    async def _notice(self, what: str, room: int, space: int) -> None:
        task = asyncio.current_task()
        if task is not None and self.taking:
            self._in_hand.keep(task)
            now = self._app.clock.now()
            await self._app.handle(notice_of(what, room, space, now, f"{what} {room} {now}"))
