"""The terms of a pack: what an answer that is nearly right may really be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.bank import model
from bot.marking.folding import fold
from bot.marking.typed import mark_typed

MOST_WORDS = 4
"""Words of an option that can be a term; longer ones are sentences, and nobody types one by a slip."""
REMEMBERED = 200
"""Questions whose terms are kept ready."""


class Vocabulary:
    """Every term of one pack, and for each question those that are not its own."""

    def __init__(self, pack: model.Pack) -> None:
        self._forms = {question.id: tuple(map(_Own, _forms_of(question))) for question in pack.questions}
        self._terms = frozenset(_terms(pack))
        self._having: defaultdict[str, set[str]] = defaultdict(set)
        """The terms that have a word: only these can be a question's own where that word is one of its own."""
        for term in self._terms:
            for word in fold(term).split():
                self._having[word].add(term)
        self._beside: dict[str, frozenset[str]] = {}

    def beside(self, question: str) -> frozenset[str]:
        """The pack's terms without the forms of this question. The same question gets the same object, where it can."""
        found = self._beside.get(question)
        if found is None:
            found = self._apart(self._forms.get(question, ()))
            if len(self._beside) >= REMEMBERED:
                self._beside.clear()
            self._beside[question] = found
        return found

    def apart_from(self, question: model.Question) -> frozenset[str]:
        """The same for a question that is not the pack's own, or has other forms than there."""
        return self._apart(tuple(map(_Own, _forms_of(question))))

    def _apart(self, forms: tuple[_Own, ...]) -> frozenset[str]:
        words = {word for own in forms for known in own.words for word in known}
        near = {term for word in words for term in self._having.get(word, ())}
        return self._terms - {term for term in near if _is_own(term, forms)}


def _terms(pack: model.Pack) -> Iterator[str]:
    for question in pack.questions:
        for forms in _forms_of(question):
            yield from (forms.key, *forms.accept)
        if isinstance(question, model.SingleChoice):
            options = (question.key, *model.wording(question.distractors))
            yield from (option for option in options if len(option.split()) <= MOST_WORDS)
    for entry in pack.glossary:
        yield from (entry.term, *entry.also)
    for claim in pack.claims:
        yield from (*claim.terms, *claim.people, *claim.historians)


class _Own:
    """What a question accepts and asks back, as words."""

    def __init__(self, forms: model.Forms) -> None:
        self.accepted = (forms.key, *forms.accept)
        self.rejected = forms.reject
        known = (*self.accepted, *(prompt.form for prompt in forms.prompt))
        self.words = [frozenset(fold(form).split()) for form in known]


def _is_own(term: str, forms: tuple[_Own, ...]) -> bool:
    """Whether a term is the question's own: one of its forms, or more or less of one, and right without any guard.

    `Leon Trotsky` in another question must not make that answer wrong where the key is `Trotsky`; while what merely
    looks like the key shares no whole word with it, and stays.
    """
    words = frozenset(fold(term).split())
    for own in forms:
        if words in own.words:
            return True
        related = any(words < known or known < words for known in own.words)
        if related and mark_typed(term, own.accepted, rejected=own.rejected).verdict == "right":
            return True
    return False


def _forms_of(question: model.Question) -> tuple[model.Forms, ...]:
    if isinstance(question, model.Gaps):
        return question.gaps
    return (question,) if isinstance(question, model.Typed | model.Mend) else ()
