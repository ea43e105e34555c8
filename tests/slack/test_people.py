"""Names and profiles."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.slack.events import event_of
from adapters.slack.people import FRESH, People
from adapters.slack.trouble import SlackRefused
from bot.chat import NotSent, Press, Profile
from bot.clock import SECOND, SteppedClock
from tests.slack.recorded import AT, MAYA, TEAM, payload
from tests.slack.stand_ins import RecordingWeb


@pytest.fixture
async def people() -> AsyncIterator[People]:
    """People of a recording Slack."""
    known = People(RecordingWeb(), SteppedClock(AT))  # type: ignore[arg-type]
    yield known
    await known.close()


def press(number: int) -> Press:
    """Somebody presses a button."""
    event = event_of(payload("press"), AT, team=TEAM)
    assert isinstance(event, Press)
    return replace(event, person=f"slack:{TEAM}.U0PUPIL{number:04}")


def asked(people: People) -> int:
    """How many times Slack was asked for somebody."""
    return len(people._web.to("users.info"))  # type: ignore[attr-defined]


async def pass_time(people: People, duration: int) -> None:
    """Let time pass, and what it sets off be done."""
    people._clock.move_to(people._clock.now() + duration)  # type: ignore[attr-defined]
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_profile_tells_name_zone_and_who_manages(people: People):
    """The display name before the real name before the handle; any of three roles manages."""
    users = people._web.users  # type: ignore[attr-defined]
    users["U1"] = {"name": "t", "is_owner": True, "tz": "Asia/Tokyo", "profile": {"real_name": "Ms Tee"}}
    users["U2"] = {"name": "handle", "profile": {"display_name": ""}}
    assert await people.profile(f"slack:{TEAM}.U1") == Profile("Ms Tee", manages=True, zone="Asia/Tokyo")
    assert await people.profile(f"slack:{TEAM}.U2") == Profile("handle")
    assert await people.profile(MAYA) == Profile("Maya", zone="Europe/London", locale="en-GB")


async def test_nobody_has_no_profile(people: People):
    """Somebody who is not there is none; any other refusal is one."""
    people._web.failing["users.info"] = [SlackRefused("user_not_found"), SlackRefused("missing_scope")]  # type: ignore[attr-defined]
    assert await people.profile(f"slack:{TEAM}.U404") is None
    with pytest.raises(SlackRefused):
        await people.profile(MAYA)


async def test_a_profile_is_asked_for_anew_after_a_while(people: People):
    """Roles change: what is older than some minutes is not taken for true."""
    await people.profile(MAYA)
    await people.profile(MAYA)
    assert asked(people) == 1
    await pass_time(people, FRESH)
    await people.profile(MAYA)
    assert asked(people) == 2


async def test_a_new_name_is_found_out(people: People):
    """Whoever is called differently now is called so after a while, also where nobody waited for it."""
    await people.profile(press(1).person)
    people._web.users["U0PUPIL0001"] = {"name": "maya.b", "profile": {"display_name": "Maya B."}}  # type: ignore[attr-defined]
    await pass_time(people, FRESH)
    assert (await people.named(press(1))).name == "Maya"
    await pass_time(people, 0)
    assert (await people.named(press(1))).name == "Maya B."


async def test_a_class_that_presses_at_once_is_not_looked_up_at_once(people: People):
    """Nobody waits: a press goes on with the handle, and one name a second is asked for behind it."""
    for number in range(300):
        assert (await people.named(press(number))).name == "maya.b"
    await pass_time(people, 0)
    assert asked(people) == 1
    for _ in range(10):
        await pass_time(people, SECOND)
    assert asked(people) == 11
    assert (await people.named(press(0))).name == "Maya"


async def test_when_slack_asks_for_patience_nobody_is_looked_up(people: People):
    """One refusal is enough; who was asked for then is asked for again later."""
    people._web.failing["users.info"] = [NotSent("patience", wait=30 * SECOND)]  # type: ignore[attr-defined]
    await people.named(press(1))
    await pass_time(people, 0)
    await pass_time(people, SECOND)
    with pytest.raises(NotSent) as refused:
        await people.profile(MAYA)
    assert refused.value.wait == 29 * SECOND
    assert asked(people) == 1
    await pass_time(people, 29 * SECOND)
    assert asked(people) == 2
    assert (await people.named(press(1))).name == "Maya"
