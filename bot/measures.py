"""What can be measured of a Swot that runs, told to whoever wants to know; nobody does unless they are handed in."""

from __future__ import annotations

from dataclasses import dataclass


class Measures:
    """Hears of every measurement, and does nothing with it. All durations are microseconds."""

    def acknowledged(self, platform: str, after: int) -> None:
        """A platform was told `after` so long that something has arrived: it gives three seconds."""

    def begun(self, kind: str, late: int) -> None:
        """Due work of a `kind`, such as a timed post's filling, was begun so `late`."""

    def posted(self, platform: str, after: int) -> None:
        """A message stands on a platform, so long `after` it was to be posted."""

    def limited(self, platform: str, wait: int) -> None:
        """A platform has asked to `wait` so long."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in the database, for any process."""

    due: int
    """Pieces of work whose time has come."""
    late: int
    """How long the oldest of them has waited; microseconds."""
    messages: int
    """Messages that no platform shows yet as they should stand."""
