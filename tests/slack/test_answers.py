"""How each answer is acknowledged and sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.slack.trouble import SlackRefused
from bot.chat import (
    Action,
    Button,
    Choices,
    Entry,
    Form,
    Home,
    Invalid,
    Invoke,
    NotSent,
    Option,
    OutcomeUnknown,
    Reply,
    View,
    prose,
)
from bot.clock import SECOND
from tests.slack.recorded import payload
from tests.slack.stand_ins import Desk

HELLO = View(prose("Hello"))
ASK = Form("Answer", Action("solo.write:k2:1"), (Entry("answer", "Your answer"),))
PRESSED = "https://hooks.slack.com/actions/T0SCHOOL01/3/abc"
NOTED = "https://hooks.slack.com/actions/T0SCHOOL01/4/abc"
COMMANDED = "https://hooks.slack.com/commands/T0SCHOOL01/1/abc"


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """An adapter between a recording Slack and a core that does as it is told."""
    adapter = Desk()
    yield adapter
    await adapter.in_hand.settled()
    await adapter.people.close()


async def deferred(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    """Deliver a payload that the core takes more than two seconds over; give its acknowledgement."""
    desk.core.go.clear()
    taking = asyncio.create_task(desk.answers.take(body))
    await desk.until(lambda: bool(desk.core.events))
    desk.core.clock.move_to(desk.core.clock.now() + 2 * SECOND)
    acknowledgement = await taking
    desk.core.go.set()
    await desk.in_hand.settled()
    return acknowledgement


@pytest.mark.parametrize(("how", "kind"), [("note", "ephemeral"), ("post", "in_channel"), ("edit", "ephemeral")])
async def test_a_command_is_answered_with_its_acknowledgement(desk: Desk, how: Any, kind: str):
    """Note and post go out with it; there is nothing to edit yet, so that is a note."""
    desk.core.answer = Reply(HELLO, how)
    acknowledged = await desk.delivered(payload("command"))
    assert (acknowledged["response_type"], acknowledged["text"]) == (kind, "Hello")
    assert not desk.web.to(COMMANDED)


async def test_what_was_posted_is_not_posted_again(desk: Desk):
    """What the core says again to a redelivery is acknowledged, and shown to nobody; a note is shown again."""
    desk.core.answer = Reply(HELLO, "post", replayed=True)
    assert await desk.delivered(payload("command")) == {}
    desk.core.answer = Reply(HELLO, "note", replayed=True)
    assert (await desk.delivered(payload("command")))["text"] == "Hello"
    assert not desk.web.to(COMMANDED)


async def test_a_slow_command_is_answered_when_the_answer_is_ready(desk: Desk):
    """After two seconds Slack is told that it arrived; the post follows."""
    desk.core.answer = Reply(HELLO, "post")
    assert await deferred(desk, payload("command")) == {}
    [sent] = desk.web.to(COMMANDED)
    assert (sent["response_type"], sent["replace_original"], sent["text"]) == ("in_channel", False, "Hello")


@pytest.mark.parametrize(
    ("how", "sent"),
    [
        ("note", {"response_type": "ephemeral", "replace_original": False}),
        ("post", {"response_type": "in_channel", "replace_original": False}),
        ("edit", {"replace_original": True}),
    ],
)
async def test_a_press_is_acknowledged_and_then_answered(desk: Desk, how: Any, sent: dict[str, Any]):
    """The acknowledgement is bare; the answer goes to the address that came with the press."""
    desk.core.answer = Reply(HELLO, how)
    assert await desk.delivered(payload("press")) == {}
    [message] = desk.web.to(PRESSED)
    assert message.items() >= sent.items()


async def test_the_core_comes_before_the_acknowledgement(desk: Desk):
    """Until the core has answered, or two seconds are over, Slack is told nothing."""
    desk.core.go.clear()
    desk.core.answer = Reply(HELLO)
    taking = asyncio.create_task(desk.answers.take(payload("press")))
    await desk.until(lambda: bool(desk.core.events))
    desk.core.clock.move_to(desk.core.clock.now() + 2 * SECOND - 1)
    await asyncio.sleep(0)
    assert not taking.done()
    desk.core.go.set()
    assert await taking == {}


async def test_an_address_that_is_used_up_is_replaced_by_the_web_api(desk: Desk):
    """A note goes to the person in the channel, a post and an edit to the channel."""
    desk.web.used_up = True
    for how in ("note", "post", "edit"):
        desk.core.answer = Reply(HELLO, how)  # type: ignore[arg-type]
        await desk.delivered(payload("press"))
    [note], [post], [edit] = (desk.web.to(f"chat.{name}") for name in ("postEphemeral", "postMessage", "update"))
    assert (note["channel"], note["user"]) == ("C0HISTORY1", "U0MAYA0001")
    assert (post["channel"], post["unfurl_links"], post["link_names"]) == ("C0HISTORY1", False, False)
    assert (edit["channel"], edit["ts"]) == ("C0HISTORY1", "1795647480.000100")


async def test_a_note_that_can_no_longer_be_changed_is_followed_by_another(desk: Desk):
    """Only its address can change a note; without it the new one stands below."""
    desk.web.used_up = True
    desk.core.answer = Reply(HELLO, "edit")
    await desk.delivered(payload("press_on_note"))
    assert [method for method, _ in desk.web.sent if method.startswith("chat.")] == ["chat.postEphemeral"]


async def test_a_note_where_swot_is_no_member_goes_to_the_desk(desk: Desk):
    """Whoever asked gets their answer, if not there, then privately."""
    desk.web.used_up = True
    desk.web.failing["chat.postEphemeral"] = [SlackRefused("not_in_channel")]
    desk.core.answer = Reply(HELLO)
    await desk.delivered(payload("press"))
    [sent] = desk.web.to("chat.postMessage")
    assert sent["channel"] == "U0MAYA0001"


async def test_a_press_on_the_home_page_changes_the_page(desk: Desk):
    """An edit is the page anew, which remembers the person's room; a note goes to their desk."""
    desk.core.answer = Reply(HELLO, "edit")
    await desk.delivered(payload("press_on_home"))
    [published] = desk.web.to("views.publish")
    assert (published["user_id"], published["view"]["type"]) == ("U0MAYA0001", "home")
    assert "D0MAYA0001" in published["view"]["private_metadata"]
    desk.core.answer = Reply(HELLO)
    await desk.delivered(payload("press_on_home"))
    [sent] = desk.web.to("chat.postMessage")
    assert sent["channel"] == "U0MAYA0001"


