"""`swot remark`, as an operator runs it: what it shows, what it asks, and what it then does."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pty
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from adapters.cli import main
from bot.marking.outcome import FULL, RULES
from tests.chat_harness import MONDAY
from tests.responses.shelf import COLUMNS, GARDEN, SINGLE, Old, Shelf

ROOT = Path(__file__).parent.parent.parent
PACK = ["--pack", str(GARDEN)]
SHOWN = """\
3 older marks looked at: 2 change.

  question     marks  up  down  points
  garden/g-06  1      1   0     +1
  garden/g-01  1      0   1     −1
  all          2      1   1     0
"""


@pytest.fixture(autouse=True)
def _places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders of the test's own, and no database but those that tests name."""
    monkeypatch.setenv("SWOT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("SWOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("SWOT_DATABASE_URL", raising=False)


def put(url: str, *old: Old) -> None:
    """Put old marks into a database."""

    async def fill() -> None:
        shelf = await Shelf.open(url)
        await shelf.put(*old)
        await shelf.close()

    asyncio.run(fill())


def verdicts(url: str) -> list[tuple[str, int]]:
    """Verdict and rule of every mark, in order."""

    async def look() -> dict[int, tuple[Any, ...]]:
        shelf = await Shelf.open(url)
        try:
            return await shelf.marks()
        finally:
            await shelf.close()

    return [(made[0], made[3]) for _, made in sorted(asyncio.run(look()).items())]


def log(url: str) -> list[Any]:
    """The log's entries."""

    async def look() -> list[Any]:
        shelf = await Shelf.open(url)
        try:
            return await shelf.log()
        finally:
            await shelf.close()

    return asyncio.run(look())


OLD = (Old(("spade",)), Old(("Radish",), SINGLE, verdict="right", earned=FULL), Old(("Trowel",)))
BEFORE = [("wrong", RULES - 1), ("right", RULES - 1), ("wrong", RULES - 1)]
AFTER = [("right", RULES), ("wrong", RULES), ("wrong", RULES)]


def test_without_a_terminal_it_shows_and_changes_nothing(database_url: str, capsys: pytest.CaptureFixture[str]):
    """The table, the examples, and what to say to have it changed."""
    put(database_url, *OLD)
    assert main(["remark", "--database", database_url, *PACK]) == 0
    out = capsys.readouterr().out
    shown = "\n".join(line.rstrip() for line in out.splitlines()) + "\n"
    questions = sorted(re.findall(r"^  garden/g-0\d +1 +.*$", shown, re.MULTILINE))
    assert shown.startswith(SHOWN.partition("\n  garden")[0])
    assert [re.split(" +", line.strip())[1:] for line in questions[:2]] == [
        ["1", "0", "1", "−1"],
        ["1", "1", "0", "+1"],
    ]
    assert re.search(r"garden/g-06 +spade +wrong \(0\) +right \(1\) +1$", shown, re.MULTILINE)
    assert re.search(r"garden/g-01 +Radish +right \(1\) +wrong \(0\) +1$", shown, re.MULTILINE)
    assert shown.endswith("Nobody's total changes.\nNothing was changed: --yes changes these 2 marks.\n")
    assert verdicts(database_url) == BEFORE
    assert log(database_url) == []


def test_with_yes_it_changes_what_it_shows_and_names_the_log(database_url: str, capsys: pytest.CaptureFixture[str]):
    """And a second run finds nothing."""
    put(database_url, *OLD)
    command = ["remark", "--database", database_url, *PACK, "--yes", "--why", "two keys were wrong"]
    assert main(command) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    [entry] = log(database_url)
    assert last == f"2 marks changed; the log has it under {entry.id}."
    assert (entry.why, entry.changed, entry.confirmed) == ("two keys were wrong", 2, 1)
    assert verdicts(database_url) == AFTER
    assert main(command) == 0
    assert capsys.readouterr().out == "No mark is older than today's rules and keys.\n"
    assert len(log(database_url)) == 1


def test_a_dry_run_never_asks(sqlite_url: str, capsys: pytest.CaptureFixture[str]):
    """It is not to be had together with `--yes`."""
    put(sqlite_url, *OLD)
    assert main(["remark", "--database", sqlite_url, *PACK, "--dry-run"]) == 0
    assert capsys.readouterr().out.endswith("Nothing was changed: --yes changes these 2 marks.\n")
    assert verdicts(sqlite_url) == BEFORE
    with pytest.raises(SystemExit):
        main(["remark", "--dry-run", "--yes"])


@pytest.mark.parametrize(
    ("typed", "told", "after"),
    [
        ("y\n", "2 marks changed", AFTER),
        ("Yes\n", "2 marks changed", AFTER),
        ("\n", "Nothing was changed.", BEFORE),
        ("n\n", "Nothing was changed.", BEFORE),
        ("\x04", "Nothing was changed.", BEFORE),
    ],
)
def test_at_a_terminal_it_asks_first(sqlite_url: str, typed: str, told: str, after: list[tuple[str, int]]):
    """Only a yes is one; the difference stands above the question."""
    put(sqlite_url, *OLD)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "adapters.cli", "remark", "--database", sqlite_url, *PACK]
    with subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, text=True) as process:
        os.close(theirs)
        assert process.stdout is not None
        shown = ""
        while not shown.endswith("[y/N] "):
            shown += process.stdout.read(1) or pytest.fail(shown)
        assert "2 change." in shown
        assert shown.endswith("Change these 2 marks? [y/N] ")
        os.write(ours, typed.encode())
        assert told in process.stdout.read()
        assert process.wait() == 0
    os.close(ours)
    assert verdicts(sqlite_url) == after


