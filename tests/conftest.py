"""What tests share: both databases, a clock that is moved by hand, and a class that talks."""

from __future__ import annotations

import gc
import itertools
import logging
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings

import bot.main
from bot.bank.cache import Cache
from bot.bank.model import Pack
from bot.bank.service import _key, read_pack
from tests.chat_harness import Chat, Installation
from tests.listening import listening
from tests.postgres import Postgres
from tests.scratch import move_to_memory
from tests.stages import PLATFORMS

DATA = Path(__file__).parent / "data"

settings.register_profile(
    "swot", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("swot")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--sweep` runs the long sweeps whole."""
    parser.addoption("--sweep", action="store_true", help="run every instant and example of the long sweeps")


def pytest_configure(config: pytest.Config) -> None:
    """Databases of tests stand in memory, where there is room."""
    move_to_memory()


@pytest.fixture(scope="session", autouse=True)
def _data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of a test is kept in the data folder of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SWOT_DATA_DIR", str(folder := tmp_path_factory.mktemp("data")))
        patch.setenv("XDG_DATA_HOME", str(folder))  # what is opened by itself, without any settings
        yield


@pytest.fixture(scope="session", autouse=True)
def _nobody_out_there_is_believed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test speaks to the world, and reading whom the system believes takes as long as all else of an adapter."""
    nobody = tmp_path_factory.mktemp("authorities") / "none.pem"
    nobody.touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(nobody))
        yield


@pytest.fixture(scope="session", autouse=True)
def _packs_are_read_once() -> Iterator[None]:
    """A pack that is what it was is not read again for each Swot that a test starts: packs are frozen.

    Reading itself is tested beside the bank.
    """
    known: dict[str, Pack] = {}

    def read(folder: Path, cache: Cache | None = None) -> Pack:
        if cache is not None:
            return read_pack(folder, cache)
        key = _key(folder)
        if key not in known:
            known[key] = read_pack(folder)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.main, "read_pack", read)
        yield


@pytest.fixture(autouse=True)
def _no_line_of_the_log_tells_of_anybody() -> Iterator[None]:
    """Whatever a test has Swot log, at the levels that `swot run` logs at: no names, no words of people, no tokens."""
    with listening() as listener:
        yield
    assert listener.told() == []


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL server, for as long as the tests run."""
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with its tables and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    Installation.migrate(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of the test's own: each test that uses it runs on both."""
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.fresh_database()
        yield url
        server.done_with(url)
        return
    path = tmp_path / "swot.db"
    shutil.copy(request.getfixturevalue("empty_sqlite"), path)
    yield f"sqlite:///{path}"


@pytest.fixture
def sqlite_url(empty_sqlite: Path, tmp_path: Path) -> str:
    """A SQLite database of the test's own, where the other database would show nothing more."""
    path = tmp_path / "swot.db"
    shutil.copy(empty_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=PLATFORMS)
def platform(request: pytest.FixtureRequest) -> str:
    """Where a dialogue is played: each test that uses it runs on every platform."""
    return str(request.param)


@pytest.fixture
def nothing_goes_wrong_unseen(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever a dialogue shows, Swot logs no error behind it."""
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR] == []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Play each dialogue at the terminal and on one of the other platforms, and every third on PostgreSQL too.

    Which one follows from its name, and stays. What a platform shows does not depend on the database, and what the
    core says does not depend on the platform: renderers and adapters have tests of their own, and so does the contract
    that all platforms keep. A dialogue that is about platforms is marked `every_platform`; `--sweep` plays all on all.
    """

    def left_out(item: pytest.Item) -> bool:
        given = item.callspec.params if hasattr(item, "callspec") else {}
        platform, on_postgres = given.get("platform", "terminal"), given.get("database_url") == "postgresql"
        if on_postgres and platform != "terminal":
            return True
        if config.getoption("--sweep") or item.path.parent.name != "dialogues" or "platform" not in given:
            return False
        chance = crc32(re.sub(r"terminal|discord|slack|sqlite|postgresql", "", item.nodeid).encode())
        if on_postgres:
            return chance % 3 != 0
        is_elsewhere = platform != ("terminal", "discord", "slack")[1 + chance % 2] and platform != "terminal"
        return is_elsewhere and item.get_closest_marker("every_platform") is None

    config.hook.pytest_deselected(items=[item for item in items if left_out(item)])
    items[:] = [item for item in items if not left_out(item)]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Spare the collector of garbage what stays to the end: libraries, and thousands of tests.

    It went through them again and again, and a fifth of the time went there. What is leaked still comes to light: the
    whole is gone through less often, and once more at the end.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 70)


@pytest.fixture
async def chat(platform: str, database_url: str) -> AsyncIterator[Chat]:
    """A class that talks to Swot, on every platform and database."""
    talking = await Chat.open(Installation(database_url, packs=(DATA / "garden",), platform=platform))
    yield talking
    await talking.close()


@pytest.fixture
async def garden(platform: str, sqlite_url: str) -> AsyncIterator[Chat]:
    """A class that talks to Swot on every platform, where another database would show nothing more."""
    talking = await Chat.open(Installation(sqlite_url, packs=(DATA / "garden",), platform=platform))
    yield talking
    await talking.close()


@pytest.fixture
async def history(platform: str, sqlite_url: str) -> AsyncIterator[Chat]:
    """A class with the pack that comes with Swot."""
    pack = DATA.parent.parent / "content" / "stalins-russia"
    talking = await Chat.open(Installation(sqlite_url, packs=(pack,), platform=platform))
    yield talking
    await talking.close()


@pytest.fixture
def ids() -> Iterator[str]:
    """Ids that differ."""
    return (f"id{number}" for number in itertools.count())
