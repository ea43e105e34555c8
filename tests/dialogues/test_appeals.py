"""A mark disputed: what learners and those who decide see of it, and what becomes of the standings."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, update

from bot.appeals.model import MOST_OPEN
from bot.chat import Action, Aside, DeskRefused, Submit, plain
from bot.storage.tables import (
    accounts,
    appeals,
    classes,
    deeds,
    disputes,
    due,
    marks,
    outbox,
    remarked,
    responses,
    roles,
)
from tests.chat_harness import Chat

ONLY_DECIDERS = "Only whoever teaches or marks this class can do that."
ONLY_TEACHERS = "Only a teacher of this class can do that."
NOT_YOURS = "That answer is not one of yours."
SPADE = "What is the tool for turning soil, with a flat blade and a long handle?"


# Helpers


async def teach(chat: Chat) -> None:
    """The teacher is there, and has looked at the queue."""
    told = await chat.say("teacher", "/class appeals")
    assert told == "(only teacher) No disputed mark waits for you."


async def write(chat: Chat, person: str, words: str) -> str:
    """A person answers the typed question on their own."""
    await chat.say(person, "/quiz solo", topic="writing")
    await chat.press(person, "Answer")
    return await chat.write(person, words)


async def dispute(chat: Chat, person: str, words: str = "delving tool") -> str:
    """A person answers the typed question and disputes the mark."""
    await write(chat, person, words)
    return await chat.press(person, "Dispute")


async def choose(chat: Chat, person: str, topic: str, option: str) -> str:
    """A person presses an option of a question of one topic, on their own."""
    told = await chat.say(person, "/quiz solo", topic=topic)
    found = re.search(rf"\[((?:[A-D] )?{option})\]", told)
    assert found, told
    return await chat.press(person, found[1])


async def place(chat: Chat, person: str) -> str:
    """What the leaderboard says of a person's own place."""
    told = await chat.say(person, "/leaderboard")
    found = re.search(r"You are (.+)\.", told)
    return found[1] if found else "nowhere"


async def decline(chat: Chat, comment: str) -> str:
    """The teacher declines, and says so."""
    await chat.press("teacher", "Decline")
    return await chat.write("teacher", comment)


async def kept(chat: Chat) -> list[Any]:
    """Everything that a dispute could change."""
    tables = (disputes, appeals, marks, remarked, due)
    return [[list(await chat.rows(table.select())) for table in tables], await chat.count(outbox)]


async def case(chat: Chat) -> str:
    """The id of the only dispute there is."""
    [row] = await chat.rows(select(disputes.c.id))
    return str(row.id)


async def last_response(chat: Chat, person: str) -> int:
    """The number of what a person gave last."""
    mine = select(func.max(responses.c.seq)).where(responses.c.person == chat.session.key(person))
    return int((await chat.rows(mine))[0][0])


async def give_role(chat: Chat, person: str, role: str) -> None:
    """Somebody has a role in the class."""
    key = chat.session.key(person)

    def put(tx: Any) -> None:
        [row] = tx.execute(select(roles).limit(1)).all()
        named = {**row._asdict(), "holder": key, "role": role, "named_by": key}
        tx.execute(roles.insert().values(named))

    await chat.app.database.write(put)


# The scene


async def test_a_mark_is_disputed_looked_at_and_not_changed(chat: Chat):
    """Tom presses once; the teacher sees answer, key and rule, and declines with a sentence, which Tom gets."""
    await teach(chat)
    sent = await dispute(chat, "tom")
    assert "(only tom) Sent to your teacher." in sent
    assert "(desk of teacher) A mark is disputed" in sent
    assert SPADE in sent
    assert "Tom answered “delving tool”; key “Spade”; rule: it is not among the answers that count." in sent
    assert "[Uphold] [Decline]" in sent

    form = await chat.press("teacher", "Decline")
    assert form.startswith("(form for teacher) Decline\n")
    assert "[The answer is “Spade”.]" in form
    told = await chat.write("teacher", "The name was asked for.")
    assert "Declined by Teacher: the key of" in told
    assert "(desk of tom) Not changed: “The name was asked for.”" in told
    assert "You had answered delving tool to" in told
    assert "[Uphold]" not in told
    assert await chat.points("tom") == 0


