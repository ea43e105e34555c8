"""Posts one message on a loopback platform that another process keeps, to be killed over it.

python -m tests.survival.poster <platform> <url> <token> <database> <room> <skip or repeat>
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.slack import SlackAdapter, SlackSettings
from bot.chat import View, rich
from bot.clock import SteppedClock
from bot.main import App, Settings
from bot.storage import outbox
from tests.chat_harness import MONDAY
from tests.loopback.discord.listening import pointed_at
from tests.loopback.slack import LoopbackSlack

KEY = "timed:fact"


@asynccontextmanager
async def connected(platform: str, url: str, token: str, database: str, clock: SteppedClock) -> AsyncIterator[App]:
    """A Swot of one's own, connected to a platform that is kept at `url`."""
    app = await App.open(Settings(database, packs=(), clock=clock))
    adapter: DiscordAdapter | SlackAdapter
    if platform == "discord":
        adapter = DiscordAdapter(app, DiscordSettings(token))
    else:
        adapter = SlackAdapter(app, SlackSettings(token, LoopbackSlack.app_token, base_url=url))
    with pointed_at(url):
        await adapter.start()
        yield app
        await adapter.close()
    await app.close()


async def main(platform: str, url: str, token: str, database: str, room: str, policy: str) -> None:
    """Post."""
    async with connected(platform, url, token, database, SteppedClock(MONDAY)) as app:
        view = View(rich("A fact"))
        put = partial(outbox.post, key=KEY, room=room, view=view, now=MONDAY, repeats=policy == "repeat")
        await app.database.write(put)
        await app.dispatcher.run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
