"""Papers: put together with `/mock compose`, looked at with `/mock papers`."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.chat import Choices, Suggest
from bot.exams.paper import ExamPaper
from bot.storage.tables import deeds, drafts, homework, mocks, own_papers
from tests.chat_harness import Chat, Installation
from tests.exams.hall import HALL, class_of, have_sat
from tests.exams.test_papers import own

ALL = "/mock compose marks:16 kinds:all"
"""Everything that the hall has."""


@pytest.fixture
async def hall(platform: str, sqlite_url: str) -> AsyncIterator[Chat]:
    """A class with the pack of the exam hall, on every platform."""
    talking = await Chat.open(Installation(sqlite_url, packs=(HALL,), platform=platform))
    await talking.say("teacher", "/class setup")
    yield talking
    await talking.close()


# Helpers


def draw_in(told: str) -> int:
    """The number of a draw."""
    found = re.search(r"draw (\d+)", told)
    assert found
    return int(found[1])


async def saved(chat: Chat, title: str, command: str = ALL) -> str:
    """The teacher puts a paper together and saves it; what appears comes back."""
    await chat.say("teacher", command)
    await chat.press("teacher", "Save")
    return await chat.write("teacher", title)


async def paper_of(chat: Chat, written: str) -> ExamPaper:
    """What would be set."""
    class_id = await class_of(chat)
    return await chat.app.database.read(chat.app._rooms.exams.papers.find, class_id, written)


async def suggested(chat: Chat, option: str, typed: str, command: str = "mock compose") -> list[tuple[str, str]]:
    """What the teacher is suggested while they type."""
    by = chat.session._by("teacher")
    answered = await chat.app.handle(Suggest(**by, command=command, option=option, typed=typed))
    assert isinstance(answered, Choices)
    return [(one.label, one.value) for one in answered.options]


# Put together


async def test_a_paper_is_drawn_and_looked_at(hall: Chat):
    """Its size, sections, topics, objectives and difficulties, to the teacher alone."""
    told = await hall.say("teacher", ALL)
    assert "(only teacher)" in told
    for words in (
        "A paper, not saved yet · draw ",
        "8 questions · 16 marks · 16 minutes",
        "A: Short questions · 6 questions, 6 marks",
        "B: Source questions · 1 question, 4 marks",
        "C: Essays · 1 question, 6 marks",
        "Marks by objective: AO1 6 · AO2 4 · AO3 6",
        "Questions of difficulty 1 to 3: 3 · 3 · 2",
    ):
        assert words in told
    assert re.search(r"Bees\W+3\W+8", told)
    assert "not to be had" not in told


async def test_its_questions_are_looked_at_one_by_one(hall: Chat):
    """In pages, with what each is worth; and back to the whole."""
    told = await hall.say("teacher", "/mock compose marks:6")
    listed = await hall.press("teacher", "Questions")
    assert "Which bee lays the eggs?" in listed
    assert "Bees · AO1, difficulty 1" in listed
    assert "8." not in listed
    assert draw_in(await hall.press("teacher", "Back")) == draw_in(told)


async def test_another_draw_is_another_paper(hall: Chat):
    """In the message's own place; the number of a draw brings it back."""
    told = await hall.say("teacher", "/mock compose marks:3 seed:41")
    assert draw_in(told) == 41
    first = await hall.press("teacher", "Questions")
    await hall.press("teacher", "Back")
    papers = set()
    for number in range(42, 47):
        assert draw_in(await hall.press("teacher", "Another draw")) == number
        papers.add(await hall.press("teacher", "Questions"))
        await hall.press("teacher", "Back")
    assert len(papers) > 1
    await hall.say("teacher", "/mock compose marks:3 seed:41")
    again = await hall.press("teacher", "Questions")
    assert again.partition("1. ")[2] == first.partition("1. ")[2]


