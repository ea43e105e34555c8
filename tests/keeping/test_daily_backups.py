"""Backups that are made by themselves."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from random import Random

import pytest

from bot.clock import DAY, HOUR, MINUTE, SECOND, SteppedClock, SystemClock
from bot.keeping.daily import DailyBackups
from bot.keeping.model import MONTH, name_aside, name_of, taken_at
from bot.main import App, Settings
from tests.chat_harness import MONDAY
from tests.keeping.school import GARDEN, a_class, ask, names, path_of, swell
from tests.loopback.slack import LoopbackSlack
from tests.processes import swot_run, told_to_stop

UNMADE = "The daily backup could not be made; Swot runs on without, and tries again in an hour."


@pytest.fixture(autouse=True)
def in_london(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine is there, where no clock is set in winter."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/London")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def clock() -> SteppedClock:
    """A clock that is moved by hand; it begins on a Monday at eight."""
    return SteppedClock(MONDAY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the backups are to be."""
    return tmp_path / "backups"


async def test_one_is_made_each_night_and_only_so_many_stay(sqlite_url: str, folder: Path, clock: SteppedClock):
    """Looked after every hour for nine weeks: at three each night there is another, and none older than four weeks."""
    daily = DailyBackups(path_of(sqlite_url), folder, clock)
    for _ in range(63 * 24):
        before = set(names(folder)) if folder.exists() else set()
        await daily.keep_up()
        for new in set(names(folder)) - before if before else ():
            assert "T030000Z" in new
        clock.move_to(clock.now() + HOUR)
    there = [taken_at(name) for name in names(folder)]
    assert 8 <= len(there) <= 11
    assert all(at is not None and clock.now() - at <= MONTH + HOUR for at in there)
    assert ask(folder / names(folder)[-1], "PRAGMA integrity_check") == [("ok",)]
    assert folder.stat().st_mode & 0o077 == 0


async def test_a_night_that_was_missed_is_made_up_for_at_the_start(sqlite_url: str, folder: Path, clock: SteppedClock):
    """A machine that is off at night has its backup in the morning, by itself; a second start makes none."""
    for number, since in enumerate((0, HOUR, DAY)):
        clock.move_to(MONDAY + since)
        app = await App.open(Settings(sqlite_url, GARDEN, None, clock, Random(1), backups=folder))
        await app.start()
        async with asyncio.timeout(20):
            while not folder.exists() or not [name for name in names(folder) if name.endswith(".db")][number // 2 :]:
                await asyncio.sleep(0)
        await app.stop()
        await app.close()
    assert names(folder) == ["swot-2026-11-30T080000Z.db", "swot-2026-12-01T080000Z.db"]


async def test_swot_makes_none_unless_it_is_told_where(sqlite_url: str, tmp_path: Path, clock: SteppedClock):
    """What is tried at a terminal is not kept twice."""
    app = await App.open(Settings(sqlite_url, GARDEN, None, clock, Random(1)))
    await app.start()
    await app.upkeep()
    await app.close()
    assert not [name for name in names(tmp_path) if "backup" in name]


async def test_a_folder_that_cannot_be_made_is_told_in_the_log_and_harms_nobody(
    sqlite_url: str, folder: Path, clock: SteppedClock, caplog: pytest.LogCaptureFixture
):
    """Each hour it is tried again; once there is a place, there is a backup."""
    folder.write_text("a file in the way", "utf-8")
    daily = DailyBackups(path_of(sqlite_url), folder, clock)
    chat = await a_class(sqlite_url)
    with caplog.at_level(logging.WARNING):
        await daily.keep_up()
    assert [record.getMessage() for record in caplog.records if record.name == "bot.keeping.daily"] == [
        f"{UNMADE} There is no folder {folder}, and it can't be made: File exists."
    ]
    await chat.say("zoe", "/quiz solo", topic="judging")
    folder.unlink()
    await daily.keep_up()
    assert len(names(folder)) == 1
    await chat.close()


async def test_a_damaged_database_never_costs_a_good_backup(
    sqlite_url: str, folder: Path, clock: SteppedClock, caplog: pytest.LogCaptureFixture
):
    """However long nobody looks: what was made before stays until there is a newer one."""
    path = path_of(sqlite_url)
    daily = DailyBackups(path, folder, clock)
    await daily.keep_up()
    there = names(folder)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))
    for _ in range(40):
        clock.move_to(clock.now() + DAY)
        await daily.keep_up()
    assert names(folder) == there
    assert "is damaged" in caplog.text


