"""What is due for a learner, as a session on their desk; and what a class forgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random
from typing import Protocol

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.calendar.service import Calendars
from bot.chat import Answer, Event, View, desk_of, told_apart
from bot.classes.learners import accounts_of, is_member, owner_of
from bot.classes.service import Classes
from bot.clock import local
from bot.curriculum.service import Curriculum
from bot.desks.service import Desks, Way
from bot.errors import UserError
from bot.quiz.picking import askable
from bot.quiz.solo.model import Solo
from bot.quiz.solo.putting import Summary
from bot.quiz.solo.service import Solos
from bot.responses import service as responses
from bot.review import evidence, model, planning, store
from bot.review.cards import Cards
from bot.review.model import Card, Word
from bot.schedule.moments import local_instant
from bot.storage import outbox
from bot.storage.database import Database

MOST_LOOKED = 200
"""Cards that are due which are looked at: beyond that nobody needs the figure."""
LATELY = 60
"""Answers by which it is told how long somebody takes."""
EXAM_TIME = time(9)
"""When exams begin, where a calendar says the day alone."""
TITLE = "Review"


@dataclass(frozen=True, slots=True)
class Ahead:
    """The exam that a class works towards next."""

    day: date
    name: str
    at: int
    """When it begins; microseconds UTC."""


@dataclass(frozen=True, slots=True)
class Ready:
    """How ready somebody is for the next exam."""

    day: date
    name: str
    share: float
    """What share of what they have met they would recall on that day as it stands."""
    unmet: int
    """Questions of the class that they have not met."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is due for a learner in a class."""

    class_id: str
    class_name: str
    at: int
    today: date
    """Where the class is."""
    count: int
    """Cards that are due; no more than are looked at."""
    is_more: bool
    """Whether there are more than that."""
    session: int
    """Questions that the next session has."""
    minutes: int
    """What all that is due takes; where there is more than a session, what a session takes."""
    fresh: int
    """How many of the session were never met."""
    has_any: bool
    """Whether there is any card at all: none where nothing was ever answered."""
    next_day: date | None
    """When the next comes, where nothing is due or everything has been looked at."""
    left: Solo | None
    """A session that was begun and not finished."""
    ready: Ready | None = None


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the one look finds that everything else follows from."""

    owner: str
    bank: Bank
    exam: Ahead | None
    found: list[Card]
    """What is due and still asked."""
    is_more: bool
    took: list[int]


class Pages(Protocol):
    """What stands on a learner's desk."""

    def due(self, due: Due) -> View:
        """What is due, and how to begin."""
        ...

    def over(self, summary: Summary, due: Due, strengthened: int) -> View:
        """How a session went, and what comes next."""
        ...


Told = Callable[[View], Answer]


