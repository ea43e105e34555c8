"""A scripted session: lines in, a plain transcript out, and time that moves only when it is told to."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TextIO

from adapters.terminal.limits import TooMuch
from adapters.terminal.render import plain_line
from adapters.terminal.screen import NoSuchControl, Shown
from adapters.terminal.session import ScriptError, Session
from adapters.terminal.transcript import transcript
from bot.main import App


class _Errors(logging.Handler):
    """Counts what went wrong in the core: the person reads an apology, the script fails."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.count += 1


async def play(app: App, script: Iterable[str], out: TextIO) -> int:
    """Play the lines of `script`; print what is said to `out`. Give how many of them failed unexpectedly."""
    errors = _Errors()
    logging.getLogger().addHandler(errors)
    failures = 0

    def show(shown: Shown) -> None:
        for line in transcript(shown, app.clock.now()):
            print(plain_line(line).rstrip(), file=out)

    session = Session(app, show)
    try:
        await session.settle()
        for typed in script:
            words = typed.rstrip("\n")
            if words.strip() in ("quit", "exit"):
                break
            if words.strip() and not words.startswith("#"):
                speaker = "" if words.lstrip().startswith("@") else f"@{session.speaker} "
                print(f"> {speaker}{words.strip()}", file=out)
            try:
                await session.line(words)
            except (ScriptError, NoSuchControl, TooMuch) as error:
                failures += 1
                print(f"! {error}", file=out)
    finally:
        logging.getLogger().removeHandler(errors)
        out.flush()
    return failures + errors.count


def script_of(stream: TextIO) -> Iterable[str]:
    """The lines of a stream, as they come."""
    return iter(stream.readline, "")
