"""The rules of a solo quiz: one question after the other, each settled before the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.clock import DAY

Questions: TypeAlias = tuple[tuple[str, int], ...]
"""Ids with their revisions, in the order in which they are asked."""
TRIES = 2
"""How often a written answer may be given where the first was nearly right."""
TRIAL = "try:"
"""Begins the topic of a trial; the pack and the number of the version that is tried follow, as `try:pack:3`."""
KEPT = DAY
"""How long an unfinished quiz is gone on with when its owner asks for one without saying which."""


@dataclass(frozen=True, slots=True)
class Solo:
    """One person's quiz. Positions count from 1; the position after the last means that it is done."""

    id: str
    class_id: str
    person: str
    topic: str
    """What it is about; empty: everything, or questions chosen one by one; of a trial, which version is tried."""
    kind: str
    """The one type of question that it has; empty: whatever there is."""
    title: str
    questions: Questions
    practice: bool
    """Whether its marks stay out of every standing."""
    position: int
    tries: int
    settled: bool
    """Whether the question at this position has its mark."""
    created_at: int
    touched_at: int
    homework: str = ""
    """The homework that it is done for; empty: none."""
    review: bool = False
    """Whether it is what was due for review."""

    @property
    def session(self) -> str:
        """What its responses are filed under."""
        return f"solo:{self.id}"

    @property
    def lasts(self) -> bool:
        """Whether it stands on a desk for days, perhaps in several messages."""
        return self.review or bool(self.homework)

    @property
    def behind(self) -> int:
        """How many questions are behind: those before this one, and this one once it has its mark."""
        return min(self.position - (not self.settled), len(self.questions))

    @property
    def trial(self) -> bool:
        """Whether a teacher tries what their class does not work from yet: it counts for nothing."""
        return self.topic.startswith(TRIAL)

    @property
    def done(self) -> bool:
        """Whether every question is behind."""
        return self.position > len(self.questions)

    @property
    def last(self) -> bool:
        """Whether the present question is the last."""
        return self.position == len(self.questions)


def begun(
    id: str, class_id: str, person: str, topic: str, kind: str, title: str, questions: Questions, at: int
) -> Solo:
    """A quiz at its first question."""
    return Solo(
        id=id,
        class_id=class_id,
        person=person,
        topic=topic,
        kind=kind,
        title=title,
        questions=questions,
        practice=False,
        position=1,
        tries=0,
        settled=False,
        created_at=at,
        touched_at=at,
    )


def tried(solo: Solo) -> Solo:
    """The quiz after an answer that is to be given once more."""
    return replace(solo, tries=solo.tries + 1)


def settled(solo: Solo) -> Solo:
    """The quiz once its question has its mark."""
    return replace(solo, settled=True)


def moved_on(solo: Solo) -> Solo:
    """The quiz at its next question, or done."""
    if not solo.settled:
        raise ValueError("the present question has no mark yet")
    return replace(solo, position=solo.position + 1, tries=0, settled=False)
