"""How a calendar is told: in days of the week and few words, short enough for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.calendar.model import Closure, Exam, Term
from bot.calendar.reading import Found
from bot.calendar.service import Overview
from bot.chat import Text, counted, cut, dotted, lines, paragraphs, rich
from bot.schedule.written import told_date
from bot.schedule.zones import city

MOST_HOLIDAYS = 10
MOST_TERMS = 6
MOST_EXAMS = 6
"""Those that are listed: the next ones."""
MOST_FOUND = 12
SHORT = 40
"""Characters of a name in a list."""


def day_of(day: date) -> str:
    """A date with its day of the week and its year."""
    return f"{told_date(day)} {day.year}"


def days_of(first: date, last: date) -> str:
    """Dates from one to another, with the year they end in."""
    return day_of(last) if first == last else f"{told_date(first)} to {day_of(last)}"


def told(days: Closure | Term) -> Text:
    """A holiday or a term in a line."""
    dates = rich("**{}**", days_of(days.first, days.last))
    return (*dates, *rich(" ({})", cut(days.name, SHORT))) if days.name else dates


def named(entry: Closure | Term | Exam) -> str:
    """Anything of a calendar in a few words."""
    return f"{entry.name}, {day_of(entry.day)}" if isinstance(entry, Exam) else days_of(entry.first, entry.last)


def public_day(found: tuple[date, str]) -> Text:
    """A public holiday in a line."""
    return rich("**{}** ({})", day_of(found[0]), cut(found[1], SHORT))


def shown(overview: Overview) -> tuple[Closure | Term | Exam, ...]:
    """What of the calendar is listed and can be taken off, in order; the last term, where all are over."""
    past = (overview.past_term,) if overview.past_term else ()
    terms = overview.terms[:MOST_TERMS] or past
    return (*terms, *overview.closures[:MOST_HOLIDAYS], *overview.exams[:MOST_EXAMS])


def listed(overview: Overview) -> Text:
    """The whole calendar, as far as it is still to come."""
    zone = rich("**Time zone:** {}", city(overview.zone))
    country = _section(f"Public holidays: {overview.place.name}", [public_day(found) for found in overview.public])
    return paragraphs(
        zone,
        _terms(overview),
        _section("No school", [told(closure) for closure in overview.closures], MOST_HOLIDAYS),
        country if overview.place.code else (),
        _section("Exams", [_exam(exam, overview.today) for exam in overview.exams], MOST_EXAMS),
        _hint(overview),
    )


def _terms(overview: Overview) -> Text:
    if overview.past_term:
        over = rich("All are over, so that nothing is posted by itself. /calendar term notes the next one.")
        return lines(rich("**Terms**"), told(overview.past_term), over)
    return _section("Terms", [told(term) for term in overview.terms], MOST_TERMS)


def _exam(exam: Exam, today: date) -> Text:
    days = (exam.day - today).days
    return rich(
        "**{}** ({}, {})", day_of(exam.day), cut(exam.name, SHORT), f"in {counted(days, 'day')}" if days else "today"
    )


def _section(title: str, entries: Sequence[Text], most: int = MOST_FOUND) -> Text:
    if not entries:
        return ()
    more = rich("… and {} more", len(entries) - most) if len(entries) > most else ()
    return lines(rich("**{}**", title), *entries[:most], more)


def _hint(overview: Overview) -> Text:
    if overview.terms or overview.past_term or overview.closures or overview.place.code:
        return ()
    return rich(
        "No terms or holidays are noted: every day counts as a school day."
        " A teacher adds them with /calendar term, holiday, country or import."
    )


def found(found: Found) -> Text:
    """What would be added of a file."""
    if not (found.holidays or found.terms):
        head = rich("No event of that calendar is named like a holiday or a term. It has others that last all day:")
        return paragraphs(lines(head, *_some(found.others)), _left_out(found))
    counts = [
        rich("**{}**", counted(len(days), thing))
        for days, thing in ((found.holidays, "holiday"), (found.terms, "term"))
        if days
    ]
    head = lines((*dotted(*counts), *rich(" would be added:")), *_some(found.terms, MOST_TERMS), *_some(found.holidays))
    return paragraphs(head, _left_out(found))


def _some(days: Sequence[Closure | Term], most: int = MOST_FOUND) -> list[Text]:
    more = [rich("… and {} more", len(days) - most)] if len(days) > most else []
    return [*map(told, days[:most]), *more]


def _left_out(found: Found) -> Text:
    others = len(found.others) if found.holidays or found.terms else 0
    left = [
        counted(others, "other all-day event") if others else "",
        f"{counted(found.timed, 'event')} with times" if found.timed else "",
        f"{counted(found.unread, 'event')} that could not be read" if found.unread else "",
        f"{found.over:,} beyond the first {len(found.holidays) + len(found.terms)}" if found.over else "",
    ]
    return rich("Left out: {}.", ", ".join(filter(None, left))) if any(left) else ()
