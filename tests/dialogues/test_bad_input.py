"""What people get wrong, and what ill-disposed clients send: each is told in a sentence, and nothing changes."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.chat import (
    Action,
    Answer,
    AnyEvent,
    Form,
    Invalid,
    Invoke,
    Notice,
    Opened,
    Press,
    Reply,
    Run,
    Submit,
    Suggest,
    plain,
)
from bot.storage.tables import drafts, marks, metadata, responses, rounds, solos
from tests.chat_harness import Chat

LONG = "x" * 100_000
ESCAPES = "\x1b[31mred\x1b[0m\x07\x00\u202egnikcab\u200b\ufeff\u2066\r\n"
REMEMBERED = ("deliveries",)
"""The table that may grow by a refusal: what refused is said again when the platform repeats itself."""
STALE = "That button has done its work. /swot help shows what there is."
QUIZZES = "Try /quiz disputes, /quiz homework, /quiz paper, /quiz round, /quiz set, /quiz solo or /quiz stop."


@pytest.fixture(autouse=True)
def nothing_goes_wrong_unseen(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Bad input is nothing unexpected: Swot logs no error over it."""
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR] == []


# Commands


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("/quizz round", "There is no command /quizz round. Did you mean /quiz round?"),
        ("/quiz", QUIZZES),
        ("/quiz rund", "There is no command /quiz rund. Did you mean /quiz round?"),
        ("/quiz xyzzy", QUIZZES),
        ("/xyzzy", "There is no command /xyzzy. /swot help lists what there is."),
        ("/", "There is no command /. /swot help lists what there is."),
        (f"/{ESCAPES}", r"There is no command /.*\. /swot help lists what there is\."),
        (f"/{LONG}", r"There is no command /x{40}\. /swot help lists what there is\."),
        ("/quiz round question:3", "There is no option “question”. Did you mean questions?"),
        ("/quiz round colour:red", r"There is no option “colour”\. It takes \[topic:…\], \[questions:1-30\], .*\."),
        (f"/quiz round {LONG}:3", r"There is no option “x{60}”\. It takes .*\."),
        ("/quiz round questions:0", "questions goes from 1 to 30; 0 is outside that."),
        ("/quiz round questions:31", "questions goes from 1 to 30; 31 is outside that."),
        ("/quiz round questions:-5", "questions goes from 1 to 30; -5 is outside that."),
        ("/quiz round 31", "questions goes from 1 to 30; 31 is outside that. Did you mean seconds:31?"),
        ("/quiz round 310", "questions goes from 1 to 30; 310 is outside that."),
        ("/quiz round judging yes", "“yes” could be speed:yes or thread:yes. Write which you mean."),
        ("/quiz round judging 3 writing", "“3” could be questions, or a part of topic. To be clear, .*"),
        ("/leaderboard weak", "I don't know what to do with “weak”. Did you mean over:week?"),
        ("/leaderboard over:weak", r"over can be week, half-term or all, not “weak”\. Did you mean week\?"),
        ("/quiz round seconds:9", "seconds goes from 10 to 300; 9 is outside that."),
        ("/quiz round seconds:301", "seconds goes from 10 to 300; 301 is outside that."),
        (f"/quiz round questions:{'9' * 5000}", r"questions goes from 1 to 30; 9+ is outside that\."),
        ("/quiz round questions:five", "questions is a number from 1 to 30, not “five”."),
        ("/quiz round questions:3.5", "questions is a number from 1 to 30, not “3.5”."),
        ("/quiz round questions:1e1", "questions is a number from 1 to 30, not “1e1”."),
        ("/quiz round questions:--3", "questions is a number from 1 to 30, not “--3”."),
        ("/quiz round questions:½", "questions is a number from 1 to 30, not “½”."),
        ("/quiz round questions:٣", "questions is a number from 1 to 30, not “٣”."),
        ("/quiz round questions:²", "questions is a number from 1 to 30, not “²”."),
        ("/quiz round questions:", "questions is a number from 1 to 30, not “”."),
        (f'/quiz round questions:"{ESCAPES}"', r"questions is a number from 1 to 30, not “.*”\."),
        ("/quiz round speed:maybe", "speed is yes or no, not “maybe”."),
        ("/quiz round questions:3 questions:4", "questions is given twice."),
        ("/quiz round topic:judging topic:writing", "topic is given twice."),
        ("/quiz round Questions:3 questions:3", "questions is given twice."),
        ("/quiz round topic:", "topic is empty. Leave it out, or write something after topic:"),
        ('/quiz round topic:"  "', "topic is empty. Leave it out, or write something after topic:"),
        ("/quiz round topic:vegetabels", r"There is no topic “vegetabels”\. .*[.?]"),
        ("/quiz round @everyone", r"I don't know what to do with “(.*everyone|@…)”\. It takes .*\."),
        (f"/quiz round topic:{LONG}", "topic is too long; 200 characters are enough."),
        (f'/quiz round topic:"{ESCAPES}"', r"There is no topic “\[31mred \[0m gnikcab”\. .*[.?]"),
        ('/quiz round topic:"unclosed', r"There is no topic “unclosed”\. .*[.?]"),
        ("/quiz stop now", "I don't know what to do with “now”. This command takes no options."),
        ("/leaderboard over:yesterday", "over can be week, half-term or all, not “yesterday”."),
        ("/leaderboard names:perhaps", "names can be show or hide, not “perhaps”."),
        ("/swot help command:dance", r"There is no command /dance\. .*[.?]"),
        ("/class role person:@nobody role:teacher", r"There is (no such person|nobody called nobody) here\."),
        (
            f'/class role role:teacher person:"{ESCAPES}"',
            r"There is nobody called .* here\.",
        ),
        ("/class role person:@maya role:learner", "Maya is a learner already."),
        ("/class role person:@teacher role:learner", "A class needs a teacher. Name another one first."),
        ("/class role person:@maya role:head", "role can be teacher, marker, observer or learner, not “head”."),
    ],
)
async def test_a_command_that_cannot_be_read_is_answered_with_what_would_be_right(garden: Chat, words: str, told: str):
    """Unknown commands and options, numbers out of range or none at all, duplicates, words nobody understands."""
    await garden.say("teacher", "/quiz round topic:judging")
    before = await contents(garden, but=REMEMBERED)
    since = len(garden.shown)
    await garden.say("teacher", words)
    [shown] = garden.shown[since:]
    assert shown.kind == "note"
    sentence = plain(shown.view.text)
    assert sentence == told or re.fullmatch(told, sentence)
    assert_clear(sentence)
    assert await contents(garden, but=REMEMBERED) == before


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"questions": True}, "questions is a number from 1 to 30, not “True”."),
        ({"questions": "many"}, "questions is a number from 1 to 30, not “many”."),
        ({"questions": 10**30}, "questions goes from 1 to 30; 10000000000000000000 is outside that."),
        ({"speed": 2}, "speed is yes or no, not “2”."),
        ({"topic": 5}, r"There is no topic “5”\. .*"),
        ({"topic": ""}, r"topic is empty\. .*"),
        ({"bogus": 1}, r"There is no option “bogus”\. .*"),
        ({"\x1b[2J": 1}, r"There is no option “\[2J”\. .*"),
    ],
)
async def test_options_that_the_platform_has_parsed_are_read_as_strictly(garden: Chat, options: dict, told: str):
    """A client may send what its menus do not offer; the core looks again."""
    await garden.say("teacher", "/quiz stop")
    before = await contents(garden, but=REMEMBERED)
    answer = await garden.app.handle(Invoke(**fields(garden, "teacher"), command="quiz round", options=options))
    sentence = note(answer)
    assert sentence == told or re.fullmatch(told, sentence)
    assert_clear(sentence)
    assert await contents(garden, but=REMEMBERED) == before


