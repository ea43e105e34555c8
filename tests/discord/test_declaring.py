"""Where commands are declared, and that no trial leaves doubles behind."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.discord.declaring import FEW
from adapters.settings.shards import Shards
from adapters.settings.values import Trial
from bot.errors import UserError
from tests.discord.place import Place


async def enter(place: Place, **settings: object) -> None:
    """Swot starts anew, with these settings."""
    await place.adapter.close()
    place.adapter = DiscordAdapter(place.app, replace(DiscordSettings(place.discord.token), **settings))  # type: ignore[arg-type]
    await place.adapter.start()


def puts(place: Place) -> list[str]:
    """Where commands were declared since, in order: a server's id, or nothing for everybody."""
    found = [
        one.path.partition("/guilds/")[2].partition("/")[0]
        for one in place.discord.requests
        if one.method == "PUT" and one.path.endswith("/commands")
    ]
    place.discord.requests.clear()
    return found


async def test_a_trial_is_in_one_server_and_leaves_the_rest_alone(place: Place):
    """It is declared there once; what everybody has stays, whatever it is."""
    server = place.school.guild
    place.discord.commands.overwrite([{"name": "old", "description": "Of before."}])
    puts(place)
    for declared_in in ([server], []):
        await enter(place, trial=Trial(int(server)))
        assert puts(place) == declared_in
    assert [one["name"] for one in place.discord.commands.listed()] == ["old"]
    assert "announce" in [one["name"] for one in place.discord.commands.listed(server)]


async def test_commands_of_a_trial_are_answered(place: Place):
    """Whoever gives one of a server's own gets the answer they would get of any."""
    place.discord.commands.overwrite([])
    await enter(place, trial=Trial(int(place.school.guild)))
    await place.command("post")
    await place.until(lambda: place.told.events)
    await place.adapter.settled()


async def test_leaving_a_trial_leaves_no_doubles(place: Place):
    """The next start for everybody takes the server's own away, and the one after has nothing to do."""
    server = place.school.guild
    await enter(place, trial=Trial(int(server)))
    puts(place)
    await enter(place)
    assert puts(place) == [server]
    assert place.discord.commands.listed(server) == []
    assert place.discord.commands.named("announce", server) is not None
    await enter(place)
    assert puts(place) == []


async def test_of_many_servers_only_the_one_that_is_named_is_looked_at(place: Place):
    """A start of a large installation asks Discord no more than that of a small one."""
    server = place.school.guild
    await enter(place, trial=Trial(int(server)))
    for number in range(FEW):
        place.discord.add_guild(f"School {number}")
    puts(place)
    await enter(place)
    asked = [one.path for one in place.discord.requests if "/guilds/" in one.path]
    assert (asked, puts(place)) == ([], [])
    await enter(place, trial=Trial(int(server), over=True))
    assert puts(place) == [server]
    assert place.discord.commands.listed(server) == []


async def test_a_server_that_swot_is_not_in_is_said(place: Place):
    """One that it was thrown out of, and one that never was; whoever runs Swot learns how to get in."""
    with pytest.raises(UserError, match=r"Swot is not in the server 1 that .* Invite it there \(`swot invite`"):
        await enter(place, trial=Trial(1))
    place.discord.remove_guild(place.school.guild)
    with pytest.raises(UserError, match=f"Swot is not in the server {place.school.guild}"):
        await enter(place, trial=Trial(int(place.school.guild)))


async def test_a_server_that_is_left_meanwhile_keeps_nobody_from_starting(place: Place):
    """Where nobody named it, it is just passed over."""
    gone = place.discord.add_guild("Gone")
    await place.adapter.close()
    place.discord.faults.add(f"GET /applications/*/guilds/{gone}/commands", how="slow")
    place.adapter = DiscordAdapter(place.app, DiscordSettings(place.discord.token))
    starting = asyncio.create_task(place.adapter.start())
    await place.until(lambda: place.discord.faults.holding)
    place.discord.remove_guild(gone)
    place.discord.faults.release()
    await starting


async def test_only_the_first_process_declares(place: Place):
    """Of processes that share the servers, the one with shard 0."""
    place.discord.commands.overwrite([])
    place.discord.requests.clear()
    await enter(place, shards=Shards(0, 0, 2))
    assert puts(place) == [""]
    place.discord.commands.overwrite([])
    await enter(place, shards=Shards(1, 1, 2))
    assert puts(place) == []
    assert not [one for one in place.discord.requests if one.path.endswith("/commands")]


async def test_a_catalogue_is_declared_with_the_commands(place: Place, tmp_path: Path):
    """And only where it has changed; without it, the words go again."""
    file = tmp_path / "de.yaml"
    file.write_text("commands: {announce: {name: durchsage}}", "utf-8")
    puts(place)
    for put in ([""], []):
        await enter(place, words=tmp_path)
        assert puts(place) == put
        assert place.discord.commands.named("announce")["name_localizations"] == {"de": "durchsage"}  # type: ignore[index]
    await enter(place)
    assert puts(place) == [""]
    assert not place.discord.commands.named("announce")["name_localizations"]  # type: ignore[index]
    file.write_text("commands: {shout: {name: ruf}}", "utf-8")
    with pytest.raises(UserError, match=r"de\.yaml: shout"):
        await enter(place, words=tmp_path)


@pytest.mark.parametrize("written", ["mine", "12a", "not", "not mine", "-1", "１２"])
def test_a_server_is_named_by_its_id(written: str):
    """And otherwise it is said where that is found."""
    with pytest.raises(UserError, match="switch on Developer Mode"):
        Trial.of(written)


def test_a_trial_is_written_as_it_is_said():
    """`123` while it lasts, `not 123` once it is over."""
    assert Trial.of(" 123 ") == Trial(123)
    assert Trial.of("Not 123") == Trial(123, over=True)
