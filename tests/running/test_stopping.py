"""SIGTERM: what was acknowledged is on disk and there once, what is in hand is finished, and the process ends well."""

from __future__ import annotations

import asyncio
import signal
import socket
import sqlite3
import ssl
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Mapping
from pathlib import Path
from typing import Any

import pytest
import trustme

from adapters.inhand import InHand
from adapters.stopping import finish
from bot.clock import SystemClock
from bot.main import App, Settings
from tests.conftest import DATA
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.slack import LoopbackSlack
from tests.loopback.slack.state import elements_of
from tests.processes import PATIENCE, swot_run
from tests.proxy import Proxy

GARDEN = DATA / "garden"
CROWD, FIRST = 200, 40
"""How many answer, and how many of them before Swot is told to stop."""
APART = 0.003
"""Seconds between two of those who come after: some while Swot still listens, the last when it has gone."""
SOON = 5.0
"""Seconds in which a process ends that has nothing to wait for: far more than it takes, on a machine that is busy."""
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
HOSTS = ("discord.com", "gateway.discord.gg")


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    """A Slack."""
    async with LoopbackSlack(SystemClock()) as slack:
        yield slack
        assert slack.violations == []


def on_slack(slack: LoopbackSlack, url: str) -> dict[str, str]:
    """The environment of a Swot there."""
    tokens = {"SWOT_SLACK_BOT_TOKEN": slack.bot_token, "SWOT_SLACK_APP_TOKEN": slack.app_token}
    return {**tokens, "SWOT_SLACK_API_URL": slack.url, "SWOT_DATABASE_URL": url}


def free_port() -> int:
    """One that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def rows(url: str, question: str) -> list[tuple[Any, ...]]:
    """What a database has, read without Swot."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


async def until(holds: Any) -> None:
    """Wait for something that another process does."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.005)


async def stopped(process: Process, meanwhile: Awaitable[Any] | None = None) -> str:
    """Its log, once it has ended well and soon, without a warning and with nothing left over."""
    began = time.monotonic()
    process.terminate()
    if meanwhile is not None:
        await meanwhile
    _, written = await process.communicate()
    log = written.decode()
    assert process.returncode == 0, log
    assert time.monotonic() - began < SOON, log
    assert "Traceback" not in log
    for word in (" WARNING ", " ERROR ", "Task was destroyed", "never retrieved", "Unclosed", "never awaited"):
        assert word not in log
    return log


# A crowd answers


@pytest.mark.parametrize("way", ["socket", "http"])
async def test_on_slack_every_answer_that_was_acknowledged_is_kept(slack: LoopbackSlack, sqlite_url: str, way: str):
    """In the midst of a burst; what was not acknowledged Slack delivers again, and then all are there, once each."""
    environment = on_slack(slack, sqlite_url)
    if way == "http":
        del environment["SWOT_SLACK_APP_TOKEN"]
        environment |= {"SWOT_SLACK_SIGNING_SECRET": SECRET, "SWOT_LISTEN": (place := f"127.0.0.1:{free_port()}")}
        slack.post_to(f"http://{place}/slack/events", SECRET)
    channel, teacher = slack.add_channel("history"), slack.add_user("teacher", admin=True)
    crowd = [slack.add_user(f"learner{number}") for number in range(CROWD)]
    async with swot_run(GARDEN, environment) as process:
        await logged(process, "Swot is on Slack")
        await (await slack.command(teacher, channel, "/quiz", "round questions:1 topic:judging")).acknowledged
        await until(lambda: slack.messages(channel))
        [message] = slack.messages(channel)
        actions = [element["action_id"] for _, element in elements_of(message.blocks)]
        answer = next(id for id in actions if id.startswith("round.answer:"))
        pressed = [await slack.press(user, message, answer) for user in crowd[:FIRST]]

        async def the_rest() -> None:
            for user in crowd[FIRST:]:
                pressed.append(await slack.press(user, message, answer))
                await asyncio.sleep(APART)

        await until(lambda: any(one.acknowledged.done() for one in pressed))
        await stopped(process, the_rest())
    told = {one.user for one in pressed if one.acknowledged.done() and not one.errors}
    assert 0 < len(told) < CROWD
    kept = Counter(person.rpartition(".")[2] for (person,) in rows(sqlite_url, "SELECT person FROM responses"))
    assert told <= set(kept)
    assert set(kept.values()) == {1}
    async with swot_run(GARDEN, environment) as process:
        await logged(process, "Swot is on Slack")
        again = [await slack.redeliver(one) for one in pressed if one.user not in told]
        await asyncio.gather(*(one.acknowledged for one in again))
        await stopped(process)
    kept = Counter(person.rpartition(".")[2] for (person,) in rows(sqlite_url, "SELECT person FROM responses"))
    assert kept == Counter(crowd)


async def test_on_discord_every_answer_that_was_acknowledged_is_kept(sqlite_url: str, tmp_path: Path):
    """In the midst of a burst; whoever came too late is told so, and to try again in a moment."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "school.pem")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*HOSTS).configure_cert(context)
    async with LoopbackDiscord(SystemClock(), ssl_context=context) as discord:
        discord.gateway.url = f"wss://{HOSTS[1]}/gateway"
        port = int(discord.url.rpartition(":")[2])
        guild = discord.add_guild("School")
        channel, teacher = discord.add_channel(guild, "history"), discord.add_user("teacher")
        discord.add_member(guild, teacher, manages=True)
        crowd = [discord.add_user(f"learner{number}") for number in range(CROWD)]
        for user in crowd:
            discord.add_member(guild, user)
        async with Proxy(dict.fromkeys(HOSTS, port)) as proxy:
            environment = {
                "SWOT_DISCORD_TOKEN": discord.token,
                "SWOT_DATABASE_URL": sqlite_url,
                "SWOT_PROXY": proxy.url,
                "SWOT_CA_FILE": str(tmp_path / "school.pem"),
            }
            async with swot_run(GARDEN, environment) as process:
                await discord.connected()
                asked = await discord.command(teacher, channel, "quiz round", {"questions": 1, "topic": "judging"})
                await asked.answered
                await until(lambda: discord.messages(channel))
                [message] = discord.messages(channel)
                answer = next(id for id in _ids(message) if id.startswith("round.answer:"))
                pressed = [await discord.press(user, message, answer) for user in crowd[:FIRST]]

                async def the_rest() -> None:
                    for user in crowd[FIRST:]:
                        pressed.append(await discord.press(user, message, answer))
                        await asyncio.sleep(APART)

                await until(lambda: any(one.answered.done() for one in pressed))
                await stopped(process, the_rest())
        assert discord.violations == []
    notes = {user: str(one.original) for user, one in zip(crowd, pressed, strict=True) if one.original}
    told = {user for user, note in notes.items() if "restarting" not in note}
    kept = Counter(person.rpartition(":")[2] for (person,) in rows(sqlite_url, "SELECT person FROM responses"))
    assert 0 < len(told) < CROWD
    assert told <= set(kept)
    assert set(kept.values()) == {1}


