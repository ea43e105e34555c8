"""What people's clients send when somebody does something."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.clock import SECOND
from tests.loopback.slack import modals
from tests.loopback.slack.calls import Request
from tests.loopback.slack.refusals import NotPossible
from tests.loopback.slack.state import SEVERAL, SINGLE, elements_of, entered, is_empty
from tests.loopback.slack.world import Hook, Json, Message, OpenView, World

MIN_QUERY = 3
"""Characters typed before an external select asks, unless it says otherwise."""


class Clients:
    """Builds the payloads that the app is sent."""

    def __init__(self, world: World) -> None:
        self._world = world

    def _common(self, user: str) -> Json:
        world = self._world
        person = world.users[user]
        return {
            "user": {"id": user, "username": person.name, "name": person.name, "team_id": person.team},
            "api_app_id": world.app_id,
            "token": "verification-token",
            "team": {"id": world.team_id, "domain": "loopback"},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _hook(self, kind: str, hook: Hook) -> str:
        hook_id = self._world.new_id("hook-")
        self._world.hooks[hook_id] = hook
        return f"{self._world.origin}/{kind}/{hook_id}"

    def _request(self, kind: str, payload: Json, user: str, **more: object) -> Request:
        return Request(kind, payload, user, self._world.clock.now(), **more)  # type: ignore[arg-type]

    def escaped(self, text: str) -> str:
        """A command's words with escaping turned on: mentions by id, addresses marked, &<> escaped."""
        world = self._world
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        people = {name.casefold(): user for user in world.users.values() for name in (user.display_name, user.name)}
        rooms = {channel.name: channel for channel in world.channels.values() if not channel.private}

        def mention(found: re.Match[str]) -> str:
            typed = found[2]
            while typed:
                if found[1] == "@" and typed.casefold() in people:
                    user = people[typed.casefold()]
                    return f"<@{user.id}|{user.name}>{found[2][len(typed) :]}"
                if found[1] == "#" and typed in rooms:
                    return f"<#{rooms[typed].id}|{typed}>{found[2][len(typed) :]}"
                typed = typed[:-1] if typed[-1] in ".-_" else ""
            return found[0]

        text = re.sub(r"(?<![\w@#])([@#])([\w.\-]+)", mention, text)
        return re.sub(r"https?://[^\s<>]+", r"<\g<0>>", text)

    def command(self, user: str, channel: str, command: str, text: str) -> Request:
        """A slash command."""
        world = self._world
        person, room = world.users[user], world.channels[channel]
        hook = Hook(user, channel, world.clock.now(), None, command=True)
        payload: Json = {
            "token": "verification-token",
            "team_id": world.team_id,
            "team_domain": "loopback",
            "channel_id": channel,
            "channel_name": room.told,
            "user_id": user,
            "user_name": person.name,
            "command": command,
            "text": self.escaped(text),
            "api_app_id": world.app_id,
            "is_enterprise_install": "false",
            "response_url": self._hook("commands", hook),
            "trigger_id": modals.new_trigger(world, user),
        }
        return self._request("command", payload, user, hook=hook)

    def press(self, user: str, where: Message | OpenView, action_id: str, values: Sequence[str], block: str) -> Request:
        """A button pressed or something chosen; an action that is not there is sent all the same, as forged."""
        world = self._world
        found = [pair for pair in elements_of(where.blocks) if pair[1]["action_id"] == action_id]
        found = [pair for pair in found if not block or pair[0]["block_id"] == block]
        if found:
            holder, element = found[0]
        else:
            holder = {"block_id": block or "forged"}
            text: Json = {"type": "plain_text", "text": "forged"}
            element = {"type": "static_select", "options": []} if values else {"type": "button", "text": text}
            element["action_id"] = action_id
        action: Json = {"action_id": action_id, "block_id": holder["block_id"], "type": element["type"]}
        if element["type"] == "button":
            action |= {name: element[name] for name in ("text", "value", "style") if name in element}
        else:
            offered = where.suggested.get(holder["block_id"], ()) if isinstance(where, OpenView) else ()
            chosen = entered(world, element, values, suggested=offered, forged=not found)
            action |= chosen
            if found and element["type"] in (*SINGLE, *SEVERAL):
                where.values.setdefault(holder["block_id"], {})[action_id] = chosen
        action["action_ts"] = world.new_ts()
        payload = {"type": "block_actions", **self._common(user), "trigger_id": modals.new_trigger(world, user)}
        payload["actions"] = [action]
        if isinstance(where, OpenView):
            payload |= {"container": {"type": "view", "view_id": where.id}, "view": where.told()}
            return self._request("block_actions", payload, user, view=where)
        room = world.channels[where.channel]
        hook = Hook(user, where.channel, world.clock.now(), where)
        container = {"type": "message", "message_ts": where.ts, "channel_id": where.channel}
        container |= {"thread_ts": where.thread_ts} if where.thread_ts else {}
        payload |= {
            "container": {**container, "is_ephemeral": bool(where.note_for)},
            "channel": {"id": where.channel, "name": room.told},
            "state": {"values": where.values},
            "response_url": self._hook("actions", hook),
        }
        if not where.note_for:  # of an ephemeral message Slack tells only the timestamp
            payload["message"] = where.told()
        return self._request("block_actions", payload, user, hook=hook)

    def shortcut(self, user: str, callback_id: str) -> Request:
        """A global shortcut: it tells who, and no channel, message or response_url."""
        payload = {
            "type": "shortcut",
            **self._common(user),
            "action_ts": self._world.new_ts(),
            "callback_id": callback_id,
            "trigger_id": modals.new_trigger(self._world, user),
        }
        del payload["api_app_id"], payload["user"]["name"]
        return self._request("shortcut", payload, user)

    def suggest(self, user: str, view: OpenView, action_id: str, typed: str) -> Request:
        """Somebody types into an external select. Raises `NotPossible` while it is too little."""
        found = [pair for pair in elements_of(view.blocks) if pair[1]["action_id"] == action_id]
        if not found or "external" not in found[0][1]["type"]:
            raise NotPossible(f"there is no external select {action_id!r}")
        block, element = found[0]
        if len(typed) < element.get("min_query_length", MIN_QUERY):
            raise NotPossible("the select asks from a few characters on")
        payload = {
            "type": "block_suggestion",
            **self._common(user),
            "container": {"type": "view", "view_id": view.id},
            "action_id": action_id,
            "block_id": block["block_id"],
            "value": typed,
            "view": view.told(),
        }
        return self._request("block_suggestion", payload, user, view=view, element=element)

    def submit(
        self,
        user: str,
        view: OpenView,
        values: Mapping[str, str | Sequence[str] | None],
        *,
        forged: bool,
    ) -> Request:
        """A modal sent in. Raises `NotPossible` where the client would not send it, unless it is forged."""
        world = self._world
        if not forged and world.stacks.get(user, [None])[-1] is not view:
            raise NotPossible("this modal is not open in front of them")
        inputs = {block["block_id"]: (block, element) for block, element in elements_of(view.blocks)}
        for block_id in values:
            if block_id not in inputs:
                raise NotPossible(f"there is no input {block_id!r}")
        for block_id, given in values.items():
            element = inputs[block_id][1]
            chosen = [given] if isinstance(given, str) else list(given or ())
            state = entered(world, element, chosen, suggested=view.suggested.get(block_id, ()), forged=forged)
            view.values.setdefault(block_id, {})[element["action_id"]] = state
        for block_id, (block, element) in inputs.items():
            state = view.values.get(block_id, {}).get(element["action_id"], {})
            needed = block["type"] == "input" and not block.get("optional") and not forged
            if needed and is_empty(state):
                raise NotPossible(f"{block_id!r} must be filled in")
        payload = {
            "type": "view_submission",
            **self._common(user),
            "trigger_id": modals.new_trigger(world, user),
            "view": view.told(),
            "response_urls": [],
        }
        return self._request("view_submission", payload, user, view=view)

    def closed(self, user: str, view: OpenView) -> Request:
        """A modal dismissed, for views that asked to be told."""
        payload = {"type": "view_closed", **self._common(user), "view": view.told(), "is_cleared": False}
        return self._request("view_closed", payload, user, view=view)

    def event(self, user: str, event: Json) -> Request:
        """Something of the Events API."""
        world = self._world
        payload = {
            "token": "verification-token",
            "team_id": world.team_id,
            "api_app_id": world.app_id,
            "event": {**event, "event_ts": world.new_ts()},
            "type": "event_callback",
            "event_id": world.new_id("Ev"),
            "event_time": world.clock.now() // SECOND,
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": world.team_id,
                    "user_id": world.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }
        return self._request("event", payload, user)
