"""Draws the README's second picture: the report of a mock exam that a made-up class of 24 has sat.

    uv run python deploy/draw_report.py

Chance decides who has what right, from the same seed each time; everything else is what a teacher is shown.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp
from pathlib import Path
from random import Random

from bot.bank.service import Bank, read_pack
from bot.exams.model import Boundaries, Mock, Sitting
from bot.exams.paper import frozen
from bot.exams.results.model import Gathered, Sat
from bot.exams.results.picture import chart_of, draw, words_of

HERE = Path(__file__).parent
PACK = HERE.parent / "content" / "stalins-russia"
PAPER = "stalins-russia/recall-1"
LEARNERS = 24
SEED = 11
"""A seed whose class makes a good picture."""
GRADES: Boundaries = (("A*", 900_000), ("A", 800_000), ("B", 700_000), ("C", 600_000), ("D", 500_000), ("E", 400_000))
MOCK = Mock(
    id="made-up",
    class_id="",
    room="",
    way="own",
    title="Recall 1",
    minutes=30,
    opens_at=0,
    closes_at=0,
    grace=0,
    everyone=True,
    state="ended",
    boundaries=GRADES,
    set_by="",
    set_at=0,
)
SITTING = Sitting(
    id="",
    mock_id=MOCK.id,
    person="",
    seed="",
    began_at=0,
    ends_at=0,
    state="handed in",
    how="self",
)


def made_up() -> Gathered:
    """A class that has sat a paper of the pack that comes with Swot: some know more, some questions are harder."""
    bank, random = Bank([read_pack(PACK)]), Random(SEED)
    paper = bank.lessons.paper(PAPER)
    sections = [
        (one.title, one.instructions or "", [f"stalins-russia/{id}" for id in one.questions]) for one in paper.sections
    ]
    sat = frozen(bank, paper.title, paper.minutes, sections)
    hard = [random.gauss(-0.9, 1.2) for _ in sat.items]
    known = [random.gauss(0, 1) for _ in range(LEARNERS)]
    everyone = tuple(
        Sat(
            replace(SITTING, id=str(number)),
            str(number),
            tuple(
                item.most if random.random() < 1 / (1 + exp(1.6 * (hardness - able))) else 0
                for item, hardness in zip(sat.items, hard, strict=True)
            ),
        )
        for number, able in enumerate(known)
    )
    return Gathered(MOCK, sat, everyone, {})


def main() -> None:
    """Make up a class, and draw its report."""
    chart = chart_of(made_up())
    (HERE / "pictures" / "report.png").write_bytes(draw(chart))
    print(f"{HERE / 'pictures' / 'report.png'} is drawn: {words_of(chart)}")


if __name__ == "__main__":
    main()