async def test_an_appeal_is_upheld_and_the_standings_move(chat: Chat):
    """One learner disputes; the key takes the answer; both who gave it have the point, are told, and move up."""
    await teach(chat)
    await choose(chat, "maya", "judging", "False")
    await write(chat, "maya", "delving tool")
    await dispute(chat, "tom")
    assert await place(chat, "maya") == "1st of 1 with 0.5 points"
    assert await place(chat, "tom") == "nowhere"

    upheld = await chat.press("teacher", "Uphold")
    assert "Upheld by Teacher: the key of" in upheld
    assert "2 marks changed; the learners are told." in upheld
    for person in ("maya", "tom"):
        assert re.search(
            rf"\(desk of {person}\) Your answer delving tool to “{re.escape(SPADE)}” now counts: \+0\.5\.", upheld
        )
    assert await place(chat, "maya") == "1st of 2 with 1 point"
    assert await place(chat, "tom") == "2nd of 2 with 0.5 points"

    # From now on it is right for everyone.
    assert "✓" in await write(chat, "maya", "Delving tool!")
    assert "delving tool · upheld: it counts" in await chat.say("tom", "/quiz disputes")


async def test_what_was_upheld_can_be_taken_back(chat: Chat):
    """Key, marks and standings are as they were, the learners are told, and the dispute waits to be decided anew."""
    await teach(chat)
    await dispute(chat, "tom")
    before = await chat.rows(select(marks.c.response, marks.c.verdict, marks.c.earned, marks.c.bonus, marks.c.marker))
    await chat.press("teacher", "Uphold")
    back = await chat.press("teacher", "Take it back")
    assert "Taken back: 1 mark changed. “" in back
    assert "now counts" not in back
    assert "no longer counts: −0.5. Your teacher looks at it again." in back
    assert await place(chat, "tom") == "nowhere"
    after = await chat.rows(select(marks.c.response, marks.c.verdict, marks.c.earned, marks.c.bonus, marks.c.marker))
    assert after == before
    assert "(desk of tom) Not changed: “No.”" in await decline(chat, "No.")
    assert "Not delving tool" in await write(chat, "maya", "delving tool")


async def test_the_same_answer_of_several_is_one_case(chat: Chat):
    """However it is written; everyone is told what was decided."""
    await teach(chat)
    await dispute(chat, "tom", "delving tool")
    second = await dispute(chat, "maya", "A Delving-Tool.")
    assert "2 learners (Tom, Maya) answered “delving tool”" in second
    assert "(desk of teacher)" not in second
    assert await chat.count(disputes) == 1
    told = await decline(chat, "Not a word for it.")
    for person in ("maya", "tom"):
        assert f"(desk of {person}) Not changed: “Not a word for it.”" in told


async def test_nothing_need_be_said_to_decline(chat: Chat):
    """An emptied comment is none."""
    await teach(chat)
    await dispute(chat, "tom")
    by, action = chat.by("teacher"), Action(f"appeal.declined:{await case(chat)}:queue")
    sent = Submit(
        person=by.person,
        name=by.name,
        room=by.room,
        at=by.at,
        delivery=by.delivery,
        manages=by.manages,
        action=action,
        fields={"comment": " "},
    )
    await chat.app.handle(sent)
    since = len(chat.shown)
    await chat.session.settle()
    told = [plain(shown.view.text) for shown in chat.shown[since:] if shown.view]
    assert any(words.startswith("Not changed: the key stays as it is.") for words in told)


# Kinds whose key can't say it


async def test_where_the_key_cannot_take_it_the_mark_is_given_to_all_who_answered_so(chat: Chat):
    """A statement is true or false; so the mark is given by a person, and never touched by marking again."""
    await teach(chat)
    await choose(chat, "maya", "judging", "True")
    await choose(chat, "tom", "judging", "True")
    await chat.press("tom", "Dispute")
    choice = await chat.press("teacher", "Uphold")
    assert "The key of this question can't take that answer. What should be done instead?" in choice
    assert "[Give this mark to all] [Leave the question out] [Back]" in choice
    given = await chat.press("teacher", "Give this mark")
    assert "Upheld by Teacher: whoever answered so to" in given
    assert given.count("now counts: +0.5.") == 2
    assert (await chat.points("maya"), await chat.points("tom")) == (100, 100)
    assert {row.marker for row in await chat.rows(select(marks.c.marker))} == {chat.session.key("teacher")}

    await chat.app.remarking().difference(everything=True)
    assert (await chat.points("maya"), await chat.points("tom")) == (100, 100)

    back = await chat.press("teacher", "Take it back")
    assert back.count("no longer counts: −0.5.") == 2
    assert {row.marker for row in await chat.rows(select(marks.c.marker))} == {""}
    assert (await chat.points("maya"), await chat.points("tom")) == (0, 0)


