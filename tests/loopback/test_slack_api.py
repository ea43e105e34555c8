"""The loopback Slack's Web API: what it refuses, files, scopes, faults, rate limits."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MINUTE, SECOND, SteppedClock
from tests.contract.suite import PIXEL
from tests.loopback.conftest import START
from tests.loopback.slack import LoopbackSlack
from tests.loopback.slack.bolted import client_of, error_of, respond


@pytest.fixture
def client(slack: LoopbackSlack) -> AsyncWebClient:
    """The SDK's client."""
    return client_of(slack)


async def test_a_post_is_answered_with_its_timestamp(slack: LoopbackSlack, client: AsyncWebClient):
    """A message gets a timestamp of the clock's, and two at the same instant get different ones."""
    channel = slack.add_channel("history")
    one = await client.chat_postMessage(channel=channel, text="One")
    two = await client.chat_postMessage(channel=channel, text="Two")
    assert (one["ts"], two["ts"]) == ("1800000000.000000", "1800000000.000001")
    assert one["message"]["bot_id"] == slack.bot_id
    assert [message.text for message in slack.messages(channel)] == ["One", "Two"]


async def test_forms_and_json_are_the_same(slack: LoopbackSlack):
    """Arguments may come as a form, with JSON in it as text."""
    channel = slack.add_channel("history")
    form = {"token": slack.bot_token, "channel": channel, "text": "x", "blocks": '[{"type": "divider"}]'}
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{slack.url}chat.postMessage", data=form) as answer:
            assert (await answer.json())["ok"]
        async with session.post(f"{slack.url}chat.postMessage", data={**form, "blocks": "[{"}) as answer:
            assert (await answer.json())["error"] == "invalid_blocks_format"
    assert slack.messages(channel)[0].blocks[0]["type"] == "divider"


async def test_posting_needs_a_channel_that_the_bot_may_write_to(slack: LoopbackSlack, client: AsyncWebClient):
    """Each reason that a post can't go anywhere has its name."""
    foreign = slack.add_channel("foreign", member=False)
    private = slack.add_channel("private", private=True, member=False)
    old, gone = slack.add_channel("old"), slack.add_channel("gone")
    slack.archive_channel(old, silently=True)
    slack.delete_channel(gone, silently=True)
    wanted = {
        foreign: "not_in_channel",
        private: "channel_not_found",
        old: "is_archived",
        gone: "channel_not_found",
        "C0": "channel_not_found",
    }
    for channel, error in wanted.items():
        assert await error_of(client.chat_postMessage(channel=channel, text="x")) == error
    slack.scopes.add("chat:write.public")
    await client.chat_postMessage(channel=foreign, text="x")
    assert slack.violations == []


async def test_private_channels_with_the_bot_in_them_work(slack: LoopbackSlack, client: AsyncWebClient):
    """A private channel is like any other once the bot is in it, until it is taken out."""
    private = slack.add_channel("private", private=True)
    await client.chat_postMessage(channel=private, text="x")
    assert (await client.conversations_info(channel=private))["channel"]["is_private"]
    slack.remove_bot(private, silently=True)
    assert await error_of(client.chat_postMessage(channel=private, text="x")) == "channel_not_found"


async def test_a_message_must_say_something_within_limits(slack: LoopbackSlack, client: AsyncWebClient):
    """No text, too much text and too many blocks are refused, and each is a violation."""
    channel = slack.add_channel("history")
    dividers = [{"type": "divider"}] * 51
    nothing = client.api_call("chat.postMessage", json={"channel": channel, "text": " "})
    assert await error_of(nothing) == "no_text"
    assert await error_of(client.chat_postMessage(channel=channel, text="x" * 40_001)) == "msg_too_long"
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel, text="x", blocks=dividers)
    assert refused.value.response["error"] == "invalid_blocks"
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"
    ]
    text = {"type": "plain_text", "text": "x" * 2900}
    long = [{"type": "section", "text": text} for _ in range(5)]
    assert await error_of(client.chat_postMessage(channel=channel, text="x", blocks=long)) == "msg_blocks_too_long"
    assert len(slack.violations) == 4
    assert slack.messages(channel) == []


