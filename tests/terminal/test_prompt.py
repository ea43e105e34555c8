"""`swot try` at a prompt, in a real pseudo-terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.terminal.completing import completions
from adapters.terminal.folding import folded
from adapters.terminal.render import plain_line
from bot.chat import Option
from tests.chat_harness import Chat

GARDEN = Path(__file__).parent.parent / "data" / "garden"
ROOT = Path(__file__).parent.parent.parent
QUIZZES = {f"/quiz {name} " for name in ("disputes", "homework", "paper", "round", "set", "solo", "stop")}


class Terminal:
    """A process in a pseudo-terminal, and what it has written."""

    def __init__(self, folder: Path) -> None:
        environment = {
            **os.environ,
            "SWOT_DATA_DIR": str(folder / "data"),
            "SWOT_CACHE_DIR": str(folder / "cache"),
            "TERM": "xterm-256color",
            "COLUMNS": "100",
            "LINES": "40",
        }
        self.pid, self._screen = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            command = [sys.executable, "-m", "adapters.cli", "try", "--pack", str(GARDEN)]
            os.execve(sys.executable, command, environment)
        self.written = ""

    def see(self, words: str, seconds: float = 30) -> bool:
        """Whether the words appear within some seconds."""
        end = time.monotonic() + seconds
        while words not in self.written and time.monotonic() < end:
            ready, _, _ = select.select([self._screen], [], [], 0.1)
            if ready:
                try:
                    raw = os.read(self._screen, 65536)
                except OSError:
                    break
                if b"\x1b[6n" in raw:
                    os.write(self._screen, b"\x1b[1;1R")  # where the cursor is, as a terminal answers
                self.written += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", raw.decode("utf-8", "replace"))
        return words in self.written

    def type(self, words: str) -> None:
        """Type, without the enter key."""
        os.write(self._screen, words.encode())

    def end(self) -> int:
        """Wait for the process to end; its exit status."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            self.see("\0", 0.1)
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("it does not end")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """A session at a prompt."""
    opened = Terminal(tmp_path)
    yield opened
    try:
        os.kill(opened.pid, signal.SIGKILL)
        os.waitpid(opened.pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
    os.close(opened._screen)


def test_a_newcomer_finds_their_way(terminal: Terminal, tmp_path: Path):
    """The prompt says what to type; help, a quiz as somebody else and quitting work, and the line is remembered."""
    assert terminal.see("teacher ›")
    assert "what Swot can do" in terminal.written
    terminal.type("/swot help\r")
    assert terminal.see("For teachers")
    terminal.type("@maya /quiz solo topic:judging\r")
    assert terminal.see("Tomatoes survive a hard frost.")
    terminal.type("@maya False\r")
    assert terminal.see("The first hard frost kills them.")
    terminal.type("@maya\r")
    assert terminal.see("maya ›")
    terminal.type("Zucchini\r")
    assert terminal.see("There is nothing here to press that is called “Zucchini”.")
    terminal.type("quit\r")
    assert terminal.end() == 0
    assert "/swot help" in (tmp_path / "data" / "history").read_text("utf-8")


def test_time_passes_by_itself_at_a_prompt(terminal: Terminal):
    """A round goes on while nobody types: its question closes at its deadline."""
    assert terminal.see("teacher ›")
    terminal.type("/quiz round topic:judging questions:1 seconds:10\r")
    assert terminal.see("question 1 of 1")
    terminal.type("@maya False\r")
    assert terminal.see("Locked in: False")
    assert terminal.see("1 of 1 right", 20)


def test_the_tab_key_completes(terminal: Terminal):
    """A command, its option and what the option could be are completed one after the other."""
    assert terminal.see("teacher ›")
    terminal.type("/quiz round topic:judging\r")
    assert terminal.see("True or false")
    terminal.type("/leader\t")
    assert terminal.see("board")
    terminal.type("\r")
    assert terminal.see("Nobody has points yet.")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("@ma", {"@maya "}),
        ("/qu", QUIZZES),
        ("@tom /qu", QUIZZES),
        ("/quiz round ", {"topic:", "questions:", "seconds:", "speed:", "thread:"}),
        ("/quiz round questions:3 s", {"seconds:", "speed:"}),
        ("/quiz round topic:jud", {"judging"}),
        ("/quiz round speed:", {"yes", "no"}),
        ("/leaderboard over:", {"week", "half-term", "all"}),
        ("rel", {"reload"}),
        ("xyz", set()),
    ],
)
async def test_what_could_stand_here(history: Chat, typed: str, offered: set[str]):
    """People, commands, options, values and words of the terminal are offered where they fit."""

    async def suggest(command: str, option: str, value: str) -> tuple[Option, ...]:
        if option == "topic":
            return (Option("True or false", "judging"),)
        return await history.session.suggest("teacher", command, option, value)

    found = await completions(
        typed, people=history.session.screen.people, registry=history.app.registry, views=(), suggest=suggest
    )
    assert {word for word, _ in found} == offered


def test_lines_are_broken_between_words():
    """Nothing is wider than the screen, nothing is lost, and what follows is indented."""
    line = [("#history ", "label"), ("Some words that ", "bold"), ("do not fit on one line", "plain")]
    broken = folded(line, 20)
    assert all(len(plain_line(part)) <= 20 for part in broken)
    assert " ".join("".join(plain_line(part) for part in broken).split()) == plain_line(line)
    assert all(plain_line(part).startswith("    ") for part in broken[1:])
