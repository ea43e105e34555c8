"""A school's workspace: a loopback Slack, the real adapter on the real Bolt, and an app with a room of the test's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from adapters.slack import SlackAdapter, SlackSettings
from bot.chat import Action, Answer, Button, Platform, Reply, View, prose
from bot.clock import SECOND, Alarm, SteppedClock
from bot.main import App, Settings
from tests.loopback.slack import Call, LoopbackSlack, Message, OpenView, Request
from tests.slack.recorded import AT
from tests.slack.told import Told

PATIENCE = 10.0
"""Seconds of real time after which a test gives up on what should come at once."""
USES = 5
"""How often Slack takes something at one response_url."""


async def until(holds: Callable[[], object]) -> None:
    """Let the loop turn until something holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0)


class NotingClock(SteppedClock):
    """A clock moved by hand that notes how long it was asked to wait."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.waits: list[int] = []

    def ring(self, after: int, call: Callable[[], None]) -> Alarm:
        """Have `call` called when the clock has been moved so far."""
        self.waits.append(after)
        return super().ring(after, call)

    def pass_by(self, duration: int) -> None:
        """Go forward by so many microseconds."""
        self.move_to(self.now() + duration)


class School:
    """Maya, a channel, and Swot with a room whose answers the test sets."""

    def __init__(self, app: App, told: Told, clock: NotingClock, slack: LoopbackSlack) -> None:
        self.app = app
        self.told = told
        self.clock = clock
        self.slack = slack
        self.adapter = SlackAdapter(app, SlackSettings(slack.bot_token, slack.app_token, base_url=slack.url))
        self.maya = slack.add_user("maya.b", display_name="Maya")
        self.history = slack.add_channel("history")

    @classmethod
    @asynccontextmanager
    async def open(cls, database_url: str) -> AsyncIterator[School]:
        """Everything, connected. In the end Slack must have liked all that it was sent."""
        clock, told = NotingClock(AT), Told()
        app = await App.open(Settings(database_url, packs=(), clock=clock, rooms=(told,)))
        try:
            async with LoopbackSlack(clock) as slack:
                school = cls(app, told, clock, slack)
                await school.adapter.start()
                yield school
                told.go.set()
                async with asyncio.timeout(PATIENCE):
                    await school.adapter.close()
        finally:
            await app.close()
        assert slack.violations == []

    @property
    def platform(self) -> Platform:
        """The port."""
        return self.app.platforms["slack"]

    def key(self, id: str) -> str:
        """The core's key of a person or room."""
        return f"slack:{self.slack.team_id}.{id}"

    # What people do

    async def command(self, words: str) -> Request:
        """Maya gives a command in the channel."""
        command, _, text = words.partition(" ")
        return await self.slack.command(self.maya, self.history, command, text)

    async def press(self, action: str, on: Message | OpenView | None = None) -> Request:
        """Maya presses a button; of a message in the channel, if nothing else is said."""
        words = {"type": "plain_text", "text": "Go on"}
        button = {"type": "actions", "elements": [{"type": "button", "action_id": action, "text": words}]}
        return await self.slack.press(self.maya, on or self.slack.old_message(self.history, [button]), action)

    async def note(self, action: str) -> Message:
        """Maya has a note with a button."""
        self.told.answer = Reply(View(prose("Look"), controls=(Button("Go on", Action(action)),)))
        await self.answered(await self.command("/tell note"))
        return self.slack.notes(self.maya)[-1]

    async def form(self, form: Answer, on: Message | None = None) -> tuple[OpenView, Request]:
        """Maya has a form in front of her; and what opened it."""
        self.told.answer = form
        pressed = await self.press("tell.form", on)
        await self.answered(pressed)
        view = self.slack.modal(self.maya)
        assert view is not None
        return view, pressed

    # How it is waited for

    async def answered(self, request: Request) -> Any:
        """What it was acknowledged with in time, once everything is done."""
        acknowledgement = await self.acknowledged(request)
        await self.settled()
        assert request.errors == []
        return acknowledgement

    async def acknowledged(self, request: Request) -> Any:
        """What it was acknowledged with; nothing if that was bare."""
        async with asyncio.timeout(PATIENCE):
            return await request.acknowledged

    async def settled(self) -> None:
        """Wait until Swot has answered all that came."""
        async with asyncio.timeout(PATIENCE):
            await self.adapter.settled()

    async def held(self, sending: Awaitable[Request]) -> Request:
        """Something that is sent, and has come into the room, which keeps it waiting."""
        self.told.go.clear()
        before = len(self.told.events)
        request = await sending
        await until(lambda: len(self.told.events) > before)
        return request

    async def let_go(self, request: Request) -> Any:
        """What was held is answered: what it was acknowledged with."""
        self.told.go.set()
        return await self.answered(request)

    async def deferred(self, sending: Awaitable[Request], after: int) -> Any:
        """What is acknowledged `after` so many microseconds in which the room has said nothing; then it does."""
        request = await self.held(sending)
        self.clock.pass_by(after)
        await self.acknowledged(request)
        return await self.let_go(request)

    async def slow_form(self) -> Request:
        """Maya presses for a form that takes long, and a modal that waits for it is before her."""
        request = await self.held(self.press("tell.form"))
        self.clock.pass_by(2 * SECOND)
        await self.acknowledged(request)
        await until(lambda: self.slack.modal(self.maya))
        return request

    async def speak_from_elsewhere(self) -> Any:
        """Somebody gives a command in another workspace, and opens Swot's page there; what the command is answered."""
        command = self.slack.clients.command(self.maya, self.history, "/tell", "note")
        command.payload["team_id"] = "T0STRANGE1"
        answer = await (await self.slack._send(command)).acknowledged
        opened = self.slack.clients.event(self.maya, {"type": "app_home_opened", "user": self.maya, "tab": "home"})
        opened.payload |= {"team_id": "T0STRANGE1", "authorizations": [{"team_id": "T0STRANGE1"}]}
        await (await self.slack._send(opened)).acknowledged
        await self.settled()
        return answer

    # What comes of it

    def responses(self, request: Request) -> list[Call]:
        """What was sent to the address that came with this, which is all that was sent to any."""
        calls = self.slack.calls("response_url")
        assert request.hook is not None
        assert request.hook.uses == len(calls)
        return calls

    def notes(self) -> list[str]:
        """What only Maya reads."""
        return [note.text for note in self.slack.notes(self.maya)]

    def messages(self, channel: str = "") -> list[str]:
        """What stands in a channel."""
        return [message.text for message in self.slack.messages(channel or self.history)]
