"""Every kind of question that is written, as learners meet it: on their own and in a round, on every platform."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.chat import Action, Form, Invalid, Reply, Submit, View, plain
from bot.storage.tables import drafts, marks, responses, solos
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA

ORCHARD = DATA / "orchard"
STATEMENT = "perry is pressed from plums"
WARNING = "Wrong as it stands:"


pytestmark = pytest.mark.usefixtures("nothing_goes_wrong_unseen")


@pytest.fixture
async def chat(platform: str, sqlite_url: str) -> AsyncIterator[Chat]:
    """A class that revises fruit, on every platform."""
    talking = await Chat.open(Installation(sqlite_url, packs=(ORCHARD,), platform=platform))
    yield talking
    await talking.close()


# Helpers


def form(chat: Chat) -> Form:
    """The form that opened last."""
    return next(shown.form for shown in reversed(chat.shown) if shown.form is not None)


def latest(chat: Chat, person: str) -> View:
    """The newest message with buttons that a person sees."""
    seen = chat.session.screen.seen_by(person, chat.session.key("history"))
    return next(message.view for message in seen if message.view.controls)


async def written(chat: Chat, person: str, button: str, *words: str) -> str:
    """A person opens the form behind a button, fills it in and sends it."""
    await chat.press(person, button)
    return await chat.write(person, *words)


async def matched(chat: Chat, person: str, *matches: str) -> str:
    """A person chooses these matches, one for each prompt."""
    await chat.press(person, "Match")
    entries = form(chat).entries
    chosen = [
        next(option.label for option in entry.options if option.label.endswith(match))
        for entry, match in zip(entries, matches, strict=True)
    ]
    return await chat.write(person, *chosen)


async def sent(chat: Chat, person: str, action: str, **fields: str) -> Any:
    """What a client gets for a form that was never opened."""
    by = chat.by(person)
    event = Submit(
        person=by.person,
        name=by.name,
        room=by.room,
        at=by.at,
        delivery=by.delivery,
        action=Action(action),
        fields={name.replace("_", "-"): value for name, value in fields.items()},
    )
    return await chat.app.handle(event)


async def round_on(chat: Chat, topic: str) -> str:
    """The teacher puts the question on a topic to the room."""
    return await chat.say("teacher", "/quiz round", topic=topic, questions=1, seconds=20)


# Numbers


@pytest.mark.parametrize(
    ("topic", "words", "told", "earned"),
    [
        ("counting", "1,200", "1,200 ✓\n    Anything within 5% counts.", 100),
        ("counting", "about 1250", "1,200 ✓", 100),
        ("counting", "1300", "Not 1300", 0),
        ("weighing", "25 tonnes", "25 tonnes ✓", 100),
        ("weighing", "25 kg", "Not 25 kg (the unit is tonnes).\n    The answer: 25 tonnes", 0),
    ],
)
async def test_a_number_is_written_and_marked_within_its_tolerance(
    chat: Chat, topic: str, words: str, told: str, earned: int
):
    """Whatever its layout; a wrong one comes with what is wrong with it."""
    await chat.say("maya", "/quiz solo", topic=topic)
    assert told in await written(chat, "maya", "Answer", words)
    assert await chat.points("maya") == earned


async def test_a_number_says_what_to_answer_with_and_asks_back_for_its_unit(chat: Chat):
    """Nobody loses a mark for the unit without having been asked once."""
    assert "Answer with a number and its unit." in await chat.say("maya", "/quiz solo", topic="weighing")
    told = await written(chat, "maya", "Answer", "25")
    assert "You wrote 25.\n\n    In which unit? One more try.\n" in told
    assert "25 tonnes ✓" in await written(chat, "maya", "Answer", "25 t")
    assert await chat.points("maya") == 100


async def test_a_number_in_a_round(chat: Chat):
    """Closer is not enough, and there are no bars; what would be asked back is wrong once time is up."""
    assert "Answer with a number and its unit." in await round_on(chat, "weighing")
    told = await written(chat, "maya", "Answer", "25 tonnes")
    assert told == "(only maya) Locked in: 25 tonnes. You can change it until the time is up."
    await written(chat, "tom", "Answer", "25")
    over = await chat.wait("30s")
    assert "25 tonnes · 1 of 2 right" in over
    assert "▇" not in over
    assert (await chat.points("maya"), await chat.points("tom")) == (100, 0)


# Dates


@pytest.mark.parametrize(
    ("words", "told", "earned"),
    [
        ("October 1871", "October 1871 ✓", 100),
        ("3.10.1871", "October 1871 ✓", 100),
        ("November 1871", "Not November 1871.\n    The answer: October 1871", 0),
    ],
)
async def test_a_date_is_written_as_one_likes(chat: Chat, words: str, told: str, earned: int):
    """As exact as it is asked for, or more so."""
    assert "Answer with a month and a year." in await chat.say("maya", "/quiz solo", topic="dating")
    assert told in await written(chat, "maya", "Answer", words)
    assert await chat.points("maya") == earned


async def test_a_date_that_is_less_exact_is_asked_back(chat: Chat):
    """Once, with what is missing."""
    await chat.say("maya", "/quiz solo", topic="dating")
    assert "You wrote 1871.\n\n    Give the month too. One more try.\n" in await written(chat, "maya", "Answer", "1871")
    assert "Not 1871.\n    The answer: October 1871" in await written(chat, "maya", "Answer", "1871")


async def test_a_date_in_a_round(chat: Chat):
    """A year where the month is asked for is wrong once time is up."""
    assert "Answer with a month and a year." in await round_on(chat, "dating")
    await written(chat, "maya", "Answer", "Oct 1871")
    await written(chat, "tom", "Answer", "1871")
    assert "October 1871 · 1 of 2 right" in await chat.wait("30s")
    assert await chat.points("tom") == 0


# Match


async def test_pairs_are_matched_in_one_form(chat: Chat):
    """A select for each prompt, with the letters of the message; the feedback names the pairs."""
    told = await chat.say("maya", "/quiz solo", topic="matching")
    assert "    1 Cider\n    2 Perry\n    3 Wine\n\n    A " in told
    told = await matched(chat, "maya", "Apples", "Pears", "Grapes")
    assert [entry.label for entry in form(chat).entries] == ["Cider", "Perry", "Wine"]
    assert " ✓\n    1 Cider → " in told
    assert await chat.points("maya") == 100


async def test_each_pair_is_worth_its_share(chat: Chat):
    """What was matched is told by letters, and what belongs together in words."""
    await chat.say("maya", "/quiz solo", topic="matching")
    told = await matched(chat, "maya", "Apples", "Medlars", "Grapes")
    assert re.search(r"Partly right: 1 (.), 2 (.), 3 (.) · 0\.66 of 1 \(2 of 3 pairs\)\.\n", told)
    assert re.search(r"The answer: 1 ., 2 ., 3 .\n    1 Cider → . Apples\n    2 Perry → . Pears\n", told)
    assert re.search(r"\n    Left over: . Medlars\n", told)
    assert await chat.points("maya") == 66
    assert "0.66 of 1" in await chat.press("maya", "Result")


async def test_pairs_in_a_round_are_locked_in_by_letters_and_can_be_changed(chat: Chat):
    """The form opens with what was chosen; the note gives away no match to whoever looks over a shoulder."""
    asked = await round_on(chat, "matching")
    letters = {line[4:]: line for line in asked.splitlines()}
    assert "1 Cider" in letters
    told = await matched(chat, "maya", "Apples", "Pears", "Medlars")
    assert told.startswith("(only maya) Locked in: 1 ")
    assert "Apples" not in told
    await chat.press("maya", "Match")
    standing = [entry.value for entry in form(chat).entries]
    assert [
        option.label for entry in form(chat).entries for option in entry.options if option.value == entry.value
    ] == [
        f"{standing[0]} Apples",
        f"{standing[1]} Pears",
        f"{standing[2]} Medlars",
    ]
    chat.session.drop_form("maya")
    await matched(chat, "maya", "Apples", "Pears", "Grapes")
    await matched(chat, "tom", "Grapes", "Pears", "Apples")
    over = await chat.wait("30s")
    assert " · 1 of 2 right\n    1 Cider → " in over
    assert (await chat.points("maya"), await chat.points("tom")) == (100, 33)


@pytest.mark.parametrize("kind", ["solo", "round"])
async def test_a_match_that_is_not_in_the_list_is_refused_and_the_rest_kept(chat: Chat, kind: str):
    """A client can send anything; the form opens again with what was chosen."""
    await (chat.say("maya", "/quiz solo", topic="matching") if kind == "solo" else round_on(chat, "matching"))
    action = chat.actions("Match")[-1]
    answer = await sent(chat, "maya", action, pair_1="A", pair_2="Z", pair_3="")
    assert isinstance(answer, Invalid)
    assert answer.problems == {"pair-2": "Choose a match for Perry.", "pair-3": "Choose a match for Wine."}
    assert await chat.count(responses) == 0
    await chat.press("maya", "Match")
    assert form(chat).entries[0].value == "A"


# Gaps


async def test_gaps_are_filled_in_one_form(chat: Chat):
    """Numbered in the text, an entry for each with the words around it, and each worth its share."""
    told = await chat.say("maya", "/quiz solo", topic="filling")
    assert "A (1) ____ is an apple grown for drink, and the juice is caught in a (2) ____ below the press." in told
    assert "Fill the 2 gaps." in told
    told = await written(chat, "maya", "Answer", "cider apple", "barrel")
    assert [entry.label for entry in form(chat).entries] == ["Gap 1", "Gap 2"]
    assert "Partly right: (1) cider apple, (2) barrel · 0.5 of 1 (gap 2 is not)." in told
    assert "The answer: (1) cider apple, (2) trough" in told
    assert await chat.points("maya") == 50


async def test_only_the_gap_that_is_nearly_right_is_asked_back(chat: Chat):
    """The form of the second try has that gap alone, with what was written; the others stay as they were."""
    await chat.say("maya", "/quiz solo", topic="filling")
    told = await written(chat, "maya", "Answer", "drinking apple", "stone trough")
    assert "You wrote (1) drinking apple, (2) stone trough." in told
    assert "Gap 1: What is it called? One more try." in told
    assert await chat.count(marks) == 0
    await chat.restart()
    await chat.press("maya", "Answer")
    assert [(entry.name, entry.value) for entry in form(chat).entries] == [("gap-1", "drinking apple")]
    assert "(1) cider apple, (2) trough ✓" in await chat.write("maya", "cider apple")
    assert await chat.marks("maya") == ["cider apple, stone trough"]
    assert await chat.points("maya") == 100


async def test_a_gap_is_asked_back_only_once_and_what_is_right_counts(chat: Chat):
    """The second time it is wrong, and the other gap still earns its share."""
    await chat.say("maya", "/quiz solo", topic="filling")
    await written(chat, "maya", "Answer", "drinking apple", "trough")
    told = await written(chat, "maya", "Answer", "drinking apple")
    assert "Partly right: (1) drinking apple, (2) trough · 0.5 of 1." in told
    assert await chat.points("maya") == 50


async def test_nobody_mends_another_gap_on_the_second_try(chat: Chat):
    """A client that sends more than was asked for changes nothing else."""
    await chat.say("maya", "/quiz solo", topic="filling")
    await written(chat, "maya", "Answer", "drinking apple", "barrel")
    action = chat.actions("Answer")[-1]
    answer = await sent(chat, "maya", action, gap_1="cider apple", gap_2="trough")
    assert isinstance(answer, Reply)
    assert "Partly right: (1) cider apple, (2) barrel" in plain(answer.view.text)


async def test_empty_gaps_are_named_and_the_rest_is_kept(chat: Chat):
    """Whoever leaves one out finds the other filled in again."""
    await chat.say("maya", "/quiz solo", topic="filling")
    action = chat.actions("Answer")[-1]
    answer = await sent(chat, "maya", action, gap_1="cider apple", gap_2=" ")
    assert isinstance(answer, Invalid)
    assert answer.problems == {"gap-2": "Gap 2: Write an answer first."}
    await chat.press("maya", "Answer")
    assert [entry.value for entry in form(chat).entries] == ["cider apple", " "]
    assert await chat.count(drafts) == 1


async def test_gaps_in_a_round(chat: Chat):
    """Locked in, changed with what stands there, revealed with what belongs into each."""
    assert "Fill the 2 gaps." in await round_on(chat, "filling")
    told = await written(chat, "maya", "Answer", "cider apple", "barrel")
    assert told == "(only maya) Locked in: (1) cider apple, (2) barrel. You can change it until the time is up."
    await chat.press("maya", "Answer")
    assert [entry.value for entry in form(chat).entries] == ["cider apple", "barrel"]
    await chat.write("maya", "cider apple", "trough")
    await written(chat, "tom", "Answer", "drinking apple", "trough")
    over = await chat.wait("30s")
    assert "(1) cider apple, (2) trough · 1 of 2 right" in over
    assert "drinking" not in over
    assert (await chat.points("maya"), await chat.points("tom")) == (100, 50)
    [verdict] = await chat.rows(select(marks.c.verdict).where(marks.c.person == chat.session.key("tom")))
    assert verdict[0] == "partly"


# Mend the card


async def test_a_card_is_mended_part_by_part(chat: Chat):
    """The statement with its warning, a button for each part, a form for what it should say."""
    told = await chat.say("maya", "/quiz solo", topic="mending")
    assert "Wrong as it stands: “In autumn, perry is pressed from plums.”" in told
    assert "What is wrong, and what should it say?\n    [the season] [the drink] [the fruit] [Hint] [Skip]" in told
    await chat.press("maya", "the fruit")
    assert form(chat).title == "What should it say?"
    assert [entry.label for entry in form(chat).entries] == ["Instead of “plums”"]
    assert "pears, not plums ✓" in await chat.write("maya", "pears")
    assert await chat.points("maya") == 100


@pytest.mark.parametrize(
    ("part", "words", "told", "earned"),
    [
        (
            "the fruit",
            "grapes",
            "Partly right: the fruit: grapes · 0.5 of 1 (that is the part, but it should say something else).",
            50,
        ),
        ("the drink", "cider", "Not the drink: cider.\n    The answer: pears, not plums", 0),
        ("the season", "pears", "Not the season: pears.\n    The answer: pears, not plums", 0),
    ],
)
async def test_part_and_correction_are_half_a_mark_each(chat: Chat, part: str, words: str, told: str, earned: int):
    """The right part with the wrong words is half; the right words in the wrong place are nothing."""
    await chat.say("maya", "/quiz solo", topic="mending")
    assert told in await written(chat, "maya", part, words)
    assert await chat.points("maya") == earned


async def test_a_correction_that_is_nearly_right_is_asked_back(chat: Chat):
    """With the part and the words; another part may be taken after all."""
    await chat.say("maya", "/quiz solo", topic="mending")
    told = await written(chat, "maya", "the fruit", "fruit")
    assert "You wrote the fruit: fruit.\n\n    Which fruit? One more try.\n" in told
    await chat.press("maya", "the drink")
    assert form(chat).entries[0].value == ""
    chat.session.drop_form("maya")
    await chat.press("maya", "the fruit")
    assert form(chat).entries[0].value == "fruit"
    assert "pears, not plums ✓" in await chat.write("maya", "pears")


async def test_a_card_in_a_round_is_mended_in_secret(chat: Chat):
    """Each note is private and says what was locked in; the last one counts, whatever its part."""
    assert "[the season] [the drink] [the fruit]" in await round_on(chat, "mending")
    told = await written(chat, "maya", "the drink", "cider")
    assert told == "(only maya) Locked in: the drink: cider. You can change it until the time is up."
    await written(chat, "maya", "the fruit", "pears")
    await written(chat, "tom", "the fruit", "fruit")
    over = await chat.wait("30s")
    assert "pears, not plums · 1 of 2 right" in over
    assert "cider" not in over
    assert await chat.marks("maya") == ["the fruit, pears"]
    assert (await chat.points("maya"), await chat.points("tom")) == (100, 50)


async def test_nobody_reads_the_statement_without_its_warning(chat: Chat):
    """In questions, notifications, forms, feedback, once it is closed and on the second try."""
    await chat.say("maya", "/quiz solo", topic="mending")
    await written(chat, "maya", "the fruit", "fruit")
    await written(chat, "maya", "the season", "spring")
    await chat.press("maya", "Result")
    await chat.press("maya", "Retry what I missed")
    await chat.press("maya", "Skip")
    await round_on(chat, "mending")
    await written(chat, "tom", "the drink", "cider")
    await chat.wait("3s")
    await chat.wait("30s")
    texts = [text for shown in chat.shown for text in (plain(shown.view.text), shown.view.spoken, shown.view.fallback)]
    for shown in chat.shown:
        if shown.form:
            texts += [text for entry in shown.form.entries for text in (entry.label, entry.about)]
    quoted = [text for text in texts if STATEMENT in text]
    assert len(quoted) > 12
    for text in quoted:
        assert text.count(WARNING) == text.count(STATEMENT), text
        assert f"{WARNING} “In autumn, {STATEMENT}" in text


# Essays and source questions


ESSAY = "Old trees feed many birds.\n\nNew ones bear more. I would keep half of them."


@pytest.mark.parametrize(
    ("kind", "asked", "points", "levels"),
    [
        ("essay", "Should an old orchard be kept? (6 marks)", "• New trees bear more, and sooner (3)", "Level 3 (5–6)"),
        ("source", "How useful is this page to somebody who studies harvests? (4 marks)", "(2)", "Level 2 (3–4)"),
    ],
)
async def test_a_long_text_is_written_kept_and_told_what_a_good_answer_has(
    chat: Chat, kind: str, asked: str, points: str, levels: str
):
    """It earns no mark, for a teacher's is what counts; all of it is stored."""
    assert asked in await chat.say("maya", "/quiz solo", kind=kind)
    await chat.press("maya", "Write")
    [entry] = form(chat).entries
    assert (entry.long, entry.most) == (True, 3_000)
    told = await chat.write("maya", ESSAY)
    assert "Kept: 15 words. A teacher's mark is what counts." in told
    assert "A good answer has\n" in told
    assert points in told
    assert levels in told
    assert await chat.count(marks) == 0
    [row] = await chat.rows(select(responses.c.given))
    assert "birds.\\n\\nNew" in row[0]
    assert "Done · " in await chat.press("maya", "Result")


