"""What there is in the loopback workspace: people, channels, messages, views, files; and what happens to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.clock import SECOND, Clock
from tests.loopback.slack.files import StoredFile

Json = dict[str, Any]
Kind = Literal[
    "post",
    "edit",
    "delete",
    "note",
    "note edit",
    "note delete",
    "modal",
    "modal edit",
    "modal errors",
    "modal closed",
    "home",
    "options",
]


Guest = Literal["", "multi-channel", "single-channel"]


@dataclass(slots=True, eq=False)
class User:
    """An account."""

    id: str
    name: str
    display_name: str
    real_name: str
    admin: bool = False
    owner: bool = False
    tz: str = "Europe/London"
    locale: str = "en-GB"
    team: str = ""
    bot: bool = False
    deleted: bool = False
    guest: Guest = ""
    opening: str = ""
    """The error that opening a direct message with them gives, if any."""
    posting: str = ""
    """The error that posting into their direct message gives, if any."""


@dataclass(slots=True, eq=False)
class Channel:
    """A channel or a direct message."""

    id: str
    name: str
    private: bool = False
    member: bool = True
    """Whether the bot is in it."""
    users: set[str] = field(default_factory=set)
    archived: bool = False
    deleted: bool = False
    direct: str = ""
    """Whose direct message with the bot it is."""

    @property
    def told(self) -> str:
        """The name that payloads give: Slack does not tell those of private conversations."""
        return "directmessage" if self.direct else "privategroup" if self.private else self.name


@dataclass(slots=True, eq=False)
class Message:
    """A message; one for a single person (`note_for`) is Slack's ephemeral message."""

    world: World
    channel: str
    ts: str
    text: str
    blocks: list[Json]
    fields: Json
    """The other fields it was sent with: `mrkdwn`, `parse`, `thread_ts`, `metadata` and so on."""
    user: str = ""
    note_for: str = ""
    thread_ts: str = ""
    edited: int = 0
    gone: bool = False
    files: tuple[str, ...] = ()
    values: dict[str, Json] = field(default_factory=dict)
    """What is chosen in its selects: block id to action id to state."""

    def told(self) -> Json:
        """The message as payloads and history tell it."""
        world = self.world
        told: Json = {"type": "message", "user": self.user, "ts": self.ts, "team": world.team_id, "text": self.text}
        if self.user == world.bot_user_id:
            told |= {"bot_id": world.bot_id, "app_id": world.app_id}
        if self.blocks:
            told["blocks"] = self.blocks
        if self.thread_ts:
            told["thread_ts"] = self.thread_ts
        if self.edited:
            told["edited"] = {"user": world.bot_user_id, "ts": f"{self.edited // SECOND}.000000"}
        if self.fields.get("metadata"):
            told["metadata"] = self.fields["metadata"]
        if self.files:
            told["files"] = [world.file_told(file) for file in self.files]
        return told


@dataclass(slots=True, eq=False)
class OpenView:
    """A modal on somebody's screen, or their home page."""

    world: World
    id: str
    user: str
    given: Json
    """The view as the app gave it, with block ids filled in."""
    hash: str
    root: str = ""
    previous: str = ""
    values: dict[str, Json] = field(default_factory=dict)
    """What stands in its inputs: block id to action id to state."""
    errors: dict[str, str] = field(default_factory=dict)
    suggested: dict[str, tuple[Json, ...]] = field(default_factory=dict)
    """What its external selects were last offered: by block id."""
    open: bool = True

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        blocks: list[Json] = self.given["blocks"]
        return blocks

    @property
    def title(self) -> str:
        """What stands at its head."""
        return str(self.given.get("title", {}).get("text", ""))

    @property
    def metadata(self) -> str:
        """Its `private_metadata`."""
        return str(self.given.get("private_metadata", ""))

    def told(self) -> Json:
        """The view as payloads and answers tell it."""
        world = self.world
        defaults: Json = {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            "close": None,
            "submit": None,
        }
        return {
            **defaults,
            **self.given,
            "id": self.id,
            "team_id": world.team_id,
            "state": {"values": self.values},
            "hash": self.hash,
            "previous_view_id": self.previous or None,
            "root_view_id": self.root or self.id,
            "app_id": world.app_id,
            "app_installed_team_id": world.team_id,
            "bot_id": world.bot_id,
        }


