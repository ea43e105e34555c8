"""The loopback Slack speaks Socket Mode with the real Bolt: commands, presses, acknowledgements, response_urls."""

from __future__ import annotations

import asyncio
import ssl

import aiohttp
import pytest
import trustme
from slack_bolt.async_app import AsyncApp

from bot.clock import MINUTE, SECOND, SteppedClock
from tests.loopback.conftest import START
from tests.loopback.slack import Happening, LoopbackSlack, NotPossible
from tests.loopback.slack.bolted import app_of, client_of, connected, error_of, respond

BUTTONS = [
    {
        "type": "actions",
        "block_id": "choices",
        "elements": [
            {"type": "button", "action_id": "answer:a", "text": {"type": "plain_text", "text": "A"}, "value": "1"},
            {
                "type": "static_select",
                "action_id": "pick",
                "options": [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("x", "y")],
            },
        ],
    }
]


async def answering(slack: LoopbackSlack, **said: object) -> AsyncApp:
    """An app whose `/quiz` acknowledges with these fields."""
    app = app_of(slack)

    @app.command("/quiz")
    async def quiz(ack) -> None:
        await ack(**said)

    return app


async def test_a_command_is_answered_by_its_acknowledgement(slack: LoopbackSlack):
    """What the acknowledgement of a command says, only the person who gave it reads."""
    channel, maya, tom = slack.add_channel("history"), slack.add_user("maya.jones"), slack.add_user("tom")
    async with connected(slack, await answering(slack, text="Only you", blocks=BUTTONS)):
        request = await slack.command(maya, channel, "/quiz", "solo")
        assert (await request.acknowledged)["text"] == "Only you"
    assert [note.text for note in slack.notes(maya)] == ["Only you"]
    assert slack.notes(tom) == slack.messages(channel) == []
    assert not request.late
    assert request.errors == slack.violations == []


async def test_a_command_can_be_answered_for_everyone(slack: LoopbackSlack):
    """With `in_channel` the acknowledgement is a message in the channel."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    async with connected(slack, await answering(slack, text="For all", response_type="in_channel")):
        await (await slack.command(maya, channel, "/quiz")).acknowledged
    assert [message.text for message in slack.messages(channel)] == ["For all"]
    assert slack.notes(maya) == []


async def test_an_empty_acknowledgement_shows_nothing(slack: LoopbackSlack):
    """An acknowledgement without a payload is nothing to read."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    async with connected(slack, await answering(slack)):
        assert await (await slack.command(maya, channel, "/quiz")).acknowledged is None
    assert slack.notes(maya) == slack.messages(channel) == []


async def test_what_is_typed_after_a_command_is_escaped(slack: LoopbackSlack):
    """People and channels arrive by id, addresses marked, and the three characters escaped."""
    history = slack.add_channel("history")
    secret = slack.add_channel("secret", private=True)
    maya = slack.add_user("maya.jones", display_name="Maya")
    request = slack.clients.command(maya, history, "/quiz", "a<b & @maya, @maya.jones. #history #secret @nobody x@y")
    assert request.payload["text"] == (
        f"a&lt;b &amp; <@{maya}|maya.jones>, <@{maya}|maya.jones>. <#{history}|history> #secret @nobody x@y"
    )
    assert slack.clients.escaped("see https://example.org/a?b=1") == "see <https://example.org/a?b=1>"
    assert request.payload["channel_name"] == "history"
    assert slack.clients.command(maya, secret, "/quiz", "").payload["channel_name"] == "privategroup"
    assert slack.clients.command(maya, slack.direct(maya), "/quiz", "").payload["channel_name"] == "directmessage"


async def test_a_late_acknowledgement_has_no_effect(slack: LoopbackSlack, clock: SteppedClock):
    """After three seconds the person has read that it failed, and the payload is ignored."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    app = app_of(slack)

    @app.command("/quiz")
    async def quiz(ack) -> None:
        clock.move_to(clock.now() + 3 * SECOND + 1)
        await ack("too late")

    async with connected(slack, app):
        request = await slack.command(maya, channel, "/quiz")
        assert await request.acknowledged == {"text": "too late"}
    assert request.late
    assert request.errors == ["operation_timeout"]
    assert slack.notes(maya) == []


async def test_three_seconds_are_not_late(slack: LoopbackSlack, clock: SteppedClock):
    """The limit itself is still in time."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    app = app_of(slack)

    @app.command("/quiz")
    async def quiz(ack) -> None:
        clock.move_to(clock.now() + 3 * SECOND)
        await ack("in time")

    async with connected(slack, app):
        request = await slack.command(maya, channel, "/quiz")
        await request.acknowledged
    assert not request.late
    assert [note.text for note in slack.notes(maya)] == ["in time"]


