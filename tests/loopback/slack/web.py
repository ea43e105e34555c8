"""What the Web API's methods have in common: the token's scopes, and who and where may be written to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tests.loopback.slack.messages import channel_of
from tests.loopback.slack.refusals import Refused
from tests.loopback.slack.world import Channel, Json, User, World

Method: TypeAlias = Callable[["Web", Json], Json]


class Web:
    """What the methods need: the workspace, the token's scopes, and switches of the test's."""

    def __init__(self, world: World, scopes: set[str]) -> None:
        self.world = world
        self.scopes = scopes
        self.history = False
        self.file_lag = 0
        """Microseconds after completion before a file can be shown: Slack makes it ready in the background."""

    def need(self, *scopes: str) -> None:
        """Raise `Refused` unless the token has one of these scopes."""
        granted = self.scopes | ({"channels:history", "groups:history", "im:history"} if self.history else set())
        if scopes and not granted.intersection(scopes):
            raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted)))


def opened(world: World, user: str) -> User:
    """The person to open a direct message with. Raises `Refused`."""
    found = world.users.get(user)
    if found is None:
        raise Refused("user_not_found")
    if found.bot:
        raise Refused("cannot_dm_bot")
    if found.deleted:
        raise Refused("user_disabled")
    if found.opening:
        raise Refused(found.opening)
    return found


def writable(web: Web, given: object) -> Channel:
    """The channel to post to; a person's id stands for their direct message. Raises `Refused`."""
    world = web.world
    person = str(given) in world.users
    channel = world.direct(opened(world, str(given)).id) if person else channel_of(world, given)
    if channel.direct and world.users[channel.direct].posting:
        raise Refused(world.users[channel.direct].posting)
    if not channel.member and not channel.direct and "chat:write.public" not in web.scopes:
        raise Refused("not_in_channel")
    return channel
