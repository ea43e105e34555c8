"""Where an event comes from, as far as its answer needs to know; a form carries it with it while it is filled in."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

from adapters.slack.limits import hold
from adapters.slack.rich import Json

Surface = Literal["message", "home", "modal"]


@dataclass(frozen=True, slots=True)
class Origin:
    """A room and, where something was pressed, what it stood on."""

    channel: str = ""
    name: str = ""
    """What the channel is called."""
    url: str = ""
    """Slack's response_url: five messages within thirty minutes."""
    message: str = ""
    """The message pressed (its `ts`)."""
    thread: str = ""
    """The thread that it stands in (the `ts` of the message above it)."""
    fleeting: bool = False
    """Whether that message is a note, which only `url` can change."""
    surface: Surface = "message"
    over_home: bool = False
    """Whether Home lies below the page that was pressed."""

    @property
    def below(self) -> Json:
        """What has an answer stand in the same thread."""
        return {"thread_ts": self.thread} if self.thread else {}

    @property
    def private(self) -> bool:
        """Whether nobody but the person reads along."""
        return not self.channel or self.channel.startswith("D")

    def to_metadata(self) -> str:
        """What a modal or a Home tab keeps of it."""
        told = json.dumps({name: value for name, value in asdict(self).items() if value}, separators=(",", ":"))
        hold("private metadata", told)
        return told

    @classmethod
    def from_metadata(cls, told: str) -> Origin:
        """The origin that `to_metadata` was told of; an empty one where it wasn't."""
        try:
            return cls(**json.loads(told))
        except (ValueError, TypeError):
            return cls()


def origin_of(body: Json) -> Origin:
    """Where a payload comes from."""
    match body.get("type"):
        case "block_actions":
            return _of_press(body)
        case "view_submission" | "block_suggestion":
            view = body.get("view")
            return Origin.from_metadata(view["private_metadata"]) if view else _of_message(body)
        case "shortcut":
            return Origin()
        case "event_callback":
            channel = body["event"].get("channel") or body["event"].get("new_channel_id", "")
            return Origin(channel if isinstance(channel, str) else channel["id"], surface="home")
        case _:
            return Origin(body["channel_id"], body.get("channel_name", ""), body["response_url"])


def _of_press(body: Json) -> Origin:
    view = body.get("view")
    if not view:
        return _of_message(body)
    opened_from = Origin.from_metadata(view.get("private_metadata", ""))
    surface: Surface = "home" if view["type"] == "home" else "modal"
    over_home = surface == "modal" and (opened_from.over_home or opened_from.surface == "home")
    return Origin(opened_from.channel, opened_from.name, surface=surface, over_home=over_home)


def _of_message(body: Json) -> Origin:
    channel, container = body.get("channel") or {}, body.get("container") or {}
    return Origin(
        channel.get("id", ""),
        channel.get("name", ""),
        body.get("response_url", ""),
        container.get("message_ts", ""),
        container.get("thread_ts", ""),
        fleeting=container.get("is_ephemeral", False),
    )
