"""`/mock mark`: scripts before a marker, one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.bank import tasks
from bot.chat import (
    About,
    Answer,
    Between,
    Button,
    Control,
    Entry,
    Event,
    Form,
    Invalid,
    Invoke,
    Level,
    Option,
    PersonKey,
    Press,
    Reply,
    Select,
    Submit,
    Suggest,
    Suggested,
    Text,
    View,
    command,
    counted,
    cut,
    lines,
    paragraphs,
    plain,
    pressed,
    prose,
    rich,
    submitted,
    to,
)
from bot.desks.commands import closed, other_desk
from bot.errors import UserError
from bot.exams.marking import model
from bot.exams.marking.correcting import Correcting
from bot.exams.marking.correcting_commands import CorrectingCommands, sheet_of
from bot.exams.marking.desk import MarkingDesk, Opened, Pages, Shown
from bot.exams.marking.model import Tally
from bot.exams.marking.queue import Taken
from bot.quiz.kinds.composing import composed
from bot.responses.model import points

ExamName = Annotated[str, About("which exam; left out: the newest that has ended"), Suggested("exams")]
QuestionNumber = Annotated[int, Between(1, 200), About("which question of the paper; left out: the first that waits")]
LearnerName = Annotated[PersonKey, About("for teachers: whose marks are to be changed")]
LONGEST_COMMENT = 500
"""Characters of what is said about a script."""
ALL_BUTTONS = 20
"""Marks of a level that have a button each; where there are more, the mark is written."""
SAMPLES = (
    (0, "None"),
    (10, "Every 10th script"),
    (5, "Every 5th script"),
    (3, "Every 3rd script"),
    (1, "Every script"),
)
"""What can be marked twice."""
ELSEWHERE = "What is left is before somebody else, or for a second marker."
MOST_LABEL = 75


class MarkingCommands:
    """Whoever marks marks what people mark."""

    def __init__(self, desk: MarkingDesk, correcting: Correcting, pages: Pages) -> None:
        self._desk = desk
        self._correcting = correcting
        self._pages = pages

    @command("mock mark", answers="note", level=Level.MARKER)
    async def mark(
        self,
        event: Invoke,
        exam: ExamName = "",
        question: QuestionNumber = 0,
        learner: LearnerName = "",
    ) -> Reply:
        """Mark an exam: a script at a time, nobody's name on it. For teachers, change a mark."""
        if learner:
            return Reply(sheet_of(await self._correcting.sheet(event, exam, learner)))
        return await self._opened(event, exam, question)

    async def exams(self, event: Suggest) -> tuple[Option, ...]:
        """The exams of the class, the newest first."""
        typed = event.typed.strip().casefold()
        found = await self._desk.exams(event)
        return tuple(Option(cut(mock.title, MOST_LABEL), mock.id) for mock in found if typed in mock.title.casefold())

    @pressed("script.queue", answers="edit", level=Level.MARKER, about="mock")
    async def queue(self, event: Press, mock: str) -> Reply:
        """Another question is marked."""
        chosen = event.values[0] if event.values else ""
        if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 4):  # noqa: PLR2004 - no paper is so long
            raise UserError("Choose a question of the list.")
        opened = await self._opened(event, mock, int(chosen))
        return Reply(opened.view, "edit")

    @pressed("script.next", answers="edit", level=Level.MARKER, about="mock")
    async def next(self, event: Press, mock: str, position: int) -> Reply:
        """On to the next script."""
        return await self._onward(event, mock, position)

    @pressed("script.read", answers="edit", level=Level.MARKER, about="mock")
    async def read(self, event: Press, mock: str, position: int, place: str, page: int) -> Reply:
        """A page of a script."""
        try:
            shown = await self._desk.look(event, mock, position, place)
        except Taken as taken:
            return await self._onward(event, mock, position, str(taken))
        return Reply(self._pages.script(shown, page), "edit")

    @pressed("script.source", answers="edit", level=Level.MARKER, about="mock")
    async def source(self, event: Press, mock: str, position: int, place: str, page: int) -> Reply:
        """What the question is about."""
        try:
            shown = await self._desk.look(event, mock, position, place)
        except Taken as taken:
            return await self._onward(event, mock, position, str(taken))
        return Reply(self._pages.source(shown, page), "edit")

    @pressed("script.back", answers="edit", level=Level.MARKER, about="mock")
    async def back(self, event: Press, mock: str, position: int) -> Reply:
        """Back to the script that was marked last."""
        try:
            shown = await self._desk.last(event, mock, position)
        except Taken as taken:
            return await self._onward(event, mock, position, str(taken))
        return Reply(self._pages.script(shown), "edit")

    @pressed("script.level", answers="edit", level=Level.MARKER, about="mock")
    async def level(self, event: Press, mock: str, position: int, place: str, level: int) -> Reply:
        """A level is found; which mark in it?"""
        try:
            shown = await self._desk.look(event, mock, position, place)
        except Taken as taken:
            return await self._onward(event, mock, position, str(taken))
        return Reply(_level(shown, level), "edit")

    @pressed("script.give", answers="edit", level=Level.MARKER, about="mock")
    async def give(self, event: Press, mock: str, position: int, place: str, level: int, mark: int) -> Answer:
        """A script has its mark."""
        try:
            return await self._desk.give(event, (mock, position, place), level, mark, _marked)
        except Taken as taken:
            return await self._onward(event, mock, position, str(taken))

    @pressed("script.write", answers="form", level=Level.MARKER, about="mock")
    async def write(self, event: Press, mock: str, position: int, place: str, level: int) -> Form:
        """A level has many marks: one is to be written."""
        shown = await self._desk.look(event, mock, position, place)
        band = _band(shown, level)
        about = f"a whole mark from {band.marks[0]} to {band.marks[1]}"
        entry = Entry("mark", "Mark", about=about, most=3, kind="whole")
        return Form("The mark", to(MarkingCommands.wrote, mock, position, place, level), (entry,), "Give it")

    @submitted("script.write", answers="edit", level=Level.MARKER, about="mock")
    async def wrote(self, event: Submit, mock: str, position: int, place: str, level: int) -> Answer:
        """And is written."""
        written = event.fields.get("mark", "").strip()
        if not (written.isascii() and written.isdecimal()):
            return Invalid({"mark": "Write a whole mark."}, to(MarkingCommands.write, mock, position, place, level))
        try:
            return await self._desk.give(event, (mock, position, place), level, int(written), _marked)
        except Taken as taken:
            return await self._onward(event, mock, position, str(taken))
        except UserError as error:
            return Invalid({"mark": str(error)}, to(MarkingCommands.write, mock, position, place, level))

    @pressed("script.comment", answers="form", level=Level.MARKER, about="mock")
    async def comment(self, event: Press, mock: str, position: int, place: str) -> Form:
        """Something is to be said about a script."""
        shown = await self._desk.look(event, mock, position, place)
        entry = Entry(
            "comment",
            "Comment",
            value=shown.given.comment if shown.given else "",
            about="The learner reads it once results are released.",
            required=False,
            long=True,
            most=LONGEST_COMMENT,
        )
        return Form("Comment", to(MarkingCommands.commented, mock, position, place), (entry,), "Keep it")

    @submitted("script.comment", answers="edit", level=Level.MARKER, about="mock")
    async def commented(self, event: Submit, mock: str, position: int, place: str) -> Answer:
        """And is said."""
        comment = composed(event.fields.get("comment", ""))[:LONGEST_COMMENT]
        try:
            return await self._desk.say(event, (mock, position, place), comment, _marked)
        except Taken as taken:
            return await self._onward(event, mock, position, str(taken))

    async def _opened(self, event: Event, exam: str, question: int) -> Reply:
        """What is on the marker's desk now; where that takes no messages, the script itself."""
        opened = await self._desk.open(event, exam, question)
        if opened.shown and opened.way.is_closed:
            script = self._pages.script(opened.shown, said=plain(closed(opened.way)))
            return Reply(replace(script, controls=(*script.controls, *other_desk(opened.way))))
        return Reply(_note(opened))

    async def _onward(self, event: Press | Submit, mock: str, position: int, said: str = "") -> Reply:
        """The next script, or that none is left, perhaps below a sentence."""
        shown = await self._desk.next(event, mock, position)
        if shown:
            return Reply(self._pages.script(shown, said=said), "edit")
        return Reply(_none_left(mock, position, await self._desk.tallies(event, mock), said), "edit")


