"""The permission matrix: every handler, everybody, and what each of them may not do changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.chat import Level
from tests.permissions.rows import MATRIX, OWNER, Row
from tests.permissions.world import PEOPLE, World, told

LEVELS = {
    "stranger": Level.EVERYONE,
    "maya": Level.EVERYONE,
    "tom": Level.EVERYONE,
    "observer": Level.OBSERVER,
    "marker": Level.MARKER,
    "teacher": Level.TEACHER,
    "head": Level.MANAGER,
}
"""What people may do in the class; whoever is elsewhere may do nothing there."""
GRAVE = ("Sorry, something went wrong",)
CELLS = [pytest.param(*key, row, id=" ".join(key)) for key, row in MATRIX.items()]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> tuple[Path, dict[str, str]]:
    """A database in which something of everything is going on, to be copied; and what it is called."""
    import asyncio  # noqa: PLC0415 - the fixture is made once, outside any test's loop

    path = tmp_path_factory.mktemp("matrix") / "swot.db"
    shutil.copy(empty_sqlite, path)

    async def furnish() -> dict[str, str]:
        world = await World.furnished(f"sqlite:///{path}")
        await world.chat.close()
        return world.ids

    return path, asyncio.run(furnish())


@pytest.fixture
async def world(furnished: tuple[Path, dict[str, str]], tmp_path: Path) -> Any:
    """The two classes, for this test alone."""
    path, ids = furnished
    shutil.copy(path, tmp_path / "swot.db")
    opened = await World.again(f"sqlite:///{tmp_path / 'swot.db'}", ids)
    yield opened
    await opened.chat.close()


def may(person: str, row: Row) -> bool:
    """Whether a person may do what a row is about, in the class that it is of."""
    if person == "elsewhere":
        return row.anywhere
    if row.who == OWNER:
        return person == "maya"
    assert isinstance(row.who, Level)
    return LEVELS[person] >= row.who


async def test_every_handler_has_a_row(world: World):
    """Whoever adds a command, a button or a form says who may; whoever takes one away takes its row."""
    registry = world.app.registry
    tables = (("command", registry.commands), ("press", registry.presses), ("submit", registry.submits))
    assert {(what, name) for what, table in tables for name in table} == set(MATRIX)


async def test_rows_and_declarations_say_the_same(world: World):
    """A handler that needs a right declares it, so that help and log know it as well."""
    registry = world.app.registry
    tables = {"command": registry.commands, "press": registry.presses, "submit": registry.submits}
    for (what, name), row in MATRIX.items():
        declared = tables[what][name].mark.level
        assert declared == (Level.EVERYONE if row.who == OWNER else row.who), (what, name)


@pytest.mark.parametrize(("what", "name", "row"), CELLS)
async def test_everybody_may_what_the_matrix_says(world: World, what: str, name: str, row: Row, caplog: Any):
    """Whoever may not reads a sentence, and nothing is changed or told; then all who may get through, one by one.

    Another class's people do in their own room as they like, and this class is as it was, whatever they name of it.
    """
    before = await world.everything()
    for person in (person for person in PEOPLE if not may(person, row)):
        words = told(await world.do(person, what, name, row))
        now = await world.everything()
        assert words, person
        assert not words.startswith(GRAVE), (person, words)
        if person == "elsewhere":
            assert world.of_class(now) == world.of_class(before), words
        else:
            assert row.who == OWNER or words.startswith("Only "), (person, words)
            assert now == before, (person, words)
        before = now
    for person in (person for person in PEOPLE if may(person, row)):
        words = told(await world.do(person, what, name, row))
        assert not words.startswith(("Only ", *GRAVE)), (person, words)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