class Reviews:
    """The reviews of everyone."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        calendars: Calendars,
        curriculum: Curriculum,
        solos: Solos,
        desks: Desks,
        random: Random,
        cards: Cards,
        pages: Pages,
    ) -> None:
        self._database = database
        self._classes = classes
        self._calendars = calendars
        self._curriculum = curriculum
        self._solos = solos
        self._desks = desks
        self._random = random
        self._cards = cards
        self._pages = pages

    # On the desk

    async def call(self, event: Event, told: Callable[[Due, Way], Answer]) -> Answer:
        """Put what is due on the person's desk; `told` says so where they asked."""
        class_id = await self._classes.of(event)

        def put(tx: Connection) -> Answer:
            self._classes.note(tx, class_id, event)
            due = self._due(tx, class_id, event.person, event.at, whole=True)
            way = self._desks.way(tx, event)
            if not event.room.private:
                key = f"review:{told_apart(event.delivery)}"
                outbox.post(tx, key, desk_of(event.person), self._pages.due(due), event.at)
            return told(due, way)

        return await self._database.once(event, put)

    async def start(self, event: Event, class_id: str, told: Told) -> Answer:
        """Begin a session, or go on with the one that is not over. Raises `UserError` where it is not their class."""

        def begin(tx: Connection) -> Answer:
            if not is_member(tx, class_id, accounts_of(tx, event.person)):
                raise UserError("That review is of a class that you are not in. /review asks what is due for you.")
            if left := self._solos.left_review(tx, event.person, class_id, event.at):
                return told(self._solos.resume(tx, event, left))
            questions = self._session(tx, class_id, event.person, event.at)
            if not questions:
                return told(self._pages.due(self._due(tx, class_id, event.person, event.at, whole=True)))
            return told(self._solos.begin_review(tx, event, class_id, TITLE, questions))

        return await self._database.once(event, begin)

    async def say(self, event: Event, id: str, position: int, word: Word, told: Told) -> Answer:
        """The learner says something of the answer that they see, and goes on."""

        def note(tx: Connection, solo: Solo) -> None:
            mine = responses.session_marks(tx, solo.session, event.person)
            mark = next((mark for mark in mine if mark.position == position), None)
            if not solo.review or mark is None or mark.verdict != "right":
                raise UserError("Nothing is said of that answer.")
            self._cards.said(tx, mark.response, word, event.at)

        return await self._solos.next(event, id, position, told, note)

    def over(self, tx: Connection, summary: Summary, at: int) -> View:
        """How a session ends: what was strengthened, and what comes next."""
        solo = summary.solo
        due = self._due(tx, solo.class_id, solo.person, at, whole=True)
        missed = set(summary.missed)
        strengthened = sum(id not in missed for id, _ in solo.questions)
        return self._pages.over(summary, due, strengthened)

    def glance(self, tx: Connection, event: Event, class_id: str) -> Due:
        """What is due for the person, for a page that has other things too."""
        return self._due(tx, class_id, event.person, event.at, whole=False)

    # What is due

    def _look(self, tx: Connection, class_id: str, person: str, at: int) -> _Looked:
        owner, bank = owner_of(tx, person), self._curriculum.at(tx, class_id)
        exam = self.exam(tx, class_id, at)
        found = store.due(tx, owner, class_id, at, exam.at if exam else None, MOST_LOOKED)
        asked = [card for card in found if bank.offers(card.question)]
        took = evidence.took_lately(tx, accounts_of(tx, person), LATELY)
        return _Looked(owner, bank, exam, asked, len(found) == MOST_LOOKED, took)

    def _due(self, tx: Connection, class_id: str, person: str, at: int, *, whole: bool) -> Due:
        """What is due; the `whole` also says how ready they are, for which every card is read."""
        looked = self._look(tx, class_id, person, at)
        found, fits = looked.found, model.fits(looked.took)
        mine = store.of_learner(tx, looked.owner, class_id) if whole else list(found)
        unmet = _unmet(looked.bank, mine) if whole else []
        zone = self._calendars.zone(tx, class_id)
        exam_at = looked.exam.at if looked.exam else None
        session = planning.plan(found, len(unmet), fits, at, exam_at)
        next_at = None if found else store.next_at(tx, looked.owner, class_id, at, exam_at)
        met = [card for card in mine if looked.bank.offers(card.question)] if whole else []
        return Due(
            class_id=class_id,
            class_name=self._classes.name(tx, class_id),
            at=at,
            today=local(at, zone).date(),
            count=len(found),
            is_more=looked.is_more,
            session=session.size,
            minutes=model.minutes(session.size, looked.took),
            fresh=session.fresh,
            has_any=bool(mine),
            next_day=local(next_at, zone).date() if next_at else None,
            left=self._solos.left_review(tx, person, class_id, at),
            ready=ready_for(looked.exam, met, len(unmet)),
        )

    def _session(self, tx: Connection, class_id: str, person: str, at: int) -> list[tuple[str, int]]:
        """The questions of a session: what is due, and a few that were never met."""
        looked = self._look(tx, class_id, person, at)
        mine = store.of_learner(tx, looked.owner, class_id)
        unmet, fits = _unmet(looked.bank, mine), model.fits(looked.took)
        session = planning.plan(looked.found, len(unmet), fits, at, looked.exam.at if looked.exam else None)
        asked = [card.question for card in session.cards]
        asked += self._chosen(looked.bank, mine, unmet, session.fresh)
        return [(id, looked.bank.question(id).revision) for id in asked]

    def _chosen(self, bank: Bank, mine: Sequence[Card], unmet: Sequence[str], count: int) -> list[str]:
        """Questions never met, by chance: of topics that the learner has met, and of others where those give out."""
        begun = {bank.question(card.question).topic for card in mine if bank.has(card.question)}
        order = list(unmet)
        self._random.shuffle(order)
        return sorted(order, key=lambda id: bank.question(id).topic not in begun)[:count]

    def exam(self, tx: Connection, class_id: str, at: int) -> Ahead | None:
        """The next exam of a class; nothing where none is noted."""
        zone = self._calendars.zone(tx, class_id)
        for exam in self._calendars.exams(tx, class_id):
            exam_at = local_instant(datetime.combine(exam.day, EXAM_TIME), zone)
            if exam_at is not None and exam_at > at:
                return Ahead(exam.day, exam.name, exam_at)
        return None


def ready_for(exam: Ahead | None, met: Sequence[Card], unmet: int) -> Ready | None:
    """How ready these cards make somebody for an exam; nothing without an exam or a card."""
    share = model.on_course(met, exam.at) if exam else None
    return Ready(exam.day, exam.name, share, unmet) if exam and share is not None else None


def _unmet(bank: Bank, mine: Sequence[Card]) -> list[str]:
    """The questions of a class that somebody has no card of."""
    met = {card.question for card in mine}
    return [id for id, _ in askable(bank, None) if id not in met]
