"""A sitting on the learner's desk."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import Button, Control, Moment, Text, View, counted, dotted, lines, paragraphs, prose, rich, to
from bot.clock import MINUTE
from bot.desks.commands import other_desk, perhaps_closed, place
from bot.desks.service import Way
from bot.exams.invigilation import Answers
from bot.exams.model import MOST_PASSAGES, Mock, Sitting
from bot.exams.paper import ExamPaper
from bot.exams.sitting.commands import SittingCommands
from bot.exams.sitting.putting import Desk, Sheet
from bot.quiz import cards

A_PAGE = 20
"""Questions of one page of the contents: with what else can be pressed, all that the narrowest platform shows."""
MOST_NAMED = 12
"""Questions that are named where some are not answered."""
HOW = {
    "self": "handed in at {}",
    "time": "your time was up at {}, and all that you had saved is handed in",
    "ended": "your teacher ended the exam at {}, and all that you had saved is handed in",
}


class SittingPages:
    """Contents, questions, and what stands there when nothing can be done."""

    def contents(self, desk: Desk, first: int = 1) -> View:
        """All questions by number, which are answered and flagged, and the time that is left."""
        numbers = range(first, min(first + A_PAGE, len(desk.order) + 1))
        controls: list[Control] = [
            Button(_label(desk.sheet(number)), to(SittingCommands.open, desk.sitting.id, number)) for number in numbers
        ]
        if len(desk.order) > A_PAGE:
            following = numbers.stop if numbers.stop <= len(desk.order) else 1
            controls.append(Button("More questions", to(SittingCommands.contents, desk.sitting.id, following)))
        if desk.sitting.may_rest:
            controls.append(Button("Rest break", to(SittingCommands.rest, desk.sitting.id)))
        controls.append(Button("Hand in", to(SittingCommands.ask, desk.sitting.id), "main"))
        size = rich("{}, {}", counted(len(desk.order), "question"), counted(desk.paper.marks, "mark"))
        answered = len(desk.order) - len(desk.unanswered)
        told = lines(
            dotted(rich("**{}**", desk.mock.title), size, _ends(desk)),
            rich("{} of {} answered. Every answer is saved as you give it.", answered, len(desk.order)),
        )
        return View(paragraphs(told, _sections(desk, numbers)), controls=tuple(controls), tone="live")

    def question(self, sheet: Sheet, *, late: bool = False) -> View:
        """One question, and what was answered."""
        desk, question = sheet.desk, sheet.item.question
        head = dotted(
            rich("**{} of {}**", sheet.number, len(desk.order)),
            () if sheet.is_long else rich("{}", counted(sheet.item.marks, "mark")),
            _left(desk),
            rich("⚑ flagged") if sheet.is_flagged else (),
        )
        after = rich("Saved, and late: your teacher sees that it came after your time.") if late else ()
        stem = cards.stem(question, sheet.kind, sheet.layout)
        controls = (*_answering(sheet), *_turning(sheet))
        return View(paragraphs(head, stem, _given(sheet), after), controls=controls, tone="live")

    def asked_to_hand_in(self, desk: Desk) -> View:
        """What is not answered or flagged, before it is handed in."""
        flagged = desk.numbers(desk.sitting.flags)
        told = lines(
            dotted(rich("**Hand in {}?**", desk.mock.title), _left(desk)),
            _named("Not answered", desk.unanswered),
            _named("Flagged", flagged),
            rich("Once it is handed in, nothing can be changed."),
        )
        controls = (
            Button("Hand in now", to(SittingCommands.hand_in, desk.sitting.id), "main"),
            Button("Back", to(SittingCommands.open, desk.sitting.id, 0)),
        )
        return View(told, controls=controls, tone="careful")

    def resting(self, desk: Desk) -> View:
        """That the clock stands still; no question is shown meanwhile."""
        left = max(1, round(desk.sitting.left(desk.at) / MINUTE))
        still = rich("Your clock stands still, with {} left.", counted(left, "minute"))
        if desk.sitting.resting:
            told = lines(rich("**{}** · you are having a rest break.", desk.mock.title), still)
        else:
            told = lines(rich("**{}** is paused by your teacher.", desk.mock.title), still)
        return View(told, controls=(Button("Go on", to(SittingCommands.go_on, desk.sitting.id), "main"),))

    def handed_in(self, desk: Desk) -> View:
        """That nothing more is taken."""
        return self.done(desk.mock, desk.paper, desk.sitting, desk.answers)

    def done(self, mock: Mock, paper: ExamPaper, sitting: Sitting, answers: Answers) -> View:
        """The same, as whoever hands it in for somebody says it."""
        how = rich(HOW[sitting.how or "self"], Moment(sitting.handed_at, "clock"))
        told = rich("{} of {} answered. Results come when your teacher releases them.", len(answers), len(paper.items))
        return View(lines(dotted(rich("**{}**", mock.title), how), told))

    def moved(self, desk: Desk) -> View:
        """In place of a message that a newer one has taken over from."""
        return View(rich("**{}** goes on further down.", desk.mock.title))

    def begun(self, desk: Desk, way: Way, *, before: bool) -> View:
        """That it is on the learner's desk; where that is closed to Swot, it can be opened here."""
        what = "goes on" if before else "has begun"
        told = lines(
            dotted(rich("**{}** {} in {}", desk.mock.title, what, place(way)), _ends(desk)),
            perhaps_closed(way),
            rich("You can open it here instead. /mock resume brings it back."),
        )
        here = Button("Open it here", to(SittingCommands.open, desk.sitting.id, 0))
        return View(told, controls=(here, *other_desk(way)))


