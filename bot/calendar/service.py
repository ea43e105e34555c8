"""A class's calendar: looked at, changed, and asked whether there is school."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.calendar import public, store
from bot.calendar.model import LONGEST_HOLIDAY, Calendar, Closure, Exam, SchoolDays, Term, is_sound
from bot.calendar.public import Place
from bot.chat import Answer, Event
from bot.classes.service import Classes
from bot.clock import HOUR, MINUTE, local
from bot.errors import UserError
from bot.storage.database import Database

NEXT_PUBLIC = 4
"""Public holidays that are told."""
MOST_CLOSURES = 60
MOST_TERMS = 12
MOST_EXAMS = 20
"""Those that are still to come."""
KEPT = timedelta(days=400)
"""How long after it is over anything stays in a calendar: last year's is looked back on, no longer."""
LEAST_LATE = 10 * MINUTE
"""What counts as on time: a restart is not a missed post."""
NOWHERE = Place("", "")

Days = TypeVar("Days", Closure, Term)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Late:
    """What becomes of a timed post that is not posted as it should be."""

    hours: int
    """How late it is still caught up where nothing ran at its time."""
    repeats: bool
    """Whether it is posted again where nobody knows if it arrived."""


@dataclass(frozen=True, slots=True)
class Overview:
    """A class's calendar as it is looked at on a day."""

    today: date
    zone: ZoneInfo
    place: Place
    public: tuple[tuple[date, str], ...]
    """The next public holidays."""
    terms: tuple[Term, ...]
    """Those that are not over."""
    past_term: Term | None
    """The last one, where all are over."""
    closures: tuple[Closure, ...]
    exams: tuple[Exam, ...]


