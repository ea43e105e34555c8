"""Reads a school's calendar from an iCalendar file (RFC 5545).

The file comes from outside: what is done with it is bounded whatever it says. Only the lines of events that are read
below reach the library, and events come back only by rules that are sure to have days and to have them soon; a rule
for every second, or for each 30 February, would keep it busy for hours.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.calendar.model import LONGEST, Closure, Term
from bot.calendar.names import sort_of
from bot.chat import cut
from bot.errors import UserError

if TYPE_CHECKING:
    from icalendar import Event

MOST_BYTES = 1_000_000
MOST_EVENTS = 3_000
MOST_KEPT = 60
"""Holidays, and terms, of a file."""
MOST_NAME = 60
"""Characters."""
AHEAD = timedelta(days=2 * 366)
"""How far after today anything is read."""
MOST_STEPS = 20_000
"""Days that events come back on, from their first until they are read no further, all told."""
LONGEST_LINE = 20_000
"""Characters of a line that is read; names are shorter, and so is any list of days."""
DEEPEST = 8
"""Things within things: an alarm stands in an event, an event in a calendar."""
YEARS = range(1900, 2201)

_ONE_DAY = timedelta(days=1)
_LINES = ("UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "STATUS", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
_NO_CALENDAR = "That is no calendar. Send the school's calendar as an iCalendar file; its name ends in .ics."
_STEP = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
"""Days, at least, from one time that an event comes back to the next."""
_TAME = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY"))
_COMMON_YEAR = 2027
_WEEKDAY = re.compile(r"[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)")


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says of the days still to come."""

    holidays: tuple[Closure, ...] = ()
    """All-day events whose names say that there is no school."""
    others: tuple[Closure, ...] = ()
    """All other all-day events."""
    terms: tuple[Term, ...] = ()
    timed: int = 0
    """Events with times, which are left out."""
    unread: int = 0
    """Events that make no sense, or come back by a rule that is not read."""
    over: int = 0
    """Holidays and terms beyond the most that are kept."""

    def all_taken(self) -> Found:
        """The same with every all-day event as a holiday."""
        holidays = _kept(self.holidays + self.others)
        more = len({*self.holidays, *self.others}) - len(holidays)
        return Found(holidays, (), self.terms, self.timed, self.unread, self.over + more)


def read_calendar(content: bytes, today: date) -> Found:
    """What an iCalendar file says of the two years from `today` on.

    Takes up to a few seconds. Raises `UserError` where it is no calendar, or too large a one.
    """
    if len(content) > MOST_BYTES:
        raise UserError(f"That file is too large: a calendar of at most {MOST_BYTES // 1_000_000} MB can be read.")
    days: list[Closure] = []
    timed = unread = 0
    series, broken = _series(_blocks(_lines(content)))
    unread += broken
    steps = MOST_STEPS
    for events in series:
        whole = [event for event in events if not isinstance(_when(event, "DTSTART"), datetime)]
        timed += len(events) - len(whole)
        if not whole:
            continue
        wanted = sum(_steps(event, today + AHEAD) for event in events)
        if wanted > steps:
            unread += len(whole)
            continue
        steps -= wanted
        try:
            days += _occurrences(events, today)
        except Exception:  # noqa: BLE001 - whatever the library stumbles over in such an event
            unread += len(whole)
    return _sorted_out(_joined(days), timed, unread)


def _lines(content: bytes) -> list[str]:
    """The lines of a file, unfolded. Raises `UserError` where it is no calendar."""
    # Long lines are folded between bytes, even inside a letter: they are put together before they are decoded.
    whole = re.sub(rb"\r\n?", b"\n", content)
    try:
        text = re.sub(rb"\n[ \t]", b"", whole).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError("That file is not in UTF-8, as calendars are. Export it again, and send that.") from None
    lines = text.split("\n")
    if next((line.strip().upper() for line in lines if line.strip()), "") != "BEGIN:VCALENDAR":
        raise UserError(_NO_CALENDAR)
    return lines


def _blocks(lines: Iterable[str]) -> list[str]:
    """The events among the lines, each with what is read of it. Raises `UserError` where there are too many."""
    blocks: list[str] = []
    inside: list[str] = []
    block: list[str] = []
    for line in lines:
        name, _, value = line.strip().partition(":")
        if name.upper() == "BEGIN":
            inside.append(value.upper())
            if len(inside) > DEEPEST:
                raise UserError(_NO_CALENDAR)
            block = block if "VEVENT" in inside[:-1] else []
        elif name.upper() == "END" and inside:
            if inside.pop() == "VEVENT" and "VEVENT" not in inside:
                if len(blocks) == MOST_EVENTS:
                    raise UserError(f"That calendar has over {MOST_EVENTS:,} events. Export this school year alone.")
                blocks.append("\r\n".join(["BEGIN:VEVENT", *block, "END:VEVENT", ""]))
        elif inside[-1:] == ["VEVENT"] and re.split("[;:]", line, maxsplit=1)[0].strip().upper() in _LINES:
            block.append(line.strip() if len(line) <= LONGEST_LINE else "DTSTART:too long")
    return blocks


def _series(blocks: Iterable[str]) -> tuple[list[list[Event]], int]:
    """Events that belong together, one and its changes; and how many make no sense."""
    from icalendar import Event  # noqa: PLC0415 - takes a sixth of a second

    together: defaultdict[str, list[Event]] = defaultdict(list)
    broken = 0
    for number, block in enumerate(blocks):
        try:
            event: Any = Event.from_ical(block)
            is_sound = not event.errors and _is_sound(event)
        except Exception:  # noqa: BLE001 - whatever the library stumbles over in such an event
            is_sound = False
        if is_sound:
            together[str(event.get("UID") or number)].append(event)
        else:
            broken += 1
    return list(together.values()), broken


