"""The marking queue: who has which script, whatever order several markers work in."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, update

from bot.bank.service import read_pack
from bot.clock import MINUTE, SteppedClock
from bot.errors import UserError
from bot.exams import store as exams
from bot.exams.marking import changing, queue, store
from bot.exams.marking.model import LEASE, NewMark, Script
from bot.exams.marking.queue import Taken
from bot.exams.model import Mock, handed_in
from bot.exams.paper import Item
from bot.storage.database import Database
from bot.storage.tables import metadata, mock_marks
from bot.storage.tables.kept import NOBODY
from tests.chat_harness import MONDAY, Chat, Installation
from tests.exams.hall import HALL, sitting_of
from tests.exams.scripts import have_handed_in

MOCK = Mock(
    id="mock1",
    class_id="class1",
    room="terminal:history",
    way="own",
    title="Bees 1",
    minutes=30,
    opens_at=MONDAY,
    closes_at=MONDAY + 60 * MINUTE,
    grace=0,
    everyone=True,
    state="ended",
    paused_at=0,
    position=0,
    question_ends_at=0,
    boundaries=(),
    set_by="terminal:teacher",
    set_at=MONDAY,
)
ANN, BEN, CAT = "terminal:ann", "terminal:ben", "terminal:cat"
MARKERS = (ANN, BEN, CAT)
SCRIPTS = 6


@contextmanager
def scripts(count: int = SCRIPTS) -> Iterator[Connection]:
    """A database of the test's own in which so many learners have handed in question 7; Ann wrote the first script."""
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as tx:
        for number in range(count):
            person = ANN if number == 0 else f"terminal:learner{number}"
            exams.begin(tx, handed_in(sitting_of(MOCK, person, number, MONDAY), MONDAY + 9, "self"))
        marks = [
            NewMark(f"mock1s{number}", 7, "mock1", "hall/h-07", 400, None, f"{number:016x}", MONDAY + 9)
            for number in range(count)
        ]
        store.add_marks(tx, marks)
        yield tx
    engine.dispose()


def left(tx: Connection) -> list[Script]:
    """What has no mark yet."""
    return [script for script in store.queue(tx, "mock1", 7) if script.earned is None]


def take(tx: Connection, marker: str, at: int) -> Script | None:
    """The next script for a marker."""
    return queue.take(tx, MOCK, 7, marker, at)


def give(tx: Connection, script: Script, marker: str, level: int, marks: int, at: int) -> None:
    """A marker gives a script some marks."""
    queue.give(tx, MOCK, 7, script.place, marker, level, marks * 100, at)


# Several markers in any order

STEPS = st.lists(
    st.tuples(
        st.sampled_from(MARKERS), st.sampled_from(["take", "give", "give old", "wait", "sample"]), st.integers(1, 25)
    ),
    max_size=60,
)


@settings(max_examples=80)
@given(STEPS, st.sampled_from([0, 1, 2, 3]))
def test_no_script_has_two_markers_at_once_and_each_is_marked_once_or_twice(
    steps: list[tuple[str, str, int]], every: int
):
    """Whatever markers do in whatever order, leases running out or not: nobody is given what another has before them.

    In the end every script has one mark by one marker, or, in the sample, a view of each of two; none by its author.
    """
    clock = itertools.count(MONDAY + 10)
    with scripts() as tx:
        has: dict[str, tuple[Script, int]] = {}
        once_had: dict[str, list[Script]] = {marker: [] for marker in MARKERS}
        passed = 0
        for marker, step, number in steps:
            at = next(clock) + passed
            if step == "wait":
                passed += number * MINUTE
            elif step == "sample":
                queue.set_sample(tx, MOCK, 7, every)
            elif step == "take" and (script := take(tx, marker, at)):
                others = {other: held for other, held in has.items() if other != marker}
                assert not any(held.place == script.place and until > at for held, until in others.values())
                has[marker] = (script, at + LEASE)
                once_had[marker].append(script)
            elif step == "give" and marker in has:
                attempt(tx, has.pop(marker)[0], marker, number, at)
            elif step == "give old" and once_had[marker]:
                old = once_had[marker][number % len(once_had[marker])]
                if has.get(marker, (None, 0))[0] == old:
                    del has[marker]
                attempt(tx, old, marker, number, at)
            assert all(len(store.views_of(tx, script)) <= 2 for script in store.queue(tx, "mock1", 7))
        finish(tx, next(clock) + passed + 2 * LEASE)
        for script in store.queue(tx, "mock1", 7):
            markers = [view.marker for view in store.views_of(tx, script)]
            assert len(markers) == len(set(markers)) == (2 if script.twice else 0)
            assert script.twice or (script.earned is not None and script.marker in MARKERS)
            if script.sitting_id == "mock1s0":
                assert ANN not in {script.marker, *markers}
        [tally] = store.tallies(tx, "mock1")
        assert (tally.scripts, tally.waiting) == (SCRIPTS, 0)
        assert (exams.waiting(tx, "mock1")[0] == 0) is (tally.to_settle == 0)


