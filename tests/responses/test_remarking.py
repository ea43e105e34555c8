"""Marking again: what would change, and changing it, on both databases."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, update

from bot.chat import plain
from bot.clock import DAY, HOUR, SECOND
from bot.errors import UserError
from bot.marking.outcome import FULL, RULES
from bot.responses.model import Difference
from bot.responses.remarking import BATCH
from bot.storage.tables import marks, remarked, responses
from tests.chat_harness import MONDAY
from tests.responses.shelf import OLDER, ORDERING, SINGLE, TICKING, TYPED, Old, Shelf, edited_garden
from tests.survival.crowd import LEARNERS, Crowd

RIGHT_NOW = ("right", FULL, 0, RULES, 1)


@pytest.fixture
async def shelves(database_url: str) -> AsyncIterator[Callable[..., Awaitable[Shelf]]]:
    """What opens the test's database, with a pack of the test's own if there is one."""
    async with contextlib.AsyncExitStack() as opened:

        async def open_one(*pack: Path) -> Shelf:
            shelf = await Shelf.open(database_url, *pack)
            opened.push_async_callback(shelf.close)
            return shelf

        yield open_one


@pytest.fixture
async def shelf(shelves: Callable[..., Awaitable[Shelf]]) -> Shelf:
    """The test's database, with nothing in it yet."""
    return await shelves()


@pytest.fixture
async def crowd(database_url: str) -> AsyncIterator[Crowd]:
    """A class that plays on the test's database."""
    opened = await Crowd.open(database_url)
    yield opened
    await opened.close()


async def remarked_all(shelf: Shelf, **scope: Any) -> Difference:
    """Go over marks and change what comes out otherwise."""
    difference = await shelf.remarking.difference(**scope)
    await shelf.remarking.change(difference, "a test")
    return difference


def seen(difference: Difference) -> dict[int, tuple[str, str]]:
    """The verdicts of what would change, before and after."""
    remarks = [change.remark for change in difference.changes]
    return {remark.response: (remark.before.verdict, remark.after.verdict) for remark in remarks}


# What is found


async def test_the_difference_is_shown_and_nothing_is_changed(shelf: Shelf):
    """Marks that come out otherwise are found in both directions; the database stays as it was."""
    up, down, _same = await shelf.put(
        Old(("Spade",)), Old(("Trowel",), verdict="right", earned=FULL), Old(("Trowel",), verdict="wrong")
    )
    before = await shelf.marks()
    difference = await shelf.remarking.difference()
    assert seen(difference) == {up: ("wrong", "right"), down: ("right", "wrong")}
    assert (difference.looked_at, len(difference.confirmed)) == (3, 1)
    assert await shelf.marks() == before
    assert await shelf.log() == []


async def test_only_marks_by_older_rules_or_keys_are_looked_at(
    shelves: Callable[..., Awaitable[Shelf]], tmp_path: Path
):
    """Older rules, or a key that has changed since; everything where everything is asked for."""
    pack = edited_garden(tmp_path, ("id: g-06\n", "id: g-06\n    revision: 3\n"))
    shelf = await shelves(pack)
    old_rule, old_key, _now = await shelf.put(
        Old(rule=OLDER, revision=3), Old(rule=RULES, revision=2), Old(rule=RULES, revision=3)
    )
    assert seen(await shelf.remarking.difference()).keys() == {old_rule, old_key}
    assert len(seen(await shelf.remarking.difference(everything=True))) == 3
    await remarked_all(shelf)
    assert (await shelf.marks())[old_key] == ("right", FULL, 0, RULES, 3)


async def test_what_a_person_marked_is_never_touched(shelf: Shelf):
    """However old it is, and where everything is asked for too."""
    await shelf.put(Old(marker="terminal:teacher"))
    before = await shelf.marks()
    difference = await remarked_all(shelf, everything=True)
    assert (difference.looked_at, await shelf.marks()) == (0, before)


