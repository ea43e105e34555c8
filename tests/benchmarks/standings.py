"""Standings of a class of 100,000: the top ten and one's own place, and what a mark costs.

    python -m tests.benchmarks standings

Beside each board stands the same found by a plain sort of all members, in the same process; beside the marks with
their standings, marks alone. "In the lane" is the time of the transaction's own function, which others wait for; "all
in" is what a caller waits for. One member in twenty shows their name.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any, get_args

from sqlalchemy import Connection, insert, select, text

from bot.chat import Invoke
from bot.clock import DAY, HOUR, MINUTE, SECOND, SteppedClock
from bot.main import App, Settings
from bot.responses.marks import Marks
from bot.responses.model import Mark, nth
from bot.standings import store
from bot.standings.figures import Change, Figures, Spans, counted, folded
from bot.standings.model import By, Window
from bot.standings.service import TOP, Board, Standings
from bot.storage.tables import classes, members, responses, standings
from tests.benchmarks import report, stores
from tests.benchmarks.cards import database_is_postgres
from tests.benchmarks.crowd import PACK, ROOM
from tests.chat_harness import MONDAY

MEMBERS, NAMED = 100_000, 20
RUNS, SORTS = 200, 3
AT = MONDAY + 8 * HOUR
BOARDS = [Board(over, by) for over in get_args(Window) for by in get_args(By) if (over, by) != ("all", "improvement")]


def person(number: int) -> str:
    """A member's key."""
    return f"terminal:p{number:06}"


async def fill(app: App) -> None:
    """A class of so many members with the figures that a year might leave."""
    calendar = await app.database.read(lambda tx: app._rooms.calendars.of(tx, "c"))
    spans = Spans(calendar.zone, calendar.is_open)
    random = Random(1)
    made: dict[str, tuple[list[Figures], bool]] = {}
    for number in range(MEMBERS):
        often, knows = random.lognormvariate(2, 1), random.random()
        changes = []
        for _ in range(24):
            at, right = AT - int(random.random() * 60 * DAY), random.random() < knows
            changes.append(Change(at, int(right * often * random.randint(20, 150)), 100 * right, 1))
        changes.append(Change(AT - random.randint(1, 100) * SECOND, 10, 10, 1))
        made[person(number)] = (folded(changes, spans), number % NAMED == 0)
    rows = [
        {"class_id": "c", "person": one, "name": one[-6:], "shows_name": named, "seen_at": AT, "left": False}
        for one, (_, named) in made.items()
    ]

    def put(tx: Connection) -> None:
        tx.execute(insert(members), rows)
        store.save(tx, "c", made)
        store.count(tx, "c", counted((None, (one, named)) for mine, named in made.values() for one in mine))

    await app.database.write(put)
    # PostgreSQL does this by itself some minutes later.
    if database_is_postgres(app.database):
        await app.database.write(lambda tx: tx.execute(text("ANALYZE")) and None)


def plainly(
    tx: Connection, app: App, me: str, board: Board
) -> tuple[list[tuple[int, str, int]], tuple[int, int] | None]:
    """The top ten and one's own place, by a sort of everybody's figures."""
    calendar = app._rooms.calendars.of(tx, "c")
    over = Spans(calendar.zone, calendar.is_open).over(board.over, AT)
    where = (standings.c.class_id == "c", standings.c.span == over.span, standings.c.since == over.since)
    figure = store.COLUMNS[board.by]
    found = tx.execute(select(figure, standings.c.person, standings.c.named).where(*where, figure > 0)).all()
    ordered = sorted(found, key=lambda row: (-row[0], row[1]))
    places: dict[int, int] = {}
    for number, row in enumerate(ordered, 1):
        places.setdefault(row[0], number)
    top = [(places[value], one[-6:], value) for value, one, named in ordered if named][:TOP]
    own = next(((places[value], value) for value, one, _ in ordered if one == me), None)
    return top, own


def event_of(number: int) -> Invoke:
    """A member who asks."""
    return Invoke(
        person=person(number),
        name=str(number),
        room=ROOM,
        at=AT,
        delivery=f"d{number}",
        manages=False,
        command="leaderboard",
        options={},
    )


