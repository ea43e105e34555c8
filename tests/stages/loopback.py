"""What the stages on loopback platforms have in common: real adapters, real libraries, and screens that mirror them."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Protocol

from adapters.terminal.screen import Message, Shown
from adapters.terminal.session import Session, _Filling, _mentions
from bot.chat import Action, Answer, AnyEvent, Entry, Form
from bot.chat.events import Room
from bot.main import App
from tests.stages.mirror import Mirror
from tests.stages.stage import CannotBeTyped

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

    # What the core calls them

    @abstractmethod
    def key(self, name: str) -> str:
        """The core's key of a person or room that goes by this name."""

    @abstractmethod
    def room_named(self, name: str) -> Room:
        """A room as the adapter tells the core of it."""

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


def named(words: str, key: Callable[[str], str]) -> str:
    """Words in which every `@name` is the key that the platform knows the person by."""
    marked = _mentions(words)
    for name in {part.split()[0] for part in marked.split("@terminal:")[1:] if part}:
        marked = marked.replace(f"@terminal:{name}", f"@{key(name.strip(chr(34)))}")
    return marked