async def test_every_kind_is_marked_as_in_class(shelf: Shelf):
    """Parts of a mark, orders, skipped and unfinished answers; what is asked back is wrong once it is settled."""
    given = {
        (SINGLE, ("Runner bean",)): ("right", 100),
        (SINGLE, ("Radish",)): ("wrong", 0),
        (TICKING, ("Carrot",)): ("partly", 50),
        (ORDERING, ("Sow the seed", "Pick the pods", "Set up the poles")): ("partly", 33),
        (ORDERING, ("Sow the seed",)): ("wrong", 0),
        (TYPED, ("tool",)): ("wrong", 0),
        (TYPED, ()): ("wrong", 0),
        (TYPED, ("  ",)): ("wrong", 0),
        (TYPED, ("digging spade",)): ("right", 100),
    }
    # Wrong as nothing is any more: each of them changes, and is seen.
    numbers = await shelf.put(*(Old(words, question, verdict="partly", earned=1) for question, words in given))
    await remarked_all(shelf)
    now = await shelf.marks()
    assert [now[number][:2] for number in numbers] == list(given.values())


async def test_questions_no_longer_in_the_packs_are_counted_and_left(shelf: Shelf):
    """Nobody can tell what they earn today; what a person marked or another class has is not counted."""
    await shelf.put(
        Old(question="garden/gone"),
        Old(question="garden/gone", marker="terminal:teacher"),
        Old(question="other/q", class_id="12b"),
        Old(question="other/q", rule=RULES),
    )
    before = await shelf.marks()
    assert (await remarked_all(shelf)).withdrawn == (2, 2)
    assert (await remarked_all(shelf, class_id="12b")).withdrawn == (1, 1)
    assert (await remarked_all(shelf, everything=True)).withdrawn == (3, 2)
    assert await shelf.marks() == before


async def test_an_option_that_was_reworded_costs_nobody_a_mark(
    shelves: Callable[..., Awaitable[Shelf]], tmp_path: Path
):
    """What was chosen is no longer among the options: such marks are counted and left."""
    changes = ("key: Runner bean", "key: The runner bean"), ("id: g-01\n", "id: g-01\n    revision: 2\n")
    shelf = await shelves(edited_garden(tmp_path, *changes))
    await shelf.put(Old(("Runner bean",), SINGLE, verdict="right", earned=FULL), Old(("Radish",), SINGLE))
    difference = await shelf.remarking.difference()
    assert (difference.reworded, seen(difference), len(difference.confirmed)) == (1, {}, 1)


async def test_marks_are_chosen_by_question_topic_class_and_day(shelf: Shelf):
    """Each narrows the choice, and all of them together do."""
    typed, single, other, early = await shelf.put(
        Old(),
        Old(("Runner bean",), SINGLE),
        Old(class_id="12b"),
        Old(at=MONDAY - 2 * DAY),
    )

    async def found(**scope: Any) -> set[int]:
        return set(seen(await shelf.remarking.difference(**scope)))

    assert await found() == {typed, single, other, early}
    assert await found(questions=(SINGLE,)) == {single}
    assert await found(questions=(SINGLE, TYPED), class_id="12b") == {other}
    assert await found(topic="growing") == {single}
    assert await found(topic="Growing things", questions=(TYPED,)) == set()
    assert await found(class_id="12b") == {other}
    assert await found(since=MONDAY) == {typed, single, other}
    assert await found(since=MONDAY + 1) == set()
    assert await found(topic="writing", class_id="12a", since=MONDAY) == {typed}


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        ({"questions": ("garden/g-99",)}, "There is no question “garden/g-99” in the packs. Did you mean garden/g-0"),
        ({"topic": "alchemy"}, "There is no topic “alchemy”."),
        ({"class_id": "13z"}, "There is no class “13z” with marks. There are: 12a (Class 12a), 12b (Class 12b)."),
    ],
)
async def test_a_scope_that_names_what_is_not_there_is_refused(shelf: Shelf, scope: dict[str, Any], sentence: str):
    """With what there is instead."""
    await shelf.put(Old(), Old(class_id="12b"))
    with pytest.raises(UserError) as caught:
        await shelf.remarking.difference(**scope)
    assert str(caught.value).startswith(sentence)