async def test_a_source_stands_with_its_task_and_not_with_the_feedback(chat: Chat):
    """A phone shows it once."""
    told = await chat.say("maya", "/quiz solo", kind="source")
    assert "“The third of October." in told
    assert "— The Cellar Book, 1871" in told
    assert "no man sober" not in await written(chat, "maya", "Write", ESSAY)


async def test_an_essay_may_be_skipped_for_what_a_good_answer_has(chat: Chat):
    """Nothing is said to be kept then."""
    await chat.say("maya", "/quiz solo", kind="essay")
    told = await chat.press("maya", "Skip")
    assert "A good answer has" in told
    assert "Kept" not in told
    assert await chat.count(marks) == 0


async def test_three_thousand_characters_are_taken_and_no_more(chat: Chat):
    """What is too long is kept for its writer to cut."""
    await chat.say("maya", "/quiz solo", kind="essay")
    action = chat.actions("Write")[-1]
    answer = await sent(chat, "maya", action, answer="word " * 601)
    assert isinstance(answer, Invalid)
    assert answer.problems == {"answer": "That is 3,004 characters; there is room for 3,000."}
    await chat.press("maya", "Write")
    assert len(form(chat).entries[0].value) == 3_000
    assert "Kept: 600 words." in await chat.write("maya", ("word " * 600).strip())


