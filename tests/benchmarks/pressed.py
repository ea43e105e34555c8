"""The bot that a crowd presses on, in a process of its own: Swot, or the library alone answering "ok".

Both are tuned alike: a bounded connector, one session for everything, nothing slow before the acknowledgement. Swot
also calms Python's collector; `calm` is the library with that as well.

Over HTTP both are served by uvicorn with the same settings: Swot's own door, and the ASGI application that Bolt brings.

    python -m tests.benchmarks.pressed discord|slack|slack-http swot|bare|calm URL TOKEN APP_TOKEN DATABASE

Of `slack-http` the signing secret stands in the app token's place, and after `ready` the port on which it listens.
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
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.running import calm_collector
from adapters.slack import SlackAdapter, SlackSettings
from adapters.slack.asgi import EVENTS
from adapters.slack.serving import HttpServer
from adapters.slack.settings import Http
from bot.main import App, Settings
from tests.loopback.discord.listening import pointed_at

CONNECTIONS = 100
GARDEN = Path(__file__).parent.parent / "data" / "garden"


@asynccontextmanager
async def swot(platform: str, url: str, token: str, app_token: str, database: str) -> AsyncIterator[int]:
    """Swot itself, on a database of its own; the port on which it listens, if it does."""
    app = await App.open(Settings(database, packs=(GARDEN,)))
    adapter: Any
    if platform == "discord":
        adapter = DiscordAdapter(app, DiscordSettings(token))
    elif platform == "slack":
        adapter = SlackAdapter(app, SlackSettings(token, app_token, base_url=url))
    else:
        adapter = SlackAdapter(app, SlackSettings(token, base_url=url, http=Http(app_token, port=0)))
    await adapter.start()
    await app.start()
    yield adapter.port if platform == "slack-http" else 0
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
async def bare_slack(url: str, token: str, signing_secret: str | None = None) -> AsyncIterator[AsyncApp]:
    """slack-bolt alone, without what lets payloads in."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS)) as session:
        client = AsyncWebClient(token, base_url=url, session=session)
        app = AsyncApp(client=client, signing_secret=signing_secret, process_before_response=True)
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

        yield app
        while answering:
            await asyncio.wait(answering)


@asynccontextmanager
async def bare_socket(url: str, token: str, app_token: str) -> AsyncIterator[int]:
    """The same in Socket Mode."""
    async with bare_slack(url, token) as app:
        handler = AsyncSocketModeHandler(app, app_token)
        await handler.connect_async()
        yield 0
        await handler.close_async()


@asynccontextmanager
async def bare_http(url: str, token: str, signing_secret: str) -> AsyncIterator[int]:
    """The same over HTTP, with Bolt's own ASGI application; the port."""
    async with bare_slack(url, token, signing_secret) as app:
        application: Any = AsyncSlackRequestHandler(app, path=EVENTS)
        server = HttpServer(application, "127.0.0.1", 0)
        await server.open()
        yield server.port
        await server.close()


async def serve(platform: str, kind: str, url: str, token: str, app_token: str, database: str) -> None:
    """Be there; tell the processor time used so far for every line that comes in, until there are no more."""
    async with AsyncExitStack() as stack:
        if platform == "discord":
            stack.enter_context(pointed_at(url))
        port = 0
        if kind == "swot":
            port = await stack.enter_async_context(swot(platform, url, token, app_token, database))
        elif platform == "discord":
            await stack.enter_async_context(bare_discord(token))
        else:
            bare = bare_socket if platform == "slack" else bare_http
            port = await stack.enter_async_context(bare(url, token, app_token))
        if kind != "bare":
            calm_collector()
        print(f"ready {port}", flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(time.process_time(), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
