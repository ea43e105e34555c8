"""A Discord of one's own: gateway, REST, interactions and files on this machine."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Self

from bot.chat import View
from bot.clock import Clock
from tests.loopback.discord.answering import Answering
from tests.loopback.discord.buckets import Buckets
from tests.loopback.discord.commands import Commands
from tests.loopback.discord.description import description
from tests.loopback.discord.faults import Faults
from tests.loopback.discord.files import Files
from tests.loopback.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, GUILDS, Gateway
from tests.loopback.discord.http import Desk, Request
from tests.loopback.discord.ids import Snowflakes
from tests.loopback.discord.interactions import Interaction, Interactions
from tests.loopback.discord.listening import Listener, gateway_of, pointed_at
from tests.loopback.discord.messages import Board, Happening
from tests.loopback.discord.people import People
from tests.loopback.discord.reading import view_of
from tests.loopback.discord.routes import Routes
from tests.loopback.discord.world import EVERYDAY, MANAGE_GUILD, TEXT, THREAD, Channel, World

KEEPALIVE = 75.0


class LoopbackDiscord:
    """Discord, as far as a bot can tell. All time in it comes from `clock`.

    `checked` holds every request against Discord's own description, where that is at hand. An idle connection is kept
    for `keepalive` seconds of real time.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        ssl_context: ssl.SSLContext | None = None,
        checked: bool = True,
        keepalive: float = KEEPALIVE,
    ) -> None:
        ids = Snowflakes(clock)
        self.clock = clock
        self.world = World(clock, ids)
        self.token = f"loopback.{self.application_id}.token"
        self.url = ""
        self.files = Files(ids)
        self.faults = Faults()
        self.buckets = Buckets(clock)
        self.desk = Desk(self.token, clock.now, self.buckets, self.faults)
        self.desk.checker = description() if checked else None
        self.gateway = Gateway(self.world, self.token, clock)
        self._listener = Listener(self.desk, self.gateway, self.files, ssl_context, keepalive)
        self.commands = Commands(ids, self.application_id)
        self.interactions = Interactions(clock, ids)
        self.board = Board(clock, ids, self.world, self.files, self._announce, self.violations)
        self.answering = Answering(self.interactions, self.board)
        self.people = People(self.world, self.board, self.commands, self.files, self.interactions, self.gateway)

    # The server

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen, on a free port unless one is named."""
        self.url = self.files.base = await self._listener.start(Routes(self).all(), port)
        self.gateway.url = gateway_of(self.url)

    async def stop(self) -> None:
        """Close everything."""
        self.faults.clear()
        self.gateway.greets.set()
        self.gateway.acknowledges.set()
        for connection in list(self.gateway.connections):
            await connection.close(1001)
        await self._listener.stop()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Point discord.py here for as long as the block lasts."""
        with pointed_at(self.url):
            yield

    @property
    def application_id(self) -> str:
        """The application's id, which is also the bot's."""
        return self.world.bot

    @property
    def requests(self) -> list[Request]:
        """Every REST request, in order."""
        return self.desk.requests

    @property
    def violations(self) -> list[str]:
        """What was wrong with any outgoing request."""
        return self.desk.violations

    @property
    def rate_limits(self) -> bool:
        """Whether requests are counted."""
        return self.buckets.on

    @rate_limits.setter
    def rate_limits(self, on: bool) -> None:
        self.buckets.on = on

    # Who and what is there

    def add_guild(self, name: str) -> str:
        """A server with the bot in it; its id."""
        guild = self.world.add_guild(name)
        self.gateway.dispatch_json("GUILD_CREATE", self.world.guild_json(guild), guild.id, GUILDS)
        return guild.id

    def add_channel(self, guild: str, name: str) -> str:
        """A text channel; its id."""
        return self._added("CHANNEL_CREATE", self.world.add_channel(guild, name, TEXT))

    def add_thread(self, channel: str, name: str) -> str:
        """A public thread in a channel; its id."""
        thread = self.world.add_channel(self.world.channels[channel].guild, name, THREAD, channel)
        return self._added("THREAD_CREATE", thread)

    def add_user(self, name: str, *, global_name: str | None = None) -> str:
        """A person; their id."""
        return self.world.add_user(name, global_name)

    def add_member(self, guild: str, user: str, *, nick: str | None = None, manages: bool = False) -> None:
        """Let a person into a server; `manages`: they may manage it."""
        self.world.add_member(guild, user, nick, EVERYDAY | (MANAGE_GUILD if manages else 0))

    def give_role(self, guild: str, user: str, name: str, *, taken: bool = False) -> str:
        """Give a member a role, by its name; `taken`: take it from them. Its id."""
        return self.world.give_role(guild, user, name, taken=taken)

    def direct(self, user: str) -> str:
        """The channel of the bot's direct messages with a person; its id."""
        return self.world.direct(user)

    def forbid(self, channel: str, *, hidden: bool = False, only_files: bool = False) -> None:
        """The bot may not write there (50013); `hidden`: nor see it (50001); `only_files`: not attach any."""
        place = self.world.channels[channel]
        place.forbidden, place.hidden, place.fileless = not only_files, hidden, True
        event = "CHANNEL_UPDATE" if place.kind == TEXT else "THREAD_UPDATE"
        self.gateway.dispatch_json(event, self.world.channel_json(place), place.guild, GUILDS)

    def allow(self, channel: str) -> None:
        """The bot may write there again."""
        place = self.world.channels[channel]
        place.forbidden = place.hidden = place.fileless = False
        event = "CHANNEL_UPDATE" if place.kind == TEXT else "THREAD_UPDATE"
        self.gateway.dispatch_json(event, self.world.channel_json(place), place.guild, GUILDS)

    def forbid_threads(self, channel: str) -> None:
        """The bot may not open threads there (50013)."""
        self.world.channels[channel].threadless = True

    def seal(self, channel: str) -> None:
        """The bot may not read what was said there: it is told that nothing was."""
        self.world.channels[channel].sealed = True

    def rename(self, user: str, shown: str) -> None:
        """A person changes what they are called."""
        self.world.users[user]["global_name"] = shown

    def owner_of(self, channel: str) -> str:
        """Whose direct messages a channel is; empty: nobody's."""
        place = self.world.channels.get(channel)
        return place.recipient if place else ""

    def old_message(self, channel: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """A message of the bot's from long ago, which nobody's screen shows as it was."""
        return self.board.remember(self.world.channels[channel], body or {"content": "An old message."})

    def delete_message(self, id: str) -> None:
        """Somebody deletes a message."""
        self.board.delete(self.board.posted[id])

    def refuse_messages(self, user: str) -> None:
        """The person takes no direct messages (50007)."""
        self.world.refusing.add(user)

    def leave_all(self, user: str) -> None:
        """The person leaves every server that the bot is in (50278)."""
        self.world.strangers.add(user)
        for guild in self.world.guilds.values():
            guild.members.pop(user, None)

    def delete_account(self, user: str) -> None:
        """The person is no more, and what was written to them stays unread (10013, 50033)."""
        self.leave_all(user)
        del self.world.users[user]

    def accept_messages(self, user: str) -> None:
        """The person takes direct messages again."""
        self.world.refusing.discard(user)

    def delete_channel(self, channel: str, *, silently: bool = False) -> None:
        """A channel or thread is gone, with its threads and messages; `silently`: and the bot is not told."""
        for thread in [one.id for one in self.world.channels.values() if one.parent == channel]:
            self.delete_channel(thread, silently=True)
        place = self.world.channels.pop(channel)
        self.board.drop_channel(channel)
        if not silently:
            told = self.world.channel_json(place)
            if place.kind == TEXT:
                self.gateway.dispatch_json("CHANNEL_DELETE", told, place.guild, GUILDS)
            else:
                named = {name: told[name] for name in ("id", "guild_id", "parent_id", "type")}
                self.gateway.dispatch_json("THREAD_DELETE", named, place.guild, GUILDS)

    def remove_guild(self, guild: str) -> None:
        """The bot is thrown out of a server."""
        self.world.guilds[guild].here = False
        self.gateway.dispatch_json("GUILD_DELETE", {"id": guild}, guild, GUILDS)

    def attach(self, user: str, filename: str, data: bytes) -> str:
        """A person picks a file to attach; its address, which is how an option or entry is filled in with it."""
        return self.files.attach(user, self.world.direct(user), filename, data)

    def delete_file(self, url: str) -> None:
        """A file is gone."""
        self.files.delete(url)

    # What people do

    async def command(
        self, user: str, channel: str, name: str, options: Mapping[str, Any] | None = None, *, forged: bool = False
    ) -> Interaction:
        """Give a command. Raises `NotOffered` for what the app would not offer, unless `forged`."""
        return self.people.command(user, channel, name, options or {}, forged=forged)

    async def suggest(
        self,
        user: str,
        channel: str,
        name: str,
        option: str,
        typed: str,
        others: Mapping[str, Any] | None = None,
    ) -> Interaction:
        """Type an option of a command; `others` stand there already."""
        return self.people.suggest(user, channel, name, option, typed, others or {})

    async def press(
        self, user: str, message: Mapping[str, Any], custom_id: str, values: Sequence[str] = (), *, forged: bool = False
    ) -> Interaction:
        """Press a button or choose from a select; a custom id that the message lacks is sent all the same."""
        return self.people.press(user, message, custom_id, values, forged=forged)

    async def submit(
        self, user: str, modal: Interaction, fields: Mapping[str, Any], *, forged: bool = False
    ) -> Interaction:
        """Send the form that `modal` was answered with."""
        return self.people.submit(user, modal, fields, forged=forged)

    async def redeliver(self, it: Interaction) -> None:
        """Deliver the same once more, or at last."""
        self.people.deliver(it)

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """What people do meanwhile stays on its way, until it is delivered."""
        self.people.under_way = True
        try:
            yield
        finally:
            self.people.under_way = False

    async def connected(self) -> None:
        """Wait until the bot is connected."""
        await self.gateway.connected()

    async def drop_connections(self, *, forget: bool = False) -> None:
        """Cut the gateway; with `forget` no session can be resumed."""
        self.gateway.cut(forget=forget)

    # What people see

    def watch(self, callback: Callable[[Happening], None]) -> None:
        """Call back whenever anybody's screen changes."""
        self.board.watchers.append(callback)

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """What everybody sees in a channel, oldest first."""
        posted = self.board.posted.values()
        return [one.data for one in posted if not one.only and one.data["channel_id"] == channel]

    def notes(self, user: str) -> list[dict[str, Any]]:
        """What only this person sees, oldest first."""
        return [one.data for one in self.board.posted.values() if one.only == user]

    def reload(self, user: str) -> None:
        """The person reloads their app: their notes are gone."""
        for id in [note["id"] for note in self.notes(user)]:
            del self.board.posted[id]

    def view_of(self, message: dict[str, Any]) -> View:
        """What a person reads in a message, pictures included."""
        return view_of(message, self.files.content)

    # Underneath

    def _added(self, event: str, channel: Channel) -> str:
        self.gateway.dispatch_json(event, self.world.channel_json(channel), channel.guild, GUILDS)
        return channel.id

    def _announce(self, event: str, data: dict[str, Any], channel: Channel) -> None:
        intent = GUILD_MESSAGES if channel.guild else DIRECT_MESSAGES
        if any(session.intents & intent for session in self.gateway.sessions.values()):
            told = data | ({"guild_id": channel.guild} if channel.guild else {})
            self.gateway.dispatch_json(event, told, channel.guild, intent)
