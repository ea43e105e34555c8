"""Every service of mock exams with what it needs, and the handlers and due work that lead to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from random import Random

from bot.calendar.service import Calendars
from bot.chat.underway import Underway
from bot.classes.register.service import Register
from bot.classes.service import Classes
from bot.clock import Clock
from bot.curriculum.service import Curriculum
from bot.desks.service import Desks
from bot.exams.choosing import Choosing
from bot.exams.frozen import FrozenPapers
from bot.exams.glance import Glance
from bot.exams.invigilation import CLOSING, DEADLINE, Invigilation
from bot.exams.marking.commands import MarkingCommands
from bot.exams.marking.correcting import Correcting
from bot.exams.marking.correcting_commands import CorrectingCommands
from bot.exams.marking.desk import MarkingDesk
from bot.exams.marking.pages import MarkingPages
from bot.exams.marking.service import Marking
from bot.exams.papers.commands import ComposeCommands
from bot.exams.papers.composing import Composing
from bot.exams.papers.listing import PapersCommands
from bot.exams.papers.service import Papers
from bot.exams.results.commands import ResultCommands
from bot.exams.results.gathering import Gathering
from bot.exams.results.pages import ResultPages
from bot.exams.results.service import Results
from bot.exams.results.sheets import BookedMocks
from bot.exams.setting.commands import SettingCommands, live
from bot.exams.setting.pages import SettingPages
from bot.exams.setting.service import ExamSetting
from bot.exams.setting.status import LIVE, Statuses
from bot.exams.sitting.commands import SittingCommands
from bot.exams.sitting.pages import SittingPages
from bot.exams.sitting.service import Sittings
from bot.exams.together.commands import TogetherCommands
from bot.exams.together.pages import TogetherPages, kept
from bot.exams.together.service import QUESTION, Together
from bot.markbook.service import MarkBooks
from bot.quiz.solo.service import Solos
from bot.storage.database import Database
from bot.storage.due import Due


class ExamRooms:
    """Setting papers, sitting them, marking, results."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        calendars: Calendars,
        curriculum: Curriculum,
        register: Register,
        mark_books: MarkBooks,
        solos: Solos,
        desks: Desks,
        clock: Clock,
        underway: Underway,
        random: Random,
    ) -> None:
        self._solos = solos
        self.choosing = Choosing(database, classes)
        classes.subjects["mock"] = self.choosing.class_of
        frozen = FrozenPapers()
        self.glance = Glance()
        self.papers = Papers(database, classes, curriculum, random)
        self._composing = Composing(database, classes, curriculum, random, self.papers)
        self.marking = Marking(curriculum, frozen, random)
        self._marking_pages = MarkingPages()
        self._marking_desk = MarkingDesk(database, classes, desks, self.marking, self._marking_pages)
        self._correcting = Correcting(database, classes, register, self.marking)
        pages = SittingPages()
        self.invigilation = Invigilation(database, curriculum, clock, underway, frozen, self.marking.record, pages)
        self.sittings = Sittings(database, classes, register, self.invigilation, desks, random, pages)
        self.setting = ExamSetting(
            database, classes, calendars, curriculum, register, self.papers, self.invigilation, random, SettingPages()
        )
        self._statuses = Statuses(database, classes, register, self.invigilation, clock, live)
        self.together = Together(
            database,
            classes,
            register,
            self.invigilation,
            self.sittings,
            self.setting,
            clock,
            underway,
            TogetherPages(),
        )
        gathering = Gathering(curriculum, frozen)
        self.results = Results(database, classes, gathering, register, calendars, ResultPages())
        self.marking.on_change.append(self.results.remarked)
        curriculum.on_key.append(self.marking.renew)
        mark_books.sources.append(BookedMocks(gathering, calendars).pieces)

    def handlers(self) -> tuple[object, ...]:
        """The owners of all handlers."""
        return (
            PapersCommands(self.papers),
            ComposeCommands(self._composing),
            SettingCommands(self.setting, self._statuses, self.choosing, self.papers),
            SittingCommands(self.sittings, self.choosing),
            TogetherCommands(self.together, kept),
            MarkingCommands(self._marking_desk, self._correcting, self._marking_pages),
            CorrectingCommands(self._correcting, self._marking_pages),
            ResultCommands(self.results, self.choosing, self._solos),
        )

    def workers(self) -> dict[str, Callable[[Due], Awaitable[None]]]:
        """What does due work, by its kind."""
        return {
            DEADLINE: self.invigilation.come_due,
            CLOSING: self.invigilation.close,
            QUESTION: self.together.next,
            LIVE: self._statuses.keep_live,
        }
