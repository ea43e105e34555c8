"""The port that a platform offers to what speaks first: rounds, timed posts, desks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.chat.views import View
from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform tells of a person."""

    name: str
    manages: bool = False
    zone: str = ""
    locale: str = ""


class NotSent(Exception):
    """The message certainly did not arrive; trying again later may help. `wait` is in microseconds."""

    def __init__(self, why: str, *, wait: int = 0) -> None:
        super().__init__(why)
        self.wait = wait


class Unreachable(Exception):
    """The room or message is gone, or we may not write there: trying again will not help."""


class OutcomeUnknown(Exception):
    """The message may or may not have arrived (the connection broke after it was sent)."""


class DeskRefused(UserError):
    """The person lets nobody send them direct messages."""


class Platform(Protocol):
    """What Swot asks of a platform. Rooms and persons are keys such as `discord:42`."""

    @property
    def name(self) -> str:
        """The first part of this platform's keys."""
        ...

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Post `view`; give the message's id. The same nonce soon after gives the same message, where possible.

        Raises `NotSent`, `Unreachable` or `OutcomeUnknown`.
        """
        ...

    async def edit(self, room: str, message: str, view: View) -> None:
        """Put `view` in place of what the message showed. Raises as `post` does."""
        ...

    async def desk(self, person: str) -> str:
        """The room of the person's direct messages. Raises `DeskRefused`."""
        ...

    async def profile(self, person: str) -> Profile | None:
        """What the platform tells of the person; nothing if there is no such person."""
        ...

    async def fetch(self, file: str, *, limit: int) -> bytes:
        """The content of a file that a person attached. Raises `UserError` over `limit` bytes."""
        ...
