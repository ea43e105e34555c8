"""`/class`: who teaches here, in which time zone, and when there is no school."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from bot.chat import (
    About,
    Answer,
    Control,
    Invoke,
    Level,
    Option,
    PersonKey,
    Press,
    Reply,
    Select,
    Suggest,
    Suggested,
    Text,
    View,
    command,
    lines,
    pressed,
    rich,
    to,
)
from bot.classes.model import Closure
from bot.classes.service import Classes
from bot.errors import UserError
from bot.schedule.written import read_day, read_days_from_to, told_date
from bot.schedule.zones import city, zone_named, zones_like

Teacher = Annotated[PersonKey, About("somebody of this space, such as @maya")]
Change = Annotated[Literal["add", "remove"], About("add them, or take them off")]
ZoneName = Annotated[str, About("time zone, such as Europe/London"), Suggested("zones")]
FirstDay = Annotated[str, About("days without school: 19 December to 3 January, or the first of them")]
LastDay = Annotated[str, About("the last of them")]
HolidayName = Annotated[str, About("what it is called, such as Christmas")]
LISTED = 25
"""Holidays that can be chosen from at once: as many as a select has."""


class ClassCommands:
    """What a class says about itself."""

    def __init__(self, classes: Classes) -> None:
        self._classes = classes

    @command("class teachers", answers="note")
    async def teachers(self, event: Invoke) -> Reply:
        """Who teaches this class."""
        names = await self._classes.teachers(event)
        if not names:
            nobody = "Nobody yet. Whoever manages this space becomes its teacher with their first /quiz round."
            return Reply(View(rich("{}", nobody)))
        return Reply(View(rich("This class is taught by **{}**.", ", ".join(names))))

    @command("class teacher", answers="note", level=Level.TEACHER)
    async def teacher(self, event: Invoke, person: Teacher, change: Change = "add") -> Answer:
        """Make somebody a teacher of this class, or no longer one."""
        if change == "remove":
            return await self._classes.unname_teacher(
                event, person, lambda name: Reply(View(rich("**{}** no longer teaches this class.", name)))
            )
        return await self._classes.name_teacher(
            event, person, lambda name: Reply(View(rich("**{}** now teaches this class.", name)))
        )

    @command("class zone", answers="note", level=Level.TEACHER)
    async def zone(self, event: Invoke, zone: ZoneName) -> Answer:
        """Set the time zone in which this class lives."""
        chosen = zone_named(zone)
        told = rich("This class lives by the time of **{}** now. What is posted at a set time keeps it.", city(chosen))
        return await self._classes.set_zone(event, chosen, lambda: Reply(View(told)))

    async def zones(self, event: Suggest) -> tuple[Option, ...]:
        """Zones whose names have what is typed."""
        return tuple(Option(name, name) for name in zones_like(event.typed))

    @command("class holiday", answers="note", level=Level.TEACHER)
    async def holiday(
        self, event: Invoke, first: FirstDay, last: LastDay | None = None, name: HolidayName | None = None
    ) -> Answer:
        """Note days without school: nothing is posted by itself on them."""
        today = await self._classes.today(event)
        begins, ends = read_days_from_to(first, today)
        closure = Closure(begins, read_day(last, begins) if last else ends, name or "")
        told = rich("Nothing is posted by itself on {}. /class holidays lists them all.", _told(closure))
        return await self._classes.close_on(event, closure, lambda: Reply(View(told)))

    @command("class holidays", answers="note")
    async def holidays(self, event: Invoke) -> Reply:
        """When this class has no school."""
        today = await self._classes.today(event)
        coming = [closure for closure in await self._classes.closures(event) if closure.last >= today]
        if not coming:
            return Reply(View(rich("No holidays are noted. A teacher adds them with /class holiday.")))
        return Reply(View(lines(rich("**No school**"), *map(_told, coming)), controls=_removing(coming)))

    @pressed("class.reopen", answers="note", level=Level.TEACHER)
    async def reopen(self, event: Press) -> Answer:
        """A teacher takes a holiday off the list."""
        if not event.values:
            raise UserError("Choose a holiday from the list.")
        try:
            first, last = map(date.fromisoformat, event.values[0].split("/"))
        except ValueError:
            raise UserError("That holiday is no longer on the list.") from None
        told = rich("{} is a school day again." if first == last else "{} are school days again.", _days(first, last))
        return await self._classes.open_on(event, first, last, lambda: Reply(View(told)))


def _removing(coming: list[Closure]) -> tuple[Control, ...]:
    options = tuple(
        Option(f"{closure.first.isoformat()} {closure.name}".strip(), f"{closure.first}/{closure.last}")
        for closure in coming[:LISTED]
    )
    return (Select("Take one off (teacher)", to(ClassCommands.reopen), options),)


def _told(closure: Closure) -> Text:
    days = rich("**{}**", _days(closure.first, closure.last))
    return (*days, *rich(" ({})", closure.name)) if closure.name else days


def _days(first: date, last: date) -> str:
    days = told_date(first) if first == last else f"{told_date(first)} to {told_date(last)}"
    return f"{days} {last.year}"
