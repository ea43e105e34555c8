"""Socket Mode: up to ten connections, each envelope to one of them, and acknowledgements."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from aiohttp import WSMsgType, web

from bot.clock import SECOND
from tests.loopback.slack import effects
from tests.loopback.slack.calls import Call, Request
from tests.loopback.slack.world import World

PATIENCE = 3 * SECOND
MAX_CONNECTIONS = 10


class Sockets:
    """The app's connections. Envelopes go to them in turn."""

    def __init__(self, world: World, record: Callable[[Call], None]) -> None:
        self.connections: list[web.WebSocketResponse] = []
        self.most = MAX_CONNECTIONS
        self._world = world
        self._record = record
        self._tickets: set[str] = set()
        self._sent: dict[str, Request] = {}
        self._turn = 0
        self._changed = asyncio.Condition()

    def ticket(self) -> str:
        """A ticket for one connection."""
        ticket = self._world.new_id("ticket-")
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from its hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        if len(self.connections) >= self.most:
            await self._goodbye(socket, "too_many_websockets")
            return socket
        hello = {
            "type": "hello",
            "num_connections": len(self.connections) + 1,
            "connection_info": {"app_id": self._world.app_id},
            "debug_info": {"host": "loopback", "build_number": 1, "approximate_connection_time": 18060},
        }
        await socket.send_str(json.dumps(hello))
        await self._count(lambda: self.connections.append(socket))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(message.data)
        finally:
            await self._count(lambda: self._forget(socket))
        return socket

    async def _count(self, change: Callable[[], None]) -> None:
        async with self._changed:
            change()
            self._changed.notify_all()

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self.connections:
            self.connections.remove(socket)

    async def connected(self, count: int) -> None:
        """Wait until the app has this many connections, or more."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.connections) >= count)

    async def send(self, request: Request) -> None:
        """Send an envelope. Without a connection the person sees `dispatch_failed`."""
        request.envelope_id = self._world.new_id("envelope-")
        request.at = self._world.clock.now()
        while self.connections:
            self._turn = (self._turn + 1) % len(self.connections)
            socket = self.connections[self._turn]
            self._sent[request.envelope_id] = request
            try:
                await socket.send_str(json.dumps(request.envelope()))
            except ConnectionError:
                self._forget(socket)
            else:
                return
        request.errors.append("dispatch_failed")
        if not request.acknowledged.done():
            request.acknowledged.set_result(None)

    def _acknowledge(self, data: str) -> None:
        world = self._world
        try:
            body = json.loads(data)
            envelope_id = body["envelope_id"]
        except (ValueError, KeyError, TypeError):
            world.violations.append(f"socket: not an acknowledgement: {data[:200]}")
            return
        self._record(Call("acknowledgement", body, {}, data.encode(), world.clock.now()))
        request = self._sent.get(envelope_id)
        if request is None or request.acknowledged.done():
            why = "unknown envelope" if request is None else "acknowledged twice"
            world.violations.append(f"socket: {why}: {envelope_id}")
            return
        payload = body.get("payload") or None
        if world.clock.now() - request.at > PATIENCE:
            request.late = True
            request.errors.append("operation_timeout")
        else:
            effects.acknowledged(world, request, payload)
        request.acknowledged.set_result(payload)

    async def drop(self, *, goodbye: str = "", abruptly: bool = False) -> None:
        """End every connection: with a close frame, after a `disconnect` message, or without a word."""
        for socket in self.connections[:]:
            self._forget(socket)
            if abruptly:
                transport = socket._req.transport if socket._req else None
                if transport is not None:
                    transport.abort()
            elif goodbye:
                await self._goodbye(socket, goodbye)
            else:
                await socket.close()

    async def announce(self, reason: str) -> None:
        """Tell every connection that it is about to end, as Slack does some seconds before; it goes on till then."""
        for socket in self.connections[:]:
            await self._goodbye(socket, reason)

    async def _goodbye(self, socket: web.WebSocketResponse, reason: str) -> None:
        await socket.send_str(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "loopback"}}))
        if reason == "too_many_websockets":
            await socket.close()

    def give_up(self) -> None:
        """Nobody will acknowledge what is still on its way."""
        for request in self._sent.values():
            if not request.acknowledged.done():
                request.acknowledged.cancel()
