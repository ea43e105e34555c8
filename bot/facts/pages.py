"""The messages with facts that come by themselves."""

from __future__ import annotations

from bot.bank.service import Bank
from bot.chat import View, prose, rich
from bot.facts.commands import fact_controls


class FactPages:
    """What everybody sees of them."""

    def daily(self, bank: Bank, id: str, *, is_its_day: bool) -> View:
        """The fact of the day."""
        head = rich("**{}** · ", "On this day" if is_its_day else "Fact of the day")
        return View((*head, *prose(bank.fact(id).text)), controls=fact_controls(bank, id), tone="news")
