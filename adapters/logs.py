"""What `swot run` logs: enough to find trouble, and nothing about people.

Our own lines name rooms, rounds, messages and the codes that people quote, and no persons. Libraries' lines are let
through from the levels below on. Whatever is in an exception's text may be somebody's words or a statement's values, so
a traceback has where it happened and what kind of trouble it was, and the words only of exceptions that say our own.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO, TypeAlias

_Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

LEVELS = {
    "": logging.INFO,
    "aiohttp": logging.WARNING,
    "aiosqlite": logging.WARNING,  # at DEBUG each statement's function, with what it holds
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncio": logging.WARNING,
    "discord": logging.INFO,  # at DEBUG whatever the gateway says
    "slack_bolt": logging.WARNING,  # at DEBUG each payload
    "slack_sdk": logging.WARNING,  # at INFO the ids of its sessions, at DEBUG each request
    "sqlalchemy": logging.WARNING,  # at INFO each statement, with its values
}
"""From which level on each library is heard."""
HIDDEN = "[hidden]"
SHORTEST = 6
"""Characters of a secret that is looked for in what is logged: a shorter one is in half of all words."""
_SECRETS = re.compile(
    r"""
      \bxox[a-z](?:\.xox[a-z])?-[\w-]+ | \bxapp-[\w-]+                     # Slack's tokens
    | (?<=ticket=)[\w-]+ | (?<=hooks\.slack\.com/)\S+                      # its addresses that let anybody in
    | (?<=/webhooks/)\d+/[\w.-]+ | (?<=/interactions/)\d+/[\w.-]+          # Discord's, of an interaction
    | \b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}                               # Discord's token of a bot
    | (?<=://)[^/\s:@]+:[^/\s@]+(?=@)                                      # a database's or a proxy's password
    """,
    re.VERBOSE,
)
_OURS = ("bot.", "adapters.")
_MOST_CAUSES = 5


class Discreet(logging.Formatter):
    """Lines without tokens, and tracebacks without what was in the exceptions."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """`secrets` are hidden wherever they come, beside all that looks like one."""
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if len(secret) >= SHORTEST)

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback below it."""
        # Another handler may have left its own there.
        record.exc_text = None
        told = super().format(record)
        record.exc_text = None
        return self._hidden(told)

    def _hidden(self, words: str) -> str:
        return hidden(words, self._secrets)

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - logging's name
        """Where it happened, and what kind of trouble it was; of what it came from too."""
        error = ei[1]
        parts: list[str] = []
        while error is not None and len(parts) < _MOST_CAUSES:
            frames = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"{frames}{_name(error)}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhich came from\n".join(parts)


class AsJson(Discreet):
    """The same with every line an object of JSON, also where a traceback belongs to it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._hidden(record.getMessage()),
        }
        if code := getattr(record, "code", ""):
            line["code"] = code  # what people quote
        if record.exc_info:
            line["trace"] = self._hidden(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


FORMATS = {"text": Discreet, "json": AsJson}


def _name(error: BaseException) -> str:
    """The kind of an exception, with its words where they are ours and not a person's."""
    kind = type(error)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    orig = getattr(error, "orig", None)
    if isinstance(orig, BaseException):
        return f"{name} of {type(orig).__qualname__}"
    if isinstance(error, OSError):
        return f"{name}: {error.strerror}" if error.strerror else name
    return f"{name}: {error}" if kind.__module__.startswith(_OURS) and kind.__name__ not in _QUOTING else name


_QUOTING = ("UserError", "TooMuch")
"""Those of our exceptions that may repeat what somebody wrote."""


def silence() -> None:
    """Let nothing be logged: whatever is found is told otherwise."""
    logging.getLogger().handlers[:] = [logging.NullHandler()]


def hidden(words: str, secrets: Iterable[str] = ()) -> str:
    """The words without tokens and passwords, and without these `secrets`."""
    for secret in secrets:
        words = words.replace(secret, HIDDEN)
    return _SECRETS.sub(HIDDEN, words)


def set_up(to: TextIO = sys.stderr, secrets: Iterable[str] = (), form: str = "text", level: str = "info") -> None:
    """Have the process log so, without its `secrets`, and let no library be heard below its level.

    `form` is one of `FORMATS`. From which `level` on our own lines are heard changes nothing for anybody else's.
    """
    handler = logging.StreamHandler(to)
    handler.setFormatter(FORMATS[form](secrets))
    logging.getLogger().handlers[:] = [handler]
    for name, least in LEVELS.items():
        logging.getLogger(name).setLevel(least)
    for name in _OURS:
        logging.getLogger(name.rstrip(".")).setLevel(level.upper())
