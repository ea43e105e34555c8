"""Marking a mock exam, as whoever marks and whoever teaches live through it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from bot.chat import Choices, Suggest, plain
from bot.exams import store as exams
from bot.exams.model import Mock
from bot.responses.model import Given
from bot.storage.tables import deeds, mock_markings, mock_marks, mocks, outbox, sittings
from tests.chat_harness import Chat, Installation
from tests.exams.hall import HALL, RIGHT, have_sat
from tests.exams.scripts import have_handed_in, marks_of

THERE = "It was there, and *nobody* weighed it."
FORTY = "It says forty pounds."
FLOWERS = "Towns have flowers all summer."
ANSWERS: dict[str, dict[int, Given]] = {
    "maya": {**RIGHT, 7: (THERE,), 8: (FLOWERS, "So yes.\n\nOn the whole.")},
    "tom": {7: (FORTY,)},
}
SCHEME = (
    "Should bees be kept in towns? (6 marks)\nObjective: AO3\n\n"
    "A good answer has\n• Towns have flowers all summer (3)\n• Too many hives starve wild bees (3)\n\n"
    "Level 3 (5–6) Weighs both sides, and decides.\n"
    "Level 2 (3–4) Gives reasons for one side.\n"
    "Level 1 (1–2) Tells of bees.\n\n"
)


@pytest.fixture
async def hall(platform: str, sqlite_url: str) -> AsyncIterator[Chat]:
    """A class with the exam hall's pack, on every platform."""
    chat = await Chat.open(Installation(sqlite_url, packs=(HALL,), platform=platform))
    yield chat
    await chat.close()


async def have_markers(chat: Chat, *people: str) -> None:
    """These people mark for the class."""
    for person in people:
        await chat.say(person, "/class teachers")
        await chat.say("teacher", f"/class role @{person} marker")


def seen(chat: Chat) -> str:
    """All that the message says which appeared or changed last."""
    view = next(shown.view for shown in reversed(chat.shown) if shown.view)
    facts = [f"{field.label}: {plain(field.text)}" for field in view.fields]
    return "\n".join(part for part in (view.title, plain(view.text), *facts) if part)


def labels(chat: Chat) -> list[str]:
    """The buttons of the message that appeared or changed last."""
    view = next(shown.view for shown in reversed(chat.shown) if shown.view)
    return [control.label for control in view.controls if control.kind == "button"]


async def give(chat: Chat, person: str, level: int, mark: int) -> str:
    """A marker gives the script before them a mark."""
    await chat.press(person, f"Level {level}")
    return await chat.press(person, f"{mark}")


async def earned(chat: Chat, position: int) -> list[Any]:
    """What everybody has for a question, in the order they sat."""
    return [row.earned for row in await marks_of(chat) if row.position == position]


async def log_of(chat: Chat) -> list[str]:
    """What the class's log tells of marking."""
    found = await chat.rows(select(deeds.c.told, deeds.c.what).order_by(deeds.c.at, deeds.c.id))
    return [row.told for row in found if "Bees 1" in row.told]


# A script


async def test_a_script_comes_to_the_desk_without_a_name(hall: Chat):
    """Which question, which script of how many, what a good answer has, the levels, the answer, and what to press."""
    await have_handed_in(hall, ANSWERS)
    told = await hall.say("teacher", "/mock mark question:8")
    assert "(only teacher) Bees 1: question 8 is on your desk.\n" in told
    assert "Question 7: 0 of 2 marked\n    Question 8: 0 of 1 marked\n" in told
    desk = next(shown for shown in hall.shown if shown.kind == "desk")
    assert desk.view is not None
    assert desk.where == "teacher"
    assert desk.view.title == "Question 8 · script 1 of 1"
    assert plain(desk.view.text) == f"{SCHEME}The answer\n{FLOWERS}\n\nSo yes.\n\nOn the whole."
    buttons = [control.label for control in desk.view.controls if control.kind == "button"]
    assert buttons == ["Level 0", "Level 1 (1–2)", "Level 2 (3–4)", "Level 3 (5–6)"]
    assert "maya" not in told.casefold()


