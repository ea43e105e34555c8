"""Messages as they stand: made, changed, deleted, and told to whoever watches the screens."""

from __future__ import annotations

import copy
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bot.clock import MINUTE, Clock
from tests.loopback.discord.bodies import (
    EPHEMERAL,
    LOADING,
    NEW_COMPONENTS,
    SETTABLE,
    Upload,
    check_message,
    texts_of,
    unseen_files,
)
from tests.loopback.discord.components import SELECT, everything, number_components
from tests.loopback.discord.errors import Path, unknown
from tests.loopback.discord.files import Files
from tests.loopback.discord.ids import Snowflakes, iso
from tests.loopback.discord.mentions import mentioned
from tests.loopback.discord.world import Channel, World

if TYPE_CHECKING:
    from tests.loopback.discord.interactions import Interaction

NONCE_LIVES = 2 * MINUTE
Kind = Literal["post", "edit", "delete", "note", "note edit", "note delete", "modal", "thinking", "choices"]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something on people's screens has changed."""

    kind: Kind
    message: dict[str, Any]
    """The message as it stands now (deleted: as it stood); of a modal or choices, what was answered."""
    user: str = ""
    """Whose screen; empty: everybody's in the channel."""
    interaction: Interaction | None = None
    """What it answers, if it answers something."""


@dataclass(slots=True)
class Posted:
    """A message, and who sees it."""

    data: dict[str, Any]
    only: str = ""
    """Whose note it is."""
    token: str = ""
    """The interaction that it answers: only through it can a note be changed."""

    @property
    def thinking(self) -> bool:
        """Whether it only says that an answer will come."""
        return bool(self.data["flags"] & LOADING)


Announce = Callable[[str, dict[str, Any], Channel], None]
"""Tells the gateway of a message: event, data, channel."""


