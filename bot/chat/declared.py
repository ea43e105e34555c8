"""Commands and handlers, declared once on methods and gathered into specs.

From the one signature come the platforms' command lists, the free-text parser, completion and `/swot help`.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal, TypeVar, get_type_hints

from bot.chat.answers import Kind
from bot.chat.parameters import MAX_ABOUT, Parameter, parameter
from bot.chat.views import Action

Method = TypeVar("Method", bound=Callable[..., Awaitable[Any]])


class Level(IntEnum):
    """What a person may do in a class; each level may do what those below it may."""

    EVERYONE = 0
    OBSERVER = 5
    """Sees what teachers see of a class, and changes nothing."""
    MARKER = 10
    """Marks, and decides on disputed marks."""
    TEACHER = 20
    MANAGER = 30
    """Manages the space on the platform."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a decorator notes on a method."""

    what: Literal["command", "press", "submit", "home", "notice"]
    name: str
    answers: Kind | None
    level: Level
    about: str = ""
    """What kind of thing the action's first argument names, if its class is to decide and not the room's."""
    claiming: bool = False
    """Whether it brings a room to a class: one that is nobody's yet may be claimed by a teacher of another class."""
    only_in: Literal["", "space"] = ""
    """Where alone it makes sense: platforms that can do it offer it nowhere else."""
    shortcut: str = ""
    """What it is called where platforms offer it outside of any room, as a form; empty: they don't."""


def command(
    name: str,
    *,
    answers: Kind,
    level: Level = Level.EVERYONE,
    claiming: bool = False,
    only_in: Literal["", "space"] = "",
    shortcut: str = "",
) -> Callable[[Method], Method]:
    """Declare the slash command `/name`; the method's signature gives its options, its docstring the description.

    With `claiming`, a right to another class of the space is enough in a room that is nobody's yet. What is `only_in` a
    space has nobody to speak to in direct messages; it is not offered there, and answered as ever where it is given.
    A `shortcut` is its name where platforms offer it wherever one is: it opens its form, in no room.
    """
    return _marking(Mark("command", name, answers, level, claiming=claiming, only_in=only_in, shortcut=shortcut))


def pressed(
    name: str, *, answers: Kind, level: Level = Level.EVERYONE, about: str = "", claiming: bool = False
) -> Callable[[Method], Method]:
    """Declare the handler of buttons and selects whose action is `name`; `claiming` as with commands.

    Where it needs a right and can be pressed on a desk, `about` says what its first argument names: which class that
    is of decides what the person may do.
    """
    return _marking(Mark("press", name, answers, level, about, claiming))


def submitted(
    name: str, *, answers: Kind, level: Level = Level.EVERYONE, about: str = ""
) -> Callable[[Method], Method]:
    """Declare the handler of forms whose action is `name`; a press on the same action opens the form."""
    return _marking(Mark("submit", name, answers, level, about))


def home() -> Callable[[Method], Method]:
    """Declare what draws a person's home page."""
    return _marking(Mark("home", "home", "home", Level.EVERYONE))


def noticed() -> Callable[[Method], Method]:
    """Declare who is told when the platform reports a change."""
    return _marking(Mark("notice", "notice", None, Level.EVERYONE))


def _marking(mark: Mark) -> Callable[[Method], Method]:
    def note(method: Method) -> Method:
        method.__swot__ = mark  # type: ignore[attr-defined]
        return method

    return note


@dataclass(frozen=True, slots=True)
class Handler:
    """A method that answers, and what it declared."""

    mark: Mark
    call: Callable[..., Awaitable[Any]]
    about: str
    parameters: tuple[Parameter, ...] = ()
    arguments: tuple[type, ...] = ()
    """Types (`str` or `int`) of the action's arguments, in order."""
    owner: object = None

    @property
    def usage(self) -> str:
        """The command as it is written, with its options."""
        return " ".join([f"/{self.mark.name}", *(option.usage for option in self.parameters)])


def handlers_of(owner: object) -> list[Handler]:
    """Every handler that `owner`'s class declares, ready to call. Raises `TypeError` where a declaration is amiss."""
    return [
        Handler(one.mark, getattr(owner, one.name), one.about, one.parameters, one.arguments, owner)
        for one in _declared_by(type(owner))
    ]


@dataclass(frozen=True, slots=True)
class _Declared:
    """A handler as its class declares it, whoever will answer."""

    name: str
    mark: Mark
    about: str
    parameters: tuple[Parameter, ...] = ()
    arguments: tuple[type, ...] = ()


_KNOWN: dict[type, tuple[_Declared, ...]] = {}
"""What classes declare: it stays, and reading signatures is most of what putting Swot together takes."""


def _declared_by(owner: type) -> tuple[_Declared, ...]:
    if owner not in _KNOWN:
        found = [
            (*entry, getattr(entry[1], "__swot__", None)) for entry in inspect.getmembers(owner, inspect.isfunction)
        ]
        _KNOWN[owner] = tuple(_read(owner, name, method, mark) for name, method, mark in found if mark is not None)
    return _KNOWN[owner]


def _read(owner: type, name: str, method: Callable[..., Awaitable[Any]], mark: Mark) -> _Declared:
    about = (inspect.getdoc(method) or "").partition("\n")[0]
    hints = get_type_hints(method, include_extras=True)
    signature = list(inspect.signature(method).parameters.values())[2:]  # beside self and the event
    if mark.what == "command":
        if not about or len(about) > MAX_ABOUT:
            raise TypeError(f"{name}: a command's docstring begins with a line of at most {MAX_ABOUT} characters")
        options = tuple(
            parameter(entry.name, hints[entry.name], required=entry.default is inspect.Parameter.empty)
            for entry in signature
        )
        for option in options:
            if option.suggested and not hasattr(owner, option.suggested):
                raise TypeError(f"{name}: nothing here suggests {option.name}")
        return _Declared(name, mark, about, parameters=options)
    types = tuple(hints[entry.name] for entry in signature)
    if any(kind not in (str, int) for kind in types):
        raise TypeError(f"{name}: an action's arguments are str or int")
    return _Declared(name, mark, about, arguments=types)


def to(method: Callable[..., Awaitable[Any]], *arguments: str | int) -> Action:
    """The action that leads to `method` (declared with `pressed` or `submitted`) with these arguments."""
    mark: Mark = method.__swot__  # type: ignore[attr-defined]
    wanted = method.__code__.co_argcount - 2  # beside self and the event
    if mark.what not in ("press", "submit") or len(arguments) != wanted:
        raise TypeError(f"{mark.name} is an action with {wanted} arguments, not {len(arguments)}")
    if any(":" in str(argument) for argument in arguments):
        raise ValueError(f"an argument of an action has no colon: {arguments}")
    return Action(":".join([mark.name, *map(str, arguments)]))
