"""A live round in a thread of its own: the channel keeps one message of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.chat_harness import Chat

START = "/quiz round topic:growing questions:2 seconds:20 thread:yes"
HERE, BELOW = "history", "history › thread"


def said_in(told: str, where: str) -> list[str]:
    """What was posted there, not edited: the first line of each."""
    begins = re.compile(rf"#{where} (?!› thread|\(edited\))(.*)")
    return [found[1] for line in told.splitlines() if (found := begins.fullmatch(line))]


async def in_thread(chat: Chat) -> bool:
    """Whether what Maya was told stands in the thread, where that is the adapter's doing."""
    if chat.session.platform != "slack":
        return True
    session: Any = chat.session
    [note] = session.slack.notes(session._user("maya"))
    return bool(note.thread_ts)


async def test_the_channel_keeps_one_message(chat: Chat):
    """Questions, reveals and podium come in the thread; the one message tells at the end how it went."""
    told = await chat.say("teacher", START)
    assert "asked in a thread" in told
    [opener] = said_in(told, HERE)
    [question] = said_in(told, BELOW)
    assert "question 1 of 2" in question
    assert "(only maya) " in await chat.press("maya", "A")
    assert await in_thread(chat)
    told = await chat.wait("20s")
    assert said_in(told, HERE) == []
    assert len(said_in(told, BELOW)) == 1
    told = await chat.wait("8s")
    assert "question 2 of 2" in "".join(said_in(told, BELOW))
    await chat.press("tom", "B")
    told = await chat.wait("40s")
    assert "Round over." in told
    assert said_in(told, HERE) == []
    assert "#history (edited) " in told
    assert await chat.press("maya", "My place")
    assert opener


async def test_a_round_in_a_thread_is_the_rooms_round(chat: Chat):
    """Another can't begin beside it, and it is stopped from the room."""
    await chat.say("teacher", START)
    assert "A round is going on here already." in await chat.say("teacher", "/quiz round")
    told = await chat.say("teacher", "/quiz stop")
    assert "is stopped" in told
    assert "Round stopped." in "".join(said_in(told, BELOW))
    assert "Nobody" in told


async def test_it_goes_on_over_a_restart(chat: Chat):
    """The thread is known again, and nothing is said twice."""
    await chat.say("teacher", START)
    await chat.press("maya", "A")
    await chat.restart()
    told = await chat.wait("20s")
    assert len(said_in(told, BELOW)) == 1
    told = await chat.wait("8s")
    assert "question 2 of 2" in "".join(said_in(told, BELOW))


async def test_a_round_every_week_can_have_a_thread(chat: Chat):
    """Its announcement is what the thread belongs to."""
    told = await chat.say("teacher", "/schedule round time:08:30 days:mon questions:1 seconds:20 thread:yes")
    assert "in a thread" in told
    told = await chat.wait("31m")
    [announced] = said_in(told, HERE)
    assert announced
    assert "question 1" not in announced
    told = await chat.wait("2m")
    assert len(said_in(told, BELOW)) >= 1
    assert said_in(told, HERE) == []


@pytest.mark.parametrize("trouble", ["busy", "lost", "arrived"])
async def test_trouble_while_it_begins(chat: Chat, trouble: str):
    """The thread waits for the message that it belongs to, and that stands there once."""
    chat.session.fail_posts(1, trouble)
    told = await chat.say("teacher", START) + await chat.wait("15s")
    assert len(said_in(told, HERE)) == 1 or chat.session.may_post_twice(trouble)
    assert len(said_in(told, BELOW)) == 1