async def test_an_answer_that_was_given_marks_before_counts_at_the_press(chat: Chat):
    """Whoever gives it later need not wait: the decision holds for them too, and is taken back for all."""
    await teach(chat)
    await choose(chat, "tom", "judging", "True")
    await chat.press("tom", "Dispute")
    await chat.press("teacher", "Uphold")
    await chat.press("teacher", "Give this mark")
    await choose(chat, "maya", "judging", "True")
    told = await chat.press("maya", "Dispute")
    assert "(only maya) Your teacher has upheld that answer already: it counts." in told
    assert await chat.points("maya") == 100
    await chat.press("teacher", "Take it back")
    assert (await chat.points("maya"), await chat.points("tom")) == (0, 0)


async def test_the_question_can_be_left_out_instead(chat: Chat):
    """It is not asked any more, marks stay, and whoever disputed it is told; taken back, it is asked again."""
    await teach(chat)
    await choose(chat, "tom", "judging", "True")
    await chat.press("tom", "Dispute")
    await chat.press("teacher", "Uphold")
    assert "A mark is disputed" not in await chat.press("teacher", "Back")
    await chat.press("teacher", "Uphold")
    out = await chat.press("teacher", "Leave the question out")
    assert "is not asked in this class any more; marks stay as they are." in out
    assert "(desk of tom) Your teacher has left “Tomatoes survive a hard frost.” out" in out
    assert "There is no topic “judging”." in await chat.say("maya", "/quiz solo", topic="judging")
    assert await chat.points("tom") == 0
    assert "the question is left out now" in await chat.say("tom", "/quiz disputes")
    back = await chat.press("teacher", "Take it back")
    assert "is asked in your class again" in back
    assert "Tomatoes survive" in await chat.say("maya", "/quiz solo", topic="judging")


# Rounds


async def test_after_a_round_a_mark_is_disputed_from_ones_own_place(chat: Chat):
    """[My place] shows what was not right, to its owner alone, with a list to dispute one of them."""
    await teach(chat)
    begun = await chat.say("teacher", "/quiz round", topic="growing/choosing", questions=1, seconds=20)
    wrong = re.search(r"\[([A-D]) Radish\]", begun)
    assert wrong
    await chat.press("tom", wrong[1])
    await chat.wait("60s")
    assert "Dispute" not in await chat.press("maya", "My place")
    told = await chat.press("tom", "My place")
    assert "(only tom) You earned none of 1 point this time." in told
    assert "1 Which of these climbs up poles?" in told
    assert "Radish · 0 of 1" in told
    assert "[Dispute a mark … ▾" in told
    sent = await chat.press("tom", "1 Which of these climbs")
    assert "(only tom) Sent to your teacher." in sent
    assert "om answered “Radish”; key “Runner bean”; rule: another option is the right one." in sent
    upheld = await chat.press("teacher", "Uphold")
    assert "Your answer Radish to “Which of these climbs up poles?” now counts: +1." in upheld
    assert await place(chat, "tom") == "1st of 1 with 1 point"


async def test_a_daily_question_shows_ones_own_answer_once_it_is_closed(chat: Chat):
    """[My answer] beside the answer: what I said, what it was worth, and a way to dispute it."""
    await chat.say("teacher", "/schedule question 09:00", topics="writing", until="16:00")
    await chat.wait("2h")
    await chat.press("tom", "Answer")
    await chat.write("tom", "delving tool")
    await chat.wait("8h")
    assert await chat.press("maya", "My answer") == "(only maya) You did not answer this one."
    told = await chat.press("tom", "My answer")
    assert "(only tom) You answered delving tool · 0 of 1." in told
    assert "The answer: Spade" in told
    assert "[Dispute this mark]" in told
    assert "Tom answered “delving tool”; key “Spade”" in await chat.press("tom", "Dispute this mark")


