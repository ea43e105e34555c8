"""Socket Mode: connections that end, and tokens that are withdrawn."""

from __future__ import annotations

import asyncio

import pytest

from adapters.slack import SlackAdapter, SlackSettings
from adapters.slack.connection import AT_ONCE, WITHIN
from bot.chat import Action, Entry, Form, Reply, View, prose
from bot.clock import SECOND
from bot.errors import UserError
from tests.slack.school import PATIENCE, School, until

HELLO = Reply(View(prose("Hello")))


def opened(school: School) -> int:
    """How many connections Swot has asked for."""
    return len(school.slack.calls("apps.connections.open"))


async def ended(school: School) -> None:
    """Wait until Swot ends."""
    async with asyncio.timeout(PATIENCE):
        await school.adapter.ended()


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
async def test_nothing_is_lost_while_a_connection_is_replaced(school: School, reason: str):
    """What was in hand is acknowledged, and what still comes over the old one is answered like all else."""
    school.told.answer = HELLO
    held = await school.held(school.press("tell.note"))
    await school.slack.sockets.announce(reason)
    await school.slack.connected(2)
    old, _ = school.slack.sockets.connections
    presses = [await school.press("tell.note") for _ in range(4)]
    await school.let_go(held)
    for press in presses:
        await school.answered(press)
    await old.close()
    await until(lambda: len(school.slack.sockets.connections) == 1)
    await school.answered(await school.press("tell.note"))
    assert school.notes() == ["Hello"] * 6
    assert opened(school) == 2


async def test_a_connection_is_replaced_once_however_often_slack_says_so(school: School):
    """A warning comes first, then the end, sooner or later; there is another one by then, or is about to be."""
    school.told.answer = HELLO
    await school.slack.sockets.announce("warning")
    await school.slack.sockets.announce("refresh_requested")
    await school.slack.connected(2)
    old, new = school.slack.sockets.connections
    await old.send_json({"type": "disconnect", "reason": "refresh_requested"})
    await old.close()
    await until(lambda: school.slack.sockets.connections == [new])
    await school.answered(await school.press("tell.note"))
    assert opened(school) == 2


@pytest.mark.parametrize("abruptly", [True, False])
async def test_a_connection_that_breaks_is_made_again(school: School, *, abruptly: bool):
    """With a close frame or without a word; what was in hand is acknowledged over the new one."""
    school.told.answer = HELLO
    held = await school.held(school.press("tell.note"))
    await school.slack.drop_connections(abruptly=abruptly)
    await school.slack.connected(1)
    await school.let_go(held)
    assert school.notes() == ["Hello"]


async def test_where_slack_has_too_many_connections_swot_waits(school: School, caplog: pytest.LogCaptureFixture):
    """It does not ask again and again; the log says what to do, and later there is room."""
    school.told.answer = HELLO
    school.slack.sockets.most = 0
    await school.slack.drop_connections()
    await until(lambda: WITHIN in school.clock.waits)
    assert opened(school) == AT_ONCE
    assert "end a Swot that runs elsewhere" in caplog.text
    school.slack.sockets.most = 10
    school.clock.pass_by(WITHIN)
    await school.slack.connected(1)
    await school.answered(await school.press("tell.note"))
    assert opened(school) == AT_ONCE + 1


async def test_ten_processes_share_what_comes(school: School):
    """Whichever of ten connections something comes over, it is answered; one that ends leaves the other nine."""
    school.told.answer = HELLO
    tokens = SlackSettings(school.slack.bot_token, school.slack.app_token, base_url=school.slack.url)
    others = [SlackAdapter(school.app, tokens) for _ in range(9)]
    for other in others:
        await other.start()
    await school.slack.connected(10)
    for _ in range(10):
        await school.acknowledged(await school.press("tell.note"))
    await others[0].close()
    for _ in range(10):
        await school.acknowledged(await school.press("tell.note"))
    for adapter in (school.adapter, *others):
        await adapter.settled()
    assert len(school.notes()) == 20
    for other in others[1:]:
        await other.close()


@pytest.mark.parametrize(("how", "wait"), [("unavailable", 10), ("rate limited", 40), ("cut before", 10)])
async def test_a_connection_that_is_not_to_be_had_is_asked_for_again(school: School, how: str, wait: int):
    """After a while, or after as long as Slack says."""
    school.told.answer = HELLO
    school.slack.faults.add("apps.connections.open", how=how, retry_after=40)  # type: ignore[arg-type]
    await school.slack.drop_connections()
    await until(lambda: wait * SECOND in school.clock.waits)
    school.clock.pass_by(wait * SECOND)
    await school.slack.connected(1)
    await school.answered(await school.press("tell.note"))


async def test_an_app_token_that_is_withdrawn_ends_it_in_a_sentence(school: School):
    """No connection can be made any more, and whoever runs Swot reads why."""
    school.slack.revoke(school.slack.app_token)
    await school.slack.drop_connections()
    with pytest.raises(UserError, match="does not take the app token"):
        await ended(school)
    assert opened(school) == 2


async def test_a_bot_token_that_is_withdrawn_ends_it_in_a_sentence(school: School):
    """Whatever needs it first finds out; here a form that somebody wants to see."""
    school.slack.revoke(school.slack.bot_token)
    school.told.answer = Form("Answer", Action("tell.form"), (Entry("answer", "Answer"),))
    await school.answered(await school.press("tell.form"))
    with pytest.raises(UserError, match="does not take the bot token"):
        await ended(school)


async def test_swot_that_is_thrown_out_ends_in_a_sentence(school: School):
    """Slack tells; it is asked whether it is about this token, for another one of the app's may have been withdrawn."""
    over = asyncio.ensure_future(school.adapter.ended())
    await school.acknowledged(school.slack.uninstall())
    await school.settled()
    assert not over.done()
    school.slack.revoke(school.slack.bot_token)
    await school.acknowledged(school.slack.uninstall())
    with pytest.raises(UserError, match="does not take the bot token"):
        await asyncio.wait_for(over, PATIENCE)
