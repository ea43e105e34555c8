"""SIGKILL, again and again, while a class sits a mock exam on a bad platform: nothing that was acknowledged is lost."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from bot.chat import Invoke
from bot.clock import HOUR, MINUTE, SteppedClock
from bot.storage.tables import due, mock_marks, mocks, responses, sittings
from tests.chat_harness import MONDAY
from tests.exams.hall import HALL
from tests.survival.crowd import Crowd, Wall
from tests.survival.examinees import QUESTIONS

ROOT = Path(__file__).parent.parent.parent
MINUTES = 30
START = {"paper": "Long", "minutes": MINUTES}


def pack_in(folder: Path) -> Path:
    """A pack with a paper of twenty questions with four options each."""
    shutil.copytree(HALL, folder)
    asked = [
        {
            "id": f"q-{number:02d}",
            "type": "single-choice",
            "topic": "bees",
            "stem": f"How many bees does hive {number} have?",
            "key": f"Right {number}",
            "distractors": [f"Wrong {number} {wrong}" for wrong in ("a", "b", "c")],
            "explanation": "They were counted.",
            "difficulty": 1,
            "authority": ["comb-1901"],
        }
        for number in range(QUESTIONS)
    ]
    (folder / "questions" / "hall.yaml").write_text(yaml.safe_dump({"questions": asked}))
    section = {"title": "All", "questions": [one["id"] for one in asked]}
    paper = {"id": "long", "title": "Long", "about": "Twenty.", "minutes": MINUTES, "sections": [section]}
    (folder / "papers" / "papers.yaml").write_text(yaml.safe_dump({"papers": [paper]}))
    return folder


def played(database: Path, pack: Path, seed: int, learners: int, clock: int, after: int) -> list[dict[str, Any]]:
    """What a process printed that was killed after so many acknowledgements, or came to the end."""
    command = [sys.executable, "-m", "tests.survival.examinees", str(database), str(pack)]
    lines: list[dict[str, Any]] = []
    with subprocess.Popen(
        [*command, *map(str, (seed, learners, clock))],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for printed in process.stdout:
            lines.append(json.loads(printed))
            after -= lines[-1]["word"] == "ack"
            if not after:
                process.send_signal(signal.SIGKILL)
                break
        lines += [json.loads(printed) for printed in process.stdout if printed.endswith("\n")]
        complaints = process.stderr.read()
        assert process.wait() in (0, -signal.SIGKILL), complaints
    return lines


async def test_nothing_acknowledged_is_lost_and_every_sitting_ends_at_its_own_deadline(
    tmp_path: Path, empty_sqlite: Path, request: pytest.FixtureRequest
):
    """Every answer that was said to be saved is there; each sitting is handed in to the instant; all marks add up."""
    kills, learners = (20, 200) if request.config.getoption("--sweep") else (5, 40)
    pack, database = pack_in(tmp_path / "pack"), tmp_path / "swot.db"
    shutil.copy(empty_sqlite, database)
    crowd = await Crowd.open(f"sqlite:///{database}", packs=(pack,))
    assert "announced" in await crowd.note(Invoke(**crowd.by("teacher"), command="mock start", options=START))
    await crowd.close()

    chance, clock, lines, killed = Random("kills"), MONDAY, [], 0
    for seed in range(kills):
        seen = played(database, pack, seed, learners, clock, chance.randint(learners // 4, learners * 2))
        lines += seen
        clock = max([clock, *(max(line["clock"], line.get("to", 0)) for line in seen)])
        killed += 1
    assert killed == kills
    assert clock > MONDAY + 2 * MINUTE

    stepped = SteppedClock(clock)
    crowd = await Crowd.open(f"sqlite:///{database}", clock=stepped, wall=Wall(stepped), seed=1000, packs=(pack,))
    await crowd.app.dispatcher.run()
    for row in await crowd.rows(sittings.select()):
        # Whoever had no time left while nobody was there is handed in as soon as somebody is.
        assert (row.state == "open") == (row.ends_at > clock), row
    while (upcoming := await crowd.app.dispatcher.next_at()) is not None and upcoming < MONDAY + 3 * HOUR:
        stepped.move_to(upcoming)
        await crowd.app.dispatcher.run()
    await _check(crowd, lines)
    await crowd.close()


async def _check(crowd: Crowd, lines: list[dict[str, Any]]) -> None:
    kept = {row.delivery: row for row in await crowd.rows(responses.select())}
    acks = {line["delivery"]: line for line in lines if line["word"] == "ack"}
    assert len(acks) > 100
    assert set(acks) <= set(kept)
    rows = {row.id: row for row in await crowd.rows(sittings.select())}
    began = {line["person"]: line["sitting"] for line in lines if line["word"] == "began"}
    assert {f"terminal:{person}" for person in began} <= {row.person for row in rows.values()}
    assert all(row.how == "time" and row.handed_at == row.ends_at for row in rows.values())
    assert all(row.ends_at == row.began_at + MINUTES * MINUTE for row in rows.values())
    assert all(row.at < rows[row.session.removeprefix("sitting:")].ends_at for row in kept.values())
    assert [row.state for row in await crowd.rows(mocks.select())] == ["ended"]
    last: dict[tuple[str, int], str] = {}
    for row in sorted(kept.values(), key=lambda row: row.seq):
        last[row.session.removeprefix("sitting:"), row.position] = row.given
    marks = await crowd.rows(select(mock_marks))
    assert Counter(mark.sitting_id for mark in marks) == dict.fromkeys(rows, QUESTIONS)
    for mark in marks:
        given = last.get((mark.sitting_id, mark.position), "[]")
        assert mark.earned == (100 if given.startswith('["Right') else 0), (mark, given)
    assert await crowd.rows(select(due).where(due.c.kind.in_(("exam.deadline", "exam.closing")))) == []
