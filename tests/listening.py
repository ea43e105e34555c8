"""Listens to every line that is logged while people talk to Swot, and knows what no line may tell."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adapters.logs import LEVELS, Discreet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.chat_harness import Chat

WHEN = "2026-11-27 09:00:00,000 "
"""What a line begins with."""
SHORTEST = 4
"""Characters of what somebody wrote from which on it is looked for: shorter words are anybody's."""


class Listener(logging.Handler):
    """Keeps each line as `swot run` would write it, and what people of this test go by and wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(Discreet())
        self.lines: list[str] = []
        self.chats: list[Chat] = []
        self._wrote: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(self.format(record))

    def wrote(self, words: Iterable[str]) -> None:
        """Somebody has written this, as an answer or in a form."""
        self._wrote |= {word for word in words if len(word) >= SHORTEST}

    def told(self) -> list[str]:
        """The lines that tell somebody's name, key or words, or a token."""
        if not self.lines:
            return []
        secrets = {secret for chat in self.chats for secret in chat.secrets()}

        def repeats(line: str, words: str) -> bool:
            # What somebody wrote is looked for as they wrote it, and not in when the line was logged: a time may well
            # be that of day, and a figure may stand within a longer one of a library's. An expression is dear to make,
            # and most words are nowhere.
            return words in line and bool(re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(line, len(WHEN)))

        return [
            line
            for line in dict.fromkeys(self.lines)
            if any(secret in line for secret in secrets) or any(repeats(line, words) for words in self._wrote)
        ]


LISTENERS: list[Listener] = []
"""Who is listening now."""


@contextmanager
def listening() -> Iterator[Listener]:
    """Hear what `swot run` would log, for as long as the block lasts."""
    listener = Listener()
    before = {name: logging.getLogger(name).level for name in LEVELS}
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)
    logging.getLogger().addHandler(listener)
    LISTENERS.append(listener)
    try:
        yield listener
    finally:
        LISTENERS.remove(listener)
        logging.getLogger().removeHandler(listener)
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
