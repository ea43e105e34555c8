"""The content delivery network: what was uploaded, and at which address it is had."""

from __future__ import annotations

import struct
from typing import Any
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
        self.attached: dict[str, set[str]] = {}
        """The addresses of what each person has picked to be attached."""
        self.fetched: list[str] = []
        """The ids of what has been asked for, in order."""

    def keep(self, channel: str, name: str, data: bytes) -> tuple[str, str]:
        """Keep a file; give its id and address."""
        id = self._ids.next()
        self.content[id] = data
        url = f"{self.base}/attachments/{channel}/{id}/{quote(name)}?ex=7fffffff&is=60000000&hm={int(id):064x}&"
        self.names[url] = (id, name)
        return id, url

    def attach(self, user: str, channel: str, name: str, data: bytes) -> str:
        """A person picks a file to attach; give its address."""
        _, url = self.keep(channel, name, data)
        self.attached.setdefault(user, set()).add(url)
        return url

    def told(self, url: str) -> dict[str, Any]:
        """The file as an interaction tells of it."""
        id, filename = self.names[url]
        about = {"id": id, "filename": filename, "size": len(self.content.get(id, b"")), "url": url}
        return about | {"proxy_url": url, "ephemeral": True}

    def delete(self, url: str) -> None:
        """The file is gone; its address leads nowhere."""
        del self.content[self.names[url][0]]

    @staticmethod
    def measure(data: bytes) -> tuple[int | None, int | None]:
        """Width and height of a PNG; nothing for what is none."""
        if not data.startswith(_PNG) or len(data) < 24:
            return None, None
        width, height = struct.unpack(">II", data[16:24])
        return width, height
