"""Papers as they are kept and found, before anything of them is frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.errors import UserError

LONGEST_TITLE = 60
"""Characters of a paper's title."""
NAMED = 5
"""Papers that a refusal names."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper: its heading, what is to be done, and its questions by full id."""

    title: str
    instructions: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """A paper that a class has put together for itself."""

    id: str
    class_id: str
    title: str
    minutes: int
    sections: tuple[Section, ...]
    made_by: str
    made_at: int
    """Microseconds UTC."""

    @property
    def questions(self) -> tuple[str, ...]:
        """The full ids of all its questions, in their order."""
        return tuple(id for section in self.sections for id in section.questions)


def meant(written: str, titles: Mapping[str, str]) -> str:
    """The id of the paper that a person meant: by id, by title, or by a part of it that no other has.

    `titles` are those that there are, by id; of two with one title the first counts. Raises `UserError`.
    """
    if written.strip() in titles:
        return written.strip()
    wanted = folded(written)
    for id, title in titles.items():
        if wanted == folded(title):
            return id
    near = [id for id, title in titles.items() if wanted and wanted in folded(title)]
    if len(near) == 1:
        return near[0]
    if not titles:
        raise UserError("Your class has no paper to sit yet. /mock compose puts one together.")
    if near:
        raise UserError(f"Which paper is meant by “{written[:60]}”: {_named([titles[id] for id in near])}?")
    raise UserError(f"There is no paper “{written[:60]}”. There are: {_named(list(titles.values()))}.")


def folded(title: str) -> str:
    """A title as it is compared."""
    return " ".join(title.casefold().split())


def _named(titles: Sequence[str]) -> str:
    more = len(titles) - NAMED
    return ", ".join(titles[:NAMED]) + (f" and {more} more" if more > 0 else "")
