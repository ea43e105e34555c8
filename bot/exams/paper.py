"""A paper as it is sat: what it asks, frozen when it is set, so that nothing that is edited later changes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from random import Random

from pydantic import TypeAdapter

from bot.bank.model import Extended, Question
from bot.bank.service import Bank
from bot.errors import UserError
from bot.marking.outcome import FULL


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a paper."""

    id: str
    """The full id, `pack/question`."""
    question: Question

    @property
    def revision(self) -> int:
        """Of the question as it is asked."""
        return self.question.revision

    @property
    def marks(self) -> int:
        """What it is worth: what its author says of a task that people mark, one mark for everything else."""
        return self.question.marks if isinstance(self.question, Extended) else 1

    @property
    def most(self) -> int:
        """The same in hundredths."""
        return self.marks * FULL

    @property
    def by_people(self) -> bool:
        """Whether people mark it."""
        return isinstance(self.question, Extended)


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a paper."""

    title: str
    instructions: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class ExamPaper:
    """A paper, its questions in their order; a question's position counts from 1 through all parts."""

    title: str
    minutes: int
    parts: tuple[Part, ...]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every question in the order of the paper."""
        return tuple(item for part in self.parts for item in part.items)

    @property
    def marks(self) -> int:
        """What all of it is worth."""
        return sum(item.marks for item in self.items)

    def item(self, position: int) -> Item:
        """The question at a position. Raises `UserError` where there is none."""
        if not 1 <= position <= len(self.items):
            raise UserError("There is no such question in this paper.")
        return self.items[position - 1]

    def order(self, seed: str) -> tuple[int, ...]:
        """The positions in one learner's own order: each part's questions are shuffled, parts stay where they are.

        It follows from the seed alone, so that whatever a learner saw can be seen again.
        """
        order: list[int] = []
        for part in self.parts:
            positions = list(range(len(order) + 1, len(order) + 1 + len(part.items)))
            Random(f"{seed}:{len(order)}").shuffle(positions)
            order += positions
        return tuple(order)

    def part_of(self, position: int) -> Part:
        """The part that the question at a position is in."""
        last = 0
        for part in self.parts:
            last += len(part.items)
            if position <= last:
                return part
        raise UserError("There is no such question in this paper.")


def frozen(bank: Bank, title: str, minutes: int, sections: Iterable[tuple[str, str, Sequence[str]]]) -> ExamPaper:
    """A paper of questions by full id, as they are now; sections are title, instructions and questions.

    What a class is not asked is left out. Raises `UserError` where nothing is left.
    """
    parts = tuple(
        Part(heading, instructions, tuple(Item(id, bank.question(id)) for id in ids if bank.offers(id)))
        for heading, instructions, ids in sections
    )
    kept = tuple(part for part in parts if part.items)
    if not kept:
        raise UserError("Your class is asked none of that paper's questions any more. Choose another paper.")
    return ExamPaper(title, minutes, kept)


def to_json(paper: ExamPaper) -> str:
    """The paper as its row keeps it."""
    return _adapter().dump_json(paper, by_alias=True, exclude_defaults=True).decode()


def from_json(text: str) -> ExamPaper:
    """The paper that a row keeps."""
    return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[ExamPaper]:
    return TypeAdapter(ExamPaper)
