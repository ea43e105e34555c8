"""The terminal keeps the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.terminal.render import lines_of, plain_line
from adapters.terminal.screen import Screen
from bot.chat import Profile
from bot.clock import SteppedClock
from tests.chat_harness import MONDAY
from tests.contract.suite import PlatformContract, Stage


class TerminalStage(Stage):
    """A screen with one person in front of it."""

    room = "terminal:history"
    person = "terminal:maya"
    name = "Maya"

    def __init__(self) -> None:
        self.screen = Screen(SteppedClock(MONDAY), lambda _shown: None)
        self.screen.people["maya"] = Profile("Maya")
        self.platform = self.screen

    def shown(self, room: str) -> list[str]:
        """Each message as its lines."""
        found = [message.view for message in self.screen.messages if message.room == room]
        return ["\n".join(plain_line(line) for line in lines_of(view, MONDAY)) for view in found]

    def delete(self, room: str) -> None:
        """The room is gone."""
        self.screen.gone.add(room)

    def refuse_desk(self, person: str) -> None:
        """The person takes no more direct messages."""
        self.screen.refusing_desks.add(person.partition(":")[2])

    def attach(self, path: Path) -> str:
        """At a terminal, a file is its path."""
        return str(path)


class TestTerminal(PlatformContract):
    """The contract, on the terminal."""

    @pytest.fixture
    def stage(self) -> Stage:
        """A fresh screen."""
        return TerminalStage()
