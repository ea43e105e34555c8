"""Which fact comes next."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.facts.model import drawn

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
CALENDARS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=4),
    st.one_of(st.none(), DAYS.map("{:%m-%d}".format)),
    min_size=1,
    max_size=12,
)


def told(calendar: dict[str, str | None], class_id: str, first: date, days: int) -> list[str]:
    """What a class is told on so many days."""
    times: dict[str, int] = {}
    found = []
    for count in range(days):
        fact = drawn(calendar, times, class_id, first + count * timedelta(days=1))
        times[fact] = times.get(fact, 0) + 1
        found.append(fact)
    return found


@given(calendar=CALENDARS, first=DAYS)
def test_none_comes_again_before_all_have_come(calendar: dict[str, str | None], first: date):
    """Time after time, whatever days they belong to."""
    found = told(calendar, "c", first, 3 * len(calendar))
    for start in range(0, len(found), len(calendar)):
        assert set(found[start : start + len(calendar)]) == set(calendar)


@given(calendar=CALENDARS, day=DAYS)
def test_the_fact_of_this_day_comes_first_and_those_of_other_days_last(calendar: dict[str, str | None], day: date):
    """As long as there are any of no day."""
    fact = drawn(calendar, {}, "c", day)
    todays = {id for id, of in calendar.items() if of == f"{day:%m-%d}"}
    undated = {id for id, of in calendar.items() if of is None}
    assert fact in (todays or undated or set(calendar))


@given(calendar=CALENDARS, more=CALENDARS, day=DAYS)
def test_a_pack_that_grows_leaves_the_order_of_the_others(
    calendar: dict[str, str | None], more: dict[str, str | None], day: date
):
    """A new fact takes its place among them."""
    plain = dict.fromkeys(calendar)
    grown = plain | dict.fromkeys(more)
    order, longer = told(plain, "c", day, len(plain)), told(grown, "c", day, len(grown))
    assert [fact for fact in longer if fact in plain] == order


def test_classes_hear_them_in_orders_of_their_own():
    """And each the second time in another order than the first."""
    calendar = dict.fromkeys("abcdefghij")
    orders = {tuple(told(calendar, class_id, date(2026, 11, 30), 10)) for class_id in ("c", "d", "e")}
    assert len(orders) == 3
    both = told(calendar, "c", date(2026, 11, 30), 20)
    assert both[:10] != both[10:]