async def test_without_a_connection_the_person_sees_a_failure(slack: LoopbackSlack):
    """Nothing is kept for later: the command has failed."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    request = await slack.command(maya, channel, "/quiz")
    assert await request.acknowledged is None
    assert request.errors == ["dispatch_failed"]


async def test_an_acknowledgement_that_slack_refuses_is_an_error(slack: LoopbackSlack):
    """Blocks that are wrong show nothing, are an error for the person, and a violation for the test."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    async with connected(slack, await answering(slack, text="x", blocks=[{"type": "header"}])):
        request = await slack.command(maya, channel, "/quiz")
        await request.acknowledged
    assert request.errors == ["invalid_blocks"]
    assert slack.violations == ["acknowledgement: [ERROR] missing required field: text [json-pointer:/blocks/0]"]
    assert slack.notes(maya) == []


async def test_a_press_tells_what_was_pressed(slack: LoopbackSlack):
    """A press on a public message carries the action, the message, the channel and a response_url."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    app, bodies = app_of(slack), []

    @app.action("answer:a")
    async def answer(ack, body, respond) -> None:
        bodies.append(body)
        await respond("Noted", replace_original=False)
        await ack()

    await client_of(slack).chat_postMessage(channel=channel, text="Question", blocks=BUTTONS)
    message = slack.messages(channel)[0]
    async with connected(slack, app):
        request = await slack.press(maya, message, "answer:a")
        assert await request.acknowledged is None
    action = bodies[0]["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("answer:a", "choices", "1")
    assert bodies[0]["message"]["ts"] == bodies[0]["container"]["message_ts"] == message.ts
    assert bodies[0]["channel"] == {"id": channel, "name": "history"}
    assert bodies[0]["user"]["id"] == maya
    assert [note.text for note in slack.notes(maya)] == ["Noted"]


async def test_a_choice_tells_its_option(slack: LoopbackSlack):
    """A choice from a select carries the whole option, and the state of the message."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    await client_of(slack).chat_postMessage(channel=channel, text="Question", blocks=BUTTONS)
    request = slack.clients.press(maya, slack.messages(channel)[0], "pick", ("y",), "")
    assert request.payload["actions"][0]["selected_option"]["value"] == "y"
    assert request.payload["state"]["values"]["choices"]["pick"]["selected_option"]["value"] == "y"


async def test_a_forged_press_arrives(slack: LoopbackSlack):
    """A client can send an action that no button carries."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    app, seen = app_of(slack), []

    @app.action("reveal:now")
    async def reveal(ack, action) -> None:
        seen.append(action["action_id"])
        await ack()

    await client_of(slack).chat_postMessage(channel=channel, text="Question", blocks=BUTTONS)
    async with connected(slack, app):
        await (await slack.press(maya, slack.messages(channel)[0], "reveal:now")).acknowledged
    assert seen == ["reveal:now"]


async def test_a_note_is_edited_through_its_response_url_only(slack: LoopbackSlack):
    """A note pressed can be replaced and deleted by the press's response_url, and not by `chat.update`."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    happened: list[Happening] = []
    slack.watch(happened.append)
    client = client_of(slack)
    answer = await client.chat_postEphemeral(channel=channel, user=maya, text="Note", blocks=BUTTONS)
    update = await error_of(client.chat_update(channel=channel, ts=answer["message_ts"], text="no"))
    assert update == "message_not_found"
    note = slack.notes(maya)[0]
    request = slack.clients.press(maya, note, "answer:a", (), "")
    assert request.payload["container"]["is_ephemeral"]
    assert "message" not in request.payload
    assert await respond(request.response_url, text="Better", replace_original=True) == (200, '{"ok": true}')
    assert [shown.text for shown in slack.notes(maya)] == ["Better"]
    assert await respond(request.response_url, delete_original=True) == (200, '{"ok": true}')
    assert slack.notes(maya) == []
    assert [one.kind for one in happened] == ["note", "note edit", "note delete"]


