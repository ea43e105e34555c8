"""Text on its way in and out: Slack's escaping undone, and nothing that anybody wrote able to act."""

from __future__ import annotations

import re

from adapters.harmless import harmless
from adapters.slack.keys import key_of

_REFERENCE = re.compile(r"<([^<>]*)>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # the ampersand last: &amp;lt; was typed as &lt;


def escaped(text: str) -> str:
    """The text made harmless, for where Slack reads `<…>` as a mention or a link."""
    return harmless(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str, team: str) -> str:
    """What a person typed, from what Slack made of it.

    A mention becomes `@slack:T1.U2`, a channel `#slack:T1.C3`: the forms in which commands take a person and a room.
    """
    pieces = _REFERENCE.split(text)
    pieces[1::2] = [_reference(piece, team) for piece in pieces[1::2]]
    plain = "".join(pieces)
    for entity, char in _ENTITIES:
        plain = plain.replace(entity, char)
    return plain


def _reference(inside: str, team: str) -> str:
    """What stood where Slack put `<inside>`: a person, a channel, a group, a link."""
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return f"@{key_of(team, target[1:])}"
    if target.startswith("#"):
        return f"#{key_of(team, target[1:])}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    return label or target
