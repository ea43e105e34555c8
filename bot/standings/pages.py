"""The messages with standings that come by themselves."""

from __future__ import annotations

from bot.chat import Button, Table, View, counted, lines, rich, to
from bot.marking.outcome import FULL
from bot.quiz.solo.commands import SoloCommands
from bot.responses.model import how_many_named, points
from bot.schedule.written import told_date
from bot.standings.commands import StandingsCommands
from bot.standings.digest import Week


class StandingsPages:
    """What everybody sees of standings."""

    def digest(self, week: Week) -> View:
        """The week's leaderboard."""
        rows = tuple((str(place), name, points(total.points)) for place, name, total in week.top)
        took = rich(
            "{} answered {} and earned **{}** {}; {}.",
            counted(week.learners, "learner"),
            counted(week.questions, "question"),
            points(week.points),
            "point" if week.points == FULL else "points",
            how_many_named(week.named),
        )
        hint = () if week.named else rich("To stand here by name: /leaderboard names:show")
        return View(
            lines(took, hint),
            title=f"The week to {told_date(week.last)}",
            table=Table(("", "Learner", "Points"), rows) if rows else None,
            controls=(
                Button("Where am I?", to(StandingsCommands.own_week, week.since, week.until)),
                Button("Revise now", to(SoloCommands.revise), "main"),
            ),
            tone="news",
        )
