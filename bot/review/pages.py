"""What stands on a learner's desk."""

from __future__ import annotations

from bot.chat import Button, Control, View, to
from bot.quiz.solo.commands import SoloCommands
from bot.quiz.solo.putting import Summary
from bot.review import telling
from bot.review.commands import ReviewCommands, begin
from bot.review.service import Due


class ReviewPages:
    """What is due, and how a session went."""

    def due(self, due: Due) -> View:
        """What is due, and how to begin."""
        controls = begin(due)
        return View(telling.due(due), controls=controls, tone="live" if controls else "plain")

    def over(self, summary: Summary, due: Due, strengthened: int) -> View:
        """How a session went, and what comes next."""
        controls: list[Control] = []
        if summary.missed:
            controls.append(Button("Retry what I missed", to(SoloCommands.missed, summary.solo.id), "main"))
        if due.session:
            controls.append(Button("Two more minutes", to(ReviewCommands.start, due.class_id)))
        return View(telling.over(summary, due, strengthened), controls=tuple(controls), tone="news")