@dataclass(slots=True, eq=False)
class Trigger:
    """A trigger_id: good for three seconds, once."""

    user: str
    at: int
    used: bool = False


@dataclass(slots=True, eq=False)
class Hook:
    """A response_url: good for thirty minutes, five times."""

    user: str
    channel: str
    at: int
    original: Message | None
    """What `replace_original` replaces: the message pressed, or what the command produced."""
    command: bool = False
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that people's clients show from now on."""

    kind: Kind
    message: Message | None = None
    user: str = ""
    view: OpenView | None = None
    options: tuple[Json, ...] = ()


class World:
    """The state of the workspace. Ids come from a counter: the same run gives the same ids."""

    def __init__(self, clock: Clock, *, checked: bool = True) -> None:
        self.clock = clock
        self.checked = checked
        self._count = 0
        self._last_ts = 0
        self.origin = ""
        self.team_id = self.new_id("T")
        self.app_id = self.new_id("A")
        self.bot_id = self.new_id("B")
        self.bot_user_id = self.new_id("U")
        self.users: dict[str, User] = {}
        self.groups: dict[str, tuple[str, set[str]]] = {}
        """User groups by id: their handles, and who is in them."""
        self.channels: dict[str, Channel] = {}
        self.timeline: dict[str, dict[str, Message]] = {}
        """Channel to timestamp to message, oldest first; also those that are gone."""
        self.notes: dict[str, list[Message]] = {}
        self.files: dict[str, StoredFile] = {}
        self.stacks: dict[str, list[OpenView]] = {}
        self.homes: dict[str, OpenView] = {}
        self.triggers: dict[str, Trigger] = {}
        self.hooks: dict[str, Hook] = {}
        self.watchers: list[Callable[[Happening], None]] = []
        self.violations: list[str] = []
        bot = User(self.bot_user_id, "swot", "Swot", "Swot", team=self.team_id, bot=True)
        self.users[bot.id] = bot

    def new_id(self, prefix: str) -> str:
        """The next id."""
        self._count += 1
        return f"{prefix}{self._count:010d}"

    def new_ts(self) -> str:
        """The next message's timestamp: by the clock, and never the same twice."""
        self._last_ts = max(self.clock.now(), self._last_ts + 1)
        return f"{self._last_ts // SECOND}.{self._last_ts % SECOND:06d}"

    def happened(self, happening: Happening) -> None:
        """Tell whoever watches."""
        for watcher in self.watchers:
            watcher(happening)

    def direct(self, user: str) -> Channel:
        """The direct message between the bot and a person, made when first wanted."""
        for channel in self.channels.values():
            if channel.direct == user:
                return channel
        channel = Channel(self.new_id("D"), "", private=True, users={user}, direct=user)
        self.channels[channel.id] = channel
        self.timeline[channel.id] = {}
        return channel

    def name_of(self, user: str) -> str:
        """What people read for a mention."""
        found = self.users.get(user)
        return (found.display_name or found.real_name) if found else user

    def with_ids(self, blocks: list[Json]) -> list[Json]:
        """The blocks with an id for each block and element that has none, as Slack fills them in."""
        filled = []
        for block in blocks:
            copy = {**block}
            copy.setdefault("block_id", f"={self.new_id('')[-5:]}")
            if isinstance(copy.get("elements"), list) and copy["type"] == "actions":
                copy["elements"] = [self._with_action(element) for element in copy["elements"]]
            for part in ("element", "accessory"):
                if isinstance(copy.get(part), dict):
                    copy[part] = self._with_action(copy[part])
            filled.append(copy)
        return filled

    def _with_action(self, element: Json) -> Json:
        if element.get("type") in ("image", None) or "action_id" in element:
            return element
        return {**element, "action_id": f"/{self.new_id('')[-5:]}"}

    def file_told(self, file: str) -> Json:
        """The file as payloads tell it."""
        return self.files[file].told(self.origin, self.team_id, self.clock.now())
