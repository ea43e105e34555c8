"""Whose turn it is to call a method of Slack's, once Slack has asked for patience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from adapters.slack.rich import Json
from bot.chat import NotSent
from bot.clock import MINUTE, SECOND, Clock

PATIENCE = "Slack asks for patience"
A_MINUTE = 50
"""Calls of one method that a workspace allows in a minute at the least, of those that Swot calls often (tier 3)."""
MORE_A_MINUTE: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(
        (
            "chat.postEphemeral",
            "files.completeUploadExternal",
            "files.getUploadURLExternal",
            "files.info",
            "users.info",
            "views.open",
            "views.publish",
            "views.push",
            "views.update",
        ),
        100,
    )
)
"""The same of methods of tier 4."""
POSTING = "chat.postMessage"
"""The method that is limited for each channel by itself: one message a second."""
WHO = ("channel", "ts", "user", "users", "user_id", "view_id", "file", "filename")
"""The arguments by which one call of a method is known from another."""


@dataclass(slots=True)
class _Line:
    """Those who wait to call one method."""

    next_at: int
    """When the next may, who is not in the line yet; microseconds UTC."""
    turns: dict[str, int] = field(default_factory=dict)
    """When whose turn is."""


class Turns:
    """Keeps calls back that Slack would refuse, and has them come one by one when it takes them again.

    Slack counts calls of a method in a workspace; of posting, in a channel. What is called again while it asks for
    patience counts, so a crowd that waits and then comes at once would be refused again.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._lines: dict[str, _Line] = {}

    def take(self, method: str, arguments: Json) -> None:
        """Raise `NotSent` with the wait until it is this call's turn, if it is not."""
        what, who, now = _what(method, arguments), _who(arguments), self.clock.now()
        line = self._lines.get(what)
        if line is None:
            return
        # Whoever never came has missed their turn.
        line.turns = {one: at for one, at in line.turns.items() if at > now - MINUTE}
        if not line.turns and line.next_at <= now:
            del self._lines[what]
            return
        turn = line.turns.get(who) or _join(line, method, arguments, now)
        if turn > now:
            raise NotSent(PATIENCE, wait=turn - now)
        line.turns.pop(who, None)

    def asked(self, method: str, arguments: Json, wait: int) -> int:
        """Slack has asked for patience, for so long; give how long this call waits until its turn (microseconds)."""
        now = self.clock.now()
        line = self._lines.setdefault(_what(method, arguments), _Line(now + wait))
        line.next_at = max(line.next_at, now + wait)
        return _join(line, method, arguments, now) - now


def _join(line: _Line, method: str, arguments: Json, now: int) -> int:
    """Add a call to the line, as the last; give when its turn is.

    What has a trigger is not called again, for the trigger is gone by then: it only hears how long.
    """
    turn = max(line.next_at, now)
    if "trigger_id" not in arguments:
        line.turns[_who(arguments)] = turn
        line.next_at = turn + _pace(method)
    return turn


def _pace(method: str) -> int:
    """How long lies between two calls that Slack surely takes, in microseconds."""
    return SECOND if method == POSTING else MINUTE // MORE_A_MINUTE.get(method, A_MINUTE)


def _what(method: str, arguments: Json) -> str:
    """What is limited."""
    return f"{method} {arguments.get('channel', '')}" if method == POSTING else method


def _who(arguments: Json) -> str:
    return " ".join(str(arguments.get(name, "")) for name in WHO)
