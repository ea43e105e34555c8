"""Results of a mock exam, as a class lives through them: released, looked at, learnt from, taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection, insert, select, update

from bot.chat import Choices, Suggest
from bot.exams import store
from bot.exams.model import Mock
from bot.storage.tables import accounts, deeds, deliveries, mock_marks, mocks, outbox
from tests.chat_harness import Chat, Installation
from tests.dialogues.test_homework import on_desks
from tests.exams.hall import HALL, have_sat, paper_of
from tests.exams.marked import ANSWERS, EARNED, GRADES, Chance, are_marked, crowd, large_paper, made_up, sat_and_marked

pytestmark = pytest.mark.usefixtures("nothing_goes_wrong_unseen")

MAYAS = (
    "Bees 1: 12 / 16, grade A.\n"
    "    AO1 5/6 · AO2 3/4 · AO3 4/6\n"
    "    strongest: Honey · look again at: Hives\n"
    "    [See every question] [Revise what I missed]"
)
TOMS = (
    "Bees 1: 2.5 / 16, grade E.\n"
    "    AO1 1/6 · AO2 1.5/4 · AO3 0/6\n"
    "    strongest: Honey · look again at: Bees\n"
    "    [See every question] [Revise what I missed]"
)
NOT_OUT = "The results of Bees 1 are not out yet. They come to your desk as soon as your teacher releases them."
NOT_YOURS = "You have handed in no paper of that exam. /mock results shows yours."


@pytest.fixture
async def hall(platform: str, sqlite_url: str) -> AsyncIterator[Chat]:
    """A class that sits mock exams, on every platform."""
    talking = await Chat.open(Installation(sqlite_url, packs=(HALL,), platform=platform))
    yield talking
    await talking.close()


@pytest.fixture
async def halls(database_url: str) -> AsyncIterator[Chat]:
    """The same on both databases, at the terminal."""
    talking = await Chat.open(Installation(database_url, packs=(HALL,)))
    yield talking
    await talking.close()


async def release(chat: Chat) -> str:
    """The teacher releases results; what appears until they have arrived comes back."""
    since = len(chat.shown)
    await chat.say("teacher", "/mock release")
    await chat.press("teacher", "Release to")
    await chat.wait("5s")
    return chat.text_since(since)


async def released(chat: Chat) -> Mock:
    """Maya and Tom have sat Bees 1, and have their results."""
    mock = await sat_and_marked(chat, GRADES)
    await release(chat)
    return mock


# Released


async def test_a_class_gets_its_results(hall: Chat):
    """The teacher sets boundaries, sees how many get each grade and releases; everybody has theirs on the desk."""
    mock = await sat_and_marked(hall)
    told = await hall.say("teacher", "/mock release")
    assert told == (
        "(only teacher) Bees 1 · 2 learners · all is marked\n"
        "    It has no grade boundaries: learners are told marks alone.\n"
        "    [Release to 2 learners] [Set grade boundaries] [Results]"
    )
    await hall.press("teacher", "Set grade boundaries")
    told = await hall.write("teacher", "A 12, B 8, E 1.6", "marks")
    assert "Grades from A 12, B 8, E 1.6." in told
    assert "A: 1 · B: 0 · E: 1" in told
    since = len(hall.shown)
    told = await hall.press("teacher", "Release to 2 learners")
    assert "The results of Bees 1 are on their way to 2 learners." in told
    await hall.wait("5s")
    told = hall.text_since(since)
    assert f"(desk of maya) {MAYAS}" in told
    assert f"(desk of tom) {TOMS}" in told
    [row] = await hall.rows(select(mocks).where(mocks.c.id == mock.id))
    assert (row.state, row.released_at) == ("released", hall.clock.now() - 5_000_000)
    assert [mark.released for mark in await hall.rows(select(mock_marks))] == [True] * 16


async def test_boundaries_that_make_no_sense_are_given_back(hall: Chat):
    """A sentence says why, and what was written is still there."""
    await sat_and_marked(hall)
    await hall.say("teacher", "/mock release")
    await hall.press("teacher", "Set grade boundaries")
    told = await hall.write("teacher", "A 75, B", "per cent")
    assert "I can't make out “B”. Write a grade and the least for it: A 80, B 70" in told
    assert "[A 75, B]" in await hall.press("teacher", "Try again")
    assert [row.boundaries for row in await hall.rows(select(mocks))] == ["[]"]


async def test_nothing_is_released_before_its_time(hall: Chat):
    """Not while it is sat, not while a script waits, and not where nobody has sat it: each time with what to do."""
    assert "There is no mock exam here that would fit." in await hall.say("teacher", "/mock release")
    mock = await have_sat(hall, ANSWERS, state="open")
    told = await hall.say("teacher", "/mock release")
    assert "Bees 1 is still being sat. /mock end ends it; then it is marked, and then released." in told
    ended = replace(mock, state="ended")
    await hall.app.database.write(store.save, ended)
    await are_marked(hall, ended, {"maya": EARNED["maya"], "tom": (0, 0, 100, 0, 0, 0, None, None)})
    told = await hall.say("teacher", "/mock release")
    assert "2 scripts still wait for a mark in Bees 1. /mock mark shows them one by one." in told
    assert "[Mark them]" in told
    told = await hall.press_action("teacher", f"results.release:{mock.id}")
    assert "2 scripts still wait" in told
    assert on_desks(hall, "Bees 1") == []
    hall.clock.move_to(hall.clock.now() + 1)
    await have_sat(hall, {})
    assert "No learner has sat Bees 1, so there is nothing to release." in await hall.say("teacher", "/mock release")


async def test_what_is_left_to_mark_is_a_press_away(hall: Chat):
    """The button brings the first script that waits, of the first question that has one."""
    mock = await have_sat(hall, ANSWERS)
    await are_marked(hall, mock, {"maya": EARNED["maya"], "tom": (0, 0, 100, 0, 0, 0, None, 0)})
    told = await hall.say("teacher", "/mock release")
    assert "1 script still waits for a mark in Bees 1." in told
    told = await hall.press("teacher", "Mark them")
    assert "It says forty pounds." in told
    assert hall.by("tom").name not in told


async def test_results_are_released_once(hall: Chat):
    """A press that arrives again, or comes later, tells nobody a second time."""
    mock = await sat_and_marked(hall, GRADES)
    await hall.say("teacher", "/mock release")
    told = await hall.press("teacher", "Release to")
    assert "on their way to 2 learners" in told
    await hall.redeliver()
    told = await hall.press_action("teacher", f"results.release:{mock.id}")
    assert "The results of Bees 1 are out already." in told
    await hall.wait("5s")
    assert on_desks(hall, "Bees 1") == ["maya", "tom"]


async def test_new_boundaries_are_told_to_those_they_move(hall: Chat):
    """Maya's grade is another and she hears of it; both see the right grade where their results stand."""
    await released(hall)
    told = await hall.say("teacher", "/mock release")
    assert "Bees 1 · 2 learners · its results are out" in told
    assert "Release to" not in told
    await hall.press("teacher", "Change the boundaries")
    since = len(hall.shown)
    told = await hall.write("teacher", "A 80, B 50, E 10", "per cent")
    assert "1 learner has another grade now and hears of it." in told
    await hall.wait("5s")
    told = hall.text_since(since)
    assert "(desk of maya) Bees 1: the grade boundaries have changed, and your grade is B (it was A)." in told
    assert "Your marks are what they were: 12 / 16." in told
    assert "desk of tom" not in told
    assert "Bees 1: 12 / 16, grade B." in await hall.press("maya", "My result")
    assert "grade B" in await hall.say("maya", "/mock results")


