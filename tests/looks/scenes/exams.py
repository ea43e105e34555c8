"""Mock exams: composed, set, sat, followed, marked, released."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from sqlalchemy import Connection

from tests.chat_harness import Chat
from tests.dialogues.test_mock_marking import ANSWERS as SCRIPTS
from tests.dialogues.test_mock_marking import have_differed
from tests.dialogues.test_mock_sitting import number_of
from tests.exams.hall import class_of, mock_of
from tests.exams.marked import GRADES, Chance, crowd, large_paper, made_up, sat_and_marked
from tests.exams.scripts import have_handed_in
from tests.looks.playing import Gallery
from tests.looks.scenes.going import filled, tour

ESSAY = "Bees belong in towns, for towns have flowers all summer. " * 12


async def papers(chat: Chat, gallery: Gallery) -> None:
    """A paper is drawn from the bank."""
    gallery.scene("A paper is composed")
    await chat.say("teacher", "/class setup")
    await chat.say("teacher", "/mock papers")
    await chat.say("teacher", "/mock compose marks:30")
    await chat.say("teacher", "/quiz round questions:30")
    await chat.say("teacher", "/quiz stop")
    await chat.say("teacher", "/mock compose marks:30")
    await tour(chat, "teacher", "Questions", "More", "Back", "Another draw", "Take those asked", "Leave out those")
    await filled(chat, "teacher", "Change", "wasps", "0", "12", "", "")
    await filled(chat, "teacher", "Try again", "terror", "20", "30", "", "")
    await filled(chat, "teacher", "Save", "Recall, week 3")
    gallery.scene("The shelf of papers")
    await chat.say("teacher", "/mock papers")
    await tour(chat, "teacher", "Recall, week 3", "Questions", "Back")
    await filled(chat, "teacher", "Rename", "Recall, week 4")
    await tour(chat, "teacher", "All papers", "Recall, week 4", "Delete", "Delete it")


async def sitting(chat: Chat, gallery: Gallery) -> None:
    """An exam on one's own desk, and whoever looks on."""
    for person in ("maya", "tom"):
        await chat.say(person, "/leaderboard names:hide")
    await chat.say("teacher", "/class register")
    await filled(chat, "teacher", "Change as a list", "Tom | Tom Ashe | 7 | +25% | rest breaks")
    gallery.scene("A mock exam is set")
    await chat.say("teacher", '/mock start paper:"Bees 1"')
    await chat.say("tom", "/mock begin")
    gallery.scene("A mock exam is sat")
    await tour(chat, "maya", "Begin", "1", "Flag")
    await number_of(chat, "maya", "What are the cells of a comb")
    await tour(chat, "maya", "A")
    for stem in ("What are the cells of a comb", "Tick", "Put", "True"):
        try:
            await number_of(chat, "maya", stem)
        except AssertionError:
            continue
    await tour(chat, "maya", "Contents", "1")
    for _ in range(7):
        await chat.press("maya", "Next")
    await number_of(chat, "maya", "Should bees be kept in towns?")
    await filled(chat, "maya", "Write", ESSAY.strip())
    await filled(chat, "maya", "Next passage", "And so on.")
    await tour(chat, "tom", "Rest", "Go on")
    gallery.scene("A mock exam is followed")
    await chat.say("teacher", "/mock status")
    await tour(chat, "teacher", "Each learner")
    await chat.say("teacher", "/mock extend minutes:1")
    await chat.say("teacher", "/mock status")
    await tour(chat, "teacher", "Follow it")
    await chat.say("teacher", "/mock pause")
    await tour(chat, "teacher", "Go on")
    await chat.say("teacher", "/mock status")
    await tour(chat, "teacher", "Pause")
    await chat.say("maya", "/mock resume")
    await tour(chat, "teacher", "Go on")
    await tour(chat, "teacher", "Status")
    await filled(chat, "teacher", "Extend", "5", "")
    gallery.scene("A mock exam is handed in")
    await tour(chat, "maya", "Go on", "Contents", "Hand in", "Back", "Hand in", "Hand in now")
    await chat.wait("50m")
    await chat.say("teacher", "/mock status")
    await tour(chat, "teacher", "End…", "End it now")
    await chat.wait("1m")


