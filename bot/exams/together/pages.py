"""An exam that is sat together, as its room sees it."""

from __future__ import annotations

from bot.chat import Button, Control, Moment, Text, View, counted, dotted, lines, paragraphs, rich, to
from bot.exams.model import MOST_PASSAGES, Mock
from bot.exams.sitting.putting import Sheet
from bot.exams.together.commands import TogetherCommands
from bot.quiz import cards


class TogetherPages:
    """The question that is open, and what stands there afterwards."""

    def question(self, sheet: Sheet) -> View:
        """The question that is open, and when it closes."""
        closes = rich("closes {}", Moment(sheet.desk.mock.question_ends_at, "countdown"))
        stem = cards.stem(sheet.item.question, sheet.kind, sheet.layout)
        return View(paragraphs(dotted(_head(sheet), closes), stem), controls=_answering(sheet), tone="live")

    def closed(self, sheet: Sheet, answered: int) -> View:
        """The same once it is closed: not a word on what is right."""
        told = dotted(_head(sheet), rich("closed"), rich("{} answered", answered))
        return View(lines(told, sheet.kind.stem(sheet.item.question)))

    def paused(self, mock: Mock) -> View:
        """In place of the question while the exam is paused."""
        return View(rich("**{}** is paused. The question comes back, with the time that it had left.", mock.title))


def kept(sheet: Sheet) -> View:
    """To whoever has answered: what is saved, and how to change it."""
    if sheet.is_long:
        passages = [
            rich("Passage {}: {}", number, counted(len(text.split()), "word"))
            for number, text in enumerate(sheet.given, 1)
        ]
        told: Text = lines(rich("Saved."), *passages)
        controls: tuple[Control, ...] = tuple(
            Button(label, to(TogetherCommands.part, sheet.desk.mock.id, sheet.number, index))
            for index, label in enumerate(_passages(sheet))
        )
        return View(told, controls=controls)
    words = sheet.kind.told(sheet.item.question, sheet.layout, sheet.given)
    return View(rich("Your answer: {} · saved. You can change it until the question closes.", words))


def _passages(sheet: Sheet) -> list[str]:
    labels = [f"Passage {number}" for number in range(1, len(sheet.given) + 1)]
    if len(sheet.given) < MOST_PASSAGES:
        labels.append("Next passage" if sheet.given else "Write")
    return labels


def _head(sheet: Sheet) -> Text:
    marks = () if sheet.is_long else rich("{}", counted(sheet.item.marks, "mark"))
    number = rich("question {} of {}", sheet.number, len(sheet.desk.order))
    return dotted(rich("**{}**", sheet.desk.mock.title), number, marks)


def _answering(sheet: Sheet) -> tuple[Control, ...]:
    here = (sheet.desk.mock.id, sheet.number)
    if sheet.is_long:
        return (Button("Write", to(TogetherCommands.part, *here, 0), "main"),)
    labels = list(sheet.kind.buttons(sheet.item.question, sheet.layout))
    if sheet.kind.how == "write":
        return cards.writing(
            labels, to(TogetherCommands.part, *here, 0), lambda index: to(TogetherCommands.part, *here, index)
        )
    return tuple(Button(label, to(TogetherCommands.answer, *here, index)) for index, label in enumerate(labels))
