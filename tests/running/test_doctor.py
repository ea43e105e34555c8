"""`swot doctor`: what it finds on a Discord and a Slack of our own, well and ill, and that it changes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert

from adapters.cli import main
from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.discord.declaring import Trial
from adapters.discord.inviting import application_of
from adapters.discord.permissions import TABLE, in_channel, in_server, invite
from adapters.doctor import Finding, examine, told
from adapters.doctor.at_home import look_at_database
from adapters.doctor.findings import stands_alone
from adapters.doctor.hosts import hosts
from adapters.slack.manifest import SCOPES
from bot.clock import SECOND, SteppedClock, SystemClock
from bot.errors import UserError
from bot.main import App, Settings
from bot.storage.schema import HEAD
from bot.storage.tables import class_rooms, classes
from tests.conftest import DATA
from tests.loopback.discord import LoopbackDiscord, pointed_at
from tests.loopback.discord.world import EVERYDAY, SEND, VIEW
from tests.loopback.slack import LoopbackSlack
from tests.postgres import Postgres
from tests.proxy import Proxy

PACKS = (DATA / "garden",)
ROOT = DATA.parent.parent
ATTACH, ADMINISTRATOR = 1 << 15, 1 << 3


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    """A Discord with a school on it, where discord.py looks for it."""
    async with LoopbackDiscord(SystemClock()) as discord:
        discord.add_channel(discord.add_guild("School"), "history")
        with discord.in_use():
            yield discord
        assert discord.violations == []
        # Nothing was changed there, whatever it was asked.
        assert {one.method for one in discord.requests} <= {"GET"} or discord.commands.created


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    """A Slack."""
    async with LoopbackSlack(SystemClock()) as slack:
        yield slack
        assert slack.violations == []


@pytest.fixture
def school(sqlite_url: str, discord: LoopbackDiscord) -> str:
    """A database in which the school's channel is a class's; its URL."""
    [guild] = discord.world.guilds
    [channel] = [one.id for one in discord.world.channels.values() if one.guild == guild]
    engine = create_engine(sqlite_url)
    with engine.begin() as tx:
        tx.execute(insert(classes), {"id": "c", "name": "12A", "zone": "Europe/London", "created_at": 1})
        room = {"room": f"discord:{channel}", "space": f"discord:{guild}", "class_id": "c"}
        tx.execute(insert(class_rooms), room)
    engine.dispose()
    return sqlite_url


def on_discord(discord: LoopbackDiscord, url: str, **more: str) -> dict[str, str]:
    """The environment of an installation there."""
    return {"SWOT_DISCORD_TOKEN": discord.token, "SWOT_DATABASE_URL": url, **more}


def on_slack(slack: LoopbackSlack, url: str, **more: str) -> dict[str, str]:
    """The environment of an installation there."""
    tokens = {"SWOT_SLACK_BOT_TOKEN": slack.bot_token, "SWOT_SLACK_APP_TOKEN": slack.app_token}
    return {**tokens, "SWOT_SLACK_API_URL": slack.url, "SWOT_DATABASE_URL": url, **more}


async def found(environment: dict[str, str], patience: float = 15, packs: tuple[Path, ...] = PACKS) -> list[Finding]:
    """What is found, by the machine's own clock."""
    return await examine(environment, packs, SystemClock(), patience)


def said(findings: list[Finding], kind: str) -> list[str]:
    """The lines of one kind, with their remedies."""
    return [f"{one.words} {one.remedy}".strip() for one in findings if one.kind == kind]


async def declared(discord: LoopbackDiscord, url: str, trial: Trial | None = None) -> None:
    """Swot runs for a moment, and declares its commands."""
    app = await App.open(Settings(url, packs=()))
    adapter = DiscordAdapter(app, DiscordSettings(discord.token, trial=trial))
    await adapter.start()
    await adapter.close()
    await app.close()
    discord.requests.clear()


# All well


async def test_where_all_is_well_every_line_says_so(discord: LoopbackDiscord, slack: LoopbackSlack, school: str):
    """Both platforms; nothing is asked for but to be told, no session begun, nothing sent."""
    await declared(discord, school)
    identified = discord.gateway.identified
    findings = await found({**on_discord(discord, school), **on_slack(slack, school)})
    assert [one for one in findings if one.kind != "ok"] == []
    text = told(findings)
    for line in (
        "Swot is to run on Discord and Slack.",
        "Connections go out directly, without a proxy.",
        "Certificate authorities that are believed: the system's own.",
        "The pack garden can be read:",
        f"its tables are up to date ({HEAD})",
        "Discord can be reached.",
        "The clock is right.",
        "Discord's gateway answers.",
        "Discord's files can be reached.",
        f"the application is “Swot” ({discord.application_id})",
        "Swot is in 1 server: “School”.",
        "In the server “School” Swot may do all that it has to.",
        "In #history of the class “12A” Swot may do all that it has to.",
        "The commands are up to date.",
        "Slack knows the bot token",
        "every scope of the manifest",
        "Slack takes the app token",
    ):
        assert line in text
    assert text.endswith("\nNothing is wrong.")
    assert discord.gateway.identified == identified
    assert {one.method for one in discord.requests} == {"GET"}
    assert {call.method for call in slack.requests} == {"auth.test", "apps.connections.open"}
    assert slack.sockets.connections == []
    for secret in (discord.token, slack.bot_token, slack.app_token):
        assert secret not in text