async def test_only_its_own_old_files_are_deleted(sqlite_url: str, folder: Path, clock: SteppedClock):
    """What somebody else has put there stays; what a crash or a restore left goes in time."""
    path, now = path_of(sqlite_url), clock.now()
    folder.mkdir()
    long_ago, lately = now - MONTH - DAY, now - MONTH + DAY
    theirs = [folder / name_of("swot-b", long_ago), folder / "swot-summer.db", folder / "notes.txt"]
    theirs += [path.with_name(name_aside("swot", lately)), folder / f"{name_of('swot', now)}.1234.part"]
    gone = [folder / name_of("swot", long_ago), folder / f"{name_of('swot', long_ago)}.1234.part"]
    gone += [path.with_name(f"{name_aside('swot', long_ago)}{ending}") for ending in ("", "-wal")]
    for file in (*theirs, *gone):
        file.touch()
        os.utime(file, (now / SECOND, now / SECOND))
    os.utime(gone[1], (long_ago / SECOND, long_ago / SECOND))
    await DailyBackups(path, folder, clock).keep_up()
    assert [file.name for file in theirs if not file.exists()] == []
    assert [file.name for file in gone if file.exists()] == []


async def test_what_somebody_had_erased_is_in_no_backup_four_weeks_later(
    sqlite_url: str, folder: Path, clock: SteppedClock
):
    """As the paper for the data-protection officer promises."""
    chat = await a_class(sqlite_url)
    daily = DailyBackups(path_of(sqlite_url), folder, clock)
    sunday = MONDAY + 6 * DAY  # the last of its week, so that it stays for longest
    clock.move_to(sunday)
    await daily.keep_up()
    await chat.say("maya", "/privacy forget")
    await chat.press("maya", "Erase everything")
    await chat.wait("1m")
    await chat.close()
    for day in range(1, 30):
        clock.move_to(sunday + day * DAY + MINUTE)
        await daily.keep_up()
        named = [file.name for file in folder.iterdir() if b"terminal:maya" in file.read_bytes()]
        assert bool(named) is (day < 22), day


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    """A Slack to run on."""
    async with LoopbackSlack(SystemClock()) as slack:
        yield slack


def environment_of(slack: LoopbackSlack, url: str) -> dict[str, str]:
    """What `swot run` is started with."""
    return {
        "SWOT_SLACK_BOT_TOKEN": slack.bot_token,
        "SWOT_SLACK_APP_TOKEN": slack.app_token,
        "SWOT_SLACK_API_URL": slack.url,
        "SWOT_DATABASE_URL": url,
    }


async def test_swot_run_makes_them(slack: LoopbackSlack, sqlite_url: str, folder: Path):
    """As it is started in earnest, without a word about backups; the log says so."""
    async with swot_run(GARDEN[0], environment_of(slack, sqlite_url)) as process:
        await slack.connected()
        while not list(folder.glob("swot-*.db")):
            await asyncio.sleep(0)
        log = await told_to_stop(process)
    assert len(names(folder)) == 1
    assert f"A backup was made: {names(folder)[0]} (" in log


async def test_who_is_told_to_stop_in_its_midst_stops(slack: LoopbackSlack, sqlite_url: str, folder: Path):
    """It ends well, says nothing of errors and leaves nothing half done; the next start makes one."""
    swell(path_of(sqlite_url), 100_000)
    async with swot_run(GARDEN[0], environment_of(slack, sqlite_url)) as process:
        await slack.connected()
        while not folder.exists() or not list(folder.glob("*.part")):
            await asyncio.sleep(0)
        await told_to_stop(process)
    assert names(folder) == []
