"""How figures are written: a table of plain text, and the machine that they come from."""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time
from collections.abc import Sequence

SYNCS = 200


def table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under headings; the first cell of each says what the others measure."""
    grid = [("", *headings), *rows]
    widths = [max(len(row[column]) for row in grid) for column in range(len(headings) + 1)]
    print(f"\n{title}")
    for first, *cells in grid:
        print("   ".join([f"  {first:<{widths[0]}}", *map(str.rjust, cells, widths[1:])]), flush=True)


def seconds(span: float) -> str:
    """A span of time."""
    return f"{span:.2f} s"


def spread(spans: Sequence[float]) -> tuple[str, str, str]:
    """The least, the median and the most of several spans of time."""
    return seconds(min(spans)), seconds(statistics.median(spans)), seconds(max(spans))


def machine() -> str:
    """What the figures were measured on."""
    return (
        f"{platform.python_implementation()} {platform.python_version()} · {os.cpu_count()} cores"
        f" · load {os.getloadavg()[0]:.1f} · the disk syncs 4 KiB in {_sync() * 1000:.2f} ms"
    )


def _sync() -> float:
    """Seconds that the disk of the temporary folder takes to make a small append last: the median of many."""
    taken = []
    with tempfile.TemporaryFile(buffering=0) as file:
        for _ in range(SYNCS):
            file.write(bytes(4096))
            begun = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return statistics.median(taken)
