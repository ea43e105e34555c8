"""Where dialogues are played: the terminal, discord.py on a loopback Discord, slack-bolt on a loopback Slack."""

from __future__ import annotations

from collections.abc import Callable

from adapters.terminal.screen import Shown
from bot.main import App
from tests.stages.stage import Stage

PLATFORMS = ("terminal", "discord", "slack")


async def open_stage(platform: str, app: App, show: Callable[[Shown], None]) -> Stage:
    """A stage of the platform, with Swot on it."""
    if platform == "discord":
        from tests.stages.discord import DiscordStage  # noqa: PLC0415 - each loads its own library

        return await DiscordStage.open(app, show)
    if platform == "slack":
        from tests.stages.slack import SlackStage  # noqa: PLC0415

        return await SlackStage.open(app, show)
    from tests.stages.terminal import TerminalStage  # noqa: PLC0415

    return TerminalStage(app, show)
