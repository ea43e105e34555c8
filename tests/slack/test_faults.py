"""What goes wrong at Slack while somebody is answered: they get a sentence or another way, and others go on."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat import Action, DeskRefused, Direct, Entry, Form, NotSent, Reply, View, prose
from bot.clock import MINUTE, SECOND
from tests.slack.school import School

HELLO = Reply(View(prose("Hello")))
ASK = Form("Answer", Action("tell.form"), (Entry("answer", "Answer"),))
OPEN = "That took a moment. Here it is:"


async def everyone_goes_on(school: School) -> None:
    """Somebody else presses, and is answered."""
    before = len(school.slack.calls("acknowledgement"))
    school.told.answer = Reply(View(prose("And you")))
    tom = school.slack.add_user("tom")
    place = school.slack.old_message(school.slack.add_channel("elsewhere"))
    request = await school.slack.press(tom, place, "tell.note")
    await school.answered(request)
    assert [note.text for note in school.slack.notes(tom)] == ["And you"]
    assert len(school.slack.calls("acknowledgement")) == before + 1


def ways(school: School) -> list[str]:
    """The buttons of Maya's newest note."""
    return [element["action_id"] for element in school.slack.notes(school.maya)[-1].blocks[-1]["elements"]]


# Forms


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("rate limited", ""),
        ("unavailable", ""),
        ("internal", ""),
        ("cut before", ""),
        ("cut after", ""),
        ("error", "exchanged_trigger_id"),
        ("error", "invalid_trigger_id"),
        ("error", "expired_trigger_id"),
    ],
)
async def test_a_form_that_may_not_have_opened_is_a_press_away(school: School, how: Any, error: str):
    """A trigger is good once, for three seconds: a second try would not be."""
    school.slack.faults.add("views.open", how=how, error=error, retry_after=30)
    school.told.answer = ASK
    await school.answered(await school.press("tell.form"))
    assert school.notes() == [OPEN]
    assert ways(school) == [ASK.action.address]
    assert len(school.slack.calls("views.open")) == 1
    school.clock.pass_by(30 * SECOND)
    await school.answered(await school.press("tell.form", school.slack.notes(school.maya)[-1]))
    assert school.slack.modal(school.maya) is not None
    await everyone_goes_on(school)


async def test_a_form_for_a_modal_that_was_closed_meanwhile_is_a_press_away(school: School):
    """Whoever does not wait has not lost the form."""
    school.told.answer = ASK
    request = await school.slow_form()
    await school.slack.dismiss(school.maya)
    await school.let_go(request)
    assert school.notes() == [OPEN]


async def test_a_form_over_three_others_is_a_press_away(school: School):
    """Slack puts no fourth modal over them."""
    school.told.answer = ASK
    await school.answered(await school.press("tell.form"))
    for _ in range(3):
        view = school.slack.modal(school.maya)
        assert view is not None
        await school.answered(await school.press("tell.form", view))
    assert [call.answer.get("error") for call in school.slack.calls("views.push")] == [None, None, "push_limit_reached"]
    assert school.notes() == [OPEN]


async def test_a_form_that_slack_refuses_is_owned_up_to(school: School):
    """That is a fault of ours: the person gets a code, and the log knows it."""
    school.slack.faults.add("views.open", how="error", error="invalid_arguments")
    school.told.answer = ASK
    await school.answered(await school.press("tell.form"))
    [note] = school.notes()
    assert "quote" in note


async def test_a_view_is_changed_whatever_stood_there(school: School):
    """No hash goes with it, so that what somebody did meanwhile refuses nothing."""
    school.told.answer = Reply(View(prose("Anew")), "edit")
    await school.answered(await school.slack.open_home(school.maya))
    await school.deferred(school.press("tell.form"), 2 * SECOND)
    for call in school.slack.requests:
        assert call.method == "acknowledgement" or "hash" not in call.body
    assert school.slack.modal(school.maya) is not None


# Messages


async def test_a_message_that_slack_refuses_is_owned_up_to(school: School, caplog: pytest.LogCaptureFixture):
    """The person gets a code that the log knows, where the answer would have stood."""
    school.slack.faults.add("response_url", how="error", error="invalid_blocks")
    school.told.answer = HELLO
    await school.answered(await school.press("tell.note"))
    [note] = school.notes()
    assert note.split("quote ")[1].strip(".") in caplog.text
    await everyone_goes_on(school)


async def test_an_address_that_has_expired_is_replaced_by_the_web_api(school: School):
    """After half an hour a note comes another way."""
    school.told.answer = HELLO
    request = await school.held(school.press("tell.note"))
    school.clock.pass_by(2 * SECOND)
    await school.acknowledged(request)
    school.clock.pass_by(31 * MINUTE)
    await school.let_go(request)
    assert [call.answer["error"] for call in school.slack.calls("response_url")] == ["expired_url"]
    assert school.notes() == ["Hello"]


