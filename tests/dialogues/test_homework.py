"""Homework: set by a teacher, done on the desk, as a class lives through it."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.chat import Choices, Invoke, Press, Reply, Room, Submit, Suggest, plain
from bot.chat.views import Action
from bot.storage.tables import (
    accounts,
    deeds,
    due,
    homework,
    homework_learners,
    members,
    outbox,
    register,
    responses,
    roles,
    solos,
)
from tests.chat_harness import Chat, Installation
from tests.dialogues.test_solo import GARDEN, RIGHT, answer, finish, latest

SET = '/quiz set topic:growing questions:3 due:"Fri 16:00"'
HEAD = "Homework for history, due Friday 16:00: three questions on Growing things."
WEST = 5 * 60 * 60 * 1_000_000
"""From London to New York in winter; microseconds."""
NOT_YOURS = "That homework is not yours to do. /quiz homework shows what is."
NOT_HERE = "That homework is none of this class's. /quiz homework shows those that are."


# Helpers


async def attend(chat: Chat, *people: str) -> None:
    """These learners have used Swot in the class once."""
    for person in people:
        await chat.say(person, "/quiz solo topic:judging")
        await chat.press(person, "Skip")
        await chat.press(person, "Result")


async def set_homework(chat: Chat, command: str = SET) -> str:
    """Maya and Tom are in the class, and the teacher sets homework; what appears comes back."""
    await attend(chat, "maya", "tom")
    return await chat.say("teacher", command)


async def do_it(chat: Chat, person: str, *, late: bool = False) -> str:
    """A person does their newest homework whole; the result comes back."""
    await chat.press(person, "Do it late" if late else "Begin")
    return await finish(chat, person)


async def id_of(chat: Chat) -> str:
    """The id of the one homework there is."""
    [row] = await chat.rows(homework.select())
    return str(row.id)


async def stored(chat: Chat) -> list[Any]:
    """Everything that is kept of homework, and of what was given."""
    tables = (homework, homework_learners, solos, responses, due, outbox)
    return [sorted(map(tuple, await chat.rows(table.select())), key=str) for table in tables]


def on_desks(chat: Chat, words: str) -> list[str]:
    """Who has a message with these words put on their desk, once for each, in order of names."""
    return sorted(shown.where for shown in chat.shown if shown.kind == "desk" and words in plain(shown.view.text))


def texts(chat: Chat, person: str) -> list[str]:
    """What stands on a person's desk, newest first."""
    screen = chat.session.screen
    desk = getattr(screen, "desks", {}).get(person, f"terminal:desk-{person}")
    return [plain(message.view.text) for message in reversed(screen.messages) if message.room == desk]


async def sent(chat: Chat, event: Invoke | Press | Submit) -> str:
    """What Swot answers to an event that no screen brings about."""
    answered = await chat.app.handle(event)
    assert isinstance(answered, Reply), answered
    return plain(answered.view.text)


def made(chat: Chat, person: str, kind: Any, room: Room | None = None, **more: Any) -> Any:
    """An event of a person, perhaps in a room that the screen does not show."""
    by = chat.by(person)
    given = {name: getattr(by, name) for name in ("person", "name", "at", "delivery", "manages")}
    return kind(**given, room=room or by.room, **more)


# Set


async def test_homework_is_set_and_stands_on_each_learners_desk(chat: Chat):
    """The teacher learns for how many and by when; every learner has it, the teacher has not."""
    told = await set_homework(chat)
    assert told.startswith(
        "(only teacher) Homework is set for 2 learners: three questions on Growing things,"
        " due Friday 4 December, 16:00 (London).\n"
        "    Whoever joins before then gets it too.\n"
        "    It goes to their desks; you hear of anybody who can't be written to.\n"
        "    [Who has done it] [Move the date]"
    )
    assert f"(desk of maya) {HEAD}\n    [Begin]" in told
    assert f"(desk of tom) {HEAD}\n    [Begin]" in told
    assert on_desks(chat, HEAD) == ["maya", "tom"]


async def test_a_class_lives_through_it(chat: Chat):
    """Set, done by one, left by another who is reminded; who has done it and how stands there for the teacher."""
    await set_homework(chat)
    assert "Done" not in await chat.say("teacher", "/quiz homework")
    result = await do_it(chat, "maya")
    assert "3 of 3 · Homework: Growing things" in result
    await chat.press("tom", "Begin")
    await chat.press("tom", "Skip")
    told = await chat.say("teacher", "/quiz homework")
    assert told == (
        "(only teacher) Homework: three questions on Growing things\n"
        "    Due Friday 4 December, 16:00 (London)\n\n"
        "    1 of 2 done · begun: 1\n"
        "    Begun: Tom (1 of 3)\n"
        "    Done: Maya\n"
        "    [Remind them] [By question] [Each learner] [Move the date] [Close it] [Call it off]"
    )
    told = await chat.press("teacher", "Each learner")
    assert re.search(r"Tom +1 of 3 +0 of 1\n +Maya +done +3 of 3\n", told)
    told = await chat.press("teacher", "Who has done it")
    assert "[All homework]" in told
    told = await chat.press("teacher", "Remind them")
    assert "(only teacher) Reminded: 1 learner who had not done it." in told
    reminder = (
        "Still to do for history, due Friday 16:00: three questions on Growing things.\nYou have answered 1 of 3."
    )
    assert on_desks(chat, reminder) == ["tom"]


