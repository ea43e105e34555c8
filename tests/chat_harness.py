"""A class in a test: people say and press, time is moved by hand, and what appears comes back as text."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.sql import Select

from adapters.terminal.render import plain_line
from adapters.terminal.screen import Shown
from adapters.terminal.session import _duration
from adapters.terminal.transcript import transcript
from bot.chat import Action, Button, Event
from bot.chat.written import split_options
from bot.clock import SECOND, SteppedClock
from bot.errors import UserError
from bot.main import App, Settings
from bot.storage.database import Database
from bot.storage.tables import marks, responses
from tests.listening import LISTENERS
from tests.stages import open_stage
from tests.stages.stage import CannotBeTyped, Stage

OnStage = TypeVar("OnStage", bound=Stage)

MONDAY = round(datetime(2026, 11, 30, 8, tzinfo=UTC).timestamp()) * SECOND
"""When tests begin: a Monday in term."""


@dataclass(slots=True)
class Installation:
    """What a test installs Swot with."""

    url: str
    packs: tuple[Path, ...]
    seed: int = 1
    start: int = MONDAY
    platform: str = "terminal"
    rooms: tuple[object, ...] = ()

    def clock(self) -> SteppedClock:
        """A clock that stands where tests begin."""
        return SteppedClock(self.start)

    def settings(self, clock: SteppedClock) -> Settings:
        """The settings of one process."""
        return Settings(self.url, self.packs, None, clock, Random(self.seed), rooms=self.rooms)

    @staticmethod
    def migrate(url: str) -> None:
        """Give a database its tables."""

        async def migrated() -> None:
            await (await Database.open(url, SteppedClock(MONDAY))).close()

        asyncio.run(migrated())


class Chat:
    """People who talk to Swot in one room."""

    def __init__(
        self,
        installation: Installation,
        app: App,
        clock: SteppedClock,
        stage: Stage,
        shown: list[Shown],
        shown_at: list[int],
    ) -> None:
        self._installation = installation
        self.app = app
        self.clock = clock
        self.shown = shown
        self.shown_at = shown_at
        self.session = stage
        self._since = 0
        """How much had appeared before the last thing that somebody did."""

    @classmethod
    async def open(cls, installation: Installation) -> Chat:
        """Start Swot and let people in."""
        clock = installation.clock()
        app = await App.open(installation.settings(clock))
        try:
            return await cls.beside(installation, app, clock, installation.platform)
        except BaseException:
            await app.close()
            raise

    @classmethod
    async def beside(cls, installation: Installation, app: App, clock: SteppedClock, platform: str) -> Chat:
        """Let people on a platform talk to a Swot that has started."""
        shown, shown_at = [], []

        def show(what: Shown) -> None:
            shown.append(what)
            shown_at.append(clock.now())

        stage = await open_stage(platform, app, show)
        chat = cls(installation, app, clock, stage, shown, shown_at)
        for listener in LISTENERS:
            listener.chats.append(chat)
        return chat

    def on(self, kind: type[OnStage]) -> OnStage:
        """The stage from behind, as that platform's."""
        assert isinstance(self.session, kind)
        return self.session

    async def close(self) -> None:
        """Stop Swot, and send everybody home."""
        await self.session.leave()
        await self.app.close()
        await self.session.close()

    async def restart(self) -> None:
        """Stop Swot and start it again on what it left behind; people's screens stay as they are."""
        await self.session.leave()
        await self.app.close()
        self.app = await App.open(self._installation.settings(self.clock))
        await self.session.enter(self.app)
        await self.session.settle()

    async def say(self, person: str, command: str, **options: Any) -> str:
        """A person gives a command; what appears comes back."""
        words = " ".join([command, *(f'{name}:"{value}"' for name, value in options.items())])
        for listener in LISTENERS:
            listener.wrote(self._texts_in(words))
        return await self._told(self.session.say(person, words))

    def attach(self, person: str, name: str, data: bytes) -> str:
        """A person has a file at hand; its name, to be given as an option or written into a form.

        So a file is given in one line on every platform: `say("maya", "/file count", file=attach("maya", "a", b"…"))`.
        Where a command can't carry it, it is attached in the form that opens, and the form is not shown.
        """
        return self.session.attach_file(person, name, data)

    def given(self, person: str) -> tuple[str, bytes]:
        """The newest file that Swot gave a person: its name, and what is in it."""
        shown = next(shown.file for shown in reversed(self.shown) if shown.file and shown.where == person)
        return Path(shown).name, self.session.given(shown)

    def delete_file(self, person: str, name: str) -> None:
        """A file that somebody attached is gone."""
        self.session.delete_file(person, name)

    async def press(self, person: str, label: str) -> str:
        """A person presses a button by its name, or the beginning of it."""
        return await self._told(self.session.press(person, label))

    async def press_action(self, person: str, address: str) -> str:
        """A person presses a button that the screen does not show."""
        return await self._told(self.session.press_action(person, Action(address)))

    async def write(self, person: str, *entries: str) -> str:
        """A person fills in the form they have open and sends it."""
        for listener in LISTENERS:
            listener.wrote(entries)

        async def written() -> None:
            for words in entries:
                await self.session.fill(person, words)

        return await self._told(written())

    async def line(self, typed: str) -> str:
        """Somebody types a line as at the terminal."""
        return await self._told(self.session.line(typed))

    async def wait(self, duration: str) -> str:
        """Time passes: `20s`, `5m`, `2h`, `3d`."""
        return await self._told(self.session.wait(_duration(duration)))

    async def redeliver(self) -> str:
        """The platform delivers the last event again; what it was answered with comes back.

        Where the platform refuses a second answer and shows nothing, that is what the person was shown the first time.
        """
        since = len(self.shown)
        if await self.session.redeliver():
            return self.text_since(since)
        assert self.shown[since:] == []
        return self._lines([shown for shown in self.shown[self._since :] if shown.kind in ("note", "form")])

    async def home(self, person: str) -> str:
        """A person opens Swot's page."""
        return await self._told(self.session.open_home(person))

    def edited_at(self, since: int) -> list[int]:
        """When messages were edited, among what has appeared `since` so many things had; microseconds UTC."""
        appeared = zip(self.shown[since:], self.shown_at[since:], strict=True)
        return [at for shown, at in appeared if shown.kind == "edit"]

    def actions(self, label: str) -> list[str]:
        """The addresses behind every button on the screen whose label begins like this."""
        views = [message.view for message in self.session.screen.messages]
        controls = [control for view in views for control in view.controls if isinstance(control, Button)]
        return [control.action.address for control in controls if control.label.startswith(label)]

    async def marks(self, person: str) -> list[str]:
        """What of a person's answers was marked, in order; several parts joined by a comma."""
        found = select(responses.c.given).join(marks, marks.c.response == responses.c.seq)
        mine = found.where(marks.c.person == self.session.key(person)).order_by(responses.c.seq)
        return [", ".join(json.loads(row.given)) for row in await self.rows(mine)]

    async def points(self, person: str) -> int:
        """The hundredths that a person's marks make, all told, whatever of them counts on the leaderboard."""
        earned = select(func.coalesce(func.sum(marks.c.earned + marks.c.bonus), 0))
        return int((await self.rows(earned.where(marks.c.person == self.session.key(person), marks.c.counts)))[0][0])

    async def worth(self, person: str) -> int:
        """The hundredths that a person's marks count on the leaderboard, all told."""
        counted = select(func.coalesce(func.sum(marks.c.worth), 0)).where(marks.c.person == self.session.key(person))
        return int((await self.rows(counted))[0][0])

    async def count(self, table: Any) -> int:
        """How many rows a table has."""
        return int((await self.rows(select(func.count()).select_from(table)))[0][0])

    def secrets(self) -> list[str]:
        """What no line of the log may tell: names and keys of the people here, and what lets Swot in."""
        people = self.session.screen.people
        keys = [key for name in people if (key := self.session.known_key(name))]
        return [*(profile.name for profile in people.values()), *keys, *self.session.tokens()]

    def bytes_kept(self) -> bytes:
        """Every byte of the database's files, where they are files of the test's own."""
        path = Path(self._installation.url.removeprefix("sqlite:///"))
        return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))

    async def rows(self, query: Select[Any]) -> list[Any]:
        """What a query finds."""

        def find(tx: Connection) -> list[Any]:
            return list(tx.execute(query).all())

        return await self.app.database.read(find)

    def _texts_in(self, words: str) -> list[str]:
        """What somebody writes in the options of a command that take any words."""
        try:
            handler, rest = self.app.registry.command(words)
            given = split_options(handler.parameters, rest)
        except UserError:
            return []
        return [str(given[one.name]) for one in handler.parameters if one.kind == "text" and one.name in given]

    def by(self, person: str) -> Event:
        """A bare event of a person, for calling a service directly."""
        return Event(**self.session._by(person))

    async def _told(self, happening: Any) -> str:
        since = len(self.shown)
        try:
            await happening
        except CannotBeTyped as error:
            pytest.skip(f"there, nobody can: {str(error)[:100]}")
        self._since = since
        return self.text_since(since)

    def text_since(self, since: int) -> str:
        """What has appeared since so many things had."""
        return self._lines(self.shown[since:])

    def _lines(self, appeared: list[Shown]) -> str:
        lines = [line for shown in appeared for line in transcript(shown, self.clock.now())]
        return "\n".join(plain_line(line).rstrip() for line in lines)
