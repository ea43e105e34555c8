"""Which questions to ask."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

from bot.bank.service import Bank
from bot.errors import UserError


def pick(
    bank: Bank, random: Random, *, topic: str | None, count: int, lately: Collection[str]
) -> tuple[tuple[str, int], ...]:
    """Up to `count` questions (id and revision) on `topic`, those asked `lately` only where there is nothing else.

    Raises `UserError` where there are none.
    """
    known = sorted(bank.questions(topic))
    if not known:
        raise UserError("There are no questions on that yet.")
    random.shuffle(known)
    known.sort(key=lambda id: id in lately)
    chosen = known[:count]
    random.shuffle(chosen)
    return tuple((id, bank.question(id).revision) for id in chosen)


def title(bank: Bank, topic: str | None) -> str:
    """What a quiz on `topic` is called."""
    return bank.title(topic) if topic else "Mixed questions"
