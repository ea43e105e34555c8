"""Responses and marks as values, and how marks are written for people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TypeAlias

from bot.marking.outcome import FULL

Given: TypeAlias = tuple[str, ...]
"""An answer, whatever way the options were laid out: the texts chosen, ticked, put in order, or written."""


@dataclass(frozen=True, slots=True)
class NewResponse:
    """What one person gives to a question, and the platform's delivery that brought it."""

    person: str
    given: Given
    at: int
    delivery: str


@dataclass(frozen=True, slots=True)
class Response:
    """What one person gave to one question at one time."""

    seq: int
    person: str
    given: Given
    at: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What a response earned, in hundredths of a mark."""

    response: int
    class_id: str
    person: str
    question: str
    revision: int
    verdict: str
    earned: int
    bonus: int
    counts: bool
    at: int


@dataclass(frozen=True, slots=True)
class Total:
    """A person's sum of marks over something, in hundredths, and of how many questions."""

    person: str
    points: int
    questions: int


def given_to_json(given: Given) -> str:
    """The answer as its row keeps it."""
    return json.dumps(given, ensure_ascii=False)


def given_from_json(text: str) -> Given:
    """The answer that a row keeps."""
    return tuple(json.loads(text))


def points(hundredths: int) -> str:
    """Marks as people write them: 4, 4.5, 0.67."""
    whole, part = divmod(hundredths, FULL)
    return f"{whole}.{part:02d}".rstrip("0") if part else str(whole)


def ranked(totals: list[Total]) -> list[tuple[int, Total]]:
    """Totals with their places, best first; equal points share a place, and the next place is left out."""
    ordered = sorted(totals, key=lambda total: (-total.points, total.person))
    places: list[tuple[int, Total]] = []
    for index, total in enumerate(ordered):
        same = places and places[-1][1].points == total.points
        places.append((places[-1][0] if same else index + 1, total))
    return places


def nth(place: int) -> str:
    """A place in words: 1st, 2nd, 11th."""
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"
