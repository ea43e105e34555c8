"""From Discord's interactions to the core's events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from discord import ChannelType, InteractionType, Permissions

from bot.chat import Action, AnyEvent, Invoke, Notice, Press, Room, Submit, Suggest, Value

Payload: TypeAlias = Mapping[str, Any]
"""What Discord sends."""

PLATFORM = "discord"
_SLASH = 1
"""A command that is typed, not one of a menu."""
_SUBCOMMAND, _GROUP = 1, 2
_KEYS = (6, 7)
"""Options whose value is somebody or some channel."""
_FILE = 11
_MENTION = re.compile(r"<@!?(\d+)>")
_USER_SELECT, _FILE_UPLOAD = 5, 19
_THREADS = tuple(
    kind.value for kind in (ChannelType.public_thread, ChannelType.private_thread, ChannelType.news_thread)
)
_MANAGES = Permissions(administrator=True, manage_guild=True).value


def key(id: int | str) -> str:
    """A person, room or space as the core knows it."""
    return f"{PLATFORM}:{id}"


def group_key(id: int | str) -> str:
    """A role of a server as the core knows it."""
    return f"{PLATFORM}:&{id}"


def id_of(key: str) -> int:
    """What Discord knows it by. Raises `ValueError` for what is no key of Discord's."""
    return int(key.removeprefix(f"{PLATFORM}:"))


def event_of(payload: Payload, at: int) -> AnyEvent | None:
    """The event that an interaction tells of, which came at `at` (microseconds UTC); none for what is not ours."""
    room = room_of(payload)
    if room is None:
        return None
    data: Payload = payload.get("data") or {}
    member: Payload = payload.get("member") or {}
    user: Payload = member.get("user") or payload["user"]
    common: dict[str, Any] = {
        "person": key(user["id"]),
        "name": member.get("nick") or user.get("global_name") or user["username"],
        "room": room,
        "at": at,
        "delivery": key(payload["id"]),
        "groups": frozenset(group_key(role) for role in member["roles"]) if "roles" in member else None,
        "manages": bool(int(member.get("permissions", 0)) & _MANAGES),
    }
    attached = _attached(data)
    files = frozenset(attached.values())
    match payload["type"]:
        case InteractionType.application_command.value if data["type"] == _SLASH:
            name, options = _command(data)
            return Invoke(**common, command=name, options=_values(options, attached), files=files)
        case InteractionType.component.value:
            return Press(**common, action=Action(data["custom_id"]), values=tuple(data.get("values", ())))
        case InteractionType.autocomplete.value:
            name, options = _command(data)
            focused = next((option for option in options if option.get("focused")), None)
            if focused is None:
                return None
            return Suggest(**common, command=name, option=focused["name"], typed=str(focused.get("value", "")))
        case InteractionType.modal_submit.value:
            fields = dict(_fields(data["components"], attached))
            return Submit(**common, action=Action(data["custom_id"]), fields=fields, files=files)
    return None


def room_of(payload: Payload) -> Room | None:
    """Where an interaction happened; none where Discord does not say."""
    channel: Payload | None = payload.get("channel")
    if channel is None:
        return None
    if payload.get("guild_id") is None:
        return Room(key(channel["id"]), space=key("@me"), private=True)
    parent = channel.get("parent_id") if channel["type"] in _THREADS else None
    return Room(
        key(channel["id"]),
        space=key(payload["guild_id"]),
        parent=key(parent) if parent else "",
        name=channel.get("name") or "",
    )


def notice_of(what: Any, room: int, space: int, at: int, delivery: str) -> Notice:
    """A change that Discord tells of outside any interaction; nobody in particular is behind it."""
    return Notice(
        person=key(0), name="", room=Room(key(room), space=key(space)), at=at, delivery=key(delivery), what=what
    )


def _command(data: Payload) -> tuple[str, list[dict[str, Any]]]:
    """The command's whole name, `quiz round`, and the options given to it."""
    words, options = [data["name"]], list(data.get("options", ()))
    while options and options[0]["type"] in (_SUBCOMMAND, _GROUP):
        words.append(options[0]["name"])
        options = list(options[0].get("options", ()))
    return " ".join(words), options


def _attached(data: Payload) -> dict[str, str]:
    """The files that came with an interaction: the ids by which its parts name them, and where Discord keeps them."""
    resolved: Payload = data.get("resolved") or {}
    return {id: about["url"] for id, about in (resolved.get("attachments") or {}).items()}


def _values(options: Iterable[Payload], attached: Mapping[str, str]) -> dict[str, Value]:
    def value(option: Payload) -> Value:
        given: Value = option["value"]
        if option["type"] == _FILE:
            return attached.get(str(given), "")
        if option["type"] in _KEYS:
            return key(str(given))
        # A mention within a text becomes what commands take a person as.
        return _MENTION.sub(lambda found: f"@{key(found[1])}", given) if isinstance(given, str) else given

    return {option["name"]: value(option) for option in options}


def _fields(components: Iterable[Payload], attached: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """The entries of a form by name, however deep Discord has packed them."""
    for component in components:
        if "components" in component:
            yield from _fields(component["components"], attached)
        elif "component" in component:
            yield from _fields([component["component"]], attached)
        elif "value" in component:
            # Of radio buttons none may be pressed.
            yield component["custom_id"], component["value"] or ""
        elif "values" in component:
            first = next(iter(component["values"]), "")
            if component["type"] == _FILE_UPLOAD:
                chosen = attached.get(first, "")
            elif component["type"] == _USER_SELECT:
                chosen = key(first) if first else ""
            else:
                chosen = "\n".join(component["values"])
            yield component["custom_id"], chosen
