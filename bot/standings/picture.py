"""A board as a picture that reads well on a phone, and the same in words: how many learners stand where.

Nobody is named in it, so that it tells nothing of anybody who would rather not be seen, nor of anybody who is forgotten
later. The bar that one stands in oneself is striped and pointed at, so that nothing hangs on colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat import Image, counted, cut
from bot.drawing import AMBER, INK, MOST_ALT, QUIET, Canvas, drawn
from bot.marking.outcome import FULL
from bot.standings.model import By

MOST_BARS = 9
LEAST_LEARNERS = 5
"""Fewer would see of each other what each has."""
STEPS = (1, 2, 5, 10, 20, 50)
"""How much a bar may stand for, in points or days; and a hundred times as much, and so on."""
UNITS: Mapping[By, tuple[int, str]] = {
    "points": (FULL, "points"),
    "improvement": (1, "% better"),
    "steadiness": (1, "school days"),
}
"""What a figure is counted in, and how many hundredths or so that is."""
LEFT, RIGHT, TOP, FOOT, HEIGHT = 56.0, 672.0, 210.0, 560.0, 630


@dataclass(frozen=True, slots=True)
class Bar:
    """How many learners have so much."""

    least: int
    """In points, days or hundredths; less than where the next bar begins."""
    end: int
    count: int
    is_own: bool
    """Whether whoever asks stands in it."""


def step_of(most: int, by: By) -> int:
    """How much a bar stands for, where the best has `most`: figures as they are stored."""
    unit = UNITS[by][0]
    scale = 1
    while True:
        for step in STEPS:
            if most // (step * scale * unit) + 1 <= MOST_BARS:
                return step * scale * unit
        scale *= 100


def bars_of(counts: Mapping[int, int], step: int, own: int | None, by: By) -> list[Bar]:
    """Learners by what they have: `counts` tells how many stand in each band, by the figure that it begins at."""
    unit = UNITS[by][0]
    last = max(counts)
    return [
        Bar(
            begins // unit,
            (begins + step) // unit,
            counts.get(begins, 0),
            own is not None and own // step * step == begins,
        )
        for begins in range(0, last + 1, step)
    ]


def image_of(counts: Mapping[int, int], step: int, own: int | None, by: By, title: str) -> Image:
    """The picture with its words."""
    bars = bars_of(counts, step, own, by)
    return Image("leaderboard", draw(bars, by, title), words_of(bars, by, title))


def words_of(bars: list[Bar], by: By, title: str) -> str:
    """What the picture shows, in words; no longer than platforms take."""
    learners = counted(sum(bar.count for bar in bars), "learner")
    told = ", ".join(f"from {bar.least}: {bar.count}" for bar in bars if bar.count)
    mine = next((bar for bar in bars if bar.is_own), None)
    which = "the one" if mine and mine.count == 1 else f"one of the {mine.count}" if mine else ""
    yours = f" You are {which} from {mine.least} to {mine.end}." if mine else ""
    return cut(f"{title}: {learners} by {UNITS[by][1]}. {told}.{yours}", MOST_ALT)


def draw(bars: list[Bar], by: By, title: str) -> bytes:
    """The picture as a PNG, 1,080 pixels wide."""

    def paint(canvas: Canvas) -> None:
        learners = counted(sum(bar.count for bar in bars), "learner")
        canvas.words((40, 58), canvas.cut(title, 46, 640), 46)
        canvas.words((40, 106), f"{learners}, by {UNITS[by][1]}", 30, QUIET)
        slot, tallest = (RIGHT - LEFT) / len(bars), max(bar.count for bar in bars)
        for number, bar in enumerate(bars):
            left, middle = LEFT + slot * number, LEFT + slot * (number + 0.5)
            if bar.count:
                top = FOOT - (FOOT - TOP) * bar.count / tallest
                fill = canvas.striped if bar.is_own else canvas.filled
                fill((left + slot * 0.09, top, left + slot * 0.91, FOOT))
                canvas.words((middle, top - 22), str(bar.count), 30, INK, "mm", halo=3)
                if bar.is_own:
                    canvas.words((middle, top - 56), "you", 30, AMBER, "mm", halo=3)
        canvas.line((LEFT, FOOT), (RIGHT, FOOT), QUIET)
        for number, end in enumerate([bars[0].least, *(bar.end for bar in bars)]):
            canvas.words((LEFT + slot * number, FOOT + 30), str(end), 26, QUIET, "mm")

    return drawn(HEIGHT, paint)
