"""Whoever watches a Swot: what it answers, what it counts, and that the code that people quote is in the log."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.health.metrics import Metrics
from adapters.health.server import HealthServer
from adapters.logs import AsJson
from adapters.settings import read
from adapters.settings.values import Listen
from adapters.slack import SlackAdapter, SlackSettings
from bot.chat import Invoke, Reply, View, command, prose
from bot.clock import SECOND, SteppedClock, SystemClock
from bot.errors import UserError
from bot.main import App, Settings
from tests.conftest import DATA
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.trying import START
from tests.loopback.slack import LoopbackSlack
from tests.processes import swot_run, told_to_stop

ANYWHERE = Listen(port=0)
WRITTEN = "what Maya wrote"


class Asked:
    """A room that answers, and one command of which is broken."""

    @command("hello", answers="note")
    async def hello(self, event: Invoke) -> Reply:
        """Say hello."""
        return Reply(View(prose("Hello")))

    @command("broken", answers="note")
    async def broken(self, event: Invoke) -> Reply:
        """Say nothing any more."""
        raise LookupError(WRITTEN)


@pytest.fixture
def metrics() -> Metrics:
    """What is counted, from nothing on."""
    return Metrics()


@pytest.fixture
async def app(sqlite_url: str, metrics: Metrics) -> AsyncIterator[App]:
    """A Swot that is measured."""
    app = await App.open(Settings(sqlite_url, packs=(), clock=SteppedClock(START), measures=metrics, rooms=(Asked(),)))
    yield app
    await app.close()


@asynccontextmanager
async def watched(app: App, metrics: Metrics, **platforms: object) -> AsyncIterator[HealthServer]:
    """A server that is asked."""
    server = HealthServer(app, platforms, metrics, ANYWHERE)  # type: ignore[arg-type]
    await server.open()
    try:
        yield server
    finally:
        await server.close()


async def asked(server: HealthServer, path: str) -> tuple[int, str]:
    """What it answers."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{server.port}{path}") as it:
        return it.status, await it.text()


def value(page: str, name: str) -> float:
    """A line's number."""
    [line] = [line for line in page.splitlines() if line.startswith(f"{name} ")]
    return float(line.rpartition(" ")[2])


# Discord and Slack


async def test_slack_is_ready_while_it_is_connected(app: App, metrics: Metrics):
    """Not before, not while its connection is away, and not any more once Swot stops; alive all the time."""
    async with LoopbackSlack(app.clock) as slack:
        channel, maya = slack.add_channel("history"), slack.add_user("maya")
        adapter = SlackAdapter(app, SlackSettings(slack.bot_token, slack.app_token, base_url=slack.url))
        async with watched(app, metrics, Slack=adapter) as server:
            assert await asked(server, "/readyz") == (503, "database: there\nslack: not there")
            await adapter.start()
            await slack.connected()
            assert await asked(server, "/readyz") == (200, "database: there\nslack: there")
            await (await slack.command(maya, channel, "/hello")).acknowledged
            await adapter.settled()
            slack.faults.add("chat.postMessage", how="rate limited", retry_after=7)
            with pytest.raises(Exception, match="patience"):
                await app.platforms["slack"].post(f"slack:{slack.team_id}.{channel}", View(prose("Hi")), nonce="n")
            _, page = await asked(server, "/metrics")
            assert value(page, 'swot_acknowledgement_seconds_count{platform="slack"}') == 1
            assert value(page, 'swot_rate_limits_total{platform="slack"}') == 1
            assert value(page, 'swot_rate_limit_wait_seconds_total{platform="slack"}') == 7
            assert value(page, 'swot_connected{platform="slack"}') == 1
            adapter.shut()
            assert (await asked(server, "/readyz"))[0] == 503
            assert await asked(server, "/healthz") == (200, "Swot is here.")
            await adapter.close()


