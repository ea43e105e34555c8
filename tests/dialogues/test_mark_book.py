"""The mark book: homework and practice of each learner under their real name, as a file for a teacher."""

from __future__ import annotations

import csv
import io
from typing import Any

from openpyxl import load_workbook

from bot.storage.tables import deeds, deliveries
from tests.chat_harness import Chat
from tests.dialogues.test_homework import SET, do_it


def sheet(data: bytes) -> list[tuple[Any, ...]]:
    """The rows of a workbook as a spreadsheet shows them."""
    return [tuple(row) for row in load_workbook(io.BytesIO(data))["Marks"].iter_rows(values_only=True)]


async def term(chat: Chat) -> None:
    """Maya has done her homework, Tom has begun his, Ada has not; the teacher knows who Maya is."""
    for person in ("maya", "tom", "ada"):
        await chat.say(person, "/leaderboard names:hide")
    await chat.say("teacher", "/class register")
    await chat.press("teacher", "Change as a list")
    await chat.write("teacher", f"{await called(chat, 'maya')} | Zadie Okafor | 0042 | +25%")
    await chat.say("teacher", SET)
    await do_it(chat, "maya")
    await chat.press("tom", "Begin")
    await chat.press("tom", "Skip")


async def called(chat: Chat, person: str) -> str:
    """What somebody is called on their platform."""
    return chat.by(person).name


async def test_a_teacher_takes_the_mark_book_as_a_file(garden: Chat):
    """Figures are figures, whoever has not begun has none, and lines are in the order of the real names."""
    await term(garden)
    told = await garden.say("teacher", "/class marks")
    assert "3 learners, 1 piece of set work, and what was practised." in told
    name, data = garden.given("teacher")
    assert name.endswith("history-marks.xlsx")
    head, *lines = sheet(data)
    assert head[:3] == ("Name", "Number", "Chat name")
    growing = "Growing things, due 2026-12-04"
    assert head[3:] == (f"{growing}: marks of 3", f"{growing}: done", "Questions answered", "Points")
    by_name = {str(line[0]).casefold(): line for line in lines}
    assert list(by_name) == ["ada", "tom", "zadie okafor"]
    assert by_name["zadie okafor"][1] == "0042"
    assert by_name["zadie okafor"][3:] == (3, "done", 3, 1.5)
    assert by_name["tom"][3:] == (0, "1 of 3", 1, 0)
    assert by_name["ada"][3:] == (None, "not begun", None, None)


async def test_it_is_a_csv_file_too_and_the_register_leads_to_it(garden: Chat):
    """Whatever somebody is called, no spreadsheet works it out; arrangements are not in it."""
    await term(garden)
    await garden.say("teacher", "/class register")
    await garden.press("teacher", "Change as a list")
    await garden.write("teacher", f"{await called(garden, 'maya')} | =1+1 | 0042 | +25%")
    await garden.say("teacher", "/class marks csv")
    name, data = garden.given("teacher")
    assert name.endswith(".csv")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert "'=1+1" in [row[0] for row in rows]
    assert "25" not in data.decode().replace("2025", "").replace("2026", "")
    await garden.say("teacher", "/class register")
    await garden.press("teacher", "Mark book")
    assert garden.given("teacher")[0].endswith(".xlsx")


async def test_only_a_teacher_takes_it_and_that_is_logged(garden: Chat):
    """Learners and markers are refused; the class's log says that it was taken, and what is kept has no name."""
    await term(garden)
    await garden.say("teacher", "/class role @tom marker")
    for person in ("maya", "tom"):
        assert "Only a teacher of this class can do that." in await garden.say(person, "/class marks")
    await garden.say("teacher", "/class marks")
    assert [row.told for row in await garden.rows(deeds.select())][
        -1
    ] == "The mark book was taken as a file: 2 learners."
    kept = [row.answer for row in await garden.rows(deliveries.select()) if "mark book" in row.answer]
    assert kept
    assert not [answer for answer in kept if "Okafor" in answer or "UEsDB" in answer]


async def test_a_class_with_nobody_in_it_has_an_empty_one(garden: Chat):
    """Headings, and no line."""
    assert "0 learners, 0 pieces of set work" in await garden.say("teacher", "/class marks")
    assert len(sheet(garden.given("teacher")[1])) == 1
