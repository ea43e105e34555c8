"""`/explain`: a term, a person, a historian or a place, in a few sentences."""

from __future__ import annotations

from typing import Annotated

from bot.bank.glossary import Explained
from bot.bank.service import Bank
from bot.chat import (
    About,
    Answer,
    Button,
    Control,
    Invoke,
    Option,
    Press,
    Reply,
    Suggest,
    Suggested,
    View,
    command,
    lines,
    paragraphs,
    pressed,
    prose,
    rich,
    to,
)
from bot.curriculum.service import Curriculum
from bot.quiz import cards
from bot.quiz.solo.service import Solos

Term = Annotated[str, About("what to explain: a term, a name, a place"), Suggested("terms")]
KINDS = {"term": "", "person": "Person", "historian": "Historian", "place": "Place"}
MOST_SENT = 100
"""Characters of a term that a suggestion sends: the narrowest platform takes no more, and so many are enough."""
QUESTIONS = 5
"""How many are asked about the topic of what was explained."""


class GlossaryCommands:
    """What a word means, and who was who."""

    def __init__(self, curriculum: Curriculum, solos: Solos) -> None:
        self._curriculum = curriculum
        self._solos = solos

    @command("explain", answers="note")
    async def explain(self, event: Invoke, term: Term) -> Reply:
        """Explain a term, a person or a place; only you see it."""
        bank = await self._curriculum.here(event)
        return Reply(_page(bank, bank.lessons.glossary.entry(term)))

    async def terms(self, event: Suggest) -> tuple[Option, ...]:
        """Entries with a name like what is typed."""
        glossary = (await self._curriculum.here(event)).lessons.glossary
        return tuple(Option(entry.term, entry.term[:MOST_SENT].rstrip()) for entry in glossary.suggestions(event.typed))

    @pressed("glossary.ask", answers="note")
    async def ask(self, event: Press, topic: str) -> Answer:
        """The reader wants to be asked about the topic."""
        return await self._solos.begin(event, topic=topic, count=QUESTIONS, practice=None, told=Reply)


def _page(bank: Bank, found: Explained) -> View:
    entry = found.entry
    said = " · ".join(part for part in (KINDS[entry.kind], entry.dates) if part)
    others = [name for name in entry.also if not _is_much_the_same(name, entry.term)]
    controls: tuple[Control, ...] = ()
    if entry.topic and bank.questions(entry.topic):
        controls = (Button("Ask me about it", to(GlossaryCommands.ask, entry.topic), "main"),)
    text = paragraphs(
        lines(rich("**{}**", entry.term), rich("{}", said) if said else ()),
        prose(entry.text),
        rich("*Also:* {}", ", ".join(others)) if others else (),
        cards.says_who(bank.cited(found.pack, entry.authority)),
    )
    return View(text, controls=controls)


def _is_much_the_same(name: str, term: str) -> bool:
    """Whether another name tells a reader nothing: a plural, or the surname alone."""
    one, other = name.casefold(), term.casefold()
    return one in other or other in one
