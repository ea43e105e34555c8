"""Which files count: those attached in the event, and no others."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Annotated, Any

import pytest

from bot.chat import (
    About,
    Action,
    AnyEvent,
    Entry,
    FileKey,
    Form,
    Invalid,
    Invoke,
    NotSent,
    OutcomeUnknown,
    Press,
    Reply,
    Room,
    RoomKey,
    Submit,
    Suggest,
    View,
    command,
    plain,
    pressed,
    rich,
    submitted,
    to,
)
from bot.chat.registry import Registry
from bot.chat.router import OUT_OF_REACH, Router
from tests.chat.test_router import Everyone

BY: dict[str, Any] = {
    "person": "test:Maya",
    "name": "Maya",
    "room": Room("test:room", space="test:space"),
    "at": 0,
    "delivery": "d",
}
MINE, THEIRS = "https://files/mine", "https://files/theirs"
LONG = f"https://files/{'x' * 400}"
RUN = Action("command.run:drawer:put")
Put = Annotated[FileKey, About("what to put there")]


class Drawer:
    """A room that tells the file it was given."""

    def __init__(self) -> None:
        self.error: Exception | None = None

    @command("drawer put", answers="note")
    async def put(
        self,
        event: Invoke,
        label: Annotated[str, About("its label")] = "",
        *,
        file: Put,
        more: Put | None = None,
        room: Annotated[RoomKey | None, About("where")] = None,
    ) -> Reply:
        """Put a file into the drawer."""
        if self.error:
            raise self.error
        return Reply(View(rich("{} {} {}", label, file, more or room or "alone")))

    @pressed("drawer.open", answers="form")
    async def open(self, event: Press) -> Form:
        """A form of its own."""
        return Form("Drawer", to(Drawer.given), (Entry("file", "File", file=True), Entry("note", "Note")))

    @submitted("drawer.open", answers="note")
    async def given(self, event: Submit) -> Invalid:
        """Refused, whatever it is."""
        if self.error:
            raise self.error
        return Invalid({"note": "No."}, to(Drawer.open))


@pytest.fixture
def drawer() -> Drawer:
    """The room."""
    return Drawer()


@pytest.fixture
def people() -> Everyone:
    """A gate that lets everybody pass, and what was refused."""
    return Everyone()


@pytest.fixture
def router(drawer: Drawer, people: Everyone) -> Router:
    """A router with that room behind it."""
    return Router(Registry.of(drawer), people, people)


def put(files: tuple[str, ...], text: str = "", **options: str) -> Invoke:
    """The command, with these files attached."""
    return Invoke(**BY, command="drawer put", options=options, text=text, files=frozenset(files))


def sent(files: tuple[str, ...], action: Action = RUN, **fields: str) -> Submit:
    """The form, with these files attached."""
    return Submit(**BY, action=action, fields=fields, files=frozenset(files))


async def said(router: Router, event: AnyEvent) -> str:
    """What a reply says."""
    answer = await router.handle(event)
    assert isinstance(answer, Reply)
    return plain(answer.view.text)


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (put((MINE,), file=MINE), f" {MINE} alone"),
        (put((MINE, THEIRS), file=MINE, more=THEIRS, label="Term"), f"Term {MINE} {THEIRS}"),
        (put((LONG,), file=LONG), f" {LONG} alone"),
        (put(("a  b.ics",), "file:'x' label:y".replace("'x'", '"a  b.ics"')), "y a  b.ics alone"),
        (sent((MINE,), file=MINE, label="Term"), f"Term {MINE} alone"),
        (sent((MINE,), file=MINE, more="", label=""), f" {MINE} alone"),
    ],
)
async def test_a_file_that_was_attached_reaches_the_handler(router: Router, event: AnyEvent, told: str):
    """Its key as the platform gave it, however long, in a command and in a form."""
    assert router.registry.declared(event) == "note"
    assert await said(router, event) == told


@pytest.mark.parametrize(
    "event",
    [
        put(()),
        put((), file=THEIRS),
        put((MINE,), file=THEIRS),
        put((MINE,), file=MINE, more=THEIRS),
        put((), f"file:{THEIRS}"),
        put((), "file:F0THEIRS01 label:x"),
        put((), "file:"),
        put((MINE,), file=""),
        put((MINE,), "?", file=MINE),
    ],
)
async def test_a_file_that_was_only_named_is_asked_for_in_the_form(router: Router, event: Invoke):
    """What else was given stands in the form; the file's place is empty."""
    answer = await router.handle(event)
    assert isinstance(answer, Form)
    assert router.registry.declared(event) == "form"
    assert [(entry.name, entry.value, entry.file, entry.required) for entry in answer.entries] == [
        ("file", "", True, True),
        ("more", "", True, False),
        ("label", "x" if "label" in event.text else "", False, False),
    ]


