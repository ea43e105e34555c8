"""Slack's Web API and response URLs, over one session for everything."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.outgoing import DIRECTLY, Outgoing
from adapters.slack.limits import TooMuch
from adapters.slack.rich import Json
from adapters.slack.trouble import OURS, SlackRefused, told, wait_of
from adapters.slack.turns import PATIENCE as ASKED
from adapters.slack.turns import Turns
from bot.chat import NotSent, OutcomeUnknown
from bot.clock import Clock, SystemClock
from bot.errors import UserError
from bot.measures import Measures

CONNECTIONS = 100
"""Kept at most: a burst that opens one for each press is slower, not faster."""
PATIENCE = 10
"""Seconds that a call may take."""
PATIENCE_FOR_FILES = 60
PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Web:
    """Calls to Slack. They raise what `trouble.told` says."""

    client: AsyncWebClient
    session: aiohttp.ClientSession
    turns: Turns = field(default_factory=lambda: Turns(SystemClock()))
    """Each workspace has its own, for Slack counts by workspace."""
    measures: Measures = field(default_factory=Measures)

    @classmethod
    def open(
        cls,
        token: str,
        base_url: str,
        outgoing: Outgoing = DIRECTLY,
        clock: Clock | None = None,
        measures: Measures | None = None,
    ) -> Web:
        """A session of our own, to be closed. Nothing is retried underneath: it might then be done twice."""
        context, proxy = outgoing.context(), outgoing.proxy_to(base_url)
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, ssl=context),
            timeout=aiohttp.ClientTimeout(total=PATIENCE),
        )
        client = _client(token, base_url, session, context, proxy)
        return cls(client, session, Turns(clock or SystemClock()), measures or Measures())

    def with_token(self, token: str) -> Web:
        """The same, with another workspace's token."""
        assert self.client.ssl is not None
        client = _client(token, self.client.base_url, self.session, self.client.ssl, self.client.proxy)
        return Web(client, self.session, Turns(self.turns.clock), self.measures)

    def another(self) -> AsyncWebClient:
        """A client that goes the same way, for whoever brings tokens of their own."""
        assert self.client.ssl is not None
        return _client(None, self.client.base_url, self.session, self.client.ssl, self.client.proxy)

    async def close(self) -> None:
        """Let go of the connections."""
        await self.session.close()

    async def call(self, method: str, **arguments: Any) -> Json:
        """Call a method that takes JSON; give what Slack answers."""
        with self._in_turn(method, arguments):
            return _data(await self.client.api_call(method, json=arguments))

    async def ask(self, method: str, **arguments: Any) -> Json:
        """Call one of the methods that take parameters only."""
        with self._in_turn(method, arguments):
            return _data(await self.client.api_call(method, params=arguments))

    @contextmanager
    def _in_turn(self, method: str, arguments: Json) -> Iterator[None]:
        """Keep a call back, as `NotSent`, that Slack would only refuse; raise what `told` does."""
        self.turns.take(method, arguments)
        try:
            with told():
                yield
        except NotSent as error:
            if not error.wait or isinstance(error, SlackRefused):
                raise
            self.measures.limited("slack", error.wait)
            raise NotSent(str(error), wait=self.turns.asked(method, arguments, error.wait)) from error

    async def respond(self, url: str, message: Json) -> bool:
        """Send a message to a response URL; tell whether it was still good for one."""
        with told():
            async with self.session.post(url, json=message, proxy=self.client.proxy) as response:
                status, words = response.status, await response.text()
                if status == HTTPStatus.TOO_MANY_REQUESTS:
                    wait = wait_of(response.headers)
                    self.measures.limited("slack", wait)
                    raise NotSent(ASKED, wait=wait)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise OutcomeUnknown(f"Slack is in trouble: {status}")
        error = _error_of(status, words)
        if error in OURS:
            raise TooMuch(f"Slack refuses a message of ours: {error}")
        return status == HTTPStatus.OK and not error

    async def upload(self, url: str, data: bytes) -> None:
        """Send a file to the address that Slack gave for it."""
        with told():
            async with self.session.post(url, data=data, proxy=self.client.proxy) as response:
                if response.status != HTTPStatus.OK:
                    raise OutcomeUnknown(f"Slack does not take the file: {response.status}")

    async def keep(self, name: str, data: bytes, *, title: str, channel: str = "") -> str:
        """Have Slack keep a file, and show it in a channel if one is named; give its id."""
        place = await self.ask("files.getUploadURLExternal", filename=name, length=len(data))
        await self.upload(place["upload_url"], data)
        file: str = place["file_id"]
        shown = {"channel_id": channel} if channel else {}
        await self.call("files.completeUploadExternal", files=[{"id": file, "title": title}], **shown)
        return file

    async def download(self, url: str, limit: int) -> bytes:
        """The content of a file, from Slack and nowhere else. Raises `UserError` over `limit` bytes."""
        if not self._is_slacks(url):
            raise UserError("That file is not kept by Slack. Upload it here and try again.")
        content = bytearray()
        with told():
            async with self.session.get(
                url,
                headers={"Authorization": f"Bearer {self.client.token}"},
                allow_redirects=False,  # it would lead to a page to sign in at, or away with our token
                proxy=self.client.proxy,
                timeout=aiohttp.ClientTimeout(total=PATIENCE_FOR_FILES),
            ) as response:
                if response.status != HTTPStatus.OK:
                    raise UserError("Slack does not let Swot read that file. Share it with Swot and try again.")
                async for piece in response.content.iter_chunked(PIECE):
                    content += piece
                    if len(content) > limit:
                        raise too_large(limit)
        return bytes(content)

    def _is_slacks(self, url: str) -> bool:
        there, here = urlsplit(url), urlsplit(self.client.base_url)
        at_home = (there.scheme, there.netloc) == (here.scheme, here.netloc)
        return at_home or (there.scheme == "https" and f".{there.hostname}".endswith(".slack.com"))


def _client(
    token: str | None, base_url: str, session: aiohttp.ClientSession, context: ssl.SSLContext, proxy: str | None
) -> AsyncWebClient:
    client = AsyncWebClient(token, base_url=base_url, session=session, ssl=context, retry_handlers=[])
    # Not as an argument: where it is given none it reads the environment, and knows no NO_PROXY.
    client.proxy = proxy
    return client


def too_large(limit: int) -> UserError:
    """What a person reads whose file has more than `limit` bytes."""
    return UserError(f"That file is larger than {limit:,} bytes.")


def _data(response: Any) -> Json:
    data: Json = response.data
    return data


def _error_of(status: int, words: str) -> str:
    """What a response URL says is wrong, plainly or in JSON; nothing where nothing is."""
    try:
        told = json.loads(words)
    except ValueError:
        told = None
    if isinstance(told, dict):
        return "" if told.get("ok") else str(told.get("error", words))
    return "" if status == HTTPStatus.OK else words
