"""The port, on a recording Slack."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.slack.limits import TooMuch
from adapters.slack.naming import Naming
from adapters.slack.people import People
from adapters.slack.pictures import BETWEEN_LOOKS, LOOKS, Pictures
from adapters.slack.platform import SlackPlatform
from adapters.slack.trouble import SlackRefused
from bot.chat import DeskRefused, Image, NotSent, OutcomeUnknown, View, prose
from bot.clock import SteppedClock
from bot.errors import UserError
from tests.contract.suite import PIXEL
from tests.slack.recorded import AT, HISTORY, MAYA, TEAM
from tests.slack.stand_ins import RecordingWeb

HELLO = View(prose("Hello"))
DOT = View(prose("Look"), image=Image("dot", PIXEL, "A single dot"))
UPLOAD = "https://files.slack.com/upload/v1/abc"


class Port:
    """The platform, and what it is made of."""

    def __init__(self) -> None:
        self.web: Any = RecordingWeb()
        self.clock = SteppedClock(AT)
        people = People(self.web, self.clock)
        self.platform = SlackPlatform(self.web, people, Pictures(self.web, self.clock), TEAM, Naming("", ()))

    def will_upload(self, *, looks: int) -> None:
        """Slack gives a place for a file, and has taken it in at the last of so many looks."""
        self.web.answers["files.getUploadURLExternal"] = [{"upload_url": UPLOAD, "file_id": "F0DOT00001"}]
        files = [*[{}] * (looks - 1), {"mimetype": "image/png"}]
        self.web.answers["files.info"] = [{"file": file} for file in files]


async def test_a_post_is_literal_and_known_by_its_time():
    """Nothing in it is looked up, linked or shown in small; its id is Slack's timestamp."""
    port = Port()
    assert await port.platform.post(HISTORY, HELLO, nonce="n1") == "1.1"
    [sent] = port.web.to("chat.postMessage")
    assert sent["channel"] == "C0HISTORY1"
    assert (sent["parse"], sent["link_names"], sent["unfurl_links"], sent["unfurl_media"], sent["mrkdwn"]) == (
        *("none", False, False, False),
        False,
    )


async def test_a_nonce_that_was_posted_is_not_posted_again():
    """In the same room; one whose outcome is unknown is not known to be posted."""
    port = Port()
    port.web.failing["chat.postMessage"] = [OutcomeUnknown("cut")]
    with pytest.raises(OutcomeUnknown):
        await port.platform.post(HISTORY, HELLO, nonce="n1")
    for room in (HISTORY, HISTORY, "slack:T0SCHOOL01.C0GERMAN01"):
        await port.platform.post(room, HELLO, nonce="n1")
    assert len(port.web.to("chat.postMessage")) == 3
    assert port.platform.knows_nonces is False


async def test_a_desk_is_opened_once():
    """It is a room of the workspace that Swot is in; who takes no messages refuses it."""
    port = Port()
    desks = {await port.platform.desk(MAYA) for _ in range(2)}
    assert desks == {f"slack:{TEAM}.D0MAYA0001"}
    assert len(port.web.to("conversations.open")) == 1
    port.web.failing["conversations.open"] = [SlackRefused("user_not_visible")]
    with pytest.raises(DeskRefused):
        await port.platform.desk(f"slack:{TEAM}.U0TOM00001")


async def test_a_picture_is_uploaded_once_and_shown_when_slack_has_it():
    """Slack takes a file in when it likes; until then nothing is posted that would be refused."""
    port = Port()
    port.will_upload(looks=2)
    posting = asyncio.create_task(port.platform.post(HISTORY, DOT, nonce="n1"))
    while len(port.web.to("files.info")) < 1:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not port.web.to("chat.postMessage")
    port.clock.move_to(AT + BETWEEN_LOOKS)
    await posting
    await port.platform.edit(HISTORY, "1.1", DOT)
    assert port.web.to(UPLOAD) == [{"data": PIXEL}]
    for method in ("chat.postMessage", "chat.update"):
        assert port.web.to(method)[0]["blocks"][-1]["slack_file"] == {"id": "F0DOT00001"}


async def test_a_picture_that_slack_never_takes_in_is_not_sent():
    """Later it may be: the outbox tries again."""
    port = Port()
    port.will_upload(looks=LOOKS + 1)
    posting = asyncio.create_task(port.platform.post(HISTORY, DOT, nonce="n1"))
    while not posting.done():
        await asyncio.sleep(0)
        port.clock.move_to(port.clock.now() + BETWEEN_LOOKS)
    with pytest.raises(NotSent):
        await posting


async def test_a_view_that_can_not_be_shown_is_refused_before_anything_is_sent():
    """Also before its picture is uploaded."""
    port = Port()
    with pytest.raises(TooMuch):
        await port.platform.post(HISTORY, View(title="x" * 200, image=DOT.image), nonce="n1")
    assert not port.web.sent


async def test_a_file_is_fetched_only_if_it_is_small_enough():
    """Its size is known before it is read; one that is gone says so."""
    port = Port()
    about = {"file": {"size": 3, "url_private": "https://files.slack.com/files-pri/T0-F0/a.csv"}}
    port.web.answers["files.info"] = [about, about]
    assert await port.platform.fetch("F0CSV00001", limit=3) == b"a,b"
    with pytest.raises(UserError, match="larger than 2 bytes"):
        await port.platform.fetch("F0CSV00001", limit=2)
    port.web.failing["files.info"] = [SlackRefused("file_not_found")]
    with pytest.raises(UserError, match="no longer there"):
        await port.platform.fetch("F0CSV00001", limit=3)
