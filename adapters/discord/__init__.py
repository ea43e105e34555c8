"""Discord: events in and answers out, on discord.py."""

from adapters.discord.entry import DiscordAdapter
from adapters.discord.settings import DiscordSettings

__all__ = ["DiscordAdapter", "DiscordSettings"]
