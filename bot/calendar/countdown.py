"""The days to a class's exams, counted down by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import Connection

from bot.calendar.model import Exam
from bot.calendar.service import Calendars
from bot.chat import View
from bot.errors import UserError
from bot.schedule.model import ONE_DAY, IsOpen, NothingToSay, Occurrence, Rhythm, Said, Wish

SATURDAY = 5
MOST = 5
"""Exams of one countdown: the next ones."""


@dataclass(frozen=True, slots=True)
class Distance:
    """How far off an exam is."""

    exam: Exam
    days: int
    """None, on the day itself."""
    school_days: int | None
    """Of the days between, those from Monday to Friday with school; None where no term reaches it."""


class Pages(Protocol):
    """What everybody sees."""

    def countdown(self, distances: Sequence[Distance]) -> View:
        """How far off each exam is, the next one first."""
        ...


class Countdowns:
    """Fills timed posts with the days to the exams that a class has noted."""

    name = "exam countdown"
    command = "/schedule countdown"

    def __init__(self, calendars: Calendars, pages: Pages) -> None:
        self._calendars = calendars
        self._pages = pages

    def check(self, tx: Connection, today: date, class_id: str, rhythm: Rhythm, wish: Wish) -> None:
        """Make sure that there is something to count down to. Raises `UserError`."""
        if not any(exam.day >= today for exam in self._calendars.exams(tx, class_id)):
            raise UserError("No exam to come is noted. /calendar exam adds one, with its date.")

    def fill(self, tx: Connection, occurrence: Occurrence) -> Said:
        """How far off the next exams are. Raises `NothingToSay` where all are over."""
        coming = [exam for exam in self._calendars.exams(tx, occurrence.post.class_id) if exam.day >= occurrence.slot]
        if not coming:
            raise NothingToSay("no exam is to come")
        distances = [_distance(exam, occurrence) for exam in coming[:MOST]]
        return Said(occurrence.slot.isoformat(), self._pages.countdown(distances))


def _distance(exam: Exam, occurrence: Occurrence) -> Distance:
    days = (exam.day - occurrence.slot).days
    between = (occurrence.slot + number * ONE_DAY for number in range(1, days))
    is_open: IsOpen = occurrence.calendar.is_open
    if not is_open(exam.day):
        return Distance(exam, days, None)
    return Distance(exam, days, sum(day.weekday() < SATURDAY and is_open(day) for day in between))
