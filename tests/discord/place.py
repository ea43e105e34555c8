"""A school on a loopback Discord with Swot in it: the real core, the real adapter, the real discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Literal

from sqlalchemy import Connection

from adapters.discord import DiscordAdapter, DiscordSettings
from bot.chat import Platform, View, prose
from bot.clock import MINUTE, SECOND
from bot.main import App, Settings
from bot.storage import outbox
from tests.discord.told import Told
from tests.loopback.discord.interactions import Callback, Interaction
from tests.loopback.discord.trying import School, button, page, row

PATIENCE = 5.0
"""Seconds of real time after which what should come at once is given up."""
BUTTONS = {"note": "told.note", "post": "told.post", "edit": "told.edit", "form": "told.form:k2:1"}
"""What stands on the message `Press`: a button for each kind of answer that a press is declared to get."""
COMMANDS = {"note": "say note", "post": "announce", "edit": "say edit", "form": "say form", "home": "say home"}
"""A command for each kind of answer that one is declared to get."""
Pressed = Literal["note", "post", "edit", "form"]
Commanded = Literal["note", "post", "edit", "form", "home"]


class Place:
    """A school on Discord, and Swot with one room more."""

    app: App
    adapter: DiscordAdapter
    told: Told

    def __init__(self, school: School, database_url: str) -> None:
        self.school = school
        self.discord = school.discord
        self.message: dict[str, Any] = {}
        """The message that is pressed, for everybody in the channel."""
        self._database_url = database_url

    @classmethod
    @asynccontextmanager
    async def open(cls, database_url: str) -> AsyncIterator[Place]:
        """Start both; at the end nothing may have been wrong with any request."""
        async with School.open() as school:
            place = cls(school, database_url)
            with school.discord.in_use():
                await place.enter(Told())
                buttons = (button(address, kind) for kind, address in BUTTONS.items())
                place.message = (await school.post(page("Press", row(*buttons)))).body
                yield place
                await place.leave()
            assert school.discord.violations == []

    async def enter(self, told: Told) -> None:
        """Swot starts, as a new process does."""
        self.told = told
        settings = Settings(self._database_url, packs=(), clock=self.school.clock, rooms=(told,))
        self.app = await App.open(settings)
        self.adapter = DiscordAdapter(self.app, DiscordSettings(self.discord.token))
        await self.adapter.start()

    async def leave(self) -> None:
        """Swot stops."""
        self.told.go.set()
        await self.adapter.close()
        await self.app.close()

    @property
    def platform(self) -> Platform:
        """The port."""
        return self.app.platforms["discord"]

    # What people do

    async def press(self, declared: Pressed = "note") -> Interaction:
        """Maya presses the button that gets this kind of answer."""
        return await self.discord.press(self.school.maya, self.message, BUTTONS[declared])

    async def command(self, declared: Commanded = "post") -> Interaction:
        """Maya gives the command that gets this kind of answer."""
        return await self.discord.command(self.school.maya, self.school.channel, COMMANDS[declared])

    async def suggest(self) -> Interaction:
        """Maya types an option."""
        return await self.discord.suggest(self.school.maya, self.school.channel, "say round", "topic", "coll")

    # What Swot says first

    async def queue(self, *words: str, channel: str = "", key: str = "", bulk: bool = False) -> None:
        """Have something said in a channel, one after the other; under the same key in place of what was said."""
        room, now = f"discord:{channel or self.school.channel}", self.school.clock.now()

        def put(tx: Connection) -> None:
            for said in words:
                outbox.post(tx, key or said, room, View(prose(said)), now, bulk=bulk)
                outbox.edit(tx, key or said, View(prose(said)), now)

        await self.app.database.write(put)

    async def carry(self, seconds: float = 0) -> None:
        """The courier carries what there is to carry, for a while."""
        end = self.school.clock.now() + round(seconds * SECOND)
        await self.app.dispatcher.run()
        while (upcoming := await self.app.dispatcher.next_at()) is not None and upcoming <= end:
            self.school.clock.move_to(max(upcoming, self.school.clock.now()))
            await self.app.dispatcher.run()
        self.school.clock.move_to(end)

    # What comes of it

    async def answered(self, it: Interaction) -> Callback:
        """The first answer; nothing is in hand any more."""
        callback = await asyncio.wait_for(it.answered, PATIENCE)
        await self.adapter.settled()
        return callback

    async def slowly(self, it: Interaction) -> Callback:
        """The first answer to what the core takes more than two seconds over; call `go` for the rest."""
        await self.until(lambda: bool(self.told.events))
        self.school.wait(2)
        return await asyncio.wait_for(it.answered, PATIENCE)

    async def go(self) -> None:
        """The core answers what it was slow with."""
        self.told.go.set()
        await self.adapter.settled()

    def token_expires(self) -> None:
        """What follows a first answer has fifteen minutes; they go by."""
        self.school.clock.move_to(self.school.clock.now() + 16 * MINUTE)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until what is on its way has arrived."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await asyncio.sleep(0.001)

    def sent(self, method: str, ending: str) -> list[int]:
        """The statuses of the requests whose path ends so; 0: the connection was cut before."""
        return [
            one.status for one in self.discord.requests if (one.method, one.path.endswith(ending)) == (method, True)
        ]

    def shown(self, channel: str = "") -> list[str]:
        """What everybody sees in the channel, as text."""
        return [self.discord.view_of(one).spoken for one in self.discord.messages(channel or self.school.channel)]

    def noted(self) -> list[str]:
        """Maya's notes, as text."""
        return [self.discord.view_of(one).spoken for one in self.discord.notes(self.school.maya)]