async def test_a_long_text_that_comes_too_late_is_given_back(chat: Chat):
    """Whoever has written for an hour can copy it; a few words are not worth the room."""
    for essay in ("Old trees are a library of sorts. " * 10, "Keep it."):
        await chat.say("maya", "/quiz solo", kind="essay")
        await chat.press("maya", "Write")
        await chat.press_action("maya", chat.actions("Skip")[-1])
        told = await chat.write("maya", essay.strip())
        assert "You have answered that one already." in told
        assert (essay.strip() in told) == (len(essay) > 200)
    assert await chat.count(marks) == 0


async def test_more_of_the_same_kind_stays_with_the_kind(chat: Chat):
    """After an essay, more are essays; after one retried card, ten more are cards."""
    await chat.say("maya", "/quiz solo", kind="essay")
    await chat.press("maya", "Skip")
    await chat.press("maya", "Result")
    assert (await chat.press("maya", "More")).startswith("(only maya) 1 of 1 · Essays\n")
    await chat.say("tom", "/quiz solo", kind="mend")
    await chat.press("tom", "Skip")
    await chat.press("tom", "Result")
    await chat.press("tom", "Retry what I missed")
    await chat.press("tom", "Skip")
    await chat.press("tom", "Result")
    assert (await chat.press("tom", "Ten more")).startswith("(only tom) 1 of 1 · Mend the card\n")