def attempt(tx: Connection, script: Script, marker: str, number: int, at: int) -> None:
    """A marker gives a script something, unless it is somebody else's by now; then nothing is changed."""
    before = store.queue(tx, "mock1", 7), store.views_of(tx, script)
    try:
        give(tx, script, marker, 1 + number % 2, 1 + number % 4, at)
    except Taken:
        assert (store.queue(tx, "mock1", 7), store.views_of(tx, script)) == before


def finish(tx: Connection, at: int) -> None:
    """All markers go on until nothing waits for any of them."""
    while any(turn(tx, marker, at) for marker in MARKERS):
        at += 1


def turn(tx: Connection, marker: str, at: int) -> bool:
    """A marker marks one script, if there is one for them."""
    script = take(tx, marker, at)
    if script:
        give(tx, script, marker, 2, 3, at)
    return script is not None


# One after the other


def test_a_script_is_kept_until_its_lease_has_run_out_and_presses_renew_it():
    """Fifteen minutes from the last press it is anybody's again, and who comes too late reads so."""
    with scripts(2) as tx:
        script = take(tx, BEN, MONDAY)
        assert script is not None
        queue.hold(tx, MOCK, 7, script.place, BEN, MONDAY + 10 * MINUTE)
        other = take(tx, CAT, MONDAY + 20 * MINUTE)
        assert other is not None
        assert other.place != script.place
        give(tx, other, CAT, 1, 1, MONDAY + 20 * MINUTE)
        again = take(tx, CAT, MONDAY + 25 * MINUTE)
        assert again is not None
        assert again.place == script.place
        with pytest.raises(Taken, match="before them now"):
            give(tx, script, BEN, 1, 1, MONDAY + 26 * MINUTE)
        give(tx, script, CAT, 1, 1, MONDAY + 27 * MINUTE)
        with pytest.raises(Taken, match="has marked that script"):
            give(tx, script, BEN, 1, 1, MONDAY + 27 * MINUTE)


def test_whoever_asks_twice_has_the_same_script_before_them():
    """A press that is delivered again, and one on another device, bring no second one."""
    with scripts() as tx:
        first = take(tx, BEN, MONDAY)
        second = take(tx, BEN, MONDAY + 1)
        assert first is not None
        assert second is not None
        assert first.place == second.place


def test_nobody_marks_what_they_wrote():
    """Neither is it given to them, nor can they mark it by its address."""
    with scripts(1) as tx:
        assert take(tx, ANN, MONDAY) is None
        [script] = store.queue(tx, "mock1", 7)
        with pytest.raises(Taken, match="sat this exam yourself"):
            give(tx, script, ANN, 2, 4, MONDAY)


def test_the_last_mark_can_be_changed_and_the_comment_stays():
    """The marker goes back, gives another mark, and what was said still stands."""
    with scripts() as tx:
        script = take(tx, BEN, MONDAY)
        assert script is not None
        with pytest.raises(UserError, match="mark first"):
            queue.say(tx, MOCK, 7, script.place, BEN, "Good.", MONDAY)
        give(tx, script, BEN, 1, 2, MONDAY)
        queue.say(tx, MOCK, 7, script.place, BEN, "Good.", MONDAY)
        last = queue.last(tx, MOCK, 7, BEN)
        assert last is not None
        assert last.place == script.place
        give(tx, last, BEN, 2, 3, MONDAY + 1)
        after = store.find(tx, "mock1", 7, script.place)
        assert after is not None
        assert (after.level, after.earned, after.comment, after.marker) == (2, 300, "Good.", BEN)