async def test_a_level_then_a_mark_then_a_comment_then_the_next(hall: Chat):
    """A few presses a script; the comment may be left out, and the last one reads that all is marked."""
    await have_handed_in(hall, ANSWERS)
    await hall.say("teacher", "/mock mark question:8")
    await hall.press("teacher", "Level 2")
    assert seen(hall) == ("Question 8 · script 1 of 1\nLevel 2 (3–4) Gives reasons for one side.\nWhich mark of 6?")
    assert labels(hall) == ["3", "4", "Another level"]
    await hall.press("teacher", "4")
    assert seen(hall) == "Question 8 · script 1 of 1\n4 of 6 · level 2"
    assert labels(hall) == ["Next script", "Comment", "Change the mark"]
    await hall.press("teacher", "Comment")
    await hall.write("teacher", "Say what bees lack.")
    assert seen(hall) == "Question 8 · script 1 of 1\n4 of 6 · level 2\n“Say what bees lack.”"
    await hall.press("teacher", "Next script")
    assert seen(hall) == "Question 8: every script is marked.\nQuestion 8: 1 of 1 marked"
    [row] = [row for row in await marks_of(hall) if row.place and row.position == 8]
    assert (row.earned, row.level, row.comment) == (400, 2, "Say what bees lack.")
    assert row.marker == hall.by("teacher").person
    assert await log_of(hall) == []


async def test_the_last_one_can_be_looked_at_again_and_changed(hall: Chat):
    """Back to the script that was marked last: its mark stands above it, and another may be given."""
    await have_handed_in(hall, ANSWERS)
    await hall.say("teacher", "/mock mark question:7")
    await give(hall, "teacher", 2, 3)
    await hall.press("teacher", "Next script")
    assert "The one before" in labels(hall)
    await hall.press("teacher", "The one before")
    assert seen(hall).startswith("Question 7 · script 1 of 2\nYou gave it 3 of 4.\n")
    await give(hall, "teacher", 1, 2)
    assert seen(hall) == "Question 7 · script 1 of 2\n2 of 4 · level 1"
    assert sorted(await earned(hall, 7), key=str) == [200, None]


async def test_a_level_of_one_mark_and_no_level_are_given_at_once(hall: Chat):
    """Nothing to reward is one press."""
    await have_handed_in(hall, ANSWERS)
    await hall.say("teacher", "/mock mark question:8")
    await hall.press("teacher", "Level 0")
    assert seen(hall) == "Question 8 · script 1 of 1\n0 of 6 · level 0"
    assert await earned(hall, 8) == [0, 0]


async def test_a_level_of_many_marks_has_one_written(hall: Chat):
    """Nobody is shown forty buttons; what is outside the level is refused, and the form comes back."""
    mock = await have_handed_in(hall, ANSWERS)
    wide = '"marks":40,', '"levels":[{"level":1,"marks":[1,40],"descriptor":"Any."}],'

    def widen(tx: Connection) -> None:
        paper = exams.paper(tx, mock.id)
        changed = re.sub(r'("id":"h-08".*?)"marks":6,(.*?)"levels":\[.*?\}\],?', rf"\1{wide[0]}\2{wide[1]}", paper)
        tx.execute(update(mocks).values(paper=changed.replace(",}", "}")))

    await hall.app.database.write(widen)
    await hall.say("teacher", "/mock mark question:8")
    await hall.press("teacher", "Level 1")
    assert labels(hall) == ["Write the mark", "Another level"]
    for written, sentence in (("41", "level 1 is marks 1 to 40; 41 is outside it"), ("x", "Write a whole mark.")):
        await hall.press("teacher", "Write the mark")
        assert sentence in await hall.write("teacher", written)
        hall.session.drop_form("teacher")
    await hall.press("teacher", "Write the mark")
    await hall.write("teacher", "33")
    assert "33 of 40 · level 1" in seen(hall)