async def test_nobody_is_asked_for_an_essay_unless_they_ask_for_one(chat: Chat):
    """Neither in a mixed quiz nor in a round, nor where a topic has nothing else."""
    told = await chat.say("maya", "/quiz solo", questions=30)
    assert told.startswith("(only maya) 1 of 6 · Mixed questions\n")
    [row] = await chat.rows(select(solos.c.questions))
    assert "o-07" not in row[0]
    assert "o-08" not in row[0]
    told = await chat.say("teacher", "/quiz round", questions=30)
    assert "Mixed questions: 6 questions" in told
    await chat.say("teacher", "/quiz stop")
    for command in ("/quiz solo", "/quiz round"):
        assert "There are no questions on that yet." in await chat.say("teacher", command, topic="essays")


async def test_one_kind_may_be_asked_for_on_a_topic(chat: Chat):
    """Its title says both; where there is none, a sentence says so."""
    told = await chat.say("maya", "/quiz solo", kind="number", topic="counting")
    assert told.startswith("(only maya) 1 of 1 · Numbers: How many\n")
    told = await chat.say("maya", "/quiz solo", kind="essay", topic="counting")
    assert told == "(only maya) There are no questions of that kind there yet."
    assert "1 of 1 · Numbers: How many · where you left off" in await chat.say("maya", "/quiz solo")


