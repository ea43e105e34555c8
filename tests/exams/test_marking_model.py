"""The rules of marking by people: what may be given, when two agree, and how a long script is paged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.exams.marking.model import (
    PAGE,
    View,
    agreed,
    both_comments,
    in_sample,
    is_blank,
    level_of,
    paged,
    read_mark,
    weight,
)
from bot.marking.levels import Band

BANDS = (Band(1, 1, 2), Band(2, 3, 4), Band(3, 5, 6))


def view(level: int, marks: int, comment: str = "", marker: str = "terminal:ann") -> View:
    """What a marker gave."""
    return View(marker, level, marks * 100, comment, 1)


@pytest.mark.parametrize(
    ("first", "second", "mark"),
    [((2, 3), (2, 3), 3), ((2, 3), (2, 4), 4), ((2, 4), (2, 3), 4), ((0, 0), (0, 0), 0)],
)
def test_two_markers_who_agree_make_the_mean_rounded_half_up(
    first: tuple[int, int], second: tuple[int, int], mark: int
):
    """In one level and a mark apart at most: the mean counts, and its half goes up."""
    assert agreed(view(*first), view(*second)) == mark * 100


@pytest.mark.parametrize(("first", "second"), [((1, 2), (2, 3)), ((3, 8), (3, 10)), ((0, 0), (1, 1))])
def test_another_level_or_more_than_a_mark_is_a_difference(first: tuple[int, int], second: tuple[int, int]):
    """Nobody's mark counts until a teacher has settled it."""
    assert agreed(view(*first), view(*second)) is None


def test_what_two_markers_say_is_told_once():
    """Both comments stand below each other; the same one stands there once, and none leaves no line."""
    assert both_comments([view(1, 1, "Good."), view(1, 1, ""), view(1, 1, "Good."), view(1, 1, "Short.")]) == (
        "Good.\nShort."
    )


@pytest.mark.parametrize(
    ("earned", "level"), [(0, 0), (50, 1), (100, 1), (200, 1), (250, 2), (300, 2), (450, 3), (600, 3)]
)
def test_a_mark_has_a_level(earned: int, level: int):
    """Each mark falls into one, half marks between two into the higher."""
    assert level_of(BANDS, earned) == level


@pytest.mark.parametrize(
    ("written", "earned"), [("3", 300), (" 3.5 ", 350), ("3,5", 350), ("0", 0), ("4", 400), ("2.0", 200), ("1.50", 150)]
)
def test_whole_and_half_marks_are_read(written: str, earned: int):
    """With a point or a comma, as people write them."""
    assert read_mark(written, 400) == earned


@pytest.mark.parametrize("written", ["", "-1", "5", "4.5", "3.25", "three", "1e1", "3/4", "99999", "½", "3.5.5"])
def test_what_is_no_mark_of_the_question_is_refused_in_a_sentence(written: str):
    """Above the maximum, below nothing, or no number: the sentence names what can be given."""
    with pytest.raises(UserError, match="from 0 to 4"):
        read_mark(written, 400)


def test_a_sample_begins_with_the_first_script():
    """So that a class of three has one too; every script is every script, and none is none."""
    assert [number for number in range(1, 12) if in_sample(number, 5)] == [1, 6, 11]
    assert all(in_sample(number, 1) for number in range(1, 9))
    assert not any(in_sample(number, 0) for number in range(1, 9))


@pytest.mark.parametrize(
    ("given_words", "blank"), [((), True), (("",), True), ((" \n", "\t"), True), (("", "a"), False)]
)
def test_white_space_is_nothing_written(given_words: tuple[str, ...], *, blank: bool):
    """Whoever leaves a passage empty has not answered."""
    assert is_blank(given_words) is blank


WORDS = st.text(st.sampled_from("ab *_\n`é中."), max_size=400)


@given(WORDS, st.integers(0, 120), st.integers(20, 120))
def test_no_character_of_a_long_answer_is_lost(words: str, first: int, rest: int):
    """All pages together are the answer, but for the white space at which they are cut; and each page fits."""
    pages = paged(words, first, rest)
    assert "".join("".join(pages).split()) == "".join(words.split())
    for number, page in enumerate(pages):
        assert weight(page) <= (rest if number else max(first, 1) + 1)


def test_a_page_ends_between_words():
    """Where there are words; what is one word of three thousand letters is cut all the same."""
    pages = paged("word " * 1_000, PAGE)
    assert all(page.startswith("word") and page.endswith("word") for page in pages)
    assert [len(page) for page in paged("x" * 3_000, PAGE)] == [PAGE, 3_000 - PAGE]


def test_hardly_any_room_is_left_empty():
    """An answer does not begin with two words at the foot of the mark scheme."""
    assert paged("word " * 1_000, 90)[0] == ""
    assert paged("word", 90) == ["word"]
