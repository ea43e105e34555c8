"""Cards follow from what is stored of answers, whatever happens in whatever order, and from nothing else."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select

from bot.classes.learners import accounts_of
from bot.clock import DAY
from bot.privacy.erasing import erase_part
from bot.privacy.store import Part
from bot.review import cards as service
from bot.review.model import Evidence, grade
from bot.storage.tables import cards, due, marks, own_words
from bot.storage.tables.kept import NOBODY
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.exams.hall import class_of, have_sat
from tests.exams.marked import are_marked
from tests.histories import QUESTION, STEPS, play


@pytest.fixture
async def talk(database_url: str) -> AsyncIterator[Chat]:
    """A class on either database."""
    chat = await Chat.open(Installation(database_url, (DATA / "garden", DATA / "hall")))
    yield chat
    await chat.close()


async def all_cards(chat: Chat) -> list[tuple[Any, ...]]:
    """Every card, to the last bit."""
    rows = await chat.rows(select(cards).order_by(cards.c.person, cards.c.class_id, cards.c.question))
    return [tuple(row) for row in rows]


async def rebuilt(chat: Chat) -> list[tuple[Any, ...]]:
    """The same once every class's cards are made again."""
    for class_id in {row.class_id for row in await chat.rows(select(marks.c.class_id).distinct())}:
        await chat.app.database.write(chat.app._rooms.cards.rebuild, class_id)
    return await all_cards(chat)


