"""What is refused: by Slack to the app, and by people's clients to people."""

from __future__ import annotations

from typing import Any


class NotPossible(Exception):
    """What a person's client would not let them do: nothing was sent."""


class Refused(Exception):
    """A Web API method's answer with `ok: false`; `error` is Slack's name for it."""

    def __init__(self, error: str, messages: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.more = more

    def answer(self) -> dict[str, Any]:
        """The body that the method answers with."""
        answer: dict[str, Any] = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            answer["response_metadata"] = {"messages": list(self.messages)}
        return answer
