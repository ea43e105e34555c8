"""Asking Discord something by its REST interface alone, without being there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from discord.http import HTTPClient, Route

from adapters.outgoing import Outgoing


@asynccontextmanager
async def asking(outgoing: Outgoing) -> AsyncIterator[HTTPClient]:
    """discord.py's own way to ask, going out as `outgoing` says; its `connector` is open to others meanwhile.

    Raises `UserError` where certificates can't be read.
    """
    connector = aiohttp.TCPConnector(ssl=outgoing.context())
    proxy = outgoing.proxy_to(Route.BASE)
    http = HTTPClient(asyncio.get_running_loop(), connector, proxy=proxy, max_ratelimit_timeout=30.0)
    try:
        yield http
    finally:
        await http.close()
        await connector.close()
