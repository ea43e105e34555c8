"""`/calendar`: in which time zone a class lives, when it is at school, and what it works towards."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from bot.calendar import telling
from bot.calendar.files import Added, CalendarFiles
from bot.calendar.model import Closure, Exam, Term
from bot.calendar.public import Place
from bot.calendar.reading import MOST_NAME, Found
from bot.calendar.service import Calendars, Late, Overview
from bot.chat import (
    About,
    Answer,
    Between,
    Button,
    Control,
    Endings,
    Event,
    FileKey,
    Invoke,
    Level,
    Option,
    Picked,
    Press,
    Reply,
    Select,
    Suggest,
    Suggested,
    View,
    command,
    counted,
    cut,
    lines,
    pressed,
    rich,
    to,
)
from bot.clock import local
from bot.errors import UserError
from bot.schedule.written import read_day, read_days_from_to
from bot.schedule.zones import city, zone_named, zones_like

ZoneName = Annotated[str, About("time zone, such as Europe/London"), Suggested("zones")]
FirstDay = Annotated[
    str, About("the first day without school"), Picked("date", "19 December, or 19 December to 3 January")
]
FirstDayOfTerm = Annotated[str, About("the term's first day"), Picked("date", "6 January, or 6 January to 27 March")]
LastDay = Annotated[str, About("the last of them; the first alone if left out"), Picked("date")]
LastDayOfTerm = Annotated[str, About("its last day"), Picked("date")]
HolidayName = Annotated[str, About("what it is called, such as Christmas")]
TermName = Annotated[str, About("what it is called, such as Spring term")]
Country = Annotated[str, About("country or region, such as England, FR or US-CA; none: no longer"), Suggested("places")]
ExamDay = Annotated[str, About("the day"), Picked("date", "2 June 2027")]
ExamName = Annotated[str, About("what it is called, such as Paper 1")]
Hours = Annotated[int, Between(0, 48), About("hours after which a missed timed post is no longer caught up")]
CalendarFile = Annotated[FileKey, Endings(("ics",)), About("the school's calendar, saved as an iCalendar file (.ics)")]
Unsure = Annotated[
    Literal["skip", "repeat"], About("a post of which nobody knows whether it arrived: leave it, or post it again")
]
NO_COUNTRY = ("none", "no", "-")
MOST_LABEL = 75
"""Characters of an option in a select."""
Entry: TypeAlias = Closure | Term | Exam
GONE = "That is no longer on the calendar."


class CalendarCommands:
    """When a class is at school."""

    def __init__(self, calendars: Calendars, files: CalendarFiles) -> None:
        self._calendars = calendars
        self._files = files

    @command("calendar list", answers="note")
    async def list(self, event: Invoke) -> Reply:
        """This class's time zone, terms, holidays and exams."""
        return await self._listed(event)

    @pressed("calendar.list", answers="note")
    async def list_pressed(self, event: Press) -> Reply:
        """When there is school, looked at."""
        return await self._listed(event)

    async def _listed(self, event: Event) -> Reply:
        overview = await self._calendars.look(event)
        return Reply(View(telling.listed(overview), controls=_removing(overview)))

    @pressed("calendar.remove", answers="note", level=Level.TEACHER)
    async def remove(self, event: Press) -> Answer:
        """A teacher takes something off the calendar."""
        if not event.values:
            raise UserError("Choose something from the list.")
        entry = _entry_of(event.values[0])
        told = rich("Taken off: **{}**. What is posted by itself keeps to that at once.", telling.named(entry))
        return await self._calendars.remove(event, entry, lambda: Reply(View(told)))

    @command("calendar zone", answers="note", level=Level.TEACHER)
    async def zone(self, event: Invoke, zone: ZoneName) -> Answer:
        """Set the time zone in which this class lives."""
        chosen = zone_named(zone)
        there = local(event.at, chosen)
        told = rich(
            "It is **{}** for this class now ({}). What is set for 08:30 comes at 08:30 there.",
            f"{there:%H:%M}",
            city(chosen),
        )
        return await self._calendars.set_zone(event, chosen, lambda: Reply(View(told)))

    async def zones(self, event: Suggest) -> tuple[Option, ...]:
        """Zones whose names have what is typed."""
        return tuple(Option(name, name) for name in zones_like(event.typed))

    @command("calendar holiday", answers="note", level=Level.TEACHER)
    async def holiday(
        self, event: Invoke, first: FirstDay, name: HolidayName | None = None, last: LastDay | None = None
    ) -> Answer:
        """Note days without school: nothing is posted by itself on them."""
        closure = Closure(*await self._days(event, first, last), cut(name or "", MOST_NAME))
        told = rich(
            "Nothing is posted by itself on {}. /calendar list shows the whole calendar.", telling.told(closure)
        )
        return await self._calendars.close_on(event, closure, lambda: Reply(View(told)))

    @command("calendar term", answers="note", level=Level.TEACHER)
    async def term(
        self, event: Invoke, first: FirstDayOfTerm, name: TermName | None = None, last: LastDayOfTerm | None = None
    ) -> Answer:
        """Note a term: where terms are noted, days outside them are no school days."""
        term = Term(*await self._days(event, first, last), cut(name or "", MOST_NAME))

        def told(starts: date | None) -> Answer:
            noted = rich("There is school on {}, and on no day outside the terms that are noted.", telling.told(term))
            waits = (
                rich("Today is in none of them, so nothing is posted before **{}**.", telling.day_of(starts))
                if starts
                else ()
            )
            return Reply(View(lines(noted, waits)))

        return await self._calendars.add_term(event, term, told)

    async def _days(self, event: Invoke, first: str, last: str | None) -> tuple[date, date]:
        return read_days_from_to(first, await self._calendars.today(event), last)

    @command("calendar country", answers="note", level=Level.TEACHER)
    async def country(self, event: Invoke, country: Country) -> Answer:
        """Count the public holidays of a country or region as days without school."""
        written = "" if country.casefold() in NO_COUNTRY else country
        return await self._calendars.set_country(event, written, _country_set)

    async def places(self, event: Suggest) -> tuple[Option, ...]:
        """Countries and regions whose names have what is typed."""
        found = await self._calendars.places_like(event.typed)
        typed = event.typed.strip().casefold()
        none = (Option("none: public holidays are school days", "none"),) if typed and "none".startswith(typed) else ()
        return (*none, *(Option(f"{place.name} ({place.code})", place.code) for place in found))

    @command("calendar exam", answers="note", level=Level.TEACHER)
    async def exam(self, event: Invoke, day: ExamDay, name: ExamName) -> Answer:
        """Note an exam that this class works towards."""
        exam = Exam(read_day(day, await self._calendars.today(event)), cut(name, MOST_NAME))

        def told(days: int) -> Answer:
            when = f"in {counted(days, 'day')}" if days else "today"
            return Reply(View(rich("**{}** is on **{}**, {}.", exam.name, telling.day_of(exam.day), when)))

        return await self._calendars.add_exam(event, exam, told)

    @command("calendar late", answers="note", level=Level.TEACHER)
    async def late(self, event: Invoke, hours: Hours | None = None, unsure: Unsure | None = None) -> Answer:
        """How late timed posts are caught up, and whether uncertain ones are repeated."""
        if hours is None and unsure is None:
            return _late_told(await self._calendars.late(event))
        repeats = None if unsure is None else unsure == "repeat"
        return await self._calendars.set_late(event, hours=hours, repeats=repeats, told=_late_told)

    # What was found in a file

    @command("calendar import", answers="note", level=Level.TEACHER)
    async def import_file(self, event: Invoke, file: CalendarFile) -> Answer:
        """Add the holidays and terms of an iCalendar file; they are shown first."""
        return await self._files.import_file(event, file, found_in_file)

    @pressed("calendar.add", answers="edit", level=Level.TEACHER)
    async def add(self, event: Press, id: str) -> Answer:
        """A teacher adds what was found, as it was shown first."""
        return await self._files.add_found(event, id, takes_all=False, told=_added)

    @pressed("calendar.all", answers="edit", level=Level.TEACHER)
    async def look_at_all(self, event: Press, id: str) -> Answer:
        """A teacher wants to see it with all events taken."""
        add = Button("Add them", to(CalendarCommands.add_all, id), "main")
        return await self._files.look_at_found(
            event, id, lambda found: Reply(View(telling.found(found), controls=(add, _no(id))), "edit")
        )

    @pressed("calendar.add_all", answers="edit", level=Level.TEACHER)
    async def add_all(self, event: Press, id: str) -> Answer:
        """A teacher adds what was found, all events taken."""
        return await self._files.add_found(event, id, takes_all=True, told=_added)

    @pressed("calendar.drop", answers="edit", level=Level.TEACHER)
    async def drop(self, event: Press, id: str) -> Answer:
        """A teacher adds nothing of it."""
        nothing = Reply(View(rich("Nothing was added to the calendar.")), "edit")
        return await self._files.drop_found(event, id, lambda: nothing)


