"""Having an installation examined, and what is said of it."""

from __future__ import annotations

from pathlib import Path

from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.doctor import Finding, examine
from adapters.settings import read
from adapters.settings.values import Trial
from bot.clock import SystemClock
from bot.main import App, Settings
from tests.conftest import DATA
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.slack import LoopbackSlack

PACKS = (DATA / "garden",)
ROOT = DATA.parent.parent


def on_discord(discord: LoopbackDiscord, url: str, **more: str) -> dict[str, str]:
    """The environment of an installation there."""
    return {"SWOT_DISCORD_TOKEN": discord.token, "SWOT_DATABASE_URL": url, **more}


def on_slack(slack: LoopbackSlack, url: str, **more: str) -> dict[str, str]:
    """The environment of an installation there."""
    tokens = {"SWOT_SLACK_BOT_TOKEN": slack.bot_token, "SWOT_SLACK_APP_TOKEN": slack.app_token}
    return {**tokens, "SWOT_SLACK_API_URL": slack.url, "SWOT_DATABASE_URL": url, **more}


async def found(environment: dict[str, str], patience: float = 15, packs: tuple[Path, ...] = PACKS) -> list[Finding]:
    """What is found, by the machine's own clock."""
    return await examine(read(environment, folder=DATA), packs, SystemClock(), patience)


def said(findings: list[Finding], kind: str) -> list[str]:
    """The lines of one kind, with their remedies."""
    return [f"{one.words} {one.remedy}".strip() for one in findings if one.kind == kind]


async def declared(discord: LoopbackDiscord, url: str, trial: Trial | None = None) -> None:
    """Swot runs for a moment, and declares its commands."""
    app = await App.open(Settings(url, packs=()))
    adapter = DiscordAdapter(app, DiscordSettings(discord.token, trial=trial))
    await adapter.start()
    await adapter.close()
    await app.close()
    discord.requests.clear()
