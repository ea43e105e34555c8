"""A question reported: what learners and teachers see of it, and what becomes of it in this class alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import func, select, update

from bot.appeals.model import REASONS
from bot.storage.tables import classes, deeds, marks, outbox, remarked, reported, reports, responses, roles
from tests.chat_harness import Chat

ONLY_TEACHERS = "Only a teacher of this class can do that."
THANKED = "Thank you. Your teacher will look at it."
SPADE = "What is the tool for turning soil, with a flat blade and a long handle?"
FROST = "Tomatoes survive a hard frost."


# Helpers


async def answer(chat: Chat, person: str, words: str = "delving tool") -> str:
    """A person answers the typed question on their own."""
    await chat.say(person, "/quiz solo", topic="writing")
    await chat.press(person, "Answer")
    return await chat.write(person, words)


async def report(chat: Chat, person: str, reason: str = "Wrong answer") -> str:
    """A person reports what they have just answered."""
    asked = await chat.press(person, "Report")
    assert f"(only {person}) What is wrong with this question?" in asked, asked
    return await chat.press(person, reason)


async def reported_spade(chat: Chat) -> str:
    """Tom has answered the typed question and reported it; its id in the queue."""
    await chat.say("teacher", "/class reports")
    await answer(chat, "tom")
    await report(chat, "tom")
    [row] = await chat.rows(select(reported.c.id))
    return str(row.id)


async def kept(chat: Chat) -> list[Any]:
    """Everything that a report could change."""
    tables = (reported, reports, marks, remarked)
    return [[list(await chat.rows(table.select())) for table in tables], await chat.count(outbox)]


# The learner's side


@pytest.mark.parametrize(("reason", "label"), REASONS.items())
async def test_a_question_is_reported_for_one_of_four_reasons(chat: Chat, reason: str, label: str):
    """[Report] beside the answer, one of four buttons, and a thank you; nobody else notices."""
    await answer(chat, "tom", "spade")
    asked = await chat.press("tom", "Report")
    assert "[Wrong answer] [Unclear or ambiguous] [Out of date or unfair] [Typing mistake]" in asked
    assert THANKED in await chat.press("tom", label)
    assert [row.reason for row in await chat.rows(select(reports.c.reason))] == [reason]
    assert await chat.count(outbox) == 0


async def test_after_a_round_everybody_can_report_its_questions(chat: Chat):
    """Beside the answer that all see; also for those who did not answer it."""
    await chat.say("teacher", "/quiz round", topic="judging", questions=1, seconds=20)
    assert "[Report]" not in str(chat.actions("Report"))
    await chat.wait("21s")
    for person in ("tom", "maya"):
        assert THANKED in await report(chat, person, "Unclear")
    queue = await chat.say("teacher", "/class reports")
    assert FROST in queue
    assert "2 unclear or ambiguous" in queue


async def test_the_same_person_reports_a_question_once(chat: Chat):
    """Wherever they meet it again, and whatever became of it."""
    await reported_spade(chat)
    before = await kept(chat)
    told = "(only tom) You have reported that one already. Your teacher will look at it."
    assert await chat.press("tom", "Report") == told
    await answer(chat, "tom")
    assert await chat.press("tom", "Report") == told
    mine = select(func.max(responses.c.seq))
    assert await chat.press_action("tom", f"report.send:{(await chat.rows(mine))[0][0]}:typo") == told
    assert (await kept(chat))[0][:2] == before[0][:2]
    await chat.say("teacher", "/class reports")
    await chat.press("teacher", "Nothing wrong")
    told = "(only tom) You have reported that one already. Your teacher has looked at it."
    assert await chat.press("tom", "Report") == told


# The queue


async def test_the_queue_tells_how_many_said_what(chat: Chat):
    """Each question with its counts, most first; the one that has waited longest comes first."""
    await chat.say("teacher", "/class reports")
    await answer(chat, "tom")
    await report(chat, "tom", "Typing")
    await chat.wait("1s")
    for person in ("maya", "tom"):
        await chat.say(person, "/quiz solo", topic="judging")
        await chat.press(person, "Skip")
        await report(chat, person, "Wrong")
    queue = await chat.say("teacher", "/class reports")
    assert queue.startswith("(only teacher) A question is reported\n")
    assert SPADE in queue
    assert "1 typing mistake" in queue
    assert "[See it] [Leave it out here] [Accept another answer…] [Nothing wrong] [Next (1 more)]" in queue
    other = await chat.press("teacher", "Next")
    assert FROST in other
    assert "2 wrong answer" in other
    assert SPADE in await chat.press("teacher", "Next")


async def test_a_teacher_sees_the_question_its_key_and_its_sources(chat: Chat):
    """As it is asked, with the answer and what it rests on; privately."""
    await reported_spade(chat)
    await chat.say("teacher", "/class reports")
    seen = await chat.press("teacher", "See it")
    assert seen.startswith(f"(only teacher) {SPADE}")
    for words in ("The answer: Spade", "A fork loosens; a spade turns.", "Says who?", "The Long Border"):
        assert words in seen


async def test_nothing_wrong_changes_nothing_and_thanks(chat: Chat):
    """Whoever reported it gets one line on their desk."""
    await reported_spade(chat)
    await chat.say("teacher", "/class reports")
    told = await chat.press("teacher", "Nothing wrong")
    assert f"Nothing wrong: “{SPADE}” stays as it is." in told
    assert f"(desk of tom) Thank you for reporting “{SPADE}”: your teacher finds it right as it is." in told
    assert await chat.say("teacher", "/class reports") == "(only teacher) No reported question waits for you."


async def test_a_question_is_left_out_of_this_class(chat: Chat):
    """It is asked here no more; the reporters are thanked."""
    await reported_spade(chat)
    await chat.say("teacher", "/class reports")
    told = await chat.press("teacher", "Leave it out here")
    assert f"Left out here: “{SPADE}” is not asked in this class any more." in told
    assert f"(desk of tom) Thank you for reporting “{SPADE}”: it is not asked in your class any more." in told
    assert SPADE not in await chat.say("maya", "/quiz solo", topic="writing")


async def test_another_answer_is_accepted_and_marks_follow(chat: Chat):
    """The key takes it, all answers are marked again, and those concerned are told; in this class alone."""
    await reported_spade(chat)
    await answer(chat, "maya", "Delving tool")
    await chat.say("teacher", "/class reports")
    form = await chat.press("teacher", "Accept another answer")
    assert form.startswith("(form for teacher) Another answer\n")
    told = await chat.write("teacher", "delving tool")
    assert f"Another answer counts for “{SPADE}” in this class now. 2 marks changed; the learners are told." in told
    assert "(desk of maya) Your answer Delving tool to" in told
    assert told.count("now counts: +0.5.") == 2
    assert f"Thank you for reporting “{SPADE}”: another answer counts as well now." in told
    assert (await chat.points("maya"), await chat.points("tom")) == (100, 100)


async def test_what_is_no_answer_can_not_be_accepted(chat: Chat):
    """What the key can't take, or takes already, is refused with a sentence, and the report waits."""
    await reported_spade(chat)
    await chat.say("teacher", "/class reports")
    await chat.press("teacher", "Accept another answer")
    before = await kept(chat)
    assert "(only teacher) That answer counts already." in await chat.write("teacher", "A spade")
    assert await kept(chat) == before
    assert SPADE in await chat.say("teacher", "/class reports")


