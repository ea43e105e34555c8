"""Going back to a backup: it is made ready beside the database, and then takes its place."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlalchemy import select

from bot.clock import Clock
from bot.errors import UserError
from bot.keeping.checking import check_sound
from bot.keeping.files import alone, draft_beside, put_in_place, snapshot, synced
from bot.keeping.model import name_aside
from bot.privacy.forgotten import Forgotten
from bot.privacy.service import Privacy
from bot.storage.database import Database
from bot.storage.tables import forgotten_lists


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that is in place."""

    aside: Path | None
    """Where the database is now that was there; none: there was none."""
    was_older: bool
    """Whether its tables were brought up to date."""
    erased: int
    """How many persons came back with it who had been forgotten, and were erased again."""
    knows_list: bool
    """Whether the list of the forgotten that lies here is one that it knows, or it knows none."""


async def restore(file: Path, database: Path, forgotten: Path, clock: Clock, random: Random) -> Restored:
    """Have the backup `file` be the database; the list at `forgotten` is honoured before it is.

    Raises `UserError` where somebody uses the database, and where the file is damaged, is no database of Swot's or from
    a newer Swot. Whatever is raised, and whenever the process is killed, the database is as it was or wholly restored.
    """
    database, aside = await asyncio.to_thread(_places, file, database, clock.now())
    found = await check_sound(file)
    await asyncio.to_thread(_check_unused, database)
    with draft_beside(database) as draft:
        await asyncio.to_thread(snapshot, file, draft)
        erased, knows_list = await _made_ready(draft, forgotten, clock, random)
        await check_sound(draft)
        await asyncio.to_thread(synced, draft)
        was_there = await asyncio.to_thread(put_in_place, draft, database, aside)
    return Restored(aside if was_there else None, found.is_older, erased, knows_list)


def _places(file: Path, database: Path, now: int) -> tuple[Path, Path]:
    """Where the database is in truth, and where it is to be kept aside. Raises `UserError` for what can't be."""
    if not file.is_file():
        raise UserError(f"There is no file {file}.")
    place = database.resolve()
    aside = place.with_name(name_aside(place.stem, now))
    if aside.exists():
        raise UserError(f"{aside} is there already. Try again in a second.")
    if place.exists():
        if file.samefile(place):
            raise UserError(f"{file} is the database itself. Name a backup.")
    elif not place.parent.is_dir():
        raise UserError(f"There is no folder {place.parent} for the database. Make it, or name another place.")
    return place, aside


def _check_unused(database: Path) -> None:
    """Tell at once, and not after all the work. Raises `UserError` where somebody uses it."""
    if database.exists():
        with alone(database):
            pass


async def _made_ready(draft: Path, forgotten: Path, clock: Clock, random: Random) -> tuple[int, bool]:
    """Bring tables up to date and erase who was forgotten since; tell how many, and whether it knows that list."""
    listed = Forgotten.open(forgotten)
    database = await Database.open(f"sqlite:///{draft}", clock)
    try:
        known = await database.read(lambda tx: set(tx.execute(select(forgotten_lists.c.id)).scalars()))
        erased = await Privacy(database, clock, random, listed).honour()
        if erased:
            await database.scrub()
    finally:
        await database.close()
    return erased, not known or listed.id in known
