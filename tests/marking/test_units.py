"""Quantities as people type them, their conversion, and the marking of figures."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.marking.outcome import FULL, Outcome
from bot.marking.unit_table import CURRENCIES, Unit, names, prefixes, symbols
from bot.marking.unit_words import counted, read_units, singular
from bot.marking.units import (
    NO_NUMBER,
    ONE_FIGURE,
    WHICH_UNIT,
    Quantity,
    is_counted,
    mark_number,
    read_quantity,
    same_quantity,
)

RIGHT, WRONG = Outcome("right", FULL), Outcome("wrong", 0)
TABLE = sorted(
    {row.unit for rows in (*names().values(), *symbols().values()) for row in rows}, key=lambda unit: unit.name
)


def quantity(text: str) -> Quantity:
    """A text that is a quantity, as one."""
    found = read_quantity(text)
    assert found is not None, text
    return found


def in_base_units(found: Quantity) -> Fraction:
    """A quantity's amount in base units."""
    assert found.unit is not None
    return (found.value + found.unit.offset) * found.unit.factor


def decimal(value: Fraction) -> str:
    """A fraction as it can be typed whatever its denominator."""
    return f"{value.numerator}/{value.denominator}" if value.denominator > 1 else str(value.numerator)


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("5 km", 5, "kilometre"),
        ("5km", 5, "kilometre"),
        ("5 KM", 5, "kilometre"),
        ("5 kms", 5, "kilometre"),
        ("5-km", 5, "kilometre"),
        ("five kilometres", 5, "kilometre"),
        ("five kilometers", 5, "kilometre"),
        ("5000 m", 5000, "metre"),
        ("5 km long", 5, "kilometre"),
        ("20 °C", 20, "celsius"),
        ("20°C", 20, "celsius"),
        ("20 ℃", 20, "celsius"),
        ("20 ºC", 20, "celsius"),
        ("20 degrees celsius", 20, "celsius"),
        ("20 degrees C", 20, "celsius"),
        ("37c", 37, "celsius"),
        ("−273 °C", -273, "celsius"),
        ("minus 273 celsius", -273, "celsius"),
        ("98.6f", Fraction("98.6"), "fahrenheit"),
        ("£5", 5, "pound"),
        ("£ 5", 5, "pound"),
        ("5 pounds sterling", 5, "pound"),
        ("5 quid", 5, "pound"),
        ("-£5", -5, "pound"),
        ("£-5", -5, "pound"),
        ("$3bn", 3 * 10**9, "dollar"),
        ("US$3 billion", 3 * 10**9, "dollar"),
        ("3 billion dollars", 3 * 10**9, "dollar"),
        ("$7,200,000", 7200000, "dollar"),
        ("£3m", 3 * 10**6, "pound"),
        ("5€", 5, "euro"),
        ("£5 10s 6d", 1326, "penny"),
        ("£5 an hour", 5, "pound/hour"),
        ("£5/kg", 5, "pound/kilogram"),
        ("10 million tonnes", 10**7, "tonne"),
        ("10m tonnes", 10**7, "tonne"),
        ("10 million tonnes of grain", 10**7, "tonne"),
        ("60 mph", 60, "mile per hour"),
        ("60 m.p.h.", 60, "mile per hour"),
        ("60 miles an hour", 60, "mile/hour"),
        ("3 m/s", 3, "metre/second"),
        ("3 metres per second", 3, "metre/second"),
        ("9.8 m s^-2", Fraction("9.8"), "metre second^-2"),
        ("9.8 m s⁻²", Fraction("9.8"), "metre second^-2"),
        ("9.8ms-2", Fraction("9.8"), "metre second^-2"),
        ("9.8 m/s²", Fraction("9.8"), "metre/second^2"),
        ("9.8 m/s/s", Fraction("9.8"), "metre/second/second"),
        ("4.2 J/(g K)", Fraction("4.2"), "joule/gram kelvin"),
        ("4200 Jkg-1K-1", 4200, "joule kilogram^-1 kelvin^-1"),
        ("5 Nm", 5, "newton metre"),
        ("25 %", 25, "percent"),
        ("25%", 25, "percent"),
        ("25 per cent", 25, "percent"),
        ("three hours", 3, "hour"),
        ("an hour", 1, "hour"),
        ("half an hour", Fraction(1, 2), "hour"),
        ("two and a half hours", Fraction(5, 2), "hour"),
        ("an hour and a half", Fraction(3, 2), "hour"),
        ("1 hour 30 minutes", 90, "minute"),
        ("one hour and thirty minutes", 90, "minute"),
        ("1h30", 90, "minute"),
        ("1h 30m 5s", 5405, "second"),
        ("6 ft 2 in", 74, "inch"),
        ("6ft2in", 74, "inch"),
        ("6 foot 2", 74, "inch"),
        ("11 stone 4", 158, "pound"),
        ("-1 h 30 min", -90, "minute"),
        ("5 km²", 5, "kilometre^2"),
        ("5 sq km", 5, "kilometre^2"),
        ("5 square kilometres", 5, "kilometre^2"),
        ("5 km squared", 5, "kilometre^2"),
        ("5cm3", 5, "centimetre^3"),
        ("5 cubic feet", 5, "foot^3"),
        ("20 years old", 20, "year"),
        ("5 light years", 5, "light year"),
        ("50 megatons", 50, "megatonne"),
        ("5 kWh", 5, "kilowatt hour"),
        ("5 GiB", 5, "gibibyte"),
        ("5 puds", 5, "pood"),
        ("5 versts", 5, "verst"),
        ("5 desiatiny", 5, "desiatiny"),
        ("500,000 people", 500000, "person"),
        ("500,000 persons", 500000, "person"),
        ("half a million people", 500000, "person"),
        ("46 chromosomes", 46, "chromosome"),
        ("23 pairs of chromosomes", 23, "pair"),
        ("3 enquiries", 3, "enquiry"),
        ("4 dozen boxes", 48, "box"),
        ("1.5 x 10^8 km", 150000000, "kilometre"),
    ],
)
def test_a_quantity_is_read(written: str, value: int | Fraction, unit: str):
    """Glued or spaced, symbols or names, either spelling, in two units, in words; what is counted is a unit as well."""
    found = quantity(written)
    assert (found.value, found.unit.name if found.unit else None) == (value, unit)


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("20m", 20 * 10**6, None),
        ("20m", 20, "metre"),
        ("5 pounds", 5, "pound"),
        ("5K", 5000, None),
        ("37 C", 37, "coulomb"),
        ("90°", 90, "degree"),
        ("90°", 90, "celsius"),
        ("5mw", 5, "milliwatt"),
        ("5mw", 5, "megawatt"),
        ("6'2\"", 74, "inch"),
        ("5ft6", 66, "inch"),
        ("25.000 km", 25, "kilometre"),
        ("25.000 km", 25000, "kilometre"),
    ],
)
def test_every_reading_is_kept(written: str, value: int, unit: str | None):
    """The key decides which was meant."""
    found = quantity(written)
    read = [(one.value, one.unit.name if one.unit else None) for one in (found, *found.others)]
    assert (value, unit) in read


def test_pounds_are_a_weight_and_money():
    """Either may have been meant."""
    found = quantity("5 pounds")
    dimensions = [one.unit.dimension for one in (found, *found.others) if one.unit]
    assert dimensions == [(("kg", 1),), (("£", 1),)]


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "Trotsky", "a spade", "an egg", "the", "km", "5 or 6 km", "5 apples and pears", "1930s", "1930's"),
        *(
            "21st",
            "2nd",
            "112th",
            "five-year plan",
            "20 thirty",
            "3.3.1918",
            "5 km or so many words that nobody would count",
        ),
        *("1/0 km", "100 per 1000", "5 x", "£", "£x", "$", "in 5 km"),
    ],
)
def test_anything_else_is_no_quantity(written: str):
    """Neither decades nor ordinals are seconds and stones; an article alone counts nothing but units."""
    assert read_quantity(written) is None


def test_what_qualifies_a_figure_is_kept():
    """About and over, with a unit too."""
    assert quantity("about 20 million people").approximately
    assert quantity("over 20 km").bound == "more"
    assert quantity("20+ people").bound == "more"
    assert quantity("nearly 5 miles").bound == "less"


def test_a_bare_number_has_no_unit():
    """So that a caller can ask for it."""
    assert quantity("46").unit is None
    assert quantity("two thirds").value == Fraction(2, 3)


@pytest.mark.parametrize("unit", TABLE, ids=lambda unit: unit.name)
def test_every_name_and_symbol_of_the_table_is_read(unit: Unit):
    """Behind a figure and a space, in capitals too, and the plural of every name."""
    known = [key for key, rows in names().items() if any(row.unit == unit for row in rows)]
    signs = [key for key, rows in symbols().items() if any(row.unit == unit for row in rows)]
    for name in known:
        for written in (name, name.upper(), name if name.endswith(("s", "z", "x")) else f"{name}s"):
            assert unit in read_units(written), written
    for sign in signs:
        assert unit in read_units(sign), sign


@given(st.sampled_from(TABLE), st.sampled_from(TABLE), st.fractions(-1000, 1000, max_denominator=100))
def test_conversion_is_exact(one: Unit, other: Unit, value: Fraction):
    """An amount in one unit is the same amount in every other of its dimension, and in none of another."""
    given, key = Quantity(value, one), Quantity(value, other)
    if one.dimension != other.dimension:
        assert same_quantity(given, key) == "wrong unit"
        return
    converted = Quantity(in_base_units(given) / other.factor - other.offset, other)
    assert same_quantity(given, converted) == "same"
    assert same_quantity(converted, given) == "same"


@given(st.integers(1, 10**6), st.sampled_from([unit for unit in TABLE if unit.dimension]))
def test_a_quantity_comes_back_from_its_name(value: int, unit: Unit):
    """As it is written by name, and with its readings the same as itself."""
    found = quantity(f"{value} {unit.name}")
    assert same_quantity(found, Quantity(Fraction(value), unit)) == "same"


@given(st.sampled_from(prefixes()), st.sampled_from(["metre", "joule", "watt", "hertz", "gram"]), st.integers(1, 999))
def test_every_prefix_is_read(prefix: tuple[str, str, Fraction, bool], name: str, value: int):
    """And multiplies the unit."""
    (plain,) = read_units(name)
    if prefix[0] not in {"micro", "deka"} or prefix[1] == "μ":
        assert in_base_units(quantity(f"{value} {prefix[0]}{name}")) == value * prefix[2] * plain.factor


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5 km", "5000 m"),
        ("1 mile", "1609.344 m"),
        ("20 °C", "68 °F"),
        ("20 °C", "293.15 K"),
        ("-40 °C", "-40 °F"),
        ("1 h", "3600 s"),
        ("1 year", "12 months"),
        ("1 year", "365 days"),
        ("2 weeks", "14 days"),
        ("1 N", "1 kg m s^-2"),
        ("1 J", "1 N m"),
        ("1 W", "1 J/s"),
        ("1 V", "1 W/A"),
        ("1 Pa", "1 N/m²"),
        ("1 Hz", "1 s^-1"),
        ("1 kWh", "3.6 MJ"),
        ("36 km/h", "10 m/s"),
        ("1 l", "1000 cm3"),
        ("1 l", "1 dm³"),
        ("1 hectare", "10000 m2"),
        ("1 g/cm3", "1000 kg/m3"),
        ("1 atm", "101325 Pa"),
        ("1 atm", "760 torr"),
        ("1 stone", "14 lb"),
        ("1 gallon", "8 pints"),
        ("1 mile", "8 furlongs"),
        ("1 KB", "8000 bits"),
        ("1 radian", "57.29577951308 degrees"),
        ("180 degrees", "half a turn"),
        ("£5", "500p"),
        ("1 rouble", "100 kopecks"),
        ("£1", "20 shillings"),
        ("50%", "1/2"),
        ("1 pood", "40 funt"),
        ("1 verst", "500 sazhen"),
        ("1 desyatina", "2400 square sazhen"),
        ("150 million km", "150,000,000 km"),
        ("1 ton", "1 tonne"),
        ("20m", "20 million"),
        ("20m", "20 metres"),
    ],
)
def test_the_same_in_other_units(one: str, other: str):
    """Both ways round, whatever the units."""
    assert same_quantity(quantity(one), quantity(other)) == "same"
    assert same_quantity(quantity(other), quantity(one)) == "same"


@pytest.mark.parametrize(
    ("given", "key", "comparison"),
    [
        ("5", "5 km", "unit missing"),
        ("5000", "5 km", "wrong value"),
        ("5 km", "5", "unit added"),
        ("46 chromosomes", "46", "unit added"),
        ("47 chromosomes", "46", "wrong value"),
        ("5 kg", "5 km", "wrong unit"),
        ("37 fahrenheit", "37 °C", "wrong value"),
        ("$5", "£5", "wrong unit"),
        ("5 dogs", "5 cats", "wrong unit"),
        ("5 m", "5 km", "wrong value"),
        ("42195 km", "42.195 km", "wrong value"),
        ("364 days", "1 year", "wrong value"),
        ("12345678901 m", "12345678902 m", "wrong value"),
        ("12345678.901 km", "12345678902 m", "wrong value"),
        ("0.333333333333", "1/3", "same"),
        ("0.3333", "1/3", "wrong value"),
    ],
)
def test_how_quantities_differ(given: str, key: str, comparison: str):
    """A missing unit, one too many, another one, another value; slack is for what no decimal can express."""
    assert same_quantity(quantity(given), quantity(key)) == comparison


def test_a_tolerance_is_in_the_units_of_the_key():
    """Absolute, or a share of the key."""
    key = quantity("5 km")
    assert same_quantity(quantity("5100 m"), key, 0.1) == "same"
    assert same_quantity(quantity("5101 m"), key, 0.1) == "wrong value"
    assert same_quantity(quantity("4900 m"), key, Fraction(1, 50), relative=True) == "same"
    assert same_quantity(quantity("4899 m"), key, Fraction(1, 50), relative=True) == "wrong value"


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        *(("people", "person"), ("men", "man"), ("cities", "city"), ("boxes", "box"), ("churches", "church")),
        *(("classes", "class"), ("horses", "horse"), ("deaths", "death"), ("series", "series"), ("bus", "bus")),
    ],
)
def test_nouns_are_counted_in_the_singular(plural: str, one: str):
    """By the usual rules, and some of the unusual."""
    assert singular(plural) == one


def test_what_is_counted_is_no_unit_of_the_table():
    """Its name is its dimension."""
    people = counted("peasant households")
    assert people is not None
    assert is_counted(people)
    assert people.name == "peasant household"
    assert not is_counted(read_units("km")[0])
    assert counted("this or that") is None


def test_money_is_changed_into_no_other():
    """Currencies share no dimension."""
    units = [read_units(sign)[0] for sign in ("£", "$", "€", "¥", "₽", "marks")]
    assert {unit.dimension[0][0] for unit in units} == CURRENCIES


@given(st.text())
def test_no_text_breaks_the_reading(text: str):
    """Behind a figure too, where it would be a unit."""
    for written in (text, f"5 {text}", f"5{text}", f"£5{text}"):
        found = read_quantity(written)
        assert found is None or isinstance(found.value, Fraction)
        assert mark_number(written, 7).verdict in {"right", "wrong", "prompt"}


@given(st.text("0123456789 kmsgNJWhftin°'\"£$%/^*.,-()²³andper", max_size=60))
def test_no_heap_of_units_breaks_the_reading(text: str):
    """However many symbols come together."""
    found = read_quantity(text)
    assert found is None or len(found.others) < 8


@pytest.mark.parametrize(
    "text", ["5" + "'5" * 90, "5" + " m" * 90, "5 m" + "/s" * 30, "5 " + "ft" * 90, "5 m" * 60, "5 " + "s/" * 40]
)
def test_what_is_long_is_settled_quickly(text: str):
    """The readings do not multiply without end."""
    assert read_quantity(text) is None


# Marking


@pytest.mark.parametrize(
    "given", ["46", "forty-six", " 46. ", "46 chromosomes", "about 46", "46.0", "it's 46", "The answer is 46", "= 46"]
)
def test_the_figure_is_right_however_it_is_written(given: str):
    """With what is counted, with an opening, as an approximation."""
    assert mark_number(given, 46) == RIGHT


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("64", "two digits are swapped"),
        ("47", "too large"),
        ("45.5", "too small"),
        ("-46", "the sign is wrong"),
        ("460", "ten times too large"),
        ("0.046", "a thousand times too small"),
        ("46 or 47", ""),
        ("5 or 6", ""),
        ("46, 47", ""),
        ("46 47", ""),
        ("46 not 47", ""),
        ("", ""),
        ("  ", ""),
    ],
)
def test_another_figure_is_wrong(given: str, why: str):
    """Two figures are wrong even if one is right; where it can be said what is wrong with one, it is."""
    assert mark_number(given, 46) == Outcome("wrong", 0, why)


def test_one_wrong_digit_is_pointed_out():
    """In figures of some length, whatever noughts they end in."""
    assert mark_number("8859", 8849).why == "one digit is wrong"
    assert mark_number("8894 m", 8849, unit="m").why == "two digits are swapped"
    assert mark_number("11 million", 10**7).why == "too large"


@pytest.mark.parametrize("given", ["idk", "none", "many", "?", "Trotsky"])
def test_words_are_asked_for_a_figure(given: str):
    """Neither right nor wrong yet."""
    assert mark_number(given, 46) == NO_NUMBER


@pytest.mark.parametrize(
    "given",
    [
        "over 46",
        "46+",
        "nearly 46",
        "at least 46",
        "46 or more",
        "40-50",
        "40 to 50",
        "between 40 and 50",
        "40-50 km",
        "between 40 and 50 people",
    ],
)
def test_what_is_left_open_is_asked_for_one_figure(given: str):
    """Whatever the key is, so that nothing is given away."""
    assert mark_number(given, 46) == ONE_FIGURE
    assert mark_number(given, 9000) == ONE_FIGURE


@pytest.mark.parametrize(
    "given", ["20 million", "20m", "20,000,000", "about 20 million", "twenty million", "20 000 000", "2e7"]
)
def test_millions_are_right_in_every_layout(given: str):
    """The key may be written in words as well."""
    assert mark_number(given, 20_000_000) == RIGHT
    assert mark_number(given, "20 million") == RIGHT


def test_a_tolerance_is_absolute_or_a_share():
    """In the key's unit, whatever the answer's."""
    assert mark_number("19", 20, tolerance=1) == RIGHT
    assert mark_number("18.9", 20, tolerance=1).verdict == "wrong"
    assert mark_number("19", 20, tolerance="5%") == RIGHT
    assert mark_number("18.9", 20, tolerance="5%").verdict == "wrong"
    assert mark_number("3.1 miles", 5, unit="km", tolerance="1%") == RIGHT
    assert mark_number("10.1 million tonnes", 10, unit="million tonnes", tolerance=0.1) == RIGHT


@pytest.mark.parametrize(
    ("given", "required", "outcome"),
    [
        ("5 km", True, RIGHT),
        ("five kilometres", True, RIGHT),
        ("5000 m", True, RIGHT),
        ("5", True, WHICH_UNIT),
        ("4", True, WHICH_UNIT),
        ("5", False, RIGHT),
        ("5000", False, Outcome("wrong", 0, "a thousand times too large")),
        ("5 kg", True, Outcome("wrong", 0, "the unit is km")),
        ("5 m", True, Outcome("wrong", 0, "the unit is km")),
        ("5 bananas", False, Outcome("wrong", 0, "the unit is km")),
        ("6 km", True, Outcome("wrong", 0, "too large")),
    ],
)
def test_the_unit_counts(given: str, required: bool, outcome: Outcome):  # noqa: FBT001
    """One that is missing is asked for where it is required, whatever the figure; another one is wrong."""
    assert mark_number(given, 5, unit="km", unit_required=required) == outcome


@pytest.mark.parametrize(
    "given",
    ["10 million tonnes", "10", "10 million", "10,000,000 t", "10m tonnes", "10,000 kt", "ten million tonnes of grain"],
)
def test_a_unit_may_have_millions_in_it(given: str):
    """Then the figure alone is as good as the whole."""
    assert mark_number(given, 10, unit="million tonnes") == RIGHT


def test_millions_in_the_unit_are_not_overlooked():
    """Ten tonnes are not ten million."""
    assert mark_number("10 tonnes", 10, unit="million tonnes") == Outcome("wrong", 0, "the unit is million tonnes")
    assert mark_number("10", 10, unit="million tonnes", unit_required=True) == WHICH_UNIT
    assert mark_number("$3bn", 3, unit="billion dollars", unit_required=True) == RIGHT
    assert mark_number("$3bn", 3, unit="$ billion") == RIGHT
    assert mark_number("3 billion", 3, unit="billion") == RIGHT