def told(tally: Tally) -> Text:
    """How far a question is."""
    more = rich(" · **{} to settle**", tally.to_settle) if tally.to_settle else ()
    return rich("Question {}: {} of {} marked{}", tally.position, tally.marked, tally.scripts, more)


def _note(opened: Opened) -> View:
    """What stands where marking was asked for."""
    title, tallies = opened.mock.title, opened.tallies
    if not tallies:
        return View(rich("Nobody has written anything in **{}** that people mark.", title))
    if opened.shown:
        head = rich("**{}:** question {} is on your desk.", title, opened.position)
    elif any(tally.waiting for tally in tallies):
        head = rich("**{}:** no script waits for you. {}", title, ELSEWHERE)
    else:
        head = rich("**{}:** everything is marked.", title) if not _differing(tallies) else rich("**{}**", title)
    return View(paragraphs(head, lines(*map(told, tallies))), controls=_controls(opened))


def _controls(opened: Opened) -> tuple[Control, ...]:
    mock, tallies = opened.mock.id, opened.tallies
    found: list[Control] = []
    if opened.shown:
        found.append(Button("Mark it here", to(MarkingCommands.next, mock, opened.position)))
    if opened.level >= Level.TEACHER:
        if count := _differing(tallies):
            label = f"Settle {counted(count, 'difference')}"
            found.append(Button(label, to(CorrectingCommands.differences, mock), "main"))
        options = tuple(Option(label, str(every)) for every, label in SAMPLES)
        placeholder = f"Second marking of question {opened.position} …"
        found.append(Select(placeholder, to(CorrectingCommands.sample, mock, opened.position), options))
    others = [tally for tally in tallies if tally.position != opened.position][:25]
    if others:
        choices = tuple(Option(f"Question {tally.position}", str(tally.position)) for tally in others)
        found.append(Select("Another question …", to(MarkingCommands.queue, mock), choices))
    return tuple(found)


