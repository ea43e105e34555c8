"""Channels that two workspaces share: people of the other one are who they are, however they are named."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.chat import Invoke
from bot.storage.tables import roles
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.slack.test_many_workspaces import ELMS, HELLO, District, district
from tests.stages.slack import SlackStage

ELSEWHERE = "T0ELSEWHERE"
SET = '/quiz set topic:growing questions:2 due:"Fri 16:00"'
__all__ = ["district"]


@pytest.fixture
async def shared(sqlite_url: str) -> AsyncIterator[Chat]:
    """A class in a channel into which Ada comes from another workspace."""
    chat = await Chat.open(Installation(sqlite_url, packs=(DATA / "garden",), platform="slack"))
    stage = chat.on(SlackStage)
    await chat.say("teacher", "/class setup")
    await chat.press("teacher", "Start the class")
    chat.by("ada")
    stage.slack.world.users[stage._user("ada")].team = ELSEWHERE
    yield chat
    await chat.close()


async def have_pressed(chat: Chat) -> None:
    """Ada has answered in a round, which is how somebody of another workspace comes into a class."""
    await chat.say("teacher", "/quiz round topic:judging questions:1 seconds:20")
    await chat.press("ada", "False")
    await chat.wait("40s")


def key_of_ada(chat: Chat) -> str:
    """By her own workspace."""
    return f"slack:{ELSEWHERE}.{chat.on(SlackStage)._user('ada')}"


async def test_a_role_given_by_a_mention_is_theirs(shared: Chat):
    """Whoever is mentioned has the role under the key with which they press."""
    assert "Ada now marks for this class." in await shared.say("teacher", "/class role @ada marker")
    rows = await shared.rows(select(roles.c.holder).where(roles.c.role == "marker"))
    assert [row.holder for row in rows] == [key_of_ada(shared)]


async def test_homework_set_to_a_mention_is_theirs(shared: Chat):
    """It is on their desk, not said to be nobody's."""
    await have_pressed(shared)
    told = await shared.say("teacher", f"{SET} who:@ada")
    assert "Nobody" not in told
    assert "(desk of ada) Homework for history" in told


async def test_somebody_chosen_in_a_form_is_who_they_are(shared: Chat):
    """Slack's own picker tells an id, and no workspace."""
    await shared.say("teacher", "/class role ?")
    await shared.write("teacher", "@ada", "observer")
    rows = await shared.rows(select(roles.c.holder).where(roles.c.role == "observer"))
    assert [row.holder for row in rows] == [key_of_ada(shared)]


@pytest.mark.parametrize("name", ["ada", "bob"])
async def test_whoever_has_not_used_swot_yet_is_named(shared: Chat, name: str):
    """By their name, never by a key, whichever workspace they are of."""
    shared.by(name)
    told = await shared.say("teacher", f"{SET} who:@{name}")
    assert f"“{name.title()}” is not in this class yet." in told
    assert "slack:" not in told


async def test_a_role_by_a_group_is_theirs_too(shared: Chat):
    """A user group tells ids alone; who presses is known by then."""
    stage = shared.on(SlackStage)
    stage.slack.put_in_group(stage._user("ada"), "staff")
    await have_pressed(shared)
    await shared.wait("1m")
    [group] = await stage._app.platforms["slack"].groups(f"slack:{stage.slack.team_id}")
    assert group.people == {key_of_ada(shared)}


async def test_where_slack_tells_nothing_nobody_is_called_by_a_key(shared: Chat):
    """The teacher is asked to try again, and nothing is set to a person who is not there."""
    shared.by("bob")
    shared.on(SlackStage).slack.faults.add("users.info", 20, how="unavailable")
    told = await shared.say("teacher", f"{SET} who:@bob")
    assert "I can't look people up at the moment." in told
    shared.on(SlackStage).slack.faults.clear()


async def test_a_mention_where_none_is_meant_is_not_shown_as_a_key(shared: Chat):
    """What can't be read is given back without what only machines read."""
    for command in ("/quiz solo topic:@ada", "/leaderboard @ada", "/class role @ada kind"):
        told = await shared.say("teacher", command)
        assert "slack:" not in told
        assert "U0" not in told


async def test_of_many_workspaces_it_is_the_same(district: District):
    """Somebody of a workspace that Swot is not in is found by the one in which they are named."""
    await district.add(ELMS)
    slack = district.slack(ELMS)
    sam = slack.add_user("sam", display_name="Sam", team=ELSEWHERE)
    district.told.answer = HELLO
    request = await slack.command(district.heads[ELMS], district.rooms[ELMS], "/tell", 'topic topic:"@Sam"')
    await request.acknowledged
    await district.adapter.settled()
    [event] = district.told.events[-1:]
    assert isinstance(event, Invoke)
    assert event.text == f'topic topic:"@slack:{ELSEWHERE}.{sam}"'
    profile = await district.app.platforms["slack"].profile(f"slack:{ELSEWHERE}.{sam}")
    assert profile is not None
    assert profile.name == "Sam"