async def test_own_messages_can_be_edited_and_deleted(slack: LoopbackSlack, client: AsyncWebClient):
    """An edit stays in place; a deleted message is gone, and other people's are not to be touched."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    kinds: list[str] = []
    slack.watch(lambda happening: kinds.append(happening.kind))
    ts = (await client.chat_postMessage(channel=channel, text="Before"))["ts"]
    await client.chat_update(channel=channel, ts=ts, text="After")
    assert [message.text for message in slack.messages(channel)] == ["After"]
    too_long = client.chat_update(channel=channel, ts=ts, text="x" * 4001)
    assert await error_of(too_long) == "msg_too_long"
    await client.chat_delete(channel=channel, ts=ts)
    assert slack.messages(channel) == []
    assert await error_of(client.chat_update(channel=channel, ts=ts, text="x")) == "message_not_found"
    theirs = slack.say(maya, channel, "Mine").ts
    assert await error_of(client.chat_update(channel=channel, ts=theirs, text="x")) == "cant_update_message"
    assert await error_of(client.chat_delete(channel=channel, ts=theirs)) == "cant_delete_message"
    slack.archive_channel(channel, silently=True)
    assert await error_of(client.chat_update(channel=channel, ts=ts, text="x")) == "is_inactive"
    assert kinds == ["post", "edit", "delete", "post"]


async def test_a_thread_belongs_to_a_message(slack: LoopbackSlack, client: AsyncWebClient):
    """An answer stands in the thread of a message that is there."""
    channel = slack.add_channel("history")
    ts = (await client.chat_postMessage(channel=channel, text="Question"))["ts"]
    await client.chat_postMessage(channel=channel, text="Answer", thread_ts=ts)
    assert [message.thread_ts for message in slack.messages(channel)] == ["", ts]
    nowhere = client.chat_postMessage(channel=channel, text="Answer", thread_ts="1.000000")
    assert await error_of(nowhere) == "thread_not_found"


async def test_a_direct_message_is_opened_once(slack: LoopbackSlack, client: AsyncWebClient):
    """The same person has the same direct message, by its id or the person's."""
    maya = slack.add_user("maya")
    first = (await client.conversations_open(users=maya))["channel"]["id"]
    assert (await client.conversations_open(users=maya))["channel"]["id"] == first == slack.direct(maya)
    await client.chat_postMessage(channel=maya, text="Hello")
    assert [message.channel for message in slack.messages(first)] == [first]
    assert await error_of(client.conversations_open(users="U0")) == "user_not_found"
    assert await error_of(client.conversations_open(users=slack.bot_user_id)) == "cannot_dm_bot"


async def test_a_person_can_refuse_messages(slack: LoopbackSlack, client: AsyncWebClient):
    """Opening a direct message or posting into it fails, as the test has it."""
    maya = slack.add_user("maya")
    desk = (await client.conversations_open(users=maya))["channel"]["id"]
    slack.refuse_messages(maya)
    assert await error_of(client.conversations_open(users=maya)) == "user_not_visible"
    assert await error_of(client.chat_postMessage(channel=desk, text="x")) == "messages_tab_disabled"
    slack.refuse_messages(maya, opening="")
    await client.conversations_open(users=maya)


