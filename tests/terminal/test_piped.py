"""`swot try` with its input piped, as a whole process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

GARDEN = Path(__file__).parent.parent / "data" / "garden"


@pytest.fixture
def pipe(tmp_path: Path):
    """Pipe lines into `swot try`; give exit status and transcript."""

    def piped(*lines: str, arguments: tuple[str, ...] = ("--pack", str(GARDEN))) -> tuple[int, str]:
        environment = {
            **os.environ,
            "SWOT_DATA_DIR": str(tmp_path / "data"),
            "SWOT_CACHE_DIR": str(tmp_path / "cache"),
            "PYTHONIOENCODING": "utf-8",
        }
        done = subprocess.run(
            [sys.executable, "-m", "adapters.cli", "try", *arguments],
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            text=True,
            env=environment,
            cwd=Path(__file__).parent.parent.parent,
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr

    return piped


def test_a_script_plays_a_round_to_its_end(pipe):
    """The transcript reads like a chat, time passes when it is told to, and all went well."""
    status, told = pipe(
        "# a round for two",
        "/quiz round topic:judging questions:1 seconds:20",
        "@maya False",
        "@tom True",
        "wait 30s",
        "@maya My place",
    )
    assert status == 0
    assert told.splitlines()[0] == "> @teacher /quiz round topic:judging questions:1 seconds:20"
    assert "#history True or false · question 1 of 1 · closes in 20 s" in told
    assert "(only maya) Locked in: False. You can change it until the time is up." in told
    assert "False · 1 of 2 right" in told
    assert "You came 1st of 2 with 1 of 1." in told


def test_a_refusal_is_no_failure(pipe):
    """Whatever Swot answers in a sentence is as it should be: the script goes on and ends well."""
    status, told = pipe("@maya /quiz round", "/quiz solo questions:99", "/nonsense", "/class role")
    assert status == 0
    assert "Only a teacher of this class can do that." in told
    assert "questions goes from 1 to 30; 99 is outside that." in told
    assert "(form for teacher) /class role" in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("@maya Zucchini", "! There is nothing here to press that is called “Zucchini”."),
        ("wait soon", "! “soon” is no length of time; write 30s, 5m, 2h or 3d."),
        ("@1a /quiz solo", "! “1a” can't be a name; take letters, such as @maya."),
    ],
)
def test_what_a_script_cannot_mean_fails_it(pipe, line: str, told: str):
    """A line that can't be done is shown, the rest is played, and the exit status says that something went wrong."""
    status, transcript = pipe(line, "/swot help")
    assert status == 1
    assert told in transcript
    assert "For teachers" in transcript


def test_help_is_help(pipe):
    """Whoever types `help` gets it."""
    status, told = pipe("help")
    assert status == 0
    assert "For teachers" in told


def test_quit_ends_a_script(pipe):
    """Nothing after `quit` is played."""
    status, told = pipe("quit", "@maya Zucchini")
    assert status == 0
    assert "Zucchini" not in told


def test_the_same_script_tells_the_same(pipe):
    """Chance follows from the seed, so that a transcript can be compared; another seed asks otherwise."""
    script = ("@maya /quiz solo questions:8", "@maya Skip", "@maya Next")
    assert pipe(*script) == pipe(*script)
    others = {pipe(*script, arguments=("--pack", str(GARDEN), "--seed", str(seed)))[1] for seed in range(1, 4)}
    assert len({*others, pipe(*script)[1]}) > 1


def test_what_is_kept_is_there_the_next_time(pipe, tmp_path: Path):
    """A database that is named is kept: a quiz goes on in the next process, a round at its question."""
    arguments = ("--pack", str(GARDEN), "--database", str(tmp_path / "kept.db"))
    assert pipe("@maya /quiz solo questions:3", "@maya Skip", arguments=arguments)[0] == 0
    status, told = pipe("@maya /quiz solo", "/quiz round topic:judging questions:1 seconds:300", arguments=arguments)
    assert status == 0
    assert "2 of 3 · Mixed questions · where you left off" in told
    status, told = pipe("/quiz round", "/quiz stop", arguments=arguments)
    assert status == 0
    assert "A round is going on here already." in told
    assert "Round stopped." in told


def test_a_broken_pack_is_refused_with_its_remedy(pipe, tmp_path: Path):
    """Nothing starts on a pack that can't be used; one sentence says what to run."""
    (tmp_path / "pack.yaml").write_text("id: x\n", "utf-8")
    status, told = pipe("/swot help", arguments=("--pack", str(tmp_path)))
    assert status == 1
    assert "can't be used: run `swot check" in told