def _ends(desk: Desk) -> Text:
    return rich("your time ends {}", Moment(desk.sitting.ends_at, "clock"))


def _left(desk: Desk) -> Text:
    return rich("your time ends {}", Moment(desk.sitting.ends_at, "countdown"))


def _label(sheet: Sheet) -> str:
    return f"{sheet.number}{' ✓' if sheet.is_answered else ''}{' ⚑' if sheet.is_flagged else ''}"


def _sections(desk: Desk, numbers: range) -> Text:
    """The parts of the paper that these numbers are in, with the numbers of each; nothing where there is one alone."""
    if len(desk.paper.parts) == 1:
        return prose(desk.paper.parts[0].instructions)
    told, first = [], 1
    for part in desk.paper.parts:
        last = first + len(part.items) - 1
        span = str(first) if first == last else f"{first}–{last}"
        if first < numbers.stop and last >= numbers.start:
            told.append(lines(rich("**{}** ({})", part.title, span), prose(part.instructions)))
        first = last + 1
    return paragraphs(*told)


def _given(sheet: Sheet) -> Text:
    """What was answered, and how to change it."""
    if sheet.is_long:
        written = [
            rich("Passage {}: {}", number, counted(len(passage.split()), "word"))
            for number, passage in enumerate(sheet.given, 1)
        ]
        return lines(*written) or rich(
            "Write it in passages of up to 3,000 characters; each is saved when you send it."
        )
    if not sheet.given:
        return ()
    told = sheet.kind.told(sheet.item.question, sheet.layout, sheet.given)
    return rich("Your answer: {} · saved, and you can change it.", told)


def _answering(sheet: Sheet) -> Sequence[Control]:
    here = (sheet.desk.sitting.id, sheet.number)
    if sheet.is_long:
        more = len(sheet.given) < MOST_PASSAGES
        count = len(sheet.given) + (1 if more else 0)
        labels = [
            f"Passage {index + 1}" if index < len(sheet.given) else ("Next passage" if index else "Write")
            for index in range(count)
        ]
        return [
            Button(label, to(SittingCommands.part, *here, index), "main" if index == len(sheet.given) else "normal")
            for index, label in enumerate(labels)
        ]
    labels = list(sheet.kind.buttons(sheet.item.question, sheet.layout))
    if sheet.kind.how == "write":
        return cards.writing(
            labels, to(SittingCommands.part, *here, 0), lambda index: to(SittingCommands.part, *here, index)
        )
    return [Button(label, to(SittingCommands.answer, *here, index)) for index, label in enumerate(labels)]


def _turning(sheet: Sheet) -> Sequence[Control]:
    id, number = sheet.desk.sitting.id, sheet.number
    controls: list[Control] = []
    if number > 1:
        controls.append(Button("Previous", to(SittingCommands.open, id, number - 1)))
    if number < len(sheet.desk.order):
        controls.append(Button("Next", to(SittingCommands.open, id, number + 1)))
    controls.append(Button("Unflag" if sheet.is_flagged else "Flag", to(SittingCommands.flag, id, number)))
    controls.append(Button("Contents", to(SittingCommands.open, id, 0)))
    return controls


def _named(what: str, numbers: Sequence[int]) -> Text:
    if not numbers:
        return ()
    more = len(numbers) - MOST_NAMED
    named = ", ".join(str(number) for number in numbers[:MOST_NAMED])
    return rich("{}: {}{}", what, named, f" and {more} more" if more > 0 else "")
