"""Slack keeps the contract, on the real slack-bolt."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack import SlackAdapter, SlackSettings
from adapters.terminal.render import lines_of, plain_line
from bot.chat import Platform
from bot.main import App
from tests.chat_harness import MONDAY, Installation
from tests.conftest import DATA
from tests.contract.suite import PlatformContract, Stage
from tests.loopback.slack import LoopbackSlack
from tests.loopback.slack.reading import view_of


class SlackContractStage(Stage):
    """A workspace with one channel and one member."""

    name = "Maya"

    def __init__(self, slack: LoopbackSlack, platform: Platform) -> None:
        self.slack = slack
        self.platform = platform
        self.room = f"slack:{slack.team_id}.{slack.add_channel('history')}"
        self._user = slack.add_user("maya.jones", display_name="Maya")
        self.person = f"slack:{slack.team_id}.{self._user}"

    def shown(self, room: str) -> list[str]:
        """Each message as its lines."""
        views = [view_of(message) for message in self.slack.messages(_id(room))]
        return ["\n".join(plain_line(line) for line in lines_of(view, MONDAY)) for view in views]

    def delete(self, room: str) -> None:
        """The channel is gone."""
        self.slack.delete_channel(_id(room))

    def refuse_desk(self, person: str) -> None:
        """The person takes no more direct messages."""
        self.slack.refuse_messages(_id(person))

    def attach(self, path: Path) -> str:
        """An uploaded file is known by its id, in its workspace."""
        return f"slack:{self.slack.team_id}.{self.slack.attach(self._user, path.name, path.read_bytes())}"


class TestSlack(PlatformContract):
    """The contract, on Slack."""

    @pytest.fixture
    async def stage(self, sqlite_url: str) -> AsyncIterator[SlackContractStage]:
        """A fresh workspace."""
        installation = Installation(sqlite_url, packs=(DATA / "garden",))
        clock = installation.clock()
        app = await App.open(installation.settings(clock))
        async with LoopbackSlack(clock) as slack:
            slack.history = True
            adapter = SlackAdapter(app, SlackSettings(slack.bot_token, slack.app_token, base_url=slack.url))
            await adapter.start()
            yield SlackContractStage(slack, app.platforms["slack"])
            await adapter.close()
        await app.close()
        assert slack.violations == []


def _id(key: str) -> str:
    """What Slack knows a room or person by."""
    return key.partition("/")[0].rpartition(".")[2]
