"""A school's calendar: when a class is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Closure:
    """Local dates on which a class is not at school, both included."""

    first: date
    last: date
    name: str = ""


def is_open(closures: Sequence[Closure], day: date) -> bool:
    """Whether the class is at school on a date, as far as that depends on holidays."""
    return not any(closure.first <= day <= closure.last for closure in closures)
