"""Socket Mode: Slack's payloads come over a connection of ours, so that nothing has to reach us from outside."""

from __future__ import annotations

import asyncio

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.inhand import InHand
from adapters.slack.trouble import told
from adapters.slack.web import Web


class SocketDoor(AsyncSocketModeHandler):
    """Bolt's Socket Mode; what it lets in is in hand until its acknowledgement is sent."""

    def __init__(self, bolt: AsyncApp, web: Web, app_token: str, in_hand: InHand) -> None:
        super().__init__(bolt, app_token)
        self.shut = False
        """Whether to leave what comes unacknowledged: Slack then delivers it elsewhere or later."""
        self._web = web
        self._app_token = app_token
        self._in_hand = in_hand
        # It reads the environment where it is given none, and knows no NO_PROXY.
        self.client.proxy = web.client.proxy

    async def open(self) -> None:
        """Connect; a connection that breaks is made again. Raises `SlackRefused` for a wrong token, or as the port."""
        with told():
            opened = await self._web.client.apps_connections_open(app_token=self._app_token)
        self.client.wss_uri = opened["url"]
        await self.connect_async()  # type: ignore[no-untyped-call]

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Let one payload in, and send out its acknowledgement."""
        task = asyncio.current_task()
        if task is not None and not self.shut:
            self._in_hand.keep(task)
            await super().handle(client, req)

    async def close(self) -> None:
        """Close the connection, and wait for what served it."""
        client = self.client
        await client.close()  # type: ignore[no-untyped-call]
        serving = (client.message_processor, client.message_receiver, client.current_session_monitor)
        await asyncio.gather(*(task for task in serving if task is not None), return_exceptions=True)