class Calendars:
    """The calendars of every class: what timed posts keep to."""

    def __init__(self, database: Database, classes: Classes) -> None:
        self._database = database
        self._classes = classes
        self.on_change: list[Callable[[Connection, str, int], None]] = []
        """What hears, in the same transaction, that a class's calendar is another now, and when it is."""

    # What others ask

    def of(self, tx: Connection, class_id: str) -> Calendar:
        """What a class's timed posts keep to."""
        row = store.row(tx, class_id)
        days = SchoolDays(
            store.closures_of(tx, class_id), store.terms_of(tx, class_id), partial(public.public_days, row.country)
        )
        return Calendar(ZoneInfo(row.zone), days.is_open, max(LEAST_LATE, row.catch_up * MINUTE), row.repeats)

    def zone(self, tx: Connection, class_id: str) -> ZoneInfo:
        """A class's time zone."""
        return ZoneInfo(store.row(tx, class_id).zone)

    def open_days(self, tx: Connection, class_id: str) -> Callable[[date], bool]:
        """What tells whether a class is at school on a date; read when it is asked first, in the same transaction."""
        found = cache(partial(self.of, tx, class_id))
        return lambda day: found().is_open(day)

    def terms(self, tx: Connection, class_id: str) -> tuple[Term, ...]:
        """A class's terms, as far as they are noted."""
        return store.terms_of(tx, class_id)

    def repeats(self, tx: Connection, class_id: str) -> bool:
        """Whether a timed post of a class is posted again where nobody knows if it arrived."""
        return store.row(tx, class_id).repeats

    def exams(self, tx: Connection, class_id: str) -> list[Exam]:
        """What a class works towards, in order, that which is over too."""
        return store.exams_of(tx, class_id)

    async def today(self, event: Event) -> date:
        """The date where the class is, at the time of the event."""
        class_id = await self._classes.of(event)
        return local(event.at, await self._database.read(self.zone, class_id)).date()

    async def warm(self) -> None:
        """Load what public holidays need, if any class has some: it would be slow inside a transaction."""
        if await self._database.read(store.has_countries):
            await public.loaded()

    # Looking and changing

    async def look(self, event: Event) -> Overview:
        """The class's calendar at the time of the event."""
        class_id = await self._classes.of(event)
        await self.warm()
        return await self._database.read(self._overview, class_id, event.at)

    def _overview(self, tx: Connection, class_id: str, at: int) -> Overview:
        row = store.row(tx, class_id)
        zone = ZoneInfo(row.zone)
        today = local(at, zone).date()
        terms = store.terms_of(tx, class_id)
        coming = tuple(term for term in terms if term.last >= today)
        return Overview(
            today,
            zone,
            public.place_of(row.country) if row.country else NOWHERE,
            _next_public(row.country, today),
            coming,
            max(terms, key=lambda term: term.last) if terms and not coming else None,
            tuple(closure for closure in store.closures_of(tx, class_id) if closure.last >= today),
            tuple(exam for exam in store.exams_of(tx, class_id) if exam.day >= today),
        )

    async def set_zone(self, event: Event, zone: ZoneInfo, told: Callable[[], Answer]) -> Answer:
        """Move the class to another time zone: what it has at local times moves along."""
        return await self.change(
            event, lambda tx, class_id, _: store.change_row(tx, class_id, zone=zone.key), lambda _: told()
        )

    async def guess_zone(self, event: Event, zone: ZoneInfo) -> None:
        """Begin with a time zone that nobody has chosen."""
        class_id = await self._classes.of(event)

        def begin(tx: Connection) -> None:
            store.change_row(tx, class_id, zone=zone.key)
            for hear in self.on_change:
                hear(tx, class_id, event.at)

        await self._database.write(begin)

    async def places_like(self, typed: str) -> list[Place]:
        """Places with public holidays that have what is typed, best first."""
        await public.loaded()
        return public.places_like(typed)

    async def set_country(
        self, event: Event, written: str, told: Callable[[Place, tuple[tuple[date, str], ...]], Answer]
    ) -> Answer:
        """Give the class the public holidays of a place; `told` gets the next ones. Raises `UserError`.

        Nothing written: it has those of no place any more.
        """
        await public.loaded()
        place = public.place_named(written) if written else NOWHERE

        def change(tx: Connection, class_id: str, today: date) -> tuple[tuple[date, str], ...]:
            store.change_row(tx, class_id, country=place.code)
            return _next_public(place.code, today)

        return await self.change(event, change, partial(told, place))

    async def late(self, event: Event) -> Late:
        """What becomes of the class's timed posts that are late or uncertain."""
        return await self._database.read(_late, await self._classes.of(event))

    async def set_late(
        self, event: Event, *, hours: int | None, repeats: bool | None, told: Callable[[Late], Answer]
    ) -> Answer:
        """Set what becomes of timed posts that are late or uncertain, as far as it is given; tell what holds then."""

        def change(tx: Connection, class_id: str, _: date) -> Late:
            if hours is not None:
                store.change_row(tx, class_id, catch_up=hours * HOUR // MINUTE)
            if repeats is not None:
                store.change_row(tx, class_id, repeats=repeats)
            return _late(tx, class_id)

        return await self.change(event, change, told)

    async def close_on(self, event: Event, closure: Closure, told: Callable[[], Answer]) -> Answer:
        """Note when the class is not at school. Raises `UserError` where the dates make no sense."""
        if not is_sound(closure.first, closure.last, LONGEST_HOLIDAY):
            raise UserError("A holiday ends after it begins, and within four months.")

        def change(tx: Connection, class_id: str, today: date) -> None:
            if not fitting([closure], store.closures_of(tx, class_id), today, MOST_CLOSURES):
                raise UserError(f"A class can have {MOST_CLOSURES} holidays. Take some off with /calendar list first.")
            store.put_closures(tx, class_id, [closure])

        return await self.change(event, change, lambda _: told())

    async def add_term(self, event: Event, term: Term, told: Callable[[date | None], Answer]) -> Answer:
        """Note a term: from the first on there is school in terms alone. Raises `UserError`.

        `told` gets the day on which the next term begins, where today is in none.
        """
        if not is_sound(term.first, term.last):
            raise UserError("A term ends after it begins, and within a year.")

        def change(tx: Connection, class_id: str, today: date) -> date | None:
            before = store.terms_of(tx, class_id)
            if not fitting([term], before, today, MOST_TERMS):
                raise UserError(f"A class can have {MOST_TERMS} terms. Take some off with /calendar list first.")
            store.put_terms(tx, class_id, [term])
            every = [*before, term]
            is_on = any(one.first <= today <= one.last for one in every)
            return None if is_on else min((one.first for one in every if one.first > today), default=None)

        return await self.change(event, change, told)

    async def add_exam(self, event: Event, exam: Exam, told: Callable[[int], Answer]) -> Answer:
        """Note an exam; `told` gets in how many days it is. Raises `UserError` where it is over."""

        def change(tx: Connection, class_id: str, today: date) -> int:
            coming = {other for other in store.exams_of(tx, class_id) if other.day >= today}
            if exam.day < today:
                raise UserError("That day is over. An exam is on a day still to come.")
            if len({*coming, exam}) > MOST_EXAMS:
                raise UserError(f"A class can have {MOST_EXAMS} exams. Take some off with /calendar list first.")
            store.put_exam(tx, class_id, exam)
            return (exam.day - today).days

        return await self.change(event, change, told)

    async def remove(self, event: Event, entry: Closure | Term | Exam, told: Callable[[], Answer]) -> Answer:
        """Take something off the calendar; only an exam's name matters. Raises `UserError` where it is not there."""

        def change(tx: Connection, class_id: str, _: date) -> None:
            match entry:
                case Exam():
                    was_there = store.remove_exam(tx, class_id, entry)
                case Term():
                    was_there = store.remove_term(tx, class_id, entry.first, entry.last)
                case Closure():
                    was_there = store.remove_closure(tx, class_id, entry.first, entry.last)
            if not was_there:
                raise UserError("That is no longer on the calendar.")

        return await self.change(event, change, lambda _: told())

    async def change(
        self,
        event: Event,
        change: Callable[[Connection, str, date], Result],
        told: Callable[[Result], Answer],
    ) -> Answer:
        """Change the class's calendar, on its own date, and let everybody hear who wants to."""
        class_id = await self._classes.of(event)
        await self.warm()

        def changed(tx: Connection) -> Answer:
            today = local(event.at, self.zone(tx, class_id)).date()
            store.forget(tx, class_id, today - KEPT)
            result = change(tx, class_id, today)
            for hear in self.on_change:
                hear(tx, class_id, event.at)
            return told(result)

        return await self._database.once(event, changed)


def _late(tx: Connection, class_id: str) -> Late:
    row = store.row(tx, class_id)
    return Late(row.catch_up * MINUTE // HOUR, row.repeats)


def _next_public(country: str, today: date) -> tuple[tuple[date, str], ...]:
    """The next public holidays of a country, with their names."""
    years = (today.year, today.year + 1)
    coming = (found for year in years for found in public.public_days(country, year).items() if found[0] >= today)
    return tuple(islice(coming, NEXT_PUBLIC))


def fitting(added: Sequence[Days], there: Sequence[Days], today: date, most: int) -> list[Days]:
    """Those that have room beside what is to come already; one with the same dates takes that one's place."""
    taken = {(days.first, days.last) for days in there if days.last >= today}
    fitting: list[Days] = []
    for days in added:
        dates = (days.first, days.last)
        if days.last >= today:
            if dates not in taken and len(taken) >= most:
                continue
            taken.add(dates)
        fitting.append(days)
    return fitting
