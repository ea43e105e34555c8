"""What homework does by itself: it reminds, it is due, it tells its teacher who could not be reached."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import Connection

from bot.calendar.service import Calendars
from bot.chat import desk_of
from bot.chat.underway import Underway
from bot.clock import MINUTE, Clock
from bot.homework import model, store
from bot.homework.following import DUE, REACH, REMIND, Following, Pages
from bot.homework.model import Homework
from bot.storage import due as due_work
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.due import Due

MOST_LOOKS = 30
"""How often it is looked, a minute apart, whether everybody's message is sent."""


class HomeworkTimes:
    """Does the due work of homework."""

    def __init__(
        self,
        database: Database,
        calendars: Calendars,
        clock: Clock,
        underway: Underway,
        following: Following,
        pages: Pages,
    ) -> None:
        self._database = database
        self._calendars = calendars
        self._clock = clock
        self._underway = underway
        self._following = following
        self._pages = pages

    @property
    def workers(self) -> Mapping[str, Callable[[Due], Awaitable[None]]]:
        """What does each kind of due work."""
        return {REMIND: self.remind, DUE: self.come_due, REACH: self.reach}

    async def remind(self, work: Due) -> None:
        """Remind those who are not done, the day before it is due."""
        await self._database.write(self._remind, work)

    def _remind(self, tx: Connection, work: Due) -> None:
        homework = self._taken(tx, work)
        now = self._clock.now()
        if homework is None or homework.is_past(now):
            return
        zone = self._calendars.zone(tx, homework.class_id)
        whom = [
            progress
            for progress in self._following.everyone(tx, homework)
            if model.may_be_reminded(progress, now, zone) and model.has_had_it_long(progress, now)
        ]
        what, page = f"remind:{work.step}", self._pages.reminder
        self._following.post(tx, homework, whom, what, page, now, reminds=True)

    async def come_due(self, work: Due) -> None:
        """Tell those who are not done that it was due, and whoever set it how many are done."""
        await self._underway.settled(work.at)
        await self._database.write(self._come_due, work)

    def _come_due(self, tx: Connection, work: Due) -> None:
        homework = self._taken(tx, work)
        if homework is None:
            return
        now = self._clock.now()
        everyone = self._following.everyone(tx, homework)
        left = [progress for progress in everyone if not progress.is_done]
        self._following.renew(tx, homework, left, self._pages.past, now)
        view = self._pages.over(self._following.gate.told(tx, homework, now), model.tally(everyone))
        outbox.post(tx, f"homework:{homework.id}:due:{work.step}", desk_of(homework.set_by), view, now, bulk=True)

    def _taken(self, tx: Connection, work: Due) -> Homework | None:
        """The homework, held, if this is still to be done about it."""
        due_work.finish(tx, work)
        homework = store.hold(tx, work.subject)
        is_on = homework is not None and homework.state == "open" and str(homework.due_at) == work.step
        return homework if is_on else None

    async def reach(self, work: Due) -> None:
        """Once every message is sent or given up, tell whoever set it who could not be written to."""
        await self._database.write(self._reach, work)

    def _reach(self, tx: Connection, work: Due) -> None:
        due_work.finish(tx, work)
        homework, now = store.hold(tx, work.subject), self._clock.now()
        if homework is None or homework.state == "called off":
            return
        everyone = self._following.everyone(tx, homework)
        desks = {row.desk: progress.learner.name for progress in everyone for row in progress.rows}
        if outbox.is_waiting(tx, list(desks)) and int(work.step) < MOST_LOOKS:
            due_work.add(tx, REACH, homework.id, int(work.step) + 1, now + MINUTE, bulk=True)
            return
        refused = outbox.refused(tx, list(desks))
        if refused:
            lost = sorted((desks[key], is_closed) for key, is_closed in refused.items())
            view = self._pages.unreached(self._following.gate.told(tx, homework, now), lost)
            outbox.post(tx, f"homework:{homework.id}:unreached", desk_of(homework.set_by), view, now, bulk=True)
