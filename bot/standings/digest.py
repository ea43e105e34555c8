"""The week's leaderboard, posted by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from sqlalchemy import Connection

from bot.chat import View
from bot.classes.service import Classes
from bot.responses import service as responses
from bot.responses.model import Total, ranked
from bot.schedule.model import ONE_DAY, NothingToSay, Occurrence, Rhythm, Said, Wish, instant_of
from bot.standings.service import TOP

DAYS = timedelta(days=7)
"""How far a digest looks back: from its time a week ago to its time now, so that no two tell the same."""


@dataclass(frozen=True, slots=True)
class Week:
    """How a class's last seven days went."""

    since: int
    """Microseconds UTC."""
    until: int
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

    def check(self, tx: Connection, today: date, class_id: str, rhythm: Rhythm, wish: Wish) -> None:
        """There is a leaderboard in every class."""

    def fill(self, tx: Connection, occurrence: Occurrence) -> Said:
        """The leaderboard. Raises `NothingToSay` where nobody has answered anything."""
        post = occurrence.post
        since, until = self._window(occurrence)
        everyone = responses.class_totals(tx, post.class_id, since, until)
        if not everyone:
            raise NothingToSay("nobody had answered anything in the week")
        places = ranked([total for total in everyone if total.points])
        class_id = post.class_id
        names = self._classes.shown_names(tx, class_id, {total.learner: total.persons for _, total in places})
        points, questions = responses.unlinked_total(tx, class_id, since, until)
        shown = tuple((place, names[total.learner], total) for place, total in places if total.learner in names)
        week = Week(
            since=since,
            until=until,
            last=occurrence.slot,
            top=shown[:TOP],
            named=len(shown),
            learners=len(everyone),
            points=points + sum(total.points for total in everyone),
            questions=questions + sum(total.questions for total in everyone),
        )
        return Said(occurrence.slot.isoformat(), self._pages.digest(week))

    def _window(self, occurrence: Occurrence) -> tuple[int, int]:
        """From when until when marks count; microseconds UTC."""
        at, zone = occurrence.post.rhythm.at, occurrence.calendar.zone
        until = occurrence.now if occurrence.is_try else occurrence.at(at)
        first = occurrence.slot - DAYS
        return instant_of(first, at, zone) or instant_of(first - ONE_DAY, at, zone) or until, until