async def test_a_class_room_is_told_only_where_the_teacher_asks(garden: Chat):
    """One line, and a press on it shows whoever presses theirs."""
    told = await set_homework(garden)
    assert "Homework is set, due" not in told
    told = await garden.say("teacher", '/quiz set topic:ticking due:"Fri 16:00" questions:1 announce:yes')
    assert "#history Homework is set, due Friday 16:00: one question on Tick all. It is on your desk.\n" in told
    assert HEAD in await garden.press("maya", "My homework")


@pytest.mark.every_platform
async def test_whoever_is_mentioned_and_has_not_used_swot_yet_is_called_by_their_name(garden: Chat):
    """Nobody reads what only machines do, and the sentence says what to do."""
    await garden.say("teacher", "/class setup")
    zoe = garden.by("zoe")
    told = await garden.say("teacher", f"/quiz set topic:growing due:tomorrow who:{mention_of(garden, zoe.person)}")
    assert "“Zoe” is not in this class yet. Somebody is once they have used Swot here;" in told
    assert zoe.person not in told


def mention_of(chat: Chat, person: str) -> str:
    """How a person is mentioned in words; Discord's client writes their id."""
    return f"<@{person.partition(':')[2]}>" if chat.session.platform == "discord" else "@zoe"


async def test_a_day_alone_is_the_end_of_school(garden: Chat):
    """And the teacher is told which time was meant."""
    told = await set_homework(garden, "/quiz set topic:growing questions:3 due:tomorrow")
    assert "due Tuesday 1 December, 16:00 (London)." in told
    assert "No time was given, so it is the end of school, 16:00." in told


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("Monday 07:30", "due Monday 7 December, 07:30"),
        ("today 15:00", "due Monday 30 November, 15:00"),
        ("17:00", "due Monday 30 November, 17:00"),
        ("30 November 17:00", "due Monday 30 November, 17:00"),
    ],
)
async def test_it_is_due_when_a_teacher_writes(garden: Chat, when: str, told: str):
    """In the class's zone."""
    assert told in await garden.say("teacher", f'/quiz set topic:growing due:"{when}"')


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (
            "today 07:30",
            "Monday 30 November, 07:30 has passed: it is 08:00 in London. Homework is due at a time to come.",
        ),
        ("2026-11-27 16:00", "Friday 27 November, 16:00 has passed: it is 08:00 in London."),
        ("soon", "“soon” is no day and time. Write it as Fri 16:00, tomorrow 17:00 or 30 November 17:00."),
        ("3 December 2028", "That is over a year off. Homework is due within a year."),
    ],
)
async def test_a_time_that_makes_no_sense_sets_nothing(garden: Chat, when: str, told: str):
    """It says what would."""
    assert told in await set_homework(garden, f'/quiz set topic:growing due:"{when}"')
    assert await garden.count(homework) == 0
    assert on_desks(garden, "Homework") == []


async def test_a_holiday_is_warned_of(garden: Chat):
    """The homework is set all the same."""
    await garden.say("teacher", '/calendar holiday first:"4 December"')
    told = await set_homework(garden)
    assert "There is no school on that day. [Move the date] if it should be another." in told
    assert on_desks(garden, HEAD) == ["maya", "tom"]


async def test_a_topic_with_fewer_questions_gives_those(garden: Chat):
    """And says so."""
    told = await set_homework(garden, '/quiz set topic:ticking due:"Fri 16:00"')
    assert "one question on Tick all" in told
    assert "There is only one question of that sort." in told


async def test_learners_are_named(chat: Chat):
    """One or several, by what the class calls them; the others hear nothing."""
    told = await set_homework(chat, f"{SET} who:tom")
    assert "Homework is set for 1 learner:" in told
    assert "For Tom." in told
    assert on_desks(chat, HEAD) == ["tom"]
    assert "No homework is set to you." in await chat.say("maya", "/quiz homework")
    told = await chat.say("teacher", '/quiz set topic:ticking due:"Fri 16:00" who:"Maya, tom"')
    assert "Homework is set for 2 learners" in told


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("zoe", "Nobody called “zoe” is in this class yet."),
        ("tom, zoe", "Nobody called “zoe” is in this class yet."),
        ("teacher", "Teacher teaches, marks or observes here, and gets no homework. Name learners."),
    ],
)
async def test_whoever_is_no_learner_gets_none(garden: Chat, who: str, told: str):
    """Nothing is set where one of the names is wrong."""
    await garden.say("teacher", "/quiz solo topic:judging")
    assert told in await set_homework(garden, f'{SET} who:"{who}"')
    assert await garden.count(homework) == 0


async def test_only_teachers_are_suggested_learners(garden: Chat):
    """Names are nobody else's business."""
    await set_homework(garden)
    found = await garden.session.suggest("teacher", "quiz set", "who", "m")
    assert [option.value for option in found] == ["Maya"]
    found = await garden.session.suggest("teacher", "quiz set", "who", "Maya, t")
    assert [option.value for option in found] == ["Maya, Tom"]
    typing = made(garden, "tom", Suggest, command="quiz set", option="who", typed="m")
    assert await garden.app.handle(typing) == Choices(())


