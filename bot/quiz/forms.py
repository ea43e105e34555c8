"""Answers that are written: the form they are written in, and what it makes of what was written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.bank.model import Question
from bot.chat import Action, Form
from bot.errors import UserError
from bot.quiz.kinds import Kind, Layout, Refused
from bot.responses.model import Given

EVERYTHING: Collection[str] = ()
"""All entries of a form, where none is named."""


def form_of(
    action: Action,
    question: Question,
    kind: Kind,
    layout: Layout,
    pressed: int,
    *,
    before: Given = (),
    only: Collection[str] = EVERYTHING,
) -> Form:
    """The form that the button at index `pressed` opens, with what was answered `before` in it.

    Where entries are named in `only`, nothing else is asked for. Raises `UserError` where there is nothing to write.
    """
    _writable(question, kind, layout, pressed)
    filled = kind.fields(question, layout, pressed, before)
    entries = kind.entries(question, layout, pressed)
    asked = tuple(
        replace(entry, value=filled.get(entry.name, "")) for entry in entries if entry.name in only or not only
    )
    return Form(kind.heading, action, asked)


def answer_of(
    question: Question,
    kind: Kind,
    layout: Layout,
    pressed: int,
    fields: Mapping[str, str],
    *,
    before: Given = (),
    only: Collection[str] = EVERYTHING,
) -> Given | Refused:
    """The answer that a form makes; what it did not ask for stays as it was `before`.

    Raises `UserError` where there is nothing to write.
    """
    _writable(question, kind, layout, pressed)
    if only:
        fields = {name: words for name, words in fields.items() if name in only}
        fields = {**kind.fields(question, layout, pressed, before), **fields}
    return kind.read(question, layout, pressed, fields)


def _writable(question: Question, kind: Kind, layout: Layout, pressed: int) -> None:
    if kind.how != "write":
        raise UserError("That question is answered with its buttons.")
    if not 0 <= pressed < len(kind.buttons(question, layout)):
        raise UserError("There is no such option.")
