"""The check of every log line would find what no line may tell."""

from __future__ import annotations

import logging
import time

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


async def test_when_a_line_was_logged_is_nobody_s_word(garden: Chat):
    """Somebody who asks for nine o'clock is not told of by a line that is logged then."""
    [listener] = LISTENERS
    await garden.say("teacher", "/schedule digest time:09:00")
    for words in ("it is 09:00", "it is late"):
        record = logging.LogRecord("bot.tests", logging.INFO, "", 0, words, (), None)
        record.created = time.mktime((2026, 11, 30, 9, 0, 0, 0, 0, -1))
        listener.emit(record)
    assert all("09:00" in line for line in listener.lines[-2:])
    assert [line[-5:] for line in listener.told()] == ["09:00"]
    listener.lines.clear()
