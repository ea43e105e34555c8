"""How long a question usually takes: what hesitation is told by."""

from __future__ import annotations

from bot.bank.model import Question
from bot.chat import plain
from bot.clock import SECOND
from bot.quiz.kinds.kind import Kind, Layout

WORDS = 4
"""Words that are read in a second, as an unhurried reader does."""
SETTLING = 2 * SECOND
"""Until anybody has begun to read."""
ANSWERING = {"press": 2 * SECOND, "gather": 5 * SECOND, "write": 8 * SECOND}


def usual(question: Question, kind: Kind, layout: Layout) -> int:
    """How long it takes to read a question with its options and to answer it, for whoever knows; microseconds."""
    words = plain(kind.stem(question)).split()
    options = " ".join(layout).split()
    return SETTLING + (len(words) + len(options)) * SECOND // WORDS + ANSWERING[kind.how]
