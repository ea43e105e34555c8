"""What all pictures are drawn with: plain shapes and words on a sheet that reads well on a phone.

Drawn with Pillow alone: the same shapes are the same bytes. A sheet is drawn larger than it is and then made smaller,
which is what smooths its edges. A chat shows it hardly three hundred points wide, so letters are large. The font that
comes with Pillow has no letters beyond ASCII, so that marks on letters are left off, and others left out.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

WIDTH = 1080
"""Pixels: what a phone shows at its full width."""
SHEET = 720
"""Units that a picture is wide; all sizes are in them."""
DRAWN = 3
"""Pixels a unit while it is drawn."""
MOST_ALT = 1000
"""Characters of words for who can't see it: what every platform takes."""
STRIPES = 12
"""Units from one stripe to the next."""

INK, QUIET, FAINT, PAPER = "#1b2330", "#5b6675", "#dfe3e8", "#ffffff"
BLUE, AMBER = "#2f6db5", "#c8570c"
"""Told apart by everybody, whatever their eyes make of red and green."""
LIKE = str.maketrans({"–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, foot."""


def drawn(height: int, paint: Callable[[Canvas], None]) -> bytes:
    """A sheet of so many units that `paint` has drawn on, as a PNG 1,080 pixels wide."""
    from PIL import Image as Pictures  # noqa: PLC0415 - a twentieth of a second that a start should not take
    from PIL import ImageDraw  # noqa: PLC0415 - likewise

    sheet = Pictures.new("RGB", (SHEET * DRAWN, height * DRAWN), PAPER)
    paint(Canvas(ImageDraw.Draw(sheet)))
    out = io.BytesIO()
    small = sheet.resize((WIDTH, height * WIDTH // SHEET), Pictures.Resampling.LANCZOS)
    small.quantize(64, dither=Pictures.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


class Canvas:
    """Draws in units of the sheet."""

    def __init__(self, draw: ImageDraw) -> None:
        self._draw = draw
        self._fonts: dict[int, FreeTypeFont | ImageFont] = {}

    # Words

    def words(self, at: Point, text: str, size: int, colour: str = INK, anchor: str = "lm", halo: int = 0) -> None:
        """Write; the anchor is Pillow's: left, middle or right, then ascender, middle or baseline."""
        there = (at[0] * DRAWN, at[1] * DRAWN)
        self._draw.text(
            there, _known(text), colour, self._font(size), anchor, stroke_width=halo * DRAWN, stroke_fill=PAPER
        )

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

    # Shapes

    def box(self, box: Box, colour: str, radius: float = 0) -> None:
        """Fill a box, its upper corners rounded."""
        there = [part * DRAWN for part in box]
        self._draw.rounded_rectangle(there, radius * DRAWN, colour, corners=(True, True, False, False))

    def filled(self, box: Box) -> None:
        """A box that is full."""
        self._rimmed(box, BLUE, BLUE)

    def empty(self, box: Box) -> None:
        """A box that is empty."""
        self._rimmed(box, PAPER, QUIET)

    def striped(self, box: Box) -> None:
        """A box of slanting stripes."""
        self._rimmed(box, PAPER, AMBER)
        # The ends of a line are as wide as it is: within the rim they don't stick out.
        left, top, right, foot = box[0] + 3, box[1] + 3, box[2] - 3, box[3] - 3
        tall = foot - top
        for step in range(int((right - left + tall) // STRIPES) + 1):
            # A stripe rises from the foot to the right; what is beyond the box is cut off on both sides.
            start = left - tall + step * STRIPES
            begin, end = max(start, left), min(start + tall, right)
            if end > begin:
                self.line((begin, foot - (begin - start)), (end, foot - (end - start)), AMBER, 4)

    def _rimmed(self, box: Box, fill: str, rim: str) -> None:
        left, top, right, foot = box
        there = [part * DRAWN for part in (left, top, max(right, left + 2), max(foot, top))]
        self._draw.rectangle(there, fill, rim, 2 * DRAWN)

    def line(self, start: Point, end: Point, colour: str, width: float = 2) -> None:
        """Draw a line."""
        self._draw.line([(x * DRAWN, y * DRAWN) for x, y in (start, end)], colour, round(width * DRAWN))

    def dashes(self, x: float, top: float, foot: float, colour: str) -> None:
        """Draw an upright line of dashes."""
        for y in range(round(top), round(foot), 14):
            self.line((x, y), (x, min(y + 8, foot)), colour, 2.5)

    def dot(self, at: Point, radius: float, colour: str) -> None:
        """Fill a circle with a white rim."""
        for reach, shade in ((radius + 2, PAPER), (radius, colour)):
            self._draw.ellipse(
                [part * DRAWN for part in (at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach)], shade
            )


def _known(text: str) -> str:
    """The text in the letters that there are."""
    apart = unicodedata.normalize("NFKD", text.translate(LIKE))
    return " ".join(apart.encode("ascii", "ignore").decode().split())