async def test_a_hundred_kilobytes_of_words_are_read_in_no_time(garden: Chat):
    """A command with far too many words is refused like any other."""
    await garden.say("teacher", "/quiz stop")
    before = await contents(garden, but=REMEMBERED)
    for words in ("a " * 50_000, "1 " * 50_000, '"' * 100_000, "a:" * 50_000, "@a " * 30_000, "topic:a " * 12_000):
        answer = await garden.app.handle(Invoke(**fields(garden, "teacher"), command="quiz", text=f"round {words}"))
        assert_clear(note(answer))
    assert await contents(garden, but=REMEMBERED) == before


async def test_a_topic_of_several_words_needs_no_quotation_marks(garden: Chat):
    """What is written after a command without names belongs together, however many words it has."""
    begun = await garden.say("teacher", "/quiz round in your own words")
    assert "In your own words · question 1 of" in begun


async def test_by_name_or_in_order_means_the_same(garden: Chat):
    """`/quiz round judging 3 60 yes no` is what it is with a name before each."""
    named = await garden.say("teacher", "/quiz round topic:judging questions:3 seconds:60 speed:yes thread:no")
    await garden.say("teacher", "/quiz stop")
    assert await garden.say("teacher", "/quiz round judging 3 60 yes no") == named


async def test_what_was_understood_stands_in_the_form_that_asks_for_the_rest(garden: Chat):
    """Written with names or without."""
    asked = await garden.say("teacher", "/quiz set growing 5 typed")
    assert re.search(r"topic · .* \[growing\]\n", asked)
    assert re.search(r"questions · .* \[5\]\n", asked)
    assert re.search(r"kind · .* \[typed\]\n", asked)


