"""What is read of results by learners who did not ask: on their desks."""

from __future__ import annotations

from bot.chat import Button, Control, View, to
from bot.exams.results import telling
from bot.exams.results.commands import ResultCommands, summary
from bot.exams.results.model import Own


class ResultPages:
    """The messages on desks."""

    def released(self, own: Own) -> View:
        """What somebody earned."""
        return summary(own)

    def regraded(self, own: Own, before: str) -> View:
        """That their grade is another now."""
        return View(telling.regraded(own, before), controls=_onward(own), tone="news")

    def remarked(self, own: Own) -> View:
        """That a mark of theirs is another now."""
        return View(telling.remarked(own), controls=_onward(own), tone="news")


def _onward(own: Own) -> tuple[Control, ...]:
    return (Button("My result", to(ResultCommands.mine, own.mock.id)),)
