"""`/progress`: what holds, what fades, what was never met; and the cards to take along."""

from __future__ import annotations

import pytest

from tests.chat_harness import Chat


@pytest.mark.every_platform
async def test_progress_tells_by_topic_in_words_and_as_a_picture(garden: Chat):
    """Right is held, wrong fades, the rest was never met; the picture says the same to whoever can't see it."""
    await garden.say("maya", "/quiz solo topic:judging")
    await garden.press("maya", "False")
    await garden.say("maya", "/quiz solo topic:ticking")
    await garden.press("maya", "Skip")
    told = await garden.say("maya", "/progress")
    assert "2 of 8 met: 1 holds, 1 fades." in told
    assert "True or false · 1 holds" in told
    assert "Tick all · 1 fades" in told
    assert "Growing things · 3 not met" in told
    assert "picture: Your memory by topic. Growing things: 0 hold, 0 fade, 3 not met; " in told
    assert "Cards for Anki" in told


async def test_what_is_due_can_be_reviewed_from_there(garden: Chat):
    """[Review] stands below as soon as something is due."""
    await garden.say("maya", "/quiz solo topic:judging")
    await garden.press("maya", "False")
    assert "[Review]" not in await garden.say("maya", "/progress")
    await garden.wait("4d")
    assert "[Review]" in await garden.say("maya", "/progress")
    assert "1 of 8 · Review" in await garden.press("maya", "Review")


async def test_whoever_has_met_nothing_is_told_how_it_begins(garden: Chat):
    """No picture of nothing."""
    told = await garden.say("maya", "/progress")
    assert "You have met none of 8 questions yet." in told
    assert "picture" not in told


@pytest.mark.every_platform
async def test_cards_are_taken_along_to_anki(garden: Chat):
    """A text file in Anki's own format, for whoever asked alone."""
    await garden.say("maya", "/quiz solo topic:judging")
    await garden.press("maya", "False")
    await garden.say("maya", "/progress")
    assert "1 card for Anki: File, then Import." in await garden.press("maya", "Cards for Anki")
    name, data = garden.given("maya")
    assert name == "swot-cards.txt"
    lines = data.decode().splitlines()
    assert lines[:6] == [
        "#separator:tab",
        "#html:true",
        "#notetype:Basic",
        "#deck:history",
        "#guid column:1",
        "#tags column:4",
    ]
    assert lines[6].startswith("swot:garden/g-05\tTomatoes survive a hard frost.<br><br>A True<br>B False\tFalse<br>")


LEARNERS = ("maya", "tom", "ada", "ben", "cleo")


async def lost(chat: Chat, people: tuple[str, ...]) -> None:
    """These people get the same question wrong, and three days pass."""
    await chat.say("teacher", "/class setup")
    for person in people:
        await chat.say(person, "/quiz solo topic:judging")
        await chat.press(person, "True")
    await chat.wait("3d")


@pytest.mark.every_platform
async def test_a_teacher_sees_what_the_class_is_losing_and_has_it_asked(garden: Chat):
    """A topic with its recall and how many learners that rests on; the round is made of just those questions."""
    await lost(garden, LEARNERS)
    told = await garden.say("teacher", "/review class")
    assert "(only teacher) The class is losing:" in told
    assert "True or false · " in told
    assert "% would recall · 5 learners" in told
    told = await garden.press("teacher", "Run a round of these")
    assert "What fades: 1 question, 25 s each." in told
    assert "#history What fades · question 1 of 1" in told
    assert "Tomatoes survive a hard frost." in told


async def test_nobody_is_singled_out(garden: Chat):
    """Of what four learners have met nothing is told."""
    await lost(garden, LEARNERS[:4])
    told = await garden.say("teacher", "/review class")
    assert "Too early to tell what the class forgets." in told
    assert "Run a round" not in told


async def test_whoever_has_left_counts_no_more(garden: Chat):
    """With one of five gone, four are left."""
    await lost(garden, LEARNERS)
    await garden.say("cleo", "/class leave")
    assert "Too early to tell" in await garden.say("teacher", "/review class")


async def test_what_holds_is_not_lost(garden: Chat):
    """Where five recall it, there is nothing to run a round of."""
    await garden.say("teacher", "/class setup")
    for person in LEARNERS:
        await garden.say(person, "/quiz solo topic:judging")
        await garden.press(person, "False")
    assert "The class loses nothing that can be told of." in await garden.say("teacher", "/review class")
    assert "The class loses nothing just now" in await garden.press_action("teacher", "review.round")


async def test_learners_do_not_see_what_the_class_forgets(garden: Chat):
    """It is for those who teach, and a round for teachers alone."""
    await lost(garden, LEARNERS)
    assert "Only those who teach this class see what it forgets." in await garden.say("maya", "/review class")
    assert "Only" in await garden.press_action("maya", "review.round")
