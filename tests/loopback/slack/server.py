"""The HTTP side: Web API, response_urls, uploads and downloads, with tokens, faults and rate limits."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from email import message_from_bytes
from email.message import Message as Mail
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.loopback.slack import effects, file_methods, methods, view_methods
from tests.loopback.slack.calls import Call
from tests.loopback.slack.faults import Fault, Faults
from tests.loopback.slack.rates import Rates
from tests.loopback.slack.refusals import Refused
from tests.loopback.slack.sockets import Sockets
from tests.loopback.slack.web import Method, Web
from tests.loopback.slack.world import Json

METHODS: dict[str, Method] = {**methods.METHODS, **view_methods.METHODS, **file_methods.METHODS}
LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Login | Slack</title></head></html>"
MAX_BODY = 256 * 2**20


class Server:
    """The handlers. `requests` is filled in the order in which calls arrive."""

    def __init__(self, web_api: Web, sockets: Sockets, faults: Faults, requests: list[Call], tokens: tuple[str, str]):
        self.rate_limits = False
        self.revoked: set[str] = set()
        """Tokens that somebody has withdrawn."""
        self._web = web_api
        self._world = web_api.world
        self._sockets = sockets
        self._faults = faults
        self._requests = requests
        self._bot_token, self._app_token = tokens
        self._rates = Rates()

    def app(self) -> web.Application:
        """The application, ready to be served."""
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link/", self._sockets.serve)
        app.router.add_post("/{kind:commands|actions}/{hook}", self._hook)
        app.router.add_post("/upload/v1/{file}", self._upload)
        app.router.add_get("/files-pri/{folder:download}/{file}/{name}", self._download)
        app.router.add_get("/files-pri/{file}/{name}", self._download)
        return app

    async def _record(self, request: web.Request, method: str, *, parse: bool = True) -> Call:
        raw = await request.read()
        body = {**request.query, **(_body(request.headers, raw) if parse else {})}
        call = Call(method, body, dict(request.headers), raw, self._world.clock.now())
        self._requests.append(call)
        return call

    async def _carried_out(
        self, request: web.Request, call: Call, carry_out: Callable[[], Awaitable[web.Response]]
    ) -> web.Response:
        """Answer the call, unless a fault has it otherwise."""
        fault = self._faults.next(call.method)
        if fault is not None and fault.how == "slow":
            await self._faults.hold()
        if fault is not None and fault.how == "cut before":
            return _cut(request)
        response = _faulty(fault, call) or await carry_out()
        if fault is not None and fault.how == "cut after":
            return _cut(request)
        call.status = response.status
        if response.content_type == "application/json":
            call.answer = json.loads(response.text or "null")
        else:
            call.answer = response.text if response.content_type.startswith("text/") else response.body
        return response

    async def _api(self, request: web.Request) -> web.Response:
        call = await self._record(request, request.match_info["method"])
        return await self._carried_out(request, call, lambda: self._called(call))

    async def _called(self, call: Call) -> web.Response:
        if self.rate_limits:
            wait = self._rates.wait(call.method, str(call.body.get("channel")), self._world.clock.now())
            if wait:
                return _limited(wait)
        try:
            self._authenticate(call)
            if call.method == "apps.connections.open":
                answer: Json = {"url": self._socket_url()}
            elif call.method in METHODS:
                answer = METHODS[call.method](self._web, call.body)
            else:
                raise Refused("unknown_method", req_method=call.method)
        except Refused as refused:
            return _json(refused.answer())
        headers = {"X-OAuth-Scopes": ",".join(sorted(self._web.scopes))}
        return _json({"ok": True, **answer}, headers)

    def _authenticate(self, call: Call) -> None:
        given = call.headers.get("Authorization", "").removeprefix("Bearer ") or str(call.body.get("token") or "")
        if not given:
            raise Refused("not_authed")
        if given not in (self._bot_token, self._app_token):
            raise Refused("invalid_auth")
        if given in self.revoked:
            raise Refused("token_revoked")
        if (given == self._app_token) != (call.method == "apps.connections.open"):
            raise Refused("not_allowed_token_type")

    def _socket_url(self) -> str:
        origin = self._world.origin.replace("http", "ws", 1)
        return f"{origin}/link/?ticket={self._sockets.ticket()}&app_id={self._world.app_id}"

    async def _hook(self, request: web.Request) -> web.Response:
        call = await self._record(request, "response_url")

        async def carry_out() -> web.Response:
            try:
                effects.use_hook(self._world, request.match_info["hook"], call.body)
            except Refused as refused:
                gone = refused.error in ("used_url", "expired_url", "invalid_url", "channel_not_found")
                return _json(refused.answer(), status=404 if gone else 400)
            if request.match_info["kind"] == "commands":
                return web.Response(text="ok")
            return _json({"ok": True})

        return await self._carried_out(request, call, carry_out)

    async def _upload(self, request: web.Request) -> web.Response:
        call = await self._record(request, "upload", parse=False)

        async def carry_out() -> web.Response:
            file = self._world.files.get(request.match_info["file"])
            data = _uploaded(request.headers, call.raw)
            if file is None or file.ready_at is not None:
                return web.Response(status=404, text="not found")
            if len(data) != file.size:
                self._world.violations.append(f"upload: {len(data)} bytes, and {file.size} were announced")
                return web.Response(status=400, text="length mismatch")
            file.data = data
            return web.Response(text=f"OK - {len(data)}")

        return await self._carried_out(request, call, carry_out)

    async def _download(self, request: web.Request) -> web.Response:
        call = await self._record(request, "download")

        async def carry_out() -> web.Response:
            file = self._world.files.get(request.match_info["file"].rpartition("-")[2])
            allowed = call.headers.get("Authorization") == f"Bearer {self._bot_token}"
            # Without the right to it Slack shows its login page, with status 200.
            if not allowed or "files:read" not in self._web.scopes:
                return web.Response(text=LOGIN_PAGE, content_type="text/html")
            if file is None or file.data is None:
                return web.Response(status=404, text="", content_type="text/html")
            told = file.told(self._world.origin, self._world.team_id, self._world.clock.now())
            return web.Response(body=file.data, content_type=told["mimetype"] or "application/octet-stream")

        return await self._carried_out(request, call, carry_out)


def _json(answer: Json, headers: Mapping[str, str] | None = None, status: int = 200) -> web.Response:
    return web.json_response(answer, status=status, headers=headers)


def _limited(wait: int) -> web.Response:
    return _json({"ok": False, "error": "ratelimited"}, {"Retry-After": str(wait)}, 429)


def _faulty(fault: Fault | None, call: Call) -> web.Response | None:
    match fault.how if fault else None:
        case "rate limited":
            return _limited(fault.retry_after if fault else 1)
        case "unavailable":
            return web.Response(status=503, text="<html>Service Unavailable</html>", content_type="text/html")
        case "internal" | "error":
            error = fault.error if fault and fault.how == "error" else "internal_error"
            refused = 500 if error == "internal_error" else 400
            return _json({"ok": False, "error": error}, status=refused if call.method == "response_url" else 200)
        case _:
            return None


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _body(headers: Mapping[str, str], raw: bytes) -> Json:
    kind = headers.get("Content-Type", "").partition(";")[0].strip()
    if kind == "application/json":
        try:
            given = json.loads(raw or b"{}")
        except ValueError:
            return {}
        return given if isinstance(given, dict) else {}
    if kind == "multipart/form-data":
        return {name: part.decode() for name, part in _parts(headers, raw) if not isinstance(part, Mail)}
    return dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))


def _parts(headers: Mapping[str, str], raw: bytes) -> list[tuple[str, Any]]:
    mail = message_from_bytes(b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + raw)
    parts = mail.get_payload()
    if not isinstance(parts, list):
        return []
    return [
        (str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True))
        for part in parts
        if isinstance(part, Mail)
    ]


def _uploaded(headers: Mapping[str, str], raw: bytes) -> bytes:
    """The file in an upload's body: raw, or the first part of a form."""
    if headers.get("Content-Type", "").startswith("multipart/form-data"):
        parts = _parts(headers, raw)
        return bytes(parts[0][1]) if parts else b""
    return raw
