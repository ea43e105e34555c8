"""What a topic could be, while it is being typed."""

from __future__ import annotations

from bot.bank.service import Bank
from bot.chat import Option


def suggest_topics(bank: Bank, typed: str) -> tuple[Option, ...]:
    """Topics whose name or title has what was typed, those that begin with it first."""
    wanted = typed.strip().casefold()
    found = [(path, title) for path, title in bank.topics() if wanted in path or wanted in title.casefold()]
    found.sort(key=lambda entry: not (entry[0].startswith(wanted) or entry[1].casefold().startswith(wanted)))
    return tuple(Option(title, path) for path, title in found)