async def test_the_same_is_not_set_twice(chat: Chat):
    """Whether by a second teacher or the same: it says that it is there, and nobody gets it again."""
    await set_homework(chat)
    told = await chat.say("teacher", SET)
    assert (
        "(only teacher) That homework is set already: Growing things, due Friday 4 December, 16:00."
        " Nothing was set twice; /quiz homework shows it." in told
    )
    assert await chat.count(homework) == 1
    assert on_desks(chat, HEAD) == ["maya", "tom"]


async def test_a_command_that_is_delivered_again_sets_nothing_again(chat: Chat):
    """The teacher reads the same answer; the desks stay as they are."""
    told = await set_homework(chat)
    assert await chat.redeliver() in told
    assert await chat.count(homework) == 1
    assert on_desks(chat, HEAD) == ["maya", "tom"]


async def test_what_is_set_is_logged_without_answers(garden: Chat):
    """In the class's log, in the words of the reply."""
    await set_homework(garden)
    [row] = await garden.rows(deeds.select())
    assert row.what == "/quiz set"
    assert row.told.startswith(
        "Homework is set for 2 learners: three questions on Growing things, due Friday 4 December"
    )


@pytest.mark.parametrize("command", [SET, "/quiz set topic:growing due:tomorrow"])
async def test_a_learner_sets_none(garden: Chat, command: str):
    """It is a teacher's to do."""
    await attend(garden, "maya")
    told = await garden.say("maya", command)
    assert told == "(only maya) Only a teacher of this class can do that."
    assert await garden.count(homework) == 0


# Whoever joins


async def test_whoever_joins_before_it_is_due_gets_it(chat: Chat):
    """The first time they use Swot in the class; whoever comes after that does not."""
    await set_homework(chat)
    assert HEAD not in await chat.say("teacher", "/quiz solo topic:judging")
    assert f"(desk of zoe) {HEAD}" in await first_use(chat, "zoe")
    assert on_desks(chat, HEAD) == ["maya", "tom", "zoe"]
    assert "0 of 3 done" in await chat.say("teacher", "/quiz homework")
    await chat.wait("5d")
    assert "desk" not in await first_use(chat, "ann")
    assert "0 of 3 done" in await chat.say("teacher", "/quiz homework")


async def test_whoever_joins_gets_nothing_that_was_set_to_others_by_name(garden: Chat):
    """Named is named."""
    await set_homework(garden, f"{SET} who:tom")
    assert "desk" not in await first_use(garden, "zoe")


async def first_use(chat: Chat, person: str) -> str:
    """Somebody who is new to the class revises."""
    await chat.line(f"@{person}")
    return await chat.say(person, "/quiz solo topic:judging")


# Done


async def test_it_runs_on_the_desk_message_itself(chat: Chat):
    """From [Begin] to the result one message changes; nothing is a note that could vanish."""
    await set_homework(chat)
    since = len(chat.shown)
    await do_it(chat, "maya")
    assert {(shown.kind, shown.where) for shown in chat.shown[since:] if shown.kind != "form"} <= {
        ("edit", "maya"),
        ("edit", "desk-maya"),
    }
    assert texts(chat, "maya")[0].startswith("3 of 3 · Homework: Growing things")
    assert len(texts(chat, "maya")) == 1


async def test_everybody_has_the_same_questions_in_their_own_order(garden: Chat):
    """Chosen once."""
    await set_homework(garden, '/quiz set topic:all questions:8 due:"Fri 16:00"')
    await garden.press("maya", "Begin")
    await garden.press("tom", "Begin")
    [first, second] = [row.questions for row in await garden.rows(solos.select().where(solos.c.homework != ""))]
    assert first != second
    assert sorted(re.findall(r"g-\d+", first)) == sorted(re.findall(r"g-\d+", second))


async def test_it_goes_on_where_it_was_a_day_later_and_after_a_restart(chat: Chat):
    """On the message that was left, or from /quiz homework with [Go on]; both are the same quiz."""
    await set_homework(chat)
    await chat.press("maya", "Begin")
    await answer(chat, "maya")
    await chat.press("maya", "Next")
    await chat.restart()
    await chat.wait("1d")
    await answer(chat, "maya")
    told = await chat.say("maya", "/quiz homework")
    assert told == f"(only maya) {HEAD}\n    You have answered 2 of 3.\n    [Go on]"
    assert "(only maya) 3 of 3 · Homework: Growing things · where you left off" in await chat.press("maya", "Go on")
    await answer(chat, "maya")
    assert "3 of 3 · Homework" in await chat.press("maya", "Result")
    assert await chat.say("maya", "/quiz homework") == f"(only maya) {HEAD}\n    Done: 3 of 3."
    assert len(await chat.rows(solos.select().where(solos.c.homework != ""))) == 1


async def test_a_message_that_was_left_behind_catches_up(garden: Chat):
    """Pressed, it shows where its reader is by now, and answers nothing."""
    await set_homework(garden)
    await garden.press("maya", "Begin")
    left = garden.actions("Skip")[-1]
    await garden.press("maya", "Skip")
    await garden.press("maya", "Next")
    before = await garden.count(responses)
    assert "2 of 3 · Homework: Growing things · where you left off" in await garden.press_action("maya", left)
    assert await garden.count(responses) == before


async def test_begin_pressed_twice_is_one_quiz(chat: Chat):
    """A second press shows the same question; a press that is delivered again does too."""
    await set_homework(chat)
    begin = chat.actions("Begin")[0]
    person = "maya"
    first = await chat.press_action(person, begin)
    assert "1 of 3" in first
    again = await chat.press_action(person, begin)
    assert "1 of 3 · Homework: Growing things · where you left off" in again
    await chat.redeliver()
    assert len(await chat.rows(solos.select().where(solos.c.homework != ""))) == 1


