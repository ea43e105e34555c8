"""`/class register`: real names, candidate numbers and access arrangements, for teachers alone."""

from __future__ import annotations

from bot.chat import (
    Answer,
    Button,
    Control,
    Entry,
    Form,
    Invalid,
    Invoke,
    Level,
    Option,
    Press,
    Reply,
    Select,
    Submit,
    Table,
    View,
    command,
    counted,
    cut,
    pressed,
    rich,
    submitted,
    to,
)
from bot.classes.register.model import MOST_CANDIDATE, MOST_NAME, Entered, Line, read_extra_time, written
from bot.classes.register.service import Page, Register
from bot.errors import UserError
from bot.markbook.commands import MarkBookCommands

A_PAGE = 20
"""Learners of one message: as many as a phone shows and a select takes."""
MOST_TEXT = 3000
"""Characters of a register that can be changed as one text."""
YES, NO = Option("Yes", "yes"), Option("No", "no")
MOST_TITLE, MOST_LABEL = 40, 60
NOBODY = "Nobody is in this class yet. Whoever answers something here comes onto this list."


class RegisterCommands:
    """What only teachers know of learners."""

    def __init__(self, register: Register) -> None:
        self._register = register

    @command("class register", answers="note", level=Level.TEACHER)
    async def register(self, event: Invoke) -> Reply:
        """Real names, candidate numbers, extra time: for teachers alone, shown nowhere else in chat."""
        return Reply(_page(await self._register.page(event, 0, A_PAGE)))

    @pressed("register.page", answers="edit", level=Level.TEACHER)
    async def page(self, event: Press, start: int) -> Reply:
        """More of the register."""
        return Reply(_page(await self._register.page(event, max(0, start), A_PAGE)), "edit")

    @pressed("register.open", answers="form", level=Level.TEACHER)
    async def open(self, event: Press) -> Form:
        """A learner's line."""
        if not event.values:
            raise UserError("Choose somebody from the list.")
        one = await self._register.one(event, event.values[0])
        return _form(one)

    @pressed("register.line", answers="form", level=Level.TEACHER)
    async def line(self, event: Press, person: str) -> Form:
        """A learner's line once more."""
        return _form(await self._register.one(event, _learner(person)))

    @submitted("register.line", answers="note", level=Level.TEACHER)
    async def write(self, event: Submit, person: str) -> Answer:
        """A learner's line was written."""
        try:
            extra_time = read_extra_time(event.fields.get("extra", ""))
        except UserError as error:
            return Invalid({"extra": str(error)}, to(RegisterCommands.line, person))
        line = Line(
            event.fields.get("name", "").strip(),
            event.fields.get("candidate", "").strip(),
            extra_time,
            event.fields.get("rest") == YES.value,
        )
        return await self._register.write(
            event, _learner(person), line, lambda: Reply(View(rich("The register is changed.")))
        )

    @pressed("register.all", answers="form", level=Level.TEACHER)
    async def all(self, event: Press) -> Form:
        """The whole register as a text."""
        text = written(await self._register.all(event))
        if len(text) > MOST_TEXT:
            raise UserError("The register is too long for one form. Choose learners from the list one by one.")
        about = "chat name | real name | candidate number | +25% | rest breaks"
        entry = Entry("text", "A learner a line", text, about, required=False, long=True, most=MOST_TEXT)
        return Form("Register", to(RegisterCommands.write_all), (entry,), "Save")

    @submitted("register.all", answers="note", level=Level.TEACHER)
    async def write_all(self, event: Submit) -> Answer:
        """The register was changed as a text."""

        def told(changed: int) -> Answer:
            what = f"{counted(changed, 'line')} changed." if changed else "nothing changed."
            return Reply(View(rich("The register: {}", what)))

        try:
            return await self._register.write_all(event, event.fields.get("text", ""), told)
        except UserError as error:
            return Invalid({"text": str(error)}, to(RegisterCommands.all))


def _form(one: Entered) -> Form:
    line = one.line
    entries = (
        Entry("name", "Real name", line.real_name, required=False, most=MOST_NAME),
        Entry("candidate", "Candidate number", line.candidate, required=False, most=MOST_CANDIDATE),
        Entry(
            "extra",
            "Extra time, per cent",
            str(line.extra_time or ""),
            "such as 25",
            required=False,
            most=5,
            kind="whole",
        ),
        Entry("rest", "Rest breaks", YES.value if line.rest_breaks else NO.value, options=(NO, YES)),
    )
    return Form(cut(one.name, MOST_TITLE), to(RegisterCommands.write, _address(one.learner)), entries, "Save")


def _page(page: Page) -> View:
    if not page.entered:
        return View(rich("{}", NOBODY))
    rows = tuple(
        (one.name, one.line.real_name, one.line.candidate, one.line.arrangements or "–") for one in page.entered
    )
    controls: list[Control] = [
        Select(
            "Choose somebody to change",
            to(RegisterCommands.open),
            tuple(Option(cut(one.name, MOST_LABEL), one.learner) for one in page.entered),
        ),
        Button("Change as a list", to(RegisterCommands.all)),
        Button("Mark book", to(MarkBookCommands.pressed_marks)),
    ]
    if page.following:
        controls.append(Button("More", to(RegisterCommands.page, page.following)))
    told = rich("{}; only teachers see this.", counted(page.learners, "learner"))
    table = Table(("Chat name", "Real name", "Number", "Arrangements"), rows)
    return View(told, title="Register", table=table, controls=tuple(controls))


def _address(learner: str) -> str:
    """A learner's id as an action carries it: there no argument has a colon."""
    return learner.replace(":", "/", 1)


def _learner(address: str) -> str:
    return address.replace("/", ":", 1)
