"""Everything that can be shown and filled in, played by a room made for it: the language itself, on every platform."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

import pytest

from bot.chat import (
    About,
    Button,
    Entry,
    Field,
    Form,
    Invoke,
    Option,
    PersonKey,
    Press,
    Reply,
    Select,
    Submit,
    Table,
    View,
    command,
    pressed,
    rich,
    submitted,
    to,
)
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA

COLOURS = (Option("Red", "r"), Option("Green", "g", "like grass"), Option("Blue", "b"))


class Corner:
    """A room with one of each."""

    @command("corner menu", answers="note")
    async def menu(self, event: Invoke) -> Reply:
        """A list to choose one of, and one to choose some of."""
        one = Select("One colour", to(Corner.chosen, "one"), COLOURS)
        some = Select("Some colours", to(Corner.chosen, "some"), COLOURS, least=1, most=3)
        sheet = Button("A sheet", to(Corner.sheet))
        table = Table(("Colour", "Votes"), (("Red", "3"), ("Green", "12")))
        facts = (Field("Paint", rich("**wet**")),)
        return Reply(View(rich("Choose."), title="Colours", fields=facts, table=table, controls=(one, some, sheet)))

    @command("corner friend", answers="note")
    async def friend(self, event: Invoke, person: Annotated[PersonKey, About("who")]) -> Reply:
        """Somebody."""
        return Reply(View(rich("{}", person)))

    @pressed("corner.chosen", answers="note")
    async def chosen(self, event: Press, which: str) -> Reply:
        """Chosen."""
        return Reply(View(rich("{}: {}", which, ", ".join(event.values))))

    @pressed("corner.sheet", answers="form")
    async def sheet(self, event: Press) -> Form:
        """A form with an entry of each kind."""
        return Form(
            "A sheet",
            to(Corner.filled),
            (
                Entry("line", "A line", "as it stood"),
                Entry("story", "A story", about="long", required=False, long=True, most=900),
                Entry("colour", "A colour", "g", options=COLOURS),
                Entry("some", "Some colours", "r\ng", options=COLOURS, several=True),
                Entry("friend", "A friend", person=True),
            ),
            submit="Hand in",
        )

    @submitted("corner.sheet", answers="edit")
    async def filled(self, event: Submit) -> Reply:
        """Filled in."""
        given = [f"{name}={event.fields[name]}" for name in ("line", "story", "colour", "friend")]
        given.append(f"some={' and '.join(event.chosen('some'))}")
        return Reply(View(rich("{}", " | ".join(given))), "edit")


@pytest.fixture
async def corner(platform: str, sqlite_url: str) -> AsyncIterator[Chat]:
    """A class with that room."""
    installation = Installation(sqlite_url, (DATA / "garden",), platform=platform, rooms=(Corner(),))
    talking = await Chat.open(installation)
    yield talking
    await talking.close()


async def test_a_view_shows_all_that_it_has(corner: Chat):
    """Title, text, a labelled fact, a table and what can be chosen, as people read them."""
    shown = [line.strip() for line in (await corner.say("maya", "/corner menu")).splitlines()]
    for part in ("(only maya) Colours", "Choose.", "Paint: wet", "Colour  Votes", "Red     3", "Green   12"):
        assert part in shown
    assert "[One colour ▾ Red | Green | Blue]" in shown[-1]
    assert "[A sheet]" in shown[-1]


async def test_what_is_chosen_from_a_list_arrives(corner: Chat):
    """The option's value, whichever list it is in; after a restart as well."""
    await corner.say("maya", "/corner menu")
    assert await corner.press("maya", "Green") == "(only maya) one: g"
    await corner.restart()
    assert await corner.press("maya", "Blue") == "(only maya) one: b"
    select = next(
        control
        for message in corner.session.screen.messages
        for control in message.view.controls
        if isinstance(control, Select) and control.most > 1
    )
    assert (select.placeholder, select.least, select.most) == ("Some colours", 1, 3)
    assert [option.value for option in select.options] == ["r", "g", "b"]


async def test_a_form_has_an_entry_of_each_kind_and_changes_what_opened_it(corner: Chat):
    """A line, a long text, a choice, several, a person; what stood there is shown, and what was filled in arrives."""
    await corner.say("maya", "/corner menu")
    form = await corner.press("maya", "A sheet")
    assert "(form for maya) A sheet" in form
    assert "as it stood" in form
    count = len(corner.session.screen.messages)
    told = await corner.write("maya", "a line of mine", "once upon a time", "Blue", "Green, Blue", "@tom")
    friend = corner.session.key("tom")
    assert f"line=a line of mine | story=once upon a time | colour=b | friend={friend} | some=g and b" in told
    assert len(corner.session.screen.messages) == count


async def test_a_person_is_known_by_their_key(corner: Chat):
    """Whoever is named in a command arrives as the core knows them, on every platform."""
    assert await corner.say("maya", "/corner friend @tom") == f"(only maya) {corner.session.key('tom')}"
