"""Match pairs: a select for each thing, with everything that could belong to it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.bank.model import Match, Question
from bot.chat import Entry, Option, Text, bare, dotted, lines, paragraphs, prose, rich
from bot.marking.matching import mark_match
from bot.marking.outcome import Outcome
from bot.quiz.kinds.alike import Written
from bot.quiz.kinds.kind import LETTERS, SHORT, UNKNOWN, Layout, Refused, Vocabulary, laid_out
from bot.responses.model import Given


class Matching(Written):
    """Pairs to be matched; an answer is each prompt followed by the match it was given."""

    title = "Match pairs"
    heading = "Match the pairs"

    def layout(self, question: Question, seed: str) -> Layout:
        """The matches, shuffled."""
        assert isinstance(question, Match)
        return laid_out(question.options, seed)

    def asks(self, question: Question, layout: Layout) -> Text:
        """What is to be matched, a line each, and with what; in one row, where that is short."""
        prompts = lines(*(rich("**{}** {}", number, prose(prompt)) for number, prompt in _numbered(question)))
        matches = [rich("**{}** {}", LETTERS[index], prose(match)) for index, match in enumerate(layout)]
        row = all(len(match) <= SHORT for match in layout)
        return paragraphs(prompts, dotted(*matches) if row else lines(*matches))

    def buttons(self, question: Question, layout: Layout) -> tuple[str, ...]:
        """The one that opens the form."""
        return ("Match",)

    def entries(self, question: Question, layout: Layout, pressed: int) -> tuple[Entry, ...]:
        """A select for each prompt, the same matches in each."""
        options = tuple(
            Option(bare(match) if len(match) > _ROOM else f"{LETTERS[index]} {bare(match)}", LETTERS[index])
            for index, match in enumerate(layout)
        )
        return tuple(Entry(_name(number), bare(prompt), options=options) for number, prompt in _numbered(question))

    def fields(self, question: Question, layout: Layout, pressed: int, given: Given) -> dict[str, str]:
        """What was chosen for each prompt."""
        matched = _matched(given)
        return {
            _name(number): LETTERS[layout.index(matched[prompt])]
            for number, prompt in _numbered(question)
            if matched.get(prompt) in layout
        }

    def read(self, question: Question, layout: Layout, pressed: int, fields: Mapping[str, str]) -> Given | Refused:
        """What is chosen for each prompt."""
        chosen = {prompt: _option(layout, fields.get(_name(number), "")) for number, prompt in _numbered(question)}
        missing = [(number, prompt) for number, prompt in _numbered(question) if not chosen[prompt]]
        if missing:
            return Refused({_name(number): f"Choose a match for {bare(prompt)}." for number, prompt in missing})
        return tuple(words for pair in chosen.items() for words in pair)

    def told(self, question: Question, layout: Layout, given: Given) -> Text:
        """The pairs by number and letter."""
        return rich("**{}**", _by_letters(question, layout, _matched(given)))

    def named(self, question: Question, layout: Layout, given: Given) -> Text:
        """The pairs by number and letter; the key below names each."""
        return self.told(question, layout, given)

    def complete(self, question: Question, given: Given) -> bool:
        """Every prompt has a match."""
        matched = _matched(given)
        return all(prompt in matched for _, prompt in _numbered(question))

    def offers(self, question: Question, given: Given) -> bool:
        """Whether each prompt and each match is still there."""
        assert isinstance(question, Match)
        return set(given[::2]) <= set(_key(question)) and set(given[1::2]) <= set(question.options)

    def mark(self, question: Question, given: Given, vocabulary: Vocabulary = UNKNOWN) -> Outcome:
        """A share for each pair."""
        assert isinstance(question, Match)
        return mark_match(_key(question), _matched(given))

    def spelt_out(self, question: Question, given: Given) -> str:
        """The pairs in words."""
        return "; ".join(f"{bare(prompt)} → {bare(match)}" for prompt, match in _matched(given).items())

    def right_answer(self, question: Question) -> Given:
        """Each prompt followed by its match."""
        assert isinstance(question, Match)
        return tuple(words for pair in question.pairs for words in (pair.prompt, pair.match))

    def rule(self, question: Question, given: Given, vocabulary: Vocabulary) -> str:
        """How many pairs are right."""
        assert isinstance(question, Match)
        key, matched = _key(question), _matched(given)
        return f"{sum(matched.get(prompt) == match for prompt, match in key.items())} of {len(key)} pairs are right"

    def key(self, question: Question, layout: Layout) -> Text:
        """The pairs by number and letter."""
        assert isinstance(question, Match)
        return rich("**{}**", _by_letters(question, layout, _key(question)))

    def detail(self, question: Question, layout: Layout) -> Text:
        """Each pair in words, and what is left over."""
        assert isinstance(question, Match)
        lettered = {match: rich("{} {}", LETTERS[index], prose(match)) for index, match in enumerate(layout)}
        pairs = (
            rich("{} {} → {}", number, prose(pair.prompt), lettered[pair.match])
            for number, pair in enumerate(question.pairs, 1)
        )
        extra = dotted(*(lettered[match] for match in layout if match in question.extra))
        return lines(*pairs, (*rich("Left over: "), *extra) if extra else ())


_ROOM = 73
"""Characters of a match before which an option of a list has room for a letter."""


def _name(number: int) -> str:
    return f"pair-{number}"


def _numbered(question: Question) -> list[tuple[int, str]]:
    assert isinstance(question, Match)
    return list(enumerate((pair.prompt for pair in question.pairs), 1))


def _key(question: Match) -> dict[str, str]:
    return {pair.prompt: pair.match for pair in question.pairs}


def _matched(given: Given) -> dict[str, str]:
    return dict(zip(given[::2], given[1::2], strict=False))


def _option(layout: Layout, value: str) -> str:
    """The match that a select sends by its letter, or that is written out; empty for anything else."""
    wanted = value.strip().casefold()
    lettered = dict(zip(LETTERS.casefold(), layout, strict=False))
    written = {bare(match).casefold(): match for match in layout}
    return lettered.get(wanted) or written.get(wanted, "")


def _by_letters(question: Question, layout: Layout, matched: Mapping[str, str]) -> str:
    letters = {match: LETTERS[index] for index, match in enumerate(layout)}
    return ", ".join(f"{number} {letters.get(matched.get(prompt, ''), '?')}" for number, prompt in _numbered(question))