async def test_a_long_answer_is_read_to_its_end(hall: Chat):
    """Twelve passages as long as they may be, full of what platforms escape: nothing of it is cut away."""
    passages = tuple(f"{number}: " + "*Bees* _do_ [hum] `here`. " * 115 for number in range(12))
    await have_handed_in(hall, {"maya": {8: passages}})
    await hall.say("teacher", "/mock mark")
    read = plain(next(shown.view.text for shown in hall.shown if shown.kind == "desk" and shown.view))
    assert read.startswith(SCHEME)
    pages = 1
    while "More" in labels(hall):
        assert not any(label.startswith("Level") for label in labels(hall))
        await hall.press("teacher", "More")
        read += plain(next(shown.view.text for shown in reversed(hall.shown) if shown.view))
        pages += 1
    assert pages > 10
    answer = read.removeprefix(f"{SCHEME}The answer\n")
    assert "".join(answer.split()) == "".join("".join(passages).split())
    assert "Level 3 (5–6)" in labels(hall)
    await hall.press("teacher", "Back a page")
    assert f"page {pages - 1} of {pages}" in seen(hall)


async def test_the_source_is_a_press_away(hall: Chat):
    """What the question is about, where it comes from, and back to the script."""
    await have_handed_in(hall, ANSWERS)
    await hall.say("teacher", "/mock mark question:7")
    await hall.press("teacher", "The source")
    assert "“The ninth of August. Forty pounds from the lower hives" in seen(hall)
    assert "— The Keeper's Book, 1871" in seen(hall)
    await hall.press("teacher", "Back to the script")
    assert "The answer\n" in seen(hall)


async def test_where_the_desk_takes_no_messages_the_note_shows_the_script(hall: Chat):
    """The first time the note has a button for it; then it is known, and the note is the script."""
    await have_handed_in(hall, ANSWERS)
    hall.session.refuse_desk("teacher")
    await hall.say("teacher", "/mock mark question:8")
    told = await hall.press("teacher", "Mark it here")
    assert "Question 8 · script 1 of 1" in told
    told = await hall.say("teacher", "/mock mark question:8")
    assert "I can't write to you: direct messages are off." in told
    assert "The answer\n" in told
    await hall.press("teacher", "Level 0")
    assert await earned(hall, 8) == [0, 0]


# Several markers


async def test_two_markers_have_different_scripts_and_who_is_late_gets_the_next(hall: Chat):
    """The lease ran out, somebody else has marked it: a sentence, and then another script."""
    await have_handed_in(hall, {**ANSWERS, "ann": {7: ("On the day.",)}})
    await have_markers(hall, "marker")
    first = await hall.say("marker", "/mock mark question:7")
    second = await hall.say("teacher", "/mock mark question:7")
    assert "script 1 of 3" in first
    assert "script 2 of 3" in second
    await give(hall, "teacher", 1, 1)
    await hall.wait("16m")
    await hall.press("teacher", "Next script")
    assert seen(hall).startswith("Question 7 · script 1 of 3\n")
    await give(hall, "teacher", 1, 2)
    await hall.press("marker", "Level 1")
    assert seen(hall).startswith("Question 7 · script 3 of 3\nSomebody else has marked that script.\n\n")
    await give(hall, "marker", 2, 4)
    assert sorted(await earned(hall, 7)) == [100, 200, 400]


async def test_whoever_sat_it_never_gets_their_own_script(hall: Chat):
    """A marker among the learners marks the others' alone."""
    await have_handed_in(hall, ANSWERS)
    await have_markers(hall, "maya")
    await hall.say("maya", "/mock mark question:7")
    assert FORTY in seen(hall) or any(FORTY in plain(shown.view.text) for shown in hall.shown if shown.view)
    await give(hall, "maya", 1, 1)
    await hall.press("maya", "Next script")
    assert seen(hall) == (
        "No script of question 7 waits for you. What is left is before somebody else, or for a second marker.\n"
        "Question 7: 1 of 2 marked"
    )
    assert THERE not in "".join(plain(shown.view.text) for shown in hall.shown if shown.view)


