"""What scenes are made of: people who press one thing after the other."""

from __future__ import annotations

import pytest

from tests.chat_harness import Chat
from tests.dialogues.test_whole_pack import PACK, entries, presses


async def tour(chat: Chat, person: str, *labels: str) -> None:
    """A person presses these, one after the other."""
    for label in labels:
        await chat.press(person, label)


async def filled(chat: Chat, person: str, label: str, *words: str) -> str:
    """A person opens the form behind a button, and sends it."""
    await chat.press(person, label)
    return await chat.write(person, *words)


async def refused(chat: Chat, person: str, label: str, *words: str) -> str:
    """A person sends the form behind a button with what can't be taken; what leads back to it.

    Where times are picked nobody can send what is none: the form is closed then.
    """
    try:
        await filled(chat, person, label, *words)
    except pytest.skip.Exception:
        chat.session.drop_form(person)
        return label
    return "Try again"


async def answered(chat: Chat, person: str, id: str, asked: str, *, live: bool = False) -> None:
    """A person answers a question of the shipped pack as its author would; live, nothing has to be checked."""
    question = next(one for one in PACK.questions if one.id == id)
    if pressed := presses(question, asked):
        await tour(chat, person, *(one for one in pressed if one != "Check" or not live))
        return
    button, words = entries(question, asked)
    await filled(chat, person, button, *words)
