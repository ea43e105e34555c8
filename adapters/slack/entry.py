"""The one way in: Slack's Socket Mode, through Bolt, to the core."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.inhand import InHand
from adapters.outgoing import DIRECTLY, Outgoing
from adapters.reaching import reason
from adapters.slack.answers import Answers, Installation
from adapters.slack.naming import Naming
from adapters.slack.people import People
from adapters.slack.pictures import Pictures
from adapters.slack.platform import SlackPlatform
from adapters.slack.rich import Json
from adapters.slack.sending import Sending
from adapters.slack.trouble import SlackRefused, told
from adapters.slack.web import Web
from bot.chat import NotSent, OutcomeUnknown
from bot.errors import UserError
from bot.main import App

Result = TypeVar("Result")

NO_BOT = (
    "Slack does not take the bot token ({}). Copy the Bot User OAuth Token, which begins with xoxb-, from the page "
    "OAuth & Permissions of the app."
)
NO_SOCKET = (
    "Slack does not take the app token ({}). Make an App-Level Token, which begins with xapp-, with the scope "
    "connections:write on the page Basic Information of the app, and switch on Socket Mode."
)
UNREACHED = "Slack can't be reached ({}). `swot doctor` looks where it stops; then start Swot again."


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """What an installation in one workspace decides."""

    bot_token: str = field(repr=False)
    """`xoxb-…`."""
    app_token: str = field(repr=False)
    """`xapp-…`, for Socket Mode."""
    prefix: str = ""
    """What stands before every command, where another app has the same: with `swot-`, `/quiz` is `/swot-quiz`."""
    base_url: str = AsyncWebClient.BASE_URL
    outgoing: Outgoing = DIRECTLY


class SlackAdapter:
    """Slack for one workspace. Start it where the event loop runs; connections that break are made again."""

    def __init__(self, app: App, settings: SlackSettings) -> None:
        self._app = app
        self._settings = settings
        self._in_hand = InHand()
        self._closed = asyncio.Event()
        self._web: Web | None = None
        self._people: People | None = None
        self._door: _Door | None = None

    async def start(self) -> None:
        """Connect, and answer what comes. Raises `UserError` where Slack does not let us in."""
        web = self._web = Web.open(self._settings.bot_token, self._settings.base_url, self._settings.outgoing)
        try:
            identity = await _let_in(web.call("auth.test"), NO_BOT)
            address = await _let_in(_address(web, self._settings.app_token), NO_SOCKET)
        except BaseException:
            await self.close()
            raise
        people = self._people = People(web, self._app.clock)
        pictures = Pictures(web, self._app.clock)
        sending = Sending(web, pictures, self._app.clock)
        naming = Naming(self._settings.prefix, self._app.registry.commands)
        installation = Installation(identity["team_id"], self._settings.prefix, naming)
        answers = Answers(self._app, people, sending, self._in_hand, installation)
        platform = SlackPlatform(web, people, pictures, identity, naming)
        self._app.connect(platform)
        self._app.privacy.on_forget.append(platform.forget)
        door = self._door = _Door(self._bolt(web, identity, answers), self._settings.app_token, self._in_hand)
        door.client.proxy = web.client.proxy  # it reads the environment where it is given none, and knows no NO_PROXY
        door.client.wss_uri = address
        await door.connect_async()  # type: ignore[no-untyped-call]

    async def settled(self) -> None:
        """Wait until nothing that has come in is still to be answered."""
        await self._in_hand.settled()

    async def ended(self) -> None:
        """Return when the adapter is closed: connections that break are made again for as long as it is open."""
        await self._closed.wait()

    async def close(self) -> None:
        """Take nothing more, finish what is in hand, and let go of every connection."""
        self._closed.set()
        if self._door is not None:
            self._door.shut = True
            await self.settled()
            await self._door.leave()
        if self._people is not None:
            await self._people.close()
        if self._web is not None:
            await self._web.close()

    def _bolt(self, web: Web, identity: Json, answers: Answers) -> AsyncApp:
        """Bolt, with everything that it lets through going one way."""
        bolt = AsyncApp(
            client=web.another(),
            authorize=_Authorize(identity, self._settings.bot_token),
            process_before_response=True,
        )
        bolt.use(_Everything(answers.take))
        return bolt


class _Everything(AsyncMiddleware):
    """Bolt's last middleware, which takes every payload: with no listeners to try, a press costs the least."""

    def __init__(self, take: Callable[[Json], Awaitable[Json]]) -> None:
        self._take = take

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        """Answer the payload."""
        return BoltResponse(status=200, body=await self._take(req.body) or "")


class _Authorize(AsyncAuthorize):
    """Who we are, asked once at the start: not again with every one of a thousand presses that come first."""

    def __init__(self, identity: Json, token: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._result = AuthorizeResult.from_auth_test_response(auth_test_response=identity, bot_token=token)

    async def __call__(self, **_: Any) -> AuthorizeResult:
        """The one installation that there is."""
        return self._result


class _Door(AsyncSocketModeHandler):
    """Bolt's Socket Mode; what it lets in is in hand until its acknowledgement is sent."""

    def __init__(self, bolt: AsyncApp, app_token: str, in_hand: InHand) -> None:
        super().__init__(bolt, app_token)
        self.shut = False
        """Whether to leave what comes unacknowledged: Slack then delivers it elsewhere or later."""
        self._in_hand = in_hand

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Let one payload in, and send out its acknowledgement."""
        task = asyncio.current_task()
        if task is not None and not self.shut:
            self._in_hand.keep(task)
            await super().handle(client, req)

    async def leave(self) -> None:
        """Close the connection, and wait for what served it."""
        client = self.client
        await client.close()  # type: ignore[no-untyped-call]
        serving = (client.message_processor, client.message_receiver, client.current_session_monitor)
        await asyncio.gather(*(task for task in serving if task is not None), return_exceptions=True)


async def _address(web: Web, app_token: str) -> str:
    """Where to connect to."""
    with told():
        opened = await web.client.apps_connections_open(app_token=app_token)
    address: str = opened["url"]
    return address


async def _let_in(call: Awaitable[Result], refused: str) -> Result:
    """What Slack answers at the start. Raises `UserError`, with `refused` where Slack does not take a token."""
    try:
        return await call
    except SlackRefused as error:
        raise UserError(refused.format(error.error)) from error
    except (NotSent, OutcomeUnknown) as error:
        raise UserError(UNREACHED.format(reason(error.__cause__ or error))) from error
