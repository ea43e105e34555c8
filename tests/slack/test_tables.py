"""Tables as Slack shows them."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.limits import TooMuch
from adapters.slack.tables import WIDEST, table_of
from bot.chat import Table


def shown(table: Table, *, own: bool = True) -> dict[str, Any]:
    """The one block that a table is."""
    [block] = table_of(table, own=own)
    return block


def written(table: Table, *, own: bool = False) -> str:
    """A table that is not Slack's own, as its words."""
    [part] = shown(table, own=own)["elements"]
    return "".join(element["text"] for element in part["elements"])


def test_a_table_that_a_phone_has_room_for_is_slacks_own():
    """A cell is one line whatever is in it, and an empty one a space: Slack takes none without characters."""
    block = shown(Table(("", "Name", "Points"), (("1", "Maya", "12"), ("2", "Tom\nX", ""))))
    assert block["type"] == "table"
    assert [[cell["text"] for cell in row] for row in block["rows"]] == [
        [" ", "Name", "Points"],
        ["1", "Maya", "12"],
        ["2", "Tom X", " "],
    ]


def test_figures_stand_below_each_other_and_words_are_wrapped():
    """A column of figures is aligned to the right, whatever its unit; all others go on in another line."""
    block = shown(
        Table(("Name", "Score", "Of", "Note"), (("Maya", "12", "1 of 3", "–"), ("Tom", "7 %", "2 of 3", "late")))
    )
    wrapped, right = {"is_wrapped": True}, {"align": "right"}
    assert block["column_settings"] == [wrapped, right, right, wrapped]
    assert shown(Table(("Name",), ()))["column_settings"] == [wrapped]


def test_where_slack_shows_no_tables_columns_are_aligned_if_a_phone_has_room():
    """On the Home tab and in modals; what would be broken there has a line for each row."""
    assert written(Table(("Place", "Name"), (("1", "Maya"), ("12", "Tom")))).splitlines() == [
        "Place  Name",
        "1      Maya",
        "12     Tom",
    ]
    wide = Table(("", "Name", "Points"), (("1", "M" * WIDEST, "12"), ("2", "Tom", "")))
    assert written(wide) == f"1 {'M' * WIDEST} · Points: 12\n2 Tom"


def test_a_table_that_is_too_wide_is_lines_in_messages_too():
    """A phone would show its first columns only."""
    table = Table(tuple("abcde"), (("M" * 26, "1", "2", "3", "4"),))
    assert written(table, own=True).splitlines() == [f"a{' ' * 25}  b  c  d  e", f"{'M' * 26}  1  2  3  4"]
    table = Table(tuple("abcde"), (("M" * WIDEST, "1", "2", "3", "4"),))
    assert written(table, own=True) == f"{'M' * WIDEST} · b: 1 · c: 2 · d: 3 · e: 4"


def test_a_table_without_words_is_not_there():
    """Neither cells nor letters of one width may be empty."""
    assert table_of(Table(("", "\u202e"), ((" ", ""),)), own=True) == []


def test_slacks_own_table_has_room_for_its_headings():
    """They are one of a hundred rows; with a hundred below them they are letters of one width."""
    rows = tuple((str(number),) for number in range(100))
    assert shown(Table(("a",), rows[:99]))["type"] == "table"
    assert shown(Table(("a",), rows))["type"] == "rich_text"
    with pytest.raises(TooMuch):
        table_of(Table(("a",), (*rows, ("100",))), own=True)
