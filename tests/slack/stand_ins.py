"""What stands in for Slack and for the core where only the adapter between them is looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from adapters.inhand import InHand
from adapters.slack.answers import Answers, Installation
from adapters.slack.people import People
from adapters.slack.pictures import Pictures
from adapters.slack.rich import Json
from adapters.slack.sending import Sending
from bot.chat import Answer, AnyEvent
from bot.clock import SteppedClock
from tests.slack.recorded import AT, TEAM

USER = {"name": "maya.b", "profile": {"display_name": "Maya"}, "tz": "Europe/London", "locale": "en-GB"}


class RecordingWeb:
    """Takes down what Slack is sent, and answers as it is told to."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Json]] = []
        self.failing: dict[str, list[Exception]] = {}
        """What the next calls of a method raise."""
        self.used_up = False
        """Whether response URLs take nothing more."""
        self.answers: dict[str, list[Json]] = {}
        """What the next calls of a method answer."""
        self.users: dict[str, Json] = {}

    async def call(self, method: str, **arguments: Any) -> Json:
        """A method with JSON."""
        self._take(method, arguments)
        usual = {"ok": True, "ts": "1.1", "view": {"id": "V0OPENED01"}, "channel": {"id": "D0MAYA0001"}}
        return self._answer(method, usual)

    async def ask(self, method: str, **arguments: Any) -> Json:
        """A method with parameters."""
        self._take(method, arguments)
        return self._answer(method, {"ok": True, "user": self.users.get(arguments.get("user", ""), USER)})

    async def respond(self, url: str, message: Json) -> bool:
        """A response URL."""
        self._take(url, message)
        return not self.used_up

    async def upload(self, url: str, data: bytes) -> None:
        """An address for a file."""
        self._take(url, {"data": data})

    async def download(self, url: str, limit: int) -> bytes:
        """A file."""
        self._take(url, {"limit": limit})
        return b"a,b"

    def to(self, target: str) -> list[Json]:
        """What one method or address was sent."""
        return [what for name, what in self.sent if name == target]

    def _answer(self, method: str, usual: Json) -> Json:
        return self.answers[method].pop(0) if self.answers.get(method) else usual

    def _take(self, target: str, what: Json) -> None:
        self.sent.append((target, what))
        if self.failing.get(target):
            raise self.failing[target].pop(0)


class Core:
    """Answers as it is told to, at once or when it is let."""

    def __init__(self) -> None:
        self.clock = SteppedClock(AT)
        self.answer: Answer | None = None
        self.declares = "note"
        self.events: list[AnyEvent] = []
        self.go = asyncio.Event()
        self.go.set()
        self.registry = SimpleNamespace(declared=lambda _: self.declares)

    async def handle(self, event: AnyEvent) -> Answer | None:
        """The answer."""
        self.events.append(event)
        await self.go.wait()
        return self.answer


class Desk:
    """The adapter between them."""

    def __init__(self) -> None:
        self.web: Any = RecordingWeb()
        self.core: Any = Core()
        self.in_hand = InHand()
        self.people = People(self.web, self.core.clock)
        sending = Sending(self.web, Pictures(self.web, self.core.clock), self.core.clock)
        self.answers = Answers(self.core, self.people, sending, self.in_hand, Installation(TEAM))

    async def delivered(self, body: Json) -> Json:
        """Deliver a payload; give its acknowledgement once everything is answered."""
        acknowledgement = await self.answers.take(body)
        await self.in_hand.settled()
        return acknowledgement

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let the loop turn until something holds."""
        for _ in range(100):
            if holds():
                return
            await asyncio.sleep(0)
        raise AssertionError("that never came to hold")
