"""A mock exam from its announcement to the results on everybody's desk, as a class lives through it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.clock import MINUTE, SECOND
from bot.storage.tables import mock_marks, mocks, sittings
from tests.chat_harness import Chat, Installation
from tests.dialogues.test_mock_sitting import desk, number_of
from tests.exams.hall import HALL, RIGHT, paper_of

pytestmark = [pytest.mark.every_platform, pytest.mark.usefixtures("nothing_goes_wrong_unseen")]
ESSAY = "Towns have flowers all summer. But too many hives starve wild bees, so: few."


@pytest.fixture
async def hall(platform: str, sqlite_url: str) -> AsyncIterator[Chat]:
    """A class where Maya and Tom have been seen, and Tom has a quarter more time."""
    chat = await Chat.open(Installation(sqlite_url, packs=(HALL,), platform=platform))
    for person in ("maya", "tom"):
        await chat.say(person, "/leaderboard names:hide")
    await chat.say("teacher", "/class register")
    await chat.press("teacher", "Change as a list")
    await chat.write("teacher", f"{chat.by('tom').name} | Tom Ashe | 7 | +25%")
    yield chat
    await chat.close()


async def give(chat: Chat, person: str, position: int) -> None:
    """A learner answers a question of the paper rightly, by pressing: its options are on the buttons."""
    await number_of(chat, person, paper_of(chat).item(position).question.stem)
    labels = re.findall(r"\[([^\]]+)\]", desk(chat, person))
    for text in RIGHT[position]:
        await chat.press(person, next(label for label in labels if label.endswith(text)))


async def test_an_exam_from_its_start_to_the_released_results(hall: Chat):
    """Set, begun by two, one of them with extra time; an essay marked by levels; released, read, and revised from."""
    told = await hall.say("teacher", '/mock start paper:"Bees 1"')
    assert "Mock exam: Bees 1 · 30 minutes from when you begin" in told
    for person in ("maya", "tom"):
        await hall.press(person, "Begin")
        await hall.press(person, "1")
    times = {row.person: row.ends_at - row.began_at for row in await hall.rows(sittings.select())}
    assert times[hall.session.key("maya")] == 30 * MINUTE
    assert times[hall.session.key("tom")] == 37 * MINUTE + 30 * SECOND

    for position in (1, 2, 3):
        await give(hall, "maya", position)
    await give(hall, "tom", 1)
    await number_of(hall, "maya", "Should bees be kept in towns?")
    await hall.press("maya", "Write")
    await hall.write("maya", ESSAY)
    assert "2 begun · 0 handed in" in await hall.say("teacher", "/mock status")
    await hall.press("maya", "Contents")
    await hall.press("maya", "Hand in")
    await hall.press("maya", "Hand in now")
    told = await hall.wait("38m")
    assert "your time was up at" in told
    await hall.say("teacher", "/mock end")
    told = await hall.press("teacher", "End it now")
    assert "Bees 1 is over: 2 learners sat it." in told
    assert "1 answer waits for somebody to mark: /mock mark" in told

    assert "1" in await hall.say("teacher", "/mock release")
    assert [row.state for row in await hall.rows(mocks.select())] == ["ended"]
    told = await hall.say("teacher", "/mock mark question:8")
    assert ESSAY in desk(hall, "teacher")
    assert "Maya" not in desk(hall, "teacher")
    await hall.press("teacher", "Level 3")
    await hall.press("teacher", "5")
    [essay] = await hall.rows(select(mock_marks).where(mock_marks.c.position == 8, mock_marks.c.place != ""))
    assert (essay.earned, essay.level) == (500, 3)

    told = await hall.say("teacher", "/mock release")
    told += await hall.press("teacher", "Set grade boundaries")
    told += await hall.write("teacher", "A 80, B 50, C 30", "per cent")
    told += await hall.press("teacher", "Release to 2 learners")
    told += await hall.wait("1m")
    assert "Bees 1: 8 / 16, grade B." in told
    assert "Bees 1: 1 / 16, grade U." in told
    assert [row.state for row in await hall.rows(mocks.select())] == ["released"]
    assert "Which bee lays the eggs?" in "".join(
        [await hall.press("maya", "See every question"), *[await hall.press("maya", "Next") for _ in range(7)]]
    )
    await hall.say("maya", "/mock results")
    told = await hall.press("maya", "Revise what I missed")
    assert "1 of 3" in told
    told = await hall.say("teacher", "/mock results")
    assert "2 learners" in told
    assert "too few learners to say more" in await hall.press("teacher", "By question")
