"""Slack's ids as the keys that the core knows: `slack:T1.U2` is a person, `slack:T1.C3` a room, `slack:T1` a space.

A thread is `slack:T1.C3/1700000000.000100`.
"""

from __future__ import annotations

NAME = "slack"


def key_of(team: str, id: str = "") -> str:
    """The key of somebody or something in a workspace, or of the workspace itself."""
    return f"{NAME}:{team}.{id}" if id else f"{NAME}:{team}"


def id_of(key: str) -> str:
    """Slack's own id of the person or room that a key stands for; of a thread that of its channel."""
    return key.partition("/")[0].partition(":")[2].rpartition(".")[2]


def team_of(key: str) -> str:
    """The workspace that somebody or something is in."""
    return key.partition("/")[0].partition(":")[2].partition(".")[0]


def thread_key(room: str, message: str) -> str:
    """The key of the thread below a message of a room: Slack knows it by the two."""
    return f"{room}/{message}"


def place_of(key: str) -> dict[str, str]:
    """A room or thread as Slack's methods are given it."""
    thread = key.partition("/")[2]
    return {"channel": id_of(key), **({"thread_ts": thread} if thread else {})}


def is_person(words: str) -> bool:
    """Whether the words are a person's key, with or without the `@` before it."""
    id = id_of(words)
    return words.removeprefix("@").startswith(f"{NAME}:") and id[:1] in ("U", "W") and id.isalnum()
