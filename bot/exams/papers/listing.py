"""`/mock papers`: what a class can be set, and what it has put together itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.bank.service import Bank
from bot.chat import (
    About,
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
    Suggest,
    Suggested,
    View,
    command,
    cut,
    lines,
    paragraphs,
    pressed,
    rich,
    submitted,
    to,
)
from bot.errors import UserError
from bot.exams.papers import telling
from bot.exams.papers.model import LONGEST_TITLE, OwnPaper
from bot.exams.papers.service import NOT_OWN, Offered, Papers

MOST_OPTIONS = 25
MOST_LABEL = 75

PaperName = Annotated[str, About("the paper to look at; all if left out"), Suggested("papers")]


class PapersCommands:
    """The papers that a class can be set."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers

    @command("mock papers", answers="note", level=Level.TEACHER)
    async def all(self, event: Invoke, paper: PaperName | None = None) -> Reply:
        """The papers that this class can be set; look at one, rename or delete your own."""
        if paper:
            return Reply(_one(*await self._papers.called(event, paper)))
        return Reply(_list(await self._papers.listed(event)))

    async def papers(self, event: Suggest) -> tuple[Option, ...]:
        """Papers with a title like what is typed."""
        return await self._papers.suggested(event)

    @pressed("papers.list", answers="edit", level=Level.TEACHER)
    async def list(self, event: Press) -> Reply:
        """All papers, after one of them."""
        return Reply(_list(await self._papers.listed(event)), "edit")

    @pressed("papers.choose", answers="edit", level=Level.TEACHER)
    async def choose(self, event: Press) -> Reply:
        """One is chosen from the list."""
        if not event.values:
            raise UserError("Choose one from the list.")
        return Reply(_one(*await self._papers.look(event, event.values[0])), "edit")

    @pressed("papers.look", answers="edit", level=Level.TEACHER)
    async def look(self, event: Press, key: str) -> Reply:
        """One paper as a whole."""
        return Reply(_one(*await self._papers.look(event, key)), "edit")

    @pressed("papers.questions", answers="edit", level=Level.TEACHER)
    async def questions(self, event: Press, key: str, page: int) -> Reply:
        """One paper, question by question."""
        bank, paper = await self._papers.look(event, key)
        text, page, pages = telling.questions(bank, paper.title, paper.sections, page)
        more = (Button("More", to(PapersCommands.questions, key, page + 1)),) if page < pages else ()
        return Reply(View(text, controls=(*more, Button("Back", to(PapersCommands.look, key)))), "edit")

    @pressed("papers.rename", answers="form", level=Level.TEACHER)
    async def rename(self, event: Press, id: str) -> Form:
        """A paper is to have another title."""
        paper = _of_own(await self._papers.look(event, id))
        entry = Entry("title", "Title", paper.title, most=LONGEST_TITLE)
        return Form("Rename the paper", to(PapersCommands.renamed, id), (entry,), "Rename")

    @submitted("papers.rename", answers="edit", level=Level.TEACHER)
    async def renamed(self, event: Submit, id: str) -> Answer:
        """And has it."""

        def told(paper: OwnPaper) -> Answer:
            return Reply(View(rich("The paper is called **{}** now.", paper.title), controls=(_back(),)), "edit")

        def refused(why: str) -> Answer:
            return Invalid({"title": why}, to(PapersCommands.rename, id))

        return await self._papers.rename(event, id, event.fields.get("title", ""), told, refused)

    @pressed("papers.delete", answers="edit", level=Level.TEACHER)
    async def delete(self, event: Press, id: str) -> Reply:
        """A paper is to be deleted."""
        paper = _of_own(await self._papers.look(event, id))
        asked = rich("Delete **{}**? Exams that were set of it stay as they are.", paper.title)
        controls = (
            Button("Delete it", to(PapersCommands.deleted, id), "danger"),
            Button("Keep it", to(PapersCommands.look, id)),
        )
        return Reply(View(asked, controls=controls, tone="careful"), "edit")

    @pressed("papers.deleted", answers="edit", level=Level.TEACHER)
    async def deleted(self, event: Press, id: str) -> Answer:
        """And the teacher means it."""

        def told(paper: OwnPaper) -> Answer:
            return Reply(View(rich("Deleted: **{}**.", paper.title), controls=(_back(),)), "edit")

        return await self._papers.delete(event, id, told)


def _of_own(found: tuple[Bank, Offered]) -> OwnPaper:
    """The paper, if it is the class's own. Raises `UserError`."""
    _, paper = found
    if paper.own is None:
        raise UserError(NOT_OWN)
    return paper.own


def _list(found: list[Offered]) -> View:
    if not found:
        return View(rich("There is no paper yet. /mock compose puts one together."))
    options = tuple(Option(cut(one.title, MOST_LABEL), one.key) for one in found[:MOST_OPTIONS])
    more = rich("/mock papers paper:… shows one of the others.") if len(found) > MOST_OPTIONS else ()
    text = paragraphs(telling.listed(found), lines(rich("/mock compose puts together one of your own."), more))
    return View(text, title="Papers", controls=(Select("Look at one", to(PapersCommands.choose), options),))


def _one(bank: Bank, paper: Offered) -> View:
    controls: list[Control] = [Button("Questions", to(PapersCommands.questions, paper.key, 1))]
    if paper.own:
        controls.append(Button("Rename…", to(PapersCommands.rename, paper.id)))
        controls.append(Button("Delete", to(PapersCommands.delete, paper.id), "danger"))
    return replace(telling.looked_at(bank, paper), controls=(*controls, _back()))


def _back() -> Button:
    return Button("All papers", to(PapersCommands.list))
