"""A school on a loopback Discord or Slack, with two rooms: what stands in them, and what can go wrong with a post."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.slack import SlackAdapter, SlackSettings
from bot.bank.service import Bank, read_pack
from bot.chat import Room
from bot.clock import SECOND, Clock, local
from bot.main import App
from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord import faults as discord_faults
from tests.loopback.discord.ids import EPOCH
from tests.loopback.discord.listening import pointed_at
from tests.loopback.slack import LoopbackSlack
from tests.loopback.slack import faults as slack_faults
from tests.loopback.slack.reading import view_of
from tests.survival.crowd import GARDEN

Fate = Literal["refused", "down", "failing", "bad gateway", "late", "cut before", "cut after"]
"""What happens to a post: 429; 503; 500; 502; nobody answers, and it is carried out in the end; the connection is cut
and nothing done; all is done and then the connection cut."""
Drawing = Callable[[], tuple[Fate, float] | None]
"""Draws the fate of a post, with the seconds that a refusal asks to wait; none: it goes well."""
DISCORD: dict[Fate, discord_faults.How] = {
    "refused": "rate limited",
    "down": "unavailable",
    "failing": "internal",
    "bad gateway": "bad gateway",
    "late": "slow",
    "cut before": "cut before",
    "cut after": "cut after",
}
SLACK: dict[Fate, slack_faults.How] = {
    "refused": "rate limited",
    "down": "unavailable",
    "failing": "internal",
    "bad gateway": "unavailable",
    "late": "slow",
    "cut before": "cut before",
    "cut after": "cut after",
}
ROOMS = ("history", "biology")


@dataclass(frozen=True, slots=True)
class Login:
    """What a process needs in order to get in; it can be handed to another process."""

    platform: str
    url: str
    token: str
    app_token: str = ""

    def adapter(self, app: App) -> DiscordAdapter | SlackAdapter:
        """A new adapter, as a new process has it. discord.py is to be pointed at the loopback by whoever starts it."""
        if self.platform == "discord":
            return DiscordAdapter(app, DiscordSettings(self.token))
        return SlackAdapter(app, SlackSettings(self.token, self.app_token, base_url=self.url))


@dataclass(frozen=True, slots=True)
class Standing:
    """A fact that stands in a room."""

    room: str
    """The room's key."""
    day: date
    fact: str
    """Its id, or the whole message where it is none."""


class Place(ABC):
    """The platform, from the side of those who read there."""

    platform: str
    knows_nonces: bool
    """Whether it knows a post again that is repeated."""
    login: Login
    rooms: tuple[Room, ...]
    loopback: Any

    def __init__(self) -> None:
        self._facts = Bank([read_pack(GARDEN)])

    @abstractmethod
    def draw(self, fate: Drawing) -> None:
        """Have every post meet the fate that is drawn for it, with the seconds that a refusal asks to wait."""

    @abstractmethod
    def standing(self) -> list[Standing]:
        """What stands in the rooms."""

    @abstractmethod
    def when_posted(self, call: Callable[[], None]) -> None:
        """Call as soon as a message stands in a room, before whoever posted it is answered."""

    def carry_out(self) -> None:
        """Carry out what nobody answered so far."""
        self.loopback.faults.release()

    def _standing(self, room: str, at: int, words: str) -> Standing:
        told = [id for id in self._facts.facts() if self._facts.fact(id).text in words]
        return Standing(room, local(at).date(), told[0] if told else words)


@asynccontextmanager
async def open_place(platform: str, clock: Clock) -> AsyncIterator[Place]:
    """A platform; at the end nothing may have been wrong with any request."""
    if platform == "discord":
        async with LoopbackDiscord(clock) as discord:
            with pointed_at(discord.url):
                yield DiscordPlace(discord)
        assert discord.violations == []
    else:
        async with LoopbackSlack(clock) as slack:
            yield SlackPlace(slack)
        assert slack.violations == []


class DiscordPlace(Place):
    """A server."""

    platform = "discord"
    knows_nonces = True
    loopback: LoopbackDiscord

    def __init__(self, discord: LoopbackDiscord) -> None:
        super().__init__()
        self.loopback = discord
        guild = discord.add_guild("School")
        self._channels = [discord.add_channel(guild, name) for name in ROOMS]
        # In a room where nothing was ever said Discord does not show whether its history may be read.
        self._old = [discord.old_message(channel)["id"] for channel in self._channels]
        self.login = Login(self.platform, discord.url, discord.token)
        space = f"discord:{guild}"
        named = zip(self._channels, ROOMS, strict=True)
        self.rooms = tuple(Room(f"discord:{id}", space=space, name=name) for id, name in named)

    def draw(self, fate: Drawing) -> None:
        """Have every post meet the fate that is drawn for it."""

        class Drawn(discord_faults.Faults):
            def next(self, method: str, path: str) -> discord_faults.Fault | None:
                drawn = fate() if method == "POST" and path.endswith("/messages") else None
                if drawn is None:
                    return None
                return discord_faults.Fault(path, DISCORD[drawn[0]], 0, retry_after=drawn[1])

        self.loopback.faults = self.loopback.desk.faults = Drawn()

    def standing(self) -> list[Standing]:
        """What stands in the rooms."""
        shown = [message for channel in self._channels for message in self.loopback.messages(channel)]
        return [
            self._standing(
                f"discord:{message['channel_id']}", _instant(message["id"]), self.loopback.view_of(message).spoken
            )
            for message in shown
            if message["id"] not in self._old
        ]

    def when_posted(self, call: Callable[[], None]) -> None:
        """Call as soon as a message stands in a room."""
        self.loopback.watch(lambda what: call() if what.kind == "post" else None)


class SlackPlace(Place):
    """A workspace."""

    platform = "slack"
    knows_nonces = False
    loopback: LoopbackSlack

    def __init__(self, slack: LoopbackSlack) -> None:
        super().__init__()
        self.loopback = slack
        self._channels = [slack.add_channel(name) for name in ROOMS]
        self.login = Login(self.platform, slack.url, slack.bot_token, slack.app_token)
        space = f"slack:{slack.team_id}"
        named = zip(self._channels, ROOMS, strict=True)
        self.rooms = tuple(Room(f"{space}.{id}", space=space, name=name) for id, name in named)

    def draw(self, fate: Drawing) -> None:
        """Have every post meet the fate that is drawn for it."""

        class Drawn(slack_faults.Faults):
            def next(self, target: str) -> slack_faults.Fault | None:
                drawn = fate() if target == "chat.postMessage" else None
                if drawn is None:
                    return None
                return slack_faults.Fault(target, SLACK[drawn[0]], 0, retry_after=max(1, round(drawn[1])))

        self.loopback.faults = self.loopback._server._faults = Drawn()

    def standing(self) -> list[Standing]:
        """What stands in the rooms."""
        shown = [message for channel in self._channels for message in self.loopback.messages(channel)]
        team = self.loopback.team_id
        return [
            self._standing(
                f"slack:{team}.{message.channel}", round(float(message.ts) * SECOND), view_of(message).spoken
            )
            for message in shown
        ]

    def when_posted(self, call: Callable[[], None]) -> None:
        """Call as soon as a message stands in a room."""
        self.loopback.watch(lambda what: call() if what.kind == "post" else None)


def _instant(snowflake: str) -> int:
    """When something got its number; microseconds UTC."""
    return ((int(snowflake) >> 22) + EPOCH) * 1000
