"""What a command takes: declared in its signature, read from what people write."""

from __future__ import annotations

import types
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from bot.chat.events import Value
from bot.chat.views import Option
from bot.errors import UserError

MAX_ABOUT = 100
"""Characters of a description: what Discord shows of one."""
MAX_DIGITS = 18
MAX_WORDS = 200
"""Characters of a text option; nothing anyone would ask for is longer."""


@dataclass(frozen=True, slots=True)
class Between:
    """The least and the most that a number may be."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class About:
    """What the option means, in a few words."""

    words: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """The method, beside the handler, that says what the option could be."""

    by: str


@dataclass(frozen=True, slots=True)
class Endings:
    """How the names of files end that the option takes, such as `ics`.

    Platforms that can do it let people pick no others. It is a help and no check: what a file is shows when it is read.
    """

    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    """A text that is a time of day, a day, or a day with a time of day: where a form can, it lets people pick it.

    What is picked is given as `08:30`, as `2026-11-30`, or as an instant in UTC, `2026-11-30T08:30Z`. The `example`,
    how it may be written, is told where nothing can be picked.
    """

    what: Literal["time", "date", "moment"]
    example: str = ""


PersonKey: TypeAlias = Annotated[str, "person"]
"""A person named in an option; platforms offer their own picker for it."""

RoomKey: TypeAlias = Annotated[str, "room"]
"""A room named in an option; platforms offer their own picker for it."""

FileKey: TypeAlias = Annotated[str, "file"]
"""A file that the person attaches; its key is what the platform's `fetch` takes.

A key that was only written never gets as far as a handler: who attaches nothing is asked for the file in a form.
"""

Kind = Literal["text", "number", "yes-no", "choice", "person", "room", "file"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One option of a command."""

    name: str
    kind: Kind
    required: bool
    about: str
    least: int = 0
    most: int = 0
    choices: tuple[str, ...] = ()
    suggested: str = ""
    endings: tuple[str, ...] = ()
    picked: Picked | None = None

    @property
    def told(self) -> str:
        """What the option means, with how it may be written."""
        return with_example(self.about, self.picked.example if self.picked else "")

    @property
    def usage(self) -> str:
        """How it is written, `[…]` where it may be left out."""
        value = {
            "text": "…",
            "number": f"{self.least}-{self.most}",
            "yes-no": "yes/no",
            "choice": "/".join(self.choices),
            "person": "@…",
            "room": "#…",
            "file": "…",
        }[self.kind]
        return f"{self.name}:{value}" if self.required else f"[{self.name}:{value}]"

    def read(self, given: Value) -> Value:
        """The option's value from what was given. Raises `UserError` with what would be right."""
        if self.kind == "number":
            return self._number(given)
        if self.kind == "yes-no":
            return self._yes_or_no(given)
        if self.kind == "file":
            return str(given)
        words = clean(str(given))
        if not words:
            raise UserError(f"{self.name} is empty. Leave it out, or write something after {self.name}:")
        if len(words) > MAX_WORDS:
            raise UserError(f"{self.name} is too long; {MAX_WORDS} characters are enough.")
        if self.kind == "choice":
            if words.casefold() not in self.choices:
                near = _nearest(words, self.choices)
                hint = f" Did you mean {near}?" if near else ""
                raise UserError(f"{self.name} can be {either(self.choices)}, not “{words[:60]}”.{hint}")
            return words.casefold()
        if self.kind == "person":
            return words.removeprefix("@")
        if self.kind == "room":
            return words.removeprefix("#")
        return words

    def _number(self, given: Value) -> int:
        words = str(given).strip()
        digits = words.removeprefix("-")
        if isinstance(given, bool) or not (digits.isascii() and digits.isdigit()):
            raise UserError(f"{self.name} is a number from {self.least} to {self.most}, not “{clean(words)[:60]}”.")
        number = int(words) if len(words) <= MAX_DIGITS else self.most + 1
        if not self.least <= number <= self.most:
            raise UserError(f"{self.name} goes from {self.least} to {self.most}; {words[:20]} is outside that.")
        return number

    def _yes_or_no(self, given: Value) -> bool:
        if isinstance(given, bool):
            return given
        words = str(given).strip().casefold()
        if words in ("yes", "y", "on", "true", "1"):
            return True
        if words in ("no", "n", "off", "false", "0"):
            return False
        raise UserError(f"{self.name} is yes or no, not “{clean(words)[:60]}”.")


