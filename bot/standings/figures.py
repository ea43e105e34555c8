"""What a learner's marks come to in a week, a half-term, and all time: from a whole history, or one mark further."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import TypeAlias, get_args

from bot.clock import SECOND, local
from bot.standings import model
from bot.standings.model import By, Share, Window

Place: TypeAlias = tuple[Window, int, By, int, int]
"""Where learners are counted: span, since, by, width of the band, and the figure that it begins at."""
NARROW, WIDE = 1, 1_000
"""How wide the bands are in which learners are counted: the narrow ones tell places within a wide one."""


NOTHING = Share()


@dataclass(frozen=True, slots=True)
class Over:
    """A week or half-term where the class is, or all time; instants in microseconds UTC."""

    span: Window
    since: int
    """When it began; 0: all time."""
    before: int
    """When the weeks began that it is compared with; 0: with none."""
    first: date | None = None
    """Its first day, local."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a learner has in a week, a half-term, or of all time, up to their last mark."""

    over: Over
    points: int = 0
    """Hundredths that count."""
    days: int = 0
    """School days with answers."""
    now: Share = NOTHING
    before: Share = NOTHING
    """What was earned in the weeks before."""
    last_at: int = 0
    """When the last mark was given; microseconds UTC."""

    @property
    def better(self) -> int:
        """By how many hundredths of a mark an answer is worth more than before; 0: not at all, or not known."""
        return max(0, model.improvement(self.now, self.before) or 0)


@dataclass(frozen=True, slots=True)
class Change:
    """A mark that is given or made otherwise: by how much what it comes to changes."""

    at: int
    """When the mark was given; microseconds UTC."""
    points: int
    """Hundredths that count."""
    earned: int
    """Hundredths of the mark without bonus."""
    answers: int
    """1 for a mark that is given, 0 for one that is made otherwise."""


class Spans:
    """The weeks and half-terms of a class, each found once."""

    def __init__(self, zone: tzinfo, is_open: Callable[[date], bool]) -> None:
        """`is_open` tells whether the class is at school on a date; a week can be told without."""
        self._zone = zone
        self._is_open = is_open
        self._known: dict[tuple[Window, date], Over] = {}

    def day(self, at: int) -> date:
        """The date of an instant where the class is."""
        return local(at, self._zone).date()

    def is_school_day(self, day: date) -> bool:
        """Whether the class is at school on a date, from Monday to Friday."""
        return model.is_school_day(day, self._is_open)

    def of(self, at: int) -> tuple[Over, ...]:
        """The week and half-term of an instant where the class is, and all time."""
        return tuple(self.over(span, at) for span in get_args(Window))

    def over(self, span: Window, at: int) -> Over:
        """The week, the half-term or all time of an instant."""
        if span == "all":
            return Over("all", 0, 0)
        today = self.day(at)
        if (span, today) not in self._known:
            first = model.week_of(today) if span == "week" else model.half_term_of(today, self._is_open)
            self._known[span, today] = Over(span, self._begins(first), self._begins(first - model.BEFORE), first)
        return self._known[span, today]

    def _begins(self, day: date) -> int:
        return round(datetime.combine(day, time(), self._zone).timestamp()) * SECOND


def changed(figures: Figures, change: Change) -> Figures:
    """The figures with a mark made otherwise, or one more; days stay."""
    points, now, before = figures.points, figures.now, figures.before
    if change.at >= figures.over.since:
        points, now = points + change.points, Share(now.earned + change.earned, now.answers + change.answers)
    elif change.at >= figures.over.before > 0:
        before = Share(before.earned + change.earned, before.answers + change.answers)
    return Figures(figures.over, points, figures.days, now, before, figures.last_at)


def stepped(figures: Sequence[Figures], change: Change, spans: Spans, before: Callable[[Over], Share]) -> list[Figures]:
    """A learner's figures one mark further; it is not older than any before it.

    `before` tells what was earned in the weeks before a week or half-term that begins with it.
    """
    known = {one.over.span: one for one in figures}
    day = spans.day(change.at)
    is_same_day = day == spans.day(figures[0].last_at)
    is_new = not is_same_day and spans.is_school_day(day)
    found = []
    for over in [one.over for one in figures] if is_same_day else spans.of(change.at):
        one = known[over.span]
        points, days, now, earlier = one.points, one.days, one.now, one.before
        if one.over.since != over.since:
            points, days, now, earlier = 0, 0, NOTHING, before(over)
        now = Share(now.earned + change.earned, now.answers + change.answers)
        found.append(Figures(over, points + change.points, days + is_new, now, earlier, change.at))
    return found


def folded(history: Iterable[Change], spans: Spans) -> list[Figures]:
    """A learner's figures from everything they were given marks for; none without any."""
    changes = list(history)
    if not changes:
        return []
    last_at = max(change.at for change in changes)
    school = [day for day in {spans.day(change.at) for change in changes} if spans.is_school_day(day)]
    found = []
    for over in spans.of(last_at):
        days = sum(over.first is None or day >= over.first for day in school)
        figures = Figures(over, days=days, last_at=last_at)
        for change in changes:
            figures = changed(figures, change)
        found.append(figures)
    return found


Standing: TypeAlias = tuple[Figures, bool]
"""What a learner has over something, and whether they show their name."""


def counted(moves: Iterable[tuple[Standing | None, Standing | None]]) -> dict[Place, tuple[int, int]]:
    """What changes in how many learners stand where, and how many of those are named, where each moves from and to."""
    found: dict[Place, tuple[int, int]] = {}
    for before, after in moves:
        left, come = _places(before), _places(after)
        for places, sign in ((left - come, -1), (come - left, 1)):
            for span, since, by, figure, named in places:
                for width in (NARROW, WIDE):
                    key = (span, since, by, width, figure // width * width)
                    learners, shown = found.get(key, (0, 0))
                    found[key] = (learners + sign, shown + sign * named)
    return {key: change for key, change in found.items() if change != (0, 0)}


def _places(standing: Standing | None) -> set[tuple[Window, int, By, int, bool]]:
    if standing is None:
        return set()
    one, named = standing
    figures: tuple[tuple[By, int], ...] = (
        ("points", one.points),
        ("improvement", one.better),
        ("steadiness", one.days),
    )
    return {(one.over.span, one.over.since, by, figure, named) for by, figure in figures if figure > 0}