async def test_nothing_can_be_disputed_while_the_question_is_open(chat: Chat):
    """No mark, no dispute; and nobody is told anything of the key."""
    await teach(chat)
    begun = await chat.say("teacher", "/quiz round", topic="growing/choosing", questions=1, seconds=20)
    wrong = re.search(r"\[([A-D]) Radish\]", begun)
    assert wrong
    await chat.press("tom", wrong[1])
    response = await last_response(chat, "tom")
    [row] = await chat.rows(select(responses.c.session))
    id = row.session.removeprefix("round:")
    before = await kept(chat)
    closed = "That answer has no mark yet. Wait until the question is closed."
    assert await chat.press_action("tom", f"appeal.dispute:{response}") == f"(only tom) {closed}"
    with_the_answer = "(only tom) That comes with the answer."
    for address in (
        f"report.ask:{response}",
        f"report.round:{id}:1",
        f"round.mine:{id}:1",
        f"report.shown:{id}:1:wrong",
    ):
        assert await chat.press_action("tom", address) == with_the_answer, address
    assert await kept(chat) == before


# The learner's own


async def test_a_declined_answer_is_not_looked_at_twice(chat: Chat):
    """Whoever disputes it again, or gives it later, is told what was decided."""
    await teach(chat)
    await dispute(chat, "tom")
    await decline(chat, "Name asked for.")
    said = "Your teacher has looked at that answer already. Not changed: “Name asked for.”"
    assert await chat.press("tom", "Dispute") == f"(only tom) {said}"
    assert await dispute(chat, "maya") == f"(only maya) {said}"
    assert "not changed: “Name asked for.”" in await chat.say("tom", "/quiz disputes")
    assert await chat.say("maya", "/quiz disputes") == (
        "(only maya) You dispute no mark. Where one looks wrong to you, press [Dispute this mark] beside it."
    )


async def test_one_appeal_for_each_response(chat: Chat):
    """A second press changes nothing and says where it stands."""
    await teach(chat)
    await dispute(chat, "tom")
    before = await kept(chat)
    assert await chat.press("tom", "Dispute") == (
        "(only tom) It is with your teacher already. /quiz disputes shows what becomes of it."
    )
    assert await kept(chat) == before


async def test_a_dispute_can_be_taken_back_by_its_learner(chat: Chat):
    """The teacher's message says so; what others dispute stays, and it can be disputed again."""
    await teach(chat)
    await dispute(chat, "tom")
    await dispute(chat, "maya")
    back = await chat.press("maya", "Take it back")
    assert "(only maya) Taken back. The mark stays as it is." in back or "Taken back. The mark stays as it is." in back
    assert "Tom answered “delving tool”" in back
    listed = await chat.say("tom", "/quiz disputes")
    assert "delving tool · with your teacher" in listed
    dropped = await chat.press("tom", "delving tool")
    assert "Taken back by whoever disputed it" in dropped
    assert await chat.say("teacher", "/class appeals") == "(only teacher) No disputed mark waits for you."
    assert "Taken back" not in await chat.say("tom", "/quiz disputes")
    again = await dispute(chat, "tom")
    assert "(only tom) Sent to your teacher." in again
    assert "(desk of teacher) A mark is disputed" in again


async def test_ten_disputes_may_wait_at_a_time(garden: Chat):
    """The eleventh is refused kindly, and goes once one is decided."""
    await teach(garden)
    for number in range(MOST_OPEN):
        assert "Sent to your teacher." in await dispute(garden, "tom", f"tool no {number}")
    refused = await dispute(garden, "tom", "another tool")
    assert refused.startswith("(only tom) 10 of your answers are with your teacher already.")
    await decline(garden, "No.")
    assert "Sent to your teacher." in await garden.press("tom", "Dispute")


async def test_what_is_right_or_skipped_offers_no_dispute(chat: Chat):
    """There is nothing to press, and a forged press says why."""
    await teach(chat)
    assert "Dispute" not in await write(chat, "tom", "spade")
    right = await last_response(chat, "tom")
    await chat.say("tom", "/quiz solo", topic="losses")
    assert "Dispute" not in await chat.press("tom", "Skip")
    skipped = await last_response(chat, "tom")
    assert await chat.press_action("tom", f"appeal.dispute:{right}") == "(only tom) That has the whole mark already."
    assert await chat.press_action("tom", f"appeal.dispute:{skipped}") == (
        "(only tom) There was no answer, so there is nothing to dispute."
    )
    assert await chat.count(disputes) == 0


async def test_practice_can_be_disputed_and_moves_no_standing(chat: Chat):
    """It is right from now on, and the leaderboard stays as it is."""
    await teach(chat)
    await chat.say("tom", "/quiz solo", topic="writing", practice="yes")
    await chat.press("tom", "Answer")
    await chat.write("tom", "delving tool")
    await chat.press("tom", "Dispute")
    assert "is right now. It is none that counts: the leaderboard stays as it is." in await chat.press(
        "teacher", "Uphold"
    )
    assert await place(chat, "tom") == "nowhere"