async def test_an_opened_home_page_is_published(desk: Desk):
    """The page is the person's own."""
    desk.core.answer = Home(HELLO)
    assert await desk.delivered(payload("home_opened")) == {}
    [published] = desk.web.to("views.publish")
    assert published["user_id"] == "U0MAYA0001"


async def test_a_form_is_opened_with_the_trigger(desk: Desk):
    """A command and a press give one; the acknowledgement is bare."""
    desk.core.answer, desk.core.declares = ASK, "form"
    for name, trigger in (("command", "8124.7130.0a1b2c"), ("press", "8126.7130.0a1b2c")):
        assert await desk.delivered(payload(name)) == {}
        assert desk.web.to("views.open")[-1]["trigger_id"] == trigger
    assert desk.web.to("views.open")[-1]["view"]["callback_id"] == ASK.action.address


async def test_a_slow_form_comes_into_a_modal_that_waits_for_it(desk: Desk):
    """The trigger lives three seconds: at two a modal is opened, and the form is put into it."""
    desk.core.answer, desk.core.declares = ASK, "form"
    assert await deferred(desk, payload("press")) == {}
    [opened], [changed] = desk.web.to("views.open"), desk.web.to("views.update")
    assert "callback_id" not in opened["view"]
    assert (changed["view_id"], changed["view"]["callback_id"]) == ("V0OPENED01", ASK.action.address)


async def test_a_refusal_instead_of_a_slow_form_is_read_in_the_modal(desk: Desk):
    """What was opened to wait in never stays without an answer."""
    desk.core.answer, desk.core.declares = Reply(HELLO), "form"
    await deferred(desk, payload("press"))
    [changed] = desk.web.to("views.update")
    assert "Hello" in str(changed["view"]["blocks"])
    assert not desk.web.to(PRESSED)


async def test_a_form_that_comes_too_late_is_a_press_away(desk: Desk):
    """Where the trigger has expired, a button leads to the form: pressing it gives another one."""
    desk.web.failing["views.open"] = [SlackRefused("expired_trigger_id")]
    desk.core.answer = ASK
    await desk.delivered(payload("press"))
    [told] = desk.web.to(PRESSED)
    [way] = told["blocks"][-1]["elements"]
    assert (way["text"]["text"], way["action_id"]) == ("Open “Answer”", ASK.action.address)


