"""Draws the README's picture from a round that is really played.

    uv run python deploy/draw.py

Five people play one question in the terminal; what appears on the screen becomes `pictures/round.svg`. Nothing in the
picture is typed in by hand but what the people say.
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from rich.console import Console
from rich.text import Text

from adapters.terminal.folding import folded
from adapters.terminal.screen import Shown
from adapters.terminal.session import Session
from adapters.terminal.transcript import transcript
from bot.clock import SECOND, SteppedClock
from bot.main import App, Settings

PICTURES = Path(__file__).parent / "pictures"
WIDTH = 72
"""Characters: what a README shows at a size that can be read."""
SEED = 4
"""A seed whose round begins with a question that makes a good picture."""
SCRIPT = (
    "@maya /leaderboard names:show",
    "@tom /leaderboard names:show",
    "@teacher /quiz round topic:oppositions questions:1 seconds:25",
    "@maya B",
    "@tom A",
    "@tom B",
    "@ana C",
    "@teacher wait 25s",
    "@teacher wait 8s",
)
QUIET = 2
"""Lines at the beginning that only prepare the scene."""
LOOKS = {
    "bold": "bold #f2f2f2",
    "italic": "italic",
    "title": "bold #7fd4ff",
    "label": "#8a93a6",
    "dim": "#8a93a6",
    "button": "#7fd4ff",
    "main": "bold #8be28b",
    "danger": "bold #ff8a80",
}
ALT = "A live round in the terminal: a question, private answers, the reveal and the podium"
SVG = """<svg viewBox="0 22 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="ALT">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
<rect fill="#1b1f2a" x="0" y="0" width="{width}" height="{height}" rx="10"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
""".replace("ALT", ALT)


async def played() -> list[Text]:
    """The lines of a round, as the screen shows them."""
    said: list[Text] = []
    with tempfile.TemporaryDirectory() as folder:
        clock = SteppedClock(round(datetime(2026, 11, 30, 9, tzinfo=UTC).timestamp()) * SECOND)
        settings = Settings(f"sqlite:///{folder}/draw.db", clock=clock, random=Random(SEED))
        app = await App.open(settings)

        def show(shown: Shown) -> None:
            if shown.kind == "edit":
                return  # what changes in place on a screen would stand twice on paper
            lines = [part for line in transcript(shown, clock.now()) for part in folded(line, WIDTH - 2)]
            said.extend(Text.assemble(*((text, LOOKS.get(look, "#d7dae0")) for text, look in line)) for line in lines)

        session = Session(app, show)
        for number, typed in enumerate(SCRIPT):
            if number == QUIET:
                said.clear()
            if "wait" not in typed:
                name, _, words = typed[1:].partition(" ")
                said.append(Text())
                said.append(Text.assemble((f"{name} › ", "bold #ffd479"), (words, "#f2f2f2")))
            await session.line(typed)
        await app.close()
    return said


def main() -> None:
    """Play, and draw."""
    console = Console(record=True, width=WIDTH, file=open("/dev/null", "w"), force_terminal=True)  # noqa: PTH123, SIM115
    for line in asyncio.run(played()):
        console.print(line)
    PICTURES.mkdir(exist_ok=True)
    console.save_svg(str(PICTURES / "round.svg"), title="swot try", code_format=SVG)
    print(f"{PICTURES / 'round.svg'} is drawn")


if __name__ == "__main__":
    main()