def found_in_file(id: str, found: Found) -> Reply:
    """What would be added of a file, to be agreed to; nothing has changed yet."""
    add = (Button("Add them", to(CalendarCommands.add, id), "main"),) if found.holidays or found.terms else ()
    take_all = (Button("Take all events", to(CalendarCommands.look_at_all, id)),) if found.others else ()
    return Reply(View(telling.found(found), controls=(*add, *take_all, _no(id))))


def _no(id: str) -> Button:
    return Button("No", to(CalendarCommands.drop, id))


def _added(added: Added) -> Answer:
    what = " and ".join(
        counted(count, thing) for count, thing in ((added.holidays, "holiday"), (added.terms, "term")) if count
    )
    over = rich("{} more found no room: take what is not needed off the list.", added.over) if added.over else ()
    told = rich("{} added. /calendar list shows the whole calendar.", what or "Nothing")
    return Reply(View(lines(told, over)), "edit")


def _country_set(place: Place, coming: tuple[tuple[date, str], ...]) -> Answer:
    if not place.code:
        return Reply(View(rich("Public holidays are school days now, unless they are noted by hand.")))
    told = rich("Nothing is posted by itself on the public holidays of **{}**. Next:", place.name)
    return Reply(View(lines(told, *map(telling.public_day, coming))))