async def test_a_public_message_is_replaced_in_place(slack: LoopbackSlack):
    """`replace_original` edits the message that was pressed, for everybody."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    await client_of(slack).chat_postMessage(channel=channel, text="Question", blocks=BUTTONS)
    message = slack.messages(channel)[0]
    request = slack.clients.press(maya, message, "answer:a", (), "")
    await respond(request.response_url, text="Closed", replace_original=True)
    assert slack.messages(channel) == [message]
    assert (message.text, message.blocks) == ("Closed", [])


async def test_a_commands_response_url_replaces_what_the_command_said(slack: LoopbackSlack):
    """The first answer of a command is the original of its response_url."""
    channel, maya = slack.add_channel("history", member=False), slack.add_user("maya")
    request = slack.clients.command(maya, channel, "/quiz", "")
    assert await respond(request.response_url, text="Wait") == (200, "ok")
    await respond(request.response_url, text="Here", replace_original=True)
    await respond(request.response_url, text="All", response_type="in_channel", replace_original=False)
    assert [note.text for note in slack.notes(maya)] == ["Here"]
    assert [message.text for message in slack.messages(channel)] == ["All"]


async def test_a_response_url_is_good_five_times(slack: LoopbackSlack):
    """The sixth use is refused."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    url = slack.clients.command(maya, channel, "/quiz", "").response_url
    statuses = [(await respond(url, text=str(number)))[0] for number in range(5)]
    assert statuses == [200] * 5
    status, body = await respond(url, text="6")
    assert status == 404
    assert "used_url" in body
    assert len(slack.notes(maya)) == 5


async def test_a_response_url_is_good_for_thirty_minutes(slack: LoopbackSlack, clock: SteppedClock):
    """Later it has expired."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    url = slack.clients.command(maya, channel, "/quiz", "").response_url
    clock.move_to(START + 30 * MINUTE)
    assert (await respond(url, text="still"))[0] == 200
    clock.move_to(START + 30 * MINUTE + 1)
    status, body = await respond(url, text="gone")
    assert status == 404
    assert "expired_url" in body


async def test_a_response_url_checks_its_blocks(slack: LoopbackSlack):
    """What is wrong is refused, and it is a violation."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    url = slack.clients.command(maya, channel, "/quiz", "").response_url
    status, body = await respond(url, blocks=[{"type": "divider", "colour": "red"}])
    assert status == 400
    assert "invalid_blocks" in body
    assert "invalid additional property: colour" in slack.violations[0]


async def test_a_reload_takes_notes_away(slack: LoopbackSlack):
    """After a reload a note is gone for good, even where its response_url is used."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    request = slack.clients.command(maya, channel, "/quiz", "")
    await respond(request.response_url, text="Note")
    slack.reload(maya)
    assert slack.notes(maya) == []
    assert (await respond(request.response_url, text="Again", replace_original=True))[0] == 200
    assert slack.notes(maya) == []


async def test_what_is_gone_cannot_be_pressed(slack: LoopbackSlack):
    """Nobody's client shows a button of a message that was deleted, or of a note after a reload."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    client = client_of(slack)
    ts = (await client.chat_postMessage(channel=channel, text="Question", blocks=BUTTONS))["ts"]
    await client.chat_postEphemeral(channel=channel, user=maya, text="Note", blocks=BUTTONS)
    message, note = slack.messages(channel)[0], slack.notes(maya)[0]
    await client.chat_delete(channel=channel, ts=ts)
    slack.reload(maya)
    for gone in (message, note):
        with pytest.raises(NotPossible):
            await slack.press(maya, gone, "answer:a")


async def test_a_redelivery_carries_the_same_content(slack: LoopbackSlack):
    """The same payload comes in a new envelope, and Bolt sees the retry headers."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    app, seen = app_of(slack), []

    @app.command("/quiz")
    async def quiz(ack, body, request) -> None:
        seen.append((body["trigger_id"], request.headers.get("x-slack-retry-num")))
        await ack()

    async with connected(slack, app):
        request = await slack.command(maya, channel, "/quiz")
        await request.acknowledged
        again = await slack.redeliver(request)
        await again.acknowledged
    assert seen == [(request.trigger_id, None), (request.trigger_id, ["1"])]
    assert again.envelope_id != request.envelope_id


async def test_envelopes_go_to_the_connections_in_turn(slack: LoopbackSlack):
    """Each envelope goes to one of the connections, and every connection gets some."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    async with connected(slack, await answering(slack, text="hi"), sockets=3):
        requests = [await slack.command(maya, channel, "/quiz") for _ in range(6)]
        await asyncio.gather(*(request.acknowledged for request in requests))
    assert len(slack.notes(maya)) == len(slack.calls("acknowledgement")) == 6
    assert len(slack.calls("apps.connections.open")) == 3


