"""Many marks at once: in batches, resumed after a crash, nothing twice; on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.appeals.deciding import REGRADE
from bot.chat import Action, Press, Reply, plain
from bot.storage.tables import classes, disputes, due, marks, outbox, remarked, responses, rounds
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA

ANSWERS = 7
"""Of Maya's, beside Tom's one."""


@pytest.fixture
async def talk(database_url: str) -> AsyncIterator[Chat]:
    """A class at the terminal."""
    opened = await Chat.open(Installation(database_url, packs=(DATA / "garden",)))
    yield opened
    await opened.close()


async def answer(chat: Chat, person: str, words: str = "delving tool") -> None:
    """A person answers the typed question."""
    await chat.say(person, "/quiz solo", topic="writing")
    await chat.press(person, "Answer")
    await chat.write(person, words)


async def disputed(chat: Chat) -> str:
    """Many answers of the same words, and Tom who disputes his; the dispute's id."""
    await chat.say("teacher", "/class appeals")
    for _ in range(ANSWERS):
        await answer(chat, "maya")
    await answer(chat, "tom")
    await chat.press("tom", "Dispute")
    [row] = await chat.rows(select(disputes.c.id))
    return str(row.id)


async def pressed(chat: Chat, action: str) -> str:
    """The teacher presses, and nothing that comes due by it is done yet."""
    by = chat.by("teacher")
    answered = await chat.app.handle(
        Press(
            person=by.person,
            name=by.name,
            room=by.room,
            at=by.at,
            delivery=by.delivery,
            manages=by.manages,
            action=Action(action),
        )
    )
    assert isinstance(answered, Reply)
    return plain(answered.view.text)


async def verdicts(chat: Chat) -> list[str]:
    """The verdict of every mark, in order."""
    return [row.verdict for row in await chat.rows(select(marks.c.verdict).order_by(marks.c.response))]


async def told(chat: Chat, person: str) -> int:
    """How many messages a person's desk has got."""
    return len(await chat.rows(select(outbox.c.key).where(outbox.c.room == f"@{chat.session.key(person)}")))


async def test_many_marks_are_changed_in_batches_and_each_once(talk: Chat, monkeypatch: pytest.MonkeyPatch):
    """The decision holds at once, with the first marks; the others follow by due work, also after a crash."""
    monkeypatch.setattr("bot.responses.regrading.BATCH", 3)
    id = await disputed(talk)
    words = await pressed(talk, f"appeal.uphold:{id}:queue")
    assert "3 marks changed, others follow; the learners are told." in words
    assert await verdicts(talk) == ["right"] * 3 + ["wrong"] * 5
    assert [row.kind for row in await talk.rows(select(due.c.kind))] == [REGRADE]
    assert await told(talk, "tom") == 0

    # Swot dies here, and comes back.
    await talk.restart()
    await talk.session.settle()
    assert await verdicts(talk) == ["right"] * 8
    assert await talk.count(due) == 0
    assert len(await talk.rows(select(remarked.c.response).distinct())) == await talk.count(remarked) == 8
    assert await told(talk, "tom") == 1
    # A question counts once for each learner.
    assert (await talk.worth("maya"), await talk.worth("tom")) == (50, 50)


async def test_taken_back_in_mid_course_all_is_as_it_was(talk: Chat, monkeypatch: pytest.MonkeyPatch):
    """What is still to come goes by the key as it then is."""
    monkeypatch.setattr("bot.responses.regrading.BATCH", 3)
    id = await disputed(talk)
    await pressed(talk, f"appeal.uphold:{id}:queue")
    await pressed(talk, f"appeal.undo:{id}:queue")
    await talk.session.settle()
    assert await verdicts(talk) == ["wrong"] * 8
    assert await talk.count(due) == 0
    assert await told(talk, "tom") == 0


async def test_what_a_person_marked_is_left_as_it_is(talk: Chat):
    """Upheld, taken back, upheld again: a human mark is never touched."""
    id = await disputed(talk)
    [first, *_] = await talk.rows(select(marks.c.response).order_by(marks.c.response))
    mine = update(marks).where(marks.c.response == first.response).values(marker="terminal:teacher", earned=40)
    await talk.app.database.write(lambda tx: tx.execute(mine) and None)
    before = await talk.rows(select(marks).where(marks.c.response == first.response))
    for verb in ("uphold", "undo", "uphold"):
        await talk.press_action("teacher", f"appeal.{verb}:{id}:queue")
        assert await talk.rows(select(marks).where(marks.c.response == first.response)) == before
    assert await verdicts(talk) == ["wrong"] + ["right"] * 7


async def test_another_class_keeps_its_marks(talk: Chat):
    """The key is this class's alone."""
    id = await disputed(talk)
    await talk.app.database.write(_elsewhere)
    await talk.press_action("teacher", f"appeal.uphold:{id}:queue")
    found = await talk.rows(select(marks.c.class_id, marks.c.verdict))
    assert {row.verdict for row in found if row.class_id == "elsewhere"} == {"wrong"}
    assert {row.verdict for row in found if row.class_id != "elsewhere"} == {"right"}


async def test_a_quick_answer_that_has_become_right_gets_its_bonus(talk: Chat):
    """In a round with a bonus for speed, as it would have been."""
    await talk.say("teacher", "/class appeals")
    await talk.say("teacher", "/quiz round", topic="writing", questions=1, seconds=20, speed="yes")
    await talk.wait("10s")
    await talk.press("tom", "Answer")
    await talk.write("tom", "delving tool")
    await talk.wait("30s")
    await talk.press("tom", "My place")
    await talk.press("tom", "1 What is")
    assert "now counts: +1.25." in await talk.press("teacher", "Uphold")
    assert await talk.points("tom") == 125
    assert "no longer counts: −1.25." in await talk.press("teacher", "Take it back")
    assert await talk.count(rounds) == 1


def _elsewhere(tx: Any) -> None:
    """Give another class a copy of the first answer and its mark."""
    [one] = tx.execute(select(responses).order_by(responses.c.seq).limit(1)).all()
    [mark] = tx.execute(select(marks).where(marks.c.response == one.seq)).all()
    [row] = tx.execute(select(classes).limit(1)).all()
    tx.execute(insert(classes).values({**row._asdict(), "id": "elsewhere"}))
    tx.execute(insert(responses).values({**one._asdict(), "seq": 1_000, "class_id": "elsewhere", "delivery": "copy"}))
    tx.execute(insert(marks).values({**mark._asdict(), "response": 1_000, "class_id": "elsewhere"}))
