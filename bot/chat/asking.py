"""A command's options, asked for in a form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import quote, unquote

from bot.chat.answers import Entry, Form
from bot.chat.declared import Handler
from bot.chat.events import Value
from bot.chat.parameters import Parameter, choices_of
from bot.chat.views import MAX_ADDRESS, Action, Option
from bot.errors import UserError

RUN = "command.run"
"""The action of a form that asks for a command's options."""
GO = "command.go"
"""The action of a button that does what a command without options does."""
ASKING = "?"
"""What is written after a command to be asked for its options."""
MOST_ENTRIES = 5
"""Entries of a form: what the narrowest platform shows."""


def asks_for_form(handler: Handler, text: str) -> bool:
    """Whether what was written after a command asks for its options."""
    return text.strip() == ASKING and bool(handler.parameters)


def lacking(parameters: tuple[Parameter, ...], given: Mapping[str, Value], files: Collection[Value]) -> list[Parameter]:
    """The options that are required and were not given, and the files that were named, but are not among `files`.

    `files` are those attached in the event. Whoever names another, by its address or id, might name somebody else's.
    """

    def lacks(option: Parameter) -> bool:
        if option.name not in given:
            return option.required
        return option.kind == "file" and given[option.name] not in files

    return [option for option in parameters if lacks(option)]


def form_of(handler: Handler, given: Mapping[str, Value]) -> Form:
    """The command's options as a form, with what was already given filled in.

    Forms are short: where a command takes more, those that may be left out last are not asked for. A file is, before
    others: on some platforms there is no other way to give one. A room is not: left out, it is the one in which the
    form was opened; given, the form's action remembers it. Raises `UserError` where the form had no room for something
    that was given: what is lacking has to be written as well then.
    """

    def entry(option: Parameter) -> Entry:
        fixed = choices_of(option, "")
        options = tuple(Option(choice.label, choice.value) for choice in fixed)
        value = given.get(option.name, "") if option.kind != "file" else ""
        shown = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        return Entry(
            option.name,
            option.name,
            shown,
            option.about,
            required=option.required,
            kind=option.picked.what if option.picked else "whole" if option.kind == "number" else "text",
            example=option.picked.example if option.picked else "",
            options=options,
            person=option.kind == "person",
            file=option.kind == "file",
            endings=option.endings,
            suggested=(handler.mark.name, option.name) if option.suggested else None,
        )

    written = (option for option in handler.parameters if option.kind != "room")

    def urgency(option: Parameter) -> tuple[bool, bool, bool]:
        return not option.required, option.kind != "file", option.name not in given

    ordered = sorted(written, key=urgency)
    asked = ordered[:MOST_ENTRIES]
    if any(option.name in given for option in ordered[MOST_ENTRIES:]):
        missing = [f"{option.name} ({option.told})" for option in asked if option.name not in given]
        raise UserError(f"Say {' and '.join(missing)} as well: that is too much for a form.")
    return Form(f"/{handler.mark.name}", _action(handler, given), tuple(entry(option) for option in asked))


def remembered_by(handler: Handler, action: Action) -> dict[str, Value]:
    """The room that was given before the form was opened."""
    name, equals, room = ":".join(action.arguments[len(handler.mark.name.split()) :]).partition("=")
    return {name: unquote(room)} if equals else {}


def straight_to(name: str) -> Action:
    """What gives the command `name` without options when it is pressed: its answer, its rights and its log."""
    return Action(":".join([GO, *name.split()]))


def asking(handler: Handler) -> Action:
    """What opens the command's form when it is pressed, wherever that is."""
    return _action(handler, {})


def _action(handler: Handler, given: Mapping[str, Value]) -> Action:
    """The form's action, which remembers the room that was given."""
    words = [RUN, *handler.mark.name.split()]
    words += [
        f"{option.name}={quote(str(given[option.name]), safe=':')}"
        for option in handler.parameters
        if option.kind == "room" and option.name in given
    ][:1]
    # Cut off, a name that is too long for any room's stays one that no room has.
    return Action(":".join(words)[:MAX_ADDRESS])
