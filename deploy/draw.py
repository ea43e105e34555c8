"""Draws the README's pictures of the terminal from what is really played.

    uv run python deploy/draw.py

A round of five people becomes `pictures/round.svg`, a fact and what it leads to `pictures/fact.svg`. Nothing in the
pictures is typed in by hand but what the people say.
"""

from __future__ import annotations

import asyncio
import io
import tempfile
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Scene:
    """What is played, and what is seen of it."""

    name: str
    alt: str
    script: tuple[str, ...]
    quiet: int
    """Lines at the beginning that only prepare the scene."""
    seed: int
    """One with which chance makes a good picture."""


SCENES = (
    Scene(
        "round",
        "A live round in the terminal: a question, private answers, the reveal and the podium",
        (
            "@maya /leaderboard names:show",
            "@tom /leaderboard names:show",
            "@teacher /quiz round topic:oppositions questions:1 seconds:25",
            "@maya D",
            "@tom A",
            "@tom D",
            "@ana C",
            "@teacher wait 25s",
            "@teacher wait 8s",
        ),
        quiet=2,
        seed=4,
    ),
    Scene(
        "fact",
        "A fact in the terminal: what the class reads, who says so, and a question that tests it, for oneself alone",
        ("@teacher /fact now", "@maya Says who?", "@maya Test me", "@maya D"),
        quiet=0,
        seed=3,
    ),
)
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
"""


async def played(scene: Scene) -> list[Text]:
    """The lines of a scene, as the screen shows them."""
    said: list[Text] = []
    with tempfile.TemporaryDirectory() as folder:
        clock = SteppedClock(round(datetime(2026, 11, 30, 9, tzinfo=UTC).timestamp()) * SECOND)
        settings = Settings(f"sqlite:///{folder}/draw.db", clock=clock, random=Random(scene.seed))
        app = await App.open(settings)

        def show(shown: Shown) -> None:
            if shown.kind == "edit":
                return  # what changes in place on a screen would stand twice on paper
            lines = [part for line in transcript(shown, clock.now()) for part in folded(line, WIDTH - 2)]
            said.extend(Text.assemble(*((text, LOOKS.get(look, "#d7dae0")) for text, look in line)) for line in lines)

        session = Session(app, show)
        for number, typed in enumerate(scene.script):
            if number == scene.quiet:
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
    PICTURES.mkdir(exist_ok=True)
    for scene in SCENES:
        console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
        for line in asyncio.run(played(scene)):
            console.print(line)
        file = PICTURES / f"{scene.name}.svg"
        console.save_svg(str(file), title="swot try", code_format=SVG.replace("ALT", scene.alt))
        print(f"{file} is drawn")


if __name__ == "__main__":
    main()
