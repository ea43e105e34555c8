"""Which application a token is of, for the link that invites it."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from discord.http import HTTPClient, Route

from adapters.discord.settings import DiscordSettings
from adapters.discord.trouble import why


async def application_of(settings: DiscordSettings) -> int:
    """The application's id. Raises `UserError` where Discord can't be reached or does not know the token."""
    connector = aiohttp.TCPConnector(ssl=settings.outgoing.context())
    proxy = settings.outgoing.proxy_to(Route.BASE)
    http = HTTPClient(asyncio.get_running_loop(), connector, proxy=proxy)
    try:
        await http.static_login(settings.token)
        told: Any = await http.application_info()
        return int(told["id"])
    except Exception as error:
        if (sentence := why(error, settings)) is not None:
            raise sentence from error
        raise
    finally:
        await http.close()
        await connector.close()
