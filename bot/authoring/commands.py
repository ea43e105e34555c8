"""`/content`: what a class's teachers write themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from bot.authoring import forms, telling
from bot.authoring.columns import Amiss, cells_of
from bot.authoring.forms import Writable
from bot.authoring.grids import Refused
from bot.authoring.making import UNSOURCED, Read
from bot.authoring.model import MOST_NAME, Version
from bot.authoring.service import WRITTEN_HERE, Kept, Overview, OwnContent
from bot.authoring.writing import Format
from bot.bank.model import Question
from bot.chat import (
    About,
    Action,
    Answer,
    Button,
    Control,
    Endings,
    FileKey,
    Form,
    Invalid,
    Invoke,
    Level,
    Option,
    Press,
    Reply,
    Select,
    Submit,
    Suggest,
    Suggested,
    View,
    command,
    cut,
    paragraphs,
    pressed,
    rich,
    submitted,
    to,
)
from bot.errors import UserError
from bot.quiz.solo.service import Solos

Upload = Annotated[FileKey, Endings(("xlsx", "csv", "yaml", "yml")), About("questions in the template's columns")]
PackName = Annotated[str, About("what to call it, such as Kitchen garden; the same name again is its next version")]
Known = Annotated[str, About("one of this class's own packs"), Suggested("packs")]
Into = Annotated[str, About(f"the pack to put it into; “{WRITTEN_HERE}” if left out"), Suggested("packs")]
As = Annotated[Format, About("as a workbook, as text with commas, or as YAML; a workbook if left out")]
KindToWrite = Annotated[Writable, About("what kind of question")]
FORMATS: Mapping[str, Format] = {"xlsx": "xlsx", "csv": "csv", "yaml": "yaml"}
NO_PACK = "-"
"""Stands in an action for the pack of what is written here, which need not exist yet."""
MOST_LABEL = 75
MOST_OPTIONS = 25
MOST_PROBLEM = 300


class ContentCommands:
    """A class's own content."""

    def __init__(self, content: OwnContent, solos: Solos) -> None:
        self._content = content
        self._solos = solos

    @command("content template", answers="note", level=Level.TEACHER)
    async def template(self, event: Invoke, format: As | None = None) -> Reply:
        """A file to write questions of your own in."""
        file = await self._content.template(format or "xlsx")
        told = "Write your questions below each other." if format == "yaml" else "Each row is a question."
        rest = "Put your own in place of the examples, and send the file with /content upload."
        return Reply(View(rich("{} {} Nobody sees anything before you publish it.", told, rest)), file=file)

    @command("content upload", answers="note", level=Level.TEACHER)
    async def upload(self, event: Invoke, file: Upload, name: PackName) -> Answer:
        """Check questions of your own from a file; they are shown first."""
        try:
            found = await self._content.read_file(event, file, name)
        except Refused as error:
            return Reply(telling.refused(cut(name, MOST_NAME), error))
        return await self._content.keep(event, found, name, _kept)

    @command("content list", answers="note", level=Level.TEACHER)
    async def list(self, event: Invoke, pack: Known | None = None) -> Reply:
        """This class's own content, to be tried, withdrawn and taken away as a file."""
        if pack:
            return _looked_at(await self._content.called(event, pack))
        packs = await self._content.packs(event)
        options = tuple(Option(cut(one.pack.name, MOST_LABEL), one.pack.id) for one in packs[:MOST_OPTIONS])
        more = rich("/content list pack:… shows one of the others.") if len(packs) > MOST_OPTIONS else ()
        choose: tuple[Control, ...] = (Select("Look at one", to(ContentCommands.look), options),) if options else ()
        return Reply(View(paragraphs(telling.listed(packs), more), controls=choose))

    async def packs(self, event: Suggest) -> tuple[Option, ...]:
        """The class's packs whose names have what is typed."""
        typed = event.typed.strip().casefold()
        names = await self._content.names(event)
        return tuple(Option(name, name) for name in names if typed in name.casefold())

    @pressed("content.look", answers="note", level=Level.TEACHER)
    async def look(self, event: Press) -> Reply:
        """A pack, looked at."""
        if not event.values:
            raise UserError("Choose one from the list.")
        return _looked_at(await self._content.look(event, event.values[0]))

    @pressed("content.file", answers="note", level=Level.TEACHER)
    async def file(self, event: Press, pack: str, number: int, format: str) -> Reply:
        """A version taken away as a file."""
        if format not in FORMATS:
            raise UserError("There is no such file. /content list shows what there is.")
        version, file = await self._content.file(event, pack, number, FORMATS[format])
        told = rich("**{}**, version {}. Change it and send it with /content upload.", version.pack.name, number)
        return Reply(View(told), file=file)

    @pressed("content.try", answers="note", level=Level.TEACHER)
    async def try_out(self, event: Press, pack: str, number: int) -> Answer:
        """A version tried; it counts for nothing."""
        own = (await self._content.version(event, pack, number)).pack
        nothing_done = replace(event, duty=None)  # the log tells of what changes something
        return await self._solos.try_out(nothing_done, own.class_id, (pack, number), own.name, Reply)

    # Published

    @pressed("content.publish", answers="edit", level=Level.TEACHER)
    async def publish(self, event: Press, pack: str, number: int) -> Answer:
        """Questions published to this class."""
        if await self._content.has_vouched(event):
            return await self._content.publish(event, pack, number, _published, vouching=False)
        version = await self._content.version(event, pack, number)
        asked = rich(
            "Are the questions of **{}** your own work, or free to be shared with your class? Swot asks this once.",
            version.pack.name,
        )
        yes = Button("Yes, publish them", to(ContentCommands.vouch, pack, number), "main")
        return Reply(View(asked, controls=(yes, Button("No", to(ContentCommands.leave, pack)))), "edit")

    @pressed("content.leave", answers="edit", level=Level.TEACHER)
    async def leave(self, event: Press, pack: str) -> Reply:
        """Questions left unpublished."""
        name = (await self._content.look(event, pack)).pack.name
        told = "is not published, and nobody sees it. Leave out what is not yours to share, and send it again."
        return Reply(View(rich("**{}** {}", name, told)), "edit")

    @pressed("content.vouch", answers="edit", level=Level.TEACHER)
    async def vouch(self, event: Press, pack: str, number: int) -> Answer:
        """Questions published to this class, by whoever says that they may."""
        return await self._content.publish(event, pack, number, _published, vouching=True)

    @pressed("content.drop", answers="edit", level=Level.TEACHER)
    async def drop(self, event: Press, pack: str, number: int) -> Answer:
        """A version thrown away before it was published."""

        def told(version: Version) -> Answer:
            dropped = rich("**{}**, version {}, is thrown away. Learners saw nothing of it.", version.pack.name, number)
            return Reply(View(dropped), "edit")

        return await self._content.drop(event, pack, number, told)

    @pressed("content.withdraw", answers="edit", level=Level.TEACHER)
    async def withdraw(self, event: Press, pack: str) -> Answer:
        """A pack withdrawn from this class."""

        def told(version: Version) -> Answer:
            withdrawn = rich(
                "**{}** is withdrawn: its questions are asked no more. What was answered stays, with its marks.",
                version.pack.name,
            )
            return Reply(View(withdrawn), "edit")

        return await self._content.withdraw(event, pack, told)

    @pressed("content.back", answers="edit", level=Level.TEACHER)
    async def back(self, event: Press, pack: str) -> Answer:
        """An earlier version brought back."""
        if not event.values or not event.values[0].isdecimal():
            raise UserError("Choose a version from the list.")

        def told(version: Version, earlier: int) -> Answer:
            again = rich("Version {} of **{}** is back, as version {}.", earlier, version.pack.name, version.number)
            return Reply(View(paragraphs(again, telling.published(version))), "edit")

        return await self._content.go_back(event, pack, int(event.values[0]), told)

    # Written in chat

    @command("content write", answers="form", level=Level.TEACHER)
    async def write(self, event: Invoke, kind: KindToWrite, pack: Into | None = None) -> Form:
        """Write one question of your own here."""
        into = (await self._content.called(event, pack)).pack.id if pack else NO_PACK
        return forms.form_for(kind, to(ContentCommands.written, kind, into))

    @pressed("content.write", answers="form", level=Level.TEACHER)
    async def write_again(self, event: Press, kind: str, pack: str) -> Form:
        """The form of a question, opened again."""
        return forms.form_for(_kind(kind), to(ContentCommands.written, kind, pack))

    @submitted("content.write", answers="note", level=Level.TEACHER)
    async def written(self, event: Submit, kind: str, pack: str) -> Answer:
        """A question written."""
        found = await self._found(event, _kind(kind), to(ContentCommands.write_again, kind, pack))
        if isinstance(found, Invalid):
            return found
        return await self._content.keep_question(event, "" if pack == NO_PACK else pack, found, _written)

    @pressed("content.change", answers="form", level=Level.TEACHER)
    async def change(self, event: Press, pack: str, question: str) -> Form:
        """The form of a question that is to be changed."""
        overview = await self._content.look(event, pack)
        written, cells = _cells(overview, question)
        return forms.form_for(written.type, to(ContentCommands.changed, pack, question), cells)

    @submitted("content.change", answers="note", level=Level.TEACHER)
    async def changed(self, event: Submit, pack: str, question: str) -> Answer:
        """A question changed."""
        written, _ = _cells(await self._content.look(event, pack), question)
        found = await self._found(event, written.type, to(ContentCommands.change, pack, question))
        if isinstance(found, Invalid):
            return found
        return await self._content.keep_question(event, pack, found, _written, instead_of=question)

    async def _found(self, event: Submit, kind: str, reopen: Action) -> Read | Invalid:
        """The question that a form says, or what is wrong with it."""
        problems: dict[str, str] = {}
        if amiss := forms.too_many(kind, event.fields):
            problems[forms.entry_of(kind, amiss.column)] = _problem(amiss)
        try:
            found = await self._content.read_cells(forms.cells_written(kind, event.fields), WRITTEN_HERE)
        except Refused as error:
            for one in error.troubles:
                problems.setdefault(forms.entry_of(kind, one.where), _problem(Amiss(one.where, one.what, one.remedy)))
        return Invalid(problems, reopen) if problems else found


