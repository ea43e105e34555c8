"""A learner's own page: what is there when Swot is opened."""

from __future__ import annotations

import re

from bot.chat import Answer, Home, Opened, Room, plain
from bot.storage.tables import solos
from tests.chat_harness import Chat

PRIVATE = Room(key="terminal:home-maya", space="terminal:elsewhere", private=True)
"""Where a home page is: in no class's room."""

# Helpers


async def earn(chat: Chat, person: str) -> None:
    """A person answers one question rightly."""
    await chat.say(person, "/quiz solo", topic="judging")
    assert "False ✓" in await chat.press(person, "False")


async def meet(chat: Chat) -> None:
    """The class has used Swot in its room: where a page is in no room, that is how it is known."""
    await chat.say("tom", "/leaderboard")


async def opened(chat: Chat, person: str, room: Room | None = None) -> Answer | None:
    """What a person gets who opens Swot, in the class's room or elsewhere."""
    by = chat.by(person)
    return await chat.app.handle(
        Opened(person=by.person, name=by.name, room=room or by.room, at=by.at, delivery=by.delivery)
    )


async def test_the_page_is_titled_and_says_where_one_stands_and_what_to_do(chat: Chat):
    """One's own place, a way to revise, and where to find the rest."""
    await earn(chat, "maya")
    told = await chat.home("maya")
    assert told.startswith("(only maya) Swot\n    You are 1st of 1 with 1 point.")
    assert "/swot help" in told
    assert told.endswith("[Revise now]")


async def test_the_page_of_somebody_new_invites(chat: Chat):
    """Before there are points it says so, and offers a beginning."""
    await meet(chat)
    told = await chat.home("maya")
    assert "You have no points yet" in told
    assert told.endswith("[Revise now]")


async def test_the_page_is_ones_own(chat: Chat):
    """Nobody's name or points stand on it but the reader's place, even of those who show their names."""
    await earn(chat, "tom")
    await chat.say("tom", "/leaderboard", names="show")
    told = await chat.home("maya")
    assert "Tom" not in told
    assert "You have no points yet" in told
    assert "(only maya)" in told


async def test_the_page_tells_of_this_week(chat: Chat):
    """Last week's points are no longer on it."""
    await earn(chat, "maya")
    await chat.wait("7d")
    assert "You have no points yet" in await chat.home("maya")


async def test_the_page_begins_a_quiz(chat: Chat):
    """[Revise now] asks the first question, of the one who pressed and for them alone."""
    await meet(chat)
    since = len(chat.shown)
    await chat.home("maya")
    told = await chat.press("maya", "Revise now")
    assert re.match(r"\((only|desk of) maya\) 1 of 8 · Mixed questions\n", told)
    assert {shown.kind for shown in chat.shown[since:]} <= {"note", "desk"}


async def test_the_page_works_after_a_restart(chat: Chat):
    """A page stays open for days; its button is an address."""
    await meet(chat)
    await chat.home("maya")
    await chat.restart()
    assert "1 of 8 · Mixed questions" in await chat.press("maya", "Revise now")


async def test_a_press_on_the_page_delivered_again_begins_one_quiz(chat: Chat):
    """The same question comes back."""
    await meet(chat)
    await chat.home("maya")
    told = await chat.press("maya", "Revise now")
    assert await chat.redeliver() == told
    assert await chat.count(solos) == 1


async def test_opening_is_answered_with_a_page(chat: Chat):
    """Whatever is known of the person, the answer to opening is a page."""
    assert isinstance(await opened(chat, "maya"), Home)
    await earn(chat, "maya")
    assert isinstance(await opened(chat, "maya"), Home)


async def test_the_page_of_a_class_opens_in_private(chat: Chat):
    """A home page belongs to no room: it tells of the class that the person was last active in."""
    await earn(chat, "maya")
    page = await opened(chat, "maya", PRIVATE)
    assert isinstance(page, Home)
    assert plain(page.view.text).startswith("You are 1st of 1")


async def test_the_page_of_somebody_without_a_class_opens_too(chat: Chat):
    """Opening is always answered with a page; this one says what to do first."""
    assert isinstance(await opened(chat, "maya", PRIVATE), Home)
