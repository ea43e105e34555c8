"""What a person is told when something went wrong that is our fault: never why, always how to refer to it."""

from __future__ import annotations

import secrets

from bot.chat.answers import Reply
from bot.chat.text import Text, rich
from bot.chat.views import View


def new_code() -> str:
    """What the log and the person know a fault by."""
    return secrets.token_hex(3)


def quoting(code: str) -> Text:
    """How to refer to a fault."""
    return rich("If it happens again, quote *{}*.", code)


def not_shown(code: str) -> Reply:
    """What stands in place of an answer that was given but could not be shown."""
    return Reply(View(rich("Sorry, I can't show you the answer to that. What you did is kept. {}", quoting(code))))
