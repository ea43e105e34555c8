"""The port, on a loopback Slack."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.slack import platform as port
from adapters.slack.limits import TooMuch
from adapters.slack.pictures import BETWEEN_LOOKS, LOOKS
from bot.chat import DeskRefused, Direct, Image, NotReadable, NotSent, OutcomeUnknown, View, prose
from bot.clock import DAY, SECOND
from bot.errors import UserError
from tests.contract.suite import PIXEL
from tests.slack.school import PATIENCE, School, until

HELLO = View(prose("Hello"))
DOT = View(prose("Look"), image=Image("dot", PIXEL, "A single dot"))


async def looked(school: School, times: int) -> None:
    """Wait until Swot has looked so many times for a file, and waits to look again."""
    await until(lambda: school.clock.waits.count(BETWEEN_LOOKS) >= times)
    assert len(school.slack.calls("files.info")) == school.clock.waits.count(BETWEEN_LOOKS) == times


async def test_a_post_is_literal_and_known_by_its_time(school: School):
    """Nothing in it is looked up, linked or shown in small; its id is Slack's timestamp."""
    id = await school.platform.post(school.key(school.history), HELLO, nonce="n1")
    assert [message.ts for message in school.slack.messages(school.history)] == [id]
    [sent] = school.slack.calls("chat.postMessage")
    literal = {"parse": "none", "link_names": False, "unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
    assert sent.body.items() >= {"channel": school.history, **literal}.items()


async def test_a_nonce_that_was_posted_is_not_posted_again(school: School):
    """In the same room; one whose outcome is unknown is not known to be posted."""
    history, german = school.key(school.history), school.key(school.slack.add_channel("german"))
    school.slack.faults.add("chat.postMessage", how="cut before")
    with pytest.raises(OutcomeUnknown):
        await school.platform.post(history, HELLO, nonce="n1")
    ids = [await school.platform.post(room, HELLO, nonce="n1") for room in (history, history, german)]
    assert len(school.slack.calls("chat.postMessage")) == 3
    assert ids[0] == ids[1] != ids[2]
    assert [message.ts for message in school.slack.messages(school.history)] == ids[:1]
    assert school.platform.knows_nonces is False


@pytest.mark.parametrize("how", ["cut before", "cut after"])
async def test_a_post_whose_outcome_is_unknown_can_be_looked_for(school: School, how: Any):
    """Where the operator lets Swot read: it is there or surely is not; another post of the same words is not it."""
    school.slack.history = True
    history, now = school.key(school.history), school.clock.now()
    await school.platform.post(history, HELLO, nonce="n1")
    school.slack.faults.add("chat.postMessage", how=how)
    with pytest.raises(OutcomeUnknown):
        await school.platform.post(history, HELLO, nonce="n2")
    stands = school.slack.messages(school.history)
    found = await school.platform.find_post(history, "n2", since=now)
    assert found == (stands[1].ts if how == "cut after" else None)
    [asked] = school.slack.calls("conversations.history")
    assert asked.body["oldest"] == f"{now // SECOND}.{now % SECOND:06d}"
    if found:
        assert await school.platform.post(history, HELLO, nonce="n2") == found
        assert len(school.slack.messages(school.history)) == 2


async def test_an_edited_post_can_still_be_looked_for(school: School):
    """An edit leaves the message what it was posted with."""
    school.slack.history = True
    history, now = school.key(school.history), school.clock.now()
    message = await school.platform.post(history, HELLO, nonce="n1")
    await school.platform.edit(history, message, View(prose("Hello again")))
    assert await school.platform.find_post(history, "n1", since=now) == message


async def test_nobody_elses_message_is_taken_for_ours(school: School):
    """Not even one that says the same of itself."""
    school.slack.history = True
    history, now = school.key(school.history), school.clock.now()
    await school.platform.post(history, HELLO, nonce="n1")
    [message] = school.slack.messages(school.history)
    message.user = school.maya
    assert await school.platform.find_post(history, "n1", since=now) is None


async def test_what_was_said_since_is_looked_through_to_its_end(school: School, monkeypatch: pytest.MonkeyPatch):
    """Page by page; where that is too much, nothing is said to be absent."""
    school.slack.history = True
    history, now = school.key(school.history), school.clock.now()
    message = await school.platform.post(history, HELLO, nonce="n1")
    for number in range(2 * port.PAGE):
        school.slack.say(school.maya, school.history, str(number))
    assert await school.platform.find_post(history, "n1", since=now - SECOND) == message
    assert len(school.slack.calls("conversations.history")) == 3
    monkeypatch.setattr(port, "PAGES", 2)
    with pytest.raises(NotReadable, match="too much"):
        await school.platform.find_post(history, "n1", since=now - SECOND)


@pytest.mark.parametrize("private", [False, True])
async def test_without_its_scope_the_history_is_not_readable(school: School, *, private: bool):
    """Each kind of conversation has its own; Swot works without any, and only can't tell."""
    channel = school.slack.add_channel("german", private=private)
    desk = await school.platform.open(Direct(school.key(school.maya)))
    for scope, rooms in (
        ("", ()),
        ("groups:history" if private else "channels:history", (school.key(channel),)),
        ("im:history", (school.key(channel), desk)),
    ):
        school.slack.scopes |= {scope}
        for room in (school.key(channel), desk):
            if room in rooms:
                assert await school.platform.find_post(room, "n1", since=0) is None
                continue
            with pytest.raises(NotReadable, match="missing_scope"):
                await school.platform.find_post(room, "n1", since=0)


async def test_a_channel_that_swot_was_taken_out_of_is_not_readable(school: School):
    """What stands there, stands there still."""
    school.slack.history = True
    history, now = school.key(school.history), school.clock.now()
    await school.platform.post(history, HELLO, nonce="n1")
    school.slack.remove_bot(school.history, silently=True)
    with pytest.raises(NotReadable, match="not_in_channel"):
        await school.platform.find_post(history, "n1", since=now)


async def test_a_look_that_slack_puts_off_is_no_answer(school: School):
    """It comes later."""
    school.slack.history = True
    school.slack.faults.add("conversations.history", how="rate limited", retry_after=60)
    with pytest.raises(NotSent) as told:
        await school.platform.find_post(school.key(school.history), "n1", since=0)
    assert told.value.wait == 60 * SECOND


async def test_a_desk_is_opened_once(school: School):
    """It is a room of the workspace that Swot is in; who takes no messages refuses it."""
    desks = {await school.platform.open(Direct(school.key(school.maya))) for _ in range(2)}
    assert desks == {school.key(school.slack.direct(school.maya))}
    assert len(school.slack.calls("conversations.open")) == 1
    tom = school.slack.add_user("tom")
    school.slack.refuse_messages(tom, opening="user_not_visible")
    with pytest.raises(DeskRefused):
        await school.platform.open(Direct(school.key(tom)))


async def test_a_picture_is_uploaded_once_and_shown_when_slack_has_it(school: School):
    """Slack takes a file in when it likes; until then nothing is posted that would be refused."""
    school.slack.file_lag = BETWEEN_LOOKS
    room = school.key(school.history)
    posting = asyncio.create_task(school.platform.post(room, DOT, nonce="n1"))
    await looked(school, 1)
    assert not school.slack.calls("chat.postMessage")
    school.clock.pass_by(BETWEEN_LOOKS)
    async with asyncio.timeout(PATIENCE):
        await school.platform.edit(room, await posting, DOT)
    [upload] = school.slack.calls("upload")
    assert upload.raw == PIXEL
    [file] = school.slack.world.files
    for method in ("chat.postMessage", "chat.update"):
        [sent] = school.slack.calls(method)
        assert sent.body["blocks"][-1]["slack_file"] == {"id": file}


async def test_a_picture_that_slack_never_takes_in_is_not_sent(school: School):
    """Later it may be: the outbox tries again."""
    school.slack.file_lag = DAY
    posting = asyncio.create_task(school.platform.post(school.key(school.history), DOT, nonce="n1"))
    for times in range(1, LOOKS + 1):
        await looked(school, times)
        school.clock.pass_by(BETWEEN_LOOKS)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(NotSent):
            await posting
    assert not school.slack.calls("chat.postMessage")


async def test_a_view_that_can_not_be_shown_is_refused_before_anything_is_sent(school: School):
    """Also before its picture is uploaded."""
    before = len(school.slack.requests)
    with pytest.raises(TooMuch):
        await school.platform.post(school.key(school.history), View(title="x" * 200, image=DOT.image), nonce="n1")
    assert len(school.slack.requests) == before


async def test_a_file_is_fetched_only_if_it_is_small_enough(school: School):
    """Its size is known before it is read; one that is gone says so."""
    file = school.slack.attach(school.maya, "a.csv", b"a,b")
    assert await school.platform.fetch(school.key(file), limit=3) == b"a,b"
    with pytest.raises(UserError, match="larger than 2 bytes"):
        await school.platform.fetch(school.key(file), limit=2)
    assert len(school.slack.calls("download")) == 1
    del school.slack.world.files[file]
    with pytest.raises(UserError, match="no longer there"):
        await school.platform.fetch(school.key(file), limit=3)


async def test_a_file_that_swot_may_not_read_says_who_can_mend_that(school: School):
    """Where it was installed without the right to files, whoever runs it installs it again."""
    file = school.slack.attach(school.maya, "a.csv", b"a,b")
    school.slack.scopes.discard("files:read")
    with pytest.raises(UserError, match="has to install it again from its manifest"):
        await school.platform.fetch(school.key(file), limit=3)


async def test_a_file_that_was_deleted_is_asked_for_again(school: School):
    """Nothing of it can be had any more."""
    file = school.slack.attach(school.maya, "a.csv", b"a,b")
    school.slack.delete_file(file)
    with pytest.raises(UserError, match="no longer there"):
        await school.platform.fetch(school.key(file), limit=3)


async def test_a_file_is_still_there_whatever_becomes_of_the_token(school: School):
    """Nobody is told to upload it again for that."""
    file = school.slack.attach(school.maya, "a.csv", b"a,b")
    school.slack.revoke(school.slack.bot_token)
    with pytest.raises(NotSent):
        await school.platform.fetch(school.key(file), limit=3)
    assert school.adapter._revoked.done()
