"""What is begun from anywhere in Slack: no channel, no message, and the quiz on the person's desk."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.slack.manifest import manifest_of
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.stages.slack import SlackStage


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    """A class on Slack."""
    talking = await Chat.open(Installation(sqlite_url, packs=(DATA / "garden",), platform="slack"))
    yield talking
    await talking.close()


async def shortcut(chat: Chat, person: str) -> str:
    """A person chooses the shortcut as the manifest declares it; what appears comes back."""
    stage = chat.on(SlackStage)
    [declared] = manifest_of(chat.app.registry)["features"]["shortcuts"]
    assert declared["name"] == "Start a quiz"
    return await chat._told(stage.shortcut(person, declared["callback_id"]))


async def test_it_opens_the_form_of_the_quiz(chat: Chat):
    """With the command's own options: the topic asks while one types, the number is written, the kind is chosen."""
    told = await shortcut(chat, "maya")
    assert told.startswith("(form for maya) /quiz solo")
    stage = chat.on(SlackStage)
    view = stage.slack.modal(stage._user("maya"))
    assert view is not None
    kinds = {block["block_id"]: block["element"]["type"] for block in view.blocks}
    assert kinds == {
        "topic": "external_select",
        "questions": "number_input",
        "practice": "static_select",
        "kind": "static_select",
    }
    assert all(block["optional"] for block in view.blocks)


async def test_the_quiz_begins_on_the_persons_desk(chat: Chat):
    """In their direct messages, where it lasts; nobody in the channel sees anything of it."""
    await chat.say("tom", "/leaderboard")
    before = len(chat.shown)
    await shortcut(chat, "maya")
    told = await chat.write("maya", "growing", "2", "", "")
    assert told.startswith("(desk of maya) 1 of 2 · ")
    assert {shown.kind for shown in chat.shown[before:]} == {"form", "desk"}


async def test_what_cannot_be_taken_is_said_in_the_form(chat: Chat):
    """Beside the option, and the form stays."""
    await chat.say("tom", "/leaderboard")
    await shortcut(chat, "maya")
    assert "questions goes from 1 to 30" in await chat.write("maya", "", "40", "", "")
