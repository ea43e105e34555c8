"""What a learner may know of an exam, and what is left of it once they are forgotten."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import update

from bot.storage.tables import mock_markings, mock_marks, responses, sittings
from bot.storage.tables.kept import NOBODY
from tests.chat_harness import Chat, Installation
from tests.exams.hall import HALL, have_sat
from tests.exams.marked import are_marked

ESSAY = "Quokkas belong in towns."


@pytest.fixture
async def hall(database_url: str) -> AsyncIterator[Chat]:
    """A class that has sat a paper, which is marked and not released."""
    chat = await Chat.open(Installation(database_url, packs=(HALL,)))
    answers = {"maya": {1: ("The queen",), 8: (ESSAY,)}, "tom": {1: ("The drone",)}}
    mock = await have_sat(chat, answers)
    await are_marked(chat, mock, {"maya": (100, 0, 0, 0, 0, 0, 0, 400), "tom": (0,) * 8})
    yield chat
    await chat.close()


async def exported(chat: Chat, person: str) -> dict[str, Any]:
    """What somebody's export has, by table."""
    await chat.say(person, "/privacy export")
    with zipfile.ZipFile(io.BytesIO(chat.given(person)[1])) as archive:
        found: dict[str, Any] = json.loads(archive.read("my-data.json"))["kept"]
    return found


async def test_marks_are_in_an_export_once_they_are_released(hall: Chat):
    """Before that a learner's own answers and times are, and not a mark."""
    before = await exported(hall, "maya")
    assert "sittings" in before
    assert ESSAY in json.dumps(before["responses"])
    assert "mock_marks" not in before
    await hall.app.database.write(lambda tx: tx.execute(update(mock_marks).values(released=True)) and None)
    after = await exported(hall, "maya")
    assert [row["earned"] for row in after["mock_marks"]["rows"]] == [100, 0, 0, 0, 0, 0, 0, 400]


async def test_a_sitting_goes_with_whoever_is_forgotten(hall: Chat):
    """Their answers, times and marks in it go; everybody else's stay as they are."""
    await hall.wait("1h")
    await hall.say("maya", "/privacy forget")
    await hall.press("maya", "Erase everything")
    await hall.wait("1m")
    assert [row.person for row in await hall.rows(sittings.select())] == ["terminal:tom"]
    assert {row.sitting_id for row in await hall.rows(mock_marks.select())} == {
        row.id for row in await hall.rows(sittings.select())
    }
    assert await hall.count(mock_markings) == 0
    left = await hall.rows(responses.select())
    assert ESSAY not in repr(left)
    assert {row.person for row in left} <= {"terminal:tom", NOBODY}