async def test_a_press_that_comes_twice_marks_once(hall: Chat):
    """The same answer again; the mark that was given since stays."""
    await have_handed_in(hall, ANSWERS)
    await hall.say("teacher", "/mock mark question:8")
    await hall.press("teacher", "Level 2")
    await hall.press("teacher", "3")
    rows = await marks_of(hall)
    await hall.redeliver()
    assert await marks_of(hall) == rows


async def test_marking_goes_on_after_a_restart(hall: Chat):
    """Buttons of yesterday's message work, and the script is still before its marker."""
    await have_handed_in(hall, ANSWERS)
    await hall.say("teacher", "/mock mark question:8")
    await hall.press("teacher", "Level 3")
    await hall.restart()
    await hall.press("teacher", "6")
    assert await earned(hall, 8) == [600, 0]


# Marked twice


async def have_differed(chat: Chat) -> Mock:
    """The one script of question 8 is marked by two people, who differ: the teacher gave 2, the marker 5."""
    mock = await have_handed_in(chat, ANSWERS)
    await have_markers(chat, "marker")
    await chat.say("teacher", "/mock mark question:8")
    await chat.press("teacher", "Every 5th")
    await give(chat, "teacher", 1, 2)
    await chat.say("marker", "/mock mark question:8")
    await give(chat, "marker", 3, 5)
    await chat.press("marker", "Comment")
    await chat.write("marker", "Both sides.")
    return mock


async def test_a_difference_waits_for_a_teacher_who_sees_both(hall: Chat):
    """Both marks, the comments, and who gave them; settled at one of the two, and the log tells of it."""
    await have_differed(hall)
    told = await hall.say("teacher", "/mock mark")
    assert "Question 8: 0 of 1 marked · 1 to settle" in told
    await hall.press("teacher", "Settle 1 difference")
    text = seen(hall)
    assert text.startswith("Question 8, script 1 of 1: two markers differ.\n")
    assert "Teacher: 2 of 6 · level 1" in text
    assert "Marker: 5 of 6 · level 3\n“Both sides.”" in text
    assert labels(hall) == ["2 of 6", "5 of 6", "Another mark", "Read the script"]
    await hall.press("teacher", "Read the script")
    assert FLOWERS in seen(hall)
    await hall.press("teacher", "Back to the difference")
    await hall.press("teacher", "5 of 6")
    assert seen(hall) == ("Bees 1, question 8, script 1: settled at 5 of 6.\nNothing else is left to settle.")
    [row] = [row for row in await marks_of(hall) if row.place and row.position == 8]
    assert (row.earned, row.level, row.comment, row.reason) == (500, 3, "Both sides.", "settled between 2 and 5")
    assert await log_of(hall) == [
        "Bees 1, question 8: 1 of 1 script is marked twice, by two people.",
        "Bees 1, question 8, script 1: settled at 5 of 6.",
    ]


async def test_a_difference_can_be_settled_at_another_mark(hall: Chat):
    """It is written; what is no mark is refused in a sentence, and nothing is changed."""
    await have_differed(hall)
    await hall.say("teacher", "/mock mark")
    await hall.press("teacher", "Settle 1 difference")
    await hall.press("teacher", "Another mark")
    told = await hall.write("teacher", "9")
    assert "That question has 6 marks; write one from 0 to 6." in told
    assert await earned(hall, 8) == [None, 0]
    if not hall.session.has_form("teacher"):
        await hall.press("teacher", "Try again")
    await hall.write("teacher", "3.5")
    assert await earned(hall, 8) == [350, 0]


async def test_the_second_marker_sees_no_mark_and_no_comment(hall: Chat):
    """Blind: the script comes to them as to the first."""
    await have_handed_in(hall, {"maya": {8: (FLOWERS,)}})
    await have_markers(hall, "marker")
    await hall.say("teacher", "/mock mark")
    await hall.press("teacher", "Every script")
    await give(hall, "teacher", 1, 2)
    await hall.press("teacher", "Comment")
    await hall.write("teacher", "Thin.")
    since = len(hall.shown)
    await hall.say("marker", "/mock mark")
    told = "".join(plain(shown.view.text) for shown in hall.shown[since:] if shown.view)
    assert f"The answer\n{FLOWERS}" in told
    assert "Thin." not in told
    assert "You gave" not in told
    await give(hall, "marker", 1, 1)
    [row] = [row for row in await marks_of(hall) if row.place]
    assert (row.earned, row.level, row.comment) == (200, 1, "Thin.")