# Marked twice


def test_the_second_marker_sees_nothing_of_the_first():
    """What is marked twice has no mark until both have, and none of the first's is in what the second holds."""
    with scripts(1) as tx:
        assert queue.set_sample(tx, MOCK, 7, 5) == 1
        [script] = store.queue(tx, "mock1", 7)
        take(tx, BEN, MONDAY)
        give(tx, script, BEN, 2, 3, MONDAY)
        queue.say(tx, MOCK, 7, script.place, BEN, "Fair.", MONDAY)
        assert take(tx, BEN, MONDAY + 1) is None
        second, seen = queue.hold(tx, MOCK, 7, script.place, CAT, MONDAY + 1)
        assert (seen, second.earned, second.level, second.comment, second.marker) == (None, None, 0, "", "")
        give(tx, script, CAT, 2, 4, MONDAY + 2)
        [script] = store.queue(tx, "mock1", 7)
        assert (script.earned, script.level, script.comment) == (400, 2, "Fair.")


def test_a_third_marker_is_not_asked():
    """Two have marked it, and differ: it waits for a teacher, and for nobody else."""
    with scripts(1) as tx:
        queue.set_sample(tx, MOCK, 7, 1)
        [script] = store.queue(tx, "mock1", 7)
        give(tx, script, BEN, 1, 1, MONDAY)
        give(tx, script, CAT, 2, 4, MONDAY)
        assert take(tx, "terminal:dan", MONDAY) is None
        with pytest.raises(Taken):
            give(tx, script, "terminal:dan", 2, 3, MONDAY)
        [tally] = store.tallies(tx, "mock1")
        assert (tally.marked, tally.waiting, tally.to_settle) == (0, 0, 1)
        assert exams.waiting(tx, "mock1")[0]


def test_markers_who_come_to_agree_leave_nothing_to_settle():
    """One of two changes their mind: the mark follows from both as they are now, and back."""
    with scripts(1) as tx:
        queue.set_sample(tx, MOCK, 7, 1)
        [script] = store.queue(tx, "mock1", 7)
        give(tx, script, BEN, 1, 1, MONDAY)
        give(tx, script, CAT, 2, 4, MONDAY)
        give(tx, script, BEN, 2, 3, MONDAY + 1)
        assert left(tx) == []
        give(tx, script, BEN, 1, 1, MONDAY + 2)
        assert [one.place for one in left(tx)] == [script.place]


def test_what_was_marked_before_the_sample_was_set_is_the_first_of_two_views():
    """Nobody's work is lost: a second marker is asked; and where the sample is taken back, their mark counts."""
    with scripts(1) as tx:
        [script] = store.queue(tx, "mock1", 7)
        give(tx, script, BEN, 2, 3, MONDAY)
        assert queue.set_sample(tx, MOCK, 7, 5) == 1
        assert take(tx, BEN, MONDAY) is None
        assert take(tx, CAT, MONDAY) is not None
        assert queue.set_sample(tx, MOCK, 7, 0) == 0
        [script] = store.queue(tx, "mock1", 7)
        assert (script.earned, script.level, script.marker, script.twice) == (300, 2, BEN, False)
        assert store.views_of(tx, script) == []


def test_what_two_have_marked_or_a_teacher_settled_stays_so():
    """Taking the sample back undoes nothing of what was done for it."""
    with scripts(3) as tx:
        queue.set_sample(tx, MOCK, 7, 1)
        agreed, settled, _ = store.queue(tx, "mock1", 7)
        for marker in (BEN, CAT):
            give(tx, agreed, marker, 2, 3, MONDAY)
            give(tx, settled, marker, 1 if marker == BEN else 2, 1 if marker == BEN else 4, MONDAY)
        changing.settle(tx, settled, item(), 300, "terminal:teacher", MONDAY + 1)
        assert queue.set_sample(tx, MOCK, 7, 0) == 2
        assert [(one.twice, one.earned) for one in store.queue(tx, "mock1", 7)] == [
            (True, 300),
            (True, 300),
            (False, None),
        ]
        with pytest.raises(Taken, match="settled"):
            give(tx, settled, BEN, 1, 1, MONDAY + 2)


