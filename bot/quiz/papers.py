"""`/quiz paper`: a mock paper worked through on one's own, without the clock."""

from __future__ import annotations

from typing import Annotated

from bot.bank.model import Extended, Paper
from bot.bank.service import Bank
from bot.chat import (
    About,
    Answer,
    Button,
    Invoke,
    Option,
    Press,
    Reply,
    Suggest,
    Suggested,
    View,
    command,
    counted,
    lines,
    paragraphs,
    pressed,
    prose,
    rich,
    to,
)
from bot.curriculum.service import Curriculum
from bot.quiz.solo.service import Solos

PaperName = Annotated[str, About("which paper"), Suggested("papers")]


class PaperCommands:
    """The papers of the packs."""

    def __init__(self, curriculum: Curriculum, solos: Solos) -> None:
        self._curriculum = curriculum
        self._solos = solos

    @command("quiz paper", answers="note")
    async def paper(self, event: Invoke, paper: PaperName) -> Reply:
        """Work through a mock paper on your own, without the clock."""
        bank = await self._curriculum.here(event)
        id = bank.lessons.paper_meant(paper)
        return Reply(_cover(bank, id, bank.lessons.paper(id)))

    async def papers(self, event: Suggest) -> tuple[Option, ...]:
        """Papers with a title that has what is typed."""
        typed = event.typed.strip().casefold()
        lessons = (await self._curriculum.here(event)).lessons
        return tuple(
            Option(f"{paper.title} ({paper.minutes} minutes)", id)
            for id, paper in lessons.papers.items()
            if typed in paper.title.casefold() or typed in id
        )

    @pressed("paper.begin", answers="edit")
    async def begin(self, event: Press, id: str) -> Answer:
        """The learner turns the page."""
        paper, pack = (await self._curriculum.here(event)).lessons.paper(id), id.partition("/")[0]
        questions = [f"{pack}/{question}" for question in paper.questions]
        return await self._solos.ask(event, paper.title, questions, lambda view: Reply(view, "edit"))


def _cover(bank: Bank, id: str, paper: Paper) -> View:
    pack = id.partition("/")[0]
    asked = [bank.question(f"{pack}/{question}") for question in paper.questions]
    marks = sum(question.marks if isinstance(question, Extended) else 1 for question in asked)
    sections = (
        paragraphs(
            rich("**{}** · {}", section.title, counted(len(section.questions), "question")),
            prose(section.instructions) if section.instructions else (),
        )
        for section in paper.sections
    )
    size = rich(
        "{} · {} · {} minutes in an exam", counted(len(asked), "question"), counted(marks, "mark"), paper.minutes
    )
    return View(
        paragraphs(lines(rich("**{}**", paper.title), size), prose(paper.about), *sections),
        controls=(Button("Begin", to(PaperCommands.begin, id), "main"),),
    )
