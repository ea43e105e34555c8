"""Whom a message mentions: what stands in its text, as far as `allowed_mentions` lets it through."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from tests.loopback.discord.errors import Path, Problems

_USER, _ROLE, _ALL = re.compile(r"<@!?(\d{1,20})>"), re.compile(r"<@&(\d{1,20})>"), re.compile(r"@(?:everyone|here)\b")
_KINDS = ("roles", "users", "everyone")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Who is told of a message."""

    users: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    everyone: bool = False


def check_allowed(problems: Problems, body: dict[str, Any], at: Path = ()) -> None:
    """Check what a body says of allowed mentions."""
    given = body.get("allowed_mentions")
    if given is None:
        return
    path = (*at, "allowed_mentions")
    if not isinstance(given, dict):
        problems.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    parse = given.get("parse") or []
    for place, kind in enumerate(parse):
        problems.choice(kind, _KINDS, (*path, "parse", place))
    for kind in ("users", "roles"):
        listed = given.get(kind) or []
        problems.length((*path, kind), len(listed), 0, 100)
        if listed and kind in parse:
            words = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            problems.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)


def mentioned(texts: Collection[str], allowed: dict[str, Any] | None) -> Mentions:
    """Who is mentioned. Without `allowed`, everybody whom the text names."""
    if not any("@" in text for text in texts):
        return Mentions()
    text = "\n".join(texts)
    parse = _KINDS if allowed is None else allowed.get("parse") or ()
    listed = {kind: {str(id) for id in (allowed or {}).get(kind) or ()} for kind in ("users", "roles")}

    def let_through(kind: str, found: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id for id in found if kind in parse or id in listed[kind]))

    return Mentions(
        let_through("users", _USER.findall(text)),
        let_through("roles", _ROLE.findall(text)),
        "everyone" in parse and bool(_ALL.search(text)),
    )