async def test_grades_can_be_taken_away_again(hall: Chat):
    """Where the boundaries are emptied, there are no grades, and both hear of it."""
    await released(hall)
    await hall.say("teacher", "/mock release")
    await hall.press("teacher", "Change the boundaries")
    since = len(hall.shown)
    await hall.write("teacher", "", "per cent")
    await hall.wait("5s")
    told = hall.text_since(since)
    assert "2 learners have another grade now and hear of it." in told
    assert told.count("there are no grades any more (it was") == 2


async def test_whoever_takes_no_messages_finds_theirs(hall: Chat):
    """The command shows Tom his results as a note."""
    await sat_and_marked(hall, GRADES)
    hall.session.refuse_desk("tom")
    told = await release(hall)
    assert "desk of tom" not in told
    assert await hall.say("tom", "/mock results") == f"(only tom) {TOMS}"


async def test_a_mark_that_changes_later_is_told(hall: Chat):
    """Whoever changes a mark after the release has its learner told, and their results show it."""
    mock = await released(hall)

    def change(tx: Connection) -> None:
        [sitting] = [one for one in store.sittings_of(tx, mock.id) if one.person == hall.by("tom").person]
        mine = (mock_marks.c.sitting_id == sitting.id, mock_marks.c.position == 8)
        tx.execute(update(mock_marks).where(*mine).values(earned=600))
        found = store.find(tx, mock.id)
        assert found is not None
        hall.app._rooms.exams.results.remarked(tx, found, sitting, hall.clock.now())

    since = len(hall.shown)
    await hall.app.database.write(change)
    await hall.wait("5s")
    told = hall.text_since(since)
    assert "(desk of tom) Bees 1: a mark of yours has been changed. You have 8.5 / 16, grade B now." in told
    assert "desk of maya" not in told
    assert "8.5 / 16, grade B." in await hall.say("tom", "/mock results")


