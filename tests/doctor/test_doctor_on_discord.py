"""What the doctor finds on Discord: the token, servers, permissions, commands, sessions, the clock, the way there."""

from __future__ import annotations

import pytest

from adapters.discord.permissions import invite
from adapters.doctor import examine, told
from adapters.settings import read
from adapters.settings.values import Trial
from bot.clock import SECOND, SteppedClock, SystemClock
from tests.conftest import DATA
from tests.doctor.clinic import PACKS, declared, found, on_discord, said
from tests.loopback.discord import LoopbackDiscord, pointed_at
from tests.loopback.discord.world import SEND
from tests.proxy import Proxy

ATTACH = 1 << 15


async def test_a_token_that_discord_does_not_know(discord: LoopbackDiscord, school: str):
    """What depends on it is not tried; the rest is looked at."""
    findings = await found({**on_discord(discord, school), "SWOT_DISCORD_TOKEN": "wrong"})
    assert said(findings, "wrong") == [
        "Discord does not know this token. Copy the bot's token afresh into SWOT_DISCORD_TOKEN."
    ]
    assert "Discord's gateway answers." in said(findings, "ok")


async def test_in_no_server_the_link_is_told(discord: LoopbackDiscord, sqlite_url: str):
    """With exactly what is needed."""
    [guild] = discord.world.guilds
    discord.remove_guild(guild)
    [line] = said(await found(on_discord(discord, sqlite_url)), "wrong")
    assert line == f"Swot is in no server yet. Whoever manages one opens this link: {invite(discord.application_id)}"


async def test_what_is_not_allowed_is_told_by_server_and_by_channel(discord: LoopbackDiscord, school: str):
    """By its name in Discord's settings, and why Swot needs it; what it can do without is no fault."""
    [guild] = discord.world.guilds
    discord.world.guilds[guild].denied = ATTACH
    findings = await found(on_discord(discord, school))
    assert said(findings, "wrong") == []
    assert [line for line in said(findings, "note") if "“Attach Files”" in line] == [
        (
            "In the server “School” “Attach Files” is not allowed; Swot needs it to show pictures and give files. "
            "Allow it under Server Settings, Roles, Swot."
        ),
        (
            "In #history of the class “12A” “Attach Files” is not allowed; Swot needs it to show pictures and give "
            "files. Allow it under the channel's settings, Permissions."
        ),
    ]
    discord.world.guilds[guild].denied = SEND
    lines = said(await found(on_discord(discord, school)), "wrong")
    assert [line.partition(" is not")[0] for line in lines] == [
        "In the server “School” “Send Messages”",
        "In #history of the class “12A” “Send Messages”",
    ]


async def test_a_channel_where_swot_may_not_write_or_look_or_that_is_gone(discord: LoopbackDiscord, school: str):
    """Its server allows everything all the while."""
    [channel] = [one.id for one in discord.world.channels.values() if one.guild]
    discord.forbid(channel)
    [line] = said(await found(on_discord(discord, school)), "wrong")
    assert line.startswith("In #history of the class “12A” “Send Messages” is not allowed")
    discord.forbid(channel, hidden=True)
    [line] = said(await found(on_discord(discord, school)), "wrong")
    assert line.startswith("Swot can't see a channel of the class “12A”.")
    discord.delete_channel(channel)
    lines = said(await found(on_discord(discord, school)), "note")
    assert "A channel of the class “12A” is gone. `/class room` names another." in lines


async def test_commands_that_would_change_and_doubles_of_a_trial(discord: LoopbackDiscord, school: str):
    """With what makes them right; in a trial, what its server has is looked at."""
    [guild] = discord.world.guilds
    assert said(await found(on_discord(discord, school)), "note") == [
        "The commands are not as they should be: the next start declares them."
    ]
    await declared(discord, school)
    await declared(discord, school, Trial(int(guild)))
    assert said(await found(on_discord(discord, school)), "note") == [
        (
            "The server “School” still has commands of its own from a trial: people see them twice. "
            f"Start Swot once with SWOT_DISCORD_TRIAL_SERVER=“not {guild}”."
        )
    ]
    findings = await found(on_discord(discord, school, SWOT_DISCORD_TRIAL_SERVER=guild))
    assert f"The commands in the server {guild}, on trial are up to date." in said(findings, "ok")
    assert said(findings, "note") == []


