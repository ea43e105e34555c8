"""From Discord's interactions to the core's events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord import InteractionType

from bot.chat import Action, AnyEvent, Invoke, Notice, Press, Room, Submit, Suggest, Value

PLATFORM = "discord"
_SLASH = 1
"""A command that is typed, not one of a menu."""
_SUBCOMMAND, _GROUP, _USER = 1, 2, 6
_USER_SELECT = 5
_THREADS = (discord.ChannelType.public_thread, discord.ChannelType.private_thread, discord.ChannelType.news_thread)


def key(id: int | str) -> str:
    """A person, room or space as the core knows it."""
    return f"{PLATFORM}:{id}"


def id_of(key: str) -> int:
    """What Discord knows it by. Raises `ValueError` for what is no key of Discord's."""
    return int(key.removeprefix(f"{PLATFORM}:"))


def event_of(interaction: discord.Interaction, at: int) -> AnyEvent | None:
    """The event that an interaction tells of, which came at `at` (microseconds UTC); none for what is not ours."""
    room = room_of(interaction)
    if room is None:
        return None
    data: Mapping[str, Any] = interaction.data or {}
    permissions = interaction.permissions
    common: dict[str, Any] = {
        "person": key(interaction.user.id),
        "name": interaction.user.display_name,
        "room": room,
        "at": at,
        "delivery": key(interaction.id),
        "manages": permissions.administrator or permissions.manage_guild,
    }
    match interaction.type:
        case InteractionType.application_command if data["type"] == _SLASH:
            name, options = _command(data)
            return Invoke(**common, command=name, options=_values(options))
        case InteractionType.component:
            return Press(**common, action=Action(data["custom_id"]), values=tuple(data.get("values", ())))
        case InteractionType.autocomplete:
            name, options = _command(data)
            focused = next((option for option in options if option.get("focused")), None)
            if focused is None:
                return None
            return Suggest(**common, command=name, option=focused["name"], typed=str(focused.get("value", "")))
        case InteractionType.modal_submit:
            return Submit(**common, action=Action(data["custom_id"]), fields=dict(_fields(data["components"])))
    return None


def room_of(interaction: discord.Interaction) -> Room | None:
    """Where an interaction happened; none where Discord has a kind of room that we don't know."""
    channel = interaction.channel
    if channel is None:
        return None
    if interaction.guild_id is None:
        return Room(key(channel.id), space=key("@me"), private=True)
    parent = getattr(channel, "parent_id", None) if channel.type in _THREADS else None
    return Room(
        key(channel.id),
        space=key(interaction.guild_id),
        parent=key(parent) if parent else "",
        name=getattr(channel, "name", None) or "",
    )


def notice_of(what: Any, room: int, space: int, at: int, delivery: str) -> Notice:
    """A change that Discord tells of outside any interaction; nobody in particular is behind it."""
    return Notice(
        person=key(0), name="", room=Room(key(room), space=key(space)), at=at, delivery=key(delivery), what=what
    )


def _command(data: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The command's whole name, `quiz round`, and the options given to it."""
    words, options = [data["name"]], list(data.get("options", ()))
    while options and options[0]["type"] in (_SUBCOMMAND, _GROUP):
        words.append(options[0]["name"])
        options = list(options[0].get("options", ()))
    return " ".join(words), options


def _values(options: Iterable[Mapping[str, Any]]) -> dict[str, Value]:
    return {option["name"]: key(option["value"]) if option["type"] == _USER else option["value"] for option in options}


def _fields(components: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, str]]:
    """The entries of a form by name, however deep Discord has packed them."""
    for component in components:
        if "components" in component:
            yield from _fields(component["components"])
        elif "component" in component:
            yield from _fields([component["component"]])
        elif "value" in component:
            yield component["custom_id"], component["value"]
        elif "values" in component:
            chosen = next(iter(component["values"]), "")
            yield component["custom_id"], key(chosen) if chosen and component["type"] == _USER_SELECT else chosen
