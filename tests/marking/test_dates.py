"""Dates and years as people type them, how they agree with a key, and the marking of dates."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.marking.date_words import month_of
from bot.marking.dates import DAY_FIRST, ONE_DATE, Date, mark_date, may_be_date, read_date, readings, same_date
from bot.marking.outcome import FULL, Outcome

RIGHT, WRONG = Outcome("right", FULL), Outcome("wrong", 0)
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
DAY = Date(1918, 3, 3, "day")
DAYS = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31))
YEARS = st.integers(1000, 2999)


def ordinal(number: int) -> str:
    """A day as people say it: 1st, 22nd, 13th."""
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def layouts(day: dt.date) -> list[str]:
    """A day in every layout that leaves no doubt."""
    month, number, year = MONTHS[day.month - 1], day.day, day.year
    return [
        *(f"{number} {month} {year}", f"{number} {month[:3]} {year}", f"{number} {month[:3]}. {year}"),
        *(f"{month} {number}, {year}", f"{month} {ordinal(number)}, {year}", f"{month.upper()} {number} {year}"),
        *(f"{ordinal(number)} of {month.lower()} {year}", f"the {ordinal(number)} of {month}, {year}"),
        *(f"{number}-{month[:3]}-{year}", f"{year} {month} {number}", f"on {number} {month} {year}"),
        *(day.isoformat(), f"{year}/{day.month}/{number}", f"{year}.{day.month:02}.{number:02}"),
        *(f"{number}.{day.month}.{year}", f"{number:02}.{day.month:02}.{year}", f"{number}. {day.month}. {year}"),
        f"Monday, {number} {month} {year}",
    ]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        *(
            (written, DAY)
            for written in (
                *("3 March 1918", "March 3rd, 1918", "3rd of march 1918", "3.3.1918", "03/03/1918", "1918-03-03"),
                *("3. 3. 1918", "3 / 3 / 1918", "3-3-1918", "the 3rd of March, 1918", "1918 March 3", "3 Mar. 1918"),
                *(
                    "Sunday 3 March 1918",
                    "Sun, 3rd March 1918",
                    "third of march 1918",
                    "3-Mar-1918",
                    "３．３．１９１８",
                ),
                *(
                    "march the third nineteen eighteen",
                    "3 March, nineteen-eighteen",
                    "(3 March 1918)",
                    '"3 March 1918".',
                ),
            )
        ),
        ("3/3/18", Date(18, 3, 3, "day", short_year=True)),
        ("3 March '18", Date(18, 3, 3, "day", short_year=True)),
        ("3 March 18", Date(18, 3, 3, "day", short_year=True)),
        ("3/3/00", Date(0, 3, 3, "day", short_year=True)),
        ("Mar 1918", Date(1918, 3, precision="month")),
        ("march of 1918", Date(1918, 3, precision="month")),
        ("03.1918", Date(1918, 3, precision="month")),
        ("3/1918", Date(1918, 3, precision="month")),
        ("1918-03", Date(1918, 3, precision="month")),
        ("march '18", Date(18, 3, precision="month", short_year=True)),
        ("dec 34", Date(34, 12, precision="month", short_year=True)),
        ("1918", Date(1918)),
        ("in 1918", Date(1918)),
        ("the year 1918", Date(1918)),
        ("１９１８", Date(1918)),
        ("476", Date(476)),
        ("'18", Date(18, short_year=True)),
        ("18", Date(18, short_year=True)),
        ("AD 43", Date(43, era="AD")),
        ("43 AD", Date(43, era="AD")),
        ("43 CE", Date(43, era="AD")),
        ("44 BC", Date(44, era="BC")),
        ("44 B.C.", Date(44, era="BC")),
        ("44 BCE", Date(44, era="BC")),
        ("44bc", Date(44, era="BC")),
        ("-44", Date(44, era="BC")),
        ("10,000 BC", Date(10000, era="BC")),
        ("15 March 44 BC", Date(44, 3, 15, "day", era="BC")),
        ("1930s", Date(1930, precision="decade")),
        ("the 1930's", Date(1930, precision="decade")),
        ("the nineteen thirties", Date(1930, precision="decade")),
        ("the thirties", Date(30, precision="decade", short_year=True)),
        ("the 30s", Date(30, precision="decade", short_year=True)),
        ("'30s", Date(30, precision="decade", short_year=True)),
        ("mid-1930s", Date(1930, precision="decade", part="middle")),
        ("440s BC", Date(440, precision="decade", era="BC")),
        ("20th century", Date(1901, precision="century")),
        ("the twentieth century", Date(1901, precision="century")),
        ("XX century", Date(1901, precision="century")),
        ("C20th", Date(1901, precision="century")),
        ("the 20th c.", Date(1901, precision="century")),
        ("early 20th century", Date(1901, precision="century", part="early")),
        ("5th century BC", Date(500, precision="century", era="BC")),
        ("the 1800s", Date(1800, precision="century")),
        ("the eighteen hundreds", Date(1800, precision="century")),
        ("early 1929", Date(1929, part="early")),
        ("late 1929", Date(1929, part="late")),
        ("the end of 1929", Date(1929, part="late")),
        ("mid 1929", Date(1929, part="middle")),
        ("the first half of 1929", Date(1929, part="early")),
        ("the second half of 1929", Date(1929, part="late")),
        ("spring 1930", Date(1930, part="spring")),
        ("in the autumn of 1930", Date(1930, part="autumn")),
        ("March 3", Date(None, 3, 3, "day of year")),
        ("the 3rd of March", Date(None, 3, 3, "day of year")),
        ("25/12", Date(None, 12, 25, "day of year")),
        ("25.12.", Date(None, 12, 25, "day of year")),
        ("March", Date(None, 3, precision="month of year")),
        ("c. 1929", Date(1929, circa=True)),
        ("c1929", Date(1929, circa=True)),
        ("circa 1929", Date(1929, circa=True)),
        ("about 1929", Date(1929, circa=True)),
        ("nineteen twenty-nine", Date(1929)),
        ("nineteen twenty nine", Date(1929)),
        ("nineteen hundred", Date(1900)),
        ("nineteen hundred and five", Date(1905)),
        ("nineteen oh five", Date(1905)),
        ("ten sixty-six", Date(1066)),
        ("two thousand and one", Date(2001)),
        ("twenty twenty", Date(2020)),
        ("febuary 1917", Date(1917, 2, precision="month")),
        ("feburary 1917", Date(1917, 2, precision="month")),
        ("septemper 1939", Date(1939, 9, precision="month")),
        ("Ocotber 1917", Date(1917, 10, precision="month")),
        ("29 February 1916", Date(1916, 2, 29, "day")),
        ("29 February 1900", Date(1900, 2, 29, "day")),
    ],
)
def test_a_date_is_read_in_every_layout(written: str, date: Date):
    """As exactly as it was given, and no more so; 1900 was a leap year in Russia."""
    assert read_date(written) == date


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            " ",
            "Trotsky",
            "a spade",
            "the",
            "second",
            "five",
            "5",
            "0",
            "carbon-14",
            "1918 men",
            "Monday",
            "spring",
        ),
        *("1917 or 1918", "1917/1918", "1928-32", "1917, 1918", "3 or 4 March", "3 March 1917 and 1918", "12 1918"),
        *(
            "31 February 1918",
            "30.2.1918",
            "29 February 1918",
            "31/4/1918",
            "32 March 1918",
            "13/13/1918",
            "1918-13-01",
        ),
        *("29 February 2100", "jule 1918", "marc 1918", "the year", "in", "20 century", "1.2.3.4", "March April 1918"),
        *(
            "1918 AD BC",
            "before 1918",
            "0 AD",
            "3.4",
            "3.14",
            "XX",
            "3/3-1918",
            "99999",
            "the first",
            "25 October (7 November) 1917",
        ),
    ],
)
def test_anything_else_is_no_date(written: str):
    """Two dates, days that never were, months that may be either of two, what is left open."""
    assert read_date(written) is None


def test_figures_are_read_the_british_way():
    """Both readings are kept where an American would read another date."""
    assert readings("03/04/1918") == (Date(1918, 4, 3, "day", ambiguous=True), Date(1918, 3, 4, "day"))
    assert readings("3-4-1918")[0].ambiguous
    assert readings("3/4") == (Date(None, 4, 3, "day of year", ambiguous=True), Date(None, 3, 4, "day of year"))


def test_figures_that_can_be_read_one_way_are_in_no_doubt():
    """The month can't be 13, the day is the month, or nobody in America puts points."""
    assert readings("13/04/1918") == (Date(1918, 4, 13, "day"),)
    assert readings("04/13/1918") == (Date(1918, 4, 13, "day"),)
    assert readings("4/4/1918") == (Date(1918, 4, 4, "day"),)
    assert readings("3.4.1918") == (Date(1918, 4, 3, "day"),)