async def test_a_kind_that_there_is_not_is_told_which_there_are(chat: Chat):
    """As for any option with fixed values."""
    told = await chat.say("maya", "/quiz solo", kind="riddle")
    assert told.startswith("(only maya) kind can be single-choice, true-false, ")
    assert told.endswith(" mend, source or essay, not “riddle”.")


# All of them


KINDS = [
    ("counting", ("Answer",), ("1200",)),
    ("weighing", ("Answer",), ("25 tonnes",)),
    ("dating", ("Answer",), ("October 1871",)),
    ("filling", ("Answer",), ("cider apple", "trough")),
    ("mending", ("the fruit",), ("pears",)),
]


@pytest.mark.parametrize(("topic", "buttons", "words"), KINDS, ids=[topic for topic, *_ in KINDS])
async def test_a_form_outlives_the_process(chat: Chat, topic: str, buttons: tuple[str], words: tuple[str, ...]):
    """Whoever was writing when Swot went down loses nothing, on their own or in a round."""
    await chat.say("maya", "/quiz solo", topic=topic)
    await chat.press("maya", *buttons)
    await chat.restart()
    assert " ✓" in await chat.write("maya", *words)
    await round_on(chat, topic)
    await chat.press("tom", *buttons)
    await chat.restart()
    assert "Locked in: " in await chat.write("tom", *words)
    assert "1 of 1 right" in await chat.wait("30s")