async def test_a_mark_that_changes_before_the_release_is_told_to_nobody(halls: Chat):
    """Until then it is the teacher's alone."""
    mock = await sat_and_marked(halls)
    before = await halls.count(outbox)

    def change(tx: Connection) -> None:
        halls.app._rooms.exams.results.remarked(tx, mock, store.sittings_of(tx, mock.id)[0], halls.clock.now())

    await halls.app.database.write(change)
    assert await halls.count(outbox) == before


# A learner's own


async def test_every_question_with_what_was_given_and_what_was_right(hall: Chat):
    """Answers and keys in words; the author on a wrong option; levels, comments and what a good answer has."""
    await released(hall)
    told = await hall.press("maya", "See every question")
    assert "Question 1 of 8" in told
    assert "You gave: The queen ✓" in told
    told = await hall.press("maya", "Next")
    assert "Question 2 of 8 · 0 / 1" in told
    assert "You gave: Clay · The answer: Wax" in told
    assert "Workers sweat wax and shape it." in told
    for _ in range(5):
        told = await hall.press("maya", "Next")
    assert "Question 7 of 8 · 3 / 4" in told
    assert "Level 2: Weighs who wrote it and why." in told
    told = await hall.press("maya", "Next")
    assert "Question 8 of 8 · 4 / 6" in told
    assert "They should not." in told
    assert "Your marker: “Say what the other side would answer.”" in told
    assert "Towns have flowers all summer (3)" in told
    told = await hall.press("maya", "Previous")
    assert "Question 7 of 8" in told
    assert "Bees 1: 12 / 16, grade A." in await hall.press("maya", "Result")


async def test_what_was_left_out_and_why_an_option_is_wrong(hall: Chat):
    """Whoever gave nothing reads so, with the right answer."""
    await released(hall)
    told = await hall.press("tom", "See every question")
    assert "You gave: The drone" in told
    assert "The answer: The queen" in told
    assert "Drones are male." in told
    told = await hall.press("tom", "Next")
    assert "You gave no answer." in told
    assert "The answer: Wax" in told


