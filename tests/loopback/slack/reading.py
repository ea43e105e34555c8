"""What a person reads: messages, home pages and modals as the core's own words for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.chat import Action, Button, Control, Entry, Field, Form, Image, Option, Run, Select, Table, View
from tests.loopback.slack.mrkdwn import fallback_pieces, mrkdwn_pieces
from tests.loopback.slack.pieces import Names, Piece, on_lines, plain_pieces, rich_pieces, text_of
from tests.loopback.slack.world import Json, Message, OpenView, World

MENUS = ("static_select", "multi_static_select", "radio_buttons", "checkboxes", "users_select", "external_select")
Thing = Message | OpenView
Kind = Literal["text", "whole", "number", "time", "date", "moment"]
_KINDS: Mapping[str, Kind] = MappingProxyType({"timepicker": "time", "datepicker": "date", "datetimepicker": "moment"})
ZONE = ZoneInfo("Europe/London")
"""By whose clocks the people of a loopback workspace read."""


def names_of(world: World) -> Names:
    """What people read for an id."""

    def name(id: str) -> str:
        channel = world.channels.get(id)
        return channel.name if channel else world.name_of(id)

    return name


def view_of(thing: Thing) -> View:
    """A message or home page (or what a modal shows beside its inputs) as a view."""
    names = names_of(thing.world)
    title = ""
    parts: list[list[Piece]] = []
    fields: list[Field] = []
    for block in thing.blocks:
        if block["type"] == "header" and not title and not parts:
            title = block["text"]["text"]
        else:
            parts.append(pieces_of_block(block, names))
        if block["type"] == "section":
            fields += [_field(given, names) for given in block.get("fields", ())]
    if not thing.blocks and isinstance(thing, Message):
        parts = [fallback_pieces(thing.text, thing.fields, names)]
    return View(
        text=text_of(on_lines(*parts)),
        title=title,
        fields=tuple(fields),
        table=_table(thing.blocks, names),
        image=_image(thing),
        controls=tuple(_controls(thing.blocks)),
        fallback=thing.text if isinstance(thing, Message) else "",
    )


def files_of(thing: Message) -> dict[str, bytes]:
    """The files that a message shows below its text, by name."""
    files = [thing.world.files[id] for id in thing.files]
    return {file.name: file.data or b"" for file in files}


def pieces_of_text(given: Mapping[str, Any], names: Names) -> list[Piece]:
    """The pieces of a text object."""
    return mrkdwn_pieces(given, names) if given["type"] == "mrkdwn" else plain_pieces(given)


def pieces_of_block(block: Json, names: Names) -> list[Piece]:
    """The running text of a block; nothing for those that have none."""
    match block["type"]:
        case "rich_text":
            return rich_pieces(block, names)
        case "section" if block.get("text"):
            return pieces_of_text(block["text"], names)
        case "header":
            heading = plain_pieces(block["text"])
            return [Piece(Run(piece.what.text, "bold"), piece.acts) for piece in heading if isinstance(piece.what, Run)]
        case "context":
            texts = [pieces_of_text(part, names) for part in block["elements"] if part["type"] != "image"]
            return [piece for number, part in enumerate(texts) for piece in ([Piece(Run(" "))] * (number > 0) + part)]
        case "markdown":
            return [Piece(Run(block["text"]), ("markdown",))]
        case _:
            return []


def _field(given: Json, names: Names) -> Field:
    """A field of a section: its first line is the label if it is in bold."""
    first, *rest = text_of(pieces_of_text(given, names)) or (Run(""),)
    if isinstance(first, Run) and first.style == "bold":
        after = rest[0] if rest else None
        if isinstance(after, Run) and after.text.startswith("\n"):
            rest[:1] = [Run(after.text[1:], after.style)] if after.text != "\n" else []
        return Field(first.text, tuple(rest))
    return Field("", (first, *rest))


def _table(blocks: list[Json], names: Names) -> Table | None:
    found = next((block for block in blocks if block["type"] == "table"), None)
    if found is None:
        return None
    rows = [tuple(_cell(cell, names) for cell in row) for row in found["rows"]]
    return Table(rows[0], tuple(rows[1:]))


def _cell(cell: Json, names: Names) -> str:
    if cell["type"] == "rich_text":
        return "".join(run.text for run in text_of(rich_pieces(cell, names)) if isinstance(run, Run))
    # No cell is without characters; one with a space alone is empty to whoever reads it.
    return str(cell.get("text", cell.get("value", ""))).strip()


def _image(thing: Thing) -> Image | None:
    """The picture, with the bytes that were uploaded; a picture elsewhere on the web has none."""
    found = [block for block in thing.blocks if block["type"] == "image"]
    if not found:
        return None
    if len(found) > 1:
        raise ValueError("a view has one picture, and this has more")
    block = found[0]
    given = block.get("slack_file", {})
    files = thing.world.files
    file = files.get(str(given.get("id"))) or next(
        (file for file in files.values() if f"-{file.id}/" in str(given.get("url"))), None
    )
    name = block["title"]["text"] if block.get("title") else file.name.removesuffix(".png") if file else ""
    return Image(name, (file.data or b"") if file else b"", block["alt_text"])


def _controls(blocks: list[Json]) -> Iterator[Control]:
    for block in blocks:
        parts = block["elements"] if block["type"] == "actions" else [block.get("accessory")]
        for element in parts:
            if element is not None and element["type"] == "button":
                weight = {"primary": "main", "danger": "danger"}.get(element.get("style", ""), "normal")
                yield Button(element["text"]["text"], Action(element["action_id"]), weight)  # type: ignore[arg-type]
            elif element is not None and element["type"] in MENUS:
                yield _select(element)


def _select(element: Json) -> Select:
    options = options_of(element)
    several = element["type"] in ("multi_static_select", "checkboxes")
    most = element.get("max_selected_items", len(options)) if several else 1
    placeholder = element.get("placeholder", {}).get("text", "")
    return Select(placeholder, Action(element["action_id"]), options, 1, most)


def options_of(element: Json) -> tuple[Option, ...]:
    """The options that a menu itself holds."""
    groups = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return tuple(
        Option(option["text"]["text"], option["value"], option.get("description", {}).get("text", ""))
        for option in (*element.get("options", ()), *groups)
    )


def form_of(view: OpenView) -> Form:
    """A modal as a form; its action is the `callback_id` where that can be one, otherwise `form`.

    An entry's value is what stands in the input at this moment: what it was given at first, or what was typed since.
    """
    callback = str(view.given.get("callback_id", ""))
    fits = callback.isascii() and callback.isprintable() and 0 < len(callback) <= 100
    entries = tuple(_entry(block, view) for block in view.blocks if block["type"] == "input")
    submit = view.given["submit"]["text"] if view.given.get("submit") else ""
    return Form(view.title, Action(callback if fits else "form"), entries, submit)


def external_entries(view: OpenView) -> tuple[str, ...]:
    """The entries whose options come from the app while somebody types."""
    return tuple(block["block_id"] for block in view.blocks if "external" in block.get("element", {}).get("type", ""))


def _entry(block: Json, view: OpenView) -> Entry:
    element = block["element"]
    state = view.values.get(block["block_id"], {}).get(element["action_id"], {})
    return Entry(
        name=block["block_id"],
        label=block["label"]["text"],
        value=_value(state),
        about=block.get("hint", {}).get("text", ""),
        required=not block.get("optional", False),
        long=bool(element.get("multiline")),
        most=element.get("max_length", 3000),
        kind=_kind(element),
        options=options_of(element),
        several=element["type"] in ("multi_static_select", "checkboxes"),
        person=element["type"] == "users_select",
        file=element["type"] == "file_input",
        endings=tuple(element.get("filetypes", ())),
    )


def _kind(element: Json) -> Kind:
    if element["type"] == "number_input":
        return "number" if element["is_decimal_allowed"] else "whole"
    return _KINDS.get(element["type"], "text")


def _value(state: Json) -> str:
    if state.get("type") == "file_input":
        return ""  # what is attached is not text

    def read(given: Any) -> str:
        return str(given["value"] if isinstance(given, dict) else given)

    if state.get("selected_date_time"):
        return f"{datetime.fromtimestamp(state['selected_date_time'], ZONE):%Y-%m-%d %H:%M}"
    values = [value for name, value in state.items() if name != "type" and value]
    given = values[0] if values else ""
    return "\n".join(read(one) for one in given) if isinstance(given, list) else read(given)
