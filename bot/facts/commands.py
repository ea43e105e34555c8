"""`/fact`: a fact for the class, with its authority and a question that tests it."""

from __future__ import annotations

from typing import Annotated

from bot.bank.service import Bank
from bot.chat import (
    About,
    Answer,
    Button,
    Control,
    Invoke,
    Level,
    Option,
    Press,
    Reply,
    Suggest,
    Suggested,
    View,
    command,
    pressed,
    prose,
    rich,
    to,
)
from bot.errors import UserError
from bot.facts.service import Facts
from bot.quiz import cards
from bot.quiz.solo.service import Solos
from bot.quiz.suggesting import suggest_topics

TopicName = Annotated[str, About("what it should be about; anything if left out"), Suggested("topics")]


class FactCommands:
    """Facts for the class."""

    def __init__(self, facts: Facts, solos: Solos, bank: Bank) -> None:
        self._facts = facts
        self._solos = solos
        self._bank = bank

    @command("fact now", answers="post", level=Level.TEACHER)
    async def now(self, event: Invoke, topic: TopicName | None = None) -> Answer:
        """Post a fact for everyone here."""
        chosen = self._bank.topic(topic) if topic else None
        return await self._facts.now(event, topic=chosen, told=self._posted)

    async def topics(self, event: Suggest) -> tuple[Option, ...]:
        """Topics that begin like what is typed."""
        return suggest_topics(self._bank, event.typed)

    @pressed("fact.source", answers="note")
    async def source(self, event: Press, id: str) -> Reply:
        """Says who?"""
        return Reply(cards.sources(self._bank.sources(id), self._bank.fact(id)))

    @pressed("fact.test", answers="note")
    async def test(self, event: Press, id: str) -> Answer:
        """A learner wants to be asked about the fact."""
        fact = self._bank.fact(id)
        if not fact.tests:
            raise UserError("No question goes with this fact yet.")
        pack = id.partition("/")[0]
        return await self._solos.ask(event, "About the fact", [f"{pack}/{tested}" for tested in fact.tests], Reply)

    def _posted(self, id: str) -> Answer:
        fact = self._bank.fact(id)
        controls: list[Control] = [Button("Says who?", to(FactCommands.source, id))]
        if fact.tests:
            controls.append(Button("Test me", to(FactCommands.test, id), "main"))
        text = (*rich("**Did you know?** "), *prose(fact.text))
        return Reply(View(text, controls=tuple(controls)), "post")