async def test_a_second_press_on_an_answer_does_not_skip_its_feedback(garden: Chat):
    """Whoever presses twice is told so, and reads on at their own pace."""
    await set_homework(garden)
    await garden.press("maya", "Begin")
    skip = garden.actions("Skip")[-1]
    await garden.press_action("maya", skip)
    told = await garden.press_action("maya", skip)
    assert told == "(only maya) You have answered that one already. /quiz homework takes you to where you are."


async def test_done_twice_is_not_possible(garden: Chat):
    """Whoever is done sees the result again, and never hears of it."""
    await set_homework(garden)
    begin = garden.actions("Begin")[0]
    await do_it(garden, "maya")
    assert "3 of 3 · Homework: Growing things" in await garden.press_action("maya", begin)
    assert "Everybody" not in await garden.press("teacher", "Who has done it")
    told = await garden.press("teacher", "Remind them")
    assert "(desk of maya)" not in told
    assert "(desk of tom) Still to do" in told
    assert "maya" not in await garden.wait("7d")


async def test_points_count_as_those_of_any_answer(chat: Chat):
    """Homework stands in the standings."""
    await set_homework(chat)
    await do_it(chat, "maya")
    assert await chat.points("maya") == 300
    assert await chat.points("tom") == 0


async def test_revising_on_ones_own_leaves_homework_alone(garden: Chat):
    """/quiz solo without a word goes on with one's own quiz, and never with homework."""
    await set_homework(garden)
    await garden.press("maya", "Begin")
    assert "Homework" not in await garden.say("maya", "/quiz solo")


async def test_nobody_has_homework_who_was_set_none(garden: Chat):
    """And is told what there is instead."""
    told = await garden.say("maya", "/quiz homework")
    assert told == "(only maya) No homework is set to you. /quiz solo revises on your own."
    assert (
        await garden.say("teacher", "/quiz homework")
        == "(only teacher) No homework is set in this class. /quiz set sets some."
    )


# Reminded


async def test_those_who_are_not_done_are_reminded_the_day_before(chat: Chat):
    """At the same local time; whoever is done hears nothing."""
    await set_homework(chat)
    await do_it(chat, "maya")
    assert await chat.wait("79h") == ""
    told = await chat.wait("1h")
    assert told == (
        "(desk of tom) Still to do for history, due Friday 16:00: three questions on Growing things.\n    [Begin]"
    )


async def test_what_is_due_early_is_reminded_of_in_the_afternoon(garden: Chat):
    """Not at half past seven."""
    await set_homework(garden, '/quiz set topic:growing questions:3 due:"Fri 07:30"')
    assert await garden.wait("79h") == ""
    assert "(desk of tom) Still to do for history, due Friday 07:30" in await garden.wait("1h")


async def test_nobody_is_reminded_right_after_it_was_set(garden: Chat):
    """What is due tomorrow afternoon is not reminded of this afternoon, an hour later."""
    await garden.wait("7h")
    await set_homework(garden, '/quiz set topic:growing questions:3 due:"tomorrow 16:00"')
    assert "Still to do" not in await garden.wait("20h")


async def test_a_teacher_reminds_once_a_day(chat: Chat):
    """A second time is refused until tomorrow, and the reminder that comes by itself counts too."""
    await set_homework(chat)
    await chat.say("teacher", "/quiz homework")
    remind = chat.actions("Remind them")[-1]
    assert "Reminded: 2 learners" in await chat.press_action("teacher", remind)
    told = await chat.press_action("teacher", remind)
    assert told == (
        "(only teacher) Whoever is not done was reminded today already. Once a day is enough; try again tomorrow."
    )
    await chat.wait("1d")
    await chat.say("teacher", "/quiz homework")
    assert "Reminded: 2 learners" in await chat.press("teacher", "Remind them")
    assert "(desk of tom) Still to do" in await chat.wait("3d")
    assert len(on_desks(chat, "Still to do")) == 6


async def test_nobody_is_left_to_remind(garden: Chat):
    """Where all are done there is no such button, and an old one says so."""
    await set_homework(garden, f"{SET} who:maya")
    await garden.say("teacher", "/quiz homework")
    remind = garden.actions("Remind them")[-1]
    await do_it(garden, "maya")
    assert "Remind them" not in await garden.say("teacher", "/quiz homework")
    told = await garden.press_action("teacher", remind)
    assert told == "(only teacher) Everybody has done it: there is nobody to remind."


# Due


async def test_it_stops_when_it_is_due(chat: Chat):
    """What is answered by then counts, the desk says so, and the teacher hears how many are done."""
    await set_homework(chat)
    await do_it(chat, "maya")
    await chat.press("tom", "Begin")
    await answer(chat, "tom")
    told = await chat.wait("5d")
    assert "(desk of teacher) Homework for history was due now: three questions on Growing things.\n" in told
    assert "    1 of 2 done · begun: 1\n" in told
    assert texts(chat, "tom")[0] == (
        "Homework for history was due Friday 16:00: three questions on Growing things.\n"
        "You have answered 1 of 3.\nWhat you answered by then counts."
    )
    assert await chat.points("tom") == 100