async def test_only_a_teacher_is_offered_the_sample(hall: Chat):
    """A marker's note has nothing about it."""
    await have_handed_in(hall, ANSWERS)
    await have_markers(hall, "marker")
    told = await hall.say("marker", "/mock mark")
    assert "Second marking" not in told
    assert "Second marking of question" in await hall.say("teacher", "/mock mark")


# Any mark


async def change(chat: Chat, question: str, mark: str, reason: str) -> str:
    """The teacher changes one of Maya's marks."""
    await chat.say("teacher", "/mock mark learner:@maya")
    await chat.press("teacher", question)
    return await chat.write("teacher", mark, reason)


async def test_a_teacher_changes_any_mark_and_says_why(hall: Chat):
    """What the rules marked too: the log says what and why, the note whose it is."""
    await have_handed_in(hall, ANSWERS)
    told = await hall.say("teacher", "/mock mark learner:@maya")
    assert "Bees 1 · Maya\n" in told
    assert "6 of 16 · 2 answers still to be marked" in told
    await hall.press("teacher", "Question 5")
    await hall.write("teacher", "0.5", "Half right.")
    assert seen(hall) == ("Bees 1, question 5: a mark changed from 1 to 0.5 of 1, because “Half right”.\nWhose: Maya")
    [row] = [row for row in await marks_of(hall) if row.position == 5 and row.sitting_id.endswith("s0")]
    assert (row.earned, row.reason, row.marker) == (50, "Half right.", hall.by("teacher").person)
    assert await log_of(hall) == ["Bees 1, question 5: a mark changed from 1 to 0.5 of 1, because “Half right”."]
    await hall.press("teacher", "All their marks")
    assert "5.5 of 16" in seen(hall)
    assert "Question 5: Half right." in seen(hall)


@pytest.mark.parametrize(
    ("mark", "reason", "sentence"),
    [
        ("7", "Because.", "That question has 6 marks; write one from 0 to 6."),
        ("-1", "Because.", "A mark is a number such as 3 or 3.5, from 0 to 6."),
        ("3.25", "Because.", "A mark is a number such as 3 or 3.5, from 0 to 6."),
        ("four", "Because.", "A mark is a number such as 3 or 3.5, from 0 to 6."),
    ],
)
async def test_what_is_no_mark_changes_nothing(hall: Chat, mark: str, reason: str, sentence: str):
    """Above the maximum, below nothing, no number: a sentence, and the mark as it was."""
    await have_handed_in(hall, ANSWERS)
    rows = await marks_of(hall)
    assert sentence in await change(hall, "Question 8", mark, reason)
    assert await marks_of(hall) == rows
    assert await log_of(hall) == []


async def test_whoever_hears_of_changes_hears_of_those_that_a_learner_knows(hall: Chat):
    """Before results are released nobody is told; after, whoever tells the learner is called within the change."""
    mock = await have_handed_in(hall, ANSWERS)
    heard: list[tuple[str, str]] = []
    hall.app._rooms.exams.marking.on_change.append(lambda _tx, mock, sitting, _at: heard.append((mock.id, sitting.id)))
    await change(hall, "Question 1", "0", "Copied.")
    assert heard == []
    await hall.app.database.write(
        lambda tx: tx.execute(update(mocks).where(mocks.c.id == mock.id).values(state="released")) and None
    )
    await change(hall, "Question 1", "1", "Not copied.")
    assert heard == [(mock.id, f"{mock.id}s0")]


