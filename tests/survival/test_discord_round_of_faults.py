"""One live round on Discord and whatever can go wrong with it: nothing that was acknowledged is lost or doubled."""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import discord.http
import discord.webhook.async_
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, select

from adapters.discord import DiscordAdapter, DiscordSettings
from bot.chat import Answer, AnyEvent, Reply, plain
from bot.chat.wire import view_from_json
from bot.clock import MINUTE, SECOND, SteppedClock
from bot.main import App, Settings
from bot.schedule import courier
from bot.storage.tables import marks, outbox, responses, rounds
from tests.chat_harness import MONDAY
from tests.loopback.discord import Interaction, LoopbackDiscord
from tests.loopback.discord.components import everything
from tests.loopback.discord.faults import How
from tests.survival.crowd import GARDEN

LEARNERS = ("amal", "ben", "chloe", "dev", "ella")
QUESTIONS = 3
SECONDS = 30
SWEEP, SOME = 250, 10
"""Programs that are played."""
PATIENCE = 0.1
"""Seconds that the courier waits for an answer here."""
WAITS = (0.5, 4.0, 20.0)
"""Seconds that Discord asks to wait: some discord.py waits itself, some the courier."""
REQUESTS = ("POST /channels/*", "PATCH /channels/*", "POST /interactions/*", "* /channels/*", "* /*")
HOWS: tuple[How, ...] = (
    *("rate limited", "internal", "bad gateway", "unavailable", "gateway timeout"),
    *("cut before", "cut after", "failing after", "turned away"),
)
HELD: tuple[How, ...] = ("slow", "slow after")
"""What is held until it is let go: only of what Swot says first, for whoever pressed is not waited for."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens."""

    what: str
    who: int = 0
    option: int = 0
    seconds: int = 0
    request: str = ""
    how: How = "internal"
    times: int = 1
    everywhere: bool = False


WHO = st.integers(0, len(LEARNERS) - 1)
STEPS = st.one_of(
    st.builds(Step, st.sampled_from(["press", "press twice", "press late"]), WHO, st.integers(0, 3)),
    st.builds(Step, st.just("all press"), option=st.integers(0, 3)),
    st.builds(Step, st.sampled_from(["deliver again", "deliver late", "restart", "delete newest note"]), WHO),
    st.builds(Step, st.just("wait"), seconds=st.integers(1, SECONDS)),
    st.builds(
        Step,
        st.just("fault"),
        request=st.sampled_from(REQUESTS),
        how=st.sampled_from(HOWS),
        times=st.integers(1, 3),
        everywhere=st.booleans(),
        seconds=st.integers(0, len(WAITS) - 1),
    ),
    st.builds(Step, st.just("fault"), request=st.sampled_from(REQUESTS[:2]), how=st.sampled_from(HELD)),
)