@pytest.mark.parametrize(
    ("event", "wrong"),
    [
        (sent((), file=""), "file"),
        (sent((), file=THEIRS), "file"),
        (sent((MINE,), file=THEIRS), "file"),
        (sent((MINE,), file=MINE, more=THEIRS), "more"),
    ],
)
async def test_a_form_without_a_file_of_ones_own_is_refused(router: Router, event: Submit, wrong: str):
    """Beside the entry, whatever was written where the file should be."""
    answer = await router.handle(event)
    assert answer == Invalid({wrong: "Attach a file of your own: what to put there."}, RUN)


async def test_a_files_key_is_not_kept_with_what_was_refused(router: Router, people: Everyone):
    """The text comes back when the form is opened again; the file is attached again."""
    action = Action("drawer.open")
    await router.handle(sent((MINE,), action, file=MINE, note="my note"))
    assert people.kept_ == {("test:Maya", "drawer.open"): {"note": "my note"}}
    await people.keep(sent((), action, file=THEIRS, note="my note"))
    answer = await router.handle(Press(**BY, action=action))
    assert isinstance(answer, Form)
    assert [entry.value for entry in answer.entries] == ["", "my note"]


@pytest.mark.parametrize("error", [NotSent("busy"), OutcomeUnknown("cut")])
async def test_a_platform_that_is_out_of_reach_is_no_fault_of_ours(
    router: Router, drawer: Drawer, error: Exception, caplog: pytest.LogCaptureFixture
):
    """Whoever gave a file reads that it may go in a minute; the log notes it, and no error."""
    drawer.error = error
    assert await said(router, put((MINE,), file=MINE)) == OUT_OF_REACH
    assert await said(router, sent((MINE,), file=MINE)) == OUT_OF_REACH
    assert {record.levelno for record in caplog.records} == {logging.WARNING}


async def test_the_address_of_a_file_is_not_given_back_as_text(router: Router, drawer: Drawer):
    """What is given back of a form that can't be taken is what somebody wrote."""
    stale = sent((LONG,), Action("gone"), file=LONG, note="n" * 300)
    told = await said(router, stale)
    assert "n" * 300 in told
    assert "files/" not in told
    assert "files/" not in await said(router, sent((LONG,), Action("gone"), file=LONG))


async def test_nothing_is_suggested_for_a_file(router: Router):
    """Nobody's files are listed."""
    answer = await router.handle(Suggest(**BY, command="drawer put", option="file", typed=""))
    assert answer is not None
    assert getattr(answer, "options", None) == ()


def test_what_was_attached_at_an_entry():
    """Its key, if the person attached it in this event; otherwise nothing."""
    fields: Mapping[str, str] = {"file": MINE, "note": THEIRS, "more": ""}
    event = sent((MINE,), **fields)
    assert [event.attached(name) for name in ("file", "note", "more", "none")] == [MINE, "", "", ""]
    assert event.written == {"note": THEIRS, "more": ""}


# A room that was given with the command


@pytest.mark.parametrize(
    "room", ["slack:T0SCHOOL01.C0HISTORY1", "discord:1444000000000000200", "die-klügsten köpfe", "=:"]
)
async def test_a_room_that_was_given_is_still_meant_when_the_form_is_sent(router: Router, room: str):
    """No form asks for a room: its action remembers what was typed before it opened, and when it opens again."""
    form = await router.handle(put((), room=room))
    assert isinstance(form, Form)
    again = await router.handle(Press(**BY, action=form.action))
    assert isinstance(again, Form)
    for action in (form.action, again.action):
        assert router.registry.declared(sent((MINE,), action, file=MINE)) == "note"
        assert await said(router, sent((MINE,), action, file=MINE)) == f" {MINE} {room}"
    assert await said(router, sent((MINE,), file=MINE)) == f" {MINE} alone"


async def test_a_room_that_is_too_long_to_be_one_is_none(router: Router):
    """What is left of its name is that of no room; nothing is done in another."""
    form = await router.handle(put((), room="ö" * 150))
    assert isinstance(form, Form)
    told = await said(router, sent((MINE,), form.action, file=MINE))
    assert "ööö" in told
    assert "alone" not in told


async def test_an_action_remembers_no_file(router: Router):
    """A forged one names what nobody attached."""
    answer = await router.handle(sent((), Action(f"{RUN.address}:file=F0THEIRS01")))
    assert isinstance(answer, Invalid)
    assert "file" in answer.problems
