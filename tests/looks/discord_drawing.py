"""Messages and forms as HTML, in the layout of Discord's app on a phone."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from tests.looks.discord_wording import html_of
from tests.looks.shots import Shot, Undrawn
from tests.loopback.discord.components import (
    BUTTON,
    CHECK,
    CHECKS,
    CONTAINER,
    FILE,
    GALLERY,
    INPUT,
    LABEL,
    RADIOS,
    ROW,
    SECTION,
    SELECTS,
    SEPARATOR,
    TEXT,
    THUMBNAIL,
    UPLOAD,
    USER_SELECT,
)

_STYLES = {1: "main", 2: "normal", 3: "success", 4: "danger", 5: "link"}


DRAWN = frozenset(
    (
        *(ROW, BUTTON, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER),
        *(LABEL, INPUT, UPLOAD, RADIOS, CHECKS, CHECK, *SELECTS),
    )
)
"""Discord's numbers of the components that have a look here."""


def drawn(shot: Shot) -> str:
    """The message or form. Raises `Undrawn`."""
    return _Drawing(shot).form() if shot.kind == "form" else _Drawing(shot).message()


class _Drawing:
    def __init__(self, shot: Shot) -> None:
        self._shot = shot
        self._takers: dict[int, Callable[[Mapping[str, Any]], str]] = {
            ROW: lambda one: f'<div class="row">{self._all(one["components"])}</div>',
            BUTTON: self._button,
            SECTION: self._section,
            TEXT: lambda one: f'<div class="text">{self._words(one["content"])}</div>',
            THUMBNAIL: lambda one: self._picture(one, "thumbnail"),
            GALLERY: lambda one: "".join(self._picture(item, "picture") for item in one["items"]),
            FILE: self._file,
            SEPARATOR: lambda one: f'<div class="{"line" if one.get("divider", True) else "space"}"></div>',
            CONTAINER: self._container,
            LABEL: self._label,
            INPUT: self._input,
            UPLOAD: lambda _: '<div class="input empty">Upload a file</div>',
            RADIOS: lambda one: self._ticks(one, "radio"),
            CHECKS: lambda one: self._ticks(one, "check"),
            CHECK: lambda one: f'<div class="tick"><span class="check{" on" * bool(one.get("default"))}"></span></div>',
            **dict.fromkeys(SELECTS, self._select),
        }
        assert self._takers.keys() == DRAWN

    def message(self) -> str:
        """A message of Swot's, with what says who sees it."""
        body = self._all(self._shot.body["components"])
        private = '<div class="private">👁 Only you can see this · Dismiss message</div>'
        footer = private if self._shot.kind == "note" else ""
        edited = '<span class="edited">(edited)</span>' if self._shot.kind == "edit" else ""
        head = '<div class="head"><b>Swot</b><span class="app">APP</span><span class="edited">08:00</span></div>'
        return (
            f'<div class="message"><div class="face">S</div><div class="body">{head}{body}{edited}{footer}</div></div>'
        )

    def form(self) -> str:
        """A form, as the sheet that comes up."""
        body = self._shot.body
        head = (
            f'<div class="bar"><span>Cancel</span><b>{escape(body["title"])}</b><span class="send">Submit</span></div>'
        )
        return f'<div class="form">{head}{self._all(body["components"])}</div>'

    def _all(self, components: list[dict[str, Any]]) -> str:
        return "".join(self._one(component) for component in components)

    def _one(self, component: Mapping[str, Any]) -> str:
        taker = self._takers.get(component["type"])
        if taker is None:
            raise Undrawn(f"component {component['type']} in “{self._shot.scene}”")
        return taker(component)

    def _words(self, content: str) -> str:
        return html_of(content, self._shot.at, self._shot.names)

    def _container(self, one: Mapping[str, Any]) -> str:
        accent = f' style="border-left-color:#{one["accent_color"]:06x}"' if one.get("accent_color") is not None else ""
        return f'<div class="container"{accent}>{self._all(one["components"])}</div>'

    def _section(self, one: Mapping[str, Any]) -> str:
        return f'<div class="section"><div>{self._all(one["components"])}</div>{self._one(one["accessory"])}</div>'

    def _button(self, one: Mapping[str, Any]) -> str:
        return f'<span class="button {_STYLES[one["style"]]}">{escape(one["label"])}</span>'

    def _select(self, one: Mapping[str, Any]) -> str:
        chosen = [option["label"] for option in one.get("options", ()) if option.get("default")]
        if one["type"] == USER_SELECT:
            chosen = [str(default["id"]) for default in one.get("default_values", ())]
        shown = escape(", ".join(chosen) or one.get("placeholder") or "Make a selection")
        listed = "".join(
            f"<li>{escape(option['label'])}{self._about(option)}</li>" for option in one.get("options", ())
        )
        return f'<div class="select{"" if chosen else " empty"}">{shown}<span>⌄</span></div><ul>{listed}</ul>'

    def _about(self, one: Mapping[str, Any]) -> str:
        return f'<div class="about">{escape(one["description"])}</div>' if one.get("description") else ""

    def _picture(self, item: Mapping[str, Any], name: str) -> str:
        data = self._shot.uploads.get(item["media"].get("attachment_id", ""), b"")
        source = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        return f'<img class="{name}" src="{source}" alt="{escape(item.get("description") or "")}">'

    def _file(self, one: Mapping[str, Any]) -> str:
        names = {item["id"]: item for item in self._shot.body.get("attachments", ())}
        file = names[one["file"]["attachment_id"]]
        return f'<div class="file">📄 <b>{escape(file["filename"])}</b><div>{file["size"]:,} bytes</div></div>'

    def _label(self, one: Mapping[str, Any]) -> str:
        entry = one["component"]
        needed = '<span class="needed"> *</span>' if entry.get("required") is not False else ""
        return f'<div class="label"><b>{escape(one["label"])}{needed}</b>{self._about(one)}{self._one(entry)}</div>'

    def _input(self, one: Mapping[str, Any]) -> str:
        words = escape(one.get("value") or one.get("placeholder") or " ")
        return f'<div class="input{" long" if one["style"] != 1 else ""}">{words}</div>'

    def _ticks(self, one: Mapping[str, Any], name: str) -> str:
        ticks = ""
        for option in one["options"]:
            mark = f'<span class="{name}{" on" if option.get("default") else ""}"></span>'
            ticks += f'<div class="tick">{mark}<div>{escape(option["label"])}{self._about(option)}</div></div>'
        return ticks