async def test_a_long_answer_is_read_page_by_page(hall: Chat):
    """A question shows its beginning; the rest is a press away, and no page is more than a platform shows."""
    passages = tuple(f"{number} {'Bees in towns. ' * 190}".strip() for number in range(4))
    long = "Long comment. " * 200
    mock = await have_sat(hall, {"maya": {8: passages}})
    await are_marked(hall, mock, {"maya": (0, 0, 0, 0, 0, 0, 0, 600)})
    await hall.app.database.write(lambda tx: tx.execute(update(mock_marks).values(comment=long, level=3)) and None)
    await release(hall)
    await hall.press("maya", "See every question")
    for _ in range(7):
        told = await hall.press("maya", "Next")
    assert "[All I wrote]" in told
    assert "page 1 of 5" in await hall.press("maya", "All I wrote")
    for page in range(2, 6):
        assert f"page {page} of 5" in await hall.press("maya", "More")
    assert "Question 8 of 8" in await hall.press("maya", "Back")


async def test_revising_what_was_missed(hall: Chat):
    """A quiz of the questions that rules mark and that did not get full marks; what people mark is none of them."""
    await released(hall)
    told = await hall.press("maya", "Revise what I missed")
    assert "1 of 1 · Bees 1: what you missed" in told
    assert "What are the cells of a comb made of?" in told
    assert "1 of 5 · Bees 1: what you missed" in await hall.press("tom", "Revise what I missed")


async def test_whoever_missed_nothing_has_nothing_to_revise(hall: Chat):
    """And is told that all of it was right."""
    mock = await have_sat(hall, {"maya": ANSWERS["maya"]})
    await are_marked(hall, mock, {"maya": (100, 100, 100, 100, 100, 100, 400, 600)})
    told = await release(hall)
    assert "(desk of maya) Bees 1: 16 / 16." in told
    assert "all of it right\n    [See every question]" in told
    assert "Revise" not in told


async def test_nobody_sees_anything_before_the_release(hall: Chat):
    """Neither with the command nor with a button that was never shown."""
    mock = await sat_and_marked(hall, GRADES)
    assert NOT_OUT in await hall.say("maya", "/mock results")
    for action in ("see:{}:1", "mine:{}", "missed:{}", "wrote:{}:8:1"):
        assert NOT_OUT in await hall.press_action("maya", f"results.{action.format(mock.id)}")
    await release(hall)
    assert await hall.say("maya", "/mock results") == f"(only maya) {MAYAS}"


async def test_nobody_sees_anybody_elses(hall: Chat):
    """Whoever has sat nothing has nothing to see, and no button shows what is another's or the class's."""
    mock = await released(hall)
    assert "You have sat no mock exam of this class yet." in await hall.say("ada", "/mock results")
    for action in ("see:{}:1", "mine:{}", "missed:{}", "wrote:{}:8:1"):
        assert NOT_YOURS in await hall.press_action("ada", f"results.{action.format(mock.id)}")
    for action in ("look:{}", "each:{}:1", "questions:{}:1", "file:{}", "boundaries:{}", "release:{}"):
        told = await hall.press_action("maya", f"results.{action.format(mock.id)}")
        assert told.startswith("(only maya) Only "), action
    for command in ("/mock export", "/mock release"):
        assert "Only a teacher of this class can do that." in await hall.say("maya", command)


# For those who teach


async def test_a_small_class_is_told_what_little_can_be_said(hall: Chat):
    """Mean and spread with the picture; of each question what was earned, what was wrong, and that it says little."""
    await released(hall)
    told = await hall.say("teacher", "/mock results")
    assert "Bees 1 · 2 learners · released" in told
    assert "Mean 7.2 of 16 (95 %: 0 to 16) · median 7.2" in told
    assert "Spread: standard deviation 6.7 · middle half 4.9 to 9.6 · all 2.5 to 12" in told
    assert "A: 1 · B: 0 · E: 1" in told
    assert "Of single questions too few learners say anything: it takes 10." in told
    assert "Marks of 2 learners out of 16: 2-3: 1, 12-13: 1. Grades from: A 12, B 8, E 1.6." in told
    told = await hall.press("teacher", "By question")
    assert "1 · Which bee lays the eggs?" in told
    assert "50 % of the marks earned; too few learners to say more" in told
    assert "Not: The drone (1)" in told
    assert "8 · Should bees be kept in towns?" in await hall.press("teacher", "More")
    assert "Bees 1 · 2 learners · released" in await hall.press("teacher", "Results")


