"""What could stand where the cursor is: names, commands, options, their values, and what can be pressed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from bot.chat import Button, Option, View
from bot.chat.registry import Registry
from bot.errors import UserError

WORDS = ("help", "reload", "home", "cancel", "quit")

Suggesting = Callable[[str, str, str], Awaitable[tuple[Option, ...]]]
"""Command, option and what is typed of it, to what it could be."""


async def completions(
    typed: str, *, people: Iterable[str], registry: Registry, views: Iterable[View], suggest: Suggesting
) -> list[tuple[str, str]]:
    """Each possible word, with the part of it that is typed already."""
    if typed.startswith("@"):
        name, space, words = typed.partition(" ")
        if not space:
            return [(f"@{person} ", typed) for person in sorted(people) if person.startswith(name[1:].casefold())]
        typed = words
    if not typed.startswith("/"):
        labels = [control.label for view in views for control in view.controls if isinstance(control, Button)]
        begun = typed.casefold()
        return [(word, typed) for word in dict.fromkeys([*labels, *WORDS]) if word.casefold().startswith(begun)]
    try:
        handler, rest = registry.command(typed)
    except UserError:
        handler, rest = None, ""
    if handler is None or (not rest and not typed.endswith(" ")):
        begun = typed[1:].casefold()
        return [(f"/{name} ", typed) for name in sorted(registry.commands) if name.startswith(begun)]
    word = rest.rsplit(" ", 1)[-1] if not typed.endswith(" ") else ""
    option, colon, value = word.partition(":")
    if colon:
        return [(found.value, value) for found in await suggest(handler.mark.name, option, value)]
    free = [parameter.name for parameter in handler.parameters if f"{parameter.name}:" not in rest]
    return [(f"{name}:", word) for name in free if name.startswith(word.casefold())]