async def test_notes_go_to_somebody_in_the_channel(slack: LoopbackSlack, client: AsyncWebClient):
    """`chat.postEphemeral` reaches one person, and nobody who isn't there."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    await client.chat_postEphemeral(channel=channel, user=maya, text="Psst")
    assert [note.text for note in slack.notes(maya)] == ["Psst"]
    assert slack.messages(channel) == []
    nobody = client.chat_postEphemeral(channel=channel, user="U0", text="x")
    assert await error_of(nobody) == "user_not_in_channel"


async def test_people_have_profiles(slack: LoopbackSlack, client: AsyncWebClient):
    """Name, zone, rights, and the locale only if it is asked for."""
    owner = slack.add_user("r.head", display_name="Head", owner=True, tz="Europe/Paris")
    user = (await client.users_info(user=owner))["user"]
    assert (user["profile"]["display_name"], user["tz"]) == ("Head", "Europe/Paris")
    assert (user["is_owner"], user["is_admin"]) == (True, True)
    assert "locale" not in user
    assert (await client.users_info(user=owner, include_locale=True))["user"]["locale"] == "en-GB"
    assert await error_of(client.users_info(user="U0")) == "user_not_found"


async def test_tokens_and_scopes_are_looked_at(slack: LoopbackSlack):
    """Without a token, with the wrong one, or without a scope a method does nothing."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    for token, error in (
        ("", "not_authed"),
        ("xoxb-else", "invalid_auth"),
        (slack.app_token, "not_allowed_token_type"),
    ):
        client = AsyncWebClient(token, base_url=slack.url, retry_handlers=[])
        assert await error_of(client.auth_test()) == error
    client = client_of(slack)
    assert await error_of(client.apps_connections_open(app_token=slack.bot_token)) == "not_allowed_token_type"
    assert await error_of(client.api_call("chat.shout")) == "unknown_method"
    slack.scopes.clear()
    calls = {
        "chat:write": client.chat_postMessage(channel=channel, text="x"),
        "users:read": client.users_info(user=maya),
        "im:write": client.conversations_open(users=maya),
        "files:write": client.files_getUploadURLExternal(filename="a.png", length=1),
        "files:read": client.files_info(file="F0"),
    }
    for scope, call in calls.items():
        with pytest.raises(SlackApiError) as refused:
            await call
        assert (refused.value.response["error"], refused.value.response["needed"]) == ("missing_scope", scope)


async def test_history_needs_its_scope(slack: LoopbackSlack, client: AsyncWebClient):
    """Without the history scopes nothing is read; with them the newest comes first, metadata on request."""
    channel = slack.add_channel("history")
    metadata = {"event_type": "swot", "event_payload": {"nonce": "n1"}}
    await client.chat_postMessage(channel=channel, text="One", metadata=metadata)
    await client.chat_postMessage(channel=channel, text="Two")
    assert await error_of(client.conversations_history(channel=channel)) == "missing_scope"
    slack.history = True
    found = (await client.conversations_history(channel=channel, include_all_metadata=True))["messages"]
    assert [message["text"] for message in found] == ["Two", "One"]
    assert found[1]["metadata"] == metadata
    assert "metadata" not in (await client.conversations_history(channel=channel, oldest="1", limit=5))["messages"][1]


async def test_each_kind_of_conversation_has_its_own_scope_to_be_read(slack: LoopbackSlack, client: AsyncWebClient):
    """One of them opens no other, and whoever has none does not learn what is there."""
    maya = slack.add_user("maya")
    rooms = {
        "channels:history": slack.add_channel("history"),
        "groups:history": slack.add_channel("german", private=True),
        "im:history": slack.direct(maya),
    }
    assert await error_of(client.conversations_history(channel="C0")) == "missing_scope"
    for scope, room in rooms.items():
        slack.scopes.difference_update(rooms)
        slack.scopes.add(scope)
        assert (await client.conversations_history(channel=room))["messages"] == []
        for other in set(rooms.values()) - {room}:
            assert await error_of(client.conversations_history(channel=other)) == "missing_scope"
    slack.history = True
    assert await error_of(client.conversations_history(channel="C0")) == "channel_not_found"
    slack.remove_bot(rooms["channels:history"], silently=True)
    assert await error_of(client.conversations_history(channel=rooms["channels:history"])) == "not_in_channel"


