"""How each answer reaches the person: at once, or after a promise."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat import (
    Answer,
    Button,
    Choices,
    Entry,
    Form,
    Home,
    Image,
    Invalid,
    Option,
    Reply,
    View,
    prose,
    rich,
    to,
)
from tests.contract.suite import PIXEL
from tests.discord.place import Commanded, Place
from tests.discord.told import Told
from tests.loopback.discord import form_of

NOTE, V2, THINKING = 1 << 6, 1 << 15, 1 << 7
CALLBACK = "/callback"
HELLO = View(prose("Hello"))
LOOK = View(prose("Look"), image=Image("dot", PIXEL, "A dot"))
ASK = Form("Answer", to(Told.submit, "k2", 1), (Entry("answer", "Your answer"),))
SUGGESTED = Choices((Option("Collectivisation", "coll"),))
PROBLEM = Invalid({"answer": "An answer has two words."}, ASK.action)


# In time


@pytest.mark.parametrize(("how", "note"), [("note", True), ("post", False), ("edit", True)])
async def test_a_command_is_answered_with_a_message(place: Place, how: Any, *, note: bool):
    """For the one who asked, or for everybody; there is nothing to edit yet, so that is a note."""
    place.told.answer = Reply(HELLO, how)
    callback = await place.answered(await place.command(how))
    assert (callback.type, callback.data["flags"]) == (4, V2 | (NOTE if note else 0))
    assert (place.noted(), place.shown()) == ((["Hello"], ["Press"]) if note else ([], ["Press", "Hello"]))


@pytest.mark.parametrize(
    ("how", "kind", "noted", "shown"),
    [
        ("note", 4, ["Hello"], ["Press"]),
        ("post", 4, [], ["Press", "Hello"]),
        ("edit", 7, [], ["Hello"]),
    ],
)
async def test_a_press_is_answered_beside_or_in_place(
    place: Place, how: Any, kind: int, noted: list[str], shown: list[str]
):
    """A note and a post stand below; an edit takes the place of what was pressed."""
    place.told.answer = Reply(HELLO, how)
    assert (await place.answered(await place.press(how))).type == kind
    assert (place.noted(), place.shown()) == (noted, shown)


async def test_a_form_is_opened(place: Place):
    """It is the first answer, and its custom id leads on."""
    place.told.answer = ASK
    callback = await place.answered(await place.press("form"))
    assert (callback.type, callback.data["custom_id"]) == (9, ASK.action.address)


async def test_suggestions_are_listed(place: Place):
    """As choices of the option that is being typed."""
    place.told.answer = SUGGESTED
    callback = await place.answered(await place.suggest())
    assert (callback.type, callback.data["choices"]) == (8, [{"name": "Collectivisation", "value": "coll"}])


async def test_a_home_page_is_a_note(place: Place):
    """Discord has no such page."""
    place.told.answer = Home(HELLO)
    await place.answered(await place.command("home"))
    assert place.noted() == ["Hello"]


async def test_what_is_wrong_with_a_form_is_said_in_a_note_that_leads_back(place: Place):
    """A form can't be answered with a form; a button opens it again, with what was written."""
    place.told.answer = ASK
    opened = await place.press("form")
    await place.answered(opened)
    place.told.answer = PROBLEM
    sent = await place.discord.submit(place.school.maya, opened, {"answer": "x"})
    await place.answered(sent)
    [note] = place.discord.notes(place.school.maya)
    view = place.discord.view_of(note)
    assert view.spoken == "An answer has two words."
    assert view.controls == (Button("Try again", PROBLEM.reopen, "main"),)
    place.told.answer = ASK
    callback = await place.answered(await place.discord.press(place.school.maya, note, PROBLEM.reopen.address))
    assert callback.type == 9
    assert [entry.value for entry in form_of(callback.data).entries] == ["x"]


async def test_a_forms_answer_can_take_the_place_of_what_was_pressed(place: Place):
    """The message that the form was opened from is still known."""
    place.told.answer = ASK
    opened = await place.press("form")
    await place.answered(opened)
    place.told.answer = Reply(HELLO, "edit")
    callback = await place.answered(await place.discord.submit(place.school.maya, opened, {"answer": "x"}))
    assert (callback.type, place.shown()) == (7, ["Hello"])


@pytest.mark.parametrize("how", ["note", "post", "edit"])
async def test_a_picture_goes_with_its_answer(place: Place, how: Any):
    """And is shown; an answer without one takes it away again."""
    place.told.answer = Reply(LOOK, how)
    await place.answered(await place.press(how))
    shown = [*place.discord.notes(place.school.maya), *place.discord.messages(place.school.channel)]
    images = [place.discord.view_of(one).image for one in shown]
    assert Image("dot", PIXEL, "A dot") in images
    if how == "edit":
        place.told.answer = Reply(View(rich("x"), controls=(Button("B", to(Told.press_for_edit)),)), "edit")
        await place.answered(await place.press("edit"))
        assert shown[0]["attachments"] == []


