"""What Discord needs to know of an installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.discord.declaring import Trial
from adapters.discord.shards import Shards
from adapters.outgoing import DIRECTLY, Outgoing


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """What an operator decides."""

    token: str = field(repr=False)
    shards: Shards | None = None
    """The servers that are this process's; none: all, in as many shards as Discord recommends."""
    trial: Trial | None = None
    """Where commands are declared; none: everywhere."""
    words: Path | None = None
    """The folder of catalogues with the commands' words in other languages."""
    outgoing: Outgoing = DIRECTLY

    @classmethod
    def of(cls, token: str, given: Mapping[str, str], outgoing: Outgoing) -> DiscordSettings:
        """The settings in environment variables. Raises `UserError`."""
        shards, trial, words = (
            given.get(name) for name in ("SWOT_DISCORD_SHARDS", "SWOT_DISCORD_TRIAL_SERVER", "SWOT_WORDS")
        )
        return cls(
            token,
            Shards.of(shards) if shards else None,
            Trial.of(trial) if trial else None,
            Path(words) if words else None,
            outgoing,
        )
