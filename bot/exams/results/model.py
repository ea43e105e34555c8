"""Results as values: what each learner earned, how a paper went, and grade boundaries as people write them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Literal, TypeAlias

from bot.bank.model import MultipleChoice, Question, SingleChoice
from bot.errors import UserError
from bot.exams.model import WHOLE, Boundaries, Mock, Sitting, grade_of
from bot.exams.paper import ExamPaper, Item
from bot.exams.results import statistics
from bot.marking.outcome import FULL
from bot.quiz.kinds import kind_of
from bot.responses.model import Given, points

Unit: TypeAlias = Literal["per cent", "marks"]
"""What boundaries are written in."""
Reason: TypeAlias = Literal["hard", "easy", "flat", "tempting"]
"""Why a question should be looked at again."""

MOST_GRADES = 12
LONGEST_GRADE = 12
HARD, EASY = 0.2, 0.95
"""Facilities below and above which a question should be looked at again."""
FLAT = 0.1
"""A discrimination that lies below this with all of its interval tells too little."""
_BOUNDARY = re.compile(r"(?P<grade>.*?[^\s:=])[\s:=]+(?:from\s+)?(?P<least>\d{1,4}(?:\.\d{1,2})?)\s*(?P<sign>%?)")


@dataclass(frozen=True, slots=True)
class Marked:
    """What one question of a sitting earned."""

    position: int
    most: int
    """Hundredths of a mark, as all marks here."""
    earned: int | None
    """None: it is not marked yet."""
    level: int
    comment: str


@dataclass(frozen=True, slots=True)
class Sat:
    """A learner who has handed in the paper."""

    sitting: Sitting
    learner: str
    """The learner's id."""
    marks: tuple[int | None, ...]
    """By their place in the paper; of what is not marked yet, none."""

    @property
    def is_marked(self) -> bool:
        """Whether all of it is marked."""
        return None not in self.marks

    @property
    def total(self) -> int:
        """What is marked of it, together."""
        return sum(mark or 0 for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Asked:
    """How one question went, for a teacher."""

    position: int
    question: Question
    item: statistics.Item
    wrong: tuple[tuple[str, int], ...]
    """The commonest wrong answers, or wrong options, and how many gave them; none where people mark it."""
    tempting: str
    """A wrong option that more of the better half chose than the right one."""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it should be looked at again; nothing while too few have sat it."""
        if self.item.too_few:
            return ()
        share, told = self.item.facility.value, self.item.discrimination
        reasons: dict[Reason, bool] = {
            "hard": share < HARD,
            "easy": share > EASY,
            "flat": told is not None and told.high < FLAT,
            "tempting": bool(self.tempting),
        }
        return tuple(reason for reason, holds in reasons.items() if holds)


@dataclass(frozen=True)
class Gathered:
    """A mock exam and everybody who has handed it in."""

    mock: Mock
    paper: ExamPaper
    everyone: tuple[Sat, ...]
    """In the order in which they began."""
    given: Mapping[str, Mapping[int, Given]]
    """What each gave last, by sitting and position."""

    @cached_property
    def marked(self) -> tuple[Sat, ...]:
        """Those whose paper is wholly marked: of them alone figures are told."""
        return tuple(sat for sat in self.everyone if sat.is_marked)

    @property
    def most(self) -> int:
        """What the paper is worth."""
        return self.paper.marks * FULL

    def grade(self, sat: Sat) -> str:
        """The grade of somebody whose paper is wholly marked; none where there are no boundaries."""
        return grade_of(self.mock.boundaries, sat.total, self.most) if sat.is_marked else ""

    @cached_property
    def grades(self) -> tuple[tuple[str, int], ...]:
        """How many have each grade, the best first; nothing where there are no boundaries."""
        return tally(self.mock.boundaries, [sat.total for sat in self.marked], self.most)

    @cached_property
    def summary(self) -> statistics.Summary | None:
        """How the paper went, in hundredths of a mark."""
        return statistics.summary(self._matrix)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """How each question went, in the order of the paper; nothing where nobody's is marked."""
        return tuple(self._asked(position) for position in range(1, len(self.paper.items) + 1)) if self.marked else ()

    @cached_property
    def _matrix(self) -> list[list[float]]:
        # In hundredths: what is whole is added without an error, so that what is the same for all is seen to be.
        return [[float(mark or 0) for mark in sat.marks] for sat in self.marked]

    def _asked(self, position: int) -> Asked:
        item, index = self.paper.item(position), position - 1
        column = [row[index] for row in self._matrix]
        rest = statistics.rests(self._matrix, index)
        found = statistics.item(column, rest, item.most)
        if item.by_people:
            return Asked(position, item.question, found, (), "")
        given = [self.given.get(sat.sitting.id, {}).get(position, ()) for sat in self.marked]
        missed = [words for words, mark in zip(given, column, strict=True) if words and mark < item.most]
        chosen = list(zip(given, rest, strict=True))
        tempted = tempting(item.question, chosen) if not found.too_few else ""
        return Asked(position, item.question, found, wrong_answers(item.question, missed), tempted)


def wrong_answers(question: Question, missed: Iterable[Given]) -> tuple[tuple[str, int], ...]:
    """What was given wrongly, and how often, the commonest first: of several that are ticked, each wrong one counts."""
    counts: Counter[str] = Counter()
    for given in missed:
        if isinstance(question, MultipleChoice):
            counts.update(option for option in given if option not in question.keys)
        else:
            counts[kind_of(question).spelt_out(question, given)] += 1
    return tuple(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


def tempting(question: Question, chosen: Sequence[tuple[Given, float]]) -> str:
    """The wrong option that more of the better half chose than the key; empty where there is none.

    `chosen` is what each learner gave and what they have in the rest of the paper. The better half is whoever has more
    there than the median.
    """
    if not isinstance(question, SingleChoice):
        return ""
    middle = median(rest for _, rest in chosen)
    counts = Counter(given for given, rest in chosen if given and rest > middle)
    keys = {(question.key,), *((also,) for also in question.also)}
    right = sum(counts[key] for key in keys)
    wrong = sorted((-count, given) for given, count in counts.items() if given not in keys and count > right)
    return wrong[0][1][0] if wrong else ""


@dataclass(frozen=True, slots=True)
class Share:
    """What was earned of some of the marks."""

    name: str
    earned: int
    most: int

    @property
    def part(self) -> float:
        """How much of it that is, from 0 to 1."""
        return self.earned / self.most


@dataclass(frozen=True)
class Own:
    """One learner's results."""

    mock: Mock
    paper: ExamPaper
    sitting: Sitting
    marks: tuple[Marked, ...]
    """By their place in the paper."""
    topics: Mapping[str, str]
    """What each topic of the paper is called."""

    @property
    def total(self) -> int:
        """All that was earned."""
        return sum(mark.earned or 0 for mark in self.marks)

    @property
    def grade(self) -> str:
        """The grade; none where there are no boundaries."""
        return grade_of(self.mock.boundaries, self.total, self.paper.marks * FULL)

    @cached_property
    def objectives(self) -> tuple[Share, ...]:
        """What was earned for each assessment objective, in their order."""
        return shares((item.question.objective, mark) for item, mark in self._pairs)

    @cached_property
    def strongest(self) -> str:
        """The topic of which the largest part was earned; empty where none stands out."""
        best = min(self._topics, key=lambda share: (-share.part, -share.most, share.name))
        return best.name if best.part > min(share.part for share in self._topics) else ""

    @cached_property
    def again(self) -> str:
        """The topic of which the smallest part was earned; empty where all of it was right."""
        worst = min(self._topics, key=lambda share: (share.part, -share.most, share.name))
        return worst.name if worst.earned < worst.most else ""

    @property
    def missed(self) -> tuple[str, ...]:
        """The questions that rules mark and that did not get full marks, by full id."""
        return tuple(item.id for item, mark in self._pairs if not item.by_people and (mark.earned or 0) < mark.most)

    @property
    def _pairs(self) -> list[tuple[Item, Marked]]:
        return list(zip(self.paper.items, self.marks, strict=True))

    @cached_property
    def _topics(self) -> tuple[Share, ...]:
        return shares((self.topics[item.question.topic], mark) for item, mark in self._pairs)


def shares(named: Iterable[tuple[str, Marked]]) -> tuple[Share, ...]:
    """What was earned under each name, in the order of the names."""
    found: dict[str, tuple[int, int]] = {}
    for name, mark in named:
        earned, most = found.get(name, (0, 0))
        found[name] = earned + (mark.earned or 0), most + mark.most
    return tuple(Share(name, *sums) for name, sums in sorted(found.items()))


def tally(boundaries: Boundaries, totals: Sequence[int], most: int) -> tuple[tuple[str, int], ...]:
    """How many of these totals get each grade, the best first, U last where anybody gets it."""
    if not boundaries:
        return ()
    counts = Counter(grade_of(boundaries, total, most) for total in totals)
    names = [grade for grade, _ in boundaries]
    below = [] if "U" in names or not counts["U"] else ["U"]
    return tuple((grade, counts[grade]) for grade in [*names, *below])


def least_marks(share: int, most: int) -> int:
    """The least marks that a boundary takes, in hundredths."""
    return -(-share * most // WHOLE)


def read_boundaries(written: str, unit: Unit, marks: int) -> Boundaries:
    """Boundaries as a teacher writes them, `A* 90, A 80, B 70`, in per cent or in marks of `marks`; nothing is none.

    They may stand from the highest to the lowest or the other way round. Raises `UserError`, with what would be right.
    """
    pieces = [piece.strip() for piece in re.split(r"[,;\n]", written) if piece.strip()]
    found = [_boundary(piece, unit, marks) for piece in pieces]
    if len(found) > MOST_GRADES:
        raise UserError(f"There is room for {MOST_GRADES} grades, and that is {len(found)}.")
    names = [grade.casefold() for grade, _ in found]
    if twice := next((grade for grade, _ in found if names.count(grade.casefold()) > 1), ""):
        raise UserError(f"{twice} stands there twice. Give each grade once.")
    falling = sorted(found, key=lambda entry: -entry[1])
    if found not in (falling, falling[::-1]) or len({least for _, least in found}) < len(found):
        raise UserError("Each grade takes more than the one below it. Write the highest first: A 80, B 70, C 60")
    return tuple(falling)


def _boundary(piece: str, unit: Unit, marks: int) -> tuple[str, int]:
    match = _BOUNDARY.fullmatch(piece)
    if match is None:
        raise UserError(f"I can't make out “{piece[:30]}”. Write a grade and the least for it: A 80, B 70")
    grade, hundredths = " ".join(match["grade"].split()), round(float(match["least"]) * FULL)
    if len(grade) > LONGEST_GRADE:
        raise UserError(f"“{grade[:30]}” is too long for a grade; {LONGEST_GRADE} characters are enough.")
    most = 100 if match["sign"] or unit == "per cent" else marks
    if hundredths > most * FULL:
        what = "per cent" if most == 100 else "marks"  # noqa: PLR2004 - all of it
        raise UserError(f"{grade} can't take {match['least']}: the paper has {most} {what}.")
    return grade, hundredths * WHOLE // (most * FULL)


def written_boundaries(boundaries: Boundaries, marks: int) -> tuple[str, Unit]:
    """Boundaries as they can be read again to the same, and what in: in marks, unless all are whole per cent."""
    if all(least * 100 % WHOLE == 0 for _, least in boundaries):
        return ", ".join(f"{grade} {least * 100 // WHOLE}" for grade, least in boundaries), "per cent"
    return ", ".join(f"{grade} {points(least_marks(least, marks * FULL))}" for grade, least in boundaries), "marks"
