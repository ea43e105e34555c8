"""Which questions to ask."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

from bot.bank.service import Bank
from bot.errors import UserError
from bot.quiz.kinds import KINDS, kind_of


def pick(
    bank: Bank, random: Random, *, topic: str | None, count: int, lately: Collection[str], kind: str = ""
) -> tuple[tuple[str, int], ...]:
    """Up to `count` questions (id and revision) on `topic`, those asked `lately` only where there is nothing else.

    What people mark is asked only where its `kind` is asked for. Raises `UserError` where there are none.
    """
    known = sorted(id for id in bank.questions(topic) if _wanted(bank, id, kind))
    if not known:
        raise UserError(
            "There are no questions of that kind there yet." if kind else "There are no questions on that yet."
        )
    random.shuffle(known)
    known.sort(key=lambda id: id in lately)
    chosen = known[:count]
    random.shuffle(chosen)
    return tuple((id, bank.question(id).revision) for id in chosen)


def askable(bank: Bank, topic: str | None) -> list[tuple[str, int]]:
    """Every question on `topic`, or of all, that is marked by rules: its id and revision."""
    return [(id, bank.question(id).revision) for id in sorted(bank.questions(topic)) if _wanted(bank, id, "")]


def title(bank: Bank, topic: str | None, kind: str = "") -> str:
    """What a quiz on `topic`, of one `kind` or of all, is called."""
    if not kind:
        return bank.title(topic) if topic else "Mixed questions"
    return f"{KINDS[kind].title}: {bank.title(topic)}" if topic else KINDS[kind].title


def _wanted(bank: Bank, id: str, kind: str) -> bool:
    question = bank.question(id)
    return question.type == kind if kind else kind_of(question).marked