async def by_the_package(chat: Chat) -> dict[tuple[str, str], tuple[float, float, int]]:
    """What the package's scheduler makes of the stored marks: by first account and question, the last instant too."""

    def find(tx: Connection) -> list[tuple[str, Any, str]]:
        rows = tx.execute(
            select(marks, own_words.c.word).outerjoin(own_words, own_words.c.response == marks.c.response)
        ).all()
        return [(min(accounts_of(tx, row.person)), row, row.word or "") for row in rows if row.person != NOBODY]

    found = sorted(await chat.app.database.read(find), key=lambda entry: (entry[1].at, entry[1].response))
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    made: dict[tuple[str, str], fsrs.Card] = {}
    for owner, row, word in found:
        one = Evidence(row.at, row.response, row.verdict, row.earned, row.took, row.usual, row.tries, word)
        when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=row.at)
        card = made.get((owner, row.question)) or fsrs.Card(1, due=when)
        made[owner, row.question], _ = scheduler.review_card(card, fsrs.Rating(grade(one).rating), when)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return {
        key: (card.stability or 0.0, card.difficulty or 0.0, (card.last_review - epoch) // timedelta(microseconds=1))
        for key, card in made.items()
        if card.last_review is not None
    }


async def run(folder: Path, empty: Path, steps: list[tuple[str, str, str]]) -> None:
    """Play the steps in a class of their own; making cards again changes nothing, and they are the package's."""
    path = Path(shutil.copy(empty, folder / "swot.db"))
    chat = await Chat.open(Installation(f"sqlite:///{path}", (DATA / "garden", DATA / "hall")))
    try:
        has_mock = await play(chat, steps)
        await hold(chat, has_mock=has_mock)
    finally:
        await chat.close()


async def hold(chat: Chat, *, has_mock: bool) -> None:
    """What has to be so of cards at any time."""
    await chat.wait("1m")
    before = await all_cards(chat)
    found = {(row[0], row[2]): (row[3], row[4], row[5]) for row in before}
    if not has_mock:
        assert found == await by_the_package(chat)
    assert await rebuilt(chat) == before


@given(st.lists(STEPS, min_size=4, max_size=12))
@settings(max_examples=20)
def test_after_any_history_making_cards_again_changes_nothing(empty_sqlite: Path, steps: list[tuple[str, str, str]]):
    """Solos, rounds, reviews, own words, re-marking, linking, releases, leaving, forgetting: one state, to the bit."""
    with tempfile.TemporaryDirectory(prefix="swot-") as folder:
        asyncio.run(run(Path(folder), empty_sqlite, steps))


async def test_a_long_history_comes_to_the_same_on_both_databases(talk: Chat):
    """A history with something of everything."""
    steps = [
        ("solo", "qamar", "False"),
        ("round", "quinlan", "True"),
        ("link", "qamar", "quinlan"),
        ("wait", "qamar", ""),
        ("review", "qamar", "Easy"),
        ("refuse", "qamar", ""),
        ("solo", "quentin", "False"),
        ("review", "quentin", "I guessed"),
        ("unlink", "quinlan", ""),
        ("accept", "qamar", ""),
        ("round", "quentin", "False"),
        ("forget", "qamar", ""),
        ("solo", "quentin", "True"),
    ]
    assert not await play(talk, steps)
    assert len(await all_cards(talk)) >= 2
    await hold(talk, has_mock=False)


async def test_an_exam_counts_once_its_results_are_out(talk: Chat):
    """Before the release there is no card of it; after it each question has one, as of when it was handed in."""
    mock = await have_sat(talk, {"maya": {1: ("The queen",), 2: ("Clay",)}})
    await are_marked(talk, mock, {"maya": (100, 0, 0, 0, 0, 0, 0, 0)})
    await talk.wait("3d")
    assert await all_cards(talk) == []
    await talk.say("teacher", "/mock release")
    await talk.press("teacher", "Release to")
    found = await all_cards(talk)
    # What was not answered says nothing: perhaps time was out.
    assert len(found) == 2
    assert {row[5] for row in found} == {mock.set_at + 10 * 60 * 1_000_000} or all(
        row[5] < talk.clock.now() - 2 * 86_400 * 1_000_000 for row in found
    )
    assert found[0][3] != found[1][3]
    assert await rebuilt(talk) == found


async def test_cards_of_what_was_there_before_are_made_in_the_background(talk: Chat):
    """Marks without cards are gone through in small steps; an answer that comes before counts them all the same."""
    for _ in range(3):
        await talk.say("maya", "/quiz solo", topic="judging")
        await talk.press("maya", "False")
        await talk.wait("2d")
    await talk.say("tom", "/quiz solo", topic="judging")
    await talk.press("tom", "True")
    whole = await all_cards(talk)
    await talk.app.database.write(lambda tx: tx.execute(delete(cards)) and None)

    def plan(tx: Connection) -> None:
        from bot.storage import due as due_work  # noqa: PLC0415 - of one test

        due_work.add(tx, service.FILL, "marks", 0, talk.clock.now() + 1_000_000, bulk=True)

    await talk.app.database.write(plan)
    await talk.wait("10s")
    assert await all_cards(talk) == whole
    assert not [row for row in await talk.rows(select(due.c.kind)) if row.kind == service.FILL]
    await talk.app.database.write(lambda tx: tx.execute(delete(cards)) and None)
    await talk.wait("2d")
    await talk.say("maya", "/quiz solo", topic="judging")
    await talk.press("maya", "False")
    assert [row[9] for row in await all_cards(talk)] == [4]


async def test_two_classes_that_become_one_have_one_card_of_what_was_asked_in_both(talk: Chat):
    """A learner's answers of both classes are one memory then."""
    await class_of(talk)
    first = await talk.app.database.read(lambda tx: tx.execute(select(marks.c.class_id).limit(1)).scalar())
    assert first is None
    await talk.say("maya", "/quiz solo", topic="judging")
    await talk.press("maya", "False")
    await talk.wait("3d")
    [row] = await talk.rows(select(cards))

    def elsewhere(tx: Connection) -> None:
        """The same learner in another class, and then both are one."""
        from bot.classes import store as classes  # noqa: PLC0415 - of one test
        from bot.responses import service as responses  # noqa: PLC0415
        from bot.responses.model import NewResponse  # noqa: PLC0415
        from bot.responses.service import Asking  # noqa: PLC0415

        classes.create(tx, "other", "12B", "Europe/London", 1)
        asking = Asking("other", "solo:x", 1, QUESTION, 1)
        responses.respond(tx, asking, NewResponse(row.person, ("True",), talk.clock.now(), "d-other"))
        response = responses.latest(tx, asking, row.person)
        assert response is not None
        from bot.marking.outcome import Outcome  # noqa: PLC0415

        mark = responses.mark_of(response, asking, Outcome("wrong", 0), at=talk.clock.now(), counts=True, override=0)
        talk.app._rooms.marks.give(tx, asking.session, [mark])
        talk.app._rooms.links.merge(tx, "other", row.class_id, talk.clock.now())

    await talk.app.database.write(elsewhere)
    found = await all_cards(talk)
    assert [(one[1], one[9]) for one in found] == [(row.class_id, 2)]
    assert await rebuilt(talk) == found


async def test_what_is_kept_no_longer_is_remembered_no_longer(talk: Chat):
    """Once a school year is erased, a card is made of what is left of its answers."""
    class_id = await class_of(talk)
    for _ in range(3):
        await talk.say("maya", "/quiz solo", topic="judging")
        await talk.press("maya", "False")
        await talk.wait("3d")
    [row] = await talk.rows(select(cards))

    def erase(tx: Connection) -> None:
        part = Part(class_id, talk.clock.now() - 5 * DAY)
        erase_part(tx, [row.person], Random(1), part)
        for hear in talk.app._rooms.retention.on_part:
            hear(tx, class_id, [row.person])

    await talk.app.database.write(erase)
    [left] = await all_cards(talk)
    assert (row.reviews, left[9]) == (3, 1)
    assert await rebuilt(talk) == [left]
