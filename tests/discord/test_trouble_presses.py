"""Presses that come twice, late or in the wrong order: each counts once, and whoever pressed is told once."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.storage.tables import responses
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.loopback.discord import Interaction
from tests.stages.discord import DiscordStage


class Class:
    """A class in a live round on Discord, whose presses are delivered by hand."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.stage = chat.on(DiscordStage)
        self.discord = self.stage.discord

    async def begin(self, topic: str = "growing/choosing", seconds: int = 60) -> None:
        """A round with one question."""
        await self.chat.say("teacher", "/quiz round", topic=topic, questions="1", seconds=str(seconds))

    async def press(self, person: str, option: int) -> Interaction:
        """Somebody presses an option; it stays on its way."""
        message = self.chat.session.screen.messages[-1]
        control: Any = message.view.controls[option]
        with self.discord.under_way():
            raw = self.stage._raw[message.id]
            return await self.discord.press(self.stage._user(person), raw, control.action.address)

    async def deliver(self, *interactions: Interaction) -> None:
        """They reach Swot, one right after the other, and are done with."""
        before = self.stage.handled
        for it in interactions:
            await self.discord.redeliver(it)
        await self.stage.until(lambda: self.stage.handled >= before + len(interactions), "the presses")
        await self.stage.adapter.settled()
        await self.stage.settle()

    def told(self, person: str) -> list[str]:
        """What only this person was told."""
        return [self.discord.view_of(note).spoken for note in self.discord.notes(self.stage._user(person))]

    async def given(self, person: str) -> list[str]:
        """What was kept of a person's answers, oldest first."""
        mine = responses.c.person == self.chat.session.key(person)
        rows = await self.chat.rows(select(responses.c.given).where(mine).order_by(responses.c.seq))
        return [row.given for row in rows]


@pytest.fixture
async def garden(sqlite_url: str) -> AsyncIterator[Class]:
    """A class with a garden."""
    chat = await Chat.open(Installation(sqlite_url, packs=(DATA / "garden",), platform="discord"))
    yield Class(chat)
    await chat.close()


def told_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What Discord's adapter says in the log, from warnings on."""
    named = [record for record in caplog.records if record.name.startswith("adapters")]
    return [record.getMessage() for record in named if record.levelno >= logging.WARNING]


# Twice


@pytest.mark.parametrize("between", ["nothing", "a while", "the round's end", "a restart"])
async def test_a_press_that_is_delivered_twice_counts_once(
    garden: Class, caplog: pytest.LogCaptureFixture, between: str
):
    """At once or long after, in this process or the next; Discord refuses the second answer, and nobody sees one."""
    await garden.begin()
    it = await garden.press("maya", 0)
    if between == "nothing":
        await garden.deliver(it, it)
    else:
        await garden.deliver(it)
        match between:
            case "a while":
                await garden.chat.wait("2s")
            case "the round's end":
                await garden.chat.wait("2m")
            case _:
                await garden.chat.restart()
        await garden.deliver(it)
    assert len(garden.told("maya")) == 1
    assert garden.told("maya")[0].startswith("Locked in")
    assert len(await garden.given("maya")) == 1
    assert told_of(caplog) == ([] if it.refused == [40060] else [f"interaction {it.id} was answered too late"])


async def test_a_command_that_is_delivered_twice_begins_one_round(garden: Class):
    """The second time it gets the first answer, and not "a round is going on here already"."""
    await garden.begin()
    assert garden.stage._newest is not None
    await garden.deliver(garden.stage._newest)
    assert [line for line in garden.told("teacher") if "already" in line] == []
    channel = garden.stage._channel(garden.stage.room)
    shown = [garden.discord.view_of(one).spoken for one in garden.discord.messages(channel)]
    assert sum("question 1 of 1" in words for words in shown) == 1


# In the wrong order


async def test_of_presses_that_change_places_the_one_that_arrived_last_counts(garden: Class):
    """Nobody but Discord knows that it was pressed first; the note says which one counts."""
    await garden.begin()
    first, second = await garden.press("maya", 0), await garden.press("maya", 1)
    await garden.deliver(second, first)
    assert [note.split(".")[0] for note in garden.told("maya")] == ["Locked in: B", "Locked in: A"]
    given = await garden.given("maya")
    assert "Round over." in await garden.chat.wait("2m")
    assert [json.loads(given[-1])[0]] == await garden.chat.marks("maya")
    assert given[0] != given[-1]


async def test_a_form_that_comes_before_the_press_that_opened_it_is_taken(garden: Class):
    """The press, delivered once more after it, opens nothing anew and takes nothing back."""
    await garden.begin(topic="writing")
    opening = await garden.press("maya", 0)
    await garden.deliver(opening)
    with garden.discord.under_way():
        sent = await garden.discord.submit(garden.stage._user("maya"), opening, {"answer": "Spade"}, forged=True)
    await garden.deliver(sent, opening)
    assert len(await garden.given("maya")) == 1
    assert [note for note in garden.told("maya") if "Spade" in note] == garden.told("maya")
    assert opening.refused == [40060]


# Too late


@pytest.mark.parametrize(("late", "counts"), [(4, True), (16 * 60, False)])
async def test_a_press_that_arrives_when_discord_waits_no_more_counts_by_when_it_arrived(
    garden: Class, caplog: pytest.LogCaptureFixture, *, late: int, counts: bool
):
    """Nobody can be told; a line of the log says so, once; a second press says what stands."""
    await garden.begin(seconds=120)
    it = await garden.press("maya", 0)
    await garden.chat.wait(f"{late}s")
    await garden.deliver(it)
    assert it.refused == [10062]
    assert garden.told("maya") == []
    assert told_of(caplog) == [f"interaction {it.id} was answered too late"]
    assert len(await garden.given("maya")) == counts
    if counts:
        await garden.deliver(await garden.press("maya", 0))
        [told] = garden.told("maya")
        assert told.startswith("Locked in")


async def test_a_room_whose_presses_are_all_late_loses_none(garden: Class, caplog: pytest.LogCaptureFixture):
    """Thirty at once, four seconds late: all are kept, and each is a line of the log."""
    await garden.begin()
    names = [f"learner{number}" for number in range(30)]
    late = [await garden.press(name, 0) for name in names]
    await garden.chat.wait("4s")
    await garden.deliver(*late)
    assert sum([len(await garden.given(name)) for name in names]) == 30
    assert sorted(told_of(caplog)) == sorted(f"interaction {it.id} was answered too late" for it in late)


async def test_many_of_one_persons_presses_at_once_are_each_answered(garden: Class):
    """Somebody hammers at a button: each press is told the same, and the last one counts."""
    await garden.begin()
    hammered = [await garden.press("maya", 0) for _ in range(10)]
    await garden.deliver(*hammered)
    await asyncio.gather(*(it.answered for it in hammered))
    assert {note.split(":")[0] for note in garden.told("maya")} == {"Locked in"}
    assert len(garden.told("maya")) == 10