@dataclass(slots=True, eq=False)
class Board:
    """All messages."""

    clock: Clock
    ids: Snowflakes
    world: World
    files: Files
    announce: Announce
    violations: list[str]
    watchers: list[Callable[[Happening], None]] = field(default_factory=list)
    posted: dict[str, Posted] = field(default_factory=dict)
    _nonces: dict[str, tuple[str, int, dict[str, Any]]] = field(default_factory=dict)

    def tell(self, kind: Kind, message: dict[str, Any], user: str = "", by: Interaction | None = None) -> None:
        """Tell whoever watches."""
        if self.watchers:
            happening = Happening(kind, copy.deepcopy(message), user, by)
            for watcher in self.watchers:
                watcher(happening)

    def find(self, id: str, channel: str = "") -> Posted:
        """A message; refused if it is not (any more) there."""
        posted = self.posted.get(id)
        if posted is None or (channel and (posted.data["channel_id"] != channel or posted.only)):
            raise unknown("Message")
        return posted

    def post(self, channel: Channel, body: dict[str, Any], files: list[Upload]) -> dict[str, Any]:
        """A message of the bot's own accord; under a nonce that is still known, the message that is there."""
        check_message(body, files)
        self._mind(body, files, SETTABLE)
        now = self.clock.now()
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce"):
            _, at, old = self._nonces.get(str(nonce), ("", -NONCE_LIVES, {}))
            if now - at < NONCE_LIVES:
                return old
        data = self._new(channel, body, files)
        if nonce is not None:
            data["nonce"] = nonce
            self._nonces[str(nonce)] = (data["id"], now, data)
        self._show(Posted(data), channel)
        return data

    def answer(
        self,
        it: Interaction,
        body: dict[str, Any],
        files: list[Upload],
        *,
        at: Path = (),
        follows: bool = False,
    ) -> Posted:
        """A message in answer to an interaction, for everybody or for the one who asked."""
        check_message(body, files, at=at)
        self._mind(body, files, SETTABLE | EPHEMERAL)
        note = bool((body.get("flags") or 0) & EPHEMERAL)
        channel = self.world.channel(it.channel)
        data = self._new(channel, body, files) | self._credits(it, follows=follows)
        if note:
            data["flags"] |= EPHEMERAL
        posted = Posted(data, it.user if note else "", it.token)
        self._show(posted, channel, it)
        return posted

    def defer(self, it: Interaction, *, note: bool) -> Posted:
        """Say that an answer will come: a message whose content will follow."""
        channel = self.world.channel(it.channel)
        data = self._new(channel, {}, []) | self._credits(it, follows=False)
        data["flags"] = LOADING | (EPHEMERAL if note else 0)
        posted = Posted(data, it.user if note else "", it.token)
        self.posted[data["id"]] = posted
        self.tell("thinking", data, posted.only, it)
        if not note:
            self.announce("MESSAGE_CREATE", data, channel)
        return posted

    def change(
        self, posted: Posted, body: dict[str, Any], files: list[Upload], *, by: Interaction | None = None, at: Path = ()
    ) -> dict[str, Any]:
        """Put what the body says in place of what stood there; fill a deferral."""
        data, filled = posted.data, posted.thinking
        check_message(body, files, before=data, at=at)
        self._mind({**body, "flags": (body.get("flags") or 0) | data["flags"]}, files, -1)
        if "attachments" in body or files:
            data["attachments"] = self._attached(body, files, data)
        if "content" in body:
            data["content"] = body["content"] or ""
        if "embeds" in body:
            data["embeds"] = _embeds(body)
        if "components" in body:
            data["components"] = self._components(body, data["attachments"])
        data["flags"] = (data["flags"] | ((body.get("flags") or 0) & NEW_COMPONENTS)) & ~LOADING
        data |= self._mentions(data, body)
        channel = self.world.channels[data["channel_id"]]
        if filled:
            self.tell("note" if posted.only else "post", data, posted.only, by)
        else:
            data["edited_timestamp"] = iso(self.clock.now())
            self.tell("note edit" if posted.only else "edit", data, posted.only, by)
        if not posted.only:
            self.announce("MESSAGE_UPDATE", data, channel)
        return data

    def delete(self, posted: Posted, by: Interaction | None = None) -> None:
        """Take a message away."""
        del self.posted[posted.data["id"]]
        self.tell("note delete" if posted.only else "delete", posted.data, posted.only, by)
        if not posted.only:
            data = {"id": posted.data["id"], "channel_id": posted.data["channel_id"]}
            self.announce("MESSAGE_DELETE", data, self.world.channels[data["channel_id"]])

    def remember(self, channel: Channel, body: dict[str, Any]) -> dict[str, Any]:
        """A message that was there before anybody looked."""
        posted = Posted(self._new(channel, body, []))
        self.posted[posted.data["id"]] = posted
        return posted.data

    def drop_channel(self, channel: str) -> None:
        """A channel's messages go with it."""
        gone = [id for id, posted in self.posted.items() if posted.data["channel_id"] == channel]
        for id in gone:
            del self.posted[id]

    def _show(self, posted: Posted, channel: Channel, by: Interaction | None = None) -> None:
        data = posted.data
        self.posted[data["id"]] = posted
        if posted.only:
            self.tell("note", data, posted.only, by)
        else:
            channel.last = data["id"]
            self.tell("post", data, "", by)
            self.announce("MESSAGE_CREATE", data, channel)

    def _mind(self, body: dict[str, Any], files: list[Upload], settable: int) -> None:
        """Note what Discord would let pass but what can't be meant."""
        vain = (body.get("flags") or 0) & ~settable
        if vain:
            self.violations.append(f"flags {vain} can't be set there; Discord ignores them")
        for name in unseen_files(body, files):
            self.violations.append(f"nobody sees the file {name}: no component shows it")

    def _new(self, channel: Channel, body: dict[str, Any], files: list[Upload]) -> dict[str, Any]:
        flags = (body.get("flags") or 0) & SETTABLE
        data: dict[str, Any] = {
            "id": self.ids.next(),
            "channel_id": channel.id,
            "type": 0,
            "author": self.world.users[self.world.bot],
            "content": body.get("content") or "",
            "timestamp": iso(self.clock.now()),
            "edited_timestamp": None,
            "tts": bool(body.get("tts")),
            "pinned": False,
            "flags": flags,
            "embeds": _embeds(body),
            "attachments": [],
        }
        if files or body.get("attachments"):
            data["attachments"] = self._attached(body, files, data)
        data["components"] = self._components(body, data["attachments"])
        return data | self._mentions(data, body)

    def _attached(self, body: dict[str, Any], files: list[Upload], data: dict[str, Any]) -> list[dict[str, Any]]:
        listed = body.get("attachments")
        told = {str(one["id"]): one for one in listed or ()}
        kept = [one for one in data["attachments"] if listed is None or one["id"] in told]
        added: list[dict[str, Any]] = []
        for file in files:
            about = told.get(str(file.place), {})
            name = about.get("filename") or file.name
            id, url = self.files.keep(data["channel_id"], name, file.data)
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            one = {"id": id, "filename": name, "size": len(file.data), "url": url, "proxy_url": url}
            if kind.startswith("image/"):
                one |= dict(zip(("width", "height"), self.files.measure(file.data), strict=True))
            said = {"description": about["description"]} if about.get("description") else {}
            added.append(one | {"content_type": kind, "flags": 0, **said})
        return kept + added

    def _components(self, body: dict[str, Any], attachments: list[dict[str, Any]]) -> list[dict[str, Any]]:
        components: list[dict[str, Any]] = copy.deepcopy(body.get("components") or [])
        number_components(components)
        named = {one["filename"]: one for one in attachments}
        for component in everything(components):
            for holder in (component, *component.get("items", ())):
                for name in ("media", "file"):
                    if isinstance(holder.get(name), dict):
                        holder[name] = self._unfurled(holder[name]["url"], named)
            if component["type"] == SELECT:
                component.setdefault("min_values", 1)
                component.setdefault("max_values", 1)
        return components

    def _unfurled(self, url: str, named: dict[str, dict[str, Any]]) -> dict[str, Any]:
        nothing = {"placeholder": None, "placeholder_version": None, "loading_state": 2, "flags": 0}
        if not url.startswith("attachment://"):
            return {"url": url, "proxy_url": url, "width": 0, "height": 0, "content_type": "image/png", **nothing}
        one = named[url.removeprefix("attachment://")]
        size = {"width": one.get("width"), "height": one.get("height")}
        where = {"url": one["url"], "proxy_url": one["proxy_url"], "attachment_id": one["id"]}
        return {**where, "content_type": one["content_type"], **size, **nothing}

    def _mentions(self, data: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        found = mentioned(texts_of(data), body.get("allowed_mentions"))
        users = [self.world.users[id] for id in found.users if id in self.world.users]
        return {"mentions": users, "mention_roles": list(found.roles), "mention_everyone": found.everyone}

    def _credits(self, it: Interaction, *, follows: bool) -> dict[str, Any]:
        """What a message says of the interaction that it answers."""
        told: dict[str, Any] = {
            "application_id": self.world.bot,
            "webhook_id": self.world.bot,
            "interaction_metadata": it.metadata(self.world.users),
        }
        if it.kind == 2 and not follows:
            user = self.world.users[it.user]
            told |= {"type": 20, "interaction": {"id": it.id, "type": 2, "name": it.name, "user": user}}
        elif it.message_id:
            told |= {
                "type": 19,
                "message_reference": {"channel_id": it.channel, "message_id": it.message_id, "type": 0},
            }
        return told


def _embeds(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "rich", **embed} for embed in body.get("embeds") or ()]
