"""A first day: from a server and a workspace that have never seen Swot to a class on both, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.tables import classes, members
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.stages.together import Together


@pytest.fixture
async def school(sqlite_url: str) -> AsyncIterator[Together]:
    """A school with Discord and Slack."""
    opened = await Together.open(Installation(sqlite_url, packs=(DATA / "garden",)), "discord", "slack")
    yield opened
    await opened.close()


async def points(chat: Chat, person: str) -> str:
    """What the leaderboard says that somebody has."""
    found = re.search(r"You are \w+ of \d+ with (\S+) points?\.", await chat.say(person, "/leaderboard"))
    return found[1] if found else "0"


async def test_from_an_empty_server_to_a_class_on_two_platforms(school: Together, sqlite_url: str):
    """Set up, joined, played, disputed, upheld, exported, forgotten: the day that a class has with it."""
    discord, slack = school["discord"], school["slack"]

    # The teacher sets up the class on Discord.
    await discord.say("teacher", "/class setup")
    await discord.press("teacher", "Name")
    await discord.write("teacher", "12A Gardening")
    assert "12A Gardening is open." in await discord.press("teacher", "Start the class")

    # And has it on Slack as well.
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", await discord.say("teacher", "/class link"))
    assert code
    told = await slack.say("teacher", f"/class link {code[0]}")
    assert "12A Gardening is in this room too now: one round, one podium, one standing." in told
    assert await discord.count(classes) == 1

    # One round, one podium: Maya is on Discord, Tom on Slack.
    await discord.say("maya", "/leaderboard names:show")
    await slack.say("tom", "/leaderboard names:show")
    await slack.say("teacher", "/quiz round topic:judging questions:1 seconds:20")
    await discord.press("maya", "False")
    await slack.press("tom", "True")
    seen = school.seen()
    await slack.wait("40s")
    podiums = [school.since(platform, seen) for platform in ("discord", "slack")]
    for podium in podiums:
        assert "Round over." in podium
        assert "2 learners took part; 2 show their names." in podium
    scores = [re.findall(r"\d (?:Maya|Tom) \d", podium) for podium in podiums]
    assert scores[0] == scores[1] != []

    # Tom's written answer is disputed, and upheld on Discord; his standing moves.
    before = await points(slack, "tom")
    await slack.say("tom", "/quiz solo topic:writing")
    await slack.press("tom", "Answer")
    await slack.write("tom", "delving tool")
    assert "Sent to your teacher." in await slack.press("tom", "Dispute")
    assert await points(slack, "tom") == before
    seen = school.seen()
    assert "Tom answered “delving tool”" in await discord.say("teacher", "/class appeals")
    await discord.press("teacher", "Uphold")
    assert "Your answer delving tool to" in school.since("slack", seen)
    assert float(await points(slack, "tom")) == float(before) + 0.5

    # Tom takes along what is kept about him, and is forgotten.
    assert "[file: " in await slack.say("tom", "/privacy export")
    name, packed = slack.given("tom")
    assert name.endswith(".zip")
    assert packed.startswith(b"PK")
    tom = slack.session.key("tom")
    await slack.say("tom", "/privacy forget")
    assert "Erased." in await slack.press("tom", "Erase everything")
    await slack.wait("1h")
    assert tom not in [row.person for row in await slack.rows(members.select())]
    await school.close()
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    left = b"".join(
        found.read_bytes() for found in path.parent.glob(f"{path.name}*") if not found.name.endswith(".forgotten")
    )
    assert not re.search(rb"Tom(?!atoes)", left)
    assert tom.encode() not in left