@pytest.mark.parametrize(("how", "replaces"), [("edit", True), ("note", False)])
async def test_a_forms_answer_goes_where_the_form_was_opened(desk: Desk, how: Any, *, replaces: bool):
    """The address of the press that opened it is still good, and its message can be changed."""
    desk.core.answer = Reply(HELLO, how)
    assert await desk.delivered(payload("submit")) == {}
    [sent] = desk.web.to(NOTED)
    assert sent["replace_original"] is replaces


async def test_what_is_wrong_with_a_form_is_said_in_the_form(desk: Desk):
    """Beside the entry that it is about."""
    desk.core.answer = Invalid({"questions": "questions goes from 1 to 30."}, Action("command.run:quiz:round"))
    assert await desk.delivered(payload("submit")) == {
        "response_action": "errors",
        "errors": {"questions": "questions goes from 1 to 30."},
    }


@pytest.mark.parametrize("late", [True, False])
async def test_what_is_wrong_is_said_in_a_note_where_the_form_can_not(desk: Desk, *, late: bool):
    """When the form is gone by then, or has no such entry: with a button that opens it again."""
    problem = "questions" if late else "elsewhere"
    desk.core.answer = Invalid({problem: "That is not a number."}, Action("command.run:quiz:round"))
    assert await (deferred if late else Desk.delivered)(desk, payload("submit")) == {}
    [note] = desk.web.to(NOTED)
    assert "That is not a number." in note["text"]
    [again] = note["blocks"][-1]["elements"]
    assert (again["text"]["text"], again["action_id"]) == ("Try again", "command.run:quiz:round")


async def test_suggestions_are_acknowledged_with_options(desk: Desk):
    """In time they are there; too late there are none, and nothing follows."""
    desk.core.answer = Choices((Option("Collectivisation", "coll"),))
    acknowledged = await desk.delivered(payload("suggest"))
    assert [option["value"] for option in acknowledged["options"]] == ["coll"]
    desk.core.events.clear()
    assert await deferred(desk, payload("suggest")) == {"options": []}


async def test_what_certainly_did_not_arrive_is_sent_again(desk: Desk):
    """After the pause that Slack asks for, by the clock."""
    desk.web.failing[PRESSED] = [NotSent("patience", wait=3 * SECOND)]
    desk.core.answer = Reply(HELLO)
    assert await desk.answers.take(payload("press")) == {}
    await desk.until(lambda: len(desk.web.to(PRESSED)) == 1)
    await asyncio.sleep(0)
    desk.core.clock.move_to(desk.core.clock.now() + 3 * SECOND)
    await desk.in_hand.settled()
    assert len(desk.web.to(PRESSED)) == 2


async def test_what_may_have_arrived_is_not_sent_twice(desk: Desk, caplog: pytest.LogCaptureFixture):
    """The log tells of it; Slack has its acknowledgement all the same."""
    desk.web.failing[PRESSED] = [OutcomeUnknown("cut")]
    desk.core.answer = Reply(HELLO)
    assert await desk.delivered(payload("press")) == {}
    assert len(desk.web.to(PRESSED)) == 1
    assert "may not have arrived" in caplog.text


async def test_an_answer_that_can_not_be_shown_is_owned_up_to(desk: Desk, caplog: pytest.LogCaptureFixture):
    """The person gets a code that the log knows, and nothing is cut."""
    desk.core.answer = Reply(View(prose("x"), controls=(Button("x" * 80, Action("a.b")),)))
    acknowledged = await desk.delivered(payload("command"))
    code = acknowledged["text"].split("quote ")[1].strip(".")
    assert code in caplog.text


async def test_a_payload_that_can_not_be_read_is_acknowledged(desk: Desk, caplog: pytest.LogCaptureFixture):
    """Slack would deliver it again and again; the log keeps what was wrong."""
    assert await desk.delivered({"type": "block_actions"}) == {}
    assert "can't be read" in caplog.text
    assert not desk.core.events


async def test_a_command_is_written_under_its_writers_name(desk: Desk):
    """Slack tells only a handle; the name that people read is looked up, once."""
    for _ in range(2):
        await desk.delivered(payload("command"))
    assert [event.name for event in desk.core.events] == ["Maya", "Maya"]
    assert all(isinstance(event, Invoke) for event in desk.core.events)
    assert len(desk.web.to("users.info")) == 1


async def test_a_name_that_is_not_to_be_had_is_the_handle(desk: Desk):
    """A command waits for no one's name for long."""
    desk.web.failing["users.info"] = [NotSent("patience", wait=60 * SECOND)]
    await desk.delivered(payload("command"))
    assert desk.core.events[0].name == "maya.b"
