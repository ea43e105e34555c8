"""The Web API's methods for messages, conversations and people, and what they refuse."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.loopback.slack import messages
from tests.loopback.slack.messages import channel_of, composed, truth
from tests.loopback.slack.refusals import Refused
from tests.loopback.slack.web import Method, Web, opened, writable
from tests.loopback.slack.world import Channel, Json, Message, World

MOST_OF_HISTORY = 999


def _auth_test(web: Web, args: Json) -> Json:
    world = web.world
    bot = world.users[world.bot_user_id]
    return {
        "url": f"{world.origin}/",
        "team": "Loopback",
        "user": bot.name,
        "team_id": world.team_id,
        "user_id": bot.id,
        "bot_id": world.bot_id,
        "is_enterprise_install": False,
    }


def _post_message(web: Web, args: Json) -> Json:
    web.need("chat:write")
    world = web.world
    channel = writable(web, args.get("channel"))
    thread_ts = str(args.get("thread_ts") or "")
    if thread_ts and _message(world, channel, thread_ts) is None:
        raise Refused("thread_not_found")
    message = messages.post(world, channel.id, composed(world, "chat.postMessage", args), thread_ts=thread_ts)
    return {"channel": channel.id, "ts": message.ts, "message": message.told()}


def _post_ephemeral(web: Web, args: Json) -> Json:
    web.need("chat:write")
    world = web.world
    channel = writable(web, args.get("channel"))
    user = str(args.get("user") or "")
    if user not in world.users or user not in channel.users:
        raise Refused("user_not_in_channel")
    content = composed(world, "chat.postEphemeral", args)
    note = messages.note(world, channel.id, user, content, thread_ts=str(args.get("thread_ts") or ""))
    return {"message_ts": note.ts}


def _message(world: World, channel: Channel, ts: object) -> Message | None:
    message = world.timeline[channel.id].get(str(ts or ""))
    return None if message is None or message.gone else message


def _own(web: Web, args: Json, error: str) -> tuple[Channel, Message]:
    world = web.world
    channel = channel_of(world, args.get("channel"), writing=False)
    if channel.archived:
        raise Refused("is_inactive")
    message = _message(world, channel, args.get("ts"))
    if message is None:
        raise Refused("message_not_found")
    if message.user != world.bot_user_id:
        raise Refused(error)
    return channel, message


def _update(web: Web, args: Json) -> Json:
    web.need("chat:write")
    channel, message = _own(web, args, "cant_update_message")
    content = composed(web.world, "chat.update", args, most=messages.MAX_UPDATE_TEXT)
    messages.edit(web.world, message, content)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.told()}


def _delete(web: Web, args: Json) -> Json:
    web.need("chat:write")
    channel, message = _own(web, args, "cant_delete_message")
    messages.delete(web.world, message)
    return {"channel": channel.id, "ts": message.ts}


def _conversations_open(web: Web, args: Json) -> Json:
    web.need("im:write")
    world = web.world
    if args.get("channel"):
        channel = channel_of(world, args["channel"])
        if not channel.direct:
            raise Refused("method_not_supported_for_channel_type")
    else:
        people = str(args.get("users") or "").split(",")
        if people == [""]:
            raise Refused("users_list_not_supplied")
        if len(people) > 1:
            web.need("mpim:write")
        before = len(world.channels)
        channel = world.direct(opened(world, people[0]).id)
        if len(world.channels) > before:
            return {"channel": {"id": channel.id, **_told(web, channel, args)}}
    told = {"id": channel.id, **_told(web, channel, args)}
    return {"no_op": True, "already_open": True, "channel": told}


def _told(web: Web, channel: Channel, args: Json) -> Json:
    return {"is_im": True, "user": channel.direct, "is_open": True} if truth(args.get("return_im")) else {}


def _conversations_info(web: Web, args: Json) -> Json:
    web.need("channels:read", "groups:read", "im:read")
    channel = channel_of(web.world, args.get("channel"), writing=False)
    web.need("im:read" if channel.direct else "groups:read" if channel.private else "channels:read")
    told: Json = {"id": channel.id, "is_archived": channel.archived, "is_im": bool(channel.direct)}
    if channel.direct:
        return {"channel": {**told, "user": channel.direct}}
    kinds = {"is_channel": not channel.private, "is_group": False, "is_private": channel.private}
    shared = {"is_shared": False, "is_ext_shared": False, "is_org_shared": False, "is_general": False}
    return {"channel": {**told, **kinds, **shared, "name": channel.name, "is_member": channel.member}}


def _conversations_history(web: Web, args: Json) -> Json:
    return _page(web, args, lambda message: message.thread_ts in ("", message.ts))


def _conversations_replies(web: Web, args: Json) -> Json:
    """A thread: the message above it, and those below."""
    thread = str(args.get("ts") or "")
    found = _page(web, args, lambda message: thread in (message.ts, message.thread_ts))
    if _message(web.world, channel_of(web.world, args.get("channel"), writing=False), thread) is None:
        raise Refused("thread_not_found")
    return found


def _page(web: Web, args: Json, belongs: Callable[[Message], bool]) -> Json:
    world = web.world
    web.need("channels:history", "groups:history", "im:history")
    channel = channel_of(world, args.get("channel"), writing=False)
    web.need("im:history" if channel.direct else "groups:history" if channel.private else "channels:history")
    if not channel.member:
        raise Refused("not_in_channel")
    oldest, latest = _time(args, "oldest", "0"), _time(args, "latest", "9" * 20)
    limit = int(args.get("limit") or 100)
    if not 1 <= limit <= MOST_OF_HISTORY:
        raise Refused("invalid_limit")
    found = []
    for message in reversed(world.timeline[channel.id].values()):
        on_edge = message.ts in (args.get("oldest"), args.get("latest")) and truth(args.get("inclusive"))
        within = oldest < float(message.ts) < latest or on_edge
        if not message.gone and within and belongs(message):
            told = message.told()
            if not truth(args.get("include_all_metadata")):
                told.pop("metadata", None)
            found.append(told)
    cursor = str(args.get("cursor") or "after:0")
    if not re.fullmatch(r"after:\d+", cursor):
        raise Refused("invalid_cursor")
    start = int(cursor.removeprefix("after:"))
    page, more = found[start : start + limit], len(found) > start + limit
    told = {"response_metadata": {"next_cursor": f"after:{start + limit}"}} if more else {}
    return {"messages": page, "has_more": more, "pin_count": 0, **told}


def _time(args: Json, name: str, default: str) -> float:
    given = str(args.get(name) or default)
    if not re.fullmatch(r"\d+(\.\d{1,6})?", given):
        raise Refused(f"invalid_ts_{name}")
    return float(given)


def _users_info(web: Web, args: Json) -> Json:
    web.need("users:read")
    user = web.world.users.get(str(args.get("user") or ""))
    if user is None:
        raise Refused("user_not_found")
    told: Json = {
        "id": user.id,
        "team_id": user.team,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name,
        "tz": user.tz,
        "is_admin": user.admin or user.owner,
        "is_owner": user.owner,
        "is_primary_owner": False,
        "is_bot": user.bot,
        "is_restricted": bool(user.guest),
        "is_ultra_restricted": user.guest == "single-channel",
        "profile": {"real_name": user.real_name, "display_name": user.display_name, "team": user.team},
    }
    if truth(args.get("include_locale")):
        told["locale"] = user.locale
    return {"user": told}


def _usergroups_list(web: Web, args: Json) -> Json:
    web.need("usergroups:read")
    told = []
    for id, (handle, users) in web.world.groups.items():
        group: Json = {"id": id, "team_id": web.world.team_id, "is_usergroup": True, "name": handle, "handle": handle}
        if truth(args.get("include_users")):
            group["users"] = sorted(users)
        told.append(group)
    return {"usergroups": told}


METHODS: dict[str, Method] = {
    "auth.test": _auth_test,
    "chat.postMessage": _post_message,
    "chat.postEphemeral": _post_ephemeral,
    "chat.update": _update,
    "chat.delete": _delete,
    "conversations.open": _conversations_open,
    "conversations.info": _conversations_info,
    "conversations.history": _conversations_history,
    "conversations.replies": _conversations_replies,
    "usergroups.list": _usergroups_list,
    "users.info": _users_info,
}
