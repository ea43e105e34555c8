"""Homework is set, and learners do it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.calendar.service import Calendars
from bot.chat import Answer, Event, View, desk_of
from bot.classes.learners import Learner, accounts_of, humans_of, is_learner, learners_of
from bot.classes.named import read_who
from bot.classes.service import Classes
from bot.clock import DAY, SECOND, local
from bot.errors import UserError
from bot.homework import store
from bot.homework.following import REACH, Following, Pages, Told
from bot.homework.model import Homework, Progress
from bot.homework.written import END_OF_SCHOOL, told_due_in_full
from bot.ids import new_id
from bot.quiz.picking import pick, title
from bot.quiz.solo.model import Solo
from bot.quiz.solo.service import Solos
from bot.schedule.moments import local_instant, read_moment
from bot.schedule.zones import city
from bot.storage import due as due_work
from bot.storage import outbox
from bot.storage.database import Database

FARTHEST = 366 * DAY
"""How far ahead homework may be due; microseconds."""
SEEN = 14 * DAY
"""How long learners see theirs after it was due."""
MOST_OPEN = 20
"""Homework of a class that takes answers at the same time."""
LATELY = 5
"""Homeworks of a class whose questions are not asked again as long as there are others."""
FIRST_LOOK = 30 * SECOND
"""After which it is seen who could not be written to."""
NO_HOMEWORK = "gets no homework"
JOINING = "/quiz set without who gives it to everyone, also to those who join before it is due."
NOT_YOURS = "That homework is not yours to do. /quiz homework shows what is."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Homework as a teacher asks for it."""

    topic: str | None
    kind: str
    questions: int
    due: str
    who: str
    announces: bool


@dataclass(frozen=True, slots=True)
class SetTold:
    """Homework that is set, and what its teacher should know."""

    told: Told
    names: tuple[str, ...] | None
    """Who gets it, in their class's names; none: everyone."""
    learners: int
    zone: ZoneInfo
    had_time: bool
    """Whether a time of day was given."""
    no_school: bool
    """Whether there is no school on that day."""
    asked_for: int
    """Questions that were asked for; there may be fewer."""


@dataclass(frozen=True, slots=True)
class Own:
    """A homework of a learner's."""

    told: Told
    progress: Progress
    is_refused: bool
    """Whether its message could not be put on their desk."""