@pytest.mark.parametrize(("topic", "buttons", "words"), KINDS, ids=[topic for topic, *_ in KINDS])
async def test_a_form_delivered_again_answers_the_same(chat: Chat, topic: str, buttons: tuple[str], words: tuple[str]):
    """And changes nothing, whether it was the answer or refused."""
    await chat.say("maya", "/quiz solo", topic=topic)
    told = await written(chat, "maya", *buttons, *words)
    before = [await chat.count(table) for table in (responses, marks)]
    assert await chat.redeliver() == told
    await round_on(chat, topic)
    told = await written(chat, "tom", *buttons, *words)
    assert await chat.redeliver() == told
    assert [await chat.count(responses), await chat.count(marks)] == [before[0] + 1, before[1]]


@pytest.mark.parametrize(("topic", "buttons", "words"), KINDS, ids=[topic for topic, *_ in KINDS])
async def test_a_form_that_comes_too_late_changes_nothing(
    chat: Chat, topic: str, buttons: tuple[str], words: tuple[str]
):
    """After the deadline of a round, and for a question that was skipped meanwhile."""
    await round_on(chat, topic)
    await chat.press("tom", *buttons)
    await chat.wait("30s")
    assert "Question 1 is closed." in await chat.write("tom", *words)
    await chat.say("maya", "/quiz solo", topic=topic)
    await chat.press("maya", *buttons)
    await chat.press_action("maya", chat.actions("Skip")[-1])
    assert "You have answered that one already." in await chat.write("maya", *words)
    assert await chat.count(responses) == 1