async def boards(app: App, name: str) -> None:
    """Each board, and beside it the plain sort; both say the same."""
    random = Random(2)
    rows = []
    for board in BOARDS:
        inside, outside, sorting = [], [], []

        def find(tx: Connection, event: Invoke, board: Board = board, inside: list[float] = inside) -> Standings:
            begun = time.perf_counter()
            found = app._rooms.standings.service.over(tx, "c", event, board)
            inside.append(time.perf_counter() - begun)
            return found

        for _ in range(RUNS):
            event = event_of(random.randrange(MEMBERS))
            begun = time.perf_counter()
            found = await app.database.read(find, event)
            outside.append(time.perf_counter() - begun)
        for _ in range(SORTS):
            begun = time.perf_counter()
            top, own = await app.database.read(plainly, app, event.person, board)
            sorting.append(time.perf_counter() - begun)
        assert (list(found.top), found.own) == (top, own), (found, top, own)
        late = sorted(inside)[int(len(inside) * 0.99) - 1]
        spans = (statistics.median(inside), late, statistics.median(outside), statistics.median(sorting))
        place = nth(own[0]) if own else "none"
        rows.append((f"{board.over}, by {board.by}", *(f"{span * 1000:.2f} ms" for span in spans), place))
    heads = ("in the lane", "p99", "all in", "a plain sort", "place found")
    report.table(f"{name}: top ten and own place of {MEMBERS:,} members", heads, rows)


async def give(app: App, marks: Marks, number: int, persons: list[int]) -> float:
    """Give an answer of each of these its mark; seconds in the lane."""
    at, session = AT + number * MINUTE, f"round:{number}:{id(marks)}"
    question = f"garden/q-{session}"
    given = [
        {"delivery": f"{session}:{one}", "person": person(one), "class_id": "c", "session": session}
        | {"position": 1, "question": question, "revision": 1, "given": "[]", "at": at}
        for one in persons
    ]
    await app.database.write(lambda tx: tx.execute(insert(responses), given) and None)
    numbers = await app.database.read(
        lambda tx: dict(
            tx.execute(select(responses.c.person, responses.c.seq).where(responses.c.session == session)).all()
        )  # type: ignore[arg-type]
    )
    mine = [
        Mark(numbers[person(one)], "c", person(one), question, 1, 0, "right", 100, one % 50, counts=True, at=at)
        for one in persons
    ]

    def put(tx: Connection) -> float:
        begun = time.perf_counter()
        marks.give(tx, session, mine)
        return time.perf_counter() - begun

    return await app.database.write(put)


async def writes(app: App, name: str) -> None:
    """A mark, and those of a round of 1,000: alone, and with standings."""
    alone, followed = Marks(), Marks()
    followed.counter = app._rooms.standings.keeping
    random = Random(3)
    rows = []
    for label, size, runs in (("one mark", 1, RUNS), ("a round of 1,000", 1_000, 5)):
        some = [random.sample(range(MEMBERS), size) for _ in range(runs)]
        plain = [await give(app, alone, number + size, persons) for number, persons in enumerate(some)]
        kept = [await give(app, followed, number + size, persons) for number, persons in enumerate(some)]
        spans = (statistics.median(plain), statistics.median(kept), sorted(kept)[int(len(kept) * 0.99) - 1])
        extra = statistics.median(kept) - statistics.median(plain)
        rows.append((label, *(f"{span * 1000:.2f} ms" for span in (*spans, extra))))
    report.table(f"{name}: marks in a class of {MEMBERS:,}", ("alone", "with standings", "p99", "standings"), rows)


async def measure(maker: Callable[[Path], Any]) -> None:
    """Everything, on one kind of database."""
    with tempfile.TemporaryDirectory(prefix="swot-") as folder, maker(Path(folder)) as where:
        app = await App.open(Settings(where.url, (PACK,), None, SteppedClock(AT), Random(1)))
        row = {"id": "c", "name": "12A", "zone": "Europe/London", "created_at": 1}
        await app.database.write(lambda tx: tx.execute(insert(classes), row) and None)
        try:
            await fill(app)
            steps: tuple[Callable[[App, str], Awaitable[None]], ...] = (boards, writes)
            for step in steps:
                await step(app, where.name)
        finally:
            await app.close()


def main() -> None:
    """Measure on every kind of database that there is."""
    for maker in stores.makers():
        asyncio.run(measure(maker))


if __name__ == "__main__":
    main()
