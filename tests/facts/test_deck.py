"""Which fact comes next, and which come back."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.facts.model import AFTER, Recall, drawn, recalls
from bot.schedule.model import Past

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


@given(
    days=st.lists(DAYS, unique=True, max_size=12),
    day=DAYS,
    outcomes=st.lists(st.sampled_from(["said", "skipped", "missed"]), min_size=12, max_size=12),
)
def test_every_fact_that_was_told_comes_back_in_time(days: list[date], day: date, outcomes: list[str]):
    """The oldest first; after seven days the second time, whether or not the first was asked."""
    slots = sorted(zip(days, outcomes, strict=False))
    past = [Past(f"{slot}", outcome, f"p/{slot}") for slot, outcome in slots]  # type: ignore[arg-type]
    told = [slot for slot, outcome in slots if outcome == "said"]
    ripe = [(slot, sum((day - slot).days >= after for after in AFTER) - 1) for slot in told]
    assert recalls(past, day) == [Recall(f"p/{slot}", slot, turn) for slot, turn in ripe if turn >= 0]


def test_what_came_back_comes_back_no_more():
    """Each turn once; what a teacher tried is no slot."""
    told = date(2026, 11, 30)
    past = [Past("2026-11-30", "said", "p/f"), Past("try:abc", "said", "p/g")]
    first, second = Recall("p/f", told, 0), Recall("p/f", told, 1)
    assert recalls(past, date(2026, 12, 3)) == [first]
    past.append(Past(first.key, "said", "p/q"))
    assert recalls(past, date(2026, 12, 3)) == []
    assert recalls(past, date(2026, 12, 7)) == [second]
    past.append(Past(second.key, "said", "p/q"))
    assert recalls(past, date(2026, 12, 20)) == []
