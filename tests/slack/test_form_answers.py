"""How forms are opened, answered and refused."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.limits import LIMITS
from bot.chat import Action, Choices, Entry, Form, Invalid, Option, Reply, View, prose
from bot.clock import SECOND
from tests.slack.school import School

HELLO = View(prose("Hello"))
ASK = Form(
    "Answer",
    Action("tell.form"),
    (
        Entry("answer", "Your answer", required=False),
        Entry("topic", "Topic", required=False, suggested=("tell topic", "topic")),
    ),
)
TOPIC = "suggest:tell topic:topic"


async def test_a_form_is_opened_with_the_trigger(school: School):
    """A command and a press give one; the acknowledgement is bare."""
    school.told.answer = ASK
    for sending in (school.command("/tell form"), school.press("tell.form")):
        request = await sending
        assert await school.answered(request) is None
        assert school.slack.calls("views.open")[-1].body["trigger_id"] == request.trigger_id
    view = school.slack.modal(school.maya)
    assert view is not None
    assert (view.title, view.given["callback_id"]) == (ASK.title, ASK.action.address)


async def test_a_slow_form_comes_into_a_modal_that_waits_for_it(school: School):
    """The trigger lives three seconds: at two a modal is opened, and the form is put into it."""
    school.told.answer = ASK
    assert await school.deferred(school.press("tell.form"), 2 * SECOND) is None
    [opened], [changed] = school.slack.calls("views.open"), school.slack.calls("views.update")
    assert "callback_id" not in opened.body["view"]
    view = school.slack.modal(school.maya)
    assert view is not None
    assert (changed.body["view_id"], changed.body["view"]["callback_id"]) == (view.id, ASK.action.address)


async def test_a_refusal_instead_of_a_slow_form_is_read_in_the_modal(school: School):
    """What was opened to wait in never stays without an answer."""
    school.told.answer = Reply(HELLO)
    await school.deferred(school.press("tell.form"), 2 * SECOND)
    [changed] = school.slack.calls("views.update")
    view = school.slack.modal(school.maya)
    assert view is not None
    assert changed.body["view_id"] == view.id
    assert "Hello" in str(view.blocks)
    assert school.slack.calls("response_url") == []


async def test_a_form_that_comes_too_late_is_a_press_away(school: School):
    """Where the trigger has expired, a button leads to the form: pressing it gives another one."""
    school.told.answer = ASK
    request = await school.held(school.press("tell.form"))
    school.clock.pass_by(4 * SECOND)  # as in a process that stood still
    school.told.go.set()
    assert await school.acknowledged(request) is None
    await school.settled()
    refused = [call.answer["error"] for call in school.slack.calls("views.open")]
    assert set(refused) == {"expired_trigger_id"}
    [told] = school.responses(request)
    [way] = told.body["blocks"][-1]["elements"]
    assert (way["text"]["text"], way["action_id"]) == ("Open “Answer”", ASK.action.address)
    [note] = school.slack.notes(school.maya)
    await school.answered(await school.press(way["action_id"], note))
    assert school.slack.modal(school.maya) is not None


@pytest.mark.parametrize(("how", "replaces", "notes"), [("edit", True, ["Hello"]), ("note", False, ["Look", "Hello"])])
async def test_a_forms_answer_goes_where_the_form_was_opened(
    school: School, how: Any, notes: list[str], *, replaces: bool
):
    """The address of the press that opened it is still good, and its message can be changed."""
    view, pressed = await school.form(ASK, await school.note("tell.form"))
    school.told.answer = Reply(HELLO, how)
    assert await school.answered(await school.slack.submit(school.maya, view, {"answer": "It is."})) is None
    [sent] = school.responses(pressed)
    assert sent.body["replace_original"] is replaces
    assert school.notes() == notes
    assert school.slack.modal(school.maya) is None


async def test_what_is_wrong_with_a_form_is_said_in_the_form(school: School):
    """Beside the entry that it is about."""
    view, _ = await school.form(ASK)
    school.told.answer = Invalid({"answer": "answer goes from 1 to 30."}, ASK.action)
    submitted = await school.slack.submit(school.maya, view, {"answer": "31"})
    assert await school.answered(submitted) == {
        "response_action": "errors",
        "errors": {"answer": "answer goes from 1 to 30."},
    }
    assert school.slack.modal(school.maya) is view
    assert view.errors == {"answer": "answer goes from 1 to 30."}


@pytest.mark.parametrize("late", [True, False])
async def test_what_is_wrong_is_said_in_a_note_where_the_form_can_not(school: School, *, late: bool):
    """When the form is gone by then, or has no such entry: with a button that opens it again."""
    view, pressed = await school.form(ASK)
    problem = "answer" if late else "elsewhere"
    school.told.answer = Invalid({problem: "That is not a number."}, ASK.action)
    submitting = school.slack.submit(school.maya, view, {"answer": "many"})
    if late:
        assert await school.deferred(submitting, 2 * SECOND) is None
    else:
        assert await school.answered(await submitting) is None
    [told] = school.responses(pressed)
    assert "That is not a number." in told.body["text"]
    [again] = told.body["blocks"][-1]["elements"]
    assert (again["text"]["text"], again["action_id"]) == ("Try again", ASK.action.address)
    assert school.notes() == ["That is not a number."]


async def test_a_suggestion_that_can_not_be_shown_costs_no_other(school: School):
    """Slack would show an error in place of the whole list; what it takes is there, a long label cut."""
    view, _ = await school.form(ASK)
    school.told.answer = Choices((Option("x" * 76, "x"), Option(" ", "y"), Option("z", "z" * 151), Option("a", "a")))
    request = await school.slack.suggest(school.maya, view, TOPIC, "")
    await school.answered(request)
    assert [option["text"]["text"] for option in request.options] == [f"{'x' * 74}…", "a"]


async def test_more_suggestions_than_slack_takes_are_none(school: School, monkeypatch: pytest.MonkeyPatch):
    """Should that happen, the list is empty: a bare acknowledgement Slack would show as an error."""
    view, _ = await school.form(ASK)
    monkeypatch.setitem(LIMITS, "options", 0)
    school.told.answer = Choices((Option("a", "a"),))
    assert await school.answered(await school.slack.suggest(school.maya, view, TOPIC, "")) == {"options": []}


async def test_suggestions_are_acknowledged_with_options(school: School):
    """In time they are there; too late there are none, and nothing follows."""
    view, _ = await school.form(ASK)
    school.told.answer = Choices((Option("Collectivisation", "coll"),))
    request = await school.slack.suggest(school.maya, view, TOPIC, "coll")
    acknowledged = await school.answered(request)
    assert [option["value"] for option in acknowledged["options"]] == ["coll"]
    assert [option["text"]["text"] for option in request.options] == ["Collectivisation"]
    before = len(school.slack.requests)
    late = school.slack.suggest(school.maya, view, TOPIC, "col")
    assert await school.deferred(late, 2 * SECOND) == {"options": []}
    followed = {call.method for call in school.slack.requests[before:]} - {"users.info"}
    assert followed == {"acknowledgement"}
