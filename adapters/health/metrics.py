"""What is measured, as Prometheus reads it, in a registry of our own."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.clock import SECOND
from bot.measures import Backlog, Measures

QUICK = (0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 5)
"""Seconds between which acknowledgements are counted: platforms give three."""
SLOW = (0.1, 0.5, 1, 2, 5, 15, 60, 300, 1800, 7200)
"""The same for what is due and what is posted."""


class Metrics(Measures):
    """Counts what it hears."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        platform = ("platform",)
        self._acknowledged = Histogram(
            "swot_acknowledgement_seconds",
            "Until a platform was told that an event has arrived",
            platform,
            buckets=QUICK,
            registry=registry,
        )
        self._begun = Histogram(
            "swot_due_lag_seconds", "How late due work was begun", ("kind",), buckets=SLOW, registry=registry
        )
        self._posted = Histogram(
            "swot_posting_seconds",
            "Until a message stood where it was to be posted",
            platform,
            buckets=SLOW,
            registry=registry,
        )
        self._limits = Counter("swot_rate_limits", "How often a platform asked to wait", platform, registry=registry)
        self._waits = Counter(
            "swot_rate_limit_wait_seconds", "How long it asked to wait, in all", platform, registry=registry
        )
        self._due = Gauge("swot_due_waiting", "Pieces of work whose time has come", registry=registry)
        self._late = Gauge("swot_due_oldest_seconds", "How long the oldest of them has waited", registry=registry)
        self._messages = Gauge("swot_outbox_waiting", "Messages that are to be sent or changed now", registry=registry)
        self._connected = Gauge("swot_connected", "Whether a platform is connected", platform, registry=registry)

    def acknowledged(self, platform: str, after: int) -> None:
        """Count it."""
        self._acknowledged.labels(platform).observe(after / SECOND)

    def begun(self, kind: str, late: int) -> None:
        """Count it."""
        self._begun.labels(kind).observe(late / SECOND)

    def posted(self, platform: str, after: int) -> None:
        """Count it."""
        self._posted.labels(platform).observe(after / SECOND)

    def limited(self, platform: str, wait: int) -> None:
        """Count it."""
        self._limits.labels(platform).inc()
        self._waits.labels(platform).inc(wait / SECOND)

    def page(self, backlog: Backlog | None, connected: Mapping[str, bool]) -> bytes:
        """All of it, with what waits now and who is connected; nothing waits that nobody can count."""
        if backlog is not None:
            self._due.set(backlog.due)
            self._late.set(backlog.late / SECOND)
            self._messages.set(backlog.messages)
        for platform, is_connected in connected.items():
            self._connected.labels(platform).set(is_connected)
        return generate_latest(self._registry)