# Those who decide


async def test_the_queue_shows_what_has_waited_longest(chat: Chat):
    """[Next] goes on, and round to the first; what is decided there goes on to the next."""
    await teach(chat)
    for number, words in enumerate(("first tool", "second tool", "third tool")):
        await chat.wait("1s")
        await dispute(chat, ("tom", "maya")[number % 2], words)
    queue = await chat.say("teacher", "/class appeals")
    assert "“first tool”" in queue
    assert "[Next (2 more)]" in queue
    assert "“second tool”" in await chat.press("teacher", "Next")
    assert "“third tool”" in await chat.press("teacher", "Next")
    assert "“first tool”" in await chat.press("teacher", "Next")
    upheld = await chat.press("teacher", "Uphold")
    assert "Upheld by Teacher" in upheld
    assert "“second tool”" in await chat.press("teacher", "Next")


async def test_a_case_is_decided_once(chat: Chat):
    """Whoever is quicker decides; the other's message says so, and a late press does too and changes nothing."""
    await teach(chat)
    await give_role(chat, "maya", "marker")
    sent = await dispute(chat, "tom")
    assert "(desk of teacher) A mark is disputed" in sent
    assert "(desk of maya) A mark is disputed" in sent
    upheld = await chat.press("maya", "Uphold")
    assert len(re.findall("Upheld by [Mm]aya", upheld)) == 2
    before = await kept(chat)
    id = await case(chat)
    for action in (
        f"appeal.uphold:{id}:desk",
        f"appeal.give:{id}:desk",
        f"appeal.out:{id}:queue",
        f"appeal.decline:{id}:desk",
    ):
        told = await chat.press_action("teacher", action)
        said = r"\(only teacher\) It is upheld already by [Mm]aya\. /class appeals shows what else waits\."
        assert re.fullmatch(said, told), (action, told)
    assert await kept(chat) == before


async def test_a_marker_decides_an_observer_looks_and_a_learner_does_neither(chat: Chat):
    """What is upheld is a teacher's to take back, and so is a question to be left out."""
    await teach(chat)
    await give_role(chat, "maya", "observer")
    await dispute(chat, "tom")
    id = await case(chat)
    assert "Tom answered “delving tool”" in await chat.say("maya", "/class appeals")
    before = await kept(chat)
    for verb in ("uphold", "give", "decline", "back"):
        assert await chat.press_action("maya", f"appeal.{verb}:{id}:queue") == f"(only maya) {ONLY_DECIDERS}"
    for verb in ("out", "undo"):
        assert await chat.press_action("maya", f"appeal.{verb}:{id}:queue") == f"(only maya) {ONLY_TEACHERS}"
    assert "(only tom) Only whoever teaches, marks or observes" in await chat.say("tom", "/class appeals")
    assert await kept(chat) == before
    await chat.app.database.write(
        lambda tx: tx.execute(update(roles).where(roles.c.role == "observer").values(role="marker")) and None
    )
    assert "Upheld by Maya" in await chat.press_action("maya", f"appeal.uphold:{id}:queue")
    assert await chat.press_action("maya", f"appeal.undo:{id}:queue") == f"(only maya) {ONLY_TEACHERS}"


async def test_what_is_decided_stands_in_the_log_without_names_or_answers(chat: Chat):
    """A line for each decision, in the words its maker was told."""
    await teach(chat)
    await dispute(chat, "tom")
    await chat.press("teacher", "Uphold")
    await chat.press("teacher", "Take it back")
    await decline(chat, "Tom knows better.")
    told = [row.told for row in await chat.rows(select(deeds.c.told).order_by(deeds.c.at, deeds.c.id))]
    assert len(told) == 3, told
    assert any(line.startswith("Upheld by Teacher: the key of") for line in told)
    assert [line for line in told if line.startswith("Taken back: 1 mark changed.") and SPADE in line], told
    assert any(line.startswith("Declined by Teacher: the key of") for line in told)
    assert not any("Tom" in line or "delving" in line for line in told)


async def test_a_decision_delivered_twice_is_made_once(chat: Chat):
    """The second arrival gets the first answer; nobody is told twice."""
    await teach(chat)
    await dispute(chat, "tom")
    await chat.press("teacher", "Uphold")
    before = await kept(chat)
    await chat.redeliver()
    assert await kept(chat) == before


