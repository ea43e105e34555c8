"""The five things that the core says back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from bot.chat.parameters import with_example
from bot.chat.views import Action, Option, View

How = Literal["note", "post", "edit"]
"""Privately to who asked; to everyone in the room; in place of the message pressed."""
Kind = Literal["note", "post", "edit", "form", "choices", "home"]
"""What a handler declares that it will answer with."""
MAX_FILE = 256 * 1024
"""Bytes of a file that goes with a reply; platforms take more, and it has to be kept with the answer."""
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,58}\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class File:
    """A file for whoever asked: its name with its ending, its media type such as `text/csv`, and what is in it.

    Raises `ValueError` where some platform would change the name or refuse the file.
    """

    # JSON has no bytes: kept as base64 in the rows that hold an answer.
    __pydantic_config__: ClassVar[dict[str, str]] = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}

    name: str
    media: str
    data: bytes

    def __post_init__(self) -> None:
        if not _FILE_NAME.fullmatch(self.name):
            raise ValueError(f"a file's name is a plain word with an ending: {self.name!r}")
        if not 0 < len(self.data) <= MAX_FILE:
            raise ValueError(f"a file has 1 to {MAX_FILE:,} bytes, not {len(self.data):,}")


@dataclass(frozen=True, slots=True)
class Reply:
    """A message in answer."""

    view: View
    how: How = "note"
    file: File | None = None
    """A file that goes with a note: only who asked gets it, on Slack in their direct messages with Swot."""
    replayed: bool = field(default=False, compare=False)
    """Whether an earlier arrival of the same delivery got it already: what everybody saw need not be shown again."""
    deed: str | None = field(default=None, compare=False)
    """What the class's log says was done; nothing: the answer's first line; empty: it was nothing to be logged."""

    def __post_init__(self) -> None:
        if self.file and self.how != "note":
            raise ValueError("a file goes with a note, to whoever asked for it")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to fill in: a line, a longer text, one or several of some options, somebody, or a file."""

    name: str
    label: str
    value: str = ""
    """What stands there already."""
    about: str = ""
    required: bool = True
    long: bool = False
    most: int = 300
    """Characters."""
    kind: Literal["text", "whole", "number", "time", "date", "moment"] = "text"
    """What is written there, for platforms with a field of its own for whole numbers, numbers, times (08:30), dates
    (2026-11-30) or both together (sent as 2026-11-30T08:30Z). What is sent may be anything all the same."""
    at: int = 0
    """The instant that stands there already (microseconds UTC), where the value is one that people read."""
    example: str = ""
    """How it may be written, such as “Fri 16:00”, for where nothing can be picked."""
    options: tuple[Option, ...] = ()
    several: bool = False
    """Whether any number of the options may be chosen: what stands there and what is sent has one value a line."""
    person: bool = False
    """Whether it names somebody: platforms offer their own picker, and what is sent is the person's key."""
    file: bool = False
    """Whether a file is attached there: what is sent is its key. Nothing can stand there already."""
    endings: tuple[str, ...] = ()
    """How the file's name may end, such as `ics`, where a platform holds people to it; empty: as it likes."""
    suggested: tuple[str, str] | None = None
    """The command and option to ask suggestions for while it is being written, where a platform can do that."""

    @property
    def told(self) -> str:
        """What is to be filled in, for where it has to be written."""
        return with_example(self.about, self.example)


@dataclass(frozen=True, slots=True)
class Form:
    """A form to fill in; what is submitted goes to `action`."""

    title: str
    action: Action
    entries: tuple[Entry, ...]
    submit: str = "Send"


@dataclass(frozen=True, slots=True)
class Choices:
    """What an option could be, best first."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """A person's own page."""

    view: View


@dataclass(frozen=True, slots=True)
class Invalid:
    """A form that can't be taken as it is: entry name to sentence. What was written is kept.

    A press on `reopen` opens the form again with the text in it.
    """

    problems: Mapping[str, str]
    reopen: Action


Answer: TypeAlias = Reply | Form | Choices | Home | Invalid
