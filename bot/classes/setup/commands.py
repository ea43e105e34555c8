"""`/class setup` and `/class settings`: one card, on which each line can be changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.calendar.service import Calendars
from bot.chat import (
    About,
    Answer,
    Button,
    Control,
    Entry,
    Field,
    Form,
    Invalid,
    Invoke,
    Level,
    Place,
    Press,
    Reply,
    Submit,
    View,
    command,
    dotted,
    lines,
    pressed,
    rich,
    submitted,
    to,
)
from bot.classes.roles import Roles
from bot.classes.rooms.commands import RoomCommands
from bot.classes.setup.service import MOST_NAME, Card, Setup
from bot.curriculum.commands import CurriculumCommands
from bot.errors import UserError
from bot.facts.service import Facts
from bot.privacy.commands import PrivacyCommands, about_privacy
from bot.privacy.model import written
from bot.schedule.commands import days_entry, read_entry
from bot.schedule.model import Changes
from bot.schedule.pages import when
from bot.schedule.written import read_days, read_time
from bot.schedule.zones import zone_named

NewName = Annotated[str, About("what the class is called, such as 12B History")]
MOST_ROOMS = 4
"""Rooms that are named."""


class SetupCommands:
    """A class as its teacher sets it up."""

    def __init__(self, setup: Setup, roles: Roles, calendars: Calendars, facts: Facts) -> None:
        self._setup = setup
        self._roles = roles
        self._calendars = calendars
        self._facts = facts

    @command("class setup", answers="note", level=Level.TEACHER)
    async def setup(self, event: Invoke) -> Reply:
        """Set up this room's class: name, time zone, teachers, fact of the day; each step is kept."""
        return Reply(_card(await self._setup.begin(event)))

    @command("class settings", answers="note", level=Level.TEACHER)
    async def settings(self, event: Invoke) -> Reply:
        """This class's name, time zone, teachers and fact of the day; change any of them."""
        return Reply(_card(await self._setup.card(event)))

    @command("class new", answers="note", level=Level.TEACHER)
    async def new(self, event: Invoke, name: NewName) -> Answer:
        """Begin another class in this room: it has its own rounds, learners and standings."""

        def told(left: str) -> Answer:
            begun = rich("**{}** is this room's class now, and you teach it. /class setup goes on.", name)
            back = rich("**{}** keeps all it has, and has no room now: /class room gives it one.", left)
            return Reply(View(lines(begun, back) if left else begun))

        return await self._setup.found(event, name, told)

    # Name

    @pressed("setup.name", answers="form", level=Level.TEACHER)
    async def name(self, event: Press) -> Form:
        """Another name."""
        entry = Entry("name", "Name", (await self._setup.card(event)).name, "such as 12A History", most=MOST_NAME)
        return Form("The class's name", to(SetupCommands.named), (entry,), "Save")

    @submitted("setup.name", answers="edit", level=Level.TEACHER)
    async def named(self, event: Submit) -> Answer:
        """The class is called otherwise."""
        card = await self._setup.card(event)
        try:
            return await self._setup.rename(
                event,
                event.fields.get("name", ""),
                lambda name: _changed(replace(card, name=name), f"The class is called {name}."),
            )
        except UserError as error:
            return Invalid({"name": str(error)}, to(SetupCommands.name))

    # Time zone

    @pressed("setup.zone", answers="form", level=Level.TEACHER)
    async def zone(self, event: Press) -> Form:
        """Another time zone."""
        zone = (await self._setup.card(event)).zone.key
        entry = Entry(
            "zone", "Time zone", zone, "a large city near you, such as London", suggested=("calendar zone", "zone")
        )
        return Form("The class's time zone", to(SetupCommands.zoned), (entry,), "Save")

    @submitted("setup.zone", answers="edit", level=Level.TEACHER)
    async def zoned(self, event: Submit) -> Answer:
        """The class lives elsewhere."""
        try:
            zone = zone_named(event.fields.get("zone", ""))
        except UserError as error:
            return Invalid({"zone": str(error)}, to(SetupCommands.zone))
        card = replace(await self._setup.card(event), zone=zone)
        return await self._calendars.set_zone(event, zone, lambda: _changed(card, f"The class lives in {zone.key}."))

    # Teachers

    @pressed("setup.teacher", answers="form", level=Level.TEACHER)
    async def teacher(self, event: Press) -> Form:
        """Another teacher."""
        entry = Entry("person", "Who else teaches this class?", person=True)
        return Form("Another teacher", to(SetupCommands.taught), (entry,), "Add")

    @submitted("setup.teacher", answers="edit", level=Level.TEACHER)
    async def taught(self, event: Submit) -> Answer:
        """Somebody else teaches, too."""
        card = await self._setup.card(event)

        def told(name: str) -> Answer:
            teachers = card.teachers if name in card.teachers else (*card.teachers, name)
            return _changed(replace(card, teachers=teachers), f"{name} now teaches this class.")

        try:
            return await self._roles.give(event, event.fields.get("person", ""), "teacher", told)
        except UserError as error:
            return Invalid({"person": str(error)}, to(SetupCommands.teacher))

    # The fact of the day

    @pressed("setup.fact", answers="form", level=Level.TEACHER)
    async def fact(self, event: Press) -> Form:
        """When a fact of the day comes."""
        fact = (await self._setup.card(event)).fact
        rhythm = fact.post.rhythm if fact else None
        entries = (
            Entry("time", "Time", f"{rhythm.at:%H:%M}" if rhythm else "08:30", "local time", kind="time"),
            days_entry(rhythm.weekdays if rhythm else range(5), required=True),
        )
        return Form("A fact every school day", to(SetupCommands.facts), entries, "Save")

    @submitted("setup.fact", answers="edit", level=Level.TEACHER)
    async def facts(self, event: Submit) -> Answer:
        """A fact of the day comes from now on."""
        problems: dict[str, str] = {}
        changes = Changes(
            at=read_entry(event, "time", read_time, problems),
            weekdays=read_entry(event, "days", read_days, problems),
        )
        if problems:
            return Invalid(problems, to(SetupCommands.fact))
        card = await self._setup.card(event)
        return await self._facts.schedule(
            event,
            changes,
            None,
            lambda coming, _left: _changed(replace(card, fact=coming), "A fact of the day was set up or moved."),
        )

    # Opening

    @pressed("setup.start", answers="post", level=Level.TEACHER)
    async def start(self, event: Press) -> Answer:
        """The class is told that it is open."""
        return await self._setup.open(event, lambda name: Reply(_opened(name), "post"))


