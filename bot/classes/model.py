"""Roles: what a class makes of its people, and of the groups that the platform has them in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from bot.chat.declared import Level
from bot.clock import DAY

Role = Literal["teacher", "marker", "observer"]
LEVELS: dict[str, Level] = {"teacher": Level.TEACHER, "marker": Level.MARKER, "observer": Level.OBSERVER}
"""What a role lets people do."""
TRUSTED = DAY
"""How long somebody keeps a role that they had by a group, where the platform does not say if they still are in it."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that a person or a group has in a class."""

    holder: str
    role: str
    named_by: str
    """A person; or the group by which the holder had the role when they last acted."""
    named_at: int
    """Microseconds UTC."""

    @property
    def by_group(self) -> bool:
        """Whether a person has it for being in a group."""
        return is_group(self.named_by)


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did by a right that learners do not have."""

    person: str
    at: int
    """Microseconds UTC."""
    what: str
    """The command, or what the button or form is for."""
    told: str
    """What came of it, as they were told."""


def is_group(holder: str) -> bool:
    """Whether a holder is a group of the platform: `discord:&42`, `slack:T1.&S2`."""
    return "&" in holder


def level_of(
    holdings: Iterable[Holding], persons: Collection[str], groups: Collection[str] | None, now: int
) -> tuple[Level, Holding | None]:
    """What somebody may do: the highest of their own roles, and of those of the groups they are in.

    Also the holding that it is by, if that is a group's. `groups` is nothing where the platform doesn't tell: a role
    that they had by a group is then theirs for a day.
    """
    found: list[tuple[Level, Holding | None]] = [(Level.EVERYONE, None)]
    for holding in holdings:
        level = LEVELS[holding.role]
        if groups is not None and holding.holder in groups:
            found.append((level, holding))
        elif holding.holder in persons and (not holding.by_group or _lately(holding, groups, now)):
            found.append((level, None))
    return max(found, key=lambda each: each[0])


def _lately(holding: Holding, groups: Collection[str] | None, now: int) -> bool:
    """Whether a group's role may be taken for theirs, though nobody says that they are in the group."""
    return groups is None and now - holding.named_at < TRUSTED
