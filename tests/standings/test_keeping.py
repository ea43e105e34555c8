"""Standings follow from marks and the calendar, whatever happens in whatever order, and from nothing else."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select, update

from bot.classes.learners import accounts_of
from bot.clock import DAY, local
from bot.privacy.erasing import erase_part
from bot.privacy.store import Part
from bot.responses.worth import Sight, shares, worth
from bot.standings import store
from bot.standings.figures import Spans
from bot.standings.keeping import COUNT
from bot.standings.model import By, Share, improvement, is_school_day
from bot.storage import due as due_work
from bot.storage.tables import due, marks, members, responses, standing_counts, standings
from bot.storage.tables.kept import NOBODY
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.exams.hall import class_of
from tests.histories import STEPS, play


@pytest.fixture
async def talk(database_url: str) -> AsyncIterator[Chat]:
    """A class on either database."""
    chat = await Chat.open(Installation(database_url, (DATA / "garden", DATA / "hall")))
    yield chat
    await chat.close()


async def stored(chat: Chat) -> list[tuple[Any, ...]]:
    """All that is stored of where anybody stands, in every class."""
    found: list[tuple[Any, ...]] = []
    for class_id in sorted({row.class_id for row in await chat.rows(select(marks.c.class_id).distinct())}):
        found += sorted(await chat.app.database.read(chat.app._rooms.standings.keeping.rows, class_id), key=str)
    return found


async def rebuilt(chat: Chat) -> list[tuple[Any, ...]]:
    """The same once it is made again."""
    for class_id in {row.class_id for row in await chat.rows(select(marks.c.class_id).distinct())}:
        await chat.app.database.write(chat.app._rooms.standings.keeping.rebuild, class_id)
    return await stored(chat)


def reckoned(tx: Connection, chat: Chat, class_id: str, now: int) -> dict[tuple[str, By], dict[str, int]]:
    """What each learner has by span and kind, of nothing but marks: a plain loop over all of them."""
    calendar = chat.app._rooms.calendars.of(tx, class_id)
    rows = tx.execute(
        select(marks, responses.c.session, responses.c.position)
        .join(responses, responses.c.seq == marks.c.response)
        .where(marks.c.class_id == class_id, marks.c.person != NOBODY)
    ).all()
    humans: dict[str, list[Any]] = {}
    for row in rows:
        humans.setdefault(min(accounts_of(tx, row.person)), []).append(row)
    found: dict[tuple[str, By], dict[str, int]] = {}
    for over in Spans(calendar.zone, calendar.is_open).of(now):
        for human, mine in humans.items():
            counts = shares(
                Sight(
                    row.response,
                    row.question,
                    row.session[:6] == "round:",
                    (row.session, row.position),
                    row.counts,
                    row.at,
                )
                for row in mine
            )
            within = [row for row in mine if row.at >= over.since]
            earlier = [row for row in mine if over.before <= row.at < over.since]
            days = {local(row.at, calendar.zone).date() for row in within}
            better = improvement(
                Share(sum(row.earned for row in within), len(within)),
                Share(sum(row.earned for row in earlier), len(earlier)),
            )
            figures: dict[By, int] = {
                "points": sum(worth(row.earned + row.bonus, counts[row.response]) for row in within),
                "improvement": max(0, better or 0),
                "steadiness": sum(is_school_day(day, calendar.is_open) for day in days),
            }
            for by, figure in figures.items():
                if figure:
                    found.setdefault((over.span, by), {})[human] = figure
    return found


def told(tx: Connection, chat: Chat, class_id: str, now: int) -> dict[tuple[str, By], dict[str, int]]:
    """The same as boards read it, of everyone; the counts agree with it."""
    found: dict[tuple[str, By], dict[str, int]] = {}
    persons = {row.person for row in tx.execute(select(standings.c.person).where(standings.c.class_id == class_id))}
    calendar = chat.app._rooms.calendars.of(tx, class_id)
    for over in Spans(calendar.zone, calendar.is_open).of(now):
        for by in get_args(By):
            stands = {one: store.best_and(tx, class_id, one, over, by, 99) for one in persons}
            mine = {one: own.figure for one, (_, own) in stands.items() if own}
            if mine:
                found[over.span, by] = mine
            bands = store.wide_counts(tx, class_id, over, by)
            assert sum(learners for _, learners, _ in bands) == len(mine)
            for best, own in stands.values():
                shown = [one.person for one in best]
                assert sum(named for *_, named in bands) == len(shown)
                assert set(shown) == {one for one in mine if _shows(tx, class_id, one)}
                assert [one.figure for one in best] == sorted((one.figure for one in best), reverse=True)
                for one in [*best, *([own] if own else [])]:
                    same_band = [other for other in mine.values() if other // 1_000 == one.figure // 1_000]
                    assert one.above == sum(other > one.figure for other in same_band)
    return found


def _shows(tx: Connection, class_id: str, person: str) -> bool:
    mine = members.c.person.in_(accounts_of(tx, person))
    return bool(
        tx.execute(select(members.c.person).where(members.c.class_id == class_id, mine, members.c.shows_name)).all()
    )


async def hold(chat: Chat) -> None:
    """What has to be so of standings at any time."""
    await chat.wait("1m")
    for class_id in {row.class_id for row in await chat.rows(select(marks.c.class_id).distinct())}:
        read = chat.app.database.read
        now = chat.clock.now()
        assert await read(told, chat, class_id, now) == await read(reckoned, chat, class_id, now)
    before = await stored(chat)
    assert await rebuilt(chat) == before
    assert not await chat.rows(select(standing_counts).where(standing_counts.c.learners < 1))
    assert not await chat.rows(select(marks.c.response).where(marks.c.share.is_(None)))


async def run(folder: Path, empty: Path, steps: list[tuple[str, str, str]]) -> None:
    """Play the steps in a class of their own."""
    path = Path(shutil.copy(empty, folder / "swot.db"))
    chat = await Chat.open(Installation(f"sqlite:///{path}", (DATA / "garden", DATA / "hall")))
    try:
        await play(chat, steps)
        await hold(chat)
    finally:
        await chat.close()


@given(st.lists(STEPS, min_size=4, max_size=12))
@settings(max_examples=20)
def test_after_any_history_a_rebuild_gives_the_same_figures(empty_sqlite: Path, steps: list[tuple[str, str, str]]):
    """And they are what a plain loop over all marks makes of them, to the point; places too."""
    with tempfile.TemporaryDirectory(prefix="swot-") as folder:
        asyncio.run(run(Path(folder), empty_sqlite, steps))


async def test_a_long_history_comes_to_the_same_on_both_databases(talk: Chat):
    """A history with something of everything."""
    steps = [
        ("solo", "qamar", "False"),
        ("names", "qamar", "show"),
        ("round", "quinlan", "True"),
        ("practise", "quentin", "False"),
        ("link", "qamar", "quinlan"),
        ("wait", "qamar", ""),
        ("round", "qamar", "False"),
        ("refuse", "qamar", ""),
        ("zone", "qamar", "Asia/Tokyo"),
        ("solo", "quentin", "False"),
        ("unlink", "quinlan", ""),
        ("accept", "qamar", ""),
        ("holiday", "qamar", "23 November 2026"),
        ("round", "quentin", "False"),
        ("names", "quentin", "show"),
        ("forget", "qamar", ""),
        ("solo", "quentin", "True"),
    ]
    await play(talk, steps)
    assert {row[1] for row in await stored(talk) if row[0] == "standings"}
    await hold(talk)


async def test_what_was_there_before_is_counted_in_the_background(talk: Chat):
    """Marks that nothing is reckoned of are gone through in small steps; an answer that comes before counts as well."""
    for person in ("maya", "tom", "qamar"):
        for _ in range(2):
            await talk.say(person, "/quiz solo", topic="judging")
            await talk.press(person, "False")
            await talk.wait("2d")
    whole = await stored(talk)
    class_id = await class_of(talk)

    def plan(tx: Connection) -> None:
        tx.execute(delete(standings))
        tx.execute(delete(standing_counts))
        tx.execute(update(marks).values(share=None, worth=None))
        due_work.add(tx, COUNT, class_id, "", talk.clock.now() + 1_000_000, bulk=True)

    await talk.app.database.write(plan)
    await talk.wait("10s")
    assert await stored(talk) == whole
    assert not [row for row in await talk.rows(select(due.c.kind)) if row.kind == COUNT]
    await talk.app.database.write(plan)
    await talk.say("maya", "/quiz solo", topic="judging")
    await talk.press("maya", "False")
    maya = talk.session.key("maya")
    mine = await talk.rows(select(standings).where(standings.c.person == maya))
    assert {row.span: row.answers for row in mine} == {"week": 1, "half-term": 3, "all": 3}
    await talk.wait("10s")
    await hold(talk)


async def test_two_classes_that_become_one_have_one_board(talk: Chat):
    """What somebody was asked in both counts once, and their names go along."""
    await class_of(talk)
    await talk.say("maya", "/quiz solo", topic="judging")
    await talk.press("maya", "False")
    await talk.wait("3d")
    [class_id] = {row.class_id for row in await talk.rows(select(marks.c.class_id))}
    maya = talk.session.key("maya")

    def elsewhere(tx: Connection) -> None:
        """The same learner in another class, and then both are one."""
        from bot.classes import store as classes  # noqa: PLC0415 - of one test
        from bot.marking.outcome import Outcome  # noqa: PLC0415
        from bot.responses import service  # noqa: PLC0415
        from bot.responses.model import NewResponse  # noqa: PLC0415

        classes.create(tx, "other", "12B", "Europe/London", 1)
        asking = service.Asking("other", "solo:x", 1, "garden/g-05", 1)
        service.respond(tx, asking, NewResponse(maya, ("False",), talk.clock.now(), "d-other"))
        response = service.latest(tx, asking, maya)
        assert response is not None
        mark = service.mark_of(response, asking, Outcome("right", 100), at=talk.clock.now(), counts=True, override=0)
        talk.app._rooms.marks.give(tx, asking.session, [mark])
        assert [row.points for row in tx.execute(select(standings).where(standings.c.class_id == "other"))] == [50] * 3
        talk.app._rooms.links.merge(tx, "other", class_id, talk.clock.now())

    await talk.app.database.write(elsewhere)
    found = {row.span: row.points for row in await talk.rows(select(standings))}
    assert found == {"week": 60, "half-term": 60, "all": 60}
    await hold(talk)


async def test_what_is_kept_no_longer_counts_no_longer(talk: Chat):
    """Once a school year is erased, standings are made of what is left of its answers."""
    class_id = await class_of(talk)
    for _ in range(3):
        await talk.say("maya", "/quiz solo", topic="judging")
        await talk.press("maya", "False")
        await talk.wait("3d")
    maya = talk.session.key("maya")

    def erase(tx: Connection) -> None:
        erase_part(tx, [maya], Random(1), Part(class_id, talk.clock.now() - 5 * DAY))
        for hear in talk.app._rooms.retention.on_part:
            hear(tx, class_id, [maya])

    assert {row.points for row in await talk.rows(select(standings).where(standings.c.span == "all"))} == {70}
    await talk.app.database.write(erase)
    assert {row.points for row in await talk.rows(select(standings).where(standings.c.span == "all"))} == {50}
    await hold(talk)
