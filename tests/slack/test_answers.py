"""How each answer is acknowledged and sent."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat import Action, Button, Invoke, Notice, Reply, View, prose
from bot.clock import SECOND
from tests.loopback.slack import Request
from tests.slack.school import USES, School, until

HELLO = View(prose("Hello"))
OLD = "An old message."


async def used_up(school: School, sending: Any) -> Request:
    """Something whose address takes nothing more by the time that it is answered."""
    request = await school.held(sending)
    assert request.hook is not None
    request.hook.uses = USES
    assert await school.let_go(request) is None
    [refused] = school.slack.calls("response_url")[-1:]
    assert refused.answer == {"ok": False, "error": "used_url"}
    return request


@pytest.mark.parametrize(("how", "kind"), [("note", "ephemeral"), ("post", "in_channel"), ("edit", "ephemeral")])
async def test_a_command_is_answered_with_its_acknowledgement(school: School, how: Any, kind: str):
    """Note and post go out with it; there is nothing to edit yet, so that is a note."""
    school.told.answer = Reply(HELLO, how)
    request = await school.command(f"/tell {how}")
    acknowledged = await school.answered(request)
    assert (acknowledged["response_type"], acknowledged["text"]) == (kind, "Hello")
    assert school.responses(request) == []
    assert (school.notes(), school.messages()) == ((["Hello"], []) if kind == "ephemeral" else ([], ["Hello"]))


async def test_what_was_posted_is_not_posted_again(school: School):
    """What the core says again to a redelivery is acknowledged, and shown to nobody; a note is shown again."""
    school.told.answer = Reply(HELLO, "post")
    request = await school.command("/tell post")
    await school.answered(request)
    school.told.answer = Reply(HELLO, "post", replayed=True)
    assert await school.answered(await school.slack.redeliver(request)) is None
    assert school.messages() == ["Hello"]
    school.told.answer = Reply(HELLO, "note", replayed=True)
    assert (await school.answered(await school.slack.redeliver(request)))["text"] == "Hello"
    assert school.notes() == ["Hello"]
    assert school.responses(request) == []


async def test_a_slow_command_is_answered_when_the_answer_is_ready(school: School):
    """After two seconds Slack is told that it arrived; the post follows."""
    school.told.answer = Reply(HELLO, "post")
    request = await school.held(school.command("/tell post"))
    school.clock.pass_by(2 * SECOND)
    assert await school.acknowledged(request) is None
    assert school.messages() == []
    assert await school.let_go(request) is None
    [sent] = school.responses(request)
    assert sent.body.items() >= {"response_type": "in_channel", "replace_original": False, "text": "Hello"}.items()
    assert school.messages() == ["Hello"]


@pytest.mark.parametrize(
    ("how", "sent", "notes", "messages"),
    [
        ("note", {"response_type": "ephemeral", "replace_original": False}, ["Hello"], [OLD]),
        ("post", {"response_type": "in_channel", "replace_original": False}, [], [OLD, "Hello"]),
        ("edit", {"replace_original": True}, [], ["Hello"]),
    ],
)
async def test_a_press_is_acknowledged_and_then_answered(
    school: School, how: Any, sent: dict[str, Any], notes: list[str], messages: list[str]
):
    """The acknowledgement is bare; the answer goes to the address that came with the press."""
    school.told.answer = Reply(HELLO, how)
    request = await school.press(f"tell.{how}")
    assert await school.answered(request) is None
    [message] = school.responses(request)
    assert message.body.items() >= sent.items()
    assert (school.notes(), school.messages()) == (notes, messages)


async def test_the_core_comes_before_the_acknowledgement(school: School):
    """Until the core has answered, or two seconds are over, Slack is told nothing."""
    school.told.answer = Reply(HELLO)
    request = await school.held(school.press("tell.note"))
    school.clock.pass_by(2 * SECOND - 1)
    # Acknowledgements come in order: had there been one, it would be there before that of what was sent later.
    await school.acknowledged(await school.slack.open_home(school.maya))
    assert not request.acknowledged.done()
    assert await school.let_go(request) is None


async def test_an_address_that_is_used_up_is_replaced_by_the_web_api(school: School):
    """A note goes to the person in the channel, a post and an edit to the channel."""
    for how in ("note", "post", "edit"):
        school.told.answer = Reply(HELLO, how)
        request = await used_up(school, school.press(f"tell.{how}"))
    pressed = request.payload["message"]["ts"]
    calls = (school.slack.calls(f"chat.{name}") for name in ("postEphemeral", "postMessage", "update"))
    [note], [post], [edit] = ([call.body for call in found] for found in calls)
    assert (note["channel"], note["user"]) == (school.history, school.maya)
    assert (post["channel"], post["unfurl_links"], post["link_names"]) == (school.history, False, False)
    assert (edit["channel"], edit["ts"]) == (school.history, pressed)
    assert (school.notes(), school.messages()) == (["Hello"], [OLD, OLD, "Hello", "Hello"])


async def test_a_note_that_can_no_longer_be_changed_is_followed_by_another(school: School):
    """Only its address can change a note; without it the new one stands below."""
    note = await school.note("tell.edit")
    school.told.answer = Reply(HELLO, "edit")
    await used_up(school, school.press("tell.edit", note))
    methods = [call.method for call in school.slack.requests if call.method.startswith("chat.")]
    assert methods == ["chat.postEphemeral"]
    assert school.notes() == ["Look", "Hello"]


async def test_a_note_where_swot_is_no_member_goes_to_the_desk(school: School):
    """Whoever asked gets their answer, if not there, then privately."""
    school.slack.remove_bot(school.history, silently=True)
    school.told.answer = Reply(HELLO)
    await used_up(school, school.press("tell.note"))
    [refused] = school.slack.calls("chat.postEphemeral")
    assert refused.answer["error"] == "not_in_channel"
    [sent] = school.slack.calls("chat.postMessage")
    assert sent.body["channel"] == school.maya
    assert school.messages(school.slack.direct(school.maya)) == ["Hello"]


async def test_a_press_on_the_home_page_changes_the_page(school: School):
    """An edit is the page anew, which remembers the person's room."""
    await school.answered(await school.slack.open_home(school.maya))
    page = school.slack.home(school.maya)
    school.told.answer = Reply(HELLO, "edit")
    assert await school.answered(await school.press("tell.edit", page)) is None
    [_, published] = school.slack.calls("views.publish")
    assert (published.body["user_id"], published.body["view"]["type"]) == (school.maya, "home")
    assert school.slack.direct(school.maya) in published.body["view"]["private_metadata"]


