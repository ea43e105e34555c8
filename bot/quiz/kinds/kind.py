"""What every kind of question can do, so that rounds and solo quizzes need not know which it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal, Protocol, TypeAlias

from bot.bank.model import Question
from bot.chat import Entry, Text
from bot.marking.outcome import Outcome
from bot.responses.model import Given

Layout: TypeAlias = tuple[str, ...]
"""The options in the order shown; the first is A."""
How: TypeAlias = Literal["press", "gather", "write"]
"""One press answers; several presses gather the answer; it is written in a form."""
Vocabulary: TypeAlias = Collection[str]
"""Other terms of the question's field: what is one of them is no slip of the key."""

LETTERS = "ABCDEFGH"
SHORT = 22
"""Characters of an option that a button on a phone shows whole."""
UNKNOWN: Vocabulary = frozenset()
"""No terms, where nobody knows of any."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that can't be taken as it is: entry name to sentence; empty, where nothing is to be written at all."""

    problems: Mapping[str, str]


class Kind(Protocol):
    """One kind of question: how it is shown, answered, marked and told.

    A new kind takes most of this from `Pressed` or `Written`.
    """

    @property
    def how(self) -> How:
        """How it is answered."""
        ...

    @property
    def title(self) -> str:
        """What a quiz of this kind alone is called."""
        ...

    @property
    def heading(self) -> str:
        """What stands over its form; at most 24 characters."""
        ...

    @property
    def unfinished(self) -> str:
        """What to do first, where what was gathered is no answer yet."""
        ...

    @property
    def marked(self) -> bool:
        """Whether the rules mark it. What people mark is asked only where it is asked for."""
        ...

    def stem(self, question: Question) -> Text:
        """What is asked, as it is told wherever the question is named."""
        ...

    def spoken(self, question: Question) -> str:
        """What is asked, for a notification and for forms."""
        ...

    def layout(self, question: Question, seed: str) -> Layout:
        """The options in the order to show; nothing in it depends on which is right."""
        ...

    def asks(self, question: Question, layout: Layout) -> Text:
        """What stands below the stem while the question is open."""
        ...

    def buttons(self, question: Question, layout: Layout) -> tuple[str, ...]:
        """A label for each option; where the answer is written, for each button that opens the form."""
        ...

    def after(self, question: Question, layout: Layout, given: Given, pressed: int) -> Given:
        """The answer once the option at index `pressed` is pressed."""
        ...

    def entries(self, question: Question, layout: Layout, pressed: int) -> tuple[Entry, ...]:
        """The form that the button at index `pressed` opens; none where there is nothing to write."""
        ...

    def fields(self, question: Question, layout: Layout, pressed: int, given: Given) -> dict[str, str]:
        """What an answer that was given before puts into that form, by entry name."""
        ...

    def read(self, question: Question, layout: Layout, pressed: int, fields: Mapping[str, str]) -> Given | Refused:
        """The answer that the form's fields make."""
        ...

    def asked_back(self, question: Question, given: Given, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The names of the entries to write once more, where marking gives `prompt`."""
        ...

    def begun(self, question: Question, layout: Layout, given: Given) -> Text:
        """What has been gathered on one's own so far, and what to do next."""
        ...

    def locked(self, question: Question, layout: Layout, given: Given) -> Text:
        """What is locked in in a round, and how to change it."""
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

    def offers(self, question: Question, given: Given) -> bool:
        """Whether all that was chosen can still be chosen; it may have been reworded since."""
        ...

    def widened(self, question: Question, form: Given) -> Question | None:
        """The question as it is where this is right too; nothing where its key can't say so."""
        ...

    def beyond(self, question: Question, given: Given, vocabulary: Vocabulary) -> Given:
        """What of an answer the key lacks; that is what `widened` is to be given."""
        ...

    def mark(self, question: Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """What the answer earns."""
        ...

    def key(self, question: Question, layout: Layout) -> Text:
        """The right answer in a few words."""
        ...

    def detail(self, question: Question, layout: Layout) -> Text:
        """The right answer in full, where a few words need more beside them."""
        ...

    def why_wrong(self, question: Question, given: Given) -> Text:
        """What the author says of the wrong answer that was given, if anything."""
        ...

    def right(self, question: Question, layout: Layout) -> tuple[int, ...]:
        """The indexes of the right options, where it is options that are right."""
        ...

    def chosen(self, question: Question, layout: Layout, given: Given) -> tuple[int, ...]:
        """The indexes of the options that this answer counts for in the distribution."""
        ...


def settled(outcome: Outcome) -> Outcome:
    """What an answer comes to once nothing more can be asked back: what is right of it counts."""
    return Outcome.of(outcome.earned) if outcome.verdict == "prompt" else outcome


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
