"""Revising on one's own: `/quiz solo`, as learners live through it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters.terminal.limits import TooMuch
from adapters.terminal.screen import NoSuchControl
from bot.chat import Action, Button, Reply, Submit, View, plain
from bot.chat.wire import answer_to_json, view_to_json
from bot.storage.tables import drafts, marks, outbox, responses, solos
from tests.chat_harness import Chat, Installation

GARDEN = Path(__file__).parent.parent / "data" / "garden"
RIGHT: dict[str, tuple[str, ...] | str] = {
    "Which of these climbs up poles?": ("Runner bean",),
    "In which season is garlic usually planted?": ("Autumn",),
    "How many weeks do radishes need?": ("4",),
    "Tick all that grow below the ground.": ("Carrot", "Parsnip"),
    "Tomatoes survive a hard frost.": ("False",),
    "What is the tool for turning soil, with a flat blade and a long handle?": "Spade",
    "Put in order, earliest first: growing a bean.": ("Sow the seed", "Set up the poles", "Pick the pods"),
    "What killed the elms of the lane?": ("A fungus",),
}
"""What is right for each stem of the garden pack: what to press, or what to write."""
ANSWERED = "You have answered that one already. /quiz solo takes you to where you are."
SOMEBODY_ELSES = "That quiz is somebody else's. /quiz solo begins your own."


# Helpers


def latest(chat: Chat, person: str) -> View:
    """The newest message with buttons that a person sees."""
    seen = chat.session.screen.seen_by(person, chat.session.key("history"))
    return next(message.view for message in seen if message.view.controls)


def stem(chat: Chat, person: str) -> str:
    """The question that a person has open."""
    return next(known for known in RIGHT if known in plain(latest(chat, person).text))


def label(chat: Chat, person: str, option: str) -> str:
    """What to press for an option of the open question: the button that names it, or its letter."""
    view = latest(chat, person)
    for control in view.controls:
        assert isinstance(control, Button)
        if control.label == option or control.label[2:] == option:
            return control.label
    for line in plain(view.text).splitlines():
        if line[2:] == option:
            return line[0]
    raise AssertionError(f"{option} is nowhere in {view}")


async def choose(chat: Chat, person: str, *options: str) -> str:
    """A person presses these options, one after the other; what the last press shows comes back."""
    told = ""
    for option in options:
        told = await chat.press(person, label(chat, person, option))
    return told


async def answer(chat: Chat, person: str) -> str:
    """A person answers the open question rightly, whichever it is."""
    asked = stem(chat, person)
    right = RIGHT[asked]
    if isinstance(right, str):
        await chat.press(person, "Answer")
        return await chat.write(person, right)
    told = await choose(chat, person, *right)
    return await chat.press(person, "Check") if asked.startswith(("Tick", "Put")) else told


async def finish(chat: Chat, person: str, *, skipping: tuple[str, ...] = ()) -> str:
    """A person goes through the rest of a quiz, right everywhere but in the stems they skip; gives the result."""
    while True:
        if any(asked in stem(chat, person) for asked in skipping):
            await chat.press(person, "Skip")
        else:
            await answer(chat, person)
        onward = latest(chat, person).controls[0].label
        told = await chat.press(person, onward)
        if onward == "Result":
            return told


async def written(chat: Chat, words: str) -> str:
    """Maya writes an answer to the typed question she has open."""
    await chat.press("maya", "Answer")
    return await chat.write("maya", words)


def address(chat: Chat, beginning: str) -> str:
    """The address behind the newest button whose label begins like this."""
    return chat.actions(beginning)[-1]


async def kept(chat: Chat) -> tuple[list[Any], ...]:
    """Everything stored about solo quizzes, row by row."""
    return tuple([list(await chat.rows(table.select())) for table in (solos, responses, marks)])


async def submitted(chat: Chat, person: str, action: str, words: str) -> str:
    """A person sends a form that they never opened."""
    event = chat.by(person)
    answered = await chat.app.handle(
        Submit(
            person=event.person,
            name=event.name,
            room=event.room,
            at=event.at,
            delivery=event.delivery,
            action=Action(action),
            fields={"answer": words},
        )
    )
    assert isinstance(answered, Reply)
    return plain(answered.view.text)


# Only mine


async def test_nobody_else_sees_anything_of_a_solo_quiz(chat: Chat):
    """Questions, hints, refusals, feedback and result are all notes to the one who asked."""
    await chat.say("maya", "/quiz solo", questions=8)
    for _ in range(8):
        if any(control.label == "Hint" for control in latest(chat, "maya").controls):
            await chat.press("maya", "Hint")
        await answer(chat, "maya")
        await chat.press("maya", latest(chat, "maya").controls[0].label)
    assert {(shown.kind, shown.where) for shown in chat.shown} == {("note", "maya"), ("form", "maya")}
    assert await chat.count(outbox) == 0


async def test_nobody_else_can_press_my_quiz(chat: Chat):
    """On another person's screen there is nothing to press."""
    await chat.say("maya", "/quiz solo", topic="judging")
    for control in ("True", "False", "Skip"):
        with pytest.raises(NoSuchControl):
            await chat.press("tom", control)


async def test_a_forged_press_on_my_quiz_is_refused_and_changes_nothing(chat: Chat):
    """Whoever makes up the address of somebody else's button gets a sentence; the quiz stays as it is."""
    await chat.say("maya", "/quiz solo", topic="growing/choosing")
    forged = [address(chat, beginning) for beginning in ("A", "Hint", "Skip")]
    await chat.say("maya", "/quiz solo", topic="ticking")
    forged += [address(chat, "A"), address(chat, "Check")]
    await chat.say("maya", "/quiz solo", topic="writing")
    forged += [address(chat, "Answer")]
    await chat.press("maya", "Skip")
    forged += [address(chat, "Result"), address(chat, "Result").replace("solo.next", "solo.missed").rpartition(":")[0]]
    before = await kept(chat)
    for action in forged:
        assert await chat.press_action("tom", action) == f"(only tom) {SOMEBODY_ELSES}", action
    assert await kept(chat) == before


