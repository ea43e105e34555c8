"""The contract of the Platform port: a new adapter subclasses it and gives its `Stage`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat import (
    Action,
    Below,
    Button,
    DeskRefused,
    Direct,
    Field,
    Image,
    Moment,
    Option,
    Platform,
    Private,
    Select,
    Table,
    Unreachable,
    View,
    lines,
    rich,
)
from bot.errors import UserError
from tests.chat_harness import MONDAY

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcff9fa10e000784027fb06a"
    "5d0b0000000049454e44ae426082"
)
HOSTILE = "**bold** @everyone <!channel> <@U1> [link](https://example.org) `code` \x1b[31mred\x1b[0m \u202eright"

EVERYTHING = View(
    lines(rich("A **bold** and an *italic* word."), rich("Closes {}.", Moment(MONDAY + 25_000_000))),
    title="The title",
    fields=(Field("Label one", rich("value one")), Field("Label two", rich("value two"))),
    table=Table(("Place", "Name"), (("1", "Cell A"), ("2", "Cell B"))),
    image=Image("dot", PIXEL, "A single dot"),
    controls=(
        Button("Press me", Action("contract.press:1"), "main"),
        Button("Or me", Action("contract.press:2")),
        Select("Pick one", Action("contract.pick"), (Option("First", "1", "the first"), Option("Second", "2"))),
    ),
    fallback="Everything at once",
)


class Stage(ABC):
    """An adapter with people and rooms around it."""

    platform: Platform
    room: str
    """A room that is there."""
    person: str
    """Somebody who is there, and takes direct messages."""
    name: str
    """What that person is called."""

    @abstractmethod
    def shown(self, room: str) -> list[str]:
        """Every message that the room shows, as its readers read it, with the labels of what can be pressed."""

    @abstractmethod
    def delete(self, room: str) -> None:
        """The room is gone."""

    @abstractmethod
    def refuse_desk(self, person: str) -> None:
        """The person takes no more direct messages."""

    @abstractmethod
    def attach(self, path: Path) -> str:
        """A person attaches a file; what the adapter knows it by."""


class PlatformContract(ABC):
    """The tests themselves."""

    @pytest.fixture
    @abstractmethod
    def stage(self) -> Stage:
        """The adapter under test."""

    async def test_a_post_is_shown_to_the_room(self, stage: Stage):
        """What is posted can be read."""
        await stage.platform.post(stage.room, View(rich("Good morning")), nonce="n1")
        assert any("Good morning" in text for text in stage.shown(stage.room))

    async def test_keys_begin_with_the_platforms_name(self, stage: Stage):
        """Rooms and persons say which platform they are of."""
        assert stage.room.startswith(f"{stage.platform.name}:")
        assert stage.person.startswith(f"{stage.platform.name}:")
        assert (await stage.platform.open(Direct(stage.person))).startswith(f"{stage.platform.name}:")

    async def test_the_same_nonce_is_the_same_message(self, stage: Stage):
        """A post that is repeated under its nonce stands there once, under the same id."""
        first = await stage.platform.post(stage.room, View(rich("Only once")), nonce="n2")
        again = await stage.platform.post(stage.room, View(rich("Only once")), nonce="n2")
        assert first == again
        assert sum("Only once" in text for text in stage.shown(stage.room)) == 1

    async def test_a_post_can_be_looked_for(self, stage: Stage):
        """It is found by its nonce, in rooms and on desks; what was never posted surely is absent."""
        await stage.platform.post(stage.room, View(rich("Others")), nonce="n20")
        message = await stage.platform.post(stage.room, EVERYTHING, nonce="n21")
        await stage.platform.post(stage.room, View(rich("Others")), nonce="n22")
        assert await stage.platform.find_post(stage.room, "n21", since=MONDAY) == message
        assert await stage.platform.find_post(stage.room, "n23", since=MONDAY) is None
        desk = await stage.platform.open(Direct(stage.person))
        own = await stage.platform.post(desk, View(rich("Psst")), nonce="n24")
        assert await stage.platform.find_post(desk, "n24", since=MONDAY) == own
        stage.delete(stage.room)
        with pytest.raises(Unreachable):
            await stage.platform.find_post(stage.room, "n21", since=MONDAY)

    async def test_a_message_has_a_thread(self, stage: Stage):
        """It is always the same room; what is said there stands there once, is found there, and can be changed."""
        platform = stage.platform
        message = await platform.post(stage.room, View(rich("Opener")), nonce="n30")
        where = Below(stage.room, message, "A thread")
        thread = await platform.open(where)
        assert thread == await platform.open(where) != stage.room
        assert thread.startswith(f"{platform.name}:")
        below = await platform.post(thread, View(rich("Below")), nonce="n31")
        assert below == await platform.post(thread, View(rich("Below")), nonce="n31")
        assert await platform.find_post(thread, "n31", since=MONDAY) == below
        await platform.edit(thread, below, View(rich("Changed")))
        assert sum("Changed" in text for text in stage.shown(thread)) == 1

    async def test_a_private_thread_is_a_room_or_there_is_none(self, stage: Stage):
        """As the platform says of itself."""
        wanted = stage.platform.open(Private(stage.person, stage.room))
        if not stage.platform.has_private_threads:
            with pytest.raises(Unreachable):
                await wanted
            return
        room = await wanted
        await stage.platform.post(room, View(rich("For you alone")), nonce="n32")
        assert any("For you alone" in text for text in stage.shown(room))
        assert not any("For you alone" in text for text in stage.shown(stage.room))

    async def test_an_edit_replaces_what_was_shown(self, stage: Stage):
        """After an edit the room shows the new view in the old place, and nothing of the old one."""
        before = View(rich("Before"), controls=(Button("Old button", Action("contract.press:1")),))
        message = await stage.platform.post(stage.room, before, nonce="n3")
        count = len(stage.shown(stage.room))
        await stage.platform.edit(stage.room, message, View(rich("After")))
        texts = stage.shown(stage.room)
        assert len(texts) == count
        assert not any("Before" in text or "Old button" in text for text in texts)
        assert any("After" in text for text in texts)

    async def test_nothing_of_a_view_is_dropped(self, stage: Stage):
        """Title, text, fields, table, alt text and every control are there to be read."""
        await stage.platform.post(stage.room, EVERYTHING, nonce="n4")
        shown = stage.shown(stage.room)[-1]
        for part in (
            *("The title", "bold", "italic", "Label one", "value one", "Label two", "value two"),
            *("Place", "Name", "Cell A", "Cell B", "A single dot", "Press me", "Or me", "Pick one", "First", "Second"),
        ):
            assert part in shown

    @pytest.mark.parametrize(
        "view",
        [
            View(rich("{}", "x" * 50_000)),
            replace(EVERYTHING, title="x" * 5_000),
            View(rich("x"), controls=tuple(Button(f"b{n}", Action(f"contract.press:{n}")) for n in range(60))),
            View(rich("x"), controls=(Button("x" * 500, Action("contract.press:1")),)),
            View(rich("x"), controls=(Select("s", Action("contract.pick"), ()),)),
            View(rich("x"), table=Table(("a",), tuple((f"Cell {n}",) for n in range(2_000)))),
            View(),
        ],
        ids=["text", "title", "controls", "label", "empty select", "table", "nothing"],
    )
    async def test_what_cannot_be_shown_whole_is_refused(self, stage: Stage, view: View):
        """A view that is too much for the platform raises; it is never cut."""
        count = len(stage.shown(stage.room))
        with pytest.raises(Exception, match=r"."):
            await stage.platform.post(stage.room, view, nonce="n5")
        assert len(stage.shown(stage.room)) == count

    async def test_peoples_text_does_not_act(self, stage: Stage):
        """Mark-up, mentions, links and escape sequences in a filling are shown as they are written, or not at all."""
        await stage.platform.post(stage.room, View(rich("*{}*", HOSTILE)), nonce="n6")
        shown = stage.shown(stage.room)[-1]
        assert "**bold**" in shown
        assert "@everyone" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown

    async def test_a_room_that_is_gone_is_unreachable(self, stage: Stage):
        """Posting to a deleted room says that trying again will not help."""
        message = await stage.platform.post(stage.room, View(rich("Here")), nonce="n7")
        stage.delete(stage.room)
        with pytest.raises(Unreachable):
            await stage.platform.post(stage.room, View(rich("Gone")), nonce="n8")
        with pytest.raises(Unreachable):
            await stage.platform.edit(stage.room, message, View(rich("Gone")))

    async def test_a_desk_can_be_written_to(self, stage: Stage):
        """A person's desk is a room like any other, and always the same one."""
        desk = await stage.platform.open(Direct(stage.person))
        assert desk == await stage.platform.open(Direct(stage.person))
        await stage.platform.post(desk, View(rich("For you alone")), nonce="n9")
        assert any("For you alone" in text for text in stage.shown(desk))
        assert not any("For you alone" in text for text in stage.shown(stage.room))

    async def test_a_refused_desk_says_so(self, stage: Stage):
        """Where direct messages are refused, the core learns it and can offer something else."""
        stage.refuse_desk(stage.person)
        with pytest.raises(DeskRefused):
            await stage.platform.post(await stage.platform.open(Direct(stage.person)), View(rich("Psst")), nonce="n10")

    async def test_people_can_be_looked_up(self, stage: Stage):
        """A person has a name; nobody has none."""
        profile = await stage.platform.profile(stage.person)
        assert profile is not None
        assert profile.name == stage.name
        assert await stage.platform.profile(f"{stage.platform.name}:nobody-at-all") is None

    async def test_files_are_fetched_up_to_a_limit(self, stage: Stage, tmp_path: Path):
        """An attached file comes whole, or not at all with a sentence that says why."""
        path = tmp_path / "upload.csv"
        path.write_bytes(b"a,b\n1,2\n")
        assert await stage.platform.fetch(stage.attach(path), limit=100) == b"a,b\n1,2\n"
        with pytest.raises(UserError, match="larger than 4 bytes"):
            await stage.platform.fetch(stage.attach(path), limit=4)
