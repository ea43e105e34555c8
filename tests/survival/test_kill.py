"""SIGKILL in the midst of a round: nothing that anybody was told is lost, and the round goes on."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.bank.service import read_pack
from bot.chat import plain
from bot.clock import SteppedClock
from bot.quiz.kinds import kind_of
from bot.storage import due as due_work
from bot.storage import outbox as outbox_rows
from bot.storage.tables import deliveries, due, marks, outbox, responses, rounds
from tests.scratch import on_disk
from tests.survival.crowd import ACKNOWLEDGED, GARDEN, Crowd, Post, Wall, too_late
from tests.survival.player import event_of

ROOT = Path(__file__).parent.parent.parent
INSTANTS, IN_PART = 50, 20
"""At how many a player is killed in a sweep, and without."""
AT_A_TIME = 3
MOST = {"ack": 300, "posted": 30, "moved": 60}
"""After how many lines of a kind a player is killed at the latest: within its second round or so."""


@dataclass(frozen=True)
class Wreck:
    """What a killed player leaves: its database, the lines it printed, and how it ended."""

    seed: int
    folder: Path
    lines: tuple[dict[str, Any], ...]
    code: int
    complaints: str

    @cached_property
    def clock(self) -> int:
        """The latest instant that the player can have seen."""
        return max(max(line["clock"], line.get("to", 0)) for line in self.lines)

    @cached_property
    def acks(self) -> dict[str, dict[str, Any]]:
        """What was acknowledged, by delivery."""
        return {line["delivery"]: line for line in self.lines if line["word"] == "ack"}

    @cached_property
    def posts(self) -> list[Post]:
        """What everybody saw, in order."""
        found = [line for line in self.lines if line["word"] == "posted"]
        return [Post(line["room"], line["nonce"], line["message"]) for line in found]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test an instant."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(_instants(metafunc.config)))


def _instants(config: pytest.Config) -> int:
    return INSTANTS if config.getoption("--sweep") else IN_PART


@pytest.fixture(scope="module")
def killed(empty_sqlite: Path, request: pytest.FixtureRequest) -> Iterator[list[Future[Wreck]]]:
    """What became of every player: they play some at a time, and each is killed at its instant.

    They play on a disk: where a commit takes no time, few are killed within one.
    """
    with tempfile.TemporaryDirectory(dir=on_disk()) as place:
        folders = [Path(place, f"wreck{seed}") for seed in range(_instants(request.config))]
        for folder in folders:
            folder.mkdir()
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            # Leaving the pool waits for all of them: nothing else runs while they play.
            played = [pool.submit(_wrecked, seed, folder, empty_sqlite) for seed, folder in enumerate(folders)]
        yield played


@pytest.fixture
def wreck(killed: list[Future[Wreck]], seed: int) -> Wreck:
    """What one killed player left."""
    return killed[seed].result()


def _wrecked(seed: int, folder: Path, empty: Path) -> Wreck:
    """Have a player play, and kill it."""
    chance = Random(f"kill {seed}")
    word = chance.choice(("ack", "ack", "posted", "moved"))
    after, delay = chance.randint(2, MOST[word]), chance.uniform(0, 0.010)
    shutil.copy(empty, folder / "swot.db")
    lines: list[dict[str, Any]] = []
    command = [sys.executable, "-m", "tests.survival.player", str(folder / "swot.db"), str(seed)]
    with (
        (folder / "complaints").open("w+") as complaints,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=complaints, text=True) as player,
    ):
        try:
            assert player.stdout is not None
            for printed in player.stdout:
                lines.append(json.loads(printed))
                after -= lines[-1]["word"] == word
                if not after:
                    time.sleep(delay)
                    break
            player.send_signal(signal.SIGKILL)
            lines += [json.loads(printed) for printed in player.stdout]
        finally:
            player.kill()
        player.wait()
        complaints.seek(0)
        return Wreck(seed, folder, tuple(lines), player.returncode, complaints.read())


@asynccontextmanager
async def revived(wreck: Wreck, folder: Path) -> AsyncIterator[Crowd]:
    """Another Swot on what the killed one left (a copy of it), at the time at which it was killed."""
    for file in wreck.folder.glob("swot.db*"):
        shutil.copy(file, folder / file.name)
    clock = SteppedClock(wreck.clock)
    url = f"sqlite:///{folder / 'swot.db'}"
    crowd = await Crowd.open(url, clock=clock, wall=Wall(clock, wreck.posts), seed=wreck.seed + 1000)
    yield crowd
    await crowd.close()


def _row_on_disk(wreck: Wreck, folder: Path) -> dict[str, Any] | None:
    """The live round as the killed player left it, read without Swot."""
    for file in wreck.folder.glob("swot.db*"):
        shutil.copy(file, folder / file.name)
    connection = sqlite3.connect(folder / "swot.db")
    connection.row_factory = sqlite3.Row
    found = connection.execute("SELECT * FROM rounds WHERE phase <> 'over'").fetchall()
    connection.close()
    assert len(found) <= 1, "more than one live round in a room"
    return dict(found[0]) if found else None


async def _live(crowd: Crowd) -> dict[str, Any] | None:
    """The live round as Swot has it."""
    found = await crowd.rows(select(rounds).where(rounds.c.phase != "over"))
    return found[0]._asdict() if found else None


async def _answered(crowd: Crowd, game: dict[str, Any], person: str) -> str:
    """A person answers the open question of a round with a button that they still have."""
    address = f"{game['id']}:{game['position']}"
    question = json.loads(game["questions"])[game["position"] - 1][0]
    if question == "garden/g-06":
        return await crowd.note(crowd.submit(person, f"round.write:{address}", "Spade"))
    return await crowd.note(crowd.press(person, f"round.answer:{address}:0"))


async def _play_on(crowd: Crowd) -> None:
    """Whoever is left plays what goes on to its end: one learner answers each question, and time passes."""
    done: set[int] = set()
    for _ in range(100):
        game = await _live(crowd)
        asking = game and game["phase"] == "asking" and crowd.clock.now() < game["closes_at"]
        if game and asking and game["position"] not in done:
            done.add(game["position"])
            assert (await _answered(crowd, game, "hugo")).startswith(ACKNOWLEDGED)
        if not await crowd.step():
            return
    raise AssertionError("the round does not come to its end")


@pytest.mark.long
def test_every_player_was_killed_while_it_played(wreck: Wreck):
    """The players die by SIGKILL, with acknowledged answers behind them and nothing amiss before."""
    assert wreck.code == -signal.SIGKILL
    assert wreck.complaints == ""
    assert wreck.acks


def test_the_kills_come_at_many_points_of_a_round(killed: list[Future[Wreck]], tmp_path: Path):
    """Most players die in a live round, at various questions, and at different instants between them."""
    left = [_row_on_disk(future.result(), _fresh(tmp_path, number)) for number, future in enumerate(killed)]
    live = [row for row in left if row]
    assert len(live) >= len(left) * 2 // 3
    assert len({row["position"] for row in live}) >= 3
    assert len({future.result().clock for future in killed}) >= len(killed) // 2


def _fresh(folder: Path, number: int) -> Path:
    """A folder of its own for each database."""
    made = folder / str(number)
    made.mkdir()
    return made


@pytest.mark.long
async def test_no_acknowledged_answer_is_missing_or_there_twice(wreck: Wreck, tmp_path: Path):
    """Each answer that a learner was told is kept stands in the database once, as they were told it."""
    bank = {f"garden/{question.id}": question for question in read_pack(GARDEN).questions}
    async with revived(wreck, tmp_path) as crowd:
        sound = await crowd.app.database.read(lambda tx: tx.exec_driver_sql("PRAGMA integrity_check").scalar())
        dangling = await crowd.app.database.read(lambda tx: tx.exec_driver_sql("PRAGMA foreign_key_check").all())
        assert (sound, dangling) == ("ok", [])
        rows = await crowd.rows(select(responses))
    stored = Counter(row.delivery for row in rows)
    assert set(wreck.acks) <= set(stored)
    assert set(stored.values()) == {1}
    for row in rows:
        ack = wreck.acks.get(row.delivery)
        if ack is None:
            continue  # on disk, but the player died before it could tell
        assert (row.person, row.session, row.position) == (ack["person"], f"round:{ack['round']}", ack["position"])
        question = bank[row.question]
        kind = kind_of(question)
        layout = kind.layout(question, f"{ack['round']}:{row.question}")
        answer = plain(kind.told(question, layout, tuple(json.loads(row.given))))
        assert ack["told"].partition(": ")[2].startswith(f"{answer}.")


@pytest.mark.long
async def test_an_acknowledged_answer_delivered_again_changes_nothing(wreck: Wreck, tmp_path: Path):
    """Whoever presses, is acknowledged, and whose press the platform repeats after the restart, reads the same note."""
    async with revived(wreck, tmp_path) as crowd:
        before = [await crowd.count(table) for table in (responses, deliveries, marks, due, outbox)]
        for ack in wreck.acks.values():
            assert await crowd.note(event_of(crowd, ack)) == ack["told"]
        assert [await crowd.count(table) for table in (responses, deliveries, marks, due, outbox)] == before


@pytest.mark.long
async def test_the_round_goes_on_at_its_question_with_its_deadline(wreck: Wreck, tmp_path: Path):
    """After the restart the open question stays open until its own deadline, and not an instant longer."""
    left = _row_on_disk(wreck, _fresh(tmp_path, 0))
    async with revived(wreck, _fresh(tmp_path, 1)) as crowd:
        assert await _live(crowd) == left
        if left is None:
            assert await crowd.rows(select(rounds.c.id)), "no round was ever stored"
            return
        if left["phase"] == "asking" and crowd.clock.now() < left["closes_at"]:
            for instant in (crowd.clock.now(), left["closes_at"] - 1):
                crowd.clock.move_to(instant)
                await crowd.app.dispatcher.run()
                assert await _live(crowd) == left
            assert (await _answered(crowd, left, "maya")).startswith(ACKNOWLEDGED)
            crowd.clock.move_to(left["closes_at"])
            await crowd.app.dispatcher.run()
            assert (await _live(crowd) or {}).get("phase") == "revealed"
        else:
            # What was due when the player died is done at the latest when the dead one's lease is over.
            (work,) = await crowd.rows(select(due).where(due.c.kind.in_(("round.close", "round.next"))))
            at_the_latest = max(crowd.clock.now() + due_work.LEASE, work.at)
            while await _live(crowd) == left:
                assert await crowd.step(), "the round stands still"
            assert crowd.clock.now() <= at_the_latest
        now = await _live(crowd)
        assert now is None or now["position"] == left["position"] + (left["phase"] == "revealed")
        if left["phase"] == "asking":
            assert (await _answered(crowd, left, "maya")).startswith(too_late(left["position"]))


@dataclass(frozen=True)
class Aftermath:
    """What the killed player left, and what there was when the round had been played to its end."""

    answers: dict[str, int]
    """The number of each answer that was stored before the kill, by delivery."""
    messages: dict[str, Any]
    """The rows of the outbox as the killed player left them, by key."""
    games: list[Any]
    last: list[tuple[str, int, str, int]]
    """Session, position and person of every answered question, with the number of the last answer."""
    marked: list[tuple[str, int, str, int]]
    """The same of every mark, with the number of the answer that it is for."""
    said: list[Any]
    """The rows of the outbox at the end, in the order of the room."""
    calls: list[str]
    """Which message came of every call that posted something, before the kill and after: a nonce known already gives
    the message that it gave before."""


@pytest.fixture(scope="module")
def aftermaths() -> dict[int, Aftermath]:
    """What is known already: a round is played to its end once for all that is asked of it."""
    return {}


@pytest.fixture
async def aftermath(wreck: Wreck, aftermaths: dict[int, Aftermath], tmp_path: Path) -> Aftermath:
    """The round played to its end by another Swot."""
    if wreck.seed not in aftermaths:
        async with revived(wreck, tmp_path) as crowd:
            answers = dict(map(tuple, await crowd.rows(select(responses.c.delivery, responses.c.seq))))
            messages = {row.key: row for row in await crowd.rows(select(outbox))}
            await _play_on(crowd)
            asked = (responses.c.session, responses.c.position, responses.c.person)
            last = await crowd.rows(select(*asked, func.max(responses.c.seq)).group_by(*asked))
            marked = await crowd.rows(
                select(*asked, marks.c.response).join_from(marks, responses, isouter=True).where(marks.c.counts)
            )
            aftermaths[wreck.seed] = Aftermath(
                answers,
                messages,
                await crowd.rows(select(rounds)),
                sorted(map(tuple, last)),
                sorted(map(tuple, marked)),
                await crowd.rows(select(outbox).order_by(outbox.c.place)),
                [post.message for post in (*wreck.posts, *crowd.wall.posts)],
            )
    return aftermaths[wreck.seed]


@pytest.mark.long
async def test_the_round_goes_on_to_its_own_end(aftermath: Aftermath):
    """Every round that was begun ends because all its questions have been asked."""
    assert {(game.phase, game.ended) for game in aftermath.games} == {("over", "finished")}
    assert all(game.position == len(json.loads(game.questions)) for game in aftermath.games)


@pytest.mark.long
async def test_the_last_answer_of_each_is_marked_once(wreck: Wreck, aftermath: Aftermath):
    """At the end each person has one mark for each question they answered, for their last answer to it."""
    assert aftermath.marked == aftermath.last
    counted = {(session, position, person): number for session, position, person, number in aftermath.marked}
    for delivery, ack in wreck.acks.items():
        assert counted[f"round:{ack['round']}", ack["position"], ack["person"]] >= aftermath.answers[delivery]


@pytest.mark.long
async def test_every_message_of_the_round_is_said_once_and_in_its_order(aftermath: Aftermath):
    """The room reads each question, reveal and result once; only a post that may have been lost is tried again."""
    wanted = {f"round:{game.id}:over" for game in aftermath.games}
    for game in aftermath.games:
        for position in range(1, len(json.loads(game.questions)) + 1):
            wanted |= {f"round:{game.id}:{position}", f"round:{game.id}:{position}:reveal"}
    assert {row.key for row in aftermath.said} == wanted
    assert all(row.shown == row.version and row.message and row.next_at is None for row in aftermath.said)
    assert list(dict.fromkeys(aftermath.calls)) == [row.message for row in aftermath.said]
    keys = {row.message: row.key for row in aftermath.said}
    for message, count in Counter(aftermath.calls).items():
        before = aftermath.messages.get(keys[message])
        unknown = before is not None and before.message == "" and before.owner != ""
        assert count == 1 or (count == 2 and unknown), keys[message]


@pytest.mark.long
async def test_what_the_killed_player_held_is_free_after_its_leases(wreck: Wreck, tmp_path: Path):
    """Nothing that a dead process had in hand waits longer than the lease."""
    async with revived(wreck, tmp_path) as crowd:
        now = crowd.clock.now()
        held = [
            *await crowd.rows(select(due.c.leased_until).where(due.c.owner != "")),
            *await crowd.rows(select(outbox.c.leased_until).where(outbox.c.owner != "")),
        ]
        assert all(row.leased_until <= now + max(due_work.LEASE, outbox_rows.LEASE) for row in held)
        crowd.clock.move_to(now + max(due_work.LEASE, outbox_rows.LEASE))
        await crowd.app.dispatcher.run()
        late = crowd.clock.now()
        assert await crowd.rows(select(due).where(due.c.at <= late)) == []
        assert await crowd.rows(select(outbox).where(outbox.c.next_at <= late)) == []