def test_a_day_and_a_short_year_are_both_kept():
    """March 18 is a day, or a month of a year that ends in 18."""
    assert [date.precision for date in readings("March 18")] == ["day of year", "month"]


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("march", 3),
        ("sept", 9),
        ("janurary", 1),
        ("agust", 8),
        ("novemeber", 11),
        ("jule", None),
        ("mai", None),
        ("decent", None),
    ],
)
def test_months_are_forgiven_one_slip(word: str, month: int | None):
    """Unless it is a short word, where a slip makes another."""
    assert month_of(word) == month


@given(DAYS)
def test_a_day_comes_back_from_every_layout(day: dt.date):
    """The same day, without any doubt."""
    for written in layouts(day):
        assert readings(written) == (Date(day.year, day.month, day.day, "day"),), written


@given(DAYS, st.sampled_from(["{0}/{1}/{2}", "{0:02}/{1:02}/{2}", "{0}-{1}-{2}"]))
def test_figures_with_strokes_come_back_the_british_way(day: dt.date, layout: str):
    """Day, month, year."""
    found = read_date(layout.format(day.day, day.month, day.year))
    assert found is not None
    assert (found.year, found.month, found.day) == (day.year, day.month, day.day)
    assert found.ambiguous == (day.day <= 12 and day.day != day.month)


