"""From `swot try` to its first prompt, the echo of the first keys, and the first answer, on a pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.benchmarks import report

PROMPT = " ›"
COMMAND, ANSWER = "/swot help", "For teachers"
AIM = "under 1.00 s"
REACTION = 0.3
"""Seconds from the prompt to the first key: somebody who is quick, while Swot is put together behind the prompt."""
FIRST, LATER = 5, 10
PATIENCE = 60.0


class Terminal:
    """`swot try` on a pseudo-terminal of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._told = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        places = {"SWOT_DATA_DIR": str(folder / "data"), "SWOT_CACHE_DIR": str(folder / "cache")}
        self._begun = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "adapters.cli", "try"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", **places, **environment},
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.type("quit\n")
        else:
            self._process.terminate()
        self._process.wait(PATIENCE)
        os.close(self._master)

    def type(self, words: str) -> None:
        """Press keys."""
        os.write(self._master, words.encode())

    def age(self) -> float:
        """Seconds since the process was started."""
        return time.perf_counter() - self._begun

    def until(self, words: str) -> float:
        """Wait until `words` come on the screen after what was waited for; give the seconds since the start."""
        while words.encode() not in self._told:
            if not select.select([self._master], [], [], PATIENCE)[0]:
                raise TimeoutError(f"{words!r} never came; there was {self._told.decode(errors='replace')!r}")
            read = os.read(self._master, 65_536)
            if b"\x1b[6n" in read:
                self.type("\x1b[8;1R")  # as every terminal does when asked where the cursor is
            self._told += read
        self._told = self._told.partition(words.encode())[2]
        return self.age()


def started(folder: Path, **environment: str) -> tuple[float, float, float]:
    """Seconds from the start of one session to its prompt, from keys to their echo, and from the start to an answer."""
    with Terminal(folder, **environment) as terminal:
        prompt = terminal.until(PROMPT)
        time.sleep(REACTION)
        typed = terminal.age()
        terminal.type(COMMAND)
        echo = terminal.until(COMMAND) - typed
        terminal.type("\n")
        return prompt, echo, terminal.until(ANSWER)


def main() -> None:
    """Start a fresh installation, a first session, and many later ones; print what each took."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        started(folder / "warm")  # so that Python's files are compiled and in memory for all that follow
        unbuilt = [started(folder / "unbuilt", PYTHONPYCACHEPREFIX=str(folder / "bytecode"))]
        first = [started(folder / f"first-{number}") for number in range(FIRST)]
        later = [started(folder / "warm") for _ in range(LATER)]
    rows = []
    for kind, spans, aim in (
        ("just installed", unbuilt, ""),
        ("first start", first, AIM),
        ("later starts", later, AIM),
    ):
        prompts, echoes, answers = zip(*spans, strict=True)
        runs = f"{len(spans)} run{'' if len(spans) == 1 else 's'}"
        rows.append((f"{kind} ({runs}): prompt", *report.spread(prompts), aim))
        rows.append(("  echo of the first keys, once typed", *report.spread(echoes), ""))
        rows.append(("  answer to the first command", *report.spread(answers), ""))
    title = "Start of `swot try` (just installed: no bytecode yet; first start: no database, nothing cached)"
    report.table(title, ("least", "median", "most", "aim"), rows)


if __name__ == "__main__":
    main()
