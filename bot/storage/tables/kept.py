"""What tables keep about people, and what becomes of it once somebody is forgotten: declared where the tables are.

Exports, erasing and the table in `deploy/privacy.md` follow from these declarations; a test fails for a column that has
none. A new table takes one line, `info=kept(…)`, which names every column once:

    info=kept("note", person="person", about="text at", free="class_id", at="at")
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Table

NOBODY = "gone"
"""Who stands where somebody stood who is forgotten. No platform has such a name, and it says nothing of anybody."""
ERASED = "What you sent before was erased with everything else. Ask again."
"""What whoever is forgotten is told where an answer to something older is asked for once more."""

Fate = Literal["deleted", "unlinked", "by its room"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What one table keeps. Every column stands in exactly one of the fields that name columns."""

    one: str = ""
    """What a row of somebody's is, in plain words; empty: rows are nobody's."""
    many: str = ""
    person: str = ""
    """The column that names whose row it is."""
    via: str = ""
    """Where no column names anybody: the one that refers to a row that does."""
    fate: Fate = "deleted"
    """What forgetting does to a row: it goes; it stays and tells of nobody; or its own room sees to it."""
    about: frozenset[str] = frozenset()
    """What tells of the person."""
    doers: frozenset[str] = frozenset()
    """Who else had to do with it: replaced by nobody once they are forgotten, whoever's row it is."""
    free: frozenset[str] = frozenset()
    """What tells of nobody."""
    at: str = ""
    """An instant by which a row can be told to be of a school year."""
    mentions: str = ""
    """Text or JSON of ours in which somebody else's name may stand: taken out once they are forgotten."""
    fresh: str = ""
    """An id that tells when something came: replaced by one that tells nothing, where the row stays."""
    blank: Mapping[str, object] = field(default_factory=dict)
    """What stays in columns of a row that is unlinked."""
    withheld: str = ""
    """The column that says whether the person may know of the row yet: exam results are told when they are released."""

    @property
    def columns(self) -> list[str]:
        """Every column that is declared, once for each time it is."""
        own = [name for name in (self.person, self.via) if name]
        return [*own, *self.about, *self.doers, *self.free]


def kept(
    one: str = "",
    many: str = "",
    *,
    person: str = "",
    via: str = "",
    fate: Fate = "deleted",
    about: str = "",
    doers: str = "",
    free: str = "",
    at: str = "",
    mentions: str = "",
    fresh: str = "",
    blank: Mapping[str, object] | None = None,
    withheld: str = "",
) -> dict[str, Kept]:
    """A table's `info`: see `Kept`; columns are given with spaces between them."""
    sets = {name: frozenset(given.split()) for name, given in (("about", about), ("doers", doers), ("free", free))}
    return {
        "kept": Kept(
            one,
            many or f"{one}s" if one else "",
            person,
            via,
            fate,
            **sets,
            at=at,
            mentions=mentions,
            fresh=fresh,
            blank=blank or {},
            withheld=withheld,
        )
    }


def kept_of(table: Table) -> Kept:
    """What a table declares. Raises `LookupError` where it declares nothing."""
    found: Kept | None = table.info.get("kept")
    if found is None:
        raise LookupError(f"{table.name} does not say what it keeps about people: see bot/storage/tables/kept.py")
    return found
