"""What questions look like, wherever they are asked."""

from __future__ import annotations

from collections.abc import Container

from bot.bank.model import Item, Question, SingleChoice
from bot.chat import Text, View, lines, paragraphs, prose, rich
from bot.quiz.kinds import LETTERS, Kind, Layout
from bot.responses.model import Given

WIDEST = 8
"""Blocks of the longest bar: fits beside its figure on a phone."""


def stem(question: Question, kind: Kind, layout: Layout) -> Text:
    """The question as it is put."""
    return paragraphs(prose(question.stem), kind.asks(question, layout))


def bars(layout: Layout, counts: tuple[int, ...], right: Container[int]) -> Text:
    """How many chose each option, as bars of blocks with their figures; the `right` ones are ticked."""
    most = max(counts, default=0)
    if not most:
        return ()
    names = layout if layout == ("True", "False") else LETTERS
    return lines(
        *(
            rich("{} {} {}{}", names[index], _blocks(count, most), count, " ✓" if index in right else "")
            for index, count in enumerate(counts)
        )
    )


def _blocks(count: int, most: int) -> str:
    return "▇" * max(1, round(WIDEST * count / most)) if count else "·"


def why_wrong(question: Question, given: Given) -> Text:
    """What the author says of the wrong option that was chosen, if anything."""
    if not isinstance(question, SingleChoice) or not given:
        return ()
    return next((prose(wrong.why) for wrong in question.distractors if wrong.text == given[0] and wrong.why), ())


def sources(cited: tuple[str, ...], item: Item) -> View:
    """What a question or fact rests on."""
    return View(paragraphs(lines(*(prose(f"• {source}") for source in cited)), doubt(item)), title="Says who?")


def doubt(item: Item) -> Text:
    """How sure the item is, where it is not settled."""
    sentences = {"probable": "Most agree on this, though not all.", "contested": "This is disputed."}
    return rich("{}", sentences[item.confidence]) if item.confidence in sentences else ()
