"""Desks that take nothing any more: nobody is hammered at, no answer is lost, and the teacher is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal

import pytest

from bot.storage.tables import responses, sittings
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.exams.hall import HALL
from tests.stages.discord import DiscordStage

Loss = Literal["refuses", "leaves", "is deleted"]
LOSSES: tuple[Loss, ...] = ("refuses", "leaves", "is deleted")


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    """A class with a garden and exams, where Maya and Tom have been seen."""
    packs = (DATA / "garden", HALL)
    talking = await Chat.open(Installation(sqlite_url, packs=packs, platform="discord"))
    for person in ("maya", "tom"):
        await talking.say(person, "/leaderboard names:hide")
    await talking.say("teacher", "/class setup")
    yield talking
    await talking.close()


def lose(chat: Chat, person: str, how: Loss) -> None:
    """Somebody can't be written to any more."""
    stage = chat.on(DiscordStage)
    user = stage._user(person)
    match how:
        case "refuses":
            stage.discord.refuse_messages(user)
        case "leaves":
            stage.discord.leave_all(user)
        case "is deleted":
            stage.discord.delete_account(user)


def refused(chat: Chat) -> int:
    """How many requests count towards a ban."""
    return sum(request.status in (401, 403, 429) for request in chat.on(DiscordStage).discord.requests)


@pytest.mark.parametrize("how", LOSSES)
async def test_homework_for_somebody_who_can_not_be_written_to_is_tried_once_a_message(chat: Chat, how: Loss):
    """The teacher is told who, once, and finds it in the overview; the others have it."""
    lose(chat, "tom", how)
    await chat.say("teacher", '/quiz set topic:growing questions:3 due:"Fri 16:00"')
    told = await chat.wait("10m")
    assert told.count("1 learner could not be written to about the homework") == 1, told
    assert refused(chat) <= 1
    assert "(desk of maya) Homework for" in "\n".join([told, chat.text_since(0)])
    overview = await chat.say("teacher", "/quiz homework")
    assert "Could not be written to: Tom." in overview, overview
    assert await chat.wait("3h") == ""
    assert refused(chat) <= 1


@pytest.mark.parametrize("how", LOSSES)
async def test_homework_goes_on_for_whoever_closes_their_desk_in_the_middle(chat: Chat, how: Loss):
    """What they answered stays; reminders are tried once each."""
    await chat.say("teacher", '/quiz set topic:growing questions:3 due:"Fri 16:00"')
    await chat.wait("5m")
    before = refused(chat)
    lose(chat, "tom", how)
    told = await chat.wait("5d")
    assert refused(chat) - before <= 2
    assert "Homework for history was due now" in told


async def test_a_sitting_goes_on_where_its_learner_takes_no_more_messages(chat: Chat):
    """What stands on the desk is changed, not written anew: every answer is saved, and handed in at the end."""
    await chat.say("teacher", '/mock start paper:"Bees 1"')
    await chat.press("maya", "Begin")
    lose(chat, "maya", "refuses")
    await chat.press("maya", "1")
    for _ in range(2):
        labels = [one.label for one in chat.session.screen.messages[-1].view.controls]
        assert "saved" in await chat.press("maya", "True" if "True" in labels else "A")
        await chat.press("maya", "Next")
    told = await chat.wait("2h")
    [sitting] = await chat.rows(sittings.select())
    assert (sitting.state, await chat.count(responses)) == ("handed in", 2)
    assert "(desk of teacher) Bees 1 is over: 1 learner sat it." in told
    assert refused(chat) == 0
