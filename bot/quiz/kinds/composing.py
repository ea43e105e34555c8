"""Essays and source questions: long texts that people mark, by what a good answer has and by levels of response."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase
from typing import cast

from bot.bank.model import Essay, Extended, Extract, Question, SourceTask
from bot.chat import Entry, Text, cut, lines, paragraphs, prose, rich
from bot.chat.parameters import clean
from bot.marking.outcome import Outcome
from bot.quiz.kinds.alike import MOST_ABOUT, Written
from bot.quiz.kinds.kind import UNKNOWN, Layout, Refused, Vocabulary
from bot.responses.model import Given

LONGEST = 3_000
"""Characters of a long answer: what every platform lets one write."""


class Composing(Written):
    """An essay."""

    title = "Essays"
    heading = "Your essay"
    marked = False

    def stem(self, question: Question) -> Text:
        """The task, and how many marks it has."""
        count = _extended(question).marks
        return (*prose(question.stem), *rich(" ({} {})", count, "mark" if count == 1 else "marks"))

    def buttons(self, question: Question, layout: Layout) -> tuple[str, ...]:
        """The one that opens the form."""
        return ("Write",)

    def entries(self, question: Question, layout: Layout, pressed: int) -> tuple[Entry, ...]:
        """Room for a long text."""
        about = cut(self.spoken(question), MOST_ABOUT)
        return (Entry("answer", "Your answer", about=about, most=LONGEST, long=True),)

    def read(self, question: Question, layout: Layout, pressed: int, fields: Mapping[str, str]) -> Given | Refused:
        """What is written, paragraph by paragraph."""
        words = composed(fields.get("answer", ""))
        if not words:
            return Refused({"answer": "Write an answer first."})
        if len(words) > LONGEST:
            return Refused({"answer": f"That is {len(words):,} characters; there is room for {LONGEST:,}."})
        return (words,)

    def told(self, question: Question, layout: Layout, given: Given) -> Text:
        """How long it is; nobody wants to read it all again."""
        count = sum(len(text.split()) for text in given)
        return rich("**{} {}**", f"{count:,}", "word" if count == 1 else "words")

    def mark(self, question: Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """Nothing: no rule reads an essay."""
        return Outcome("wrong", 0)

    def key(self, question: Question, layout: Layout) -> Text:
        """What a good answer has, and what each point is worth."""
        points = (rich("• {} ({})", prose(point.text), point.worth) for point in _extended(question).points)
        return lines(rich("**A good answer has**"), *points)

    def detail(self, question: Question, layout: Layout) -> Text:
        """The levels, the highest first, and a model plan where there is one."""
        levels = sorted(_extended(question).levels, key=lambda level: -level.level)
        scheme = lines(
            *(
                rich("**Level {}** ({}) {}", level.level, _span(*level.marks), prose(level.descriptor))
                for level in levels
            )
        )
        plan = _extended(question).plan
        if not plan:
            return scheme
        paragraphs_of_it = (rich("{}. {}", number, prose(paragraph)) for number, paragraph in enumerate(plan, 1))
        return paragraphs(scheme, lines(rich("**A plan that would do it**"), *paragraphs_of_it))


class Evaluating(Composing):
    """A task on a source."""

    title = "Source questions"
    heading = "Your answer"

    def asks(self, question: Question, layout: Layout) -> Text:
        """Each text, lettered where there are several, and where it comes from."""
        assert isinstance(question, SourceTask)
        extracts = question.extracts
        letters = [rich("**{}** ", letter) for letter in ascii_uppercase] if len(extracts) > 1 else [rich("")]
        return paragraphs(*(_quoted(letter, extract) for letter, extract in zip(letters, extracts, strict=False)))


def composed(written: str) -> str:
    """A long text without control characters, its lines trimmed and never more than one of them empty."""
    kept: list[str] = []
    for line in (clean(line) for line in written.splitlines()):
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def _quoted(letter: Text, extract: Extract) -> Text:
    source = paragraphs(*(prose(part) for part in extract.source.split("\n\n")))
    return lines((*letter, *rich("“"), *source, *rich("”")), (*rich("— "), *prose(extract.attribution)))


def _extended(question: Question) -> Extended:
    assert isinstance(question, Essay | SourceTask)
    return cast("Extended", question)


def _span(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}–{most}"
