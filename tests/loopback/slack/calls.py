"""What passes between the app and Slack: calls the app makes, and envelopes it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.loopback.slack.world import Hook, Json, OpenView

SOCKET_TYPES = {
    "command": "slash_commands",
    "block_actions": "interactive",
    "block_suggestion": "interactive",
    "view_submission": "interactive",
    "view_closed": "interactive",
    "shortcut": "interactive",
    "event": "events_api",
}


@dataclass(slots=True, eq=False)
class Call:
    """Something that the app sent: a Web API call, a response_url, an upload, a download, an acknowledgement."""

    method: str
    """The method's name, or `response_url`, `upload`, `download`, `acknowledgement`."""
    body: Json
    headers: Mapping[str, str]
    raw: bytes
    at: int
    """When it arrived, in microseconds UTC."""
    answer: Any = None
    """What was answered; nothing while it is on its way, or where the connection was cut."""
    status: int = 0


@dataclass(slots=True, eq=False)
class Request:
    """Something that a person did, or an event, on its way to the app."""

    kind: str
    payload: Json
    user: str
    at: int
    """When it was sent, in microseconds UTC."""
    hook: Hook | None = None
    view: OpenView | None = None
    element: Json | None = None
    retry_attempt: int = 0
    retry_reason: str = ""
    envelope_id: str = ""
    acknowledged: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    """Done when the acknowledgement arrives: its payload, or nothing if it has none."""
    late: bool = False
    """Whether the acknowledgement took more than three seconds; its payload had no effect then."""
    errors: list[str] = field(default_factory=list)
    """What the person saw go wrong, such as `operation_timeout` or `dispatch_failed`."""
    options: tuple[Json, ...] = ()
    """What a suggestion was answered with."""

    @property
    def trigger_id(self) -> str:
        """Its trigger_id."""
        return str(self.payload.get("trigger_id", ""))

    @property
    def response_url(self) -> str:
        """Its response_url."""
        return str(self.payload.get("response_url", ""))

    def envelope(self) -> Json:
        """What goes over the socket."""
        envelope: Json = {
            "envelope_id": self.envelope_id,
            "payload": self.payload,
            "type": SOCKET_TYPES[self.kind],
            "accepts_response_payload": self.kind in ("command", "block_suggestion", "view_submission"),
        }
        if self.kind == "event" or self.retry_attempt:
            envelope |= {"retry_attempt": self.retry_attempt, "retry_reason": self.retry_reason}
        return envelope
