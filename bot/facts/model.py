"""Which fact comes next, none twice before all have come; and which come back as questions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.schedule.model import Past

AFTER = (2, 7)
"""Days after which a fact comes back as a question: soon enough to be caught, late enough to take an effort."""
FORGOTTEN = timedelta(days=30)
"""A question that found no school day for so long comes no more."""
A_DAY = 2
"""Questions on earlier facts that come with one day's fact; others wait for the next."""


@dataclass(frozen=True, slots=True)
class Recall:
    """A fact that comes back as a question."""

    fact: str
    told: date
    turn: int
    """Whether it comes back the first time, 0, or the second, 1."""

    @property
    def key(self) -> str:
        """What the question is noted under, beside the fact's own slot."""
        return f"{self.told}/{AFTER[self.turn]}"


def drawn(calendar: Mapping[str, str | None], times: Mapping[str, int], class_id: str, day: date) -> str:
    """The fact to be told on `day`, of those in `calendar`: each fact's id and, if it has one, its day (12-01).

    Only facts that were told least often come into question (`times`: how often each was). Those that belong to this
    very day come first; those that belong to another wait for it as long as there is anything else. The order is a
    shuffle that follows from the class and from how often its facts were told, so it is the same after a restart, and
    a new fact takes its place without disturbing it.
    """
    fewest = min(times.get(fact, 0) for fact in calendar)
    left = [fact for fact in calendar if times.get(fact, 0) == fewest]
    todays = [fact for fact in left if calendar[fact] == f"{day:%m-%d}"]
    undated = [fact for fact in left if calendar[fact] is None]
    return min(
        todays or undated or left, key=lambda fact: hashlib.sha256(f"{class_id}:{fewest}:{fact}".encode()).digest()
    )


def recalls(past: Sequence[Past], day: date) -> list[Recall]:
    """The facts that may come back on `day`, the oldest first, by what became of the slots before it.

    What falls on a day without school comes on the next that has some. Where both questions of a fact have waited, only
    the second is asked.
    """
    settled = {one.key for one in past}
    found = []
    for one in past:
        if one.outcome != "said" or "/" in one.key or not one.key[:1].isdigit():
            continue
        told = date.fromisoformat(one.key)
        ripe = [turn for turn, days in enumerate(AFTER) if told + timedelta(days=days) <= day]
        if ripe and (recall := Recall(one.content, told, ripe[-1])).key not in settled:
            found.append(recall)
    return found