class Homeworks:
    """The homework of every class: set by teachers, done by learners."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        calendars: Calendars,
        solos: Solos,
        following: Following,
        random: Random,
        pages: Pages,
    ) -> None:
        self._database = database
        self._classes = classes
        self._calendars = calendars
        self._solos = solos
        self._random = random
        self._following = following
        self._pages = pages

    # Set

    async def set(self, event: Event, wanted: Wanted, told: Callable[[SetTold], Answer]) -> Answer:
        """Set homework to learners of the teacher's class. Raises `UserError` where that makes no sense."""
        assert event.duty is not None
        class_id = event.duty.class_id
        if wanted.announces and event.room.private:
            raise UserError("Say it in the class's room, so that it can be announced there, or leave announce out.")
        await self._calendars.warm()
        absent = await self._classes.absent(class_id, wanted.who)
        return await self._database.once(event, lambda tx: told(self._set(tx, event, class_id, wanted, absent)))

    def _set(self, tx: Connection, event: Event, class_id: str, wanted: Wanted, absent: Mapping[str, str]) -> SetTold:
        store.hold_class(tx, class_id)
        calendar = self._calendars.of(tx, class_id)
        due, due_at, had_time = read_instant(wanted.due, event.at, calendar.zone)
        everyone = learners_of(tx, class_id)
        named = read_who(wanted.who, everyone, absent, staff=NO_HOMEWORK, absent=JOINING)
        whom = named if named is not None else [learner for learner in everyone if not learner.staff]
        bank = self._following.bank_of(tx, class_id)
        topic = bank.topic(wanted.topic) if wanted.topic else ""
        new = Homework(
            id=new_id(self._random, lambda id: store.find(tx, id)),
            class_id=class_id,
            topic=topic,
            kind=wanted.kind,
            title=title(bank, topic or None, wanted.kind),
            questions=(),
            everyone=named is None,
            due=due,
            due_at=due_at,
            state="open",
            set_by=event.person,
            set_at=event.at,
        )
        self._check_new(tx, new, {learner.id for learner in whom})
        lately = {id for old in store.of_class(tx, class_id, LATELY) for id, _ in old.questions}
        count = wanted.questions
        questions = pick(bank, self._random, topic=topic or None, count=count, lately=lately, kind=wanted.kind)
        new = replace(new, questions=questions)
        store.create(tx, new)
        self._give(tx, new, whom, event.at)
        self._following.plan(tx, new, event.at)
        due_work.add(tx, REACH, new.id, 0, event.at + FIRST_LOOK, bulk=True)
        about = self._following.gate.told(tx, new, event.at)
        if wanted.announces:
            room = event.room.parent or event.room.key
            outbox.post(tx, f"homework:{new.id}:announced", room, self._pages.announced(about), event.at)
        names = None if named is None else tuple(learner.name for learner in named)
        no_school = not calendar.is_open(due.date())
        return SetTold(about, names, len(whom), calendar.zone, had_time, no_school, count)

    async def room_gone(self, room: str, advice: str, at: int) -> None:
        """Tell whoever set homework that is still to be announced in a room that nobody will read it there."""

        def tell(tx: Connection) -> None:
            for key in outbox.unseen_in(tx, room, "homework:"):
                homework = store.find(tx, key.split(":")[1])
                if homework is not None:
                    view = self._pages.unannounced(self._following.gate.told(tx, homework, at), advice)
                    outbox.post(tx, f"{key}:unseen", desk_of(homework.set_by), view, at)

        await self._database.write(tell)

    def _check_new(self, tx: Connection, new: Homework, learners: AbstractSet[str]) -> None:
        """Make sure that it is not set already. Raises `UserError`."""
        others = [old for old in store.open_in(tx, new.class_id) if old.due_at > new.set_at]
        if len(others) >= MOST_OPEN:
            raise UserError(f"{MOST_OPEN} homeworks are open in this class. Close one with /quiz homework first.")
        for old in others:
            if (old.topic, old.kind, old.due_at) != (new.topic, new.kind, new.due_at):
                continue
            had = [row.person for row in store.assigned(tx, old.id)]
            humans = humans_of(tx, had)
            if (old.everyone and new.everyone) or learners & {humans.get(person, person) for person in had}:
                raise UserError(
                    f"That homework is set already: {old.title}, due {told_due_in_full(old.due)}. Nothing was set"
                    " twice; /quiz homework shows it. For another one take another topic or time."
                )

    def _give(self, tx: Connection, homework: Homework, whom: Sequence[Learner], at: int) -> None:
        """Give a homework to learners who have not got it, and put it on their desks."""
        store.give(tx, homework.id, {learner.persons[0]: "" for learner in whom}, at)
        rows = {row.person: row for row in store.assigned(tx, homework.id)}
        count = len(homework.questions)
        fresh = [Progress(learner, (rows[learner.persons[0]],), "not begun", 0, count, 0, 0, 0, ()) for learner in whom]
        self._following.post(tx, homework, fresh, "set", self._pages.given, at)

    def welcome(self, tx: Connection, class_id: str, persons: Sequence[str], at: int) -> None:
        """Give those who have come into a class what everyone there still has to do."""
        waiting = [one for one in store.open_in(tx, class_id) if one.everyone and not one.is_past(at)]
        if not waiting:
            return
        joining = set(persons)
        learners = [
            learner
            for learner in learners_of(tx, class_id)
            if not learner.staff and not joining.isdisjoint(learner.persons)
        ]
        for homework in waiting:
            had = {row.person for row in store.assigned(tx, homework.id)}
            fresh = [learner for learner in learners if had.isdisjoint(learner.persons)]
            if fresh:
                self._give(tx, homework, fresh, at)

    def recalendar(self, tx: Connection, class_id: str, now: int) -> None:
        """Have everything due at the instants that the class's zone gives it now."""
        zone = self._calendars.zone(tx, class_id)
        for homework in store.open_in(tx, class_id):
            due_at = local_instant(homework.due, zone)
            if due_at is None or due_at == homework.due_at or (homework.is_past(now) and due_at <= now):
                continue
            moved = replace(homework, due_at=due_at)
            store.save(tx, moved)
            self._following.plan(tx, moved, now)

    # Done

    async def begin(self, event: Event, id: str, told: Callable[[View], Answer], *, late: bool = False) -> Answer:
        """Begin a homework, or go on where it was left; `late`: though it was due. Raises `UserError`."""

        def start(tx: Connection) -> Answer:
            homework, persons = self._owned(tx, event, id)
            solo = self._furthest(tx, homework, persons)
            if solo and solo.behind == len(solo.questions):
                return told(self._solos.resume(tx, event, solo))
            if late and homework.state == "open" and homework.is_past(event.at):
                store.put_late(tx, homework.id, persons)
            behind, of = (solo.behind, len(solo.questions)) if solo else (0, len(homework.questions))
            gate = self._following.gate
            if stopped := gate.stopped(tx, homework, persons, event.at, answered=behind, of=of):
                return told(stopped)
            return told(self._solos.resume(tx, event, solo) if solo else self._first(tx, event, homework))

        return await self._database.once(event, start)

    def _owned(self, tx: Connection, event: Event, id: str) -> tuple[Homework, tuple[str, ...]]:
        """A homework that is the person's to do, held, and their accounts. Raises `UserError`."""
        homework, persons = store.hold(tx, id), accounts_of(tx, event.person)
        if homework is None or not store.assigned(tx, id, persons):
            raise UserError(NOT_YOURS)
        return homework, persons

    def _furthest(self, tx: Connection, homework: Homework, persons: Collection[str]) -> Solo | None:
        """The quiz that somebody has begun for it; of two, begun before their accounts were linked, the further one."""
        begun = self._solos.of_homework(tx, [homework.id], persons)
        return min(begun, key=lambda solo: len(solo.questions) - solo.behind, default=None)

    def _first(self, tx: Connection, event: Event, homework: Homework) -> View:
        bank = self._following.bank_of(tx, homework.class_id)
        questions = [(id, revision) for id, revision in homework.questions if bank.offers(id)]
        if not questions and any(bank.whole.offers(id) for id, _ in homework.questions):
            raise UserError("None of its questions is asked just now. Come back to it in a day or two.")
        if not questions:
            raise UserError("Its questions have all been withdrawn since it was set: there is nothing left to do.")
        return self._solos.begin_homework(
            tx,
            event,
            homework.class_id,
            homework.id,
            topic=homework.topic,
            kind=homework.kind,
            title=f"Homework: {homework.title}",
            questions=questions,
        )

    async def own(self, event: Event) -> list[Own]:
        """The person's homework, in whichever class, in the order in which it is due."""
        return await self._database.read(self._own, event)

    def waiting(self, tx: Connection, event: Event, class_id: str) -> list[Own]:
        """What the person still has to do in a class, the next due first, and then what was due."""
        mine = [one for one in self._own(tx, event, class_id) if one.told.homework.state == "open"]
        return sorted((one for one in mine if not one.progress.is_done), key=lambda one: one.told.is_past)

    def _own(self, tx: Connection, event: Event, class_id: str = "") -> list[Own]:
        persons = accounts_of(tx, event.person)
        found = []
        for homework in store.of_persons(tx, persons, event.at - SEEN):
            if class_id not in ("", homework.class_id) or not is_learner(tx, homework.class_id, persons):
                continue
            progress = self._following.own(tx, homework, event.person)
            refused = outbox.refused(tx, [row.desk for row in progress.rows])
            told = self._following.gate.told(tx, homework, event.at, answered=progress.answered, of=progress.of)
            found.append(Own(told, progress, bool(refused)))
        return found


def read_instant(written: str, at: int, zone: ZoneInfo) -> tuple[datetime, int, bool]:
    """When something is due that a teacher writes at an instant: local time, instant, whether a time of day was given.

    Raises `UserError` where it is over, too far off or no time at all.
    """
    due, had_time = read_moment(written, local(at, zone), END_OF_SCHOOL)
    due_at = local_instant(due, zone)
    if due_at is None or due_at <= at:
        now = local(at, zone)
        raise UserError(
            f"{told_due_in_full(due)} has passed: it is {now:%H:%M} in {city(zone)}. Homework is due at a time to come."
        )
    if due_at - at > FARTHEST:
        raise UserError("That is over a year off. Homework is due within a year.")
    return due, due_at, had_time
