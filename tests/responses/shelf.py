"""Answers that were marked some time ago, put into the database as they would stand there."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, insert, select

from bot.clock import SECOND, SteppedClock
from bot.main import App, Settings
from bot.marking.outcome import RULES
from bot.responses.model import given_to_json
from bot.responses.remarking import Remarking
from bot.storage.dialect import put
from bot.storage.tables import classes, marks, remarked, remarks, responses
from tests.chat_harness import MONDAY

GARDEN = Path(__file__).parent.parent / "data" / "garden"
TYPED, SINGLE, TICKING, ORDERING = "garden/g-06", "garden/g-01", "garden/g-04", "garden/g-07"
OLDER = RULES - 1
COLUMNS = ("verdict", "earned", "bonus", "rule", "revision")


@dataclass(frozen=True, slots=True)
class Old:
    """An answer and the mark that it was given; by default one that older rules found wrong."""

    given: tuple[str, ...] = ("Spade",)
    question: str = TYPED
    person: str = "terminal:maya"
    verdict: str = "wrong"
    earned: int = 0
    bonus: int = 0
    rule: int = OLDER
    revision: int = 1
    marker: str = ""
    counts: bool = True
    class_id: str = "12a"
    session: str = "solo:s"
    at: int = MONDAY


class Shelf:
    """A database with old marks, and what goes over them."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._numbers = itertools.count(1)

    @classmethod
    async def open(cls, url: str, pack: Path = GARDEN) -> Shelf:
        """Open Swot on a database."""
        settings = Settings(url, (pack,), None, SteppedClock(MONDAY + 1_000 * SECOND), Random(1))
        return cls(await App.open(settings))

    async def close(self) -> None:
        """Let go of the database."""
        await self.app.close()

    @property
    def remarking(self) -> Remarking:
        """What marks again."""
        return self.app.remarking()

    async def put(self, *old: Old) -> list[int]:
        """Put marked answers in; the numbers of the responses."""

        def add(tx: Connection) -> list[int]:
            names = {one.class_id for one in old}
            rows = [{"id": id, "name": f"Class {id}", "zone": "Europe/London", "created_at": 0} for id in sorted(names)]
            put(tx, classes, *rows)
            given, made = [], []
            for one in old:
                number = next(self._numbers)
                shared = {"class_id": one.class_id, "person": one.person, "question": one.question}
                shared |= {"revision": one.revision, "at": one.at}
                answer = {"session": one.session, "position": number, "given": given_to_json(one.given)}
                given.append({**shared, **answer, "delivery": f"old{number}"})
                worth = {"verdict": one.verdict, "earned": one.earned, "bonus": one.bonus, "rule": one.rule}
                made.append({**shared, **worth, "counts": one.counts, "marker": one.marker})
            tx.execute(insert(responses), given)
            found = select(responses.c.delivery, responses.c.seq).where(responses.c.delivery.like("old%"))
            numbers = dict(tx.execute(found).all())
            mine = [numbers[row["delivery"]] for row in given]
            tx.execute(insert(marks), [{**row, "response": seq} for row, seq in zip(made, mine, strict=True)])
            return mine

        return await self.app.database.write(add)

    async def rows(self, query: Any) -> list[Any]:
        """What a query finds."""
        return await self.app.database.read(lambda tx: list(tx.execute(query).all()))

    async def marks(self) -> dict[int, tuple[Any, ...]]:
        """Verdict, earned, bonus, rule and revision of every mark, by response."""
        found = await self.rows(select(marks.c.response, *(marks.c[name] for name in COLUMNS)))
        return {number: tuple(made) for number, *made in found}

    async def log(self) -> list[Any]:
        """The log's entries, in order."""
        return await self.rows(select(remarks).order_by(remarks.c.at, remarks.c.id))

    async def logged(self) -> dict[int, tuple[tuple[Any, ...], tuple[Any, ...]]]:
        """What the log says of each mark: as it was, as it is."""
        both = [remarked.c[f"{time}_{name}"] for time in ("old", "new") for name in COLUMNS]
        found = await self.rows(select(remarked.c.response, *both))
        return {number: (tuple(made[:5]), tuple(made[5:])) for number, *made in found}


def edited_garden(folder: Path, *changes: tuple[str, str]) -> Path:
    """The garden pack, with its questions changed as an author would."""
    pack = folder / "garden"
    shutil.copytree(GARDEN, pack)
    file = pack / "questions" / "garden.yaml"
    text = file.read_text("utf-8")
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    file.write_text(text, "utf-8")
    return pack
