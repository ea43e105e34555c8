"""`/mock release`, `/mock results` and `/mock export`, and what is pressed after them."""

from __future__ import annotations

from typing import Annotated, cast

from bot.chat import (
    About,
    Answer,
    Button,
    Control,
    Entry,
    Event,
    Form,
    Invalid,
    Invoke,
    Level,
    Option,
    Press,
    Reply,
    Submit,
    Suggest,
    Suggested,
    Table,
    View,
    command,
    counted,
    lines,
    page_of,
    paragraphs,
    pressed,
    rich,
    submitted,
    to,
)
from bot.exams.choosing import Choosing
from bot.exams.marking.commands import MarkingCommands
from bot.exams.results import telling
from bot.exams.results.model import Gathered, Own, Unit, written_boundaries
from bot.exams.results.service import Card, Overview, Results, Seen, refusal
from bot.quiz.solo.service import Solos
from bot.sheets import Format

Exam = Annotated[str, About("which mock exam; left out: the newest"), Suggested("exams")]
As = Annotated[Format, About("the file's format; left out: xlsx, for any spreadsheet")]
ROWS = 20
"""Learners on a page."""
QUESTIONS = 6
"""Questions on a page."""
PASSAGE = 2_500
"""Characters of one's own long answer on a page."""
UNITS: tuple[Unit, ...] = ("per cent", "marks")


