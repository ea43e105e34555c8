"""Which fact a class is told next, and what it has been told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Protocol

from sqlalchemy import Connection

from bot.bank.model import Fact
from bot.bank.service import Bank
from bot.calendar.service import Calendars
from bot.chat import Answer, Event, View
from bot.classes.service import Classes
from bot.clock import HOUR, local
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.facts import store
from bot.facts.model import A_DAY, FORGOTTEN, Recall, drawn, recalls
from bot.quiz.rounds.timed import Openings
from bot.schedule.model import Changes, Coming, Firing, NothingToSay, Occurrence, Past, Rhythm, Said, Wish
from bot.schedule.service import TimedPosts
from bot.schedule.written import told_date
from bot.storage.database import Database

USUAL = (Rhythm(time(8, 30), frozenset(range(5))), Wish())
"""The fact of the day, where nobody says otherwise."""
RECALL_OPEN = 8 * HOUR
"""How long a question is open with which a fact comes back."""
EVENING = time(20)
"""When such a question is closed at the latest: nobody wants its answer at night."""


class Pages(Protocol):
    """What everybody sees of a fact."""

    def daily(self, bank: Bank, fact: str, *, is_its_day: bool) -> View:
        """The fact of the day."""
        ...


class Facts:
    """The facts of every class: none comes twice before all have been told."""

    name = "fact of the day"
    command = "/fact schedule"

    def __init__(
        self,
        database: Database,
        curriculum: Curriculum,
        classes: Classes,
        calendars: Calendars,
        timed: TimedPosts,
        openings: Openings,
        pages: Pages,
    ) -> None:
        self._database = database
        self._curriculum = curriculum
        self._classes = classes
        self._calendars = calendars
        self._timed = timed
        self._openings = openings
        self._pages = pages

    async def now(self, event: Event, *, topic: str | None, told: Callable[[Bank, str], Answer]) -> Answer:
        """Choose a fact for the class and have it told. Raises `UserError` if there is none on `topic`."""
        class_id = await self._classes.of(event)
        topics = (topic,) if topic else ()
        _must_have(await self._curriculum.of(class_id), topics)

        def choose(tx: Connection) -> Answer:
            bank = self._curriculum.at(tx, class_id)
            return told(bank, _tell(tx, bank, class_id, topics, self._day(tx, class_id, event.at), event.at))

        return await self._database.once(event, choose)

    async def told(self, event: Event, most: int) -> list[tuple[Fact, date]]:
        """What the class was told last, the newest first, each with its local date; withdrawn facts are left out."""
        class_id = await self._classes.of(event)

        def look(tx: Connection) -> list[tuple[Fact, date]]:
            bank, found = self._curriculum.at(tx, class_id), store.latest(tx, class_id, most)
            return [(bank.fact(fact), self._day(tx, class_id, at)) for fact, at in found if bank.has_fact(fact)]

        return await self._database.read(look)

    async def schedule(
        self,
        event: Event,
        changes: Changes,
        room: str | None,
        told: Callable[[Coming, int], Answer],
    ) -> Answer:
        """Have a fact posted in a room, or here, again and again; `told` gets what is coming and how many are left.

        Raises `UserError` if there are none on the topics.
        """

        def look(tx: Connection, coming: Coming) -> Answer:
            bank = self._curriculum.at(tx, coming.post.class_id)
            times, known = store.times(tx, coming.post.class_id), _known(bank, coming.post.wish.topics)
            fewest = min(times.get(fact, 0) for fact in known)
            return told(coming, sum(times.get(fact, 0) == fewest for fact in known))

        return await self._timed.set_up(event, "fact", changes, USUAL, room, look)

    async def pause(self, event: Event, id: str, told: Callable[[Coming], Answer]) -> Answer:
        """Post no more facts with this timed post, or here. Raises `UserError`."""
        return await self._timed.pause(event, "fact", id, told)

    async def skip(self, event: Event, told: Callable[[Firing, Coming], Answer]) -> Answer:
        """Leave out the next fact here; `told` gets what is left out and what comes then. Raises `UserError`."""
        return await self._timed.skip(event, "fact", "", told)

    async def preview(
        self, event: Event, id: str, most: int, told: Callable[[Coming, list[tuple[Firing, Fact]]], Answer]
    ) -> Answer:
        """Which facts would come with this timed post, or here, and when, as things stand. Raises `UserError`."""

        def look(tx: Connection, coming: Coming) -> Answer:
            bank = self._curriculum.at(tx, coming.post.class_id)
            times, known, planned = store.times(tx, coming.post.class_id), _known(bank, coming.post.wish.topics), []
            for firing in coming.firings if known else ():
                fact = drawn(known, times, coming.post.class_id, firing.slot)
                times[fact] = times.get(fact, 0) + 1
                planned.append((firing, bank.fact(fact)))
            return told(coming, planned)

        return await self._timed.coming(event, "fact", id, most, look)

    # The fact of the day

    def check(self, tx: Connection, today: date, class_id: str, rhythm: Rhythm, wish: Wish) -> None:
        """Make sure that there are facts on the topics. Raises `UserError`."""
        _must_have(self._curriculum.at(tx, class_id), wish.topics)

    def fill(self, tx: Connection, occurrence: Occurrence) -> Said:
        """The fact of the slot, after questions on earlier ones where the class wants them. Raises `NothingToSay`."""
        post = occurrence.post
        bank = self._curriculum.at(tx, post.class_id)
        if not _known(bank, post.wish.topics):
            raise NothingToSay("no pack has facts on that any more")
        if post.wish.recalls and not occurrence.is_try:
            self._recall(tx, bank, occurrence)
        fact = _tell(tx, bank, post.class_id, post.wish.topics, occurrence.slot, occurrence.now)
        is_its_day = bank.fact(fact).calendar == f"{occurrence.slot:%m-%d}"
        return Said(fact, self._pages.daily(bank, fact, is_its_day=is_its_day))

    def _recall(self, tx: Connection, bank: Bank, occurrence: Occurrence) -> None:
        """Ask about facts that this post told some days ago."""
        post, now = occurrence.post, occurrence.now
        past = self._timed.past(tx, post.id, occurrence.slot - FORGOTTEN)
        asked = [(recall, question) for recall in recalls(past, occurrence.slot) if (question := _on(bank, recall))]
        for recall, question in asked[:A_DAY]:
            title = f"Do you remember the fact of {told_date(recall.told)}?"
            revision = bank.question(question).revision
            self._openings.ask_for_hours(tx, occurrence, (question, revision), title, self._evening(occurrence))
            self._timed.note(tx, post.id, Past(recall.key, "said", question), now)

    def _evening(self, occurrence: Occurrence) -> int:
        """When a question is closed that is put now: in the evening at the latest, unless it is put then."""
        now = occurrence.now
        return min(now + RECALL_OPEN, max(occurrence.at(EVENING), now + HOUR))

    def _day(self, tx: Connection, class_id: str, at: int) -> date:
        """The date of an instant where the class is."""
        return local(at, self._calendars.zone(tx, class_id)).date()


def _on(bank: Bank, recall: Recall) -> str | None:
    """The question with which a fact comes back: of several another one the second time. None where it has none."""
    known = bank.tests(recall.fact) if bank.has_fact(recall.fact) else ()
    return known[recall.turn % len(known)] if known else None


def _must_have(bank: Bank, topics: Sequence[str]) -> None:
    if not _known(bank, topics):
        raise UserError("There are no facts on that yet.")


def _known(bank: Bank, topics: Sequence[str]) -> dict[str, str | None]:
    """Every fact on the topics, or of all, with the day of the year that it belongs to."""
    ids = [id for topic in topics for id in bank.facts(topic)] if topics else bank.facts()
    return {id: bank.fact(id).calendar for id in ids}


def _tell(tx: Connection, bank: Bank, class_id: str, topics: Sequence[str], day: date, now: int) -> str:
    times = store.times(tx, class_id)
    fact = drawn(_known(bank, topics), times, class_id, day)
    store.put_told(tx, class_id, fact, times.get(fact, 0) + 1, now)
    return fact