async def test_a_forged_form_on_my_quiz_is_refused_and_changes_nothing(chat: Chat):
    """Nor can anybody else write my answer."""
    await chat.say("maya", "/quiz solo", topic="writing")
    before = await kept(chat)
    assert await submitted(chat, "tom", address(chat, "Answer"), "Fork") == SOMEBODY_ELSES
    assert await kept(chat) == before


async def test_two_people_revise_at_once_without_meeting(chat: Chat):
    """Each has a quiz of their own, also on the same questions."""
    await chat.say("maya", "/quiz solo", topic="judging")
    await chat.say("tom", "/quiz solo", topic="judging")
    assert "✓" in await chat.press("maya", "False")
    assert "✓" not in await chat.press("tom", "True")
    assert (await chat.marks("maya"), await chat.marks("tom")) == (["False"], ["True"])
    assert (await chat.points("maya"), await chat.points("tom")) == (100, 0)


# One question


async def test_the_question_comes_with_its_place_title_options_hint_and_a_way_to_pass(chat: Chat):
    """A question says where in the quiz it stands and offers everything that can be done with it."""
    told = await chat.say("maya", "/quiz solo", topic="growing/choosing")
    assert told.startswith("(only maya) 1 of 1 · Choosing what to grow\n")
    assert "Which of these climbs up poles?" in told
    assert sorted(control.label[2:] for control in latest(chat, "maya").controls[:4]) == [
        "Beetroot",
        "Lettuce",
        "Radish",
        "Runner bean",
    ]
    assert told.endswith("[Hint] [Skip]")


async def test_a_quiz_stays_in_one_message(chat: Chat):
    """Answers, ticks and [Next] change the note that is there; a phone is not flooded with a note for each step."""
    await chat.say("maya", "/quiz solo", questions=8)
    await finish(chat, "maya")
    await chat.press("maya", "Ten more")
    assert len(chat.session.screen.messages) == 1


async def test_a_right_choice_gets_its_tick_the_explanation_and_the_source(chat: Chat):
    """Feedback comes at once: the answer, why it is right, and what says so."""
    await chat.say("maya", "/quiz solo", topic="growing/seasons", questions=2)
    while "garlic" not in stem(chat, "maya"):
        await answer(chat, "maya")
        await chat.press("maya", "Next")
    told = await choose(chat, "maya", "Autumn")
    assert re.search(r"[ABC] · Autumn ✓", told)
    assert "Garlic needs a cold spell to split into cloves." in told
    assert "Source: A. N. Rose, The Long Border (1999); The Allotment Almanac (March to April 1902)" in told


async def test_a_wrong_choice_is_told_why_it_is_wrong_and_what_is_right(chat: Chat):
    """The distractor that tempted gets the author's words on why it is wrong; so does the key."""
    await chat.say("maya", "/quiz solo", topic="growing/choosing")
    told = await choose(chat, "maya", "Beetroot")
    assert "✓" not in told
    assert re.search(r"The answer: [ABCD] · Runner bean", told)
    assert "Its leaves stay near the ground." in told
    assert "Runner beans twine round whatever stands near them." in told
    assert await chat.points("maya") == 0


async def test_a_wrong_choice_is_named_in_words(chat: Chat):
    """Once the options are gone from the screen, a letter alone says nothing: the option itself is told."""
    await chat.say("maya", "/quiz solo", topic="growing/choosing")
    assert "Beetroot" in await choose(chat, "maya", "Beetroot")


async def test_why_a_choice_is_wrong_stands_beside_it_and_not_after_the_answer(chat: Chat):
    """“Its leaves stay near the ground” is about the beetroot; after the answer it would be read of the bean."""
    await chat.say("maya", "/quiz solo", topic="growing/choosing")
    told = await choose(chat, "maya", "Beetroot")
    assert told.index("Its leaves") < told.index("The answer:")


async def test_the_question_can_still_be_read_beside_its_feedback(chat: Chat):
    """Feedback takes the question's place; without the stem a learner can't tell what was asked."""
    await chat.say("maya", "/quiz solo", topic="growing/choosing")
    assert "Which of these climbs up poles?" in await choose(chat, "maya", "Beetroot")


async def test_a_wrong_choice_that_has_no_reason_of_its_own_gets_nobody_elses(chat: Chat):
    """Only the option chosen is explained."""
    await chat.say("maya", "/quiz solo", topic="growing/choosing")
    told = await choose(chat, "maya", "Lettuce")
    assert "Its leaves stay near the ground." not in told
    assert "Runner beans twine round whatever stands near them." in told


@pytest.mark.parametrize(("pressed", "verdict"), [("False", "False ✓"), ("True", "Not True.")])
async def test_a_statement_is_judged_true_or_false(chat: Chat, pressed: str, verdict: str):
    """One press on True or False is the answer."""
    told = await chat.say("maya", "/quiz solo", topic="judging")
    assert "True or false?\n    [True] [False] [Skip]" in told
    told = await chat.press("maya", pressed)
    assert f"\n    {verdict}\n" in told
    assert "The first hard frost kills them." in told
    assert await chat.marks("maya") == [pressed]


async def test_ticks_can_be_taken_back_until_they_are_checked(chat: Chat):
    """A press ticks, a second press unticks, and nothing is marked before Check."""
    await chat.say("maya", "/quiz solo", topic="ticking")
    pea, carrot = label(chat, "maya", "Pea"), label(chat, "maya", "Carrot")
    assert f"Ticked: {pea}" in await chat.press("maya", pea)
    assert f"Ticked: {', '.join(sorted([pea, carrot]))}" in await chat.press("maya", carrot)
    assert f"Ticked: {carrot}\n" in await chat.press("maya", pea)
    assert "Ticked" not in await chat.press("maya", carrot)
    assert await chat.marks("maya") == []
    await choose(chat, "maya", "Parsnip", "Carrot")
    told = await chat.press("maya", "Check")
    assert "Carrot" in told
    assert "✓" in told
    assert "Carrot and parsnip are roots." in told
    assert await chat.points("maya") == 100