class ResultCommands:
    """The results of mock exams."""

    def __init__(self, results: Results, choosing: Choosing, solos: Solos) -> None:
        self._results = results
        self._choosing = choosing
        self._solos = solos

    async def exams(self, event: Suggest) -> tuple[Option, ...]:
        """The class's mock exams, the newest first."""
        return await self._choosing.suggested(event, ())

    async def _meant(self, event: Invoke, exam: str | None) -> str:
        """The id of the exam that is meant: of those that are over, or where none fits, of all."""
        return (await self._choosing.meant(event, exam, ("ended", "released"), or_any=True)).id

    # Released

    @command("mock release", answers="note", level=Level.TEACHER)
    async def release(self, event: Invoke, exam: Exam | None = None) -> Reply:
        """Tell learners their results of a mock exam, once it is marked; set its grade boundaries."""
        found = await self._results.card(event, await self._meant(event, exam))
        mock, why = found.gathered.mock, refusal(found)
        if mock.state == "released" or not why:
            return Reply(_card(found))
        mark = Button("Mark them", to(MarkingCommands.next, mock.id, found.first), "main")
        return Reply(View(rich("{}", why), controls=(mark,) if mock.state == "ended" and found.waiting else ()))

    @pressed("results.boundaries", answers="form", level=Level.TEACHER, about="mock")
    async def boundaries(self, event: Press, mock: str) -> Form:
        """The teacher sets grade boundaries."""
        gathered = (await self._results.card(event, mock)).gathered
        written, unit = written_boundaries(gathered.mock.boundaries, gathered.paper.marks)
        about = f"the least for each: A* 90, A 80, B 70; of {gathered.paper.marks} marks; empty: no grades"
        options = tuple(Option(unit, unit) for unit in UNITS)
        return Form(
            "Grade boundaries",
            to(ResultCommands.set_boundaries, mock),
            (
                Entry("grades", "Grades, the highest first", written, about, required=False),
                Entry("unit", "In", unit, options=options),
            ),
            "Set them",
        )

    @submitted("results.boundaries", answers="edit", level=Level.TEACHER, about="mock")
    async def set_boundaries(self, event: Submit, mock: str) -> Answer:
        """And has written them."""

        def told(found: Card, moved: int) -> Answer:
            mock = found.gathered.mock
            those = rich("**{}**.", _regraded(moved)) if moved else ()
            grades = telling.boundaries(mock.boundaries, found.gathered.most) or "none"
            deed = f"Grade boundaries of {mock.title}: {grades}."
            view = _card(found)
            return Reply(View(paragraphs(those, view.text), controls=view.controls), "edit", deed=deed)

        def refused(why: str) -> Answer:
            return Invalid({"grades": why}, to(ResultCommands.boundaries, mock))

        unit = cast("Unit", event.fields.get("unit")) if event.fields.get("unit") in UNITS else "per cent"
        return await self._results.set_boundaries(event, mock, event.fields.get("grades", ""), unit, told, refused)

    @pressed("results.release", answers="edit", level=Level.TEACHER, about="mock")
    async def released(self, event: Press, mock: str) -> Answer:
        """The teacher tells learners their results."""

        def told(gathered: Gathered) -> Answer:
            whom = counted(len(gathered.everyone), "learner")
            sentence = rich("The results of **{}** are on their way to **{}**.", gathered.mock.title, whom)
            hint = rich("Whoever takes no direct messages finds theirs with /mock results.")
            return Reply(View(lines(sentence, hint), controls=(_back(mock),)), "edit")

        return await self._results.release(event, mock, told)

    # Looked at

    @command("mock results", answers="note")
    async def results(self, event: Invoke, exam: Exam | None = None) -> Reply:
        """Your results of a mock exam; for those who teach, how the class and each question did."""
        if await self._results.sees(event):
            return Reply(_overview(await self._results.overview(event, await self._meant(event, exam))))
        if exam is None:
            return Reply(summary(await self._results.mine(event)))
        return Reply(summary(await self._results.own(event, await self._meant(event, exam))))

    @pressed("results.look", answers="edit", level=Level.OBSERVER, about="mock")
    async def look(self, event: Press, mock: str) -> Reply:
        """How the class did."""
        return Reply(_overview(await self._results.overview(event, mock)), "edit")

    @pressed("results.questions", answers="edit", level=Level.OBSERVER, about="mock")
    async def questions(self, event: Press, mock: str, page: int) -> Reply:
        """How each question did."""
        found = await self._results.listed(event, mock)
        asked = found.gathered.asked
        page, pages = page_of(page, len(asked), QUESTIONS)
        more = (Button("More", to(ResultCommands.questions, mock, page + 1)),) if page < pages else ()
        head = rich("**{}** · questions, page {} of {}", found.gathered.mock.title, page, pages)
        nothing = () if asked else rich("Nobody's paper is wholly marked yet.")
        shown = (telling.asked(one) for one in asked[(page - 1) * QUESTIONS : page * QUESTIONS])
        return Reply(View(paragraphs(head, nothing, *shown), controls=(*more, _back(mock))), "edit")

    @pressed("results.each", answers="edit", level=Level.OBSERVER, about="mock")
    async def each(self, event: Press, mock: str, page: int) -> Reply:
        """How each learner did."""
        found = await self._results.listed(event, mock)
        rows = telling.rows(found)
        page, pages = page_of(page, len(rows), ROWS)
        more = (Button("More", to(ResultCommands.each, mock, page + 1)),) if page < pages else ()
        head = rich("**{}** · out of {}", found.gathered.mock.title, found.gathered.paper.marks)
        of = rich("Page {} of {}", page, pages) if pages > 1 else ()
        table = Table(("Learner", "Marks", "Grade"), rows[(page - 1) * ROWS : page * ROWS]) if rows else None
        nobody = () if rows else rich("Nobody has handed it in.")
        return Reply(View(lines(head, of, nobody), table=table, controls=(*more, _back(mock))), "edit")

    @command("mock export", answers="note", level=Level.TEACHER)
    async def export(self, event: Invoke, exam: Exam | None = None, format: As | None = None) -> Answer:
        """The marks of a mock exam as a file: each question, total and grade, under real names."""
        return await self._file(event, await self._meant(event, exam), format or "xlsx")

    @pressed("results.file", answers="note", level=Level.TEACHER, about="mock")
    async def file(self, event: Press, mock: str) -> Answer:
        """The marks of a mock exam as a file."""
        return await self._file(event, mock, "xlsx")

    async def _file(self, event: Event, mock: str, format: Format) -> Answer:
        return await self._results.file(event, mock, format, lambda gathered: _taken(gathered, format))

    # A learner's own

    @pressed("results.mine", answers="edit")
    async def mine(self, event: Press, mock: str) -> Reply:
        """The learner is back at what they earned."""
        return Reply(summary(await self._results.own(event, mock)), "edit")

    @pressed("results.see", answers="edit")
    async def see(self, event: Press, mock: str, position: int) -> Reply:
        """The learner looks at a question, with what they gave and what would have been right."""
        return Reply(_question(await self._results.seen(event, mock), position), "edit")

    @pressed("results.wrote", answers="edit")
    async def wrote(self, event: Press, mock: str, position: int, page: int) -> Reply:
        """The learner reads all that they wrote."""
        return Reply(_wrote(await self._results.seen(event, mock), position, page), "edit")

    @pressed("results.missed", answers="note")
    async def missed(self, event: Press, mock: str) -> Answer:
        """The learner revises what they missed."""
        own = await self._results.own(event, mock)
        title = f"{own.mock.title}: what you missed"
        return await self._solos.ask(event, title, own.missed, Reply, class_id=own.mock.class_id)


