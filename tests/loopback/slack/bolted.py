"""A real Bolt app, connected to the loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack.workspace import LoopbackSlack


def client_of(slack: LoopbackSlack) -> AsyncWebClient:
    """The SDK's client with the bot's token, which never repeats a call by itself."""
    return AsyncWebClient(slack.bot_token, base_url=slack.url, retry_handlers=[])


def app_of(slack: LoopbackSlack) -> AsyncApp:
    """A Bolt app that acknowledges once its listener has returned."""
    return AsyncApp(client=client_of(slack), process_before_response=True)


@asynccontextmanager
async def connected(slack: LoopbackSlack, app: AsyncApp, sockets: int = 1, *, ping: float = 10) -> AsyncIterator[None]:
    """The app, connected with so many sockets, which ping every so many seconds."""
    handlers = [AsyncSocketModeHandler(app, slack.app_token, ping_interval=ping) for _ in range(sockets)]
    try:
        for handler in handlers:
            await handler.connect_async()  # type: ignore[no-untyped-call]
        await slack.connected(sockets)
        yield
    finally:
        for handler in handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]


async def respond(url: str, **body: object) -> tuple[int, str]:
    """What a response_url answers: status and body."""
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status, await answer.text()


async def error_of(call: Awaitable[object]) -> str:
    """The error that a Web API call is refused with."""
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])
