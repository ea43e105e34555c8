"""The gateway: sessions that outlive their connections, and what they missed replayed."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import WSMsgType, web

from bot.clock import SECOND, Clock
from tests.loopback.discord.sessions import Connection, Session
from tests.loopback.discord.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1, 1 << 9, 1 << 12
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
HEARTBEAT_EVERY = 41_250
"""Milliseconds."""
BETWEEN_SESSIONS = 5 * SECOND
"""How long after one session the next may begin, where that is minded."""


class Gateway:
    """Every session."""

    def __init__(self, world: World, token: str, clock: Clock) -> None:
        self._world = world
        self._token = token
        self._clock = clock
        self._begun: int | None = None
        self.url = ""
        self.shards = 1
        """How many are recommended."""
        self.fewest_shards = 1
        """How many there must be at least."""
        self.sessions_a_day = 1000
        self.paced = False
        """Whether it is minded that one session begins in five seconds, and no more."""
        self.heartbeat_every = HEARTBEAT_EVERY
        self.heartbeats = 0
        self.greets = _open()
        """Unset: nobody is said hello to until it is set."""
        self.acknowledges = _open()
        """Unset: no heartbeat is acknowledged until it is set."""
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        """How often a client has begun a session."""
        self.resumed = 0
        self.refused = 0
        """How often a client wanted to resume what can't be resumed."""
        self.connections: set[Connection] = set()
        self._late: set[asyncio.Task[None]] = set()
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

    def forget_unconnected(self) -> None:
        """Let go of sessions that nobody is connected to: they have timed out."""
        self.sessions = {id: one for id, one in self.sessions.items() if one.connection is not None}

    async def close(self, code: int) -> None:
        """Close every connection with Discord's code for why."""
        for connection in list(self.connections):
            await connection.close(code)

    async def ask_to_reconnect(self) -> None:
        """Ask every client to connect anew, as Discord does when a machine of its goes away."""
        for connection in list(self.connections):
            await connection.say(RECONNECT, None)

    async def invalidate(self, *, resumable: bool) -> None:
        """Tell every client that its session is worth nothing now; unless it is `resumable`, it is forgotten."""
        if not resumable:
            self.sessions.clear()
        for connection in list(self.connections):
            await connection.say(INVALID, resumable)

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
            await self.greets.wait()
            await connection.say(HELLO, {"heartbeat_interval": self.heartbeat_every, "_trace": []})
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    await connection.close(4002, "Error while decoding payload.")
                    break
                given = json.loads(message.data)
                if given["op"] == HEARTBEAT:
                    self.heartbeats += 1
                    self._acknowledge(connection)
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
                # Only a client that says so is done with its session.
                if socket.close_code in (1000, 1001) and not connection.closed_here:
                    self.sessions.pop(session.id, None)
        return socket

    def _acknowledge(self, connection: Connection) -> None:
        """Acknowledge a heartbeat, perhaps late; what else the client says is heard meanwhile."""

        async def late() -> None:
            await self.acknowledges.wait()
            await connection.say(ACK, None)

        task = asyncio.create_task(late())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

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
        elif shard[1] < self.fewest_shards:
            await connection.close(4011, "Sharding required.")
        elif self.paced and self._begun is not None and self._clock.now() - self._begun < BETWEEN_SESSIONS:
            await connection.say(INVALID, data=False)
        else:
            self.identified += 1
            self._begun = self._clock.now()
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
        if session is not None and isinstance(seq, int) and seq > session.seq:
            self.refused += 1
            await connection.close(4007, "Invalid seq.")
            return None
        if session is None or not isinstance(seq, int) or seq < session.dropped:
            self.refused += 1
            await connection.say(INVALID, data=False)
            return None
        self.resumed += 1
        if session.connection is not None:
            session.connection.cut()
        connection.next = seq + 1
        session.add("RESUMED", '{"_trace":[]}')
        return session


def _open() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


async def _write(session: Session, connection: Connection) -> None:
    """Send what the session is told, as it comes."""
    while session.connection is connection:
        while connection.next <= session.seq:
            text = session.events[max(connection.next - session.dropped, 1) - 1]
            connection.next += 1
            await connection.send(text)
        session.more.clear()
        await session.more.wait()