async def test_an_answer_that_comes_too_late_is_not_taken(chat: Chat):
    """The message turns to [Do it late] instead."""
    await set_homework(chat)
    await chat.press("tom", "Begin")
    skip = chat.actions("Skip")[-1]
    await chat.wait("5d")
    before = await chat.count(responses)
    await chat.say("tom", "/quiz homework")
    told = await chat.press_action("tom", skip)
    assert "was due Friday" in texts(chat, "tom")[0]
    assert "[Do it late]" in told
    assert await chat.count(responses) == before


async def test_it_is_done_late_until_it_is_closed(chat: Chat):
    """Shown as late to the teacher; then nobody can any more."""
    await set_homework(chat)
    await do_it(chat, "maya")
    await chat.press("tom", "Begin")
    await answer(chat, "tom")
    await chat.wait("5d")
    await chat.press("tom", "Do it late")
    await answer(chat, "tom")
    await chat.press("tom", "Next")
    told = await chat.say("teacher", "/quiz homework")
    assert "Due Friday 4 December, 16:00 (London) · was due, late ones are taken" in told
    assert "1 of 2 done · begun: 1" in told
    told = await chat.press("teacher", "Each learner")
    assert re.search(r"Tom( +| · How far: )2 of 3, 1 late( +| · Score: )2 of 2", told)
    await answer(chat, "tom")
    await chat.press("tom", "Result")
    told = await chat.press("teacher", "Who has done it")
    assert "2 of 2 done · late: 1" in told
    assert "Done: Maya, Tom (late)" in told
    told = await chat.press("teacher", "Close it")
    assert "The homework is closed with 2 of 2 done. Moving its date opens it again." in told
    assert "Done: 3 of 3, 2 of them late." in await chat.say("tom", "/quiz homework")


async def test_what_is_closed_takes_no_answers(chat: Chat):
    """Before it is due or after; whoever is in the middle keeps what they have."""
    await set_homework(chat)
    begin = chat.actions("Begin")[0]
    await chat.press("tom", "Begin")
    await answer(chat, "tom")
    onward = chat.actions("Next")[-1]
    await chat.say("teacher", "/quiz homework")
    await chat.press("teacher", "Close it")
    assert texts(chat, "tom")[0].endswith("It is closed. /quiz solo revises on your own.")
    for person, action in (("tom", onward), ("maya", begin)):
        assert "It is closed." in await chat.press_action(person, action)
    assert "is closed" in await chat.press_action("teacher", f"homework.close:{await id_of(chat)}")
    told = await chat.press_action("teacher", f"homework.remind:{await id_of(chat)}")
    assert "That homework is closed: nobody can be reminded of it." in told
    assert await chat.points("tom") == 100
    assert "Still to do" not in await chat.wait("4d")


async def test_whoever_is_done_in_time_can_still_read_the_result(garden: Chat):
    """The last answer came before it was due, the press on [Result] after it."""
    await set_homework(garden, '/quiz set topic:ticking due:"Fri 16:00"')
    await garden.press("maya", "Begin")
    await answer(garden, "maya")
    await garden.wait("5d")
    assert "1 of 1 · Homework: Tick all" in await garden.press("maya", "Result")
    assert "Done: Maya" in await garden.say("teacher", "/quiz homework")


# Changed


@pytest.mark.every_platform
async def test_the_date_is_moved(chat: Chat):
    """Whoever is not done hears of it and goes on; it is due then, and reminded of the day before that."""
    await set_homework(chat)
    await do_it(chat, "maya")
    await chat.press("tom", "Begin")
    await answer(chat, "tom")
    await chat.say("teacher", "/quiz homework")
    await chat.press("teacher", "Move the date")
    told = await chat.write("teacher", "Thu 12:00")
    assert "It is due Thursday 3 December, 12:00 (London) now. Whoever is not done hears of it." in told
    moved = "Homework for history is now due Thursday 12:00: three questions on Growing things."
    assert on_desks(chat, moved) == ["tom"]
    assert "2 of 3" in await chat.press("tom", "Go on")
    assert "Still to do for history, due Thursday 12:00" in await chat.wait("52h")
    told = await chat.wait("1d")
    assert "was due Thursday 12:00" in told
    assert "was due" not in await chat.wait("2d")


async def test_moved_later_it_opens_again(chat: Chat):
    """After it was due, and after it was closed; what was late is in time."""
    await set_homework(chat)
    await chat.wait("5d")
    await do_it(chat, "tom", late=True)
    await chat.say("teacher", "/quiz homework")
    await chat.press("teacher", "Close it")
    await chat.press("teacher", "Who has done it")
    assert "closed" in await chat.say("teacher", "/quiz homework")
    await chat.press("teacher", "Move the date")
    await chat.write("teacher", "9 December 16:00")
    assert on_desks(chat, "is now due Wednesday 16:00") == ["maya"]
    assert "1 of 2 done · not begun: 1\n" in await chat.say("teacher", "/quiz homework")
    assert "3 of 3" in await do_it(chat, "maya")


@pytest.mark.every_platform
@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("yesterday", "“yesterday” is no day and time."),
        ("today 07:00", "Monday 30 November, 07:00 has passed"),
        ("Fri 16:00", "It is due then already."),
    ],
)
async def test_a_date_that_makes_no_sense_moves_nothing(chat: Chat, written: str, told: str):
    """The form keeps what was written, and says what would do."""
    await set_homework(chat)
    await chat.say("teacher", "/quiz homework")
    await chat.press("teacher", "Move the date")
    assert told in await chat.write("teacher", written)
    assert "Due Friday 4 December, 16:00" in await chat.say("teacher", "/quiz homework")


