"""A backup each night, by itself, and only as many as the rotation keeps."""

from __future__ import annotations

import asyncio
import glob
import logging
from collections.abc import Iterable
from pathlib import Path

from bot.clock import DAY, SECOND, Clock, local
from bot.errors import UserError
from bot.keeping import model
from bot.keeping.backups import Backup, back_up, folder_made, named_by_itself
from bot.keeping.files import UNFINISHED

log = logging.getLogger(__name__)


class DailyBackups:
    """Looks after a folder with backups of one SQLite file. Whatever goes wrong there is logged, and harms nothing."""

    def __init__(self, database: Path, folder: Path, clock: Clock) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock
        self._stem = glob.escape(database.stem)

    async def keep_up(self) -> None:
        """Make a backup if there has been none since the last quiet hour, and drop those that have had their time.

        To be called at the start and then every hour.
        """
        now = self._clock.now()
        # The machine's own zone, as it is now: where somebody carries it, nights are there.
        zone = local(now).astimezone().tzinfo or local(now).tzinfo
        assert zone is not None
        try:
            taken = await asyncio.to_thread(self._taken)
            if model.is_due(taken.values(), now, zone):
                made = await self._back_up(now)
                log.info("A backup was made: %s (%s bytes)", made.file.name, f"{made.size:,}")
                taken[made.file] = model.taken_at(made.file.name) or now
                stay = model.kept(taken.values(), now, zone)
                await asyncio.to_thread(self._drop, [file for file, at in taken.items() if at not in stay], now)
        except UserError as error:
            log.warning(
                "The daily backup could not be made; Swot runs on without, and tries again in an hour. %s", error
            )
        except OSError as error:
            log.warning("The backups in %s can't be looked after: %s", self._folder, error.strerror)

    async def _back_up(self, now: int) -> Backup:
        folder = await asyncio.to_thread(folder_made, self._folder)
        return await back_up(self._database, named_by_itself(self._database, folder, now))

    def _taken(self) -> dict[Path, int]:
        """The backups of this database in the folder, and when they were made; other files are none of ours."""
        found = self._folder.glob(f"{self._stem}-*.db")
        at = {file: model.taken_at(file.name) for file in found}
        # Another database's may lie there, too, whose name begins alike.
        return {file: at for file, at in at.items() if at and file.name == model.name_of(self._database.stem, at)}

    def _drop(self, files: Iterable[Path], now: int) -> None:
        """Delete these, databases kept aside at a restore for as long as a backup stays, and what a crash left."""
        for file in files:
            file.unlink(missing_ok=True)
        for file in self._database.parent.glob(f"{self._stem}{model.ASIDE}*"):
            at = model.taken_at(file.name)
            if at is not None and now - at > model.MONTH:
                file.unlink(missing_ok=True)
        for folder in (self._folder, self._database.parent):
            for file in folder.glob(f"{self._stem}*{UNFINISHED}*"):
                if now - round(file.stat().st_mtime * SECOND) > DAY:
                    file.unlink(missing_ok=True)
