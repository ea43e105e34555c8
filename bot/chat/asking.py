"""A command's options, asked for in a form."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.chat.answers import Entry, Form
from bot.chat.declared import Handler
from bot.chat.events import Value
from bot.chat.parameters import Parameter, choices_of
from bot.chat.views import Action, Option

RUN = "command.run"
"""The action of a form that asks for a command's options."""
ASKING = "?"
"""What is written after a command to be asked for its options."""
MOST_ENTRIES = 5
"""Entries of a form: what the narrowest platform shows."""


def asks_for_form(handler: Handler, text: str) -> bool:
    """Whether what was written after a command asks for its options."""
    return text.strip() == ASKING and bool(handler.parameters)


def lacking(parameters: tuple[Parameter, ...], given: Collection[str]) -> list[Parameter]:
    """The options that are required and were not given."""
    return [option for option in parameters if option.required and option.name not in given]


def form_of(handler: Handler, given: Mapping[str, Value]) -> Form:
    """The command's options as a form, with what was already given filled in.

    Forms are short: where a command takes more, those that may be left out last are not asked for. Nor is a room: left
    out, it is the one in which the form was opened.
    """

    def entry(option: Parameter) -> Entry:
        fixed = choices_of(option, "")
        options = tuple(Option(choice.label, choice.value) for choice in fixed)
        value = given.get(option.name, "")
        shown = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        return Entry(
            option.name,
            option.name,
            shown,
            option.about,
            required=option.required,
            options=options,
            person=option.kind == "person",
            suggested=(handler.mark.name, option.name) if option.suggested else None,
        )

    written = (option for option in handler.parameters if option.kind != "room")
    asked = sorted(written, key=lambda option: not option.required)[:MOST_ENTRIES]
    action = Action(":".join([RUN, *handler.mark.name.split()]))
    return Form(f"/{handler.mark.name}", action, tuple(entry(option) for option in asked))
