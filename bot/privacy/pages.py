"""What teachers are told unasked."""

from __future__ import annotations

from datetime import date

from bot.chat import View, paragraphs, rich
from bot.privacy.model import written


class RetentionPages:
    """What classes keep, and no longer."""

    def soon(self, name: str, end: date, last: date) -> View:
        """That a school year's data is about to be erased."""
        return View(
            paragraphs(
                rich(
                    "**{}**: what learners answered in the school year that ended on {} is kept until **{}**."
                    " Then their names, answers and times are erased; statistics without names stay.",
                    name,
                    written(end),
                    written(last),
                ),
                rich("Do you need it for longer? /class retention keep:year"),
            )
        )