async def test_an_answer_that_would_come_after_a_minute_is_not_waited_for(
    school: School, caplog: pytest.LogCaptureFixture
):
    """Nobody looks for it then; the log tells of it, and nobody else waits."""
    school.slack.faults.add("response_url", how="rate limited", retry_after=90)
    school.told.answer = HELLO
    await school.answered(await school.press("tell.note"))
    assert "may not have arrived" in caplog.text
    assert len(school.slack.calls("response_url")) == 1
    await everyone_goes_on(school)


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
@pytest.mark.parametrize("wait", [1, 600])
async def test_a_rate_limit_holds_one_method_and_no_other(school: School, method: str, wait: int):
    """The core is told how long, and until then Slack is not asked again; what goes elsewhere goes."""
    room = school.key(school.history)
    message = await school.platform.post(room, HELLO.view, nonce="n1")
    school.slack.faults.add(method, how="rate limited", retry_after=wait)
    platform, edits = school.platform, method == "chat.update"

    async def again() -> None:
        await (platform.edit(room, message, HELLO.view) if edits else platform.post(room, HELLO.view, nonce="n2"))

    for _ in range(2):
        with pytest.raises(NotSent) as refused:
            await again()
        assert refused.value.wait == wait * SECOND
    asked = len(school.slack.calls(method))
    assert asked == 1 + (not edits)
    await everyone_goes_on(school)
    elsewhere = school.key(school.slack.add_channel("another"))
    await platform.post(elsewhere, HELLO.view, nonce="n3")
    if not edits:
        await platform.edit(room, message, HELLO.view)
    school.clock.pass_by(wait * SECOND)
    await again()


@pytest.mark.parametrize("how", ["archived", "deleted", "left"])
async def test_who_asks_in_a_channel_that_is_gone_is_answered_privately(school: School, how: str):
    """Nothing can be said there any more."""
    school.told.answer = HELLO
    request = await school.held(school.press("tell.note"))
    assert request.hook is not None
    if how == "archived":
        school.slack.archive_channel(school.history, silently=True)
    elif how == "deleted":
        school.slack.delete_channel(school.history, silently=True)
    else:
        school.slack.remove_bot(school.history, silently=True)
        request.hook.uses = 5
    await school.let_go(request)
    assert school.messages(school.slack.direct(school.maya)) == ["Hello"]
    await everyone_goes_on(school)


async def test_somebody_who_was_removed_is_a_refused_desk(school: School):
    """What is for them goes nowhere; a class of others does not wait for it."""
    school.slack.world.users[school.maya].deleted = True
    with pytest.raises(DeskRefused):
        await school.platform.open(Direct(school.key(school.maya)))
    await everyone_goes_on(school)


@pytest.mark.parametrize("admin", [True, False])
async def test_people_of_another_school_press_in_a_shared_channel(school: School, *, admin: bool):
    """They are of their own workspace, in our room; whoever manages theirs manages nothing here."""
    stranger = school.slack.add_user("sam", display_name="Sam", team="T0ELSEWHERE", admin=admin)
    school.told.answer = HELLO
    place = school.slack.old_message(school.history)
    await school.answered(await school.slack.press(stranger, place, "tell.note"))
    assert [note.text for note in school.slack.notes(stranger)] == ["Hello"]
    [event] = school.told.events
    assert event.person == f"slack:T0ELSEWHERE.{stranger}"
    assert event.room.key == school.key(school.history)
    profile = await school.platform.profile(event.person)
    assert profile is None or not profile.manages


async def test_people_of_another_school_are_written_to_from_the_one_workspace_that_there_is(school: School):
    """Nobody has met them since the start; where else should they have been met?"""
    stranger = school.slack.add_user("sam", display_name="Sam", team="T0ELSEWHERE")
    desk = await school.platform.open(Direct(f"slack:T0ELSEWHERE.{stranger}"))
    assert desk == school.key(school.slack.direct(stranger))
    profile = await school.platform.profile(f"slack:T0ELSEWHERE.{stranger}")
    assert profile is not None
    assert profile.name == "Sam"


async def test_what_is_said_in_another_workspace_is_none_of_ours(school: School):
    """Somebody may have installed the app elsewhere; its token is for this workspace alone."""
    school.told.answer = HELLO
    assert "Swot is not in this workspace" in str(await school.speak_from_elsewhere())
    assert school.told.events == []
    assert school.slack.calls("views.publish") == []


async def test_a_form_of_another_workspace_is_none_of_ours(school: School):
    """It says itself where the app that opened it is installed."""
    view, _ = await school.form(ASK)
    before = len(school.told.events)
    sent = school.slack.clients.submit(school.maya, view, {"answer": "x"}, forged=False)
    sent.payload["view"]["app_installed_team_id"] = "T0STRANGE1"
    await (await school.slack._send(sent)).acknowledged
    await school.settled()
    assert len(school.told.events) == before


async def test_slack_is_asked_once_whose_token_it_is(school: School):
    """At the start; however much comes then."""
    school.told.answer = HELLO
    for _ in range(3):
        await school.answered(await school.command("/tell note"))
    assert len(school.slack.calls("auth.test")) == 1