async def test_what_could_not_be_met_is_said(hall: Chat):
    """Marks, topics, objectives, kinds."""
    told = await hall.say("teacher", "/mock compose marks:30")
    assert "30 marks were not to be had: 6." in told
    told = await hall.say(
        "teacher", '/mock compose marks:1 topics:"bees, hives" objectives:"AO1 AO3" kinds:"typed, essay"'
    )
    assert "Nothing of this is in it: Bees, AO3, Essays." in told
    assert "1 question · 1 mark · 5 minutes" in told
    refused = await hall.say("teacher", "/mock compose difficulty:5")
    assert "There are no questions like that. Ask for other topics" in refused


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("topics:wasps", "There is no topic “wasps”."),
        ("objectives:AO4", "There is no objective “AO4”. There are AO1, AO2, AO3."),
        ("difficulty:4-2", "Difficulty goes from 1, easy, to 5, hard: 2-4, for example."),
        ("kinds:riddles", "There is no kind “riddles”. There are single-choice, true-false"),
    ],
)
async def test_what_is_not_understood_is_refused_with_what_there_is(hall: Chat, options: str, said: str):
    """And nothing is kept."""
    assert said in await hall.say("teacher", f"/mock compose {options}")
    assert await hall.count(drafts) == 0


async def test_what_the_class_was_asked_lately_is_left_out(hall: Chat):
    """Rounds, homework and exams of eight weeks; a press takes it in again, and another leaves it out."""
    await hall.say("teacher", "/quiz round topic:honey questions:1")
    await hall.say("teacher", "/quiz stop")
    await hall.say("teacher", '/quiz set topic:hives questions:1 due:"Fri 16:00"')
    await have_sat(hall, {}, paper="hall/bees-2")
    told = await hall.say("teacher", "/mock compose marks:6")
    [left] = re.findall(r"(\d) questions were asked in the last 8 weeks, and left out.", told)
    assert f"6 marks were not to be had: {6 - int(left)}." in told
    assert 3 <= int(left) <= 5
    told = await hall.press("teacher", "Take those asked lately too")
    assert "6 questions · 6 marks" in told
    assert "left out" not in told
    assert "left out" in await hall.press("teacher", "Leave out those asked lately")
    await hall.wait("57d")
    assert "6 questions · 6 marks" in await hall.say("teacher", "/mock compose marks:6")


async def test_where_everything_was_asked_lately_it_is_said_how_to_have_it_again(hall: Chat):
    """Rather than an empty paper."""
    await have_sat(hall, {})
    refused = await hall.say("teacher", "/mock compose")
    assert "Your class was asked all questions like that lately. Say fresh:no to have them again." in refused
    assert "6 questions" in await hall.say("teacher", "/mock compose fresh:no")


async def test_homework_that_was_called_off_was_not_asked(hall: Chat):
    """Nobody had to do it."""
    await hall.say("teacher", '/quiz set topic:hives questions:2 due:"Fri 16:00"')
    [row] = await hall.rows(homework.select())
    await hall.press_action("teacher", f"homework.called-off:{row.id}")
    assert "left out" not in await hall.say("teacher", "/mock compose marks:6")


async def test_a_paper_is_changed_in_a_form(hall: Chat):
    """What was asked for stands there; what is wrong with it is said at its entry, and kept."""
    await hall.say("teacher", "/mock compose marks:3 topics:bees difficulty:1-2 objectives:AO1 seed:5")
    form = await hall.press("teacher", "Change")
    assert all(words in form for words in ("Topics", "bees", "AO1, 1-2"))
    refused = await hall.write("teacher", "wasps", "0", "12", "", "")
    assert "There is no topic “wasps”" in refused
    assert "Marks are a whole number from 1 to 150." in refused
    told = await changed(hall, "hives, honey", "4", "12", "", "1-2")
    assert "4 questions · 4 marks · 12 minutes" in told
    assert draw_in(told) == 5


async def changed(chat: Chat, *entries: str) -> str:
    """The form, opened once more, and what comes of it."""
    await chat.press("teacher", "Change")
    return await chat.write("teacher", *entries)


# Saved


async def test_a_paper_is_saved_just_as_it_was_shown(hall: Chat):
    """What the class is asked meanwhile changes nothing of it; it can be set at once, in its order."""
    await hall.say("teacher", "/mock compose marks:3 minutes:10 seed:9")
    listed = await hall.press("teacher", "Questions")
    await hall.press("teacher", "Back")
    await hall.say("teacher", "/quiz round questions:30")
    await hall.say("teacher", "/quiz stop")
    await hall.press("teacher", "Save")
    told = await hall.write("teacher", "  Recall,   week 3 ")
    assert "Saved: Recall, week 3, 10 minutes." in told
    paper = await paper_of(hall, "recall, week 3")
    assert (paper.title, paper.minutes, paper.marks) == ("Recall, week 3", 10, 3)
    bank = hall.app.curriculum.base
    at = [listed.index(bank.question(item.id).stem.partition(".")[0]) for item in paper.items]
    assert at == sorted(at)