async def test_discord_is_ready_while_every_shard_is_connected(app: App, metrics: Metrics):
    """And its acknowledgements are counted, once for each event."""
    async with LoopbackDiscord(app.clock) as discord:
        with discord.in_use():
            guild, maya = discord.add_guild("School"), discord.add_user("maya")
            channel = discord.add_channel(guild, "history")
            discord.add_member(guild, maya)
            adapter = DiscordAdapter(app, DiscordSettings(discord.token))
            async with watched(app, metrics, Discord=adapter) as server:
                assert (await asked(server, "/readyz"))[0] == 503
                await adapter.start()
                assert await asked(server, "/readyz") == (200, "database: there\ndiscord: there")
                await asyncio.wait_for((await discord.command(maya, channel, "hello")).answered, 5)
                await adapter.settled()
                _, page = await asked(server, "/metrics")
                assert value(page, 'swot_acknowledgement_seconds_count{platform="discord"}') == 1
                adapter.shut()
                assert (await asked(server, "/readyz"))[0] == 503
                await adapter.close()


# The database


async def test_a_database_that_does_not_answer_is_told(app: App, metrics: Metrics, caplog: pytest.LogCaptureFixture):
    """Not ready, but alive: a restart would mend nothing."""
    async with watched(app, metrics) as server:
        await app.database.close()
        assert await asked(server, "/readyz") == (503, "database: not there")
        assert (await asked(server, "/healthz"))[0] == 200
        assert (await asked(server, "/metrics"))[0] == 200
    assert "the database does not answer" in caplog.text


async def test_a_disk_that_is_full_is_told_and_forgotten_once_there_is_room(
    app: App, metrics: Metrics, sqlite_url: str
):
    """It can still be read from; what people do meanwhile is refused in the same words, and afterwards all goes on."""
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    async with watched(app, metrics) as server:
        assert await asked(server, "/readyz") == (200, "database: there")
        full = "BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
        connection.execute(f"CREATE TRIGGER full BEFORE INSERT ON deliveries {full}")
        status, told = await asked(server, "/readyz")
        assert (status, told) == (
            503,
            "database: There is no room left on the disk, so nothing was saved. Please tell whoever runs Swot.",
        )
        connection.execute("DROP TRIGGER full")
        assert await asked(server, "/readyz") == (200, "database: there")
    connection.close()


async def test_a_database_that_somebody_else_holds_is_told_until_it_is_let_go(
    app: App, metrics: Metrics, sqlite_url: str
):
    """Nobody waits for longer than a probe may take."""
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    async with watched(app, metrics) as server:
        other.execute("BEGIN IMMEDIATE")
        assert await asked(server, "/readyz") == (503, "database: not there")
        assert (await asked(server, "/healthz"))[0] == 200
        other.execute("ROLLBACK")
        assert await asked(server, "/readyz") == (200, "database: there")
    other.close()


async def test_what_waits_is_counted(sqlite_url: str, metrics: Metrics):
    """Due work and messages, how late the oldest is; and, once it is done, how late it was begun."""
    clock = SteppedClock(START)
    app = await App.open(Settings(sqlite_url, packs=(DATA / "garden",), clock=clock, measures=metrics))

    def put(tx) -> None:
        due = "INSERT INTO due (id, kind, subject, step, at, owner, leased_until, attempts, bulk)"
        tx.exec_driver_sql(f"{due} VALUES ('a', 'quiz.nothing', 's', '1', {START}, '', 0, 0, 0)")

    await app.database.write(put)
    clock.move_to(START + 90 * SECOND)
    async with watched(app, metrics) as server:
        _, page = await asked(server, "/metrics")
        assert (value(page, "swot_due_waiting"), value(page, "swot_due_oldest_seconds")) == (1, 90)
        assert value(page, "swot_outbox_waiting") == 0
        await app.dispatcher.run()
        _, page = await asked(server, "/metrics")
        assert value(page, 'swot_due_lag_seconds_sum{kind="quiz.nothing"}') == 90
    await app.close()


# Listening


async def test_an_address_that_is_taken_is_told(app: App, metrics: Metrics):
    """With the setting that names another."""
    async with watched(app, metrics) as server:
        taken = HealthServer(app, {}, metrics, Listen(port=server.port))
        with pytest.raises(UserError, match=rf"127.0.0.1:{server.port} .* SWOT_HEALTH_LISTEN names another"):
            await taken.open()
        await taken.close()


