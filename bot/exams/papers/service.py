"""Which papers a class can be set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.chat import Event, Level, Option, Suggest, cut
from bot.classes.service import Classes
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.exams.paper import ExamPaper, frozen
from bot.exams.papers import store
from bot.exams.papers.model import OwnPaper, Section, folded, meant
from bot.storage.database import Database

MOST_OPTION = 75
"""Characters of an option that is suggested."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A paper that a class can be set."""

    id: str
    """A pack's, as `pack/paper`, or that of a paper of its own."""
    title: str
    minutes: int
    sections: tuple[Section, ...]
    own: OwnPaper | None
    """Where the class has put it together itself."""


class Papers:
    """The packs' papers, and those that classes have put together."""

    def __init__(self, database: Database, classes: Classes, curriculum: Curriculum, random: Random) -> None:
        self._database = database
        self._classes = classes
        self._curriculum = curriculum
        self._random = random

    def find(self, tx: Connection, class_id: str, written: str) -> ExamPaper:
        """The paper that a person meant, by id or title, with its questions as they are now. Raises `UserError`."""
        bank = self._curriculum.at(tx, class_id).whole
        there = {paper.id: paper for paper in self._offered(tx, class_id, bank)}
        found = there[meant(written, {id: paper.title for id, paper in there.items()})]
        sections = [(one.title, one.instructions, one.questions) for one in found.sections]
        return frozen(bank, found.title, found.minutes, sections)

    async def suggested(self, event: Suggest) -> tuple[Option, ...]:
        """Papers with a title like what is typed; the class's own for its teachers alone."""
        class_id = await self._classes.known(event)
        if class_id is None:
            found = list(_of_packs(self._curriculum.base))
        else:
            mine = await self._teaches(event)
            found = await self._database.read(self._all, class_id, own=mine)
        wanted = folded(event.typed)
        return tuple(
            Option(cut(f"{one.title} ({one.minutes} minutes)", MOST_OPTION), one.id)
            for one in found
            if wanted in folded(one.title) or wanted in one.id
        )

    def _all(self, tx: Connection, class_id: str, *, own: bool) -> list[Offered]:
        found = self._offered(tx, class_id, self._curriculum.at(tx, class_id).whole)
        return [one for one in found if own or one.own is None]

    def _offered(self, tx: Connection, class_id: str, bank: Bank) -> list[Offered]:
        mine = [Offered(one.id, one.title, one.minutes, one.sections, one) for one in store.of_class(tx, class_id)]
        return [*mine, *_of_packs(bank)]

    async def _teaches(self, event: Event) -> bool:
        try:
            return (await self._classes.standing(event))[1] >= Level.TEACHER
        except UserError:
            return False


def _of_packs(bank: Bank) -> Iterable[Offered]:
    for id, paper in bank.lessons.papers.items():
        pack = id.partition("/")[0]
        sections = tuple(
            Section(one.title, one.instructions or "", tuple(f"{pack}/{name}" for name in one.questions))
            for one in paper.sections
        )
        yield Offered(id, paper.title, paper.minutes, sections, None)
