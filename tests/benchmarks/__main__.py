"""Runs the benchmarks that are named, or all; each in a process of its own, so that none warms or swells another.

What begins with a hyphen is handed to them: `python -m tests.benchmarks marking --wrong`.
"""

from __future__ import annotations

import subprocess
import sys

from tests.benchmarks import report

NAMES = (
    "answers",
    "cards",
    "start",
    "check",
    "presses",
    "marking",
    "remembering",
    "results",
    "sittings",
    "standings",
    "timed",
)


def main(arguments: list[str]) -> int:
    """Run the benchmarks that are named, all if none is; give the exit status."""
    names = [argument for argument in arguments if not argument.startswith("-")]
    options = [argument for argument in arguments if argument.startswith("-")]
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    print(report.machine(), flush=True)
    ran = [
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}", *options], check=False)
        for name in names or NAMES
    ]
    return max(process.returncode != 0 for process in ran)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
