"""Terms, people, historians and places, found by any of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bank import model
from bot.bank.explain import nearest
from bot.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Explained:
    """An entry, and the pack that has it."""

    pack: str
    entry: model.GlossaryEntry


class Glossary:
    """What one pack, or several, explain."""

    def __init__(self, entries: Iterable[tuple[str, model.GlossaryEntry]]) -> None:
        self._by_name: dict[str, Explained] = {}
        found = [Explained(pack, entry) for pack, entry in entries]
        self._by_name.update((explained.entry.term.casefold(), explained) for explained in reversed(found))
        for explained in found:
            for name in explained.entry.also:
                self._by_name.setdefault(name.casefold(), explained)

    def entry(self, given: str) -> Explained:
        """What a person meant: a name, a word of one, how one alone begins, or nearly one. Raises `UserError`."""
        wanted = " ".join(given.casefold().split())
        if found := self._by_name.get(wanted):
            return found
        if wanted and (whole := [found for name, found in self._by_name.items() if wanted in name.split()]):
            return whole[0]
        if wanted and len(begun := [found for name, found in self._by_name.items() if name.startswith(wanted)]) == 1:
            return begun[0]
        if near := nearest(wanted, self._by_name):
            return self._by_name[near]
        raise UserError(f"“{given[:60]}” is not in the glossary. Try another spelling, or another name for it.")

    def suggestions(self, typed: str) -> tuple[model.GlossaryEntry, ...]:
        """Entries with a name that has what was typed, those that begin with it first."""
        wanted = " ".join(typed.casefold().split())
        known = ((name, explained.entry) for name, explained in self._by_name.items() if wanted in name)
        found = [(not name.startswith(wanted), name, entry) for name, entry in known]
        found.sort(key=lambda one: one[:2])
        return tuple({entry.term: entry for _, _, entry in found}.values())

    def hint(self, question: model.Question) -> str | None:
        """A hint to a question that has none: a term of its stem explained, where that gives nothing away."""
        if isinstance(question, model.TrueFalse | model.Order | model.Mend | model.Extended):
            return None  # a term explained may well say what is true, when it was, or what is wrong
        telling = set(_telling(question))
        for name, explained in sorted(self._by_name.items(), key=lambda one: -len(one[0])):
            entry = explained.entry
            if not re.search(rf"\b{re.escape(name)}\b", question.stem.casefold()):
                continue
            words = set(_words(" ".join((entry.text, *entry.also, entry.dates or ""))))
            if not words & (telling - set(_words(question.stem))):
                return f"{entry.term}: {entry.text}"
        return None


def _telling(question: model.Question) -> Iterator[str]:
    """Words that could give the answer away: those of the key, and of every option."""
    match question:
        case model.Match():
            yield from _words(" ".join((*question.options, *(pair.prompt for pair in question.pairs))))
        case model.SingleChoice() | model.MultipleChoice():
            yield from _words(" ".join(question.options))
        case model.Gaps():
            yield from _words(" ".join(gap.key for gap in question.gaps))
        case model.Typed() | model.Number() | model.Date():
            yield from _words(str(question.key))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]{3,}|\d+", text.casefold())