def item() -> Item:
    """Question 7."""
    [question] = [one for one in read_pack(HALL).questions if one.id == "h-07"]
    return Item("hall/h-07", question)


# Settled and changed


def test_a_difference_is_settled_once():
    """With whose words stand by it; another teacher who is later reads that it is done."""
    with scripts(1) as tx:
        queue.set_sample(tx, MOCK, 7, 1)
        [script] = store.queue(tx, "mock1", 7)
        give(tx, script, BEN, 1, 1, MONDAY)
        queue.say(tx, MOCK, 7, script.place, BEN, "Thin.", MONDAY)
        give(tx, script, CAT, 2, 4, MONDAY + 1)
        queue.say(tx, MOCK, 7, script.place, CAT, "Rich.", MONDAY + 1)
        [waiting] = store.to_settle(tx, "mock1")
        settled = changing.settle(tx, waiting, item(), 100, "terminal:teacher", MONDAY + 2)
        assert (settled.earned, settled.level, settled.comment) == (100, 1, "Thin.")
        assert settled.reason == "settled between 1 and 4"
        assert store.queue(tx, "mock1", 7) == [settled]
        with pytest.raises(UserError, match="nothing to settle"):
            changing.settle(tx, settled, item(), 400, "terminal:teacher", MONDAY + 3)


def test_a_changed_mark_says_by_whom_and_why_and_leaves_the_queue():
    """A teacher may mark what nobody has marked; whoever has it before them reads so."""
    with scripts(1) as tx:
        script = take(tx, BEN, MONDAY)
        assert script is not None
        changed = changing.change(tx, script, item(), 350, "Moderated.", "terminal:teacher", MONDAY + 1)
        assert (changed.level, changed.marker, changed.reason) == (2, "terminal:teacher", "Moderated.")
        assert store.mark_of(tx, script.sitting_id, 7) == changed
        with pytest.raises(Taken, match="A teacher has settled"):
            give(tx, script, BEN, 1, 1, MONDAY + 2)
        with pytest.raises(UserError, match=r"It has 3\.5 already"):
            changing.change(tx, changed, item(), 350, "Again.", "terminal:teacher", MONDAY + 3)


# Both databases


async def test_markers_in_several_processes_never_get_the_same_script(database_url: str):
    """Four processes take scripts at the same moment: no two get one, and all twelve are got."""
    chat = await Chat.open(Installation(database_url, packs=(HALL,)))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(chat.close)
        mock = await have_handed_in(chat, {f"learner{number}": {7: (f"Page {number}.",)} for number in range(12)})
        databases = [await Database.open(database_url, SteppedClock(chat.clock.now())) for _ in range(4)]
        for database in databases:
            stack.push_async_callback(database.close)
        at = chat.clock.now()

        async def one(number: int) -> str:
            database = databases[number % 4]
            script = await database.write(lambda tx: queue.take(tx, mock, 7, f"terminal:marker{number}", at))
            assert script is not None
            return script.place

        places = await asyncio.gather(*(one(number) for number in range(12)))
        assert len(set(places)) == 12
        assert await databases[0].write(lambda tx: queue.take(tx, mock, 7, "terminal:late", at)) is None


async def test_two_processes_mark_one_script_and_one_of_them_wins(database_url: str):
    """Two people who have come to the same script press at once: one mark stands, the other reads a sentence."""
    chat = await Chat.open(Installation(database_url, packs=(HALL,)))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(chat.close)
        mock = await have_handed_in(chat, {"maya": {7: ("Somebody was there.",)}})
        other = await Database.open(database_url, SteppedClock(chat.clock.now()))
        stack.push_async_callback(other.close)
        [script] = await other.read(store.queue, mock.id, 7)
        at = chat.clock.now()
        both = ((chat.app.database, BEN, 100), (other, CAT, 200))
        came = await asyncio.gather(
            *(database.write(queue.give, mock, 7, script.place, who, 1, marks, at) for database, who, marks in both),
            return_exceptions=True,
        )
        assert sorted(type(one).__name__ for one in came) == ["NoneType", "Taken"]
        [script] = await other.read(store.queue, mock.id, 7)
        assert script.marker == (BEN if came[0] is None else CAT)