# How it is told


async def test_the_difference_is_told_by_question_with_examples(shelf: Shelf):
    """How many marks at which question, up and down, in points; what was written; and how many people it touches."""
    await shelf.put(
        *(Old(("spade",), person=f"terminal:p{number}") for number in range(3)),
        Old(("Trowel",), verdict="right", earned=FULL, bonus=12),
        Old(("Carrot",), TICKING),
        Old(("Trowel",)),
    )
    difference = await shelf.remarking.difference()
    by_question, examples, people = shelf.remarking.told(difference)
    assert plain(by_question.text) == "6 older marks looked at: 5 change."
    assert by_question.table is not None
    assert by_question.table.headings == ("question", "marks", "up", "down", "points")
    assert by_question.table.rows == (
        (TYPED, "4", "3", "1", "+1.88"),
        (TICKING, "1", "1", "0", "+0.5"),
        ("all", "5", "4", "1", "+2.38"),
    )
    assert examples.table is not None
    assert examples.table.rows == (
        (TYPED, "spade", "wrong (0)", "right (1)", "3"),
        (TICKING, "Carrot", "wrong (0)", "partly (0.5)", "1"),
        (TYPED, "Trowel", "right (1.12)", "wrong (0)", "1"),
    )
    assert plain(people.text) == "4 people's totals change."


async def test_a_total_that_comes_out_the_same_is_not_counted(shelf: Shelf):
    """One up and one down, or a mark that counts for nothing: the person's total stays."""
    await shelf.put(Old(), Old(("Trowel",), verdict="right", earned=FULL), Old(person="terminal:tom", counts=False))
    difference = await shelf.remarking.difference()
    assert (len(difference.changes), difference.people) == (3, 0)
    assert plain(shelf.remarking.told(difference)[-1].text) == "Nobody's total changes."


async def test_a_long_list_is_cut_and_still_adds_up(shelves: Callable[..., Awaitable[Shelf]], tmp_path: Path):
    """The questions with most changes stand there, the others together, then all."""
    single = (
        "  - id: x-{0:02}\n    type: true-false\n    topic: judging\n    stem: Number {0} is even, so to speak.\n"
        "    key: true\n    explanation: So it is.\n    difficulty: 1\n    authority: [rose-1999]\n"
    )
    more = "".join(single.format(number) for number in range(45))
    pack = edited_garden(tmp_path, ("questions:\n", f"questions:\n{more}"))
    shelf = await shelves(pack)
    asked = [f"garden/x-{number:02}" for number in range(45)]
    await shelf.put(*(Old(("True",), question) for question in asked), Old(("True",), asked[7]))
    by_question, examples, _ = shelf.remarking.told(await shelf.remarking.difference())
    assert by_question.table is not None
    assert by_question.table.rows[0] == (asked[7], "2", "2", "0", "+2")
    assert by_question.table.rows[-2:] == (("5 others", "5", "5", "0", "+5"), ("all", "46", "46", "0", "+46"))
    assert examples.table is not None
    assert len({row[0] for row in examples.table.rows}) == len(examples.table.rows) == 12


async def test_what_is_left_is_told(shelf: Shelf):
    """With nothing to change, one line says all."""
    assert [plain(view.text) for view in shelf.remarking.told(await shelf.remarking.difference())] == [
        "No mark is older than today's rules and keys."
    ]
    await shelf.put(Old(("Trowel",)), Old(question="garden/gone"), Old(("Leek",), SINGLE), Old(("Leek",), SINGLE))
    [told] = shelf.remarking.told(await shelf.remarking.difference())
    assert plain(told.text) == (
        "3 older marks looked at: none change. 1 mark of 1 question no longer in the packs stays as it is. "
        "2 marks stay as they are: what was chosen is no longer among the options."
    )


# What is changed