# Presses


@pytest.mark.parametrize(
    ("person", "address", "told"),
    [
        ("maya", "round.answer", STALE),
        ("maya", "round.answer:{id}", STALE),
        ("maya", "round.answer:{id}:1", STALE),
        ("maya", "round.answer:{id}:1:0:0", STALE),
        ("maya", "round.answer:{id}:one:0", STALE),
        ("maya", "round.answer:{id}:1:0x1", STALE),
        ("maya", "round.answer:{id}:1:", STALE),
        ("maya", "round.answer:::", STALE),
        ("maya", ":::", STALE),
        ("maya", "x", STALE),
        ("maya", "nothing.such:1:2:3", STALE),
        ("maya", "command.run:quiz:round", "Only a teacher of this class can do that."),
        ("maya", "round.answer:{id}:1:-1", "There is no such option."),
        ("maya", "round.answer:{id}:1:2", "There is no such option."),
        ("maya", f"round.answer:{{id}}:1:{'9' * 60}", "There is no such option."),
        ("maya", "round.answer:{id}:0:0", "There is no such question in this round."),
        ("maya", "round.answer:{id}:-1:0", "There is no such question in this round."),
        ("maya", "round.answer:{id}:2:0", "There is no such question in this round."),
        ("maya", f"round.answer:{{id}}:{'9' * 60}:0", "There is no such question in this round."),
        ("maya", "round.answer:unknown:1:0", "That round is not known here."),
        ("maya", "round.answer:' OR 1=1 --:1:0", "That round is not known here."),
        ("maya", "round.answer:%:1:0", "That round is not known here."),
        ("maya", "round.answer:{elsewhere}:1:0", "That round is in another room."),
        ("maya", "round.answer:{over}:1:0", r"Question 1 is closed\..*"),
        ("maya", "round.answer:{written}:1:0", "There is no such option."),
        ("maya", "round.write:{id}:1", "That question is answered with its buttons."),
        ("maya", "round.write:{written}:1", r"Question 1 is closed\..*"),
        ("maya", "round.write:unknown:1", "That round is not known here."),
        ("maya", "round.next:{id}:1", "Only a teacher of this class can do that."),
        ("teacher", "round.next:{id}:1", r".+"),
        ("teacher", "round.next:{id}:7", "The round has gone on already."),
        ("teacher", "round.next:{over}:1", "The round has gone on already."),
        ("teacher", "round.next:unknown:1", "That round is not known here."),
        ("maya", "round.source:{id}:1", "That comes with the answer."),
        ("maya", "round.source:{id}:0", "That comes with the answer."),
        ("maya", "round.source:{id}:-1", "That comes with the answer."),
        ("maya", f"round.source:{{id}}:{'9' * 60}", "That comes with the answer."),
        ("maya", "round.source:unknown:1", "That round is not known here."),
        ("maya", "round.place:unknown", "That round is not known here."),
        ("maya", "round.missed:unknown", "That round is not known here."),
        ("maya", "round.missed:{id}", "The round is still going on."),
        ("maya", "solo.answer:unknown:1:0", "That quiz is not known here. /quiz solo begins another."),
        ("maya", "solo.answer:{id}:1:0", "That quiz is not known here. /quiz solo begins another."),
        ("maya", "solo.answer:{solo}:1:0", "That quiz is somebody else's. /quiz solo begins your own."),
        ("maya", "solo.next:{solo}:1", "That quiz is somebody else's. /quiz solo begins your own."),
        ("maya", "solo.missed:{solo}", "That quiz is somebody else's. /quiz solo begins your own."),
        ("tom", "solo.answer:{solo}:1:4", "There is no such option."),
        ("tom", "solo.answer:{solo}:1:-1", "There is no such option."),
        ("tom", "solo.answer:{solo}:2:0", "You have answered that one already. /quiz solo takes you to where you are."),
        ("tom", f"solo.answer:{{solo}}:{'9' * 60}:0", r"You have answered that one already\. .*"),
        ("tom", "solo.next:{solo}:1", r"You have gone on from there already\. .*"),
        ("tom", "solo.missed:{solo}", r".+"),
        ("tom", "solo.write:{solo}:1", "That question is answered with its buttons."),
        ("tom", "solo.check:{solo}:1", r".+"),
        ("maya", "fact.source:garden/none", "That fact has been withdrawn from the bank."),
        ("maya", "fact.source:garden/g-01", "That fact has been withdrawn from the bank."),
        ("maya", "fact.test:garden/none", "That fact has been withdrawn from the bank."),
        ("maya", "fact.test:garden/gf-03", "No question goes with this fact yet."),
        ("maya", "standings.names:perhaps", STALE),
        ("maya", "standings.names:", STALE),
    ],
)
async def test_a_press_that_leads_nowhere_gets_a_sentence(garden: Chat, person: str, address: str, told: str):
    """Stale, forged and garbled addresses are refused politely, whoever presses them, and change nothing."""
    known = await furnished(garden)
    before = await contents(garden, but=REMEMBERED)
    answer = await garden.app.handle(Press(**fields(garden, person), action=Action(address.format(**known))))
    sentence = note(answer)
    assert sentence == told or re.fullmatch(told, sentence)
    assert_clear(sentence)
    assert await contents(garden, but=REMEMBERED) == before


