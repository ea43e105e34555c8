"""The messages about exams that come by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from bot.calendar.countdown import Distance
from bot.calendar.telling import day_of
from bot.chat import Button, Text, View, counted, lines, paragraphs, rich, to
from bot.quiz.solo.commands import SoloCommands


class CountdownPages:
    """What everybody sees of exams."""

    def countdown(self, distances: Sequence[Distance]) -> View:
        """How far off each exam is, the next one first."""
        today = [_told(distance) for distance in distances if not distance.days]
        later = [_told(distance) for distance in distances if distance.days]
        # On the day itself nobody needs to revise any more.
        controls = () if today else (Button("Revise now", to(SoloCommands.revise), "main"),)
        return View(paragraphs(lines(*today), lines(*later)), controls=controls)


def _told(distance: Distance) -> Text:
    exam, days = distance.exam, distance.days
    if not days:
        return rich("**{}** is today. Good luck!", exam.name)
    if days == 1:
        return rich("**{}** is tomorrow.", exam.name)
    told = rich("**{}** to **{}** ({})", counted(days, "day"), exam.name, day_of(exam.day))
    if distance.school_days is None:
        return rich("{}.", told)
    school = counted(distance.school_days, "school day") if distance.school_days else "no school day"
    return rich("{}, with {} between.", told, school)
