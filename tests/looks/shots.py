"""What stood on people's screens, for a gallery to draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

PlatformName = Literal["discord", "slack"]
PLATFORMS: tuple[PlatformName, ...] = ("discord", "slack")


class Undrawn(ValueError):
    """A component, block or element that the gallery does not know how to draw."""


@dataclass(frozen=True, slots=True)
class Shot:
    """Something that stood on somebody's screen."""

    scene: str
    kind: str
    """What it is: post, edit, note, desk, form or home."""
    body: Mapping[str, Any]
    at: int
    whose: str = ""
    """Whose screen; empty: everybody's in the room."""
    uploads: Mapping[str, bytes] = field(default_factory=dict)
    """Files by the ids of attachments."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What rooms are called, by key; on Slack people too, and both by id."""
    platform: PlatformName = "discord"
