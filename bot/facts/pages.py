"""The messages with facts that come by themselves."""

from __future__ import annotations

from bot.bank.service import Bank
from bot.chat import View, prose, rich
from bot.facts.commands import fact_controls


class FactPages:
    """What everybody sees of them."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def daily(self, id: str, *, is_its_day: bool) -> View:
        """The fact of the day."""
        fact = self._bank.fact(id)
        head = rich("**{}** · ", "On this day" if is_its_day else "Fact of the day")
        return View((*head, *prose(fact.text)), controls=fact_controls(id, fact))
