"""What Slack sends over HTTP, as an ASGI application: payloads, signed, and people who add Swot to their workspace."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.response import BoltResponse

from adapters.health.words import ALIVE, HEALTHY

EVENTS, INSTALL, RETURN = "/slack/events", "/slack/install", "/slack/oauth_redirect"
MOST = 1 << 20
"""Bytes of a body; Slack's are smaller."""

Scope: TypeAlias = Mapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Mapping[str, Any]]]
Send: TypeAlias = Callable[[Mapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Door:
    """The application. Whoever serves it can ask at `/healthz` whether it is there."""

    bolt: AsyncApp
    oauth: AsyncOAuthFlow | None = None
    """Where workspaces may add Swot themselves."""
    is_shut: Callable[[], bool] = lambda: False
    """Whether nothing more is taken: Slack then comes again, or tells the person."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await _answer(send, await self._answered(scope, receive))

    async def _answered(self, scope: Scope, receive: Receive) -> BoltResponse:
        match scope["method"], scope["path"]:
            case "POST", path if path == EVENTS:
                if self.is_shut():
                    return _plain(503, "Swot is just restarting.")
                body = await _body(receive)
                if body is None:
                    return _plain(413, "That is more than Slack sends.")
                return await self.bolt.async_dispatch(_request(scope, body))
            case "GET", path if path == INSTALL and self.oauth is not None:
                return await self.oauth.handle_installation(_request(scope))
            case "GET", path if path == RETURN and self.oauth is not None:
                return await self.oauth.handle_callback(_request(scope))
            case "GET", path if path == HEALTHY:
                return _plain(503 if self.is_shut() else 200, ALIVE)
        return _plain(404, "There is nothing here.")


def _request(scope: Scope, body: str = "") -> AsyncBoltRequest:
    headers: dict[str, str | Sequence[str]] = {
        name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
    }
    return AsyncBoltRequest(body=body, query=scope["query_string"].decode("latin-1"), headers=headers)


async def _body(receive: Receive) -> str | None:
    """What was sent; nothing where it is too much. Bytes that are no UTF-8 fit no signature, whatever they become."""
    body = bytearray()
    while True:
        piece = await receive()
        body += piece.get("body", b"")
        if len(body) > MOST:
            return None
        if not piece.get("more_body"):
            return body.decode("utf-8", "replace")


def _plain(status: int, words: str) -> BoltResponse:
    return BoltResponse(status=status, body=words, headers={"content-type": ["text/plain; charset=utf-8"]})


async def _answer(send: Send, answer: BoltResponse) -> None:
    body = answer.body.encode()
    headers: Iterable[tuple[bytes, bytes]] = [
        (name.encode("latin-1"), value.encode("latin-1"))
        for name, values in answer.headers.items()
        if name.lower() != "content-length"
        for value in values
    ]
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": answer.status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive: Receive, send: Send) -> None:
    """Whoever serves this need not: Swot starts and stops by itself."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
