"""Handlers that the gallery does not show, and why not."""

from __future__ import annotations

from tests.looks.shots import PlatformName

_TWO_PLATFORMS = "classes are joined and parted between two platforms, and the gallery has one"
_STAYS_OPEN = "a form that can't be taken stays open there, so nothing opens it again"
_NO_THREADS = "Slack has no private threads"
_LONG = "a sentence or a page like others, for which the packs here are too short"

_ANYWHERE: dict[tuple[str, str], str] = {
    ("press", "class.join"): _TWO_PLATFORMS,
    ("press", "class.part"): _TWO_PLATFORMS,
    ("press", "home.class"): "is chosen where no room says which class, and the gallery has rooms",
    ("press", "marks.later"): "the next difference looks like the first",
    ("press", "marks.settle"): "says what `marks.other` says when its form is sent",
    ("press", "register.page"): _LONG,
    ("press", "results.wrote"): _LONG,
    ("press", "script.write"): "opens the form of `marks.other`, under another name",
    ("press", "sit.contents"): _LONG,
    ("press", "together.part"): "opens the form of `sit.part`, under another name",
    ("submit", "script.write"): "shows what `script.give` shows",
    ("submit", "together.part"): "says what `together.answer` says",
}
_ON_SLACK: dict[tuple[str, str], str] = {
    ("command", "swot home"): "the page is a tab there, and shown as that",
    ("press", "content.write"): _STAYS_OPEN,
    ("press", "desk.direct"): _NO_THREADS,
    ("press", "desk.thread"): _NO_THREADS,
    ("press", "marks.change"): _STAYS_OPEN,
    ("press", "register.line"): _STAYS_OPEN,
}


def unseen(platform: PlatformName) -> dict[tuple[str, str], str]:
    """The reasons, by what leads to a handler and its name."""
    return _ANYWHERE | _ON_SLACK if platform == "slack" else _ANYWHERE
