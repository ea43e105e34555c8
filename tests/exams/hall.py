"""A class whose paper has been sat, made straight in the database: for what comes after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from bot.clock import MINUTE
from bot.exams import store
from bot.exams.model import Mock, MockState, Sitting, handed_in
from bot.exams.paper import ExamPaper, frozen, to_json
from bot.responses import service as responses
from bot.responses.model import Given, NewResponse
from bot.responses.service import Asking
from bot.storage.tables import class_rooms
from tests.chat_harness import Chat
from tests.conftest import DATA

HALL = DATA / "hall"
RIGHT: Mapping[int, Given] = {
    1: ("The queen",),
    2: ("Wax",),
    3: ("True",),
    4: ("Workers", "Drones"),
    5: ("smoke",),
    6: ("Nectar is gathered", "Nectar is dried", "Cells are capped"),
}
"""What earns all marks in the first part of Bees 1, by position; 7 (source, 4 marks) and 8 (essay, 6) people mark."""


async def class_of(chat: Chat) -> str:
    """The id of the class in the room that people are in, which is founded for it."""
    await chat.say("teacher", "/class setup")
    [row] = await chat.rows(select(class_rooms).where(class_rooms.c.room == chat.by("teacher").room.key))
    return str(row.class_id)


def paper_of(chat: Chat, id: str = "hall/bees-1") -> ExamPaper:
    """A paper of the pack, frozen as it is now."""
    bank = chat.app.curriculum.base
    paper, pack = bank.lessons.paper(id), id.partition("/")[0]
    sections = [(one.title, one.instructions or "", [f"{pack}/{q}" for q in one.questions]) for one in paper.sections]
    return frozen(bank, paper.title, paper.minutes, sections)


async def have_sat(
    chat: Chat,
    answers: Mapping[str, Mapping[int, Given]],
    *,
    paper: str = "hall/bees-1",
    state: MockState = "ended",
) -> Mock:
    """A mock exam that these people have sat: what each gave, by position; everybody has handed in ten minutes later.

    Its room is the one they are in, and the class is founded there. Nothing is marked.
    """
    class_id, sat, at = await class_of(chat), paper_of(chat, paper), chat.clock.now()
    mock = mock_of(chat, class_id, sat, f"mock{at % 1_000_000}", state)

    def write(tx: Connection) -> None:
        store.create(tx, mock, to_json(sat), ())
        for number, (name, given) in enumerate(answers.items()):
            event = replace(chat.by(name), at=at + number)
            chat.app._rooms.classes.note(tx, class_id, event)
            sitting = sitting_of(mock, event.person, number, at + number)
            store.begin(tx, handed_in(sitting, at + 10 * MINUTE, "self"))
            for position, words in given.items():
                item = sat.item(position)
                asking = Asking(class_id, sitting.session, position, item.id, item.revision)
                new = NewResponse(event.person, words, at + number + position, f"{mock.id}:{number}:{position}")
                responses.respond(tx, asking, new)

    await chat.app.database.write(write)
    return mock


def mock_of(chat: Chat, class_id: str, paper: ExamPaper, id: str, state: MockState = "ended") -> Mock:
    """A mock exam that is sat from now on, in the teacher's room."""
    teacher, at = chat.by("teacher"), chat.clock.now()
    return Mock(
        id=id,
        class_id=class_id,
        room=teacher.room.key,
        way="own",
        title=paper.title,
        minutes=paper.minutes,
        opens_at=at,
        closes_at=at + 60 * MINUTE,
        grace=0,
        everyone=True,
        state=state,
        set_by=teacher.person,
        set_at=at,
        ended_at=at + 30 * MINUTE if state != "open" else 0,
    )


def sitting_of(mock: Mock, person: str, number: int, at: int, *, extra: int = 0) -> Sitting:
    """A sitting that has just begun."""
    return Sitting(
        id=f"{mock.id}s{number}",
        mock_id=mock.id,
        person=person,
        seed=f"seed{number}",
        began_at=at,
        ends_at=at + mock.minutes * MINUTE * (100 + extra) // 100,
        extra=extra,
        desk=f"sitting:{mock.id}s{number}",
    )
