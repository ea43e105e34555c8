"""A learner's memory as a picture that reads well on a phone, and the same in words.

A bar for each topic: what holds is filled, what fades is striped, what was never met is empty, so that nothing hangs on
colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from bot.chat import Image, cut
from bot.drawing import MOST_ALT, QUIET, Canvas, drawn

Row: TypeAlias = tuple[str, int, int, int]
"""A topic with what holds, what fades and what was never met of it."""
MOST_ROWS = 12
LEFT, RIGHT, HEAD, ROW, BAR = 40, 680, 150, 104, 40


def image_of(rows: Sequence[Row]) -> Image:
    """The picture with its words."""
    shown = shown_of(rows)
    return Image("progress", draw(shown), words_of(shown))


def shown_of(rows: Sequence[Row]) -> list[Row]:
    """The topics that are drawn: where there are too many, the last stand together."""
    if len(rows) <= MOST_ROWS:
        return list(rows)
    rest = rows[MOST_ROWS - 1 :]
    holds, fades, unmet = (sum(counts) for counts in zip(*((row[1], row[2], row[3]) for row in rest), strict=True))
    return [*rows[: MOST_ROWS - 1], (f"{len(rest)} more topics", holds, fades, unmet)]


def words_of(rows: Sequence[Row]) -> str:
    """What the picture shows, in words; no longer than platforms take."""
    told = (f"{name}: {holds} hold, {fades} fade, {unmet} not met" for name, holds, fades, unmet in rows)
    return cut(f"Your memory by topic. {'; '.join(told)}.", MOST_ALT)


def draw(rows: Sequence[Row]) -> bytes:
    """The picture as a PNG, 1,080 pixels wide."""

    def paint(canvas: Canvas) -> None:
        canvas.words((LEFT, 48), "What holds, what fades", 42)
        _legend(canvas)
        most = max((holds + fades + unmet for _, holds, fades, unmet in rows), default=1)
        for number, row in enumerate(rows):
            _row(canvas, row, HEAD + ROW * number, most)

    return drawn(HEAD + ROW * len(rows) + 20, paint)


def _legend(canvas: Canvas) -> None:
    x = float(LEFT)
    for label, fill in (("hold", canvas.filled), ("fade", canvas.striped), ("not met", canvas.empty)):
        fill((x, 92, x + 40, 118))
        canvas.words((x + 52, 105), label, 28, QUIET)
        x += 52 + canvas.width(label, 28) + 36


def _row(canvas: Canvas, row: Row, top: float, most: int) -> None:
    """A topic's name with its figures, and its bar below: as long as it has questions, beside the others."""
    name, *counts = row
    told = " / ".join(map(str, counts))
    canvas.words((RIGHT, top + 24), told, 28, QUIET, "rm")
    room = RIGHT - LEFT - canvas.width(told, 28) - 24
    canvas.words((LEFT, top + 24), canvas.cut(name, 30, room), 30)
    left = float(LEFT)
    for count, fill in zip(counts, (canvas.filled, canvas.striped, canvas.empty), strict=True):
        if count:
            right = left + (RIGHT - LEFT) * count / most
            fill((left, top + 48, right, top + 48 + BAR))
            left = right
