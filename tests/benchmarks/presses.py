"""A whole room presses at once: time to the acknowledgement, and processor time, beside the libraries alone.

The platform runs in this process and the bot in another, so that the bot's processor time is its own. Slack is there
twice: over a socket, and over HTTP, where it posts to the bot over a hundred connections at most. TLS is what the bot
speaks to the platform; towards itself it leaves that to a web server before it.

    python -m tests.benchmarks presses [--discord] [--slack] [--slack-http]
"""

from __future__ import annotations

import asyncio
import math
import os
import sqlite3
import ssl
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import trustme

from adapters.discord.render import render
from adapters.slack.asgi import EVENTS
from adapters.slack.render import message_of
from bot.chat import Action, Button, Moment, View, rich
from bot.clock import SystemClock
from tests.benchmarks import report
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.slack import LoopbackSlack

COUNTS = (30, 300, 1_000, 3_000)
WARMING = 200
"""Presses before anything is measured: they load what is loaded once."""
TURNS = 3
"""How often each crowd presses; the median turn counts."""
KEEPALIVE = 1.0
"""Seconds that the platform keeps an idle connection: every crowd finds all of them cold."""
QUIET = 1.8
"""Seconds between two crowds."""
PATIENCE = 20.0
LATE = 3.0
"""Seconds after which a platform takes no acknowledgement."""


TITLES = {"discord": "Discord", "slack": "Slack", "slack-http": "Slack over HTTP"}
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
"""What Slack signs with over HTTP."""
PLANTS = ("Beetroot", "Lettuce", "Radish", "Runner bean")
QUESTION = View(
    rich("**Choosing what to grow** · question 1 of 1 · closes {}\n\nWhich of these climbs up poles?", Moment(0)),
    controls=tuple(
        Button(f"{letter} {plant}", Action(f"pressed:{index}"))
        for index, (letter, plant) in enumerate(zip("ABCD", PLANTS, strict=True))
    ),
)
"""What a bare library is pressed on: as large as Swot's own question, since every press carries its message along."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What one crowd's presses came to."""

    waited: list[float]
    """Seconds to each acknowledgement; for ever where none came, as now and then with a library alone."""
    processor: float
    """Seconds of the bot's processor time for each press."""

    @property
    def slowest(self) -> float:
        """Seconds until everybody was acknowledged."""
        return max(self.waited)


class Bot:
    """The bot's process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.port = 0
        """Where it listens, if it does."""

    @classmethod
    async def start(cls, platform: str, kind: str, *arguments: str, certificate: str) -> Bot:
        """Start it and wait until it is there."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.benchmarks.pressed", platform, kind, *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **({"SSL_CERT_FILE": certificate} if certificate else {})},
        )
        bot = cls(process)
        word, _, port = (await bot._line()).partition(" ")
        assert word == "ready"
        bot.port = int(port)
        return bot

    async def processor_time(self) -> float:
        """Seconds that it has used so far."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        await self._process.stdin.drain()
        return float(await self._line())

    async def stop(self) -> None:
        """Let it finish."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        await asyncio.wait_for(self._process.wait(), PATIENCE)

    async def _line(self) -> str:
        assert self._process.stdout is not None
        return (await asyncio.wait_for(self._process.stdout.readline(), PATIENCE)).decode().strip()


