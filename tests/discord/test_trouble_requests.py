"""Every kind of request and whatever can become of it: it has its effect once, or is known to have none."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import pytest

from adapters.discord import DiscordAdapter, DiscordSettings, answers
from bot.chat import Below, Direct, NotSent, OutcomeUnknown, Platform, Reply, View, prose
from bot.errors import UserError
from bot.schedule import courier
from tests.discord.place import Place
from tests.loopback.discord.faults import AFTER, How

HELLO = View(prose("Hello"))
CALLBACK, ORIGINAL = "POST /interactions/*", "* /webhooks/*/messages/@original"
FOLLOW_UP = "POST /webhooks/*"
PAGES: tuple[How, ...] = ("internal", "bad gateway", "unavailable", "gateway timeout")
CUTS: tuple[How, ...] = ("cut before", "cut after")
FAILURES: tuple[How, ...] = (*PAGES, *CUTS, "failing after")


ANSWERS = [
    *(("note", how) for how in FAILURES),
    *((declares, how) for declares in ("post", "edit") for how in ("cut after", "failing after")),
]
"""Answers and failures: what is done and not told of matters most where everybody sees it."""


class Asked(NamedTuple):
    """A request of the port."""

    request: str
    ask: Callable[[Place, Platform], Awaitable[Any]]
    again: Any
    """What comes of it when all is well."""


def room(place: Place) -> str:
    """The channel as the core knows it."""
    return f"discord:{place.school.channel}"


PORT = {
    "post": Asked(
        "POST /channels/*", lambda place, port: port.post(room(place), HELLO, nonce="n1"), ["Press", "Hello"]
    ),
    "edit": Asked("PATCH *", lambda place, port: port.edit(room(place), place.message["id"], HELLO), ["Hello"]),
    "find_post": Asked("GET /channels/*", lambda place, port: port.find_post(room(place), "n1", since=1), ["Press"]),
    "desk": Asked("POST /users/*", lambda place, port: port.open(Direct(f"discord:{place.school.maya}")), ["Press"]),
    "thread": Asked(
        "POST /channels/*",
        lambda place, port: port.open(Below(room(place), place.message["id"], "Bees")),
        ["Press"],
    ),
    "profile": Asked("GET /users/*", lambda place, port: port.profile(f"discord:{place.school.maya}"), ["Press"]),
    "groups": Asked("GET /guilds/*", lambda place, port: port.groups(f"discord:{place.school.guild}"), ["Press"]),
}
"""The kinds of request of what speaks first."""


# What speaks first


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        *((kind, how) for kind in ("post", "edit") for how in FAILURES),
        *((kind, how) for kind in ("find_post", "desk", "profile", "groups") for how in ("internal", *CUTS)),
    ],
)
async def test_what_fails_all_along_is_in_doubt_and_can_be_repeated(
    place: Place, hurried: list[float], kind: str, how: How
):
    """discord.py repeats most by itself, five times; what it gives up may have arrived, and stands there once."""
    request, ask, shown = PORT[kind]
    fault = place.discord.faults.add(request, how=how, times=5)
    for _ in range(5):
        try:
            await ask(place, place.platform)
        except OutcomeUnknown:
            continue
        break
    assert fault.met > 1
    place.discord.faults.clear()
    await ask(place, place.platform)
    assert place.shown() == shown


@pytest.mark.parametrize("how", ["slow", "slow after"])
async def test_a_post_that_nobody_answers_is_repeated_and_stands_there_once(
    place: Place, monkeypatch: pytest.MonkeyPatch, how: How
):
    """After some seconds, under its nonce; whether the first one is carried out before or after that."""
    monkeypatch.setattr(courier, "PATIENCE", 0.1)
    place.discord.faults.add("POST /channels/*", how=how)
    await place.queue("Hello")
    await place.carry(10)
    place.discord.faults.release()
    await place.until(lambda: place.discord.requests[-1].status)
    await place.carry(60)
    assert place.shown() == ["Press", "Hello"]
    assert place.sent("POST", "/messages")[1:] == [200, 200]


@pytest.mark.parametrize("how", ["slow", "slow after"])
async def test_an_edit_that_nobody_answers_is_repeated(place: Place, monkeypatch: pytest.MonkeyPatch, how: How):
    """It shows the same, however often."""
    monkeypatch.setattr(courier, "PATIENCE", 0.1)
    await place.queue("One", key="k")
    await place.carry()
    place.discord.faults.add("PATCH *", how=how)
    await place.queue("Two", key="k")
    await place.carry(10)
    assert place.shown() == ["Press", "Two"]
    place.discord.faults.release()
    await place.carry(60)
    assert place.shown() == ["Press", "Two"]


@pytest.mark.parametrize("how", FAILURES)
async def test_the_courier_gets_a_post_through(place: Place, hurried: list[float], how: How):
    """Whatever becomes of the first tries, it stands there once, and shows what was changed meanwhile."""
    place.discord.faults.add("POST /channels/*", how=how, times=7)
    await place.queue("Hello", key="k")
    await place.carry(3)
    await place.queue("Hello again", key="k")
    await place.carry(117)
    assert place.shown() == ["Press", "Hello again"]


# Answers


@pytest.mark.parametrize(("declares", "how"), ANSWERS)
async def test_a_first_answer_is_given_once_whatever_becomes_of_the_first_try(
    place: Place, hurried: list[float], caplog: pytest.LogCaptureFixture, declares: Any, how: How
):
    """It is repeated, and what had arrived is not said twice."""
    place.discord.faults.add(CALLBACK, how=how)
    place.told.answer = Reply(HELLO, declares)
    await place.answered(await place.press(declares))
    assert len([*place.noted(), *(words for words in place.shown() if words == "Hello")]) == 1
    assert errors(caplog) == []


@pytest.mark.parametrize(("declares", "how"), ANSWERS)
async def test_a_promise_and_what_fills_it_are_made_once(
    place: Place, hurried: list[float], caplog: pytest.LogCaptureFixture, declares: Any, how: How
):
    """The same of a deferral, and of the edit that follows it."""
    place.discord.faults.add(CALLBACK, how=how)
    place.discord.faults.add(ORIGINAL, how=how)
    place.told.go.clear()
    place.told.answer = Reply(HELLO, declares)
    it = await place.press(declares)
    await place.slowly(it)
    await place.go()
    assert len([*place.noted(), *(words for words in place.shown() if words == "Hello")]) == 1
    assert it.followups == []
    assert errors(caplog) == []


@pytest.mark.parametrize("how", PAGES)
@pytest.mark.parametrize("declares", ["post", "edit"])
async def test_a_note_that_follows_is_said_once_where_nothing_was_done(
    place: Place, hurried: list[float], declares: Any, how: How
):
    """It is repeated until Discord takes it; what was promised to all is taken back first, whatever becomes of that."""
    place.discord.faults.add("DELETE *", how=how)
    place.discord.faults.add(FOLLOW_UP, how=how)
    place.told.go.clear()
    place.told.answer = Reply(HELLO)
    it = await place.press(declares)
    await place.slowly(it)
    await place.go()
    assert (place.noted(), place.shown()) == (["Hello"], ["Press"])


@pytest.mark.parametrize(("how", "said"), [("cut before", 0), ("cut after", 1)])
async def test_a_note_that_follows_is_not_said_twice_where_nobody_knows(
    place: Place, caplog: pytest.LogCaptureFixture, how: How, said: int
):
    """Nothing would tell Discord that it is the same: it is left, with a line in the log; a second press says it."""
    place.discord.faults.add(FOLLOW_UP, how=how)
    place.told.go.clear()
    place.told.answer = Reply(HELLO)
    await place.slowly(await place.press("edit"))
    await place.go()
    assert place.noted() == ["Hello"] * said
    assert errors(caplog) == ["an event could not be answered"]
    await place.answered(await place.press("edit"))
    assert place.noted() == ["Hello"] * (said + 1)


@pytest.mark.parametrize("how", PAGES)
@pytest.mark.parametrize("slow", [False, True])
async def test_where_discord_stays_down_a_second_press_is_answered(
    place: Place, hurried: list[float], caplog: pytest.LogCaptureFixture, how: How, *, slow: bool
):
    """Whatever was done is done; the log has a line, and nothing is tried for ever."""
    fault = place.discord.faults.add(CALLBACK, how=how, times=100)
    place.told.answer = Reply(HELLO)
    if slow:
        place.told.go.clear()
    it = await place.press()
    await place.until(lambda: bool(place.told.events))
    if slow:
        place.school.wait(2)
        await place.until(lambda: fault.met == 5)
    await place.go()
    assert it.callback is None
    assert fault.met == 5
    assert errors(caplog) == ["an event could not be answered"]
    place.discord.faults.clear()
    await place.answered(await place.press())
    assert place.noted() == ["Hello"]


@pytest.mark.parametrize("how", ["slow", "slow after"])
async def test_an_answer_that_discord_never_takes_is_given_up(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, how: How
):
    """Swot can be stopped, and need not wait for minutes."""
    monkeypatch.setattr(answers, "PATIENCE", 0.05)
    place.discord.faults.add(CALLBACK, how=how)
    place.told.answer = Reply(HELLO)
    await place.press()
    await place.until(lambda: bool(place.told.events))
    await asyncio.wait_for(place.adapter.settled(), 5)
    assert errors(caplog) == ["an event could not be answered"]
    assert place.noted() == ["Hello"] * (how in AFTER)


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log tells as an error."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]


# Files


async def test_a_file_that_can_not_be_reached_is_not_taken_for_gone(place: Place):
    """Whoever attached it is asked to try again in a moment, and not to attach it anew."""
    url = place.discord.attach(place.school.maya, "a.csv", b"a,b\n")
    await place.discord.stop()
    with pytest.raises(NotSent):
        await place.platform.fetch(url, limit=100)


# Starting


@pytest.mark.parametrize("request_", ["GET /users/@me", "GET /applications/*/commands", "PUT /applications/*/commands"])
@pytest.mark.parametrize(("how", "retry_after"), [("rate limited", 31), ("banned", 600)])
async def test_a_start_that_is_limited_is_told_in_a_sentence(place: Place, request_: str, how: How, retry_after: float):
    """A long limit or a ban, wherever it is met; whoever starts Swot reads no traceback."""
    place.discord.commands.overwrite([])
    place.discord.faults.add(request_, how=how, retry_after=retry_after)
    adapter = DiscordAdapter(place.app, DiscordSettings(place.discord.token))
    with pytest.raises(UserError, match="Discord asks for patience"):
        await adapter.start()


@pytest.mark.parametrize("request_", ["GET /users/@me", "GET /applications/*/commands", "PUT /applications/*/commands"])
@pytest.mark.parametrize("how", ["rate limited", "internal", "bad gateway", "gateway timeout"])
async def test_a_start_outlasts_what_is_over_soon(place: Place, hurried: list[float], request_: str, how: How):
    """discord.py waits and asks again; the commands are declared once."""
    place.discord.commands.overwrite([])
    place.discord.faults.add(request_, how=how, retry_after=20)
    adapter = DiscordAdapter(place.app, DiscordSettings(place.discord.token))
    await adapter.start()
    assert place.sent("PUT", "/commands")[-1] == 200
    await adapter.close()
