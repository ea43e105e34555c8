"""The workspace's furniture: what the app is configured with, and the people, channels and files that are there."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.clock import Clock
from tests.loopback.slack import messages
from tests.loopback.slack.calls import Call, Request
from tests.loopback.slack.clients import Clients
from tests.loopback.slack.faults import Faults
from tests.loopback.slack.files import StoredFile
from tests.loopback.slack.server import Server
from tests.loopback.slack.sockets import Sockets
from tests.loopback.slack.web import Web
from tests.loopback.slack.world import Channel, Guest, Json, Message, User, World

SCOPES = (
    *("chat:write", "commands", "im:write", "users:read", "files:read", "files:write"),
    *("channels:read", "groups:read", "im:read", "usergroups:read"),
)


class Furnished:
    """A workspace that can be furnished, and the parts that serve it."""

    bot_token = "xoxb-loopback-bot"
    app_token = "xapp-loopback-app"

    def __init__(self, clock: Clock, *, checked: bool = True) -> None:
        self.world = World(clock, checked=checked)
        self.faults = Faults()
        self.requests: list[Call] = []
        self.scopes = set(SCOPES)
        self.clients = Clients(self.world)
        self.sockets = Sockets(self.world, self.requests.append)
        self._web = Web(self.world, self.scopes)
        tokens = (self.bot_token, self.app_token)
        self._server = Server(self._web, self.sockets, self.faults, self.requests, tokens)
        self._sending: set[asyncio.Task[None]] = set()

    # What the app is configured with.

    @property
    def url(self) -> str:
        """The base_url for `AsyncWebClient`."""
        return f"{self.world.origin}/api/"

    @property
    def team_id(self) -> str:
        """The workspace."""
        return self.world.team_id

    @property
    def app_id(self) -> str:
        """The app."""
        return self.world.app_id

    @property
    def bot_id(self) -> str:
        """The bot as an integration: B…."""
        return self.world.bot_id

    @property
    def bot_user_id(self) -> str:
        """The bot as a user: U…."""
        return self.world.bot_user_id

    @property
    def violations(self) -> list[str]:
        """What the app sent that it should not have sent."""
        return self.world.violations

    @property
    def history(self) -> bool:
        """Whether the token has the history scopes."""
        return self._web.history

    @history.setter
    def history(self, granted: bool) -> None:
        self._web.history = granted

    @property
    def file_lag(self) -> int:
        """Microseconds between completing an upload and being able to show it."""
        return self._web.file_lag

    @file_lag.setter
    def file_lag(self, lag: int) -> None:
        self._web.file_lag = lag

    @property
    def rate_limits(self) -> bool:
        """Whether Slack's rate limits hold."""
        return self._server.rate_limits

    @rate_limits.setter
    def rate_limits(self, hold: bool) -> None:
        self._server.rate_limits = hold

    # The furniture.

    def add_user(
        self,
        name: str,
        *,
        display_name: str = "",
        real_name: str = "",
        admin: bool = False,
        owner: bool = False,
        tz: str = "Europe/London",
        locale: str = "en-GB",
        team: str = "",
        bot: bool = False,
        guest: Guest = "",
    ) -> str:
        """A person; their id. They are in every channel that is there or comes later. `team`: of another workspace."""
        world = self.world
        real = real_name or name.replace(".", " ").title()
        user = User(world.new_id("U"), name, display_name, real, admin, owner, tz, locale, team or world.team_id, bot)
        user.guest = guest
        world.users[user.id] = user
        for channel in world.channels.values():
            if not channel.direct:
                channel.users.add(user.id)
        return user.id

    def put_in_group(self, user: str, handle: str, *, taken: bool = False) -> str:
        """Put a person into a user group, which is made if need be; `taken`: out of it. Its id."""
        groups = self.world.groups
        id = next((id for id, (known, _) in groups.items() if known == handle), "") or self.world.new_id("S")
        users = groups.setdefault(id, (handle, set()))[1]
        (users.discard if taken else users.add)(user)
        return id

    def add_channel(self, name: str, *, private: bool = False, member: bool = True) -> str:
        """A channel with everybody in it; its id. `member`: the bot is in it."""
        world = self.world
        users = {user.id for user in world.users.values() if not user.bot}
        channel = Channel(world.new_id("C"), name, private, member, users)
        world.channels[channel.id] = channel
        world.timeline[channel.id] = {}
        return channel.id

    def direct(self, user: str) -> str:
        """The direct message between the bot and a person; its id."""
        return self.world.direct(user).id

    def refuse_messages(
        self, user: str, *, opening: str = "user_not_visible", posting: str = "messages_tab_disabled"
    ) -> None:
        """Messages to this person fail from now on: the errors of opening a direct message and of posting into it.

        An empty error lets that step pass.
        """
        person = self.world.users[user]
        person.opening, person.posting = opening, posting

    def delete_channel(self, channel: str, *, silently: bool = False) -> Request | None:
        """The channel is gone, and unless `silently` the app is told."""
        room = self.world.channels[channel]
        room.deleted = True
        kind = "group_deleted" if room.private else "channel_deleted"
        return None if silently else self._told({"type": kind, "channel": channel})

    def archive_channel(self, channel: str, *, silently: bool = False) -> Request | None:
        """The channel is archived, and unless `silently` the app is told."""
        room = self.world.channels[channel]
        room.archived = True
        kind = "group_archive" if room.private else "channel_archive"
        return None if silently else self._told({"type": kind, "channel": channel, "user": next(iter(room.users), "")})

    def share_outside(self, channel: str) -> tuple[str, Request]:
        """A private channel is shared with another workspace: it has another id for good, and the app is told."""
        world = self.world
        room = world.channels.pop(channel)
        assert room.private
        room.id = world.new_id("C")
        world.channels[room.id], world.timeline[room.id] = room, world.timeline.pop(channel)
        for message in world.timeline[room.id].values():
            message.channel = room.id
        told = {"type": "channel_id_changed", "old_channel_id": channel, "new_channel_id": room.id}
        return room.id, self._told(told)

    def remove_bot(self, channel: str, *, silently: bool = False) -> Request | None:
        """The bot is taken out of the channel, and unless `silently` the app is told."""
        room = self.world.channels[channel]
        room.member = False
        kind = "group_left" if room.private else "channel_left"
        return None if silently else self._told({"type": kind, "channel": channel})

    def revoke(self, token: str) -> None:
        """A token is withdrawn, and nobody is told."""
        self._server.revoked.add(token)

    def reinstall(self) -> None:
        """The app is installed anew: it has another token, and the old one is good for nothing."""
        self.revoke(self.bot_token)
        self.bot_token = self._server._bot_token = f"{self.bot_token}-anew"

    def uninstall(self) -> Request:
        """The app is removed from the workspace; its tokens are only refused once the test says so."""
        return self._told({"type": "app_uninstalled"})

    def _told(self, event: Json) -> Request:
        request = self.clients.event("", event)
        task = asyncio.get_running_loop().create_task(self.sockets.send(request))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return request

    def attach(self, user: str, filename: str, data: bytes) -> str:
        """A file that a person uploaded; its id."""
        file = StoredFile(self.world.new_id("F"), filename, len(data), user, data=data, ready_at=0)
        self.world.files[file.id] = file
        return file.id

    def delete_file(self, file: str) -> None:
        """Somebody deletes a file; what has been told of it goes on being told."""
        self.world.files[file].data = None

    def old_message(self, channel: str, blocks: Sequence[Json] = ()) -> Message:
        """A message of the app's from long ago, of which nobody's screen tells."""
        world = self.world
        named = [{"block_id": world.new_id("B"), **block} for block in blocks]
        message = Message(world, channel, world.new_ts(), "An old message.", named, {}, world.bot_user_id)
        world.timeline[channel][message.ts] = message
        return message

    def delete_message(self, message: Message) -> None:
        """Somebody deletes a message."""
        messages.delete(self.world, message)

    def say(self, user: str, channel: str, text: str) -> Message:
        """Somebody writes into a channel; the app is not told."""
        return messages.post(self.world, channel, (text, [], {}), user=user)
