"""A mock exam on one's own desk: set, begun, answered, left and gone on with, handed in."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat import Action, Button, Invalid, Submit, plain
from bot.clock import MINUTE, SECOND
from bot.storage.tables import drafts, mock_marks, mocks, responses, sittings
from tests.chat_harness import Chat, Installation
from tests.exams.hall import HALL

START = '/mock start paper:"Bees 1"'
ESSAY = "Bees belong in towns, for towns have flowers all summer."


@pytest.fixture
async def hall(platform: str, database_url: str) -> AsyncIterator[Chat]:
    """A class with two papers, where Maya and Tom have been seen, and Tom has a quarter more time and rest breaks."""
    chat = await Chat.open(Installation(database_url, packs=(HALL,), platform=platform))
    for person in ("maya", "tom"):
        await chat.say(person, "/leaderboard names:hide")
    await chat.say("teacher", "/class register")
    await chat.press("teacher", "Change as a list")
    await chat.write("teacher", f"{chat.by('tom').name} | Tom Ashe | 7 | +25% | rest breaks")
    yield chat
    await chat.close()


async def number_of(chat: Chat, person: str, stem: str) -> int:
    """Under which number a learner has a question, by the beginning of what it asks; it is open then."""
    for number in range(1, 9):
        await chat.press(person, "Contents")
        await chat.press(person, str(number))
        if stem in desk(chat, person):
            return number
    raise AssertionError(stem)


def desk(chat: Chat, person: str) -> str:
    """What the newest message on somebody's desk shows: its text, and what can be pressed."""
    screen = chat.session.screen
    room = getattr(screen, "desks", {}).get(person, f"terminal:desk-{person}")
    view = [one.view for one in screen.messages if one.room == room][-1]
    return " ".join([plain(view.text), *(f"[{one.label}]" for one in view.controls if isinstance(one, Button))])


async def ends(chat: Chat, person: str) -> int:
    """When somebody's sitting ends."""
    [row] = await chat.rows(select(sittings).where(sittings.c.person == chat.session.key(person)))
    return int(row.ends_at)


async def given(chat: Chat, person: str) -> list[str]:
    """All that somebody has given, in order."""
    found = select(responses.c.given).where(responses.c.person == chat.session.key(person)).order_by(responses.c.seq)
    return [row.given for row in await chat.rows(found)]


async def test_it_is_announced_begun_and_stands_on_the_desk(hall: Chat):
    """One press begins it; whoever has extra time has it, and nobody else is told."""
    told = await hall.say("teacher", START)
    assert "Bees 1 is announced here." in told
    assert "Extra time: 1 learner (25 %). Only they and you know." in told
    assert "Mock exam: Bees 1 · 30 minutes from when you begin" in told
    assert "8 questions, 16 marks" in told
    assert "passages of up to 3,000 characters" in told
    began = hall.clock.now()
    told = await hall.press("maya", "Begin")
    assert "has begun in your direct messages" in told
    assert "0 of 8 answered" in told
    await hall.press("tom", "Begin")
    assert await ends(hall, "maya") == began + 30 * MINUTE
    assert await ends(hall, "tom") == began + 37 * MINUTE + 30 * SECOND


async def test_answers_are_saved_as_they_are_given_and_can_be_changed(hall: Chat):
    """Nothing says whether they are right; the contents show what is answered and flagged."""
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("maya", "1")
    number = await number_of(hall, "maya", "What are the cells of a comb")
    told = await hall.press("maya", "A")
    assert "Your answer: A · saved, and you can change it." in told
    assert "✓ " not in told
    await hall.press("maya", "B")
    assert len(await given(hall, "maya")) == 2
    await hall.press("maya", "Flag")
    await hall.press("maya", "Contents")
    assert f"[{number} ✓ ⚑]" in desk(hall, "maya")
    assert "1 of 8 answered" in desk(hall, "maya")
    assert await hall.count(mock_marks) == 0


