"""Slack's documented rate limits: tiers per method and minute, and one post a second in a channel."""

from __future__ import annotations

from collections import deque

from bot.clock import MINUTE, SECOND

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
METHODS = {
    "apps.connections.open": 1,
    "chat.update": 3,
    "chat.delete": 3,
    "chat.postEphemeral": 4,
    "conversations.open": 3,
    "conversations.info": 3,
    "conversations.history": 3,
    "conversations.replies": 3,
    "usergroups.list": 2,
    "users.info": 4,
    "views.open": 4,
    "views.update": 4,
    "views.push": 4,
    "views.publish": 4,
    "files.getUploadURLExternal": 4,
    "files.completeUploadExternal": 4,
    "files.info": 4,
}


class Rates:
    """Who has called what within the last minute."""

    def __init__(self) -> None:
        self._calls: dict[str, deque[int]] = {}
        self._posted: dict[str, int] = {}

    def wait(self, method: str, channel: str, now: int) -> int:
        """Seconds until this call would be taken, 0 if it is taken now. `now` is in microseconds."""
        if method == "chat.postMessage":
            since = now - self._posted.get(channel, now - SECOND)
            if since < SECOND:
                return 1
            self._posted[channel] = now
            return 0
        if method not in METHODS:
            return 0
        calls = self._calls.setdefault(method, deque())
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if len(calls) >= TIERS[METHODS[method]]:
            return -((calls[0] + MINUTE - now) // -SECOND)
        calls.append(now)
        return 0
