"""The rules of marking a mock exam."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.bank.model import Extended, Question
from bot.clock import MINUTE
from bot.errors import UserError
from bot.exams.paper import Item
from bot.marking.levels import Band, mark_levels
from bot.marking.outcome import FULL
from bot.quiz.kinds import Vocabulary, kind_of, settled
from bot.responses.model import Given, points

LEASE = 15 * MINUTE
"""How long a script is kept for whoever has it before them; each press begins it anew."""
TOLERANCE = FULL
"""By how much two markers may differ within a level and still agree."""
PAGE = 2_600
"""How much of a script a message shows: what the narrowest platform takes, with room for what has to be escaped."""
_MARK = re.compile(r"\d{1,3}(?:[.,][05]0?)?")


# As it is handed in


@dataclass(frozen=True, slots=True)
class NewMark:
    """What one question of a sitting earned as it was handed in."""

    sitting_id: str
    position: int
    mock_id: str
    question: str
    most: int
    """The question's marks, in hundredths, as all marks here."""
    earned: int | None
    """Nothing: somebody is to mark it."""
    place: str
    """Where chance puts it in the marking queue; empty: nobody needs to look at it."""
    at: int


def is_blank(given: Given) -> bool:
    """Whether nothing was written."""
    return not any(passage.strip() for passage in given)


def by_rules(item: Item, question: Question, given: Given, vocabulary: Vocabulary) -> int:
    """What an answer earns that the rules mark, in hundredths; what is only begun earns nothing.

    `question` is the item's, perhaps with further answers that the class accepts.
    """
    kind = kind_of(question)
    if is_blank(given) or not kind.complete(question, given):
        return 0
    return settled(kind.mark(question, given, vocabulary)).earned * item.marks


# By people


@dataclass(frozen=True, slots=True)
class Script:
    """One answer in the marking queue, with the mark that it has."""

    sitting_id: str
    position: int
    mock_id: str
    place: str
    """What it is called in the queue: it says nothing of whose it is."""
    most: int
    earned: int | None
    level: int
    comment: str
    marker: str
    reason: str
    """Why a teacher settled or changed the mark; empty: nobody did."""
    at: int
    twice: bool
    """Whether two people are to mark it."""
    claimed_by: str
    claimed_until: int

    def is_free(self, accounts: Sequence[str], at: int) -> bool:
        """Whether a marker, given by their accounts, may have it: nobody else has it before them."""
        return self.claimed_by in accounts or not self.claimed_by or self.claimed_until <= at


@dataclass(frozen=True, slots=True)
class View:
    """What one marker gave a script."""

    marker: str
    level: int
    earned: int
    comment: str
    at: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the marking of one question is."""

    position: int
    scripts: int
    """Answers that people mark; what was left empty is none."""
    marked: int
    to_settle: int
    """Marked twice, and the two markers differ by too much."""

    @property
    def waiting(self) -> int:
        """How many are still to be marked, once or for the second time."""
        return self.scripts - self.marked - self.to_settle


def agreed(first: View, second: View) -> int | None:
    """The mark of a script on which two markers agree, in hundredths; nothing where they do not.

    They do in one level and no more than a mark apart. The mean counts, half marks rounded up.
    """
    if first.level != second.level or abs(first.earned - second.earned) > TOLERANCE:
        return None
    return (first.earned + second.earned + FULL) // (2 * FULL) * FULL


def both_comments(views: Sequence[View]) -> str:
    """What two markers say, one below the other."""
    return "\n".join(dict.fromkeys(view.comment for view in views if view.comment))


def in_sample(number: int, every: int) -> bool:
    """Whether the script at this place of the queue, from 1, is marked twice; `every` 0: none is.

    It begins with the first, so that a small class has a sample too.
    """
    return every > 0 and (number - 1) % every == 0


def worth(question: Extended, level: int, mark: int) -> int:
    """What a marker gives, in hundredths. Raises `UserError` for a level there is not, or a mark outside it."""
    try:
        mark_levels(question.bands, level, mark)
    except ValueError as error:
        raise UserError(f"That can't be given: {error}.") from error
    return mark * FULL


def level_of(bands: Sequence[Band], earned: int) -> int:
    """The level that a mark in hundredths falls into; 0 for nothing. A half mark between two is of the higher."""
    return next((band.level for band in bands if 0 < earned <= band.most * FULL), 0)


def read_mark(written: str, most: int) -> int:
    """A mark that a person wrote, in hundredths: whole or half, from 0 to `most`. Raises `UserError`."""
    words = written.strip()
    if not _MARK.fullmatch(words):
        raise UserError(f"A mark is a number such as 3 or 3.5, from 0 to {points(most)}.")
    whole, _, half = words.replace(",", ".").partition(".")
    earned = int(whole) * FULL + (FULL // 2 if half.startswith("5") else 0)
    if earned > most:
        marks = "1 mark" if most == FULL else f"{points(most)} marks"
        raise UserError(f"That question has {marks}; write one from 0 to {points(most)}.")
    return earned


def span(least: int, most: int) -> str:
    """Marks from and to: 3–4, or 5 alone."""
    return str(least) if least == most else f"{least}–{most}"


# A script's pages


def weight(words: str) -> int:
    """How much room words take: what a platform may have to escape takes it twice."""
    return sum(1 if char.isalnum() or char.isspace() else 2 for char in words)


def paged(words: str, first: int, rest: int = PAGE) -> list[str]:
    """A long text in pages, cut between lines or words and nowhere shortened; `first` is the room on the first page.

    Where there is hardly room on the first, it stays empty.
    """
    pages: list[str] = []
    left = words.strip()
    if weight(left) > first and first < rest // 4:
        pages.append("")
    while left:
        page = _fitting(left, rest if pages else first)
        pages.append(page.rstrip())
        left = left[len(page) :].lstrip()
    return pages


def _fitting(words: str, room: int) -> str:
    """As much of the beginning as there is room for; a word that is longer than a page is cut."""
    taken = 0
    for end, char in enumerate(words):
        taken += weight(char)
        if taken > room:
            head = words[: end or 1]
            for gap in ("\n\n", "\n", " "):
                cut = head.rfind(gap)
                if cut > len(head) // 2:
                    return head[:cut]
            return head
    return words
