"""What people's apps send when somebody gives a command, types, presses or fills in a form."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.loopback.discord.bodies import MAX_FILE
from tests.loopback.discord.commands import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL,
    GROUP,
    INTEGER,
    STRING,
    SUBCOMMAND,
    USER,
    Commands,
)
from tests.loopback.discord.components import BUTTON, SELECT, SELECTS, everything
from tests.loopback.discord.errors import NotOffered
from tests.loopback.discord.files import Files
from tests.loopback.discord.filling import filled_in
from tests.loopback.discord.gateway import Gateway
from tests.loopback.discord.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL_SUBMIT,
    Interaction,
    Interactions,
)
from tests.loopback.discord.messages import Board
from tests.loopback.discord.offering import must_fit, must_offer
from tests.loopback.discord.world import DIRECT, Channel, World


class People:
    """Everybody's app."""

    def __init__(
        self,
        world: World,
        board: Board,
        commands: Commands,
        files: Files,
        interactions: Interactions,
        gateway: Gateway,
    ) -> None:
        self._world = world
        self._board = board
        self._commands = commands
        self._files = files
        self._interactions = interactions
        self._gateway = gateway
        self.locale = "en-GB"
        self.under_way = False
        """Whether what people do stays on its way to the bot until somebody delivers it."""

    def command(self, user: str, channel: str, name: str, options: Mapping[str, Any], *, forged: bool) -> Interaction:
        """Somebody gives a command."""
        place = self._place(user, channel)
        command, path, known = self._registered(name, place, user, forged=forged)
        if not forged:
            missing = [one for one, option in known.items() if option.get("required") and one not in options]
            if missing:
                raise NotOffered(f"/{name} needs {', '.join(missing)}")
        resolved: dict[str, Any] = {}
        given = [
            self._option((user, place), known, one, value, resolved, forged=forged)
            for one, value in options.items()
            if value is not None
        ]
        data = _nested(command, path, given)
        if resolved:
            data["resolved"] = resolved
        it = self._interactions.new(COMMAND, user, (place.guild, place.id), name)
        return self._send(it, place, data)

    def suggest(
        self, user: str, channel: str, name: str, option: str, typed: str, others: Mapping[str, Any]
    ) -> Interaction:
        """Somebody types an option, and their app asks what it could be."""
        place = self._place(user, channel)
        command, path, known = self._registered(name, place, user, forged=False)
        if option not in known or not known[option].get("autocomplete"):
            raise NotOffered(f"{option} of /{name} is not completed")
        resolved: dict[str, Any] = {}
        given = [
            self._option((user, place), known, one, value, resolved, forged=False) for one, value in others.items()
        ]
        kind = known[option]["type"]
        given.append({"name": option, "type": kind, "value": typed, "focused": True})
        data = _nested(command, path, given) | ({"resolved": resolved} if resolved else {})
        it = self._interactions.new(AUTOCOMPLETE, user, (place.guild, place.id), name)
        it.option = kind
        return self._send(it, place, data)

    def press(
        self, user: str, message: Mapping[str, Any], custom_id: str, values: Sequence[str], *, forged: bool
    ) -> Interaction:
        """Somebody presses a button or chooses from a select."""
        posted = self._board.posted.get(message["id"])
        if posted is None:
            raise NotOffered("that message is not there any more")
        if posted.only not in ("", user):
            raise NotOffered("that is somebody else's note")
        place = self._place(user, posted.data["channel_id"])
        found = next((one for one in everything(posted.data["components"]) if one.get("custom_id") == custom_id), None)
        kind = found["type"] if found else SELECT if values else BUTTON
        if found and not forged:
            must_offer(found, values)
        data: dict[str, Any] = {"custom_id": custom_id, "component_type": kind, "id": found["id"] if found else 0}
        if kind in SELECTS:
            data["values"] = list(values)
            if kind != SELECT:
                data["resolved"] = self._resolved_users(place, values)
        it = self._interactions.new(COMPONENT, user, (place.guild, place.id), custom_id, message=posted.data["id"])
        return self._send(it, place, data, posted.data)

    def submit(self, user: str, modal: Interaction, fields: Mapping[str, Any], *, forged: bool) -> Interaction:
        """Somebody sends a form."""
        form = modal.modal
        if form is None:
            raise NotOffered("that was not answered with a form")
        if user != modal.user and not forged:
            raise NotOffered("that is somebody else's form")
        place = self._place(user, modal.channel)
        mine = {url: self._files.names[url][0] for url in self._files.attached.get(user, ())}
        filled = filled_in(form, fields, mine, forged=forged)
        data: dict[str, Any] = {"custom_id": form["custom_id"], "components": filled.components}
        resolved = self._resolved_users(place, filled.people) if filled.people else {}
        if filled.files:
            resolved["attachments"] = {mine[url]: self._files.told(url) for url in filled.files}
        if resolved:
            data["resolved"] = resolved
        at, message = (place.guild, place.id), modal.message_id
        it = self._interactions.new(MODAL_SUBMIT, user, at, form["custom_id"], message=message, trigger=modal)
        posted = self._board.posted.get(modal.message_id)
        return self._send(it, place, data, posted.data if posted else None)

    def deliver(self, it: Interaction) -> None:
        """Tell the bot of it (once more)."""
        it.delivered += self._gateway.dispatch("INTERACTION_CREATE", it.event, it.guild)

    # Underneath

    def _place(self, user: str, channel: str) -> Channel:
        place = self._world.channels.get(channel)
        if place is None:
            raise NotOffered("there is no such channel (any more)")
        if place.guild:
            if not self._world.guilds[place.guild].here:
                raise NotOffered("the bot is not in that server any more")
            self._world.member(place.guild, user)
        elif place.recipient != user:
            raise NotOffered("those are somebody else's direct messages")
        return place

    def _registered(
        self, name: str, place: Channel, user: str, *, forged: bool
    ) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any]]:
        """The command, the way down to its subcommand, and the options that it takes."""
        first, *rest = name.split()
        command = self._commands.named(first, place.guild)
        if command is None:
            raise NotOffered(f"there is no command /{first}")
        if not forged:
            self._must_be_usable(command, place, user)
        path: list[dict[str, Any]] = []
        options = command["options"]
        for word in rest:
            step = next((one for one in options if one["name"] == word and one["type"] in (SUBCOMMAND, GROUP)), None)
            if step is None:
                raise NotOffered(f"there is no /{name}")
            path.append(step)
            options = step.get("options", [])
        if any(one["type"] in (SUBCOMMAND, GROUP) for one in options):
            raise NotOffered(f"/{name} needs a subcommand")
        return command, path, {one["name"]: one for one in options}

    def _must_be_usable(self, command: dict[str, Any], place: Channel, user: str) -> None:
        context = 1 if place.kind == DIRECT else 0
        offered = command["contexts"]
        if (offered is not None and context not in offered) or (context and not command["dm_permission"]):
            raise NotOffered(f"/{command['name']} is not offered there")
        needed = command["default_member_permissions"]
        if needed is not None and place.guild:
            has = self._world.member(place.guild, user).permissions
            if needed == "0" or has & int(needed) != int(needed):
                raise NotOffered(f"/{command['name']} is not offered to everybody")

    def _option(
        self,
        at: tuple[str, Channel],
        known: dict[str, Any],
        name: str,
        value: Any,
        resolved: dict[str, Any],
        *,
        forged: bool,
    ) -> dict[str, Any]:
        user, place = at
        option = known.get(name)
        if option is None:
            if not forged:
                raise NotOffered(f"there is no option {name}")
            kind = BOOLEAN if isinstance(value, bool) else INTEGER if isinstance(value, int) else STRING
            return {"name": name, "type": kind, "value": value}
        kind = option["type"]
        value = next((one["value"] for one in option.get("choices", ()) if value == one["name"]), value)
        if not forged:
            must_fit(option, value)
        if kind == USER:
            for what, who in self._resolved_users(place, [str(value)]).items():
                resolved.setdefault(what, {}).update(who)
        elif kind == CHANNEL:
            channel = self._world.channels[str(value)]
            told = self._world.channel_json(channel) | {"permissions": str(self._world.allowed(channel))}
            resolved.setdefault("channels", {})[channel.id] = told
        elif kind == ATTACHMENT and value in self._files.attached.get(user, ()):
            told = self._files.told(value)
            resolved.setdefault("attachments", {})[told["id"]] = told
            value = told["id"]
        elif kind == ATTACHMENT and not forged:
            raise NotOffered(f"{name} takes a file that they attach, not {value!r}")
        return {"name": name, "type": kind, "value": value}

    def _resolved_users(self, place: Channel, ids: Sequence[str]) -> dict[str, Any]:
        users = {id: self._world.users[id] for id in ids if id in self._world.users}
        if not place.guild:
            return {"users": users}
        here = self._world.guilds[place.guild].members
        members = {
            id: self._world.member_json(place.guild, id, full=False) | {"permissions": str(here[id].permissions)}
            for id in users
            if id in here
        }
        return {"users": users, "members": members}

    def _send(
        self, it: Interaction, place: Channel, data: dict[str, Any], message: dict[str, Any] | None = None
    ) -> Interaction:
        world = self._world
        payload: dict[str, Any] = {
            "id": it.id,
            "application_id": world.bot,
            "type": it.kind,
            "data": data,
            "token": it.token,
            "version": 1,
            "channel_id": place.id,
            "channel": world.channel_json(place) | {"permissions": str(world.allowed(place))},
            "app_permissions": str(world.allowed(place)),
            "locale": self.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": {"0": place.guild or "0"},
            "context": 0 if place.guild else 1,
            "attachment_size_limit": MAX_FILE,
        }
        if place.guild:
            permissions = {"permissions": str(world.member(place.guild, it.user).permissions)}
            payload |= {
                "guild_id": place.guild,
                "guild": {"id": place.guild, "locale": "en-US", "features": []},
                "guild_locale": "en-US",
                "member": world.member_json(place.guild, it.user) | permissions,
            }
        else:
            payload["user"] = world.users[it.user]
        if message is not None:
            payload["message"] = {name: value for name, value in message.items() if name != "nonce"}
        it.event = json.dumps(payload, separators=(",", ":"))
        if not self.under_way:
            self.deliver(it)
        return it


def _nested(command: dict[str, Any], path: list[dict[str, Any]], given: list[dict[str, Any]]) -> dict[str, Any]:
    """The command's data, with the options inside the subcommand they belong to."""
    for step in reversed(path):
        given = [{"name": step["name"], "type": step["type"], "options": given}]
    data = {"id": command["id"], "name": command["name"], "type": command["type"], "options": given}
    return data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})