class Discord:
    """A server with a crowd in it."""

    name = "discord"

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self.loopback = LoopbackDiscord(SystemClock(), ssl_context=context, checked=False, keepalive=KEEPALIVE)

    def furnish(self) -> None:
        """People and a room."""
        guild = self.loopback.add_guild("School")
        self._channel = self.loopback.add_channel(guild, "history")
        self._teacher = self.loopback.add_user("teacher")
        self.loopback.add_member(guild, self._teacher, manages=True)
        self._people = [self.loopback.add_user(f"learner{number}") for number in range(max(COUNTS))]
        for person in self._people:
            self.loopback.add_member(guild, person)

    def arguments(self) -> tuple[str, ...]:
        """What the bot needs to find it."""
        return self.loopback.url, self.loopback.token, ""

    def reach(self, _port: int) -> None:
        """The bot is there by itself."""

    async def question(self, kind: str) -> tuple[Any, str]:
        """Something to press on: a question of a live round, or for a bare library any message."""
        if kind != "swot":
            return self.loopback.old_message(self._channel, render(QUESTION).body), "pressed:0"
        options = {"topic": "growing/choosing", "questions": 1, "seconds": 300}
        await (await self.loopback.command(self._teacher, self._channel, "quiz round", options)).answered
        while not (found := [message for message in self.loopback.messages(self._channel) if _buttons(message)]):
            await asyncio.sleep(0.01)
        return found[-1], _buttons(found[-1])[0]

    async def presses(self, where: Any, action: str, count: int) -> list[asyncio.Future[Any]]:
        """So many people press."""
        people = self._people[:count]
        return [(await self.loopback.press(person, where, action, forged=True)).answered for person in people]

    def answered(self) -> int:
        """How many private answers people have been shown."""
        return sum(request.status in (200, 204) and "callback" in request.path for request in self.loopback.requests)


class Slack:
    """A workspace with a crowd in it."""

    name = "slack"

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self.loopback = LoopbackSlack(SystemClock(), ssl_context=context, checked=False, keepalive=KEEPALIVE)

    def furnish(self) -> None:
        """People and a room."""
        self._teacher = self.loopback.add_user("teacher", admin=True)
        self._people = [self.loopback.add_user(f"learner{number}") for number in range(max(COUNTS))]
        self._channel = self.loopback.add_channel("history")

    def arguments(self) -> tuple[str, ...]:
        """What the bot needs to find it."""
        return self.loopback.url, self.loopback.bot_token, self.loopback.app_token

    def reach(self, _port: int) -> None:
        """The bot is there by itself."""

    async def question(self, kind: str) -> tuple[Any, str]:
        """Something to press on."""
        if kind != "swot":
            return self.loopback.old_message(self._channel, message_of(QUESTION)["blocks"]), "pressed:0"
        words = "round topic:growing/choosing questions:1 seconds:300"
        await (await self.loopback.command(self._teacher, self._channel, "/quiz", words)).acknowledged
        while not (found := [message for message in self.loopback.messages(self._channel) if message.blocks]):
            await asyncio.sleep(0.01)
        actions = next(block for block in found[-1].blocks if block["type"] == "actions")
        return found[-1], actions["elements"][0]["action_id"]

    async def presses(self, where: Any, action: str, count: int) -> list[asyncio.Future[Any]]:
        """So many people press."""
        people = self._people[:count]
        return [(await self.loopback.press(person, where, action)).acknowledged for person in people]

    def answered(self) -> int:
        """How many private answers people have been shown."""
        return len([call for call in self.loopback.calls("response_url") if call.status == 200])


class SlackOverHttp(Slack):
    """A workspace that posts to the bot."""

    name = "slack-http"

    def arguments(self) -> tuple[str, ...]:
        """What the bot needs to find it, and to tell its requests from others'."""
        return self.loopback.url, self.loopback.bot_token, SECRET

    def reach(self, port: int) -> None:
        """The bot listens there."""
        self.loopback.post_to(f"http://127.0.0.1:{port}{EVENTS}", SECRET)


async def crowd(platform: Discord | Slack, bot: Bot, where: Any, action: str, count: int) -> Crowd:
    """Have a crowd press at once, and wait until everybody is answered."""
    waited: list[float] = []
    before, answered = await bot.processor_time(), platform.answered()
    begun = time.perf_counter()
    presses = await platform.presses(where, action, count)
    for press in presses:
        press.add_done_callback(lambda _: waited.append(time.perf_counter() - begun))
    _, lost = await asyncio.wait(presses, timeout=PATIENCE)
    async with asyncio.timeout(PATIENCE):
        while platform.answered() < answered + count - len(lost):
            await asyncio.sleep(0.01)
    waited += [math.inf] * len(lost)
    used = await bot.processor_time() - before
    await asyncio.sleep(QUIET)
    return Crowd(waited, used / count)