async def test_the_core_comes_before_the_first_answer(place: Place):
    """Until the core has answered, or two seconds are over, Discord is told nothing."""
    place.told.go.clear()
    place.told.answer = Reply(HELLO)
    it = await place.press()
    await place.until(lambda: bool(place.told.events))
    place.school.wait(1.999999)
    assert place.sent("POST", CALLBACK) == []
    await place.go()
    assert (it.callback.type if it.callback else 0) == 4


# Late


@pytest.mark.parametrize(
    ("declares", "kind", "flags"),
    [("note", 5, V2 | NOTE), ("form", 5, V2 | NOTE), ("home", 5, V2 | NOTE), ("post", 5, V2), ("edit", 5, V2 | NOTE)],
)
async def test_a_slow_command_is_promised_an_answer(place: Place, declares: Commanded, kind: int, flags: int):
    """Where everybody will see it, everybody sees that it will come; there is nothing to edit."""
    place.told.go.clear()
    place.told.answer = Reply(HELLO, "post" if declares == "post" else "note")
    it = await place.command(declares)
    promised = await place.slowly(it)
    assert (promised.type, promised.data["flags"]) == (kind, flags)
    await place.go()
    assert (place.noted(), place.shown()[1:]) == (([], ["Hello"]) if declares == "post" else (["Hello"], []))
    assert it.original is not None
    assert not it.original["flags"] & THINKING
    assert it.followups == []


async def test_a_slow_edit_is_promised_without_a_sign(place: Place):
    """Nothing changes on the screen until the message does."""
    place.told.go.clear()
    place.told.answer = Reply(HELLO, "edit")
    it = await place.press("edit")
    assert (await place.slowly(it)).type == 6
    assert place.shown() == ["Press"]
    await place.go()
    assert (place.noted(), place.shown()) == ([], ["Hello"])


async def test_a_refusal_in_place_of_a_slow_edit_is_a_note(place: Place):
    """The message that was pressed stays as it is."""
    place.told.go.clear()
    place.told.answer = Reply(HELLO)
    it = await place.press("edit")
    await place.slowly(it)
    await place.go()
    assert (place.noted(), place.shown()) == (["Hello"], ["Press"])


async def test_a_refusal_in_place_of_a_slow_post_is_a_note(place: Place):
    """What was promised to everybody is taken back before anybody reads it."""
    place.told.go.clear()
    place.told.answer = Reply(HELLO)
    it = await place.command("post")
    await place.slowly(it)
    await place.go()
    assert (place.noted(), place.shown()) == (["Hello"], ["Press"])
    assert it.deleted


async def test_a_slow_form_is_a_press_away(place: Place):
    """After a deferral no form can be opened; a button leads to it."""
    place.told.go.clear()
    place.told.answer = ASK
    it = await place.press("form")
    await place.slowly(it)
    await place.go()
    [note] = place.discord.notes(place.school.maya)
    assert place.discord.view_of(note).controls == (Button("Open “Answer”", ASK.action, "main"),)
    callback = await place.answered(await place.discord.press(place.school.maya, note, ASK.action.address))
    assert (callback.type, callback.data["custom_id"]) == (9, ASK.action.address)


async def test_a_slow_problem_is_told_with_the_way_back(place: Place):
    """As it is in time."""
    place.told.go.clear()
    place.told.answer = PROBLEM
    it = await place.press()
    await place.slowly(it)
    await place.go()
    [note] = place.discord.notes(place.school.maya)
    assert place.discord.view_of(note).controls == (Button("Try again", PROBLEM.reopen, "main"),)


@pytest.mark.parametrize(
    ("answer", "noted", "shown"),
    [(Reply(HELLO, "edit"), [], ["Hello"]), (PROBLEM, ["An answer has two words."], ["Press"])],
)
async def test_what_becomes_of_a_form_is_promised_without_a_sign(
    place: Place, answer: Answer, noted: list[str], shown: list[str]
):
    """What the form was opened from changes when the answer is there, and not where something was wrong."""
    place.told.answer = ASK
    opened = await place.press("form")
    await place.answered(opened)
    place.told.go.clear()
    place.told.events.clear()
    place.told.answer = answer
    it = await place.discord.submit(place.school.maya, opened, {"answer": "x"})
    assert (await place.slowly(it)).type == 6
    await place.go()
    assert (place.noted(), place.shown()) == (noted, shown)


async def test_slow_suggestions_are_none(place: Place):
    """Whoever is typing gets an empty list, and nothing follows."""
    place.told.go.clear()
    place.told.answer = SUGGESTED
    it = await place.suggest()
    promised = await place.slowly(it)
    assert (promised.type, promised.data) == (8, {"choices": []})
    asked = len(place.discord.requests)
    await place.go()
    assert len(place.discord.requests) == asked


async def test_a_slow_picture_fills_what_was_promised(place: Place):
    """The file goes with the edit."""
    place.told.go.clear()
    place.told.answer = Reply(LOOK, "post")
    it = await place.command("post")
    await place.slowly(it)
    await place.go()
    assert it.original is not None
    assert place.discord.view_of(it.original).image == Image("dot", PIXEL, "A dot")
