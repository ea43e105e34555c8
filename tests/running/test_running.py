"""`swot run`: what it takes from the environment, and Swot on both platforms at once."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from adapters.cli import main
from adapters.discord import DiscordSettings
from adapters.running import RunSettings, run, settings_of
from adapters.settings import read
from adapters.slack import SlackSettings
from bot.clock import SystemClock
from bot.errors import UserError
from bot.main import Settings
from tests.conftest import DATA
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.slack import LoopbackSlack
from tests.processes import swot_run, told_to_stop

PACKS = (DATA / "garden",)
SLACK = {"SWOT_SLACK_BOT_TOKEN": "xoxb-1", "SWOT_SLACK_APP_TOKEN": "xapp-1"}


@pytest.fixture(autouse=True)
def the_collector_as_before() -> Iterator[None]:
    """The tests' own process keeps its settings."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    """A Discord, where discord.py looks for it."""
    async with LoopbackDiscord(SystemClock()) as discord:
        with discord.in_use():
            yield discord


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    """A Slack."""
    async with LoopbackSlack(SystemClock()) as slack:
        yield slack


# Settings


def settings(environment: dict[str, str]) -> RunSettings:
    """What Swot runs on, where this is set and nothing else."""
    return settings_of(read(environment, folder=DATA).sound(), PACKS)


def test_each_platform_is_on_where_its_tokens_are_given():
    """One, the other or both; with nothing said of a database it is a file of the user's own."""
    both = settings({"SWOT_DISCORD_TOKEN": " d ", **SLACK, "SWOT_DATABASE_URL": "sqlite:///x.db"})
    assert both.app.database_url == "sqlite:///x.db"
    assert (both.discord, both.slack) == (DiscordSettings("d"), SlackSettings("xoxb-1", "xapp-1"))
    assert settings({"SWOT_DATABASE_URL": "x", **SLACK}).discord is None
    assert settings({"SWOT_DATABASE_URL": "x", "SWOT_DISCORD_TOKEN": "d", "SWOT_SLACK_BOT_TOKEN": ""}).slack is None


def test_slack_may_have_a_prefix_and_be_elsewhere():
    """For a workspace where another app has the commands, and for a Slack of one's own."""
    more = {"SWOT_SLACK_PREFIX": "swot-", "SWOT_SLACK_API_URL": "https://slack.example/api/", "SWOT_DATABASE_URL": "x"}
    slack = settings({**SLACK, **more}).slack
    assert slack == SlackSettings("xoxb-1", "xapp-1", "swot-", "https://slack.example/api/")


def test_a_database_of_ones_own_is_made_room_for(tmp_path: Path):
    """The data folder is there when it is needed."""
    found = settings({"SWOT_DISCORD_TOKEN": "d", "SWOT_DATA_DIR": str(tmp_path / "data")})
    assert found.app.database_url == f"sqlite:///{tmp_path / 'data' / 'swot.db'}"
    assert (tmp_path / "data").is_dir()


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "There is nothing to run on. Set SWOT_DISCORD_TOKEN, or"),
        ({"SWOT_DISCORD_TOKEN": "  "}, "There is nothing to run on."),
        ({"SWOT_SLACK_BOT_TOKEN": "xoxb-1"}, "one of them is missing"),
        ({"SWOT_SLACK_APP_TOKEN": "xapp-1", "SWOT_DISCORD_TOKEN": "d"}, "one of them is missing"),
    ],
)
def test_what_is_missing_is_said(environment: dict[str, str], told: str):
    """A sentence that says what to set."""
    with pytest.raises(UserError, match=told):
        settings(environment)


def test_the_command_line_says_it_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """`swot run` without a platform ends with the sentence, and with status 1."""
    for name in ("SWOT_DISCORD_TOKEN", *SLACK):
        monkeypatch.delenv(name, raising=False)
    assert main(["run"]) == 1
    assert capsys.readouterr().err.startswith("There is nothing to run on.")


def test_a_manifest_is_written_where_one_likes(tmp_path: Path):
    """With a prefix before every command."""
    file = tmp_path / "manifest.yaml"
    assert main(["manifest", str(file), "--prefix", "/Swot "]) == 1
    assert not file.exists()
    assert main(["manifest", str(file), "--prefix", "swot-"]) == 0
    assert "command: /swot-quiz" in file.read_text("utf-8")


# Running


async def test_swot_speaks_on_both_platforms_until_it_is_stopped(
    discord: LoopbackDiscord, slack: LoopbackSlack, sqlite_url: str
):
    """A command on either is answered, due work is done by itself, and everything is let go of at the end."""
    guild = discord.add_guild("School")
    channel, teacher = discord.add_channel(guild, "history"), discord.add_user("teacher")
    discord.add_member(guild, teacher, manages=True)
    slack_channel, slack_teacher = slack.add_channel("history"), slack.add_user("teacher", admin=True)
    stop = asyncio.Event()
    running = asyncio.create_task(run(_both(discord, slack, sqlite_url), stop))
    try:
        async with asyncio.timeout(10):
            await slack.connected()
            await discord.connected()
            asked = await discord.command(teacher, channel, "quiz round", {"questions": 1})
            await asked.answered
            asked_there = await slack.command(slack_teacher, slack_channel, "/quiz", "round questions:1")
            await asked_there.acknowledged
            while not (discord.messages(channel) and slack.messages(slack_channel)):
                await asyncio.sleep(0.005)
    finally:
        stop.set()
        async with asyncio.timeout(10):
            await running
    assert not slack.violations + discord.violations


async def test_a_token_that_is_refused_ends_it_with_a_sentence(
    discord: LoopbackDiscord, slack: LoopbackSlack, sqlite_url: str
):
    """Whichever platform does not let Swot in: nothing is left open, and the sentence says which token it is."""
    right = _both(discord, slack, sqlite_url)
    wrong_discord = RunSettings(right.app, DiscordSettings("wrong"), right.slack)
    with pytest.raises(UserError, match="SWOT_DISCORD_TOKEN"):
        await run(wrong_discord, asyncio.Event())
    wrong_slack = RunSettings(right.app, right.discord, SlackSettings("xoxb-0", "xapp-0", base_url=slack.url))
    with pytest.raises(UserError, match="xoxb"):
        await run(wrong_slack, asyncio.Event())


def _both(discord: LoopbackDiscord, slack: LoopbackSlack, url: str) -> RunSettings:
    return RunSettings(
        Settings(url, PACKS),
        DiscordSettings(discord.token),
        SlackSettings(slack.bot_token, slack.app_token, base_url=slack.url),
    )


async def test_the_process_runs_until_it_is_told_to_stop(slack: LoopbackSlack, sqlite_url: str):
    """`swot run` as it is started in earnest: it answers, and on SIGTERM finishes what is in hand and ends well."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    environment = {
        "SWOT_SLACK_BOT_TOKEN": slack.bot_token,
        "SWOT_SLACK_APP_TOKEN": slack.app_token,
        "SWOT_SLACK_API_URL": slack.url,
        "SWOT_DATABASE_URL": sqlite_url,
    }
    async with swot_run(PACKS[0], environment) as process:
        await slack.connected()
        asked = await slack.command(maya, channel, "/quiz", "solo topic:judging")
        assert "True or false" in str(await asked.acknowledged)
        log = await told_to_stop(process)
    assert "Swot is on Slack" in log