def _changed(card: Card, deed: str) -> Reply:
    """The card as it is now, and what was done to it."""
    return Reply(_card(card), "edit", deed=deed)


def _card(card: Card) -> View:
    more = len(card.rooms) - MOST_ROOMS
    rooms = [rich("{}", Place(room)) for room in card.rooms[:MOST_ROOMS]]
    fields = (
        Field("Name", rich("{}", card.name)),
        Field("Time zone", rich("{}", card.zone.key)),
        Field("Pack", rich("{}", ", ".join(card.packs))),
        Field("Room", dotted(*rooms, *([rich("{} more", more)] if more > 0 else []))),
        Field("Teachers", rich("{}", ", ".join(card.teachers) or "you")),
        Field("Fact of the day", when(card.fact) if card.fact else rich("none")),
        Field("Learners' data", rich("kept until {}; names on boards by choice", written(card.erased_on))),
    )
    controls: list[Control] = [
        Button("Name…", to(SetupCommands.name)),
        Button("Time zone…", to(SetupCommands.zone)),
        Button("Packs…", to(CurriculumCommands.packs_pressed)),
        Button("Rooms…", to(RoomCommands.rooms)),
        Button("Teachers…", to(SetupCommands.teacher)),
        Button("Fact of the day…", to(SetupCommands.fact)),
        Button("Privacy…", to(PrivacyCommands.retention_pressed)),
    ]
    if not card.is_open:
        controls.append(Button("Start the class", to(SetupCommands.start), "main"))
    hint = rich("Another room joins when /class room is said in it; another platform with /class link.")
    title = card.name if card.is_open else "Set up a class"
    return View(hint, title=title, fields=fields, controls=tuple(controls))


def _opened(name: str) -> View:
    return View(
        lines(
            rich("**{} is open.** Try /quiz solo on your own, or ask your teacher for a round.", name),
            rich("What Swot keeps about you: /privacy"),
        ),
        controls=(about_privacy(),),
        tone="news",
    )
