"""Single choice and true/false: one press is the answer."""

from __future__ import annotations

from bot.bank.model import Question, SingleChoice, TrueFalse
from bot.chat import Text, bare, lines, prose, rich
from bot.marking.choice import mark_single
from bot.marking.outcome import Outcome
from bot.quiz.kinds.alike import Pressed
from bot.quiz.kinds.kind import LETTERS, SHORT, UNKNOWN, Layout, Vocabulary, laid_out
from bot.responses.model import Given


class Choosing(Pressed):
    """One of several options."""

    title = "Single choice"

    def layout(self, question: Question, seed: str) -> Layout:
        """The options, shuffled."""
        assert isinstance(question, SingleChoice)
        return laid_out(question.options, seed)

    def asks(self, question: Question, layout: Layout) -> Text:
        """The options, where they are too long for buttons."""
        if _fits(layout):
            return ()
        return lines(*(rich("**{}** {}", LETTERS[index], prose(option)) for index, option in enumerate(layout)))

    def buttons(self, question: Question, layout: Layout) -> tuple[str, ...]:
        """Letter and option, or the letter alone."""
        if not _fits(layout):
            return tuple(LETTERS[: len(layout)])
        return tuple(f"{letter} {bare(option)}" for letter, option in zip(LETTERS, layout, strict=False))

    def after(self, question: Question, layout: Layout, given: Given, pressed: int) -> Given:
        """The option pressed, whatever was pressed before."""
        return (layout[pressed],)

    def told(self, question: Question, layout: Layout, given: Given) -> Text:
        """The letter."""
        return rich("**{}**", LETTERS[layout.index(given[0])] if given[0] in layout else bare(given[0]))

    def named(self, question: Question, layout: Layout, given: Given) -> Text:
        """The option in words."""
        return rich("**{}**", bare(given[0]))

    def complete(self, question: Question, given: Given) -> bool:
        """One option is enough."""
        return len(given) == 1

    def widened(self, question: Question, form: Given) -> Question | None:
        """Another option is right as well, as long as one is left that is wrong."""
        assert isinstance(question, SingleChoice)
        wrong = set(question.options) - {question.key, *question.also}
        return question.with_also(*form) if len(form) == 1 and wrong > set(form) else None

    def mark(self, question: Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """All or nothing."""
        assert isinstance(question, SingleChoice)
        return mark_single(next((also for also in question.also if given == (also,)), question.key), given)

    def key(self, question: Question, layout: Layout) -> Text:
        """Letter and option."""
        assert isinstance(question, SingleChoice)
        right = (f"{LETTERS[layout.index(option)]} · {bare(option)}" for option in (question.key, *question.also))
        return rich("**{}**", " or ".join(right))

    def why_wrong(self, question: Question, given: Given) -> Text:
        """What the author says of the option that tempted."""
        if not isinstance(question, SingleChoice) or not given:
            return ()
        return next((prose(wrong.why) for wrong in question.distractors if wrong.text == given[0] and wrong.why), ())

    def right(self, question: Question, layout: Layout) -> tuple[int, ...]:
        """The key, and what counts beside it."""
        assert isinstance(question, SingleChoice)
        return tuple(layout.index(option) for option in (question.key, *question.also))

    def chosen(self, question: Question, layout: Layout, given: Given) -> tuple[int, ...]:
        """The option pressed."""
        return tuple(layout.index(option) for option in given if option in layout)


class Judging(Choosing):
    """True or false."""

    title = "True or false"

    def layout(self, question: Question, seed: str) -> Layout:
        """Always true, then false."""
        assert isinstance(question, TrueFalse)
        return question.options

    def asks(self, question: Question, layout: Layout) -> Text:
        """What is asked of the statement."""
        return rich("*True or false?*")

    def buttons(self, question: Question, layout: Layout) -> tuple[str, ...]:
        """The two words."""
        return layout

    def told(self, question: Question, layout: Layout, given: Given) -> Text:
        """The word."""
        return rich("**{}**", given[0])

    def widened(self, question: Question, form: Given) -> Question | None:
        """A statement that is both true and false asks nothing."""
        return None

    def mark(self, question: Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """All or nothing."""
        assert isinstance(question, TrueFalse)
        return mark_single(str(question.key), given)

    def key(self, question: Question, layout: Layout) -> Text:
        """The word."""
        assert isinstance(question, TrueFalse)
        return rich("**{}**", str(question.key))

    def right(self, question: Question, layout: Layout) -> tuple[int, ...]:
        """The word that is true of the statement."""
        assert isinstance(question, TrueFalse)
        return (layout.index(str(question.key)),)


def _fits(layout: Layout) -> bool:
    return all(len(option) <= SHORT for option in layout)
