"""How a request is taken: written down, made to fail on demand, checked, carried out, answered."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import web

from tests.loopback.discord.bodies import Upload
from tests.loopback.discord.buckets import Buckets, limited
from tests.loopback.discord.errors import Problems, Refusal, unauthorized
from tests.loopback.discord.faults import AFTER, Fault, Faults, How
from tests.loopback.discord.ids import is_snowflake

BASE = "/api/v10"
_OPEN = ("/interactions/", "/webhooks/")
"""Routes whose token stands in the path."""
_WRONG = (50006, 50035)
"""Refusals of a body that never should have been sent."""
_FAILURES: dict[How, int] = {
    "banned": 429,
    "turned away": 403,
    "internal": 500,
    "failing after": 500,
    "bad gateway": 502,
    "unavailable": 503,
    "gateway timeout": 504,
}
"""What is answered with a page, for Discord itself says nothing."""
_NAME, _FILENAME = re.compile(rb'name="([^"]*)"'), re.compile(rb'filename="([^"]*)"')
_NUMBER = re.compile(r"files\[(\d+)\]")


@dataclass(slots=True, eq=False)
class Request:
    """One REST request, and the status it got."""

    method: str
    template: str
    """The path as the documentation writes it: `/channels/{channel_id}/messages`."""
    path: str
    """The path as it was asked for, without `/api/v10`."""
    query: dict[str, str]
    headers: dict[str, str]
    raw: bytes
    at: int
    json: Any = None
    files: list[tuple[str, bytes]] = field(default_factory=list)
    status: int = 0
    """0 while it is being carried out, and where the connection was cut before."""
    code: int = 0
    """Discord's own code, where it was refused."""


