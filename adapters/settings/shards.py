"""Discord's servers divided among processes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.errors import UserError

_WRITTEN = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of one process, from `first` to `last`, of `count` that there are in all."""

    first: int
    last: int
    count: int

    @classmethod
    def of(cls, written: str) -> Shards:
        """The shards that an operator has written down as `0-3/16`, or `4/16` for one. Raises `UserError`."""
        found = _WRITTEN.fullmatch("".join(written.split()))
        if found is None:
            raise UserError(
                f"SWOT_DISCORD_SHARDS is written as 0-3/16, which is shards 0 to 3 of 16, not “{written[:40]}”. Leave "
                "it out where one process is enough."
            )
        shards = cls(int(found[1]), int(found[2] or found[1]), int(found[3]))
        if shards.last >= shards.count:
            raise UserError(
                f"SWOT_DISCORD_SHARDS is {written}, but {shards.count} shards are counted from 0 to {shards.count - 1}."
                if shards.count
                else f"SWOT_DISCORD_SHARDS is {written}, but there is at least one shard."
            )
        if shards.first > shards.last:
            raise UserError(f"SWOT_DISCORD_SHARDS is {written}: the first shard comes before the last, as in 0-3/16.")
        return shards

    @property
    def ids(self) -> list[int]:
        """Their numbers."""
        return list(range(self.first, self.last + 1))

    @property
    def leads(self) -> bool:
        """Whether what is done once for all processes is this one's to do."""
        return self.first == 0

    def __str__(self) -> str:
        return f"{self.first}-{self.last}/{self.count}"
