"""Cards in bulk: what is due for a learner with 10,000 among a million, and what a round of 1,000 adds to its marks.

    python -m tests.benchmarks cards

Beside what is due stands the same found by a scan of that learner's cards, in the same process; beside the marks with
their cards, marks alone. "In the lane" is the time of the transaction's own function, which others wait for; "all in"
is what a caller waits for.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text

from bot.clock import DAY, SECOND, SteppedClock
from bot.responses.marks import Marks
from bot.responses.model import Mark
from bot.review import evidence, model, store
from bot.review.cards import FILL, Cards
from bot.review.model import Card, Memory
from bot.storage.database import Database
from bot.storage.due import Due, add, claim
from bot.storage.tables import cards, classes, marks, responses
from tests.benchmarks import report, stores
from tests.chat_harness import MONDAY

MINE, OTHERS, EACH = 10_000, 990, 1_000
"""One learner's cards; the others, and how many each of those has: a million together."""
LEARNERS = 1_000
RUNS = 200
EXAM = MONDAY + 10 * DAY


def made(random: Random, person: str, number: int) -> Card:
    """A card as it is in term: looked at within two months, a fifth of them due."""
    stability = random.lognormvariate(2.6, 1.1)
    due_at = MONDAY + int((random.random() - 0.2) * stability * DAY)
    reviewed_at = due_at - max(1, round(stability)) * DAY
    return model.card_of(person, f"pack/q-{number:05}", Memory(stability, 5.0, reviewed_at, due_at, 3))


async def fill(database: Database) -> None:
    """A class with a million cards."""
    row = {"id": "c", "name": "12A", "zone": "Europe/London", "created_at": 1}
    await database.write(lambda tx: tx.execute(insert(classes), row) and None)
    random = Random(1)
    people = [("p:mine", MINE), *((f"p:{number:04}", EACH) for number in range(OTHERS))]
    for person, count in people:
        some = [made(random, person, number) for number in range(count)]
        await database.write(store.save, "c", some)
    # PostgreSQL does this by itself some minutes later.
    if database_is_postgres(database):
        await database.write(lambda tx: tx.execute(text("ANALYZE cards")) and None)


def database_is_postgres(database: Database) -> bool:
    """Whether it is a server."""
    return type(database._lanes).__name__.startswith("Postgres")


def scanned(tx: Connection, exam_at: int | None) -> list[Card]:
    """What is due, found by looking at every card of the learner."""
    found = [card for card in store.of_learner(tx, "p:mine", "c") if card.is_due(MONDAY, exam_at)]
    return sorted(found, key=lambda card: (card.ready_until, card.question))[:200]


async def timed(database: Database, find: Callable[[Connection], Any], runs: int = RUNS) -> tuple[str, str, str]:
    """Median in the lane, median and 99th percentile all in; milliseconds."""
    inside, outside = [], []

    def once(tx: Connection) -> None:
        begun = time.perf_counter()
        find(tx)
        inside.append(time.perf_counter() - begun)

    for _ in range(runs):
        begun = time.perf_counter()
        await database.read(once)
        outside.append(time.perf_counter() - begun)
    late = sorted(outside)[int(len(outside) * 0.99) - 1]
    return tuple(f"{span * 1000:.2f} ms" for span in (statistics.median(inside), statistics.median(outside), late))  # type: ignore[return-value]


async def due(database: Database, name: str) -> None:
    """What is due, by the index and by a scan."""
    rows = []
    for label, exam_at in (("no exam", None), ("an exam in ten days", EXAM)):
        found = await database.read(store.due, "p:mine", "c", MONDAY, exam_at, 200)
        assert found == await database.read(scanned, exam_at)
        rows.append(
            (
                f"due, {label}",
                *await timed(database, lambda tx, at=exam_at: store.due(tx, "p:mine", "c", MONDAY, at, 200)),
            )
        )
        rows.append((f"by a scan, {label}", *await timed(database, lambda tx, at=exam_at: scanned(tx, at), 20)))
    rows.append(
        ("when the next comes", *await timed(database, lambda tx: store.next_at(tx, "p:mine", "c", MONDAY, EXAM)))
    )
    total = await database.read(lambda tx: tx.execute(select(func.count()).select_from(cards)).scalar_one())
    title = f"{name}: a learner with {MINE:,} cards among {total:,}"
    report.table(title, ("in the lane", "all in", "p99 all in"), rows)


