"""Response URLs and files, on a session that answers as it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.limits import TooMuch
from adapters.slack.web import Web
from bot.chat import NotSent, OutcomeUnknown
from bot.clock import SECOND
from bot.errors import UserError

URL = "https://hooks.slack.com/actions/T0/1/abc"
FILE = "https://files.slack.com/files-pri/T0-F0/a.csv"


class Session:
    """Answers everything with one status and one body."""

    def __init__(self, status: int, body: str, **headers: str) -> None:
        self.status = status
        self.body = body
        self.headers = headers
        self.asked: list[tuple[str, dict[str, Any]]] = []

    @asynccontextmanager
    async def post(self, url: str, **how: Any) -> AsyncIterator[Any]:
        """One request."""
        self.asked.append((url, how))

        async def text() -> str:
            return self.body

        async def iter_chunked(size: int) -> AsyncIterator[bytes]:
            for at in range(0, len(self.body), 2):
                yield self.body[at : at + 2].encode()

        content = SimpleNamespace(iter_chunked=iter_chunked)
        yield SimpleNamespace(status=self.status, text=text, headers=self.headers, content=content)

    get = post


def web(session: Session) -> Web:
    """Calls over that session."""
    return Web(AsyncWebClient("xoxb-1", base_url="https://slack.com/api/"), session)  # type: ignore[arg-type]


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
async def test_a_response_url_tells_whether_it_was_still_good(status: int, body: str, *, good: bool):
    """Slack says so plainly or in JSON."""
    assert await web(Session(status, body)).respond(URL, {"text": "x"}) is good


async def test_a_response_url_in_trouble_raises_what_the_port_says():
    """Patience, an outage, and a message of ours that Slack refuses."""
    with pytest.raises(NotSent) as refused:
        await web(Session(429, "", **{"Retry-After": "3"})).respond(URL, {})
    assert refused.value.wait == 3 * SECOND
    with pytest.raises(OutcomeUnknown):
        await web(Session(503, "<html>")).respond(URL, {})
    with pytest.raises(TooMuch, match="invalid_blocks"):
        await web(Session(404, '{"ok":false,"error":"invalid_blocks"}')).respond(URL, {})


async def test_a_file_comes_whole_or_not_at_all():
    """What turns out to be larger than it was said to be is not read to its end."""
    assert await web(Session(200, "a,b\n")).download(FILE, 4) == b"a,b\n"
    with pytest.raises(UserError, match="larger than 3 bytes"):
        await web(Session(200, "a,b\n")).download(FILE, 3)
    with pytest.raises(UserError, match="does not let"):
        await web(Session(302, "")).download(FILE, 4)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a.csv",
        "http://files.slack.com/a.csv",
        "https://files.slack.com.example.org/a.csv",
        "https://notslack.com/a.csv",
        "https://files.slack.com@example.org/a.csv",
    ],
)
async def test_our_token_goes_to_slack_alone(url: str):
    """A file that is said to be anywhere else is not asked for."""
    session = Session(200, "x")
    with pytest.raises(UserError, match="not kept by Slack"):
        await web(session).download(url, 10)
    assert not session.asked
