"""What kind of answer an event will get, and commands whose options are asked for in a form."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from bot.chat import (
    About,
    Action,
    AnyEvent,
    Between,
    Form,
    Home,
    Invalid,
    Invoke,
    Notice,
    Opened,
    Option,
    Press,
    Reply,
    Room,
    Submit,
    Suggest,
    Suggested,
    View,
    command,
    home,
    plain,
    pressed,
    rich,
    straight_to,
    submitted,
)
from bot.chat.declared import Level
from bot.chat.registry import Registry
from bot.chat.router import Router
from tests.chat.test_router import Everyone

BY: dict[str, Any] = {
    "person": "test:Teacher",
    "name": "Teacher",
    "room": Room("test:room", space="test:space"),
    "at": 0,
    "delivery": "d",
}
Colour = Annotated[str, About("a colour"), Suggested("colours")]
Litres = Annotated[int, Between(1, 9), About("how much")]
Text = Annotated[str, About("anything")]


class Paint:
    """A room of the bot, made for these tests."""

    @command("paint wall", answers="post")
    async def wall(self, event: Invoke, litres: Litres = 1, *, colour: Colour) -> Reply:
        """Paint the wall."""
        return Reply(View(rich("{} of {}", litres, colour)), "post")

    @command("paint much", answers="note")
    async def much(
        self, event: Invoke, a: Text = "", b: Text = "", c: Text = "", d: Text = "", e: Text = "", *, f: Text
    ) -> Reply:
        """Paint a great deal."""
        return Reply(View(rich("{}", f)))

    @command("paint strip", answers="note", level=Level.TEACHER)
    async def strip(self, event: Invoke) -> Reply:
        """Strip the paint."""
        return Reply(View(rich("Stripped.")))

    async def colours(self, event: Suggest) -> tuple[Option, ...]:
        """Colours."""
        return (Option("Blue 3", "blue-3"), Option("Signal 5 red", "red-5"))

    @pressed("paint.edit", answers="edit")
    async def edit(self, event: Press) -> Reply:
        """Edit."""
        return Reply(View(rich("Edited.")), "edit")

    @pressed("paint.ask", answers="form")
    async def ask(self, event: Press) -> Reply:
        """Ask."""
        return Reply(View(rich("Asked.")))

    @submitted("paint.ask", answers="edit")
    async def asked(self, event: Submit) -> Reply:
        """Answer."""
        return Reply(View(rich("Answered.")), "edit")

    @home()
    async def page(self, event: Opened) -> Home:
        """A page."""
        return Home(View(rich("Page.")))


@pytest.fixture
def drafts() -> Everyone:
    """A gate that lets everybody pass, and what was refused."""
    return Everyone()


@pytest.fixture
def router(drafts: Everyone) -> Router:
    """A router with one room behind it."""
    return Router(Registry.of(Paint()), drafts, drafts)


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (Invoke(**BY, command="paint", text="wall red"), "post"),
        (Invoke(**BY, command="paint wall", options={"colour": "red"}), "post"),
        (Invoke(**BY, command="paint", text="wall"), "form"),
        (Invoke(**BY, command="paint", text="wall 3"), "form"),
        (Invoke(**BY, command="paint", text="wall red ?"), "post"),
        (Invoke(**BY, command="paint", text="wall signal 5 red"), "post"),
        (Invoke(**BY, command="paint", text="wall ?"), "form"),
        (Invoke(**BY, command="paint", text="strip ?"), "note"),
        (Invoke(**BY, command="paint", text="strip"), "note"),
        (Invoke(**BY, command="paint", text="wall hue:red"), "note"),
        (Invoke(**BY, command="dance"), "note"),
        (Press(**BY, action=Action("paint.edit")), "edit"),
        (Press(**BY, action=Action("paint.ask")), "form"),
        (Press(**BY, action=Action("command.run:paint:wall")), "form"),
        (Press(**BY, action=Action("command.run:paint:dance")), "note"),
        (Press(**BY, action=straight_to("paint strip")), "note"),
        (Press(**BY, action=straight_to("paint wall")), "form"),
        (Press(**BY, action=straight_to("paint dance")), "note"),
        (Press(**BY, action=Action("gone")), "note"),
        (Submit(**BY, action=Action("paint.ask")), "edit"),
        (Submit(**BY, action=Action("command.run:paint:wall")), "post"),
        (Submit(**BY, action=Action("gone")), "note"),
        (Suggest(**BY, command="paint wall", option="colour", typed=""), "choices"),
        (Opened(**BY), "home"),
        (Notice(**BY, what="installed"), "note"),
    ],
)
def test_the_kind_of_an_answer_is_known_beforehand(router: Router, event: AnyEvent, kind: str):
    """From the declarations alone, without asking the store: what an adapter promises where the answer takes long."""
    assert router.registry.declared(event) == kind


async def test_a_question_mark_asks_for_the_options(router: Router):
    """What is required comes first, and says what it could be while it is written."""
    form = await router.handle(Invoke(**BY, command="paint", text="wall ?"))
    assert isinstance(form, Form)
    assert [(entry.name, entry.required, entry.suggested) for entry in form.entries] == [
        ("colour", True, ("paint wall", "colour")),
        ("litres", False, None),
    ]


async def test_a_form_has_no_more_entries_than_the_narrowest_platform_shows(router: Router):
    """Five, and the one that is required is among them."""
    form = await router.handle(Invoke(**BY, command="paint", text="much"))
    assert isinstance(form, Form)
    assert [entry.name for entry in form.entries] == ["f", "a", "b", "c", "d"]


async def test_a_form_asks_for_what_was_given_before_what_was_not(router: Router):
    """So that nothing that was typed is lost where a command takes more than a form shows."""
    form = await router.handle(Invoke(**BY, command="paint", text="much e:there"))
    assert isinstance(form, Form)
    assert [(entry.name, entry.value) for entry in form.entries][:2] == [("f", ""), ("e", "there")]


async def test_a_form_that_would_lose_what_was_given_does_not_open(router: Router):
    """Five options given and a sixth lacking: what lacks is named, and has to be written as well."""
    answer = await router.handle(Invoke(**BY, command="paint", text="much a:1 b:2 c:3 d:4 e:5"))
    assert isinstance(answer, Reply)
    assert plain(answer.view.text) == "Say f (anything) as well: that is too much for a form."


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("signal 5 red", "1 of signal 5 red"),
        ("blue 3", "1 of blue 3"),
        ("blue 3 2", "2 of blue 3"),
        ("green 3", "3 of green"),
        ("dark 5 red", "“5” could be litres, or a part of colour. To be clear, put"),
    ],
)
async def test_words_that_are_one_name_are_one_value(router: Router, written: str, told: str):
    """What there is by that name decides whether a number belongs to it; what is still unclear is asked about."""
    answer = await router.handle(Invoke(**BY, command="paint", text=f"wall {written}"))
    assert isinstance(answer, Reply)
    assert plain(answer.view.text).startswith(told)


async def test_a_command_without_options_has_no_form(router: Router):
    """A question mark is a word like any other there."""
    answer = await router.handle(Invoke(**BY, command="paint", text="strip ?"))
    assert isinstance(answer, Reply)
    assert "takes no options" in plain(answer.view.text)


async def test_a_press_on_a_forms_action_opens_it(router: Router):
    """Where the form came too late to open by itself, a button leads to it."""
    form = await router.handle(Press(**BY, action=Action("command.run:paint:wall")))
    assert isinstance(form, Form)
    assert form.action == Action("command.run:paint:wall")


async def test_a_button_gives_a_command_without_options(router: Router):
    """With its rights and its answer; where it needs an option, that is asked for."""
    done = await router.handle(Press(**BY, action=straight_to("paint strip")))
    assert isinstance(done, Reply)
    assert plain(done.view.text) == "Stripped."
    learner = {**BY, "person": "test:maya", "name": "Maya"}
    refused = await router.handle(Press(**learner, action=straight_to("paint strip")))
    assert isinstance(refused, Reply)
    assert plain(refused.view.text) == "Only a teacher of this class can do that."
    assert isinstance(await router.handle(Press(**BY, action=straight_to("paint wall"))), Form)
    gone = await router.handle(Press(**BY, action=Action("command.go:paint:dance")))
    assert isinstance(gone, Reply)
    assert "There is no command" in plain(gone.view.text) or "Try " in plain(gone.view.text)


async def test_a_learner_gets_no_form_of_a_teachers_command(router: Router):
    """Permission is checked before anything is asked, also by the button."""
    learner = {**BY, "person": "test:maya", "name": "Maya"}
    answer = await router.handle(Press(**learner, action=Action("command.run:paint:strip")))
    assert isinstance(answer, Reply)
    assert plain(answer.view.text) == "Only a teacher of this class can do that."


async def test_what_cant_be_read_in_a_form_is_said_beside_it_and_kept(router: Router, drafts: Everyone):
    """Every entry that is amiss has its sentence; reopened, the form has the text; accepted, it is forgotten."""
    action = Action("command.run:paint:wall")
    refused = await router.handle(Submit(**BY, action=action, fields={"litres": "lots", "colour": " "}))
    assert isinstance(refused, Invalid)
    assert dict(refused.problems) == {
        "colour": "colour is empty: a colour.",
        "litres": "litres is a number from 1 to 9, not “lots”.",
    }
    form = await router.handle(Press(**BY, action=refused.reopen))
    assert isinstance(form, Form)
    assert {entry.name: entry.value for entry in form.entries}["litres"] == "lots"
    done = await router.handle(Submit(**BY, action=action, fields={"litres": "3", "colour": "red"}))
    assert isinstance(done, Reply)
    assert plain(done.view.text) == "3 of red"
    assert not drafts.kept_


async def test_a_draft_is_forgotten_by_whichever_process_accepts_the_form(drafts: Everyone):
    """The form may be mended where it stands, without being opened anew, and after a restart."""
    action = Action("command.run:paint:wall")
    await Router(Registry.of(Paint()), drafts, drafts).handle(Submit(**BY, action=action, fields={"colour": ""}))
    assert drafts.kept_
    await Router(Registry.of(Paint()), drafts, drafts).handle(Submit(**BY, action=action, fields={"colour": "red"}))
    assert not drafts.kept_