# Settings


@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({}, "There is nothing to run on. Set SWOT_DISCORD_TOKEN, or"),
        ({"SWOT_SLACK_BOT_TOKEN": "xoxb-1"}, "one of them is missing"),
        ({"SWOT_PROXY": "socks5://a:1"}, "SWOT_PROXY is no proxy that Swot can use"),
        ({"SWOT_CA_FILE": "none.pem"}, "SWOT_CA_FILE names none.pem, which is not there"),
        ({"SSL_CERT_FILE": "none.pem"}, "SSL_CERT_FILE names none.pem, which is not there"),
    ],
)
def test_the_process_says_what_is_wrong_with_the_settings(tmp_path: Path, environment: dict[str, str], line: str):
    """As somebody at a terminal sees it, on one that has no signs but ASCII too; its status is 1."""
    clean = {name: value for name, value in os.environ.items() if not name.upper().startswith("SWOT_")}
    process = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "doctor", "--pack", str(PACKS[0])],
        cwd=ROOT,
        env={**clean, "SWOT_DATA_DIR": str(tmp_path / "data"), "PYTHONIOENCODING": "ascii", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert process.stderr == ""
    assert any("wrong" in one and line in one for one in process.stdout.splitlines()), process.stdout
    assert "The database is made at the first start." in process.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"SWOT_DISCORD_SHARDS": "many"}, "SWOT_DISCORD_SHARDS is written as 0-3/16"),
        ({"SWOT_DISCORD_TRIAL_SERVER": "mine"}, "SWOT_DISCORD_TRIAL_SERVER is the id of a server"),
        ({"SWOT_DISCORD_TRIAL_SERVER": "7"}, "Swot is not in the server 7"),
        ({"SWOT_WORDS": "none"}, "SWOT_WORDS names none, and there is no such folder"),
        ({"SWOT_CA_FILE": "none.pem"}, "SWOT_CA_FILE names none.pem, which is not there"),
    ],
)
async def test_one_wrong_setting_does_not_keep_the_rest_from_being_looked_at(
    discord: LoopbackDiscord, school: str, more: dict[str, str], line: str
):
    """The token is asked about, and the servers."""
    findings = await found(on_discord(discord, school, **more))
    [one] = said(findings, "wrong")
    assert line in one
    assert any("Swot is in 1 server" in words for words in said(findings, "ok"))


# At home


async def test_a_database_is_looked_into_and_left_as_it_is(postgres: Postgres, sqlite_url: str, tmp_path: Path):
    """Up to date, older, newer, empty, none, none of ours, no server: SQLite and PostgreSQL."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))

    async def line(url: str) -> str:
        [one] = await stands_alone("no", look_at_database(url), 15)
        return f"{one.kind}: {one.words}"

    assert await line(sqlite_url) == f"ok: The database can be reached, and its tables are up to date ({HEAD})."
    for revision, words in (
        ("0003", "note: The database's tables are at 0003: the next start brings them up to date."),
        ("9999", "wrong: The database was written by a newer Swot (tables at 9999)."),
    ):
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.close()
        before = file.read_bytes()
        assert await line(sqlite_url) == words
        assert file.read_bytes() == before
    assert "its tables are up to date" in await line(postgres.fresh_database())
    assert await line(f"sqlite:///{tmp_path / 'none.db'}") == "ok: The database is made at the first start."
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "letter.db").write_bytes(b"Dear Sir or Madam, " * 100)
    assert "is not a database, or is damaged" in await line(f"sqlite:///{tmp_path / 'letter.db'}")
    assert "There is no folder" in await line(f"sqlite:///{tmp_path / 'no' / 'swot.db'}")
    assert "Swot can't reach the database" in await line("postgresql://swot:secret@127.0.0.1:1/swot")
    assert "sqlite:///path/to/file or postgresql://" in await line("mysql://x")


async def test_a_pack_that_is_not_there_or_has_mistakes(tmp_path: Path):
    """Each pack by itself."""
    broken = shutil.copytree(DATA / "garden", tmp_path / "broken")
    (broken / "pack.yaml").write_text("id: [", "utf-8")
    lines = said(await found({}, packs=(*PACKS, tmp_path / "none", broken)), "wrong")
    assert f"There is no pack {tmp_path / 'none'}. --pack names its folder." in lines
    assert f"The pack broken has mistakes and can't be used. `swot check {broken}` says where and what to do." in lines


async def test_a_data_folder_that_can_not_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Such as one that is a file."""
    (tmp_path / "data").write_text("hello")
    monkeypatch.setenv("SWOT_DATA_DIR", str(tmp_path / "data"))
    lines = said(await found({}), "wrong")
    [line] = [line for line in lines if "can't be written to" in line]
    assert line.startswith(f"The folder {tmp_path / 'data'} can't be written to.")
    assert "SWOT_DATA_DIR" in line