async def a_round(database: Database, follower: Cards | None, number: int) -> float:
    """Give a round's question its marks; seconds in the lane."""
    giving = Marks()
    if follower:
        giving.followers.append(follower)
    at = MONDAY + number * 3 * DAY
    session = f"round:{number}:{bool(follower)}"
    given = [
        {"delivery": f"{session}:{person}", "person": f"p:{person:04}", "class_id": "c", "session": session}
        | {"position": 1, "question": "pack/q-round", "revision": 1, "given": "[]", "at": at}
        for person in range(LEARNERS)
    ]
    await database.write(lambda tx: tx.execute(insert(responses), given) and None)
    numbers = await database.read(
        lambda tx: list(tx.execute(select(responses.c.seq).where(responses.c.session == session)).scalars())
    )
    mine = [
        Mark(seq, "c", f"p:{person:04}", "pack/q-round", 1, 0, "right", 100, 0, True, at, 5 * SECOND)  # noqa: FBT003
        for person, seq in enumerate(numbers)
    ]

    def give(tx: Connection) -> float:
        begun = time.perf_counter()
        giving.give(tx, session, mine)
        return time.perf_counter() - begun

    return await database.write(give)


async def rounds(database: Database, clock: SteppedClock, name: str) -> None:
    """Marks of a round of 1,000, alone and with their cards: the first time, and again."""
    follower = Cards(database, clock)
    alone = [await a_round(database, None, number) for number in range(4)]
    await database.write(lambda tx: tx.execute(delete(marks).where(marks.c.question == "pack/q-round")) and None)
    first = await a_round(database, follower, 5)
    again = [await a_round(database, follower, number) for number in range(6, 10)]
    rows = [
        ("marks alone", f"{statistics.median(alone[1:]) * 1000:.0f} ms"),
        ("with cards, new ones", f"{first * 1000:.0f} ms"),
        ("with cards, known ones", f"{statistics.median(again) * 1000:.0f} ms"),
    ]
    report.table(f"{name}: marks of a round of {LEARNERS:,}", ("in the lane",), rows)
    await refill(database, follower, clock, name)


async def refill(database: Database, follower: Cards, clock: SteppedClock, name: str) -> None:
    """Cards of marks that were there before: one step of due work."""
    await database.write(lambda tx: tx.execute(delete(cards).where(cards.c.question == "pack/q-round")) and None)
    clock.move_to(MONDAY)
    await database.write(lambda tx: add(tx, FILL, "marks", 0, clock.now(), bulk=True))
    spans = []
    while work := await database.write(lambda tx: claim(tx, "b", clock.now(), 1, bulk=True)):
        begun = time.perf_counter()
        await follower.fill(Due(**{name: getattr(work[0], name) for name in Due.__slots__}))
        spans.append(time.perf_counter() - begun)
    count = await database.read(lambda tx: len(list(evidence.of_class(tx, "c"))))
    longest = f"{max(spans) * 1000:.0f} ms"
    report.table(
        f"{name}: cards of {count:,} marks that were there",
        ("longest step", "marks a second"),
        [("", longest, f"{count / sum(spans):,.0f}")],
    )


async def measure(maker: Callable[[Path], Any]) -> None:
    """Everything, on one kind of database."""
    with tempfile.TemporaryDirectory(prefix="swot-") as folder, maker(Path(folder)) as where:
        clock = SteppedClock(MONDAY)
        database = await Database.open(where.url, clock)
        try:
            await fill(database)
            steps: tuple[Callable[[], Awaitable[None]], ...] = (
                lambda: due(database, where.name),
                lambda: rounds(database, clock, where.name),
            )
            for step in steps:
                await step()
        finally:
            await database.close()


def main() -> None:
    """Measure on every kind of database that there is."""
    for maker in stores.makers():
        asyncio.run(measure(maker))


if __name__ == "__main__":
    main()
