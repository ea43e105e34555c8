"""What Swot needs to be allowed in a server, in one table, and the link that asks for exactly that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import discord

ADMINISTRATOR = discord.Permissions(administrator=True).value
SCOPES = ("bot", "applications.commands")


@dataclass(frozen=True, slots=True)
class Needed:
    """One permission."""

    name: str
    """As Discord's settings call it."""
    value: int
    why: str
    need: Literal["always", "sometimes", "may"]
    """`may`: nothing needs it, and whoever answers for people's data may well leave it out."""


def _value(name: str) -> int:
    return discord.Permissions(**{name: True}).value


TABLE = (
    Needed("View Channels", _value("view_channel"), "to see the class's channel", "always"),
    Needed("Send Messages", _value("send_messages"), "to post rounds, facts and boards", "always"),
    Needed(
        "Send Messages in Threads", _value("send_messages_in_threads"), "to play where talk is in threads", "sometimes"
    ),
    Needed("Create Public Threads", _value("create_public_threads"), "to open a thread for the class", "sometimes"),
    Needed(
        "Create Private Threads",
        _value("create_private_threads"),
        "to give a learner who takes no direct messages a place of their own",
        "sometimes",
    ),
    Needed("Attach Files", _value("attach_files"), "to show pictures and give files", "sometimes"),
    Needed(
        "Read Message History",
        _value("read_message_history"),
        "to look whether a post of its own has arrived whose connection broke",
        "may",
    ),
)


def invite(application: int | str, *, history: bool = False) -> str:
    """The link by which whoever manages a server lets Swot in; with `history` it may also read what was said."""
    asked = sum(one.value for one in TABLE if history or one.need != "may")
    return discord.utils.oauth_url(application, permissions=discord.Permissions(asked), scopes=SCOPES)


def lacking(allowed: int) -> list[Needed]:
    """What of the table is not allowed."""
    return [one for one in TABLE if not allowed & one.value]


def in_server(server: int, roles: Iterable[Mapping[str, Any]], member: Mapping[str, Any]) -> int:
    """What a member may do in a server, by their roles and the one that everybody has."""
    mine = {str(server), *member["roles"]}
    allowed = 0
    for role in roles:
        if role["id"] in mine:
            allowed |= int(role["permissions"])
    return -1 if allowed & ADMINISTRATOR else allowed


def in_channel(allowed: int, server: int, channel: Mapping[str, Any], member: Mapping[str, Any]) -> int:
    """What they may do in a channel of it: its own rules for everybody, then for their roles, then for themselves."""
    if allowed & ADMINISTRATOR:
        return allowed
    rules = {str(rule["id"]): rule for rule in channel.get("permission_overwrites") or ()}
    roles = [rules[role] for role in member["roles"] if role in rules]
    steps = ([rules.get(str(server))], roles, [rules.get(str(member["user"]["id"]))])
    for step in steps:
        found = [rule for rule in step if rule]
        for rule in found:
            allowed &= ~int(rule["deny"])
        for rule in found:
            allowed |= int(rule["allow"])
    return allowed
