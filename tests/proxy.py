"""A proxy of one's own: it lets CONNECT through to where it is told that a name leads, and nothing else."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import Mapping
from typing import Self

from yarl import URL

CHUNK = 1 << 16


class Proxy:
    """Listens on this machine. `places` are names and the ports here that they lead to; no name leads anywhere else."""

    def __init__(self, places: Mapping[str, int], *, user: str = "", password: str = "") -> None:
        self.places = dict(places)
        self.asked: list[str] = []
        """The names that were asked for, in order."""
        self.turned_away = 0
        """How often somebody brought no password, or a wrong one."""
        self._user, self._password = user, password
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The address to use it by, password included."""
        assert self._server is not None
        port = self._server.sockets[0].getsockname()[1]
        url = URL.build(scheme="http", host="127.0.0.1", port=port)
        return str(url.with_user(self._user).with_password(self._password) if self._user else url)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._come, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for one in self._serving:
            one.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _come(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        method, target, _ = first.split()
        name = target.rpartition(":")[0]
        if not self._lets_in(headers.get("proxy-authorization", "")):
            self.turned_away += 1
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        elif method != "CONNECT" or name not in self.places:
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        else:
            self.asked.append(name)
            there, back = await asyncio.open_connection("127.0.0.1", self.places[name])
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            try:
                await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))
            finally:
                back.close()
        await writer.drain()

    def _lets_in(self, given: str) -> bool:
        known = base64.b64encode(f"{self._user}:{self._password}".encode()).decode()
        return not self._user or given == f"Basic {known}"


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        writer.close()
