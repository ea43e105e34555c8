"""What a sitting earns as it is handed in."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, func, select

from bot.exams import store
from bot.exams.frozen import answers_of
from bot.exams.model import handed_in
from bot.exams.paper import ExamPaper, Item, Part
from bot.responses import service as responses
from bot.responses.model import NewResponse
from bot.responses.service import Asking
from bot.storage.tables import mock_marks, mocks
from tests.chat_harness import Chat, Installation
from tests.exams.hall import HALL, RIGHT, have_sat, paper_of, sitting_of
from tests.exams.scripts import have_handed_in, marks_of

ESSAY = ("Towns have flowers all summer.",)


@pytest.fixture
async def hall(database_url: str) -> AsyncIterator[Chat]:
    """A class at the terminal with the exam hall's pack, on both databases."""
    chat = await Chat.open(Installation(database_url, packs=(HALL,)))
    yield chat
    await chat.close()


async def test_what_the_rules_mark_is_marked_at_once(hall: Chat):
    """Everything right earns a mark each, and what was written waits in the queue, unmarked."""
    await have_handed_in(hall, {"maya": {**RIGHT, 7: ("It was there.",), 8: ESSAY}})
    rows = await marks_of(hall)
    assert [(row.position, row.earned, row.most) for row in rows] == [
        *((position, 100, 100) for position in range(1, 7)),
        (7, None, 400),
        (8, None, 600),
    ]
    assert [bool(row.place) for row in rows] == [False] * 6 + [True] * 2
    assert {(row.marker, row.twice, row.claimed_by, row.released) for row in rows} == {("", False, "", False)}


async def test_what_is_missing_or_only_begun_earns_nothing(hall: Chat):
    """Nothing given, one step of three, a blank passage: no mark, and nobody has to look at it."""
    await have_handed_in(hall, {"tom": {1: ("The drone",), 6: ("Nectar is gathered",), 8: ("  ", "\n")}})
    rows = await marks_of(hall)
    assert [row.earned for row in rows] == [0] * 8
    assert {row.place for row in rows} == {""}


async def test_what_is_partly_right_earns_a_part(hall: Chat):
    """As the rules mark it anywhere else: one of two ticked is half of it."""
    await have_handed_in(hall, {"tom": {4: ("Workers",), 5: ("Cool smoke",)}})
    rows = {row.position: row.earned for row in await marks_of(hall)}
    assert (rows[4], rows[5]) == (50, 100)


async def test_the_last_answer_counts_whichever_account_gave_it(hall: Chat):
    """An answer that was changed is marked as it stood in the end."""
    mock = await have_sat(hall, {"maya": {1: ("The drone",)}})

    def change(tx: Connection) -> object:
        [sitting] = store.sittings_of(tx, mock.id)
        asking = Asking(mock.class_id, sitting.session, 1, "hall/h-01", 1)
        responses.respond(tx, asking, NewResponse("terminal:other", ("The queen",), mock.set_at + 99, "later"))
        return answers_of(tx, [sitting])[sitting.id]

    assert await hall.app.database.write(change) == {1: ("The queen",)}


async def test_further_answers_of_the_class_count_while_the_question_is_the_same(hall: Chat):
    """What the class accepts is right in its exams too; not once the question asks something else."""
    mock = await have_sat(hall, {"maya": {5: ("vapour",)}})
    paper, curriculum = paper_of(hall), hall.app.curriculum

    def accept(tx: Connection) -> None:
        curriculum.accept(tx, mock.class_id, "hall/h-05", ("vapour",), why="", by="terminal:teacher", at=1)

    await hall.app.database.write(accept)
    assert await earned_at(hall, paper, 5) == 100
    older = replace(paper, parts=tuple(replace(part, items=tuple(map(revised, part.items))) for part in paper.parts))
    assert await earned_at(hall, older, 5) == 0


def revised(item: Item) -> Item:
    """The same question as it was asked in a revision that the bank has no more."""
    return replace(item, question=item.question.model_copy(update={"revision": 99}))


async def earned_at(chat: Chat, paper: ExamPaper, position: int) -> int:
    """What the one sitting there is would earn at a position; nothing of it stays."""

    def tried(tx: Connection) -> int:
        mock = store.find(tx, tx.execute(select(mocks.c.id)).scalar_one())
        assert mock is not None
        [sitting] = store.sittings_of(tx, mock.id)
        answers = answers_of(tx, [sitting])[sitting.id]
        with tx.begin_nested() as savepoint:
            chat.app._rooms.exams.marking.record(tx, mock, paper, sitting, answers, 5)
            found = tx.execute(select(mock_marks.c.earned).where(mock_marks.c.position == position)).scalar_one()
            savepoint.rollback()
        return int(found)

    return await chat.app.database.write(tried)


async def test_a_question_that_is_gone_is_marked_as_it_was_frozen(hall: Chat):
    """The paper has all that marking needs, whatever became of the pack."""
    await have_sat(hall, {"maya": {1: ("The queen",)}})
    [item] = [item for item in paper_of(hall).items if item.id == "hall/h-01"]
    paper = ExamPaper("Once", 5, (Part("A", "", (Item("gone/h-01", item.question),)),))
    assert await earned_at(hall, paper, 1) == 100


async def test_the_queue_s_order_tells_nothing_of_who_sat_first(hall: Chat):
    """Scripts lie in an order that chance made, another one for each question."""
    people = {f"learner{number}": {7: (f"Page {number}",), 8: ESSAY} for number in range(12)}
    await have_handed_in(hall, people)
    rows = await marks_of(hall)
    orders = [
        [row.sitting_id for row in sorted(rows, key=lambda row: row.place) if row.position == position]
        for position in (7, 8)
    ]
    assert len(set(map(tuple, [*orders, sorted(orders[0])]))) == 3


async def test_a_whole_school_is_handed_in_within_seconds(hall: Chat):
    """Five hundred sittings of forty questions in one transaction: twenty thousand marks, in well under ten seconds."""
    mock = await have_sat(hall, {"maya": RIGHT})
    paper = paper_of(hall)
    long = ExamPaper("Long", 60, (Part("A", "", paper.items * 5),))
    answers = {position: given for block in range(5) for position, given in shifted(block).items()}

    def record(tx: Connection) -> int:
        sittings = [sitting_of(mock, f"terminal:p{number}", number + 1, mock.set_at) for number in range(500)]
        for sitting in sittings:
            store.begin(tx, handed_in(sitting, mock.set_at + 9, "ended"))
        began = time.perf_counter()
        marking = hall.app._rooms.exams.marking
        for sitting in sittings[:250]:
            marking.record(tx, mock, long, sitting, answers, mock.set_at + 9)
        marking.record_each(tx, mock, long, [(sitting, answers) for sitting in sittings[250:]], mock.set_at + 9)
        assert time.perf_counter() - began < 10
        return int(tx.execute(select(func.count()).select_from(mock_marks)).scalar_one())

    assert await hall.app.database.write(record) == 20_000


def shifted(block: int) -> dict[int, tuple[str, ...]]:
    """Right answers for the block of the long paper that begins after so many others."""
    return {position + 8 * block: given for position, given in {**RIGHT, 8: ESSAY}.items()}