def test_options_choose_what_is_gone_over(sqlite_url: str, capsys: pytest.CaptureFixture[str]):
    """Question, topic, class, day, everything: as they are named."""
    put(sqlite_url, *OLD, Old(class_id="12b"), Old(at=MONDAY - 1), Old(rule=RULES))
    base = ["remark", "--database", sqlite_url, *PACK]
    for options, count in {
        (): "5 older marks",
        ("--all",): "6 marks",
        ("--question", "garden/g-06", "--question", "garden/g-01"): "5 older marks",
        ("--question", "garden/g-01"): "1 older mark",
        ("--topic", "writing"): "4 older marks",
        ("--class", "12b"): "1 older mark",
        ("--since", "2026-12-01"): "",
        ("--since", "2026-11-30", "--topic", "writing"): "4 older marks",
    }.items():
        assert main([*base, *options]) == 0
        out = capsys.readouterr().out
        assert out.startswith(f"{count} looked at: " if count else "No mark is older than today's rules and keys.")


def test_a_day_begins_at_midnight_utc(sqlite_url: str, capsys: pytest.CaptureFixture[str]):
    """What was given in its first microsecond is in, and what was given before it is not."""
    midnight = MONDAY // 86_400_000_000 * 86_400_000_000
    put(sqlite_url, Old(at=midnight), Old(at=midnight - 1))
    assert main(["remark", "--database", sqlite_url, *PACK, "--since", "2026-11-30"]) == 0
    assert capsys.readouterr().out.startswith("1 older mark looked at: 1 changes.")


def test_the_database_is_the_one_that_swot_runs_on(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """As the environment says, or the user's own; `--database` takes a file's name too."""
    put(sqlite_url, *OLD)
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    assert main(["remark", "--database", str(path), *PACK]) == 0
    monkeypatch.setenv("SWOT_DATABASE_URL", f" {sqlite_url} ")
    assert main(["remark", *PACK]) == 0
    monkeypatch.delenv("SWOT_DATABASE_URL")
    (tmp_path / "data").mkdir()
    path.rename(tmp_path / "data" / "swot.db")
    assert main(["remark", *PACK]) == 0
    assert capsys.readouterr().out.count("3 older marks looked at: 2 change.") == 3


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--database", "nowhere.db"], "There is no database nowhere.db."),
        (["--database", "sqlite:///nowhere.db"], "There is no database nowhere.db."),
        (["--database", "mysql://x"], "The database is given as sqlite:///path/to/file or postgresql://"),
        ([], "There is no database "),
    ],
)
def test_a_database_that_is_not_there_is_not_made(
    options: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    """A slip in its name is a sentence, and leaves no file behind."""
    monkeypatch.chdir(tmp_path)
    assert main(["remark", *options, *PACK]) == 1
    told = capsys.readouterr()
    assert told.err.startswith(sentence)
    assert told.out == ""
    assert not list(tmp_path.rglob("*.db"))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--question", "garden/g-66"], "There is no question “garden/g-66” in the packs. Did you mean garden/g-06?\n"),
        (["--topic", "alchemy"], "There is no topic “alchemy”."),
        (["--class", "13z"], "There is no class “13z” with marks. There are: 12a (Class 12a).\n"),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(
    sqlite_url: str, options: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
):
    """With what there is; the exit status is one and nothing is changed."""
    put(sqlite_url, *OLD)
    assert main(["remark", "--database", sqlite_url, *PACK, "--yes", *options]) == 1
    assert capsys.readouterr().err.startswith(sentence)
    assert verdicts(sqlite_url) == BEFORE


def test_a_day_is_written_as_a_date(capsys: pytest.CaptureFixture[str]):
    """Anything else is refused before the database is opened."""
    with pytest.raises(SystemExit) as caught:
        main(["remark", "--since", "last week"])
    assert caught.value.code == 2
    assert "last week is no date; write it as 2026-11-30" in capsys.readouterr().err


def test_what_was_written_does_no_harm_to_a_terminal(sqlite_url: str, capsys: pytest.CaptureFixture[str]):
    """Controls are taken out and long words cut."""
    put(sqlite_url, Old(("\x1b[2Jspade\n" + "x" * 500,), verdict="right", earned=FULL))
    assert main(["remark", "--database", sqlite_url, *PACK]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) < 150


def test_killed_midway_it_leaves_whole_batches_and_their_log(sqlite_url: str):
    """SIGKILL while it changes: marks and log agree on disk; the next run does the rest."""
    put(sqlite_url, *[Old()] * 8_000)
    command = [sys.executable, "-m", "adapters.cli", "remark", "--database", sqlite_url, *PACK, "--yes"]
    database = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))

    def found(query: str) -> int:
        return int(database.execute(query).fetchone()[0])

    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while not found("SELECT count(*) FROM remarks"):
            assert process.poll() is None
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.005)
        process.kill()
    logged = found("SELECT count(*) FROM remarked")
    assert 0 < logged < 8_000
    assert logged % 500 == 0
    assert logged == found("SELECT sum(changed) FROM remarks")
    assert logged == found(f"SELECT count(*) FROM marks WHERE rule = {RULES}")
    same = " AND ".join(f"marks.{name} = new_{name}" for name in COLUMNS)
    assert logged == found(f"SELECT count(*) FROM marks JOIN remarked USING (response) WHERE {same}")
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    assert found(f"SELECT count(*) FROM marks WHERE rule = {RULES} AND verdict = 'right'") == 8_000
    assert found("SELECT count(*) FROM remarked") == 8_000
    assert found("SELECT count(*) FROM remarks") == 2
    database.close()