async def test_what_is_asked_comes_in_an_order_of_each_learner_s_own(hall: Chat):
    """Short questions stay before long ones; going on and back leads through all of them."""
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("maya", "1")
    seen = [desk(hall, "maya")]
    for _ in range(7):
        await hall.press("maya", "Next")
        seen.append(desk(hall, "maya"))
    assert len({re.sub(r"\d of 8", "", one) for one in seen}) == 8
    assert all("At length" not in one for one in seen)
    assert "Next" not in seen[-1].replace("Next passage", "")
    await hall.press("maya", "Previous")
    assert desk(hall, "maya") == seen[-2]


async def test_a_long_answer_is_a_series_of_passages(hall: Chat):
    """Each is saved when it is sent, and opens with its text; one that is emptied is taken out."""
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("maya", "1")
    await number_of(hall, "maya", "Should bees be kept in towns?")
    await hall.press("maya", "Write")
    assert "Passage 1: 10 words" in await hall.write("maya", ESSAY)
    await hall.press("maya", "Next passage")
    assert "Passage 2: 3 words" in await hall.write("maya", "Wild bees starve.")
    assert ESSAY in await hall.press("maya", "Passage 1")
    assert "Passage 1: 2 words" in await hall.write("maya", "Shorter now.")
    assert (await given(hall, "maya"))[-1] == '["Shorter now.", "Wild bees starve."]'


async def test_a_sitting_is_left_and_gone_on_with_on_another_device(hall: Chat):
    """The new message takes over from the old one, where the learner was; the process may have been another."""
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("maya", "1")
    await hall.press("maya", "Next")
    before = desk(hall, "maya")
    await hall.restart()
    told = await hall.say("maya", "/mock resume")
    assert "goes on in your direct messages" in told
    assert "goes on further down." in told
    assert desk(hall, "maya") == before
    assert "No exam" not in told
    assert "You have no exam under way." in await hall.say("tom", "/mock resume")


async def test_handing_in_asks_first_and_is_for_good(hall: Chat):
    """What is missing is named; afterwards every mark that rules can give is there, and nothing can be changed."""
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("maya", "1")
    await number_of(hall, "maya", "Which bee lays the eggs?")
    await hall.press("maya", "A")
    await hall.press("maya", "Contents")
    told = await hall.press("maya", "Hand in")
    assert "Hand in Bees 1?" in told
    assert "Not answered: " in told
    await hall.press("maya", "Back")
    await hall.press("maya", "Hand in")
    assert "handed in at" in await hall.press("maya", "Hand in now")
    [sitting] = await hall.rows(sittings.select())
    assert (sitting.state, sitting.how) == ("handed in", "self")
    assert await hall.count(mock_marks) == 8
    again = await hall.press_action("maya", f"sit.answer:{sitting.id}:1:0")
    assert "Your exam is handed in" in again
    assert len(await given(hall, "maya")) == 1
    assert "handed in at" in await hall.say("maya", "/mock begin")


async def test_at_the_deadline_all_that_is_saved_is_handed_in(hall: Chat):
    """To the instant, each at their own; the exam is over once it can be begun no more."""
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("tom", "Begin")
    told = await hall.wait("31m")
    assert "your time was up at" in told
    rows = {row.person: row for row in await hall.rows(sittings.select())}
    maya, tom = (rows[hall.session.key(person)] for person in ("maya", "tom"))
    assert (maya.state, maya.how, maya.handed_at) == ("handed in", "time", maya.ends_at)
    assert tom.state == "open"
    assert "2 begun · 1 handed in" in await hall.say("teacher", "/mock status")
    told = await hall.wait("10m")
    assert "your time was up at" in told
    told = await hall.wait("40m")
    assert "Mock exam: Bees 1 is over." in told
    assert [row.state for row in await hall.rows(mocks.select())] == ["ended"]
    assert "can't be begun any more" in await hall.press_action("ada", f"mock.begin:{maya.mock_id}")


