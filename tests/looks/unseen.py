"""Handlers that the gallery does not show, and why not."""

from __future__ import annotations

_TWO_PLATFORMS = "classes are joined and parted between two platforms, and the gallery has one"
_LONG = "a sentence or a page like others, for which the packs here are too short"

UNSEEN: dict[tuple[str, str], str] = {
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
"""By what leads to them and their name: the reason."""