@dataclass(eq=False, slots=True)
class School:
    """A class in a live round, and Swot, which comes and goes."""

    url: str
    clock: SteppedClock
    discord: LoopbackDiscord
    guild: str
    channel: str
    users: list[str]
    teacher: str
    app: App = field(init=False)
    adapter: DiscordAdapter = field(init=False)
    handled: int = 0
    pressed: list[Interaction] = field(default_factory=list)
    late: list[Interaction] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    """What the core answered to each delivery, the first time."""

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator[School]:
        """A class with a teacher who has begun a round."""
        clock = SteppedClock(MONDAY)
        async with LoopbackDiscord(clock) as loopback:
            guild = loopback.add_guild("School")
            channel = loopback.add_channel(guild, "history")
            users = [loopback.add_user(name) for name in (*LEARNERS, "teacher")]
            for user in users:
                loopback.add_member(guild, user, manages=user == users[-1])
            school = cls(url, clock, loopback, guild, channel, users[:-1], users[-1])
            with loopback.in_use():
                await school.enter()
                try:
                    options = {"topic": "growing", "questions": QUESTIONS, "seconds": SECONDS}
                    await school.arrived([await loopback.command(school.teacher, channel, "quiz round", options)])
                    yield school
                finally:
                    loopback.faults.clear()
                    await school.leave()

    async def enter(self) -> None:
        """Swot starts."""
        self.app = await App.open(Settings(self.url, (GARDEN,), clock=self.clock, random=Random(1)))
        handle = self.app.handle

        async def noting(event: AnyEvent) -> Answer | None:
            try:
                answer = await handle(event)
                if isinstance(answer, Reply):
                    self.told.setdefault(event.delivery, plain(answer.view.text))
                return answer
            finally:
                self.handled += 1

        self.app.handle = noting  # type: ignore[method-assign]
        self.adapter = DiscordAdapter(self.app, DiscordSettings(self.discord.token))
        await self.adapter.start()

    async def leave(self) -> None:
        """Swot stops."""
        await self.adapter.close()
        await self.app.close()

    async def arrived(self, interactions: list[Interaction], *, deliver: bool = False) -> None:
        """Wait until these have been dealt with, and have done what is due by then."""
        before = self.handled
        if deliver:
            for it in interactions:
                await self.discord.redeliver(it)
        async with asyncio.timeout(10):
            while self.handled < before + len(interactions):
                await asyncio.sleep(0.0005)
        await self.adapter.settled()
        await self.app.dispatcher.run()

    # What happens

    async def do(self, step: Step) -> None:
        """One step."""
        match step.what:
            case "press" | "press twice":
                its = self.press(step.who, step.option)
                await self.arrived(its * (1 + (step.what == "press twice")), deliver=True)
            case "press late":
                self.late += self.press(step.who, step.option)
            case "all press":
                its = [it for who in range(len(LEARNERS)) for it in self.press(who, step.option + who)]
                await self.arrived(its, deliver=True)
            case "deliver again":
                await self.arrived(self.pressed[-1:], deliver=True)
            case "deliver late":
                its, self.late = self.late[::-1], []
                await self.arrived(its, deliver=True)
            case "restart":
                self.discord.faults.clear()
                await self.leave()
                await self.enter()
            case "delete newest note":
                self.discord.reload(self.users[step.who])
            case "wait":
                await self.wait(step.seconds * SECOND)
            case _:
                more = {"times": step.times, "retry_after": WAITS[step.seconds], "everywhere": step.everywhere}
                self.discord.faults.add(step.request, how=step.how, **more)

    def press(self, who: int, option: int) -> list[Interaction]:
        """Somebody presses an option of the newest question; it is on its way. Nothing where there is none."""
        for message in reversed(self.discord.messages(self.channel)):
            named = [one.get("custom_id", "") for one in everything(message["components"])]
            ids = [id for id in named if id.startswith("round.answer")]
            if ids:
                self.discord.people.under_way = True
                it = self.discord.people.press(self.users[who], message, ids[option % len(ids)], (), forged=False)
                self.discord.people.under_way = False
                self.pressed.append(it)
                return [it]
        return []

    async def wait(self, duration: int) -> None:
        """Time passes, and what comes due is done; what is held is let go."""
        end = self.clock.now() + duration
        while (upcoming := await self.app.dispatcher.next_at()) is not None and upcoming <= end:
            self.clock.move_to(max(upcoming, self.clock.now()))
            await self.app.dispatcher.run()
        self.clock.move_to(end)
        self.discord.faults.release()
        for _ in range(5):
            await asyncio.sleep(0)

    # What has come of it

    async def rows(self, query: Select[Any]) -> list[Any]:
        """What a query finds."""
        return await self.app.database.read(lambda tx: list(tx.execute(query).all()))

    async def check(self) -> None:
        """Everything was said once and shows what it should; every answer that was acknowledged counts."""
        assert self.discord.violations == []
        [game] = await self.rows(select(rounds))
        assert game.ended in ("finished", "deserted")
        said = [row for row in await self.rows(select(outbox)) if row.room == f"discord:{self.channel}"]
        parts = [str(number) for number in range(1, game.position + 1)]
        wanted = {*parts, *(f"{part}:reveal" for part in parts), "over"}
        assert {row.key.split(":", 2)[2] for row in said} == wanted
        assert [row.key for row in said if row.shown != row.version or row.next_at is not None] == []
        read = {message["id"]: self.discord.view_of(message).spoken for message in self.discord.messages(self.channel)}
        assert {row.key: read[row.message] for row in said} == {
            row.key: view_from_json(row.view).spoken for row in said
        }
        # Besides, the answer to the command stands there.
        stands = [message["id"] for message in self.discord.messages(self.channel)]
        begun = [message for message in self.discord.messages(self.channel) if message["type"] == 20]
        assert Counter(stands) == Counter([*(row.message for row in said), *(message["id"] for message in begun)])
        kept = await self.rows(select(responses).order_by(responses.c.seq))
        assert max(Counter(row.delivery for row in kept).values(), default=1) == 1
        by_delivery = {row.delivery: row for row in kept}
        counted = {delivery for delivery, words in self.told.items() if words.startswith("Locked in")}
        assert counted == set(by_delivery)
        for it in self.pressed:
            if it.original is not None and self.discord.view_of(it.original).spoken.startswith("Locked in"):
                assert f"discord:{it.id}" in by_delivery
        last = {(row.person, row.position): row.seq for row in kept}
        assert {row.response for row in await self.rows(select(marks.c.response))} == set(last.values())
        assert len(await self.rows(select(marks.c.response))) == len(last)


@contextmanager
def hurried() -> Iterator[None]:
    """Where the library or the courier would wait for seconds, they wait for a fraction."""
    sleep = asyncio.sleep

    async def nap(seconds: float) -> None:
        await sleep(seconds / 2000)

    with pytest.MonkeyPatch.context() as patch:
        for module in (discord.http, discord.webhook.async_):
            patch.setattr(module, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": nap}))
        patch.setattr(courier, "PATIENCE", PATIENCE)
        yield


async def play(url: str, program: list[Step]) -> None:
    """A program of steps, and then nothing goes wrong any more."""
    async with School.open(url) as school:
        for step in program:
            await school.do(step)
        school.discord.faults.clear()
        await school.wait(10 * MINUTE)
        await school.check()


@pytest.mark.long
def test_whatever_happens_to_a_round_nothing_acknowledged_is_lost(
    empty_sqlite: Path, tmp_path: Path, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
):
    """Presses, faults and restarts in any order: marks are those of the last answers, each message stands once."""
    numbers = itertools.count()
    most = SWEEP if request.config.getoption("--sweep") else SOME

    @settings(max_examples=most)
    @given(st.lists(STEPS, min_size=5, max_size=25))
    def played(program: list[Step]) -> None:
        url = f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / f'{next(numbers)}.db')}"
        with hurried():
            asyncio.run(play(url, program))

    played()
