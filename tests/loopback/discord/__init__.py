"""A Discord of one's own: the real discord.py logs in, is told of what people do, and answers."""

from __future__ import annotations

from tests.loopback.discord.errors import NotOffered, Refusal
from tests.loopback.discord.interactions import Callback, Interaction
from tests.loopback.discord.listening import pointed_at
from tests.loopback.discord.messages import Happening
from tests.loopback.discord.reading import acting, form_of, view_of
from tests.loopback.discord.server import LoopbackDiscord

__all__ = [
    "Callback",
    "Happening",
    "Interaction",
    "LoopbackDiscord",
    "NotOffered",
    "Refusal",
    "acting",
    "form_of",
    "pointed_at",
    "view_of",
]
