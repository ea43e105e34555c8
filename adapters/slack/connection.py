"""The connection of Socket Mode, made again where it breaks or Slack wants another one.

slack-sdk closes the old connection before it has a new one, and loses what was still on its way over it; it connects
again without end and without a pause where Slack has too many connections of the app; and it asks for ever where the
token is withdrawn. So how it connects and reads is ours here, and the rest is slack-sdk's.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
from aiohttp import WSMsgType
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from adapters.slack.patience import pause
from adapters.slack.trouble import Revoked, SlackRefused, told
from adapters.slack.web import Web
from bot.chat import NotSent, OutcomeUnknown
from bot.clock import SECOND, Clock

log = logging.getLogger(__name__)
THEIRS = logging.getLogger("slack_sdk.socket_mode")
"""What slack-sdk tells of by itself: at lower levels the ids of sessions, and every payload."""

AT_ONCE = 3
"""Connections made without a pause; a fourth within `WITHIN` of the first of them waits."""
WITHIN = 60 * SECOND
"""Slack lets a connection be asked for about once a minute."""
PING = 10
"""Seconds between signs of life."""
SIGN = b"sdk-ping-pong:"
TOO_MANY = "too_many_websockets"
CROWDED = "Slack has ten connections of this app already, and takes no more: end a Swot that runs elsewhere"


class Connection(SocketModeClient):
    """One connection at a time; one that Slack ends is read to its end beside the new one."""

    def __init__(self, web: Web, app_token: str, clock: Clock, on_refused: Callable[[str], None]) -> None:
        client = web.another()
        super().__init__(app_token, THEIRS, client, client.proxy, ping_interval=PING)
        self.proxy = client.proxy  # it reads the environment where it is given none, and knows no NO_PROXY
        self._clock = clock
        self._on_refused = on_refused
        self._opened: deque[int] = deque(maxlen=AT_ONCE)
        self._serving: set[asyncio.Task[None]] = set()

    async def issue_new_wss_url(self) -> str:
        """Where to connect, when it is time for that. Raises as the port does; a token that is refused is told."""
        if len(self._opened) == AT_ONCE and (wait := self._opened[0] + WITHIN - self._clock.now()) > 0:
            await pause(self._clock, wait)
        try:
            with told():
                opened = await self.web_client.apps_connections_open(app_token=self.app_token)
        except SlackRefused as error:
            if isinstance(error, Revoked) and self.current_session is not None:
                self.closed = True
                self._on_refused(error.error)
            raise
        self._opened.append(self._clock.now())
        url: str = opened["url"]
        return url

    async def connect(self) -> None:
        """Make a connection, trying until it succeeds. What came before is read on until Slack closes it."""
        while not self.closed:
            try:
                self.wss_uri = self.wss_uri or await self.issue_new_wss_url()
                session = await self.aiohttp_client_session.ws_connect(
                    self.wss_uri, autoping=False, heartbeat=PING, proxy=self.proxy, ssl=self.web_client.ssl or True
                )
            except (aiohttp.ClientError, TimeoutError, SlackRefused, NotSent, OutcomeUnknown) as error:
                log.warning("no connection to Slack: %s", error)
                self.wss_uri = None  # good once
                if not self.closed:
                    await pause(self._clock, max(error.wait if isinstance(error, NotSent) else 0, PING * SECOND))
                continue
            self.current_session, self.stale, self.last_ping_pong_time = session, False, None
            self.current_session_monitor = self._beside(self.monitor_current_session())
            self._beside(self.receive_messages())
            return

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: FBT001, FBT002 - slack-sdk's own
        """Make another connection, unless somebody else has."""
        before = self.current_session
        async with self.connect_operation_lock:
            gone = not await self.is_connected()
            if not self.closed and (gone or (force and self.current_session is before)):
                self.wss_uri = None
                await self.connect()

    async def receive_messages(self) -> None:
        """Take what comes over the connection until it ends; then have another one, if this is still the one."""
        session = self.current_session
        assert session is not None
        async for message in session:
            match message.type:
                case WSMsgType.TEXT if goodbye := _goodbye(message.data):
                    self._part(session, goodbye)
                case WSMsgType.TEXT:
                    await self.enqueue_message(message.data)
                case WSMsgType.PING:
                    await session.pong(message.data)
                case WSMsgType.PONG:
                    self._alive(message.data)
        if session is self.current_session and not self.closed:
            await self.connect_to_new_endpoint()

    def _part(self, session: aiohttp.ClientWebSocketResponse, why: str) -> None:
        """Slack is about to close the connection: have another one, while this one is read on."""
        if session is not self.current_session:
            return
        log.info("Slack wants another connection: %s", why)
        if why == TOO_MANY:
            log.warning(CROWDED)
        self._beside(self.connect_to_new_endpoint(force=True))

    def _beside(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        return task

    def _alive(self, sign: bytes) -> None:
        """An answer to one of slack-sdk's own pings, which say when they were sent."""
        if sign.startswith(SIGN):
            self.last_ping_pong_time = float(sign.removeprefix(SIGN))

    async def end(self) -> None:
        """Close every connection, and wait for what read them."""
        serving = [*self._serving, self.message_processor]
        self.closed = True
        for task in serving:
            task.cancel()
        await self.close()  # type: ignore[no-untyped-call]
        await asyncio.gather(*serving, return_exceptions=True)


def _goodbye(words: str) -> str:
    """Why Slack is about to close the connection; nothing where it is not."""
    if '"disconnect"' not in words:
        return ""
    told: Any = json.loads(words)
    return str(told.get("reason") or "disconnect") if told.get("type") == "disconnect" else ""
