"""What a class on Discord meets where threads are not allowed, are deleted, or are where an exam is sat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.storage.tables import rounds, sittings, timed_posts
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.exams.hall import HALL
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.world import PRIVATE_THREAD, THREAD

START = "/quiz round questions:2 seconds:20 thread:yes"


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    """A class on Discord."""
    opened = await Chat.open(Installation(sqlite_url, packs=(DATA / "garden", HALL), platform="discord"))
    yield opened
    await opened.close()


def discord_of(chat: Chat) -> LoopbackDiscord:
    """The Discord that it is on."""
    session: Any = chat.session
    return session.discord


def channel_of(chat: Chat) -> str:
    """The class's channel."""
    return chat.by("teacher").room.key.removeprefix("discord:")


def threads_of(chat: Chat, kind: int) -> list[str]:
    """The threads there are."""
    return [channel.id for channel in discord_of(chat).world.channels.values() if channel.kind == kind]


async def test_a_round_whose_thread_is_not_allowed_ends(chat: Chat):
    """Whoever began it hears once why, and how to mend it; what the room has posted by itself goes on."""
    await chat.say("teacher", "/fact schedule time:17:00")
    discord_of(chat).forbid_threads(channel_of(chat))
    told = await chat.say("teacher", START) + await chat.wait("2m")
    assert told.count("Nobody could see the round") == 1
    assert "Let Swot create public threads and send messages in threads" in told
    [game] = await chat.rows(select(rounds))
    assert (game.phase, game.ended) == ("over", "room gone")
    [post] = await chat.rows(select(timed_posts))
    assert not post.paused


async def test_a_round_whose_thread_is_deleted_ends(chat: Chat):
    """Somebody took it away between two questions; another round can begin at once."""
    await chat.say("teacher", START)
    await chat.press("maya", "A")
    [thread] = threads_of(chat, THREAD)
    discord_of(chat).delete_channel(thread, silently=True)
    await chat.wait("1m")
    [game] = await chat.rows(select(rounds))
    assert (game.phase, game.ended) == ("over", "room gone")
    assert "is going on" not in await chat.say("teacher", START)


async def test_where_private_threads_are_not_allowed_a_sentence_says_so(chat: Chat):
    """It names the right that is missing, and nothing has changed."""
    discord_of(chat).forbid_threads(channel_of(chat))
    await chat.say("maya", "/swot desk")
    told = await chat.press("maya", "Private thread")
    assert "A private thread can't be opened here. Let Swot create private threads" in told
    assert "your direct messages" in await chat.say("maya", "/swot desk")


async def test_a_private_thread_that_was_deleted_leaves_the_direct_messages(chat: Chat):
    """They are where the desk is again, without anybody's doing."""
    await chat.say("maya", "/swot desk")
    await chat.press("maya", "Private thread")
    [thread] = threads_of(chat, PRIVATE_THREAD)
    discord_of(chat).delete_channel(thread, silently=True)
    await chat.say("teacher", '/mock start paper:"Bees 1"')
    told = await chat.press("maya", "Begin")
    assert "(desk of maya) Bees 1" in told
    assert "your direct messages" in await chat.say("maya", "/swot desk")


async def test_an_exam_is_sat_in_a_private_thread(chat: Chat):
    """Asked for when nothing came; the paper comes there, and the answers are the sitting's."""
    chat.session.refuse_desk("maya")
    await chat.say("teacher", '/mock start paper:"Bees 1"')
    told = await chat.press("maya", "Begin")
    assert "Nothing there? Direct messages may be off. In the menu of this server" in told
    assert "[Open it here] [Private thread]" in told
    told = await chat.press("maya", "Private thread")
    assert "(desk of maya › thread) Bees 1 · 8 questions" in told
    await chat.press("maya", "1")
    assert "Your answer" in await chat.press("maya", "A")
    told = await chat.say("maya", "/mock resume")
    assert "goes on in #thread" in told
    assert "Direct messages may be off" not in told
    assert "(desk of maya › thread) 1 of 8" in told
    told = await chat.wait("31m")
    assert "your time was up" in told
    [sitting] = await chat.rows(select(sittings))
    assert sitting.state == "handed in"


async def test_a_second_exam_knows_that_messages_are_refused(chat: Chat):
    """What was refused once is said at once the next time, not perhaps."""
    chat.session.refuse_desk("maya")
    await chat.say("teacher", '/mock start paper:"Bees 1"')
    await chat.press("maya", "Begin")
    told = await chat.say("maya", "/mock resume")
    assert "I can't write to you: direct messages are off." in told
    assert "[Open it here] [Private thread]" in told