def test_nobody_listens_unless_it_is_asked_for():
    """It is off, and what can't be an address is told."""
    assert read({}, folder=DATA).sound().health_listen is None
    assert read({"SWOT_HEALTH_LISTEN": "0.0.0.0:9110"}, folder=DATA).sound().health_listen == Listen("0.0.0.0", 9110)
    [told] = read({"SWOT_HEALTH_LISTEN": "here"}, folder=DATA).mistakes
    assert told.startswith("SWOT_HEALTH_LISTEN is where Swot says how it is, as 127.0.0.1:9110; “here” is not.")


async def test_counts_of_one_swot_are_its_own(metrics: Metrics):
    """Nothing is kept outside: another begins from nothing."""
    metrics.acknowledged("slack", SECOND)
    assert b'platform="slack"' in metrics.page(None, {})
    assert b'platform="slack"' not in Metrics().page(None, {})


# The log


async def test_the_code_that_somebody_quotes_is_in_the_log(app: App, caplog: pytest.LogCaptureFixture):
    """In a field of its own, with where it happened, on one line; and no words of the exception."""
    async with LoopbackSlack(app.clock) as slack:
        channel, maya = slack.add_channel("history"), slack.add_user("maya")
        adapter = SlackAdapter(app, SlackSettings(slack.bot_token, slack.app_token, base_url=slack.url))
        await adapter.start()
        await slack.connected()
        await (await slack.command(maya, channel, "/broken")).acknowledged
        await adapter.settled()
        await adapter.close()
        [note] = slack.notes(maya)
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    told = AsJson().format(record)
    line = json.loads(told)
    assert "\n" not in told
    assert re.search(rf"\b{line['code']}\b", note.text)
    assert line["code"] in line["message"]
    assert (line["level"], line["logger"]) == ("error", "bot.chat.router")
    assert "in broken" in line["trace"]
    assert WRITTEN not in told


async def test_the_process_logs_as_json_and_says_how_it_is(sqlite_url: str):
    """Every line is an object, and the curves are there; at the lowest level, too, no line tells of anybody."""
    async with LoopbackSlack(SystemClock()) as slack:
        channel, maya = slack.add_channel("history"), slack.add_user("maya")
        environment = {
            "SWOT_SLACK_BOT_TOKEN": slack.bot_token,
            "SWOT_SLACK_APP_TOKEN": slack.app_token,
            "SWOT_SLACK_API_URL": slack.url,
            "SWOT_DATABASE_URL": sqlite_url,
            "SWOT_LOG": "json",
            "SWOT_LOG_LEVEL": "debug",
            "SWOT_HEALTH_LISTEN": "127.0.0.1:0",
        }
        async with swot_run(DATA / "garden", environment) as process:
            assert process.stderr is not None
            lines = []
            while not lines or "Swot is on Slack" not in lines[-1]["message"]:
                lines.append(json.loads(await process.stderr.readline()))
            [port] = [int(found[1]) for line in lines if (found := re.search(r"on port (\d+)", line["message"]))]
            await (await slack.command(maya, channel, "/quiz", "solo topic:judging")).acknowledged
            async with aiohttp.ClientSession() as session:
                for path, words in (("/healthz", "Swot is here."), ("/readyz", "slack: there"), ("/metrics", "# HELP")):
                    async with session.get(f"http://127.0.0.1:{port}{path}") as response:
                        assert response.status == 200
                        assert words in await response.text()
            lines += [json.loads(line) for line in (await told_to_stop(process)).splitlines()]
    assert {line["level"] for line in lines} <= {"info", "debug"}
    assert lines[-1]["message"] == "Swot stops: what is in hand is finished first"
    assert not [line for line in lines if maya in line["message"]]


def test_the_page_for_operators_names_every_measure(metrics: Metrics):
    """And none that is not there."""
    page = (DATA.parent.parent / "deploy" / "README.md").read_text("utf-8")
    there = re.findall(r"^# TYPE (swot_\w+) ", metrics.page(None, {}).decode(), re.MULTILINE)
    created = {name for name in there if name.endswith("_created")}
    assert set(re.findall(r"`(swot_[a-z_]+)`", page)) == set(there) - created
