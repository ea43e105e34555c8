"""Everything in a message that acts, or is styled otherwise than in bold or italics: nobody's words should."""

from __future__ import annotations

from collections.abc import Iterator

from tests.loopback.slack.mrkdwn import fallback_pieces
from tests.loopback.slack.pieces import Names, Piece, plain_pieces, rich_pieces
from tests.loopback.slack.reading import Thing, names_of, pieces_of_block, pieces_of_text
from tests.loopback.slack.world import Json, Message


def acting(thing: Thing) -> list[str]:
    """What acts in a message or view: "mention U1", "broadcast here", "link https://…", "emoji :tada:", "code".

    Headings, bold, italics and preformatted blocks don't count; quotes and lists do. A message's `text` is looked at
    as well, as Slack reads it for notifications: `<…>` always acts, bare addresses do unless `parse` is "none", and
    styles and emoji do unless `mrkdwn` is false.
    """
    names = names_of(thing.world)
    pieces = [piece for block in thing.blocks for piece in _pieces(block, names)]
    if isinstance(thing, Message):
        pieces += fallback_pieces(thing.text, thing.fields, names)
    else:
        for part in ("title", "submit", "close"):
            pieces += plain_pieces(thing.given.get(part) or {})
    return [act for piece in pieces for act in piece.acts]


def _pieces(block: Json, names: Names) -> Iterator[Piece]:
    yield from pieces_of_block(block, names)
    for given in block.get("fields", ()):
        yield from pieces_of_text(given, names)
    for part in ("title", "label", "hint"):
        yield from plain_pieces(block.get(part) or {})
    for row in block.get("rows", ()):
        for cell in row:
            yield from rich_pieces(cell, names) if cell["type"] == "rich_text" else ()
    actions = block["elements"] if block["type"] == "actions" else ()
    for element in (*actions, block.get("accessory"), block.get("element")):
        yield from _element(element or {}, names)


def _element(element: Json, names: Names) -> Iterator[Piece]:
    """What acts in a control: emoji in its words, and where a button leads."""
    if element.get("url"):
        yield Piece(plain_pieces(element["text"])[0].what, (f"link {element['url']}",))
    groups = [option for group in element.get("option_groups", ()) for option in group["options"]]
    for option in (*element.get("options", ()), *groups):
        yield from pieces_of_text(option["text"], names)
        if option.get("description"):
            yield from pieces_of_text(option["description"], names)
    for part in ("text", "placeholder"):
        if isinstance(element.get(part), dict):
            yield from pieces_of_text(element[part], names)
