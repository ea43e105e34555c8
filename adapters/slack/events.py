"""From what Slack delivers to the core's events. Pure: what is not for us is nothing."""

from __future__ import annotations

from typing import Any, Literal

from adapters.slack.forms import asked_of, files_of, value_of
from adapters.slack.keys import key_of
from adapters.slack.origins import Origin, origin_of
from adapters.slack.rich import Json
from adapters.slack.words import typed
from bot.chat import Action, AnyEvent, Invoke, Notice, Opened, Press, Room, Submit, Suggest

What = Literal["room gone", "room moved", "removed"]
NAMELESS = ("directmessage", "privategroup")
"""What Slack calls channels whose name it keeps to itself."""
NOTICES: dict[str, What] = {
    "channel_deleted": "room gone",
    "channel_archive": "room gone",
    "group_deleted": "room gone",
    "group_archive": "room gone",
    "channel_id_changed": "room moved",  # a private channel that is shared with another workspace
    "app_uninstalled": "removed",
    "tokens_revoked": "removed",
}


def event_of(body: Json, at: int, *, team: str, prefix: str = "") -> AnyEvent | None:
    """The event that a payload tells of; `at` is when it reached us, in microseconds UTC.

    `team` is the workspace that Swot is installed in: its rooms are those of its channels, also where they are shared
    and a payload names the workspace at the other end. `prefix` stands before the commands' own names.
    """
    match body.get("type"):
        case "block_actions":
            return _press(body, at, team)
        case "view_submission":
            return _submit(body, at, team)
        case "block_suggestion":
            return _suggest(body, at, team)
        case "shortcut":
            return _shortcut(body, at, team)
        case "event_callback":
            return _told(body, at, team)
        case None if "command" in body:
            return _invoke(body, at, team, prefix)
        case _:
            return None


def is_farewell(body: Json) -> bool:
    """Whether a payload tells that the workspace lets Swot in no more."""
    event = body.get("event") or {}
    return event.get("type") == "app_uninstalled" or bool(
        event.get("type") == "tokens_revoked" and event.get("tokens", {}).get("bot")
    )


def _invoke(body: Json, at: int, team: str, prefix: str) -> Invoke:
    # A command has no event id. The trigger is made with it, is part of the payload, and so comes again with it.
    return Invoke(
        person=key_of(body["team_id"], body["user_id"]),
        name=body.get("user_name", ""),
        room=_room(team, origin_of(body), body["user_id"]),
        at=at,
        delivery=f"slack:command:{body['trigger_id']}",
        command=body["command"].removeprefix("/").removeprefix(prefix),
        text=typed(body.get("text", ""), body["team_id"]),
    )


def _press(body: Json, at: int, team: str) -> Press:
    [action] = body["actions"]
    return Press(
        **_by(body, at, team),
        delivery=f"slack:press:{body.get('trigger_id') or action['action_ts']}:{action['action_id']}",
        action=Action(action["action_id"]),
        values=_chosen(action),
    )


def _shortcut(body: Json, at: int, team: str) -> Press:
    """What is begun from anywhere in Slack: the press of a button that stands nowhere."""
    delivery = f"slack:shortcut:{body['trigger_id']}"
    return Press(**_by(body, at, team), delivery=delivery, action=Action(body["callback_id"]))


def _submit(body: Json, at: int, team: str) -> Submit:
    view = body["view"]
    filled = {name: element for name, elements in view["state"]["values"].items() for element in elements.values()}
    # A form that was refused and is sent again keeps its id and hash; the trigger is of this one sending.
    return Submit(
        **_by(body, at, team),
        delivery=f"slack:submit:{view['id']}:{body.get('trigger_id') or view['hash']}",
        action=Action(view["callback_id"]),
        fields={name: value_of(element, team) for name, element in filled.items()},
        files=frozenset(file for element in filled.values() for file in files_of(element, team, body["user"]["id"])),
    )


def _suggest(body: Json, at: int, team: str) -> Suggest | None:
    asked = asked_of(body["action_id"])
    if asked is None:
        return None
    command, option = asked
    view = (body.get("view") or {}).get("id", "")
    return Suggest(
        **_by(body, at, team),
        # Only read, never kept: the same words in the same form may share it.
        delivery=f"slack:suggest:{view}:{body['block_id']}:{body['value']}",
        command=command,
        option=option,
        typed=body["value"],
    )


def _told(body: Json, at: int, team: str) -> Opened | Notice | None:
    """What comes by the Events API."""
    event = body["event"]
    user = event.get("user", "")
    about: dict[str, Any] = {
        "person": key_of(team, user),
        "name": "",
        "room": _room(team, origin_of(body), user),
        "at": at,
        "delivery": f"slack:event:{body['event_id']}",
    }
    if event["type"] == "app_home_opened":
        return Opened(**about) if event.get("tab") == "home" else None
    what = NOTICES.get(event["type"])
    if what == "removed" and not is_farewell(body):
        return None  # only somebody's own token
    was = key_of(team, event["old_channel_id"]) if what == "room moved" else ""
    return Notice(**about, what=what, was=was) if what else None


def _by(body: Json, at: int, team: str) -> dict[str, Any]:
    """Who, where and when, of what was done with a control or a form."""
    user = body["user"]
    return {
        "person": key_of(_home(body), user["id"]),
        "name": user.get("username") or user.get("name", ""),
        "room": _room(team, origin_of(body), user["id"]),
        "at": at,
    }


def _home(body: Json) -> str:
    """The user's own workspace. Of those in an organisation Slack may tell only that (`E…`); commands never do."""
    home = body["user"].get("team_id", "")
    place = body.get("team") or body.get("enterprise") or {}
    return home if home.startswith("T") else str(place.get("id", home))


def _room(team: str, origin: Origin, user: str) -> Room:
    """The room of an event; where no channel is told, the person's own, in which Slack takes their id for it."""
    id = origin.channel or user
    name = "" if origin.private or origin.name in NAMELESS else origin.name
    return Room(key_of(team, id), key_of(team), private=origin.private, name=name)


def _chosen(action: Json) -> tuple[str, ...]:
    """What was chosen from a select; nothing of a button."""
    if action.get("selected_option"):
        return (action["selected_option"]["value"],)
    return tuple(option["value"] for option in action.get("selected_options") or ())
