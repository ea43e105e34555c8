"""What a teacher presses about marks, and what they see of it."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from bot.chat import (
    Action,
    Answer,
    Button,
    Control,
    Entry,
    Field,
    Form,
    Invalid,
    Level,
    Option,
    Press,
    Reply,
    Select,
    Submit,
    View,
    counted,
    cut,
    dotted,
    lines,
    paragraphs,
    pressed,
    rich,
    submitted,
    to,
)
from bot.chat.parameters import clean
from bot.errors import UserError
from bot.exams.marking.correcting import MOST_REASON, Changed, Correcting, Difference, Sheet
from bot.exams.marking.desk import Shown
from bot.exams.marking.model import Script, Tally
from bot.exams.model import Mock
from bot.quiz.kinds import kind_of
from bot.responses.model import points

MOST_OPTIONS = 25
MOST_LABEL = 75
MOST_MARK = 6
"""Characters of a mark that is written."""


class Pages(Protocol):
    """How a script looks to a teacher who settles a difference."""

    def reading(self, shown: Shown, page: int) -> View:
        """One of its pages."""
        ...


class CorrectingCommands:
    """A teacher settles, samples and changes marks."""

    def __init__(self, correcting: Correcting, pages: Pages) -> None:
        self._correcting = correcting
        self._pages = pages

    @pressed("marks.sample", answers="edit", level=Level.TEACHER, about="mock")
    async def sample(self, event: Press, mock: str, position: int) -> Answer:
        """Some scripts of a question are marked twice."""
        chosen = event.values[0] if event.values else ""
        if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 4):  # noqa: PLR2004 - one of the list
            raise UserError("Choose one of the list.")
        return await self._correcting.sample(event, mock, position, int(chosen), _sampled)

    @pressed("marks.differences", answers="edit", level=Level.TEACHER, about="mock")
    async def differences(self, event: Press, mock: str) -> Reply:
        """What two markers differ on."""
        return Reply(_difference(await self._correcting.difference(event, mock, 0, "", later=True)), "edit")

    @pressed("marks.difference", answers="edit", level=Level.TEACHER, about="mock")
    async def difference(self, event: Press, mock: str, position: int, place: str) -> Reply:
        """One of those."""
        return Reply(_difference(await self._correcting.difference(event, mock, position, place, later=False)), "edit")

    @pressed("marks.later", answers="edit", level=Level.TEACHER, about="mock")
    async def later(self, event: Press, mock: str, position: int, place: str) -> Reply:
        """The one after it."""
        return Reply(_difference(await self._correcting.difference(event, mock, position, place, later=True)), "edit")

    @pressed("marks.read", answers="edit", level=Level.TEACHER, about="mock")
    async def read(self, event: Press, mock: str, position: int, place: str, page: int) -> Reply:
        """The script that two markers differ on."""
        return Reply(self._pages.reading(await self._correcting.script(event, mock, position, place), page), "edit")

    @pressed("marks.settle", answers="edit", level=Level.TEACHER, about="mock")
    async def settle(self, event: Press, mock: str, position: int, place: str, earned: int) -> Answer:
        """A difference is settled at the mark of one of the two."""
        return await self._correcting.settle(event, (mock, position, place), earned, _settled, _never)

    @pressed("marks.other", answers="form", level=Level.TEACHER, about="mock")
    async def other(self, event: Press, mock: str, position: int, place: str) -> Form:
        """A difference is to be settled at another mark."""
        shown = await self._correcting.script(event, mock, position, place)
        return Form("Settle it", to(CorrectingCommands.settled, mock, position, place), (_mark(shown.item.most),))

    @submitted("marks.other", answers="edit", level=Level.TEACHER, about="mock")
    async def settled(self, event: Submit, mock: str, position: int, place: str) -> Answer:
        """And is."""
        again = to(CorrectingCommands.other, mock, position, place)
        written = event.fields.get("mark", "")
        refused = partial(_refused, again, "mark")
        return await self._correcting.settle(event, (mock, position, place), written, _settled, refused)

    @pressed("marks.sheet", answers="edit", level=Level.TEACHER, about="mock")
    async def sheet(self, event: Press, mock: str, sitting: str) -> Reply:
        """The marks of a learner, one of which may be changed."""
        return Reply(sheet_of(await self._correcting.sheet_of(event, mock, sitting)), "edit")

    @pressed("marks.pick", answers="form", level=Level.TEACHER, about="mock")
    async def pick(self, event: Press, mock: str, sitting: str, start: int) -> Form:
        """A question is chosen whose mark is to be changed."""
        chosen = event.values[0] if event.values else ""
        if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 4):  # noqa: PLR2004 - no paper is so long
            raise UserError("Choose a question of the list.")
        return await self._form(event, mock, sitting, int(chosen))

    @pressed("marks.change", answers="form", level=Level.TEACHER, about="mock")
    async def change(self, event: Press, mock: str, sitting: str, position: int) -> Form:
        """A mark is to be changed."""
        return await self._form(event, mock, sitting, position)

    @submitted("marks.change", answers="edit", level=Level.TEACHER, about="mock")
    async def changed(self, event: Submit, mock: str, sitting: str, position: int) -> Answer:
        """A mark is changed."""
        again = to(CorrectingCommands.change, mock, sitting, position)
        written, reason = event.fields.get("mark", ""), cut(clean(event.fields.get("reason", "")), MOST_REASON)
        told, refused = partial(_changed, sitting, position), partial(_refused, again)
        return await self._correcting.change(event, (mock, sitting, position), written, reason, told, refused)

    async def _form(self, event: Press, mock: str, sitting: str, position: int) -> Form:
        sheet = await self._correcting.sheet_of(event, mock, sitting)
        item = sheet.paper.item(position)
        earned = sheet.marks[position - 1].earned
        entries = (
            _mark(item.most, "" if earned is None else points(earned)),
            Entry("reason", "Why", about="It stands in the class's log; leave names out.", most=MOST_REASON),
        )
        return Form(
            f"Question {position}", to(CorrectingCommands.changed, mock, sitting, position), entries, "Change it"
        )


def _mark(most: int, value: str = "") -> Entry:
    return Entry(
        "mark", "Mark", value=value, about=f"0 to {points(most)}, half marks too", most=MOST_MARK, kind="number"
    )


def _refused(again: Action, entry: str, why: str) -> Answer:
    return Invalid({entry: why}, again)


def _never(why: str) -> Answer:
    raise UserError(why)


def _sampled(mock: Mock, sampled: int, tally: Tally) -> Answer:
    where, scripts = rich("**{}**, question {}", mock.title, tally.position), counted(tally.scripts, "script")
    if not sampled:
        return Reply(View(rich("{}: each script is marked once.", where)), "edit")
    verb = "is" if sampled == 1 else "are"
    told = rich("{}: **{} of {}** {} marked twice, by two people.", where, sampled, scripts, verb)
    return Reply(View(lines(told, rich("The second sees nothing of the first. /mock mark goes on."))), "edit")


def _difference(found: Difference) -> View:
    """What each marker gave, and what can be done about it."""
    shown, address = found.shown, found.shown.address
    most = shown.item.marks
    fields = tuple(
        Field(
            cut(name, MOST_LABEL),
            lines(
                rich("**{} of {}** · level {}", points(view.earned), most, view.level),
                rich("“{}”", view.comment) if view.comment else (),
            ),
        )
        for name, view in found.views
    )
    marks = sorted({view.earned for _, view in found.views})
    controls: list[Control] = [
        Button(f"{points(earned)} of {most}", to(CorrectingCommands.settle, *address, earned)) for earned in marks
    ]
    controls += [
        Button("Another mark", to(CorrectingCommands.other, *address)),
        Button("Read the script", to(CorrectingCommands.read, *address, 1)),
    ]
    if found.left > 1:
        controls.append(Button("The next difference", to(CorrectingCommands.later, *address)))
    script = shown.script
    head = rich("**Question {}, script {} of {}:** two markers differ.", script.position, shown.number, shown.scripts)
    left = rich("{} to settle in all.", counted(found.left, "difference")) if found.left > 1 else ()
    return View(lines(head, left), fields=fields, controls=tuple(controls))


def _settled(shown: Shown, left: int) -> Answer:
    script = shown.script
    assert script.earned is not None
    told = rich(
        "**{}**, question {}, script {}: settled at **{} of {}**.",
        shown.mock.title,
        script.position,
        shown.number,
        points(script.earned),
        shown.item.marks,
    )
    label = f"Settle {counted(left, 'difference')} more"
    controls = (Button(label, to(CorrectingCommands.differences, shown.mock.id), "main"),) if left else ()
    more = () if left else rich("Nothing else is left to settle.")
    return Reply(View(lines(told, more), controls=controls), "edit")


def sheet_of(sheet: Sheet) -> View:
    """A learner's marks, to choose one of that is to be changed."""
    earned = sum(mark.earned or 0 for mark in sheet.marks)
    waiting = sum(mark.earned is None for mark in sheet.marks)
    so_far = rich("{} still to be marked", counted(waiting, "answer")) if waiting else ()
    total = rich("**{} of {}**", points(earned), sheet.paper.marks)
    head = rich("**{}** · {}", sheet.mock.title, sheet.name)
    controls = tuple(
        Select(
            "Change the mark of …" if not start else f"… or of question {start + 1} on",
            to(CorrectingCommands.pick, sheet.mock.id, sheet.sitting.id, start),
            tuple(_option(sheet, mark) for mark in sheet.marks[start : start + MOST_OPTIONS]),
        )
        for start in range(0, len(sheet.marks), MOST_OPTIONS)
    )
    changed = [mark for mark in sheet.marks if mark.reason][:MOST_OPTIONS]
    why = lines(*(rich("Question {}: {}", mark.position, cut(mark.reason, MOST_LABEL)) for mark in changed))
    return View(paragraphs(lines(head, dotted(total, so_far)), why), controls=controls)


def _option(sheet: Sheet, mark: Script) -> Option:
    item = sheet.paper.item(mark.position)
    stem = kind_of(item.question).spoken(item.question)
    has = "not marked yet" if mark.earned is None else f"{points(mark.earned)} of {item.marks}"
    return Option(f"Question {mark.position}: {has}", str(mark.position), cut(stem, MOST_LABEL))


def _changed(sitting: str, position: int, changed: Changed) -> Answer:
    before, after = changed.before.earned, changed.after.earned
    assert after is not None
    was = "marked at" if before is None else f"a mark changed from {points(before)} to"
    # As it goes into the class's log: without the learner's name.
    where = rich("**{}**, question {}", changed.mock.title, position)
    now = rich("**{} of {}**", points(after), changed.item.marks)
    told = rich("{}: {} {}, because “{}”.", where, was, now, changed.after.reason.rstrip("."))
    back = Button("All their marks", to(CorrectingCommands.sheet, changed.mock.id, sitting))
    return Reply(View(told, fields=(Field("Whose", rich("{}", changed.name)),), controls=(back,)), "edit")