async def test_everything_survives_a_restart(hall: Chat):
    """The draw and its buttons, and what is saved."""
    await hall.say("teacher", "/mock compose marks:3 seed:9")
    await hall.restart()
    assert draw_in(await hall.press("teacher", "Another draw")) == 10
    await hall.restart()
    await hall.press("teacher", "Save")
    assert "Saved: Recall" in await hall.write("teacher", "Recall")
    await hall.restart()
    assert "Recall · 3 questions, 5 minutes · your own" in await hall.say("teacher", "/mock papers")


async def test_no_two_papers_have_one_title(hall: Chat):
    """Whatever its capitals, and a pack's neither; nor is there one without."""
    await saved(hall, "Recall")
    for title, said in (
        ("recall", "Your class has a paper of that title already. Give this one another."),
        ("BEES 1", "Your class has a paper of that title already. Give this one another."),
    ):
        assert said in await saved(hall, title)
    assert await hall.count(own_papers) == 1


async def test_a_class_keeps_only_so_many(hall: Chat):
    """Beyond that it is said what to do."""
    class_id = await class_of(hall)

    def fill(tx: Connection) -> None:
        for number in range(50):
            tx.execute(own_papers.insert().values(_row(class_id, number)))

    await hall.app.database.write(fill)
    assert "Your class keeps 50 papers. Delete one with /mock papers first." in await saved(hall, "One more")


def _row(class_id: str, number: int) -> dict[str, Any]:
    paper = own(class_id, f"own{number}", f"Paper {number}", number)
    return {
        "id": paper.id,
        "class_id": class_id,
        "title": paper.title,
        "minutes": paper.minutes,
        "sections": '[{"title": "A", "instructions": "", "questions": ["hall/h-01", "hall/gone"]}]',
        "made_by": paper.made_by,
        "made_at": paper.made_at,
    }


async def test_a_draw_that_is_no_longer_kept_says_so(hall: Chat):
    """After a day, and to everybody else; a learner is refused before that."""
    await hall.say("teacher", "/mock compose marks:3")
    address = hall.actions("Another draw")[-1]
    assert "Only a teacher" in await hall.press_action("maya", address)
    await hall.app.database.write(lambda tx: tx.execute(drafts.delete()) and None)
    for button in ("Another draw", "Questions", "Change", "Save"):
        assert "That draw is no longer kept. /mock compose draws a paper afresh." in await hall.press("teacher", button)


# Looked at


async def test_papers_are_listed_and_looked_at(hall: Chat):
    """The class's own first; one is chosen from the list, by title or by id."""
    await saved(hall, "Everything")
    told = await hall.say("teacher", "/mock papers")
    own_one, bees = told.index("Everything · 8 questions, 16 minutes · your own"), told.index("Bees 1 · 8 questions")
    assert own_one < bees
    told = await hall.press("teacher", "Bees 1")
    assert "8 questions · 16 marks · 30 minutes" in told
    assert "A: Short questions · 6 questions, 6 marks" in told
    assert "Rename" not in told
    assert "1. Which bee lays the eggs?" in await hall.press("teacher", "Questions")
    await hall.press("teacher", "Back")
    assert "Everything" in await hall.press("teacher", "All papers")
    assert "10 minutes" in await hall.say("teacher", '/mock papers paper:"bees 2"')
    assert "There are: Everything, Bees 1, Bees 2." in await hall.say("teacher", "/mock papers paper:wasps")


async def test_a_paper_is_renamed(hall: Chat):
    """Under its new title it is found; its own old one is no obstacle, another's is."""
    await saved(hall, "Recall")
    await hall.say("teacher", "/mock papers paper:Recall")
    form = await hall.press("teacher", "Rename")
    assert "Recall" in form
    assert "has a paper of that title already" in await hall.write("teacher", "bees 1")
    await hall.press("teacher", "Rename")
    assert "The paper is called RECALL now." in await hall.write("teacher", "RECALL")
    assert (await paper_of(hall, "recall")).title == "RECALL"


