"""A learner's figures, mark by mark and from the whole of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.calendar.model import Calendar
from bot.clock import DAY, HOUR, SECOND
from bot.standings.figures import NOTHING, Change, Figures, Over, Spans, changed, counted, folded, stepped
from bot.standings.model import Share
from tests.chat_harness import MONDAY

HOLIDAYS = {date(2026, 12, day) for day in range(14, 28)} | {date(2026, 11, 25)}
CALENDARS = st.sampled_from(
    [
        Calendar(ZoneInfo(zone), lambda day: day not in HOLIDAYS, 1, repeats=False)
        for zone in ("Europe/London", "Asia/Tokyo")
    ]
)
CHANGES = st.lists(
    st.builds(
        lambda hours, points, earned: Change(MONDAY + hours * HOUR, points, earned, 1),
        st.integers(0, 24 * 70),
        st.integers(0, 150),
        st.integers(0, 100),
    ),
    min_size=1,
    max_size=40,
)


@given(CALENDARS, CHANGES)
def test_mark_by_mark_comes_to_the_same_as_all_at_once(calendar: Calendar, changes: list[Change]):
    """Over weeks, half-terms, holidays and weekends."""
    changes.sort(key=lambda change: change.at)
    spans = Spans(calendar.zone, calendar.is_open)
    figures = folded(changes[:1], spans)
    for number, change in enumerate(changes[1:], 2):
        before = changes[: number - 1]

        def earned(over: Over, before: list[Change] = before) -> Share:
            earlier = [one for one in before if over.before <= one.at < over.since]
            return Share(sum(one.earned for one in earlier), len(earlier)) if over.before else NOTHING

        figures = stepped(figures, change, spans, earned)
        assert figures == folded(changes[:number], Spans(calendar.zone, calendar.is_open))


@given(CALENDARS, CHANGES, st.data())
def test_a_mark_made_otherwise_changes_what_it_is_in(calendar: Calendar, changes: list[Change], data: st.DataObject):
    """Its week and half-term if they are the last ones, what those are compared with, and all time."""
    number = data.draw(st.integers(0, len(changes) - 1))
    old = changes[number]
    new = Change(old.at, 7, 9, 1)
    other = [*changes[:number], new, *changes[number + 1 :]]
    move = Change(old.at, new.points - old.points, new.earned - old.earned, 0)
    assert [changed(one, move) for one in folded(changes, Spans(calendar.zone, calendar.is_open))] == folded(
        other, Spans(calendar.zone, calendar.is_open)
    )


def test_who_stands_where_is_counted_in_narrow_bands_and_wide_ones():
    """Nobody without points, and whoever stays where they are not at all."""
    over = Over("all", 0, 0)
    rich, poor = Figures(over, points=2_350), Figures(over, points=0)
    assert counted([(None, (rich, True)), (None, (poor, False))]) == {
        ("all", 0, "points", 1, 2_350): (1, 1),
        ("all", 0, "points", 1_000, 2_000): (1, 1),
    }
    assert counted([((rich, True), (rich, True))]) == {}
    assert counted([((rich, False), (rich, True))]) == {
        ("all", 0, "points", 1, 2_350): (0, 1),
        ("all", 0, "points", 1_000, 2_000): (0, 1),
    }


def test_a_week_is_the_classs_own():
    """It begins at midnight where the class is."""
    sunday_evening = round(datetime(2026, 11, 29, 18, tzinfo=UTC).timestamp()) * SECOND
    for zone, monday in (("Europe/London", date(2026, 11, 23)), ("Asia/Tokyo", date(2026, 11, 30))):
        week, *_, everything = Spans(ZoneInfo(zone), lambda _: True).of(sunday_evening)
        assert week.first == monday
        assert week.since <= sunday_evening < week.since + 7 * DAY
        assert week.since - week.before == 28 * DAY
        assert everything == Over("all", 0, 0)
