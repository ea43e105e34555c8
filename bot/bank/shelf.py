"""Papers, debates and the glossary of all packs, as they are asked for. Ids are `pack/item`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from bot.bank.explain import nearest
from bot.bank.glossary import Glossary
from bot.errors import UserError

if TYPE_CHECKING:
    from bot.bank import model

Lesson = TypeVar("Lesson")


class Withdrawn(UserError):
    """Something that was in the bank and is no more."""


class Shelf:
    """What packs have beside questions and facts."""

    def __init__(self, packs: Iterable[model.Pack]) -> None:
        packs = tuple(packs)
        self.papers = {f"{pack.info.id}/{paper.id}": paper for pack in packs for paper in pack.papers}
        self.debates = {f"{pack.info.id}/{debate.id}": debate for pack in packs for debate in pack.debates}
        self.glossary = Glossary((pack.info.id, entry) for pack in packs for entry in pack.glossary)
        self._own = {pack.info.id: Glossary((pack.info.id, entry) for entry in pack.glossary) for pack in packs}
        self._hints: dict[str, str | None] = {}

    def paper(self, id: str) -> model.Paper:
        """The paper with this full id. Raises `Withdrawn`."""
        return _found(id, self.papers, "paper")

    def debate(self, id: str) -> model.Debate:
        """The debate with this full id. Raises `Withdrawn`."""
        return _found(id, self.debates, "debate")

    def paper_meant(self, given: str) -> str:
        """The id of the paper that a person meant: its id or its title, or nearly. Raises `UserError`."""
        return _meant(given, {id: paper.title for id, paper in self.papers.items()}, "paper")

    def debate_meant(self, given: str) -> str:
        """The id of the debate that a person meant, by id or by what its proposition says. Raises `UserError`."""
        return _meant(given, {id: debate.proposition for id, debate in self.debates.items()}, "debate")

    def hint(self, id: str, question: model.Question) -> str | None:
        """The question's own hint; or a term of it explained, where that gives nothing away."""
        if question.hint:
            return question.hint
        if id not in self._hints:
            self._hints[id] = self._own[id.partition("/")[0]].hint(question)
        return self._hints[id]


def _found(id: str, lessons: Mapping[str, Lesson], kind: str) -> Lesson:
    try:
        return lessons[id]
    except KeyError:
        raise Withdrawn(f"That {kind} has been withdrawn from the bank.") from None


def _meant(given: str, titles: Mapping[str, str], kind: str) -> str:
    wanted = " ".join(given.casefold().split())
    names = {name: id for id, title in titles.items() for name in (id.partition("/")[2], title.casefold(), id)}
    found = names.get(wanted) or next((names[name] for name in names if wanted and wanted in name), None)
    found = found or names.get(nearest(wanted, names) or "")
    if found is None:
        there = "Begin to type, and choose from what comes up." if titles else "No pack of this class has one."
        raise UserError(f"There is no {kind} “{given[:60]}”. {there}")
    return found