async def test_a_rest_break_stops_the_clock_of_whoever_has_one(hall: Chat):
    """No question is shown meanwhile, nothing is taken, and the deadline moves on; others have no such button."""
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("tom", "Begin")
    [maya] = await hall.rows(select(sittings).where(sittings.c.person == hall.session.key("maya")))
    assert "Ask your teacher." in await hall.press_action("maya", f"sit.rest:{maya.id}")
    before = await ends(hall, "tom")
    told = await hall.press("tom", "Rest break")
    assert "you are having a rest break" in told
    assert "38 minutes left" in told
    await hall.wait("1h")
    [tom] = await hall.rows(select(sittings).where(sittings.c.person == hall.session.key("tom")))
    assert tom.state == "open"
    assert "rest break: press [Go on] first" in await hall.press_action("tom", f"sit.answer:{tom.id}:1:0")
    await hall.press("tom", "Go on")
    assert await ends(hall, "tom") == before + 60 * MINUTE
    await hall.wait("40m")
    [tom] = await hall.rows(select(sittings).where(sittings.c.person == hall.session.key("tom")))
    assert (tom.state, tom.handed_at) == ("handed in", before + 60 * MINUTE)


async def test_a_pause_stops_every_clock_and_hides_the_questions(hall: Chat):
    """Nothing is taken until it goes on; every deadline has moved by then."""
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("maya", "1")
    before = await ends(hall, "maya")
    told = await hall.say("teacher", "/mock pause")
    assert "Paused: the clocks of 1 sitting stand still" in told
    assert "is paused by your teacher" in told
    await hall.wait("50m")
    await hall.press("maya", "Go on")
    assert "is paused by your teacher" in desk(hall, "maya")
    assert "It is paused already." in await hall.say("teacher", "/mock pause")
    assert "Begin when your teacher lets it go on." in await hall.say("tom", "/mock begin")
    await hall.say("teacher", "/mock status")
    told = await hall.press("teacher", "Go on")
    assert "It goes on: 1 learner sat on" in told
    assert await ends(hall, "maya") == before + 50 * MINUTE
    assert "1 of 8" in await hall.press("maya", "Go on")


async def test_more_time_is_given_to_all_or_to_one(hall: Chat):
    """Extra time applies to it as well; each hears when their own time ends."""
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("tom", "Begin")
    maya, tom = await ends(hall, "maya"), await ends(hall, "tom")
    told = await hall.say("teacher", "/mock extend minutes:10")
    assert "10 minutes more for 2 sittings" in told
    assert "has been given more time. Your time ends" in told
    assert await ends(hall, "maya") == maya + 10 * MINUTE
    assert await ends(hall, "tom") == tom + 12 * MINUTE + 30 * SECOND
    name = hall.by("maya").name
    await hall.say("teacher", f"/mock extend minutes:5 who:{name}")
    assert await ends(hall, "maya") == maya + 15 * MINUTE
    assert await ends(hall, "tom") == tom + 12 * MINUTE + 30 * SECOND
    await hall.wait("31m")
    assert {row.state for row in await hall.rows(sittings.select())} == {"open"}


async def test_a_teacher_ends_it_and_nothing_is_lost(hall: Chat):
    """All that is saved is handed in; it is asked first."""
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("maya", "1")
    await number_of(hall, "maya", "Which bee lays the eggs?")
    await hall.press("maya", "A")
    assert "1 learner is still sitting." in await hall.say("teacher", "/mock end")
    told = await hall.press("teacher", "End it now")
    assert "1 learner was still sitting: all that is saved is handed in." in told
    assert "your teacher ended the exam at" in told
    assert "Mock exam: Bees 1 is over." in told
    assert "Bees 1 is over: 1 learner sat it." in told
    assert "All of it is marked. /mock results shows how it went" in told
    assert await hall.count(mock_marks) == 8
    assert "No mock exam is open here." in await hall.say("tom", "/mock begin")


async def test_how_it_goes_can_be_followed(hall: Chat):
    """On the teacher's desk, up to date within seconds until it is over; each learner's place is a press away."""
    await hall.say("teacher", START)
    await hall.say("teacher", "/mock status")
    assert "kept up to date until the exam is over" in await hall.press("teacher", "Follow it")
    assert "0 begun · 0 handed in · 2 not begun" in desk(hall, "teacher")
    await hall.press("maya", "Begin")
    await hall.press("maya", "1")
    await number_of(hall, "maya", "What are the cells of a comb")
    await hall.press("maya", "A")
    await hall.wait("12s")
    assert "1 begun · 0 handed in · median of answers: 1 of 8 · 1 not begun" in desk(hall, "teacher")
    seen = len(hall.shown)
    assert "teacher (edited)" not in await hall.wait("1m")
    assert len(hall.shown) == seen
    [row] = await hall.rows(sittings.select())
    await hall.say("teacher", "/mock status")
    told = await hall.press("teacher", "Each learner")
    name = hall.by("maya").name
    assert re.search(rf"{name}( +| · Answered: )1 of 8( +| · At: ){row.page}( +| · Time: )2[789] min left", told)
    await hall.say("teacher", "/mock end")
    await hall.press("teacher", "End it now")
    await hall.wait("15s")
    texts = [plain(message.view.text) for message in hall.session.screen.messages]
    assert [text for text in texts if "over, and to be marked" in text and "1 handed in" in text]