def _ids(component: Any) -> list[str]:
    """The ids of every button in a message."""
    if isinstance(component, list):
        return [id for one in component for id in _ids(one)]
    if not isinstance(component, Mapping):
        return []
    own = [component["custom_id"]] if "custom_id" in component else []
    return own + [id for part in component.values() for id in _ids(part)]


# A post is under way


async def under_way(slack: LoopbackSlack, process: Process) -> str:
    """Have a fact on its way to the channel, which Slack takes its time to take."""
    channel, teacher = slack.add_channel("history"), slack.add_user("teacher", admin=True)
    await slack.connected()
    slack.faults.add("chat.postMessage", how="slow")
    await slack.command(teacher, channel, "/quiz", "round questions:1 topic:judging")
    await until(lambda: slack.faults.held)
    assert process.returncode is None
    return channel


async def logged(process: Process, words: str) -> None:
    """Read a process's log until it has said this."""
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE):
        while words not in (line := (await process.stderr.readline()).decode()):
            assert line, "it ended without a word"


async def test_a_post_that_is_under_way_goes_out_once(slack: LoopbackSlack, sqlite_url: str):
    """It is waited for, noted where it stands, and the next Swot does not post it again."""
    async with swot_run(GARDEN, on_slack(slack, sqlite_url)) as process:
        channel = await under_way(slack, process)
        process.terminate()
        await logged(process, "what is in hand is finished first")
        slack.faults.release()
        _, rest = await process.communicate()
        assert process.returncode == 0, rest.decode()
        assert b" WARNING " not in rest
    assert rows(sqlite_url, "SELECT count(*) FROM outbox WHERE message IS NULL OR message = ''") == [(0,)]
    async with swot_run(GARDEN, on_slack(slack, sqlite_url)) as process:
        await slack.connected()
        await logged(process, "Swot is on Slack")
        await stopped(process)
    assert len(slack.messages(channel)) == 1


async def test_a_second_signal_ends_it_at_once(slack: LoopbackSlack, sqlite_url: str):
    """Whatever it waits for; what was under way is looked for by the next Swot, and stands there once."""
    async with swot_run(GARDEN, on_slack(slack, sqlite_url)) as process:
        await under_way(slack, process)
        process.terminate()
        await logged(process, "what is in hand is finished first")
        began = time.monotonic()
        process.terminate()
        assert await process.wait() == -signal.SIGTERM
        assert time.monotonic() - began < 1
        assert slack.faults.held
    slack.faults.clear()


async def test_what_takes_too_long_is_left_to_its_lease(slack: LoopbackSlack, sqlite_url: str):
    """The process ends all the same, and well; the row still says that somebody had it in hand."""
    async with swot_run(GARDEN, on_slack(slack, sqlite_url)) as process:
        await under_way(slack, process)
        process.terminate()
        _, log = await process.communicate()
        assert process.returncode == 0, log.decode()
        assert b"is left to its lease" in log
        assert b"Traceback" not in log
        assert b" ERROR " not in log
    [(owner, message)] = rows(sqlite_url, "SELECT owner, message FROM outbox")
    assert owner
    assert not message
    slack.faults.clear()


async def test_what_is_given_up_is_over_when_the_platforms_are_let_go_of(sqlite_url: str):
    """Nothing goes on behind the back of whoever closes: an event that never ends, for one."""
    app = await App.open(Settings(sqlite_url, packs=()))
    endless, in_hand = asyncio.Event(), InHand()

    class Platform:
        """One whose only event never ends."""

        def shut(self) -> None:
            """Take no more."""

        settled, drop = in_hand.settled, in_hand.drop

    async def event() -> None:
        await endless.wait()

    await app.start()
    in_hand.start(event())
    await finish(app, (Platform(),), patience=0.01)
    await in_hand.settled()
    await app.close()


# Before it has begun


async def test_a_swot_that_is_not_let_in_yet_can_be_stopped(slack: LoopbackSlack, sqlite_url: str):
    """While a platform keeps it waiting: it ends well, and soon."""
    slack.faults.add("apps.connections.open", how="slow")
    async with swot_run(GARDEN, on_slack(slack, sqlite_url)) as process:
        await until(lambda: slack.faults.held)
        log = await stopped(process)
    assert "Swot is on Slack" not in log
    slack.faults.clear()