async def test_progress_and_the_order_of_scripts_are_the_same_on_both(database_url: str):
    """Counted by question: what waits, what is marked, what is to be settled; and which script is which."""
    chat = await Chat.open(Installation(database_url, packs=(HALL,)))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(chat.close)
        people = {f"learner{number}": {7: (f"Page {number}.",), 8: ("Yes.",)} for number in range(3)}
        mock = await have_handed_in(chat, people)

        def mark(tx: Connection) -> None:
            queue.set_sample(tx, mock, 7, 5)
            first, second, _ = store.queue(tx, mock.id, 7)
            for script, marker, level, marks in ((first, BEN, 1, 1), (first, CAT, 2, 4), (second, BEN, 2, 3)):
                queue.give(tx, mock, 7, script.place, marker, level, marks * 100, 5)
            assert [store.number_of(tx, one) for one in store.queue(tx, mock.id, 7)] == [(1, 3), (2, 3), (3, 3)]

        await chat.app.database.write(mark)
        seven, eight = await chat.app.database.read(store.tallies, mock.id)
        assert (seven.position, seven.scripts, seven.marked, seven.to_settle, seven.waiting) == (7, 3, 1, 1, 1)
        assert (eight.position, eight.scripts, eight.marked, eight.to_settle, eight.waiting) == (8, 3, 0, 0, 3)
        assert (await chat.app.database.read(exams.waiting, mock.id))[0]

        def finish_all(tx: Connection) -> None:
            tx.execute(update(mock_marks).where(mock_marks.c.earned.is_(None)).values(earned=0))

        await chat.app.database.write(finish_all)
        assert not (await chat.app.database.read(exams.waiting, mock.id))[0]


async def test_a_marker_who_is_forgotten_is_nobody_and_their_marks_stay(database_url: str):
    """Two markers of one script are both forgotten: their marks stand, and another is asked."""
    chat = await Chat.open(Installation(database_url, packs=(HALL,)))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(chat.close)
        mock = await have_handed_in(chat, {"maya": {7: ("Somebody was there.",), 8: ("Yes.",)}})

        def mark(tx: Connection) -> None:
            queue.set_sample(tx, mock, 7, 1)
            for position, marker, level, marks in ((7, BEN, 1, 1), (7, CAT, 2, 4), (8, BEN, 2, 3)):
                [script] = store.queue(tx, mock.id, position)
                queue.give(tx, mock, position, script.place, marker, level, marks * 100, 5)

        await chat.app.database.write(mark)
        for marker in (BEN, CAT):
            await chat.app._rooms.privacy.forget_for(marker)

        def see(tx: Connection) -> tuple[Script, list[str], Script, Script | None]:
            [seven], [eight] = store.queue(tx, mock.id, 7), store.queue(tx, mock.id, 8)
            views = [view.marker for view in store.views_of(tx, seven)]
            return seven, views, eight, queue.take(tx, mock, 7, "terminal:dan", 6)

        seven, views, eight, next_one = await chat.app.database.write(see)
        assert views == [NOBODY]
        assert (eight.marker, eight.earned) == (NOBODY, 300)
        assert next_one is not None
        assert next_one.place == seven.place


async def test_a_learner_who_is_forgotten_leaves_no_script(database_url: str):
    """Their scripts, marks and what markers gave them go; everybody else's stay."""
    chat = await Chat.open(Installation(database_url, packs=(HALL,)))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(chat.close)
        mock = await have_handed_in(chat, {"maya": {7: ("I was there.",)}, "tom": {7: ("Forty pounds.",)}})

        def mark(tx: Connection) -> None:
            queue.set_sample(tx, mock, 7, 1)
            for script in store.queue(tx, mock.id, 7):
                queue.give(tx, mock, 7, script.place, BEN, 1, 100, 5)

        await chat.app.database.write(mark)
        await chat.app._rooms.privacy.forget_for(chat.by("maya").person)
        [script] = await chat.app.database.read(store.queue, mock.id, 7)
        [view] = await chat.app.database.read(store.views_of, script)
        assert (view.marker, script.sitting_id) == (BEN, f"{mock.id}s1")
