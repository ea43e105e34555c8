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
    known = askable(bank, topic, kind)
    if not known:
        raise _none("of that kind there" if kind else "on that")
    random.shuffle(known)
    known.sort(key=lambda found: found[0] in lately)
    chosen = known[:count]
    random.shuffle(chosen)
    return tuple(chosen)


def askable(bank: Bank, topic: str | None, kind: str = "") -> list[tuple[str, int]]:
    """Every question on `topic`, or of all, that may be asked: its id and revision, in order of the ids."""
    return [(id, bank.question(id).revision) for id in sorted(bank.questions(topic)) if _wanted(bank, id, kind)]


def check_askable(bank: Bank, topics: Collection[str]) -> None:
    """Make sure that there are questions on each topic, or any, where none is named. Raises `UserError`."""
    if not all(askable(bank, topic) for topic in topics or (None,)):
        raise _none("on that")


def _none(what: str) -> UserError:
    return UserError(f"There are no questions {what} yet.")


def title(bank: Bank, topic: str | None, kind: str = "") -> str:
    """What a quiz on `topic`, of one `kind` or of all, is called."""
    if not kind:
        return bank.title(topic) if topic else "Mixed questions"
    return f"{KINDS[kind].title}: {bank.title(topic)}" if topic else KINDS[kind].title


def _wanted(bank: Bank, id: str, kind: str) -> bool:
    question = bank.question(id)
    return question.type == kind if kind else kind_of(question).marked