async def test_history_comes_page_by_page(slack: LoopbackSlack, client: AsyncWebClient):
    """The newest first, on the edge only on request; nonsense is refused."""
    slack.history = True
    channel = slack.add_channel("history")
    times = [(await client.chat_postMessage(channel=channel, text=str(one)))["ts"] for one in range(4)]
    first = await client.conversations_history(channel=channel, oldest=times[0], limit=2)
    assert [message["ts"] for message in first["messages"]] == [times[3], times[2]]
    assert first["has_more"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel=channel, oldest=times[0], limit=2, cursor=cursor)
    assert [message["ts"] for message in rest["messages"]] == [times[1]]
    assert not rest["has_more"]
    edge = await client.conversations_history(channel=channel, oldest=times[0], inclusive=True)
    assert len(edge["messages"]) == 4
    for wrong, error in (({"limit": 1000}, "limit"), ({"cursor": "x"}, "cursor"), ({"oldest": "x"}, "ts_oldest")):
        assert await error_of(client.conversations_history(channel=channel, **wrong)) == f"invalid_{error}"


async def test_metadata_is_a_name_and_an_object(slack: LoopbackSlack, client: AsyncWebClient):
    """Anything else is refused; an edit without any leaves it, an empty one takes it away."""
    slack.history = True
    channel = slack.add_channel("history")
    for wrong, error in (({"event_type": "x"}, "invalid_metadata_schema"), ("x", "invalid_metadata_format")):
        assert await error_of(client.chat_postMessage(channel=channel, text="x", metadata=wrong)) == error
    metadata = {"event_type": "swot", "event_payload": {"nonce": "n1"}}
    ts = (await client.chat_postMessage(channel=channel, text="One", metadata=metadata))["ts"]

    async def kept() -> Any:
        [message] = (await client.conversations_history(channel=channel, include_all_metadata=True))["messages"]
        return message.get("metadata")

    await client.chat_update(channel=channel, ts=ts, text="Two")
    assert await kept() == metadata
    await client.chat_update(channel=channel, ts=ts, text="Three", metadata={})
    assert await kept() is None


async def uploaded(client: AsyncWebClient, data: bytes = PIXEL, *, complete: bool = True) -> str:
    """A file uploaded the documented way, step by step."""
    answer = await client.files_getUploadURLExternal(filename="board.png", length=len(data))
    async with aiohttp.ClientSession() as session, session.post(answer["upload_url"], data=data) as upload:
        assert (upload.status, upload.content_type) == (200, "text/plain")
        assert await upload.text() == f"OK - {len(data)}"
    if complete:
        await client.files_completeUploadExternal(files=[{"id": answer["file_id"], "title": "Board"}])
    return answer["file_id"]


def picture(file: str) -> list[dict]:
    """An image block of an uploaded file."""
    return [{"type": "image", "alt_text": "A board", "slack_file": {"id": file}}]


async def test_an_uploaded_picture_can_be_shown(slack: LoopbackSlack, client: AsyncWebClient):
    """A file that is uploaded and completed can stand in an image block; one that isn't can't."""
    channel = slack.add_channel("history")
    half = await uploaded(client, complete=False)
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel, text="x", blocks=picture(half))
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file.id/slack_file]"
    ]
    whole = await uploaded(client)
    await client.chat_postMessage(channel=channel, text="x", blocks=picture(whole))
    assert slack.messages(channel)[0].blocks[0]["slack_file"] == {"id": whole}
    text = await uploaded(client, b"no picture")
    assert await error_of(client.chat_postMessage(channel=channel, text="x", blocks=picture(text))) == "invalid_blocks"


async def test_the_sdks_own_upload_works(slack: LoopbackSlack, client: AsyncWebClient):
    """`files_upload_v2` goes through, and shares the file where it is told to."""
    channel = slack.add_channel("history")
    await client.files_upload_v2(content=PIXEL, filename="dot.png", channel=channel, initial_comment="Look")
    message = slack.messages(channel)[0]
    assert message.text == "Look"
    assert slack.world.files[message.files[0]].data == PIXEL


