"""What questions look like, wherever they are asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.bank.model import Item, Question
from bot.chat import Action, Button, Text, View, lines, paragraphs, plain, prose, rich
from bot.quiz.kinds import Kind, Layout

WIDEST = 8
"""Blocks of the longest bar: fits beside its figure on a phone."""


def stem(question: Question, kind: Kind, layout: Layout) -> Text:
    """The question as it is put."""
    return paragraphs(kind.stem(question), kind.asks(question, layout))


def writing(labels: Sequence[str], whole: Action, part: Callable[[int], Action]) -> tuple[Button, ...]:
    """The buttons that open a form: the one for the `whole` answer, or one for each `part` of it."""
    if len(labels) == 1:
        return (Button(labels[0], whole, "main"),)
    return tuple(Button(label, part(index)) for index, label in enumerate(labels))


def bars(question: Question, kind: Kind, layout: Layout, counts: tuple[int, ...]) -> Text:
    """How many chose each option, as bars of blocks with their figures; the right ones are ticked."""
    most = max(counts, default=0)
    if not most:
        return ()
    names = [plain(kind.told(question, layout, (option,))) for option in layout]
    right = kind.right(question, layout)
    return lines(
        *(
            rich("{} {} {}{}", names[index], _blocks(count, most), count, " ✓" if index in right else "")
            for index, count in enumerate(counts)
        )
    )


def _blocks(count: int, most: int) -> str:
    return "▇" * max(1, round(WIDEST * count / most)) if count else "·"


def sources(cited: tuple[str, ...], item: Item) -> View:
    """What a question or fact rests on."""
    return View(paragraphs(listed(cited), doubt(item)), title="Says who?")


def says_who(cited: tuple[str, ...]) -> Text:
    """The same within a message: what a card or an entry rests on."""
    return lines(rich("*Says who?*"), listed(cited))


def listed(cited: tuple[str, ...]) -> Text:
    """Works and documents, a line each."""
    return lines(*(prose(f"• {source}") for source in cited))


def doubt(item: Item) -> Text:
    """How sure the item is, where it is not settled."""
    sentences = {"probable": "Most agree on this, though not all.", "contested": "This is disputed."}
    return rich("{}", sentences[item.confidence]) if item.confidence in sentences else ()