async def test_nobody_but_a_teacher_sees_who_has_more_time(hall: Chat):
    """Neither how much is left of it, nor that somebody rests; an observer sees where everybody is."""
    await hall.say("ada", "/class teachers")
    await hall.say("teacher", "/class role @ada observer")
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("tom", "Begin")
    await hall.say("ada", "/mock status")
    told = await hall.press("ada", "Each learner")
    assert "25 %" not in told
    assert "min left" not in told
    assert told.count("sitting") == 2
    await hall.press("tom", "Rest break")
    await hall.say("ada", "/mock status")
    assert "resting" not in await hall.press("ada", "Each learner")
    await hall.say("teacher", "/mock status")
    told = await hall.press("teacher", "Each learner")
    assert "resting, 37 min left (+25 %)" in told


async def test_a_grace_takes_what_comes_late_and_says_so(hall: Chat):
    """Within it an answer counts and is called late; after it nothing is taken."""
    await hall.say("teacher", f"{START} grace:2")
    await hall.press("maya", "Begin")
    await hall.press("maya", "1")
    await number_of(hall, "maya", "Which bee lays the eggs?")
    await hall.wait("31m")
    assert "Saved, and late: your teacher sees that it came after your time." in await hall.press("maya", "A")
    await hall.wait("2m")
    [sitting] = await hall.rows(sittings.select())
    assert (sitting.how, sitting.handed_at) == ("time", sitting.ends_at + 2 * MINUTE)


async def test_who_sits_it_and_when_is_the_teacher_s_to_say(hall: Chat):
    """For some alone, from a time on, until a time; whoever teaches sits none."""
    name = hall.by("maya").name
    await hall.say("teacher", f"{START} who:{name} opens:9:00 until:10:00")
    assert "can't be begun yet" in await hall.press("maya", "Begin")
    await hall.wait("1h")
    assert "set to others" in await hall.press("tom", "Begin")
    assert "has begun" in await hall.press("maya", "Begin")
    assert "don't sit its exams" in await hall.press("teacher", "Begin")
    assert await hall.count(sittings) == 1


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("/mock start paper:nothing", "There is no paper"),
        (f"{START} until:8:30 opens:9:00", "It would close before it opens."),
        (f"{START} who:zoe", "here; leave out who, and it is for everyone, also for those who come later."),
        ("/mock extend minutes:10", "No mock exam is open here."),
        ("/mock pause", "No mock exam is open here."),
        ("/mock end", "No mock exam is open here."),
        ("/mock status", "There is no mock exam here that would fit."),
        ("/mock status exam:bees", "There is no mock exam here that would fit."),
    ],
)
async def test_what_makes_no_sense_is_told_and_changes_nothing(hall: Chat, command: str, sentence: str):
    """A sentence, and no exam."""
    assert sentence in await hall.say("teacher", command)
    assert await hall.count(mocks) == 0


async def test_no_class_is_torn_apart_while_an_exam_is_sat(hall: Chat):
    """The room becomes no other class's until it is over."""
    await hall.say("teacher", START)
    assert "an exam is going on here" in await hall.say("teacher", "/class new name:12B")
    await hall.say("teacher", "/mock end")
    await hall.press("teacher", "End it now")
    assert "12B is this room's class now" in await hall.say("teacher", "/class new name:12B")


async def test_whoever_teaches_is_set_no_exam(hall: Chat):
    """The sentence says what they are here; nothing is set."""
    await hall.say("teacher", "/leaderboard names:hide")
    name = hall.by("teacher").name
    told = await hall.say("teacher", f"{START} who:{name}")
    assert "teaches, marks or observes here, and sits no exam. Name learners." in told
    assert await hall.count(mocks) == 0


