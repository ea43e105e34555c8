"""The router: who gets what event, who may, and what people read when something goes wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import pytest

from bot.chat import (
    About,
    Action,
    Button,
    Choices,
    Entry,
    Event,
    Form,
    Invalid,
    Invoke,
    Level,
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
    noticed,
    plain,
    pressed,
    rich,
    submitted,
    to,
)
from bot.chat.registry import Registry
from bot.chat.router import Router
from bot.chat.wire import answer_from_json, answer_to_json, view_from_json, view_to_json
from bot.errors import UserError
from tests.contract.suite import EVERYTHING

ROOM = Room(key="test:room", space="test:space")
Colour = Annotated[str, About("a colour"), Suggested("colours")]


class Paint:
    """A room of the bot, made for these tests."""

    def __init__(self) -> None:
        self.told: list[str] = []

    @command("paint wall", answers="note")
    async def wall(self, event: Invoke, colour: Colour) -> Reply:
        """Paint the wall."""
        return Reply(View(rich("{} paints it {}.", event.name, colour)))

    @command("paint strip", answers="note", level=Level.TEACHER)
    async def strip(self, event: Invoke) -> Reply:
        """Strip the paint."""
        return Reply(View(rich("Stripped.")))

    @command("paint spill", answers="note")
    async def spill(self, event: Invoke) -> Reply:
        """Spill the paint."""
        raise ZeroDivisionError("secret detail")

    async def colours(self, event: Suggest) -> tuple[Option, ...]:
        """Colours."""
        return tuple(Option(name, name) for name in ("red", "rust") if name.startswith(event.typed))

    @pressed("paint.mix", answers="note")
    async def mix(self, event: Press, pot: str, litres: int) -> Reply:
        """Mix."""
        return Reply(View(rich("{} {}", pot, litres)))

    @pressed("paint.order", answers="form")
    async def order(self, event: Press, pot: str) -> Form:
        """Order."""
        return Form("Order", to(Paint.ordered, pot), (Entry("note", "Note"),))

    @submitted("paint.order", answers="note")
    async def ordered(self, event: Submit, pot: str) -> Reply | Invalid:
        """Ordered."""
        if not event.fields["note"].startswith("please"):
            return Invalid({"note": "Say please."}, to(Paint.order, pot))
        return Reply(View(rich("Ordered {}.", pot)))

    @pressed("paint.throw", answers="note", level=Level.MANAGER)
    async def throw(self, event: Press) -> Reply:
        """Throw."""
        return Reply(View(rich("Thrown.")))

    @noticed()
    async def gone(self, event: Notice) -> None:
        """Gone."""
        self.told.append(event.what)


@dataclass
class Everyone:
    """A gate that gives each person the level of their name, and drafts in memory."""

    kept_: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    async def standing(
        self, event: Event, subject: tuple[str, str] | None = None, *, claiming: bool = False
    ) -> tuple[str, Level]:
        """By name."""
        return "c", {"Teacher": Level.TEACHER, "Head": Level.MANAGER}.get(event.name, Level.EVERYONE)

    async def keep(self, event: Submit) -> None:
        """Remember."""
        self.kept_[event.person, event.action.address] = dict(event.fields)

    async def kept(self, person: str, action: Action) -> Mapping[str, str]:
        """Recall."""
        return self.kept_.get((person, action.address), {})

    async def drop(self, person: str, action: Action) -> None:
        """Forget."""
        self.kept_.pop((person, action.address), None)


@pytest.fixture
def paint() -> Paint:
    """The room."""
    return Paint()


@pytest.fixture
def people() -> Everyone:
    """The gate."""
    return Everyone()


@pytest.fixture
def router(paint: Paint, people: Everyone) -> Router:
    """A router to the room."""
    return Router(Registry.of(paint), people, people)


def by(name: str = "Maya") -> dict[str, Any]:
    """Who, where and when."""
    return {"person": f"test:{name}", "name": name, "room": ROOM, "at": 0, "delivery": "d"}


def text_of(answer: object) -> str:
    """What a reply says."""
    assert isinstance(answer, Reply)
    return plain(answer.view.text)


async def test_a_command_finds_its_handler_with_its_options(router: Router):
    """The words after a command become the handler's arguments, whichever way the platform gives them."""
    assert (
        text_of(await router.handle(Invoke(**by(), command="paint", text="wall colour:red"))) == "Maya paints it red."
    )
    typed = Invoke(**by(), command="paint wall", options={"colour": "red"})
    assert text_of(await router.handle(typed)) == "Maya paints it red."