def summary(own: Own) -> View:
    """What a learner earned, and what they can do about it."""
    controls: list[Control] = [Button("See every question", to(ResultCommands.see, own.mock.id, 1), "main")]
    if own.missed:
        controls.append(Button("Revise what I missed", to(ResultCommands.missed, own.mock.id)))
    return View(telling.result(own), controls=tuple(controls), tone="news")


def _question(seen: Seen, position: int) -> View:
    mock, count = seen.own.mock.id, len(seen.own.paper.items)
    position, _ = page_of(position, count, 1)
    written = seen.given.get(position, ()) if seen.own.paper.item(position).by_people else ()
    buttons = (
        (Button("Previous", to(ResultCommands.see, mock, position - 1)), position > 1),
        (Button("Next", to(ResultCommands.see, mock, position + 1), "main"), position < count),
        (Button("All I wrote", to(ResultCommands.wrote, mock, position, 1)), telling.is_cut(written)),
        (Button("Result", to(ResultCommands.mine, mock)), True),
    )
    return View(telling.question(seen, position), controls=tuple(button for button, is_shown in buttons if is_shown))


def _wrote(seen: Seen, position: int, page: int) -> View:
    """A page of what somebody wrote at length."""
    mock = seen.own.mock.id
    position, _ = page_of(position, len(seen.own.paper.items), 1)
    words = "\n".join(seen.given.get(position, ()))
    page, pages = page_of(page, len(words), PASSAGE)
    head = rich("**Question {}** · what you wrote, page {} of {}", position, page, pages)
    more = (Button("More", to(ResultCommands.wrote, mock, position, page + 1), "main"),) if page < pages else ()
    shown = rich("{}", words[(page - 1) * PASSAGE : page * PASSAGE]) if words else rich("You gave no answer.")
    return View(paragraphs(head, shown), controls=(*more, Button("Back", to(ResultCommands.see, mock, position))))


def _card(found: Card) -> View:
    """A mock exam before its release, or after."""
    mock = found.gathered.mock
    label = "Change the boundaries" if mock.boundaries else "Set grade boundaries"
    boundaries = Button(label, to(ResultCommands.boundaries, mock.id))
    whom = counted(len(found.gathered.everyone), "learner")
    release = Button(f"Release to {whom}", to(ResultCommands.released, mock.id), "main")
    shown = (boundaries, _back(mock.id)) if mock.state == "released" else (release, boundaries, _back(mock.id))
    return View(telling.card(found), controls=shown)


def _overview(found: Overview) -> View:
    mock = found.gathered.mock.id
    controls = (
        Button("By question", to(ResultCommands.questions, mock, 1), "main"),
        Button("Each learner", to(ResultCommands.each, mock, 1)),
        *((Button("Marks as a file", to(ResultCommands.file, mock)),) if found.is_teachers else ()),
    )
    return View(telling.overview(found), image=found.image, controls=controls if found.gathered.everyone else ())


def _taken(gathered: Gathered, format: Format) -> Reply:
    learners = counted(len(gathered.everyone), "learner")
    more = "each question, total and grade" if format == "csv" else "and a sheet of how each question did"
    what = rich("The marks of **{}**: {}, {}.", gathered.mock.title, learners, more)
    hint = rich("It has real names from /class register. Keep it where you keep marks, and no longer than those.")
    deed = f"The marks of {gathered.mock.title} were taken as a file: {learners}."
    return Reply(View(lines(what, hint)), deed=deed)


def _back(mock: str) -> Button:
    return Button("Results", to(ResultCommands.look, mock))


def _regraded(count: int) -> str:
    has, hears = ("has", "hears") if count == 1 else ("have", "hear")
    return f"{counted(count, 'learner')} {has} another grade now and {hears} of it"
