"""Fill the gap: a text with one to five gaps, each with words of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.bank.model import Gaps, Question
from bot.bank.questions import GAP
from bot.chat import Entry, Run, Text, bare, prose, rich
from bot.chat.parameters import clean
from bot.marking.gaps import mark_gaps
from bot.marking.outcome import Outcome
from bot.quiz.kinds.alike import MOST_ABOUT, Written, refusal
from bot.quiz.kinds.kind import UNKNOWN, Layout, Refused, Vocabulary
from bot.quiz.kinds.words import marked, widened
from bot.responses.model import Given

BLANK = "____"
MOST = 100
"""Characters of what is written into one gap."""
AROUND = 44
"""Characters on each side of a gap that stand beside its entry."""


class Filling(Written):
    """A text with gaps."""

    title = "Fill the gap"
    heading = "Fill the gaps"

    def stem(self, question: Question) -> Text:
        """The text, its gaps numbered where there are several."""
        assert isinstance(question, Gaps)
        several, number = len(question.gaps) > 1, 0
        told: list[Run] = []
        for run in prose(question.stem):
            assert isinstance(run, Run)
            for index, piece in enumerate(GAP.split(run.text)):
                if index:
                    number += 1
                    told += (Run(f"({number})", "bold"), Run(f" {BLANK}")) if several else (Run(BLANK),)
                told += [Run(piece, run.style)] if piece else []
        return tuple(told)

    def spoken(self, question: Question) -> str:
        """The text, its gaps left empty."""
        return GAP.sub(BLANK, bare(question.stem))

    def asks(self, question: Question, layout: Layout) -> Text:
        """What to do with it."""
        assert isinstance(question, Gaps)
        count = len(question.gaps)
        return rich("*Fill the gap.*") if count == 1 else rich("*Fill the {} gaps.*", count)

    def entries(self, question: Question, layout: Layout, pressed: int) -> tuple[Entry, ...]:
        """A line for each gap, with the words around it."""
        assert isinstance(question, Gaps)
        names = [_name(number) for number in range(1, len(question.gaps) + 1)]
        labels = ["The gap"] if len(names) == 1 else [f"Gap {number}" for number in range(1, len(names) + 1)]
        around = _around(bare(question.stem))
        return tuple(
            Entry(name, label, about=about, most=MOST) for name, label, about in zip(names, labels, around, strict=True)
        )

    def fields(self, question: Question, layout: Layout, pressed: int, given: Given) -> dict[str, str]:
        """What was written into each gap."""
        return {_name(number): words for number, words in enumerate(given, 1)}

    def read(self, question: Question, layout: Layout, pressed: int, fields: Mapping[str, str]) -> Given | Refused:
        """What is written into each gap."""
        assert isinstance(question, Gaps)
        written = {_name(number): clean(fields.get(_name(number), "")) for number in range(1, len(question.gaps) + 1)}
        problems = {name: refusal(words, MOST) for name, words in written.items()}
        if any(problems.values()):
            several = len(problems) > 1
            told = {name: f"{name.capitalize().replace('-', ' ')}: {problem}" for name, problem in problems.items()}
            return Refused({name: told[name] if several else problem for name, problem in problems.items() if problem})
        return tuple(written.values())

    def asked_back(self, question: Question, given: Given, vocabulary: Vocabulary) -> tuple[str, ...]:
        """The gaps that are nearly right; what is right or wrong stays as it is."""
        outcomes = enumerate(self._outcomes(question, given, vocabulary), 1)
        return tuple(_name(number) for number, outcome in outcomes if outcome.verdict == "prompt")

    def told(self, question: Question, layout: Layout, given: Given) -> Text:
        """What was written, gap by gap."""
        return _numbered(given)

    def complete(self, question: Question, given: Given) -> bool:
        """Something stands in every gap."""
        assert isinstance(question, Gaps)
        return len(given) == len(question.gaps) and all(words.strip() for words in given)

    def widened(self, question: Question, form: Given) -> Question | None:
        """One more accepted form for each gap that there are words for."""
        assert isinstance(question, Gaps)
        if len(form) != len(question.gaps):
            return None
        gaps = [widened(gap, words) if words else gap for gap, words in zip(question.gaps, form, strict=True)]
        return None if None in gaps else question.model_copy(update={"gaps": tuple(gaps)})

    def beyond(self, question: Question, given: Given, vocabulary: Vocabulary) -> Given:
        """The words in those gaps that are not right; nothing stands for the others."""
        outcomes = self._outcomes(question, given, vocabulary)
        return tuple("" if one.verdict == "right" else words for words, one in zip(given, outcomes, strict=False))

    def mark(self, question: Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """A share for each gap."""
        return mark_gaps(self._outcomes(question, given, vocabulary))

    def key(self, question: Question, layout: Layout) -> Text:
        """What belongs into each gap."""
        assert isinstance(question, Gaps)
        return _numbered(tuple(bare(gap.key) for gap in question.gaps))

    def _outcomes(self, question: Question, given: Given, vocabulary: Vocabulary) -> list[Outcome]:
        """What each gap's words come to by themselves; what belongs into one gap is wrong in another."""
        assert isinstance(question, Gaps)
        outcomes = []
        for number, gap in enumerate(question.gaps):
            own = {gap.key, *gap.accept, *(prompt.form for prompt in gap.prompt)}
            others = [other.key for other in question.gaps if other.key not in own]
            words = given[number] if number < len(given) else ""
            outcomes.append(marked(words, gap, stem=self.spoken(question), vocabulary=vocabulary, others=others))
        return outcomes


def _name(number: int) -> str:
    return f"gap-{number}"


def _numbered(words: tuple[str, ...]) -> Text:
    if len(words) == 1:
        return rich("**{}**", words[0])
    told = [rich("({}) **{}**", number, one) for number, one in enumerate(words, 1)]
    return (*told[0], *(run for one in told[1:] for run in (*rich(", "), *one))) if told else ()


def _around(text: str) -> Iterator[str]:
    """For each gap the words around it, at most `MOST_ABOUT` characters of them."""
    text = " ".join(text.split())
    for gap in GAP.finditer(text):
        before, after = GAP.sub(BLANK, text[: gap.start()]), GAP.sub(BLANK, text[gap.end() :])
        if len(before) > AROUND:
            before = f"…{before[-AROUND:].partition(' ')[2] or before[-AROUND:]}"
        if len(after) > AROUND:
            after = f"{after[:AROUND].rpartition(' ')[0] or after[:AROUND]}…"
        yield f"{before}{BLANK}{after}"[:MOST_ABOUT]
