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
async def test_who_may_not_changes_nothing(world: World, what: str, name: str, row: Row, caplog: Any):
    """Everybody tries who may not: each reads a sentence, nothing is changed, and nothing is told."""
    before = await world.everything()
    for person in PEOPLE:
        if may(person, row) or (what == "command" and person == "elsewhere"):
            continue
        answer = await world.do(
            person, what, name, arguments=row.arguments, text=row.text, values=row.values, fields=row.fields
        )
        words = told(answer)
        assert words, person
        assert not words.startswith(GRAVE), (person, words)
        now = await world.everything()
        if person == "elsewhere":
            # In their own room they may do much; but nothing to this class, whatever they name of it.
            assert world.of_class(now) == world.of_class(before), words
            before = now
            continue
        if row.who != OWNER:
            assert words.startswith("Only "), (person, words)
        assert now == before, (person, words)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize(("what", "name", "row"), CELLS)
async def test_who_may_is_not_held_up(world: World, what: str, name: str, row: Row, caplog: Any):
    """Everybody who may gets through to what it is about, one after the other, to the class's own end."""
    for person in PEOPLE:
        if not may(person, row):
            continue
        answer = await world.do(
            person, what, name, arguments=row.arguments, text=row.text, values=row.values, fields=row.fields
        )
        words = told(answer)
        assert not words.startswith(("Only ", *GRAVE)), (person, words)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize(("what", "name", "row"), [cell for cell in CELLS if cell.values[0] == "command"])
async def test_a_command_in_another_room_is_about_that_rooms_class(
    world: World, what: str, name: str, row: Row, caplog: Any
):
    """Another class's teacher does in their own room as they like, and this class is as it was."""
    before = world.of_class(await world.everything())
    await world.do("elsewhere", what, name, arguments=row.arguments, text=row.text, values=row.values)
    assert world.of_class(await world.everything()) == before
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
