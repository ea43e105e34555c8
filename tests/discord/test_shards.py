"""Servers divided among processes: what is written, and two processes over one database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.settings.shards import Shards
from bot.chat import Reply, View, prose
from bot.clock import SECOND, SteppedClock
from bot.errors import UserError
from bot.main import App, Settings
from tests.discord.place import BUTTONS, PATIENCE
from tests.discord.told import Told
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.interactions import Interaction
from tests.loopback.discord.trying import START, School, button, page, row

HALVES = (Shards(0, 0, 2), Shards(1, 1, 2))


@dataclass(frozen=True, slots=True)
class Process:
    """As much of a process as others can tell: an app on the common database, and its share of Discord."""

    app: App
    adapter: DiscordAdapter
    told: Told


@asynccontextmanager
async def processes(discord: LoopbackDiscord, url: str, *shards: Shards) -> AsyncIterator[list[Process]]:
    """Several that run at once."""
    found: list[Process] = []
    try:
        for share in shards:
            told = Told()
            told.answer = Reply(View(prose(f"This is {share}")), "post")
            app = await App.open(Settings(url, packs=(), clock=discord.clock, rooms=(told,)))
            found.append(Process(app, DiscordAdapter(app, DiscordSettings(discord.token, share)), told))
            await found[-1].adapter.start()
        yield found
    finally:
        for one in found:
            await one.adapter.close()
            await one.app.close()


@pytest.fixture
async def school() -> AsyncIterator[School]:
    """A school on a Discord of its own, and nothing wrong with any request at the end."""
    async with School.open() as school:
        with school.discord.in_use():
            yield school
        assert school.discord.violations == []


def a_server_of_each(school: School) -> dict[int, str]:
    """A channel in a server of either half, by the half's number; Maya is in all of them."""
    found = {(int(school.guild) >> 22) % 2: school.channel}
    for number in range(1, 9):
        school.wait(0.001 * number)
        guild = school.discord.add_guild(f"School {number}")
        school.discord.add_member(guild, school.maya)
        found.setdefault((int(guild) >> 22) % 2, school.discord.add_channel(guild, "history"))
    assert set(found) == {0, 1}
    return found


async def pressed(school: School, channel: str) -> Interaction:
    """Maya presses a button there."""
    message = (await school.post(page("Press", row(button(BUTTONS["post"]))), channel)).body
    return await school.discord.press(school.maya, message, BUTTONS["post"])


async def test_each_process_answers_its_own_servers_and_nothing_is_answered_twice(school: School, database_url: str):
    """Whichever half a server is in; direct messages are the first process's."""
    channels = a_server_of_each(school)
    async with processes(school.discord, database_url, *HALVES) as both:
        assert [session.shard for session in school.discord.gateway.sessions.values()] == [(0, 2), (1, 2)]
        for half, channel in channels.items():
            it = await pressed(school, channel)
            assert it.delivered == 1
            await asyncio.wait_for(it.answered, PATIENCE)
            await both[half].adapter.settled()
            assert it.original is not None
            assert school.discord.view_of(it.original).spoken == f"This is {HALVES[half]}"
        direct = await pressed(school, school.discord.direct(school.maya))
        await asyncio.wait_for(direct.answered, PATIENCE)
        for one in both:
            await one.adapter.settled()
        assert [len(one.told.events) for one in both] == [2, 1]
    callbacks = [one for one in school.discord.requests if one.path.endswith("/callback")]
    assert [one.status for one in callbacks] == [204, 204, 204]


async def test_either_process_may_speak_first_anywhere(school: School, database_url: str):
    """What is posted goes by REST, which knows no shards: due work is anybody's."""
    channels = a_server_of_each(school)
    async with processes(school.discord, database_url, *HALVES) as both:
        for one in both:
            for channel in channels.values():
                platform = one.app.platforms["discord"]
                await platform.post(
                    f"discord:{channel}", View(prose("Good morning")), nonce=f"{id(one)}{channel[-6:]}"[:25]
                )
    assert all(len(school.discord.messages(channel)) == 2 for channel in channels.values())


async def test_two_processes_that_begin_at_once_both_get_in(school: School, sqlite_url: str):
    """Discord lets one session begin in five seconds: the second is told to wait, and does."""
    school.discord.gateway.paced = True
    clock = school.clock
    assert isinstance(clock, SteppedClock)
    first = processes(school.discord, sqlite_url, HALVES[0])
    async with first:
        app = await App.open(Settings(sqlite_url, packs=(), clock=clock))
        second = DiscordAdapter(app, DiscordSettings(school.discord.token, HALVES[1]))
        starting = asyncio.create_task(second.start())
        try:
            while not starting.done():
                clock.move_to(clock.now() + SECOND)
                await asyncio.sleep(0.005)
            await starting
            assert clock.now() - START >= 5 * SECOND
            assert [session.shard for session in school.discord.gateway.live] == [(0, 2), (1, 2)]
        finally:
            await second.close()
            await app.close()


async def test_without_a_word_discord_is_asked_how_many_there_should_be(school: School, sqlite_url: str):
    """One process then has them all."""
    async with processes(school.discord, sqlite_url) as _:
        app = await App.open(Settings(sqlite_url, packs=(), clock=school.clock))
        adapter = DiscordAdapter(app, DiscordSettings(school.discord.token))
        try:
            await adapter.start()
            assert [session.shard for session in school.discord.gateway.sessions.values()] == [(0, 1)]
        finally:
            await adapter.close()
            await app.close()


async def test_too_few_shards_are_told_in_a_sentence(school: School, sqlite_url: str):
    """Where Discord wants the servers divided further."""
    school.discord.gateway.fewest_shards = 4
    with pytest.raises(UserError, match="more servers than 2 shards may serve"):
        async with processes(school.discord, sqlite_url, HALVES[0]):
            pass


# What is written


@pytest.mark.parametrize(
    ("written", "shards"),
    [
        ("0-3/16", Shards(0, 3, 16)),
        (" 4 / 16 ", Shards(4, 4, 16)),
        ("0-0/1", Shards(0, 0, 1)),
        ("15/16", Shards(15, 15, 16)),
    ],
)
def test_a_share_is_written_as_a_range(written: str, shards: Shards):
    """From, to, and how many there are in all; or a single one."""
    assert Shards.of(written) == shards
    assert Shards.of(str(shards)) == shards
    assert shards.leads == (shards.first == 0)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("16", "written as 0-3/16"),
        ("a-b/c", "written as 0-3/16"),
        ("-1/4", "written as 0-3/16"),
        ("０-3/16", "written as 0-3/16"),
        ("0-16/16", "16 shards are counted from 0 to 15"),
        ("3-1/16", "the first shard comes before the last"),
        ("0/0", "there is at least one shard"),
    ],
)
def test_what_is_no_share_is_told(written: str, told: str):
    """With what it should look like."""
    with pytest.raises(UserError, match=told):
        Shards.of(written)
