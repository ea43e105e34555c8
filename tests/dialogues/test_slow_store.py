"""A store that stalls for five seconds: every answer is promised in time, and arrives when it is ready, once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Connection

from bot.clock import SECOND
from bot.storage.lanes import READERS
from bot.storage.tables import responses
from tests.chat_harness import Chat
from tests.stages.loopback import LoopbackStage

pytestmark = pytest.mark.parametrize("platform", ["discord", "slack"])


@asynccontextmanager
async def stalled(chat: Chat) -> AsyncIterator[None]:
    """The store takes nothing and gives nothing until the block is left."""
    go_on, busy = threading.Event(), threading.Semaphore(0)

    def wait(tx: Connection) -> None:
        busy.release()
        go_on.wait()

    held = [asyncio.ensure_future(chat.app.database.write(wait))]
    held += [asyncio.ensure_future(chat.app.database.read(wait)) for _ in range(READERS)]
    for _ in held:
        await asyncio.to_thread(busy.acquire)
    try:
        yield
    finally:
        go_on.set()
        await asyncio.gather(*held)


async def slowly(chat: Chat, deed: Awaitable[str]) -> str:
    """What appears when something is done while the store stalls for five seconds."""
    stage = chat.on(LoopbackStage)
    arrived, shown = stage.arrived, len(chat.shown)
    async with stalled(chat):
        doing = asyncio.ensure_future(deed)
        await stage.until(lambda: stage.arrived > arrived, "the event")
        assert not stage.acknowledged()
        chat.clock.move_to(chat.clock.now() + 2 * SECOND)
        await stage.until(stage.acknowledged, "the deferral")
        chat.clock.move_to(chat.clock.now() + 3 * SECOND)
        assert [seen.kind for seen in chat.shown[shown:] if seen.kind != "form"] == []
    return await doing


async def open_form(chat: Chat, seconds: int = 60) -> None:
    """Maya has the form open in which the question of a round is answered."""
    await chat.say("teacher", "/quiz round", topic="writing", questions=1, seconds=seconds)
    await chat.press("maya", "Answer")


async def test_a_note_follows(garden: Chat):
    """The answer to a press that only its presser sees comes late, privately, once; the press counts."""
    await garden.say("teacher", "/quiz round topic:judging questions:1 seconds:60")
    told = await slowly(garden, garden.press("maya", "False"))
    assert told.splitlines()[0] == "(only maya) Locked in: False. You can change it until the time is up."
    assert told.count("Locked in") == 1
    assert await garden.count(responses) == 1


async def test_a_note_follows_a_command(garden: Chat):
    """So does the answer to a command."""
    told = await slowly(garden, garden.say("maya", "/leaderboard"))
    assert told.startswith("(only maya) This week\n    Nobody has points yet.")


async def test_a_post_follows(garden: Chat):
    """What everybody is to see comes late to everybody, once."""
    told = await slowly(garden, garden.say("teacher", "/fact now"))
    assert told.strip().startswith("#history Did you know?")
    assert told.count("Did you know?") == 1


async def test_a_post_that_is_refused_stays_private(garden: Chat):
    """What was promised to everybody and is then refused is told to the one who asked, and to nobody else."""
    await garden.say("teacher", "/class teachers")
    told = await slowly(garden, garden.say("maya", "/fact now"))
    assert told == "(only maya) Only a teacher of this class can do that."
    assert [message for message in garden.session.screen.messages if not message.only] == []


async def test_an_edit_follows(garden: Chat):
    """The message that was pressed changes late, in its place."""
    await garden.say("maya", "/quiz solo topic:judging")
    count = len(garden.session.screen.messages)
    told = await slowly(garden, garden.press("maya", "False"))
    assert "False ✓" in told
    assert len(garden.session.screen.messages) == count


async def test_an_edit_that_is_refused_leaves_the_message(garden: Chat):
    """What was to change a message and is refused comes as a note beside it."""
    await garden.say("maya", "/quiz solo topic:ticking")
    told = await slowly(garden, garden.press("maya", "Check"))
    assert told == "(only maya) Tick at least one first."
    assert "Tick all that grow" in await garden.press("maya", "A")


async def test_a_form_follows(garden: Chat):
    """A form that comes too late to open by itself is a press away, and can be filled in."""
    await garden.say("teacher", "/quiz round topic:writing questions:1 seconds:60")
    told = await slowly(garden, garden.press("maya", "Answer"))
    if not garden.session.has_form("maya"):
        assert told == "(only maya) That took a moment. Here it is:\n    [Open “Your answer”]"
        await garden.press("maya", "Open")
    assert "Locked in: spade." in await garden.write("maya", "spade")


async def test_a_form_that_is_refused_says_so(garden: Chat):
    """Where a form was to come and the answer is no, the sentence comes."""
    await open_form(garden, seconds=10)
    garden.session.drop_form("maya")
    garden.clock.move_to(garden.clock.now() + 11 * SECOND)
    told = await slowly(garden, garden.press("maya", "Answer"))
    assert "Question 1 is closed." in told


async def test_the_answer_to_a_form_follows(garden: Chat):
    """What was written counts from when it arrived, and is confirmed late."""
    await open_form(garden)
    told = await slowly(garden, garden.write("maya", "spade"))
    assert told.splitlines()[0] == "(only maya) Locked in: spade. You can change it until the time is up."


async def test_the_edit_after_a_form_follows(garden: Chat):
    """The quiz goes on where the form was opened, late."""
    await garden.say("maya", "/quiz solo topic:writing")
    await garden.press("maya", "Answer")
    count = len(garden.session.screen.messages)
    told = await slowly(garden, garden.write("maya", "spade"))
    assert "Spade ✓" in told
    assert len(garden.session.screen.messages) == count


async def test_a_form_that_is_invalid_leads_back(garden: Chat):
    """What can't be taken is said late, with the way back to what was written."""
    await open_form(garden)
    told = await slowly(garden, garden.write("maya", "  "))
    assert told == "(only maya) Write an answer first.\n    [Try again]"
    await garden.press("maya", "Try again")
    assert "Locked in: spade." in await garden.write("maya", "spade")


async def test_a_page_follows(garden: Chat):
    """One's own page comes late, too."""
    await garden.say("tom", "/leaderboard")
    told = await slowly(garden, garden.home("maya"))
    assert told.startswith("(only maya) Swot: history\n    You have no points yet")


async def test_what_is_quick_is_not_deferred(garden: Chat):
    """An answer within two seconds is the first thing that the platform hears, and nothing comes after it."""
    await garden.say("teacher", "/quiz round topic:judging questions:1 seconds:60")
    await garden.press("maya", "False")
    sent = garden.session.wire()
    assert "Locked in" in sent[-1]
    garden.clock.move_to(garden.clock.now() + 5 * SECOND)
    await garden.session.adapter.settled()
    assert garden.session.wire() == sent
