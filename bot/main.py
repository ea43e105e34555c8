"""The one place where Swot is put together."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING

from bot.bank.cache import Cache
from bot.bank.service import Bank, read_pack
from bot.chat import Answer, AnyEvent, Platform
from bot.chat.help import HelpCommands
from bot.chat.registry import Registry
from bot.chat.router import Router
from bot.chat.underway import Underway
from bot.clock import DAY, Clock, SystemClock
from bot.keeping.daily import DailyBackups
from bot.measures import Backlog, Measures
from bot.places import data_folder, forgotten_beside, sqlite_file
from bot.privacy.forgotten import Forgotten
from bot.responses.remarking import Remarking
from bot.rooms import Rooms
from bot.schedule.backlog import backlog
from bot.schedule.courier import Courier
from bot.schedule.dispatcher import Dispatcher
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.drafts import Drafts

if TYPE_CHECKING:
    from bot.rebuilding import Rebuilding
    from bot.schedule.waker import Waker

CONTENT = Path(__file__).resolve().parent.parent / "content"
"""The packs that come with Swot."""
KEEP_MESSAGES = 7 * DAY
KEEP_DRAFTS = DAY


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that one installation decides."""

    database_url: str = field(repr=False)  # it may have a password
    packs: tuple[Path, ...] = (CONTENT / "stalins-russia",)
    cache: Path | None = None
    """Folder for what can be computed again; none: nothing is kept."""
    clock: Clock = field(default_factory=SystemClock)
    random: Random = field(default_factory=SystemRandom)
    forgotten: Path | None = None
    """The list of whom Swot has forgotten; none: beside the SQLite file, or in the user's data folder."""
    backups: Path | None = None
    """The folder for a SQLite file's backups, one each night; none: none is made by itself."""
    measures: Measures = field(default_factory=Measures)
    """Who is told of what can be measured; by default nobody."""
    rooms: tuple[object, ...] = ()
    """Owners of further handlers, beside Swot's own: what they declare is found like any other."""


class App:
    """Swot, whole: events go in at `handle`, answers come back, and what it says first goes to the platforms."""

    def __init__(self, settings: Settings, database: Database, bank: Bank, forgotten: Forgotten) -> None:
        self.clock = settings.clock
        self.measures = settings.measures
        self.database = database
        self.bank = bank
        self.platforms: dict[str, Platform] = {}
        """Those that are connected, by name."""
        file = sqlite_file(settings.database_url)
        self._backups = DailyBackups(file, settings.backups, self.clock) if file and settings.backups else None
        self._waker: Waker | None = None
        self._drafts = Drafts(database)
        self._underway = Underway()
        self._rooms = rooms = Rooms(settings, database, bank, forgotten, self.platforms, self._underway)
        self.curriculum = rooms.curriculum
        self.privacy = rooms.privacy
        self.registry = Registry.of(HelpCommands(lambda: self.registry), *rooms.handlers(), *settings.rooms)
        self._router = Router(self.registry, rooms.classes, self._drafts)
        owner = secrets.token_hex(4)
        courier = Courier(database, self.platforms, settings.clock, owner, rooms.room_gone, settings.measures)
        self.dispatcher = Dispatcher(database, settings.clock, rooms.workers(), courier, owner, settings.measures)

    @classmethod
    async def open(cls, settings: Settings) -> App:
        """Load the packs, open the database, put everything together. Raises `UserError` or `BrokenPack`.

        Whoever was forgotten and has come back with a backup that was restored is erased again first.
        """
        cache = Cache(settings.cache) if settings.cache else None
        bank = Bank(read_pack(folder, cache) for folder in settings.packs)
        url = settings.database_url
        database = await Database.open(url, settings.clock)
        try:
            forgotten = Forgotten.open(settings.forgotten or forgotten_beside(url, data_folder()))
            app = cls(settings, database, bank, forgotten)
            # Before anybody is served: a backup that was restored must bring nobody back.
            await app.privacy.honour()
        except BaseException:
            await database.close()
            raise
        return app

    def connect(self, platform: Platform) -> None:
        """Let Swot speak on a platform."""
        self.platforms[platform.name] = platform

    async def handle(self, event: AnyEvent) -> Answer | None:
        """The answer to an event; nothing to a notice. When it comes, whatever it tells of is on disk."""
        with self._underway.event(event.at):
            return await self._router.handle(event)

    async def start(self) -> None:
        """Watch the clock: do what is due when it is due, and keep house. Without it, whoever tests moves the clock."""
        await self._rooms.calendars.warm()
        from bot.schedule.waker import Waker  # noqa: PLC0415 - APScheduler takes a tenth of a second to import

        nightly = self._backups.keep_up if self._backups else None
        self._waker = Waker(self.dispatcher, self.clock, self.upkeep, from_the_start=nightly)
        self.database.on_wake = self._waker.wake
        await self._waker.start()

    async def stop(self) -> None:
        """Do nothing more unasked; what is in hand is finished. Events are answered until `close`."""
        waker, self._waker = self._waker, None
        if waker is not None:
            await waker.stop()

    async def spaces_of(self, person: str) -> list[str]:
        """The spaces in which a person is in a class, as learner or otherwise."""
        return await self._rooms.classes.spaces_of(person)

    async def backlog(self) -> Backlog:
        """What waits to be done and to be sent."""
        return await self.database.read(backlog, self.clock.now())

    async def check_saves(self) -> None:
        """Make sure that the database takes what is written to it. Raises `UserError` that says why not."""
        await self.database.check_saves()

    def remarking(self) -> Remarking:
        """What marks stored answers again."""
        return self._rooms.remarking()

    async def rebuilding(self) -> Rebuilding:
        """What makes again what follows from marks."""
        await self._rooms.calendars.warm()
        return self._rooms.rebuilding()

    async def upkeep(self) -> None:
        """Drop what nothing will ask for again."""
        now = self.clock.now()
        await self.privacy.hear_of_others()
        await self.database.forget_deliveries()
        await self._rooms.retention.keep_up()
        await self.database.write(outbox.clear, now - KEEP_MESSAGES)
        await self._drafts.clear(now - KEEP_DRAFTS)
        await self._rooms.calendars.warm()

    async def close(self) -> None:
        """Finish what is in hand and let go of the database."""
        await self.stop()
        await self.database.close()
