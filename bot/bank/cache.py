"""What a pack was found to be when it was last read, kept until a file of it changes.

The cache saves time and nothing else: it may be deleted at any moment, and where it can't be written all still works.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from bot.bank.reading import Place, Problem

KEPT = 20
"""How many packs the cache remembers."""


@dataclass(frozen=True, slots=True)
class Report:
    """What checking a pack gave."""

    problems: tuple[Problem, ...]
    questions: int
    facts: int
    claims: int

    @property
    def usable(self) -> bool:
        """Whether the pack may reach a class."""
        return not any(problem.grave for problem in self.problems)


def digest(files: list[Path], *besides: object) -> str:
    """The state of the pack's files, of the code that judges them and of whatever else matters, in one number."""
    whole = hashlib.sha256()
    here = Path(__file__).parent
    code = sorted([*here.glob("*.py"), *(here.parent / "marking").glob("*.py")])  # some checks mark the keys
    for path in [*code, *files]:
        content = path.read_bytes()
        whole.update(b"%b\0%d\0" % (os.fsencode(path), len(content)))
        whole.update(content)
    for other in besides:
        whole.update(b"%b\0" % os.fsencode(str(other)))
    return whole.hexdigest()


class Cache:
    """Reports and packs by digest, in a folder of the user's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def report(self, key: str) -> Report | None:
        """The report for the digest `key`, if it is still known."""
        try:
            data = json.loads((self.folder / f"{key}.report.json").read_text("utf-8"))
            problems = tuple(
                Problem(Place(*entry["place"]), entry["what"], entry["remedy"], grave=entry["grave"])
                for entry in data["problems"]
            )
            return Report(problems, data["questions"], data["facts"], data["claims"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def pack(self, key: str) -> bytes | None:
        """The pack for the digest `key` as JSON, if it is still known."""
        try:
            return (self.folder / f"{key}.pack.json").read_bytes()
        except OSError:
            return None

    def keep(self, key: str, report: Report, pack: str | None) -> None:
        """Remember what was found; a cache that can't be written is no trouble."""
        data = {
            "questions": report.questions,
            "facts": report.facts,
            "claims": report.claims,
            "problems": [
                {
                    "place": [p.place.file, p.place.line, p.place.column],
                    "what": p.what,
                    "remedy": p.remedy,
                    "grave": p.grave,
                }
                for p in report.problems
            ],
        }
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            if pack is not None:
                _replace(self.folder / f"{key}.pack.json", pack)
            _replace(self.folder / f"{key}.report.json", json.dumps(data))
            reports = sorted(self.folder.glob("*.report.json"), key=lambda path: path.stat().st_mtime)
            for old in reports[:-KEPT]:
                old.unlink(missing_ok=True)
                old.with_name(old.name.replace(".report.", ".pack.")).unlink(missing_ok=True)


def _replace(path: Path, text: str) -> None:
    # Another process may be reading or writing the same entry: it sees the old file or the new one, never half.
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(text, "utf-8")
    part.replace(path)
