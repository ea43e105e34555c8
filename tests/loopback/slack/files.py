"""Files: what is uploaded, and what can be shown or fetched of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True, eq=False)
class StoredFile:
    """A file; `ready_at` (microseconds UTC) is when it can be shown, nothing before the upload is completed."""

    id: str
    name: str
    size: int
    user: str
    title: str = ""
    alt: str = ""
    data: bytes | None = None
    ready_at: int | None = None

    def told(self, origin: str, team: str, now: int) -> dict[str, Any]:
        """The file as `files.info` and payloads tell it; before it is ready, without its type."""
        ready = self.ready_at is not None and now >= self.ready_at
        url = f"{origin}/files-pri/{team}-{self.id}/{self.name}"
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "alt_txt": self.alt or None,
            "mimetype": _mimetype(self.data or b"", self.name) if ready else "",
            "filetype": self.name.rpartition(".")[2] if ready else "",
            "user": self.user,
            "size": self.size,
            "mode": "hosted",
            "is_external": False,
            "url_private": url,
            "url_private_download": url.replace("/files-pri/", "/files-pri/download/"),
        }


def _mimetype(data: bytes, name: str) -> str:
    if kind := image_type(data):
        return f"image/{kind}"
    endings = {"csv": "text/csv", "txt": "text/plain", "json": "application/json", "pdf": "application/pdf"}
    return endings.get(name.rpartition(".")[2], "application/octet-stream")


def image_type(data: bytes) -> str:
    """Which of the kinds of picture that image blocks take it is, if any."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    return "gif" if data[:6] in (b"GIF87a", b"GIF89a") else ""