def _is_sound(event: Event) -> bool:
    """Whether an event has a time; one that lasts all day ends within a year, and comes back by rules that are read."""
    starts = _when(event, "DTSTART")
    if isinstance(starts, datetime):
        return starts.year in YEARS and ("RRULE" not in event or _is_tame(event["RRULE"]))
    ends = _when(event, "DTEND") if "DTEND" in event else starts + _ONE_DAY
    long = _when(event, "DURATION") if "DURATION" in event else _ONE_DAY
    if isinstance(ends, datetime) or starts.year not in YEARS or long.seconds:
        return False
    # Some programs end a day on itself.
    if not 0 <= (ends - starts).days <= LONGEST or not 0 <= long.days <= LONGEST:
        return False
    return "RRULE" not in event or _is_tame(event["RRULE"])


def _when(event: Event, name: str) -> Any:
    """The time that a property of an event gives: mostly a date or a `datetime`, but a file can say anything."""
    value: Any = event[name]
    return value.dt


def _is_tame(rule: Any) -> bool:
    """Whether a rule surely has a day again and again, so that looking for the next one ends."""
    if isinstance(rule, list) or not set(rule) <= _TAME:
        return False
    [often] = rule.get("FREQ", [""])
    [interval] = rule.get("INTERVAL", [1])
    months, month_days = rule.get("BYMONTH", []), rule.get("BYMONTHDAY", [])
    weekdays = rule.get("BYDAY", [])
    if often not in _STEP or not 1 <= interval <= LONGEST:
        return False
    if not all(_WEEKDAY.fullmatch(str(day)) for day in weekdays) or not all(1 <= month <= 12 for month in months):  # noqa: PLR2004
        return False
    if often == "WEEKLY":
        return not months and not month_days and all(len(str(day)) == len("MO") for day in weekdays)
    if interval > 1 or often == "DAILY":
        return not (months or month_days or weekdays)
    if (often == "MONTHLY" and months) or (weekdays and month_days):
        return False
    # A fifth Monday comes in some months only, and a 30 February never.
    if often == "YEARLY" and weekdays:
        return bool(months) and all(str(day)[:-2].lstrip("+-") != "5" for day in weekdays)
    lengths = [monthrange(_COMMON_YEAR, month)[1] for month in months or [1]]
    return not month_days or any(1 <= abs(day) <= length for day in month_days for length in lengths)


def _steps(event: Event, until: date) -> int:
    """How many days an event comes back on until then, at most."""
    listed = sum(len(days.dts) for name in ("RDATE", "EXDATE") for days in _as_list(event.get(name)))
    if "RRULE" not in event:
        return 1 + listed
    rule = _as_list(event["RRULE"])[0]
    step = min((_STEP[often] for often in rule["FREQ"]), default=1)
    starts = _when(event, "DTSTART")
    days: int = (until - (starts.date() if isinstance(starts, datetime) else starts)).days
    return listed + max(1, days // step) * max(1, len(rule.get("BYDAY", [])))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _occurrences(events: list[Event], today: date) -> list[Closure]:
    """When an event is, with all its changes."""
    import recurring_ical_events  # noqa: PLC0415 - takes a tenth of a second
    from icalendar import Calendar  # noqa: PLC0415

    calendar = Calendar()
    for event in events:
        calendar.add_component(event)
    found = []
    for event in recurring_ical_events.of(calendar).between(today, today + AHEAD):
        first, after = _when(event, "DTSTART"), _when(event, "DTEND")
        is_cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
        if not is_cancelled and not isinstance(first, datetime):
            last = max(first, after - _ONE_DAY)
            if today <= last:
                found.append(Closure(first, last, _name(event)))
    return found


def _name(event: Event) -> str:
    words = event.get("SUMMARY", "")
    words = words[0] if isinstance(words, list) else words
    return cut(" ".join("".join(char if char.isprintable() else " " for char in str(words)).split()), MOST_NAME)


def _joined(days: list[Closure]) -> list[Closure]:
    """The days in order, those of one name that follow on each other as one."""
    by_name: defaultdict[str, list[Closure]] = defaultdict(list)
    for found in sorted(days):
        so_far = by_name[found.name]
        before = so_far[-1] if so_far else None
        if before and found.first <= before.last + _ONE_DAY and (found.last - before.first).days <= LONGEST:
            so_far[-1] = Closure(before.first, max(before.last, found.last), found.name)
        else:
            so_far.append(found)
    return sorted(found for named in by_name.values() for found in named)


def _sorted_out(days: list[Closure], timed: int, unread: int) -> Found:
    sorts: defaultdict[str, list[Closure]] = defaultdict(list)
    for found in days:
        sorts[sort_of(found.name, (found.last - found.first).days + 1)].append(found)
    holidays, others = _kept(sorts["holiday"]), _kept(sorts["other"])
    terms = _kept(sorts["term"])
    over = len(sorts["holiday"]) + len(sorts["term"]) - len(holidays) - len(terms)
    return Found(holidays, others, tuple(Term(term.first, term.last, term.name) for term in terms), timed, unread, over)


def _kept(days: Iterable[Closure]) -> tuple[Closure, ...]:
    return tuple(sorted(set(days))[:MOST_KEPT])
