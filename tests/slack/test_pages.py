"""What is asked for on a page, Home or one that lies over it, is seen there."""

from __future__ import annotations

import pytest

from adapters.slack.limits import LIMITS
from bot.chat import Action, Button, Entry, Field, Form, Reply, View, plain, prose
from bot.clock import SECOND
from tests.loopback.slack import OpenView
from tests.loopback.slack.reading import view_of
from tests.slack.school import School

HELLO = View(prose("Hello"))
MORE = View(prose("Hello"), controls=(Button("More", Action("tell.note")),))
A_QUIZ = View(prose("1 of 8: what is a spade?"), controls=(Button("A tool", Action("tell.edit")),), tone="live")
WAITS = "It waits for you under Messages, beside Home at the top of Swot's page."
ASK = Form("Answer", Action("tell.form"), (Entry("answer", "Your answer"),))


async def home(school: School) -> OpenView:
    """Maya's Home page."""
    await school.answered(await school.slack.open_home(school.maya))
    page = school.slack.home(school.maya)
    assert page is not None
    return page


def read(school: School) -> str:
    """What the page in front of Maya says; nothing where none is."""
    shown = school.slack.modal(school.maya)
    return plain(view_of(shown).text) if shown else ""


def desk(school: School) -> list[str]:
    """Maya's direct messages."""
    return school.messages(school.slack.direct(school.maya))


async def test_a_note_that_answers_a_press_on_home_is_a_page_over_it(school: School):
    """Who presses sees the answer, and nothing is left under Messages."""
    page = await home(school)
    school.told.answer = Reply(HELLO)
    await school.answered(await school.press("tell.note", page))
    assert read(school) == "Hello"
    assert desk(school) == []


async def test_buttons_of_such_a_page_work(school: School):
    """A note comes over it, and below that it is still there; a form, too; what is sent there is answered there."""
    page = await home(school)
    school.told.answer = Reply(MORE)
    await school.answered(await school.press("tell.note", page))
    first = school.slack.modal(school.maya)
    school.told.answer = Reply(View(prose("And more")))
    await school.answered(await school.press("tell.note", first))
    assert read(school) == "And more"
    await school.slack.dismiss(school.maya)
    assert school.slack.modal(school.maya) is first
    school.told.answer = ASK
    await school.answered(await school.press("tell.form", first))
    asked = school.slack.modal(school.maya)
    assert asked is not None
    school.told.answer = Reply(View(prose("Thank you")))
    await school.answered(await school.slack.submit(school.maya, asked, {"answer": "a spade"}))
    assert read(school) == "Thank you"
    assert desk(school) == []


async def test_what_is_changed_on_such_a_page_is_changed_there(school: School):
    """And Home below it, which may have told of it, is drawn anew."""
    page = await home(school)
    school.told.answer = Reply(View(prose("1 answer waits"), controls=(Button("Decline", Action("tell.edit")),)))
    await school.answered(await school.press("tell.note", page))
    shown, drawn = school.slack.modal(school.maya), len(school.slack.calls("views.publish"))
    school.told.answer = Reply(View(prose("Nothing waits")), "edit")
    await school.answered(await school.press("tell.edit", shown))
    assert school.slack.modal(school.maya) is shown
    assert read(school) == "Nothing waits"
    assert len(school.slack.calls("views.publish")) == drawn + 1
    assert desk(school) == []


async def test_a_change_on_a_page_that_was_closed_meanwhile_is_told_in_a_message(school: School):
    """What was done is not done unseen."""
    page = await home(school)
    school.told.answer = Reply(View(prose("1 answer waits"), controls=(Button("Decline", Action("tell.edit")),)))
    await school.answered(await school.press("tell.note", page))
    school.told.answer = Reply(View(prose("Nothing waits")), "edit")
    request = await school.held(school.press("tell.edit", school.slack.modal(school.maya)))
    await school.slack.dismiss(school.maya)
    await school.let_go(request)
    assert desk(school) == ["Nothing waits"]


async def test_what_one_carries_on_with_is_a_message_and_a_page_leads_there(school: School):
    """A quiz stays where it can be found again."""
    page = await home(school)
    school.told.answer = Reply(A_QUIZ)
    await school.answered(await school.press("tell.note", page))
    assert desk(school)[0].startswith("1 of 8: what is a spade?")
    assert read(school) == f"1 of 8: what is a spade?\n\n{WAITS}"


async def test_a_note_that_fits_no_page_is_a_message_and_a_page_leads_there(
    school: School, monkeypatch: pytest.MonkeyPatch
):
    """Nothing is lost that a message can hold."""
    page = await home(school)
    monkeypatch.setitem(LIMITS, "blocks of a page", len(page.blocks))
    fields = (Field("A", prose("B")), Field("C", prose("D")))
    school.told.answer = Reply(View(prose("Hello"), title="Much", fields=fields, controls=MORE.controls))
    await school.answered(await school.press("tell.note", page))
    assert desk(school)[0].startswith("Much\nHello")
    assert read(school) == f"Much\n\n{WAITS}"


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "not_found"])
async def test_where_no_page_opens_a_note_is_a_message(school: School, error: str):
    """As it ever was."""
    page = await home(school)
    school.slack.faults.add("views.open", how="error", error=error)
    school.told.answer = Reply(HELLO)
    await school.answered(await school.press("tell.note", page))
    assert desk(school) == ["Hello"]


async def test_a_note_that_comes_too_late_for_a_page_is_a_message(school: School):
    """A trigger is good for three seconds."""
    page = await home(school)
    school.told.answer = Reply(HELLO)
    request = await school.held(school.press("tell.note", page))
    for _ in range(2):
        school.clock.pass_by(2 * SECOND)
        await school.acknowledged(request)
    await school.let_go(request)
    assert desk(school) == ["Hello"]
    assert read(school) == ""


async def test_over_three_pages_a_note_is_a_message(school: School):
    """Slack puts no fourth over them."""
    on: OpenView | None = await home(school)
    school.told.answer = Reply(MORE)
    for _ in range(4):
        await school.answered(await school.press("tell.note", on))
        on = school.slack.modal(school.maya)
    assert desk(school) == ["Hello"]


async def test_a_note_that_answers_a_form_begun_on_home_is_a_page(school: School):
    """In the place of the form."""
    page = await home(school)
    school.told.answer = ASK
    await school.answered(await school.press("tell.form", page))
    asked = school.slack.modal(school.maya)
    assert asked is not None
    school.told.answer = Reply(HELLO)
    await school.answered(await school.slack.submit(school.maya, asked, {"answer": "a spade"}))
    assert read(school) == "Hello"
    assert desk(school) == []
