"""Mock exams at a glance: what a learner has before them, and what a class's exams wait for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.classes.learners import is_staff
from bot.exams import store
from bot.exams.model import Mock, Sitting, is_over

LOOKED_THROUGH = 10
"""The newest exams of a class, and the newest sittings of a learner."""
SAT = 50
"""Sittings of a learner that tell on which days they answered something."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A mock exam that is open, and how far a learner is with it."""

    mock: Mock
    sitting: Sitting | None
    """None: not begun."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A mock exam of a class that is not released."""

    mock: Mock
    waiting: int
    """Scripts that still wait for a mark, once it has ended."""


class Glance:
    """Looks at mock exams, within a transaction of the caller's."""

    def ahead(self, tx: Connection, class_id: str, persons: Collection[str], at: int) -> list[Ahead]:
        """The open exams that somebody, given by their accounts, is to sit or sits; the first to open first."""
        if is_staff(tx, class_id, persons):
            return []
        found = []
        for mock in store.of_class(tx, class_id, LOOKED_THROUGH, ("open",)):
            sitting = store.sitting_of(tx, mock.id, persons)
            if sitting is not None and is_over(mock, sitting, at):
                continue
            is_theirs = mock.everyone or bool(store.persons_of(tx, mock.id) & set(persons))
            if sitting is not None or (is_theirs and at < mock.closes_at):
                found.append(Ahead(mock, sitting))
        return sorted(found, key=lambda one: (one.mock.opens_at, one.mock.id))

    def kept(self, tx: Connection, class_id: str, most: int) -> list[Kept]:
        """A class's exams that are sat, will be, or are to be marked and released; the newest first."""
        mocks = store.of_class(tx, class_id, most, ("open", "ended"))
        return [Kept(mock, store.waiting(tx, mock.id)[0] if mock.state == "ended" else 0) for mock in mocks]

    def released(self, tx: Connection, class_id: str, persons: Collection[str]) -> Mock | None:
        """Of the exams of a class that somebody has sat, the one whose results came last."""
        begun = store.begun_by(tx, persons, LOOKED_THROUGH)
        sat = (store.find(tx, sitting.mock_id) for sitting in begun if sitting.state == "handed in")
        out = [mock for mock in sat if mock is not None and mock.class_id == class_id and mock.state == "released"]
        return max(out, key=lambda mock: mock.released_at, default=None)

    def sat_at(self, tx: Connection, class_id: str, persons: Collection[str]) -> set[int]:
        """When somebody began exams of a class; microseconds UTC."""
        return store.began_at(tx, class_id, persons, SAT)
