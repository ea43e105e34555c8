"""Classes whose mock exams are marked, made straight in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from sqlalchemy import Connection, insert

from bot.clock import MINUTE
from bot.exams import store
from bot.exams.model import Boundaries, Mock, Sitting, handed_in
from bot.exams.paper import ExamPaper, Item, Part, to_json
from bot.marking.outcome import FULL
from bot.quiz.kinds import kind_of
from bot.responses.model import Given
from bot.storage.tables import members, mock_marks, responses
from tests.chat_harness import Chat
from tests.exams.hall import RIGHT, have_sat, paper_of, sitting_of

ESSAY = ("They should not.\nToo many hives starve wild bees, and a town has enough of them.",)
ANSWERS: Mapping[str, Mapping[int, Given]] = {
    "maya": {**RIGHT, 2: ("Clay",), 7: ("It was written on the day.",), 8: ESSAY},
    "tom": {1: ("The drone",), 3: ("True",), 5: ("water",), 7: ("It says forty pounds.",)},
}
EARNED: Mapping[str, Sequence[int | None]] = {
    "maya": (100, 0, 100, 100, 100, 100, 300, 400),
    "tom": (0, 0, 100, 0, 0, 0, 150, 0),
}
"""What these answers earned: 12 of 16 and 2.5."""
LEVELS = {("maya", 7): 2, ("maya", 8): 2, ("tom", 7): 1}
COMMENTS = {("maya", 8): "Say what the other side would answer."}
GRADES: Boundaries = (("A", 750_000), ("B", 500_000), ("E", 100_000))


async def are_marked(
    chat: Chat,
    mock: Mock,
    earned: Mapping[str, Sequence[int | None]] = EARNED,
    boundaries: Boundaries = (),
    paper: str = "hall/bees-1",
) -> Mock:
    """Give what each of these people handed in its marks, by place in the paper; none is not marked yet."""
    found = replace(mock, boundaries=boundaries)
    sittings = {one.person: one for one in await chat.app.database.read(store.sittings_of, mock.id)}
    sat = paper_of(chat, paper)
    rows = [
        row_of(
            sittings[chat.by(name).person],
            position,
            sat.item(position),
            mark,
            level=LEVELS.get((name, position), 0),
            comment=COMMENTS.get((name, position), ""),
        )
        for name, marks in earned.items()
        for position, mark in enumerate(marks, 1)
    ]

    def write(tx: Connection) -> None:
        store.save(tx, found)
        tx.execute(insert(mock_marks), rows)

    await chat.app.database.write(write)
    return found


async def sat_and_marked(chat: Chat, boundaries: Boundaries = ()) -> Mock:
    """Maya and Tom have sat Bees 1, it is over, and every mark is there."""
    return await are_marked(chat, await have_sat(chat, ANSWERS), boundaries=boundaries)


def row_of(
    sitting: Sitting, position: int, item: Item, earned: int | None, *, level: int = 0, comment: str = ""
) -> dict[str, object]:
    """A row of a mark, as handing in and marking leave it."""
    return {
        "sitting_id": sitting.id,
        "position": position,
        "mock_id": sitting.mock_id,
        "question": item.id,
        "most": item.most,
        "earned": earned,
        "level": level,
        "comment": comment,
        "marker": "",
        "reason": "",
        "at": sitting.handed_at,
        "place": "a" if item.by_people else "",
        "twice": False,
        "claimed_by": "",
        "claimed_until": 0,
        "released": False,
    }


# Large classes


@dataclass(frozen=True, slots=True)
class Chance:
    """A question's part in a made-up class: how hard it is, and how well it tells who knows more."""

    hard: float
    slope: float


def made_up(random: Random, learners: int, chances: Sequence[Chance]) -> list[list[bool]]:
    """Who has which question right, where chance decides by how much each knows."""
    known = [random.gauss(0, 1) for _ in range(learners)]
    return [
        [random.random() < 1 / (1 + 2.718281828 ** (-one.slope * (able - one.hard))) for one in chances]
        for able in known
    ]


def crowd(tx: Connection, mock: Mock, paper: ExamPaper, right: Sequence[Sequence[bool]], at: int) -> None:
    """Have a crowd sit a paper that rules mark: whoever is not right gave a wrong option, or nothing."""
    store.create(tx, mock, to_json(paper), ())
    names = [f"Learner {number:03}" for number in range(len(right))]
    people = [f"terminal:crowd{number:03}" for number in range(len(right))]
    sittings = [
        handed_in(sitting_of(mock, person, number, at), at + 10 * MINUTE, "self")
        for number, person in enumerate(people)
    ]
    there = [
        {"class_id": mock.class_id, "person": person, "name": name, "seen_at": at}
        for person, name in zip(people, names, strict=True)
    ]
    tx.execute(insert(members), there)
    for sitting in sittings:
        store.begin(tx, sitting)
    each = [
        (sitting, position, item, correct)
        for sitting, row in zip(sittings, right, strict=True)
        for position, (item, correct) in enumerate(zip(paper.items, row, strict=True), 1)
    ]
    tx.execute(
        insert(mock_marks),
        [row_of(sitting, position, item, FULL if correct else 0) for sitting, position, item, correct in each],
    )
    tx.execute(insert(responses), [_response(mock, *one, at) for one in each])


def _response(mock: Mock, sitting: Sitting, position: int, item: Item, correct: bool, at: int) -> dict[str, object]:  # noqa: FBT001
    import json  # noqa: PLC0415

    kind = kind_of(item.question)
    wrong = getattr(item.question, "distractors", ())
    given = (
        kind.right_answer(item.question) if correct else (wrong[len(sitting.id) % len(wrong)].text,) if wrong else ()
    )
    return {
        "class_id": mock.class_id,
        "session": sitting.session,
        "position": position,
        "question": item.id,
        "revision": item.revision,
        "person": sitting.person,
        "given": json.dumps(given),
        "at": at + position,
        "delivery": f"crowd:{sitting.id}:{position}",
    }


def large_paper(chat: Chat, count: int) -> ExamPaper:
    """A paper of so many questions with options, of the pack that comes with Swot."""
    bank = chat.app.curriculum.base
    ids = [id for id in bank.questions() if bank.question(id).type == "single-choice"][:count]
    return ExamPaper("Recall 1", 40, (Part("All", "", tuple(Item(id, bank.question(id)) for id in ids)),))