def _problem(amiss: Amiss) -> str:
    said = f"{amiss.what[:1].upper()}{amiss.what[1:]}: {amiss.remedy}."
    return cut(said, MOST_PROBLEM)


def _kind(kind: str) -> str:
    if kind not in forms.SHAPES:
        raise UserError("There is no such kind of question. /content write shows them.")
    return kind


def _cells(overview: Overview, id: str) -> tuple[Question, dict[str, str]]:
    content = overview.newest.content
    question = next((one for one in content.questions if one.id == id), None)
    if question is None:
        raise UserError("That question is gone from its pack. /content list shows what there is.")
    source = next(entry.title for entry in content.named if entry.key == question.authority[0])
    topic = next(topic.title for topic in content.info.topics if topic.id == question.topic)
    cells = cells_of(question, topic, "" if source == UNSOURCED else source)
    if cells is None or question.type not in forms.SHAPES:
        raise UserError(
            "That question says more than a form has room for. Take its pack as a file, and change it there."
        )
    return question, dict(cells)


def _ready(version: Version) -> tuple[Button, ...]:
    """What can be done with a version before it is published."""
    here = (version.pack.id, version.number)
    return (
        Button("Publish to this class", to(ContentCommands.publish, *here), "main"),
        Button("Try it", to(ContentCommands.try_out, *here)),
        Button("Throw it away", to(ContentCommands.drop, *here), "danger"),
    )


