"""Which application a token is of, for the link that invites it."""

from __future__ import annotations

from typing import Any

from adapters.discord.asking import asking
from adapters.discord.settings import DiscordSettings
from adapters.discord.trouble import why


async def application_of(settings: DiscordSettings) -> int:
    """The application's id. Raises `UserError` where Discord can't be reached or does not know the token."""
    try:
        async with asking(settings.outgoing) as http:
            await http.static_login(settings.token)
            told: Any = await http.application_info()
            return int(told["id"])
    except Exception as error:
        if (sentence := why(error, settings)) is not None:
            raise sentence from error
        raise
