"""From a view to a Discord message: components (V2) from top to bottom, and the file of its picture.

A message of some size is a card: a container with an accent in its colour, what can be pressed below a line. A sentence
or two stay as they are.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any

from adapters.discord.limits import LIMITS, TooMuch, hold
from adapters.discord.markdown import heading, markdown
from adapters.discord.tables import laid_out
from adapters.harmless import harmless
from adapters.rows import together
from bot.chat import Button, Control, Field, File, Image, Option, Run, Select, Tone, View, plain

Component = dict[str, Any]

ROW, BUTTON, SELECT, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 2, 3, 10, 12, 13, 14, 17
"""Discord's numbers of the components that a message is made of."""
EPHEMERAL, V2 = 1 << 6, 1 << 15
"""Flags of a message: only one person sees it; it is made of components."""
MANY = 4
"""Controls from which on a message is a card, whatever it says."""
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_WEIGHTS = {"normal": 2, "main": 1, "danger": 4}
_ACCENTS: dict[Tone, int] = {
    "live": 0x5865F2,
    "right": 0x2D9D5C,
    "wrong": 0xD9822B,
    "news": 0x3A9BC1,
    "careful": 0xD83C3E,
}
"""Each stands out from both of Discord's grounds, and none is told from another by red and green alone."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it is sent."""

    name: str
    media: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Payload:
    """What is sent: the body, and the files that go with it, in the order of its `attachments`."""

    body: dict[str, Any]
    files: tuple[Upload, ...] = ()


def render(view: View, *, ephemeral: bool = False, file: File | None = None) -> Payload:
    """The view as a message, with a file below its text. Raises `TooMuch` where Discord would not show it whole."""
    shown, rows = [*_texts(view), *_picture(view.image), *_enclosed(file)], _rows(view.controls)
    if not shown and not rows:
        raise TooMuch("an empty message")
    components = [_card(view.tone, shown, rows)] if _is_card(view) else [*shown, *rows]
    if _count(components) > LIMITS["components"]:
        # A card is two components more than what stands on it.
        components = [*shown, *rows]
    hold("components", _count(components))
    hold("text", sum(len(component.get("content", "")) for component in shown))
    body: dict[str, Any] = {
        "flags": V2 | EPHEMERAL if ephemeral else V2,
        "components": components,
        "allowed_mentions": {"parse": []},
        # Also where there is none: in place of a message that had a picture, that picture goes.
        "attachments": [_attachment(view.image)] if view.image else [],
    }
    files = [Upload(_file_name(view.image), "image/png", view.image.data)] if view.image else []
    if file is not None:
        body["attachments"].append({"id": len(files), "filename": file.name})
        files.append(Upload(file.name, file.media, file.data))
    return Payload(body, tuple(files))


def marked(payload: Payload, nonce: str) -> Payload:
    """The message with the nonce's mark, by which it is known later: messages that are read again lack their nonce.

    The mark is the id of its first component. Discord keeps those, and shows them to nobody.
    """
    first, *others = payload.body["components"]
    return replace(payload, body={**payload.body, "components": [{**first, "id": mark_of(nonce)}, *others]})


def mark_of(nonce: str) -> int:
    """The nonce as a component's id, of 31 bits; the highest is set, for Discord itself counts from 1."""
    return int.from_bytes(hashlib.sha256(nonce.encode()).digest()[:4]) >> 2 | 1 << 30


def _is_card(view: View) -> bool:
    """Whether the message is of some size: it has a title, parts, a tone or many buttons, and not a sentence alone."""
    parts = harmless(view.title).strip() or view.fields or view.table or view.image or "\n\n" in plain(view.text)
    return bool(parts) or view.tone != "plain" or len(view.controls) >= MANY


def _card(tone: Tone, shown: list[Component], rows: list[Component]) -> Component:
    line = [{"type": SEPARATOR}] if shown and rows else []
    accent = {"accent_color": _ACCENTS[tone]} if tone in _ACCENTS else {}
    return {"type": CONTAINER, **accent, "components": [*shown, *line, *rows]}


