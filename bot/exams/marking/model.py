"""The rules of marking a mock exam."""

from __future__ import annotations

from dataclasses import dataclass

from bot.bank.model import Question
from bot.exams.paper import Item
from bot.quiz.kinds import Vocabulary, kind_of, settled
from bot.responses.model import Given


@dataclass(frozen=True, slots=True)
class NewMark:
    """What one question of a sitting earned as it was handed in."""

    sitting_id: str
    position: int
    mock_id: str
    question: str
    most: int
    """The question's marks, in hundredths, as all marks here."""
    earned: int | None
    """Nothing: somebody is to mark it."""
    place: str
    """Where chance puts it in the marking queue; empty: nobody needs to look at it."""
    at: int


def is_blank(given: Given) -> bool:
    """Whether nothing was written."""
    return not any(passage.strip() for passage in given)


def by_rules(item: Item, question: Question, given: Given, vocabulary: Vocabulary) -> int:
    """What an answer earns that the rules mark, in hundredths; what is only begun earns nothing.

    `question` is the item's, perhaps with further answers that the class accepts.
    """
    kind = kind_of(question)
    if is_blank(given) or not kind.complete(question, given):
        return 0
    return settled(kind.mark(question, given, vocabulary)).earned * item.marks
