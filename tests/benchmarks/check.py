"""`swot check` on a large generated pack: cold, and again with nothing changed."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import report
from tests.benchmarks.large_pack import QUESTIONS

RUNS = 3
MEBIBYTE = 1024  # getrusage counts in KiB


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds by the clock and of processor time, and the most memory in MiB."""

    wall: float
    processor: float
    memory: float


def checked(pack: Path, cache: Path, *options: str) -> Run:
    """Run `swot check` as a process of its own. Raises `RuntimeError` if the pack is not fit for use."""
    with tempfile.TemporaryFile() as told:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "adapters.cli", "check", str(pack), *options],
            stdout=told,
            env={**os.environ, "SWOT_CACHE_DIR": str(cache)},
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        verdict = told.read().decode()
    if process.returncode or f" {QUESTIONS} questions" not in verdict:
        raise RuntimeError(f"the pack was to be fit for use: {verdict[-500:]}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / MEBIBYTE)


def main() -> None:
    """Write the pack, check it again and again, and print what that took."""
    with tempfile.TemporaryDirectory() as scratch:
        pack, cache = Path(scratch) / "large", Path(scratch) / "cache"
        # A process of its own: what it holds would count as its children's memory too.
        subprocess.run([sys.executable, "-m", "tests.benchmarks.large_pack", str(pack)], check=True)
        size = sum(path.stat().st_size for path in pack.rglob("*.yaml"))
        cold = [checked(pack, cache, "--afresh") for _ in range(RUNS)]
        filling = [checked(pack, cache)]
        unchanged = [checked(pack, cache) for _ in range(RUNS)]
    rows = [
        (
            what,
            *report.spread([run.wall for run in runs]),
            report.seconds(statistics.median(run.processor for run in runs)),
            f"{max(run.memory for run in runs):.0f} MiB",
            aim,
        )
        for what, runs, aim in (
            ("cold (--afresh)", cold, "under 6.00 s"),
            ("cold, filling the cache", filling, ""),
            ("nothing changed", unchanged, "under 0.50 s"),
        )
    ]
    title = f"`swot check` on {QUESTIONS:,} questions ({size / 1e6:.1f} MB), whole processes"
    report.table(title, ("least", "median", "most", "processor time", "peak memory", "aim"), rows)


if __name__ == "__main__":
    main()
