"""Lines of the register: real names, candidate numbers and access arrangements, as teachers write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.errors import UserError

MOST_NAME = 80
MOST_CANDIDATE = 20
MOST_EXTRA = 100
"""Per cent of extra time."""
SEPARATOR = "|"
_EXTRA = re.compile(r"\+?\s*(\d{1,3})\s*%")
_REST = ("rest", "rest break", "rest breaks", "breaks")


@dataclass(frozen=True, slots=True)
class Line:
    """What the register has of a learner. The arrangements are special-category data."""

    real_name: str = ""
    candidate: str = ""
    """Their number in examinations; it may have letters."""
    extra_time: int = 0
    """Per cent."""
    rest_breaks: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return self == Line()

    @property
    def arrangements(self) -> str:
        """The arrangements in words: +25 %, rest breaks."""
        told = [f"+{self.extra_time} %"] if self.extra_time else []
        return ", ".join([*told, "rest breaks"] if self.rest_breaks else told)


@dataclass(frozen=True, slots=True)
class Entered:
    """A learner of the class, and their line."""

    learner: str
    """The learner's id."""
    persons: tuple[str, ...]
    name: str
    """What they go by in chat."""
    line: Line


def read_line(written: Sequence[str]) -> Line:
    """The line that the cells after a learner's name say: name, number and arrangements, any left out. `UserError`."""
    line = Line()
    for number, cell in enumerate(words for words in (cell.strip() for cell in written) if words):
        if match := _EXTRA.fullmatch(cell):
            line = replace(line, extra_time=extra_time(match[1]))
        elif cell.casefold() in _REST:
            line = replace(line, rest_breaks=True)
        elif not line.real_name and number == 0 and not cell.isdigit():
            line = replace(line, real_name=_short(cell, MOST_NAME, "A name"))
        elif not line.candidate:
            line = replace(line, candidate=_short(cell, MOST_CANDIDATE, "A candidate number"))
        else:
            raise UserError(
                f"I can't make out “{cell[:40]}”. Write: chat name | real name | number | +25% | rest breaks"
            )
    return line


def read_extra_time(written: str) -> int:
    """Per cent of extra time, from 25, +25 or 25 %; nothing written is none. Raises `UserError`."""
    words = written.strip().removeprefix("+").removesuffix("%").strip()
    return extra_time(words) if words else 0


def extra_time(words: str) -> int:
    """Per cent of extra time, from its figures. Raises `UserError`."""
    if not words.isdecimal() or int(words) > MOST_EXTRA:
        raise UserError(f"Extra time is a percentage from 0 to {MOST_EXTRA}, such as 25.")
    return int(words)


def _short(words: str, most: int, what: str) -> str:
    if len(words) > most:
        raise UserError(f"{what} has at most {most} characters.")
    return words


def written(entered: Sequence[Entered]) -> str:
    """The register as a text to be changed: a learner a line."""
    return "\n".join(_written(one) for one in entered)


def _written(entered: Entered) -> str:
    line = entered.line
    cells = [entered.name, line.real_name, line.candidate]
    cells += [f"+{line.extra_time}%"] if line.extra_time else []
    cells += ["rest breaks"] if line.rest_breaks else []
    return f" {SEPARATOR} ".join(cells).rstrip(f" {SEPARATOR}")


def read_all(text: str, entered: Sequence[Entered]) -> dict[str, Line]:
    """The lines that a changed text says, by learner; whoever is not in it stays as they are. Raises `UserError`."""
    by_name: dict[str, list[str]] = {}
    for one in entered:
        by_name.setdefault(one.name.casefold(), []).append(one.learner)
    found: dict[str, Line] = {}
    for number, row in enumerate(text.splitlines(), 1):
        if not row.strip():
            continue
        name, *cells = row.split(SEPARATOR)
        meant = by_name.get(name.strip().casefold(), [])
        if len(meant) != 1 or meant[0] in found:
            why = "is nobody's chat name here" if not meant else "is the chat name of several, or stands there twice"
            raise UserError(f"Line {number}: “{name.strip()[:40]}” {why}. Nothing was changed.")
        try:
            found[meant[0]] = read_line(cells)
        except UserError as error:
            raise UserError(f"Line {number}: {error} Nothing was changed.") from error
    return found
