"""Rooms of the gallery: scenes that are played on a loopback platform, and what they put on people's screens."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.chat import Answer, AnyEvent, Invoke, Press, Submit
from tests.chat_harness import Chat, Installation
from tests.looks.shots import PlatformName, Shot
from tests.looks.watching import watch

_IDS = ("id", "url", "proxy_url", "block_id", "private_metadata")
"""Names of what is another one each time that the same thing is shown."""


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
    _seen: set[str] = field(default_factory=set)

    def scene(self, name: str) -> None:
        """What appears from now on belongs to this scene."""
        self._scene = name
        self._seen.clear()

    def watch(self, chat: Chat) -> None:
        """Keep what appears on people's screens, and which handlers answer."""
        handle = chat.app.handle

        async def noted(event: AnyEvent) -> Answer | None:
            answer = await handle(event)
            if answer is not None:
                self.played |= _handler(chat, event)
            return answer

        chat.app.handle = noted  # type: ignore[method-assign]
        watch(chat, self._appeared)

    def _appeared(self, shot: Shot) -> None:
        """Keep what this scene has not shown yet."""
        if (written := json.dumps(_without_ids(shot.body), sort_keys=True)) not in self._seen:
            self._seen.add(written)
            self.shots.append(replace(shot, scene=self._scene))


async def played(room: Room, gallery: Gallery, platform: PlatformName = "discord") -> list[Shot]:
    """Play a room from a database with nothing in it; what appeared, in order."""
    since = len(gallery.shots)
    gallery.scene(room.title)
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(f"sqlite:///{folder}/swot.db", packs=room.packs, platform=platform)
        chat = await Chat.open(installation)
        try:
            gallery.watch(chat)
            await room.play(chat, gallery)
        finally:
            await chat.close()
    return gallery.shots[since:]


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
        return {name: _without_ids(value) for name, value in what.items() if name not in _IDS}
    return [_without_ids(one) for one in what] if isinstance(what, list) else what