# Discord


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
    lines = said(await examine(on_discord(discord, school), PACKS, clock), "note")
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


# Slack


async def test_tokens_that_slack_does_not_take(slack: LoopbackSlack, sqlite_url: str):
    """Each with where it is found."""
    wrong = {"SWOT_SLACK_BOT_TOKEN": "xoxb-0", "SWOT_SLACK_APP_TOKEN": "xapp-0"}
    bot, app = said(await found({**on_slack(slack, sqlite_url), **wrong}), "wrong")
    assert bot.startswith("Slack does not take the bot token (invalid_auth)")
    assert app.startswith("Slack does not take the app token (invalid_auth)")


async def test_scopes_that_are_missing(slack: LoopbackSlack, sqlite_url: str):
    """By their names; what an operator may add beside the manifest is not missed."""
    slack.scopes.discard("files:write")
    slack.scopes.discard("im:write")
    [line] = said(await found(on_slack(slack, sqlite_url)), "wrong")
    assert line.startswith("The bot token lacks im:write, files:write.")
    assert set(SCOPES) - slack.scopes == {"files:write", "im:write"}


async def test_slack_out_of_reach(sqlite_url: str, slack: LoopbackSlack):
    """Both questions are asked by themselves, and its hosts are named."""
    environment = on_slack(slack, sqlite_url, SWOT_SLACK_API_URL="http://127.0.0.1:1/api/")
    text = told(await found(environment))
    assert text.count("Slack can't be reached:") == 2
    assert "wss-primary.slack.com" in text
    assert "gateway.discord.gg" not in text


# The link and the hosts


def test_the_link_asks_for_exactly_what_is_in_the_table(capsys: pytest.CaptureFixture[str]):
    """The history only where somebody wants that; a bot with commands, and nothing more."""
    without = sum(one.value for one in TABLE if one.name != "Read Message History")
    assert invite(42) == (
        f"https://discord.com/oauth2/authorize?client_id=42&scope=bot+applications.commands&permissions={without}"
    )
    assert main(["invite", "--application", "42", "--history"]) == 0
    assert f"permissions={without + 65536}" in capsys.readouterr().out


async def test_the_link_is_for_the_application_that_the_token_is_of(discord: LoopbackDiscord):
    """And a token that nobody knows is told of."""
    assert await application_of(DiscordSettings(discord.token)) == int(discord.application_id)
    with pytest.raises(UserError, match="does not know this token"):
        await application_of(DiscordSettings("wrong"))


def test_without_a_token_or_an_id_there_is_no_link(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """It says what to give."""
    monkeypatch.delenv("SWOT_DISCORD_TOKEN", raising=False)
    assert main(["invite"]) == 1
    assert "swot invite --application ID" in capsys.readouterr().err


def test_the_hosts_are_listed(capsys: pytest.CaptureFixture[str]):
    """Of both platforms, without asking anybody."""
    assert main(["doctor", "--hosts"]) == 0
    out = capsys.readouterr().out
    assert out == hosts() + "\n"
    for host in ("discord.com", "gateway.discord.gg", "cdn.discordapp.com", "slack.com", "files.slack.com"):
        assert host in out


# How rights add up


def test_rights_add_up_as_discord_adds_them():
    """Roles, then a channel's rules for everybody, for roles and for oneself; administrators may do anything."""
    roles = [
        {"id": "1", "permissions": str(VIEW)},
        {"id": "7", "permissions": str(SEND)},
        {"id": "8", "permissions": "8"},
    ]
    me = {"roles": ["7"], "user": {"id": "5"}}
    allowed = in_server(1, roles, me)
    assert allowed == VIEW | SEND
    everybody = {"id": "1", "type": 0, "allow": "0", "deny": str(VIEW | SEND)}
    role = {"id": "7", "type": 0, "allow": str(VIEW | SEND), "deny": "0"}
    self = {"id": "5", "type": 1, "allow": "0", "deny": str(SEND)}
    assert in_channel(allowed, 1, {"permission_overwrites": [everybody]}, me) == 0
    assert in_channel(allowed, 1, {"permission_overwrites": [role, everybody]}, me) == VIEW | SEND
    assert in_channel(allowed, 1, {"permission_overwrites": [self, role, everybody]}, me) == VIEW
    chief = {"roles": ["8"], "user": {"id": "5"}}
    assert (
        in_channel(in_server(1, roles, chief), 1, {"permission_overwrites": [everybody]}, chief) & EVERYDAY == EVERYDAY
    )