@pytest.mark.parametrize(
    ("ticked", "earned", "verdict"),
    [
        (("Carrot",), 50, "Partly"),
        (("Carrot", "Pea"), 0, "Not"),
        (("Carrot", "Parsnip", "Pea"), 50, "Partly"),
        (("Carrot", "Parsnip", "Pea", "Kale"), 0, "Not"),
    ],
)
async def test_ticking_too_little_or_too_much_earns_a_part_or_nothing(
    chat: Chat, ticked: tuple[str, ...], earned: int, verdict: str
):
    """Each key earns its share and each wrong tick takes one away; all ticked earns nothing."""
    await chat.say("maya", "/quiz solo", topic="ticking")
    await choose(chat, "maya", *ticked)
    told = await chat.press("maya", "Check")
    assert f"\n    {verdict}" in told
    assert "The answer: " in told
    assert await chat.points("maya") == earned


async def test_things_are_put_in_order_and_taken_back(chat: Chat):
    """A press places the next step; a placed one is taken back with those after it; when all stand, one begins anew."""
    await chat.say("maya", "/quiz solo", topic="ordering")
    sow, poles, pods = (label(chat, "maya", step) for step in RIGHT["Put in order, earliest first: growing a bean."])
    assert f"{poles} → _ → _" in await chat.press("maya", poles)
    assert f"{poles} → {pods} → _" in await chat.press("maya", pods)
    assert "_ → _ → _" not in await chat.press("maya", poles)
    assert f"{pods} → _ → _" in await chat.press("maya", pods)
    await chat.press("maya", sow)
    assert f"{pods} → {sow} → {poles}" in await chat.press("maya", poles)
    assert f"{sow} → _ → _" in await chat.press("maya", sow)
    await chat.press("maya", poles)
    await chat.press("maya", pods)
    told = await chat.press("maya", "Check")
    assert f"{sow} → {poles} → {pods} ✓" in told
    assert f"{sow} Sow the seed · April" in told
    assert "The poles must stand before the plant climbs." in told
    assert await chat.points("maya") == 100


async def test_an_order_that_is_nearly_right_earns_a_part(chat: Chat):
    """Two neighbours swapped leave two pairs of three in order: a third of the mark by Kendall's rank correlation."""
    await chat.say("maya", "/quiz solo", topic="ordering")
    await choose(chat, "maya", "Sow the seed", "Pick the pods", "Set up the poles")
    told = await chat.press("maya", "Check")
    assert "Partly right: " in told
    assert " · 0.33 of 1." in told
    assert await chat.points("maya") == 33


@pytest.mark.parametrize(
    ("topic", "sentence", "pressed"),
    [
        ("ticking", "Tick at least one first.", ()),
        ("ordering", "Put all of them in order first.", ()),
        ("ordering", "Put all of them in order first.", ("Sow the seed", "Pick the pods")),
    ],
)
async def test_checking_too_early_says_what_is_missing(chat: Chat, topic: str, sentence: str, pressed: tuple[str, ...]):
    """Check takes no answer that is none yet; what was gathered stays."""
    await chat.say("maya", "/quiz solo", topic=topic)
    await choose(chat, "maya", *pressed)
    before = await kept(chat)
    assert await chat.press("maya", "Check") == f"(only maya) {sentence}"
    assert await kept(chat) == before
    assert "✓" not in plain(latest(chat, "maya").text)


# Written answers


@pytest.mark.parametrize(
    "words", ["Spade", "spade", "  THE SPADE! ", "a garden spade", "digging spade", "digging spaed"]
)
async def test_a_written_answer_is_accepted_whatever_its_dress(chat: Chat, words: str):
    """Case, articles, punctuation, other accepted forms and one slip in a long word make no difference."""
    await chat.say("maya", "/quiz solo", topic="writing")
    told = await written(chat, words)
    assert "Spade ✓" in told
    assert "A fork loosens; a spade turns." in told
    assert await chat.points("maya") == 100


async def test_a_slip_that_is_let_pass_is_told(chat: Chat):
    """The learner sees how it is spelt."""
    await chat.say("maya", "/quiz solo", topic="writing")
    assert "Spade ✓ (spelt digging spade)" in await written(chat, "digging spaed")


@pytest.mark.parametrize(
    ("words", "ask"),
    [
        ("a tool", "Which tool? One more try."),
        ("diggin spode", "Nearly. Check the spelling. One more try."),
        ("spade or fork", "Which one? Give a single answer. One more try."),
        ("fork / spade", "Which one? Give a single answer. One more try."),
    ],
)
async def test_what_is_nearly_right_is_asked_back(chat: Chat, words: str, ask: str):
    """The learner reads what they wrote and what is missing, and may answer once more for the whole mark."""
    await chat.say("maya", "/quiz solo", topic="writing")
    told = await written(chat, words)
    assert f"You wrote {words}." in told
    assert ask in told
    assert "What is the tool for turning soil" in told
    assert await chat.marks("maya") == []
    assert "Spade ✓" in await written(chat, "spade")
    assert await chat.marks("maya") == ["spade"]
    assert await chat.points("maya") == 100


async def test_what_is_nearly_right_is_asked_back_only_once(chat: Chat):
    """The second nearly right answer is marked wrong, and the quiz goes on."""
    await chat.say("maya", "/quiz solo", topic="writing")
    await written(chat, "tool")
    told = await written(chat, "spade or fork")
    assert "Not spade or fork." in told
    assert "The answer: Spade" in told
    assert await chat.points("maya") == 0
    assert "0 of 1" in await chat.press("maya", "Result")


async def test_being_asked_back_outlives_the_note_and_the_process(chat: Chat):
    """Whoever comes back to a question that was asked back has the one try that was left, not two."""
    await chat.say("maya", "/quiz solo", topic="writing")
    await written(chat, "tool")
    await chat.restart()
    await chat.line("@maya reload")
    await chat.say("maya", "/quiz solo")
    assert "Not tool." in await written(chat, "tool")


@pytest.mark.parametrize("words", ["Fork", "Shade", "Rake", "buckets of water"])
async def test_what_is_wrong_is_not_asked_back(chat: Chat, words: str):
    """Another tool, or a near word that the author rejects, is wrong at once."""
    await chat.say("maya", "/quiz solo", topic="writing")
    told = await written(chat, words)
    assert f"Not {words}." in told
    assert "One more try" not in told
    assert await chat.marks("maya") == [words]