async def test_the_home_page_is_drawn_anew_after_a_press_on_it(school: School):
    """What the press has changed stands there at once; an answer that is the page itself is not drawn over."""
    await school.answered(await school.slack.open_home(school.maya))
    page = school.slack.home(school.maya)
    school.told.answer = Reply(HELLO)
    await school.answered(await school.press("tell.note", page))
    assert [call.body["user_id"] for call in school.slack.calls("views.publish")] == [school.maya] * 2
    school.told.answer = Reply(HELLO, "edit")
    await school.answered(await school.press("tell.edit", school.slack.home(school.maya)))
    assert len(school.slack.calls("views.publish")) == 3
    assert "Hello" in str(school.slack.calls("views.publish")[-1].body["view"]["blocks"])


async def test_an_opened_home_page_is_published(school: School):
    """The page is the person's own."""
    assert await school.answered(await school.slack.open_home(school.maya)) is None
    [published] = school.slack.calls("views.publish")
    assert published.body["user_id"] == school.maya
    page = school.slack.home(school.maya)
    assert page is not None
    assert "so that Swot knows which class you belong to" in str(page.blocks)


async def test_a_notice_is_acknowledged_and_answered_with_nothing(school: School):
    """What Slack tells of a change reaches every room that wants to know."""
    gone = school.slack.archive_channel(school.history)
    assert gone is not None
    assert await school.answered(gone) is None
    [event] = school.told.events
    assert isinstance(event, Notice)
    assert (event.what, event.room.key) == ("room gone", school.key(school.history))
    assert school.slack.requests[-1].method == "acknowledgement"


async def test_what_certainly_did_not_arrive_is_sent_again(school: School):
    """After the pause that Slack asks for, by the clock."""
    school.slack.faults.add("response_url", how="rate limited", retry_after=3)
    school.told.answer = Reply(HELLO)
    request = await school.press("tell.note")
    assert await school.acknowledged(request) is None
    await until(lambda: 3 * SECOND in school.clock.waits)
    school.clock.pass_by(3 * SECOND - 1)
    await school.acknowledged(await school.slack.open_home(school.maya))
    assert (len(school.slack.calls("response_url")), school.notes()) == (1, [])
    school.clock.pass_by(1)
    await school.answered(request)
    assert (len(school.slack.calls("response_url")), school.notes()) == (2, ["Hello"])


@pytest.mark.parametrize(("how", "notes"), [("cut after", ["Hello"]), ("cut before", []), ("unavailable", [])])
async def test_what_may_have_arrived_is_not_sent_twice(
    school: School, how: Any, notes: list[str], caplog: pytest.LogCaptureFixture
):
    """The log tells of it; Slack has its acknowledgement all the same."""
    school.slack.faults.add("response_url", how=how)
    school.told.answer = Reply(HELLO)
    assert await school.answered(await school.press("tell.note")) is None
    assert len(school.slack.calls("response_url")) == 1
    assert "may not have arrived" in caplog.text
    assert school.notes() == notes


async def test_an_answer_that_can_not_be_shown_is_owned_up_to(school: School, caplog: pytest.LogCaptureFixture):
    """The person gets a code that the log knows, and nothing is cut."""
    school.told.answer = Reply(View(prose("x"), controls=(Button("x" * 80, Action("a.b")),)))
    acknowledged = await school.answered(await school.command("/tell note"))
    code = acknowledged["text"].split("quote ")[1].strip(".")
    assert code in caplog.text
    assert school.notes() == [acknowledged["text"]]


async def test_a_payload_that_can_not_be_read_is_acknowledged(school: School, caplog: pytest.LogCaptureFixture):
    """Slack would deliver it again and again; the log keeps what was wrong."""
    request = Request("block_actions", {"type": "block_actions"}, school.maya, school.clock.now())
    await school.slack.sockets.send(request)
    assert await school.answered(request) is None
    assert "can't be read" in caplog.text
    assert not school.told.events


async def test_a_command_is_written_under_its_writers_name(school: School):
    """Slack tells only a handle; the name that people read is looked up, once."""
    school.told.answer = Reply(HELLO)
    for _ in range(2):
        await school.answered(await school.command("/tell note"))
    assert [event.name for event in school.told.events] == ["Maya", "Maya"]
    assert all(isinstance(event, Invoke) for event in school.told.events)
    assert len(school.slack.calls("users.info")) == 1


async def test_a_name_that_is_not_to_be_had_is_the_handle(school: School):
    """A command waits for no one's name for long."""
    school.slack.faults.add("users.info", how="rate limited", retry_after=60)
    school.told.answer = Reply(HELLO)
    await school.answered(await school.command("/tell note"))
    assert school.told.events[0].name == "maya.b"