async def measured(
    make: Callable[[ssl.SSLContext | None], Discord | Slack], kind: str, folder: Path, authority: trustme.CA | None
) -> list[Crowd]:
    """What crowds of every size come to, on Swot or on the library alone. Raises `RuntimeError` if a press is lost."""
    context, certificate = None, ""
    if authority is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        certificate = str(folder / "authority.pem")
        authority.cert_pem.write_to_path(certificate)
    platform = make(context)
    database = folder / f"{platform.name}-{kind}-{bool(authority)}.db"
    async with platform.loopback:
        platform.furnish()
        bot = await Bot.start(
            platform.name, kind, *platform.arguments(), f"sqlite:///{database}", certificate=certificate
        )
        platform.reach(bot.port)
        where, action = await platform.question(kind)
        pressed = WARMING
        await crowd(platform, bot, where, action, WARMING)
        found: list[Crowd] = []
        for count in COUNTS:
            turns = [await crowd(platform, bot, where, action, count) for _ in range(TURNS)]
            pressed += count * TURNS
            found.append(_median(turns))
        await bot.stop()
    if kind == "swot":
        if any(crowd.slowest == math.inf for crowd in found):
            raise RuntimeError("a press was never acknowledged")
        with sqlite3.connect(database) as kept:
            [on_disk] = kept.execute("SELECT count(*) FROM responses").fetchone()
        kept.close()
        if on_disk != pressed:
            raise RuntimeError(f"{pressed} presses were acknowledged, and {on_disk} are on disk")
    return found


def _median(turns: Sequence[Crowd]) -> Crowd:
    """The turn whose slowest acknowledgement is the median one, with the median processor time."""
    middle = sorted(turns, key=lambda turn: turn.slowest)[len(turns) // 2]
    return Crowd(middle.waited, statistics.median(turn.processor for turn in turns))


def _buttons(of: dict[str, Any]) -> list[str]:
    """What can be pressed in a message, also within its containers."""
    inside = [button for component in of.get("components", ()) for button in _buttons(component)]
    return [of["custom_id"], *inside] if of.get("type") == 2 and "custom_id" in of else inside


async def _all(folder: Path, platforms: Sequence[type[Discord | Slack]]) -> None:
    for make in platforms:
        for authority in (None, trustme.CA()):
            kinds = [await measured(make, kind, folder, authority) for kind in ("swot", "bare", "calm")]
            over = "over cold TLS" if authority else "without TLS"
            title = f"{TITLES[make.name]}, {over}: presses at once on one message, to the acknowledgement of all"
            headings = ("all", "99th", "late", "processor", "bare: all", "processor", "times", "calm", "times")
            rows = [_row(count, *crowds) for count, *crowds in zip(COUNTS, *kinds, strict=True)]
            report.table(title, headings, rows)


def _row(count: int, swot: Crowd, bare: Crowd, calm: Crowd) -> tuple[str, ...]:
    return (
        f"{count:,}",
        report.seconds(swot.slowest),
        report.seconds(statistics.quantiles(swot.waited, n=100)[98]),
        str(sum(wait > LATE for wait in swot.waited)),
        f"{swot.processor * 1000:.2f} ms",
        report.seconds(bare.slowest),
        f"{bare.processor * 1000:.2f} ms",
        f"{swot.processor / bare.processor:.2f}",
        f"{calm.processor * 1000:.2f} ms",
        f"{swot.processor / calm.processor:.2f}",
    )


def main() -> None:
    """Measure the platforms, or those that are named, with and without TLS."""
    every = (Discord, Slack, SlackOverHttp)
    platforms = [make for make in every if f"--{make.name}" in sys.argv[1:]] or every
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_all(Path(folder), platforms))
    print("  Processor time is for each press. Bare: the library alone, answering “ok”;")
    print("  calm: the same with Swot's settings of Python's collector.")
    print("  Aim: at most 1.5 times the bare processor time; 1,000 acknowledged within 0.50 s, 3,000 within 1.50 s.")


if __name__ == "__main__":
    main()
