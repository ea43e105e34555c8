"""A learner's memory as a picture that reads well on a phone, and the same in words.

A bar for each topic: what holds is filled, what fades is striped, what was never met is empty, so that nothing hangs on
colour. Drawn with Pillow alone, larger than it is and then made smaller, which is what smooths it: the same figures are
the same bytes. The font that comes with Pillow has no letters beyond ASCII, so that marks on letters are left off.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from bot.chat import Image, cut

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

Row: TypeAlias = tuple[str, int, int, int]
"""A topic with what holds, what fades and what was never met of it."""
WIDTH = 1080
"""Pixels: what a phone shows at its full width."""
SHEET = 720
"""Units that the picture is wide; all sizes below are in them."""
DRAWN = 3
"""Pixels a unit while it is drawn."""
MOST_ROWS = 12
MOST_ALT = 1000
"""Characters of words for who can't see it: what every platform takes."""
LEFT, RIGHT, HEAD, ROW, BAR = 40, 680, 150, 104, 40
STRIPES = 12
"""Units from one stripe to the next."""

INK, QUIET, PAPER = "#1b2330", "#5b6675", "#ffffff"
BLUE, AMBER = "#2f6db5", "#c8570c"
"""Told apart by everybody, whatever their eyes make of red and green; and filled and striped besides."""
LIKE = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})


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
    from PIL import Image as Pictures  # noqa: PLC0415 - a twentieth of a second that a start should not take
    from PIL import ImageDraw  # noqa: PLC0415 - likewise

    height = HEAD + ROW * len(rows) + 20
    sheet = Pictures.new("RGB", (SHEET * DRAWN, height * DRAWN), PAPER)
    canvas = _Canvas(ImageDraw.Draw(sheet))
    canvas.words((LEFT, 48), "What holds, what fades", 42)
    _legend(canvas)
    most = max((holds + fades + unmet for _, holds, fades, unmet in rows), default=1)
    for number, row in enumerate(rows):
        _row(canvas, row, HEAD + ROW * number, most)
    out = io.BytesIO()
    small = sheet.resize((WIDTH, height * WIDTH // SHEET), Pictures.Resampling.LANCZOS)
    small.quantize(64, dither=Pictures.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _legend(canvas: _Canvas) -> None:
    x = float(LEFT)
    for label, fill in (("hold", canvas.filled), ("fade", canvas.striped), ("not met", canvas.empty)):
        fill(x, 92, x + 40, 118)
        canvas.words((x + 52, 105), label, 28, QUIET)
        x += 52 + canvas.width(label, 28) + 36


def _row(canvas: _Canvas, row: Row, top: float, most: int) -> None:
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
            fill(left, top + 48, right, top + 48 + BAR)
            left = right


class _Canvas:
    """Draws in units of the sheet."""

    def __init__(self, draw: ImageDraw) -> None:
        self._draw = draw
        self._fonts: dict[int, FreeTypeFont | ImageFont] = {}

    def words(self, at: tuple[float, float], text: str, size: int, colour: str = INK, anchor: str = "lm") -> None:
        """Write; the anchor is Pillow's: left or right, then middle."""
        self._draw.text((at[0] * DRAWN, at[1] * DRAWN), _known(text), colour, self._font(size), anchor)

    def width(self, text: str, size: int) -> float:
        """How wide it would be."""
        return self._draw.textlength(_known(text), self._font(size)) / DRAWN

    def cut(self, text: str, size: int, room: float) -> str:
        """As much of a text as there is room for."""
        words = _known(text)
        if self.width(words, size) <= room:
            return words
        while words and self.width(f"{words}...", size) > room:
            words = words[:-1].rstrip()
        return f"{words}..."

    def _font(self, size: int) -> FreeTypeFont | ImageFont:
        from PIL.ImageFont import load_default  # noqa: PLC0415 - as above

        if size not in self._fonts:
            self._fonts[size] = load_default(size * DRAWN)
        return self._fonts[size]

    def filled(self, left: float, top: float, right: float, foot: float) -> None:
        """A box that is full."""
        self._box(left, top, right, foot, BLUE, BLUE)

    def empty(self, left: float, top: float, right: float, foot: float) -> None:
        """A box that is empty."""
        self._box(left, top, right, foot, PAPER, QUIET)

    def striped(self, left: float, top: float, right: float, foot: float) -> None:
        """A box of slanting stripes."""
        self._box(left, top, right, foot, PAPER, AMBER)
        # The ends of a line are as wide as it is: within the rim they don't stick out.
        left, top, right, foot = left + 3, top + 3, right - 3, foot - 3
        tall = foot - top
        for step in range(int((right - left + tall) // STRIPES) + 1):
            # A stripe rises from the foot to the right; what is beyond the box is cut off on both sides.
            start = left - tall + step * STRIPES
            begin, end = max(start, left), min(start + tall, right)
            if end > begin:
                points = ((begin, foot - (begin - start)), (end, foot - (end - start)))
                self._draw.line([(x * DRAWN, y * DRAWN) for x, y in points], AMBER, 4 * DRAWN)

    def _box(self, left: float, top: float, right: float, foot: float, fill: str, rim: str) -> None:
        there = [part * DRAWN for part in (left, top, max(right, left + 2), foot)]
        self._draw.rectangle(there, fill, rim, 2 * DRAWN)


def _known(text: str) -> str:
    """The text in the letters that there are."""
    apart = unicodedata.normalize("NFKD", text.translate(LIKE))
    return " ".join(apart.encode("ascii", "ignore").decode().split())