async def test_a_press_says_nothing_of_what_it_must_not(garden: Chat):
    """No refusal to a forged press gives away the key, a source or the explanation of an open question."""
    known = await furnished(garden)
    since = len(garden.shown)
    for address in ("round.source:{id}:1", "round.place:{id}", "round.missed:{id}", "fact.source:garden/g-05"):
        await garden.press_action("maya", address.format(**known))
    said = " ".join(shown.view.spoken for shown in garden.shown[since:])
    assert "frost" not in said
    assert "Rose" not in said


@pytest.mark.parametrize(
    ("person", "address", "entries", "told"),
    [
        ("maya", "round.write:{id}:1", {"answer": "spade"}, "That question is answered with its buttons."),
        ("maya", "round.write:{id}:9", {"answer": "spade"}, "There is no such question in this round."),
        ("maya", "round.write:{written}:1", {"answer": "spade"}, r"Question 1 is closed\..*"),
        ("maya", "round.write:unknown:1", {"answer": "spade"}, "That round is not known here."),
        (
            "maya",
            "round.write:{elsewhere}:1",
            {"answer": "spade"},
            r"That question is answered .*|That round is in another room\.",
        ),
        ("maya", "round.write:{id}", {"answer": "spade"}, STALE),
        ("maya", "round.answer:{id}:1:0", {"answer": "spade"}, STALE),
        ("maya", "nothing.such", {}, STALE),
        ("maya", "solo.write:{solo}:1", {"answer": "spade"}, r"That quiz is somebody else's\. .*"),
        ("tom", "solo.write:{solo}:1", {"answer": "spade"}, "That question is answered with its buttons."),
        ("maya", "command.run:quiz:stop", {}, "Only a teacher of this class can do that."),
        ("maya", "command.run:quiz:dance", {}, r"There is no command /quiz dance\. .*"),
        ("maya", "command.run", {}, r"There is no command /\..*"),
    ],
)
async def test_a_form_that_leads_nowhere_gets_a_sentence(
    garden: Chat, person: str, address: str, entries: dict, told: str
):
    """What is submitted to the wrong place, too late or by the wrong person is refused and leaves no trace."""
    known = await furnished(garden)
    before = await contents(garden, but=REMEMBERED)
    event = Submit(**fields(garden, person), action=Action(address.format(**known)), fields=entries)
    sentence = note(await garden.app.handle(event))
    assert sentence == told or re.fullmatch(told, sentence)
    assert_clear(sentence)
    assert await contents(garden, but=REMEMBERED) == before