async def test_what_is_changed_is_logged_mark_by_mark(shelf: Shelf):
    """The log names when, why, by which rules and over what; every mark as it was and as it is."""
    up, down, confirmed, now = await shelf.put(
        Old(), Old(("Fork",), verdict="right", earned=FULL, bonus=3), Old(("Fork",)), Old(rule=RULES)
    )
    difference = await shelf.remarking.difference(questions=(TYPED,), since=MONDAY)
    done = await shelf.remarking.change(difference, "two keys were wrong")
    assert (done.changed, done.confirmed, done.left) == (2, 1, 0)
    [entry] = await shelf.log()
    assert (entry.id, entry.at, entry.why) == (done.log, shelf.app.clock.now(), "two keys were wrong")
    assert (entry.rule, entry.changed, entry.confirmed) == (RULES, 2, 1)
    scope = {"questions": [TYPED], "topic": None, "class": None, "since": MONDAY, "all": False}
    assert json.loads(entry.scope) == scope
    wrong_now = ("wrong", 0, 0, RULES, 1)
    assert await shelf.marks() == {up: RIGHT_NOW, down: wrong_now, confirmed: wrong_now, now: ("wrong", 0, 0, RULES, 1)}
    assert await shelf.logged() == {
        up: (("wrong", 0, 0, OLDER, 1), RIGHT_NOW),
        down: (("right", FULL, 3, OLDER, 1), wrong_now),
    }


async def test_a_second_run_finds_nothing(shelf: Shelf):
    """What was changed and what was confirmed are both by today's rules; even everything comes out as it is."""
    await shelf.put(Old(), Old(("Fork",)), Old(("Carrot",), TICKING))
    await remarked_all(shelf)
    again = await shelf.remarking.difference()
    assert (again.looked_at, again.changes, again.confirmed) == (0, (), ())
    everything = await shelf.remarking.difference(everything=True)
    assert (everything.looked_at, everything.changes, everything.confirmed) == (3, (), ())


async def test_a_mark_keeps_its_week_its_class_and_whether_it_counts(shelf: Shelf):
    """A mark that is made again counts towards what it counted towards, when it did."""
    [number] = await shelf.put(Old(counts=False, at=MONDAY - 30 * DAY, class_id="12b"))
    await remarked_all(shelf)
    [row] = await shelf.rows(select(marks))
    assert (row.response, row.counts, row.at, row.class_id) == (number, False, MONDAY - 30 * DAY, "12b")
    assert (row.person, row.question, row.verdict, row.marker) == ("terminal:maya", TYPED, "right", "")


async def test_what_has_changed_meanwhile_is_left(shelf: Shelf):
    """A teacher marks one, another run one, between the difference and the change: both stay as they are."""
    by_hand, by_others, plainly = await shelf.put(Old(), Old(), Old())
    difference = await shelf.remarking.difference()
    database = shelf.app.database
    await database.write(
        lambda tx: tx.execute(update(marks).where(marks.c.response == by_hand).values(marker="terminal:t")) and None
    )
    await database.write(
        lambda tx: tx.execute(update(marks).where(marks.c.response == by_others).values(rule=RULES)) and None
    )
    done = await shelf.remarking.change(difference, "")
    assert (done.changed, done.confirmed, done.left) == (1, 0, 2)
    assert (await shelf.logged()).keys() == {plainly}
    assert [made[0] for _, made in sorted((await shelf.marks()).items())] == ["wrong", "wrong", "right"]


async def test_a_class_that_goes_takes_its_log_along(shelf: Shelf):
    """Nothing is kept of responses that are no more, and the log's own entries stay."""
    numbers = await shelf.put(Old(), Old())
    await remarked_all(shelf)
    await shelf.app.database.write(
        lambda tx: tx.execute(responses.delete().where(responses.c.seq == numbers[0])) and None
    )
    assert (await shelf.logged()).keys() == {numbers[1]}
    assert [entry.changed for entry in await shelf.log()] == [2]


# Speed


