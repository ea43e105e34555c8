"""Every service of memory with what it needs, and the handlers and due work that lead to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from random import Random

from bot.calendar.service import Calendars
from bot.classes.service import Classes
from bot.curriculum.service import Curriculum
from bot.desks.service import Desks
from bot.quiz.rounds.service import Rounds
from bot.quiz.solo.service import Solos
from bot.review.cards import FILL, MOCK, Cards
from bot.review.commands import ReviewCommands
from bot.review.pages import ReviewPages
from bot.review.progress import Memories
from bot.review.service import Reviews
from bot.storage.database import Database
from bot.storage.due import Due


class ReviewRooms:
    """Cards, what is due of them, and what they tell of a learner or a class."""

    def __init__(
        self,
        database: Database,
        classes: Classes,
        calendars: Calendars,
        curriculum: Curriculum,
        solos: Solos,
        rounds: Rounds,
        desks: Desks,
        random: Random,
        cards: Cards,
    ) -> None:
        self._cards = cards
        self.reviews = Reviews(database, classes, calendars, curriculum, solos, desks, random, cards, ReviewPages())
        solos.ends_review = self.reviews.over
        self._memories = Memories(database, classes, curriculum, self.reviews, rounds)

    def handlers(self) -> tuple[object, ...]:
        """The owners of all handlers."""
        return (ReviewCommands(self.reviews, self._memories),)

    def workers(self) -> dict[str, Callable[[Due], Awaitable[None]]]:
        """What does due work, by its kind."""
        return {FILL: self._cards.fill, MOCK: self._cards.fill_mock}