@pytest.mark.parametrize("words", ["", "   ", "\t\x00\x1b \u200b"])
async def test_an_empty_answer_is_refused_and_costs_no_try(chat: Chat, words: str):
    """Nothing, blanks or characters that nobody sees are no answer; the question stays open as it was."""
    await chat.say("maya", "/quiz solo", topic="writing")
    before = await kept(chat)
    told = await written(chat, words)
    assert told == "(only maya) Write an answer first.\n    [Try again]"
    assert await kept(chat) == before
    assert "Spade ✓" in await written(chat, "Spade")


async def test_a_long_answer_is_refused_and_its_text_kept_until_it_is_mended(chat: Chat):
    """What was refused stands in the form when it is opened again, and is forgotten once it is taken."""
    words = "a spade, that is to say " * 20
    await chat.say("maya", "/quiz solo", topic="writing")
    before = await kept(chat)
    told = await written(chat, words)
    assert told == ("(only maya) Keep it under 300 characters; an answer here is a few words.\n    [Try again]")
    assert await kept(chat) == before
    assert words.strip() in await chat.press("maya", "Try again")
    assert "Spade ✓" in await chat.write("maya", "Spade")
    assert await chat.count(drafts) == 0


async def test_refused_text_outlives_the_process(chat: Chat):
    """A restart between the refusal and [Try again] loses nothing."""
    words = "a spade, that is to say " * 20
    await chat.say("maya", "/quiz solo", topic="writing")
    await written(chat, words)
    await chat.restart()
    assert words.strip() in await chat.press("maya", "Try again")


async def test_refused_text_is_also_there_when_the_question_itself_is_pressed_again(chat: Chat):
    """[Answer] opens the same form as [Try again]: with the text."""
    words = "a spade, that is to say " * 20
    await chat.say("maya", "/quiz solo", topic="writing")
    await written(chat, words)
    assert words.strip() in await chat.press("maya", "Answer")


async def test_nobody_else_gets_my_refused_text(chat: Chat):
    """A draft is its writer's: the same question in Tom's quiz opens an empty form."""
    await chat.say("maya", "/quiz solo", topic="writing")
    await chat.say("tom", "/quiz solo", topic="writing")
    await written(chat, "a spade, that is to say " * 20)
    assert "that is to say" not in await chat.press("tom", "Answer")


async def test_a_hundred_kilobytes_are_refused_and_the_form_still_opens(chat: Chat):
    """However much was pasted, [Try again] opens a form that every platform can show, with the beginning kept."""
    await chat.say("maya", "/quiz solo", topic="writing")
    told = await written(chat, "spade " * 17_000)
    assert "Keep it under 300 characters" in told
    try:
        opened = await chat.press("maya", "Try again")
    except TooMuch as refused:
        pytest.fail(f"the form can't be shown: {refused}")
    assert "spade spade" in opened
    assert "Spade ✓" in await chat.write("maya", "Spade")


async def test_a_form_is_opened_again_with_no_more_text_than_it_takes(chat: Chat):
    """Discord refuses a form whose text is longer than its field allows, so the field must allow what was kept."""
    await chat.say("maya", "/quiz solo", topic="writing")
    await written(chat, "a spade, that is to say " * 20)
    await chat.press("maya", "Try again")
    [shown] = [shown.form for shown in chat.shown[-1:]]
    assert shown is not None
    assert len(shown.entries[0].value) <= shown.entries[0].most


async def test_control_characters_in_an_answer_do_nothing(chat: Chat):
    """They are dropped before the answer is marked, kept or shown."""
    await chat.say("maya", "/quiz solo", topic="writing")
    told = await written(chat, "\x1b[31mFork\x07\u202e")
    assert "Not [31mFork." in told
    assert await chat.marks("maya") == ["[31mFork"]


async def test_mark_up_in_an_answer_stays_what_was_written(chat: Chat):
    """Stars and braces are shown as they are."""
    await chat.say("maya", "/quiz solo", topic="writing")
    assert "Not **Fork** {} @everyone." in await written(chat, "**Fork** {} @everyone")


# Hint and skip


async def test_a_hint_is_told_without_answering(chat: Chat):
    """The hint comes beside the question, which stays open for the whole mark."""
    await chat.say("maya", "/quiz solo", topic="growing/choosing")
    before = await kept(chat)
    assert await chat.press("maya", "Hint") == "(only maya) Hint: It has red flowers."
    assert await kept(chat) == before
    assert "✓" in await answer(chat, "maya")
    assert await chat.points("maya") == 100


async def test_where_there_is_no_hint_none_is_offered(chat: Chat):
    """No button, and a sentence for who makes one up."""
    await chat.say("maya", "/quiz solo", topic="judging")
    assert "Hint" not in [control.label for control in latest(chat, "maya").controls]
    made_up = address(chat, "Skip").replace("solo.skip", "solo.hint")
    assert await chat.press_action("maya", made_up) == "(only maya) There is no hint to this one."


@pytest.mark.parametrize(
    ("topic", "key"),
    [
        ("growing/choosing", r"The answer: [ABCD] · Runner bean\n"),
        ("ticking", r"The answer: [ABCD], [ABCD]\n    [ABCD] (Carrot|Parsnip)\n    [ABCD] (Carrot|Parsnip)\n"),
        ("judging", r"The answer: False\n"),
        ("writing", r"The answer: Spade\n"),
        ("ordering", r"The answer: [ABC] → [ABC] → [ABC]\n"),
    ],
)
async def test_a_question_can_be_skipped_and_shows_its_answer(chat: Chat, topic: str, key: str):
    """Who would rather see the answer gets it with the explanation; it earns nothing and is to be looked at again."""
    await chat.say("maya", "/quiz solo", topic=topic)
    told = await chat.press("maya", "Skip")
    assert re.search(key, told)
    assert "Not " not in told
    assert "Source: A. N. Rose" in told
    assert await chat.marks("maya") == [""]
    assert await chat.points("maya") == 0
    assert "Look at again" in await chat.press("maya", "Result")


