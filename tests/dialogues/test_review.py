"""`/review`: what is due, on the desk, in two minutes; the learner's own word; what comes next."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.chat import Invoke, Reply, Room
from bot.storage.tables import cards, outbox, own_words, solos
from tests.chat_harness import Chat

SOLO = "/quiz solo topic:judging"


async def answered(chat: Chat, person: str, label: str = "False") -> None:
    """A person answers the one question of a topic."""
    await chat.say(person, SOLO)
    await chat.press(person, label)


async def memory(chat: Chat, person: str, question: str = "garden/g-05") -> tuple[float, int]:
    """How long a person's memory of a question lasts, and how often it was answered."""
    mine = select(cards.c.stability, cards.c.reviews).where(cards.c.person == chat.session.key(person))
    [row] = await chat.rows(mine.where(cards.c.question == question))
    return row.stability, row.reviews


@pytest.mark.every_platform
async def test_what_is_due_comes_to_the_desk_and_is_gone_through_there(garden: Chat):
    """The room gets a note, the desk the session; each answer strengthens, and the end says what comes next."""
    await answered(garden, "maya")
    await garden.say("teacher", "/class setup")
    await garden.say("teacher", "/calendar exam", day="12 May 2027", name="Paper 1")
    await garden.wait("4d")
    told = await garden.say("maya", "/review")
    assert "(only maya) 1 due and seven new, about" in told
    assert "(desk of maya) 1 due and seven new, about" in told
    assert "Ready by 12 May (Paper 1): on course for" in told
    assert "as it stands. 7 questions not met yet." in told
    asked = await garden.press("maya", "Start")
    assert "1 of 8 · Review" in asked
    assert "Tomatoes survive a hard frost." in asked
    right = await garden.press("maya", "False")
    assert "[Next] [Easy] [I guessed] [Report]" in right
    told = await garden.press("maya", "Next")
    for number in range(7):
        assert "Easy" not in await garden.press("maya", "Skip")
        told = await garden.press("maya", "Next" if number < 6 else "Result")
    assert "1 of 8 · Review" in told
    assert "Strengthened: 1." in told
    assert "Back soon: 7." in told
    assert "The next comes tomorrow." in told
    assert "[Retry what I missed]" in told
    assert (await memory(garden, "maya"))[1] == 2


async def test_ease_and_guessing_are_one_press_and_go_on(garden: Chat):
    """The own word takes the place of [Next]: it is kept, the card follows, and nothing is asked twice."""
    for person in ("maya", "tom", "ada"):
        await answered(garden, person)
    await garden.wait("4d")
    stabilities = {}
    for person, label in (("maya", "Next"), ("tom", "Easy"), ("ada", "I guessed")):
        await garden.say(person, "/review")
        await garden.press(person, "Start")
        await garden.press(person, "False")
        assert "2 of 8 · Review" in await garden.press(person, label)
        stabilities[person] = (await memory(garden, person))[0]
    assert stabilities["ada"] < stabilities["maya"] < stabilities["tom"]
    assert sorted(row.word for row in await garden.rows(select(own_words.c.word))) == ["easy", "guessed"]


async def test_whoever_has_met_nothing_begins_with_something(garden: Chat):
    """No card is no dead end: a few questions never met are a session too."""
    told = await garden.say("maya", "/review")
    assert "Nothing to review yet: each question that you answer, anywhere, is kept in mind" in told
    assert "that you have not met, about two minutes." in told
    assert "1 of 8 · Review" in await garden.press("maya", "Start")


async def test_where_nothing_is_due_it_says_when_and_offers_something(garden: Chat):
    """The day of the next card, and questions that were never met."""
    await answered(garden, "maya")
    told = await garden.say("maya", "/review")
    assert "Nothing is due." in told
    assert "The next comes on Wednesday." in told
    assert "Meanwhile: seven questions that you have not met, about one minute." in told


async def test_a_session_that_was_left_is_gone_on_with(garden: Chat):
    """Asked again, the desk has what is left; the older message, pressed, is where the learner is."""
    await answered(garden, "maya")
    await garden.wait("4d")
    await garden.say("maya", "/review")
    await garden.press("maya", "Start")
    await garden.press("maya", "False")
    told = await garden.say("maya", "/review")
    assert "7 of 8 left, where you stopped." in told
    assert "2 of 8 · Review · where you left off" in await garden.press("maya", "Go on")
    assert await garden.count(solos) == 2


