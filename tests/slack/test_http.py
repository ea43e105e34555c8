"""Slack over HTTP: signed requests to an address of ours, for one workspace."""

from __future__ import annotations

import asyncio
import io
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from adapters.health.words import HEALTHY
from adapters.slack import SlackAdapter, SlackSettings
from adapters.slack.asgi import EVENTS, MOST
from adapters.slack.settings import Http
from bot.chat import Form, Press, Reply, Submit, View, prose
from bot.chat.answers import Entry
from bot.chat.views import Action
from bot.errors import UserError
from bot.main import App, Settings
from tests.loopback.slack import LoopbackSlack
from tests.loopback.slack.posting import written
from tests.slack.recorded import AT
from tests.slack.school import NotingClock, School
from tests.slack.told import Told

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
HELLO = Reply(View(prose("Hello")))


@pytest.fixture
async def school(sqlite_url: str) -> AsyncIterator[School]:
    """A school whose Slack comes to us."""
    clock, told = NotingClock(AT), Told()
    told.answer = HELLO
    app = await App.open(Settings(sqlite_url, packs=(), clock=clock, rooms=(told,)))
    async with LoopbackSlack(clock) as slack:
        found = School(app, told, clock, slack)
        found.adapter = SlackAdapter(app, SlackSettings(slack.bot_token, base_url=slack.url, http=Http(SECRET, port=0)))
        await found.adapter.start()
        slack.post_to(address(found, EVENTS), SECRET)
        yield found
        await found.adapter.close()
    await app.close()
    assert slack.violations == []


def address(school: School, path: str) -> str:
    """Where Swot is reached."""
    return f"http://127.0.0.1:{school.adapter.port}{path}"


async def status(school: School, path: str, **how: object) -> int:
    """What somebody is answered with."""
    async with (
        aiohttp.ClientSession() as session,
        session.request(**{"method": "GET", **how}, url=address(school, path)) as it,
    ):  # type: ignore[arg-type]
        return it.status


async def forged(school: School, *, age: int = 0, secret: str = SECRET) -> int:
    """What a press is answered with that is signed so."""
    request = school.slack.clients.event(school.maya, {"type": "app_home_opened", "user": school.maya, "tab": "home"})
    headers, body = written(request, secret, age=age)
    return await status(school, EVENTS, method="POST", headers=headers, data=body)


async def test_a_command_a_press_and_a_form_are_answered(school: School):
    """In the response or by what follows, as over a socket."""
    assert "Hello" in str(await school.answered(await school.command("/tell note")))
    await school.answered(await school.press("tell.note"))
    assert [note.text for note in school.slack.notes(school.maya)] == ["Hello", "Hello"]
    view, _ = await school.form(Form("Form", Action("tell.form"), (Entry("a", "A"),)))
    school.told.answer = HELLO
    await school.answered(await school.slack.submit(school.maya, view, {"a": "words"}))
    assert [type(event) for event in school.told.events[-2:]] == [Press, Submit]


async def test_what_takes_long_is_deferred(school: School):
    """After two seconds Slack has its answer, and the person gets theirs when it is there."""
    request = await school.held(school.command("/tell note"))
    school.clock.pass_by(2_000_000)
    await school.acknowledged(request)
    assert school.slack.notes(school.maya) == []
    school.told.go.set()
    await school.settled()
    assert [note.text for note in school.slack.notes(school.maya)] == ["Hello"]


async def test_nobody_but_slack_is_listened_to(school: School):
    """A wrong signature, one that is five minutes old, or none at all: nothing happens."""
    assert await forged(school, secret="guessed") == 401
    assert await forged(school, age=301) == 401
    assert await forged(school, age=-301) == 401
    assert await status(school, EVENTS, method="POST", data=b"payload={}") == 401
    assert await status(school, EVENTS, method="POST", data=b"\xff\xfe") == 401
    await school.settled()
    assert school.told.events == []
    assert await forged(school) == 200


async def test_what_slack_would_never_send_is_not_read(school: School):
    """More than a megabyte, another path, another method."""
    assert await status(school, EVENTS, method="POST", data=io.BytesIO(bytes(MOST + 1))) == 413
    assert await status(school, EVENTS) == 404
    assert await status(school, "/") == 404
    assert await status(school, "/slack/install") == 404


async def test_a_redelivered_event_is_answered_once(school: School):
    """Slack says with each that it is a retry; what it did the first time is done."""
    request = await school.command("/tell note")
    await school.answered(request)
    again = await school.slack.redeliver(request, reason="http_timeout")
    await school.answered(again)
    assert len({event.delivery for event in school.told.events}) == 1


async def test_slack_finds_out_whether_the_address_is_ours(school: School):
    """The challenge is given back."""
    request = school.slack.clients.event(school.maya, {})
    request.payload = {"type": "url_verification", "challenge": "abc"}
    headers, body = written(request, SECRET)
    url = address(school, EVENTS)
    async with aiohttp.ClientSession() as session, session.post(url, headers=headers, data=body) as response:
        assert (response.status, await response.text()) == (200, '{"challenge": "abc"}')


async def test_whoever_balances_the_load_can_ask(school: School):
    """Swot is here; once it stops it takes nothing, and says so."""
    assert await status(school, HEALTHY) == 200


async def test_while_it_stops_what_is_in_hand_is_answered(school: School):
    """And nothing new is taken."""
    request = await school.held(school.command("/tell note"))
    closing = asyncio.create_task(school.adapter.close())
    await asyncio.sleep(0)
    assert await forged(school) == 503
    assert await status(school, HEALTHY) == 503
    school.told.go.set()
    await closing
    assert "Hello" in str(await school.acknowledged(request))


async def test_an_address_that_is_taken_is_told_in_a_sentence(school: School):
    """Whoever starts it learns what to set."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = SlackSettings(school.slack.bot_token, base_url=school.slack.url, http=Http(SECRET, port=port))
        second = SlackAdapter(school.app, settings)
        with pytest.raises(UserError, match=f"can't listen on 127.0.0.1:{port}"):
            await second.start()


async def test_a_token_that_is_withdrawn_ends_it_in_a_sentence(school: School):
    """The next call finds out, and whoever runs Swot reads what to do."""
    school.slack.faults.add("chat.postMessage", how="error", error="token_revoked")
    room = school.key(school.history)
    with pytest.raises(Exception, match="token_revoked"):
        await school.platform.post(room, View(prose("Hello")), nonce="n1")
    with pytest.raises(UserError, match="does not take the bot token"):
        await asyncio.wait_for(school.adapter.ended(), 5)


async def test_what_is_said_in_another_workspace_is_none_of_ours(school: School):
    """Somebody may have installed the app elsewhere; its token is for this workspace alone."""
    school.told.answer = HELLO
    assert "Swot is not in this workspace" in str(await school.speak_from_elsewhere())
    assert school.told.events == []
    assert school.slack.calls("views.publish") == []


async def test_slack_is_asked_once_whose_token_it_is(school: School):
    """At the start; however much comes then."""
    school.told.answer = HELLO
    for _ in range(3):
        await school.answered(await school.command("/tell note"))
    assert len(school.slack.calls("auth.test")) == 1
