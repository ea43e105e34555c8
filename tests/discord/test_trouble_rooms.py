"""Rooms that are gone or closed: whatever was to be said there is paused, and its teacher told once."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import select

from bot.storage.tables import mocks, rounds
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.exams.hall import HALL
from tests.stages.discord import DiscordStage

GARDEN = DATA / "garden"
Loss = Literal["forbidden", "hidden", "deleted", "deleted unseen", "server left"]
LOSSES: tuple[Loss, ...] = ("forbidden", "hidden", "deleted", "deleted unseen", "server left")
KINDS = {
    "fact of the day": "/fact schedule 08:30",
    "question of the day": "/schedule question 09:00",
    "leaderboard digest": "/schedule digest",
    "exam countdown": "/schedule countdown",
    "weekly round": "/schedule round 10:00 days:wed",
}
"""What sets each kind of timed post up, by what it is called."""
TOLD = re.compile(r"\(desk of teacher\)")
TOGETHER = '/mock start paper:"Bees 2" together:yes minutes:5'


async def opened(url: str, pack: Path) -> Chat:
    """A class at a school on Discord."""
    return await Chat.open(Installation(url, packs=(pack,), platform="discord"))


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    """A class with a garden."""
    talking = await opened(sqlite_url, GARDEN)
    yield talking
    await talking.close()


@pytest.fixture
async def hall(sqlite_url: str) -> AsyncIterator[Chat]:
    """A class with exams, where Maya has been seen."""
    talking = await opened(sqlite_url, HALL)
    await talking.say("maya", "/leaderboard names:hide")
    await talking.say("teacher", "/class setup")
    yield talking
    await talking.close()


async def lose(chat: Chat, how: Loss) -> None:
    """The class's room is lost."""
    stage = chat.on(DiscordStage)
    match how:
        case "forbidden" | "hidden":
            stage.discord.forbid(stage._channel(stage.room), hidden=how == "hidden")
        case "deleted" | "deleted unseen":
            await stage.lose_room(silently=how == "deleted unseen")
        case "server left":
            before = stage.handled
            stage.discord.remove_guild(stage.guild)
            await stage.answered(before, "the notice")


async def ready(chat: Chat) -> None:
    """There is an exam to count down to, and a digest has somebody to tell of."""
    await chat.say("teacher", "/calendar exam", day="2 June 2027", name="Paper 1")
    await chat.say("teacher", "/quiz round", topic="growing", questions="1")
    await chat.press("maya", chat.session.screen.messages[-1].view.controls[0].label)
    await chat.wait("1m")


def posts_to(chat: Chat, channel: str) -> int:
    """How many requests have tried to post in a channel."""
    path = f"/channels/{channel}/messages"
    return sum((one.method, one.path) == ("POST", path) for one in chat.on(DiscordStage).discord.requests)


# Timed posts


@pytest.mark.parametrize(
    ("kind", "how"), [*((kind, "forbidden") for kind in KINDS), *(("fact of the day", how) for how in LOSSES[1:])]
)
async def test_every_kind_of_timed_post_is_paused_and_told_of_once(chat: Chat, kind: str, how: Loss):
    """At its next time, after one try; and not again in the weeks to come."""
    await ready(chat)
    set_up = await chat.say("teacher", KINDS[kind])
    assert "From " in set_up, set_up
    stage = chat.on(DiscordStage)
    channel = stage._channel(stage.room)
    before = posts_to(chat, channel)
    await lose(chat, how)
    told = await chat.wait("14d")
    assert len(TOLD.findall(told)) == 1, told
    assert f"The {kind} could not be posted in its room, and is paused there." in told
    assert posts_to(chat, channel) - before == 1


async def test_all_that_is_said_in_a_room_is_told_of_together(chat: Chat):
    """In one message, with the commands that begin it again."""
    await ready(chat)
    for command in KINDS.values():
        await chat.say("teacher", command)
    await lose(chat, "forbidden")
    told = await chat.wait("14d")
    assert len(TOLD.findall(told)) == 1, told
    assert (
        "The fact of the day, question of the day, weekly round, leaderboard digest and exam countdown could not be"
        " posted in their room, and are paused there." in told
    )
    assert (
        "/fact schedule, /schedule question, /schedule round, /schedule digest and /schedule countdown in that" in told
    )


# A live round


