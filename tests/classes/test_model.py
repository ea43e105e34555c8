"""The rules of roles, of what counts once, and of the register's lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Level
from bot.classes.links.model import ALPHABET, LENGTH, read, told
from bot.classes.model import TRUSTED, Holding, is_group, level_of
from bot.classes.register.model import Entered, Line, read_all, read_line, written
from bot.errors import UserError
from bot.responses.model import Earned, counted_once

ANN, STAFF, HEADS = "discord:1", "discord:&2", "slack:T1.&S2"


def held(holder: str, role: str, by: str = "discord:9", at: int = 0) -> Holding:
    """A role."""
    return Holding(holder, role, by, at)


# Roles


def test_a_group_is_told_from_a_person():
    """On both platforms."""
    assert [is_group(key) for key in (ANN, STAFF, HEADS, "slack:T1.U1")] == [False, True, True, False]


def test_the_highest_role_holds():
    """Of one's own, and of those of one's groups."""
    holdings = [held(ANN, "observer"), held(STAFF, "teacher"), held(HEADS, "marker")]
    assert level_of(holdings, [ANN], {STAFF}, 0) == (Level.TEACHER, holdings[1])
    assert level_of(holdings, [ANN], frozenset(), 0) == (Level.OBSERVER, None)
    assert level_of(holdings, ["discord:3"], frozenset(), 0) == (Level.EVERYONE, None)


def test_a_role_by_a_group_is_trusted_for_a_day():
    """Where nobody says whether they are in it still; and not at all where somebody says that they are not."""
    holdings = [held(ANN, "teacher", STAFF, at=1_000)]
    assert level_of(holdings, [ANN], None, TRUSTED + 999)[0] is Level.TEACHER
    assert level_of(holdings, [ANN], None, TRUSTED + 1_000)[0] is Level.EVERYONE
    assert level_of(holdings, [ANN], frozenset(), 2_000)[0] is Level.EVERYONE


# What counts once


def earned(response: int, session: str, position: int, question: str) -> Earned:
    """A mark."""
    return Earned(response, ANN, session, position, question, "right", 100, response)


def test_the_last_answer_in_a_round_counts_and_the_first_mark_alone():
    """As for somebody with one account: in a round one changes one's mind, alone one answers once."""
    marks = [
        earned(1, "round:a", 1, "q"),
        earned(2, "round:a", 1, "q"),
        earned(3, "round:b", 1, "q"),
        earned(4, "solo:a", 1, "q"),
        earned(5, "solo:b", 2, "q"),
    ]
    assert [mark.response for mark in counted_once(marks)] == [2, 3, 4]


EARNED = st.builds(
    earned,
    st.integers(1, 10**6),
    st.sampled_from(["round:a", "round:b", "solo:a", "solo:b"]),
    st.integers(1, 3),
    st.sampled_from("pqr"),
)


@given(st.lists(EARNED, unique_by=lambda mark: mark.response))
def test_counting_once_is_counting_once(marks: list[Earned]):
    """What is left counts as it is, nothing comes out of nothing, and the order of the marks is no matter."""
    kept = counted_once(marks)
    assert counted_once(kept) == kept
    assert set(kept) <= set(marks)
    assert counted_once(reversed(marks)) == kept


# Codes


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_a_code_is_read_however_it_is_typed(code: str):
    """In small letters, with spaces, without its hyphen."""
    for typed in (told(code), code.lower(), f" {told(code).lower()} ", " ".join(code)):
        assert read(typed) == code


# The register

NAMES = st.text("abcdefgh ĉéß-'", min_size=1, max_size=20).map(str.strip).filter(bool)
LINES = st.builds(
    Line,
    real_name=st.one_of(st.just(""), NAMES.filter(lambda name: name not in ("rest", "breaks"))),
    candidate=st.one_of(st.just(""), st.from_regex(r"[0-9]{1,6}", fullmatch=True)),
    extra_time=st.integers(0, 100),
    rest_breaks=st.booleans(),
)


@given(st.lists(LINES, max_size=6))
def test_what_is_written_of_the_register_is_read_back(lines: list[Line]):
    """A teacher who changes nothing changes nothing."""
    entered = [Entered(f"discord:{number}", (), f"Name {number}", line) for number, line in enumerate(lines)]
    assert read_all(written(entered), entered) == {one.learner: one.line for one in entered}


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["Maya Okafor", "0042", "+25%", "rest breaks"], Line("Maya Okafor", "0042", 25, rest_breaks=True)),
        (["Maya Okafor", "25 %"], Line("Maya Okafor", "", 25)),
        (["0042"], Line("", "0042")),
        (["", "0042", "breaks"], Line("", "0042", rest_breaks=True)),
        (["Maya", "A17"], Line("Maya", "A17")),
        ([], Line()),
    ],
)
def test_a_line_may_leave_things_out(cells: list[str], line: Line):
    """What each cell is can be seen from it."""
    assert read_line(cells) == line


@pytest.mark.parametrize("cells", [["A", "1", "2"], ["A", "1", "125%"], ["x" * 81], ["A", "x" * 21]])
def test_a_line_that_says_too_much_is_refused(cells: list[str]):
    """With a sentence."""
    with pytest.raises(UserError):
        read_line(cells)
