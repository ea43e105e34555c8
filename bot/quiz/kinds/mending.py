"""Mend the card: a wrong statement, a button for each part, and what that part should say."""

from __future__ import annotations

from collections.abc import Mapping

from bot.bank.model import Mend, Question
from bot.chat import Entry, Text, bare, cut, prose, rich
from bot.chat.parameters import clean
from bot.marking.mending import mark_mend
from bot.marking.outcome import Outcome
from bot.quiz.kinds.alike import MOST, MOST_ABOUT, MOST_LABEL, Written, refusal
from bot.quiz.kinds.kind import UNKNOWN, Layout, Refused, Vocabulary
from bot.quiz.kinds.words import marked, widened
from bot.responses.model import Given

WARNING = "Wrong as it stands:"
"""Stands before the statement wherever that is quoted, so that nobody takes it for a fact."""


class Mending(Written):
    """A wrong statement to be mended; an answer is the part, and what it should say."""

    title = "Mend the card"
    heading = "What should it say?"

    def layout(self, question: Question, seed: str) -> Layout:
        """The parts, in the order of the statement."""
        assert isinstance(question, Mend)
        return question.parts

    def stem(self, question: Question) -> Text:
        """The statement, and that it is wrong."""
        assert isinstance(question, Mend)
        return (*rich("**{}** “", WARNING), *prose(question.said), *rich("”"))

    def spoken(self, question: Question) -> str:
        """The statement, and that it is wrong."""
        assert isinstance(question, Mend)
        return f"{WARNING} “{bare(question.said)}”"

    def asks(self, question: Question, layout: Layout) -> Text:
        """What to do about it."""
        return prose(question.stem)

    def buttons(self, question: Question, layout: Layout) -> tuple[str, ...]:
        """The parts by name."""
        return tuple(bare(part) for part in layout)

    def entries(self, question: Question, layout: Layout, pressed: int) -> tuple[Entry, ...]:
        """One line, for what should stand there instead."""
        assert isinstance(question, Mend)
        label = cut(f"Instead of “{bare(question.standing[pressed])}", MOST_LABEL - 1)
        return (Entry("answer", f"{label}”", about=cut(self.spoken(question), MOST_ABOUT), most=MOST),)

    def fields(self, question: Question, layout: Layout, pressed: int, given: Given) -> dict[str, str]:
        """What was written of the same part."""
        return {"answer": given[1]} if given[:1] == (layout[pressed],) else {}

    def read(self, question: Question, layout: Layout, pressed: int, fields: Mapping[str, str]) -> Given | Refused:
        """The part that was pressed, and what is written of it."""
        words = clean(fields.get("answer", ""))
        problem = refusal(words)
        return Refused({"answer": problem}) if problem else (layout[pressed], words)

    def told(self, question: Question, layout: Layout, given: Given) -> Text:
        """The part, and what it should say."""
        return rich("**{}: {}**", bare(given[0]), given[1])

    def complete(self, question: Question, given: Given) -> bool:
        """A part, and words for it."""
        return len(given) == 2 and bool(given[1].strip())  # noqa: PLR2004 - the part and its words

    def offers(self, question: Question, given: Given) -> bool:
        """Whether the part is still there."""
        return set(given[:1]) <= set(self.layout(question, ""))

    def widened(self, question: Question, form: Given) -> Question | None:
        """One more accepted correction; that another part is at fault the question can't say."""
        assert isinstance(question, Mend)
        is_fault = self.complete(question, form) and form[0] == question.faulty
        return widened(question, form[1]) if is_fault else None

    def mark(self, question: Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """Half for the part, half for what it should say; what stands there already is no correction."""
        assert isinstance(question, Mend)
        if not self.complete(question, given):
            return Outcome("wrong", 0)
        part, words = given
        stem, others = bare(question.said), (question.fault,)
        correction = marked(words, question, stem=stem, vocabulary=vocabulary, others=others)
        return mark_mend(found=part == question.faulty, correction=correction)

    def key(self, question: Question, layout: Layout) -> Text:
        """What it should say, and what not."""
        assert isinstance(question, Mend)
        return rich("**{}**, not {}", bare(question.key), prose(question.fault))