@pytest.mark.parametrize(("away", "words"), [(90, "seconds fast"), (-3600, "seconds slow")])
async def test_a_clock_that_is_wrong(discord: LoopbackDiscord, school: str, away: int, words: str):
    """By what Discord says of the time; deadlines are told as instants."""
    clock = SteppedClock(SystemClock().now() + away * SECOND)
    lines = said(await examine(read(on_discord(discord, school), folder=DATA), PACKS, clock), "note")
    [line] = [line for line in lines if "clock" in line]
    seconds, rest = line.removeprefix("The clock is ").split(maxsplit=1)
    # Discord tells whole seconds, and a loaded machine takes its time to ask.
    assert abs(int(seconds.replace(",", "")) - abs(away)) <= 10
    assert rest.startswith(words)
    assert "timedatectl set-ntp true" in line


async def test_sessions_and_shards(discord: LoopbackDiscord, school: str):
    """Few sessions left, none, and fewer shards than Discord recommends."""
    await declared(discord, school)
    discord.gateway.sessions_a_day = 10
    assert said(await found(on_discord(discord, school)), "note")[0].startswith("9 of 10 sessions are left today")
    discord.gateway.sessions_a_day = 1
    assert said(await found(on_discord(discord, school)), "wrong")[0].startswith("Discord lets this bot begin no more")
    discord.gateway.sessions_a_day, discord.gateway.shards = 1000, 4
    assert said(await found(on_discord(discord, school, SWOT_DISCORD_SHARDS="0/2")), "note") == [
        (
            "SWOT_DISCORD_SHARDS divides the servers among 2, and Discord recommends 4. "
            "Divide them among 4, in every process."
        )
    ]


async def test_discord_that_is_slow_or_down_hides_nothing_else(discord: LoopbackDiscord, school: str):
    """A check that takes too long is a finding; the others are made."""
    discord.faults.add("GET /guilds/*/roles", how="slow", times=9)
    lines = said(await found(on_discord(discord, school), patience=1.0), "wrong")
    assert "The servers' permissions can't be looked at: no answer comes." in lines
    discord.faults.clear()
    discord.faults.add("GET /applications/*/commands", how="unavailable", times=9)
    findings = await found(on_discord(discord, school))
    assert [line.partition(":")[0] for line in said(findings, "wrong")] == ["The commands can't be looked at"]
    assert any("In the server “School”" in line for line in said(findings, "ok"))


async def test_a_page_of_a_filter_is_not_taken_for_discord(discord: LoopbackDiscord, school: str):
    """Whatever its status: Discord answers in JSON."""
    discord.faults.add("GET /gateway", how="unavailable")
    [line] = said(await found(on_discord(discord, school)), "wrong")
    assert line.startswith("Something answers in Discord's place, with status 503: a filter of the network,")


async def test_discord_out_of_reach_names_the_hosts_to_let_through(school: str):
    """And only Discord's, where Slack is not meant."""
    with pointed_at("http://127.0.0.1:1"):
        findings = await found({"SWOT_DISCORD_TOKEN": "t", "SWOT_DATABASE_URL": school})
    text = told(findings)
    assert "Discord (REST) can't be reached:" in text
    assert "gateway.discord.gg" in text
    assert "slack.com" not in text


async def test_a_proxy_that_lets_nothing_through(discord: LoopbackDiscord, school: str):
    """It is told by its address, without its password."""
    with pointed_at(discord.url.replace("http:", "https:")):
        async with Proxy({}, user="swot", password="secret") as proxy:
            shown = proxy.url.replace("swot:secret@", "").rstrip("/")
            text = told(await found(on_discord(discord, school, SWOT_PROXY=proxy.url)))
    assert f"through the proxy {shown}." in text
    assert "the proxy does not let it through, and says 403" in text
    assert "secret" not in text
