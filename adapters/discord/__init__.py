"""Discord: events in and answers out, on discord.py."""

from adapters.discord.entry import DiscordAdapter, DiscordSettings

__all__ = ["DiscordAdapter", "DiscordSettings"]
