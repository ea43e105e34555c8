"""Two Swots on one database play one round: nothing is done twice, said twice, said out of order, or lost between."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from itertools import cycle

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.ext.asyncio import create_async_engine

from bot.chat import Invoke, NotSent, View, plain, rich
from bot.clock import SECOND, SteppedClock
from bot.schedule import courier, dispatcher
from bot.storage import outbox as outbox_rows
from bot.storage.database import Database
from bot.storage.tables import class_rooms, classes, due, marks, outbox, responses, rounds
from tests.chat_harness import MONDAY
from tests.postgres import Postgres
from tests.survival.crowd import ACKNOWLEDGED, LEARNERS, Crowd, Wall
from tests.survival.held import PATIENCE, commits_held, nothing_of

ROOM = "terminal:garden"
GOING_ON = "A round is going on here already. /quiz stop ends it."


@pytest.fixture
async def both(database_url: str) -> AsyncIterator[tuple[Crowd, Crowd]]:
    """Two processes with one database, one time and one platform."""
    clock = SteppedClock(MONDAY)
    wall = Wall(clock)
    crowds = (
        await Crowd.open(database_url, clock=clock, wall=wall, seed=1),
        await Crowd.open(database_url, clock=clock, wall=wall.beside(), seed=2),
    )
    yield crowds
    for crowd in crowds:
        await crowd.close()


async def _run(both: tuple[Crowd, Crowd]) -> None:
    """Both processes do what is due."""
    await asyncio.gather(*(crowd.app.dispatcher.run() for crowd in both))


async def _step(both: tuple[Crowd, Crowd]) -> bool:
    """Let time pass until something is due, and have both look for it; tell whether there was anything."""
    upcoming = await both[0].app.dispatcher.next_at()
    if upcoming is None:
        return False
    assert upcoming > both[0].clock.now(), "nothing can be done now, and yet they wake"
    both[0].clock.move_to(upcoming)
    await _run(both)
    return True


async def test_two_processes_play_many_rounds_and_nothing_happens_twice(
    both: tuple[Crowd, Crowd], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """With six rounds at once, answered through either process, each step, message and mark comes once, in order."""
    # They take work one piece at a time, so that they really share it.
    monkeypatch.setattr(dispatcher, "AT_ONCE", 1)
    monkeypatch.setattr(courier, "AT_ONCE", 1)
    one, two = both
    rooms = [f"garden{number}" for number in range(6)]
    ids = {room: await crowd.begin(room=room, questions=3) for room, crowd in zip(rooms, cycle(both), strict=False)}
    answered: set[str] = set()
    while True:
        for room in rooms:
            for action in one.open_question(room)[:1]:
                if action.address in answered:
                    continue
                answered.add(action.address)
                told = await asyncio.gather(
                    *(
                        _answer(crowd, person, action.address, room)
                        for person, crowd in zip(LEARNERS[:4], cycle(both), strict=False)
                    )
                )
                assert all(note.startswith(ACKNOWLEDGED) for note in told)
        if not await _step(both):
            break

    games = await one.rows(select(rounds))
    assert [(game.phase, game.ended, game.position) for game in games] == [("over", "finished", 3)] * len(rooms)
    said = await one.rows(select(outbox).order_by(outbox.c.room, outbox.c.place))
    wanted = {f"round:{id}:{part}" for id in ids.values() for part in ("1", "2", "3", "over")}
    wanted |= {f"round:{id}:{part}:reveal" for id in ids.values() for part in ("1", "2", "3")}
    assert {row.key for row in said} == wanted
    assert all(row.shown == row.version and row.next_at is None for row in said)
    assert set(Counter(one.wall.nonces() + two.wall.nonces()).values()) == {1}
    assert one.wall.posts
    assert two.wall.posts
    for room in rooms:
        shown = [message.id for message in one.wall.messages if message.room == f"terminal:{room}"]
        assert shown == [row.message for row in said if row.room == f"terminal:{room}"]
    assert await one.count(due) == 0
    assert await one.count(marks) == await one.count(responses) == len(rooms) * 3 * 4
    persons = select(func.count(), func.count(func.distinct(responses.c.person))).join(
        marks, marks.c.response == responses.c.seq
    )
    each = await one.rows(persons.group_by(responses.c.session, responses.c.position))
    assert [tuple(row) for row in each] == [(4, 4)] * len(rooms) * 3
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


async def _answer(crowd: Crowd, person: str, address: str, room: str) -> str:
    """A person answers a question of any kind."""
    if address.startswith("round.write"):
        return await crowd.note(crowd.submit(person, address, "Spade", room=room))
    return await crowd.note(crowd.press(person, address, room=room))


async def test_a_delivery_that_reaches_both_processes_counts_once(both: tuple[Crowd, Crowd]):
    """A platform that delivers the same press to both gets one answer from them, and one is kept."""
    one, two = both
    await one.begin(topic="growing/choosing", questions=1)
    for person in LEARNERS:
        event = one.press(person, one.open_question()[0])
        notes = await asyncio.gather(one.note(event), two.note(event))
        assert notes[0] == notes[1]
        assert notes[0].startswith(ACKNOWLEDGED)
    assert await one.count(responses) == len(LEARNERS)


async def test_a_command_that_reaches_both_processes_is_done_once(both: tuple[Crowd, Crowd]):
    """A platform that delivers the same command to both gets one answer from them, whatever it does."""
    one, two = both
    assert await one.note(Invoke(**one.by("teacher"), command="class teachers"))  # the room has its class by now
    for command, begins in (("quiz round", "Mixed questions"), ("quiz stop", "The round")) * 3:
        event = Invoke(**one.by("teacher"), command=command)
        notes = await asyncio.gather(one.note(event), two.note(event))
        assert notes[0] == notes[1]
        assert notes[0].startswith(begins)
    assert await one.count(rounds) == 3


async def test_an_answer_on_its_way_to_disk_is_marked_though_the_other_process_closes(
    both: tuple[Crowd, Crowd], database_url: str
):
    """An answer received in time, whose commit is still under way when the other process closes, is not lost."""
    one, two = both
    await one.begin(topic="growing/choosing", questions=1)
    closes_at = one.wall.deadline(ROOM)
    async with commits_held(database_url) as held:
        told = asyncio.create_task(one.note(one.press("maya", one.open_question()[0], at=closes_at - 1)))
        await held.reached()
        one.clock.move_to(closes_at)
        closing = asyncio.create_task(two.app.dispatcher.run())
        await nothing_of(told, closing)
        await held.release()
        async with asyncio.timeout(PATIENCE):
            note = await told
            await closing
    assert note.startswith(ACKNOWLEDGED)
    assert await one.count(responses) == 1
    assert await one.count(marks) == 1


async def test_teachers_who_hurry_a_round_at_both_processes_hurry_it_once(both: tuple[Crowd, Crowd]):
    """Two presses on the button for the next question, just as it comes by itself, put one question."""
    one, two = both
    id = await one.begin(questions=8)
    for position in range(1, 8):
        while not (buttons := one.wall.controls(ROOM, "round.next")) or buttons[0].arguments[1] != str(position):
            for action in one.open_question()[:1]:
                await _answer(one, "maya", action.address, "garden")
            assert await _step(both)
        (work,) = await one.rows(select(due.c.at).where(due.c.kind == "round.next"))
        one.clock.move_to(work.at)
        notes = await asyncio.gather(
            one.note(one.press("teacher", buttons[0])),
            two.note(two.press("teacher", buttons[0])),
            two.app.dispatcher.run(),
        )
        assert set(notes[:2]) <= {"On we go.", "The round has gone on already."}
        assert notes[:2] != ["On we go.", "On we go."]
        await _run(both)
        (game,) = await one.rows(select(rounds).where(rounds.c.id == id))
        assert (game.phase, game.position) == ("asking", position + 1)
    assert set(Counter(one.wall.nonces() + two.wall.nonces()).values()) == {1}


async def test_two_rounds_begun_at_once_in_one_room_are_one_round(both: tuple[Crowd, Crowd], database_url: str):
    """Of two teachers who start a round at both processes one does, and the other reads that a round is going on."""
    one, two = both
    assert await one.note(Invoke(**one.by("teacher"), command="class teachers"))  # the room has its class by now
    events = [Invoke(**crowd.by("teacher"), command="quiz round", options={"questions": 1}) for crowd in both]
    async with commits_held(database_url, table="rounds") as held:
        first = asyncio.create_task(one.note(events[0]))
        await held.reached()
        second = asyncio.create_task(two.note(events[1]))
        await nothing_of(first, second)
        await held.release()
        async with asyncio.timeout(PATIENCE):
            notes = [await first, await second]
    assert "/quiz stop ends it." in notes[0]
    assert notes[1] == GOING_ON
    assert await one.count(rounds) == 1


async def test_two_processes_that_meet_a_room_at_once_agree_on_its_class(both: tuple[Crowd, Crowd], database_url: str):
    """Whoever is first to speak in a new room, at whichever process, speaks in the same class."""
    one, two = both
    asked = [Invoke(**crowd.by("teacher"), command="class teachers") for crowd in both]
    async with commits_held(database_url, table="classes") as held:
        first = asyncio.create_task(one.note(asked[0]))
        await held.reached()
        second = asyncio.create_task(two.note(asked[1]))
        await nothing_of(first, second)
        await held.release()
        async with asyncio.timeout(PATIENCE):
            notes = [await first, await second]
    assert notes[0] == notes[1]
    assert await one.count(classes) == 1
    assert await one.count(class_rooms) == 1


async def test_the_count_of_answers_goes_on_whichever_process_shows_it(both: tuple[Crowd, Crowd]):
    """When the other process has shown how many answered, those who answer here after that are counted as well."""
    one, two = both
    await one.begin(topic="growing/choosing", questions=1, seconds=60)
    pressed = one.open_question()[0]
    for number, person in enumerate(LEARNERS[:3], start=1):
        await one.note(one.press(person, pressed))
        one.clock.move_to(one.clock.now() + outbox_rows.BETWEEN_EDITS)
        await two.app.dispatcher.run()
        assert _counted(one) == f"{number} answered"


async def test_the_count_of_answers_goes_on_after_a_redelivery(database_url: str):
    """A press that the platform repeats, to a process that has just started, does not stop the count."""
    before = await Crowd.open(database_url)
    await before.begin(topic="growing/choosing", questions=1, seconds=60)
    event = before.press("maya", before.open_question()[0])
    await before.note(event)
    assert await before.step()
    assert _counted(before) == "1 answered"
    await before.close()

    after = await Crowd.open(database_url, clock=before.clock, wall=before.wall)
    await after.note(event)
    await after.note(after.press("tom", event.action))
    after.clock.move_to(after.clock.now() + outbox_rows.BETWEEN_EDITS)
    await after.app.dispatcher.run()
    assert _counted(after) == "2 answered"
    await after.close()


def _counted(crowd: Crowd) -> str:
    """What the newest message says at its end."""
    return plain(crowd.wall.messages[-1].view.text).splitlines()[-1]


async def test_a_room_reads_in_order_though_the_first_message_is_held_elsewhere(both: tuple[Crowd, Crowd]):
    """While one process is still posting the question, the other does not post what comes after it."""
    one, two = both
    await _say(one, "first")
    posting, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(_room: str, _view: View) -> None:
        posting.set()
        await go_on.wait()

    one.wall.while_posting = slowly
    slow = asyncio.create_task(one.app.dispatcher.run())
    await posting.wait()
    await _say(two, "second")
    quick = asyncio.create_task(two.app.dispatcher.run())
    await nothing_of(slow, quick, seconds=0.1)
    go_on.set()
    await asyncio.gather(slow, quick)
    await _run(both)
    assert _read(one) == ["first", "second"]


async def test_a_room_reads_in_order_though_the_first_message_must_wait(both: tuple[Crowd, Crowd]):
    """When the platform puts one message off, those after it come after it, though they were not refused."""
    one, two = both
    refusals = iter([NotSent("too many at once", wait=5 * SECOND), NotSent("still", wait=3 * SECOND)])

    async def refused(_room: str, _view: View) -> None:
        refusal = next(refusals, None)
        if refusal:
            raise refusal

    one.wall.while_posting = two.wall.while_posting = refused
    for words in ("first", "second", "third"):
        await _say(one, words)
    await _run(both)
    while await _step(both):
        pass
    assert _read(one) == ["first", "second", "third"]
    assert one.clock.now() >= MONDAY + 8 * SECOND


async def test_on_postgresql_nothing_overtakes_a_message_that_is_just_being_claimed(postgres: Postgres):
    """Between another process's look for messages and the commit of its claim, later ones of the room stay put."""
    url = postgres.fresh_database()
    database = await Database.open(url, SteppedClock(MONDAY))
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1))

    def post(tx: Connection, words: str) -> None:
        outbox_rows.post(tx, words, ROOM, View(rich("{}", words)), MONDAY)

    await database.write(post, "first")
    async with engine.begin() as connection:
        held = await connection.run_sync(outbox_rows.claim, "other", MONDAY, 10)
        assert [message.key for message in held] == ["first"]
        await database.write(post, "second")
        assert await database.write(outbox_rows.claim, "this", MONDAY, 10) == []
    await engine.dispose()
    await database.close()


async def _say(crowd: Crowd, words: str) -> None:
    """Have something posted in the room."""

    def post(tx: Connection) -> None:
        outbox_rows.post(tx, words, ROOM, View(rich("{}", words)), crowd.clock.now())

    await crowd.app.database.write(post)


def _read(crowd: Crowd) -> list[str]:
    """What the room reads, from top to bottom."""
    return [message.view.spoken for message in crowd.wall.messages if message.room == ROOM]