async def test_a_file_may_take_a_moment(slack: LoopbackSlack, client: AsyncWebClient, clock: SteppedClock):
    """Slack makes files ready in the background: with a lag a picture can't be shown at once."""
    channel = slack.add_channel("history")
    slack.file_lag = 2 * SECOND
    file = await uploaded(client)
    assert await error_of(client.chat_postMessage(channel=channel, text="x", blocks=picture(file))) == "invalid_blocks"
    assert (await client.files_info(file=file))["file"]["mimetype"] == ""
    clock.move_to(START + 2 * SECOND)
    assert (await client.files_info(file=file))["file"]["mimetype"] == "image/png"
    await client.chat_postMessage(channel=channel, text="x", blocks=picture(file))


async def test_uploads_are_what_they_were_announced_as(slack: LoopbackSlack, client: AsyncWebClient):
    """Another length, an unknown file or completing twice is refused; a form is taken like raw bytes."""
    answer = await client.files_getUploadURLExternal(filename="a.png", length=3)
    async with aiohttp.ClientSession() as session:
        async with session.post(answer["upload_url"], data=b"four") as upload:
            assert upload.status == 400
        form = aiohttp.FormData()
        form.add_field("filename", b"one", filename="a.png")
        async with session.post(answer["upload_url"], data=form) as upload:
            assert await upload.text() == "OK - 3"
    await client.files_completeUploadExternal(files=[{"id": answer["file_id"]}])
    again = client.files_completeUploadExternal(files=[{"id": answer["file_id"]}])
    assert await error_of(again) == "file_not_found"
    assert len(slack.violations) == 1


async def test_attached_files_are_downloaded_with_the_token(slack: LoopbackSlack, client: AsyncWebClient):
    """With the bot's token come the bytes; without it, or the scope, Slack's login page."""
    file = slack.attach(slack.add_user("maya"), "class.csv", b"a,b\n1,2\n")
    told = (await client.files_info(file=file))["file"]
    assert (told["size"], told["name"]) == (8, "class.csv")
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    async with aiohttp.ClientSession() as session:
        for url in (told["url_private"], told["url_private_download"]):
            async with session.get(url, headers=headers) as answer:
                assert await answer.read() == b"a,b\n1,2\n"
        async with session.get(told["url_private"]) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
        slack.scopes.discard("files:read")
        async with session.get(told["url_private"], headers=headers) as answer:
            assert answer.content_type == "text/html"
    assert len(slack.calls("download")) == 4


async def test_what_is_sent_is_kept(slack: LoopbackSlack, client: AsyncWebClient):
    """Every call is there in order, with body, headers, bytes and answer."""
    channel = slack.add_channel("history")
    await client.chat_postMessage(channel=channel, text="Hello")
    await client.auth_test()
    assert [call.method for call in slack.requests] == ["chat.postMessage", "auth.test"]
    call = slack.requests[0]
    assert call.body == {"channel": channel, "text": "Hello"}
    assert b'"Hello"' in call.raw
    assert call.headers["Authorization"] == f"Bearer {slack.bot_token}"
    assert (call.status, call.answer["ok"], call.at) == (200, True, START)


async def test_faults_by_name(slack: LoopbackSlack, client: AsyncWebClient):
    """Rate limits, outages and internal errors are used up one after the other, and nothing is carried out."""
    channel = slack.add_channel("history")
    slack.faults.add("chat.postMessage", how="rate limited", retry_after=7)
    slack.faults.add("chat.postMessage", times=2, how="unavailable")
    slack.faults.add("chat.postMessage", how="internal")
    slack.faults.add("chat.postMessage", how="error", error="restricted_action")
    statuses, errors = [], []
    for _ in range(5):
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel=channel, text="x")
        statuses.append(refused.value.response.status_code)
        errors.append(refused.value.response.get("error"))
        if statuses == [429]:
            assert refused.value.response.headers["Retry-After"] == "7"
    assert statuses == [429, 503, 503, 200, 200]
    assert errors == ["ratelimited", None, None, "internal_error", "restricted_action"]
    await client.chat_postMessage(channel=channel, text="x")
    assert len(slack.messages(channel)) == 1


