"""The one place where Swot is put together."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom
from typing import TYPE_CHECKING

from bot.appeals.commands import AppealCommands
from bot.appeals.deciding import REGRADE, Deciding
from bot.appeals.pages import AppealPages, ReportPages
from bot.appeals.report_commands import ReportCommands
from bot.appeals.reports import REGRADE as REGRADE_REPORTED
from bot.appeals.reports import Reports
from bot.appeals.service import Appeals
from bot.appeals.telling import Telling
from bot.authoring.commands import ContentCommands
from bot.authoring.service import OwnContent
from bot.authoring.shelves import Shelves
from bot.bank.cache import Cache
from bot.bank.service import Bank, read_pack
from bot.calendar.commands import CalendarCommands
from bot.calendar.countdown import Countdowns
from bot.calendar.files import CalendarFiles
from bot.calendar.pages import CountdownPages
from bot.calendar.service import Calendars
from bot.chat import Answer, AnyEvent, Platform
from bot.chat.help import HelpCommands
from bot.chat.registry import Registry
from bot.chat.router import Router
from bot.chat.underway import Underway
from bot.classes.commands import ClassCommands
from bot.classes.links.commands import LinkCommands
from bot.classes.links.pages import LinkPages
from bot.classes.links.service import Links
from bot.classes.register.commands import RegisterCommands
from bot.classes.register.service import Register
from bot.classes.roles import Roles
from bot.classes.service import Classes
from bot.classes.setup.commands import SetupCommands
from bot.classes.setup.service import Setup
from bot.clock import DAY, Clock, SystemClock
from bot.curriculum.changing import Changing
from bot.curriculum.commands import CurriculumCommands
from bot.curriculum.service import Curriculum
from bot.debates.commands import DebateCommands
from bot.debates.service import Debates
from bot.facts.commands import FactCommands
from bot.facts.pages import FactPages
from bot.facts.service import Facts
from bot.glossary.commands import GlossaryCommands
from bot.homework.commands import HomeworkCommands
from bot.homework.following import Following, HomeworkGate
from bot.homework.minding import Minding
from bot.homework.pages import HomeworkPages
from bot.homework.service import Homeworks
from bot.homework.teaching import TeachingCommands
from bot.homework.timed import HomeworkTimes
from bot.places import forgotten_beside
from bot.privacy.commands import PrivacyCommands
from bot.privacy.forgotten import Forgotten
from bot.privacy.pages import RetentionPages
from bot.privacy.retention import Retention
from bot.privacy.service import SCRUB, Privacy
from bot.quiz.papers import PaperCommands
from bot.quiz.rounds.commands import RoundCommands
from bot.quiz.rounds.conductor import CLOSE, COUNT, NEXT, Conductor
from bot.quiz.rounds.pages import RoundPages
from bot.quiz.rounds.service import Rounds
from bot.quiz.rounds.timed import DailyQuestions, Openings, TimedRounds
from bot.quiz.solo.commands import SoloCommands
from bot.quiz.solo.pages import SoloPages
from bot.quiz.solo.service import Solos
from bot.remarking import TodaysRules
from bot.responses.regrading import Regrading
from bot.responses.remarking import Remarking
from bot.schedule.commands import ScheduleCommands
from bot.schedule.courier import Courier
from bot.schedule.dispatcher import Dispatcher
from bot.schedule.filling import Filling
from bot.schedule.pages import SchedulePages
from bot.schedule.planning import FILL, Planner
from bot.schedule.service import TimedPosts
from bot.schedule.setting_up import SettingUp
from bot.standings.commands import StandingsCommands
from bot.standings.digest import Digests
from bot.standings.pages import StandingsPages
from bot.standings.service import StandingsService
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.drafts import Drafts

if TYPE_CHECKING:
    from bot.schedule.waker import Waker

CONTENT = Path(__file__).resolve().parent.parent / "content"
"""The packs that come with Swot."""
KEEP_MESSAGES = 7 * DAY
KEEP_DRAFTS = DAY


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that one installation decides."""

    database_url: str
    packs: tuple[Path, ...] = (CONTENT / "stalins-russia",)
    cache: Path | None = None
    """Folder for what can be computed again; none: nothing is kept."""
    clock: Clock = field(default_factory=SystemClock)
    random: Random = field(default_factory=SystemRandom)
    forgotten: Path | None = None
    """The list of whom Swot has forgotten; none: beside the SQLite file, or in the user's data folder."""
    rooms: tuple[object, ...] = ()
    """Owners of further handlers, beside Swot's own: what they declare is found like any other."""


