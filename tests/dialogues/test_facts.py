"""A fact for the class: `/fact now`, as a teacher and the learners live through it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.chat import Invoke, Reply, Room, plain
from bot.storage.tables import solos, told_facts
from tests.chat_harness import Chat

BEAN = "A single runner bean plant can climb three metres in one summer."
GARLIC = "Garlic that has had no winter stays one round bulb without cloves."
TOMATO = "A tomato plant begins to suffer well before water freezes."
ALL = {BEAN, GARLIC, TOMATO}


# Helpers


def fact_in(told: str) -> str:
    """The fact that a message tells."""
    return next(fact for fact in ALL if fact in told)


async def posted(chat: Chat, topic: str = "") -> str:
    """The fact that the teacher has posted."""
    return fact_in(await chat.say("teacher", f"/fact now {topic}"))


async def elsewhere(chat: Chat, space: str, topic: str = "") -> str:
    """The fact that the teacher has posted in the class of another space."""
    by = chat.by("teacher")
    room = Room(key=f"terminal:{space}", space=f"terminal:{space}", name=space)
    answered = await chat.app.handle(
        Invoke(
            person=by.person,
            name=by.name,
            room=room,
            at=by.at,
            delivery=by.delivery,
            manages=True,
            command="fact now",
            text=topic,
        )
    )
    assert isinstance(answered, Reply)
    assert answered.how == "post"
    return fact_in(plain(answered.view.text))


# Posting


async def test_a_teacher_posts_a_fact_for_everyone(chat: Chat):
    """It stands in the room, with who says so and, where a question goes with it, a way to be asked."""
    told = await chat.say("teacher", "/fact now", topic="growing/choosing")
    assert "#history " in told
    assert BEAN in told
    assert told.endswith("\n    [Says who?] [Test me]")
    assert [(shown.kind, shown.where) for shown in chat.shown] == [("post", "history")]


async def test_a_learner_can_not_post_facts(chat: Chat):
    """Whoever does not teach gets a sentence; nothing is posted, nothing counts as told."""
    assert await chat.say("maya", "/fact now") == "(only maya) Only a teacher of this class can do that."
    assert await chat.count(told_facts) == 0


async def test_no_fact_comes_twice_before_all_have_been_told(chat: Chat):
    """A class hears every fact once before any comes again, time after time."""
    for times in (1, 2, 3):
        assert {await posted(chat) for _ in ALL} == ALL, times


async def test_what_has_been_told_is_remembered_across_a_restart(chat: Chat):
    """A new process does not begin again from the first fact."""
    heard = set()
    for _ in ALL:
        heard.add(await posted(chat))
        await chat.restart()
    assert heard == ALL


async def test_facts_do_not_repeat_because_weeks_pass(chat: Chat):
    """The deck is the class's own and has no date."""
    heard = {await posted(chat)}
    await chat.wait("30d")
    heard.add(await posted(chat))
    await chat.wait("300d")
    assert heard | {await posted(chat)} == ALL


async def test_each_class_has_its_own_deck(chat: Chat):
    """Classes take turns, and each hears every fact once: what one has heard is still new to the others."""
    heard: dict[str, set[str]] = {f"class{number}": set() for number in range(4)}
    for _ in ALL:
        for space, facts in heard.items():
            facts.add(await elsewhere(chat, space))
    assert list(heard.values()) == [ALL] * 4


async def test_a_fact_delivered_again_is_not_posted_again(chat: Chat):
    """A redelivered command leads to the same fact, once in the room and once in the deck."""
    await chat.say("teacher", "/fact now")
    assert await chat.redeliver() == ""
    assert len(chat.shown) == 1
    assert await chat.count(told_facts) == 1
    await chat.restart()
    assert await chat.redeliver() == ""
    assert await chat.count(told_facts) == 1


# Topics


async def test_a_fact_can_be_asked_for_on_a_topic(chat: Chat):
    """A topic takes its parts along, and is known by id, title or its beginning."""
    assert await posted(chat, "topic:judging") == TOMATO
    assert await posted(chat, 'topic:"The seasons"') == GARLIC
    assert await posted(chat, "growing") == BEAN


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        ("losses", "There are no facts on that yet."),
        ("jugding", "There is no topic “jugding”. Did you mean judging?"),
        ("zebras", "There is no topic “zebras”. Topics: growing, ticking, judging, writing, ordering, losses."),
    ],
)
async def test_a_topic_without_facts_gets_a_sentence(chat: Chat, topic: str, sentence: str):
    """Nothing is posted, and nothing counts as told."""
    assert await chat.say("teacher", "/fact now", topic=topic) == f"(only teacher) {sentence}"
    assert await chat.count(told_facts) == 0


