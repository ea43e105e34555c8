"""How a learner's memory stands topic by topic, and what a class forgets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.chat import Answer, Event, File, Image, Level
from bot.classes.learners import learners_of, owner_of, owners_of
from bot.classes.service import Classes
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.quiz.picking import askable
from bot.quiz.rounds.model import Round
from bot.quiz.rounds.service import Rounds
from bot.review import anki, model, picture, store
from bot.review.model import Card, Fading
from bot.review.service import Ready, Reviews, ready_for
from bot.storage.database import Database

MOST_TOLD = 6
"""Topics that a class is losing which are told."""
ROUND = 8
"""Questions of a round of what a class is losing."""
SECONDS = 25
"""For each of them, as in a round where nobody says how many."""
LOSING = "What fades"
"""What such a round is called."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a topic stands: questions that hold, that fade, and that were never met."""

    name: str
    holds: int
    fades: int
    unmet: int

    @property
    def met(self) -> int:
        """Questions that were ever answered."""
        return self.holds + self.fades


def summed(topics: Sequence[Standing], name: str = "") -> Standing:
    """These topics as one."""
    return Standing(
        name, sum(one.holds for one in topics), sum(one.fades for one in topics), sum(one.unmet for one in topics)
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How everything stands."""

    class_id: str
    topics: tuple[Standing, ...]
    """In teaching order."""
    is_due: bool
    ready: Ready | None
    image: Image | None = None
    """Their picture; none where there is nothing to draw."""

    @property
    def whole(self) -> Standing:
        """All topics together."""
        return summed(self.topics)


@dataclass(frozen=True, slots=True)
class ClassMemory:
    """What a class would recall."""

    fading: tuple[Fading, ...]
    """Topics that it is losing, the worst first."""
    known: int
    """How many topics can be told of at all."""
    is_teachers: bool
    """Whether whoever looks may have a round."""


class Memories:
    """What learners and classes have in mind."""

    def __init__(
        self, database: Database, classes: Classes, curriculum: Curriculum, reviews: Reviews, rounds: Rounds
    ) -> None:
        self._database = database
        self._classes = classes
        self._curriculum = curriculum
        self._reviews = reviews
        self._rounds = rounds

    # A learner's own

    async def progress(self, event: Event) -> Progress:
        """How the person's memory stands in the event's class. The picture is drawn off the event loop."""
        class_id = await self._classes.of(event)
        found = await self._database.read(self._progress, event, class_id)
        return replace(found, image=await asyncio.to_thread(_drawn, found))

    def _progress(self, tx: Connection, event: Event, class_id: str) -> Progress:
        bank, cards = self._curriculum.at(tx, class_id), self._cards(tx, event, class_id)
        holds = {card.question: card.holds(event.at) for card in cards}
        counts: dict[str, list[int]] = {}
        for id, _ in askable(bank, None):
            topic = bank.question(id).topic.partition("/")[0]
            row = counts.setdefault(topic, [0, 0, 0])
            row[2 if id not in holds else 0 if holds[id] else 1] += 1
        order = {path: place for place, (path, _) in enumerate(bank.topics())}
        ordered = sorted(counts, key=lambda topic: (order.get(topic, len(order)), topic))
        topics = tuple(Standing(bank.title(topic), *counts[topic]) for topic in ordered)
        exam = self._reviews.exam(tx, class_id, event.at)
        met = [card for card in cards if bank.offers(card.question)]
        is_due = any(card.is_due(event.at, exam.at if exam else None) for card in met)
        return Progress(class_id, topics, is_due, ready_for(exam, met, summed(topics).unmet))

    async def file(self, event: Event, class_id: str, part: int) -> tuple[File, int, int, int]:
        """A part of the person's cards for Anki, which part it is, of how many, and how many cards it has.

        Raises `UserError` where there is none.
        """

        def find(tx: Connection) -> tuple[str, list[anki.Note]]:
            bank = self._curriculum.at(tx, class_id)
            cards = [card for card in self._cards(tx, event, class_id) if bank.offers(card.question)]
            return self._classes.name(tx, class_id), anki.notes_of(bank, [card.question for card in cards])

        name, notes = await self._database.read(find)
        if not notes:
            raise UserError("You have no cards yet. Each question that you answer, anywhere, becomes one.")
        parts = await asyncio.to_thread(anki.parts_of, name, notes)
        number = min(max(part, 1), len(parts))
        data, count = parts[number - 1]
        ending = f"-{number}" if len(parts) > 1 else ""
        return File(f"swot-cards{ending}.txt", "text/plain", data), number, len(parts), count

    def _cards(self, tx: Connection, event: Event, class_id: str) -> list[Card]:
        return store.of_learner(tx, owner_of(tx, event.person), class_id)

    # A class's

    async def forgetting(self, event: Event) -> ClassMemory:
        """What the event's class would recall least of tomorrow. Raises `UserError` for whoever does not teach it."""
        class_id, level = await self._classes.standing(event)
        if level < Level.OBSERVER:
            raise UserError("Only those who teach this class see what it forgets. /review asks what is due for you.")

        def find(tx: Connection) -> ClassMemory:
            told = self._fading(tx, class_id, event.at, by_topic=True)
            bank = self._curriculum.at(tx, class_id)
            named = tuple(replace(one, name=bank.title(one.name)) for one in _losing(told))
            return ClassMemory(named, len(told), level >= Level.TEACHER)

        return await self._database.read(find)

    async def round(self, event: Event, told: Callable[[Round], Answer]) -> Answer:
        """Begin a round of what the class is losing, in the event's room. Raises `UserError` where that is nothing."""
        return await self._rounds.start(
            event,
            topic=None,
            questions=ROUND,
            seconds=SECONDS,
            speed=False,
            thread=False,
            told=told,
            these=lambda tx, class_id: (LOSING, self._worst(tx, class_id, event.at)),
        )

    def _worst(self, tx: Connection, class_id: str, at: int) -> tuple[tuple[str, int], ...]:
        """The questions that the class would recall least of, of the topics that it is losing."""
        bank = self._curriculum.at(tx, class_id)
        wanted = {one.name for one in _losing(self._fading(tx, class_id, at, by_topic=True))}
        found = self._fading(tx, class_id, at, by_topic=False)
        asked = [one.name for one in found if bank.question(one.name).topic in wanted and one.recall < model.HOLDS]
        if not asked:
            raise UserError("The class loses nothing just now that can be told of. /quiz round begins any other round.")
        return tuple((id, bank.question(id).revision) for id in asked[:ROUND])

    def _fading(self, tx: Connection, class_id: str, at: int, *, by_topic: bool) -> list[Fading]:
        """What the class's learners would recall, by topic or by question; who has left or teaches is none of them."""
        bank = self._curriculum.at(tx, class_id)
        learners = {person: one.id for one in learners_of(tx, class_id) if not one.staff for person in one.persons}
        asked = {id for id, _ in askable(bank, None)}
        cards = [card for card in store.of_class(tx, class_id) if card.question in asked]
        # Cards stand under an account that may be none of the class's own.
        owners = {mine[0]: learners[person] for person, mine in owners_of(tx, list(learners)).items()}
        found = (
            (owners[card.person], _topic(bank, card) if by_topic else card.question, card.recall(at + model.TOMORROW))
            for card in cards
            if card.person in owners
        )
        return model.fading(found, model.LEAST_LEARNERS if by_topic else 1)


def _losing(topics: Sequence[Fading]) -> list[Fading]:
    """Of topics, the worst first, those that a class is losing."""
    return [one for one in topics if one.recall < model.HOLDS][:MOST_TOLD]


def _topic(bank: Bank, card: Card) -> str:
    return bank.question(card.question).topic


def _drawn(found: Progress) -> Image | None:
    rows = [(one.name, one.holds, one.fades, one.unmet) for one in found.topics]
    return picture.image_of(rows) if found.whole.met else None
