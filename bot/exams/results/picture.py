"""The report of a mock exam as a picture that reads well on a phone, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat import Image, counted, cut
from bot.drawing import AMBER, BLUE, FAINT, INK, MOST_ALT, QUIET, Box, Canvas, Point, drawn
from bot.exams.results.model import EASY, HARD, Gathered, least_marks
from bot.marking.outcome import FULL
from bot.responses.model import points

MOST_BARS = 12
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 250, 500)
"""Marks that a bar may stand for."""
LOWEST = -0.2
"""The discrimination at the foot of the chart, where none is lower."""
SHADE = "#fdf0e3"


@dataclass(frozen=True, slots=True)
class Dot:
    """A question, by how hard it is and how well it tells who knows more."""

    number: int
    facility: float
    discrimination: float


@dataclass(frozen=True, slots=True)
class Chart:
    """What the picture shows."""

    most: int
    """Marks of the paper."""
    totals: tuple[int, ...]
    """Each learner's marks, in hundredths."""
    boundaries: tuple[tuple[str, int], ...]
    """Grades and the least marks for each, in hundredths; the highest first."""
    dots: tuple[Dot, ...]
    """Nothing where too few have sat it."""
    unsaid: tuple[int, ...]
    """Questions of which no discrimination can be told."""
    flagged: tuple[int, ...]
    """Questions that should be looked at again."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many learners have marks from `least` to `most`."""

    least: int
    most: int
    count: int

    @property
    def label(self) -> str:
        """The marks that it stands for."""
        return f"{self.least}-{self.most}" if self.least < self.most else str(self.least)


def chart_of(gathered: Gathered) -> Chart:
    """What there is to be shown of a mock exam."""
    boundaries = [(grade, least_marks(share, gathered.most)) for grade, share in gathered.mock.boundaries]
    told = [asked for asked in gathered.asked if not asked.item.too_few]
    dots = tuple(
        Dot(one.position, one.item.facility.value, one.item.discrimination.value)
        for one in told
        if one.item.discrimination is not None
    )
    unsaid = tuple(one.position for one in told if one.item.discrimination is None)
    totals = tuple(sat.total for sat in gathered.marked)
    flagged = tuple(one.position for one in told if one.reasons)
    return Chart(gathered.paper.marks, totals, tuple(boundaries), dots, unsaid, flagged)