async def test_it_is_called_off(chat: Chat):
    """After a question; desks say so, and nothing comes of it any more."""
    await set_homework(chat)
    await do_it(chat, "maya")
    await chat.press("tom", "Begin")
    onward = chat.actions("Skip")[-1]
    await chat.say("teacher", "/quiz homework")
    told = await chat.press("teacher", "Call it off")
    assert "Call off the homework, three questions on Growing things? What was answered keeps its points." in told
    await chat.press("teacher", "Keep it")
    await chat.press("teacher", "Call it off")
    told = await chat.press("teacher", "Call it off")
    assert "The homework is called off: three questions on Growing things." in told
    assert texts(chat, "tom")[0] == "Called off for history: the homework, three questions on Growing things."
    assert "Called off for history" in await chat.press_action("tom", onward)
    assert "No homework is set to you." in await chat.say("tom", "/quiz homework")
    assert "No homework is set in this class." in await chat.say("teacher", "/quiz homework")
    assert await chat.wait("7d") == ""
    assert await chat.points("maya") == 300


async def test_questions_are_told_the_hardest_first(garden: Chat):
    """With the share that was right, and the commonest wrong answers."""
    await set_homework(garden, '/quiz set topic:judging due:"Fri 16:00"')
    for person in ("maya", "tom"):
        await garden.press(person, "Begin")
        await garden.press(person, "True" if person == "tom" else "False")
    await garden.say("teacher", "/quiz homework")
    told = await garden.press("teacher", "By question")
    assert "The hardest first · one question on True or false" in told
    assert "50 % right of 2 · Tomatoes survive a hard frost.\n    Not: True (1)" in told


async def test_several_are_listed_and_chosen_from(chat: Chat):
    """What is due last stands first; a learner has a button for each."""
    await set_homework(chat)
    await chat.say("teacher", '/quiz set topic:ticking due:"Wed 16:00"')
    told = await chat.say("teacher", "/quiz homework")
    assert told.startswith(
        "(only teacher) Homework\n"
        "    Growing things · due Friday 4 December, 16:00\n"
        "    0 of 2 done · not begun: 2\n\n"
        "    Tick all · due Wednesday 2 December, 16:00\n"
        "    0 of 2 done · not begun: 2\n"
    )
    told = await chat.press("teacher", "Tick all")
    assert "Homework: one question on Tick all" in told
    told = await chat.say("maya", "/quiz homework")
    assert "[Begin: Tick all] [Begin: Growing things]" in told
    assert "1 of 1 · Homework: Tick all" in await chat.press("maya", "Begin: Tick all")


async def test_real_names_are_for_teachers(garden: Chat):
    """From the register, where it has them; an observer reads what the class calls them."""
    await set_homework(garden)
    [class_id] = {row.class_id for row in await garden.rows(members.select())}
    maya, tom = garden.session.key("maya"), garden.session.key("tom")
    row = {"class_id": class_id, "person": maya, "real_name": "Maya Okafor", "candidate": "", "extra_time": 0}
    await garden.app.database.write(lambda tx: tx.execute(register.insert(), {**row, "rest_breaks": False}) and None)
    assert "Not begun: Maya Okafor, Tom" in await garden.say("teacher", "/quiz homework")
    role = {"class_id": class_id, "holder": tom, "role": "observer", "named_by": tom, "named_at": 0}
    await garden.app.database.write(lambda tx: tx.execute(roles.insert(), role) and None)
    told = await garden.say("tom", "/quiz homework")
    assert "0 of 1 done · not begun: 1\n    Not begun: Maya\n" in told
    assert await garden.press("tom", "Remind them") == "(only tom) Only a teacher of this class can do that."


# The class's zone, clocks, and the bank


async def test_a_class_that_changes_its_zone_keeps_the_local_time(chat: Chat):
    """Friday 16:00 is Friday 16:00 there; the reminder moves along."""
    await set_homework(chat)
    [before] = await chat.rows(homework.select())
    await chat.say("teacher", "/calendar zone America/New_York")
    [after] = await chat.rows(homework.select())
    assert after.due_at - before.due_at == WEST
    assert "Due Friday 4 December, 16:00 (New York)" in await chat.say("teacher", "/quiz homework")
    assert "Still to do" not in await chat.wait("84h")
    assert "(desk of tom) Still to do for history, due Friday 16:00" in await chat.wait("1h")
    assert "was due" not in await chat.wait("23h")
    assert "was due" in await chat.wait("1h")


async def test_a_zone_in_which_it_was_due_already_makes_it_due(garden: Chat):
    """Where the class moves east past the time, it is due at once, and once."""
    await set_homework(garden, '/quiz set topic:growing questions:3 due:"today 16:00"')
    told = await garden.say("teacher", "/calendar zone Pacific/Auckland")
    assert "Homework for history was due now" in told
    assert on_desks(garden, "was due now") == ["teacher"]
    assert await garden.wait("2d") == ""