async def test_ticks_before_a_skip_earn_nothing(chat: Chat):
    """A skipped question is skipped, whatever was ticked before."""
    await chat.say("maya", "/quiz solo", topic="ticking")
    await choose(chat, "maya", "Carrot", "Parsnip")
    told = await chat.press("maya", "Skip")
    assert "The answer: " in told
    assert await chat.points("maya") == 0


# The end


async def test_the_result_says_what_to_look_at_again_most_first(chat: Chat):
    """What was missed is counted by topic part; the one with most misses leads."""
    await chat.say("maya", "/quiz solo", questions=8)
    told = await finish(chat, "maya", skipping=("garlic", "radishes", "Tomatoes"))
    assert told.startswith("(only maya) 5 of 8 · Mixed questions")
    assert "Look at again\n    The seasons (2)\n    True or false (1)\n" in told
    assert told.endswith("[Retry what I missed] [Ten more]")


async def test_a_part_of_a_mark_stands_in_the_result_and_calls_for_another_look(chat: Chat):
    """Half a mark is written as half, and the question counts as missed."""
    await chat.say("maya", "/quiz solo", topic="ticking")
    await choose(chat, "maya", "Carrot")
    await chat.press("maya", "Check")
    told = await chat.press("maya", "Result")
    assert "0.5 of 1 · Tick all" in told
    assert "Tick all (1)" in told


async def test_a_faultless_quiz_has_nothing_to_look_at_again(chat: Chat):
    """Then there is nothing to retry either."""
    await chat.say("maya", "/quiz solo", questions=8)
    told = await finish(chat, "maya")
    assert told.startswith("(only maya) 8 of 8 · Mixed questions")
    assert "Nothing to look at again" in told
    assert told.endswith("\n    [Ten more]")
    assert await chat.points("maya") == 800


async def test_retrying_asks_only_what_was_missed(chat: Chat):
    """The new quiz has those questions and no others, and says that it is a second try."""
    await chat.say("maya", "/quiz solo", questions=8)
    await finish(chat, "maya", skipping=("garlic", "Tomatoes"))
    told = await chat.press("maya", "Retry what I missed")
    assert told.startswith("(only maya) 1 of 2 · Mixed questions, again")
    asked = {stem(chat, "maya")}
    await chat.press("maya", "Skip")
    await chat.press("maya", "Next")
    asked.add(stem(chat, "maya"))
    assert asked == {"In which season is garlic usually planted?", "Tomatoes survive a hard frost."}
    await chat.press("maya", "Skip")
    await chat.press("maya", "Result")
    told = await chat.press("maya", "Retry what I missed")
    assert told.startswith("(only maya) 1 of 2 · Mixed questions, again\n")


async def test_retrying_a_faultless_quiz_says_that_nothing_was_missed(chat: Chat):
    """Who makes up the button gets a sentence."""
    await chat.say("maya", "/quiz solo", topic="judging")
    made_up = address(chat, "Skip").replace("solo.skip", "solo.missed").rpartition(":")[0]
    await finish(chat, "maya")
    assert await chat.press_action("maya", made_up) == "(only maya) You missed nothing."
    assert await chat.count(solos) == 1


async def test_ten_more_begins_another_quiz(chat: Chat):
    """From the result it goes on with ten questions, or as many as the bank has."""
    await chat.say("maya", "/quiz solo", questions=2)
    await finish(chat, "maya")
    assert (await chat.press("maya", "Ten more")).startswith("(only maya) 1 of 8 · Mixed questions")
    assert await chat.count(solos) == 2


async def test_ten_more_stays_with_the_topic(chat: Chat):
    """After the seasons, ten more are ten more on the seasons."""
    await chat.say("maya", "/quiz solo", topic="growing/seasons")
    await finish(chat, "maya")
    assert (await chat.press("maya", "Ten more")).startswith("(only maya) 1 of 2 · The seasons")


async def test_questions_of_the_last_quizzes_come_again_only_when_there_are_no_others(chat: Chat):
    """The second half of the bank comes before the first half comes again."""
    asked: list[set[str]] = []
    for _ in range(2):
        await chat.say("maya", "/quiz solo", questions=4)
        asked.append(set())
        for _ in range(4):
            asked[-1].add(stem(chat, "maya"))
            await chat.press("maya", "Skip")
            await chat.press("maya", latest(chat, "maya").controls[0].label)
    assert asked[0] | asked[1] == set(RIGHT)


# What counts


async def test_a_question_counts_once(chat: Chat):
    """However often it is answered, only its first mark stands in the leaderboard, and half of it: it was alone."""
    for _ in range(3):
        await chat.say("maya", "/quiz solo", topic="judging")
        await finish(chat, "maya")
    assert await chat.marks("maya") == ["False"] * 3
    assert await chat.worth("maya") == 50


async def test_a_question_that_went_wrong_earns_nothing_later(chat: Chat):
    """Seeing the answer and giving it again is good revision and no points; a day later it counts as review."""
    await chat.say("maya", "/quiz solo", topic="judging")
    await finish(chat, "maya", skipping=("Tomatoes",))
    await chat.press("maya", "Retry what I missed")
    assert "1 of 1" in await finish(chat, "maya")
    assert await chat.worth("maya") == 0
    await chat.wait("1d")
    await chat.say("maya", "/quiz solo", topic="judging")
    assert "On the leaderboard: +0.1" in await finish(chat, "maya")
    assert await chat.worth("maya") == 10


async def test_practice_leaves_no_standing(chat: Chat):
    """A practice quiz says what it is, keeps its marks, and leaves the leaderboard as it is."""
    told = await chat.say("maya", "/quiz solo", topic="judging", practice="yes")
    assert told.startswith("(only maya) 1 of 1 · True or false · practice\n")
    told = await finish(chat, "maya")
    assert "This was practice: it leaves the leaderboard as it is." in told
    assert await chat.marks("maya") == ["False"]
    assert await chat.points("maya") == 0
    assert "Nobody has points yet." in await chat.say("maya", "/leaderboard")


async def test_practice_does_not_use_a_question_up(chat: Chat):
    """What was practised can still be answered for the leaderboard."""
    await chat.say("maya", "/quiz solo", topic="judging", practice="yes")
    await finish(chat, "maya")
    await chat.say("maya", "/quiz solo", topic="judging")
    await finish(chat, "maya")
    assert await chat.points("maya") == 100