async def test_a_suggestion_for_something_unknown_is_no_suggestion(garden: Chat):
    """While somebody types, what can't be completed offers nothing; however long or odd it is."""
    await garden.say("teacher", "/quiz stop")
    before = await contents(garden)
    for command, option, typed in (
        ("dance", "topic", "a"),
        ("quiz round", "colour", "a"),
        ("quiz round", "topic", LONG),
        ("quiz round", "topic", ESCAPES),
        ("quiz round", "questions", "x"),
        (LONG, LONG, LONG),
    ):
        event = Suggest(**fields(garden, "maya"), command=command, option=option, typed=typed)
        assert (await garden.app.handle(event)).options == ()
    assert await contents(garden) == before


# Typed answers


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "Write an answer first."),
        ("     ", "Write an answer first."),
        ("\t\r\n", "Write an answer first."),
        ("\x00\x07\x1b", "Write an answer first."),
        ("\u200b\u200d\ufeff\u202e", "Write an answer first."),
        ("x" * 301, "Keep it under 300 characters; an answer here is a few words."),
        (LONG, "Keep it under 300 characters; an answer here is a few words."),
        ("\x1b[31m" * 100_000, "Keep it under 300 characters; an answer here is a few words."),
    ],
)
async def test_a_typed_answer_that_cannot_be_taken_is_refused_and_kept(garden: Chat, written: str, told: str):
    """Nothing, spaces, invisible characters, 100 kB: a sentence, no response, and the form reopens."""
    await garden.say("teacher", "/quiz round topic:writing questions:1")
    await garden.press("maya", "Answer")
    before = await contents(garden, but=("drafts",))
    refused = await garden.write("maya", written)
    assert refused.splitlines() == [f"(only maya) {told}", "    [Try again]"]
    assert await contents(garden, but=("drafts",)) == before
    again = await garden.press("maya", "Try again")
    assert again.startswith("(form for maya) Your answer")
    assert "Locked in: spade." in await garden.write("maya", "spade")
    assert await garden.marks("maya") == []
    assert await garden.count(responses) == 1


async def test_an_answer_of_the_most_characters_is_taken(garden: Chat):
    """Three hundred characters are allowed, and so is being told that one has too many only beyond that."""
    await garden.say("teacher", "/quiz round topic:writing questions:1")
    await garden.press("maya", "Answer")
    assert "Locked in" in await garden.write("maya", "x" * 300)


