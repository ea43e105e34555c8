"""What a class can be set: found by id and title, suggested while it is typed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection

from bot.chat import Suggest
from bot.errors import UserError
from bot.exams.papers import store
from bot.exams.papers.model import OwnPaper, Section, meant
from bot.exams.papers.service import Papers
from tests.chat_harness import Chat, Installation
from tests.exams.hall import HALL, class_of, have_sat

TITLES = {"hall/bees-1": "Bees 1", "hall/bees-2": "Bees 2", "own1": "Recall, week 3"}


@pytest.fixture
async def hall(database_url: str) -> AsyncIterator[Chat]:
    """A class with the pack that has papers, on both databases."""
    talking = await Chat.open(Installation(database_url, packs=(HALL,)))
    yield talking
    await talking.close()


def papers_of(chat: Chat) -> Papers:
    """The papers of the chat's installation."""
    rooms = chat.app._rooms
    return Papers(chat.app.database, rooms.classes, rooms.curriculum, rooms._random)


def own(class_id: str, id: str = "own1", title: str = "Recall, week 3", at: int = 1) -> OwnPaper:
    """A paper of a class's own, of three questions in two sections."""
    sections = (Section("A", "Answer both.", ("hall/h-01", "hall/h-02")), Section("B", "", ("hall/h-08",)))
    return OwnPaper(id, class_id, title, 25, sections, "terminal:teacher", at)


@pytest.mark.parametrize(
    ("written", "id"),
    [("hall/bees-2", "hall/bees-2"), ("bees  1", "hall/bees-1"), ("own1", "own1"), ("recall", "own1")],
)
def test_a_paper_is_meant_by_id_by_title_or_by_what_no_other_has(written: str, id: str):
    """Capitals and spaces are nothing."""
    assert meant(written, TITLES) == id


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("bees", "Which paper is meant by “bees”: Bees 1, Bees 2?"),
        ("wasps", "There is no paper “wasps”. There are: Bees 1, Bees 2, Recall, week 3."),
        ("", "There is no paper “”"),
    ],
)
def test_a_paper_that_is_not_clear_is_refused_with_what_there_is(written: str, said: str):
    """An exam is set on no guess."""
    with pytest.raises(UserError) as refused:
        meant(written, TITLES)
    assert said in str(refused.value)


def test_where_there_is_none_it_is_said_how_to_make_one():
    """Not with an empty list."""
    with pytest.raises(UserError, match="/mock compose"):
        meant("bees", {})


async def test_a_paper_is_found_and_frozen_as_it_is(hall: Chat):
    """A pack's and the class's own; another class's is not there."""
    class_id, papers = await class_of(hall), papers_of(hall)

    def look(tx: Connection) -> None:
        store.add(tx, own(class_id))
        found = papers.find(tx, class_id, "Recall, week 3")
        assert ([one.id for one in found.items], found.minutes) == (["hall/h-01", "hall/h-02", "hall/h-08"], 25)
        assert [(part.title, part.instructions) for part in found.parts] == [("A", "Answer both."), ("B", "")]
        assert papers.find(tx, class_id, "hall/bees-1").marks == 16
        with pytest.raises(UserError):
            papers.find(tx, "another", "own1")

    await hall.app.database.write(look)


async def test_papers_are_suggested_by_what_is_typed(hall: Chat):
    """The class's own first; learners are suggested only what the packs have."""
    class_id, papers = await class_of(hall), papers_of(hall)
    await hall.app.database.write(store.add, own(class_id))

    async def suggested(person: str, typed: str) -> list[tuple[str, str]]:
        by = hall.session._by(person)
        found = await papers.suggested(Suggest(**by, command="mock start", option="paper", typed=typed))
        return [(option.label, option.value) for option in found]

    packs = [("Bees 1 (30 minutes)", "hall/bees-1"), ("Bees 2 (10 minutes)", "hall/bees-2")]
    assert await suggested("teacher", "") == [("Recall, week 3 (25 minutes)", "own1"), *packs]
    assert await suggested("teacher", "bees 2") == packs[1:]
    assert await suggested("maya", "") == packs


async def test_an_exam_asks_what_is_withheld_for_another(hall: Chat):
    """A second paper with the same questions is whole; everywhere else they are not offered."""
    mock = await have_sat(hall, {}, paper="hall/bees-2", state="open")
    await hall.app.database.write(hall.app.curriculum.changed, mock.class_id)

    def look(tx: Connection) -> None:
        assert len(papers_of(hall).find(tx, mock.class_id, "hall/bees-2").items) == 3
        bank = hall.app.curriculum.at(tx, mock.class_id)
        assert [bank.offers(f"hall/h-0{number}") for number in range(1, 9)] == [False] * 3 + [True] * 5
        assert (bank.withholds("hall/h-01"), bank.withholds("hall/h-04")) == (True, False)
        assert bank.whole.questions() == hall.app.curriculum.base.questions()
        assert bank.has("hall/h-01")

    await hall.app.database.read(look)