async def test_a_cut_connection_leaves_the_outcome_open(slack: LoopbackSlack, client: AsyncWebClient):
    """Cut before, nothing was done; cut after, it was; the caller sees the same."""
    channel = slack.add_channel("history")
    for how, count in (("cut before", 0), ("cut after", 1)):
        slack.faults.add("chat.postMessage", how=how)
        with pytest.raises(aiohttp.ClientConnectionError):
            await client.chat_postMessage(channel=channel, text="x")
        assert len(slack.messages(channel)) == count


async def test_a_slow_call_is_held_until_released(slack: LoopbackSlack, client: AsyncWebClient):
    """What is held is carried out when the test lets go."""
    channel = slack.add_channel("history")
    slack.faults.add("chat.postMessage", how="slow")
    call = asyncio.ensure_future(client.chat_postMessage(channel=channel, text="x"))
    while not slack.faults.held:
        await asyncio.sleep(0)
    assert slack.messages(channel) == []
    slack.faults.release()
    assert (await call)["ok"]
    assert len(slack.messages(channel)) == 1


async def test_a_response_url_can_fail_too(slack: LoopbackSlack):
    """A fault of a response_url does not use it up."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    url = slack.clients.command(maya, channel, "/quiz", "").response_url
    slack.faults.add("response_url", how="unavailable")
    slack.faults.add("response_url", how="internal")
    assert [(await respond(url, text="x"))[0] for _ in range(7)] == [503, 500, 200, 200, 200, 200, 200]


async def test_rate_limits_hold_when_they_are_on(slack: LoopbackSlack, client: AsyncWebClient, clock: SteppedClock):
    """One post a second in a channel, fifty edits a minute, and each channel for itself."""
    one, two = slack.add_channel("one"), slack.add_channel("two")
    for _ in range(2):
        await client.chat_postMessage(channel=one, text="x")
    slack.rate_limits = True
    ts = (await client.chat_postMessage(channel=one, text="x"))["ts"]
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=one, text="x")
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "1")
    await client.chat_postMessage(channel=two, text="x")
    clock.move_to(clock.now() + SECOND)
    await client.chat_postMessage(channel=one, text="x")
    for _ in range(50):
        await client.chat_update(channel=one, ts=ts, text="y")
    clock.move_to(clock.now() + 20 * SECOND)
    with pytest.raises(SlackApiError) as refused:
        await client.chat_update(channel=one, ts=ts, text="y")
    assert refused.value.response.headers["Retry-After"] == "40"
    clock.move_to(clock.now() + MINUTE)
    await client.chat_update(channel=one, ts=ts, text="y")


async def test_the_sdks_handler_waits_out_a_rate_limit(slack: LoopbackSlack):
    """The real retry handler understands the answer."""
    channel = slack.add_channel("history")
    handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=1)]
    client = AsyncWebClient(slack.bot_token, base_url=slack.url, retry_handlers=handlers)
    slack.faults.add("chat.postMessage", how="rate limited", retry_after=0)
    await client.chat_postMessage(channel=channel, text="x")
    assert [call.status for call in slack.calls("chat.postMessage")] == [429, 200]


async def test_checking_can_be_switched_off(clock: SteppedClock):
    """A benchmark need not pay for the checks."""
    async with LoopbackSlack(clock, checked=False) as slack:
        channel = slack.add_channel("history")
        blocks = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 200}}]
        await client_of(slack).chat_postMessage(channel=channel, text="x", blocks=blocks)
        assert len(slack.messages(channel)) == 1
