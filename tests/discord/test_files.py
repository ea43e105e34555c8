"""Files that people attached: only Discord's own, whole, and up to a limit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat import NotSent, OutcomeUnknown
from bot.errors import UserError
from tests.discord.place import Place
from tests.loopback.discord import pointed_at


@pytest.fixture
async def fetch(place: Place) -> AsyncIterator[Callable[..., Awaitable[bytes]]]:
    """Fetch a path of a content network that has a few files."""

    async def file(request: web.Request) -> web.StreamResponse:
        return web.Response(body=b"a,b\n1,2\n")

    async def moved(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound("/file")

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(64):
            await response.write(bytes(1 << 16))
        return response

    async def broken(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"a")
        assert request.transport is not None
        request.transport.abort()
        return response

    async def busy(request: web.Request) -> web.StreamResponse:
        raise web.HTTPTooManyRequests

    async def down(request: web.Request) -> web.StreamResponse:
        raise web.HTTPServiceUnavailable

    app = web.Application()
    for serve in (file, moved, endless, broken, busy, down):
        app.router.add_get(f"/{serve.__name__}", serve)
    async with TestServer(app) as server:
        base = str(server.make_url("")).rstrip("/")

        async def fetched(path: str, limit: int = 1 << 20) -> bytes:
            return await place.platform.fetch(base + path, limit=limit)

        with pointed_at(base):
            yield fetched


async def test_a_file_comes_whole(fetch: Any):
    """Exactly as large as the limit is not too large; the address may carry a signature."""
    assert await fetch("/file", limit=8) == b"a,b\n1,2\n"
    assert await fetch("/file?ex=1&is=2&hm=3&") == b"a,b\n1,2\n"


@pytest.mark.parametrize(("path", "limit"), [("/file", 7), ("/file", 0), ("/endless", 100_000)])
async def test_a_file_over_the_limit_does_not_come(fetch: Any, path: str, limit: int):
    """However much there is of it, no more is read."""
    with pytest.raises(UserError, match=f"larger than {limit:,} bytes"):
        await fetch(path, limit=limit)


@pytest.mark.parametrize("path", ["/gone", "/moved"])
async def test_a_file_that_is_not_there_does_not_come(fetch: Any, path: str):
    """Nor is it fetched from where the network points: only from where Discord keeps files."""
    with pytest.raises(UserError, match="no longer there"):
        await fetch(path)


@pytest.mark.parametrize(
    "address",
    [
        *("https://example.org/file", "http://127.0.0.1:1/file", "http://localhost/file", "http://[::1/file"),
        *("file:///etc/passwd", "file", "", "//example.org/file", "https://cdn.discordapp.com.example.org/file"),
        *("data:text/plain,x", "http://", "https://example.org:99999/x"),
    ],
)
async def test_only_discords_own_files_are_fetched(place: Place, address: str):
    """An address from outside would let anybody look around where Swot runs."""
    with pytest.raises(UserError, match="no file of Discord's"):
        await place.platform.fetch(address, limit=100)


async def test_a_file_that_breaks_off_is_not_taken_for_whole(fetch: Any):
    """The connection broke before the end."""
    with pytest.raises(OutcomeUnknown):
        await fetch("/broken")


@pytest.mark.parametrize("path", ["/busy", "/down"])
async def test_a_file_that_does_not_come_now_is_not_taken_for_gone(fetch: Any, path: str):
    """Whoever attached it need not attach it again."""
    with pytest.raises(NotSent):
        await fetch(path)
