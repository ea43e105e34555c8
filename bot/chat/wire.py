"""Answers and views as JSON, for the rows that keep them."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from bot.chat.answers import Answer, Choices, Form, Home, Invalid, Reply
from bot.chat.views import View

_KINDS: dict[str, Any] = {"reply": Reply, "form": Form, "choices": Choices, "home": Home, "invalid": Invalid}
_NAMES = {kind: name for name, kind in _KINDS.items()}


@cache
def _adapters() -> dict[Any, TypeAdapter[Any]]:
    # Built when first wanted: it takes pydantic a moment.
    return {kind: TypeAdapter(kind) for kind in (*_NAMES, View)}


def answer_to_json(answer: Answer) -> str:
    """The answer as text: its kind, a space, its content."""
    return f"{_NAMES[type(answer)]} {_adapters()[type(answer)].dump_json(answer).decode()}"


def answer_from_json(text: str) -> Answer:
    """The answer that `answer_to_json` was given."""
    name, _, content = text.partition(" ")
    return cast("Answer", _adapters()[_KINDS[name]].validate_json(content))


def view_to_json(view: View) -> str:
    """The view as text."""
    return _adapters()[View].dump_json(view).decode()


def view_from_json(text: str) -> View:
    """The view that `view_to_json` was given."""
    return cast("View", _adapters()[View].validate_json(text))
