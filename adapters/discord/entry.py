"""Discord's one way in: a client whose every interaction becomes an event, and whose answers are the core's."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
import discord

from adapters.discord.answers import Answers
from adapters.discord.catalogues import catalogues, translated
from adapters.discord.client import Client
from adapters.discord.commands import declarations
from adapters.discord.declaring import declare
from adapters.discord.platform import DiscordPlatform
from adapters.discord.settings import DiscordSettings
from adapters.discord.trouble import STILL_OUT, WITHDRAWN, shut_out, why
from adapters.inhand import InHand
from bot.clock import SECOND
from bot.errors import UserError
from bot.main import App

log = logging.getLogger(__name__)

CONNECTIONS = 100
"""Connections to Discord at once. Without a bound, a room that presses at once opens one a press."""
WAITING = 15 * SECOND
"""How long the gateway may take to let Swot in before that is logged; microseconds."""
PARTING = 2.0
"""Seconds that a connection has to end when it is closed; it may be waiting to be made again."""


class DiscordAdapter:
    """Swot on Discord."""

    def __init__(self, app: App, settings: DiscordSettings) -> None:
        self._app = app
        self._settings = settings
        self._in_hand = InHand()
        self._client: Client | None = None
        self._session: aiohttp.ClientSession | None = None
        self._connection: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Log in, declare the commands if they have changed, and listen.

        Raises `UserError` for a wrong token, and where Discord can't be reached or lets Swot in no more.
        """
        # Swot never speaks aloud, and need not hear at every start what is missing for it.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        outgoing = self._settings.outgoing
        connector = aiohttp.TCPConnector(limit=CONNECTIONS, ssl=outgoing.context())
        proxy = outgoing.proxy_to(discord.http.Route.BASE)
        self._session = session = aiohttp.ClientSession(connector=connector, connector_owner=False, proxy=proxy)
        self._client = client = Client(self._app, Answers(self._app, session), self._in_hand, connector, self._settings)
        try:
            await client.login(self._settings.token)
            await self._must_be_allowed(client)
            await self._declare_commands(client)
        except BaseException as error:
            await self.close()
            if (told := why(error, self._settings)) is not None:
                raise told from error
            raise
        platform = DiscordPlatform(client, session, client.halt)
        self._app.connect(platform)
        self._app.privacy.on_forget.append(platform.forget)
        self._connection = asyncio.create_task(client.connect(reconnect=True))
        listening = asyncio.create_task(client.listening.wait())
        alarm = self._app.clock.ring(WAITING, lambda: log.warning(STILL_OUT))
        try:
            await asyncio.wait((listening, self._connection), return_when=asyncio.FIRST_COMPLETED)
        finally:
            listening.cancel()
            alarm.cancel()
        self._must_go_on(self._connection)

    def shut(self) -> None:
        """Take no more: whoever asks for something is told to do so again in a moment."""
        if self._client is not None:
            self._client.taking = False

    @property
    def connected(self) -> bool:
        """Whether every shard of ours is connected, and what it hears is taken."""
        client = self._client
        return client is not None and client.taking and client.is_whole

    async def settled(self) -> None:
        """Wait until nothing is in hand."""
        await self._in_hand.settled()

    async def drop(self) -> None:
        """Give up what is in hand."""
        await self._in_hand.drop()

    async def ended(self) -> None:
        """Return when the connection has ended for good. Raises `UserError` with what ended it but us."""
        if self._connection is None or self._client is None:
            return
        withdrawn = asyncio.create_task(self._client.halt.withdrawn.wait())
        try:
            await asyncio.wait((self._connection, withdrawn), return_when=asyncio.FIRST_COMPLETED)
        finally:
            withdrawn.cancel()
        if not self._connection.done():
            raise UserError(WITHDRAWN)
        self._must_go_on(self._connection)

    async def close(self) -> None:
        """Take no more; finish what is in hand; let go of every connection."""
        self.shut()
        if self._client is not None:
            await self._in_hand.settled()
            await self._client.close()
        if self._connection is not None:
            await asyncio.wait((self._connection,), timeout=PARTING)
            self._connection.cancel()
            await asyncio.wait((self._connection,))
        if self._session is not None:
            await self._session.connector.close() if self._session.connector else None
            await self._session.close()

    def _must_go_on(self, connection: asyncio.Task[None]) -> None:
        """Raise what has ended the connection, if anything has."""
        error = connection.exception() if connection.done() and not connection.cancelled() else None
        if error is None:
            return
        if (told := why(error, self._settings)) is not None:
            raise told from error
        raise error

    async def _must_be_allowed(self, client: Client) -> None:
        """Raise `UserError` where too few sessions may begin today: Discord withdraws the token of whoever tries."""
        recommended, _, limit = await client.http.get_bot_gateway()
        shards = self._settings.shards
        if limit["remaining"] < (len(shards.ids) if shards else recommended):
            raise UserError(shut_out(limit, self._app.clock.now()))

    async def _declare_commands(self, client: Client) -> None:
        shards = self._settings.shards
        if shards is not None and not shards.leads:
            return
        words = self._settings.words
        ours = declarations(self._app.registry.commands)
        ours = translated(ours, catalogues(words)) if words else ours
        application = client.application_id
        assert application is not None, "known since the log-in"
        await declare(client.http, application, ours, self._settings.trial)