async def test_a_report_is_decided_once(chat: Chat):
    """A late press says so and changes nothing."""
    id = await reported_spade(chat)
    await chat.say("teacher", "/class reports")
    await chat.press("teacher", "Nothing wrong")
    before = await kept(chat)
    for verb in ("out", "fine", "accept"):
        told = await chat.press_action("teacher", f"reports.{verb}:{id}")
        assert told == "(only teacher) That is decided already. /class reports shows what else waits.", verb
    assert await kept(chat) == before


async def test_learners_decide_nothing_and_observers_only_look(chat: Chat):
    """Nor does anybody who makes up an address."""
    id = await reported_spade(chat)
    before = await kept(chat)
    assert "(only tom) Only whoever teaches, marks or observes" in await chat.say("tom", "/class reports")
    for verb in ("out", "fine", "accept"):
        assert await chat.press_action("tom", f"reports.{verb}:{id}") == f"(only tom) {ONLY_TEACHERS}"
    assert "Spade" not in await chat.press_action("tom", f"reports.see:{id}")

    def observe(tx: Any) -> None:
        [row] = tx.execute(select(roles).limit(1)).all()
        tx.execute(roles.insert().values({**row._asdict(), "holder": chat.session.key("maya"), "role": "observer"}))

    await chat.app.database.write(observe)
    assert SPADE in await chat.say("maya", "/class reports")
    for verb in ("out", "fine", "accept"):
        assert await chat.press_action("maya", f"reports.{verb}:{id}") == f"(only maya) {ONLY_TEACHERS}"
    assert await kept(chat) == before


async def test_another_class_s_report_is_not_known(chat: Chat):
    """Its teacher decides; whoever teaches here learns nothing of it."""
    id = await reported_spade(chat)

    def move(tx: Any) -> None:
        [row] = tx.execute(select(classes).limit(1)).all()
        tx.execute(classes.insert().values({**row._asdict(), "id": "elsewhere"}))
        tx.execute(update(reported).values(class_id="elsewhere"))

    await chat.app.database.write(move)
    before = await kept(chat)
    for verb in ("see", "out", "fine", "accept"):
        for number in (id, "nothing"):
            told = await chat.press_action("teacher", f"reports.{verb}:{number}")
            assert "not known" in told, (verb, told)
            assert "Spade" not in told
    assert await kept(chat) == before


async def test_forged_reports_are_refused(chat: Chat):
    """Of a round elsewhere, of no question, for no reason."""
    await chat.say("teacher", "/quiz round", topic="judging", questions=1, seconds=20)
    await chat.wait("21s")
    [address] = chat.actions("Report")
    id = re.split(":", address)[1]
    before = await kept(chat)
    for forged, told in (
        ("report.round:nothing:1", "That round is not known here."),
        (f"report.round:{id}:2", "That comes with the answer."),
        (f"report.shown:{id}:0:wrong", "That comes with the answer."),
        (f"report.shown:{id}:1:because", "Choose one of the four."),
    ):
        assert await chat.press_action("tom", forged) == f"(only tom) {told}", forged
    assert await kept(chat) == before


async def test_decisions_stand_in_the_log(chat: Chat):
    """In the words that the teacher was told."""
    await reported_spade(chat)
    await chat.say("teacher", "/class reports")
    await chat.press("teacher", "Leave it out here")
    [told] = [row.told for row in await chat.rows(select(deeds.c.told))]
    assert told.startswith(f"Left out here: “{SPADE}”")
    assert "Tom" not in told
