"""Pictures: uploaded once, then shown by every message that has them."""

from __future__ import annotations

import hashlib

from adapters.slack.memory import Memory
from adapters.slack.patience import pause
from adapters.slack.render import blocks_of
from adapters.slack.web import Web
from bot.chat import Image, NotSent, View
from bot.clock import SECOND, Clock

KEPT = 500
NOT_YET = "F000000000"
"""What stands for a file while a view is only checked."""
LOOKS = 10
"""How often to look whether Slack has taken in a file, which it does in its own time; only then can it be shown."""
BETWEEN_LOOKS = SECOND // 2


class Pictures:
    """The files that pictures were uploaded as."""

    def __init__(self, web: Web, clock: Clock) -> None:
        self._web = web
        self._clock = clock
        self._files: Memory[str, str] = Memory(KEPT)

    async def file_of(self, view: View) -> str:
        """The file with the view's picture, for the renderer; nothing if it has none.

        Raises `TooMuch`, before anything is uploaded, if the view can't be shown; otherwise as the port does.
        """
        if view.image is None:
            return ""
        blocks_of(view, NOT_YET)
        digest = hashlib.sha256(view.image.data).hexdigest()
        known = self._files.get(digest)
        if known is None:
            known = await self._uploaded(view.image)
            self._files.keep(digest, known)
        return known

    async def _uploaded(self, image: Image) -> str:
        file = await self._web.keep(f"{image.name}.png", image.data, title=image.name)
        for _ in range(LOOKS):
            if (await self._web.ask("files.info", file=file))["file"].get("mimetype"):
                return file
            await pause(self._clock, BETWEEN_LOOKS)
        raise NotSent("Slack has not taken in a picture yet")