async def test_retrying_what_practice_missed_is_still_practice(chat: Chat):
    """Otherwise whoever has just been shown the answers would collect them."""
    await chat.say("maya", "/quiz solo", topic="judging", practice="yes")
    await finish(chat, "maya", skipping=("Tomatoes",))
    await chat.press("maya", "Retry what I missed")
    await finish(chat, "maya")
    assert await chat.points("maya") == 0


async def test_ten_more_after_practice_are_practice(chat: Chat):
    """Who practises goes on practising until they ask for something else."""
    await chat.say("maya", "/quiz solo", topic="judging", practice="yes")
    await finish(chat, "maya")
    assert "· practice" in await chat.press("maya", "Ten more")


# Going on


async def test_an_unfinished_quiz_is_gone_on_with(chat: Chat):
    """`/quiz solo` without a word takes one to the open question, with its options as they were."""
    await chat.say("maya", "/quiz solo", topic="growing", questions=3)
    await answer(chat, "maya")
    await chat.press("maya", "Next")
    before = latest(chat, "maya")
    told = await chat.say("maya", "/quiz solo")
    assert told.startswith("(only maya) 2 of 3 · Growing things · where you left off")
    assert told.endswith("[Start afresh]")
    assert latest(chat, "maya").controls[:-1] == before.controls
    assert "3 of 3 · Growing things" in await finish(chat, "maya")
    assert await chat.count(solos) == 1


@pytest.mark.parametrize("gone", ["reload", "wait 15m", "restart"])
async def test_a_quiz_outlives_its_note(chat: Chat, gone: str):
    """Neither a reload nor a quarter of an hour nor a restart loses anything but the note."""
    await chat.say("maya", "/quiz solo", topic="growing", questions=3)
    await answer(chat, "maya")
    await chat.press("maya", "Next")
    asked = stem(chat, "maya")
    if gone == "restart":
        await chat.restart()
    else:
        await chat.line(f"@maya {gone}")
        with pytest.raises(NoSuchControl):
            await chat.press("maya", "Skip")
    told = await chat.say("maya", "/quiz solo")
    assert told.startswith("(only maya) 2 of 3 · Growing things · where you left off")
    assert asked in told
    assert "3 of 3 · Growing things" in await finish(chat, "maya")


async def test_buttons_work_after_a_restart(chat: Chat):
    """A button is an address: the note on the screen goes on where the new process never was."""
    await chat.say("maya", "/quiz solo", topic="growing", questions=3)
    await chat.restart()
    await answer(chat, "maya")
    await chat.restart()
    assert "2 of 3 · Growing things" in await chat.press("maya", "Next")
    await chat.restart()
    assert "3 of 3 · Growing things" in await finish(chat, "maya")


async def test_a_form_can_be_sent_after_a_restart(chat: Chat):
    """What was being written while Swot restarted arrives."""
    await chat.say("maya", "/quiz solo", topic="writing")
    await chat.press("maya", "Answer")
    await chat.restart()
    assert "Spade ✓" in await chat.write("maya", "Spade")


async def test_ticks_are_still_there_when_a_quiz_is_gone_on_with(chat: Chat):
    """What was gathered is kept with the quiz, not with the note."""
    await chat.say("maya", "/quiz solo", topic="ticking")
    await choose(chat, "maya", "Carrot")
    carrot = label(chat, "maya", "Carrot")
    await chat.line("@maya reload")
    await chat.restart()
    assert f"Ticked: {carrot}\n" in await chat.say("maya", "/quiz solo")
    await choose(chat, "maya", "Parsnip")
    assert "✓" in await chat.press("maya", "Check")


async def test_after_an_answered_question_a_quiz_goes_on_with_the_next(chat: Chat):
    """The feedback's note is gone before [Next]: the quiz does not ask again what it has marked."""
    await chat.say("maya", "/quiz solo", topic="growing", questions=3)
    await answer(chat, "maya")
    await chat.line("@maya reload")
    assert (await chat.say("maya", "/quiz solo")).startswith("(only maya) 2 of 3 · Growing things")


async def test_a_result_that_was_never_seen_is_shown(chat: Chat):
    """The last answer is given and the note is gone before [Result]: `/quiz solo` shows how it went."""
    await chat.say("maya", "/quiz solo", topic="growing/choosing")
    await chat.press("maya", "Skip")
    await chat.line("@maya reload")
    told = await chat.say("maya", "/quiz solo")
    assert told.startswith("(only maya) 0 of 1 · Choosing what to grow")
    assert "Retry what I missed" in told


async def test_whoever_says_which_quiz_gets_a_new_one(chat: Chat):
    """A topic, a number or practice asks for another quiz, not for the unfinished one."""
    await chat.say("maya", "/quiz solo", topic="growing", questions=3)
    for options, head in (
        ({"topic": "judging"}, "1 of 1 · True or false"),
        ({"questions": 2}, "1 of 2 · Mixed questions"),
        ({"practice": "no"}, "1 of 8 · Mixed questions"),
    ):
        told = await chat.say("maya", "/quiz solo", **options)
        assert told.startswith(f"(only maya) {head}\n")


async def test_one_can_start_afresh_instead(chat: Chat):
    """[Start afresh] puts a new quiz in the place of the question one had left."""
    await chat.say("maya", "/quiz solo", topic="growing", questions=3)
    await chat.say("maya", "/quiz solo")
    assert (await chat.press("maya", "Start afresh")).startswith("(only maya) 1 of 8 · Mixed questions\n")
    assert (await chat.say("maya", "/quiz solo")).startswith("(only maya) 1 of 8 · Mixed questions · where you left")


async def test_an_unfinished_quiz_is_forgotten_after_a_day(chat: Chat):
    """Tomorrow begins with a new quiz."""
    await chat.say("maya", "/quiz solo", topic="growing", questions=3)
    await chat.wait("23h")
    assert "where you left off" in await chat.say("maya", "/quiz solo")
    await chat.wait("24h")
    assert (await chat.say("maya", "/quiz solo")).startswith("(only maya) 1 of 8 · Mixed questions\n")


