"""Disputes as values, what may become of them, and the rules of marking in a teacher's words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from bot.responses.model import Given

State = Literal["open", "upheld", "declined", "dropped"]
Remedy = Literal["", "key", "mark", "out"]
"""What an upheld dispute changed: the class's key, the marks of this answer alone, or that the question is asked."""
Reason = Literal["wrong", "unclear", "unfair", "typo"]
Decision = Literal["", "out", "accepted", "fine"]

MOST_OPEN = 10
"""Disputes of one learner that may wait for a decision at the same time."""
LONGEST_COMMENT = 200
"""Characters of what a teacher says about a decision."""
REASONS: dict[Reason, str] = {
    "wrong": "Wrong answer",
    "unclear": "Unclear or ambiguous",
    "unfair": "Out of date or unfair",
    "typo": "Typing mistake",
}


@dataclass(frozen=True, slots=True)
class Dispute:
    """An answer whose mark is disputed, by whoever gave it."""

    id: str
    class_id: str
    question: str
    answer: str
    """A digest of it; see `digest`."""
    state: State
    turn: int
    """How often its state has changed: what is said of one turn is not said again."""
    opened_at: int
    """Microseconds UTC."""
    changed_at: int
    remedy: Remedy = ""
    form: Given = ()
    """What the class's key took for it."""
    log: str = ""
    """The re-marking that gave marks for it."""
    comment: str = ""
    decided_by: str = ""
    told: tuple[str, ...] = ()
    """The messages on desks that show it, by their keys."""


@dataclass(frozen=True, slots=True)
class Appeal:
    """One learner's part in a dispute: the response whose mark they dispute."""

    response: int
    dispute: str
    person: str
    at: int


@dataclass(frozen=True, slots=True)
class Reported:
    """A question that somebody finds something wrong with."""

    id: str
    class_id: str
    question: str
    decision: Decision
    opened_at: int
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Who reported it, and why."""

    reported: str
    person: str
    reason: Reason
    at: int


def digest(alike: Given) -> str:
    """What an answer is known by without its words, so that nothing anybody wrote is kept in a second place."""
    return hashlib.sha256(json.dumps(alike, ensure_ascii=False).encode()).hexdigest()[:32]


RULES = {
    "": "it is not among the answers that count",
    "something else": "it is not among the answers that count",
    "nothing was answered": "nothing was answered",
    "another thing with a name like it": "that is the name of something else",
    "part of what is asked": "only a part of the answer",
    "the question again": "it only repeats words of the question",
    "it says what it is not": "it says what the answer is not",
    "it is mentioned, but is not the answer": "the right words are mentioned, but not as the answer",
    "a wildcard names nothing": "a wildcard is no name",
    "more than one answer": "more than one answer was given",
    "listed as wrong": "the question's author lists it as wrong",
    "not exact enough": "the question's author finds it not exact enough",
    "nearer to something else": "its spelling is nearer to something else",
    "not sure": "the spelling is too far off to be sure",
    "somebody else of that name": "a different person of that name",
    "a first name alone": "a first name alone is not the person",
    "another bearer of that name may be meant": "others have that name too",
    "the forename can't be checked": "the first name can't be checked",
    "only begun": "the answer is only begun",
    "another figure": "it is another figure",
    "less exact than asked": "less exact than asked",
    "another date": "it is another date",
    "a range, where one figure is asked": "a range, where one figure is asked for",
    "a range is asked": "one figure, where a range is asked for",
    "another range": "it is another range",
    "another unit": "the unit is another",
    "left open at one end": "it is left open at one end",
    "a decimal point, or thousands apart": "a decimal point and a full stop between thousands can't be told apart",
    "without its unit": "the unit is missing",
    "of something that is not asked for": "the figure is of something that is not asked for",
}
"""The rules for written answers, as `bot.marking` names them, in words that need no knowledge of it."""
SUGGESTED = {
    "more than one answer": "One answer asked for.",
    "part of what is asked": "That is only part of it.",
    "a first name alone": "Surname asked for.",
    "another bearer of that name may be meant": "Full name asked for.",
    "without its unit": "The unit is missing.",
    "less exact than asked": "Be as exact as the question asks.",
    "the question again": "That only repeats the question.",
}
"""What a teacher might say where a rule was right, beside naming the key."""
_UNSURE = "not sure that "


def in_words(rule: str) -> str:
    """The rule by which an answer was not right, for a teacher."""
    if rule.startswith(_UNSURE):
        return RULES["not sure"]
    if rule.endswith((".", "?")):
        # What the learner was asked back, and left as it was.
        return f"not exact enough (“{rule}”)"
    return RULES.get(rule, rule)


def suggested(rule: str, key: str) -> str:
    """What a teacher who declines might want to say."""
    named = f"The answer is “{key}”."
    return SUGGESTED.get(rule) or (named if len(named) <= LONGEST_COMMENT else "")


class Waiting(Protocol):
    """What stands in a queue since some time."""

    @property
    def id(self) -> str:
        """What it is known by."""
        ...

    @property
    def opened_at(self) -> int:
        """Since when; microseconds UTC."""
        ...


InQueue = TypeVar("InQueue", bound=Waiting)


def next_after(waiting: Sequence[InQueue], before: Waiting | None) -> InQueue | None:
    """What comes after `before` in a queue, oldest first, also where that waits no more; after the last, the first."""
    passed = (before.opened_at, before.id) if before else (-1, "")
    later = (one for one in waiting if (one.opened_at, one.id) > passed)
    return next(later, waiting[0] if waiting else None)
