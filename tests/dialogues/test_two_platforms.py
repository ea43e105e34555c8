"""One class on Discord and Slack: one round, one podium, one standing; and learners with an account on each."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from bot.storage.tables import (
    accounts,
    appeals,
    class_rooms,
    classes,
    closures,
    disputes,
    link_codes,
    marks,
    own_packs,
    timed_posts,
)
from tests.chat_harness import Installation
from tests.conftest import DATA
from tests.stages.together import Together


@pytest.fixture
async def school(sqlite_url: str) -> AsyncIterator[Together]:
    """A school with Discord and Slack."""
    opened = await Together.open(Installation(sqlite_url, packs=(DATA / "garden",)), "discord", "slack")
    yield opened
    await opened.close()


def code_in(told: str) -> str:
    """The code that somebody was told."""
    found = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", told)
    assert found, told
    return found[0]


async def join(school: Together) -> None:
    """The class on Discord is on Slack too."""
    told = await school["discord"].say("teacher", "/class link")
    told = await school["slack"].say("teacher", f"/class link {code_in(told)}")
    assert "is in this room too now" in told


async def test_a_code_joins_a_room_of_the_other_platform(school: Together):
    """A teacher gets a code on Discord and enters it on Slack; from then on it is one class."""
    discord, slack = school["discord"], school["slack"]
    told = await discord.say("teacher", "/class link")
    assert told.startswith("(only teacher) Code for history: ")
    seen = school.seen()
    told = await slack.say("teacher", f"/class link {code_in(told).lower()}")
    assert told.startswith("(only teacher) history is in this room too now: one round, one podium, one standing.")
    assert "history is on Slack too now." in school.since("discord", seen)
    assert await discord.count(classes) == 1
    assert await discord.count(class_rooms) == 2
    assert await discord.count(link_codes) == 0


async def test_a_round_in_threads_is_one_round(school: Together):
    """Each room has its message and its thread; a press in either counts."""
    await join(school)
    discord, slack = school["discord"], school["slack"]
    seen = school.seen()
    await discord.say("teacher", "/quiz round topic:growing questions:1 seconds:20 thread:yes")
    for platform in ("discord", "slack"):
        told = school.since(platform, seen)
        assert "A round of 1 question, 20 s each, in the thread below" in told
        assert "› thread Growing things · question 1 of 1" in told
    await discord.press("maya", "A")
    await slack.press("tom", "A")
    await discord.wait("30s")
    for platform in ("discord", "slack"):
        assert "2 learners took part" in school.since(platform, seen)


async def test_a_round_is_played_in_both_rooms_and_has_one_podium(school: Together):
    """A question stands on both platforms; answers from both are counted together."""
    await join(school)
    discord, slack = school["discord"], school["slack"]
    await discord.say("maya", "/leaderboard names:show")
    await slack.say("tom", "/leaderboard names:show")
    seen = school.seen()
    await discord.say("teacher", "/quiz round topic:growing questions:1 seconds:20")
    assert "question 1 of 1" in school.since("discord", seen)
    assert "question 1 of 1" in school.since("slack", seen)
    await discord.press("maya", "A")
    await slack.press("tom", "A")
    await discord.wait("20s")
    seen = school.seen()
    await discord.wait("10s")
    for platform in ("discord", "slack"):
        told = school.since(platform, seen)
        assert "Round over." in told
        assert "2 learners took part; 2 show their names." in told


async def test_there_is_one_round_at_a_time_in_both_rooms(school: Together):
    """A round that goes on in one room goes on in the other: neither begins a second, either can stop it."""
    await join(school)
    await school["discord"].say("teacher", "/quiz round questions:3 seconds:20")
    assert "A round is going on here already." in await school["slack"].say("teacher", "/quiz round")
    assert "is stopped." in await school["slack"].say("teacher", "/quiz stop")
    assert "No round is going on here." in await school["discord"].say("teacher", "/quiz stop")


async def test_a_learner_with_two_accounts_counts_once(school: Together):
    """Linked, the last answer to a question counts, whichever account gave it; and points are those of one learner."""
    await join(school)
    discord, slack = school["discord"], school["slack"]
    told = await discord.say("maya", "/account link")
    told = await slack.say("maya", f"/account link {code_in(told)}")
    assert told.startswith("(only maya) Linked: your 2 accounts count as one learner, everywhere.")
    await discord.say("teacher", "/quiz round topic:growing questions:1 seconds:20")
    await discord.press("maya", "A")
    await slack.press("maya", "B")
    seen = school.seen()
    await discord.wait("40s")
    assert "1 learner took part" in school.since("slack", seen)
    assert await discord.marks("maya") == []
    assert len(await slack.marks("maya")) == 1
    ours = await discord.say("maya", "/leaderboard"), await slack.say("maya", "/leaderboard")
    assert ours[0] == ours[1]


async def test_answers_given_before_linking_count_once_from_then_on(school: Together):
    """Two accounts that answered the same question have its points once when they are linked; parted, each has them."""
    await join(school)
    discord, slack = school["discord"], school["slack"]
    await discord.say("teacher", "/quiz round topic:judging questions:1 seconds:20")
    await discord.press("maya", "False")
    await slack.press("maya", "False")
    await discord.wait("40s")
    before = await discord.say("maya", "/leaderboard")
    assert "You are 1st of 2 with 1 point." in before
    code = code_in(await discord.say("maya", "/account link"))
    await slack.say("maya", f"/account link {code}")
    linked = await discord.say("maya", "/leaderboard")
    assert "You are 1st of 1 with 1 point." in linked
    assert linked == await slack.say("maya", "/leaderboard")
    assert "Unlinked" in await slack.say("maya", "/account unlink")
    assert await discord.say("maya", "/leaderboard") == before
    assert await discord.count(accounts) == 0


@pytest.mark.parametrize("written", ["AAAA-AAAA", "", "drop table"])
async def test_a_wrong_code_changes_nothing(school: Together, written: str):
    """Whatever is no code, or one that is over, gets a sentence."""
    await school["discord"].say("teacher", "/class link")
    told = await school["slack"].say("teacher", f'/class link code:"{written}"')
    if written:
        assert "That code is not good" in told
    assert await school["slack"].count(classes) == 2


async def test_a_code_is_over_after_half_an_hour_and_good_once(school: Together):
    """A code does not lie about."""
    told = await school["discord"].say("teacher", "/class link")
    await school["discord"].wait("31m")
    assert "That code is not good" in await school["slack"].say("teacher", f"/class link {code_in(told)}")
    await join(school)
    assert "That code is not good" in await school["slack"].say("teacher", f"/class link {code_in(told)}")


async def test_a_learner_joins_no_classes(school: Together):
    """Neither asks for a code nor enters one."""
    assert "Only a teacher" in await school["discord"].say("maya", "/class link")
    code = code_in(await school["discord"].say("teacher", "/class link"))
    assert "Only a teacher" in await school["slack"].say("maya", f"/class link {code}")


async def test_a_class_with_a_past_is_asked_before_it_becomes_part_of_another(school: Together):
    """What it has moves along; nothing is lost, and the teacher sees first what that is."""
    discord, slack = school["discord"], school["slack"]
    await slack.say("teacher", "/quiz round topic:growing questions:1 seconds:20")
    await slack.press("tom", "A")
    await slack.wait("40s")
    code = code_in(await discord.say("teacher", "/class link"))
    told = await slack.say("teacher", f"/class link {code}")
    assert "This room's class, history (1 learner, 1 answer), becomes part of history for good." in told
    assert "Left as it is." in await slack.press("teacher", "Leave it")
    assert await slack.count(classes) == 2
    await slack.say("teacher", f"/class link {code}")
    assert "is in this room too now" in await slack.press("teacher", "Join them")
    assert await slack.count(classes) == 1
    assert {row.class_id for row in await slack.rows(marks.select())} == {(await slack.rows(classes.select()))[0].id}


async def test_of_what_both_classes_have_nothing_is_lost(school: Together):
    """Packs of one name are told apart, one dispute of both is one case; the calendar is that of the older class."""
    for number, platform in enumerate(("discord", "slack")):
        chat = school[platform]
        await chat.say("teacher", "/content write kind:number")
        await chat.write("teacher", f"How deep is bed {number}?", f"{15 + number} cm", "3", "It was dug so.", "")
        await chat.press("teacher", "Publish")
        assert "is published to this class" in await chat.press("teacher", "Yes, publish")
        await chat.say("teacher", f'/calendar holiday first:"{19 + number} December"')
        await chat.say("tom", "/quiz solo topic:writing")
        await chat.press("tom", "Answer")
        await chat.write("tom", "delving tool")
        await chat.press("tom", "Dispute")
    await school["slack"].say("teacher", "/fact schedule 08:30")
    code = code_in(await school["discord"].say("teacher", "/class link"))
    await school["slack"].say("teacher", f"/class link {code}")
    assert "is in this room too now" in await school["slack"].press("teacher", "Join them")
    discord = school["discord"]
    assert sorted(row.name for row in await discord.rows(own_packs.select())) == ["Written here", "Written here 2"]
    assert await discord.count(disputes) == 1
    assert await discord.count(appeals) == 2
    assert [row.first for row in await discord.rows(closures.select())] == ["2026-12-19"]
    assert len({row.class_id for row in await discord.rows(timed_posts.select())}) == 1
    told = await discord.say("teacher", "/quiz solo topic:questions questions:5")
    assert "1 of 2" in told


async def test_a_space_can_part_from_the_class(school: Together):
    """Its rooms have a class of their own then, which begins afresh; rounds are each its own."""
    await join(school)
    slack = school["slack"]
    assert "leave history and become a class of their own" in await slack.say("teacher", "/class unlink")
    assert "Parted" in await slack.press("teacher", "Part them")
    assert await slack.count(classes) == 2
    await school["discord"].say("teacher", "/quiz round topic:growing questions:1 seconds:20")
    assert "No round is going on here." in await slack.say("teacher", "/quiz stop")
    assert "This class is in one space only." in await slack.say("teacher", "/class unlink")
