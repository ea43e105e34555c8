"""What a client is told over the gateway, and the connections it is told over."""

from __future__ import annotations

import asyncio
import contextlib
import json
import zlib
from typing import Any

from aiohttp import web

KEPT = 20_000
"""Events of a session that are kept for a replay."""


class Session:
    """What one client is told, in order, whether or not it is connected at the moment."""

    def __init__(self, id: str, shard: tuple[int, int], intents: int) -> None:
        self.id = id
        self.shard = shard
        self.intents = intents
        self.dropped = 0
        """Events too old to be kept."""
        self.events: list[str] = []
        self.more = asyncio.Event()
        self.connection: Connection | None = None

    @property
    def seq(self) -> int:
        """The number of the last event."""
        return self.dropped + len(self.events)

    def add(self, event: str, data: str) -> None:
        """Something happened; `data` is JSON."""
        self.events.append(f'{{"t":"{event}","s":{self.seq + 1},"op":0,"d":{data}}}')
        if len(self.events) > 2 * KEPT:
            self.dropped += KEPT
            del self.events[:KEPT]
        self.more.set()


class Connection:
    """One WebSocket."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._socket = socket
        self.transport = request.transport
        self._deflate = zlib.compressobj(1) if request.query.get("compress") == "zlib-stream" else None
        self.next = 1
        """The number of the next event to send."""
        self.closed_here = False
        """Whether it was not the client that closed it."""

    async def send(self, text: str) -> None:
        """Send one message; nothing happens on a closed connection."""
        with contextlib.suppress(ConnectionError):
            if self._deflate is None:
                await self._socket.send_str(text)
            else:
                data = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                await self._socket.send_bytes(data)

    async def say(self, op: int, data: Any) -> None:
        """Send something that is no event."""
        await self.send(json.dumps({"op": op, "d": data, "s": None, "t": None}, separators=(",", ":")))

    async def close(self, code: int, why: str = "") -> None:
        """End the connection."""
        self.closed_here = True
        await self._socket.close(code=code, message=why.encode())

    def cut(self) -> None:
        """The connection breaks, without a word."""
        if self.transport is not None:
            self.transport.abort()
