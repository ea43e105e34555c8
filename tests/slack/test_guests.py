"""Guests of a workspace, people of another one, and people who have been removed from it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.chat import Reply, View, prose
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.loopback.slack.world import Guest
from tests.slack.school import School
from tests.stages.slack import SlackStage

GUESTS: tuple[Guest, ...] = ("multi-channel", "single-channel")
SET = '/quiz set topic:growing questions:2 due:"Fri 16:00"'


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    """A class on Slack, with Tom in it."""
    talking = await Chat.open(Installation(sqlite_url, packs=(DATA / "garden",), platform="slack"))
    await talking.say("teacher", "/class setup")
    await talking.press("teacher", "Start the class")
    await talking.say("tom", "/quiz solo", topic="judging")
    await talking.press("tom", "False")
    yield talking
    await talking.close()


def become(chat: Chat, person: str, guest: Guest) -> None:
    """Somebody is a guest of the workspace."""
    chat.by(person)
    stage = chat.on(SlackStage)
    stage.slack.world.users[stage._user(person)].guest = guest


@pytest.mark.parametrize("guest", GUESTS)
async def test_a_guests_press_is_answered_by_a_note(school: School, guest: Guest):
    """As anybody's, where they pressed."""
    visitor = school.slack.add_user("gus", display_name="Gus", guest=guest)
    school.told.answer = Reply(View(prose("Hello")))
    words = {"type": "plain_text", "text": "Go on"}
    button = {"type": "actions", "elements": [{"type": "button", "action_id": "tell.note", "text": words}]}
    message = school.slack.old_message(school.history, [button])
    await school.answered(await school.slack.press(visitor, message, "tell.note"))
    assert [note.text for note in school.slack.notes(visitor)] == ["Hello"]


@pytest.mark.parametrize("guest", GUESTS)
async def test_a_guest_gives_commands_in_the_channel(chat: Chat, guest: Guest):
    """Slack lets them, in channels that they are in."""
    become(chat, "gus", guest)
    assert "1 of 8" in await chat.say("gus", "/quiz solo")


@pytest.mark.parametrize("guest", GUESTS)
async def test_a_round_counts_guests(chat: Chat, guest: Guest):
    """They answer, and have a place like everybody."""
    become(chat, "gus", guest)
    await chat.say("teacher", "/quiz round topic:judging questions:1 seconds:20")
    await chat.press("gus", "False")
    told = await chat.wait("40s")
    assert "1 of 1" in told
    assert "You came 1st of 1" in await chat.press("gus", "My place")


@pytest.mark.parametrize("guest", GUESTS)
async def test_a_guest_manages_nothing(chat: Chat, guest: Guest):
    """Whatever else Slack says of them: a flag that was left standing makes nobody a teacher."""
    become(chat, "gus", guest)
    stage = chat.on(SlackStage)
    account = stage.slack.world.users[stage._user("gus")]
    account.admin = account.owner = True
    profile = await chat.app.platforms["slack"].profile(chat.by("gus").person)
    assert profile is not None
    assert not profile.manages
    assert "Only a teacher of this class can do that." in await chat.say("gus", "/class role @tom marker")


async def test_whoever_is_removed_manages_nothing(chat: Chat):
    """An account that is closed has no rights, whatever they were."""
    stage = chat.on(SlackStage)
    chat.by("gus")
    account = stage.slack.world.users[stage._user("gus")]
    account.admin = account.deleted = True
    profile = await chat.app.platforms["slack"].profile(chat.by("gus").person)
    assert profile is not None
    assert not profile.manages


async def test_a_guest_who_takes_no_messages_reads_what_can_be_done(chat: Chat):
    """A guest may be unable to add an app: somebody else can."""
    become(chat, "tom", "single-channel")
    stage = chat.on(SlackStage)
    stage.slack.refuse_messages(stage._user("tom"))
    await chat.say("teacher", SET)
    await chat.wait("1m")
    told = await chat.say("tom", "/swot desk")
    assert "I can't write to you" in told
    assert "A guest who can't asks whoever looks after the workspace." in told


async def test_homework_of_somebody_who_was_removed_is_told_as_it_is(chat: Chat):
    """They find it nowhere any more, and the teacher is not told that they do."""
    stage = chat.on(SlackStage)
    stage.slack.world.users[stage._user("tom")].deleted = True
    told = await chat.say("teacher", SET) + await chat.wait("2h")
    assert "1 learner could not be written to about the homework for history: Tom." in told
    assert "Their account is closed: Tom." in told
    assert "find it" not in told
    told = await chat.say("teacher", "/quiz homework")
    assert "Their account is closed: Tom." in told
    assert "find it" not in told


async def test_others_who_were_not_reached_still_find_their_homework(chat: Chat):
    """Of two, one was removed and one takes no messages: each is told apart."""
    await chat.say("maya", "/quiz solo", topic="judging")
    await chat.press("maya", "False")
    stage = chat.on(SlackStage)
    stage.slack.world.users[stage._user("tom")].deleted = True
    stage.slack.refuse_messages(stage._user("maya"))
    told = await chat.say("teacher", SET) + await chat.wait("2h")
    assert "2 learners could not be written to about the homework for history: Maya, Tom." in told
    assert "Their account is closed: Tom. The others find it with /quiz homework in the class's room." in told


async def test_privacy_is_a_press_away_for_those_who_have_no_commands(chat: Chat):
    """People of another workspace are shown none of Swot's: buttons lead there from what they do see."""
    stage = chat.on(SlackStage)
    chat.by("ada")
    stage.slack.world.users[stage._user("ada")].team = "T0ELSEWHERE"
    await chat.say("teacher", "/quiz round topic:judging questions:1 seconds:20")
    await chat.press("ada", "False")
    await chat.wait("40s")
    assert "[Privacy]" in await chat.press("ada", "My place")
    told = await chat.press("ada", "Privacy")
    assert "What Swot keeps about you" in told
    assert "Your name in history: " in told
    assert "[Export] [Forget me]" in told
