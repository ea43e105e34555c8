"""Every column says what it keeps about people: whoever adds one has to decide."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from bot.privacy import store
from bot.storage.tables import metadata
from bot.storage.tables.kept import kept_of

TABLES = metadata.sorted_tables


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_declared_once(table: Table):
    """In exactly one of the fields that name columns, and no column is named that is not there."""
    assert sorted(kept_of(table).columns) == sorted(column.name for column in table.columns)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_what_is_somebodys_has_a_name_for_people(table: Table):
    """A table whose rows are about people says in plain words what they are, and one that isn't has no such words."""
    kept = kept_of(table)
    assert bool(kept.one) == bool(kept.person or kept.via) == bool(kept.many)
    assert not (kept.person and kept.via)
    assert bool(kept.about) <= bool(kept.one)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_what_is_declared_can_be_done(table: Table):
    """What is cut to the week is an instant, what is blanked is a column, and what refers to somebody's row does."""
    kept = kept_of(table)
    named = {kept.at, kept.mentions, kept.fresh, *kept.blank} - {""}
    assert named <= set(table.c.keys())
    if kept.via:
        [reference] = table.c[kept.via].foreign_keys
        assert kept_of(reference.column.table).person or kept_of(reference.column.table).via
    if kept.fate == "unlinked":
        assert kept.person
        # What tells of the person is cut, replaced or emptied; or it is text of ours, out of which names are taken.
        cut = {kept.at, kept.fresh, kept.mentions, *kept.blank}
        assert {name for name in kept.about if name != "what"} <= cut


def test_a_column_that_sounds_like_somebody_is_not_called_nobodys():
    """What is named like a person, or like what they wrote, is not passed off as telling of nobody."""
    telling = {
        "person",
        "holder",
        "starter",
        "named_by",
        "made_by",
        "marker",
        "given",
        "real_name",
        "candidate",
        "name",
    }
    own = {(table, "name") for table in ("classes", "closures", "terms", "exams", "own_packs")}
    found = {(table.name, name) for table in TABLES for name in kept_of(table).free & telling}
    assert found <= own


def test_others_come_before_what_they_refer_to():
    """Erasing goes through tables so that nothing is left referring to what is gone."""
    order = [table.name for table, _ in store.tables()]
    for table in TABLES:
        for reference in table.foreign_keys:
            assert order.index(table.name) < order.index(reference.column.table.name)
