"""The gateway: sessions that outlive their connections, and what they missed replayed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import zlib
from typing import Any

from aiohttp import WSMsgType, web

from tests.loopback.discord.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1, 1 << 9, 1 << 12
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
KEPT = 20_000
"""Events of a session that are kept for a replay."""
HEARTBEAT_EVERY = 41_250
"""Milliseconds."""


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
        await self._socket.close(code=code, message=why.encode())

    def cut(self) -> None:
        """The connection breaks, without a word."""
        if self.transport is not None:
            self.transport.abort()


class Gateway:
    """Every session."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token
        self._count = 0
        self.url = ""
        self.shards = 1
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        """How often a client has begun a session."""
        self.resumed = 0
        self.connections: set[Connection] = set()
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def live(self) -> list[Session]:
        """The sessions that are connected."""
        return [session for session in self.sessions.values() if session.connection is not None]

    def dispatch(self, event: str, data: str, guild: str, intents: int = 0) -> int:
        """Tell every session whom it concerns and that asked for it; give how many those are."""
        told = 0
        for session in self.sessions.values():
            number, of = session.shard
            mine = (int(guild) >> 22) % of == number if guild else number == 0
            if mine and (not intents or session.intents & intents):
                session.add(event, data)
                told += 1
        return told

    def dispatch_json(self, event: str, data: Any, guild: str, intents: int = 0) -> int:
        """The same, for data that is no JSON yet."""
        return self.dispatch(event, json.dumps(data, separators=(",", ":")), guild, intents)

    def cut(self, *, forget: bool = False) -> None:
        """Break every connection; with `forget`, no session can be resumed."""
        for connection in list(self.connections):
            connection.cut()
        for session in self.sessions.values():
            session.connection = None
        if forget:
            self.sessions.clear()

    async def connected(self) -> None:
        """Wait until at least one session is connected, and every session that there is."""
        while not self.sessions or len(self.live) < len(self.sessions):
            waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(waiting)
            await waiting

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        socket = web.WebSocketResponse(max_msg_size=1 << 20)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self.connections.add(connection)
        session: Session | None = None
        writer: asyncio.Task[None] | None = None
        try:
            await connection.say(HELLO, {"heartbeat_interval": HEARTBEAT_EVERY, "_trace": []})
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    await connection.close(4002, "Error while decoding payload.")
                    break
                given = json.loads(message.data)
                if given["op"] == HEARTBEAT:
                    await connection.say(ACK, None)
                elif session is None:
                    session = await self._begin(connection, given)
                    if session is not None:
                        writer = asyncio.create_task(_write(session, connection))
                elif given["op"] in (IDENTIFY, RESUME):
                    await connection.close(4005, "Already authenticated.")
        finally:
            self.connections.discard(connection)
            if writer is not None:
                writer.cancel()
            if session is not None and session.connection is connection:
                session.connection = None
                if socket.close_code in (1000, 1001):
                    self.sessions.pop(session.id, None)
        return socket

    async def _begin(self, connection: Connection, given: dict[str, Any]) -> Session | None:
        """A client says who it is."""
        data = given["d"]
        if given["op"] not in (IDENTIFY, RESUME):
            await connection.close(4003, "Not authenticated.")
            return None
        if data.get("token") not in (self._token, f"Bot {self._token}"):
            await connection.close(4004, "Authentication failed.")
            return None
        session = await (self._identify if given["op"] == IDENTIFY else self._resume)(connection, data)
        if session is not None:
            session.connection = connection
            session.more.set()
            for waiting in self._waiting:
                if not waiting.done():
                    waiting.set_result(None)
            self._waiting.clear()
        return session

    async def _identify(self, connection: Connection, data: dict[str, Any]) -> Session | None:
        shard = data.get("shard") or [0, 1]
        if not isinstance(data.get("intents"), int):
            await connection.close(4013, "Invalid intent(s).")
        elif data["intents"] & PRIVILEGED:
            await connection.close(4014, "Disallowed intent(s).")
        elif not 0 <= shard[0] < shard[1]:
            await connection.close(4010, "Invalid shard.")
        else:
            self.identified += 1
            session = Session(f"{self.identified:032x}", (shard[0], shard[1]), data["intents"])
            self.sessions[session.id] = session
            self._welcome(session)
            return session
        return None

    def _welcome(self, session: Session) -> None:
        number, of = session.shard
        mine = [guild for guild in self._world.guilds.values() if guild.here and (int(guild.id) >> 22) % of == number]
        ready = {
            "v": 10,
            "user": self._world.users[self._world.bot] | {"verified": True, "mfa_enabled": False, "email": None},
            "guilds": [{"id": guild.id, "unavailable": True} for guild in mine],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": [number, of],
            "application": {"id": self._world.bot, "flags": 0},
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "session_type": "normal",
        }
        session.add("READY", json.dumps(ready))
        if session.intents & GUILDS:
            for guild in mine:
                session.add("GUILD_CREATE", json.dumps(self._world.guild_json(guild) | {"unavailable": False}))

    async def _resume(self, connection: Connection, data: dict[str, Any]) -> Session | None:
        session = self.sessions.get(str(data.get("session_id")))
        seq = data.get("seq")
        if session is None or not isinstance(seq, int) or not session.dropped <= seq <= session.seq:
            await connection.say(INVALID, data=False)
            return None
        self.resumed += 1
        if session.connection is not None:
            session.connection.cut()
        connection.next = seq + 1
        session.add("RESUMED", '{"_trace":[]}')
        return session


async def _write(session: Session, connection: Connection) -> None:
    """Send what the session is told, as it comes."""
    while session.connection is connection:
        while connection.next <= session.seq:
            text = session.events[max(connection.next - session.dropped, 1) - 1]
            connection.next += 1
            await connection.send(text)
        session.more.clear()
        await session.more.wait()