async def test_the_clocks_change_before_it_is_due(garden: Chat):
    """Set in summer time and due in winter time, or the other way: the local time holds."""
    await garden.wait("115d")
    await set_homework(garden, '/quiz set topic:growing questions:3 due:"29 March 2027 16:00"')
    [row] = await garden.rows(homework.select())
    assert datetime.fromtimestamp(row.due_at / 1_000_000, UTC) == datetime(2027, 3, 29, 15, tzinfo=UTC)
    [work] = await garden.rows(due.select().where(due.c.kind == "homework.remind"))
    assert datetime.fromtimestamp(work.at / 1_000_000, UTC) == datetime(2027, 3, 28, 15, tzinfo=UTC)


async def test_a_question_that_is_withdrawn_in_the_meantime_is_left_out(sqlite_url: str, tmp_path: Path):
    """Whoever has not come to it is done without it, and nobody's score is out of it."""
    pack = tmp_path / "garden"
    shutil.copytree(GARDEN, pack)
    for folder in ("papers", "facts"):
        shutil.rmtree(pack / folder)
    chat = await Chat.open(Installation(sqlite_url, packs=(pack,)))
    await set_homework(chat)
    await do_it(chat, "maya")
    await chat.press("tom", "Begin")
    asked = [key for key in RIGHT if key in texts(chat, "tom")[0]]
    await chat.press("tom", "Skip")
    path = pack / "questions" / "garden.yaml"
    questions = yaml.safe_load(path.read_text("utf-8"))
    growing = [one["stem"] for one in questions["questions"] if one["topic"].startswith("growing")]
    gone = next(stem for stem in growing if stem not in asked)
    questions["questions"] = [one for one in questions["questions"] if one["stem"] != gone]
    path.write_text(yaml.safe_dump(questions), "utf-8")
    await chat.restart()
    assert "You have answered 1 of 2." in await chat.say("tom", "/quiz homework")
    told = await chat.say("teacher", "/quiz homework")
    assert "Begun: Tom (1 of 2)" in told
    assert "a question that has been withdrawn" in await chat.press("teacher", "By question")
    await chat.press("tom", "Go on")
    await answer(chat, "tom")
    await chat.press("tom", latest(chat, "tom").controls[0].label)
    assert "2 of 2 done" in await chat.say("teacher", "/quiz homework")
    assert re.search(r"Tom +done +1 of 2", await chat.press("teacher", "Each learner"))
    await chat.close()


async def test_a_question_that_the_class_leaves_out_in_the_meantime_is_not_asked(garden: Chat):
    """What was answered to it before still counts."""
    await set_homework(garden)
    await do_it(garden, "maya")
    [row] = await garden.rows(homework.select())
    curriculum, gone = garden.app.curriculum, json.loads(row.questions)[0][0]
    why = {"why": "not taught", "by": row.set_by, "at": 0}
    await garden.app.database.write(lambda tx: curriculum.leave_out(tx, row.class_id, gone, **why))
    assert "Done: 3 of 3." in await garden.say("maya", "/quiz homework")
    assert "1 of 2 · Homework: Growing things" in await garden.press("tom", "Begin")
    await finish(garden, "tom")
    assert "2 of 2 done" in await garden.say("teacher", "/quiz homework")


# Who can't be written to


async def test_whoever_refuses_messages_finds_it_with_a_command(chat: Chat):
    """The teacher hears who; a note says how to allow messages, and homework is done in it."""
    await attend(chat, "maya", "tom")
    chat.session.refuse_desk("tom")
    await chat.say("teacher", SET)
    told = await chat.wait("5m")
    assert "(desk of teacher) 1 learner could not be written to about the homework for history: Tom.\n" in told
    assert "They find it with /quiz homework in the class's room." in told
    assert "Could not be written to: Tom. They find it with /quiz homework." in await chat.say(
        "teacher", "/quiz homework"
    )
    told = await chat.say("tom", "/quiz homework")
    assert told.startswith(f"(only tom) {HEAD}\n\n    I can't write to you: direct messages are off. ")
    assert "[Begin]" in told
    assert "3 of 3" in await do_it(chat, "tom")
    assert "1 of 2 done · not begun: 1" in await chat.say("teacher", "/quiz homework")


async def test_nobody_hears_of_trouble_where_there_is_none(garden: Chat):
    """A teacher whose class all takes messages gets none."""
    await set_homework(garden)
    assert await garden.wait("1h") == ""


# Two accounts, and those who leave


async def link(chat: Chat, *people: str) -> None:
    """These accounts are one human's."""
    rows = [{"person": chat.session.key(person), "human": "a-human"} for person in people]
    await chat.app.database.write(lambda tx: tx.execute(accounts.insert(), rows) and None)


async def leave(chat: Chat, person: str) -> None:
    """A person leaves the class."""
    gone = members.update().where(members.c.person == chat.session.key(person)).values(left=True)
    await chat.app.database.write(lambda tx: tx.execute(gone) and None)


async def test_two_accounts_are_one_learner(chat: Chat):
    """The homework comes once, to the account last active; begun on it, it goes on with the other."""
    await attend(chat, "maya", "tom")
    await chat.wait("1m")
    await attend(chat, "ann")
    await link(chat, "maya", "ann")
    await chat.say("teacher", SET)
    assert on_desks(chat, HEAD) == ["ann", "tom"]
    await chat.press("ann", "Begin")
    await answer(chat, "ann")
    told = await chat.say("maya", "/quiz homework")
    assert "You have answered 1 of 3." in told
    await chat.press("maya", "Go on")
    assert "3 of 3 · Homework: Growing things" in await finish(chat, "maya")
    told = await chat.say("teacher", "/quiz homework")
    assert "1 of 2 done · not begun: 1" in told
    assert len(await chat.rows(solos.select().where(solos.c.homework != ""))) == 1


