"""What a class works from: the packs it chose, what it leaves out, what it accepts; as a class lives through it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.chat import Suggest
from bot.storage.tables import class_rooms, deeds, left_out, marks, solos, told_facts
from tests.chat_harness import MONDAY, Chat, Installation
from tests.conftest import DATA

GARDEN, ORCHARD = "The kitchen garden", "The orchard"
SPADE = "What is the tool for turning soil"


@pytest.fixture
async def two(platform: str, database_url: str) -> AsyncIterator[Chat]:
    """A class with two packs to choose from."""
    packs = (DATA / "garden", DATA / "orchard")
    talking = await Chat.open(Installation(database_url, packs=packs, platform=platform))
    await talking.say("teacher", "/class packs")
    yield talking
    await talking.close()


async def change(chat: Chat, what: str, *given: Any, at: int = MONDAY) -> None:
    """Somebody leaves a question out or accepts an answer, as from the queue of reports."""
    [class_id] = {row.class_id for row in await chat.rows(select(class_rooms))}
    teacher = chat.session.key("teacher")
    method = getattr(chat.app.curriculum, what)
    await chat.app.database.write(method, class_id, *given, why="said by three", by=teacher, at=at)


async def suggested(chat: Chat, command: str, option: str, typed: str = "") -> list[str]:
    """What comes up while somebody types."""
    by = chat.by("maya")
    event = Suggest(
        person=by.person,
        name=by.name,
        room=by.room,
        at=by.at,
        delivery="suggesting",
        command=command,
        option=option,
        typed=typed,
    )
    return [found.value for found in (await chat.app.handle(event)).options]


# Packs


async def test_a_class_chooses_its_packs(two: Chat):
    """The teacher takes one off and adds it again; a learner may not."""
    assert await two.say("teacher", "/class packs") == (
        "(only teacher) What this class works from\n"
        "    The kitchen garden · Gardening, beginners · 8 questions\n"
        "    The orchard · Fruit, beginners · 8 questions\n"
        "    [Take a pack off ▾ The kitchen garden | The orchard]"
    )
    assert "Only a teacher" in await two.say("maya", "/class packs")
    told = await two.press("teacher", GARDEN)
    assert "The kitchen garden is taken off: nothing of it is asked anew." in told
    assert told.endswith("The orchard · Fruit, beginners · 8 questions\n    [Add a pack ▾ The kitchen garden]")
    told = await two.press("teacher", GARDEN)
    assert "The kitchen garden is one of this class's packs now." in told
    logged = [row.told for row in await two.rows(select(deeds).order_by(deeds.c.at))]
    assert logged[-2:] == [
        "The kitchen garden is taken off: nothing of it is asked anew.",
        "The kitchen garden is one of this class's packs now.",
    ]


async def test_packs_are_chosen_by_name_too(two: Chat):
    """By id or title; the last one stays, and what is not there is told with what is."""
    assert "“field”" in await two.say("teacher", "/class packs drop:field")
    assert "works from every pack that is installed here" in await two.say("teacher", "/class packs add:orchard")
    assert "The orchard is taken off" in await two.say("teacher", "/class packs", drop=ORCHARD.upper())
    last = await two.say("teacher", "/class packs drop:garden")
    assert "The kitchen garden is all that your class works from. Add another pack first." in last
    assert "There is no pack “field” to be added. There are: The orchard." in await two.say(
        "teacher", "/class packs add:field"
    )
    both = await two.say("teacher", "/class packs add:orchard drop:garden")
    assert "One at a time, please" in both
    assert "The orchard is one of this class's packs now." in await two.say("teacher", "/class packs add:orchard")


async def test_only_what_was_chosen_comes_up_anywhere(two: Chat):
    """Topics, questions, facts, terms: in commands, while typing, and by itself."""
    assert "growing" in await suggested(two, "quiz solo", "topic")
    await two.say("teacher", "/class packs drop:garden")
    for command, option in (("quiz solo", "topic"), ("quiz round", "topic"), ("fact now", "topic")):
        assert set(await suggested(two, command, option)) == {
            *("counting", "weighing", "dating", "matching", "filling", "mending", "sources", "essays")
        }
    assert await suggested(two, "fact schedule", "topics", "grow") == []
    for person, command in (
        ("maya", "/quiz solo topic:growing"),
        ("teacher", "/quiz round topic:growing"),
        ("teacher", "/fact now topic:growing"),
        ("teacher", "/schedule question 09:00 topics:growing"),
    ):
        assert "There is no topic “growing”" in await two.say(person, command)
    assert "From Monday 30 November, 08:30" in await two.say("teacher", "/fact schedule 08:30")
    for _ in range(4):
        await two.say("teacher", "/fact now")
    await two.wait("3h")
    facts = [row.fact for row in await two.rows(select(told_facts))]
    assert len(facts) == 5
    assert {id.partition("/")[0] for id in facts} == {"orchard"}
    await two.say("maya", "/quiz solo questions:30")
    assert {id.partition("/")[0] for id in await _asked(two)} == {"orchard"}


async def test_a_timed_question_on_what_is_taken_off_is_left_out(two: Chat):
    """The day passes without it, and comes again with the pack."""
    await two.say("teacher", "/schedule question 09:00 topics:writing")
    await two.say("teacher", "/class packs drop:garden")
    assert SPADE not in await two.wait("2h")
    await two.say("teacher", "/class packs add:garden")
    assert SPADE in await two.wait("1d")


async def test_nobody_begins_what_was_taken_off_by_an_old_button(two: Chat):
    """A fact's questions and a round's missed ones are asked only where the class still works from them."""
    await two.say("teacher", "/fact now topic:growing")
    await two.say("teacher", "/class packs drop:garden")
    told = await two.press("maya", "Test me")
    assert "No question goes with this fact yet." in told
    assert "Says who?" in await two.press("maya", "Says who?")


# Left out


async def test_a_question_that_is_left_out_is_never_asked_again(two: Chat):
    """Not alone, not in a round, not by topic; put back, it is."""
    await change(two, "leave_out", "garden/g-06")
    assert "There is no topic “writing”" in await two.say("maya", "/quiz solo topic:writing")
    await two.say("maya", "/quiz solo questions:30")
    asked = await _asked(two)
    assert "garden/g-06" not in asked
    assert "garden/g-05" in asked
    told = await two.say("teacher", "/class changes")
    assert f"Left out · “{SPADE}" in told
    assert "Why: said by three" in await two.press("teacher", "Left out")
    assert f"Put back: “{SPADE}" in await two.press("teacher", "Put it back")
    assert SPADE in await two.say("maya", "/quiz solo topic:writing")
    assert "This class works from its packs as they are" in await two.press("teacher", "The list")
    assert await two.count(left_out) == 0


async def test_a_running_round_finishes_with_what_is_left_out(two: Chat):
    """Its question stays as it was laid out, is answered, revealed and marked."""
    shown = await two.say("teacher", "/quiz round topic:judging questions:1 seconds:30")
    assert "Tomatoes survive a hard frost." in shown
    await change(two, "leave_out", "garden/g-05")
    assert "Locked in" in await two.press("maya", "False")
    await two.wait("30s")
    assert await two.points("maya") == 100
    assert "There is no topic “judging”" in await two.say("teacher", "/quiz round topic:judging")


async def test_a_solo_quiz_passes_over_what_is_left_out(two: Chat):
    """The open question is finished; one that was still to come is not."""
    await two.say("maya", "/quiz solo topic:growing questions:3")
    first, second, third = await _asked(two)
    await change(two, "leave_out", first)
    await change(two, "leave_out", second)
    await two.press("maya", "Skip")
    assert "3 of 3" in await two.press("maya", "Next")
    assert (await two.rows(select(solos)))[0].questions.endswith(f'["{third}", 1]]')


# Accepted


async def test_a_further_answer_counts_from_then_on(two: Chat):
    """For those who give it later; what was marked before stays until it is marked again."""
    assert "Not digging iron" in await _answered(two, "maya", "digging iron")
    await change(two, "accept", "garden/g-06", ("Digging iron",))
    assert "Spade ✓" in await _answered(two, "tom", "digging iron")
    assert (await two.points("maya"), await two.points("tom")) == (0, 100)
    rows = await two.rows(select(marks.c.person, marks.c.override).order_by(marks.c.response))
    assert [override for _, override in rows] == [0, 1]


async def test_an_answer_that_is_given_before_it_is_accepted_counts_at_the_reveal(two: Chat):
    """Rounds mark at their end, by what the class accepts then."""
    await two.say("teacher", "/quiz round topic:writing questions:1 seconds:60")
    await two.press("maya", "Answer")
    await two.write("maya", "digging iron")
    await change(two, "accept", "garden/g-06", ("Digging iron",))
    await two.wait("60s")
    assert await two.points("maya") == 100


async def test_accepting_no_more_says_which_marks_are_by_it(two: Chat):
    """They stay until the teacher has them made again; others are not touched."""
    await change(two, "accept", "garden/g-06", ("Digging iron",))
    await _answered(two, "maya", "digging iron")
    await _answered(two, "tom", "spade")
    told = await two.say("teacher", "/class changes")
    assert f"Accepted · “Digging iron” for “{SPADE}" in told
    await two.press("teacher", "Accepted")
    undo = two.actions("Accept no more")[-1]
    told = await two.press("teacher", "Accept no more")
    assert f"An answer is accepted no more for “{SPADE}" in told
    assert "1 mark is by it, and stays until you mark again." in told
    assert (await two.points("maya"), await two.points("tom")) == (100, 100)
    assert "Marked again: 1 mark changed." in await two.press("teacher", "Mark again")
    assert (await two.points("maya"), await two.points("tom")) == (0, 100)
    assert "That has been changed meanwhile." in await two.press_action("teacher", undo)
    told = [row.told for row in await two.rows(select(deeds))]
    assert not any("igging iron" in words for words in told)


@pytest.mark.parametrize("address", ["curriculum.undo:nonsense", "curriculum.remark:nonsense", "curriculum.list"])
async def test_forged_actions_change_nothing(two: Chat, address: str):
    """A learner may not, and what is none of the class's is not there."""
    await change(two, "leave_out", "garden/g-06")
    assert "Only a teacher" in await two.press_action("maya", address)
    told = await two.press_action("teacher", address)
    assert "That has been changed meanwhile." in told or "Left out" in told
    assert await two.count(left_out) == 1


# Helpers


async def _asked(chat: Chat) -> list[str]:
    """The questions of the only solo quiz, in order."""
    [row] = await chat.rows(select(solos))
    return [id for id, _revision in json.loads(row.questions)]


async def _answered(chat: Chat, person: str, words: str) -> str:
    """Somebody answers the question on tools alone."""
    await chat.say(person, "/quiz solo topic:writing questions:1")
    await chat.press(person, "Answer")
    return await chat.write(person, words)
