"""Papers, debates and the glossary, as they are asked for. Ids are `pack/item`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from bot.bank.explain import nearest
from bot.bank.glossary import Glossary
from bot.errors import UserError

if TYPE_CHECKING:
    from bot.bank import model
    from bot.bank.contents import Contents

Lesson = TypeVar("Lesson")
NAMED = 3
"""Papers or debates that somebody is told of who asks for one that is not there."""


class Withdrawn(UserError):
    """Something that was in the bank and is no more."""


class Shelf:
    """What packs have beside questions and facts: `papers`, `debates` and `glossary` are those that are offered.

    A paper or debate that is under way is found by its id, whether it is still offered or not. Questions `left_out`
    are in no paper.
    """

    def __init__(self, offered: Iterable[Contents], known: Iterable[Contents], left_out: Collection[str] = ()) -> None:
        self._offered, self._known = tuple(offered), tuple(known)
        self._left_out = left_out
        self.papers = {id: shown for pack in self._offered for id in pack.papers if (shown := self._shown(pack, id))}
        self.debates = {id: debate for pack in self._offered for id, debate in pack.debates.items()}

    @cached_property
    def glossary(self) -> Glossary:
        """What the packs explain."""
        return Glossary((pack.info.id, entry) for pack in self._offered for entry in pack.entries)

    def paper(self, id: str) -> model.Paper:
        """The paper with this full id. Raises `Withdrawn`."""
        shown = (self._shown(pack, id) for pack in self._known if id in pack.papers)
        return _found(next(shown, None), "paper")

    def debate(self, id: str) -> model.Debate:
        """The debate with this full id. Raises `Withdrawn`."""
        return _found(next((pack.debates[id] for pack in self._known if id in pack.debates), None), "debate")

    def paper_meant(self, given: str) -> str:
        """The id of the paper that a person meant: its id or its title, or nearly. Raises `UserError`."""
        return _meant(given, {id: paper.title for id, paper in self.papers.items()}, "paper")

    def debate_meant(self, given: str) -> str:
        """The id of the debate that a person meant, by id or by what its proposition says. Raises `UserError`."""
        return _meant(given, {id: debate.proposition for id, debate in self.debates.items()}, "debate")

    def _shown(self, pack: Contents, id: str) -> model.Paper | None:
        """The paper without the questions that are left out; nothing where that leaves nothing."""
        paper, name = pack.papers[id], pack.info.id
        if not any(f"{name}/{question}" in self._left_out for question in paper.questions):
            return paper
        kept = (
            section.model_copy(update={"questions": some})
            for section in paper.sections
            if (some := tuple(one for one in section.questions if f"{name}/{one}" not in self._left_out))
        )
        sections = tuple(kept)
        return paper.model_copy(update={"sections": sections}) if sections else None


def _found(lesson: Lesson | None, kind: str) -> Lesson:
    if lesson is None:
        raise Withdrawn(f"That {kind} has been withdrawn from the bank.")
    return lesson


def _meant(given: str, titles: Mapping[str, str], kind: str) -> str:
    wanted = " ".join(given.casefold().split())
    names = {name: id for id, title in titles.items() for name in (id.partition("/")[2], title.casefold(), id)}
    found = names.get(wanted) or next((names[name] for name in names if wanted and wanted in name), None)
    found = found or names.get(nearest(wanted, names) or "")
    if found is None:
        raise UserError(f"There is no {kind} “{given[:60]}”. {_there_are(list(titles.values()))}")
    return found


def _there_are(titles: Sequence[str]) -> str:
    if not titles:
        return "No pack of this class has one."
    more = f" And {len(titles) - NAMED} more." if titles[NAMED:] else ""
    named = ", ".join(f"“{title.removesuffix('.')}”" for title in titles[:NAMED])
    return f"There {'are' if titles[1:] else 'is'} {named}.{more}"
