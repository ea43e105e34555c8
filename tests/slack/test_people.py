"""Names and profiles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.slack.events import event_of
from adapters.slack.people import FRESH, People, _profile
from adapters.slack.trouble import SlackRefused
from adapters.slack.web import Web
from bot.chat import Group, NotSent, Press, Profile
from bot.clock import SECOND
from tests.loopback.slack import LoopbackSlack
from tests.slack.recorded import AT, payload
from tests.slack.school import NotingClock, until


class Class:
    """People of a loopback Slack."""

    def __init__(self, slack: LoopbackSlack, web: Web, clock: NotingClock) -> None:
        self.slack = slack
        self.clock = clock
        self.people = People(web, clock, slack.team_id)
        self.maya = self.key(slack.add_user("maya.b", display_name="Maya"))

    def key(self, user: str) -> str:
        """The core's key of somebody."""
        return f"slack:{self.slack.team_id}.{user}"

    def press(self, person: str) -> Press:
        """Somebody presses a button; Slack tells a handle."""
        event = event_of(payload("press"), self.clock.now(), team=self.slack.team_id)
        assert isinstance(event, Press)
        return replace(event, person=person)

    @property
    def asked(self) -> int:
        """How many times Slack was asked for somebody."""
        return len(self.slack.calls("users.info"))

    async def looked_up(self, times: int) -> None:
        """Wait until somebody nobody waited for was looked up so many times; what is next waits for the clock."""
        await until(lambda: len(self.clock.waits) >= times)
        assert len(self.clock.waits) == times


@pytest.fixture
async def school() -> AsyncIterator[Class]:
    """A class that is looked up over the real client."""
    clock = NotingClock(AT)
    async with LoopbackSlack(clock) as slack:
        web = Web.open(slack.bot_token, slack.url, clock=clock)
        known = Class(slack, web, clock)
        yield known
        await known.people.close()
        await web.close()
    assert slack.violations == []


async def test_a_profile_tells_name_zone_and_who_manages(school: Class):
    """The display name before the real name before the handle; any of three roles manages."""
    tee = school.slack.add_user("t", real_name="Ms Tee", owner=True, tz="Asia/Tokyo")
    head = school.slack.add_user("head", display_name="Head", admin=True)
    handle = school.slack.add_user("handle", tz="", locale="")
    school.slack.world.users[handle].real_name = ""
    people = school.people
    assert await people.profile(school.key(tee)) == Profile("Ms Tee", manages=True, zone="Asia/Tokyo", locale="en-GB")
    assert (await people.profile(school.key(head))) == Profile(
        "Head", manages=True, zone="Europe/London", locale="en-GB"
    )
    assert await people.profile(school.key(handle)) == Profile("handle")
    assert await people.profile(school.maya) == Profile("Maya", zone="Europe/London", locale="en-GB")


@pytest.mark.parametrize("role", ["is_admin", "is_owner", "is_primary_owner"])
def test_what_slack_leaves_out_is_not_made_up(role: str):
    """A bot has no zone and no locale, and any one role is told without the others."""
    assert _profile({"name": "handle", "profile": {"display_name": ""}}, "T1") == Profile("handle")
    assert _profile({"name": "t", role: True, "profile": {"real_name": "Ms Tee"}}, "T1") == Profile(
        "Ms Tee", manages=True
    )


@pytest.mark.parametrize(
    ("user", "manages"),
    [
        ({"team_id": "T1"}, True),
        ({"team_id": "T2"}, False),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T2", "T1"]}}, True),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T2"]}}, False),
    ],
)
def test_who_looks_after_another_workspace_manages_nothing_here(user: dict[str, Any], *, manages: bool):
    """People of another school come into shared channels; within an organisation one may be of several workspaces."""
    told = {"name": "head", "is_admin": True, "profile": {}, **user}
    assert _profile(told, "T1") == Profile("head", manages=manages)


async def test_nobody_has_no_profile(school: Class):
    """Somebody who is not there is none; any other refusal is one."""
    assert await school.people.profile(school.key("U404")) is None
    school.slack.scopes.discard("users:read")
    with pytest.raises(SlackRefused, match="missing_scope"):
        await school.people.profile(school.maya)


async def test_a_profile_is_asked_for_anew_after_a_while(school: Class):
    """Roles change: what is older than some minutes is not taken for true."""
    await school.people.profile(school.maya)
    school.slack.world.users[school.maya.rpartition(".")[2]].admin = True
    school.clock.pass_by(FRESH - 1)
    assert await school.people.profile(school.maya) == Profile("Maya", zone="Europe/London", locale="en-GB")
    assert school.asked == 1
    school.clock.pass_by(1)
    profile = await school.people.profile(school.maya)
    assert profile is not None
    assert profile.manages
    assert school.asked == 2


async def test_a_new_name_is_found_out(school: Class):
    """Whoever is called differently now is called so after a while, also where nobody waited for it."""
    await school.people.profile(school.maya)
    school.slack.world.users[school.maya.rpartition(".")[2]].display_name = "Maya B."
    school.clock.pass_by(FRESH)
    assert (await school.people.named(school.press(school.maya))).name == "Maya"
    await school.looked_up(1)
    assert (await school.people.named(school.press(school.maya))).name == "Maya B."


async def test_a_class_that_presses_at_once_is_not_looked_up_at_once(school: Class):
    """Nobody waits: a press goes on with the handle, and one name a second is asked for behind it."""
    users = (school.slack.add_user(f"pupil{number}", display_name=f"Pupil {number}") for number in range(300))
    pupils = [school.key(user) for user in users]
    for pupil in pupils:
        assert (await school.people.named(school.press(pupil))).name == "maya.b"
    await school.looked_up(1)
    assert school.asked == 1
    for times in range(2, 12):
        school.clock.pass_by(SECOND)
        await school.looked_up(times)
    assert school.asked == 11
    assert school.clock.waits == [SECOND] * 11
    assert (await school.people.named(school.press(pupils[0]))).name == "Pupil 0"


async def test_when_slack_asks_for_patience_nobody_is_looked_up(school: Class):
    """One refusal is enough; who was asked for then is asked for again later."""
    tom = school.key(school.slack.add_user("tom", display_name="Tom"))
    school.slack.faults.add("users.info", how="rate limited", retry_after=30)
    await school.people.named(school.press(tom))
    await school.looked_up(1)
    school.clock.pass_by(SECOND)
    with pytest.raises(NotSent) as refused:
        await school.people.profile(school.maya)
    assert refused.value.wait == 29 * SECOND
    assert school.asked == 1
    school.clock.pass_by(29 * SECOND)
    await school.looked_up(2)
    assert school.asked == 2
    assert (await school.people.named(school.press(tom))).name == "Tom"


async def test_user_groups_are_told_with_who_is_in_them(school: Class):
    """And asked for again after some minutes, not with every press."""
    teacher = school.slack.add_user("t.eacher")
    group = school.slack.put_in_group(teacher, "staff")
    team = school.slack.team_id
    expected = (Group(school.key(f"&{group}"), "staff", frozenset({school.key(teacher)})),)
    assert await school.people.groups(team) == expected
    school.slack.put_in_group(teacher, "staff", taken=True)
    assert await school.people.groups(team) == expected
    school.clock.pass_by(FRESH)
    assert [group.people for group in await school.people.groups(team)] == [frozenset()]


async def test_a_workspace_may_have_no_user_groups(school: Class):
    """On the free plan, or where the scope was not granted: then nobody teaches by a group."""
    school.slack.scopes.discard("usergroups:read")
    assert await school.people.groups(school.slack.team_id) == ()
