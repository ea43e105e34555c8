"""A crowd, and a Slack that takes so many calls a minute: everybody is served, and little is asked in vain."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.chat import View, prose
from bot.clock import SECOND
from bot.storage import outbox, tables
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.stages.slack import SlackStage

CROWD = 300


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    """A class on a Slack that holds Swot to its limits."""
    talking = await Chat.open(Installation(sqlite_url, packs=(DATA / "garden",), platform="slack"))
    talking.on(SlackStage).slack.rate_limits = True
    yield talking
    await talking.close()


def refused(chat: Chat, method: str) -> int:
    """How often Slack has asked for patience with a method."""
    return sum(call.status == 429 for call in chat.on(SlackStage).slack.calls(method))


@pytest.mark.parametrize("bulk", [False, True])
async def test_everybody_gets_what_comes_to_their_desk(chat: Chat, *, bulk: bool):
    """However many desks are to be opened at fifty a minute; refusals are those of the first burst."""
    slack = chat.on(SlackStage).slack
    desks = [f"@slack:{slack.team_id}.{slack.add_user(f'p{number}')}" for number in range(CROWD)]
    now, posts = chat.clock.now(), [(f"k{number}", desk) for number, desk in enumerate(desks)]
    await chat.app.database.write(lambda tx: outbox.post_each(tx, posts, View(prose("Homework")), now, bulk=bulk))
    await chat.wait("8m")
    shown = await chat.rows(select(tables.outbox.c.shown).where(tables.outbox.c.key.startswith("k")))
    assert [row.shown for row in shown] == [1] * CROWD
    assert refused(chat, "conversations.open") <= 200


async def test_a_message_that_changes_all_the_time_asks_slack_no_more_often_than_it_likes(chat: Chat):
    """Edits that come while Slack asks for patience are one, when it takes them again: the last."""
    slack = chat.on(SlackStage).slack
    room = f"slack:{slack.team_id}.{slack.add_channel('elsewhere')}"
    await chat.app.database.write(lambda tx: outbox.post(tx, "k", room, View(prose("0")), chat.clock.now()))
    await chat.wait("5s")
    slack.faults.add("chat.update", 1, how="rate limited", retry_after=30)
    for number in range(10):
        view = View(prose(str(number + 1)))
        await chat.app.database.write(
            lambda tx, view=view: outbox.edit(tx, "k", view, chat.clock.now(), at_leisure=True)
        )
        await chat.wait("2s")
    assert len(slack.calls("chat.update")) == 1
    await chat.wait("15s")
    [_, last] = slack.calls("chat.update")
    assert last.at - slack.calls("chat.update")[0].at >= 30 * SECOND
    [row] = await chat.rows(select(tables.outbox.c.shown, tables.outbox.c.version).where(tables.outbox.c.key == "k"))
    assert row.shown == row.version == 11