def _kept(found: Kept) -> Answer:
    return Reply(View(telling.kept(found), controls=_ready(found.version)))


def _written(found: Kept) -> Answer:
    [question] = found.read.pack.questions
    change = Button("Change it", to(ContentCommands.change, found.version.pack.id, question.id))
    publish, *others = _ready(found.version)
    return Reply(View(telling.written(found), controls=(publish, change, *others)))


def _published(version: Version) -> Answer:
    return Reply(View(telling.published(version)), "edit")


def _looked_at(overview: Overview) -> Reply:
    pack, newest = overview.pack, overview.newest
    controls: list[Control] = []
    if newest.state == "draft":
        controls += _ready(newest)
    else:
        controls.append(Button("Try it", to(ContentCommands.try_out, pack.id, newest.number)))
    if overview.published:
        controls.append(Button("Withdraw", to(ContentCommands.withdraw, pack.id), "danger"))
    controls += [
        Button(f"As {format.upper()}", to(ContentCommands.file, pack.id, newest.number, format)) for format in FORMATS
    ]
    earlier = [one.number for one in overview.standings if one.state == "withdrawn"][:MOST_OPTIONS]
    if earlier:
        options = tuple(Option(f"Version {number}", str(number)) for number in earlier)
        controls.append(Select("Go back to …", to(ContentCommands.back, pack.id), options))
    return Reply(View(telling.looked_at(overview), controls=tuple(controls)))