async def test_a_deleted_paper_changes_no_exam(hall: Chat):
    """It is asked for once more; a pack's paper is not to be deleted."""
    await saved(hall, "Recall")
    await have_sat(hall, {})
    before = [row.paper for row in await hall.rows(mocks.select())]
    await hall.say("teacher", "/mock papers paper:Recall")
    asked = await hall.press("teacher", "Delete")
    assert "Delete Recall? Exams that were set of it stay as they are." in asked
    address = hall.actions("Delete it")[-1]
    await hall.press("teacher", "Keep it")
    assert "Deleted: Recall." in await hall.press_action("teacher", address)
    assert await hall.count(own_papers) == 0
    assert [row.paper for row in await hall.rows(mocks.select())] == before
    assert "That paper is none of this class's." in await hall.press_action("teacher", address)


async def test_a_pack_s_paper_is_nobody_s_to_change(hall: Chat):
    """By whatever address."""
    await hall.say("teacher", "/mock papers paper:hall/bees-1")
    key = hall.actions("Questions")[-1].split(":")[1]
    for what in ("rename", "delete"):
        assert "That paper is a pack's." in await hall.press_action("teacher", f"papers.{what}:{key}")
    assert "none of this class's" in await hall.press_action("teacher", f"papers.deleted:{key}")


async def test_what_was_withdrawn_since_is_told(hall: Chat):
    """A paper is set without it; of nothing else there is none."""
    class_id = await class_of(hall)
    await hall.app.database.write(lambda tx: tx.execute(own_papers.insert().values(_row(class_id, 1))) and None)
    told = await hall.say("teacher", '/mock papers paper:"Paper 1"')
    assert "1 question was withdrawn since, and left out." in told
    assert "1 question · 1 mark · 25 minutes" in told


async def test_what_is_put_together_and_saved_is_logged_once(hall: Chat):
    """Looking and drawing is nothing to be logged; saving, renaming and deleting is."""
    await saved(hall, "Recall")
    await hall.say("teacher", "/mock papers paper:Recall")
    await hall.press("teacher", "Delete")
    await hall.press("teacher", "Delete it")
    logged = [row.told for row in await hall.rows(deeds.select().order_by(deeds.c.at)) if "Recall" in row.told]
    assert logged == ["Saved: Recall, 16 minutes.", "Deleted: Recall."]
    assert not any("not saved yet" in row.told for row in await hall.rows(deeds.select()))


async def test_topics_and_kinds_are_suggested_one_after_the_other(hall: Chat):
    """What stands before the last comma stays; papers are suggested by title."""
    assert await suggested(hall, "topics", "ho") == [("Honey", "honey")]
    assert await suggested(hall, "topics", "bees, ho") == [("bees, honey", "bees, honey")]
    assert ("Essays", "essay") in await suggested(hall, "kinds", "ess")
    assert await suggested(hall, "kinds", "typed, essay") == [("typed, essay", "typed, essay")]
    assert await suggested(hall, "paper", "2", "mock papers") == [("Bees 2 (10 minutes)", "hall/bees-2")]


async def test_a_draw_delivered_again_is_the_same(hall: Chat):
    """The platform's second try gets the first answer."""
    told = await hall.say("teacher", "/mock compose marks:3")
    assert draw_in(await hall.redeliver()) == draw_in(told)
    assert await hall.count(drafts) == 1


async def test_the_longest_paper_of_the_whole_pack_fits_everywhere(history: Chat):
    """Every page of it, on the narrowest screen; its marks are there to the mark."""
    await history.say("teacher", "/class setup")
    told = await history.say("teacher", "/mock compose marks:150 kinds:all")
    assert "150 marks · 150 minutes" in told
    shown = await history.press("teacher", "Questions")
    while "More" in shown:
        shown = await history.press("teacher", "More")
    assert (found := re.search(r"page (\d+) of (\d+)", shown))
    assert found[1] == found[2]
    await history.press("teacher", "Back")
    await history.press("teacher", "Save")
    assert "Saved: " in await history.write("teacher", "W" * 60)
    assert "W" * 60 in await history.say("teacher", "/mock papers")
