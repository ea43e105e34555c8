"""What is written in each place where settings can be: names, values and where they stand, as yet unread."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.settings.model import PREFIX
from bot.errors import UserError

ENVIRONMENT = "environment"
_OTHERS = re.compile(r"SWOT_(SERVICE_HOST|SERVICE_PORT|PORT)(_.*)?")
"""What Kubernetes sets in every container where a service is called swot."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a source."""

    name: str
    """As it stands there."""
    key: str
    """The same, as the model's fields are named."""
    value: str = field(repr=False)
    line: int = 0
    """Counted from 1; 0: there are none."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place with settings."""

    name: str
    entries: tuple[Entry, ...]
    mode: int = 0
    """The rights on its file."""

    @property
    def is_file(self) -> bool:
        """Whether it is Swot's alone, so that what nobody knows there is a mistake."""
        return self.name != ENVIRONMENT

    @property
    def is_open(self) -> bool:
        """Whether everybody on this machine may read it."""
        return os.name == "posix" and bool(self.mode & stat.S_IROTH)

    def place(self, line: int) -> str:
        """Where a line is."""
        return f"{self.name}, line {line}" if line else self.name


def of_environment(environment: Mapping[str, str]) -> Source:
    """Those of its variables that are Swot's."""
    ours = ((name, value) for name, value in environment.items() if not _OTHERS.fullmatch(name))
    return Source(ENVIRONMENT, tuple(_entries(ours)))


def of_file(path: Path) -> Source:
    """What is in a file, read by its name: TOML, or NAME=value as in `.env`. Raises `UserError` where it can't be."""
    try:
        text = path.read_text("utf-8-sig")
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise UserError(f"There is no file of settings {path}.") from None
    except OSError as error:
        raise UserError(f"{path} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path} can't be read: it is no text in UTF-8.") from error
    entries = _of_toml(path, text) if path.suffix == ".toml" else _of_dotenv(path, text)
    return Source(str(path), tuple(entries), mode)


def _of_dotenv(path: Path, text: str) -> Iterator[Entry]:
    from io import StringIO  # noqa: PLC0415

    from dotenv.parser import parse_stream  # noqa: PLC0415 - only who has such a file needs it

    for found in parse_stream(StringIO(text)):
        before = found.original.string
        line = found.original.line + before[: len(before) - len(before.lstrip())].count("\n")
        if found.error:
            raise UserError(f"{path}, line {line}: that is not written as NAME=value.")
        yield from _entries([(found.key or "", found.value or "")], line)


def _of_toml(path: Path, text: str) -> Iterator[Entry]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path} is no TOML: {error}.") from error
    for key, value in table.items():
        # The library tells no lines.
        found = re.search(rf"^[ \t]*\[?[\"']?{re.escape(key)}\b", text, re.MULTILINE)
        line = text.count("\n", 0, found.start()) + 1 if found else 0
        if isinstance(value, bool) or not isinstance(value, str | int | dict):
            raise UserError(f"{path}, line {line}: {key} is written in quotation marks.")
        yield Entry(key, key, "" if isinstance(value, dict) else str(value).strip(), line)


def _entries(written: Iterator[tuple[str, str]] | list[tuple[str, str]], line: int = 0) -> Iterator[Entry]:
    for name, value in written:
        if name.startswith(PREFIX) and value.strip():
            yield Entry(name, name.removeprefix(PREFIX).lower(), value.strip(), line)
