"""discord.py's client, with nothing of ours kept in it but the way to the core."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import discord
import yarl

from adapters.discord.answers import Answers
from adapters.discord.events import event_of, notice_of
from adapters.discord.halt import Halt
from adapters.discord.resuming import begin_anew_where_told
from adapters.discord.settings import DiscordSettings
from adapters.discord.wire import hand_over, interaction_of
from adapters.inhand import InHand
from bot.clock import SECOND
from bot.main import App

BETWEEN_SESSIONS = 5 * SECOND
"""Discord lets a bot begin one session in that time; microseconds."""


class Client(discord.AutoShardedClient):
    """Listens to Discord, and hands the core what it hears."""

    def __init__(
        self,
        app: App,
        answers: Answers,
        in_hand: InHand,
        connector: aiohttp.TCPConnector,
        settings: DiscordSettings,
    ) -> None:
        self.halt = Halt(app.clock, app.measures)
        super().__init__(
            intents=discord.Intents(guilds=True),
            connector=connector,
            proxy=settings.outgoing.proxy_to(discord.http.Route.BASE),
            max_messages=None,
            chunk_guilds_at_startup=False,
            # Nothing here waits for the servers to be listed; while discord.py does, it tells of no new one.
            guild_ready_timeout=0.0,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=30.0,
            http_trace=self.halt.listener(),
        )
        if settings.shards is not None:
            self.shard_ids, self.shard_count = settings.shards.ids, settings.shards.count
        self.listening = asyncio.Event()
        self.taking = True
        self._app = app
        self._answers = answers
        self._in_hand = in_hand
        hand_over(self, lambda payload: in_hand.start(self._answer(payload)))

    @property
    def is_whole(self) -> bool:
        """Whether each shard has its connection at this moment."""
        return self.listening.is_set() and not any(shard.is_closed() for shard in self.shards.values())

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard, and mind what discord.py does not."""
        await super().launch_shard(gateway, shard_id, initial=initial)
        begin_anew_where_told(self, shard_id)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until Discord lets another session begin, by our clock."""
        if not initial:
            over = asyncio.Event()
            self._app.clock.ring(BETWEEN_SESSIONS, over.set)
            await over.wait()

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
