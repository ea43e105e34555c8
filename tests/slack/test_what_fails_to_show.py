"""Pages, modals and pictures that Slack does not show at once, or at all: nobody is left with nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.slack.forms import WAITING
from bot.chat import Image, Reply, View, plain, prose
from bot.clock import SECOND
from tests.contract.suite import PIXEL
from tests.loopback.slack import Request
from tests.slack.school import School

HELLO = Reply(View(prose("Hello")))
DOT = View(prose("Look"), image=Image("dot", PIXEL, "A single dot"))
TROUBLES = [
    ("unavailable", 1),
    ("internal", 1),
    ("cut before", 1),
    ("cut after", 1),
    ("rate limited", 1),
    ("internal", 2),
]


async def in_time(school: School, request: Request) -> Any:
    """What was sent is answered, while the clock goes on."""
    answering = asyncio.ensure_future(school.answered(request))
    while not answering.done():
        await asyncio.sleep(0.001)
        if school.clock.waits and not answering.done():
            school.clock.pass_by(SECOND)
    return await answering


@pytest.mark.parametrize(("how", "times"), TROUBLES)
async def test_home_is_shown_however_slack_stumbles(school: School, how: Any, times: int):
    """Showing a page twice does no harm, so nobody has to open it again."""
    school.slack.faults.add("views.publish", times, how=how, retry_after=5)
    await in_time(school, await school.slack.open_home(school.maya))
    page = school.slack.home(school.maya)
    assert page is not None
    assert "Use this in your class's room first" in str(page.blocks)


async def test_a_home_page_that_slack_refuses_is_owned_up_to(school: School, caplog: pytest.LogCaptureFixture):
    """It says so, with a code, in place of a blank page."""
    school.slack.faults.add("views.publish", how="error", error="invalid_blocks")
    await school.answered(await school.slack.open_home(school.maya))
    page = school.slack.home(school.maya)
    assert page is not None
    assert "Sorry, I can't show you the answer to that." in str(page.blocks)
    assert "the answer to Opened can't be shown" in caplog.text


async def test_an_answer_to_a_modal_that_was_closed_is_a_note(school: School):
    """Whoever does not wait for it gets it all the same."""
    school.told.answer = HELLO
    request = await school.slow_form()
    await school.slack.dismiss(school.maya)
    await school.let_go(request)
    assert school.notes() == ["Hello"]


@pytest.mark.parametrize(("how", "times"), TROUBLES)
async def test_a_modal_that_waits_gets_its_answer_however_slack_stumbles(school: School, how: Any, times: int):
    """It says that it takes a moment, and no longer than that."""
    school.told.answer = HELLO
    school.slack.faults.add("views.update", times, how=how, retry_after=5)
    request = await school.slow_form()
    school.told.go.set()
    await in_time(school, request)
    modal = school.slack.modal(school.maya)
    assert modal is not None
    assert "Hello" in str(modal.blocks)
    assert plain(WAITING.text) not in str(modal.blocks)


@pytest.mark.parametrize("way", ["command", "press"])
@pytest.mark.parametrize("trouble", ["unavailable", "no scope"])
async def test_a_picture_that_can_t_be_shown_is_told_in_words(school: School, way: str, trouble: str):
    """What it says to who can't see it stands in its place."""
    school.told.answer = Reply(DOT)
    if trouble == "no scope":
        school.slack.scopes.discard("files:write")
    else:
        school.slack.faults.add("files.getUploadURLExternal", 10, how="unavailable")
    sent = await (school.command("/tell note") if way == "command" else school.press("tell.note"))
    told = f"{await in_time(school, sent)} {[note.blocks for note in school.slack.notes(school.maya)]}"
    assert "Look" in told
    assert "A single dot" in told


async def test_what_everybody_sees_has_words_where_swot_may_upload_nothing(school: School):
    """A workspace that has not installed the newest manifest still gets its posts."""
    school.slack.scopes.discard("files:write")
    room = school.key(school.history)
    message = await school.platform.post(room, DOT, nonce="n1")
    await school.platform.edit(room, message, DOT)
    [post] = school.slack.messages(school.history)
    assert "A single dot" in str(post.blocks)