class App:
    """Swot, whole: events go in at `handle`, answers come back, and what it says first goes to the platforms."""

    def __init__(self, settings: Settings, database: Database, bank: Bank, forgotten: Forgotten) -> None:
        self.clock = settings.clock
        self.database = database
        self.bank = bank
        self.platforms: dict[str, Platform] = {}
        """Those that are connected, by name."""
        self._waker: Waker | None = None
        self._drafts = Drafts(database)
        classes = Classes(database, self.platforms, settings.random)
        self._underway = Underway()
        self._calendars = Calendars(database, classes)
        shelves = Shelves()
        self.curriculum = curriculum = Curriculum(database, bank, classes, shelves.published, shelves.withdrawn)
        conductor = Conductor(curriculum, classes, self._calendars, RoundPages())
        self._random = settings.random
        self._rounds = Rounds(database, curriculum, classes, settings.clock, settings.random, conductor, self._underway)
        homework_pages = HomeworkPages()
        gate = HomeworkGate(classes, self._calendars, homework_pages)
        solos = Solos(database, curriculum, classes, settings.random, SoloPages(), gate, shelves.tried)
        following = Following(solos, curriculum.at, self._calendars, gate)
        homeworks = Homeworks(database, self._calendars, solos, following, settings.random, homework_pages)
        classes.on_join.append(homeworks.welcome)
        self._calendars.on_change.append(homeworks.recalendar)
        register = Register(database, classes)
        minding = Minding(database, classes, self._calendars, register, following, homework_pages)
        homework_times = HomeworkTimes(
            database, self._calendars, settings.clock, self._underway, following, homework_pages
        )
        planner = Planner(self._calendars)
        self._calendars.on_change.append(planner.recalendar)
        self._filling = Filling(database, self._calendars, settings.clock, planner, SchedulePages())
        timed = TimedPosts(database, classes, self._calendars, settings.random, planner, self._filling)
        links = Links(database, classes, settings.random, LinkPages())
        links.is_busy = self._rounds.is_live
        links.on_part.append(timed.leave_rooms)
        openings = Openings(curriculum, classes, settings.random, conductor)
        facts = Facts(database, curriculum, classes, self._calendars, timed, openings, FactPages())
        self._filling.fillers |= {
            "fact": facts,
            "question": DailyQuestions(curriculum, settings.random, openings),
            "round": TimedRounds(curriculum, settings.random, openings),
            "digest": Digests(classes, StandingsPages()),
            "countdown": Countdowns(self._calendars, CountdownPages()),
        }
        self.privacy = Privacy(database, settings.clock, settings.random, forgotten)
        self.privacy.on_forget += [classes.forget, self._rounds.forget]
        self.privacy.is_busy = self._rounds.goes_on
        self._retention = Retention(
            database, classes, self._calendars, settings.clock, settings.random, self.privacy, RetentionPages()
        )
        roles = Roles(database, classes, self.platforms)
        setup = Setup(database, classes, roles, self._calendars, timed, curriculum, settings.random)
        setup.is_busy, setup.on_part = links.is_busy, links.on_part
        standings = StandingsService(database, classes)
        pages = AppealPages()
        regrading = Regrading(curriculum, settings.clock, settings.random, TodaysRules(self._rounds))
        telling = Telling(curriculum, pages)
        deciding = Deciding(database, classes, curriculum, settings.clock, telling, regrading)
        appeals = Appeals(database, classes, curriculum, settings.random, telling, deciding)
        reports = Reports(
            database,
            classes,
            curriculum,
            settings.clock,
            settings.random,
            self._rounds,
            regrading,
            telling,
            ReportPages(),
        )
        classes.subjects |= {"dispute": deciding.class_of, "report": reports.class_of}
        self.registry = Registry.of(
            HelpCommands(lambda: self.registry),
            ClassCommands(roles),
            SetupCommands(setup, roles, self._calendars, facts),
            LinkCommands(links),
            RegisterCommands(register),
            CalendarCommands(
                self._calendars,
                CalendarFiles(database, classes, self._calendars, self.platforms, settings.random),
            ),
            CurriculumCommands(Changing(database, classes, curriculum, self._regrade)),
            RoundCommands(self._rounds, solos, curriculum),
            SoloCommands(solos, curriculum),
            HomeworkCommands(homeworks, minding, curriculum),
            TeachingCommands(minding),
            FactCommands(facts, solos, curriculum),
            SettingUp(timed, self._filling, curriculum),
            ScheduleCommands(timed, self._filling, curriculum),
            PaperCommands(curriculum, solos),
            GlossaryCommands(curriculum, solos),
            DebateCommands(Debates(database, classes, settings.random), curriculum),
            StandingsCommands(standings),
            ContentCommands(OwnContent(database, classes, curriculum, self.platforms, settings.random), solos),
            AppealCommands(appeals, deciding, pages),
            ReportCommands(reports),
            PrivacyCommands(self.privacy, self._retention, classes),
            *settings.rooms,
        )
        self._router = Router(self.registry, classes, self._drafts)
        owner = secrets.token_hex(4)
        courier = Courier(database, self.platforms, settings.clock, owner, self._room_gone)
        workers = {
            CLOSE: self._rounds.close,
            NEXT: self._rounds.next,
            COUNT: self._rounds.count,
            FILL: self._filling.fill,
            SCRUB: self.privacy.scrub,
            **homework_times.workers,
            REGRADE: deciding.regrade,
            REGRADE_REPORTED: reports.regrade,
        }
        self.dispatcher = Dispatcher(database, settings.clock, workers, courier, owner)

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
            app = cls(settings, database, bank, Forgotten.open(settings.forgotten or forgotten_beside(url)))
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
        await self._calendars.warm()
        from bot.schedule.waker import Waker  # noqa: PLC0415 - APScheduler takes a tenth of a second to import

        self._waker = Waker(self.dispatcher, self.clock, self.upkeep)
        self.database.on_wake = self._waker.wake
        await self._waker.start()

    async def stop(self) -> None:
        """Do nothing more unasked; what is in hand is finished. Events are answered until `close`."""
        if self._waker is not None:
            await self._waker.stop()
            self._waker = None

    async def _room_gone(self, room: str, advice: str) -> None:
        """What goes on in a room that can't be written in goes on there no more."""
        await self._rounds.room_gone(room, advice)
        await self._filling.room_gone(room, advice)

    def remarking(self) -> Remarking:
        """What marks stored answers again."""
        rules = TodaysRules(self._rounds)
        return Remarking(self.database, self.curriculum, self.clock, self._random, rules)

    async def _regrade(self, class_id: str, question: str) -> int:
        """Mark the answers to a question of a class again; how many marks have moved."""
        remarking = self.remarking()
        difference = await remarking.difference(questions=(question,), class_id=class_id)
        return (await remarking.change(difference, "what the class accepts has changed")).changed

    async def upkeep(self) -> None:
        """Drop what nothing will ask for again."""
        now = self.clock.now()
        await self.privacy.hear_of_others()
        await self.database.forget_deliveries()
        await self._retention.keep_up()
        await self.database.write(outbox.clear, now - KEEP_MESSAGES)
        await self._drafts.clear(now - KEEP_DRAFTS)
        await self._calendars.warm()

    async def close(self) -> None:
        """Finish what is in hand and let go of the database."""
        await self.stop()
        await self.database.close()
