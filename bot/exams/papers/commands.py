"""`/mock compose`: a paper put together out of the bank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from bot.bank.service import Bank
from bot.chat import (
    About,
    Answer,
    Between,
    Button,
    Entry,
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
    View,
    command,
    lines,
    pressed,
    rich,
    submitted,
    to,
)
from bot.errors import UserError
from bot.exams.papers import reading, telling
from bot.exams.papers.composing import MOST_SEED, Composing
from bot.exams.papers.listing import PapersCommands
from bot.exams.papers.model import LONGEST_TITLE, Drawn, OwnPaper, Wanted
from bot.quiz.kinds import KINDS
from bot.quiz.suggesting import suggest_topics

USUAL = 20
"""Marks of a paper, where nobody says how many; and a minute for each, where nobody says how long."""
MOST_OPTION = 75
"""Characters of an option that is suggested."""

TopicNames = Annotated[str, About("topics, with commas between them; all if left out"), Suggested("topics")]
Marks = Annotated[int, Between(reading.FEWEST, reading.MOST), About("how many marks; 20 if left out")]
Minutes = Annotated[int, Between(reading.SHORTEST, reading.LONGEST), About("how long; a minute a mark if left out")]
Kinds = Annotated[str, About("such as typed, essay; essays and sources come only if named"), Suggested("kinds")]
Objectives = Annotated[str, About("such as AO1, AO3; any if left out")]
Difficulty = Annotated[str, About("from 1, easy, to 5, hard: such as 2-4; any if left out")]
Fresh = Annotated[bool, About("whether what this class was asked in the last 8 weeks is left out")]
Seed = Annotated[int, Between(1, MOST_SEED), About("the number of a draw that is to be had again")]


class ComposeCommands:
    """Papers put together by teachers."""

    def __init__(self, composing: Composing) -> None:
        self._composing = composing

    @command("mock compose", answers="note", level=Level.TEACHER)
    async def compose(
        self,
        event: Invoke,
        topics: TopicNames = "",
        marks: Marks = USUAL,
        minutes: Minutes | None = None,
        kinds: Kinds = "",
        objectives: Objectives = "",
        difficulty: Difficulty = "",
        fresh: Fresh = True,  # noqa: FBT002 - an option of a command, always given by name
        seed: Seed | None = None,
    ) -> Answer:
        """Put a mock paper together; look at it, and save it."""
        bank = await self._composing.bank(event)
        easiest, hardest = reading.read_difficulty(difficulty)
        wanted = Wanted(
            marks=marks,
            minutes=minutes or max(marks, reading.SHORTEST),
            topics=reading.read_topics(bank, topics),
            objectives=reading.read_objectives(objectives),
            easiest=easiest,
            hardest=hardest,
            kinds=reading.read_kinds(kinds),
            fresh=fresh,
        )
        return await self._composing.compose(
            event, wanted, seed, lambda bank, drawn: _nothing_done(_drawn(bank, drawn))
        )

    async def topics(self, event: Suggest) -> tuple[Option, ...]:
        """Topics that have what is typed last, after those before it."""
        bank = await self._composing.bank(event)
        return _listed(event.typed, lambda typed: suggest_topics(bank, typed))

    async def kinds(self, event: Suggest) -> tuple[Option, ...]:
        """Kinds of question, likewise."""

        def found(typed: str) -> tuple[Option, ...]:
            both = ((kind, what.title) for kind, what in KINDS.items())
            return tuple(Option(title, kind) for kind, title in both if typed in kind or typed in title.casefold())

        return _listed(event.typed, found)

    @pressed("papers.again", answers="edit", level=Level.TEACHER)
    async def again(self, event: Press, id: str) -> Answer:
        """Another paper of the same sort."""
        return await self._composing.again(event, id, _redrawn)

    @pressed("papers.fresh", answers="edit", level=Level.TEACHER)
    async def freshly(self, event: Press, id: str, fresh: int) -> Answer:
        """Without what the class was asked lately, or with it."""
        return await self._composing.freshly(event, id, fresh=bool(fresh), told=_redrawn)

    @pressed("papers.drawn", answers="edit", level=Level.TEACHER)
    async def back(self, event: Press, id: str) -> Reply:
        """What was drawn, as a whole."""
        return Reply(_drawn(*await self._composing.look(event, id)), "edit")

    @pressed("papers.each", answers="edit", level=Level.TEACHER)
    async def each(self, event: Press, id: str, page: int) -> Reply:
        """What was drawn, question by question."""
        bank, drawn = await self._composing.look(event, id)
        text, page, pages = telling.questions(bank, telling.NEW, drawn.sections, page)
        more = (Button("More", to(ComposeCommands.each, id, page + 1)),) if page < pages else ()
        return Reply(View(text, controls=(*more, Button("Back", to(ComposeCommands.back, id)))), "edit")

    @pressed("papers.change", answers="form", level=Level.TEACHER)
    async def change(self, event: Press, id: str) -> Form:
        """What the paper is to be like, to be changed."""
        _, drawn = await self._composing.look(event, id)
        wanted = drawn.wanted
        entries = (
            Entry("topics", "Topics", ", ".join(wanted.topics), "commas between them; all if empty", required=False),
            Entry("marks", "Marks", str(wanted.marks), most=3, kind="whole"),
            Entry("minutes", "Minutes", str(wanted.minutes), most=3, kind="whole"),
            _kinds_entry(wanted),
            Entry(
                "both",
                "Objectives, difficulty",
                reading.write_both(wanted),
                "such as AO1, AO3, 2-4; any if empty",
                required=False,
            ),
        )
        return Form("Change the paper", to(ComposeCommands.changed, id), entries, "Draw")

    @submitted("papers.change", answers="edit", level=Level.TEACHER)
    async def changed(self, event: Submit, id: str) -> Answer:
        """And has been."""
        bank, drawn = await self._composing.look(event, id)
        wanted = _read(bank, event, drawn.wanted)
        if isinstance(wanted, dict):
            return Invalid(wanted, to(ComposeCommands.change, id))
        return await self._composing.compose(event, wanted, drawn.seed, _redrawn)

    @pressed("papers.save", answers="form", level=Level.TEACHER)
    async def save(self, event: Press, id: str) -> Form:
        """The paper is to be saved: under which title?"""
        await self._composing.look(event, id)
        entry = Entry("title", "Title", about="such as Recall, week 3", most=LONGEST_TITLE)
        return Form("Save the paper", to(ComposeCommands.saved, id), (entry,), "Save")

    @submitted("papers.save", answers="edit", level=Level.TEACHER)
    async def saved(self, event: Submit, id: str) -> Answer:
        """And is."""

        def told(paper: OwnPaper) -> Answer:
            done = rich("Saved: **{}**, {} minutes.", paper.title, paper.minutes)
            onward = rich("/mock start sets it to the class; nobody sees it before.")
            return Reply(View(lines(done, onward), controls=(Button("All papers", to(PapersCommands.list)),)), "edit")

        def refused(why: str) -> Answer:
            return Invalid({"title": why}, to(ComposeCommands.save, id))

        return await self._composing.save(event, id, event.fields.get("title", ""), told, refused)


def _kinds_entry(wanted: Wanted) -> Entry:
    options = tuple(Option(kind.title, name) for name, kind in KINDS.items())
    standing, about = "\n".join(wanted.kinds), "none: all but those that people mark"
    return Entry("kinds", "Kinds", standing, about, required=False, options=options, several=True)


def _with_both(_bank: Bank, wanted: Wanted, words: str) -> Wanted:
    objectives, (easiest, hardest) = reading.read_both(words)
    return replace(wanted, objectives=objectives, easiest=easiest, hardest=hardest)


_CHANGES: dict[str, Callable[[Bank, Wanted, str], Wanted]] = {
    "topics": lambda bank, wanted, words: replace(wanted, topics=reading.read_topics(bank, words)),
    "marks": lambda _, wanted, words: replace(wanted, marks=reading.read_marks(words)),
    "minutes": lambda _, wanted, words: replace(wanted, minutes=reading.read_minutes(words)),
    "kinds": lambda _, wanted, words: replace(wanted, kinds=reading.read_kinds(words)),
    "both": _with_both,
}
"""What each entry of the form changes. They raise `UserError`."""


def _listed(typed: str, found: Callable[[str], tuple[Option, ...]]) -> tuple[Option, ...]:
    """What the last entry of a list could be, after those before it."""
    before, comma, last = typed.rpartition(",")
    whole = (
        Option(together, together) if comma else one
        for one in found(last.strip().casefold())
        for together in [f"{before.strip()}, {one.value}"]
    )
    return tuple(one for one in whole if len(one.value) <= MOST_OPTION)


def _read(bank: Bank, event: Submit, before: Wanted) -> Wanted | dict[str, str]:
    """What a form asks for, or what is wrong with its entries."""
    problems: dict[str, str] = {}
    wanted = before
    for name, change in _CHANGES.items():
        try:
            wanted = change(bank, wanted, event.fields.get(name, ""))
        except UserError as error:
            problems[name] = str(error)
    return problems or wanted


def _drawn(bank: Bank, drawn: Drawn) -> View:
    controls = [
        Button("Save…", to(ComposeCommands.save, drawn.id), "main"),
        Button("Another draw", to(ComposeCommands.again, drawn.id)),
        Button("Questions", to(ComposeCommands.each, drawn.id, 1)),
        Button("Change…", to(ComposeCommands.change, drawn.id)),
    ]
    if drawn.asked:
        controls.append(Button("Take those asked lately too", to(ComposeCommands.freshly, drawn.id, 0)))
    elif not drawn.wanted.fresh:
        controls.append(Button("Leave out those asked lately", to(ComposeCommands.freshly, drawn.id, 1)))
    return replace(telling.drawn(bank, drawn), controls=tuple(controls))


def _redrawn(bank: Bank, drawn: Drawn) -> Answer:
    return Reply(_drawn(bank, drawn), "edit", deed="")


def _nothing_done(view: View) -> Answer:
    """An answer that the class's log need not know of."""
    return Reply(view, deed="")
