"""Which papers a class can be set."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.chat import Answer, Event, Level, Option, Suggest, cut
from bot.classes.service import Classes
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.exams.paper import ExamPaper, Item, frozen
from bot.exams.papers import store
from bot.exams.papers.model import LONGEST_TITLE, Candidate, OwnPaper, Section, folded, meant
from bot.storage.database import Database

MOST_OPTION = 75
"""Characters of an option that is suggested."""
NOT_OWN = "That paper is a pack's. /mock compose puts together one of your own."
NOT_HERE = "That paper is none of this class's. /mock papers shows those that are."


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

    @property
    def key(self) -> str:
        """A short name for it, for buttons: a pack's own ids may be too long for those."""
        return self.id if self.own else hashlib.sha256(self.id.encode()).hexdigest()[:16]

    @property
    def questions(self) -> tuple[str, ...]:
        """The full ids of all its questions, in their order."""
        return tuple(id for section in self.sections for id in section.questions)


class Papers:
    """The packs' papers, and those that classes have put together."""

    def __init__(self, database: Database, classes: Classes, curriculum: Curriculum, random: Random) -> None:
        self._database = database
        self._classes = classes
        self._curriculum = curriculum
        self._random = random

    def find(self, tx: Connection, class_id: str, written: str) -> ExamPaper:
        """The paper that a person meant, by id or title, with its questions as they are now. Raises `UserError`."""
        found = self._meant(tx, class_id, written)
        sections = [(one.title, one.instructions, one.questions) for one in found.sections]
        return frozen(self._bank(tx, class_id), found.title, found.minutes, sections)

    def free_title(self, tx: Connection, class_id: str, written: str, *, beside: str = "") -> str:
        """A title for a paper of the class's own, if no other has it but the one `beside`. Raises `UserError`."""
        title = " ".join(written.split())
        if not title or len(title) > LONGEST_TITLE:
            raise UserError(f"A title has 1 to {LONGEST_TITLE} characters.")
        others = (one for one in self._all(tx, class_id) if one.id != beside)
        if any(folded(title) in (folded(one.title), one.id) for one in others):
            raise UserError("Your class has a paper of that title already. Give this one another.")
        return title

    # Looked at and changed by teachers

    async def listed(self, event: Event) -> list[Offered]:
        """Every paper of the class, its own first, the newest of them before others."""
        return await self._database.read(self._all, await self._classes.of(event))

    async def called(self, event: Event, written: str) -> tuple[Bank, Offered]:
        """The paper that a teacher meant, by id or title, and its bank. Raises `UserError`."""
        class_id = await self._classes.of(event)

        def find(tx: Connection) -> tuple[Bank, Offered]:
            return self._bank(tx, class_id), self._meant(tx, class_id, written)

        return await self._database.read(find)

    async def look(self, event: Event, key: str) -> tuple[Bank, Offered]:
        """The paper with this key, and its bank. Raises `UserError`."""
        class_id = await self._classes.of(event)

        def find(tx: Connection) -> tuple[Bank, Offered]:
            found = next((one for one in self._all(tx, class_id) if one.key == key), None)
            if found is None:
                raise UserError(NOT_HERE)
            return self._bank(tx, class_id), found

        return await self._database.read(find)

    async def rename(
        self, event: Event, id: str, title: str, told: Callable[[OwnPaper], Answer], refused: Callable[[str], Answer]
    ) -> Answer:
        """Give a paper of the class's own another title; `refused` gets what is wrong with it. Raises `UserError`."""

        def change(tx: Connection, class_id: str) -> Answer:
            paper = _own(tx, class_id, id)
            try:
                called = self.free_title(tx, class_id, title, beside=id)
            except UserError as error:
                return refused(str(error))
            store.rename(tx, id, called)
            return told(replace(paper, title=called))

        return await self._classes.keep(event, change)

    async def delete(self, event: Event, id: str, told: Callable[[OwnPaper], Answer]) -> Answer:
        """Keep a paper of the class's own no more; exams that were set of it stay. Raises `UserError`."""

        def change(tx: Connection, class_id: str) -> Answer:
            paper = _own(tx, class_id, id)
            store.remove(tx, id)
            return told(paper)

        return await self._classes.keep(event, change)

    # Suggested

    async def suggested(self, event: Suggest) -> tuple[Option, ...]:
        """Papers with a title like what is typed; the class's own for its teachers alone."""
        class_id = await self._classes.known(event)
        if class_id is None:
            found = list(_of_packs(self._curriculum.base))
        else:
            mine = await self._classes.may(event, Level.TEACHER)
            found = [one for one in await self._database.read(self._all, class_id) if mine or not one.own]
        wanted = folded(event.typed)
        return tuple(
            Option(cut(f"{one.title} ({one.minutes} minutes)", MOST_OPTION), one.id)
            for one in found
            if wanted in folded(one.title) or wanted in one.id
        )

    def _meant(self, tx: Connection, class_id: str, written: str) -> Offered:
        there = {paper.id: paper for paper in self._all(tx, class_id)}
        return there[meant(written, {id: paper.title for id, paper in there.items()})]

    def _all(self, tx: Connection, class_id: str) -> list[Offered]:
        mine = [Offered(one.id, one.title, one.minutes, one.sections, one) for one in store.of_class(tx, class_id)]
        return [*mine, *_of_packs(self._bank(tx, class_id))]

    def _bank(self, tx: Connection, class_id: str) -> Bank:
        """What papers are made of: an exam asks what is withheld for another."""
        return self._curriculum.at(tx, class_id).whole


def _of_packs(bank: Bank) -> Iterable[Offered]:
    for id, paper in bank.lessons.papers.items():
        pack = id.partition("/")[0]
        sections = tuple(
            Section(one.title, one.instructions or "", tuple(f"{pack}/{name}" for name in one.questions))
            for one in paper.sections
        )
        yield Offered(id, paper.title, paper.minutes, sections, None)


def candidates(bank: Bank, questions: Iterable[str]) -> list[Candidate]:
    """Those of these questions that the bank offers, as far as they matter for a paper."""
    items = (Item(id, bank.question(id)) for id in questions if bank.offers(id))
    return [
        Candidate(
            one.id,
            one.question.topic,
            one.question.type,
            one.question.objective,
            one.question.difficulty,
            one.marks,
            one.by_people,
        )
        for one in items
    ]


def _own(tx: Connection, class_id: str, id: str) -> OwnPaper:
    paper = store.find(tx, class_id, id)
    if paper is None:
        raise UserError(NOT_HERE)
    return paper
