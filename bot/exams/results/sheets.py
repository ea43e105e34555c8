"""Results as sheets: each learner's marks and how each question went, and mock exams in the class's mark book."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.calendar.service import Calendars
from bot.chat import File
from bot.clock import local
from bot.exams import store as exams
from bot.exams.results.gathering import Gathering
from bot.exams.results.model import Asked, Gathered, Sat
from bot.exams.results.statistics import Estimate
from bot.markbook.model import Column, Piece
from bot.marking.outcome import FULL
from bot.quiz.kinds import kind_of
from bot.sheets import Cell, Format, file_of_sheets

LONGEST_STEM = 200
IN_BOOK = 40
"""Mock exams of a class that are in its mark book: the newest."""
NOT_MARKED = "not marked yet"


def filed(gathered: Gathered, who: Mapping[str, tuple[str, str]], format: Format) -> File:
    """The marks of a mock exam as a file; `who` is each learner's name and candidate number.

    A workbook has a second sheet: how each question went. Raises `UserError` where it is too much for one file.
    """
    sheets = {"Marks": marks(gathered, who), "Questions": questions(gathered)}
    return file_of_sheets(f"{gathered.mock.title} marks", format, sheets)


def marks(gathered: Gathered, who: Mapping[str, tuple[str, str]]) -> list[tuple[Cell, ...]]:
    """A line for each learner, by name: each question, total and grade; what is not marked yet is empty."""
    count = len(gathered.paper.items)
    head = ("Name", "Number", *(f"Question {position}" for position in range(1, count + 1)), "Total", "Grade")
    each: list[Cell] = [item.marks for item in gathered.paper.items]
    worth: tuple[Cell, ...] = ("Marks", "", *each, gathered.paper.marks, "")
    ordered = sorted(gathered.everyone, key=lambda sat: (who[sat.learner][0].casefold(), sat.learner))
    return [head, worth, *(_line(sat, gathered, who[sat.learner]) for sat in ordered)]


def _line(sat: Sat, gathered: Gathered, who: tuple[str, str]) -> tuple[Cell, ...]:
    each: list[Cell] = ["" if mark is None else mark / FULL for mark in sat.marks]
    return (*who, *each, sat.total / FULL if sat.is_marked else "", gathered.grade(sat))


def questions(gathered: Gathered) -> list[tuple[Cell, ...]]:
    """A line for each question: what it asks, and its figures; those that can't be told are empty."""
    head = (
        *("Question", "Asked", "Marks", "Learners"),
        *("Facility", "from", "to"),
        *("Discrimination", "from", "to", "Discriminative efficiency"),
    )
    return [head, *(_question(asked, gathered) for asked in gathered.asked)]


def _question(asked: Asked, gathered: Gathered) -> tuple[Cell, ...]:
    item, words = asked.item, kind_of(asked.question).spoken(asked.question)[:LONGEST_STEM]
    first: tuple[Cell, ...] = (asked.position, words, gathered.paper.item(asked.position).marks, item.learners)
    if item.too_few:
        return (*first, round(item.facility.value, 4), *[""] * 6)
    efficiency = "" if item.efficiency is None else round(item.efficiency, 4)
    return (*first, *_figures(item.facility), *_figures(item.discrimination), efficiency)


def _figures(found: Estimate | None) -> tuple[Cell, Cell, Cell]:
    return (round(found.value, 4), round(found.low, 4), round(found.high, 4)) if found else ("", "", "")


class BookedMocks:
    """The mock exams of every class that are over, as its mark book has them."""

    def __init__(self, gathering: Gathering, calendars: Calendars) -> None:
        self._gathering = gathering
        self._calendars = calendars

    def pieces(self, tx: Connection, class_id: str, _at: int) -> list[Piece]:
        """The mock exams of a class."""
        zone = self._calendars.zone(tx, class_id)
        over = exams.of_class(tx, class_id, IN_BOOK, ("ended", "released"))
        found = []
        for mock in over:
            gathered, on = self._gathering.everyone(tx, mock), local(mock.ended_at, zone).date()
            title = f"{mock.title}, {on:%Y-%m-%d}"
            totals: dict[str, Cell] = {
                sat.learner: sat.total / FULL if sat.is_marked else NOT_MARKED for sat in gathered.everyone
            }
            columns = [Column(f"{title}: marks of {gathered.paper.marks}", totals)]
            if mock.boundaries:
                columns.append(
                    Column(f"{title}: grade", {sat.learner: gathered.grade(sat) for sat in gathered.everyone})
                )
            found.append(Piece(on, tuple(columns)))
        return found
