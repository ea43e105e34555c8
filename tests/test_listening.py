"""The check of every log line would find what no line may tell."""

from __future__ import annotations

import logging

import pytest

from tests.chat_harness import Chat
from tests.listening import LISTENERS

log = logging.getLogger("bot.tests")


@pytest.mark.parametrize(
    ("word", "is_told"),
    [("Quelle", True), ("Maya", True), ("Qualle", True), ("solo", False)],
    ids=["in an option", "a name", "in a form", "a command"],
)
async def test_a_line_with_somebody_s_words_is_found(garden: Chat, word: str, is_told: bool):  # noqa: FBT001
    """What was written in an option or a form, or what somebody is called; not what Swot's own commands are called."""
    [listener] = LISTENERS
    await garden.say("teacher", '/class new name:"Quelle"')
    await garden.say("maya", "/quiz solo topic:writing")
    await garden.press("maya", "Answer")
    await garden.write("maya", "Qualle")
    assert listener.told() == []
    log.info("somebody said %s", word)
    found = listener.told()
    listener.lines.clear()
    assert bool(found) is is_told
