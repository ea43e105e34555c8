"""Two installations whose packs differ only in what is right: whatever leaves both alike tells nobody the answer."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from tests.conftest import DATA


def twins_of(pack: str, other_keys: Iterable[tuple[str, str]], folder: Path, database: Path) -> list[tuple[Path, Path]]:
    """Database and pack of each; the second has every first text of `other_keys` replaced by the other."""
    places = []
    for name in ("one", "other"):
        copied = Path(shutil.copytree(DATA / pack, folder / name / pack))
        places.append((Path(shutil.copy(database, folder / name / "swot.db")), copied))
    questions = places[1][1] / "questions" / f"{pack}.yaml"
    text = questions.read_text("utf-8")
    for one, other in other_keys:
        assert text.count(one) == 1, one
        text = text.replace(one, other)
    questions.write_text(text, "utf-8")
    return places
