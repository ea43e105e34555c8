"""What the database says is due is what the rule says."""

from __future__ import annotations

from random import Random

from sqlalchemy import Connection, insert

from bot.clock import DAY, SteppedClock
from bot.review import model, store
from bot.review.model import Card, Memory
from bot.storage.database import Database
from bot.storage.tables import classes
from tests.chat_harness import MONDAY


def made(random: Random, number: int) -> Card:
    """A card of any age and strength."""
    stability = random.lognormvariate(2, 1.5)
    reviewed_at = MONDAY - random.randrange(90) * DAY
    due_at = reviewed_at + max(1, round(stability)) * DAY
    return model.card_of("p", f"pack/{number}", Memory(stability, 5.0, reviewed_at, due_at, 2))


async def test_what_is_found_is_what_is_due(database_url: str):
    """With an exam near, far, over or none: the same cards as by the rule, and the same next time."""
    database = await Database.open(database_url, SteppedClock(MONDAY))
    random = Random(5)
    cards = [made(random, number) for number in range(400)]

    def fill(tx: Connection) -> None:
        tx.execute(insert(classes), {"id": "c", "name": "12A", "zone": "Europe/London", "created_at": 1})
        store.save(tx, "c", cards)
        store.save(tx, "c", [Card("other", card.question, card.memory, 0, 0) for card in cards[:50]])

    await database.write(fill)
    assert await database.read(store.of_learner, "p", "c") == sorted(cards, key=lambda card: card.question)
    for days in (None, -3, 1, 4, 9, 20, 60):
        exam_at = None if days is None else MONDAY + days * DAY
        found = await database.read(store.due, "p", "c", MONDAY, exam_at, 1000)
        due = [card for card in cards if card.is_due(MONDAY, exam_at)]
        assert {card.question for card in found} == {card.question for card in due}, days
        assert [card.ready_until for card in found] == sorted(card.ready_until for card in found)
        rest = [card.next_at(MONDAY, exam_at) for card in cards if not card.is_due(MONDAY, exam_at)]
        following = await database.read(store.next_at, "p", "c", MONDAY, exam_at)
        assert following == min(rest), days
    await database.close()


async def test_cards_are_found_by_their_key(sqlite_url: str):
    """Not by way of everything that a class has: that would hold up a round in a class that has much."""
    database = await Database.open(sqlite_url, SteppedClock(MONDAY))

    def plan(tx: Connection) -> str:
        query = str(store._of_keys("sqlite").compile(tx))
        return " ".join(
            str(row) for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", ("$[0]", "$[1]", "$[2]", "[]"))
        )

    told = await database.read(plan)
    assert "person=? AND class_id=? AND question=?" in told, told
    await database.close()