async def played(crowd: Crowd, *, speed: bool) -> None:
    """Play a round in which learners answer at different times, each with some option or word."""
    await crowd.begin(questions=8, seconds=20, speed=speed)
    asked = None
    while True:
        offered = crowd.open_question()
        if offered and offered != asked:
            asked = offered
            for place, person in enumerate(LEARNERS):
                crowd.clock.move_to(crowd.clock.now() + SECOND + place * 12_345)
                if offered[0].name == "round.write":
                    await crowd.note(crowd.submit(person, offered[0], ("Spade", "Trowel")[place % 2]))
                else:
                    await crowd.note(crowd.press(person, offered[place % len(offered)]))
        if not await crowd.step():
            return


async def forgotten(shelf: Shelf, **values: object) -> None:
    """Have every mark be wrong, by older rules."""
    made = {"verdict": "wrong", "earned": 0, "bonus": 0, "rule": OLDER, **values}
    await shelf.app.database.write(lambda tx: tx.execute(update(marks).values(made)) and None)


@pytest.mark.parametrize("speed", [True, False])
async def test_a_round_marked_again_is_worth_what_it_was_worth(crowd: Crowd, shelf: Shelf, *, speed: bool):
    """Where all its marks are lost, each answer gets what it got: for speed too, where the round gave that."""
    await played(crowd, speed=speed)
    live = await shelf.marks()
    assert len(live) > 40
    assert any(bonus for _, _, bonus, _, _ in live.values()) == speed
    await forgotten(shelf)
    await remarked_all(shelf)
    assert await shelf.marks() == live


async def test_a_question_that_was_closed_late_gives_no_more_for_speed_than_it_can_have(crowd: Crowd, shelf: Shelf):
    """Swot was down at the deadline and marked an hour later: the first answer bounds when the question was put."""
    await played(crowd, speed=True)
    live = await shelf.marks()
    await forgotten(shelf, at=marks.c.at + HOUR)
    await remarked_all(shelf)
    again = await shelf.marks()
    # The first of each question answered one second of twenty after it was put; nobody gains more than that.
    assert {again[number][2] - live[number][2] for number in live} <= {0, 2, 3}
    assert all(bonus <= 50 for _, _, bonus, _, _ in again.values())


async def test_a_bonus_stays_with_what_stays_right_and_goes_with_what_does_not(shelf: Shelf):
    """It is not reckoned anew where the answer was right before, whatever it was."""
    kept, none, dropped, alone = await shelf.put(
        Old(verdict="right", earned=FULL, bonus=7, session="round:nowhere"),
        Old(verdict="right", earned=FULL, bonus=0, session="round:nowhere"),
        Old(("Fork",), verdict="right", earned=FULL, bonus=7, session="round:nowhere"),
        Old(session="solo:s"),
    )
    difference = await remarked_all(shelf)
    assert seen(difference).keys() == {dropped, alone}
    now = await shelf.marks()
    assert [now[number][:3] for number in (kept, none, dropped, alone)] == [
        ("right", FULL, 7),
        ("right", FULL, 0),
        ("wrong", 0, 0),
        ("right", FULL, 0),
    ]


async def test_a_round_that_is_gone_gives_nothing_for_speed(shelf: Shelf):
    """The answer is right, and no more is known of how quick it was."""
    [number] = await shelf.put(Old(session="round:nowhere"))
    await remarked_all(shelf)
    assert (await shelf.marks())[number] == RIGHT_NOW


# Batches


def agreed(now: dict[int, tuple[Any, ...]], logged: dict[int, Any], entries: list[Any]) -> None:
    """Hold the log and the marks together: each mark that is by today's rules has its row, and no other has."""
    assert {number for number, made in now.items() if made[3] == RULES} == logged.keys()
    assert all(now[number] == after for number, (_, after) in logged.items())
    assert sum(entry.changed for entry in entries) == len(logged)


