"""Who and what is there: servers, channels, threads, direct messages, people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.clock import Clock
from tests.loopback.discord.errors import NotOffered, unknown
from tests.loopback.discord.ids import Snowflakes, iso

TEXT, DIRECT, THREAD, PRIVATE_THREAD = 0, 1, 11, 12
VIEW, SEND, READ, SEND_IN_THREADS, MANAGE_GUILD, ATTACH = 1 << 10, 1 << 11, 1 << 16, 1 << 38, 1 << 5, 1 << 15
MAKE_THREADS, MAKE_PRIVATE_THREADS = 1 << 35, 1 << 36
EVERYDAY = VIEW | SEND | SEND_IN_THREADS | 1 << 14 | ATTACH | READ | 1 << 17 | 1 << 18 | 1 << 31 | 1 << 35 | 1 << 36
"""View, send (in threads too), embed, attach, history, mention all, foreign emoji, commands, threads of both kinds."""


@dataclass(slots=True)
class Member:
    """A person in a server."""

    nick: str | None
    permissions: int
    joined: str
    roles: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Guild:
    """A server."""

    id: str
    name: str
    members: dict[str, Member] = field(default_factory=dict)
    here: bool = True
    """Whether the bot is (still) in it."""
    roles: dict[str, str] = field(default_factory=dict)
    """Names by id, beside the one that everybody has."""
    denied: int = 0
    """What the bot was not given when it was invited."""


@dataclass(slots=True)
class Channel:
    """A place for messages."""

    id: str
    kind: int
    name: str = ""
    guild: str = ""
    parent: str = ""
    recipient: str = ""
    forbidden: bool = False
    """The bot may not write there."""
    hidden: bool = False
    """The bot may not even look."""
    fileless: bool = False
    """The bot may not attach files."""
    sealed: bool = False
    """The bot may not read what was said before."""
    threadless: bool = False
    """The bot may not open threads there."""
    people: set[str] = field(default_factory=set)
    """Who was added to a thread."""
    position: int = 0
    last: str | None = None
    made: str = ""


class World:
    """Everything that is there but the messages."""

    def __init__(self, clock: Clock, ids: Snowflakes) -> None:
        self._clock = clock
        self._ids = ids
        self.bot = ids.next()
        self.users: dict[str, dict[str, Any]] = {}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.refusing: set[str] = set()
        self.strangers: set[str] = set()
        """Those who have left every server that the bot is in."""
        self._direct: dict[str, str] = {}
        self.users[self.bot] = self._user(self.bot, "swot", None) | {"bot": True}

    def _user(self, id: str, name: str, shown: str | None) -> dict[str, Any]:
        nothing = dict.fromkeys(("avatar", "avatar_decoration_data", "collectibles", "clan", "primary_guild"))
        return {"id": id, "username": name, "discriminator": "0", "global_name": shown, "public_flags": 0, **nothing}

    def add_user(self, name: str, shown: str | None) -> str:
        """A new person."""
        id = self._ids.next()
        self.users[id] = self._user(id, name, shown)
        return id

    def add_guild(self, name: str) -> Guild:
        """A new server, with the bot in it."""
        guild = Guild(self._ids.next(), name)
        self.guilds[guild.id] = guild
        self.add_member(guild.id, self.bot, None, EVERYDAY)
        return guild

    def add_member(self, guild: str, user: str, nick: str | None, permissions: int) -> None:
        """Let a person into a server."""
        self.guilds[guild].members[user] = Member(nick, permissions, iso(self._clock.now()))

    def add_channel(self, guild: str, name: str, kind: int = TEXT, parent: str = "", id: str = "") -> Channel:
        """A new channel or thread; a message's thread has the message's `id`."""
        id = id or self._ids.next()
        place = sum(channel.guild == guild for channel in self.channels.values())
        channel = Channel(id, kind, name, guild, parent, position=place, made=iso(self._clock.now()))
        self.channels[id] = channel
        return channel

    def direct(self, user: str) -> str:
        """The channel of the bot's direct messages with a person; always the same one."""
        if user not in self._direct:
            channel = Channel(self._ids.next(), DIRECT, recipient=user)
            self.channels[channel.id] = channel
            self._direct[user] = channel.id
        return self._direct[user]

    def channel(self, id: str) -> Channel:
        """The channel; refused if the bot has none of that id."""
        channel = self.channels.get(id)
        if channel is None or (channel.guild and not self.guilds[channel.guild].here):
            raise unknown("Channel")
        return channel

    def member(self, guild: str, user: str) -> Member:
        """The person's membership. Raises `NotOffered` for strangers."""
        member = self.guilds[guild].members.get(user)
        if member is None:
            raise NotOffered(f"{self.users[user]['username']} is not in that server: add_member first")
        return member

    def allowed(self, channel: Channel) -> int:
        """What the bot may do in a channel."""
        denied = self.guilds[channel.guild].denied if channel.guild else 0
        if channel.sealed:
            denied |= READ
        if channel.fileless:
            denied |= ATTACH
        if channel.threadless:
            denied |= MAKE_THREADS | MAKE_PRIVATE_THREADS
        if channel.forbidden:
            denied |= SEND | SEND_IN_THREADS
        if channel.hidden:
            denied |= VIEW | SEND | SEND_IN_THREADS
        return EVERYDAY & ~denied

    def rights_in(self, guild: Guild) -> int:
        """What the bot may do in a server, channels' own rules left aside."""
        return EVERYDAY & ~guild.denied

    # As Discord writes them

    def member_json(self, guild: str, user: str, *, full: bool = True) -> dict[str, Any]:
        """A member; without the user where Discord leaves it out."""
        member = self.guilds[guild].members[user]
        nothing = dict.fromkeys(("avatar", "banner", "premium_since", "communication_disabled_until"))
        told: dict[str, Any] = {
            "nick": member.nick,
            "roles": list(member.roles),
            "joined_at": member.joined,
            "deaf": False,
            "mute": False,
            "flags": 0,
        }
        told |= {"pending": False, **nothing}
        return {**told, "user": self.users[user]} if full else told

    def channel_json(self, channel: Channel) -> dict[str, Any]:
        """A channel."""
        if channel.kind == DIRECT:
            recipients = [self.users[channel.recipient]]
            return {
                "id": channel.id,
                "type": DIRECT,
                "last_message_id": channel.last,
                "flags": 0,
                "recipients": recipients,
            }
        told: dict[str, Any] = {
            "id": channel.id,
            "type": channel.kind,
            "guild_id": channel.guild,
            "name": channel.name,
            "last_message_id": channel.last,
            "rate_limit_per_user": 0,
            "flags": 0,
            "parent_id": channel.parent or None,
        }
        if channel.kind == TEXT:
            denied = EVERYDAY & ~self.allowed(channel) & ~SEND_IN_THREADS
            overwrite = {"id": self.bot, "type": 1, "allow": "0", "deny": str(denied)}
            overwrites = [overwrite] if denied else []
            return told | {
                "position": channel.position,
                "permission_overwrites": overwrites,
                "nsfw": False,
                "topic": None,
            }
        state = {
            "archived": False,
            "auto_archive_duration": 4320,
            "archive_timestamp": channel.made,
            "locked": False,
            "create_timestamp": channel.made,
        }
        counts = {"message_count": 0, "member_count": 1, "total_message_sent": 0}
        return told | counts | {"owner_id": self.bot, "thread_metadata": state}

    def roles_json(self, guild: Guild) -> list[dict[str, Any]]:
        """A server's roles, first the one that everybody has."""
        alike = {
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "permissions": str(self.rights_in(guild)),
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }
        named = {guild.id: "@everyone", **guild.roles}
        return [{"id": id, "name": name, "position": place, **alike} for place, (id, name) in enumerate(named.items())]

    def give_role(self, guild: str, user: str, name: str, *, taken: bool = False) -> str:
        """Give a member the role of this name, which is made if need be; `taken`: take it from them. Its id."""
        roles = self.guilds[guild].roles
        id = next((id for id, known in roles.items() if known == name), "") or self._ids.next()
        roles[id] = name
        theirs = self.guilds[guild].members[user].roles
        if taken:
            theirs.remove(id)
        else:
            theirs.append(id)
        return id

    def guild_json(self, guild: Guild) -> dict[str, Any]:
        """A server as the gateway tells of it when the bot connects or joins."""
        mine = [channel for channel in self.channels.values() if channel.guild == guild.id]
        nothing = dict.fromkeys(
            ("icon", "splash", "banner", "description", "afk_channel_id", "system_channel_id", "rules_channel_id")
        )
        empty: dict[str, Any] = {
            name: [] for name in ("emojis", "stickers", "features", "voice_states", "presences", "stage_instances")
        }
        numbers = dict.fromkeys(
            (
                *("verification_level", "default_message_notifications", "explicit_content_filter", "mfa_level"),
                *("premium_tier", "premium_subscription_count", "system_channel_flags", "nsfw_level"),
            ),
            0,
        )
        return {
            "id": guild.id,
            "name": guild.name,
            "owner_id": next(iter(guild.members)),
            "afk_timeout": 300,
            "preferred_locale": "en-US",
            "roles": self.roles_json(guild),
            "joined_at": guild.members[self.bot].joined,
            "large": False,
            "member_count": len(guild.members),
            "members": [self.member_json(guild.id, self.bot)],
            "channels": [self.channel_json(channel) for channel in mine if channel.kind == TEXT],
            "threads": [self.channel_json(channel) for channel in mine if channel.kind in (THREAD, PRIVATE_THREAD)],
            "guild_scheduled_events": [],
            **nothing,
            **empty,
            **numbers,
        }
