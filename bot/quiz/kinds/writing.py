"""Typed answers: the learner writes."""

from __future__ import annotations

from typing import Literal

from bot.bank.model import Question, Typed
from bot.chat import Text, bare, rich
from bot.marking.outcome import Outcome
from bot.marking.typed import mark_typed
from bot.quiz.kinds.kind import Layout
from bot.responses.model import Given


class Writing:
    """A name, a term, a few words."""

    how: Literal["write"] = "write"

    def layout(self, question: Question, seed: str) -> Layout:
        """There are no options."""
        return ()

    def asks(self, question: Question, layout: Layout) -> Text:
        """Nothing beyond the stem."""
        return ()

    def buttons(self, question: Question, layout: Layout) -> tuple[str, ...]:
        """None but the one that opens the form."""
        return ()

    def after(self, question: Question, layout: Layout, given: Given, pressed: int) -> Given:
        """There is nothing to press."""
        return given

    def told(self, question: Question, layout: Layout, given: Given) -> Text:
        """What was written."""
        return rich("**{}**", given[0])

    def named(self, question: Question, layout: Layout, given: Given) -> Text:
        """What was written."""
        return rich("**{}**", given[0])

    def complete(self, question: Question, given: Given) -> bool:
        """Whatever was written is an answer."""
        return bool(given and given[0].strip())

    def mark(self, question: Question, given: Given) -> Outcome:
        """By the accepted forms."""
        assert isinstance(question, Typed)
        prompts = {prompt.form: prompt.ask for prompt in question.prompt}
        accepted = (question.key, *question.accept)
        return mark_typed(given[0] if given else "", accepted, rejected=question.reject, prompts=prompts)

    def key(self, question: Question, layout: Layout) -> Text:
        """The key."""
        assert isinstance(question, Typed)
        return rich("**{}**", bare(question.key))

    def right(self, question: Question, layout: Layout) -> tuple[int, ...]:
        """There are no options."""
        return ()

    def chosen(self, question: Question, layout: Layout, given: Given) -> tuple[int, ...]:
        """Nothing: what people wrote is not shown to others."""
        return ()
