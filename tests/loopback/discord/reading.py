"""What a person reads in a message or form, in the words of `bot.chat`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.chat import Action, Button, Entry, Field, Form, Image, Option, Run, Select, Text, View, plain
from bot.chat.views import Control
from tests.loopback.discord.components import (
    BUTTON,
    CHECKS,
    FILE,
    INPUT,
    LABEL,
    LINK,
    PREMIUM,
    SELECT,
    SELECTS,
    UPLOAD,
    USER_SELECT,
    everything,
)
from tests.loopback.discord.components import TEXT as DISPLAY
from tests.loopback.discord.markdown import read

_TITLE = re.compile(r"### ([^\n]+)\n?")
_WEIGHTS = {1: "main", 4: "danger"}


def view_of(message: Mapping[str, Any], uploads: Mapping[str, bytes] | None = None) -> View:
    """The message as people read it; `uploads` (attachment id to bytes) are what its pictures show."""
    texts = _texts(message)
    title = _title(texts)
    read_texts = [_read(message, words) for words in (texts[1:] if title else texts)]
    embeds = message.get("embeds") or []
    fields = tuple(
        Field(plain(_read(message, one["name"])), _read(message, one["value"]))
        for embed in embeds
        for one in embed.get("fields") or ()
    )
    components = list(everything(list(message.get("components") or ())))
    images = [_image(item, message, uploads or {}) for one in components for item in one.get("items", ())]
    controls = tuple(control for one in components if (control := _control(one)) is not None)
    return View(_joined(read_texts), title, fields, image=images[0] if images else None, controls=controls)


def files_of(message: Mapping[str, Any], uploads: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that a message shows beside its pictures, by name."""
    named = {one["id"]: one["filename"] for one in message.get("attachments") or ()}
    shown = [one["file"] for one in everything(list(message.get("components") or ())) if one["type"] == FILE]
    return {named[one["attachment_id"]]: uploads[one["attachment_id"]] for one in shown}


def acting(message: Mapping[str, Any]) -> list[str]:
    """What in a message does something, or has a look that our own text never has, as `kind: what it is`.

    Kinds: mention, link, emoji, spoiler, code, underline, strike, bold italic, quote, list, subtext, timestamp, button,
    depth.
    """
    everyone = bool(message.get("mention_everyone"))
    found = [act for words in [*_texts(message), *_fields(message)] for act in read(words, everyone=everyone)[1]]
    found += [f"mention: {user['id']} is told" for user in message.get("mentions") or ()]
    found += [f"mention: role {role} is told" for role in message.get("mention_roles") or ()]
    if everyone:
        found.append("mention: everyone is told")
    for one in everything(list(message.get("components") or ())):
        if one["type"] == BUTTON and one["style"] in (LINK, PREMIUM):
            found.append(f"button: {one.get('url') or one.get('sku_id')}")
    return found


def form_of(data: Mapping[str, Any]) -> Form:
    """The form as people read it."""
    entries: list[Entry] = []
    for item in data["components"]:
        if item["type"] == LABEL:
            entries.append(_entry(item["component"], item["label"], item.get("description") or ""))
        else:
            entries += [_entry(entry, entry["label"], "") for entry in item.get("components", ())]
    return Form(data["title"], Action(data["custom_id"]), tuple(entries))


def _texts(message: Mapping[str, Any]) -> list[str]:
    """What is written in a message, block by block."""
    texts = [message["content"]] if message.get("content") else []
    for embed in message.get("embeds") or ():
        texts += [f"### {embed['title']}"] if embed.get("title") else []
        texts += [embed["description"]] if embed.get("description") else []
    shown = everything(list(message.get("components") or ()))
    return texts + [one["content"] for one in shown if one["type"] == DISPLAY]


def _fields(message: Mapping[str, Any]) -> list[str]:
    fields = [one for embed in message.get("embeds") or () for one in embed.get("fields") or ()]
    return [one[part] for one in fields for part in ("name", "value")]


def _title(texts: list[str]) -> str:
    match = _TITLE.fullmatch(texts[0]) if texts else None
    return plain(read(match[0])[0]).removesuffix("\n") if match else ""


def _read(message: Mapping[str, Any], words: str) -> Text:
    return read(words, everyone=bool(message.get("mention_everyone")))[0]


def _joined(texts: list[Text]) -> Text:
    joined: list[Any] = []
    for text in texts:
        for part in [*([Run("\n")] if joined else []), *text]:
            last = joined[-1] if joined else None
            if isinstance(part, Run) and isinstance(last, Run) and part.style == last.style:
                joined[-1] = Run(last.text + part.text, part.style)
            else:
                joined.append(part)
    return tuple(joined)


def _image(item: dict[str, Any], message: Mapping[str, Any], uploads: Mapping[str, bytes]) -> Image:
    media = item["media"]
    id = media.get("attachment_id", "")
    names = {one["id"]: one["filename"] for one in message.get("attachments") or ()}
    name = names.get(id) or media["url"].rpartition("/")[2].partition("?")[0]
    return Image(name.removesuffix(".png"), uploads.get(id, b""), item.get("description") or "")


def _control(component: dict[str, Any]) -> Control | None:
    if not component.get("custom_id"):
        return None
    action = Action(component["custom_id"])
    if component["type"] == BUTTON:
        return Button(component.get("label") or "", action, _WEIGHTS.get(component["style"], "normal"))  # type: ignore[arg-type]
    if component["type"] in SELECTS:
        least, most = component.get("min_values", 1), component.get("max_values", 1)
        return Select(component.get("placeholder") or "", action, _options(component), least, most)
    return None


def _options(component: dict[str, Any]) -> tuple[Option, ...]:
    offered = component.get("options") or ()
    return tuple(Option(one["label"], one["value"], one.get("description") or "") for one in offered)


def _entry(entry: dict[str, Any], label: str, about: str) -> Entry:
    kind, required = entry["type"], entry.get("required") is not False
    if kind == INPUT:
        most, long = entry.get("max_length") or 4000, entry["style"] != 1
        value = entry.get("value") or ""
        return Entry(entry["custom_id"], label, value, about, required=required, long=long, most=most)
    if kind == UPLOAD:
        return Entry(entry["custom_id"], label, about=about, required=required, file=True)
    if kind not in SELECTS or kind == SELECT:
        several = kind == CHECKS or (entry.get("max_values") or 1) > 1
        chosen = [one["value"] for one in entry.get("options") or () if one.get("default")]
        value, options = "\n".join(chosen), _options(entry)
        return Entry(entry["custom_id"], label, value, about, required=required, options=options, several=several)
    standing = next((str(one["id"]) for one in entry.get("default_values") or ()), "")
    person = kind == USER_SELECT
    return Entry(entry["custom_id"], label, standing, about, required=required, person=person)
