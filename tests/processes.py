"""`swot run` as it is started in earnest: a process of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.conftest import DATA

PATIENCE = 30.0
"""Seconds of real time after which a process is given up."""


@asynccontextmanager
async def swot_run(pack: Path, environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """A Swot that runs; killed in the end if it has not ended."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "adapters.cli", "run", "--pack", str(pack)),
        cwd=DATA.parent.parent,
        env={**os.environ, **environment},
        stderr=PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def told_to_stop(process: Process) -> str:
    """Its log, when it has ended well after a SIGTERM."""
    process.terminate()
    _, written = await process.communicate()
    log = written.decode()
    assert process.returncode == 0, log
    assert "Traceback" not in log
    return log
