"""Where Swot writes to somebody alone: direct messages, or a private thread for whoever takes none."""

from __future__ import annotations

import pytest

from bot.chat import plain
from bot.storage.tables import desks
from tests.chat_harness import Chat

SET = '/quiz set topic:all due:"Fri 16:00" questions:2'
CLOSED = "I can't write to you: direct messages are off."
BUTTON = "[Private thread]"
THREAD = "(desk of tom › thread)"


def has_threads(chat: Chat) -> bool:
    """Whether this platform has private threads."""
    return chat.app.platforms[chat.session.platform].has_private_threads


@pytest.fixture
async def chat(chat: Chat) -> Chat:
    """A class of two, one of whom takes no direct messages; homework was set."""
    for person in ("maya", "tom"):
        await chat.say(person, "/leaderboard names:hide")
    chat.session.refuse_desk("tom")
    await chat.say("teacher", SET)
    await chat.wait("5m")
    return chat


async def test_whoever_takes_no_messages_has_a_private_thread(chat: Chat):
    """It is offered where something did not arrive; what was missed comes there, and everything after it."""
    told = await chat.say("tom", "/quiz homework")
    assert CLOSED in told
    if not has_threads(chat):
        assert BUTTON not in told
        return
    told = await chat.press("tom", "Private thread")
    assert "(only tom) Your desk is #" in told
    assert "Classmates can't read it; whoever manages threads can." in told
    assert f"{THREAD} Homework for " in told
    assert f"{THREAD} Your desk: what I have for you alone comes here from now on." in told
    assert "(desk of teacher)" not in told
    told = await chat.press("tom", "Begin")
    assert "1 of 2" in told
    assert CLOSED not in await chat.say("tom", "/quiz homework")
    assert "Could not be written to" not in await chat.say("teacher", "/quiz homework")
    assert f"{THREAD} " in await chat.wait("4d")


async def test_everybody_is_told_where_their_desk_is(chat: Chat):
    """And how to have Swot write to them; what is open to it needs no thread, but may have one."""
    told = await chat.say("maya", "/swot desk")
    assert "What I have for you alone comes to your direct messages with Swot." in told
    assert "Nothing there? Direct messages may be off." in told
    assert (BUTTON in told) == has_threads(chat)
    told = await chat.say("tom", "/swot desk")
    assert CLOSED in told
    assert (BUTTON in told) == has_threads(chat)


async def test_a_desk_goes_back_to_direct_messages(chat: Chat):
    """As whoever has it wants; where there are no private threads, nobody gets one."""
    await chat.say("maya", "/swot desk")
    told = await chat.press_action("maya", "desk.thread")
    if not has_threads(chat):
        assert "There are no private threads here." in told
        return
    assert "Your desk is #" in told
    assert "What I have for you alone comes to #" in await chat.say("maya", "/swot desk")
    told = await chat.press("maya", "Direct messages instead")
    assert "comes to your direct messages with Swot again." in told
    assert "(desk of maya) Your desk is here again." in told
    assert BUTTON in await chat.say("maya", "/swot desk")


async def test_a_desk_stays_where_it_is_over_a_restart(chat: Chat):
    """Nothing of it is in memory."""
    if not has_threads(chat):
        return
    await chat.say("tom", "/swot desk")
    await chat.press("tom", "Private thread")
    await chat.restart()
    assert "comes to #" in await chat.say("tom", "/swot desk")
    assert f"{THREAD} " in await chat.wait("4d")


async def test_forgetting_somebody_clears_their_thread(chat: Chat):
    """What was said there is taken away like anything else, and no row tells of the thread."""
    if not has_threads(chat):
        return
    await chat.say("tom", "/swot desk")
    await chat.press("tom", "Private thread")
    await chat.say("tom", "/privacy forget")
    told = await chat.press("tom", "Erase everything")
    assert "Erased" in told
    assert await chat.count(desks) == 0
    await chat.wait("1m")
    left = [one.view for one in chat.session.screen.seen_by("tom", "nowhere") if not one.only]
    assert {plain(view.text) for view in left} == {"Erased."}