def bars_of(chart: Chart) -> tuple[Bar, ...]:
    """Learners by their marks, from none to all: as few marks a bar as leave no more bars than can be read."""
    step = next((step for step in STEPS if chart.most // step + 1 <= MOST_BARS), -(-chart.most // MOST_BARS))
    ends = [(least, min(least + step - 1, chart.most)) for least in range(0, chart.most + 1, step)]
    if len(ends) > 1 and ends[-1][1] - ends[-1][0] + 1 < step:
        ends[-2:] = [(ends[-2][0], chart.most)]  # all marks alone would be a bar too narrow to be compared
    return tuple(Bar(least, most, sum(least <= mark // FULL <= most for mark in chart.totals)) for least, most in ends)


def words_of(chart: Chart) -> str:
    """What the picture shows, in words; no longer than platforms take."""
    learners = counted(len(chart.totals), "learner")
    bars = ", ".join(f"{bar.label}: {bar.count}" for bar in bars_of(chart) if bar.count)
    parts = [f"Marks of {learners} out of {chart.most}: {bars}."]
    if chart.boundaries:
        parts.append(f"Grades from: {', '.join(f'{grade} {points(least)}' for grade, least in chart.boundaries)}.")
    if chart.dots:
        flagged = ", ".join(map(str, chart.flagged))
        parts.append(f"To be looked at again: {flagged}." if flagged else "No question stands out.")
        each = ", ".join(f"{dot.number} {dot.facility:.0%} {dot.discrimination:.2f}" for dot in chart.dots)
        parts.append(f"Questions by facility and discrimination: {each}.")
    return cut(" ".join(parts), MOST_ALT)


def image_of(chart: Chart) -> Image:
    """The chart as a picture with its words."""
    return Image("report", draw(chart), words_of(chart))


def draw(chart: Chart) -> bytes:
    """The chart as a PNG, 1,080 pixels wide."""

    def paint(canvas: Canvas) -> None:
        _distribution(canvas, chart)
        if chart.dots:
            _questions(canvas, chart)

    return drawn(1500 if chart.dots else 690, paint)


# Marks

LEFT, RIGHT = 74.0, 678.0
TOP, FOOT = 190.0, 580.0


def _distribution(canvas: Canvas, chart: Chart) -> None:
    canvas.words((40, 58), "Marks", 46)
    learners = counted(len(chart.totals), "learner")
    canvas.words((40, 106), f"{learners}, out of {chart.most}", 30, QUIET)
    bars = bars_of(chart)
    tallest = max(bar.count for bar in bars)
    slot = (RIGHT - LEFT) / len(bars)
    for number, bar in enumerate(bars):
        left = LEFT + slot * number
        top = FOOT - (FOOT - TOP - 50) * bar.count / tallest
        if bar.count:
            canvas.box((left + slot * 0.09, top, left + slot * 0.91, FOOT), BLUE, 6)
    canvas.line((LEFT, FOOT), (RIGHT, FOOT), QUIET)
    _scale(canvas, bars, slot)
    _boundaries(canvas, chart, bars, slot)
    for number, bar in enumerate(bars):
        if bar.count:
            top = FOOT - (FOOT - TOP - 50) * bar.count / tallest
            canvas.words((LEFT + slot * (number + 0.5), top - 24), str(bar.count), 30, INK, "mm", halo=3)


def _boundaries(canvas: Canvas, chart: Chart, bars: Sequence[Bar], slot: float) -> None:
    """Where each grade begins: its letter over a line of dashes, in one of two rows where they stand close."""
    ends = {"high": 0.0, "low": 0.0}
    for grade, least in reversed(chart.boundaries):
        x = _place(least / FULL, bars, slot)
        name = cut(grade, 6)
        half = canvas.width(name, 28) / 2 + 6
        row = "high" if ends["high"] <= x - half or ends["high"] <= ends["low"] else "low"
        ends[row] = x + half
        y = TOP - 42 if row == "high" else TOP - 8
        canvas.dashes(x, y + 20, FOOT, AMBER)
        canvas.words((x, y), name, 28, AMBER, "mm")


def _place(marks: float, bars: Sequence[Bar], slot: float) -> float:
    """Where so many marks stand among the bars, each of which goes to the beginning of the next."""
    number = max((index for index, bar in enumerate(bars) if bar.least <= marks), default=0)
    bar = bars[number]
    return LEFT + slot * (number + min(1.0, (marks - bar.least) / (bar.most - bar.least + 1)))


def _scale(canvas: Canvas, bars: Sequence[Bar], slot: float) -> None:
    """Marks below their bars; where a bar stands for several, at its left end the first of them."""
    several = any(bar.least < bar.most for bar in bars)
    ends = [(number, str(bar.least)) for number, bar in enumerate(bars)]
    if several:
        ends.append((len(bars), str(bars[-1].most)))
    size = next((size for size in (28, 26, 24) if all(canvas.width(label, size) < slot for _, label in ends)), 22)
    for number, label in ends:
        canvas.words((LEFT + slot * (number + (0 if several else 0.5)), FOOT + 30), label, size, QUIET, "mm")


# Questions

HIGH, LOW = 800.0, 1360.0


def _questions(canvas: Canvas, chart: Chart) -> None:
    canvas.words((40, 692), "Questions", 46)
    canvas.words((40, 738), "right: easier; up: tells better who knows more", 28, QUIET)
    lowest = min(LOWEST, *(dot.discrimination for dot in chart.dots))

    def place(facility: float, discrimination: float) -> Point:
        return LEFT + (RIGHT - LEFT) * facility, LOW - (LOW - HIGH) * (discrimination - lowest) / (1 - lowest)

    for shaded in ((*place(0, 1), *place(HARD, lowest)), (*place(EASY, 1), *place(1, lowest))):
        canvas.box(shaded, SHADE)
    for share in (0, 0.25, 0.5, 0.75, 1):
        x, _ = place(share, 0)
        canvas.line((x, HIGH), (x, LOW), FAINT)
        canvas.words((x, LOW + 28), f"{share:.0%}", 26, QUIET, "mm")
    for value in (0, 0.5, 1):
        _, y = place(0, value)
        canvas.line((LEFT, y), (RIGHT, y), QUIET if value == 0 else FAINT)
        canvas.words((LEFT - 14, y), f"{value:g}", 26, QUIET, "rm")
    _dots(canvas, chart, [place(dot.facility, dot.discrimination) for dot in chart.dots])
    flagged = any(dot.number in chart.flagged for dot in chart.dots)
    below = ["amber: look at it again" if flagged else "none stands out"]
    below += [f"nothing can be said of {', '.join(map(str, chart.unsaid))}"] if chart.unsaid else []
    canvas.words((40, 1452), cut("; ".join(below), 46), 28, AMBER if flagged else QUIET)


def _dots(canvas: Canvas, chart: Chart, places: Sequence[Point]) -> None:
    """Each question where it stands, and its number beside it where there is room."""
    taken = [(x - 10, y - 10, x + 10, y + 10) for x, y in places]
    for dot, at in zip(chart.dots, places, strict=True):
        canvas.dot(at, 8, AMBER if dot.number in chart.flagged else BLUE)
    # Those that are to be looked at get the best places.
    for dot, (x, y) in sorted(
        zip(chart.dots, places, strict=True), key=lambda entry: entry[0].number not in chart.flagged
    ):
        half = canvas.width(str(dot.number), 24) / 2
        spots = [
            (x + across * (half + 15 + reach), y + down * (22 + reach))
            for reach in (0, 10, 20)
            for across, down in ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
        ]
        boxes = [(spot[0] - half - 4, spot[1] - 12, spot[0] + half + 4, spot[1] + 12) for spot in spots]
        best = min(range(len(boxes)), key=lambda index: (_crowding(boxes[index], taken), index))
        taken.append(boxes[best])
        canvas.words(spots[best], str(dot.number), 24, AMBER if dot.number in chart.flagged else INK, "mm")


def _crowding(box: Box, taken: Sequence[Box]) -> float:
    """How much of a box is taken already, or lies outside the chart."""
    left, top, right, foot = box
    outside = max(0.0, LEFT - left) + max(0.0, right - RIGHT) + max(0.0, HIGH - top) + max(0.0, foot - LOW)
    shared = (
        max(0.0, min(right, other[2]) - max(left, other[0])) * max(0.0, min(foot, other[3]) - max(top, other[1]))
        for other in taken
    )
    return outside * 100 + sum(shared)