async def test_refused_text_comes_back_in_the_form(garden: Chat):
    """Whoever wrote too much finds their text again and can shorten it, even after a restart."""
    await garden.say("teacher", "/quiz round topic:writing questions:1 seconds:300")
    await garden.press("maya", "Answer")
    await garden.write("maya", "a spade, as my grandfather used to say " * 8)
    await garden.restart()
    assert "[a spade, as my grandfather used to say" in await garden.press("maya", "Try again")
    await garden.write("maya", "a spade")
    await garden.press("maya", "Answer")
    assert await garden.count(drafts) == 0


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\x1b[2J\x1b[31mrake\x1b[0m", "[2J [31mrake [0m"),
        ("fo\x00rk\x07", "fo rk"),
        ("rake\r\nround over", "rake round over"),
        ("\u202erake\u202c", "rake"),
        ("\u2066rake\u2069\u061c\u200f", "rake"),
        ("**rake** *rake* _rake_ `rake`", "**rake** *rake* _rake_ `rake`"),
        ("@everyone <!channel> <@U1> <#C1>", "@everyone <!channel> <@U1> <#C1>"),
        ("[rake](https://example.org) ||rake|| &amp; {}", "[rake](https://example.org) ||rake|| &amp; {}"),
        ("'; DROP TABLE responses; --", "'; DROP TABLE responses; --"),
        ("\ud800rake", "rake"),
        ("叉子 вилка 🍴", "叉子 вилка 🍴"),
    ],
)
async def test_a_typed_answer_never_acts(chat: Chat, written: str, kept: str):
    """Escapes and direction marks never reach the screen; mark-up and mentions stay the characters that they are."""
    await chat.say("teacher", "/quiz round topic:writing questions:1")
    await chat.press("maya", "Answer")
    since = len(chat.shown)
    await chat.write("maya", written)
    [shown] = [shown for shown in chat.shown[since:] if shown.kind != "edit"]
    assert (shown.kind, shown.where) == ("note", "maya")
    assert shown.view.text[1] == Run(kept, "bold")
    assert plain(shown.view.text) == f"Locked in: {kept}. You can change it until the time is up."
    [row] = await chat.rows(select(responses.c.given))
    assert json.loads(row.given) == [kept]
    over = await chat.wait("30s")
    assert "Spade · 0 of 1 right" in over
    assert kept not in over
    assert await chat.count(marks) == 1


@pytest.mark.parametrize("written", ["spa\u200bde", "\ufeffspade", "spa\u00adde", "s\u2060p\u2060ade", "spade\u200e"])
async def test_characters_that_nobody_sees_do_not_spoil_an_answer(garden: Chat, written: str):
    """A right answer pasted with zero-width characters or soft hyphens in it is right."""
    await garden.say("teacher", "/quiz round topic:writing questions:1")
    await garden.press("maya", "Answer")
    assert "Locked in: spade." in await garden.write("maya", written)
    await garden.wait("30s")
    assert await garden.points("maya") == 100


# Redelivery


async def test_an_event_that_comes_twice_is_answered_alike_and_done_once(chat: Chat):
    """Every kind of event, delivered again at once: the same answer, and not one row more."""
    seen = deliver_twice(chat)
    for words in (
        "/swot help",
        "/class teachers",
        "/class role role:teacher person:@ada",
        "/leaderboard names:show",
        "/fact now",
    ):
        await chat.say("teacher", words)
    await chat.session.suggest("maya", "quiz round", "topic", "wri")
    await chat.home("maya")
    await chat.say("teacher", "/quiz round topic:judging questions:1")
    await chat.press("maya", "True")
    await chat.press("maya", "False")
    await chat.press_action("maya", "round.answer:unknown:1:0")
    await chat.wait("25s")
    await chat.press("maya", "Source")
    await chat.press("teacher", "Result")
    await chat.press("maya", "My place")
    await chat.press("tom", "Retry what I missed")
    await chat.press("tom", "True")
    await chat.press("tom", "Result")
    await chat.say("teacher", "/quiz round topic:writing questions:1")
    await chat.press("maya", "Answer")
    await chat.write("maya", "")
    await chat.press("maya", "Try again")
    await chat.write("maya", "spade")
    await chat.say("teacher", "/quiz stop")
    for topic in ("ticking", "ordering"):
        await chat.say("tom", f"/quiz solo topic:{topic} questions:1")
        for label in ("A", "B", "C", "Check", "Result"):
            await chat.press("tom", label)
    await chat.say("teacher", "/quiz round topic:ticking questions:1")
    await chat.press("maya", "A")
    await chat.session.lose_room()
    # Discord has no page to open: people ask for theirs with a command.
    assert seen | {Opened} == {Invoke, Press, Submit, Suggest, Opened, Notice}
    assert Opened in seen or chat.session.platform == "discord"
    assert await chat.count(rounds) == 3
    assert await chat.count(solos) == 3
    assert await chat.points("maya") == 100


async def test_a_round_that_is_asked_for_twice_in_one_delivery_is_posted_once(chat: Chat):
    """The platform repeats the teacher's command: one round, one question, the same words to the teacher."""
    await chat.say("teacher", "/quiz round topic:judging questions:1")
    again = await chat.redeliver()
    assert again == "(only teacher) True or false: 1 question, 25 s each. /quiz stop ends it."
    assert await chat.count(rounds) == 1
    assert len([shown for shown in chat.shown if shown.kind == "post"]) == 1


async def test_an_answer_that_is_delivered_late_again_does_not_undo_a_change_of_mind(chat: Chat):
    """A press repeated by the platform after the learner pressed something else is told back and not counted again."""
    await chat.say("teacher", "/quiz round topic:judging questions:1")
    await chat.press("maya", "True")
    first = chat.session.last
    await chat.press("maya", "False")
    assert "True" in note(await chat.app.handle(first))
    await chat.wait("30s")
    assert "True" in note(await chat.app.handle(first))
    assert await chat.marks("maya") == ["False"]
    assert await chat.count(responses) == 2


async def test_a_redelivery_after_a_restart_is_known_too(chat: Chat):
    """What was answered is in the database: another process gives the same answer."""
    await chat.say("teacher", "/quiz round topic:ticking questions:1")
    told = await chat.press("maya", "A")
    await chat.restart()
    before = await contents(chat)
    assert await chat.redeliver() == told
    assert await contents(chat) == before


async def test_events_that_arrive_twice_at_once_are_done_once(chat: Chat):
    """Both copies of an answer in one commit: one response, and the same words to both."""
    await chat.say("teacher", "/quiz round topic:ticking questions:1")
    here = chat.actions("A")[0]
    press = Press(**fields(chat, "maya"), action=Action(here))
    first, second = await asyncio.gather(chat.app.handle(press), chat.app.handle(press))
    assert first == second
    assert await chat.count(responses) == 1


# How the tests put it


async def furnished(chat: Chat) -> dict[str, str]:
    """The ids of two rounds that are over, one in another room, one that is open on a statement, and Tom's own quiz."""
    ids = {}
    for name, topic, room in (
        ("over", "judging", "history"),
        ("written", "writing", "history"),
        ("elsewhere", "judging", "biology"),
        ("id", "judging", "history"),
    ):
        chat.session.room = room
        await chat.say("teacher", f"/quiz round topic:{topic} questions:1 seconds:300")
        [ids[name]] = [row.id for row in await chat.rows(select(rounds.c.id)) if row.id not in ids.values()]
        if name in ("over", "written"):
            await chat.say("teacher", "/quiz stop")
    await chat.say("tom", "/quiz solo topic:growing questions:2")
    [solo] = await chat.rows(select(solos.c.id))
    return {**ids, "solo": solo.id}


async def contents(chat: Chat, *, but: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but those of the tables named."""

    def read(tx: Connection) -> dict[str, list[tuple[Any, ...]]]:
        tables = [table for table in metadata.sorted_tables if table.name not in but]
        return {table.name: sorted((tuple(row) for row in tx.execute(select(table))), key=repr) for table in tables}

    return await chat.app.database.read(read)


def fields(chat: Chat, person: str) -> dict[str, Any]:
    """Who, where and when of a new event."""
    return chat.session._by(person)


def note(answer: Answer | None) -> str:
    """The words of an answer that only the person sees, and that opens no form."""
    assert not isinstance(answer, Form | Invalid)
    assert isinstance(answer, Reply)
    assert answer.how == "note"
    return plain(answer.view.text)


def assert_clear(sentence: str) -> None:
    """Hold a refusal to what makes it one: short, whole, printable, and no apology for a fault of ours."""
    assert "Sorry" not in sentence
    assert sentence.isprintable()
    assert sentence[-1] in ".?!:"
    assert len(sentence) <= 300


def deliver_twice(chat: Chat) -> set[type[AnyEvent]]:
    """Have every event delivered again at once and held to its first answer; a set of the kinds that came."""
    handle, kinds = chat.app.handle, set()

    async def twice(event: AnyEvent) -> Answer | None:
        kinds.add(type(event))
        first = await handle(event)
        before = await contents(chat)
        assert await handle(event) == first, event
        assert await contents(chat) == before, event
        return first

    chat.app.handle = twice
    return kinds