async def test_a_required_option_left_out_becomes_a_form(router: Router):
    """The same parameters make a form, and its submission runs the command."""
    form = await router.handle(Invoke(**by(), command="paint wall"))
    assert isinstance(form, Form)
    assert [entry.name for entry in form.entries] == ["colour"]
    submit = Submit(**by(), action=form.action, fields={"colour": "rust"})
    assert text_of(await router.handle(submit)) == "Maya paints it rust."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("paint wal", "Try /paint spill, /paint strip or /paint wall."),
        ("paint", "Try /paint spill, /paint strip or /paint wall."),
        ("piant wall", "There is no command /piant wall. Did you mean /paint wall?"),
        ("sing", "There is no command /sing. /swot help lists what there is."),
        ("\x1b[31m", "There is no command /[31m. /swot help lists what there is."),
    ],
)
async def test_an_unknown_command_is_answered_with_what_there_is(router: Router, words: str, told: str):
    """A slip is put right, anything else points to the help."""
    answer = text_of(await router.handle(Invoke(**by(), command=words)))
    assert answer in (told, "There is no command /paint wal. Did you mean /paint wall?")


async def test_permission_is_checked_in_the_core(router: Router):
    """Commands and buttons need the level they declare, whoever presses them and from wherever."""
    strip = {"command": "paint strip"}
    assert text_of(await router.handle(Invoke(**by("Teacher"), **strip))) == "Stripped."
    assert text_of(await router.handle(Invoke(**by("Head"), **strip))) == "Stripped."
    assert text_of(await router.handle(Invoke(**by("Maya"), **strip))) == "Only a teacher of this class can do that."
    throw = Action("paint.throw")
    assert "Only whoever manages" in text_of(await router.handle(Press(**by("Teacher"), action=throw)))
    assert text_of(await router.handle(Press(**by("Head"), action=throw))) == "Thrown."
    forged = Submit(**by("Maya"), action=Action("command.run:paint:strip"))
    assert text_of(await router.handle(forged)) == "Only a teacher of this class can do that."


@pytest.mark.parametrize(
    "address", ["paint.mix", "paint.mix:red", "paint.mix:red:two", "paint.mix:red:1:2", "paint.nothing:1", "x", ":::"]
)
async def test_a_stale_or_forged_action_gets_a_polite_answer(router: Router, address: str):
    """Whatever an address says, the person reads a sentence."""
    answer = await router.handle(Press(**by(), action=Action(address)))
    assert "That button has done its work." in text_of(answer)


async def test_arguments_of_an_action_have_their_types(router: Router):
    """The address is read by the handler's own signature."""
    assert text_of(await router.handle(Press(**by(), action=to(Paint.mix, "red", 2)))) == "red 2"


async def test_refused_text_stands_in_the_form_when_it_is_opened_again(router: Router, people: Everyone):
    """What was written and refused is kept for its writer alone, until it is accepted."""
    opened = await router.handle(Press(**by(), action=to(Paint.order, "red")))
    assert isinstance(opened, Form)
    refused = await router.handle(Submit(**by(), action=opened.action, fields={"note": "now!"}))
    assert isinstance(refused, Invalid)
    again = await router.handle(Press(**by(), action=refused.reopen))
    assert isinstance(again, Form)
    assert again.entries[0].value == "now!"
    other = await router.handle(Press(**by("Tom"), action=refused.reopen))
    assert isinstance(other, Form)
    assert other.entries[0].value == ""
    assert (
        text_of(await router.handle(Submit(**by(), action=again.action, fields={"note": "please"}))) == "Ordered red."
    )
    assert people.kept_ == {}


