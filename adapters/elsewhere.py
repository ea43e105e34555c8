"""Rooms that are on another platform than the reader."""

from __future__ import annotations

from bot.chat import Place


def elsewhere(place: Place) -> str:
    """A room of another platform, which has no name here."""
    return f"a room on {place.room.partition(':')[0].capitalize()}"
