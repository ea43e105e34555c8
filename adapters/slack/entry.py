"""Slack's one way in: its payloads, by Socket Mode or HTTP and through Bolt, to the core."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Protocol, TypeVar

from adapters.inhand import InHand
from adapters.reaching import UNREACHED, reason
from adapters.slack.asgi import Door
from adapters.slack.bolting import bolted
from adapters.slack.settings import SlackSettings
from adapters.slack.sockets import SocketDoor
from adapters.slack.trouble import Revoked, SlackRefused
from adapters.slack.web import Web
from adapters.slack.workspace import Workspace
from adapters.slack.workspaces import Workspaces
from bot.chat import NotSent, OutcomeUnknown
from bot.errors import UserError
from bot.main import App

if TYPE_CHECKING:
    from adapters.slack.adding import Adding

log = logging.getLogger(__name__)

Result = TypeVar("Result")

NO_BOT = (
    "Slack does not take the bot token ({}). Copy the Bot User OAuth Token, which begins with xoxb-, from the page "
    "OAuth & Permissions of the app."
)
NO_SOCKET = (
    "Slack does not take the app token ({}). Make an App-Level Token, which begins with xapp-, with the scope "
    "connections:write on the page Basic Information of the app, and switch on Socket Mode."
)


class _Door(Protocol):
    """What lets Slack's payloads in."""

    async def open(self) -> None:
        """Let them in."""

    async def close(self) -> None:
        """Let no more in."""

    @property
    def connected(self) -> bool:
        """Whether they come in at this moment."""


class SlackAdapter:
    """Slack, for one workspace or for all that have added Swot. Start it where the event loop runs."""

    def __init__(self, app: App, settings: SlackSettings) -> None:
        self._app = app
        self._settings = settings
        self._in_hand = InHand()
        self._closed = asyncio.Event()
        self._revoked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._web: Web | None = None
        self._workspaces: Workspaces | None = None
        self._adding: Adding | None = None
        self._door: _Door | None = None

    async def start(self) -> None:
        """Connect or listen, and answer what comes. Raises `UserError` where Slack does not let us in."""
        settings = self._settings
        web = self._web = Web.open(
            settings.bot_token, settings.base_url, settings.outgoing, self._app.clock, self._app.measures
        )
        try:
            workspaces = self._workspaces = await self._all(web)
            self._door = door = self._made_door(web, workspaces)
            await _let_in(door.open(), NO_SOCKET)
        except BaseException:
            await self.close()
            raise
        self._app.connect(workspaces)
        self._app.privacy.on_forget.append(workspaces.forget)

    @property
    def port(self) -> int:
        """Where it listens for Slack, over HTTP."""
        from adapters.slack.serving import HttpServer  # noqa: PLC0415 - only who listens needs a server

        assert isinstance(self._door, HttpServer)
        return self._door.port

    def shut(self) -> None:
        """Take nothing more: Slack delivers it elsewhere or later."""
        self._closed.set()
        if isinstance(self._door, SocketDoor):
            self._door.shut = True

    @property
    def connected(self) -> bool:
        """Whether Slack's payloads come in, and are taken."""
        return not self._closed.is_set() and self._door is not None and self._door.connected

    async def settled(self) -> None:
        """Wait until nothing that has come in is still to be answered."""
        await self._in_hand.settled()

    async def drop(self) -> None:
        """Give up what has come in and is not answered."""
        await self._in_hand.drop()

    async def ended(self) -> None:
        """Return when the adapter is closed. Raises `UserError` if its one token is withdrawn.

        Connections that break are made again for as long as it is open.
        """
        closed = asyncio.ensure_future(self._closed.wait())
        try:
            await asyncio.wait((closed, self._revoked), return_when=asyncio.FIRST_COMPLETED)
        finally:
            closed.cancel()
        if self._revoked.done():
            self._revoked.result()

    async def close(self) -> None:
        """Take nothing more, finish what is in hand, and let go of every connection."""
        self.shut()
        await self.settled()
        if self._door is not None:
            await self._door.close()
            await self.settled()
        if self._workspaces is not None:
            await self._workspaces.close()
        if self._web is not None:
            await self._web.close()

    async def _all(self, web: Web) -> Workspaces:
        """The workspaces that there are: the token's own, or those that have added Swot."""
        http = self._settings.http
        if http is not None and http.oauth is not None:
            from adapters.slack.adding import Adding  # noqa: PLC0415 - only who serves many needs it

            self._adding = Adding(self._app, self._settings, http.oauth, web, self._in_hand)
            await self._adding.check()
            return self._adding.workspaces
        identity = await _let_in(web.call("auth.test"), NO_BOT)
        only = Workspace.furnished(self._app, web, identity, prefix=self._settings.prefix, in_hand=self._in_hand)

        async def furnish(team: str) -> Workspace | None:
            return only if team in ("", only.team) else None

        async def revoked(_: Workspace, why: str) -> None:
            self._end(NO_BOT, why)

        async def left(_: Workspace) -> bool:
            """Slack says that Swot is thrown out; whether that is about this very token it says when it is asked."""
            try:
                await web.call("auth.test")
            except Revoked as error:
                self._end(NO_BOT, error.error)
                return True
            except (NotSent, SlackRefused, OutcomeUnknown) as error:
                log.warning("Slack does not say whether its token is still good: %s", error)
            return False

        return Workspaces(furnish, revoked, left, self._app.spaces_of)

    def _end(self, sentence: str, why: str) -> None:
        """Have `ended` say why Slack lets nothing in any more."""
        if not self._revoked.done():
            self._revoked.set_exception(UserError(sentence.format(why)))

    def _made_door(self, web: Web, workspaces: Workspaces) -> _Door:
        http = self._settings.http
        if http is None:
            bolt, token = bolted(web.another(), workspaces), self._settings.app_token
            return SocketDoor(bolt, web, token, self._in_hand, self._app.clock, lambda why: self._end(NO_SOCKET, why))
        from adapters.slack.serving import HttpServer  # noqa: PLC0415 - only who listens needs a server

        bolt = bolted(web.another(), workspaces, http.signing_secret)
        oauth = self._adding.flow if self._adding is not None else None
        return HttpServer(Door(bolt, oauth, self._closed.is_set), http.host, http.port)


async def _let_in(call: Awaitable[Result], refused: str) -> Result:
    """What Slack answers at the start. Raises `UserError`, with `refused` where Slack does not take a token."""
    try:
        return await call
    except SlackRefused as error:
        raise UserError(refused.format(error.error)) from error
    except (NotSent, OutcomeUnknown) as error:
        raise UserError(UNREACHED.format("Slack", reason(error.__cause__ or error))) from error
