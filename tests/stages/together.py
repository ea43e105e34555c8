"""Several platforms at once, with one Swot on all of them."""

from __future__ import annotations

from contextlib import AsyncExitStack

from bot.main import App
from tests.chat_harness import Chat, Installation


class Together:
    """One Swot, and people who talk to it on several platforms."""

    def __init__(self, app: App, chats: dict[str, Chat], rest: AsyncExitStack) -> None:
        self.app = app
        self._chats = chats
        self._rest = rest

    @classmethod
    async def open(cls, installation: Installation, *platforms: str) -> Together:
        """Start Swot on these platforms."""
        async with AsyncExitStack() as rest:
            clock = installation.clock()
            app = await App.open(installation.settings(clock))
            rest.push_async_callback(app.close)
            chats = {}
            for platform in platforms:
                chats[platform] = chat = await Chat.beside(installation, app, clock, platform)
                rest.push_async_callback(chat.session.close)
                rest.push_async_callback(chat.session.leave)
            return cls(app, chats, rest.pop_all())
        raise AssertionError

    def __getitem__(self, platform: str) -> Chat:
        """The people of one platform; what they do may show on the others too."""
        return self._chats[platform]

    def seen(self) -> dict[str, int]:
        """How much has been shown on each platform so far."""
        return {platform: len(chat.shown) for platform, chat in self._chats.items()}

    def since(self, platform: str, seen: dict[str, int]) -> str:
        """What has been shown on a platform since then."""
        return self._chats[platform].text_since(seen[platform])

    async def close(self) -> None:
        """Stop Swot, and send everybody home."""
        await self._rest.aclose()
