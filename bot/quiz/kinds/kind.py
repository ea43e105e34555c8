"""What every kind of question can do, so that rounds and solo quizzes need not know which it is."""

from __future__ import annotations

from random import Random
from typing import Literal, Protocol, TypeAlias

from bot.bank.model import Question
from bot.chat import Text
from bot.marking.outcome import Outcome
from bot.responses.model import Given

Layout: TypeAlias = tuple[str, ...]
"""The options in the order shown; the first is A."""

LETTERS = "ABCDEFGH"
SHORT = 22
"""Characters of an option that a button on a phone shows whole."""


class Kind(Protocol):
    """One kind of question: how it is shown, answered, marked and told."""

    @property
    def how(self) -> Literal["press", "gather", "write"]:
        """One press answers; several presses gather the answer; it is written in a form."""
        ...

    def layout(self, question: Question, seed: str) -> Layout:
        """The options in the order to show; nothing in it depends on which is right."""
        ...

    def asks(self, question: Question, layout: Layout) -> Text:
        """What stands below the stem."""
        ...

    def buttons(self, question: Question, layout: Layout) -> tuple[str, ...]:
        """A label for each option."""
        ...

    def after(self, question: Question, layout: Layout, given: Given, pressed: int) -> Given:
        """The answer once the option at index `pressed` is pressed."""
        ...

    def told(self, question: Question, layout: Layout, given: Given) -> Text:
        """The answer in words, while the question is open."""
        ...

    def named(self, question: Question, layout: Layout, given: Given) -> Text:
        """The answer in words that need no options beside them, for the feedback."""
        ...

    def complete(self, question: Question, given: Given) -> bool:
        """Whether this is an answer, or only the beginning of one."""
        ...

    def mark(self, question: Question, given: Given) -> Outcome:
        """What the answer earns."""
        ...

    def key(self, question: Question, layout: Layout) -> Text:
        """The right answer in words."""
        ...

    def right(self, question: Question, layout: Layout) -> tuple[int, ...]:
        """The indexes of the right options, where it is options that are right."""
        ...

    def chosen(self, question: Question, layout: Layout, given: Given) -> tuple[int, ...]:
        """The indexes of the options that this answer counts for in the distribution."""
        ...


def shuffled(options: tuple[str, ...], seed: str) -> Layout:
    """The options in an order that follows from `seed` alone."""
    mixed = sorted(options)
    Random(seed).shuffle(mixed)
    return tuple(mixed)


def laid_out(options: tuple[str, ...], seed: str) -> Layout:
    """The options shuffled; numbers stand in their own order."""
    if all(option.replace(",", "").isdecimal() for option in options):
        return tuple(sorted(options, key=lambda option: (int(option.replace(",", "")), option)))
    return shuffled(options, seed)
