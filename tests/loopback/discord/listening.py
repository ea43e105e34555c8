"""The server underneath: one port for REST, gateway and files; and pointing discord.py at it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import yarl
from aiohttp import web
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.loopback.discord.errors import not_found
from tests.loopback.discord.files import Files
from tests.loopback.discord.gateway import Gateway
from tests.loopback.discord.http import BASE, Call, Desk, Handler

MAX_BODY = 64 << 20
BACKLOG = 4096


class Listener:
    """Listens on this machine."""

    def __init__(
        self, desk: Desk, gateway: Gateway, files: Files, ssl_context: ssl.SSLContext | None, keepalive: float
    ) -> None:
        self._desk = desk
        self._gateway = gateway
        self._files = files
        self._ssl = ssl_context
        self._keepalive = keepalive
        self._runner: web.AppRunner | None = None

    async def start(self, routes: Mapping[tuple[str, str], Handler], port: int) -> str:
        """Listen, on a free port if it is 0; give the address."""
        app = web.Application(client_max_size=MAX_BODY)
        for (method, template), handle in routes.items():
            app.router.add_route(method, BASE + template, self._desk.serving(method, template, handle))
        app.router.add_get("/gateway", self._gateway.serve)
        app.router.add_get("/gateway/", self._gateway.serve)
        app.router.add_get("/attachments/{channel}/{id}/{name}", self._file)
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            app.router.add_route(method, "/{rest:.*}", self._desk.serving(method, "/{rest}", _nowhere))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, keepalive_timeout=self._keepalive)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port, ssl_context=self._ssl, backlog=BACKLOG).start()
        return f"http{'s' if self._ssl else ''}://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Listen no more."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _file(self, request: web.Request) -> web.Response:
        self._files.fetched.append(request.match_info["id"])
        data = self._files.content.get(request.match_info["id"])
        if data is None:
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=data, content_type="application/octet-stream")


@contextmanager
def pointed_at(url: str) -> Iterator[None]:
    """Point discord.py at a loopback, which may be in another process, for as long as the block lasts."""
    before = Route.BASE, Asset.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, Asset.BASE = url + BASE, url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_of(url))
    try:
        yield
    finally:
        Route.BASE, Asset.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


def gateway_of(url: str) -> str:
    """The gateway of a loopback."""
    return f"ws{url.removeprefix('http')}/gateway"


def _nowhere(_: Call) -> tuple[int, Any]:
    raise not_found()