@pytest.mark.parametrize("how", LOSSES)
async def test_a_live_round_ends_with_its_room(chat: Chat, how: Loss):
    """After one refusal at most; where people can mend it, the starter is told how, once."""
    await chat.say("teacher", "/quiz round", topic="growing", questions="3")
    await chat.press("maya", chat.session.screen.messages[-1].view.controls[0].label)
    stage = chat.on(DiscordStage)
    channel = stage._channel(stage.room)
    await lose(chat, how)
    before = posts_to(chat, channel)
    told = await chat.wait("1h")
    assert len(TOLD.findall(told)) == (how in ("forbidden", "hidden")), told
    assert [game.ended for game in await chat.rows(select(rounds))] == ["room gone"]
    assert posts_to(chat, channel) - before <= 1
    assert await chat.app.dispatcher.next_at() is None


async def test_a_room_that_is_closed_while_answers_are_counted_ends_the_round_then(chat: Chat):
    """The edit that is refused tells as well; nothing is edited every two seconds until the question closes."""
    await chat.say("teacher", "/quiz round", topic="growing", questions="3", seconds="120")
    await lose(chat, "hidden")
    await chat.press("maya", chat.session.screen.messages[-1].view.controls[0].label)
    told = await chat.wait("5s")
    assert "Nobody could see the round" in told
    discord = chat.on(DiscordStage).discord
    assert sum(one.status == 403 for one in discord.requests) <= 2


@pytest.mark.parametrize("after", ["answering", "closing"])
async def test_a_shared_message_that_is_deleted_costs_the_round_nothing(chat: Chat, after: str):
    """The answers count, the reveal stands in a message of its own, and the next question comes."""
    await chat.say("teacher", "/quiz round", topic="growing", questions="2", seconds="20")
    await chat.press("maya", chat.session.screen.messages[-1].view.controls[0].label)
    if after == "closing":
        await chat.wait("21s")
        stage = chat.on(DiscordStage)
        [question, *_] = stage.discord.messages(stage._channel(stage.room))
        stage.discord.delete_message(question["id"])
    else:
        chat.session.delete_newest()
    told = await chat.wait("2m")
    assert "question 2 of 2" in told
    assert (" of 1 right" in told) == (after == "answering")
    assert "Round over." in told


# An exam that is sat together


@pytest.mark.parametrize("how", LOSSES)
async def test_an_exam_that_is_sat_together_waits_where_its_room_is_lost(hall: Chat, how: Loss):
    """No question is put to nobody: it is paused at the next one, and its teacher told once, with the way on."""
    await hall.say("teacher", TOGETHER)
    await hall.wait("20s")
    stage = hall.on(DiscordStage)
    channel = stage._channel(stage.room)
    await lose(hall, how)
    before = posts_to(hall, channel)
    told = await hall.wait("1h")
    assert len(TOLD.findall(told)) == 1, told
    assert "Bees 2 is paused: nothing can be posted in its room." in told
    [mock] = await hall.rows(select(mocks))
    assert (mock.state, mock.position, bool(mock.paused_at)) == ("open", 2, True)
    assert posts_to(hall, channel) - before == (how != "hidden"), "the edit that closes the question tells, too"


async def test_such_an_exam_goes_on_where_it_stood(hall: Chat):
    """Once Swot may write there again, the question that nobody has seen is put, with all its time."""
    await hall.say("teacher", TOGETHER)
    await hall.wait("20s")
    await lose(hall, "forbidden")
    await hall.wait("1h")
    hall.session.allow()
    told = await hall.press("teacher", "Go on")
    assert "question 2 of 3 · 1 mark · closes in 100 s" in told, told
    assert "saved" in await hall.press("maya", "A")
    assert "question 3 of 3" in await hall.wait("101s")


async def test_an_exam_whose_announcement_nobody_will_see_is_told_of(hall: Chat):
    """Whoever set it learns that, and how it can be begun; the exam itself is on."""
    await lose(hall, "forbidden")
    told = await hall.say("teacher", '/mock start paper:"Bees 1"') + await hall.wait("1m")
    assert told.count("Bees 1 could not be announced in its room.") == 1
    assert "Let Swot see the channel" in told
    assert len(TOLD.findall(told)) == 1


# Homework


async def test_homework_whose_announcement_nobody_will_see_is_told_of(chat: Chat):
    """Whoever set it learns that; learners have it on their desks."""
    await chat.say("maya", "/leaderboard names:hide")
    await chat.say("teacher", "/class setup")
    await lose(chat, "forbidden")
    told = await chat.say("teacher", "/quiz set topic:growing due:fri announce:yes") + await chat.wait("10m")
    assert "could not be announced in its room" in told, told
    assert "(desk of maya) Homework for" in told