@dataclass(slots=True, eq=False)
class Call:
    """What a handler gets."""

    params: dict[str, str]
    query: dict[str, str]
    body: Any
    files: list[Upload]

    @property
    def object(self) -> dict[str, Any]:
        """The body, which must be an object."""
        if not isinstance(self.body, dict):
            problems = Problems()
            problems.add((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used here.")
            problems.settle()
        return dict(self.body)


Handler = Callable[[Call], tuple[int, Any]]
"""Carries out a call; gives the status and what is answered (nothing: an empty answer)."""


class Checker(Protocol):
    """What knows how a body should look."""

    def problems(self, method: str, template: str, body: Any) -> list[str]:
        """What is wrong with the body of such a request."""
        ...


class Desk:
    """Takes requests."""

    def __init__(self, token: str, now: Callable[[], int], buckets: Buckets, faults: Faults) -> None:
        self._authorization = f"Bot {token}"
        self._now = now
        self.buckets = buckets
        self.faults = faults
        self.checker: Checker | None = None
        self.requests: list[Request] = []
        self.violations: list[str] = []

    def withdraw_token(self) -> None:
        """Nobody gets in with the bot's token any more."""
        self._authorization = ""

    def serving(
        self, method: str, template: str, handle: Handler
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """A handler for aiohttp."""

        async def serve(request: web.Request) -> web.StreamResponse:
            noted = Request(
                method,
                template,
                request.path.removeprefix(BASE),
                dict(request.query),
                dict(request.headers),
                await request.read(),
                self._now(),
            )
            self.requests.append(noted)
            fault = self.faults.next(method, noted.path)
            if fault is not None and fault.how not in ("slow", *AFTER):
                return self._failed(fault, noted, request)
            if fault is not None and fault.how == "slow":
                await self.faults.hold()
            response = self._carried_out(noted, handle, dict(request.match_info))
            if fault is None or fault.how == "slow":
                return response
            if fault.how == "failing after":
                return self._failed(fault, noted, request)
            if fault.how == "slow after":
                await self.faults.hold()
            else:
                _cut(request)
            return response

        return serve

    def _failed(self, fault: Fault, noted: Request, request: web.Request) -> web.Response:
        if fault.how == "cut before":
            _cut(request)
            return web.Response()
        if fault.how == "rate limited":
            return _refused(noted, limited(fault.retry_after, everywhere=fault.everywhere, scope="shared"), {})
        noted.status = _FAILURES[fault.how]
        words = f"<html><head><title>{noted.status}</title></head><body>upstream connect error</body></html>"
        when = {"Retry-After": str(round(fault.retry_after))} if fault.how == "banned" else {}
        return web.Response(status=noted.status, text=words, content_type="text/html", headers=when)

    def _carried_out(self, noted: Request, handle: Handler, params: dict[str, str]) -> web.Response:
        headers: dict[str, str] = {}
        told = len(self.violations)
        carried = False
        try:
            if not noted.template.startswith(_OPEN) and noted.headers.get("Authorization") != self._authorization:
                raise unauthorized()
            place = params.get("channel_id") or params.get("guild_id") or ""
            headers = self.buckets.take(noted.method, noted.template, place)
            _check_ids(params)
            uploads = _read(noted)
            if self.checker is not None and noted.json is not None:
                found = self.checker.problems(noted.method, noted.template, noted.json)
                self.violations += [f"{noted.method} {noted.template}: {problem}" for problem in found]
            carried = True
            status, answer = handle(Call(params, noted.query, noted.json, uploads))
        except Refusal as refusal:
            if carried and refusal.code in _WRONG and len(self.violations) == told:
                self.violations.append(f"{noted.method} {noted.template}: {refusal}")
            return _refused(noted, refusal, headers)
        except Exception as error:  # noqa: BLE001 - our own fault must show, and at once: clients repeat after a 500
            self.violations.append(f"{noted.method} {noted.path}: the loopback itself failed: {error!r}")
            return _refused(noted, Refusal(400, 0, f"The loopback failed: {error!r}"), headers)
        noted.status = status
        if answer is None:
            return web.Response(status=status, headers={"Via": "1.1 google", **headers})
        return _json(status, answer, headers)


def _json(status: int, answer: Any, headers: dict[str, str]) -> web.Response:
    body = json.dumps(answer, separators=(",", ":")).encode()
    # The type stands there alone: with a charset, discord.py takes it for text.
    named = {"Content-Type": "application/json", "Via": "1.1 google", **headers}
    return web.Response(status=status, body=body, headers=named)


def _refused(noted: Request, refusal: Refusal, headers: dict[str, str]) -> web.Response:
    noted.status, noted.code = refusal.status, refusal.code
    return _json(refusal.status, refusal.body, {**headers, **refusal.headers})


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _check_ids(params: dict[str, str]) -> None:
    problems = Problems()
    for name, value in params.items():
        named = name == "message_id" and value == "@original"
        if name.endswith("_id") and not named and not is_snowflake(value):
            problems.add((name,), "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
    problems.settle()


def _read(noted: Request) -> list[Upload]:
    """Read the body: JSON, or a form with files. Raises `Refusal` for what is neither."""
    kind = noted.headers.get("Content-Type", "")
    if kind.startswith("multipart/form-data"):
        uploads = _multipart(noted, kind)
        noted.files = [(upload.name, upload.data) for upload in uploads]
        return uploads
    if noted.raw:
        noted.json = _parsed(noted.raw)
    return []


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise Refusal(400, 50109, "The request body contains invalid JSON.") from None


def _multipart(noted: Request, kind: str) -> list[Upload]:
    boundary = b"--" + kind.partition("boundary=")[2].strip('"').encode()
    uploads: list[Upload] = []
    for part in noted.raw.split(boundary)[1:-1]:
        head, _, data = part.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
        line = next((line for line in head.split(b"\r\n") if line.lower().startswith(b"content-disposition")), b"")
        named = _NAME.search(line.replace(b"filename=", b"file="))
        name = named[1].decode() if named else ""
        number = _NUMBER.fullmatch(name)
        filename = _FILENAME.search(line)
        if name == "payload_json":
            noted.json = _parsed(data)
        elif number and filename:
            uploads.append(Upload(int(number[1]), filename[1].decode(), data))
        else:
            raise Refusal(400, 50035, f"Invalid Form Body: a part called {name!r}")
    return uploads
