"""Several workspaces behind one Slack: its Web API goes by the token, and OAuth hands tokens out."""

from __future__ import annotations

from base64 import b64decode
from contextlib import AsyncExitStack
from typing import Any, Self

import aiohttp
from aiohttp import web

from bot.clock import Clock
from tests.loopback.slack.workspace import LoopbackSlack

CLIENT_ID, CLIENT_SECRET = "111.222", "the client's secret"
"""What lets the app ask for tokens."""


class Campus:
    """Workspaces whose people may add the app."""

    def __init__(self, clock: Clock, teams: tuple[str, ...]) -> None:
        self.schools = {team: LoopbackSlack(clock) for team in teams}
        for team, school in self.schools.items():
            school.world.team_id = team
            for person in school.world.users.values():
                person.team = team
            school.bot_token = f"xoxb-loopback-{team}"
            school._server._bot_token = school.bot_token
        self.codes: dict[str, tuple[str, str]] = {}
        """Team and person by the code that they have let the app in with; each is good once."""
        self.url = ""
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Start them, and what is before them."""
        for school in self.schools.values():
            await self._open.enter_async_context(school)
        self._session = await self._open.enter_async_context(aiohttp.ClientSession(auto_decompress=False))
        app = web.Application(client_max_size=1 << 28)
        app.router.add_route("*", "/api/oauth.v2.access", self._exchanged)
        app.router.add_route("*", "/api/{method}", self._passed_on)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        self._open.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Stop all of it."""
        await self._open.aclose()

    def allow(self, team: str, user: str) -> str:
        """Somebody presses Allow; the code that their browser is sent back with."""
        code = f"code-{team}-{len(self.codes)}"
        self.codes[code] = team, user
        return code

    async def _exchanged(self, request: web.Request) -> web.Response:
        given = {**request.query, **(await request.post())}
        client = str(given.get("client_id")), str(given.get("client_secret"))
        if "Authorization" in request.headers:
            written = b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
            client = written.partition(":")[0], written.partition(":")[2]
        if client != (CLIENT_ID, CLIENT_SECRET):
            return web.json_response({"ok": False, "error": "invalid_client_id"})
        found = self.codes.pop(str(given.get("code")), None)
        if found is None:
            return web.json_response({"ok": False, "error": "invalid_code"})
        team, user = found
        school = self.schools[team]
        told: dict[str, Any] = {
            "ok": True,
            "app_id": school.app_id,
            "authed_user": {"id": user},
            "scope": ",".join(sorted(school.scopes)),
            "token_type": "bot",
            "access_token": school.bot_token,
            "bot_user_id": school.bot_user_id,
            "team": {"id": team, "name": team},
            "enterprise": None,
            "is_enterprise_install": False,
        }
        return web.json_response(told)

    async def _passed_on(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        school = next((one for one in self.schools.values() if one.bot_token == token), None)
        if school is None:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        headers = {name: value for name, value in request.headers.items() if name not in ("Host", "Content-Length")}
        url = f"{school.url}{request.match_info['method']}"
        sent = self._session.request(
            request.method, url, params=request.query, data=await request.read(), headers=headers
        )
        async with sent as response:
            return web.Response(
                status=response.status,
                body=await response.read(),
                headers={"Content-Type": response.headers["Content-Type"]},
            )
