"""Serves the HTTP door, in this process and on its event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn

from adapters.slack.asgi import Door
from bot.errors import UserError

TAKEN = "Swot can't listen on {}:{} ({}). SWOT_LISTEN names another address."
PARTING = 5
"""Seconds that connections have to end by themselves."""


class _Server(uvicorn.Server):
    """uvicorn; signals are for whoever runs Swot."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None."""
        yield


class HttpServer:
    """A server for as long as it is open."""

    def __init__(self, door: Door, host: str, port: int) -> None:
        self._door = door
        self._host = host
        self._port = port
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """Where it listens, once it is open."""
        return self._port

    @property
    def connected(self) -> bool:
        """Whether it serves."""
        return self._serving is not None and not self._serving.done()

    async def open(self) -> None:
        """Listen. Raises `UserError` where somebody else does there."""
        try:
            listening = socket.create_server((self._host, self._port), backlog=1024)
        except OSError as error:
            raise UserError(TAKEN.format(self._host, self._port, error.strerror)) from error
        self._port = int(listening.getsockname()[1])
        config = uvicorn.Config(
            self._door,
            lifespan="off",
            log_config=None,
            log_level="warning",  # addresses that are asked for may have codes in them
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=PARTING,
        )
        self._server = _Server(config)
        # What comes before it serves waits at the socket, which listens already.
        self._serving = asyncio.create_task(self._server.serve(sockets=[listening]))

    async def close(self) -> None:
        """Take no more, and end."""
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving
