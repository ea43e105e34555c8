"""Numbers as people type them: every layout is read, what qualifies it is kept, and nothing else is a number."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.marking.numbers import Number, may_be_number, read_number, read_ordinal, read_range, read_roman
from bot.marking.tidying import LONGEST

UNITS = "one two three four five six seven eight nine"
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
ONES = ("nought", *UNITS.split(), *TEENS.split())
MULTIPLES = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = ("", "", *MULTIPLES.split())
SCALES = ("", " thousand", " million", " billion", " trillion")
ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X")),
    *((9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def below_thousand(number: int, joint: str) -> str:
    """A number below a thousand in words; `joint` stands between its hundreds and the rest."""
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = f"{ONES[hundreds]} hundred" if hundreds else ""
    small = ONES[rest] if rest < 20 else TENS[tens] + (f"-{ONES[units]}" if units else "")
    return (f"{words}{joint if words else ''}{small}" if rest else words) or ONES[0]


def spelt(number: int, joint: str = " and ") -> str:
    """A number in English words, British with " and ", American with " "."""
    if number < 1000:
        return below_thousand(number, joint)
    groups = []
    for scale in SCALES:
        number, group = divmod(number, 1000)
        if group:
            groups.append(below_thousand(group, joint) + scale)
    first = groups[0]
    small = not first.endswith(SCALES[1:]) and "hundred" not in first
    return " ".join(reversed(groups[1:])) + ((joint if small else " ") + first if len(groups) > 1 else first)


def roman(number: int) -> str:
    """A number in strict Roman numerals."""
    written = ""
    for value, letters in ROMAN:
        written += letters * (number // value)
        number %= value
    return written


def grouped(number: int, separator: str) -> str:
    """A number with its thousands separated."""
    return f"{number:,}".replace(",", separator)


def value_of(text: str) -> Fraction | None:
    """What a text is read as, if it is a number."""
    found = read_number(text)
    return found.value if found else None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1000", 1000),
        ("1,000", 1000),
        ("1 000", 1000),
        ("1\u2009000", 1000),
        ("1\u202f000", 1000),
        ("1\u00a0000", 1000),
        ("1'000", 1000),
        ("1’000", 1000),
        ("1.000.000", 1000000),
        ("1,000,000.5", Fraction(2000001, 2)),
        ("1.000.000,5", Fraction(2000001, 2)),
        ("12,50,000", 1250000),
        ("1.5", Fraction(3, 2)),
        ("1,5", Fraction(3, 2)),
        ("1·5", Fraction(3, 2)),
        ("1,50", Fraction(3, 2)),
        ("0,500", Fraction(1, 2)),
        ("3,1416", Fraction("3.1416")),
        (".5", Fraction(1, 2)),
        ("½", Fraction(1, 2)),
        ("1/2", Fraction(1, 2)),
        ("3 1/2", Fraction(7, 2)),
        ("3½", Fraction(7, 2)),
        ("50%", Fraction(1, 2)),
        ("50 per cent", Fraction(1, 2)),
        ("fifty percent", Fraction(1, 2)),
        ("1e6", 10**6),
        ("2.5E-3", Fraction(1, 400)),
        ("10^6", 10**6),
        ("10**6", 10**6),
        ("10⁶", 10**6),
        ("10^-2", Fraction(1, 100)),
        ("6.02 x 10^23", 602 * 10**21),
        ("6.02×10²³", 602 * 10**21),
        ("6.02 * 10**23", 602 * 10**21),
        ("6.02·10^23", 602 * 10**21),
        ("20 million", 20 * 10**6),
        ("20m", 20 * 10**6),
        ("20 m", 20 * 10**6),
        ("20mn", 20 * 10**6),
        ("1.2bn", 12 * 10**8),
        ("5k", 5000),
        ("5K", 5000),
        ("2½ million", 25 * 10**5),
        ("15 lakh", 15 * 10**5),
        ("-5", -5),
        ("−5", -5),
        ("+5", 5),
        ("minus five", -5),
        ("minus 273.15", Fraction("-273.15")),
        ("１００", 100),
        ("٣٤", 34),
        ("(46)", 46),
        ('"46".', 46),
        ("**46**", 46),
        (" 46 ", 46),
    ],
)
def test_a_figure_is_read_in_every_layout(written: str, value: int | Fraction):
    """Groups, points and commas, fractions, percentages, powers, scales, signs, digits of other scripts."""
    assert value_of(written) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("nought", 0),
        ("zero", 0),
        ("nil", 0),
        ("twelve", 12),
        ("twenty-one", 21),
        ("twenty one", 21),
        ("twentyone", 21),
        ("fourty two", 42),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("three score and ten", 70),
        ("a hundred", 100),
        ("hundred and one", 101),
        ("one hundred one", 101),
        ("nineteen hundred", 1900),
        ("two hundred and fifty thousand", 250000),
        ("two hundred fifty thousand", 250000),
        ("2 hundred thousand", 200000),
        ("one million two hundred thousand", 1200000),
        ("a thousand million", 10**9),
        ("one and a half", Fraction(3, 2)),
        ("4 and a half", Fraction(9, 2)),
        ("two and three quarters", Fraction(11, 4)),
        ("two and a half million", 2500000),
        ("a million and a half", 1500000),
        ("half a million", 500000),
        ("three quarters of a million", 750000),
        ("half", Fraction(1, 2)),
        ("a third", Fraction(1, 3)),
        ("two-thirds", Fraction(2, 3)),
        ("three point one four", Fraction("3.14")),
        ("nought point oh five", Fraction("0.05")),
        ("Two Million", 2000000),
    ],
)
def test_number_words_are_read(written: str, value: int | Fraction):
    """British and American, with or without hyphens, halves and dozens, some misspelt."""
    assert value_of(written) == value


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            " ",
            "?",
            "-",
            "the",
            "a",
            "a spade",
            "Trotsky",
            "hundreds",
            "millions",
            "and",
            "point five six seven eight x",
        ),
        *("1,2,3", "1.2.3", "1 5", "1,000,00", "5 or 6", "5 x 10", "1/0", "1e999", "10^9999", "1928-32", "3.3.1918"),
        *(
            "21st",
            "carbon-14",
            "46 chromosomes",
            "5 km",
            "an hour",
            "twenty thirty",
            "nineteen seventeen",
            "½½",
            "five-year",
        ),
    ],
)
def test_anything_else_is_no_number(written: str):
    """Words, lists, dates, ranges, ordinals, quantities, and powers that nobody means."""
    assert read_number(written) is None


@pytest.mark.parametrize(
    "written",
    [
        *(
            "about 20 million",
            "c. 20 million",
            "c 20,000,000",
            "~20m",
            "≈ 20m",
            "roughly 20 million",
            "around 20 million",
        ),
        *("circa 20 million", "approx. 20 million", "approximately 20 million", "some 20 million", "20 million or so"),
        *("20 million approx", "an estimated 20 million", "perhaps 20 million", "About 20 Million (approx.)"),
    ],
)
def test_an_approximation_is_its_figure(written: str):
    """And says that it is one."""
    assert read_number(written) == Number(Fraction(20 * 10**6), approximately=True)


@pytest.mark.parametrize(
    ("written", "bound"),
    [
        *((words, "more") for words in ("over 20", "more than 20", "at least 20", "no fewer than 20", "just over 20")),
        *((words, "more") for words in ("20+", "20 or more", "20 plus", "> 20", ">=20", "≥ 20", "upwards of twenty")),
        *(
            (words, "less")
            for words in ("nearly 20", "almost 20", "under 20", "less than 20", "up to 20", "at most 20")
        ),
        *((words, "less") for words in ("no more than 20", "20 or less", "20 at most", "<20", "≤ 20", "just under 20")),
        *((words, "") for words in ("exactly 20", "only 20", "20 in total", "= 20")),
    ],
)
def test_a_figure_that_is_left_open_says_which_way(written: str, bound: str):
    """So that a caller may refuse it."""
    assert read_number(written) == Number(Fraction(20), bound=bound)


def test_a_percentage_says_that_it_is_one():
    """Its value is the share."""
    assert read_number("about 12.5 %") == Number(Fraction(1, 8), approximately=True, percent=True)


@given(st.integers(0, 10**15 - 1), st.sampled_from([" and ", " "]))
def test_words_come_back_as_they_were_spelt(number: int, joint: str):
    """Any number below a thousand billion, spelt the British way or the American."""
    assert value_of(spelt(number, joint)) == number


@given(
    st.integers(0, 10**30),
    st.sampled_from([",", " ", "\u2009", "\u202f", "\u00a0", "'", "’"]),
    st.sampled_from([{}, FULL_WIDTH, ARABIC, DEVANAGARI]),
    st.sampled_from(["", "-", "−", "+"]),
)
def test_a_whole_number_comes_back_from_any_layout(number: int, separator: str, digits: dict[int, str], sign: str):
    """Whatever separates its thousands and whatever script it is written in."""
    value = -number if sign in {"-", "−"} else number
    assert value_of(sign + str(number).translate(digits)) == value
    assert value_of(sign + grouped(number, separator).translate(digits)) == value
    if number >= 10**6:
        assert value_of(sign + grouped(number, ".").translate(digits)) == value


@given(st.integers(0, 10**9), st.text("0123456789", min_size=1, max_size=8), st.sampled_from(".,·"))
def test_a_decimal_comes_back_from_any_layout(whole: int, decimals: str, point: str):
    """With a comma too, unless it would group thousands."""
    value = Fraction(int(f"{whole}{decimals}"), 10 ** len(decimals))
    thousands = point == "," and len(decimals) == 3 and 0 < whole < 1000
    assert value_of(f"{whole}{point}{decimals}") == (value * 1000 if thousands else value)
    assert value_of(f"{whole:,}.{decimals}") == value


@given(st.integers(0, 999), st.integers(1, 999), st.integers(1, 999))
def test_a_fraction_comes_back(whole: int, top: int, bottom: int):
    """Alone, and behind a whole number."""
    assert value_of(f"{top}/{bottom}") == Fraction(top, bottom)
    assert value_of(f"{whole} {top}/{bottom}") == whole + Fraction(top, bottom)


@given(st.decimals(0, 1000, places=3, allow_nan=False), st.integers(-30, 30))
def test_a_power_of_ten_comes_back_from_any_layout(figure, power: int):
    """Raised, with a caret, with stars, with an e."""
    value = Fraction(figure) * Fraction(10) ** power
    raised = str(power).translate(RAISED)
    for written in (f"{figure}e{power}", f"{figure} x 10^{power}", f"{figure}×10{raised}", f"{figure} * 10**{power}"):
        assert value_of(written) == value, written


@given(
    st.integers(1, 99999),
    st.sampled_from([(" thousand", 3), ("k", 3), (" million", 6), ("m", 6), ("mn", 6), ("bn", 9)]),
)
def test_a_scale_multiplies(tenths: int, scale: tuple[str, int]):
    """In words or as a letter."""
    word, power = scale
    assert value_of(f"{tenths / 10}{word}") == Fraction(tenths, 10) * 10**power


@given(st.text())
def test_no_text_breaks_the_readers(text: str):
    """Whatever is typed is read or not read."""
    for found in (read_number(text), *(read_range(text) or ())):
        assert found is None or isinstance(found.value, Fraction)
    assert read_ordinal(text, roman=True) is None or may_be_ordinal(text)
    assert read_number(text) is None or may_be_number(text)


def may_be_ordinal(text: str) -> bool:
    """Whether there is anything in the text that an ordinal is made of."""
    return any(character.isalnum() for character in text)


@given(st.text("0123456789.,'/^*%+-~ emxk½²", max_size=40))
def test_no_heap_of_signs_breaks_the_readers(text: str):
    """Even where it looks like a number."""
    found = read_number(text)
    assert found is None or abs(found.value) < 10**2000
    assert read_range(text) is None or read_number(text) is None or "/" in text


@pytest.mark.parametrize(
    "text", ["9" * (LONGEST + 1), "9" * 100_000, "1," * 50_000, "(" * 100_000, "a million " * 10_000, "9^" * 90]
)
def test_what_is_long_is_refused_at_once(text: str):
    """Nobody types a number of this length, and nothing is worked out for it."""
    assert read_number(text) is None
    assert read_range(text) is None
    assert read_ordinal(text) is None


@pytest.mark.parametrize(
    ("written", "place"),
    [
        *(("21st", 21), ("the 21st", 21), ("2nd", 2), ("3rd", 3), ("112th", 112), ("1,000th", 1000), ("21 st", 21)),
        *(("first", 1), ("Twenty-First", 21), ("twentyfirst", 21), ("the hundred and first", 101), ("twentieth", 20)),
        *(("two hundredth", 200), ("twelfth", 12), ("nineth", 9), ("fourty-second", 42), ("nineteen hundredth", 1900)),
    ],
)
def test_ordinals_are_read(written: str, place: int):
    """In figures and in words, some misspelt."""
    assert read_ordinal(written) == place
    assert read_number(written) is None


@pytest.mark.parametrize(
    "written", ["", "21", "twenty-one", "th", "st", "XXI", "minus first", "half second", "word", "month"]
)
def test_what_is_no_ordinal_is_refused(written: str):
    """Cardinals and words that end alike; Roman numerals unless they are asked for."""
    assert read_ordinal(written) is None


def test_roman_ordinals_are_read_where_asked():
    """Henry VIII is the eighth, and I am not the first."""
    assert read_ordinal("XXI", roman=True) == 21
    assert read_ordinal("Ⅷ", roman=True) == 8


@given(st.integers(1, 3999))
def test_roman_numerals_come_back(number: int):
    """In capitals and in small letters."""
    assert read_roman(roman(number)) == number
    assert read_roman(roman(number).lower()) == number


@given(st.text("IVXLCDM", min_size=1, max_size=12))
def test_only_the_strict_form_of_a_roman_numeral_is_read(text: str):
    """IIII, IC and VX are nothing."""
    found = read_roman(text)
    assert found is None or roman(found) == text


@pytest.mark.parametrize("text", ["", "Xiv", "IIII", "IC", "VX", "MMMM", "14", "king"])
def test_what_is_no_roman_numeral_is_refused(text: str):
    """Mixed cases too."""
    assert read_roman(text) is None


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("1928-32", 1928, 1932),
        ("1928–32", 1928, 1932),
        ("1928-1932", 1928, 1932),
        ("1928–1932", 1928, 1932),
        ("1928 — 1932", 1928, 1932),
        ("from 1928 to 1932", 1928, 1932),
        ("From 1928 until 1932", 1928, 1932),
        ("between 1928 and 1932", 1928, 1932),
        ("between 1928-32", 1928, 1932),
        ("1928 until 1932", 1928, 1932),
        ("1928 till 1932", 1928, 1932),
        ("1928 til 1932", 1928, 1932),
        ("1928 to 32", 1928, 1932),
        ("1928/29", 1928, 1929),
        ("1914-8", 1914, 1918),
        ("1999-02", 1999, 2002),
        ("5 to 10", 5, 10),
        ("5-10", 5, 10),
        ("five to ten", 5, 10),
        ("-5 to 5", -5, 5),
        ("1.5 - 2.5", Fraction(3, 2), Fraction(5, 2)),
        ("5-10 million", 5 * 10**6, 10**7),
        ("5 to 10m", 5 * 10**6, 10**7),
        ("900,000 to 1 million", 900_000, 10**6),
        ("20-30%", Fraction(1, 5), Fraction(3, 10)),
        ("about 5 to 10", 5, 10),
    ],
)
def test_ranges_are_read(written: str, low: int | Fraction, high: int | Fraction):
    """With a dash or in words; a shortened year is completed, and a scale or a percent sign said once is for both."""
    found = read_range(written)
    assert found is not None
    assert (found[0].value, found[1].value) == (low, high)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1928",
        "10 to 5",
        "1928-",
        "-1932",
        "5 or 6",
        "5 and 10",
        "over 5 to 10",
        "1928/31",
        "1928-01",
        "Trotsky-Lenin",
        "3-1/2",
    ],
)
def test_what_is_no_range_is_refused(written: str):
    """One end, two figures that are no ends, ends the wrong way round."""
    assert read_range(written) is None


@given(st.integers(1000, 2900), st.integers(1, 99), st.sampled_from(["-", "–", " - ", " to ", " until "]))
def test_a_range_of_years_comes_back(start: int, length: int, middle: str):
    """Both years whole, and the second one shortened where its century is the first one's."""
    end = start + length
    whole = read_range(f"{start}{middle}{end}")
    assert whole is not None
    assert (whole[0].value, whole[1].value) == (start, end)
    if start // 100 == end // 100:
        assert read_range(f"{start}{middle}{end % 100:02}") == whole
