"""The six things that happen: what adapters tell the core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.chat.views import Action

Value: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True)
class Room:
    """Where something happened: `platform:id`, in a space, perhaps a thread of a parent room."""

    key: str
    space: str
    parent: str = ""
    private: bool = False
    name: str = ""

    @property
    def platform(self) -> str:
        """The platform it is on."""
        return self.key.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody does by a right that learners do not have: it goes into their class's log."""

    class_id: str
    what: str
    """The command as it is called, or what a button or form is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who, where, when; and the platform's delivery id, the same for a redelivery."""

    person: str
    """`platform:id`."""
    name: str
    """What the person is called there, now."""
    room: Room
    at: int
    """When it reached us, in microseconds UTC."""
    delivery: str
    manages: bool | None = None
    """Whether this person manages the space, where the platform says so with its events; nothing: ask the profile."""
    groups: frozenset[str] | None = None
    """The groups of the platform that the person is in, where it says so with its events; nothing: ask for them."""
    duty: Duty | None = None
    """By which right it is done; the core notes it once it has checked that right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoke(Event):
    """A command was given: its options where the platform parses them, otherwise the words after it."""

    command: str
    options: Mapping[str, Value] = field(default_factory=dict)
    text: str = ""
    files: frozenset[str] = frozenset()
    """Keys of the files that the person attached to it, and of no others: what is only written is nobody's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press(Event):
    """A button was pressed, or something chosen from a select (`values`)."""

    action: Action
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit(Event):
    """A form was sent."""

    action: Action
    fields: Mapping[str, str] = field(default_factory=dict)
    """What each entry was filled in with; of one in which several things may be chosen, one value a line."""
    files: frozenset[str] = frozenset()
    """Keys of the files that the person attached in it, and of no others."""

    def chosen(self, entry: str) -> tuple[str, ...]:
        """The values that were chosen at an entry where there may be several."""
        return tuple(self.fields.get(entry, "").split("\n")) if self.fields.get(entry) else ()

    def attached(self, entry: str) -> str:
        """The key of the file that the person attached at this entry; empty if none was, whatever stands there."""
        given = self.fields.get(entry, "")
        return given if given in self.files else ""

    @property
    def written(self) -> Mapping[str, str]:
        """What was filled in, without the files: those have to be attached again each time."""
        return {name: value for name, value in self.fields.items() if value not in self.files}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggest(Event):
    """Someone is typing an option; what could it be?"""

    command: str
    option: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Event):
    """Someone opened Swot's home page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Event):
    """The platform tells of a change: Swot was installed or removed, a room is gone, or has another key."""

    what: Literal["installed", "removed", "room gone", "room moved"]
    was: str = ""
    """The key that a room had which has moved."""


AnyEvent: TypeAlias = Invoke | Press | Submit | Suggest | Opened | Notice