def _differing(tallies: tuple[Tally, ...]) -> int:
    return sum(tally.to_settle for tally in tallies)


def _none_left(mock: str, position: int, tallies: list[Tally], said: str) -> View:
    """What whoever marks reads once no script of a question is left for them."""
    ours = next((tally for tally in tallies if tally.position == position), Tally(position, 0, 0, 0))
    waiting = [tally for tally in tallies if tally.waiting and tally.position != position][:25]
    if ours.waiting:
        left = rich("No script of question {} waits for you. {}", position, ELSEWHERE)
    else:
        left = rich("**Question {}: every script is marked.**", position)
    options = tuple(Option(f"Question {tally.position}", str(tally.position)) for tally in waiting)
    more = (Select("Another question …", to(MarkingCommands.queue, mock), options),) if options else ()
    back = Button("The last one again", to(MarkingCommands.back, mock, position))
    return View(paragraphs(rich(said), lines(left, told(ours))), controls=(back, *more))


def _band(shown: Shown, level: int) -> tasks.Level:
    found = next((one for one in shown.task.levels if one.level == level), None)
    if found is None:
        raise UserError("There is no such level.")
    return found


def _level(shown: Shown, level: int) -> View:
    """What a level is like, and its marks to choose from."""
    band = _band(shown, level)
    least, most = band.marks
    again = Button("Another level", to(MarkingCommands.read, *shown.address, 0))
    if most - least < ALL_BUTTONS:
        marks = [Button(str(n), to(MarkingCommands.give, *shown.address, level, n)) for n in range(least, most + 1)]
    else:
        marks = [Button("Write the mark", to(MarkingCommands.write, *shown.address, level), "main")]
    text = lines(
        rich("**Level {}** ({}) {}", level, model.span(least, most), prose(band.descriptor)),
        rich("Which mark of {}?", shown.task.marks),
    )
    return View(text, title=heading(shown), controls=(*marks, again))


def _marked(shown: Shown) -> Answer:
    """What a marker has given, and what is next."""
    assert shown.given is not None
    given = shown.given
    mark = rich("**{} of {}**{}", points(given.earned), shown.item.marks, f" · level {given.level}")
    comment = rich("“{}”", given.comment) if given.comment else ()
    mock, position, _ = shown.address
    controls = (
        Button("Next script", to(MarkingCommands.next, mock, position), "main"),
        Button("Change the comment" if given.comment else "Comment", to(MarkingCommands.comment, *shown.address)),
        Button("Change the mark", to(MarkingCommands.read, *shown.address, 0)),
    )
    # A class's log would be full of marks: who gave which stands with the mark.
    return Reply(View(lines(mark, comment), title=heading(shown), controls=controls), "edit", deed="")


def heading(shown: Shown) -> str:
    """What stands over a script."""
    return f"Question {shown.script.position} · script {shown.number} of {shown.scripts}"
