"""Where a person's desk is, and how it is moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from bot.chat import Answer, Event, NotSent, OutcomeUnknown, Platform, Private, Unreachable, View, desk_of, told_apart
from bot.errors import UserError
from bot.storage import desks, outbox
from bot.storage.database import Database

NOT_HERE = "A private thread belongs to a channel: ask for it in a room of your class, with /swot desk."
NONE_THERE = "There are no private threads here. {}"
LATER = "The platform can't be reached just now. Try again in a moment."


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody's desk is, and what they can do where it is closed to Swot."""

    thread: str
    """The private thread that it is in; empty: it is in their direct messages."""
    is_closed: bool
    """Whether what Swot last wrote there was refused."""
    allowing: str
    """How they let Swot write to them, as the platform has it."""
    offers_thread: bool
    """Whether they can have a private thread where they are."""


class Pages(Protocol):
    """What stands on a desk that was moved."""

    def thread(self) -> View:
        """To somebody in their new thread: what it is for, and who reads along."""

    def direct(self) -> View:
        """To somebody in their direct messages: that their desk is here again."""


class Desks:
    """The desks of everyone."""

    def __init__(self, database: Database, platforms: Mapping[str, Platform], pages: Pages) -> None:
        self._database = database
        self._platforms = platforms
        self._pages = pages

    def way(self, tx: Connection, event: Event) -> Way:
        """Where the desk of whoever did something is."""
        platform = self._platforms.get(event.room.platform)
        thread = desks.threads_of(tx, [event.person]).get(event.person, "")
        return Way(
            thread=thread,
            is_closed=outbox.takes_none(tx, desk_of(event.person)),
            allowing=platform.allowing if platform else "",
            offers_thread=bool(platform and platform.has_private_threads and not thread and not event.room.private),
        )

    async def find(self, event: Event) -> Way:
        """The same, for whoever asks."""
        return await self._database.read(self.way, event)

    async def move(self, event: Event, told: Callable[[str], Answer]) -> Answer:
        """Have the person's desk in a private thread beside the room; what was refused comes there.

        Raises `UserError` where there can be none.
        """
        thread = (await self._database.read(desks.threads_of, [event.person])).get(event.person)
        room = thread or await self._opened(event)

        def moved(tx: Connection) -> Answer:
            desks.move(tx, event.person, room, event.at)
            outbox.send_after_all(tx, desk_of(event.person), event.at)
            self._greet(tx, event, self._pages.thread())
            return told(room)

        return await self._database.once(event, moved)

    async def move_back(self, event: Event, told: Callable[[], Answer]) -> Answer:
        """Have the person's desk in their direct messages again."""

        def moved(tx: Connection) -> Answer:
            desks.move_back(tx, event.person)
            self._greet(tx, event, self._pages.direct())
            return told()

        return await self._database.once(event, moved)

    def _greet(self, tx: Connection, event: Event, view: View) -> None:
        outbox.post(tx, f"desk:{told_apart(event.delivery)}", desk_of(event.person), view, event.at)

    async def _opened(self, event: Event) -> str:
        platform = self._platforms.get(event.room.platform)
        if platform is None or not platform.has_private_threads:
            raise UserError(NONE_THERE.format(platform.allowing if platform else "").strip())
        if event.room.private:
            raise UserError(NOT_HERE)
        try:
            return await platform.open(Private(event.person, event.room.parent or event.room.key))
        except Unreachable as error:
            raise UserError(f"A private thread can't be opened here. {error.advice}".strip()) from error
        except (NotSent, OutcomeUnknown) as error:
            raise UserError(LATER) from error
