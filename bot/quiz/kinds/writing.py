"""Typed answers: the learner writes a name, a term, a few words."""

from __future__ import annotations

from bot.bank.model import Question, Typed
from bot.chat import Text, bare, rich
from bot.marking.outcome import Outcome
from bot.quiz.kinds.alike import Written
from bot.quiz.kinds.kind import UNKNOWN, Layout, Vocabulary
from bot.quiz.kinds.words import marked, widened
from bot.responses.model import Given


class Writing(Written):
    """A name, a term, a few words."""

    title = "In your own words"

    def widened(self, question: Question, form: Given) -> Question | None:
        """One more accepted form."""
        assert isinstance(question, Typed)
        return widened(question, form[0]) if form else None

    def mark(self, question: Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """By the accepted forms."""
        assert isinstance(question, Typed)
        return marked(given[0] if given else "", question, stem=bare(question.stem), vocabulary=vocabulary)

    def key(self, question: Question, layout: Layout) -> Text:
        """The key."""
        assert isinstance(question, Typed)
        return rich("**{}**", bare(question.key))
