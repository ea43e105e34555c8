"""Marking again by what each class accepts; on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.bank.service import read_pack
from bot.marking.outcome import RULES
from bot.responses.model import Difference
from bot.responses.service import given_to
from bot.storage.tables import marks
from tests.chat_harness import MONDAY
from tests.responses.shelf import GARDEN, TYPED, Old, Shelf

HOW = {"why": "a test", "by": "terminal:maya", "at": MONDAY}
IRON = ("Digging iron",)


@pytest.fixture
async def shelf(database_url: str) -> AsyncIterator[Shelf]:
    """The test's database."""
    opened = await Shelf.open(database_url)
    yield opened
    await opened.close()


async def change(shelf: Shelf, what: str, *given: Any, **how: Any) -> None:
    """Have a class change what it accepts."""
    await shelf.app.database.write(getattr(shelf.app.curriculum, what), *given, **how)


async def remark(shelf: Shelf, **scope: Any) -> Difference:
    """Go over marks, and change what comes out otherwise."""
    difference = await shelf.remarking.difference(**scope)
    await shelf.remarking.change(difference, "a test")
    return difference


async def verdicts(shelf: Shelf) -> list[tuple[str, str, int]]:
    """Class, verdict and override of every mark, in order."""
    found = select(marks.c.class_id, marks.c.verdict, marks.c.override).order_by(marks.c.response)
    return [tuple(row) for row in await shelf.rows(found)]


async def test_marks_follow_what_their_class_accepts(shelf: Shelf):
    """There and back, in that class alone; the rest is not looked at."""
    await shelf.put(*(Old(IRON, rule=RULES, class_id=id) for id in ("12a", "12b")), Old(("Fork",), rule=RULES))
    assert (await remark(shelf)).looked_at == 0
    await change(shelf, "accept", "12a", TYPED, IRON, **HOW)
    difference = await remark(shelf)
    assert (difference.looked_at, len(difference.changes), len(difference.confirmed)) == (2, 1, 1)
    assert await verdicts(shelf) == [("12a", "right", 1), ("12b", "wrong", 0), ("12a", "wrong", 1)]
    assert (await remark(shelf)).looked_at == 0
    await change(shelf, "accept_no_more", "12a", TYPED, IRON, by="terminal:maya", at=MONDAY)
    assert len((await remark(shelf, class_id="12a")).changes) == 1
    assert await verdicts(shelf) == [("12a", "wrong", 2), ("12b", "wrong", 0), ("12a", "wrong", 2)]
    [log, _] = [made for made in await shelf.log() if made.changed]
    assert log.changed == 1


async def test_one_answer_for_another_makes_marks_old(shelf: Shelf):
    """Though as many are accepted as before: a version never comes again."""
    await shelf.put(Old(IRON, rule=RULES))
    await change(shelf, "accept", "12a", TYPED, IRON, **HOW)
    await remark(shelf)
    await change(shelf, "accept_no_more", "12a", TYPED, IRON, by="terminal:maya", at=MONDAY)
    await change(shelf, "accept", "12a", TYPED, ("Fork",), **HOW)
    await remark(shelf)
    assert await verdicts(shelf) == [("12a", "wrong", 3)]


async def test_what_a_person_marked_stays(shelf: Shelf):
    """A further answer changes what the rules had said, and nothing else; only that is counted as answers to it."""
    await shelf.put(Old(IRON, rule=RULES, marker="terminal:teacher"), Old(IRON, rule=RULES))
    await change(shelf, "accept", "12a", TYPED, IRON, **HOW)
    await remark(shelf)
    assert await verdicts(shelf) == [("12a", "wrong", 0), ("12a", "right", 1)]
    assert await shelf.app.database.read(given_to, "12a", TYPED) == [IRON]


async def test_a_class_s_own_questions_are_marked_again_by_its_own_keys(shelf: Shelf):
    """They are in no pack of the installation; a class that has none of the kind has lost them."""
    own = read_pack(GARDEN)
    own = own.model_copy(update={"info": own.info.model_copy(update={"id": "own"})})
    shelf.app.curriculum._own = lambda _tx, class_id: (own,) if class_id == "12a" else ()
    await shelf.put(Old(question="own/g-06"), Old(question="own/g-06", class_id="12b"))
    await change(shelf, "changed", "12a")
    difference = await remark(shelf)
    assert len(difference.changes) == 1
    assert difference.withdrawn == (1, 1)
    assert [verdict for _, verdict, _ in await verdicts(shelf)] == ["right", "wrong"]
    assert (
        len((await shelf.remarking.difference(questions=("own/g-06",), class_id="12a", everything=True)).changes) == 0
    )