async def test_nobody_goes_on_with_somebody_elses_quiz(chat: Chat):
    """Tom gets a quiz of his own while Maya's is unfinished."""
    await chat.say("maya", "/quiz solo", topic="growing", questions=3)
    assert (await chat.say("tom", "/quiz solo")).startswith("(only tom) 1 of 8 · Mixed questions\n")


async def test_a_short_quiz_in_between_does_not_lose_an_unfinished_one(chat: Chat):
    """A fact's test or a quick topic comes in between; `/quiz solo` then goes on with what was left."""
    await chat.say("maya", "/quiz solo", topic="growing", questions=3)
    await chat.wait("1m")
    await chat.say("maya", "/quiz solo", topic="judging")
    await finish(chat, "maya")
    assert "1 of 3 · Growing things · where you left off" in await chat.say("maya", "/quiz solo")


async def test_a_question_withdrawn_from_the_bank_does_not_hold_a_quiz_up(chat: Chat, tmp_path: Path):
    """The author takes a question out while somebody is at it: `/quiz solo` still leads somewhere."""
    await chat.say("maya", "/quiz solo", topic="judging")
    chat._installation.packs = (varied(tmp_path / "less", _without_the_statement),)
    await chat.restart()
    told = await chat.say("maya", "/quiz solo")
    assert "1 of " in told or "0 of " in told
    assert "went wrong" not in told


# What is no longer so


async def test_buttons_of_an_answered_question_change_nothing(chat: Chat):
    """A stale button gets a polite sentence, whatever it was for."""
    await chat.say("maya", "/quiz solo", topic="growing/choosing")
    stale = [address(chat, beginning) for beginning in ("A", "B", "Hint", "Skip")]
    await choose(chat, "maya", "Beetroot")
    before = await kept(chat)
    for action in stale:
        assert await chat.press_action("maya", action) == f"(only maya) {ANSWERED}"
    assert await kept(chat) == before
    await chat.press("maya", "Result")
    before = await kept(chat)
    for action in stale:
        told = await chat.press_action("maya", action)
        assert told.startswith("(only maya) ")
        assert "went wrong" not in told
    assert await kept(chat) == before


async def test_ticks_after_the_check_change_nothing(chat: Chat):
    """What has been marked stays marked."""
    await chat.say("maya", "/quiz solo", topic="ticking")
    stale = [address(chat, "A"), address(chat, "Check")]
    await answer(chat, "maya")
    before = await kept(chat)
    for action in stale:
        assert await chat.press_action("maya", action) == f"(only maya) {ANSWERED}"
    assert await kept(chat) == before


async def test_a_form_sent_for_an_answered_question_changes_nothing(chat: Chat):
    """The form was open while the question was skipped elsewhere."""
    await chat.say("maya", "/quiz solo", topic="writing")
    await chat.press("maya", "Answer")
    await chat.press_action("maya", address(chat, "Skip"))
    before = await kept(chat)
    assert await chat.write("maya", "Spade") == f"(only maya) {ANSWERED}"
    assert await kept(chat) == before


async def test_going_on_twice_changes_nothing(chat: Chat):
    """A [Next] that is still on an old screen leads nowhere, and says so."""
    await chat.say("maya", "/quiz solo", topic="growing", questions=3)
    too_early = address(chat, "Skip").replace("solo.skip", "solo.next")
    assert "gone on" in await chat.press_action("maya", too_early)
    await chat.press("maya", "Skip")
    onward = address(chat, "Next")
    await chat.press("maya", "Next")
    before = await kept(chat)
    assert await chat.press_action("maya", onward) == (
        "(only maya) You have gone on from there already. /quiz solo takes you to where you are."
    )
    assert await kept(chat) == before


@pytest.mark.parametrize(
    ("forged", "sentence"),
    [
        ("solo.answer:{id}:1:-1", "There is no such option."),
        ("solo.answer:{id}:1:2", "There is no such option."),
        ("solo.answer:{id}:1:99999999999999999999", "There is no such option."),
        ("solo.answer:{id}:2:0", ANSWERED),
        ("solo.answer:{id}:0:0", ANSWERED),
        ("solo.answer:nowhere:1:0", "That quiz is not known here. /quiz solo begins another."),
        ("solo.missed:nowhere", "That quiz is not known here. /quiz solo begins another."),
        ("solo.answer:{id}:1", "That button has done its work. /swot help shows what there is."),
        ("solo.answer:{id}:1:b", "That button has done its work. /swot help shows what there is."),
        ("solo.gone:{id}", "That button has done its work. /swot help shows what there is."),
    ],
)
async def test_a_made_up_address_gets_a_sentence_and_changes_nothing(chat: Chat, forged: str, sentence: str):
    """Clients can send whatever they like."""
    await chat.say("maya", "/quiz solo", topic="judging")
    before = await kept(chat)
    id = address(chat, "True").split(":")[1]
    assert await chat.press_action("maya", forged.format(id=id)) == f"(only maya) {sentence}"
    assert await kept(chat) == before


async def test_a_question_to_press_can_not_be_answered_in_writing(chat: Chat):
    """Nor the other way round."""
    await chat.say("maya", "/quiz solo", topic="judging")
    written_instead = address(chat, "Skip").replace("solo.skip", "solo.write")
    assert await submitted(chat, "maya", written_instead, "False") == "That question is answered with its buttons."
    await chat.say("maya", "/quiz solo", topic="writing")
    pressed_instead = address(chat, "Skip").replace("solo.skip", "solo.answer") + ":0"
    assert await chat.press_action("maya", pressed_instead) == "(only maya) There is no such option."
    assert await chat.count(responses) == 0


# Delivered twice


@pytest.mark.parametrize("between", ["nothing", "a restart"])
async def test_every_step_delivered_again_answers_the_same_and_changes_nothing(chat: Chat, between: str):
    """Command, tick, check, answer, form, skip, next and retry may each arrive twice, also after a restart."""

    async def again(told: str) -> str:
        before = await kept(chat)
        if between == "a restart":
            chat._installation.seed += 1  # another process has other luck
            await chat.restart()
        assert await chat.redeliver() == told
        assert await kept(chat) == before
        return told

    await again(await chat.say("maya", "/quiz solo", topic="ticking"))
    await again(await choose(chat, "maya", "Carrot"))
    await again(await chat.press("maya", "Check"))
    await again(await chat.press("maya", "Result"))
    await again(await chat.press("maya", "Retry what I missed"))
    await again(await chat.press("maya", "Skip"))
    await chat.press("maya", "Result")
    await again(await chat.press("maya", "Ten more"))
    await again(await chat.say("tom", "/quiz solo", topic="writing"))
    await chat.press("tom", "Answer")
    await again(await chat.write("tom", "tool"))
    await chat.press("tom", "Answer")
    await again(await chat.write("tom", "Spade"))