async def test_who_is_not_wholly_marked_is_in_no_figure(hall: Chat):
    """They are counted, and stand in the list without a mark."""
    mock = await have_sat(hall, ANSWERS)
    assert "2 are not wholly marked yet, and in no figure here." in await hall.say("teacher", "/mock results")
    assert "Nobody's paper is wholly marked yet." in await hall.press("teacher", "By question")
    await are_marked(hall, mock, {"maya": EARNED["maya"], "tom": (0, 0, 100, 0, 0, 0, None, 0)})
    told = await hall.say("teacher", "/mock results")
    assert "1 is not wholly marked yet, and in no figure here." in told
    assert "Mean 12 of 16 · median 12" in told
    assert "not marked" in await hall.press("teacher", "Each learner")


async def test_real_names_are_a_teachers(hall: Chat):
    """An observer sees what learners go by in chat; a teacher the names of the register."""
    await sat_and_marked(hall)
    maya = hall.by("maya").name
    await hall.say("teacher", "/class register")
    await hall.press("teacher", "Change as a list")
    await hall.write("teacher", f"{maya} | Zadie Okafor | 0042")
    await hall.say("observer", "/class teachers")
    await hall.say("teacher", "/class role @observer observer")
    await hall.say("teacher", "/mock results")
    told = await hall.press("teacher", "Each learner")
    assert "Zadie Okafor" in told
    assert told.index(hall.by("tom").name) < told.index("Zadie Okafor")
    told = await hall.say("observer", "/mock results")
    assert "[By question]" in told
    assert "Marks as a file" not in told
    told = await hall.press("observer", "Each learner")
    assert maya in told
    assert "Okafor" not in told


async def test_whoever_teaches_is_no_learner(hall: Chat):
    """A teacher who tries the paper is in no figure, and on no list."""
    mock = await have_sat(hall, {**ANSWERS, "teacher": {}})
    await are_marked(hall, mock, {**EARNED, "teacher": (0,) * 8})
    told = await hall.say("teacher", "/mock results")
    assert "Bees 1 · 2 learners · not released yet" in told
    assert "Mean 7.2" in told


async def test_a_class_that_is_large_enough(history: Chat):
    """Each question has its facility and discrimination with an interval, and those to be looked at stand out."""
    mock = await have_sat(history, {}, paper=next(iter(history.app.curriculum.base.lessons.papers)))
    paper = large_paper(history, 20)
    right = made_up(
        Random(2), 24, [Chance(-4, 1), *[Chance(number / 10 - 1, 1.5) for number in range(18)], Chance(4, 1)]
    )
    large = replace(mock, id="crowded", set_at=mock.set_at + 1, boundaries=GRADES)
    await history.app.database.write(crowd, large, paper, right, history.clock.now())
    told = await history.say("teacher", "/mock results")
    assert "24 learners · not released yet" in told
    assert "Internal consistency 0." in told
    assert "Look at again" in told
    assert "1: nearly everybody has it right" in told
    assert "18: hardly anybody has it right" in told
    assert "20: nobody has any of it right" in told
    picture = [shown.view.image for shown in history.shown if shown.view and shown.view.image][-1]
    assert picture.data.startswith(b"\x89PNG")
    assert "To be looked at again: 1, " in picture.alt
    told = await history.press("teacher", "By question")
    assert "facility " in told
    assert " %) · discrimination " in told
    assert " · efficiency " in told
    assert "Look at it again: nearly everybody has it right" in told
    assert "Internal consistency" in await history.press("teacher", "Results")
    told = await history.press("teacher", "Each learner")
    assert "Learner 019" in told
    assert "Learner 020" in await history.press("teacher", "More")


