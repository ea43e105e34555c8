"""Which fact comes next: none twice before all have come, in an order of the class's own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date


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
