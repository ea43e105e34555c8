"""What a class can be set: found by id and title, suggested while it is typed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.chat import Choices, Suggest
from bot.clock import HOUR
from bot.errors import UserError
from bot.exams.papers import reading, store
from bot.exams.papers.model import Drawn, OwnPaper, Section, Wanted, meant
from bot.exams.papers.service import Papers
from bot.quiz.kinds import KINDS
from bot.storage.tables import classes, homework, rounds
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


async def test_suggesting_founds_no_class(hall: Chat):
    """Whoever only types has begun nothing; the packs' papers and topics come up all the same."""
    for command, option, first in (("mock papers", "paper", "hall/bees-1"), ("mock compose", "topics", "bees")):
        asked = Suggest(**hall.session._by("teacher"), command=command, option=option, typed="")
        answered = await hall.app.handle(asked)
        assert isinstance(answered, Choices)
        assert answered.options[0].value == first
    assert await hall.count(classes) == 0


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


async def test_a_class_s_papers_are_kept_renamed_and_removed(hall: Chat):
    """The newest first; each class has its own."""
    class_id = await class_of(hall)

    def change(tx: Connection) -> None:
        store.add(tx, own(class_id, "one", "One", 1))
        store.add(tx, own(class_id, "two", "Two", 2))
        assert [paper.title for paper in store.of_class(tx, class_id)] == ["Two", "One"]
        assert store.find(tx, class_id, "one") == own(class_id, "one", "One", 1)
        assert store.find(tx, "another", "one") is None
        assert store.has(tx, "one")
        store.rename(tx, "one", "First")
        store.remove(tx, "two")
        assert [paper.title for paper in store.of_class(tx, class_id)] == ["First"]
        assert not store.has(tx, "two")

    await hall.app.database.write(change)


async def test_what_was_drawn_comes_back_as_it_was(hall: Chat):
    """To the person and class it was drawn for, and to nobody else."""
    class_id = await class_of(hall)
    wanted = Wanted(20, 30, ("bees",), ("AO1", "AO3"), 2, 4, ("typed", "essay"), fresh=False)
    drawn = Drawn("id", wanted, 7, own(class_id).sections, 3)

    def change(tx: Connection) -> None:
        store.keep_drawn(tx, "terminal:teacher", class_id, drawn, 5)
        assert store.drawn(tx, "terminal:teacher", class_id, "id") == drawn
        assert store.drawn(tx, "terminal:teacher", "another", "id") is None
        assert store.drawn(tx, "terminal:maya", class_id, "id") is None

    await hall.app.database.write(change)


async def test_what_a_class_was_asked_since_an_instant(hall: Chat):
    """In rounds as far as they came, in homework that stands, in exams; nothing from before, or of another class."""
    class_id, at = await class_of(hall), hall.clock.now()
    await have_sat(hall, {}, paper="hall/bees-2")
    await hall.wait("1h")
    await hall.say("teacher", "/quiz round topic:honey questions:2")
    [game] = await hall.rows(rounds.select())
    first = {json.loads(game.questions)[0][0]}
    await hall.say("teacher", "/quiz stop")
    sat = {"hall/h-01", "hall/h-02", "hall/h-03"}

    async def since(instant: int, of: str = class_id) -> set[str]:
        return await hall.app.database.read(store.asked_since, of, instant)

    assert await since(at) == sat | first
    assert await since(at + HOUR) == first
    assert await since(hall.clock.now() + 1) == set()
    assert await since(0, "another") == set()
    await hall.say("teacher", '/quiz set topic:hives due:"Fri 16:00"')
    assert await since(at + HOUR) == first | {"hall/h-02", "hall/h-05"}
    await hall.app.database.write(lambda tx: tx.execute(homework.update().values(state="called off")) and None)
    assert await since(at + HOUR) == first


@pytest.mark.parametrize(
    ("written", "objectives", "difficulty"),
    [
        ("", (), (1, 5)),
        ("AO1, AO3", ("AO1", "AO3"), (1, 5)),
        ("ao3 AO1 2-4", ("AO1", "AO3"), (2, 4)),
        ("AO2; 3", ("AO2",), (3, 3)),
        ("AO1 and AO2, 2 to 5", ("AO1", "AO2"), (2, 5)),
        ("1–2", (), (1, 2)),
    ],
)
def test_objectives_and_difficulty_are_written_in_one(written: str, objectives: Any, difficulty: Any):
    """And read back as they are written."""
    assert reading.read_both(written) == (objectives, difficulty)
    wanted = Wanted(9, 9, objectives=objectives, easiest=difficulty[0], hardest=difficulty[1])
    assert reading.read_both(reading.write_both(wanted)) == (objectives, difficulty)


@pytest.mark.parametrize("written", ["0-3", "2-6", "5-1", "hard", "1-2-3", "AO5", "AO1 x"])
def test_what_is_neither_objective_nor_difficulty_is_refused(written: str):
    """With what would be right."""
    with pytest.raises(UserError, match=r"Difficulty goes from 1|There are AO1, AO2, AO3"):
        reading.read_both(written)


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("", ()),
        ("typed, Essays", ("typed", "essay")),
        ("essay & source questions", ("essay", "source")),
        ("True or false; dates, date", ("true-false", "date")),
        ("all", tuple(KINDS)),
    ],
)
def test_kinds_go_by_name_and_title(written: str, kinds: tuple[str, ...]):
    """In the singular and the plural, each once."""
    assert reading.read_kinds(written) == kinds
    assert reading.read_kinds("\n".join(kinds)) == kinds
