"""The content delivery network: what was uploaded, and at which address it is had."""

from __future__ import annotations

import struct
from urllib.parse import quote

from tests.loopback.discord.ids import Snowflakes

_PNG = b"\x89PNG\r\n\x1a\n"


class Files:
    """Every file, by its id."""

    def __init__(self, ids: Snowflakes) -> None:
        self._ids = ids
        self.base = ""
        self.content: dict[str, bytes] = {}
        """Attachment id to bytes."""
        self.names: dict[str, tuple[str, str]] = {}
        """Address to id and name."""

    def keep(self, channel: str, name: str, data: bytes) -> tuple[str, str]:
        """Keep a file; give its id and address."""
        id = self._ids.next()
        self.content[id] = data
        url = f"{self.base}/attachments/{channel}/{id}/{quote(name)}?ex=7fffffff&is=60000000&hm={int(id):064x}&"
        self.names[url] = (id, name)
        return id, url

    @staticmethod
    def measure(data: bytes) -> tuple[int | None, int | None]:
        """Width and height of a PNG; nothing for what is none."""
        if not data.startswith(_PNG) or len(data) < 24:
            return None, None
        width, height = struct.unpack(">II", data[16:24])
        return width, height
