"""Which slot of a timed post comes next, as its row and its due work say."""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import islice

from sqlalchemy import Connection

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
        """The firing of the slot that is next, or of the first that is still to come. Raises `UserError`."""
        zone, is_open = self._calendars.of(tx, post.class_id)
        if post.slot is None:
            found = self._unsettled(tx, post, model.first_firing(post.rhythm, zone, is_open, now))
        else:
            found = model.next_firing(post.rhythm, zone, is_open, post.slot - ONE_DAY)
        if found is None:
            raise UserError("That would never come: there is no such school day within two years.")
        return found

    def _unsettled(self, tx: Connection, post: TimedPost, firing: Firing | None) -> Firing | None:
        """This firing, or the first after it of whose slot nothing has become yet: one that was moved or paused."""
        zone, is_open = self._calendars.of(tx, post.class_id)
        while firing and store.is_settled(tx, post.id, firing.slot):
            firing = model.next_firing(post.rhythm, zone, is_open, firing.slot)
        return firing

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

    def go_on(self, tx: Connection, post: TimedPost, now: int) -> TimedPost:
        """Have the slot filled that is next, after any that are too old by now; give the post as it is then."""
        assert post.slot is not None
        zone, is_open = self._calendars.of(tx, post.class_id)
        firing = model.next_firing(post.rhythm, zone, is_open, post.slot)
        catch_up = self._calendars.catch_up(tx, post.class_id)
        while firing and now - firing.at > catch_up:
            log.warning("%s of %s is missed: nothing ran at its time", firing.slot, post.id)
            store.put_occurrence(tx, post.id, Past(firing.slot.isoformat(), "missed", "nothing ran at its time"), now)
            firing = model.next_firing(post.rhythm, zone, is_open, firing.slot)
        return self.plan(tx, post, firing)

    def coming(self, tx: Connection, post: TimedPost, most: int) -> Coming:
        """The post, what became of its last slot, and at most so many that are to come."""
        zone, is_open = self._calendars.of(tx, post.class_id)
        slot = post.slot
        coming = model.firings(post.rhythm, zone, is_open, slot, model.FAR) if slot else iter(())
        return Coming(post, zone, tuple(islice(coming, most)), store.last_occurrence(tx, post.id))

    def recalendar(self, tx: Connection, class_id: str, now: int) -> None:
        """Put everything of a class at the instants that its zone and its school days give it now."""
        zone, is_open = self._calendars.of(tx, class_id)
        for post in store.of_class(tx, class_id):
            if post.paused:
                continue
            kept = model.next_firing(post.rhythm, zone, is_open, post.slot - ONE_DAY) if post.slot else None
            # Where a holiday has gone, an earlier day may be one of school again.
            coming = [kept, self._unsettled(tx, post, model.first_firing(post.rhythm, zone, is_open, now))]
            first = min(filter(None, coming), key=lambda firing: firing.slot, default=None)
            self.plan(tx, post, first, changed_at=now)
