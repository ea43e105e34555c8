"""What a dialogue asks of the place where it is played."""

from __future__ import annotations

from typing import Literal, Protocol

from adapters.terminal.screen import Screen
from bot.chat import Action, AnyEvent, Option, Room
from bot.main import App

Trouble = Literal["busy", "down", "lost", "arrived", "broken"]
"""The platform says to come later; it is down; the connection breaks before or after the message arrived; a fault of a
kind that nobody expects."""


class CannotBeTyped(Exception):
    """A command that the platform's own client lets nobody type."""


class Stage(Protocol):
    """People on a platform, one room at a time, and Swot."""

    platform: str
    screen: Screen
    room: str
    last: AnyEvent | None

    def key(self, name: str) -> str:
        """The core's key of a person or room that goes by this name."""
        ...

    def known_key(self, name: str) -> str:
        """The core's key of a person who has been here; empty if they haven't."""
        ...

    def tokens(self) -> list[str]:
        """What lets Swot in on the platform, or answer there."""
        ...

    async def enter(self, app: App) -> None:
        """Swot starts: the `App` is new, the people's screens are as they were."""
        ...

    async def leave(self) -> None:
        """Swot stops; the platform and its people go on."""
        ...

    async def close(self) -> None:
        """Everybody goes home."""
        ...

    async def say(self, person: str, words: str) -> None:
        """A person types a command."""
        ...

    def attach_file(self, person: str, name: str, data: bytes) -> str:
        """A person has a file at hand; its name, which options and entries that take a file are filled in with."""
        ...

    def delete_file(self, person: str, name: str) -> None:
        """A file that somebody attached is gone."""
        ...

    def given(self, shown: str) -> bytes:
        """What is in a file that somebody was given, by what the screen calls it."""
        ...

    async def press(self, person: str, label: str) -> None:
        """A person presses what is called `label`, or chooses it."""
        ...

    async def press_action(self, person: str, action: Action) -> None:
        """A person presses a control that the screen no longer shows."""
        ...

    async def fill(self, person: str, words: str) -> None:
        """A person writes the next entry of the form they have open; the last one sends it."""
        ...

    def has_form(self, person: str) -> bool:
        """Whether a person has a form open."""
        ...

    def drop_form(self, person: str) -> None:
        """A person closes the form without sending it."""
        ...

    async def open_home(self, person: str) -> None:
        """A person opens Swot's page."""
        ...

    async def lose_room(self, *, silently: bool = False) -> None:
        """The room is deleted; `silently`: without the platform telling."""
        ...

    async def suggest(self, person: str, command: str, option: str, typed: str) -> tuple[Option, ...]:
        """What an option could be, given what is typed so far."""
        ...

    async def redeliver(self) -> bool:
        """The platform delivers the last event once more; tell whether it shows the answer again."""
        ...

    async def line(self, typed: str) -> None:
        """Do what one line of a script says."""
        ...

    async def wait(self, duration: int) -> None:
        """Time passes (microseconds), and what comes due in it is done when it is due."""
        ...

    async def settle(self) -> None:
        """Do what is due now."""
        ...

    def put_in_group(self, person: str, group: str, *, taken: bool = False) -> str:
        """A person is put into a group of the platform, or taken out of it; the group's key."""
        ...

    def fail_posts(self, times: int, trouble: Trouble, *, wait: int = 0) -> None:
        """Have the next posts fail; nought times: no more. Where the platform says how long to wait: `wait`."""
        ...

    def fail_edits(self, times: int) -> None:
        """Have the next edits of messages put off."""
        ...

    def may_post_twice(self, trouble: Trouble) -> bool:
        """Whether a live round's message that met this trouble may stand there more than once."""
        ...

    def delete_newest(self) -> None:
        """Somebody deletes the newest message of the room."""
        ...

    def forbid(self) -> None:
        """Swot may not write in the room."""
        ...

    def allow(self) -> None:
        """Swot may write there again."""
        ...

    def refuse_desk(self, person: str) -> None:
        """A person takes no more direct messages."""
        ...

    def thread(self, name: str) -> Room:
        """A thread of the room, as the adapter tells the core of it."""
        ...

    def wire(self) -> list[str]:
        """Every request that Swot has sent, byte by byte."""
        ...
