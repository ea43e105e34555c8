"""Discord's REST routes, as far as a bot of this kind could want them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.loopback.discord.errors import Problems, Refusal, unknown
from tests.loopback.discord.http import Call, Handler
from tests.loopback.discord.world import (
    ATTACH,
    DIRECT,
    MAKE_PRIVATE_THREADS,
    MAKE_THREADS,
    PRIVATE_THREAD,
    READ,
    SEND,
    TEXT,
    THREAD,
    VIEW,
    Channel,
    World,
)

if TYPE_CHECKING:
    from tests.loopback.discord.server import LoopbackDiscord


class Routes:
    """Every route, bound to one Discord."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord
        self._world = discord.world
        self._board = discord.board

    def all(self) -> dict[tuple[str, str], Handler]:
        """Method and template to handler."""
        channel, message = "/channels/{channel_id}", "/channels/{channel_id}/messages/{message_id}"
        hook, commands = "/webhooks/{webhook_id}/{webhook_token}", "/applications/{application_id}/commands"
        of_guild = "/applications/{application_id}/guilds/{guild_id}/commands"
        return {
            ("GET", "/gateway"): lambda _: (200, {"url": self._discord.gateway.url}),
            ("GET", "/gateway/bot"): self._gateway,
            ("GET", "/users/@me"): lambda _: (200, self._world.users[self._world.bot]),
            ("GET", "/users/{user_id}"): self._user,
            ("GET", "/users/@me/guilds"): self._guilds,
            ("POST", "/users/@me/channels"): self._direct,
            ("GET", "/oauth2/applications/@me"): self._application,
            ("GET", "/applications/@me"): self._application,
            ("GET", "/guilds/{guild_id}"): self._guild,
            ("GET", "/guilds/{guild_id}/roles"): self._roles,
            ("GET", "/guilds/{guild_id}/members/{user_id}"): self._member,
            ("GET", channel): lambda call: (200, self._world.channel_json(self._seen(call))),
            ("POST", f"{channel}/typing"): self._typing,
            ("POST", f"{channel}/threads"): self._thread,
            ("POST", f"{message}/threads"): self._thread_below,
            ("PUT", f"{channel}/thread-members/{{user_id}}"): self._thread_member,
            ("GET", f"{channel}/messages"): self._history,
            ("POST", f"{channel}/messages"): self._post,
            ("GET", message): self._get,
            ("PATCH", message): self._edit,
            ("DELETE", message): self._delete,
            ("POST", hook): self._follow,
            ("GET", f"{hook}/messages/{{message_id}}"): self._answer_get,
            ("PATCH", f"{hook}/messages/{{message_id}}"): self._answer_edit,
            ("DELETE", f"{hook}/messages/{{message_id}}"): self._answer_delete,
            ("POST", "/interactions/{interaction_id}/{interaction_token}/callback"): self._respond,
            ("GET", commands): self._commands,
            ("PUT", commands): self._overwrite,
            ("POST", commands): self._upsert,
            ("DELETE", f"{commands}/{{command_id}}"): self._command_delete,
            ("GET", of_guild): self._commands,
            ("PUT", of_guild): self._overwrite,
            ("POST", of_guild): self._upsert,
            ("DELETE", f"{of_guild}/{{command_id}}"): self._command_delete,
        }

    # Who and what is there

    def _gateway(self, _: Call) -> tuple[int, Any]:
        gateway = self._discord.gateway
        limit = {
            "total": gateway.sessions_a_day,
            "remaining": max(gateway.sessions_a_day - gateway.identified, 0),
            "reset_after": 3_600_000 if gateway.identified else 0,
            "max_concurrency": 1,
        }
        return 200, {"url": gateway.url, "shards": gateway.shards, "session_start_limit": limit}

    def _application(self, _: Call) -> tuple[int, Any]:
        bot = self._world.users[self._world.bot]
        return 200, {
            "id": bot["id"],
            "name": "Swot",
            "icon": None,
            "description": "",
            "summary": "",
            "type": None,
            "bot": bot,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": bot,
            "team": None,
            "flags": 0,
            "verify_key": "0" * 64,
            "interactions_endpoint_url": None,
            "approximate_guild_count": len(self._world.guilds),
        }

    def _user(self, call: Call) -> tuple[int, Any]:
        user = self._world.users.get(call.params["user_id"])
        if user is None:
            raise unknown("User")
        return 200, user

    def _direct(self, call: Call) -> tuple[int, Any]:
        recipient = str(call.object.get("recipient_id"))
        if recipient == self._world.bot:
            raise Refusal(400, 50007, "Cannot send messages to this user")
        if recipient not in self._world.users:
            raise Refusal(400, 50033, "Invalid Recipient(s)")
        return 200, self._world.channel_json(self._world.channels[self._world.direct(recipient)])

    def _guilds(self, call: Call) -> tuple[int, Any]:
        query, problems = {name: int(value) for name, value in call.query.items()}, Problems()
        most = problems.number(query, "limit", (), least=1, most=200, default=200)
        problems.settle()
        after = query.get("after", 0)
        here = [guild for guild in self._world.guilds.values() if guild.here and int(guild.id) > after]
        nothing = dict.fromkeys(("icon", "banner"))
        told = [
            {"id": guild.id, "name": guild.name, "owner": False, "features": [], **nothing}
            | {"permissions": str(self._world.rights_in(guild))}
            for guild in sorted(here, key=lambda guild: int(guild.id))
        ]
        return 200, told[:most]

    def _guild(self, call: Call) -> tuple[int, Any]:
        guild = self._world.guilds.get(call.params["guild_id"])
        if guild is None or not guild.here:
            raise unknown("Guild")
        told = self._world.guild_json(guild)
        for name in ("channels", "threads", "members", "voice_states", "presences", "joined_at"):
            told.pop(name)
        return 200, told

    def _roles(self, call: Call) -> tuple[int, Any]:
        guild = self._world.guilds.get(call.params["guild_id"])
        if guild is None or not guild.here:
            raise unknown("Guild")
        return 200, self._world.roles_json(guild)

    def _member(self, call: Call) -> tuple[int, Any]:
        guild, user = call.params["guild_id"], call.params["user_id"]
        if guild not in self._world.guilds or not self._world.guilds[guild].here:
            raise unknown("Guild")
        if user not in self._world.users:
            raise unknown("User")
        if user not in self._world.guilds[guild].members:
            raise unknown("Member")
        return 200, self._world.member_json(guild, user)

    # Channels and their messages

    def _seen(self, call: Call) -> Channel:
        channel = self._world.channel(call.params["channel_id"])
        if not self._world.allowed(channel) & VIEW:
            raise Refusal(403, 50001, "Missing Access")
        return channel

    def _writable(self, call: Call) -> Channel:
        channel = self._seen(call)
        if not self._world.allowed(channel) & SEND:
            raise Refusal(403, 50013, "Missing Permissions")
        if channel.kind == DIRECT and channel.recipient in self._world.refusing:
            raise Refusal(403, 50007, "Cannot send messages to this user")
        if channel.kind == DIRECT and channel.recipient in self._world.strangers:
            raise Refusal(403, 50278, "Cannot send messages to this user due to having no mutual guilds")
        return channel

    def _typing(self, call: Call) -> tuple[int, Any]:
        self._writable(call)
        return 204, None

    def _thread(self, call: Call) -> tuple[int, Any]:
        parent, kind, problems = self._writable(call), call.object.get("type", PRIVATE_THREAD), Problems()
        problems.choice(kind, (10, THREAD, PRIVATE_THREAD), ("type",))
        problems.settle()
        return self._opened(call, parent, kind)

    def _thread_below(self, call: Call) -> tuple[int, Any]:
        parent = self._writable(call)
        message = self._board.find(call.params["message_id"], parent.id).data["id"]
        if message in self._world.channels:
            raise Refusal(400, 160004, "A thread has already been created for this message")
        return self._opened(call, parent, THREAD, message)

    def _opened(self, call: Call, parent: Channel, kind: int, message: str = "") -> tuple[int, Any]:
        body, problems = call.object, Problems()
        name = problems.text(body, "name", (), least=1, most=100)
        problems.choice(body.get("auto_archive_duration", 60), (60, 1440, 4320, 10080), ("auto_archive_duration",))
        problems.settle()
        if parent.kind != TEXT:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        if not self._world.allowed(parent) & (MAKE_PRIVATE_THREADS if kind == PRIVATE_THREAD else MAKE_THREADS):
            raise Refusal(403, 50013, "Missing Permissions")
        thread = self._world.add_channel(parent.guild, name, kind, parent.id, message)
        told = self._world.channel_json(thread)
        self._discord.gateway.dispatch_json("THREAD_CREATE", told | {"newly_created": True}, thread.guild, 1)
        return 201, told

    def _thread_member(self, call: Call) -> tuple[int, Any]:
        thread = self._writable(call)
        if thread.kind not in (THREAD, PRIVATE_THREAD):
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        if call.params["user_id"] not in self._world.guilds[thread.guild].members:
            raise unknown("Member")
        thread.people.add(call.params["user_id"])
        return 204, None

    def _history(self, call: Call) -> tuple[int, Any]:
        channel = self._seen(call)
        query, problems = {name: int(value) for name, value in call.query.items()}, Problems()
        most = problems.number(query, "limit", (), least=1, most=100, default=50)
        problems.settle()
        if not self._world.allowed(channel) & READ:
            return 200, []
        before, after = query.get("before", 2**63), query.get("after", 0)
        # A nonce is told when a message is made; nothing says that it is kept.
        said = [_without(one, "nonce") for one in self._discord.messages(channel.id)]
        found = [one for one in said if after < int(one["id"]) < before]
        chosen = found[:most] if "after" in query else found[-most:]
        return 200, chosen[::-1]

    def _post(self, call: Call) -> tuple[int, Any]:
        return 200, self._board.post(_taking(self._writable(call), call, self._world), call.object, call.files)

    def _get(self, call: Call) -> tuple[int, Any]:
        return 200, self._board.find(call.params["message_id"], self._seen(call).id).data

    def _edit(self, call: Call) -> tuple[int, Any]:
        channel = _taking(self._seen(call), call, self._world)
        posted = self._board.find(call.params["message_id"], channel.id)
        return 200, self._board.change(posted, call.object, call.files)

    def _delete(self, call: Call) -> tuple[int, Any]:
        self._board.delete(self._board.find(call.params["message_id"], self._seen(call).id))
        return 204, None

    # Interactions

    def _respond(self, call: Call) -> tuple[int, Any]:
        id, token = call.params["interaction_id"], call.params["interaction_token"]
        _, told = self._discord.answering.respond(id, token, call.body, call.files)
        wanted = call.query.get("with_response", "").casefold() in ("1", "true")
        return (200, told) if wanted else (204, None)

    def _token(self, call: Call) -> str:
        if call.params["webhook_id"] != self._world.bot:
            raise unknown("Webhook")
        return call.params["webhook_token"]

    def _follow(self, call: Call) -> tuple[int, Any]:
        return 200, self._discord.answering.follow(self._token(call), call.body, call.files)

    def _answer_get(self, call: Call) -> tuple[int, Any]:
        return 200, self._discord.answering.get(self._token(call), call.params["message_id"])

    def _answer_edit(self, call: Call) -> tuple[int, Any]:
        answering = self._discord.answering
        return 200, answering.change(self._token(call), call.params["message_id"], call.body, call.files)

    def _answer_delete(self, call: Call) -> tuple[int, Any]:
        self._discord.answering.delete(self._token(call), call.params["message_id"])
        return 204, None

    # Commands

    def _scope(self, call: Call) -> str:
        if call.params["application_id"] != self._world.bot:
            raise Refusal(403, 20012, "You are not authorized to perform this action on this application")
        guild = call.params.get("guild_id", "")
        if guild and (guild not in self._world.guilds or not self._world.guilds[guild].here):
            raise Refusal(403, 50001, "Missing Access")
        return guild

    def _commands(self, call: Call) -> tuple[int, Any]:
        told = self._discord.commands.listed(self._scope(call))
        if call.query.get("with_localizations", "").casefold() in ("1", "true"):
            return 200, told
        hidden = ("name_localizations", "description_localizations")
        return 200, [{name: value for name, value in one.items() if name not in hidden} for one in told]

    def _overwrite(self, call: Call) -> tuple[int, Any]:
        return 200, self._discord.commands.overwrite(call.body, self._scope(call))

    def _upsert(self, call: Call) -> tuple[int, Any]:
        new, command = self._discord.commands.upsert(call.body, self._scope(call))
        return 201 if new else 200, command

    def _command_delete(self, call: Call) -> tuple[int, Any]:
        self._discord.commands.delete(call.params["command_id"], self._scope(call))
        return 204, None


def _taking(channel: Channel, call: Call, world: World) -> Channel:
    """The channel, if it takes the files that come along."""
    if call.files and not world.allowed(channel) & ATTACH:
        raise Refusal(403, 50013, "Missing Permissions")
    return channel


def _without(told: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in told.items() if key != name}
