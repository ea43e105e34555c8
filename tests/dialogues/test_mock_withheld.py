"""What an exam asks is asked nowhere else as long as the class sits it; and a round is as long as its class needs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from bot.chat import Reply
from bot.exams import store
from bot.exams.model import Mock
from bot.storage.tables import homework, register, responses, rounds, solos
from tests.chat_harness import Chat
from tests.dialogues.test_homework import attend, do_it
from tests.dialogues.test_solo import answer
from tests.exams.hall import class_of, have_sat

POLES = "Which of these climbs up poles?"
HARD, EASY = "garden/g-02", "garden/g-03"
STEMS = {HARD: "In which season is garlic usually planted?", EASY: "How many weeks do radishes need?"}
REVEALED = ("Garlic needs a cold spell", "Radishes are the quickest")
EXAM = {HARD, EASY}
"""What the exam asks: all that there is on the seasons."""
FACT = "Garlic that has had no winter stays one round bulb without cloves."
OTHERS = ("A single runner bean plant", "A tomato plant begins")


# Helpers


async def set_exam(chat: Chat) -> Mock:
    """The class sits the short paper from now on."""
    mock = await have_sat(chat, {}, paper="garden/gp-01", state="open")
    await chat.app.database.write(chat.app.curriculum.changed, mock.class_id)
    return mock


async def end_exam(chat: Chat, mock: Mock) -> None:
    """The teacher has ended it."""

    def end(tx: Connection) -> None:
        store.save(tx, replace(mock, state="ended", ended_at=chat.clock.now()))
        chat.app.curriculum.changed(tx, mock.class_id)

    await chat.app.database.write(end)


async def asked(chat: Chat, table: Any) -> set[str]:
    """The questions of the newest quiz, round or homework."""
    at = table.c.set_at if table is homework else table.c.created_at
    [row, *_] = await chat.rows(table.select().order_by(at.desc()))
    return {id for id, _revision in json.loads(row.questions)}


async def extra_time(chat: Chat, person: str, per_cent: int) -> None:
    """Somebody has extra time in the class's register."""
    row = {"class_id": await class_of(chat), "person": chat.session.key(person), "extra_time": per_cent}
    row |= {"real_name": "", "candidate": "", "rest_breaks": False}
    await chat.app.database.write(lambda tx: tx.execute(register.insert(), row) and None)


# Withheld


async def test_a_solo_quiz_asks_nothing_of_it_until_it_has_ended(chat: Chat):
    """Not by topic, not among all; then both again. A class that sits nothing loses nothing."""
    mock = await set_exam(chat)
    assert "There is no topic “growing/seasons”" in await chat.say("maya", "/quiz solo topic:growing/seasons")
    await chat.say("maya", "/quiz solo questions:30")
    assert not EXAM & await asked(chat, solos)
    assert set(chat.app.curriculum.base.questions()) >= EXAM
    await end_exam(chat, mock)
    await chat.wait("1s")
    await chat.say("maya", "/quiz solo questions:30")
    assert await asked(chat, solos) >= EXAM


async def test_a_round_and_homework_are_set_without_it(garden: Chat):
    """Of three questions on growing things one is left."""
    await set_exam(garden)
    await garden.say("teacher", "/quiz round topic:growing")
    assert await asked(garden, rounds) == {"garden/g-01"}
    await attend(garden, "maya")
    told = await garden.say("teacher", '/quiz set topic:growing due:"Fri 16:00"')
    assert "There is only one question of that sort." in told
    assert await asked(garden, homework) == {"garden/g-01"}


async def test_the_question_of_the_day_is_another(garden: Chat):
    """Day after day."""
    await set_exam(garden)
    await garden.say("teacher", "/schedule question 09:00", topics="growing")
    for _ in range(3):
        await garden.wait("1d")
    found = await garden.rows(rounds.select().where(rounds.c.kind == "daily"))
    assert len(found) == 3
    assert {json.loads(row.questions)[0][0] for row in found} == {"garden/g-01"}


async def test_a_weekly_round_is_made_of_others(garden: Chat):
    """It is announced and begins as ever."""
    await set_exam(garden)
    await garden.say("teacher", "/schedule round 09:00 days:mon topic:growing")
    assert POLES in await garden.wait("2h")
    assert await asked(garden, rounds) == {"garden/g-01"}


async def test_what_explains_a_word_asks_nothing_about_it(garden: Chat):
    """The explanation itself stays."""
    mock = await set_exam(garden)
    told = await garden.say("maya", "/explain garlic")
    assert "A bulb of several cloves" in told
    assert "Ask me about it" not in told
    await end_exam(garden, mock)
    assert "Ask me about it" in await garden.say("maya", "/explain garlic")


async def test_the_paper_is_not_to_be_worked_through_alone(garden: Chat):
    """It is none of the class's papers, whatever address is pressed."""
    mock = await set_exam(garden)
    assert "There is no paper “The short paper”" in await garden.say("maya", '/quiz paper paper:"The short paper"')
    refused = await garden.press_action("maya", "paper.begin:garden/gp-01")
    assert "has been withdrawn from the bank" in refused
    await end_exam(garden, mock)
    assert "Begin" in await garden.say("maya", '/quiz paper paper:"The short paper"')


