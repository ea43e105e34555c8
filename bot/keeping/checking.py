"""Whether a database is whole: its pages, what its rows refer to, and what they say of each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, FromClause, exists, func, or_, select

from bot.errors import UserError
from bot.storage.opening import lanes_at
from bot.storage.schema import HEAD, check_known, revision_of
from bot.storage.tables import cards, marks, mocks, responses
from bot.storage.trouble import in_words, place_of, unopened

MOST = 5
"""The most sentences about damage of one kind: whoever reads them knows enough."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a look at a database has found."""

    revision: str
    """The newest migration that it has seen."""
    damage: tuple[str, ...]
    """Pages that can't be read and rows that refer to nothing, in sentences."""
    disagreements: tuple[str, ...] = ()
    """Rows that say something else than those that they follow from: a fault of Swot's, by which nothing is lost."""

    @property
    def is_older(self) -> bool:
        """Whether its tables are those of an older Swot, which the next start brings up to date."""
        return self.revision != HEAD


async def condition_of(url: str) -> Condition:
    """Look at the database at `url`, and change nothing; Swot may run meanwhile.

    Raises `UserError` where it can't be opened, is not Swot's, or is from a newer Swot.
    """
    lanes = await lanes_at(f"{url.partition('?')[0]}?mode=ro" if url.startswith("sqlite:") else url)
    try:
        return await lanes.read(partial(_look, url=url))
    except UserError:
        raise
    except Exception as error:
        raise unopened(in_words(error), url) from error
    finally:
        await lanes.close()


async def check_sound(file: Path) -> Condition:
    """Make sure that a SQLite file is a whole database of Swot's. Raises `UserError`."""
    found = await condition_of(f"sqlite:///{file}")
    if found.damage:
        raise UserError(f"{file} is damaged: {found.damage[0]}")
    return found


def _look(tx: Connection, url: str) -> Condition:
    is_file = tx.dialect.name == "sqlite"  # a server sees to its pages and references itself
    damage = _broken_pages(tx) if is_file else []
    revision = revision_of(tx)
    if revision is None:
        raise UserError(f"There is a database in {place_of(url)}, but it is not Swot's.")
    check_known(revision)
    if is_file and not damage:
        damage = _broken_references(tx)
    can_be_compared = not damage and revision == HEAD
    return Condition(revision, tuple(damage), tuple(_disagreements(tx)) if can_be_compared else ())


def _broken_pages(tx: Connection) -> list[str]:
    found = [line for row in tx.exec_driver_sql(f"PRAGMA integrity_check({MOST})") for line in row[0].splitlines()]
    return [f"SQLite's own check says: {line}." for line in found if line != "ok" and not line.startswith("***")][:MOST]


def _broken_references(tx: Connection) -> list[str]:
    counts: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in tx.exec_driver_sql("PRAGMA foreign_key_check"):
        counts[table, parent] = counts.get((table, parent), 0) + 1
    return [
        f"Rows of {table} that refer to rows of {parent} that are not there: {count:,}."
        for (table, parent), count in counts.items()
    ][:MOST]


def _disagreements(tx: Connection) -> list[str]:
    answered = marks.join(responses, responses.c.seq == marks.c.response)
    otherwise = or_(*(marks.c[name] != responses.c[name] for name in ("person", "class_id", "question")))
    marked = exists().where(marks.c.question == cards.c.question, marks.c.class_id == cards.c.class_id)
    examined = exists().where(mocks.c.class_id == cards.c.class_id)
    looked: tuple[tuple[str, FromClause, ColumnElement[bool]], ...] = (
        ("Marks that name another person, class or question than their answers", answered, otherwise),
        ("Cards without a mark that they could come from", cards, ~marked & ~examined),
    )
    counts = ((told, tx.execute(select(func.count()).select_from(rows).where(is_so))) for told, rows, is_so in looked)
    return [f"{told}: {count:,}." for told, found in counts if (count := found.scalar_one())]