async def test_an_error_of_ours_is_an_apology_with_an_id(router: Router, caplog: pytest.LogCaptureFixture):
    """The person gets an id and no detail; the log has both."""
    with caplog.at_level(logging.ERROR):
        said = text_of(await router.handle(Invoke(**by(), command="paint spill")))
    code = said.rpartition(" ")[2].rstrip(".")
    assert "something went wrong" in said
    assert "secret" not in said
    assert code in caplog.text
    assert "secret detail" in caplog.text
    assert "Maya" not in caplog.text


async def test_suggestions_come_from_the_declared_method(router: Router):
    """What an option could be is asked of its room; what is not known has no suggestions."""
    typed = {"command": "paint wall", "option": "colour", "typed": "r"}
    assert await router.handle(Suggest(**by(), **typed)) == Choices((Option("red", "red"), Option("rust", "rust")))
    assert await router.handle(Suggest(**by(), **{**typed, "option": "nothing"})) == Choices(())
    assert await router.handle(Suggest(**by(), **{**typed, "command": "nothing"})) == Choices(())


async def test_notices_are_told_and_answered_with_nothing(router: Router, paint: Paint):
    """Whoever wants to know is told; nobody is answered. Without a home page, opening it is no error."""
    assert await router.handle(Notice(**by(), what="room gone")) is None
    assert paint.told == ["room gone"]
    assert await router.handle(Opened(**by())) is None


def test_two_handlers_of_one_name_are_refused():
    """A name leads to one place."""
    with pytest.raises(TypeError, match="two handlers"):
        Registry.of(Paint(), Paint())


@pytest.mark.parametrize("address", ["", "a" * 101, "a\nb", "ü", "a\x00"])
def test_an_action_is_short_printable_ascii(address: str):
    """An address that some platform could not carry is refused when it is made."""
    with pytest.raises(ValueError, match="printable ASCII"):
        Action(address)


def test_actions_are_made_with_the_arguments_of_their_handler():
    """A wrong number of arguments, or a colon in one, is found where the button is made."""
    assert to(Paint.mix, "red", 2).address == "paint.mix:red:2"
    with pytest.raises(TypeError, match="2 arguments"):
        to(Paint.mix, "red")
    with pytest.raises(ValueError, match="no colon"):
        to(Paint.mix, "a:b", 2)


def test_answers_and_views_survive_their_rows():
    """What is kept in the database comes back equal, pictures and all."""
    answers = (
        Reply(EVERYTHING, "edit"),
        Form("F", Action("a.b:1"), (Entry("x", "X", options=(Option("a", "b"),)),)),
        Choices((Option("a", "b"),)),
        Invalid({"x": "no"}, Action("a.b:1")),
    )
    for answer in answers:
        assert answer_from_json(answer_to_json(answer)) == answer
    assert view_from_json(view_to_json(EVERYTHING)) == EVERYTHING
    news = View(rich("x"), tone="news")
    assert view_from_json(view_to_json(news)) == news
    assert Button("x", Action("y")) == Button("x", Action("y"))


def test_views_and_forms_of_earlier_versions_are_still_read():
    """Rows that were written before there were tones, and before several things could be chosen."""
    view = json.loads(view_to_json(EVERYTHING))
    del view["tone"]
    assert view_from_json(json.dumps(view)) == EVERYTHING
    form = Form("F", Action("a.b:1"), (Entry("x", "X"),))
    kind, _, content = answer_to_json(form).partition(" ")
    old = json.loads(content)
    del old["entries"][0]["several"]
    assert answer_from_json(f"{kind} {json.dumps(old)}") == form


async def test_a_user_error_is_the_only_text_that_reaches_people(router: Router):
    """The sentence is shown as it is, without mark-up of its own."""

    class Strict(Everyone):
        async def standing(
            self, event: Event, subject: tuple[str, str] | None = None, *, claiming: bool = False
        ) -> tuple[str, Level]:
            raise UserError("Not **here**.")

    strict = Strict()
    answer = await Router(router.registry, strict, strict).handle(Invoke(**by(), command="paint strip"))
    assert text_of(answer) == "Not **here**."