async def test_facts_that_it_tests_are_not_told(garden: Chat):
    """Not now, not at half past eight, not in what is coming; a fact that stands there already asks nothing."""
    for _ in range(3):
        await garden.say("teacher", "/fact now")
    old = next(address for address in garden.actions("Test me") if address.endswith("garden/gf-02"))
    mock = await set_exam(garden)
    assert "No question goes with this fact yet." in await garden.press_action("maya", old)
    await garden.say("teacher", "/fact schedule 08:30")
    told = await garden.say("teacher", "/fact preview")
    assert FACT not in told
    assert all(other in told for other in OTHERS)
    for _ in range(3):
        assert FACT not in await garden.say("teacher", "/fact now")
        assert FACT not in await garden.wait("1d")
    await end_exam(garden, mock)
    assert FACT in await garden.say("teacher", "/fact now")
    assert STEMS[HARD] in await garden.press_action("maya", old)


async def test_a_solo_quiz_that_is_open_at_it_goes_on_to_the_next(garden: Chat):
    """Whatever is pressed there; nothing of it is answered, hinted at or revealed."""
    begun = garden.app._rooms.solos.ask(garden.by("maya"), "Mixed", [HARD, "garden/g-01", EASY], Reply)
    assert isinstance(await begun, Reply)
    assert STEMS[HARD] in await garden.say("maya", "/quiz solo")
    hint = garden.actions("Skip")[-1].replace("skip", "hint")
    await set_exam(garden)
    assert "Your class is not asked that just now." in await garden.press_action("maya", hint)
    told = await garden.press("maya", "A")
    assert POLES in told
    assert "Garlic needs a cold spell" not in told
    assert "Runner bean ✓" in await answer(garden, "maya")
    assert "1 of 3" in await garden.press("maya", "Next")
    assert await garden.count(responses) == 1


async def test_a_round_that_goes_on_passes_over_it(garden: Chat):
    """Of the questions to come only the other is put; one that is open is closed without its answer."""
    first = await garden.say("teacher", "/quiz round topic:growing questions:3 seconds:30")
    await set_exam(garden)
    told = await garden.wait("3m")
    assert "Round over." in told
    to_come = {stem for stem in (POLES, *STEMS.values()) if stem not in first}
    assert {stem for stem in to_come if stem in told} == to_come & {POLES}
    assert not any(answer in told for answer in REVEALED)


async def test_a_question_of_the_day_is_not_revealed_while_the_exam_asks_it(garden: Chat):
    """Whoever set the exam at noon has not told everybody at four."""
    await garden.say("teacher", "/schedule question 09:00", topics="growing/seasons", until="16:00")
    put = await garden.wait("1h")
    assert any(stem in put for stem in STEMS.values())
    await garden.press("maya", "A")
    await set_exam(garden)
    told = await garden.wait("8h")
    assert "Question of the day · question 1 has been withdrawn, and counts for nobody." in told
    assert not any(answer in told for answer in REVEALED)
    assert await garden.marks("maya") == []


async def test_homework_that_has_it_is_done_without_it(garden: Chat):
    """Nobody waits for it: who begins gets what is left, and has done it then."""
    await attend(garden, "maya", "tom")
    await garden.say("teacher", '/quiz set topic:growing questions:3 due:"Fri 16:00"')
    await set_exam(garden)
    await do_it(garden, "maya")
    told = await garden.say("teacher", "/quiz homework")
    assert "Done: Maya" in told


async def test_homework_of_nothing_else_waits(garden: Chat):
    """It says so, and is there again when the exam is over."""
    await attend(garden, "maya")
    await garden.say("teacher", '/quiz set topic:growing/seasons due:"Fri 16:00"')
    mock = await set_exam(garden)
    assert "Come back to it in a day or two." in await garden.press("maya", "Begin")
    await end_exam(garden, mock)
    assert "2 of 2" in await do_it(garden, "maya")


# Lengthened


async def test_a_round_is_as_long_as_its_class_needs(chat: Chat):
    """By the largest extra time of its learners, for everybody; nothing says why."""
    await attend(chat, "maya", "tom")
    await extra_time(chat, "maya", 25)
    await extra_time(chat, "tom", 50)
    await extra_time(chat, "teacher", 100)
    told = await chat.say("teacher", "/quiz round topic:growing questions:1 seconds:30")
    assert "45 s each" in told
    assert "50" not in told
    [game] = await chat.rows(rounds.select())
    assert (game.seconds, game.closes_at - game.opened_at) == (45, 45_000_000)


async def test_a_round_by_itself_is_as_long_too(garden: Chat):
    """The announcement says the real time; a question of the day has hours, and is as it was."""
    await attend(garden, "maya")
    await extra_time(garden, "maya", 25)
    await garden.say("teacher", "/schedule round 09:00 days:mon topic:growing")
    await garden.say("teacher", "/schedule question 09:00")
    told = await garden.wait("2h")
    assert "32 s each" in told
    found = {row.kind: row.seconds for row in await garden.rows(rounds.select())}
    assert found == {"live": 32, "daily": 7 * 60 * 60}


async def test_where_nobody_needs_longer_nothing_is_longer(garden: Chat):
    """Nor by somebody who is in the register of another class, or has left this one."""
    await attend(garden, "maya", "tom")
    await extra_time(garden, "maya", 50)
    await garden.say("maya", "/class leave")
    assert "30 s each" in await garden.say("teacher", "/quiz round topic:growing questions:1 seconds:30")
