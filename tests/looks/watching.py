"""What the loopback platforms show, made into shots for the gallery."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.chat_harness import Chat
from tests.looks.shots import Shot
from tests.loopback import discord, slack
from tests.stages.discord import DiscordStage
from tests.stages.slack import SlackStage

Take = Callable[[Shot], None]
_DISCORD = {"post": "post", "edit": "edit", "note": "note", "note edit": "note", "modal": "form"}
_SLACK = {
    **_DISCORD,
    "modal edit": "form",
    "modal errors": "form",
    "home": "home",
}
"""What the gallery calls what happens; all else shows nothing new."""


def watch(chat: Chat, take: Take) -> None:
    """Have everything taken that appears on people's screens, as yet in no scene."""
    match chat.session:
        case DiscordStage() as stage:
            stage.discord.watch(lambda what: _on_discord(chat, stage, what, take))
        case SlackStage() as stage:
            stage.slack.watch(lambda what: _on_slack(chat, stage, what, take))
        case _:
            raise TypeError("only what stands on a loopback platform can be drawn")


def _on_discord(chat: Chat, stage: DiscordStage, what: discord.Happening, take: Take) -> None:
    if what.kind not in _DISCORD:
        return
    where = what.message.get("channel_id")
    room = f"discord:{stage._threads_place(where)[0] if where else ''}"
    desk = next((name for name, key in stage.screen.desks.items() if key == room), "")
    body = {name: what.message.get(name) for name in ("title", "components", "attachments")}
    kind = "desk" if desk and what.kind == "post" else _DISCORD[what.kind]
    whose = desk or stage._name_of(what.user)
    uploads = {file["id"]: stage.discord.files.content[file["id"]] for file in body["attachments"] or ()}
    rooms = {f"discord:{id}": name for name, id in stage._channels.items()}
    take(Shot("", kind, body, chat.clock.now(), whose, uploads, rooms, "discord"))


def _on_slack(chat: Chat, stage: SlackStage, what: slack.Happening, take: Take) -> None:
    if what.kind not in _SLACK:
        return
    world = stage.slack.world
    names = {channel.id: channel.name for channel in world.channels.values()}
    names |= {user: world.name_of(user) for user in world.users}
    uploads = {file.id: file.data for file in world.files.values() if file.data is not None}
    kind, whose = _SLACK[what.kind], stage._name_of(what.user)
    if what.view is not None:
        body: dict[str, Any] = {**what.view.given, "values": what.view.values, "errors": what.view.errors}
    else:
        assert what.message is not None
        message = what.message
        files = [{"name": world.files[id].name, "size": world.files[id].size} for id in message.files]
        body = {"text": message.text, "blocks": message.blocks, "files": files}
        whose = stage._name_of(message.note_for) if message.note_for else ""
        if desk := world.channels[message.channel].direct:
            kind, whose = ("desk" if what.kind == "post" else kind), stage._name_of(desk)
    take(Shot("", kind, body, chat.clock.now(), whose, uploads, names, "slack"))
