"""The bot that a crowd presses on, in a process of its own: Swot, or the library alone answering "ok".

Both are tuned alike: a bounded connector, one session for everything, nothing slow before the acknowledgement. Swot
also calms Python's collector; `calm` is the library with that as well.

    python -m tests.benchmarks.pressed discord|slack swot|bare|calm URL TOKEN APP_TOKEN DATABASE
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import discord
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.running import calm_collector
from adapters.slack import SlackAdapter, SlackSettings
from bot.main import App, Settings
from tests.loopback.discord.listening import pointed_at

CONNECTIONS = 100
GARDEN = Path(__file__).parent.parent / "data" / "garden"


@asynccontextmanager
async def swot(platform: str, url: str, token: str, app_token: str, database: str) -> AsyncIterator[None]:
    """Swot itself, on a database of its own."""
    app = await App.open(Settings(database, packs=(GARDEN,)))
    adapter: Any
    if platform == "discord":
        adapter = DiscordAdapter(app, DiscordSettings(token))
    else:
        adapter = SlackAdapter(app, SlackSettings(token, app_token, base_url=url))
    await adapter.start()
    await app.start()
    yield
    await adapter.close()
    await app.close()


@asynccontextmanager
async def bare_discord(token: str) -> AsyncIterator[None]:
    """discord.py alone."""

    class Bare(discord.AutoShardedClient):
        async def on_connect(self) -> None:
            connected.set()

        async def on_interaction(self, interaction: discord.Interaction) -> None:
            await interaction.response.send_message("ok", ephemeral=True)

    connected = asyncio.Event()
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    client = Bare(intents=discord.Intents(guilds=True), connector=connector, max_messages=None)
    running = asyncio.create_task(client.start(token))
    await connected.wait()
    yield
    await client.close()
    await running


@asynccontextmanager
async def bare_slack(url: str, token: str, app_token: str) -> AsyncIterator[None]:
    """slack-bolt alone."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS)) as session:
        client = AsyncWebClient(token, base_url=url, session=session)
        app = AsyncApp(client=client, process_before_response=True)
        answering: set[asyncio.Task[None]] = set()

        async def answer(url: str) -> None:
            async with session.post(url, json={"text": "ok", "response_type": "ephemeral", "replace_original": False}):
                pass

        @app.action(re.compile(".*"))
        async def pressed(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            task = asyncio.create_task(answer(body["response_url"]))
            answering.add(task)
            task.add_done_callback(answering.discard)

        handler = AsyncSocketModeHandler(app, app_token)
        await handler.connect_async()
        yield
        while answering:
            await asyncio.wait(answering)
        await handler.close_async()


async def serve(platform: str, kind: str, url: str, token: str, app_token: str, database: str) -> None:
    """Be there; tell the processor time used so far for every line that comes in, until there are no more."""
    async with AsyncExitStack() as stack:
        if platform == "discord":
            stack.enter_context(pointed_at(url))
        if kind == "swot":
            await stack.enter_async_context(swot(platform, url, token, app_token, database))
        elif platform == "discord":
            await stack.enter_async_context(bare_discord(token))
        else:
            await stack.enter_async_context(bare_slack(url, token, app_token))
        if kind != "bare":
            calm_collector()
        print("ready", flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(time.process_time(), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
