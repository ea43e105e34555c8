"""The port that a platform offers to what speaks first: rounds, timed posts, desks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from bot.chat.views import View


@dataclass(frozen=True, slots=True)
class Profile:
    """What a platform tells of a person."""

    name: str
    manages: bool = False
    zone: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """People whom a platform has put together under a name."""

    key: str
    """`platform:&id`."""
    name: str
    people: frozenset[str] | None = None
    """Who is in it; nothing where that comes with each event instead."""


class NotSent(Exception):
    """The message certainly did not arrive; trying again later may help. `wait` is in microseconds."""

    def __init__(self, why: str, *, wait: int = 0) -> None:
        super().__init__(why)
        self.wait = wait


class Unreachable(Exception):
    """The room or message is gone, or we may not write there: trying again will not help.

    Where people can mend it, `advice` is a sentence that tells them how.
    """

    def __init__(self, why: str, *, advice: str = "") -> None:
        super().__init__(why)
        self.advice = advice


class OutcomeUnknown(Exception):
    """The message may or may not have arrived (the connection broke after it was sent)."""


class NotReadable(Exception):
    """Swot may not read what was said in the room: nobody can tell whether a post stands there."""


class DeskRefused(Unreachable):
    """The person lets nobody send them direct messages."""


class AccountClosed(DeskRefused):
    """The person's account is closed: nothing will reach them any more, and they see nothing."""


@dataclass(frozen=True, slots=True)
class Direct:
    """The room of a person's direct messages."""

    person: str

    @property
    def key(self) -> str:
        """The key that tells where it lies."""
        return self.person


@dataclass(frozen=True, slots=True)
class Private:
    """A new private thread beside a room, with this person in it and nobody else."""

    person: str
    beside: str

    @property
    def key(self) -> str:
        """The key that tells where it lies."""
        return self.beside


@dataclass(frozen=True, slots=True)
class Below:
    """The thread of a message of ours, which is opened if it is not there yet; `name` is what it is called."""

    room: str
    message: str
    name: str

    @property
    def key(self) -> str:
        """The key that tells where it lies."""
        return self.room


Aside: TypeAlias = Direct | Private | Below


def desk_of(person: str) -> str:
    """A person's desk as a room of the outbox, before the platform is asked where it is."""
    return f"@{person}"


def thread_of(key: str) -> str:
    """The thread of the message with this key, as a room of the outbox."""
    return f">{key}"


def told_apart(person: str) -> str:
    """What tells a person's messages from others' in a message's key: it names nobody, in logs or elsewhere."""
    return hashlib.sha256(person.encode()).hexdigest()[:12]


class Platform(Protocol):
    """What Swot asks of a platform. Rooms and persons are keys such as `discord:42`."""

    @property
    def name(self) -> str:
        """The first part of this platform's keys."""
        ...

    @property
    def knows_nonces(self) -> bool:
        """Whether a post may be repeated under its nonce when nobody knows if it arrived: it then stands there once."""
        ...

    @property
    def has_private_threads(self) -> bool:
        """Whether whoever takes no direct messages can have a private thread for a desk."""
        ...

    @property
    def allowing(self) -> str:
        """How people let Swot send them direct messages, as a sentence for them."""
        ...

    @property
    def posts_a_second(self) -> int:
        """Messages a second that may be posted without anybody waiting for them, with room left for the others."""
        ...

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Post `view`; give the message's id. A nonce that is known to be posted gives the same message.

        Raises `NotSent`, `Unreachable` (on a desk `DeskRefused`) or `OutcomeUnknown`.
        """
        ...

    async def find_post(self, room: str, nonce: str, *, since: int) -> str | None:
        """The id of our own message that was posted under this nonce, at `since` or later (microseconds UTC).

        Nothing means that it surely is not there. Raises `NotReadable` where that can't be known, `NotSent` where it
        can't be known now, and otherwise as `post` does.
        """
        ...

    async def edit(self, room: str, message: str, view: View) -> None:
        """Put `view` in place of what the message showed. Raises as `post` does."""
        ...

    async def open(self, place: Aside) -> str:
        """The room of what lies aside of other rooms. Raises `DeskRefused` where that is known before anything is sent.

        Otherwise as `post` does. Direct messages and threads below a message are always the same room.
        """
        ...

    async def groups(self, space: str) -> tuple[Group, ...]:
        """The groups that people of a space may be in: Discord's roles, Slack's user groups. Raises as `post` does."""
        ...

    async def profile(self, person: str) -> Profile | None:
        """What the platform tells of the person; nothing if there is no such person. Raises as `post` does."""
        ...

    async def fetch(self, file: str, *, limit: int) -> bytes:
        """The content of a file that a person attached. Raises `UserError` over `limit` bytes."""
        ...
