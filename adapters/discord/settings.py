"""What Discord needs to know of an installation."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from adapters.outgoing import DIRECTLY, Outgoing
from adapters.settings import OperatorSettings
from adapters.settings.shards import Shards
from adapters.settings.values import Trial


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
    def of(cls, settings: OperatorSettings, outgoing: Outgoing) -> DiscordSettings | None:
        """Those of the settings that are Discord's; none: Swot is not to be there."""
        token = settings.discord_token
        if token is None:
            return None
        trial = settings.discord_trial_server
        return cls(token.get_secret_value(), settings.discord_shards, trial, settings.words, outgoing)
