"""A class's private channel that is shared with another school: Slack gives it another id for good."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.stages.slack import SlackStage


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    """A class in a private channel, with a fact every school day."""
    talking = await Chat.open(Installation(sqlite_url, packs=(DATA / "garden",), platform="slack"))
    stage = talking.on(SlackStage)
    stage.slack.world.channels[stage._channel(stage.room)].private = True
    await talking.say("teacher", "/class setup")
    await talking.press("teacher", "Start the class")
    await talking.say("teacher", "/fact schedule 08:30")
    yield talking
    await talking.close()


async def shared(chat: Chat) -> str:
    """The channel is shared; its new id."""
    stage = chat.on(SlackStage)
    new, told = stage.slack.share_outside(stage._channel(stage.room))
    await told.acknowledged
    stage._channels[stage.room] = new
    return new


async def test_the_class_is_the_same_there_and_its_fact_comes(chat: Chat):
    """Nobody sets anything up again."""
    whose = await chat.say("teacher", "/class room")
    new = await shared(chat)
    await chat.wait("1d")
    assert len(chat.on(SlackStage).slack.messages(new)) == 2
    assert "Paused" not in await chat.say("teacher", "/schedule list")
    assert (await chat.say("teacher", "/class room")).splitlines()[:1] == whose.splitlines()[:1]


async def test_a_round_goes_on_there(chat: Chat):
    """Its question is closed where it stands by now, and the result follows below it."""
    await chat.say("teacher", "/quiz round topic:judging questions:1 seconds:20")
    await chat.press("maya", "False")
    new = await shared(chat)
    await chat.wait("40s")
    _, question, result, over = [message.text for message in chat.on(SlackStage).slack.messages(new)]
    assert "question 1 of 1 · closed · 1 answered" in question
    assert "1 of 1 right" in result
    assert "Round over." in over
