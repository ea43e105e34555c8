"""Socket Mode: Slack's payloads come over a connection of ours, so that nothing has to reach us from outside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import time

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.inhand import InHand
from adapters.slack.connection import Connection
from adapters.slack.web import Web
from bot.clock import Clock


class SocketDoor:
    """Lets payloads in to Bolt; each is in hand until its acknowledgement is sent."""

    def __init__(
        self,
        bolt: AsyncApp,
        web: Web,
        app_token: str,
        in_hand: InHand,
        clock: Clock,
        on_refused: Callable[[str], None],
    ) -> None:
        """`on_refused` is told Slack's word for it where the token is withdrawn: then no connection is made again."""
        self.shut = False
        """Whether to leave what comes unacknowledged: Slack then delivers it elsewhere or later."""
        self._bolt = bolt
        self._in_hand = in_hand
        self._connection = Connection(web, app_token, clock, on_refused)
        self._connection.socket_mode_request_listeners.append(self._handle)

    async def open(self) -> None:
        """Connect; a connection that breaks is made again. Raises `SlackRefused` for a wrong token, or as the port."""
        self._connection.wss_uri = await self._connection.issue_new_wss_url()
        await self._connection.connect()

    @property
    def connected(self) -> bool:
        """Whether there is a connection at this moment."""
        session = self._connection.current_session
        return session is not None and not session.closed

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Let one payload in, and send out its acknowledgement."""
        task = asyncio.current_task()
        if task is not None and not self.shut:
            self._in_hand.keep(task)
            began = time()
            answer = await run_async_bolt_app(self._bolt, request)
            await send_async_response(client, request, answer, began)

    async def close(self) -> None:
        """Close the connection, and wait for what served it."""
        await self._connection.end()
