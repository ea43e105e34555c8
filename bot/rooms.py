"""The rooms of Swot, each with what it needs of the others: built once, by `App`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from sqlalchemy import Connection

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
from bot.bank.service import Bank
from bot.calendar.commands import CalendarCommands
from bot.calendar.countdown import Countdowns
from bot.calendar.files import CalendarFiles
from bot.calendar.pages import CountdownPages
from bot.calendar.service import Calendars
from bot.chat import Platform
from bot.chat.underway import Underway
from bot.classes.commands import ClassCommands
from bot.classes.links.commands import LinkCommands
from bot.classes.links.pages import LinkPages
from bot.classes.links.service import Links
from bot.classes.register.commands import RegisterCommands
from bot.classes.register.service import Register
from bot.classes.roles import Roles
from bot.classes.rooms.commands import RoomCommands
from bot.classes.rooms.service import ClassRooms
from bot.classes.service import Classes
from bot.classes.setup.commands import SetupCommands
from bot.classes.setup.service import Setup
from bot.curriculum.changing import Changing
from bot.curriculum.commands import CurriculumCommands
from bot.curriculum.service import Curriculum
from bot.debates.commands import DebateCommands
from bot.debates.service import Debates
from bot.desks.commands import DeskCommands
from bot.desks.pages import DeskPages
from bot.desks.service import Desks
from bot.exams.model import lengthened
from bot.exams.papers.withholding import withheld
from bot.exams.rooms import ExamRooms
from bot.facts.commands import FactCommands
from bot.facts.pages import FactPages
from bot.facts.service import Facts
from bot.glossary.commands import GlossaryCommands
from bot.home.commands import HomeCommands
from bot.home.pages import HomePages
from bot.home.service import Homes
from bot.homework.booked import BookedHomework
from bot.homework.commands import HomeworkCommands
from bot.homework.following import Following, HomeworkGate
from bot.homework.minding import Minding
from bot.homework.pages import HomeworkPages
from bot.homework.service import Homeworks
from bot.homework.teaching import TeachingCommands
from bot.homework.timed import HomeworkTimes
from bot.markbook.commands import MarkBookCommands
from bot.markbook.service import MarkBooks
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
from bot.rebuilding import Part, Rebuilding
from bot.remarking import TodaysRules
from bot.responses.marks import Marks
from bot.responses.regrading import Regrading
from bot.responses.remarking import Remarking
from bot.review.cards import Cards
from bot.review.rooms import ReviewRooms
from bot.schedule.commands import ScheduleCommands
from bot.schedule.filling import Filling
from bot.schedule.pages import SchedulePages
from bot.schedule.planning import FILL, Planner
from bot.schedule.service import TimedPosts
from bot.schedule.setting_up import SettingUp
from bot.standings.digest import Digests
from bot.standings.pages import StandingsPages
from bot.standings.rooms import StandingsRooms
from bot.storage.database import Database
from bot.storage.due import Due

if TYPE_CHECKING:
    from bot.main import Settings


class Rooms:
    """Every service of an installation, and the handlers that lead to them."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        bank: Bank,
        forgotten: Forgotten,
        platforms: dict[str, Platform],
        underway: Underway,
    ) -> None:
        self._database = database
        self._clock = settings.clock
        self._random = settings.random
        self._platforms = platforms
        self._underway = underway
        self.classes = Classes(database, platforms, settings.random)
        self.calendars = Calendars(database, self.classes)
        self.marks = Marks()
        self.cards = Cards(database, settings.clock)
        self.marks.followers.append(self.cards)
        self.standings = StandingsRooms(
            database, self.classes, self.calendars, settings.clock, settings.random, self.marks
        )
        self._desks = Desks(database, platforms, DeskPages())
        self._asking(bank)
        self._homework()
        self._exams()
        self._remembering()
        self._posting()
        self._forgetting(forgotten)
        self._school()
        self._judging()

    def _asking(self, bank: Bank) -> None:
        """What is asked, and how it is played."""
        shelves = Shelves()
        self.curriculum = Curriculum(self._database, bank, self.classes, shelves.published, shelves.withdrawn, withheld)
        pages = RoundPages()
        self._conductor = Conductor(self.curriculum, self.classes, self.calendars, pages, self.marks, self._lengthened)
        self.rounds = Rounds(
            self._database,
            self.curriculum,
            self.classes,
            self._clock,
            self._random,
            self._conductor,
            self._underway,
        )
        self._homework_pages = HomeworkPages()
        self._gate = HomeworkGate(self.classes, self.calendars, self._homework_pages)
        self.solos = Solos(
            self._database,
            self.curriculum,
            self.classes,
            self._random,
            SoloPages(),
            self._gate,
            shelves.tried,
            self.marks,
        )

    def _homework(self) -> None:
        """What is set to learners."""
        database, calendars, pages = self._database, self.calendars, self._homework_pages
        self.register = Register(database, self.classes)
        following = Following(self.solos, self.curriculum.at, calendars, self._gate)
        self.homeworks = Homeworks(database, self.classes, calendars, self.solos, following, self._random, pages)
        self.classes.on_join.append(self.homeworks.welcome)
        calendars.on_change.append(self.homeworks.recalendar)
        self.minding = Minding(database, self.classes, calendars, self.register, following, pages)
        self.mark_books = MarkBooks(database, self.classes, self.register)
        self.mark_books.sources.append(BookedHomework(following).pieces)
        self._homework_times = HomeworkTimes(database, calendars, self._clock, self._underway, following, pages)

    def _exams(self) -> None:
        """Mock exams."""
        self.exams = ExamRooms(
            self._database,
            self.classes,
            self.calendars,
            self.curriculum,
            self.register,
            self.mark_books,
            self.solos,
            self._desks,
            self._clock,
            self._underway,
            self._random,
        )

    def _remembering(self) -> None:
        """What learners remember, and look at before it fades."""
        self.review = ReviewRooms(
            self._database,
            self.classes,
            self.calendars,
            self.curriculum,
            self.solos,
            self.rounds,
            self._desks,
            self._random,
            self.cards,
        )
        self.exams.results.on_release.append(self.cards.released)
        self.exams.marking.on_change.append(self.cards.sat_again)

    def _posting(self) -> None:
        """What is said by itself."""
        planner = Planner(self.calendars)
        self.calendars.on_change.append(planner.recalendar)
        self.filling = Filling(self._database, self.calendars, self._clock, planner, SchedulePages())
        self.timed = TimedPosts(self._database, self.classes, self.calendars, self._random, planner, self.filling)
        openings = Openings(self.curriculum, self.classes, self._random, self._conductor)
        self.facts = Facts(
            self._database, self.curriculum, self.classes, self.calendars, self.timed, openings, FactPages()
        )
        self.filling.fillers |= {
            "fact": self.facts,
            "question": DailyQuestions(self.curriculum, self._random, openings),
            "round": TimedRounds(self.curriculum, self._random, openings),
            "digest": Digests(self.classes, StandingsPages()),
            "countdown": Countdowns(self.calendars, CountdownPages()),
        }

    def _school(self) -> None:
        """Who belongs to which class, as what."""
        self.links = Links(self._database, self.classes, self._random, LinkPages())
        self.content = OwnContent(self._database, self.classes, self.curriculum, self._platforms, self._random)
        self.roles = Roles(self._database, self.classes, self._platforms)
        self.class_rooms = ClassRooms(self._database, self.classes, self.links)
        self.setup = Setup(
            self._database,
            self.classes,
            self.roles,
            self.calendars,
            self.timed,
            self.curriculum,
            self.retention,
            self._random,
        )
        self.links.on_accounts.append(self.cards.linked)
        for room in (self.links, self.class_rooms, self.setup):
            room.is_busy = self._is_busy
            room.on_part.append(self.timed.leave_rooms)

    def _judging(self) -> None:
        """What is marked again, and why."""
        self._appeal_pages = AppealPages()
        regrading = Regrading(self.curriculum, self._clock, self._random, TodaysRules(self.rounds), self.marks)
        telling = Telling(self.curriculum, self._appeal_pages)
        self.deciding = Deciding(self._database, self.classes, self.curriculum, self._clock, telling, regrading)
        self.appeals = Appeals(self._database, self.classes, self.curriculum, self._random, telling, self.deciding)
        self.reports = Reports(
            self._database,
            self.classes,
            self.curriculum,
            self._clock,
            self._random,
            self.rounds,
            regrading,
            telling,
            ReportPages(),
        )
        self.privacy.before_erasing += [self.appeals.forget, self.exams.marking.forget]
        self.privacy.on_erasing.append(self.cards.before_erasing)
        self.standings.follow(self.links, self.privacy, self.retention)
        self.links.before_join += [self.appeals.join_classes, self.content.join_classes, self.cards.before_join]
        self.links.after_join.append(self._joined)
        self.classes.subjects |= {"dispute": self.deciding.class_of, "report": self.reports.class_of}

    def _forgetting(self, forgotten: Forgotten) -> None:
        """What is kept about people, and for how long."""
        self.privacy = Privacy(self._database, self._clock, self._random, forgotten)
        self.privacy.on_forget.append(self.rounds.forget)
        self.privacy.is_busy = self.rounds.goes_on
        self.retention = Retention(
            self._database,
            self.classes,
            self.calendars,
            self._clock,
            self._random,
            self.privacy,
            RetentionPages(),
        )
        self.retention.on_part.append(self.cards.erased_in_part)

    def handlers(self) -> tuple[object, ...]:
        """The owners of all handlers, but for the help that lists them."""
        database, classes, curriculum, solos = self._database, self.classes, self.curriculum, self.solos
        files = CalendarFiles(database, classes, self.calendars, self._platforms, self._random)
        return (
            DeskCommands(self._desks),
            ClassCommands(self.roles),
            SetupCommands(self.setup, self.roles, self.calendars, self.facts),
            LinkCommands(self.links),
            RoomCommands(self.class_rooms),
            RegisterCommands(self.register),
            MarkBookCommands(self.mark_books),
            CalendarCommands(self.calendars, files),
            CurriculumCommands(Changing(database, classes, curriculum, self._regrade)),
            RoundCommands(self.rounds, solos, curriculum),
            SoloCommands(solos, curriculum),
            HomeworkCommands(self.homeworks, self.minding, curriculum, self._desks),
            TeachingCommands(self.minding),
            *self.exams.handlers(),
            FactCommands(self.facts, solos, curriculum),
            SettingUp(self.timed, self.filling, curriculum),
            ScheduleCommands(self.timed, self.filling, curriculum),
            PaperCommands(curriculum, solos),
            GlossaryCommands(curriculum, solos),
            DebateCommands(Debates(database, classes, self._random), curriculum),
            *self.standings.handlers(),
            *self.review.handlers(),
            HomeCommands(self._homes(), self.roles, self.homeworks, HomePages()),
            ContentCommands(self.content, solos),
            AppealCommands(self.appeals, self.deciding, self._appeal_pages),
            ReportCommands(self.reports),
            PrivacyCommands(self.privacy, self.retention, classes),
        )

    def _homes(self) -> Homes:
        """The pages of everyone, which show something of every room."""
        return Homes(
            self._database,
            self.classes,
            self.calendars,
            self._desks,
            self.standings.service,
            self.homeworks,
            self.minding,
            self.exams.glance,
            self.timed,
            self.deciding,
            self.reports,
            self.review.reviews,
        )

    def workers(self) -> dict[str, Callable[[Due], Awaitable[None]]]:
        """What does due work, by its kind."""
        return {
            **self.exams.workers(),
            CLOSE: self.rounds.close,
            NEXT: self.rounds.next,
            COUNT: self.rounds.count,
            FILL: self.filling.fill,
            SCRUB: self.privacy.scrub,
            REGRADE: self.deciding.regrade,
            REGRADE_REPORTED: self.reports.regrade,
            **self.review.workers(),
            **self.standings.workers(),
            **self._homework_times.workers,
        }

    def remarking(self) -> Remarking:
        """What marks stored answers again."""
        rules = TodaysRules(self.rounds)
        return Remarking(self._database, self.curriculum, self._clock, self._random, rules, self.marks)

    def rebuilding(self) -> Rebuilding:
        """What makes again what follows from marks."""
        parts = (
            Part("cards", self.cards.rows, self.cards.rebuild),
            Part("standings", self.standings.keeping.rows, self.standings.keeping.rebuild),
        )
        return Rebuilding(self._database, parts)

    def _joined(self, tx: Connection, _class_id: str, into: str, at: int) -> None:
        """A class has become part of another: what came along keeps to the other's packs and calendar."""
        self.curriculum.changed(tx, into)
        for hear in self.calendars.on_change:
            hear(tx, into, at)

    def _lengthened(self, tx: Connection, class_id: str, seconds: int) -> int:
        """Seconds for a whole class at once, by the largest extra time in its register."""
        return lengthened(seconds, [line.extra_time for line in self.register.lines(tx, class_id).values()])

    def _is_busy(self, tx: Connection, room: str) -> bool:
        """Whether something goes on in a room that would be torn apart if the room became another class's."""
        return self.rounds.is_live(tx, room) or self.exams.invigilation.goes_on(tx, self.classes.twins(tx, room))

    async def _regrade(self, class_id: str, question: str) -> int:
        """Mark the answers to a question of a class again; how many marks have moved."""
        remarking = self.remarking()
        difference = await remarking.difference(questions=(question,), class_id=class_id)
        return (await remarking.change(difference, "what the class accepts has changed")).changed

    async def room_gone(self, room: str, advice: str) -> None:
        """What goes on in a room that can't be written in goes on there no more."""
        told = await self.filling.room_gone(room, advice)
        await self.rounds.room_gone(room, advice, told)
        await self.exams.setting.room_gone(room, advice, self._clock.now())
        await self.homeworks.room_gone(room, advice, self._clock.now())