async def together(chat: Chat, gallery: Gallery) -> None:
    """An exam that everybody sits in the room."""
    for person in ("maya", "tom"):
        await chat.say(person, "/leaderboard names:hide")
    await chat.say("teacher", "/class setup")
    gallery.scene("Sat together")
    await chat.say("teacher", '/mock start paper:"Bees 2" together:yes minutes:5')
    await chat.wait("15s")
    for _ in range(3):
        labels = [one.label for message in chat.session.screen.messages for one in message.view.controls]
        await chat.press("maya", "True" if "True" in labels[-3:] else "A")
        await chat.say("teacher", "/mock status")
        await chat.wait("100s")
    gallery.scene("Sat together, and gone on early")
    await chat.say("teacher", '/mock start paper:"Bees 2" together:yes minutes:5')
    await chat.wait("15s")
    await chat.say("teacher", "/mock status")
    await tour(chat, "teacher", "Next question")


async def long_sitting(chat: Chat, gallery: Gallery) -> None:
    """A paper of the shipped pack, with its sources."""
    await chat.say("maya", "/leaderboard names:hide")
    gallery.scene("A long paper is sat")
    await chat.say("teacher", '/mock start paper:"In the shape of AQA Component 1 (1H)"')
    await tour(chat, "maya", "Begin", "1", "Next")
    await chat.say("teacher", "/mock end")
    await tour(chat, "teacher", "End it now")


async def marking(chat: Chat, gallery: Gallery) -> None:
    """Scripts without names, levels and marks."""
    gallery.scene("Marking")
    await have_handed_in(chat, SCRIPTS)
    await chat.say("teacher", "/mock mark")
    await chat.say("teacher", "/mock mark question:8")
    await tour(chat, "teacher", "Level 2", "4")
    await filled(chat, "teacher", "Comment", "Say what bees lack.")
    await tour(chat, "teacher", "Next script")
    await chat.say("teacher", "/mock mark question:7")
    await tour(chat, "teacher", "The source", "Back to the script", "Level 1", "1")
    await tour(chat, "teacher", "Next script", "The one before")
    await chat.say("teacher", "/mock mark")
    await tour(chat, "teacher", "Question 8")
    gallery.scene("Marks of one learner")
    await chat.say("teacher", "/mock mark learner:@maya")
    await chat.press("teacher", "Question 5")
    await chat.write("teacher", "99", "Half right.")
    await filled(chat, "teacher", "Try again", "0.5", "Half right.")
    await tour(chat, "teacher", "All their marks")


async def differing(chat: Chat, gallery: Gallery) -> None:
    """Two markers who differ."""
    gallery.scene("Markers differ")
    await have_differed(chat)
    await chat.say("teacher", "/mock mark")
    await tour(chat, "teacher", "Settle 1 difference", "Read the script", "Back to the difference")
    await filled(chat, "teacher", "Another mark", "3.5")
    await tour(chat, "teacher", "5 of 6") if chat.actions("5 of 6") else None


async def results(chat: Chat, gallery: Gallery) -> None:
    """Grades, released and read."""
    gallery.scene("Results are released")
    await sat_and_marked(chat, GRADES)
    await chat.say("teacher", "/mock release")
    await filled(chat, "teacher", "Change the boundaries", "A 75, B", "per cent")
    await filled(chat, "teacher", "Try again", "A 80, B 50, E 10", "per cent")
    await tour(chat, "teacher", "Release to")
    await chat.wait("5s")
    gallery.scene("Results: the learner's")
    await tour(chat, "maya", "See every question", *["Next"] * 7, "Previous", "Result")
    await chat.say("maya", "/mock results")
    await tour(chat, "maya", "Revise what I missed")
    gallery.scene("Results: the teacher's")
    await chat.say("teacher", "/mock results")
    await tour(chat, "teacher", "By question", "More", "Results", "Each learner")
    await tour(chat, "teacher", "Results", "Marks as a file")
    await chat.say("teacher", "/mock export")


async def report(chat: Chat, gallery: Gallery) -> None:
    """The report of a large class, with its picture."""
    gallery.scene("Report of a large class")
    class_id, paper = await class_of(chat), large_paper(chat, 20)
    at = chat.clock.now()
    boundaries = (("A*", 900_000), ("A", 800_000), ("B", 700_000), ("C", 600_000), ("D", 500_000), ("E", 400_000))
    mock = replace(mock_of(chat, class_id, paper, "crowded"), boundaries=boundaries)
    chances = [Chance(number / 10 - 1, 1.2) for number in range(20)]

    def write(tx: Connection) -> None:
        crowd(tx, mock, paper, made_up(Random(3), 26, chances), at)

    await chat.app.database.write(write)
    await chat.say("teacher", "/mock results")
    await tour(chat, "teacher", "By question", "More", "Results", "Each learner", "More")
    await chat.say("teacher", "/mock release")