async def test_a_refused_press_delivered_again_is_refused_again(chat: Chat):
    """A redelivered refusal says the same and changes nothing."""
    await chat.say("maya", "/quiz solo", topic="ticking")
    told = await chat.press("maya", "Check")
    before = await kept(chat)
    assert await chat.redeliver() == told
    assert await kept(chat) == before


# Asked wrongly


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("/quiz solo questions:0", "questions goes from 1 to 30; 0 is outside that."),
        ("/quiz solo questions:31", "questions goes from 1 to 30; 31 is outside that."),
        ("/quiz solo questions:many", "questions is a number from 1 to 30, not “many”."),
        ("/quiz solo practice:maybe", "practice is yes or no, not “maybe”."),
        ("/quiz solo topc:judging", "There is no option “topc”. Did you mean topic?"),
        ("/quiz solo topic:jugding", "There is no topic “jugding”. Did you mean judging?"),
        ("/quiz solo topic:judging topic:losses", "topic is given twice."),
        (
            "/quiz solo topic:zebras",
            "There is no topic “zebras”. Topics: growing, ticking, judging, writing, ordering, losses.",
        ),
    ],
)
async def test_a_quiz_asked_for_wrongly_is_told_how_to_ask(chat: Chat, command: str, sentence: str):
    """A clear sentence, and no quiz."""
    assert await chat.say("maya", command) == f"(only maya) {sentence}"
    assert await chat.count(solos) == 0


@pytest.mark.parametrize(
    "command", ["/quiz solo growing/seasons 2", "/quiz solo 2 the seasons", "/QUIZ Solo Topic:SEASONS questions:2"]
)
async def test_a_quiz_can_be_asked_for_in_one_breath(chat: Chat, command: str):
    """Words without a name go where they fit, and a topic is known by its title too."""
    assert (await chat.say("maya", command)).startswith("(only maya) 1 of 2 · The seasons\n")


# What a client can read


def varied(folder: Path, change: Any) -> Path:
    """A copy of the garden pack whose questions `change` has been at."""
    shutil.copytree(GARDEN, folder)
    file = folder / "questions" / "garden.yaml"
    content = yaml.safe_load(file.read_text("utf-8"))
    change(content["questions"])
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


def _without_the_statement(questions: list[dict[str, Any]]) -> None:
    questions[:] = [question for question in questions if question["id"] != "g-05"]


def _with_other_keys(questions: list[dict[str, Any]]) -> None:
    """Make another option right in every question, and change nothing else."""
    for question in questions:
        match question["type"]:
            case "single-choice":
                taken = question["distractors"].pop()
                question["distractors"].append(question["key"])
                question["key"] = taken
            case "multiple-choice":
                question["keys"], question["distractors"] = question["distractors"], question["keys"]
            case "true-false":
                question["key"] = not question["key"]
            case "typed":
                question.update(key="Plough", accept=["a plough"], prompt=[])
            case "order":
                question["sequence"].reverse()


async def heard(url: str, pack: Path, platform: str) -> tuple[list[str], list[str]]:
    """Everything that reaches Maya's client in a quiz, as bytes would have it: before she answers, and after."""
    chat = await Chat.open(Installation(url, packs=(pack,), platform=platform))
    before: list[str] = []
    after: list[str] = []

    def taken(into: list[str], since: int) -> None:
        fresh = chat.shown[since:]
        into.extend(answer_to_json(shown.form) if shown.form else view_to_json(shown.view) for shown in fresh)

    try:
        await chat.say("maya", "/quiz solo", questions=8)
        for _ in range(8):
            since = len(chat.shown)
            labels = [control.label for control in latest(chat, "maya").controls]
            await chat.say("maya", "/quiz solo")
            if "Hint" in labels:
                await chat.press("maya", "Hint")
            if "Answer" in labels:
                await chat.press("maya", "Answer")
            if "Check" in labels:
                await chat.press("maya", "Check")
                await chat.press("maya", "A")
                await chat.press("maya", "B")
            taken(before, since)
            since = len(chat.shown)
            await chat.press("maya", "Skip")
            taken(after, since)
            since = len(chat.shown)
            await chat.press("maya", latest(chat, "maya").controls[0].label)
            taken(before, since)
    finally:
        await chat.close()
    return before, after


async def test_no_view_tells_which_option_is_right_before_it_is_answered(
    empty_sqlite: Path, tmp_path: Path, platform: str
):
    """Two packs that differ only in what is right send the same bytes until the answer is told."""
    told = []
    for name, pack in (("one", GARDEN), ("other", varied(tmp_path / "garden", _with_other_keys))):
        shutil.copy(empty_sqlite, tmp_path / f"{name}.db")
        told.append(await heard(f"sqlite:///{tmp_path / name}.db", pack, platform))
    (before, after), (before_other, after_other) = told
    assert before == before_other
    assert len(after) == 8
    assert all(one != other for one, other in zip(after, after_other, strict=True))


async def test_a_button_carries_places_and_nothing_else(chat: Chat):
    """Every address is a handler, the quiz's id and numbers, or a response's number; no word of an option or a key."""
    await chat.say("maya", "/quiz solo", questions=8)
    await finish(chat, "maya", skipping=("garlic",))
    addresses = [
        control.action.address for shown in chat.shown for control in shown.view.controls if isinstance(control, Button)
    ]
    assert len(addresses) > 30
    for found in addresses:
        own = re.fullmatch(r"solo\.[a-z]+(:[a-z2-9]{10}(:\d){0,2})?", found)
        assert own or re.fullmatch(r"(report\.ask|appeal\.dispute):\d+", found), found
