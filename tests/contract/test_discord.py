"""Discord keeps the contract, on the real discord.py."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.discord.events import id_of
from adapters.terminal.render import lines_of, plain_line
from bot.chat import Platform
from bot.main import App
from tests.chat_harness import MONDAY, Installation
from tests.conftest import DATA
from tests.contract.suite import PlatformContract, Stage
from tests.loopback.discord import LoopbackDiscord


class DiscordContractStage(Stage):
    """A server with one channel and one member."""

    name = "Maya"

    def __init__(self, discord: LoopbackDiscord, platform: Platform) -> None:
        self.discord = discord
        self.platform = platform
        guild = discord.add_guild("School")
        self.room = f"discord:{discord.add_channel(guild, 'history')}"
        user = discord.add_user("maya", global_name="Maya")
        discord.add_member(guild, user)
        self.person = f"discord:{user}"

    def shown(self, room: str) -> list[str]:
        """Each message as its lines."""
        views = [self.discord.view_of(message) for message in self.discord.messages(str(id_of(room)))]
        return ["\n".join(plain_line(line) for line in lines_of(view, MONDAY)) for view in views]

    def delete(self, room: str) -> None:
        """The channel is gone."""
        self.discord.delete_channel(str(id_of(room)))

    def refuse_desk(self, person: str) -> None:
        """The person takes no more direct messages."""
        self.discord.refuse_messages(str(id_of(person)))

    def attach(self, path: Path) -> str:
        """An attachment is known by its address."""
        return self.discord.attach(str(id_of(self.person)), path.name, path.read_bytes())


class TestDiscord(PlatformContract):
    """The contract, on Discord."""

    @pytest.fixture
    async def stage(self, sqlite_url: str) -> AsyncIterator[DiscordContractStage]:
        """A fresh server."""
        installation = Installation(sqlite_url, packs=(DATA / "garden",))
        clock = installation.clock()
        app = await App.open(installation.settings(clock))
        async with LoopbackDiscord(clock) as discord:
            with discord.in_use():
                adapter = DiscordAdapter(app, DiscordSettings(discord.token))
                await adapter.start()
                yield DiscordContractStage(discord, app.platforms["discord"])
                await adapter.close()
        await app.close()
        assert discord.violations == []
