"""A token that is withdrawn, and what becomes of the class until there is another one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.storage.tables import outbox
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.stages.slack import SlackStage


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    """A class with a fact every school day."""
    talking = await Chat.open(Installation(sqlite_url, packs=(DATA / "garden",), platform="slack"))
    await talking.say("teacher", "/class setup")
    await talking.press("teacher", "Start the class")
    await talking.say("maya", "/quiz solo topic:judging")
    await talking.press("maya", "False")
    await talking.say("teacher", "/fact schedule 08:30")
    yield talking
    await talking.close()


async def facts(chat: Chat) -> list[bool]:
    """Of each fact so far, whether it stands in the room."""
    found = await chat.rows(
        select(outbox.c.shown).where(outbox.c.key.startswith("timed")).order_by(outbox.c.created_at)
    )
    return [bool(row.shown) for row in found]


async def test_what_is_said_by_itself_goes_on_with_a_new_token(chat: Chat):
    """Nothing was paused meanwhile, and a fact of days ago does not come late."""
    stage = chat.on(SlackStage)
    await chat.wait("1d")
    assert await facts(chat) == [True]
    stage.slack.revoke(stage.slack.bot_token)
    await chat.wait("2d")
    stage.slack.reinstall()
    await chat.restart()
    assert "Paused" not in await chat.say("teacher", "/schedule list")
    await chat.wait("1d")
    assert await facts(chat) == [True, False, False, True]


async def test_a_fact_comes_late_if_the_token_is_back_within_hours(chat: Chat):
    """As if Swot had been off."""
    stage = chat.on(SlackStage)
    stage.slack.revoke(stage.slack.bot_token)
    await chat.wait("2h")
    stage.slack.reinstall()
    await chat.restart()
    await chat.wait("5m")
    assert await facts(chat) == [True]


async def test_nobody_s_desk_is_called_closed_for_it(chat: Chat):
    """That Swot's token is good for nothing says nothing of the learners, and whoever runs Swot hears of it."""
    stage = chat.on(SlackStage)
    for method in ("conversations.open", "chat.postMessage"):
        stage.slack.faults.add(method, 50, how="error", error="token_revoked")
    await chat.say("teacher", '/quiz set topic:growing questions:2 due:"Fri 16:00"')
    await chat.wait("30s")
    assert stage.adapter._revoked.done()
    stage.slack.faults.clear()
    await chat.wait("5m")
    assert "direct messages are off" not in await chat.say("maya", "/swot desk")
    troubles = await chat.rows(select(outbox.c.trouble).where(outbox.c.room.startswith("@")))
    assert [row.trouble for row in troubles if row.trouble.startswith("refused")] == []


async def test_a_channel_that_is_archived_pauses_its_posts_and_its_teacher_hears_why(chat: Chat):
    """Brought back, it has them again when the teacher lets them go on."""
    stage = chat.on(SlackStage)
    room = chat.session._room().key.rpartition(".")[2]
    stage.slack.archive_channel(room, silently=True)
    told = await chat.wait("1d")
    assert "The channel is archived. Bring it back, or use another one." in told
    stage.slack.world.channels[room].archived = False
    assert "Paused" in await chat.say("teacher", "/schedule list")
    await chat.press("teacher", "Fact of the day")
    await chat.press("teacher", "Go on")
    await chat.wait("1d")
    assert (await facts(chat))[-1]


@pytest.mark.parametrize("why", ["invalid_attachments", "metadata_too_large", "missing_scope", "something_new"])
async def test_a_room_is_not_given_up_for_what_is_not_its_fault(chat: Chat, why: str):
    """One message is lost at most, and the log tells of it; what comes next is posted."""
    stage = chat.on(SlackStage)
    stage.slack.faults.add("chat.postMessage", 50, how="error", error=why)
    await chat.wait("1d")
    stage.slack.faults.clear()
    assert "Paused" not in await chat.say("teacher", "/schedule list")
    await chat.wait("1d")
    assert await facts(chat) == [False, True]
