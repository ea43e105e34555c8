"""The messages with facts that come by themselves."""

from __future__ import annotations

from bot.bank.service import Bank
from bot.chat import View, lines, prose, rich
from bot.facts.commands import fact_controls


class FactPages:
    """What everybody sees, and what a teacher is told unasked."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def daily(self, id: str, *, is_its_day: bool) -> View:
        """The fact of the day."""
        fact = self._bank.fact(id)
        head = rich("**{}** · ", "On this day" if is_its_day else "Fact of the day")
        return View((*head, *prose(fact.text)), controls=fact_controls(id, fact))

    def unseen(self, advice: str) -> View:
        """That a room can't be written in, and how to go on."""
        sentences = [
            rich("The fact of the day could not be posted in its room, and is paused there."),
            *([rich("{}", advice)] if advice else []),
            rich("/fact schedule in that room begins it again."),
        ]
        return View(lines(*sentences))