async def test_a_run_that_is_broken_off_leaves_whole_batches_and_their_log(shelf: Shelf):
    """Cancelled after its first batch, the marks and the log agree; the next run does the rest, under its own entry."""
    await shelf.put(*[Old()] * (2 * BATCH + 203))
    difference = await shelf.remarking.difference()
    assert len(difference.changes) == 2 * BATCH + 203
    running = asyncio.create_task(shelf.remarking.change(difference, "first"))
    while not await shelf.log():
        await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    now, logged, entries = await shelf.marks(), await shelf.logged(), await shelf.log()
    agreed(now, logged, entries)
    assert len(logged) in (BATCH, 2 * BATCH)
    done = await shelf.remarking.change(await shelf.remarking.difference(), "second")
    assert done.changed == 2 * BATCH + 203 - len(logged)
    agreed(await shelf.marks(), await shelf.logged(), await shelf.log())
    assert {entry.why: entry.changed for entry in await shelf.log()} == {"first": len(logged), "second": done.changed}


async def test_a_live_bot_goes_on_while_marks_are_changed(crowd: Crowd, shelf: Shelf):
    """Learners answer a round in one process's Swot while another marks old answers again on the same database."""
    await shelf.put(*[Old()] * (6 * BATCH))
    difference = await shelf.remarking.difference()
    changing = asyncio.create_task(shelf.remarking.change(difference, ""))
    await played(crowd, speed=False)
    assert (await changing).changed == 6 * BATCH
    assert len(await shelf.marks()) > 6 * BATCH + 40


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_database_that_refuses_midway_says_how_far_it_came(shelf: Shelf, database_url: str):
    """What was changed before is changed and logged; the sentence says so."""
    await shelf.put(*[Old()] * (BATCH + 1))
    difference = await shelf.remarking.difference()
    last = difference.changes[-1].remark.response
    connection = sqlite3.connect(database_url.removeprefix("sqlite:///"))
    connection.execute(
        f"CREATE TRIGGER refuse BEFORE UPDATE OF verdict ON marks WHEN old.response = {last} "
        "BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
    )
    connection.close()
    with pytest.raises(UserError, match="500 marks were changed and logged before that; run it again for the rest"):
        await shelf.remarking.change(difference, "")
    agreed(await shelf.marks(), await shelf.logged(), await shelf.log())


# How it is found


@contextlib.contextmanager
def statements(into: list[tuple[str, Any]]) -> Iterator[None]:
    """Note every statement that goes to a database, with its parameters."""

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        into.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

    event.listen(Engine, "before_cursor_execute", note)
    yield
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_statement_goes_through_a_whole_table(shelf: Shelf, database_url: str):
    """Marks are found by question, class or response, never by looking at all of them, and need no sorting.

    A virtual table is what a statement brings along itself.
    """
    await shelf.put(Old(session="round:r"), Old(("Runner bean",), SINGLE), Old(question="garden/gone"))
    told: list[tuple[str, Any]] = []
    with statements(told):
        await shelf.remarking.difference(class_id="12a", since=MONDAY, topic="growing")
        await shelf.remarking.difference(everything=True)
        await remarked_all(shelf)
    connection = sqlite3.connect(database_url.removeprefix("sqlite:///"))
    looked = [statement for statement, _ in told if re.match("SELECT|UPDATE", statement)]
    assert len(looked) > 10
    for statement, parameters in told:
        if statement in looked:
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            assert not [step for step in plan if re.match(r"SCAN (?!classes|CONSTANT|\w+ VIRTUAL)|USE TEMP", step)], (
                statement,
                plan,
            )
    connection.close()


async def test_the_log_can_be_read_from_either_end(shelf: Shelf):
    """What a run changed, and what became of one answer."""
    [number, _] = await shelf.put(Old(), Old())
    done = await shelf.remarking.change(await shelf.remarking.difference(), "")
    by_run = select(remarked.c.response).where(remarked.c.remark == done.log)
    of_one = select(remarked.c.remark).where(remarked.c.response == number)
    assert len(await shelf.rows(by_run)) == 2
    assert [row.remark for row in await shelf.rows(of_one)] == [done.log]