async def test_a_marker_changes_no_mark_but_those_they_gave(hall: Chat):
    """Nor do they see whose is whose."""
    await have_handed_in(hall, ANSWERS)
    await have_markers(hall, "marker")
    told = await hall.say("marker", "/mock mark learner:@maya")
    assert told == "(only marker) Only a teacher of this class can do that."


async def test_whoever_did_not_sit_it_has_no_marks(hall: Chat):
    """A sentence, with where to look."""
    await have_handed_in(hall, ANSWERS)
    told = await hall.say("teacher", "/mock mark learner:@teacher")
    assert told == "(only teacher) They have not sat “Bees 1”. /mock status shows who has."


# What is not there


async def test_what_cannot_be_marked_is_told_in_a_sentence(hall: Chat):
    """No exam, one that is still being sat, another class's, a question that the rules mark, results that are out."""
    await hall.say("teacher", "/class setup")
    assert "No exam has been sat in this class yet. /mock start sets one." in await hall.say("teacher", "/mock mark")
    mock = await have_sat(hall, ANSWERS, state="open")
    told = await hall.say("teacher", "/mock mark")
    assert "“Bees 1” is still being sat. Its scripts are marked once it has ended: /mock end" in told
    told = await hall.say("teacher", "/mock mark learner:@maya")
    assert "“Bees 1” is still being sat. Marks can be changed once it has ended: /mock end" in told
    told = await hall.say("teacher", "/mock mark exam:nothing")
    assert "That exam is none of this class's. /mock status shows those that are." in told

    async def become(state: str) -> None:
        await hall.app.database.write(
            lambda tx: tx.execute(update(mocks).where(mocks.c.id == mock.id).values(state=state)) and None
        )

    await become("released")
    told = await hall.say("teacher", "/mock mark")
    assert "The results of “Bees 1” are out. /mock mark learner: changes a mark of it." in told
    await become("ended")
    assert "Nobody has written anything in Bees 1 that people mark." in await hall.say("teacher", "/mock mark")
    told = await hall.say("teacher", "/mock mark question:3")
    assert "Nobody has written anything in “Bees 1” that people mark." in told


async def test_a_question_that_nobody_has_to_mark_is_told_with_those_there_are(hall: Chat):
    """The rules mark question 3; there is something at 7 and 8."""
    await have_handed_in(hall, ANSWERS)
    told = await hall.say("teacher", '/mock mark exam:"Bees 1" question:3')
    assert "Nobody has to mark anything at question 3 of “Bees 1”. There is something at: 7, 8." in told


async def test_exams_are_suggested_to_those_who_mark(hall: Chat):
    """By title, and to nobody else."""
    mock = await have_handed_in(hall, ANSWERS)
    found = await hall.session.suggest("teacher", "mock mark", "exam", "bee")
    assert [option.label for option in found] == ["Bees 1"]
    by = hall.by("tom")
    asked = Suggest(
        **{field.name: getattr(by, field.name) for field in fields(by)}, command="mock mark", option="exam", typed="b"
    )
    assert await hall.app.handle(asked) == Choices(())
    assert "question 8 is on your desk" in await hall.say("teacher", f"/mock mark exam:{mock.id} question:8")


# Forgetting


async def test_a_learner_who_is_forgotten_leaves_no_script_on_a_desk(hall: Chat):
    """What stood before a marker is gone, in rows and on the screen; its buttons lead on to the next."""
    await have_handed_in(hall, ANSWERS)
    await hall.say("teacher", "/mock mark question:8")
    [button] = hall.actions("Level 0")
    await hall.say("maya", "/privacy forget")
    told = await hall.press("maya", "Erase everything")
    assert "A script of this exam is gone: its learner has asked to be forgotten. /mock mark goes on." in told
    assert FLOWERS not in str([row.view for row in await hall.rows(outbox.select())])
    await hall.press_action("teacher", button)
    assert "That script is not here any more: whoever wrote it has asked to be forgotten." in seen(hall)
    assert await hall.count(mock_markings) == 0
    assert len(await hall.rows(sittings.select())) == 1
    assert {row.sitting_id[-2:] for row in await hall.rows(mock_marks.select())} == {"s1"}
