"""Rooms of the gallery: scenes that are played on the loopback Discord, and what they put on people's screens."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.chat import Answer, AnyEvent, Invoke, Press, Submit
from tests.chat_harness import Chat, Installation
from tests.looks.drawing import Shot
from tests.loopback.discord import Happening
from tests.stages.discord import DiscordStage

_KINDS = {"post": "post", "edit": "edit", "note": "note", "note edit": "note", "modal": "form"}


@dataclass(frozen=True, slots=True)
class Room:
    """A room of the gallery."""

    title: str
    packs: tuple[Path, ...]
    play: Callable[[Chat, Gallery], Awaitable[None]]


@dataclass(slots=True)
class Gallery:
    """What has been shown so far, and which handlers answered."""

    shots: list[Shot] = field(default_factory=list)
    played: set[tuple[str, str]] = field(default_factory=set)
    """Handlers, by what leads to them and their name."""
    _scene: str = ""
    _chat: Chat | None = None
    _seen: set[str] = field(default_factory=set)

    def scene(self, name: str) -> None:
        """What appears from now on belongs to this scene."""
        self._scene = name
        self._seen.clear()

    def watch(self, chat: Chat) -> None:
        """Keep what appears on people's screens, and which handlers answer."""
        self._chat = chat
        handle = chat.app.handle

        async def noted(event: AnyEvent) -> Answer | None:
            answer = await handle(event)
            if answer is not None:
                self.played |= _handler(chat, event)
            return answer

        chat.app.handle = noted  # type: ignore[method-assign]
        _stage(chat).discord.watch(self._happened)

    def _happened(self, what: Happening) -> None:
        assert self._chat is not None
        if what.kind not in _KINDS:
            return
        stage = _stage(self._chat)
        where = what.message.get("channel_id")
        room = f"discord:{stage._threads_place(where)[0] if where else ''}"
        desk = next((name for name, key in stage.screen.desks.items() if key == room), "")
        body = {name: what.message.get(name) for name in ("title", "components", "attachments")}
        if (written := json.dumps(_without_ids(body), sort_keys=True)) in self._seen:
            return
        self._seen.add(written)
        kind = "desk" if desk and what.kind == "post" else _KINDS[what.kind]
        whose = desk or stage._name_of(what.user)
        uploads = {file["id"]: stage.discord.files.content[file["id"]] for file in body["attachments"] or ()}
        rooms = {f"discord:{id}": name for name, id in stage._channels.items()}
        self.shots.append(Shot(self._scene, kind, body, self._chat.clock.now(), whose, uploads, rooms))


async def played(room: Room, gallery: Gallery) -> list[Shot]:
    """Play a room from a database with nothing in it; what appeared, in order."""
    since = len(gallery.shots)
    gallery.scene(room.title)
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(f"sqlite:///{folder}/swot.db", packs=room.packs, platform="discord")
        chat = await Chat.open(installation)
        try:
            gallery.watch(chat)
            await room.play(chat, gallery)
        finally:
            await chat.close()
    return gallery.shots[since:]


def _stage(chat: Chat) -> DiscordStage:
    assert isinstance(chat.session, DiscordStage)
    return chat.session


def _handler(chat: Chat, event: AnyEvent) -> set[tuple[str, str]]:
    match event:
        case Invoke():
            return {("command", chat.app.registry.command(f"{event.command} {event.text}")[0].mark.name)}
        case Press():
            return {("press", event.action.name)}
        case Submit():
            return {("submit", event.action.name)}
    return set()


def _without_ids(what: Any) -> Any:
    if isinstance(what, dict):
        return {name: _without_ids(value) for name, value in what.items() if name not in ("id", "url", "proxy_url")}
    return [_without_ids(one) for one in what] if isinstance(what, list) else what
