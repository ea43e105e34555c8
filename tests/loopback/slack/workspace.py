"""The loopback Slack itself: a workspace to furnish, people to act in it, and a server for the real client."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Self

from aiohttp import web

from bot.clock import Clock
from tests.loopback.slack import modals
from tests.loopback.slack.calls import Call, Request
from tests.loopback.slack.furniture import Furnished
from tests.loopback.slack.posting import Posting
from tests.loopback.slack.refusals import NotPossible
from tests.loopback.slack.world import Happening, Json, Message, OpenView

KEEPALIVE = 75.0
"""Seconds of real time that an idle connection is kept."""


class LoopbackSlack(Furnished):
    """A Slack on 127.0.0.1. Its time is the clock's that it is given; use it with `async with`."""

    def __init__(
        self,
        clock: Clock,
        *,
        ssl_context: ssl.SSLContext | None = None,
        checked: bool = True,
        keepalive: float = KEEPALIVE,
    ) -> None:
        super().__init__(clock, checked=checked)
        self._ssl = ssl_context
        self._keepalive = keepalive
        self._runner: web.AppRunner | None = None
        self._posting: Posting | None = None

    async def __aenter__(self) -> Self:
        """Start the server on a free port."""
        self._runner = web.AppRunner(
            self._server.app(), access_log=None, shutdown_timeout=0.2, keepalive_timeout=self._keepalive
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._ssl, backlog=1024)
        await site.start()
        port = self._runner.addresses[0][1]
        self.world.origin = f"{'https' if self._ssl else 'http'}://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Stop the server; nothing is left open."""
        self.faults.clear()
        if self._sending:
            await asyncio.wait(self._sending)
        if self._posting is not None:
            await self._posting.close()
        await self.sockets.drop()
        if self._runner is not None:
            await self._runner.cleanup()
        self.sockets.give_up()

    # What people do.

    async def command(self, user: str, channel: str, command: str, text: str = "") -> Request:
        """A slash command, with mentions typed as `@name`."""
        return await self._send(self.clients.command(user, channel, command, text))

    async def press(
        self, user: str, where: Message | OpenView, action_id: str, values: Sequence[str] = (), *, block_id: str = ""
    ) -> Request:
        """Press a button or choose from a select, in a message or view; `action_id` may be forged.

        Raises `NotPossible` if the message or view is not there any more.
        """
        if where.gone if isinstance(where, Message) else not where.open:
            raise NotPossible("it is not there any more")
        return await self._send(self.clients.press(user, where, action_id, values, block_id))

    async def shortcut(self, user: str, callback_id: str) -> Request:
        """Choose one of the app's global shortcuts, wherever in Slack."""
        return await self._send(self.clients.shortcut(user, callback_id))

    async def suggest(self, user: str, view: OpenView, action_id: str, typed: str) -> Request:
        """Type into an external select."""
        return await self._send(self.clients.suggest(user, view, action_id, typed))

    async def submit(
        self, user: str, view: OpenView, values: Mapping[str, str | Sequence[str] | None], *, forged: bool = False
    ) -> Request:
        """Send in a modal: block id to what is entered (a text, an option's value, a person's id, several of them).

        What is left out stays as it stands. Raises `NotPossible` where the client would not send it, unless `forged`.
        """
        return await self._send(self.clients.submit(user, view, values, forged=forged))

    async def dismiss(self, user: str) -> Request | None:
        """Close the modal in front of somebody; the app is told if the view asks for that."""
        view = self.world.stacks[user][-1]
        modals.close(self.world, view)
        return await self._send(self.clients.closed(user, view)) if view.given.get("notify_on_close") else None

    async def open_home(self, user: str) -> Request:
        """Open the app's home page."""
        home = self.world.homes.get(user)
        event: Json = {"type": "app_home_opened", "user": user, "channel": self.direct(user), "tab": "home"}
        return await self._send(self.clients.event(user, event | ({"view": home.told()} if home else {})))

    async def redeliver(self, request: Request, *, reason: str = "timeout") -> Request:
        """The same content again in a new envelope, as a retry."""
        again = replace(
            request,
            retry_attempt=request.retry_attempt + 1,
            retry_reason=reason,
            acknowledged=asyncio.get_running_loop().create_future(),
            late=False,
            errors=[],
            options=(),
        )
        return await self._send(again)

    async def _send(self, request: Request) -> Request:
        await (self._posting or self.sockets).send(request)
        return request

    def post_to(self, url: str, secret: str) -> None:
        """Deliver everything over HTTP from now on, to the app's address and signed with its secret."""
        if self._posting is None:
            self._posting = Posting(self.world, self.requests.append, url, secret)
        self._posting.url = url

    # What can be seen.

    def watch(self, callback: Callable[[Happening], None]) -> None:
        """Call back whenever people's clients show something else."""
        self.world.watchers.append(callback)

    def messages(self, channel: str) -> list[Message]:
        """The messages that a channel shows, oldest first; threads' among them."""
        return [message for message in self.world.timeline[channel].values() if not message.gone]

    def notes(self, user: str) -> list[Message]:
        """What only this person sees, oldest first."""
        return [note for note in self.world.notes.get(user, ()) if not note.gone]

    def modal(self, user: str) -> OpenView | None:
        """The modal in front of somebody."""
        stack = self.world.stacks.get(user)
        return stack[-1] if stack else None

    def home(self, user: str) -> OpenView | None:
        """Somebody's home page."""
        return self.world.homes.get(user)

    def reload(self, user: str) -> None:
        """Their client starts anew: notes and modals are gone, and nobody is told."""
        for note in self.world.notes.pop(user, ()):
            note.gone = True
        for view in self.world.stacks.pop(user, ()):
            view.open = False

    def calls(self, method: str) -> list[Call]:
        """What the app sent of one kind."""
        return [call for call in self.requests if call.method == method]

    async def connected(self, count: int = 1) -> None:
        """Wait until the app has this many connections."""
        await self.sockets.connected(count)

    async def drop_connections(self, *, goodbye: str = "", abruptly: bool = False) -> None:
        """End the app's connections: with a close frame, after a `disconnect` for a reason, or without a word."""
        await self.sockets.drop(goodbye=goodbye, abruptly=abruptly)
