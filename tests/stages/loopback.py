"""What the stages on loopback platforms have in common: real adapters, real libraries, and screens that mirror them."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Protocol

from adapters.terminal.screen import IN_A_THREAD, Message, Shown
from adapters.terminal.session import Session, _Filling
from bot.chat import Action, Answer, AnyEvent, Entry, Form, Option, Place, Profile, Run, Text, View
from bot.chat.events import Room
from bot.chat.parameters import choices_of
from bot.main import App
from tests.stages.mirror import Mirror
from tests.stages.stage import CannotBeTyped

NO_FILES: Mapping[str, bytes] = MappingProxyType({})
PATIENCE = 10.0
"""Seconds of real time after which a test gives up on what should come at once."""


class Adapter(Protocol):
    """What every adapter of a chat platform offers."""

    async def start(self) -> None:
        """Connect and listen."""
        ...

    async def settled(self) -> None:
        """Wait until nothing is in hand."""
        ...

    async def close(self) -> None:
        """Finish what is in hand and let go."""
        ...


class LoopbackStage(Session, ABC):
    """People at their clients, a platform on loopback, an adapter on its real library."""

    platform: str
    screen: Mirror
    adapter: Adapter

    def __init__(self, app: App, show: Callable[[Shown], None]) -> None:
        super().__init__(app, show, screen=Mirror(app.clock, show))
        self._channels: dict[str, str] = {}
        self._users: dict[str, str] = {}
        """The platform's own ids, by the names that dialogues use."""
        self._files: dict[tuple[str, str], str] = {}
        """What each person has attached, by the names that dialogues use: the platform's own ids or addresses."""
        self._given: dict[str, bytes] = {}
        """What is in the files that Swot gave people, by name."""
        self.acted: list[str] = []
        """Whatever took effect in a message: mark-up, mentions, links. There is to be nothing."""
        self.arrived = 0
        self.handled = 0
        self.answers: dict[str, Answer | None] = {}
        """What each delivery was last answered with."""

    # Swot comes and goes

    async def enter(self, app: App) -> None:
        """Swot starts, on the platform as it stands."""
        self._app = app
        handle = app.handle

        async def noting(event: AnyEvent) -> Answer | None:
            self.last = event
            self.arrived += 1
            try:
                answer = await handle(event)
                self.answers[event.delivery] = answer
                return answer
            finally:
                self.handled += 1

        app.handle = noting  # type: ignore[method-assign]
        self.adapter = self.make_adapter(app)
        await self.adapter.start()

    async def leave(self) -> None:
        """Swot stops."""
        await self.adapter.close()

    @abstractmethod
    def make_adapter(self, app: App) -> Adapter:
        """A new adapter, as a new process has it."""

    # What people do

    async def press(self, person: str, label: str) -> None:
        """A person presses what is called `label`, or chooses it."""
        message, action, values = self.screen.find(person, self._room().key, label)
        await self.press_on(person, message, action, values)

    async def press_action(self, person: str, action: Action, message: Message | None = None) -> None:
        """A person presses a control that is not on the screen, of the newest message that they see in the room."""
        here = self._room().key
        seen = [found for found in self.screen.seen_by(person, here) if found.room == here]
        await self.press_on(person, message or (seen[0] if seen else None), action, ())

    @abstractmethod
    async def press_on(self, person: str, message: Message | None, action: Action, values: tuple[str, ...]) -> None:
        """A person presses a control of a message, or of one that is gone."""

    def attach_file(self, person: str, name: str, data: bytes) -> str:
        """A person has a file at hand; its name."""
        self._files[person, name] = self.upload(self._user(person), name, data)
        return name

    @abstractmethod
    def upload(self, user: str, name: str, data: bytes) -> str:
        """A person picks a file in their client; what the platform knows it by."""

    def picked(self, person: str, entry: Entry, name: str) -> str:
        """What the file is known by that a person picks for an entry; empty: they pick none."""
        if name and (person, name) not in self._files:
            raise CannotBeTyped("a file is picked, not written")
        if name and entry.endings and name.rpartition(".")[2] not in entry.endings:
            raise CannotBeTyped(f"the client offers only files that end in {entry.endings}")
        return self._files[person, name] if name else ""

    def drop_form(self, person: str) -> None:
        """A person closes the form."""
        self._forms.pop(person, None)

    def form_opened(self, person: str, form: Form) -> None:
        """A form stands on a person's screen."""
        self._forms[person] = _Filling(form, None)
        self.screen.open_form(person, form)

    def fits(self, entry: Entry, words: str) -> None:
        """Hold what is written to what the client's own field takes."""
        if not entry.options and not entry.person and len(words) > entry.most:
            raise CannotBeTyped(f"the field takes {entry.most} characters, and no more")

    async def suggest(self, person: str, command: str, option: str, typed: str) -> tuple[Option, ...]:
        """What an option could be; fixed values are listed by the client itself."""
        known = self._app.registry.commands
        declared = [one for one in known[command].parameters if one.name == option] if command in known else []
        if not declared:
            return ()
        if not declared[0].suggested:
            return choices_of(declared[0], typed)
        return await self.suggested(person, command, option, typed)

    @abstractmethod
    async def suggested(self, person: str, command: str, option: str, typed: str) -> tuple[Option, ...]:
        """What Swot suggests for an option while it is typed."""

    async def lose_room(self, *, silently: bool = False) -> None:
        """The room is deleted; `silently`: without the platform telling."""
        before = self.handled
        self.delete_channel(self._channels.pop(self.room), silently=silently)
        if not silently:
            await self.answered(before, "the notice")

    # Who and where

    def key(self, name: str) -> str:
        """The core's key of a person or room that goes by this name."""
        return self.key_of(self._channels[name] if name in self._channels else self._user(name))

    def known_key(self, name: str) -> str:
        """The core's key of a person who has been here; empty if they haven't."""
        return self.key_of(self._users[name]) if name in self._users else ""

    @abstractmethod
    def tokens(self) -> list[str]:
        """What lets Swot in on the platform, or answer there."""

    @abstractmethod
    def key_of(self, id: str) -> str:
        """The core's key of what has this id on the platform."""

    @abstractmethod
    def room_named(self, name: str) -> Room:
        """A room as the adapter tells the core of it."""

    @abstractmethod
    def add_channel(self, name: str) -> str:
        """A new channel; its id."""

    @abstractmethod
    def delete_channel(self, id: str, *, silently: bool) -> None:
        """A channel is gone, and unless `silently` the app is told."""

    @abstractmethod
    def add_user(self, name: str, profile: Profile) -> tuple[str, str]:
        """A new person; their id, and that of their direct messages with Swot."""

    @abstractmethod
    def rename(self, id: str, name: str) -> None:
        """A person is called something else from now on."""

    def _channel(self, name: str) -> str:
        if name not in self._channels:
            self._channels[name] = self.add_channel(name)
        return self._channels[name]

    def _user(self, person: str) -> str:
        name = self._person(person)
        profile = self.screen.people[name]
        if name in self._users:
            self.rename(self._users[name], profile.name)
        else:
            self._users[name], desk = self.add_user(name, profile)
            self.screen.desks[name] = self.key_of(desk)
        return self._users[name]

    def _person_id(self, value: str) -> str:
        """What a person picked in the client's list of people is sent as; empty: nobody."""
        name = value.removeprefix("@").removeprefix("terminal:")
        if name and name not in self.screen.people:
            raise CannotBeTyped(f"the list of people has no {name[:20]}")
        return self._user(name) if name else ""

    def _name_of(self, id: str) -> str:
        """What dialogues call the person with this id; empty: nobody."""
        return next((name for name, known in self._users.items() if known == id), "")

    def given(self, shown: str) -> bytes:
        """What is in a file that stands on somebody's screen."""
        return self._given[shown]

    def show(
        self,
        id: str,
        channel: str,
        view: View,
        *,
        only: str = "",
        files: Mapping[str, bytes] = NO_FILES,
        thread: bool = False,
    ) -> None:
        """A message appears, or changes, on people's screens, with the files that it shows; perhaps in a thread."""
        room = self.key_of(channel)
        name = next((name for name, known in self._channels.items() if known == channel), "")
        desk = next((person for person, key in self.screen.desks.items() if key == room), "")
        view = replace(view, text=self._by_name(view.text))
        self._given.update(files)
        file = ", ".join(files)
        where = f"{name or desk}{IN_A_THREAD}" if thread else name or desk
        self.screen.appear(id, room, view, name=where, only=only, desk=bool(desk), file=file)

    def _by_name(self, text: Text) -> Text:
        """The text with every room by the name that dialogues use."""
        names = {self.key_of(id): name for name, id in self._channels.items()}
        return tuple(Run(f"#{names.get(part.room, 'thread')}") if isinstance(part, Place) else part for part in text)

    def _room(self) -> Room:
        return self.room_named(self.room)

    def _by(self, person: str) -> dict[str, Any]:
        found = super()._by(person)
        return {**found, "person": self.key(person), "delivery": f"{self.platform}:{found['delivery']}"}

    # How it is waited for

    @abstractmethod
    def acknowledged(self) -> bool:
        """Whether the platform has been told that the last event has arrived."""

    async def until(self, true: Callable[[], object], what: str) -> None:
        """Wait until something that is on its way has arrived."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not true():
                    await asyncio.sleep(0.0005)
        except TimeoutError:
            raise AssertionError(f"{what}: it never came") from None

    async def answered(self, before: int, what: str) -> None:
        """Wait until one more event than `before` has been answered, and what comes of it is done."""
        await self.until(lambda: self.handled > before, what)
        await self.adapter.settled()
        await self.settle()
