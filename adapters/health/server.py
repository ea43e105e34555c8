"""Answers whoever asks how Swot is, on an address of its own: `/healthz`, `/readyz` and `/metrics`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from adapters.health.metrics import Metrics
from adapters.health.words import ALIVE, HEALTHY
from adapters.settings.values import Listen
from bot.errors import UserError
from bot.main import App
from bot.measures import Backlog

log = logging.getLogger(__name__)

TAKEN = "Swot can't listen on {} ({}). SWOT_HEALTH_LISTEN names another address."
PATIENCE = 3.0
"""Seconds that the database has to answer before it counts as out of reach."""


class Connected(Protocol):
    """A platform's adapter, as far as it is asked here."""

    @property
    def connected(self) -> bool:
        """Whether events come in and are taken."""
        ...


class HealthServer:
    """A server for as long as it is open."""

    def __init__(self, app: App, platforms: Mapping[str, Connected], metrics: Metrics, listen: Listen) -> None:
        self._app = app
        self._platforms = platforms
        self._metrics = metrics
        self._listen = listen
        self._runner: web.AppRunner | None = None

    async def open(self) -> None:
        """Listen. Raises `UserError` where somebody else does there."""
        application = web.Application()
        routes = {HEALTHY: self._healthy, "/readyz": self._ready, "/metrics": self._measured}
        application.add_routes([web.get(path, answer) for path, answer in routes.items()])
        self._runner = runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._listen.host, self._listen.port).start()
        except OSError as error:
            raise UserError(TAKEN.format(self._listen, error.strerror)) from error
        log.info("Swot says how it is on port %d", self.port)

    @property
    def port(self) -> int:
        """Where it listens, once it is open."""
        assert self._runner is not None
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Answer no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _healthy(self, _: web.Request) -> web.Response:
        """The process goes on; nothing is said of anything else, for a restart mends nothing else."""
        return web.Response(text=ALIVE)

    async def _ready(self, _: web.Request) -> web.Response:
        """Whether everything is there that answers people, a line each."""
        trouble = await self._trouble()
        lines = [f"database: {trouble or 'there'}"]
        connections = self._connections()
        lines += [f"{name}: {'there' if is_there else 'not there'}" for name, is_there in connections.items()]
        return web.Response(text="\n".join(lines), status=503 if trouble or not all(connections.values()) else 200)

    async def _measured(self, _: web.Request) -> web.Response:
        page = self._metrics.page(await self._backlog(), self._connections())
        return web.Response(body=page, headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _connections(self) -> dict[str, bool]:
        return {name.lower(): one.connected for name, one in self._platforms.items()}

    async def _trouble(self) -> str:
        """Why nothing can be saved; empty: it can. A full disk can still be read from, so something is written."""
        try:
            await asyncio.wait_for(self._app.check_saves(), PATIENCE)
        except UserError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - whatever keeps it from answering
            log.warning("the database does not answer: %s", type(error).__name__)
            return "not there"
        return ""

    async def _backlog(self) -> Backlog | None:
        """What waits; nothing where the database does not answer."""
        try:
            return await asyncio.wait_for(self._app.backlog(), PATIENCE)
        except Exception as error:  # noqa: BLE001 - whatever keeps it from answering
            log.warning("the database does not answer: %s", type(error).__name__)
            return None
