"""A class accepts a further answer: whoever gave it in an exam has its marks, until it is accepted no more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from bot.chat import plain
from bot.exams.model import Mock
from bot.storage.tables import mock_marks, mocks
from tests.chat_harness import Chat, Installation
from tests.exams.hall import HALL, have_sat
from tests.exams.scripts import have_handed_in

SMOKE = "hall/h-05"
ANSWERS = {"maya": {5: ("warm steam",), 1: ("The queen",)}, "tom": {5: ("water",)}}


@pytest.fixture
async def hall(database_url: str) -> AsyncIterator[Chat]:
    """A class that sits exams."""
    chat = await Chat.open(Installation(database_url, packs=(HALL,)))
    yield chat
    await chat.close()


async def earned(chat: Chat) -> list[Any]:
    """What everybody has for the question, in the order they sat."""
    found = select(mock_marks.c.earned).where(mock_marks.c.position == 5).order_by(mock_marks.c.sitting_id)
    return [row.earned for row in await chat.rows(found)]


async def accept(chat: Chat, mock: Mock, *, yes: bool = True) -> None:
    """The class takes “warm steam” for right from now on, or no more."""
    curriculum = chat.app.curriculum
    how = {"by": "terminal:teacher", "at": chat.clock.now()}

    def change(tx: Connection) -> None:
        if yes:
            curriculum.accept(tx, mock.class_id, SMOKE, ("warm steam",), why="said in class", **how)
        else:
            curriculum.accept_no_more(tx, mock.class_id, SMOKE, ("warm steam",), **how)

    await chat.app.database.write(change)


async def test_a_further_answer_counts_in_exams_that_were_sat_before(hall: Chat):
    """Those who gave it, and nobody else; the rest of their marks stays; taken away, it is as it was."""
    mock = await have_handed_in(hall, ANSWERS)
    assert await earned(hall) == [0, 0]
    await accept(hall, mock)
    assert await earned(hall) == [100, 0]
    others = await hall.rows(select(mock_marks.c.earned).where(mock_marks.c.position == 1))
    assert sorted(row.earned for row in others) == [0, 100]
    await accept(hall, mock, yes=False)
    assert await earned(hall) == [0, 0]


async def test_what_a_teacher_has_changed_stays(hall: Chat):
    """A mark that somebody gave is theirs, whatever the key becomes."""
    mock = await have_handed_in(hall, ANSWERS)
    theirs = update(mock_marks).where(mock_marks.c.position == 5).values(earned=50, marker="terminal:teacher")
    await hall.app.database.write(lambda tx: tx.execute(theirs) and None)
    await accept(hall, mock)
    assert await earned(hall) == [50, 50]


async def test_whoever_knows_their_results_is_told(hall: Chat):
    """Once results are out, on the desk of those whose mark is another one; before, nobody is."""
    mock = await have_handed_in(hall, ANSWERS)
    await accept(hall, mock)
    assert "mark" not in await hall.wait("5s")
    await accept(hall, mock, yes=False)
    await hall.app.database.write(
        lambda tx: tx.execute(update(mocks).where(mocks.c.id == mock.id).values(state="released")) and None
    )
    await accept(hall, mock)
    await hall.wait("5s")
    told = [shown for shown in hall.shown if shown.kind == "desk" and shown.view and "Bees 1" in plain(shown.view.text)]
    assert [shown.where for shown in told] == ["maya"]


async def test_another_class_s_exams_are_left_alone(hall: Chat):
    """What one class accepts is no other's affair."""
    mock = await have_sat(hall, ANSWERS)
    hall.session.room = "biology"
    await hall.say("teacher", "/class new name:Other")
    hall.clock.move_to(hall.clock.now() + 1)
    other = await have_handed_in(hall, {"ada": {5: ("warm steam",)}})
    assert other.class_id != mock.class_id
    await accept(hall, mock)
    assert await earned(hall) == [0]
