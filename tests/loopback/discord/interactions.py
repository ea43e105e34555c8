"""What a person did, and what was answered: three seconds for the first answer, fifteen minutes for the rest."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.clock import MINUTE, SECOND, Clock
from tests.loopback.discord.bodies import Upload
from tests.loopback.discord.errors import Refusal, unknown
from tests.loopback.discord.ids import Snowflakes
from tests.loopback.discord.messages import Posted

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
REPLY, DEFER_REPLY, DEFER_EDIT, EDIT, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
FIRST, TOKEN_LIVES = 3 * SECOND, 15 * MINUTE


class Callback(NamedTuple):
    """A first response that was accepted."""

    type: int
    data: dict[str, Any]
    files: tuple[Upload, ...] = ()


@dataclass(slots=True, eq=False)
class Interaction:
    """Something that a person did: a command, a press, a form sent, an option typed."""

    id: str
    token: str
    kind: int
    at: int
    user: str
    guild: str
    channel: str
    name: str
    """The command, its sub-command included; the custom id of what was pressed or sent."""
    message_id: str
    """The message that was pressed, or whose press opened the form."""
    answered: asyncio.Future[Callback]
    trigger: Interaction | None = None
    """What the form answered."""
    event: str = ""
    """The payload of its INTERACTION_CREATE, as JSON."""
    delivered: int = 0
    """How many sessions the event was sent to, or is kept for until they resume."""
    callback: Callback | None = None
    refused: list[int] = field(default_factory=list)
    posted: Posted | None = None
    """What its first answer created, or the message that it changes."""
    created: bool = False
    """Whether `posted` is of its own making."""
    deleted: bool = False
    followed: list[Posted] = field(default_factory=list)
    option: int = 0
    """The type of the option that is being typed."""

    @property
    def original(self) -> dict[str, Any] | None:
        """The message that the first answer created, as it stands; nothing if there is none."""
        return self.posted.data if self.posted and self.created and not self.deleted else None

    @property
    def followups(self) -> list[dict[str, Any]]:
        """The messages that followed."""
        return [posted.data for posted in self.followed]

    @property
    def modal(self) -> dict[str, Any] | None:
        """The form that it was answered with."""
        return self.callback.data if self.callback and self.callback.type == MODAL else None

    def metadata(self, users: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """What a message that answers it says of it."""
        owners = {"0": self.guild or "0"}
        told: dict[str, Any] = {
            "id": self.id,
            "type": self.kind,
            "user": users[self.user],
            "authorizing_integration_owners": owners,
        }
        if self.kind == COMMAND:
            told |= {"name": self.name, "command_type": 1}
        elif self.kind == COMPONENT:
            told["interacted_message_id"] = self.message_id
        elif self.kind == MODAL_SUBMIT and self.trigger:
            told["triggering_interaction_metadata"] = self.trigger.metadata(users)
        return told


class Interactions:
    """Every interaction, by its token."""

    def __init__(self, clock: Clock, ids: Snowflakes) -> None:
        self._clock = clock
        self._ids = ids
        self._by_token: dict[str, Interaction] = {}

    def new(
        self,
        kind: int,
        user: str,
        place: tuple[str, str],
        name: str,
        *,
        message: str = "",
        trigger: Interaction | None = None,
    ) -> Interaction:
        """Something has just happened, in a guild (or none) and channel."""
        id = self._ids.next()
        token = base64.urlsafe_b64encode(f"interaction:{id}:{int(id) * 2654435761 % 2**64:x}".encode()).decode()
        answered: asyncio.Future[Callback] = asyncio.get_running_loop().create_future()
        it = Interaction(id, token.rstrip("="), kind, self._clock.now(), user, *place, name, message, answered, trigger)
        self._by_token[it.token] = it
        return it

    def tokens(self) -> list[str]:
        """The tokens of all that has happened."""
        return list(self._by_token)

    def to_answer(self, id: str, token: str) -> Interaction:
        """The interaction that a first response is for; refused where there was one, or it comes too late."""
        it = self._by_token.get(token)
        if it is None or it.id != id:
            raise unknown("interaction")
        if it.callback is not None:
            it.refused.append(40060)
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        if self._clock.now() - it.at > FIRST:
            it.refused.append(10062)
            raise unknown("interaction")
        return it

    def to_follow(self, token: str) -> Interaction:
        """The interaction that something more is for; refused before the first response and after the token's life."""
        it = self._by_token.get(token)
        if it is None:
            raise unknown("Webhook")
        if self._clock.now() - it.at > TOKEN_LIVES:
            it.refused.append(50027)
            raise Refusal(401, 50027, "Invalid Webhook Token")
        if it.callback is None or it.callback.type == CHOICES:
            it.refused.append(10015)
            raise unknown("Webhook")
        return it
