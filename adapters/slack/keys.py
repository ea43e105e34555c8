"""Slack's ids as the keys that the core knows: `slack:T1.U2` is a person, `slack:T1.C3` a room, `slack:T1` a space."""

from __future__ import annotations

NAME = "slack"


def key_of(team: str, id: str = "") -> str:
    """The key of somebody or something in a workspace, or of the workspace itself."""
    return f"{NAME}:{team}.{id}" if id else f"{NAME}:{team}"


def id_of(key: str) -> str:
    """Slack's own id of the person or room that a key stands for."""
    return key.partition(":")[2].rpartition(".")[2]


def is_person(words: str) -> bool:
    """Whether the words are a person's key, with or without the `@` before it."""
    id = id_of(words)
    return words.removeprefix("@").startswith(f"{NAME}:") and id[:1] in ("U", "W") and id.isalnum()
