"""The secret of an exam: until its results are released, nothing that leaves Swot depends on which answer is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.storage.tables import mock_marks, mocks, sittings
from tests.chat_harness import Chat
from tests.dialogues.test_mock_sitting import desk
from tests.dialogues.test_round_secret import Tapped
from tests.dialogues.twins import twins_of

pytestmark = pytest.mark.every_platform
OTHER_KEYS = (
    # Every kind of question that rules mark, with another of its options for the key and nothing else changed.
    ("key: The queen\n    distractors: [{text: The drone,", "key: The drone\n    distractors: [{text: The queen,"),
    ("key: Wax\n    distractors: [Clay,", "key: Clay\n    distractors: [Wax,"),
    ("key: true", "key: false"),
    ("keys: [Workers, Drones]\n    distractors: [Wasps,", "keys: [Workers, Wasps]\n    distractors: [Drones,"),
    ("key: smoke\n    accept: [cool smoke]", "key: steam\n    accept: [cool steam]"),
    ("sequence: [Nectar is gathered, Nectar is dried,", "sequence: [Nectar is dried, Nectar is gathered,"),
)
FORGED = (
    "results.mine:{mock}",
    "results.see:{mock}:1",
    "results.missed:{mock}",
    "results.look:{mock}",
    "results.questions:{mock}:1",
    "marks.sheet:{mock}:{sitting}",
    "sit.open:{sitting}:0",
    "sit.answer:{sitting}:1:0",
)


@pytest.fixture
def twins(tmp_path: Path, empty_sqlite: Path) -> list[tuple[Path, Path]]:
    """Two installations whose packs differ only in what is right."""
    return twins_of("hall", OTHER_KEYS, tmp_path, empty_sqlite)


async def sit(tapped: Tapped) -> None:
    """All that learners and the curious can do until results are released: answer everything, hand in, ask, forge."""
    chat = tapped.chat
    for person in ("maya", "tom"):
        await chat.say(person, "/leaderboard names:show")
    await chat.say("teacher", '/mock start paper:"Bees 1"')
    for person in ("maya", "tom"):
        await chat.press(person, "Begin")
        await chat.press(person, "1")
        await answer_everything(chat, person)
        for words in ("/mock status", "/mock results", "/quiz solo topic:hives", "/quiz paper hall/bees-1"):
            await chat.say(person, words)
    await chat.say("teacher", "/mock status")
    await chat.press("maya", "Contents")
    await chat.press("maya", "Hand in")
    await chat.press("maya", "Hand in now")
    await chat.say("maya", "/mock resume")
    await chat.wait("2h")
    await chat.restart()
    tapped.listen()
    [mock] = await chat.rows(select(mocks.c.id))
    for person in ("maya", "tom", "eve"):
        await chat.say(person, "/mock results")
        for address in FORGED:
            await chat.press_action(person, address.format(mock=mock.id, sitting=await sitting_of(chat, "maya")))


async def answer_everything(chat: Chat, person: str) -> None:
    """Press every option of every question, write what is to be written, flag all of it."""
    id = await sitting_of(chat, person)
    for number in range(1, 9):
        shown = desk(chat, person)
        for option, label in enumerate(("[A", "[B", "[C", "[D")):
            if label in shown:
                await chat.press_action(person, f"sit.answer:{id}:{number}:{option}")
        if "[Answer]" in shown:
            await chat.press(person, "Answer")
            await chat.write(person, "smoke" if person == "maya" else "steam")
        await chat.press(person, "Flag")
        if number < 8:
            await chat.press(person, "Next")


async def sitting_of(chat: Chat, person: str) -> str:
    """The id of somebody's sitting."""
    found = await chat.rows(select(sittings.c.id).where(sittings.c.person == chat.session.key(person)))
    return str(found[0].id)


async def test_nothing_tells_the_answers_before_the_release(twins: list[tuple[Path, Path]], platform: str):
    """Two packs that differ only in what is right give the same bytes, though other marks stand in the database."""
    heard, earned = [], []
    for database, pack in twins:
        tapped = await Tapped.open(database, pack, platform)
        await sit(tapped)
        heard.append(list(tapped.heard()))
        earned.append([row.earned for row in await tapped.chat.rows(select(mock_marks.c.earned))])
        await tapped.chat.close()
    assert heard[0] == heard[1]
    assert len(heard[0]) > 80
    assert earned[0] != earned[1]
