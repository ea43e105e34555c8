"""Rate limits: a bucket for each route and place, and one for all of a bot's requests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from bot.clock import SECOND, Clock
from tests.loopback.discord.errors import Refusal

EXEMPT = ("/interactions/", "/webhooks/", "/gateway")


@dataclass(slots=True)
class _Window:
    """What is left of a bucket until it is full again."""

    ends: int
    used: int = 0


@dataclass(slots=True, eq=False)
class Buckets:
    """Every bucket, by the clock."""

    clock: Clock
    on: bool = False
    limits: dict[str, tuple[int, float]] = field(
        default_factory=lambda: {"POST /channels/{channel_id}/messages": (5, 5.0)}
    )
    """Requests in so many seconds, for routes (method and template) that are tighter than the rest."""
    usual: tuple[int, float] = (50, 10.0)
    everywhere: tuple[int, float] = (50, 1.0)
    _windows: dict[tuple[str, str], _Window] = field(default_factory=dict)

    def take(self, method: str, template: str, place: str) -> dict[str, str]:
        """Count a request; give the headers that tell of its bucket. Raises `Refusal` when there is none left."""
        if not self.on or template.startswith(EXEMPT):
            return {}
        now = self.clock.now()
        most, seconds = self.everywhere
        window = self._window(("", ""), now, seconds)
        if window.used >= most:
            raise limited((window.ends - now) / SECOND, everywhere=True)
        route = f"{method} {template}"
        limit, seconds = self.limits.get(route, self.usual)
        bucket = self._window((route, place), now, seconds)
        left = (bucket.ends - now) / SECOND
        window.used += 1
        headers = {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(limit - bucket.used - 1, 0)),
            "X-RateLimit-Reset": f"{bucket.ends / SECOND:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(route.encode(), usedforsecurity=False).hexdigest(),
        }
        if bucket.used >= limit:
            raise limited(left, headers=headers)
        bucket.used += 1
        return headers

    def _window(self, key: tuple[str, str], now: int, seconds: float) -> _Window:
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = _Window(now + round(seconds * SECOND))
        return window


def limited(
    seconds: float, *, everywhere: bool = False, headers: dict[str, str] | None = None, scope: str = "user"
) -> Refusal:
    """Too many requests: when to come again."""
    told = {**(headers or {}), "Retry-After": str(max(round(seconds), 1)), "X-RateLimit-Scope": scope}
    if everywhere:
        told |= {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
    refusal = Refusal(429, 0, "You are being rate limited.", headers=told)
    refusal.more = {"retry_after": round(seconds, 3), "global": everywhere}
    return refusal