async def test_an_exam_is_chosen_by_title_or_left_out(hall: Chat):
    """Left out, it is the newest that is over; titles are suggested, and another class's is not known here."""
    mock = await sat_and_marked(hall, GRADES)
    hall.clock.move_to(hall.clock.now() + 1)
    newer = await have_sat(hall, {"maya": {}}, paper="hall/bees-2", state="open")
    assert "Bees 1" in await hall.say("teacher", "/mock results")
    assert "Bees 2 · 1 learner · still being sat" in await hall.say("teacher", "/mock results", exam="bees 2")
    told = await hall.say("teacher", "/mock results", exam="Wasps")
    assert "There is no such exam here that would fit. There are: Bees 2, Bees 1." in told
    assert NOT_OUT in await hall.say("maya", "/mock results", exam="Bees 1")
    by = hall.by("teacher")
    event = {name: getattr(by, name) for name in ("person", "name", "room", "at", "delivery", "manages")}
    answered = await hall.app.handle(Suggest(**event, command="mock results", option="exam", typed="bees"))
    assert isinstance(answered, Choices)
    assert [(option.label, option.value) for option in answered.options] == [
        ("Bees 2 (being sat)", newer.id),
        ("Bees 1 (to be marked)", mock.id),
    ]


# Taken away


async def test_the_marks_as_a_workbook(hall: Chat):
    """Real names and numbers, each question as a figure, total and grade; and a sheet of how each question did."""
    await sat_and_marked(hall, GRADES)
    await hall.say("teacher", "/class register")
    await hall.press("teacher", "Change as a list")
    await hall.write("teacher", f"{hall.by('maya').name} | Zadie Okafor | 0042")
    told = await hall.say("teacher", "/mock export")
    assert "The marks of Bees 1: 2 learners, and a sheet of how each question did." in told
    name, data = hall.given("teacher")
    assert name.endswith(".xlsx")
    book = load_workbook(io.BytesIO(data))
    rows = [tuple(row) for row in book["Marks"].iter_rows(values_only=True)]
    assert rows[0] == ("Name", "Number", *(f"Question {number}" for number in range(1, 9)), "Total", "Grade")
    assert rows[1][:3] == ("Marks", None, 1)
    assert rows[2] == (hall.by("tom").name, None, 0, 0, 1, 0, 0, 0, 1.5, 0, 2.5, "E")
    assert rows[3] == ("Zadie Okafor", "0042", 1, 0, 1, 1, 1, 1, 3, 4, 12, "A")
    asked = [tuple(row) for row in book["Questions"].iter_rows(values_only=True)]
    assert asked[0][:5] == ("Question", "Asked", "Marks", "Learners", "Facility")
    assert asked[1][:5] == (1, "Which bee lays the eggs?", 1, 2, 0.5)
    assert asked[1][5:] == (None,) * 6
    assert len(asked) == 9


async def test_the_marks_as_csv(hall: Chat):
    """The same lines; what is not marked yet is empty, and has no total."""
    mock = await have_sat(hall, ANSWERS)
    await are_marked(hall, mock, {"maya": EARNED["maya"], "tom": (0, 0, 100, 0, 0, 0, None, 0)}, GRADES)
    await hall.say("teacher", "/mock export", format="csv")
    name, data = hall.given("teacher")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert name.endswith(".csv")
    assert rows[3] == [hall.by("tom").name, "", "0", "0", "1", "0", "0", "0", "", "0", "", ""]


async def test_what_was_taken_stands_in_the_log(hall: Chat):
    """That it was, by whom and how much; the file itself is kept nowhere, and no button gives it to anybody else."""
    mock = await sat_and_marked(hall)
    await hall.say("teacher", "/mock results")
    await hall.press("teacher", "Marks as a file")
    assert "The marks of Bees 1 were taken as a file: 2 learners." in [
        row.told for row in await hall.rows(select(deeds))
    ]
    kept = [str(row.answer) for row in await hall.rows(select(deliveries))]
    assert not any("PK" in answer or "UEsD" in answer for answer in kept)
    await hall.app.database.write(store.save, replace(mock, state="open"))
    told = await hall.say("teacher", "/mock export")
    assert "Bees 1 is still being sat. Its marks can be taken once it has ended." in told


