"""Response URLs and files, over a real session to a server that answers as it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import aiohttp
import pytest
from aiohttp import web

from adapters.slack.limits import TooMuch
from adapters.slack.web import Web
from bot.chat import NotSent, OutcomeUnknown
from bot.clock import SECOND
from bot.errors import UserError


class Site:
    """Answers everything with one status and one body, over and over."""

    def __init__(self) -> None:
        self.status = 200
        self.body = ""
        self.headers: Mapping[str, str] = {}
        self.asked: list[str] = []
        self.origin = ""

    def says(self, status: int, body: str, **headers: str) -> None:
        """What it answers from now on."""
        self.status, self.body, self.headers = status, body, headers

    async def answer(self, request: web.Request) -> web.Response:
        """One request."""
        self.asked.append(request.path)
        return web.Response(status=self.status, text=self.body, headers=self.headers)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site on this machine."""
    there, app = Site(), web.Application()
    app.router.add_route("*", "/{path:.*}", there.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    there.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield there
    await runner.cleanup()


@pytest.fixture
async def calls(site: Site) -> AsyncIterator[Web]:
    """Calls to it."""
    opened = Web.open("xoxb-1", f"{site.origin}/api/")
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("status", "body", "good"),
    [
        (200, "ok", True),
        (200, '{"ok":true}', True),
        (200, "", True),
        (404, "used_url", False),
        (404, '{"ok":false,"error":"expired_url"}', False),
        (200, '{"ok":false,"error":"used_url"}', False),
        (410, "", False),
    ],
)
async def test_a_response_url_tells_whether_it_was_still_good(
    site: Site, calls: Web, status: int, body: str, *, good: bool
):
    """Slack says so plainly or in JSON."""
    site.says(status, body)
    assert await calls.respond(f"{site.origin}/actions/1", {"text": "x"}) is good
    assert site.asked == ["/actions/1"]


async def test_a_response_url_in_trouble_raises_what_the_port_says(site: Site, calls: Web):
    """Patience, an outage, and a message of ours that Slack refuses."""
    url = f"{site.origin}/actions/1"
    site.says(429, "", **{"Retry-After": "3"})
    with pytest.raises(NotSent) as refused:
        await calls.respond(url, {})
    assert refused.value.wait == 3 * SECOND
    site.says(503, "<html>")
    with pytest.raises(OutcomeUnknown):
        await calls.respond(url, {})
    site.says(404, '{"ok":false,"error":"invalid_blocks"}')
    with pytest.raises(TooMuch, match="invalid_blocks"):
        await calls.respond(url, {})
    assert len(site.asked) == 3


async def test_a_file_comes_whole_or_not_at_all(site: Site, calls: Web):
    """What turns out to be larger than it was said to be is not read to its end."""
    url = f"{site.origin}/files-pri/T0-F0/a.csv"
    site.says(200, "a,b\n")
    assert await calls.download(url, 4) == b"a,b\n"
    with pytest.raises(UserError, match="larger than 3 bytes"):
        await calls.download(url, 3)
    site.says(302, "", Location=f"{site.origin}/signin")
    with pytest.raises(UserError, match="does not let"):
        await calls.download(url, 4)
    assert "/signin" not in site.asked


ELSEWHERE = [
    "https://example.org/a.csv",
    "http://files.slack.com/a.csv",
    "https://files.slack.com.example.org/a.csv",
    "https://notslack.com/a.csv",
    "https://files.slack.com@example.org/a.csv",
]


@pytest.mark.parametrize("url", ELSEWHERE)
async def test_our_token_goes_to_slack_alone(site: Site, calls: Web, url: str):
    """A file that is said to be anywhere else is not asked for."""
    asked = []

    async def note(_session: object, _context: object, request: aiohttp.TraceRequestStartParams) -> None:
        asked.append(request.url)
        raise AssertionError("a request goes out")

    tracing = aiohttp.TraceConfig()
    tracing.on_request_start.append(note)
    async with aiohttp.ClientSession(trace_configs=[tracing]) as watched:
        with pytest.raises(UserError, match="not kept by Slack"):
            await Web(calls.client, watched).download(url, 10)
        assert not asked
        with pytest.raises(AssertionError, match="a request goes out"):
            await Web(calls.client, watched).download("https://files.slack.com/files-pri/T0-F0/a.csv", 10)
    assert [str(url) for url in asked] == ["https://files.slack.com/files-pri/T0-F0/a.csv"]