async def test_a_day_alone_is_from_morning_to_the_end_of_school(hall: Chat):
    """An exam that opens on a day opens at eight, and one that closes on a day closes at four."""
    await hall.say("teacher", f"{START} opens:tomorrow until:tomorrow")
    [row] = await hall.rows(mocks.select())
    day = 24 * 60 * MINUTE
    assert (row.opens_at - hall.clock.now(), row.closes_at - hall.clock.now()) == (day, day + 8 * 60 * MINUTE)


# What is sent by no hand


def sent(chat: Chat, person: str, address: str, words: str) -> Submit:
    """A form as no client would send it."""
    by = chat.by(person)
    common = {name: getattr(by, name) for name in ("person", "name", "room", "at", "delivery", "manages")}
    return Submit(**common, action=Action(address), fields={"answer": words})


@pytest.mark.parametrize(
    ("words", "why"),
    [("x" * 10_000, "That is 10,000 characters; a passage has at most 3,000."), ("  \n ", "Write something first.")],
    ids=["too long", "empty"],
)
async def test_a_passage_that_can_not_be_taken_is_refused_and_kept(hall: Chat, words: str, why: str):
    """It is never cut to fit: the sentence says what to do, and what was written comes back in the form."""
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("maya", "1")
    number = await number_of(hall, "maya", "Should bees be kept in towns?")
    [row] = await hall.rows(sittings.select())
    answer = await hall.app.handle(sent(hall, "maya", f"sit.part:{row.id}:{number}:0", words))
    assert isinstance(answer, Invalid)
    assert why in answer.problems["answer"]
    assert await hall.count(responses) == 0
    if words.strip():
        [draft] = await hall.rows(drafts.select())
        assert words in draft.fields


async def test_a_paper_that_is_edited_while_it_is_sat_is_sat_as_it_was(platform: str, sqlite_url: str, tmp_path: Path):
    """A question is reworded, with another key, and Swot starts anew: it is asked and marked as it was set."""
    pack = Path(shutil.copytree(HALL, tmp_path / "hall"))
    chat = await Chat.open(Installation(sqlite_url, packs=(pack,), platform=platform))
    await chat.say("maya", "/leaderboard names:hide")
    await chat.say("teacher", START)
    await chat.press("maya", "Begin")
    await chat.press("maya", "1")
    await number_of(chat, "maya", "What are the cells of a comb made of?")
    before = desk(chat, "maya")
    questions = pack / "questions" / "hall.yaml"
    text = questions.read_text("utf-8").replace("What are the cells of a comb made of?", "What is a comb made of?")
    text = text.replace("key: Wax\n    distractors: [Clay,", "revision: 2\n    key: Straw\n    distractors: [Clay,")
    questions.write_text(text, "utf-8")
    await chat.restart()
    await chat.say("maya", "/mock resume")
    assert desk(chat, "maya") == before
    [wax] = re.findall(r"\[([A-D] Wax)\]", before) or re.findall(r"([A-D]) Wax", before)
    await chat.press("maya", wax)
    await chat.say("teacher", "/mock end")
    await chat.press("teacher", "End it now")
    [mark] = await chat.rows(select(mock_marks).where(mock_marks.c.question == "hall/h-02"))
    assert mark.earned == 100
    await chat.close()


@pytest.mark.parametrize(
    "address", ["sit.open:{}:9", "sit.open:{}:-1", "sit.answer:{}:1:99", "sit.part:{}:1:0", "sit.open:nobody:1"]
)
async def test_a_button_that_was_made_up_does_nothing(hall: Chat, address: str):
    """No such question, no such option, nothing to write, no such sitting: a sentence."""
    await hall.say("teacher", START)
    await hall.press("maya", "Begin")
    await hall.press("maya", "1")
    await number_of(hall, "maya", "What are the cells of a comb")
    [row] = await hall.rows(sittings.select())
    number = row.page
    told = await hall.press_action("maya", address.replace(":1:", f":{number}:").format(row.id))
    assert told.startswith("(only maya) ")
    assert await hall.count(responses) == 0
