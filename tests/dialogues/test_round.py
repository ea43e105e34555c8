"""A live round, as a teacher and learners live through it."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest
from sqlalchemy import select

from bot.bank.model import MultipleChoice, Order, Question, SingleChoice, TrueFalse, Typed
from bot.chat import Action, Button, Invoke, Press, Profile, Run, View, plain
from bot.chat.wire import view_to_json
from bot.clock import MINUTE, SECOND
from bot.main import App, Settings
from bot.storage.tables import due, marks, responses, rounds
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.stages.stage import Trouble


@pytest.fixture(autouse=True)
def nothing_goes_wrong_unseen(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a dialogue shows, Swot logs no error behind it."""
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR] == []


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the garden pack that a test may change; no paper of it asks for what may go."""
    return Path(shutil.copytree(DATA / "garden", tmp_path / "garden", ignore=shutil.ignore_patterns("papers")))


@pytest.fixture
async def editing(platform: str, sqlite_url: str, pack: Path) -> AsyncIterator[Chat]:
    """A class whose pack may change between two starts of Swot."""
    talking = await Chat.open(Installation(sqlite_url, packs=(pack,), platform=platform))
    yield talking
    await talking.close()


# One question


async def test_everyone_gets_the_question_answers_in_secret_and_sees_the_reveal(chat: Chat):
    """A round puts the question to the room, keeps answers private until the time is up, and then shows them all."""
    begun = await chat.say("teacher", "/quiz round", topic="growing/choosing", questions=1, seconds=20)
    assert "(only teacher) Choosing what to grow: 1 question, 20 s each. /quiz stop ends it." in begun
    assert "#history Choosing what to grow · question 1 of 1 · closes in 20 s" in begun
    assert "Which of these climbs up poles?" in begun

    locked = await chat.press("maya", letter(chat, "Runner bean"))
    assert locked.startswith("(only maya) Locked in:")
    assert "Runner" not in locked
    await chat.press("tom", letter(chat, "Lettuce"))

    over = await chat.wait("30s")
    assert "· Runner bean · 1 of 2 right" in over
    assert "Runner beans twine round whatever stands near them." in over
    assert "Round over. Choosing what to grow" in over
    assert "2 learners took part; nobody shows their name." in over
    assert await chat.points("maya") == 100
    assert await chat.points("tom") == 0


@pytest.mark.parametrize(
    ("topic", "presses", "told", "reveal", "earned"),
    [
        ("growing/choosing", ["Runner bean"], "Locked in: {}.", "{} · Runner bean · 1 of 1 right", 100),
        ("growing/choosing", ["Radish"], "Locked in: {}.", "· Runner bean · 0 of 1 right", 0),
        ("judging", ["False"], "Locked in: False.", "False · 1 of 1 right", 100),
        ("judging", ["True"], "Locked in: True.", "False · 0 of 1 right", 0),
        ("ticking", ["Carrot", "Parsnip"], "Ticked: {}, {}.", "· 1 of 1 right", 100),
        ("ticking", ["Carrot"], "Ticked: {}.", "· 0 of 1 right", 50),
        ("ticking", ["Carrot", "Pea"], "Ticked: {}, {}.", "· 0 of 1 right", 0),
        (
            "ordering",
            ["Sow the seed", "Set up the poles", "Pick the pods"],
            "Locked in: {} → {} → {}.",
            "{} → {} → {} · 1 of 1 right",
            100,
        ),
        (
            "ordering",
            ["Set up the poles", "Sow the seed", "Pick the pods"],
            "Locked in: {} → {} → {}.",
            "· 0 of 1 right",
            33,
        ),
        ("ordering", ["Sow the seed", "Set up the poles"], "So far: {} → {} → _.", "· 0 of 1 right", 0),
    ],
)
async def test_each_kind_of_question_is_pressed_told_back_and_marked(
    chat: Chat, topic: str, presses: list[str], told: str, reveal: str, earned: int
):
    """Single choice, true or false, several to tick, and an order: each is answered with buttons and marked its way."""
    await start(chat, topic=topic)
    letters = []
    for option in presses:
        letters.append(letter(chat, option))
        answer = await chat.press("maya", letters[-1])
    shown = [label.split()[0] for label in letters]
    ticked = sorted(shown) if topic == "ticking" else shown
    assert f"(only maya) {told.format(*ticked)}" in answer
    assert reveal.format(*shown) in await chat.wait("30s")
    assert await chat.points("maya") == earned
    assert await chat.count(marks) == 1


@pytest.mark.parametrize(
    ("written", "earned"),
    [("spade", 100), ("A garden SPADE!", 100), ("fork", 0), ("Shade", 0), ("tool", 0), ("spade or fork", 0)],
)
async def test_a_typed_answer_is_written_in_a_form_and_marked_at_the_reveal(chat: Chat, written: str, earned: int):
    """[Answer] opens a form with the question in it; nothing says whether the answer is right until everyone knows."""
    await start(chat, topic="writing")
    form = await chat.press("maya", "Answer")
    assert form.startswith("(form for maya) Your answer")
    assert "What is the tool for turning soil" in form
    locked = await chat.write("maya", written)
    assert locked == f"(only maya) Locked in: {written}. You can change it until the time is up."
    over = await chat.wait("30s")
    assert f"Spade · {1 if earned else 0} of 1 right" in over
    assert "A fork loosens; a spade turns." in over
    assert await chat.points("maya") == earned


async def test_what_people_wrote_is_not_shown_to_others(chat: Chat):
    """The reveal of a typed question gives the key and how many had it, never who wrote what."""
    await start(chat, topic="writing")
    for person, words in (("maya", "my late uncle's hoe"), ("tom", "spade")):
        await chat.press(person, "Answer")
        await chat.write(person, words)
    since = len(chat.shown)
    await chat.wait("30s")
    seen = "".join(view_to_json(shown.view) for shown in chat.shown[since:])
    assert "Spade" in seen
    assert "hoe" not in seen


async def test_a_round_of_everything_is_played_to_its_end(chat: Chat):
    """Eight questions of all five kinds, each answered right and wrong: the podium adds them up."""
    await chat.say("maya", "/leaderboard", names="show")
    await start(chat, questions=8)
    for _ in range(8):
        await answer(chat, "maya", right=True)
        await answer(chat, "tom", right=False)
        last = await chat.wait("30s")
    assert "Round over. Mixed questions" in last
    assert "1 Maya 8" in last
    assert await chat.points("maya") == 800
    assert await chat.points("tom") == 0
    assert await chat.count(marks) == 16
    [game] = await chat.rows(select(rounds))
    assert (game.phase, game.ended, game.position) == ("over", "finished", 8)
    assert len({id for id, _ in json.loads(game.questions)}) == 8


# Changing one's mind


async def test_the_last_press_before_the_deadline_counts_once(chat: Chat):
    """A learner may change their mind until the deadline; only the last answer is marked."""
    await start(chat, topic="growing/choosing")
    for option in ("Beetroot", "Runner bean", "Radish", "Runner bean", "Lettuce"):
        await chat.press("maya", letter(chat, option))
    assert "1 answered" in await chat.wait("2s")
    over = await chat.wait("30s")
    assert "0 of 1 right" in over
    assert await chat.marks("maya") == ["Lettuce"]
    assert await chat.count(responses) == 5
    assert await chat.count(marks) == 1


async def test_a_tick_pressed_again_is_taken_back(chat: Chat):
    """Several presses make one answer; a second press on an option unticks it."""
    await start(chat, topic="ticking")
    for option in ("Carrot", "Pea", "Pea", "Parsnip"):
        await chat.press("maya", letter(chat, option))
    await chat.wait("30s")
    assert await chat.points("maya") == 100


async def test_an_order_is_taken_back_to_the_step_pressed_or_begun_again(chat: Chat):
    """Pressing a placed step takes it and what follows back; once all are placed, the next press begins again."""
    await start(chat, topic="ordering")
    sow, poles, pick = (letter(chat, step) for step in ("Sow the seed", "Set up the poles", "Pick the pods"))
    await chat.press("maya", pick)
    await chat.press("maya", poles)
    assert "So far: _ → _ → _." in await chat.press("maya", pick)
    for step in (pick, poles, sow):
        told = await chat.press("maya", step)
    assert f"Locked in: {pick} → {poles} → {sow}." in told
    assert f"So far: {sow} → _ → _." in await chat.press("maya", sow)
    await chat.press("maya", poles)
    await chat.press("maya", pick)
    await chat.wait("30s")
    assert await chat.points("maya") == 100


async def test_a_typed_answer_may_be_written_anew(chat: Chat):
    """The form can be opened again until the time is up, and what was written last counts."""
    await start(chat, topic="writing")
    for words in ("fork", "spade"):
        await chat.press("maya", "Answer")
        await chat.write("maya", words)
    await chat.wait("30s")
    assert await chat.marks("maya") == ["spade"]
    assert await chat.points("maya") == 100


# The deadline


async def test_the_last_instant_counts_and_the_deadline_does_not(chat: Chat):
    """An answer a microsecond before the deadline is taken; one at the deadline is late, and so is any after it."""
    await start(chat, topic="growing/choosing", seconds=20)
    [game] = await chat.rows(select(rounds))
    chat.clock.move_to(game.closes_at - 1)
    right, wrong = action(chat, "Runner bean"), action(chat, "Radish")
    assert "Locked in" in await chat.press_action("maya", right)
    chat.clock.move_to(game.closes_at)
    late = await chat.press_action("maya", wrong)
    assert "(only maya) Question 1 is closed." in late
    assert "Question 1 is closed." in await chat.press_action("tom", right)
    await chat.wait("30s")
    assert "Question 1 is closed." in await chat.press_action("tom", right)
    assert await chat.marks("maya") == ["Runner bean"]
    assert await chat.count(responses) == 1


async def test_an_answer_that_came_in_time_counts_however_busy_swot_is(chat: Chat):
    """What reached Swot before the deadline is not lost because closing the question overtook it."""
    await start(chat, topic="growing/choosing", seconds=20)
    [game] = await chat.rows(select(rounds))
    right = Action(action(chat, "Runner bean"))
    class_of_thirty = [f"learner{number}" for number in range(30)]
    presses = [
        replace(Press(**fields(chat, person), action=right), at=game.closes_at - 1) for person in class_of_thirty
    ]
    chat.clock.move_to(game.closes_at)
    _, *answers = await asyncio.gather(chat.app.dispatcher.run(), *(chat.app.handle(press) for press in presses))
    assert [plain(reply.view.text)[:9] for reply in answers] == ["Locked in"] * 30
    await chat.wait("30s")
    assert await chat.count(marks) == 30


async def test_a_form_sent_after_the_deadline_is_refused(chat: Chat):
    """Whoever is still writing when the time is up is told so, and no mark comes of it."""
    await start(chat, topic="writing", seconds=20)
    await chat.press("maya", "Answer")
    await chat.wait("30s")
    assert "Question 1 is closed." in await chat.write("maya", "spade")
    assert await chat.count(responses) == 0


# The shared message


async def test_the_shared_message_counts_at_most_every_two_seconds(chat: Chat):
    """However many press, the question's message is edited no more than once in two seconds, and ends up right."""
    await start(chat, topic="growing/choosing", seconds=20)
    since = len(chat.shown)
    here = letter(chat, "Runner bean")
    for number in range(30):
        await chat.press(f"learner{number}", here)
        await chat.session.wait(SECOND // 4)
    await chat.wait("2s")
    assert "30 answered" in shown_question(chat)
    edited_at = chat.edited_at(since)
    gaps = [later - earlier for earlier, later in itertools.pairwise(edited_at)]
    assert len(edited_at) >= 4
    assert min(gaps) >= 2 * SECOND


async def test_the_count_stands_still_while_nobody_answers(garden: Chat):
    """Without a new answer the shared message is not edited."""
    await start(garden, topic="growing/choosing", seconds=60)
    await garden.press("maya", letter(garden, "Radish"))
    await garden.wait("3s")
    since = len(garden.shown)
    await garden.wait("50s")
    assert garden.edited_at(since) == []


async def test_the_count_goes_on_after_an_answer_that_came_while_it_was_being_shown(chat: Chat):
    """An answer and the count that are on their way to the database together do not stop later ones from showing."""
    await start(chat, topic="growing/choosing", seconds=60)
    here = action(chat, "Radish")
    await chat.press_action("maya", here)
    chat.clock.move_to(chat.clock.now() + 2 * SECOND)
    between = Press(**fields(chat, "tom"), action=Action(here))
    await asyncio.gather(chat.app.dispatcher.run(), chat.app.handle(between))
    await chat.wait("10s")
    await chat.press_action("ada", here)
    await chat.wait("10s")
    assert "3 answered" in shown_question(chat)


async def test_the_count_is_right_when_one_process_answers_and_another_keeps_the_time(chat: Chat, database_url: str):
    """Two processes on one database: answers that the one takes are shown by the other, all of them."""
    await start(chat, topic="growing/choosing", seconds=60)
    here = Action(action(chat, "Radish"))
    other = await App.open(Settings(database_url, (DATA / "garden",), None, chat.clock, Random(2)))
    try:
        for count, person in enumerate(("maya", "tom", "ada"), 1):
            await other.handle(Press(**fields(chat, person), action=here))
            await chat.wait("5s")
            assert f"{count} answered" in shown_question(chat)
    finally:
        await other.close()


async def test_a_closed_question_loses_its_buttons(chat: Chat):
    """Once the time is up nothing is left to press on the question."""
    await start(chat, topic="growing/choosing", seconds=20)
    assert len(question_message(chat).controls) == 4
    closed = await chat.wait("21s")
    assert "(edited) Choosing what to grow · question 1 of 1 · closed · 0 answered" in closed
    assert chat.actions("A ") == []


# The reveal


async def test_the_reveal_shows_how_the_class_answered(chat: Chat):
    """The distribution has a bar, a figure and, at the right answer, a tick; nothing is said of who chose what."""
    await start(chat, topic="growing/choosing")
    choices = ["Runner bean"] * 4 + ["Radish"] * 2 + ["Lettuce"]
    for number, option in enumerate(choices):
        await chat.press(f"learner{number}", letter(chat, option))
    bean, radish, lettuce, beet = (
        letter(chat, option)[0] for option in ("Runner bean", "Radish", "Lettuce", "Beetroot")
    )
    over = await chat.wait("21s")
    assert f"{bean} · Runner bean · 4 of 7 right" in over
    assert f"{bean} ▇▇▇▇▇▇▇▇ 4 ✓" in over
    assert re.search(rf"^ *{radish} ▇▇▇▇ 2$", over, re.MULTILINE)
    assert re.search(rf"^ *{lettuce} ▇▇ 1$", over, re.MULTILINE)
    assert re.search(rf"^ *{beet} · 0$", over, re.MULTILINE)
    assert not re.search(r"[Ll]earner\d", over)


async def test_ticks_are_counted_each_for_itself(chat: Chat):
    """Where several may be ticked the distribution counts every tick, and marks every key."""
    await start(chat, topic="ticking")
    for person, ticks in (("maya", ("Carrot", "Parsnip")), ("tom", ("Carrot", "Kale"))):
        for option in ticks:
            await chat.press(person, letter(chat, option))
    labels = {option: letter(chat, option) for option in ("Carrot", "Parsnip", "Kale", "Pea")}
    over = await chat.wait("21s")
    for option, count in (("Carrot", "▇▇▇▇▇▇▇▇ 2 ✓"), ("Parsnip", "▇▇▇▇ 1 ✓"), ("Kale", "▇▇▇▇ 1"), ("Pea", "· 0")):
        assert re.search(rf"^ *{labels[option]} {count}$", over, re.MULTILINE), option


async def test_the_top_names_only_those_who_chose_to_be_named(chat: Chat):
    """At the reveal and at the end stand only names shown by choice, with their true places."""
    await chat.say("tom", "/leaderboard", names="show")
    await chat.say("ada", "/leaderboard", names="show")
    await chat.say("ada", "/leaderboard", names="hide")
    await start(chat, topic="growing", questions=2)
    await answer(chat, "maya", right=True)
    await answer(chat, "ada", right=True)
    await answer(chat, "tom", right=True)
    first = await chat.wait("21s")
    assert "1 Tom 1" in first
    await chat.wait("8s")
    await answer(chat, "maya", right=True)
    await answer(chat, "ada", right=True)
    await answer(chat, "tom", right=False)
    over = await chat.wait("30s")
    assert "3 Tom 1" in over
    assert "3 learners took part; 1 shows their name." in over
    assert "Maya" not in first + over
    assert "Ada" not in first + over


async def test_the_podium_has_three_places_and_ties_share_one(chat: Chat):
    """Equal points share a place; whoever is past the third place stands on no podium."""
    people = ("ada", "bob", "maya", "tom", "zoe")
    for person in people:
        await chat.say(person, "/leaderboard", names="show")
    await start(chat, topic="ticking")
    ticks = {"ada": ("Carrot", "Parsnip"), "bob": ("Carrot", "Parsnip"), "maya": ("Carrot",)}
    ticks |= {"tom": ("Carrot", "Pea"), "zoe": ("Parsnip",)}
    for person in people:
        for option in ticks[person]:
            await chat.press(person, letter(chat, option))
    over = await chat.wait("30s")
    podium = next(line.strip() for line in over.splitlines() if "Ada" in line)
    assert podium == "1 Ada 1 · 1 Bob 1 · 3 Maya 0.5 · 3 Zoe 0.5"
    assert "5 learners took part; 5 show their names." in over


async def test_a_grave_question_has_neither_bonus_nor_ranking(chat: Chat):
    """Where people suffered nobody races: no speed bonus and no line of names under the answer."""
    await chat.say("maya", "/leaderboard", names="show")
    await start(chat, speed="yes", questions=8)
    seen_grave = False
    for number in range(8):
        question = await open_question(chat)
        await answer(chat, "maya", right=True)
        before = await chat.points("maya")
        since = len(chat.shown)
        await chat.wait("20s")
        reveal = "\n".join(plain(shown.view.text) for shown in chat.shown[since:] if shown.kind == "post")
        gained = await chat.points("maya") - before
        if question.tone == "grave":
            seen_grave = True
            assert gained == 100
            assert "Maya" not in reveal
        else:
            assert gained == 150
            assert ("Maya" in reveal) == (number < 7)
        await chat.wait("8s")
    assert seen_grave


# Speed


@pytest.mark.parametrize(("after", "bonus"), [(0, 50), (5, 37), (10, 25), (19, 2)])
async def test_speed_earns_a_bonus_where_the_teacher_turns_it_on(garden: Chat, after: int, bonus: int):
    """The bonus falls evenly from half a mark at once to nothing at the deadline."""
    begun = await start(garden, topic="growing/choosing", seconds=20, speed="yes")
    assert "1 question, 20 s each, with a bonus for speed." in begun
    await garden.session.wait(after * SECOND)
    await garden.press("maya", letter(garden, "Runner bean"))
    await garden.press("tom", letter(garden, "Radish"))
    await garden.wait("30s")
    assert await garden.points("maya") == 100 + bonus
    assert await garden.points("tom") == 0


async def test_speed_earns_nothing_unless_it_is_turned_on(garden: Chat):
    """An ordinary round is scored by correctness alone."""
    await start(garden, topic="growing/choosing")
    await garden.press("maya", letter(garden, "Runner bean"))
    await garden.wait("30s")
    assert await garden.points("maya") == 100


async def test_the_bonus_is_for_the_last_answer_and_only_if_it_is_wholly_right(chat: Chat):
    """Guessing fast and correcting later earns the later bonus; a partly right answer earns none."""
    await start(chat, topic="ticking", seconds=20, speed="yes")
    await chat.press("maya", letter(chat, "Carrot"))
    await chat.press("tom", letter(chat, "Carrot"))
    await chat.wait("10s")
    await chat.press("maya", letter(chat, "Parsnip"))
    await chat.wait("30s")
    assert await chat.points("maya") == 125
    assert await chat.points("tom") == 50


# From question to question


async def test_a_round_goes_on_by_itself(chat: Chat):
    """Eight seconds after the reveal the next question comes, and after the last one the result."""
    await start(chat, topic="growing", questions=2)
    await answer(chat, "maya", right=True)
    assert "[Next question (or in 8 s)] [Source]" in await chat.wait("20s")
    assert await chat.session.wait(8 * SECOND - 1) is None
    assert "question 1 of 2" in shown_question(chat)
    await chat.session.wait(1)
    assert "question 2 of 2" in shown_question(chat)
    await answer(chat, "maya", right=False)
    assert "[Result (or in 8 s)] [Source]" in await chat.wait("20s")
    assert "Round over." in await chat.wait("8s")


async def test_the_teacher_may_hurry_the_round_on(chat: Chat):
    """[Next question] goes on at once; the pause it cut short does not go on a second time."""
    await start(chat, topic="growing", questions=3, seconds=60)
    await answer(chat, "maya", right=True)
    await chat.wait("61s")
    stale = chat.actions("Next question")[-1]
    on = await chat.press("teacher", "Next question")
    assert "(only teacher) On we go." in on
    assert "question 2 of 3 · closes in 60 s" in on
    assert "question 3 of 3" not in await chat.wait("30s")
    assert "The round has gone on already." in await chat.press_action("teacher", stale)
    await answer(chat, "maya", right=True)
    await chat.wait("31s")
    assert "The round has gone on already." in await chat.press_action("teacher", stale)
    assert "question 3 of 3" in await chat.press("teacher", "Next question")
    await answer(chat, "maya", right=True)
    await chat.wait("61s")
    assert "Round over." in await chat.press("teacher", "Result")
    assert "Round over." not in await chat.wait("1h")


async def test_a_learner_can_neither_start_nor_hurry_nor_stop_a_round(chat: Chat):
    """Those who do not teach are told who can, and nothing moves."""
    await chat.say("teacher", "/class teachers")
    assert "(only maya) Only a teacher of this class can do that." in await chat.say("maya", "/quiz round")
    assert await chat.count(rounds) == 0
    await start(chat, topic="growing", questions=2)
    assert "Only a teacher of this class can do that." in await chat.say("maya", "/quiz stop")
    await chat.wait("21s")
    before = await chat.rows(select(rounds))
    assert "Only a teacher of this class can do that." in await chat.press("maya", "Next question")
    assert await chat.rows(select(rounds)) == before


async def test_a_learner_who_is_named_teacher_can_do_all_of_it(chat: Chat):
    """Whoever the teacher names may start, hurry and stop rounds from then on."""
    await chat.say("teacher", "/class role person:@maya role:teacher")
    assert "question 1 of 2" in await chat.say("maya", "/quiz round", topic="growing", questions=2, seconds=20)
    await chat.wait("21s")
    assert "question 2 of 2" in await chat.press("maya", "Next question")
    assert "is stopped" in await chat.say("maya", "/quiz stop")


# Stopping


async def test_a_round_is_stopped_while_a_question_is_open(chat: Chat):
    """`/quiz stop` closes the question unmarked, shows the podium of what was marked, and nothing follows."""
    await start(chat, topic="growing", questions=3)
    await answer(chat, "maya", right=True)
    await chat.wait("28s")
    await answer(chat, "maya", right=True)
    stopped = await chat.say("teacher", "/quiz stop")
    assert "(only teacher) The round “Growing things” is stopped." in stopped
    assert "question 2 of 3 · closed · 1 answered" in stopped
    assert "Round stopped. Growing things, 2 of 3 asked" in stopped
    assert await chat.wait("1h") == ""
    assert await chat.points("maya") == 100
    assert await chat.count(due) == 0
    [game] = await chat.rows(select(rounds))
    assert (game.phase, game.ended) == ("over", "stopped")


async def test_ones_place_in_a_stopped_round_leaves_out_what_was_not_marked(chat: Chat):
    """The question that was open when the round was stopped counts against nobody."""
    await start(chat, topic="growing", questions=3)
    await answer(chat, "maya", right=True)
    await chat.wait("28s")
    await answer(chat, "maya", right=True)
    await chat.say("teacher", "/quiz stop")
    assert "You came 1st of 1 with 1 of 1." in await chat.press("maya", "My place")


async def test_a_round_is_stopped_during_the_reveal(chat: Chat):
    """Between two questions `/quiz stop` ends the round as well."""
    await start(chat, topic="growing", questions=2)
    await answer(chat, "maya", right=True)
    await chat.wait("22s")
    stale = chat.actions("Next question")[-1]
    stopped = await chat.say("teacher", "/quiz stop")
    assert "Round stopped. Growing things, 1 of 2 asked" in stopped
    assert "1 learner took part; nobody shows their name." in stopped
    assert "The round has gone on already." in await chat.press_action("teacher", stale)
    assert await chat.wait("1h") == ""


async def test_stopping_when_there_is_no_round_says_so(garden: Chat):
    """`/quiz stop` without a round, before the first or after the last one, is answered with a sentence."""
    assert await garden.say("teacher", "/quiz stop") == "(only teacher) No round is going on here."
    await start(garden)
    await garden.say("teacher", "/quiz stop")
    assert await garden.say("teacher", "/quiz stop") == "(only teacher) No round is going on here."


async def test_a_press_on_a_stopped_round_is_refused(chat: Chat):
    """Buttons of a stopped round, wherever they still show, change nothing."""
    await start(chat, topic="growing/choosing")
    here = action(chat, "Runner bean")
    await chat.say("teacher", "/quiz stop")
    assert "Question 1 is closed." in await chat.press_action("maya", here)
    assert await chat.count(responses) == 0


async def test_a_round_that_nobody_answers_stops_by_itself(chat: Chat):
    """After two questions in a row without any answer the round ends; the third is never asked."""
    await start(chat, topic="growing", questions=3)
    alone = await chat.wait("10m")
    assert alone.count("nobody answered") == 2
    assert "question 2 of 3" in alone
    assert "question 3 of 3" not in alone
    assert "Nobody answered the last two questions, so it stops here." in alone
    [game] = await chat.rows(select(rounds))
    assert (game.phase, game.ended, game.position) == ("over", "deserted", 2)
    assert await chat.count(due) == 0


async def test_one_answer_keeps_a_round_going(garden: Chat):
    """Silence is counted anew after every answered question."""
    await start(garden, questions=5)
    await garden.wait("28s")
    await answer(garden, "maya", right=False)
    await garden.wait("28s")
    assert "question 3 of 5" in shown_question(garden)
    await garden.wait("28s")
    await answer(garden, "maya", right=False)
    rest = await garden.wait("10m")
    assert "question 5 of 5" in rest
    assert "Round over. Mixed questions" in rest


# Rooms


async def test_a_room_has_one_round_at_a_time(chat: Chat):
    """A second round in the same room is refused while the first one asks or reveals; after it, it may come."""
    await start(chat, topic="growing/choosing")
    refused = "(only teacher) A round is going on here already. /quiz stop ends it."
    assert await chat.say("teacher", "/quiz round") == refused
    await chat.wait("21s")
    assert await chat.say("teacher", "/quiz round") == refused
    assert await chat.count(rounds) == 1
    await chat.wait("10s")
    assert "question 1 of" in await chat.say("teacher", "/quiz round")


async def test_two_rooms_may_each_have_a_round(chat: Chat):
    """Rounds in different rooms do not touch: a press counts where its round is, and a stop ends its own room's."""
    await start(chat, topic="growing/choosing")
    first = action(chat, "Runner bean")
    chat.session.room = "biology"
    begun = await start(chat, topic="judging")
    assert "#biology True or false · question 1 of 1" in begun
    assert "That round is in another room." in await chat.press_action("maya", first)
    assert "Locked in: False" in await chat.press("maya", "False")
    assert "is stopped" in await chat.say("teacher", "/quiz stop")
    chat.session.room = "history"
    assert "Locked in" in await chat.press_action("maya", first)
    await chat.wait("30s")
    assert await chat.points("maya") == 100


async def test_a_stop_in_a_thread_ends_the_threads_own_round(chat: Chat):
    """Where a thread and its parent room each have a round, `/quiz stop` ends the one in which it is said."""
    await start(chat, topic="growing/choosing")
    thread = chat.session.thread("thread")
    for words in ("round topic:judging", "stop"):
        await chat.app.handle(Invoke(**fields(chat, "teacher") | {"room": thread}, command="quiz", text=words))
    phases = {game.room: game.phase for game in await chat.rows(select(rounds))}
    assert phases == {chat.session.key("history"): "asking", thread.key: "over"}


async def test_a_round_needs_a_room_with_the_class_in_it(garden: Chat):
    """In a direct message `/quiz round` says where it belongs."""
    await garden.say("teacher", "/class teachers")
    desk = replace(fields(garden, "teacher")["room"], key=f"{garden.session.platform}:desk", private=True)
    words = Invoke(**fields(garden, "teacher") | {"room": desk}, command="quiz", text="round")
    told = plain((await garden.app.handle(words)).view.text)
    assert told == "A round needs a room with the class in it. On your own, use /quiz solo."
    assert await garden.count(rounds) == 0


async def test_a_deleted_room_ends_its_round_without_a_word(chat: Chat):
    """When the room is gone, so is the round; nothing is tried again, and other rooms go on."""
    await start(chat, topic="growing", questions=3)
    await answer(chat, "maya", right=True)
    since = len(chat.shown)
    await chat.session.lose_room()
    await chat.wait("1h")
    assert chat.shown[since:] == []
    [game] = await chat.rows(select(rounds))
    assert (game.phase, game.ended) == ("over", "room gone")
    assert await chat.app.dispatcher.next_at() is None
    chat.session.room = "biology"
    assert "#biology" in await start(chat, topic="judging")


async def test_a_room_deleted_during_the_reveal_ends_its_round_too(garden: Chat):
    """Between two questions it is the same."""
    await start(garden, topic="growing", questions=3)
    await answer(garden, "maya", right=True)
    await garden.wait("22s")
    await garden.session.lose_room()
    assert await garden.wait("1h") == ""
    assert [game.ended for game in await garden.rows(select(rounds))] == ["room gone"]


async def test_a_room_whose_deletion_nobody_told_of_is_found_out(chat: Chat):
    """Where the platform sent no notice, the first message that can't be posted ends the round."""
    await start(chat, topic="growing", questions=3)
    await answer(chat, "maya", right=True)
    await chat.session.lose_room(silently=True)
    told = await chat.wait("1h")
    # To Slack, a room that is gone looks like one that Swot was never let into: the starter is told how to mend that.
    assert told == "" or (chat.session.platform == "slack" and told.startswith("(desk of teacher) Nobody could see"))
    assert [game.ended for game in await chat.rows(select(rounds))] == ["room gone"]
    assert await chat.app.dispatcher.next_at() is None


# After the round


async def test_source_place_and_retry_come_only_with_the_answers(chat: Chat):
    """What could tell the answer is neither shown nor given before the reveal, whatever address is pressed."""
    await start(chat, topic="growing/choosing")
    await chat.press("maya", letter(chat, "Radish"))
    assert chat.actions("Source") + chat.actions("My place") + chat.actions("Retry") == []
    [game] = await chat.rows(select(rounds))
    early = await chat.press_action("maya", f"round.source:{game.id}:1")
    assert early == "(only maya) That comes with the answer."
    assert await chat.press_action("maya", f"round.missed:{game.id}") == "(only maya) The round is still going on."
    through_a_fact = await chat.press_action("maya", "fact.source:garden/g-01")
    assert "Rose" not in through_a_fact
    await chat.wait("21s")
    assert len(chat.actions("Source")) == 1
    source = await chat.press("maya", "Source")
    assert source.startswith("(only maya) Says who?")
    assert "Rose" in source


async def test_a_place_is_told_when_the_round_is_over(chat: Chat):
    """While the round goes on nobody has a place in it yet, least of all in words that deny their answer."""
    await start(chat, topic="growing", questions=2)
    [game] = await chat.rows(select(rounds))
    await answer(chat, "maya", right=True)
    for _ in range(2):
        early = await chat.press_action("maya", f"round.place:{game.id}")
        assert early == "(only maya) The round is still going on."
        await chat.wait("20s")


async def test_the_source_of_a_later_question_waits_for_its_own_reveal(chat: Chat):
    """While the second question is open only the first one's source is given."""
    await start(chat, topic="growing", questions=2)
    await answer(chat, "maya", right=True)
    await chat.wait("28s")
    [game] = await chat.rows(select(rounds))
    assert game.position == 2
    assert "Says who?" in await chat.press_action("maya", f"round.source:{game.id}:1")
    assert "That comes with the answer." in await chat.press_action("maya", f"round.source:{game.id}:2")
    assert "That comes with the answer." in await chat.press_action("maya", f"round.source:{game.id}:3")


async def test_everyone_may_ask_for_their_own_place(chat: Chat):
    """[My place] is answered privately, with points, place and how many took part, and what was not right."""
    await start(chat, topic="growing", questions=2)
    for right in (True, False):
        await answer(chat, "maya", right=right)
        await answer(chat, "tom", right=True)
        await chat.wait("28s")
    mine = await chat.press("maya", "My place")
    assert mine.startswith("(only maya) You came 2nd of 2 with 1 of 2.\n\n    Not right:\n\n    2 ")
    assert " · 0 of 1\n    [Dispute a mark … ▾ 2 " in mine
    assert await chat.press("tom", "My place") == "(only tom) You came 1st of 2 with 2 of 2.\n    [Privacy]"
    assert await chat.press("ada", "My place") == "(only ada) You took no part in this round."


async def test_what_was_missed_can_be_tried_again(chat: Chat):
    """[Retry what I missed] begins a private quiz of just those questions, and leaves the round's points alone."""
    await start(chat, topic="growing", questions=3)
    missed = []
    for right in (True, False, True):
        missed += [] if right else [(await open_question(chat)).stem]
        await answer(chat, "maya", right=right)
        await answer(chat, "tom", right=True)
        await chat.wait("28s")
    again = await chat.press("maya", "Retry what I missed")
    assert again.startswith("(only maya) 1 of 1 · Growing things, again")
    assert missed[0] in again
    assert await chat.press("tom", "Retry what I missed") == "(only tom) You missed nothing in this round."
    assert await chat.points("maya") == 200


async def test_who_took_no_part_may_try_it_all(garden: Chat):
    """To somebody who missed the round, all of it is missed."""
    await start(garden, topic="growing", questions=2)
    for _ in range(2):
        await answer(garden, "maya", right=True)
        await garden.wait("28s")
    assert "1 of 2 · Growing things, again" in await garden.press("tom", "Retry what I missed")


# Restarts


async def test_every_button_works_after_a_restart(chat: Chat):
    """Addresses are all that buttons remember, so none of them minds a new process."""
    await start(chat, topic="growing/choosing")
    await chat.press("maya", letter(chat, "Radish"))
    await chat.wait("5s")
    await chat.restart()
    assert "Locked in" in await chat.press("maya", letter(chat, "Runner bean"))
    assert "1 answered" in shown_question(chat)
    assert "1 of 1 right" in await chat.wait("15s")
    await chat.restart()
    assert "Rose" in await chat.press("maya", "Source")
    assert "Round over." in await chat.press("teacher", "Result")
    await chat.restart()
    assert "You came 1st of 1 with 1 of 1." in await chat.press("maya", "My place")
    assert "You missed nothing" in await chat.press("maya", "Retry what I missed")


async def test_a_half_ticked_answer_survives_a_restart(chat: Chat):
    """What was gathered so far is in the database, not in memory."""
    await start(chat, topic="ticking")
    await chat.press("maya", letter(chat, "Carrot"))
    await chat.restart()
    await chat.press("maya", letter(chat, "Parsnip"))
    await chat.wait("30s")
    assert await chat.points("maya") == 100


async def test_a_form_that_was_open_can_be_sent_after_a_restart(chat: Chat):
    """Whoever was writing when Swot went down loses nothing."""
    await start(chat, topic="writing")
    await chat.press("maya", "Answer")
    await chat.restart()
    assert "Locked in: spade." in await chat.write("maya", "spade")


async def test_a_deadline_that_passed_while_swot_was_down_is_met_at_once(chat: Chat):
    """After the restart the question is closed, what came in time is marked, and the round goes on."""
    await start(chat, topic="growing", questions=2)
    await answer(chat, "maya", right=True)
    [game] = await chat.rows(select(rounds))
    chat.clock.move_to(game.closes_at + 10 * MINUTE)
    late = Press(**fields(chat, "tom"), action=Action(f"round.answer:{game.id}:1:0"))
    since = len(chat.shown)
    await chat.restart()
    shown = "\n".join(plain(shown.view.text) for shown in chat.shown[since:])
    assert "1 of 1 right" in shown
    assert "Question 1 is closed." in plain((await chat.app.handle(late)).view.text)
    assert await chat.points("maya") == 100
    assert "question 2 of 2 · closes in 20 s" in await chat.wait("8s")


async def test_a_press_between_the_deadline_and_the_restart_is_late(chat: Chat):
    """The deadline holds even where nobody was there to close the question."""
    await start(chat, topic="growing/choosing")
    here = Action(action(chat, "Runner bean"))
    chat.clock.move_to(chat.clock.now() + 25 * SECOND)
    answer_ = await chat.app.handle(Press(**fields(chat, "maya"), action=here))
    assert "Question 1 is closed." in plain(answer_.view.text)
    assert await chat.count(responses) == 0


# Trouble with the platform


@pytest.mark.parametrize("trouble", get_args(Trouble))
async def test_a_message_that_could_not_be_sent_is_sent_later_once(
    garden: Chat, caplog: pytest.LogCaptureFixture, trouble: Trouble
):
    """Whatever goes wrong on the way, the question and what follows stand in the room once, in order.

    Where the platform can't tell whether they arrived, they may stand there twice: nobody can answer a question that is
    not there.
    """
    garden.session.fail_posts(3, trouble)
    await start(garden, topic="growing/choosing", seconds=60)
    await garden.wait("45s")
    assert "question 1 of 1 · closes" in shown_question(garden)
    await garden.press("maya", letter(garden, "Runner bean"))
    garden.session.fail_posts(3, trouble)
    await garden.wait("5m")
    seen = [first_words(view) for view in posted(garden)]
    assert [words for words, _ in itertools.groupby(seen)] == ["Choosing what", "reveal", "Round over."]
    assert (len(seen) > 3) == garden.session.may_post_twice(trouble)
    assert await garden.points("maya") == 100
    if trouble == "broken":
        caplog.clear()  # that one is logged, and should be


async def test_half_a_minute_of_broken_connections_loses_no_message(garden: Chat):
    """A post whose outcome is unknown is tried again, under the same nonce where the platform knows any."""
    garden.session.fail_posts(10_000, "lost")
    await start(garden, topic="growing/choosing", seconds=120)
    await garden.wait("30s")
    garden.session.fail_posts(0, "lost")
    await garden.wait("30s")
    assert [first_words(view) for view in posted(garden)] == ["Choosing what"]


@pytest.mark.parametrize("wait", [3 * SECOND, 30 * SECOND, 90 * SECOND])
async def test_the_answer_never_comes_before_its_question(garden: Chat, wait: int):
    """While one message waits to be sent, what comes after it in the room waits too, however long it takes."""
    garden.session.fail_posts(1, "busy", wait=wait)
    await start(garden, topic="growing/choosing", seconds=10)
    await garden.wait("10m")
    assert [first_words(view) for view in posted(garden)] == ["Choosing what", "reveal", "Round over."]


async def test_messages_queued_together_keep_their_order(chat: Chat):
    """Several messages that wait for the same outage come in the order in which they were said."""
    await start(chat, topic="growing", questions=1, seconds=10)
    await chat.press("maya", chat.session.screen.messages[-1].view.controls[0].label)
    chat.session.fail_posts(4, "busy")
    await chat.wait("9s")
    await chat.say("teacher", "/quiz stop")
    await start(chat, topic="judging")
    await chat.wait("1m")
    assert [first_words(view) for view in posted(chat)][:3] == ["Growing things", "Round stopped.", "True or"]


async def test_an_edit_that_could_not_be_sent_is_made_up_for(garden: Chat):
    """A question whose closing could not be shown is shown closed as soon as the platform lets it."""
    await start(garden, topic="growing/choosing", seconds=20)
    garden.session.fail_edits(3)
    await garden.wait("2m")
    assert "closed · 0 answered" in shown_question(garden)
    assert [first_words(view) for view in posted(garden)] == ["Choosing what", "reveal", "Round over."]


async def test_a_question_whose_message_was_deleted_is_still_revealed(garden: Chat):
    """Somebody deletes the shared message: its edits come to nothing, and the round goes on."""
    await start(garden, topic="growing/choosing", seconds=20)
    await garden.press("maya", letter(garden, "Runner bean"))
    garden.session.delete_newest()
    over = await garden.wait("2m")
    assert "Runner bean · 1 of 1 right" in over
    assert "Round over." in over


async def test_a_room_where_swot_may_not_write_ends_the_round(chat: Chat):
    """If no message will ever arrive, the starter is told, and the room is free for another try."""
    chat.session.forbid()
    told = await start(chat, topic="growing/choosing")
    assert "(desk of teacher) Nobody could see the round “Choosing what to grow”, so it has ended." in told
    [game] = await chat.rows(select(rounds))
    assert (game.phase, game.ended) == ("over", "room gone")
    chat.session.allow()
    assert "question 1 of 1" in await start(chat, topic="judging")


async def test_a_long_outage_leaves_nothing_stuck(chat: Chat):
    """After an hour without the platform the round is over, and the next one begins as ever."""
    chat.session.fail_posts(10_000, "down")
    await start(chat, topic="growing", questions=3)
    await chat.wait("1h")
    chat.session.fail_posts(0, "down")
    assert [game.phase for game in await chat.rows(select(rounds))] == ["over"]
    await chat.wait("10m")
    assert "question 1 of 1 · closes in 20 s" in await start(chat, topic="judging")
    await chat.press("maya", "False")
    assert "False · 1 of 1 right" in await chat.wait("30s")


# Trouble with the pack


async def test_an_open_question_that_is_withdrawn_does_not_hold_the_round_up(editing: Chat, pack: Path):
    """A question that left the bank while it was open is closed without marks, and the next one comes."""
    await start(editing, topic="growing", questions=2)
    await answer(editing, "maya", right=True)
    await withdraw(editing, pack, 1)
    rest = await editing.wait("29s")
    assert "question 2 of 2" in rest
    await answer(editing, "maya", right=True)
    assert "Round over." in await editing.wait("1m")
    assert await editing.points("maya") == 100


async def test_a_press_on_a_withdrawn_question_says_so(editing: Chat, pack: Path):
    """Whoever presses its buttons reads that it was withdrawn."""
    await start(editing, topic="growing", questions=2)
    await withdraw(editing, pack, 1)
    assert "That question has been withdrawn from the bank." in await editing.press("maya", "A")
    assert await editing.count(responses) == 0


async def test_a_round_can_be_stopped_at_a_withdrawn_question(editing: Chat, pack: Path):
    """`/quiz stop` ends the round whatever became of its question."""
    await start(editing, topic="growing", questions=2)
    await withdraw(editing, pack, 1)
    assert "is stopped" in await editing.say("teacher", "/quiz stop")
    assert [game.ended for game in await editing.rows(select(rounds))] == ["stopped"]


async def test_a_room_can_go_at_a_withdrawn_question(editing: Chat, pack: Path):
    """A deleted room ends the round whatever became of its question."""
    await start(editing, topic="growing", questions=2)
    await withdraw(editing, pack, 1)
    await editing.session.lose_room()
    assert [game.ended for game in await editing.rows(select(rounds))] == ["room gone"]


async def test_a_question_withdrawn_before_its_turn_is_passed_over(editing: Chat, pack: Path):
    """A round goes on with the question after the one that left the bank."""
    await start(editing, topic="growing", questions=3)
    await answer(editing, "maya", right=True)
    await withdraw(editing, pack, 2)
    await editing.wait("30s")
    assert "question 3 of 3 · closes" in shown_question(editing)
    await answer(editing, "maya", right=True)
    assert "Round over." in await editing.wait("1m")
    assert await editing.points("maya") == 200


async def test_the_teacher_may_hurry_past_a_withdrawn_question(editing: Chat, pack: Path):
    """[Next question] leads to the next one that is there."""
    await start(editing, topic="growing", questions=3)
    await answer(editing, "maya", right=True)
    await editing.wait("21s")
    await withdraw(editing, pack, 2)
    assert "question 3 of 3" in await editing.press("teacher", "Next question")


async def test_a_round_whose_last_question_was_withdrawn_comes_to_its_result(editing: Chat, pack: Path):
    """With nothing left to ask, the podium comes."""
    await start(editing, topic="growing", questions=2)
    await answer(editing, "maya", right=True)
    await withdraw(editing, pack, 2)
    assert "Round over." in await editing.wait("1m")


async def test_what_was_missed_can_be_tried_again_without_what_was_withdrawn(editing: Chat, pack: Path):
    """[Retry what I missed] asks what is still there."""
    await start(editing, topic="growing", questions=2)
    for _ in range(2):
        await answer(editing, "maya", right=False)
        await editing.wait("28s")
    await withdraw(editing, pack, 1)
    assert "1 of 1 · Growing things, again" in await editing.press("maya", "Retry what I missed")


async def test_a_step_reworded_in_the_middle_of_a_round_upsets_nobody(editing: Chat, pack: Path):
    """Presses go on after an option of the open question was given other words."""
    await start(editing, topic="ordering")
    await editing.press("maya", letter(editing, "Set up the poles"))
    path = pack / "questions" / "garden.yaml"
    path.write_text(path.read_text("utf-8").replace("Set up the poles", "Put up the poles"), "utf-8")
    await editing.restart()
    assert "Sorry" not in await editing.press("maya", "A")
    assert "Round over." in await editing.wait("1m")


# Names that try to act


async def test_a_name_that_looks_like_markup_stays_a_name(chat: Chat):
    """On the podium a name is its characters: it styles nothing, calls nobody and moves no cursor."""
    chat.session.screen.people["mallory"] = Profile("**bold** @everyone <!channel> \x1b[31m\u202ered")
    await chat.say("mallory", "/leaderboard", names="show")
    await start(chat, topic="judging")
    await chat.press("mallory", "False")
    over = await chat.wait("30s")
    assert "**bold** @everyone <!channel>" in over
    assert all(char.isprintable() or char == "\n" for char in over)
    podium = posted(chat)[-1]
    [name] = [run for run in podium.text if isinstance(run, Run) and "everyone" in run.text]
    assert name.text.startswith("**bold** @everyone <!channel>")


# How the tests put it


async def start(chat: Chat, topic: str = "", questions: int = 1, seconds: int = 20, **options: Any) -> str:
    """The teacher starts a round; what appears comes back."""
    about = {"topic": topic} if topic else {}
    return await chat.say("teacher", "/quiz round", **about, questions=questions, seconds=seconds, **options)


def fields(chat: Chat, person: str) -> dict[str, Any]:
    """Who, where and when of a new event."""
    return chat.session._by(person)


def question_message(chat: Chat) -> View:
    """The last question put to the room, as it stands there now."""
    views = [message.view for message in chat.session.screen.messages if not message.only]
    return next(view for view in reversed(views) if "· question " in plain(view.text))


def shown_question(chat: Chat) -> str:
    """The text of the last question put, as it stands there now."""
    return plain(question_message(chat).text)


def letter(chat: Chat, option: str) -> str:
    """The label of the button that stands for an option of the last question put."""
    view = question_message(chat)
    for control in view.controls:
        if control.label == option or control.label.endswith(f" {option}"):
            return control.label
    [found] = re.findall(rf"^([A-H]) {re.escape(option)}$", plain(view.text), re.MULTILINE)
    return str(found)


def action(chat: Chat, option: str) -> str:
    """The address behind the button that stands for an option of the last question put."""
    label = letter(chat, option)
    return next(control.action.address for control in question_message(chat).controls if control.label == label)


async def open_question(chat: Chat) -> Question:
    """The question that the live round asks now."""
    [game] = await chat.rows(select(rounds).where(rounds.c.phase == "asking"))
    return chat.app.bank.question(json.loads(game.questions)[game.position - 1][0])


async def answer(chat: Chat, person: str, *, right: bool) -> None:
    """A person answers the open question, whichever it is, wholly right or wholly wrong."""
    question = await open_question(chat)
    match question:
        case SingleChoice():
            presses = [question.key if right else question.distractors[0].text]
        case TrueFalse():
            presses = [str(question.key if right else not question.key)]
        case MultipleChoice():
            presses = list(question.keys if right else question.distractors)
        case Order():
            presses = list(question.key if right else reversed(question.key))
        case Typed():
            await chat.press(person, "Answer")
            assert "Locked in" in await chat.write(person, question.key if right else "no idea at all")
            return
    for option in presses:
        await chat.press(person, letter(chat, str(getattr(option, "text", option))))


def posted(chat: Chat) -> list[View]:
    """What was posted for everyone, in order, each as it first appeared."""
    return [shown.view for shown in chat.shown if shown.kind == "post"]


def first_words(view: View) -> str:
    """The first two words of a message; of a reveal, that it is one."""
    if any(isinstance(control, Button) and control.action.name == "round.source" for control in view.controls):
        return "reveal"
    return " ".join(plain(view.text).split()[:2])


async def withdraw(chat: Chat, pack: Path, position: int) -> None:
    """Take the question at a position of the last round out of the pack, and start Swot again."""
    [game] = await chat.rows(select(rounds))
    id = json.loads(game.questions)[position - 1][0].partition("/")[2]
    questions = pack / "questions" / "garden.yaml"
    head, *entries = questions.read_text("utf-8").split("  - id: ")
    questions.write_text("  - id: ".join([head, *(entry for entry in entries if not entry.startswith(id))]), "utf-8")
    facts = pack / "facts" / "garden.yaml"
    facts.write_text(re.sub(r"\n *tests: .*", "", facts.read_text("utf-8")), "utf-8")
    await chat.restart()


async def test_a_round_on_grave_matters_has_no_podium(chat: Chat):
    """Nobody wins at what others died of: it counts like any other, and no places are told."""
    await chat.say("maya", "/leaderboard", names="show")
    told = await chat.say("teacher", "/quiz round", topic="losses", questions=1, seconds=20)
    found = re.search(r"\[([A-C] A fungus)\]", told)
    assert found
    await chat.press("maya", found[1])
    told = await chat.wait("1m")
    assert "Round over. " in told
    assert "1 learner took part. Nobody is first or last at this; what you earned counts." in told
    assert "Maya" not in told
    assert "[My place]" not in told
    assert "[Retry what I missed]" in told
    assert "You are 1st of 1 with 1 point." in await chat.say("maya", "/leaderboard")