def with_example(about: str, example: str) -> str:
    """What is to be written, and an example of it, within the first of its clauses."""
    if not example:
        return about
    first, semicolon, rest = about.partition(";")
    return f"{first}{', ' if first else ''}such as {example}{semicolon}{rest}"


def clean(words: str) -> str:
    """The words on one line, without control and invisible formatting characters, spaces folded."""
    seen = (char if char.isprintable() else " " for char in words if unicodedata.category(char) != "Cf")
    return " ".join("".join(seen).split())


def either(words: Sequence[str]) -> str:
    """The words as a choice: a, b or c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def parameter(name: str, hint: Any, *, required: bool) -> Parameter:
    """The parameter that a signature declares as `name: hint`."""
    notes: list[Any] = []
    while True:
        if get_origin(hint) is Annotated:
            hint, *more = get_args(hint)
            notes += more
        elif get_origin(hint) in (Union, types.UnionType):
            [hint] = [part for part in get_args(hint) if part is not type(None)]
        else:
            break
    about = next((note.words for note in notes if isinstance(note, About)), "")
    picked = next((note for note in notes if isinstance(note, Picked)), None)
    if not about or len(with_example(about, picked.example if picked else "")) > MAX_ABOUT:
        raise TypeError(f"option {name!r} needs About(…) of at most {MAX_ABOUT} characters")
    if hint is bool:
        return Parameter(name, "yes-no", required, about)
    if hint is int:
        span = next(note for note in notes if isinstance(note, Between))
        return Parameter(name, "number", required, about, span.least, span.most)
    if get_origin(hint) is Literal:
        return Parameter(name, "choice", required, about, choices=get_args(hint))
    if hint is not str:
        raise TypeError(f"option {name!r} can't be a {hint!r}")
    kinds: tuple[Kind, ...] = ("person", "room", "file")
    kind: Kind = next((kind for kind in kinds if kind in notes), "text")
    suggested = next((note.by for note in notes if isinstance(note, Suggested)), "")
    endings = next((note.of for note in notes if isinstance(note, Endings)), ())
    return Parameter(name, kind, required, about, suggested=suggested, endings=endings, picked=picked)


def read_options(parameters: tuple[Parameter, ...], given: Mapping[str, Value]) -> dict[str, Value]:
    """Every option that was given, read; those left out are left out. Raises `UserError`."""
    known = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in known:
            raise unknown_option(name, parameters)
    return {name: known[name].read(value) for name, value in given.items()}


def options_of(parameters: tuple[Parameter, ...]) -> str:
    """The options that a command takes, in a sentence."""
    if not parameters:
        return "This command takes no options."
    return f"It takes {', '.join(parameter.usage for parameter in parameters)}."


def unknown_option(name: str, parameters: tuple[Parameter, ...]) -> UserError:
    """What is said of an option that there is not."""
    near = _nearest(name, [parameter.name for parameter in parameters])
    hint = f"Did you mean {near}?" if near else options_of(parameters)
    return UserError(f"There is no option “{clean(name)[:60]}”. {hint}")


def _nearest(words: str, known: Sequence[str]) -> str:
    """The one that was nearly written; nothing where there is none."""
    import difflib  # noqa: PLC0415 - only needed when someone mistypes

    near = difflib.get_close_matches(words.casefold()[:MAX_WORDS], known, n=1)
    return near[0] if near else ""


def choices_of(parameter: Parameter, typed: str) -> tuple[Option, ...]:
    """What an option with fixed values could be."""
    fixed = parameter.choices or (("yes", "no") if parameter.kind == "yes-no" else ())
    return tuple(Option(choice, choice) for choice in fixed if choice.startswith(typed.casefold()))
