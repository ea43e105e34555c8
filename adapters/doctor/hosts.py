"""The hosts that have to be let through, for whoever looks after a network."""

from __future__ import annotations

DISCORD = (
    ("discord.com", "443", "HTTPS", "commands, posts, answers"),
    ("gateway.discord.gg, *.discord.gg", "443", "WebSocket (wss)", "what people do"),
    ("cdn.discordapp.com", "443", "HTTPS", "files that people attach"),
)
SLACK = (
    ("slack.com", "443", "HTTPS", "commands, posts, answers"),
    ("hooks.slack.com", "443", "HTTPS", "answers to commands"),
    ("wss-primary.slack.com, wss-backup.slack.com", "443", "WebSocket (wss)", "what people do"),
    ("files.slack.com", "443", "HTTPS", "pictures, and files that people attach"),
)


def hosts(*, discord: bool = True, slack: bool = True) -> str:
    """A table of them. All connections go out; nothing has to be let in."""
    rows = [("Discord", *row) for row in DISCORD if discord] + [("Slack", *row) for row in SLACK if slack]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = ["  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(["Outgoing connections to let through; none has to be let in:", *lines])