async def test_mock_exams_are_in_the_mark_book(hall: Chat):
    """Once one has ended: its total and grade beside whatever else was set; while it is sat it is not there."""
    mock = await have_sat(hall, ANSWERS, state="open")
    await hall.say("teacher", "/class marks")
    assert not any("Bees 1" in str(cell) for cell in _marks(hall)[0])
    ended = replace(mock, state="ended", ended_at=hall.clock.now())
    await are_marked(hall, ended, {**EARNED, "tom": (0,) * 7 + (None,)}, GRADES)
    told = await hall.say("teacher", "/class marks")
    assert "2 learners, 1 piece of set work, and what was practised." in told
    head, maya, tom = _marks(hall)
    place = head.index("Bees 1, 2026-11-30: marks of 16")
    assert head[place + 1] == "Bees 1, 2026-11-30: grade"
    assert maya[place : place + 2] == (12, "A")
    assert tom[place : place + 2] == ("not marked yet", None)


def _marks(chat: Chat) -> list[tuple[Any, ...]]:
    sheet = load_workbook(io.BytesIO(chat.given("teacher")[1]))["Marks"]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


# Who people are


async def test_two_linked_accounts_are_one_learner(halls: Chat):
    """Somebody who had begun two papers before they linked counts once, with the first, and sees that one."""
    mock = await have_sat(halls, {**ANSWERS, "maya2": {}})
    await are_marked(halls, mock, {**EARNED, "maya2": (0,) * 8}, GRADES)
    assert "3 learners" in await halls.say("teacher", "/mock results")
    linked = [{"person": halls.by(name).person, "human": "zadie", "at": 0} for name in ("maya", "maya2")]
    columns = {column.name for column in accounts.c}
    await halls.app.database.write(
        lambda tx: (
            tx.execute(insert(accounts), [{k: v for k, v in row.items() if k in columns} for row in linked]) and None
        )
    )
    assert "2 learners" in await halls.say("teacher", "/mock results")
    told = await release(halls)
    assert "on their way to 2 learners" in told
    assert "12 / 16, grade A." in await halls.say("maya2", "/mock results")


async def test_whoever_is_forgotten_is_gone(halls: Chat):
    """Their sitting is no more, and so figures, lists and files are without them."""
    await sat_and_marked(halls, GRADES)
    await release(halls)
    await halls.say("tom", "/privacy forget")
    await halls.press("tom", "Erase everything")
    told = await halls.say("teacher", "/mock results")
    assert "Bees 1 · 1 learner · released" in told
    assert "Mean 12 of 16" in told
    await halls.say("teacher", "/mock export", format="csv")
    assert "Tom" not in halls.given("teacher")[1].decode("utf-8-sig")


async def test_whoever_has_left_is_counted_and_not_named(halls: Chat):
    """Their sitting is still there; the class does not know their name any more."""
    await sat_and_marked(halls, GRADES)
    await halls.say("tom", "/class leave")
    assert "2 learners" in await halls.say("teacher", "/mock results")
    assert "(has left the class)" in await halls.press("teacher", "Each learner")


async def test_both_databases_find_the_same(halls: Chat):
    """Released, looked at and changed, on SQLite and on PostgreSQL."""
    await sat_and_marked(halls, GRADES)
    told = await release(halls)
    assert f"(desk of maya) {MAYAS}" in told
    assert paper_of(halls).marks == 16
    await halls.say("teacher", "/mock release")
    await halls.press("teacher", "Change the boundaries")
    assert "1 learner has another grade now" in await halls.write("teacher", "A 80, B 50, E 10", "per cent")
    assert "Question 1 of 8" in await halls.press("maya", "See every question")
    assert "Mean 7.2 of 16" in await halls.say("teacher", "/mock results")
