"""A class whose paper has been sat and handed in: for what is marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from bot.exams import store
from bot.exams.frozen import answers_of
from bot.exams.marking.service import Marking
from bot.exams.model import Mock, MockState
from bot.exams.paper import from_json
from bot.responses.model import Given
from bot.storage.tables import mock_marks
from tests.chat_harness import Chat
from tests.exams.hall import have_sat


async def have_handed_in(chat: Chat, answers: Mapping[str, Mapping[int, Given]], *, state: MockState = "ended") -> Mock:
    """A mock exam that these people have sat and handed in, as `have_sat` does it, with its marks as they then are."""
    mock = await have_sat(chat, answers, state=state)
    await chat.app.database.write(hand_in, chat.app._rooms.exams.marking, mock)
    return mock


def hand_in(tx: Connection, marking: Marking, mock: Mock) -> None:
    """Record all sittings of a mock exam."""
    sittings = store.sittings_of(tx, mock.id)
    given = answers_of(tx, sittings)
    paper = from_json(store.paper(tx, mock.id))
    marking.record_each(tx, mock, paper, [(sitting, given[sitting.id]) for sitting in sittings], sittings[0].handed_at)


async def marks_of(chat: Chat) -> list[Any]:
    """Every mark of a mock exam, by sitting and position."""
    return await chat.rows(select(mock_marks).order_by(mock_marks.c.sitting_id, mock_marks.c.position))
