"""The week's leaderboard, posted by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Protocol

from sqlalchemy import Connection

from bot.chat import View
from bot.classes.service import Classes
from bot.responses import service as responses
from bot.responses.model import Total, ranked
from bot.schedule.model import NothingToSay, Occurrence, Said, Wish, instant_of
from bot.standings.service import TOP

DAYS = 7
"""Days that a digest looks back on, its own included."""


@dataclass(frozen=True, slots=True)
class Week:
    """How a class's last seven days went."""

    last: date
    top: tuple[tuple[int, str, Total], ...]
    """The first places whose holders show their names."""
    named: int
    """How many show their names, on the board or below it."""
    learners: int
    points: int
    """All points together, in hundredths."""
    questions: int
    """Questions that were answered, each counted for everyone who did."""


class Pages(Protocol):
    """What everybody sees."""

    def digest(self, week: Week) -> View:
        """The week's leaderboard."""
        ...


class Digests:
    """Fills timed posts with the leaderboard of the last seven days."""

    name = "leaderboard digest"
    command = "/schedule digest"

    def __init__(self, classes: Classes, pages: Pages) -> None:
        self._classes = classes
        self._pages = pages

    def check(self, tx: Connection, class_id: str, wish: Wish) -> None:
        """There is a leaderboard in every class."""

    def fill(self, tx: Connection, occurrence: Occurrence) -> Said:
        """The leaderboard. Raises `NothingToSay` where nobody has earned anything: silence is kinder than zeros."""
        first = occurrence.slot - timedelta(days=DAYS - 1)
        since = instant_of(first, time(), occurrence.calendar.zone) or 0
        class_id = occurrence.post.class_id
        places = ranked([total for total in responses.class_totals(tx, class_id, since) if total.points])
        if not places:
            raise NothingToSay("nobody had earned points in the week")
        names = self._classes.shown_names(tx, class_id, [total.person for _, total in places])
        shown = tuple((place, names[total.person], total) for place, total in places if total.person in names)
        totals = [total for _, total in places]
        week = Week(
            last=occurrence.slot,
            top=shown[:TOP],
            named=len(shown),
            learners=len(places),
            points=sum(total.points for total in totals),
            questions=sum(total.questions for total in totals),
        )
        return Said(occurrence.slot.isoformat(), self._pages.digest(week))
