"""Slack's payloads over HTTP: signed, to the app's one address, and answered by what comes back."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from urllib.parse import urlencode

import aiohttp

from tests.loopback.slack import effects
from tests.loopback.slack.calls import Call, Request
from tests.loopback.slack.sockets import PATIENCE
from tests.loopback.slack.world import World


class Posting:
    """Posts what people do to the app."""

    def __init__(self, world: World, record: Callable[[Call], None], url: str, secret: str) -> None:
        self._world = world
        self._record = record
        self.url = url
        """Where the app is; it may have moved when it starts anew."""
        self._secret = secret
        self._session: aiohttp.ClientSession | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    async def send(self, request: Request) -> None:
        """Post it; what comes back is its acknowledgement."""
        request.envelope_id = self._world.new_id("posted-")
        request.at = self._world.clock.now()
        task = asyncio.create_task(self._posted(request))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Give up what is under way."""
        for task in self._under_way:
            task.cancel()
        if self._session is not None:
            await self._session.close()

    async def _posted(self, request: Request) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        headers, body = written(request, self._secret)
        try:
            async with self._session.post(self.url, data=body, headers=headers) as response:
                status, kind, told = response.status, response.content_type, await response.text()
        except aiohttp.ClientError:
            request.errors.append("dispatch_failed")
            request.acknowledged.set_result(None)
            return
        self._record(Call("acknowledgement", {}, dict(response.headers), told.encode(), self._world.clock.now()))
        payload = json.loads(told) if kind == "application/json" and told else told or None
        if status != 200:
            request.errors.append(f"http {status}")
        elif self._world.clock.now() - request.at > PATIENCE:
            request.late = True
            request.errors.append("operation_timeout")
        else:
            effects.acknowledged(self._world, request, payload)
        if not request.acknowledged.done():
            request.acknowledged.set_result(payload)


def written(request: Request, secret: str, *, age: int = 0) -> tuple[dict[str, str], bytes]:
    """A request as Slack posts it, `age` seconds old: its headers, with the signature, and its body."""
    if request.kind == "event":
        kind, body = "application/json", json.dumps(request.payload)
    elif request.kind == "command":
        kind, body = "application/x-www-form-urlencoded", urlencode(request.payload)
    else:
        kind, body = "application/x-www-form-urlencoded", urlencode({"payload": json.dumps(request.payload)})
    at = str(int(time.time()) - age)
    signature = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signature}"}
    if request.retry_attempt:
        headers |= {"X-Slack-Retry-Num": str(request.retry_attempt), "X-Slack-Retry-Reason": request.retry_reason}
    return headers, body.encode()