async def test_an_eleventh_connection_is_sent_away(slack: LoopbackSlack):
    """Slack keeps ten connections and says so to the next."""
    async with aiohttp.ClientSession() as session:
        sockets = []
        for _ in range(11):
            headers = {"Authorization": f"Bearer {slack.app_token}"}
            async with session.post(f"{slack.url}apps.connections.open", headers=headers) as answer:
                url = (await answer.json())["url"]
            sockets.append(await session.ws_connect(url))
        hellos = [await socket.receive_json() for socket in sockets]
        assert [hello["type"] for hello in hellos] == ["hello"] * 10 + ["disconnect"]
        assert hellos[-1]["reason"] == "too_many_websockets"
        for socket in sockets:
            await socket.close()


@pytest.mark.parametrize("how", [{}, {"goodbye": "refresh_requested"}, {"abruptly": True}], ids=str)
async def test_bolt_comes_back_after_a_lost_connection(slack: LoopbackSlack, how: dict):
    """However a connection ends, Bolt opens another and goes on."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    async with connected(slack, await answering(slack, text="hi"), ping=0.05):
        await slack.drop_connections(**how)
        await slack.connected()
        await (await slack.command(maya, channel, "/quiz")).acknowledged
    assert [note.text for note in slack.notes(maya)] == ["hi"]


async def test_a_deleted_channel_is_told(slack: LoopbackSlack):
    """The app hears of deleted and archived channels, unless the test keeps it from that."""
    app, told = app_of(slack), []

    @app.event("channel_deleted")
    async def deleted(event) -> None:
        told.append(event["channel"])

    @app.event("group_archive")
    async def archived(event) -> None:
        told.append(event["channel"])

    one, two, three = (slack.add_channel(name, private=name == "c") for name in "abc")
    async with connected(slack, app):
        assert slack.delete_channel(two, silently=True) is None
        for request in (slack.delete_channel(one), slack.archive_channel(three)):
            await request.acknowledged
    assert told == [one, three]


async def test_what_nobody_sent_cannot_be_acknowledged(slack: LoopbackSlack):
    """An acknowledgement of an unknown envelope, or a second one, is a violation."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {slack.app_token}"}
        async with session.post(f"{slack.url}apps.connections.open", headers=headers) as answer:
            url = (await answer.json())["url"]
        async with session.ws_connect(url) as socket:
            await slack.connected()
            request = await slack.command(maya, channel, "/quiz")
            for envelope in (request.envelope_id, request.envelope_id, "never"):
                await socket.send_json({"envelope_id": envelope})
            await request.acknowledged
            while len(slack.violations) < 2:
                await asyncio.sleep(0)
        assert (await session.get(url.replace("ws", "http", 1))).status == 404
    assert "acknowledged twice" in slack.violations[0]
    assert "unknown envelope" in slack.violations[1]


async def test_the_same_run_gives_the_same_ids(clock: SteppedClock):
    """Ids come from a counter."""
    runs = []
    for _ in range(2):
        async with LoopbackSlack(clock) as slack:
            runs.append((slack.add_channel("a"), slack.add_user("b"), slack.team_id, slack.bot_user_id))
    assert runs[0] == runs[1]


async def test_a_burst_is_acknowledged(slack: LoopbackSlack):
    """Hundreds of envelopes at once all arrive and are all acknowledged."""
    channel, maya = slack.add_channel("history"), slack.add_user("maya")
    async with connected(slack, await answering(slack, text="hi"), sockets=2):
        requests = await asyncio.gather(*(slack.command(maya, channel, "/quiz") for _ in range(300)))
        await asyncio.gather(*(request.acknowledged for request in requests))
    assert len(slack.notes(maya)) == 300


async def test_it_speaks_tls(clock: SteppedClock):
    """With a certificate, Web API and sockets are encrypted."""
    authority, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with LoopbackSlack(clock, ssl_context=context) as slack:
        channel, maya = slack.add_channel("history"), slack.add_user("maya")
        client = client_of(slack)
        client.ssl = trusting
        app = AsyncApp(client=client, process_before_response=True)

        @app.command("/quiz")
        async def quiz(ack) -> None:
            await ack("secret")

        async with connected(slack, app):
            await (await slack.command(maya, channel, "/quiz")).acknowledged
        assert slack.url.startswith("https://")
        assert [note.text for note in slack.notes(maya)] == ["secret"]
