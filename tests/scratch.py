"""Where the tests put what they throw away: in memory, where there is room."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
"""A folder in memory, on Linux."""
DISK = Path("/var/tmp")
"""A folder that outlasts a start of the machine, and so is on a disk."""
ROOM = 2_000_000_000
"""Bytes that are to be free there; a container often has less."""


def move_to_memory() -> None:
    """Have this process and those that it starts keep their scratch there, unless `TMPDIR` names a place.

    Nothing here asks whether a disk keeps what it was given: Swot is killed, and never the machine. A commit waits for
    its `fsync` all the same, which takes no time there, and PostgreSQL copies a database in a tenth of it.
    """
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    if shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def on_disk() -> str | None:
    """A folder for what is to wait for a disk, as `tempfile` takes it; none: where it would go anyway."""
    return str(DISK) if os.access(DISK, os.W_OK | os.X_OK) else None


def is_in_memory(folder: str) -> bool:
    """Whether what is in this folder takes up memory."""
    return Path(folder).is_relative_to(MEMORY)
