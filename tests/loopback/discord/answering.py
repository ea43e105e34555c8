"""What answers to interactions do: first responses, and what follows through their webhook."""

from __future__ import annotations

import copy
from typing import Any

from tests.loopback.discord.bodies import EPHEMERAL, Upload
from tests.loopback.discord.commands import check_choices
from tests.loopback.discord.components import number_components
from tests.loopback.discord.errors import Problems, Refusal, unknown
from tests.loopback.discord.forms import FormCheck
from tests.loopback.discord.interactions import (
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFER_EDIT,
    DEFER_REPLY,
    EDIT,
    MODAL,
    MODAL_SUBMIT,
    REPLY,
    Callback,
    Interaction,
    Interactions,
)
from tests.loopback.discord.messages import Board, Posted

_TAKEN = {
    COMMAND: (REPLY, DEFER_REPLY, MODAL, 10, 12),
    COMPONENT: (REPLY, DEFER_REPLY, DEFER_EDIT, EDIT, MODAL, 10, 12),
    MODAL_SUBMIT: (REPLY, DEFER_REPLY, DEFER_EDIT, EDIT, 10, 12),
    AUTOCOMPLETE: (CHOICES,),
}
MAX_SUGGESTIONS = 25


class Answering:
    """The interaction endpoints, without HTTP."""

    def __init__(self, interactions: Interactions, board: Board) -> None:
        self._interactions = interactions
        self._board = board

    def respond(self, id: str, token: str, body: Any, files: list[Upload]) -> tuple[Interaction, dict[str, Any]]:
        """Take a first response; give the interaction and the body of the answer."""
        it = self._interactions.to_answer(id, token)
        try:
            return it, self._accepted(it, body, files)
        except Refusal as refusal:
            it.refused.append(refusal.code)
            raise

    def _accepted(self, it: Interaction, body: Any, files: list[Upload]) -> dict[str, Any]:
        problems = Problems()
        body = body if isinstance(body, dict) else {}
        kind = body.get("type")
        if kind is None:
            problems.missing(("type",))
        else:
            problems.choice(kind, _TAKEN[it.kind], ("type",))
        if kind in (DEFER_EDIT, EDIT) and it.kind == MODAL_SUBMIT and not it.message_id:
            problems.add(("type",), "BASE_TYPE_CHOICES", "There is no message that this form was opened from.")
        data = body.get("data")
        if data is not None and not isinstance(data, dict):
            problems.add(("data",), "MODEL_TYPE_CONVERT", "Only dictionaries may be used here.")
        elif not data and kind in (REPLY, CHOICES, MODAL):
            problems.missing(("data",))
        problems.settle()
        assert isinstance(kind, int)
        accepted = self._carry_out(it, kind, data or {}, files)
        it.callback = Callback(kind, accepted, tuple(files))
        if not it.answered.done():
            it.answered.set_result(it.callback)
        return _told(it, kind)

    def _carry_out(self, it: Interaction, kind: int, data: dict[str, Any], files: list[Upload]) -> dict[str, Any]:
        board, at = self._board, ("data",)
        match kind:
            case 4:
                it.posted, it.created = board.answer(it, data, files, at=at), True
            case 5:
                it.posted, it.created = board.defer(it, note=bool((data.get("flags") or 0) & EPHEMERAL)), True
            case 6 | 7:
                it.posted = board.posted.get(it.message_id)
                if kind == EDIT:
                    board.change(board.find(it.message_id), data, files, by=it, at=at)
            case 8:
                problems = Problems()
                choices = problems.items(data, "choices", at, most=MAX_SUGGESTIONS)
                check_choices(problems, choices, (*at, "choices"), it.option)
                problems.settle()
                board.tell("choices", data, it.user, it)
            case 9:
                problems = Problems()
                FormCheck(problems).form(data, at)
                problems.settle()
                data = copy.deepcopy(data)
                number_components(data["components"])
                board.tell("modal", data, it.user, it)
        return data

    # Through the webhook

    def follow(self, token: str, body: Any, files: list[Upload]) -> dict[str, Any]:
        """A further message; while the first one is only promised, this is it."""
        it = self._interactions.to_follow(token)
        body = _object(body)
        if it.posted and it.created and not it.deleted and it.posted.thinking:
            kept = {name: value for name, value in body.items() if name != "tts"}
            return self._board.change(it.posted, kept, files, by=it)
        posted = self._board.answer(it, body, files, follows=True)
        it.followed.append(posted)
        return posted.data

    def get(self, token: str, message: str) -> dict[str, Any]:
        """A message that answered."""
        return self._mine(token, message)[1].data

    def change(self, token: str, message: str, body: Any, files: list[Upload]) -> dict[str, Any]:
        """Change a message that answered; fill it, if it was only promised."""
        it, posted = self._mine(token, message)
        return self._board.change(posted, _object(body), files, by=it)

    def delete(self, token: str, message: str) -> None:
        """Take a message that answered away."""
        it, posted = self._mine(token, message)
        self._board.delete(posted, it)
        if posted is it.posted:
            it.deleted = True
        else:
            it.followed.remove(posted)

    def _mine(self, token: str, message: str) -> tuple[Interaction, Posted]:
        it = self._interactions.to_follow(token)
        found = [*it.followed, *([it.posted] if it.posted and not it.deleted else [])]
        if message == "@original":
            found = [it.posted] if it.posted and not it.deleted else []
        for posted in found:
            id = posted.data["id"]
            if message in ("@original", id) and id in self._board.posted:
                return it, posted
        it.refused.append(10008)
        raise unknown("Message")


def _object(body: Any) -> dict[str, Any]:
    return body if isinstance(body, dict) else {}


def _told(it: Interaction, kind: int) -> dict[str, Any]:
    """What a caller is told who asked for it (`with_response`)."""
    told: dict[str, Any] = {"id": it.id, "type": it.kind}
    resource: dict[str, Any] = {"type": kind}
    if it.posted:
        data = it.posted.data
        told |= {
            "response_message_id": data["id"],
            "response_message_loading": it.posted.thinking,
            "response_message_ephemeral": bool(data["flags"] & EPHEMERAL),
        }
        if kind in (REPLY, DEFER_REPLY, EDIT):
            resource["message"] = data
    return {"interaction": told, "resource": resource}
