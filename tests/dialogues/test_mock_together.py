"""A mock exam that is sat together in a room: one question at a time for everybody, and no feedback until the end."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.clock import SECOND
from bot.storage.tables import mock_marks, mocks, responses, sittings
from tests.chat_harness import Chat, Installation
from tests.exams.hall import HALL

START = '/mock start paper:"Bees 2" together:yes minutes:5'
"""Three questions of one mark in five minutes: a hundred seconds each."""


@pytest.fixture
async def hall(platform: str, sqlite_url: str) -> AsyncIterator[Chat]:
    """A class with two papers, where Maya and Tom have been seen."""
    chat = await Chat.open(Installation(sqlite_url, packs=(HALL,), platform=platform))
    for person in ("maya", "tom"):
        await chat.say(person, "/leaderboard names:hide")
    await chat.say("teacher", "/class setup")
    yield chat
    await chat.close()


async def closes_in(chat: Chat) -> int:
    """In how many seconds the open question closes."""
    [mock] = await chat.rows(mocks.select())
    return (int(mock.question_ends_at) - chat.clock.now()) // SECOND


async def test_everybody_gets_each_question_at_the_same_time(hall: Chat):
    """Question after question stands in the room; answers are private, and nothing says what is right until the end."""
    told = await hall.say("teacher", START)
    assert "Mock exam: Bees 2 · 3 questions, 3 marks · all together, here" in told
    told = await hall.wait("15s")
    assert "Bees 2 · question 1 of 3 · 1 mark · closes in" in told
    assert await closes_in(hall) == 100
    for number in (1, 2, 3):
        for person in ("maya", "tom"):
            told = await answer(hall, person)
            assert "saved. You can change it until the question closes." in told
            assert f"(only {person})" in told
        told = await hall.wait("100s")
        assert f"question {number} of 3 · 1 mark · closed · 2 answered" in told
        assert "✓" not in told
    assert "Mock exam: Bees 2 is over." in told
    assert {(row.state, row.how) for row in await hall.rows(sittings.select())} == {("handed in", "ended")}
    assert await hall.count(mock_marks) == 6
    assert [row.state for row in await hall.rows(mocks.select())] == ["ended"]


async def answer(chat: Chat, person: str) -> str:
    """A person presses the first option of the open question, whichever kind it is."""
    labels = [one.label for message in chat.session.screen.messages for one in message.view.controls]
    return await chat.press(person, "True" if "True" in labels[-3:] else "A")


async def test_all_are_given_the_largest_extra_time_so_that_nobody_is_shown(hall: Chat):
    """Half as much again for everybody, because one of them has it; not a word of whom, or why."""
    await hall.say("teacher", "/class register")
    await hall.press("teacher", "Change as a list")
    await hall.write("teacher", f"{hall.by('tom').name} | Tom Ashe | 7 | +50%")
    told = await hall.say("teacher", START) + await hall.wait("15s")
    assert await closes_in(hall) == 150
    in_the_room = [line for line in told.splitlines() if not line.startswith("(only teacher)")]
    assert not [line for line in in_the_room if "50 %" in line and "Extra time" not in line]


async def test_an_answer_can_be_changed_until_the_question_closes_and_not_after(hall: Chat):
    """The last one counts; one for a question that is closed is refused, and nothing is changed."""
    await hall.say("teacher", START)
    await hall.wait("15s")
    await answer(hall, "maya")
    await answer(hall, "maya")
    [mock] = await hall.rows(mocks.select())
    await hall.wait("100s")
    assert "Question 1 is closed." in await hall.press_action("maya", f"together.answer:{mock.id}:1:0")
    assert "Question 3 is closed." in await hall.press_action("maya", f"together.answer:{mock.id}:3:0")
    assert await hall.count(responses) == 2
    assert "sat together: answer below the question" in await hall.say("maya", "/mock begin")


async def test_a_teacher_goes_on_pauses_gives_more_time_and_ends(hall: Chat):
    """What the room sees follows; time that stood still is not lost."""
    await hall.say("teacher", START)
    await hall.wait("15s")
    await hall.say("teacher", "/mock status")
    assert "Question 2 is put." in await hall.press("teacher", "Next question")
    await hall.wait("40s")
    told = await hall.say("teacher", "/mock pause")
    assert "The question comes back, with the time that it had left." in told
    [mock] = await hall.rows(mocks.select())
    assert "The exam is paused" in await hall.press_action("maya", f"together.answer:{mock.id}:2:0")
    await hall.wait("10m")
    assert "question 2 of 3" in await hall.press("teacher", "Go on")
    assert await closes_in(hall) == 60
    await hall.say("teacher", "/mock extend minutes:1")
    assert await closes_in(hall) == 120
    await answer(hall, "tom")
    await hall.say("teacher", "/mock end")
    told = await hall.press("teacher", "End it now")
    assert "question 2 of 3 · 1 mark · closed · 1 answered" in told
    assert await hall.count(mock_marks) == 3
    told = await hall.wait("10m")
    assert "question 3" not in told


async def test_it_goes_on_in_another_process(hall: Chat):
    """Restarted in the middle of a question, it closes when it would have closed."""
    await hall.say("teacher", START)
    await hall.wait("15s")
    await answer(hall, "maya")
    await hall.wait("50s")
    await hall.restart()
    told = await hall.wait("50s")
    assert "question 2 of 3" in told
    assert await closes_in(hall) == 100


async def test_a_long_answer_is_written_in_passages_here_too(hall: Chat):
    """The note that says what is saved leads to the next passage."""
    await hall.say("teacher", '/mock start paper:"Bees 1" together:yes minutes:60')
    await hall.wait("15s")
    await hall.say("teacher", "/mock status")
    for _ in range(6):
        await hall.press("teacher", "Next question")
    await hall.press("maya", "Write")
    assert "Passage 1: 2 words" in await hall.write("maya", "Very useful.")
    await hall.press("maya", "Next passage")
    assert "Passage 2: 3 words" in await hall.write("maya", "And honest, too.")
    found = await hall.rows(select(responses.c.given).order_by(responses.c.seq))
    assert found[-1].given == '["Very useful.", "And honest, too."]'