def test_what_is_counted_may_be_named_otherwise():
    """Then the figure alone is asked for; a unit of measurement is wrong at once."""
    assert mark_number("500,000 people", 500_000, unit="people", unit_required=True) == RIGHT
    asked = Outcome("prompt", 0, "How many people? Give the figure alone.")
    assert mark_number("500,000 households", 500_000, unit="people") == asked
    assert mark_number("500,000 tonnes", 500_000, unit="people") == Outcome("wrong", 0, "the unit is people")


def test_shares_and_percentages_are_one():
    """A half is 50%, and 50 is enough where per cent are asked for."""
    for written in ("50%", "50", "half", "0.5", "fifty per cent"):
        assert mark_number(written, 50, unit="%") == RIGHT, written
    assert mark_number("50%", 50) == RIGHT
    assert mark_number("25%", "1/4") == RIGHT
    assert mark_number("25", "1/4").verdict == "wrong"


def test_a_float_that_stands_for_a_fraction_is_that_fraction():
    """A third has no decimal that ends."""
    assert mark_number("1/3", 1 / 3) == RIGHT
    assert mark_number("0.1", 0.1) == RIGHT
    assert mark_number("0.3333333333", 1 / 3) == RIGHT
    assert mark_number("0.33", 1 / 3).verdict == "wrong"


@pytest.mark.parametrize("key", [float("nan"), float("inf"), "x", ""])
def test_a_key_that_is_no_number_is_an_error(key: float | str):
    """It is the author's."""
    with pytest.raises(ValueError, match="no number"):
        mark_number("5", key)


def test_a_tolerance_that_is_no_number_is_an_error():
    """Likewise."""
    with pytest.raises(ValueError, match="no tolerance"):
        mark_number("5", 5, tolerance="some")


LAYOUTS = st.sampled_from(["{}", "{:,}", "about {}", "{} tonnes", "{:,} tonnes", "{} t", "it was {}", "{}.0"])


@given(st.integers(0, 10**20), LAYOUTS)
def test_the_key_is_right_in_every_layout(key: int, layout: str):
    """Whatever is written around it."""
    assert mark_number(layout.format(key), key, unit="tonnes") == RIGHT


@given(st.integers(1, 10**20), LAYOUTS, st.sampled_from([-1, 1]))
def test_a_number_off_by_one_is_never_right(key: int, layout: str, off: int):
    """In any layout, however long the number."""
    assert mark_number(layout.format(key + off), key, unit="tonnes").verdict == "wrong"


@given(st.integers(10, 10**20), LAYOUTS, st.data())
def test_swapped_digits_are_never_right(key: int, layout: str, data):
    """Any two of them that differ."""
    digits = list(str(key))
    place = data.draw(st.integers(0, len(digits) - 2))
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    swapped = int("".join(digits))
    if swapped != key:
        assert mark_number(layout.format(swapped), key, unit="tonnes").verdict == "wrong"


@given(st.decimals(-1000, 1000, places=2), st.decimals(0, 10, places=2), st.decimals(-1000, 1000, places=2))
def test_right_is_what_lies_within_the_tolerance(key, tolerance, answer):
    """To the hundredth, with both ends."""
    right = abs(answer - key) <= tolerance
    assert (mark_number(str(answer), float(key), tolerance=float(tolerance)).verdict == "right") is right


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ("1.8", "right"),
        ("1.85", "right"),
        ("1.8 million", "right"),
        ("1,850,000", "right"),
        ("1.95", "wrong"),
        ("104.4", "wrong"),
        ("0", "wrong"),
    ],
)
def test_a_bare_figure_before_a_unit_of_millions_has_the_tolerance_of_the_figure(given: str, verdict: str):
    """It may be off by tenths, and not by a hundred thousand."""
    assert mark_number(given, 1.8, tolerance=0.1, unit="million people").verdict == verdict
    assert mark_number(given, 1.8, tolerance="5%", unit="million").verdict == verdict
