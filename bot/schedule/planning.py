"""Which slot of a timed post comes next, as its row and its due work say."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from itertools import islice

from sqlalchemy import Connection

from bot.calendar.model import Calendar
from bot.calendar.service import Calendars
from bot.errors import UserError
from bot.schedule import model, store
from bot.schedule.model import ONE_DAY, Coming, Firing, Past, TimedPost
from bot.storage import due as due_work

log = logging.getLogger(__name__)

FILL = "timed.fill"
"""The kind of due work of a timed post: its subject is the post, its step the slot."""


class Planner:
    """Keeps each post's next slot, and makes it due, within a transaction of the caller's."""

    def __init__(self, calendars: Calendars) -> None:
        self._calendars = calendars

    def first(self, tx: Connection, post: TimedPost, now: int) -> Firing:
        """What comes next of a post that is being changed. Raises `UserError` where nothing ever would."""
        found = self._next(tx, post, now)
        if found is None:
            raise UserError("That would never come: there is no such school day within two years.")
        return found

    def _next(self, tx: Connection, post: TimedPost, now: int) -> Firing | None:
        """The slot that was next, even if its time is past by now, or an earlier one that is still to come."""
        calendar = self._calendars.of(tx, post.class_id)
        zone, is_open = calendar.zone, calendar.is_open
        kept = model.next_firing(post.rhythm, zone, is_open, post.slot - ONE_DAY) if post.slot else None
        coming = model.first_firing(post.rhythm, zone, is_open, now)
        both = [_unsettled(tx, post, firing, calendar) for firing in (kept, coming)]
        return min(filter(None, both), key=lambda firing: firing.slot, default=None)

    def plan(self, tx: Connection, post: TimedPost, firing: Firing | None, *, changed_at: int = 0) -> TimedPost:
        """Have this slot filled next, and no other; none: nothing comes. Give the post as it is then.

        A slot whose time is past because something was `changed_at` an instant is due then, and not late.
        """
        post = replace(post, slot=firing.slot if firing else None)
        store.save(tx, post)
        due_work.call_off(tx, FILL, post.id)
        if firing:
            due_work.add(tx, FILL, post.id, firing.slot.isoformat(), max(firing.at, changed_at), bulk=True)
        return post

    def go_on(self, tx: Connection, post: TimedPost, calendar: Calendar, now: int) -> TimedPost:
        """Have the slot filled that is next, after any that are too old by now; give the post as it is then."""
        assert post.slot is not None
        firing = _after(tx, post, post.slot, calendar)
        while firing and now - firing.at > calendar.catch_up:
            log.warning("%s of %s is missed: nothing ran at its time", firing.slot, post.id)
            store.put_occurrence(tx, post.id, Past(firing.slot.isoformat(), "missed", "nothing ran at its time"), now)
            firing = _after(tx, post, firing.slot, calendar)
        return self.plan(tx, post, firing)

    def coming(self, tx: Connection, post: TimedPost, most: int) -> Coming:
        """The post, what became of its last slot, and at most so many that are to come."""
        calendar, slot = self._calendars.of(tx, post.class_id), post.slot
        coming = model.firings(post.rhythm, calendar.zone, calendar.is_open, slot, model.FAR) if slot else iter(())
        settled = {past.key for past in store.occurrences_since(tx, post.id, slot)} if slot else set()
        left = (firing for firing in coming if firing.slot.isoformat() not in settled)
        return Coming(post, calendar.zone, tuple(islice(left, most)), store.last_occurrence(tx, post.id))

    def recalendar(self, tx: Connection, class_id: str, now: int) -> None:
        """Put everything of a class at the instants that its zone and its school days give it now."""
        for post in store.of_class(tx, class_id, hold=True):
            if not post.paused:
                self.plan(tx, post, self._next(tx, post, now), changed_at=now)


def _after(tx: Connection, post: TimedPost, slot: date, calendar: Calendar) -> Firing | None:
    """The first firing after a slot of whose slot nothing has become yet."""
    following = model.next_firing(post.rhythm, calendar.zone, calendar.is_open, slot)
    return _unsettled(tx, post, following, calendar)


def _unsettled(tx: Connection, post: TimedPost, firing: Firing | None, calendar: Calendar) -> Firing | None:
    """This firing, or the first after it of whose slot nothing has become yet: one that was left out beforehand."""
    while firing and store.is_settled(tx, post.id, firing.slot):
        firing = model.next_firing(post.rhythm, calendar.zone, calendar.is_open, firing.slot)
    return firing