def _count(components: list[Component]) -> int:
    """All components, with those inside others."""
    return sum(1 + _count(component.get("components", [])) for component in components)


def _texts(view: View) -> list[Component]:
    blocks = [heading(view.title)] if harmless(view.title).strip() else []
    blocks.append(markdown(view.text))
    blocks.append("\n".join(_field(field) for field in view.fields))
    if view.table:
        blocks.append(laid_out(view.table))
    return [{"type": TEXT, "content": block} for block in blocks if block.strip()]


def _field(field: Field) -> str:
    return markdown((Run(f"{field.label}:", "bold"), Run(" "), *field.text))


def _picture(image: Image | None) -> list[Component]:
    if image is None:
        return []
    hold("image", len(image.data))
    hold("alt text", len(image.alt))
    if not harmless(image.alt).strip():
        raise TooMuch("a picture without alt text")
    media = {"media": {"url": f"attachment://{_file_name(image)}"}, "description": harmless(image.alt)}
    return [{"type": GALLERY, "items": [media]}]


def _enclosed(file: File | None) -> list[Component]:
    if file is None:
        return []
    hold("file", len(file.data))
    return [{"type": FILE, "file": {"url": f"attachment://{file.name}"}}]


def _attachment(image: Image) -> dict[str, Any]:
    return {"id": 0, "filename": _file_name(image), "description": harmless(image.alt)}


def _file_name(image: Image) -> str:
    if not _FILE_NAME.fullmatch(image.name):
        raise TooMuch(f"a picture called {image.name!r}: Discord would change that, and not find it")
    return f"{image.name}.png"


def _rows(controls: tuple[Control, ...]) -> list[Component]:
    """Rows of controls."""
    if len({control.action.address for control in controls}) != len(controls):
        raise TooMuch("two controls of one message have the same action")
    rows = [row for group in together(controls) for row in _evenly(group)]
    return [{"type": ROW, "components": [_control(control) for control in row]} for row in rows]


def _evenly(controls: tuple[Control, ...]) -> list[tuple[Control, ...]]:
    """As few rows as can be, as equal as can be: six buttons stand as three and three."""
    rows = -(-len(controls) // LIMITS["row"])
    width = -(-len(controls) // rows)
    return [controls[start : start + width] for start in range(0, len(controls), width)]


def _control(control: Control) -> Component:
    return _button(control) if isinstance(control, Button) else _select(control)


def _button(button: Button) -> Component:
    label = harmless(button.label).strip()
    hold("button label", len(label))
    if not label:
        raise TooMuch("a button without a label")
    hold("custom id", len(button.action.address))
    return {
        "type": BUTTON,
        "style": _WEIGHTS[button.weight],
        "label": label,
        "custom_id": button.action.address,
    }


def _select(select: Select) -> Component:
    hold("placeholder", len(select.placeholder))
    if not 0 <= select.least <= select.most <= len(select.options) or not select.most:
        raise TooMuch(f"{select.least} to {select.most} of {len(select.options)} options")
    return {
        "type": SELECT,
        "custom_id": select.action.address,
        "placeholder": harmless(select.placeholder),
        "min_values": select.least,
        "max_values": select.most,
        "options": options(select.options),
    }


def options(of: tuple[Option, ...]) -> list[dict[str, Any]]:
    """The options of a select. Raises `TooMuch` where Discord would not show them, or there are none."""
    hold("options", len(of))
    if not of:
        raise TooMuch("a select without options")
    if len({option.value for option in of}) != len(of):
        raise TooMuch("two options of one select have the same value")
    drawn: list[dict[str, Any]] = []
    for option in of:
        hold("option label", len(option.label))
        hold("option value", len(option.value))
        hold("option about", len(option.about))
        label, about = harmless(option.label).strip(), harmless(option.about).strip()
        if not (label and option.value):
            raise TooMuch("an option without a label or a value")
        described = {"description": about} if about else {}
        drawn.append({"label": label, "value": option.value, **described})
    return drawn
