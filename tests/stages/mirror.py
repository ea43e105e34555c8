"""What people see on a loopback platform, as views: so that a dialogue reads the same wherever it is played."""

from __future__ import annotations

from collections.abc import Callable

from adapters.terminal.limits import NOTE_LIVES
from adapters.terminal.screen import Message, Screen, Shown
from bot.chat import Form, View
from bot.clock import Clock


class Mirror(Screen):
    """A screen that is told what a platform shows, instead of being the platform."""

    def __init__(self, clock: Clock, show: Callable[[Shown], None]) -> None:
        super().__init__(clock, show)
        self.desks: dict[str, str] = {}
        """Everybody's direct messages with Swot, by name."""

    def seen_by(self, person: str, room: str) -> list[Message]:
        """What a person in a room can press, newest first: notes that still live, their desk, the room."""
        oldest = self._clock.now() - NOTE_LIVES
        places = (room, self.desks.get(person, room))
        return [
            message
            for message in reversed(self.messages)
            if (message.only == person and message.at > oldest) or (not message.only and message.room in places)
        ]

    def appear(
        self, id: str, room: str, view: View, *, name: str, only: str = "", desk: bool = False, file: str = ""
    ) -> None:
        """A message appears, or changes, for everyone in the room or `only` for one person."""
        found = next((message for message in self.messages if message.id == id), None)
        if found is not None:
            before, found.view = found.view, view
            self._show(Shown("note", only, view, file=file) if only else Shown("edit", name, view, before))
            return
        self.messages.append(Message(id, room, view, self._clock.now(), only))
        self._show(Shown("note" if only else "desk" if desk else "post", only or name, view, file=file))

    def renew(self, id: str) -> None:
        """A page is drawn again: unlike a note it stays."""
        for message in self.messages:
            message.at = self._clock.now() if message.id == id else message.at

    def vanish(self, id: str) -> None:
        """A message is deleted."""
        self.messages = [message for message in self.messages if message.id != id]

    def open_form(self, person: str, form: Form) -> None:
        """A form opens for one person."""
        self._show(Shown("form", person, form=form))
