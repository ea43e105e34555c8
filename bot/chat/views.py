"""What people see, as plain data that any platform can draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from bot.chat.text import Text, plain

MAX_ADDRESS = 100
Tone = Literal["plain", "live", "right", "wrong", "news", "careful"]
"""What kind of moment a message is, for platforms that can colour it; its words always say the same.

`live`: open now, and waits for answers. `right`, `wrong`: what somebody gave was so. `news`: what people are told, such
as facts, answers and results. `careful`: a question before something that can't be undone. `plain`: all else.
"""


@dataclass(frozen=True, slots=True)
class Action:
    """All that a control remembers: the address of a handler with its arguments, `round.answer:7f3a:2:b`.

    ASCII, at most 100 characters, and never anything a learner must not know: clients can read it.
    """

    address: str

    def __post_init__(self) -> None:
        if not (self.address.isascii() and self.address.isprintable() and 0 < len(self.address) <= MAX_ADDRESS):
            raise ValueError(f"an action is printable ASCII of 1 to {MAX_ADDRESS} characters: {self.address!r}")

    @property
    def name(self) -> str:
        """The handler's name."""
        return self.address.partition(":")[0]

    @property
    def arguments(self) -> tuple[str, ...]:
        """The handler's arguments, as text."""
        return tuple(self.address.split(":")[1:])


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press."""

    label: str
    action: Action
    weight: Literal["normal", "main", "danger"] = "normal"
    kind: Literal["button"] = "button"


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a select or a suggestion: what is shown, and what is sent."""

    label: str
    value: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Select:
    """A list to choose from."""

    placeholder: str
    action: Action
    options: tuple[Option, ...]
    least: int = 1
    most: int = 1
    kind: Literal["select"] = "select"


Control: TypeAlias = Button | Select


@dataclass(frozen=True, slots=True)
class Field:
    """A short labelled fact."""

    label: str
    text: Text


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; every row is as long as the headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError("a table's rows are as long as its headings")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture (PNG), and what it says to who can't see it."""

    # JSON has no bytes: kept as base64 in the rows that hold a view.
    __pydantic_config__: ClassVar[dict[str, str]] = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}

    name: str
    data: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class View:
    """One message: everything in it, nothing about where it goes."""

    text: Text = ()
    title: str = ""
    fields: tuple[Field, ...] = ()
    table: Table | None = None
    image: Image | None = None
    controls: tuple[Control, ...] = field(default=())
    fallback: str = ""
    tone: Tone = "plain"

    @property
    def spoken(self) -> str:
        """The message as a notification or a screen reader says it."""
        if self.fallback:
            return self.fallback
        parts = [self.title, plain(self.text)]
        parts += [f"{entry.label}: {plain(entry.text)}" for entry in self.fields]
        parts += [self.image.alt] if self.image else []
        return "\n".join(part for part in parts if part)