def _late_told(late: Late) -> Answer:
    caught_up = (
        rich("A timed post that was missed is posted up to **{}** late.", counted(late.hours, "hour"))
        if late.hours
        else rich("A timed post that was missed is **not** caught up.")
    )
    again = "posted again" if late.repeats else "not posted again"
    unsure = rich("One of which Swot can't tell whether it arrived is **{}**.", again)
    return Reply(View(lines(caught_up, unsure)))


def _removing(overview: Overview) -> tuple[Control, ...]:
    """What is listed, to choose from; a select has room for all of it."""
    shown = telling.shown(overview)
    options = tuple(Option(cut(_label(entry), MOST_LABEL), _value(entry)) for entry in shown)
    return (Select("Take one off (teacher)", to(CalendarCommands.remove), options),) if options else ()


def _label(entry: Entry) -> str:
    if isinstance(entry, Exam):
        return f"{entry.day} {entry.name}"
    return f"{entry.first} {entry.name or ('Term' if isinstance(entry, Term) else 'Holiday')}"


def _value(entry: Entry) -> str:
    if isinstance(entry, Exam):
        return f"exam/{entry.day}/{entry.name}"
    return f"{'term' if isinstance(entry, Term) else 'holiday'}/{entry.first}/{entry.last}"


def _entry_of(value: str) -> Entry:
    """What a select's option stands for. Raises `UserError` where it stands for nothing: a client can send anything."""
    sort, _, rest = value.partition("/")
    first, _, last = rest.partition("/")
    try:
        match sort:
            case "exam":
                return Exam(date.fromisoformat(first), last)
            case "term":
                return Term(date.fromisoformat(first), date.fromisoformat(last))
            case "holiday":
                return Closure(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        pass
    raise UserError(GONE)