async def test_a_review_is_no_quiz_to_go_on_with(garden: Chat):
    """`/quiz solo` without a word goes on with a quiz, never with a review."""
    await garden.say("maya", "/review")
    await garden.press("maya", "Start")
    assert "Review" not in await garden.say("maya", "/quiz solo")


async def test_on_the_desk_itself_the_answer_is_the_session(garden: Chat):
    """Whoever asks in their direct messages is told there, once."""
    await answered(garden, "maya")
    await garden.wait("4d")
    by = garden.by("maya")
    desk = Room(key="desk:of-maya", space=by.room.space, private=True)
    about = {"person": by.person, "name": by.name, "at": by.at, "delivery": by.delivery}
    before = await garden.count(outbox)
    answer = await garden.app.handle(Invoke(**about, room=desk, command="review"))
    assert isinstance(answer, Reply)
    assert [control.label for control in answer.view.controls] == ["Start"]
    assert await garden.count(outbox) == before


async def test_opened_where_it_was_asked_for_the_note_has_the_session(garden: Chat):
    """Whoever takes no direct messages reviews in notes."""
    await answered(garden, "maya")
    await garden.wait("4d")
    await garden.say("maya", "/review")
    assert "(only maya) 1 of 8 · Review" in await garden.press("maya", "Open it here")


async def test_two_more_minutes_are_a_press_away(history: Chat):
    """Where there is more, the end of a session begins the next; a third of it is kept for what was never met."""
    await history.say("maya", "/review")
    asked = await history.press("maya", "Start")
    count = int(asked.partition(" of ")[2].split()[0])
    for number in range(count):
        await history.press("maya", "Skip")
        told = await history.press("maya", "Next" if number < count - 1 else "Result")
    assert "[Retry what I missed] [Two more minutes]" in told
    await history.wait("2d")
    told = await history.say("maya", "/review")
    assert re.search(rf"{count} due; \d+ of them now and \w+ new, about two minutes\.", told)
    assert " · Review" in await history.press("maya", "Two more minutes")


async def test_retry_is_there_after_a_review(garden: Chat):
    """What was missed is asked again at once, as after every quiz."""
    await garden.say("maya", "/review")
    await garden.press("maya", "Start")
    for number in range(8):
        await garden.press("maya", "Skip")
        told = await garden.press("maya", "Next" if number < 7 else "Result")
    assert "Back soon: 8." in told
    assert "1 of 8 · Review, again" in await garden.press("maya", "Retry what I missed")


async def test_retry_is_there_after_homework_and_papers(garden: Chat):
    """Homework and a practice paper end with it too; mock results and rounds have theirs."""
    await garden.say("maya", SOLO)
    await garden.say("teacher", "/class setup")
    await garden.say("teacher", "/quiz set", topic="judging", questions=1, due="Fri 16:00")
    await garden.press("maya", "Begin")
    await garden.press("maya", "True")
    assert "Retry what I missed" in await garden.press("maya", "Result")
    assert "1 of 1 · Homework: True or false, again" in await garden.press("maya", "Retry what I missed")


async def test_an_answer_in_a_round_makes_a_card(garden: Chat):
    """Every answer that gets a mark feeds memory, wherever it was given."""
    await garden.say("teacher", "/quiz round topic:judging questions:1 seconds:20")
    await garden.press("maya", "False")
    await garden.press("tom", "True")
    await garden.wait("20s")
    assert (await memory(garden, "maya"))[0] > (await memory(garden, "tom"))[0]


async def test_a_review_of_another_class_is_nobodys_to_begin(garden: Chat):
    """A button names a class; only whoever is in it gets its questions."""
    told = await garden.press_action("maya", "review.start:no-such-class")
    assert "That review is of a class that you are not in." in told


async def test_home_tells_what_is_due_and_leads_there(garden: Chat):
    """One line and one button; nothing where nothing is due."""
    await answered(garden, "maya")
    assert "to review" not in await garden.say("maya", "/swot home")
    await garden.wait("4d")
    told = await garden.say("maya", "/swot home")
    assert "1 question to review before it fades." in told
    assert "(desk of maya) 1 due and seven new, about" in await garden.press("maya", "Review")
