"""Which rooms the gallery has."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import DATA
from tests.dialogues.test_whole_pack import SHIPPED
from tests.exams.hall import HALL
from tests.looks.playing import Room
from tests.looks.scenes import classes, exams, quiz, review
from tests.looks.scenes.packs import pack_of_kinds

GARDEN, ORCHARD = DATA / "garden", DATA / "orchard"


def rooms(folder: Path) -> tuple[Room, ...]:
    """Every room; a pack that is made for some of them goes into the folder."""
    kinds = (pack_of_kinds(folder / "stalins-russia"),)
    return (
        Room("Round", kinds, quiz.live),
        Room("Round", (GARDEN,), quiz.podium),
        Room("Solo", kinds, quiz.solo),
        Room("Solo", (GARDEN,), quiz.solo_again),
        Room("Homework", (GARDEN,), quiz.homework),
        Room("Review", (GARDEN,), review.remembering),
        Room("Lessons", (SHIPPED,), quiz.facts),
        Room("Class", (GARDEN, ORCHARD), classes.setting_up),
        Room("Class", (GARDEN, ORCHARD), classes.people),
        Room("Class", (GARDEN,), classes.rooms),
        Room("Class", (GARDEN,), classes.register),
        Room("Home", (GARDEN,), classes.standings),
        Room("Home", (GARDEN, HALL), classes.home),
        Room("Home", (GARDEN,), classes.desks),
        Room("Disputes", (GARDEN,), classes.disputes),
        Room("Timed", (GARDEN,), classes.calendar),
        Room("Timed", (GARDEN,), classes.schedule),
        Room("Privacy", (GARDEN,), classes.privacy),
        Room("Content", (GARDEN,), classes.content),
        Room("Papers", (SHIPPED,), exams.papers),
        Room("Sitting", (HALL,), exams.sitting),
        Room("Sitting", (HALL,), exams.together),
        Room("Sitting", (SHIPPED,), exams.long_sitting),
        Room("Marking", (HALL,), exams.marking),
        Room("Marking", (HALL,), exams.differing),
        Room("Results", (HALL,), exams.results),
        Room("Results", (SHIPPED,), exams.report),
    )