async def test_a_topic_that_is_used_up_begins_again_by_itself(chat: Chat):
    """Its one fact comes again when it is asked for again."""
    assert await posted(chat, "judging") == TOMATO
    assert await posted(chat, "judging") == TOMATO


async def test_using_a_topic_up_brings_back_no_other_fact(chat: Chat):
    """A fact that the class has not heard still comes before those that it has, whatever topic was used up."""
    for number in range(6):
        space = f"class{number}"
        assert await elsewhere(chat, space, "judging") == TOMATO
        assert await elsewhere(chat, space, "growing/choosing") == BEAN
        assert await elsewhere(chat, space, "growing/choosing") == BEAN
        assert await elsewhere(chat, space) == GARLIC


async def test_chance_chooses_among_what_is_left(chat: Chat):
    """Classes do not all hear the facts in the same order."""
    first = Counter([await elsewhere(chat, f"class{number}") for number in range(12)])
    assert set(first) == ALL


# Says who?


async def test_who_says_so_is_told_to_who_asks(chat: Chat):
    """The authority comes as a note: a book with its author and year."""
    await chat.say("teacher", "/fact now", topic="growing/choosing")
    assert await chat.press("maya", "Says who?") == "(only maya) Says who?\n    • A. N. Rose, The Long Border (1999)"


async def test_a_document_is_cited_with_its_date_in_words(chat: Chat):
    """Not as 1902-03/1902-04."""
    await chat.say("teacher", "/fact now", topic="growing/seasons")
    told = await chat.press("tom", "Says who?")
    assert told == "(only tom) Says who?\n    • The Allotment Almanac (March to April 1902)"


async def test_buttons_of_a_fact_work_after_a_restart_and_weeks_later(chat: Chat):
    """A post stays in the room, and so do its buttons."""
    await chat.say("teacher", "/fact now", topic="growing/choosing")
    await chat.wait("20d")
    await chat.restart()
    assert "The Long Border" in await chat.press("maya", "Says who?")
    assert "Which of these climbs up poles?" in await chat.press("maya", "Test me")


# Test me


async def test_each_learner_is_tested_in_private(chat: Chat):
    """[Test me] asks the fact's question in a note; feedback and result follow as in any quiz of one's own."""
    await chat.say("teacher", "/fact now", topic="growing/choosing")
    since = len(chat.shown)
    for person in ("maya", "tom"):
        told = await chat.press(person, "Test me")
        assert told.startswith(f"(only {person}) 1 of 1 · ")
        assert "Which of these climbs up poles?" in told
        found = re.search(r"\[([ABCD] Runner bean)\]", told)
        assert found
        assert "Runner bean ✓" in await chat.press(person, found[1])
        assert "1 of 1" in await chat.press(person, "Result")
        assert await chat.points(person) == 100
    assert {shown.kind for shown in chat.shown[since:]} == {"note"}


async def test_the_fact_itself_stays_when_somebody_is_tested(chat: Chat):
    """The post is everybody's; a press on it edits nothing."""
    await chat.say("teacher", "/fact now", topic="growing/choosing")
    [post] = list(chat.session.screen.messages)
    before = post.view
    await chat.press("maya", "Test me")
    await chat.press("maya", "Says who?")
    assert post.view == before


async def test_a_fact_without_a_question_offers_no_test(chat: Chat):
    """No button, and a sentence for who makes one up."""
    told = await chat.say("teacher", "/fact now", topic="judging")
    assert told.endswith("\n    [Says who?]")
    made_up = await chat.press_action("maya", "fact.test:garden/gf-03")
    assert made_up == "(only maya) No question goes with this fact yet."


async def test_being_tested_delivered_again_begins_nothing_new(chat: Chat):
    """The same question comes back, of the same quiz."""
    await chat.say("teacher", "/fact now", topic="growing/choosing")
    told = await chat.press("maya", "Test me")
    assert await chat.redeliver() == told
    assert await chat.count(solos) == 1


@pytest.mark.parametrize("button", ["fact.source", "fact.test"])
async def test_buttons_of_a_fact_that_was_withdrawn_say_so(chat: Chat, button: str):
    """The post may outlive what it tells of."""
    told = await chat.press_action("maya", f"{button}:garden/gf-99")
    assert told == "(only maya) That fact has been withdrawn from the bank."