@given(YEARS, st.integers(1, 12))
def test_a_month_comes_back_from_every_layout(year: int, month: int):
    """The name or the number, before or behind the year."""
    name = MONTHS[month - 1]
    for written in (
        f"{name} {year}",
        f"{name[:3]} {year}",
        f"{month:02}.{year}",
        f"{month}/{year}",
        f"{year}-{month:02}",
    ):
        assert read_date(written) == Date(year, month, precision="month"), written


@given(YEARS)
def test_a_year_comes_back_from_every_layout(year: int):
    """Bare, with its era, as a decade and a century."""
    assert read_date(str(year)) == Date(year)
    assert read_date(f"AD {year}") == Date(year, era="AD")
    assert read_date(f"{year} BC") == Date(year, era="BC")
    if year % 100 >= 10:
        assert read_date(f"{year // 10}0s") == Date(year // 10 * 10, precision="decade")
    assert read_date(f"{ordinal(year // 100)} century") == Date((year // 100 - 1) * 100 + 1, precision="century")


@given(st.integers(13, 20), st.integers(10, 99))
def test_a_year_in_words_comes_back(century: int, rest: int):
    """As it is spoken: nineteen twenty-nine."""
    teens = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    small = ("", *["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], *teens.split())
    multiples = "twenty thirty forty fifty sixty seventy eighty ninety"
    tens = multiples.split()
    spoken = small[rest] if rest < 20 else f"{tens[rest // 10 - 2]} {small[rest % 10]}".strip()
    assert read_date(f"{small[century]} {spoken}") == Date(century * 100 + rest)


@given(st.text())
def test_no_text_breaks_the_reading(text: str):
    """Alone, and beside a date; what is read was let pass by the first look."""
    for written in (text, f"3 March {text}", f"{text} 1918"):
        assert not readings(written) or may_be_date(written)
        assert mark_date(written, "1918-03-03").verdict in {"right", "wrong", "prompt"}


@given(st.text("0123456789/.-' snrdthofmarchbcet", max_size=40))
def test_no_heap_of_figures_breaks_the_reading(text: str):
    """Whatever is read is a day that there was."""
    for date in readings(text):
        assert date.month is None or 1 <= date.month <= 12
        assert date.day is None or 1 <= date.day <= 31
        assert date.year is None or date.year > 0 or date.short_year


@pytest.mark.parametrize(
    "text", ["3/" * 5000, "march " * 5000, "1" * 5000, "nineteen " * 20, "(" * 250 + "1918", "1918-" * 30]
)
def test_what_is_long_is_refused(text: str):
    """Nobody types a date of this length."""
    assert read_date(text) is None


# Agreement


@pytest.mark.parametrize(
    ("given", "key", "agreement"),
    [
        ("1918", "1918", "same"),
        ("c. 1918", "1918", "same"),
        ("3 March 1918", "1918", "more exact"),
        ("3 March 1918", "March 1918", "more exact"),
        ("March 1918", "3 March 1918", "less exact"),
        ("1918", "3 March 1918", "less exact"),
        ("3 March", "3 March 1918", "less exact"),
        ("March", "March 1918", "less exact"),
        ("3 March 1918", "3 March", "more exact"),
        ("4 March 1918", "3 March 1918", "other"),
        ("3 April 1918", "3 March 1918", "other"),
        ("3 March 1917", "3 March 1918", "other"),
        ("1917", "3 March 1918", "other"),
        ("'18", "1918", "less exact"),
        ("'17", "1918", "other"),
        ("43", "AD 43", "same"),
        ("44 AD", "44 BC", "other"),
        ("44", "44 BC", "less exact"),
        ("44 BC", "AD 44", "other"),
        ("1930s", "1932", "less exact"),
        ("1932", "1930s", "more exact"),
        ("the thirties", "1930s", "same"),
        ("the thirties", "1932", "less exact"),
        ("the thirties", "1942", "other"),
        ("1940s", "1932", "other"),
        ("early 1930s", "1932", "less exact"),
        ("late 1930s", "1932", "other"),
        ("20th century", "1930s", "less exact"),
        ("1930s", "20th century", "more exact"),
        ("the thirties", "20th century", "more exact"),
        ("1900", "20th century", "more exact"),
        ("1900", "19th century", "more exact"),
        ("1800s", "19th century", "more exact"),
        ("1st century BC", "44 BC", "less exact"),
        ("2nd century BC", "44 BC", "other"),
        ("40s BC", "44 BC", "less exact"),
        ("early 1929", "1929", "more exact"),
        ("1929", "early 1929", "less exact"),
        ("late 1929", "November 1929", "less exact"),
        ("early 1929", "November 1929", "other"),
        ("spring 1930", "2 March 1930", "less exact"),
        ("autumn 1930", "2 March 1930", "other"),
        ("March 1930", "spring 1930", "more exact"),
        ("spring 1930", "autumn 1930", "other"),
        ("early March 1930", "2 March 1930", "less exact"),
        ("late March 1930", "2 March 1930", "other"),
    ],
)
def test_how_dates_agree(given: str, key: str, agreement: str):
    """As far as both go: years, decades, centuries, eras, seasons, months and days."""
    one, other = read_date(given), read_date(key)
    assert one is not None
    assert other is not None
    assert same_date(one, other) == agreement


@given(DAYS)
def test_leaving_a_part_out_is_less_exact(day: dt.date):
    """And the other way round more exact; a date agrees with itself."""
    exact = Date(day.year, day.month, day.day, "day")
    for coarse in (
        Date(day.year),
        Date(day.year, day.month, precision="month"),
        Date(None, day.month, day.day, "day of year"),
    ):
        assert same_date(coarse, coarse) == "same"
        assert same_date(coarse, exact) == "less exact"
        assert same_date(exact, coarse) == "more exact"


@given(DAYS, DAYS)
def test_two_days_are_the_same_only_if_they_are(one: dt.date, other: dt.date):
    """Never by chance."""
    dates = [Date(day.year, day.month, day.day, "day") for day in (one, other)]
    assert same_date(dates[0], dates[1]) == ("same" if one == other else "other")


# Marking


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ("1918", RIGHT),
        ("3 March 1918", RIGHT),
        ("c. 1918", RIGHT),
        ("it was in 1918", RIGHT),
        ("I think it was 1918", RIGHT),
        ("nineteen eighteen", RIGHT),
        ("early 1918", RIGHT),
        ("AD 1918", RIGHT),
        ("1917", WRONG),
        ("1981", WRONG),
        ("1918 BC", WRONG),
        ("1917 or 1918", WRONG),
        ("1917/1918", WRONG),
        ("1917-18", WRONG),
        ("1917, 1918", WRONG),
        ("from 1917 to 1918", WRONG),
        ("", WRONG),
        ("'18", Outcome("prompt", 0, "Give the year in full.")),
        ("1910s", Outcome("prompt", 0, "Give the year.")),
        ("March", Outcome("prompt", 0, "Give the year too.")),
        ("before 1918", ONE_DATE),
        ("Trotsky", Outcome("prompt", 0, "That is not a date. Give a year.")),
    ],
)
def test_a_year_is_marked(given: str, outcome: Outcome):
    """More than a year is right, less is asked back, two are wrong."""
    assert mark_date(given, "1918") == outcome


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ("3 April 1918", RIGHT),
        ("3/4/1918", RIGHT),
        ("1918-04-03", RIGHT),
        ("April 3rd, 1918", RIGHT),
        ("4/3/1918", DAY_FIRST),
        ("4.3.1918", WRONG),
        ("4 March 1918", WRONG),
        ("3 April 1919", WRONG),
        ("3/4/1918 or 4/3/1918", WRONG),
        ("April 1918", Outcome("prompt", 0, "Give the day too.")),
        ("1918", Outcome("prompt", 0, "Give the day and the month too.")),
        ("3 April", Outcome("prompt", 0, "Give the year too.")),
        ("April", Outcome("prompt", 0, "Give the day and the year too.")),
        ("3/4/18", Outcome("prompt", 0, "Give the year in full.")),
        ("spring 1918", Outcome("prompt", 0, "Give the day and the month too.")),
        ("autumn 1918", WRONG),
        ("3 (16) April 1918", ONE_DATE),
        ("31 April 1918", Outcome("prompt", 0, "That is not a date. Give day, month and year.")),
        ("31/4/1918", Outcome("prompt", 0, "That is not a date. Give day, month and year.")),
    ],
)
def test_a_day_is_marked(given: str, outcome: Outcome):
    """What is missing is asked for; the American reading alone is asked back."""
    assert mark_date(given, "1918-04-03") == outcome


def test_a_month_is_marked():
    """The day may be given, the month must."""
    assert mark_date("3 March 1918", "1918-03") == RIGHT
    assert mark_date("1918-03", "1918-03") == RIGHT
    assert mark_date("1918", "1918-03") == Outcome("prompt", 0, "Give the month too.")
    assert mark_date("idk", "1918-03") == Outcome("prompt", 0, "That is not a date. Give month and year.")


@pytest.mark.parametrize("key", ["-0044", "44 BC"])
def test_years_before_christ_are_marked(key: str):
    """The era has to be said."""
    assert mark_date("44 BC", key) == RIGHT
    assert mark_date("44 BCE", key) == RIGHT
    assert mark_date("15 March 44 BC", key) == RIGHT
    assert mark_date("44 AD", key) == WRONG
    assert mark_date("43 BC", key) == WRONG
    assert mark_date("44", key) == Outcome("prompt", 0, "BC or AD?")
    assert mark_date("first century BC", key) == Outcome("prompt", 0, "Give the year.")


def test_early_years_need_no_era():
    """A key of few digits is the whole year."""
    assert mark_date("43", "0043") == RIGHT
    assert mark_date("AD 43", "43") == RIGHT
    assert mark_date("476", "476") == RIGHT
    assert mark_date("43 BC", "0043") == WRONG


def test_decades_and_centuries_are_marked():
    """Keys in words."""
    for written in ("1930s", "the thirties", "30s", "1932"):
        assert mark_date(written, "1930s") == RIGHT, written
    assert mark_date("20th century", "1930s") == Outcome("prompt", 0, "Give the decade.")
    assert mark_date("1930s or 40s", "1930s") == WRONG
    assert mark_date("C19", "19th century") == RIGHT


def test_two_years_with_a_short_second_one_are_no_month():
    """1905-06 is June only where a month is asked for."""
    assert mark_date("1905-06", "1905") == ONE_DATE
    assert mark_date("1905/06", "1905") == ONE_DATE
    assert mark_date("1905-06", "1905-06") == RIGHT


def test_within_the_tolerance_only_the_year_counts():
    """One that is off by more is wrong; one without its century is asked for it."""
    for written in ("1928", "1929", "1930", "May 1930", "3/4/1928"):
        assert mark_date(written, "1929", tolerance_years=1) == RIGHT, written
    assert mark_date("1931", "1929", tolerance_years=1) == WRONG
    assert mark_date("1928 or 1930", "1929", tolerance_years=1) == WRONG
    assert mark_date("'28", "1929", tolerance_years=1) == Outcome("prompt", 0, "Give the year in full.")
    assert mark_date("the twenties", "1929", tolerance_years=1) == Outcome("prompt", 0, "Give the year.")
    assert mark_date("1 AD", "1 BC", tolerance_years=1) == RIGHT
    assert mark_date("2 AD", "1 BC", tolerance_years=1) == WRONG


@pytest.mark.parametrize("key", ["", "x", "31 February 1918", "1918-13", "1917 or 1918", "0000"])
def test_a_key_that_is_no_date_is_an_error(key: str):
    """It is the author's."""
    with pytest.raises(ValueError, match="no date"):
        mark_date("1918", key)


@given(DAYS)
def test_the_key_is_right_in_every_layout(day: dt.date):
    """As a day, and where only a month or a year is asked for."""
    for written in layouts(day):
        for key in (day.isoformat(), day.isoformat()[:7], str(day.year)):
            assert mark_date(written, key) == RIGHT, written


@given(DAYS, st.sampled_from([-366, -365, -31, -30, -1, 1, 30, 31, 365, 366]))
def test_a_day_that_is_off_is_never_right(day: dt.date, off: int):
    """By a day, a month or a year, in any layout."""
    assume(dt.date(1000, 1, 1) <= day + dt.timedelta(off) <= dt.date(2999, 12, 31))
    for written in layouts(day + dt.timedelta(off)):
        assert mark_date(written, day.isoformat()).verdict == "wrong", written


@given(YEARS, st.sampled_from([-10, -1, 1, 10]), st.sampled_from(["{}", "in {}", "c. {}", "March {}", "early {}"]))
def test_a_year_that_is_off_is_never_right(year: int, off: int, layout: str):
    """Whatever stands beside it."""
    assume(year + off >= 1000)
    assert mark_date(layout.format(year + off), str(year)) == WRONG


@given(YEARS, st.integers(0, 2))
def test_swapped_digits_are_never_right(year: int, place: int):
    """Any two neighbours that differ."""
    digits = list(str(year))
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    swapped = "".join(digits)
    assume(int(swapped) != year and swapped[0] != "0")
    assert mark_date(swapped, str(year)) == WRONG