async def test_accounts_that_are_linked_later_count_once(garden: Chat):
    """Both had begun: the one that is further counts."""
    await set_homework(garden)
    await garden.press("maya", "Begin")
    await do_it(garden, "tom")
    await link(garden, "maya", "tom")
    assert "1 of 1 done" in await garden.say("teacher", "/quiz homework")
    assert "Done: 3 of 3." in await garden.say("maya", "/quiz homework")


async def test_whoever_leaves_the_class_has_it_no_more(chat: Chat):
    """They count nowhere, are not reminded, and their buttons say why nothing happens."""
    await set_homework(chat)
    await chat.press("tom", "Begin")
    skip = chat.actions("Skip")[-1]
    await leave(chat, "tom")
    assert "0 of 1 done" in await chat.say("teacher", "/quiz homework")
    told = await chat.press_action("tom", skip)
    assert "That homework is for learners of history, and you are none there now." in told
    assert "No homework is set to you." in await chat.say("tom", "/quiz homework")
    assert "tom" not in await chat.wait("7d")


async def test_whoever_comes_back_has_what_was_set_meanwhile(garden: Chat):
    """And what they had before, once."""
    await set_homework(garden)
    await leave(garden, "tom")
    await garden.say("teacher", '/quiz set topic:ticking due:"Wed 16:00"')
    told = await garden.say("tom", "/quiz solo topic:judging")
    assert "(desk of tom) Homework for history, due Wednesday 16:00: one question on Tick all." in told
    assert "Growing" not in told
    assert "[Begin: Tick all] [Begin: Growing things]" in await garden.say("tom", "/quiz homework")


async def test_whoever_becomes_a_teacher_has_it_no_more(garden: Chat):
    """Staff have no homework."""
    await set_homework(garden)
    assert "Tom" in await garden.say("teacher", "/class role @tom teacher")
    assert "0 of 1 done" in await garden.say("teacher", "/quiz homework")


# Not theirs


async def test_another_learners_homework_can_not_be_begun(chat: Chat):
    """Nor one that there is not: the same sentence, and nothing changes."""
    await set_homework(chat, f"{SET} who:tom")
    id = await id_of(chat)
    before = await stored(chat)
    for action in (f"homework.begin:{id}", f"homework.late:{id}", "homework.begin:xyz", "homework.late:xyz"):
        assert await chat.press_action("maya", action) == f"(only maya) {NOT_YOURS}", action
    assert await stored(chat) == before


async def test_another_learners_questions_can_not_be_answered(chat: Chat):
    """Whoever makes up the address of somebody else's homework quiz gets a sentence."""
    await set_homework(chat)
    await chat.press("tom", "Begin")
    skip = chat.actions("Skip")[-1]
    before = await stored(chat)
    told = await chat.press_action("maya", skip)
    assert told == "(only maya) That quiz is somebody else's. /quiz solo begins your own."
    assert await stored(chat) == before


TEACHERS = (
    "look:{}",
    "each:{}:1",
    "questions:{}:1",
    "remind:{}",
    "move:{}",
    "close:{}",
    "off:{}",
    "called-off:{}",
    "list",
)


@pytest.mark.parametrize("action", TEACHERS)
async def test_what_is_a_teachers_is_refused_to_learners(garden: Chat, action: str):
    """Whatever they press: nothing is told, nothing changes."""
    await set_homework(garden)
    address = f"homework.{action.format(await id_of(garden))}"
    before = await stored(garden)
    told = await garden.press_action("maya", address)
    assert re.fullmatch(
        r"\(only maya\) Only (a teacher of|whoever teaches, marks or observes) this class can do that\.", told
    )
    assert await stored(garden) == before


@pytest.mark.parametrize("action", TEACHERS[:-1])
@pytest.mark.parametrize("id", ["theirs", "xyz"])
async def test_another_class_is_none_of_a_teachers_business(garden: Chat, action: str, id: str):
    """A teacher of another class with this one's ids, or made-up ones: the same sentence, nothing told or changed."""
    await set_homework(garden)
    address = f"homework.{action.format(await id_of(garden) if id == 'theirs' else id)}"
    here = garden.by("teacher").room
    elsewhere = Room(f"{here.platform}:other", space=f"{here.platform}:elsewhere", name="physics")
    before = await stored(garden)
    told = await sent(garden, made(garden, "teacher", Press, elsewhere, action=Action(address)))
    assert told == NOT_HERE
    assert await stored(garden) == before


async def test_a_forged_form_moves_nothing(garden: Chat):
    """Neither a learner's nor another class's teacher's."""
    await set_homework(garden)
    action = Action(f"homework.move:{await id_of(garden)}")
    here = garden.by("teacher").room
    elsewhere = Room(f"{here.platform}:other", space=f"{here.platform}:elsewhere", name="physics")
    before = await stored(garden)
    fields = {"due": "Wed 12:00"}
    assert await sent(garden, made(garden, "teacher", Submit, elsewhere, action=action, fields=fields)) == NOT_HERE
    refused = await sent(garden, made(garden, "maya", Submit, action=action, fields=fields))
    assert refused == "Only a teacher of this class can do that."
    assert await stored(garden) == before