async def test_everything_works_after_a_restart(chat: Chat):
    """The desk's buttons and what is decided are all in the database."""
    await teach(chat)
    await dispute(chat, "tom")
    await chat.restart()
    assert "now counts: +0.5." in await chat.press("teacher", "Uphold")
    await chat.restart()
    assert "✓" in await write(chat, "maya", "delving tool")
    assert "no longer counts" in await chat.press("teacher", "Take it back")


async def test_without_a_desk_the_case_stands_in_the_queue(chat: Chat, monkeypatch: pytest.MonkeyPatch):
    """Who takes no direct messages decides with `/class appeals`, and learners see it with `/quiz disputes`."""
    await teach(chat)
    platform = chat.app.platforms[chat.session.platform]

    async def refuse(place: Aside) -> str:
        raise DeskRefused("takes no messages")

    monkeypatch.setattr(platform, "open", refuse)
    sent = await dispute(chat, "tom")
    assert "(desk" not in sent
    await chat.say("teacher", "/class appeals")
    assert "Upheld by Teacher" in await chat.press("teacher", "Uphold")
    assert "delving tool · upheld: it counts" in await chat.say("tom", "/quiz disputes")
    assert await chat.points("tom") == 100


async def test_a_learner_with_two_accounts_is_one(chat: Chat):
    """Either account may dispute; the case names one learner, who is told once."""
    await teach(chat)
    await write(chat, "tom", "delving tool")
    await write(chat, "maya", "delving tool")
    mine = [{"person": chat.session.key(name), "human": "one"} for name in ("maya", "tom")]

    def link(tx: Connection) -> None:
        tx.execute(accounts.insert(), mine)
        for hear in chat.app._rooms.links.on_accounts:
            hear(tx, [one["person"] for one in mine])

    await chat.app.database.write(link)
    [first, second] = await chat.rows(select(marks.c.response).order_by(marks.c.response))
    assert "Sent to your teacher." in await chat.press_action("maya", f"appeal.dispute:{first.response}")
    sent = await chat.press_action("maya", f"appeal.dispute:{second.response}")
    assert "learners" not in sent
    assert len(re.findall("A mark is disputed", await chat.say("teacher", "/class appeals"))) == 1
    upheld = await chat.press("teacher", "Uphold")
    assert upheld.count("now counts") == 1
    assert await place(chat, "tom") == await place(chat, "maya") == "1st of 1 with 0.5 points"


# What is not one's own


async def test_nobody_disputes_somebody_elses_mark(chat: Chat):
    """A forged number is refused with one sentence, whether there is such a response or not."""
    await teach(chat)
    await write(chat, "tom", "delving tool")
    theirs = await last_response(chat, "tom")
    before = await kept(chat)
    for number in (theirs, theirs + 1, 0, -1, 10**17):
        assert await chat.press_action("maya", f"appeal.dispute:{number}") == f"(only maya) {NOT_YOURS}", number
        assert await chat.press_action("maya", f"report.ask:{number}") == f"(only maya) {NOT_YOURS}", number
    assert "list" in await chat.press_action("maya", "appeal.choose")
    assert await kept(chat) == before
    await chat.press("tom", "Dispute")
    before = await kept(chat)
    for action in (f"appeal.withdraw:{theirs}", "appeal.withdraw:0"):
        assert await chat.press_action("maya", action) == (
            "(only maya) You dispute no such mark. /quiz disputes lists yours."
        )
    assert await kept(chat) == before


async def test_another_class_s_case_is_not_known(chat: Chat):
    """Its teacher decides; whoever teaches here learns nothing of it and changes nothing."""
    await teach(chat)
    await dispute(chat, "tom")
    id = await case(chat)
    await chat.app.database.write(_move_case)
    before = await kept(chat)
    assert await chat.say("teacher", "/class appeals") == "(only teacher) No disputed mark waits for you."
    for verb in ("uphold", "give", "out", "back", "decline", "undo"):
        told = await chat.press_action("teacher", f"appeal.{verb}:{id}:queue")
        assert "not known" in told, (verb, told)
        assert "delving" not in told
        assert "not known" in await chat.press_action("teacher", f"appeal.{verb}:nothing:queue")
    assert "not known" in await chat.press_action("teacher", f"appeal.next:{id}")
    assert await kept(chat) == before


def _move_case(tx: Any) -> None:
    """Have the only case be another class's."""
    [row] = tx.execute(select(classes).limit(1)).all()
    tx.execute(classes.insert().values({**row._asdict(), "id": "elsewhere"}))
    tx.execute(update(disputes).values(class_id="elsewhere"))
