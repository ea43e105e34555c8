"""`/debate`: vote, read both sides, talk, vote again, and see who has moved."""

from __future__ import annotations

from typing import Annotated

from bot.bank.service import Bank
from bot.chat import (
    About,
    Answer,
    Button,
    Control,
    Field,
    Invoke,
    Level,
    Option,
    Press,
    Reply,
    Suggest,
    Suggested,
    Table,
    View,
    command,
    counted,
    cut,
    paragraphs,
    pressed,
    prose,
    rich,
    to,
)
from bot.curriculum.service import Curriculum
from bot.debates.model import FIRST, SECOND, SIDES, Opened, Shift, Side
from bot.debates.service import Debates
from bot.errors import UserError
from bot.quiz import cards

Proposition = Annotated[str, About("what to debate"), Suggested("propositions")]
NAMES: dict[Side, str] = {"for": "For", "against": "Against", "undecided": "Undecided"}
ASKED = {
    FIRST: "Where do you stand? Vote, read the cards of both sides, and argue in a thread. Nobody sees how you vote.",
    SECOND: "You have read and argued. Where do you stand now?",
}
LONGEST = 75
"""Letters of an option, on the narrowest platform."""


class DebateCommands:
    """Debates in a class."""

    def __init__(self, debates: Debates, curriculum: Curriculum) -> None:
        self._debates = debates
        self._curriculum = curriculum

    @command("debate", answers="post", level=Level.TEACHER, only_in="space")
    async def debate(self, event: Invoke, proposition: Proposition) -> Answer:
        """Open a debate: vote, read both sides, talk, vote again."""
        bank = await self._curriculum.here(event)
        id = bank.lessons.debate_meant(proposition)
        return await self._debates.open(event, id, lambda opened: Reply(_vote_page(bank, opened), "post"))

    async def propositions(self, event: Suggest) -> tuple[Option, ...]:
        """Debates whose proposition has what is typed."""
        typed = event.typed.strip().casefold()
        lessons = (await self._curriculum.here(event)).lessons
        return tuple(
            Option(cut(debate.proposition, LONGEST), id)
            for id, debate in lessons.debates.items()
            if typed in debate.proposition.casefold() or typed in id
        )

    @pressed("debate.vote", answers="note")
    async def vote(self, event: Press, id: str, stage: int, side: str) -> Answer:
        """Somebody takes a side."""
        chosen = _side(side)
        return await self._debates.vote(
            event, id, stage, chosen, lambda opened, votes: _voted(opened, stage, chosen, votes)
        )

    @pressed("debate.read", answers="note")
    async def read(self, event: Press, debate: str) -> Reply:
        """Somebody wants to read the cards."""
        return Reply(_card(await self._curriculum.here(event), debate, "for", 0))

    @pressed("debate.card", answers="edit")
    async def card(self, event: Press, debate: str, side: str, at: int) -> Reply:
        """The next card, or the other side's."""
        return Reply(_card(await self._curriculum.here(event), debate, _side(side), at), "edit")

    @pressed("debate.again", answers="edit", level=Level.TEACHER)
    async def again(self, event: Press, id: str) -> Answer:
        """The teacher calls the second vote."""
        bank = await self._curriculum.here(event)
        return await self._debates.move(event, id, FIRST, lambda opened, _: Reply(_vote_page(bank, opened), "edit"))

    @pressed("debate.shift", answers="edit", level=Level.TEACHER)
    async def shift(self, event: Press, id: str) -> Answer:
        """The teacher shows who has moved."""
        bank = await self._curriculum.here(event)
        return await self._debates.move(
            event, id, SECOND, lambda opened, shift: Reply(_shift_page(bank, opened, shift), "edit")
        )


def _vote_page(bank: Bank, opened: Opened) -> View:
    debate, stage = bank.lessons.debate(opened.debate), opened.stage
    controls: list[Control] = [Button(NAMES[side], to(DebateCommands.vote, opened.id, stage, side)) for side in SIDES]
    controls.append(Button("Read the cards", to(DebateCommands.read, opened.debate), "main"))
    if stage == FIRST:
        controls.append(Button("Vote again (teacher)", to(DebateCommands.again, opened.id)))
    else:
        controls.append(Button("Show the shift (teacher)", to(DebateCommands.shift, opened.id)))
    heading = rich("**Debate · {}**", "first vote" if stage == FIRST else "second vote")
    text = paragraphs(heading, rich("“{}”", prose(debate.proposition)), rich("{}", ASKED[stage]))
    return View(text, controls=tuple(controls), tone="live")


def _card(bank: Bank, id: str, side: Side, at: int) -> View:
    debate = bank.lessons.debate(id)
    side_cards = debate.against if side == "against" else debate.for_
    if not 0 <= at < len(side_cards):
        raise UserError("There is no such card.")
    other: Side = "for" if side == "against" else "against"
    controls: list[Control] = []
    if at + 1 < len(side_cards):
        controls.append(Button("Next card", to(DebateCommands.card, id, side, at + 1), "main"))
    controls.append(Button(f"The case {other}", to(DebateCommands.card, id, other, 0)))
    heading = rich("**{} · card {} of {}**", NAMES[side], at + 1, len(side_cards))
    cited = bank.cited(id.partition("/")[0], side_cards[at].authority)
    return View(paragraphs(heading, prose(side_cards[at].text), cards.says_who(cited)), controls=tuple(controls))


def _shift_page(bank: Bank, opened: Opened, shift: Shift) -> View:
    debate = bank.lessons.debate(opened.debate)
    rows = tuple((NAMES[side], str(shift.first[side]), str(shift.second[side])) for side in SIDES)
    moved = rich("Voted both times: {} · changed sides: {}", shift.twice, shift.changed)
    return View(
        paragraphs(rich("**Debate · the shift**"), rich("“{}”", prose(debate.proposition)), moved),
        fields=(
            Field("Historians who lean for", rich("{}", ", ".join(debate.historians_for))),
            Field("Against", rich("{}", ", ".join(debate.historians_against))),
            Field("In an exam", prose(debate.tip)),
        ),
        table=Table(("Vote", "First", "Second"), rows),
        controls=(Button("Read the cards", to(DebateCommands.read, opened.debate)),),
        tone="news",
    )


def _side(name: str) -> Side:
    for side in SIDES:
        if side == name:
            return side
    raise UserError("There is no such side.")


def _voted(opened: Opened, stage: int, side: Side, votes: int) -> Reply:
    until = "until the second vote" if stage == FIRST else "until the shift is shown"
    text = rich("Your vote: **{}**. You can change it {}. {} so far.", NAMES[side], until, counted(votes, "vote"))
    return Reply(View(text, controls=(Button("Read the cards", to(DebateCommands.read, opened.debate)),)))
