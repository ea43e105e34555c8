"""An installation, and how it is written down."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Installation:
    """Where Swot was installed, and what lets it in there."""

    space: str
    """Such as `slack:T1`."""
    token: str = field(repr=False)
    """The bot's token: never logged, and never in plain text on a disk."""
    bot_user: str = ""
    """Who Swot is there."""
    scopes: tuple[str, ...] = ()
    installed_at: int = 0
    """Microseconds UTC."""
    installer: str = ""
    """Who has added it, by the platform's own id."""

    def to_json(self) -> str:
        """All of it as text, which is then sealed."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Installation:
        """The installation that `to_json` was told of."""
        told = json.loads(text)
        return cls(**{**told, "scopes": tuple(told["scopes"])})
