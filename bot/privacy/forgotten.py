"""The list of whom this installation has forgotten: outside the database, where no backup of it can undo it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import UserError

KEY = 32
"""Bytes of the key."""
_HEAD = "swot-forgotten 1 "


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who was forgotten, and when."""

    sealed: str
    """A keyed hash of their key."""
    at: int
    """Microseconds UTC."""


class Forgotten:
    """A file: its key in the first line, then a line for each person who was forgotten, in order.

    Without its key nobody can tell whom it names, nor try out whom it might; so it is for its owner's eyes alone.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key

    @classmethod
    def open(cls, path: Path) -> Forgotten:
        """The list at `path`; a new one where there is none. Raises `UserError` where it can't be read or made."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                _begin(path)
            head = path.read_text("ascii").partition("\n")[0]
            key = bytes.fromhex(head.removeprefix(_HEAD))
        except (OSError, ValueError) as error:
            raise UserError(_broken(path)) from error
        if len(key) != KEY:
            raise UserError(_broken(path))
        return cls(path, key)

    @property
    def id(self) -> str:
        """Which list it is: another one has another key."""
        return hashlib.sha256(self._key).hexdigest()[:16]

    def seal(self, person: str) -> str:
        """What stands for a person here, the same each time, that tells nobody whose it is."""
        return hmac.new(self._key, person.encode(), hashlib.sha256).hexdigest()

    def entries(self) -> list[Entry]:
        """Everybody on it, in the order they were forgotten."""
        found = [line.split() for line in self._path.read_text("ascii").splitlines()[1:]]
        # A line that was cut off by a crash is of somebody who was not told yet that they are forgotten.
        return [Entry(words[0], int(words[1])) for words in found if len(words) == 3]  # noqa: PLR2004 - its parts

    def add(self, persons: Iterable[str], at: int) -> int:
        """Add persons, on disk once this returns; tell how many entries there are now."""
        told = "".join(f"{self.seal(person)} {at} .\n" for person in persons)
        with self._path.open("a", encoding="ascii") as file:
            file.write(told)
            file.flush()
            os.fsync(file.fileno())
        return len(self.entries())


def _begin(path: Path) -> None:
    """Make an empty list with a key of its own; where two processes do so at once, one uses the other's."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(f"{_HEAD}{secrets.token_hex(KEY)}\n", "ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _broken(path: Path) -> str:
    return (
        f"The list of people whom Swot has forgotten, {path}, can't be read, or is another file. Without it a restored"
        " backup would bring them back. Put it back, or name another place with SWOT_FORGOTTEN."
    )
