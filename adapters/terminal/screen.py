"""What everyone sees: the room's messages, private notes, desks and open forms."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from adapters.terminal.files import content_of, written
from adapters.terminal.limits import LIMITS, NOTE_LIVES, check_view
from bot.chat import Aside, Below, Button, DeskRefused, Direct, File, Form, Group, Private, Profile, Unreachable, View
from bot.chat.views import Action
from bot.clock import Clock
from bot.errors import UserError

DESKS = ("terminal:desk-", "terminal:thread-")
"""What the rooms begin with that are somebody's alone: direct messages, and private threads."""
IN_A_THREAD = " › thread"
"""Added to what a room is called, for what is said in a thread of it."""


@dataclass(slots=True)
class Message:
    """One message on the screen, as it stands."""

    id: str
    room: str
    view: View
    at: int
    only: str = ""
    """Whose note it is; empty: everybody in the room sees it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that has just appeared: a message, an edit of one, or a form."""

    kind: Literal["post", "note", "desk", "edit", "form"]
    where: str
    """The room, or the person it is for."""
    view: View = field(default_factory=View)
    before: View | None = None
    form: Form | None = None
    file: str = ""
    """Where the file is that came with it."""


class NoSuchControl(UserError):
    """There is nothing on the screen that could be pressed like this."""


class Screen:
    """The terminal as a platform: it holds what was said, and shows it as it comes."""

    name = "terminal"
    knows_nonces = True
    posts_a_second = 1_000
    has_private_threads = True
    allowing = "Allow direct messages from Swot."

    def __init__(self, clock: Clock, show: Callable[[Shown], None]) -> None:
        self._clock = clock
        self._show = show
        self._posted: dict[str, str] = {}
        self.messages: list[Message] = []
        self.people: dict[str, Profile] = {}
        self.people_of: dict[str, set[str]] = {}
        """Groups by name, and who is in them."""
        self.refusing_desks: set[str] = set()
        self.gone: set[str] = set()
        self.folder = Path()
        """Where files are that are named without a folder, and where those go that are given: where `swot` started."""

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Show `view` in a room or on a desk; the same nonce is the same message."""
        self._must_be_there(room)
        if nonce in self._posted:
            return self._posted[nonce]
        check_view(view)
        message = self._add(room, view)
        self._posted[nonce] = message.id
        desk = room.startswith(DESKS)
        self._show(Shown("desk" if desk else "post", _called(room), view))
        return message.id

    async def find_post(self, room: str, nonce: str, *, since: int) -> str | None:
        """The message that was posted under this nonce, for as long as the screen is there."""
        self._must_be_there(room)
        return self._posted.get(nonce)

    async def edit(self, room: str, message: str, view: View) -> None:
        """Show `view` where the message stood."""
        self._must_be_there(room)
        check_view(view)
        found = next((known for known in self.messages if known.id == message), None)
        if found is None:
            # It was posted before this screen was opened.
            self.messages.append(Message(message, room, view, self._clock.now()))
            self._show(Shown("edit", _called(room), view))
            return
        before, found.view = found.view, view
        self._show(Shown("edit", _called(room), view, before))

    async def open(self, place: Aside) -> str:
        """The person's direct messages or their private thread, or what is said below a message."""
        match place:
            case Below(room, message):
                self._must_be_there(room)
                return f"{room}/{message}"
            case Private(person):
                return f"{DESKS[1]}{person.partition(':')[2]}"
            case Direct(person):
                who = person.partition(":")[2]
                if who in self.refusing_desks:
                    raise DeskRefused(f"{who} takes no direct messages.")
                return f"{DESKS[0]}{who}"

    async def groups(self, space: str) -> tuple[Group, ...]:
        """The groups that people are in."""
        return tuple(Group(f"terminal:&{name}", name) for name in self.people_of)

    async def profile(self, person: str) -> Profile | None:
        """Who this is."""
        return self.people.get(person.partition(":")[2])

    async def fetch(self, file: str, *, limit: int) -> bytes:
        """Read a file of this machine that the person named."""
        return await asyncio.to_thread(content_of, self.folder, file, min(limit, LIMITS["file"]))

    def note(self, person: str, view: View, file: File | None = None) -> Message:
        """Show `view` to one person, and write down the file that comes with it."""
        check_view(view)
        message = self._add("", view, only=person)
        self._show(Shown("note", person, view, file=str(written(self.folder, file)) if file else ""))
        return message

    def renew(self, message: Message, view: View) -> None:
        """Put `view` in the place of a message that was pressed."""
        check_view(view)
        before, message.view = message.view, view
        if message.only:
            self._show(Shown("note", message.only, view))
        else:
            self._show(Shown("edit", _called(message.room), view, before))

    def form(self, person: str, form: Form) -> None:
        """Show a form to one person."""
        self._show(Shown("form", person, form=form))

    def reload(self, person: str) -> None:
        """The person reloads their app: their notes are gone."""
        self.messages = [message for message in self.messages if message.only != person]

    def seen_by(self, person: str, room: str) -> list[Message]:
        """What a person in a room can press, newest first: notes that still live, their desk, the room, its threads."""
        oldest = self._clock.now() - NOTE_LIVES
        places = (room, *(f"{desk}{person}" for desk in DESKS))
        return [
            message
            for message in reversed(self.messages)
            if (message.only == person and message.at > oldest)
            or (not message.only and message.room.partition("/")[0] in places)
        ]

    def find(self, person: str, room: str, label: str) -> tuple[Message, Action, tuple[str, ...]]:
        """The newest control that a person can press by `label`: its message, action, and value if it is a select."""
        wanted = label.strip().casefold()
        for message in self.seen_by(person, room):
            for rank in (_exact, _first_word, _beginning):
                for control in message.view.controls:
                    if isinstance(control, Button):
                        if rank(control.label.casefold(), wanted):
                            return message, control.action, ()
                    else:
                        for option in control.options:
                            if rank(option.label.casefold(), wanted):
                                return message, control.action, (option.value,)
        raise NoSuchControl(f"There is nothing here to press that is called “{label[:60]}”.")

    def _add(self, room: str, view: View, only: str = "") -> Message:
        message = Message(f"m{len(self.messages) + 1}-{self._clock.now()}", room, view, self._clock.now(), only)
        self.messages.append(message)
        return message

    def _must_be_there(self, room: str) -> None:
        if room in self.gone:
            raise Unreachable(f"{room} is gone")


def _called(room: str) -> str:
    """What a room is called: by its name, or whose desk it is."""
    name, below, _ = room.removeprefix("terminal:").partition("/")
    is_thread = bool(below) or room.startswith(DESKS[1])
    return f"{name.removeprefix('desk-').removeprefix('thread-')}{IN_A_THREAD if is_thread else ''}"


def _exact(label: str, wanted: str) -> bool:
    return label == wanted


def _first_word(label: str, wanted: str) -> bool:
    return label.split(maxsplit=1)[0] == wanted


def _beginning(label: str, wanted: str) -> bool:
    return len(wanted) > 1 and label.startswith(wanted)