@pytest.mark.parametrize(
    ("topic", "address", "told"),
    [
        ("mending", "part:{id}:1:3", "There is no such option."),
        ("mending", "part:{id}:1:-1", "There is no such option."),
        ("filling", "part:{id}:1:1", "There is no such option."),
        ("filling", "answer:{id}:1:0", "There is no such option."),
        ("mending", "answer:{id}:1:0", "There is no such option."),
    ],
)
@pytest.mark.parametrize("where", ["solo", "round"])
async def test_a_made_up_part_gets_a_sentence_and_changes_nothing(
    chat: Chat, where: str, topic: str, address: str, told: str
):
    """Pressed or sent: a client can send any address."""
    await (chat.say("maya", "/quiz solo", topic=topic) if where == "solo" else round_on(chat, topic))
    button = next(control for control in latest(chat, "maya").controls if control.label in ("Answer", "the fruit"))
    made_up = f"{where}.{address.format(id=button.action.arguments[0])}"
    assert f"(only maya) {told}" in await chat.press_action("maya", made_up)
    if "part" in made_up:
        answer = await sent(chat, "maya", made_up, answer="pears")
        assert isinstance(answer, Reply)
        assert plain(answer.view.text) == told
    assert await chat.count(responses) == 0


async def test_a_round_of_every_kind_is_played_to_its_end(chat: Chat):
    """Six questions of five kinds, each answered right: the podium adds them up."""
    right = {topic: (buttons[0], words) for topic, buttons, words in KINDS}
    stems = {
        "How many apple trees": "counting",
        "How heavy was the harvest": "weighing",
        "When was the cellar book": "dating",
        "is an apple grown for drink": "filling",
        WARNING: "mending",
    }
    await chat.say("maya", "/leaderboard", names="show")
    await chat.say("teacher", "/quiz round", questions=6, seconds=20)
    for _ in range(6):
        asked = plain(latest(chat, "maya").text)
        topic = next((topic for stem, topic in stems.items() if stem in asked), "")
        if topic:
            await written(chat, "maya", right[topic][0], *right[topic][1])
        else:
            await matched(chat, "maya", "Apples", "Pears", "Grapes")
        last = await chat.wait("28s")
    assert "Round over. Mixed questions" in last
    assert "1 Maya 6" in last
    assert await chat.points("maya") == 600
