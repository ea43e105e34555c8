"""Blocks, messages and views, checked as documented."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.loopback.slack.checking import Checker
from tests.loopback.slack.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, check_element
from tests.loopback.slack.files import StoredFile
from tests.loopback.slack.richtext import check_rich_text

Surface = Literal["message", "modal", "home"]
ALL = ("message", "modal", "home")
SURFACES: dict[str, tuple[str, ...]] = {
    "actions": ALL,
    "context": ALL,
    "divider": ALL,
    "header": ALL,
    "image": ALL,
    "input": ALL,
    "rich_text": ALL,
    "section": ALL,
    "video": ALL,
    "file": ("message",),
    "markdown": ("message",),
    "table": ("message",),
    "card": ("message",),
    "carousel": ("message",),
    "container": ("message",),
    "context_actions": ("message",),
    "plan": ("message",),
    "task_card": ("message",),
    "alert": ("modal",),
}
MAX_MESSAGE_TEXT = 13_200
"""Characters in all blocks of a message; not documented, measured by many (`msg_blocks_too_long`)."""
MAX_TABLE = 10_000
MAX_VIEW = 250_000
MODAL = (
    *("blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close", "notify_on_close"),
    *("external_id", "submit_disabled", "title"),
)
HOME = ("blocks", "private_metadata", "callback_id", "external_id")


def check_blocks(checker: Checker, at: str, blocks: Any, surface: Surface) -> None:
    """Check the blocks of a message or view."""
    seen: set[str] = set()
    tables = focused = 0
    for number, block in enumerate(checker.items(at, blocks, 50 if surface == "message" else 100, 0)):
        where = f"{at}/{number}"
        kind = block.get("type") if isinstance(block, dict) else None
        if kind not in SURFACES:
            checker.wrong(f"{where}/type", f"unsupported type: {kind}")
            continue
        if surface not in SURFACES[kind]:
            checker.wrong(f"{where}/type", f"unsupported type in a {surface}: {kind}")
            continue
        checker.optional(where, block, "block_id", lambda place, value: checker.string(place, value, 255))
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            checker.wrong(f"{where}/block_id", f"block_id already exists: {block_id}")
        seen.add(block_id)
        CHECKS.get(kind, _check_with_sdk)(checker, where, block)
        if kind == "input" and surface != "modal" and _element(block).get("type") == "file_input":
            checker.wrong(f"{where}/element", "unsupported element: file_input")
        tables += kind == "table"
        focused += bool(_element(block).get("focus_on_load"))
    if tables > 1:
        checker.wrong(at, "only_one_table_allowed")
    if focused > 1:
        checker.wrong(at, "only one element may have focus_on_load")


def _element(block: Mapping[str, Any]) -> Mapping[str, Any]:
    element = block.get("element")
    return element if isinstance(element, dict) else {}


def _check_section(checker: Checker, at: str, block: Mapping[str, Any]) -> None:
    checker.thing(at, block, (), ("block_id", "text", "fields", "accessory", "expand"))
    if block.get("text") is None and block.get("fields") is None:
        checker.wrong(at, "missing required field: text")
    checker.optional(at, block, "text", lambda where, value: checker.text(where, value, 3000))
    if block.get("fields") is not None:
        for number, entry in enumerate(checker.items(f"{at}/fields", block["fields"], 10)):
            checker.text(f"{at}/fields/{number}", entry, 2000)
    checker.optional(at, block, "accessory", lambda where, value: check_element(checker, where, value, IN_SECTION))
    checker.optional(at, block, "expand", checker.boolean)


def _check_actions(checker: Checker, at: str, block: Mapping[str, Any]) -> None:
    if not checker.thing(at, block, ("elements",), ("block_id",)):
        return
    seen: set[str] = set()
    for number, element in enumerate(checker.items(f"{at}/elements", block["elements"], 25)):
        action_id = check_element(checker, f"{at}/elements/{number}", element, IN_ACTIONS)
        if action_id and action_id in seen:
            checker.wrong(f"{at}/elements/{number}/action_id", f"action_id already exists: {action_id}")
        seen.add(action_id)


def _check_context(checker: Checker, at: str, block: Mapping[str, Any]) -> None:
    if checker.thing(at, block, ("elements",), ("block_id",)):
        for number, element in enumerate(checker.items(f"{at}/elements", block["elements"], 10)):
            where = f"{at}/elements/{number}"
            if isinstance(element, dict) and element.get("type") == "image":
                check_element(checker, where, element, frozenset({"image"}))
            else:
                checker.text(where, element, 2000)


def _check_divider(checker: Checker, at: str, block: Mapping[str, Any]) -> None:
    checker.thing(at, block, (), ("block_id",))


def _check_header(checker: Checker, at: str, block: Mapping[str, Any]) -> None:
    if checker.thing(at, block, ("text",), ("block_id",)):
        checker.plain(f"{at}/text", block["text"], 150)


def _check_image(checker: Checker, at: str, block: Mapping[str, Any]) -> None:
    if checker.thing(at, block, ("alt_text",), ("block_id", "title", "image_url", "slack_file")):
        checker.string(f"{at}/alt_text", block["alt_text"], 2000)
        checker.optional(at, block, "title", lambda where, value: checker.plain(where, value, 2000))
        checker.picture(at, block)


def _check_input(checker: Checker, at: str, block: Mapping[str, Any]) -> None:
    if checker.thing(at, block, ("label", "element"), ("block_id", "hint", "optional", "dispatch_action")):
        checker.plain(f"{at}/label", block["label"], 2000)
        checker.optional(at, block, "hint", lambda where, value: checker.plain(where, value, 2000))
        checker.optional(at, block, "optional", checker.boolean)
        checker.optional(at, block, "dispatch_action", checker.boolean)
        check_element(checker, f"{at}/element", block["element"], IN_INPUT)


def _check_markdown(checker: Checker, at: str, block: Mapping[str, Any]) -> None:
    if checker.thing(at, block, ("text",), ("block_id",)):
        checker.shown(f"{at}/text", block["text"], 12_000)


def _check_table(checker: Checker, at: str, block: Mapping[str, Any]) -> None:
    if not checker.thing(at, block, ("rows",), ("block_id", "column_settings")):
        return
    before = checker.characters
    rows = checker.items(f"{at}/rows", block["rows"], 100)
    for number, row in enumerate(rows):
        for column, cell in enumerate(checker.items(f"{at}/rows/{number}", row, 20)):
            _check_cell(checker, f"{at}/rows/{number}/{column}", cell)
    if len({len(row) for row in rows if isinstance(row, list)}) > 1:
        checker.wrong(f"{at}/rows", "all rows must have the same number of cells")
    if checker.characters - before > MAX_TABLE:
        checker.wrong(f"{at}/rows", f"must be less than {MAX_TABLE + 1} characters")
    if block.get("column_settings") is not None:
        for number, setting in enumerate(checker.items(f"{at}/column_settings", block["column_settings"], 20)):
            where = f"{at}/column_settings/{number}"
            if setting is not None and checker.thing(where, setting, (), ("align", "is_wrapped")):
                checker.optional(
                    where,
                    setting,
                    "align",
                    lambda place, value: checker.one_of(place, value, ("left", "center", "right")),
                )
                checker.optional(where, setting, "is_wrapped", checker.boolean)


def _check_cell(checker: Checker, at: str, cell: Any) -> None:
    kind = cell.get("type") if isinstance(cell, dict) else None
    if kind == "raw_text" and checker.thing(at, cell, ("text",)):
        checker.shown(f"{at}/text", cell["text"], 3000)
    elif kind == "raw_number":
        checker.thing(at, cell, ("value",), ("text",))
    elif kind == "rich_text":
        check_rich_text(checker, at, cell, block_id=False)
    elif kind != "raw_text":
        checker.wrong(f"{at}/type", f"unsupported type: {kind}")


def _check_with_sdk(checker: Checker, at: str, block: Mapping[str, Any]) -> None:
    """The newer blocks, by the SDK's own models."""
    try:
        parsed = Block.parse(dict(block))
        if parsed is None:
            checker.wrong(f"{at}/type", f"unsupported type: {block['type']}")
            return
        for name in block:
            if name not in parsed.attributes and name not in ("type", "block_id"):
                checker.wrong(f"{at}/{name}", f"invalid additional property: {name}")
        parsed.validate_json()
    except (SlackObjectFormationError, TypeError) as error:
        checker.wrong(at, str(error))


CHECKS: dict[str, Callable[[Checker, str, Mapping[str, Any]], None]] = {
    "section": _check_section,
    "actions": _check_actions,
    "context": _check_context,
    "divider": _check_divider,
    "header": _check_header,
    "image": _check_image,
    "input": _check_input,
    "markdown": _check_markdown,
    "table": _check_table,
    "rich_text": check_rich_text,
}


def check_message(blocks: Any, files: Mapping[str, StoredFile], now: int) -> tuple[str, tuple[str, ...]]:
    """Slack's error and messages for the blocks of a message; an empty error if they are right."""
    checker = Checker(files, now)
    check_blocks(checker, "/blocks", blocks, "message")
    if checker.problems:
        return "invalid_blocks", tuple(checker.problems)
    if checker.characters > MAX_MESSAGE_TEXT:
        return "msg_blocks_too_long", ()
    return "", ()


def check_view(view: Any, kind: Literal["modal", "home"], files: Mapping[str, StoredFile], now: int) -> tuple[str, ...]:
    """What is wrong with a view, as Slack words it."""
    checker = Checker(files, now)
    at = "/view"
    if not isinstance(view, dict) or view.get("type") != kind:
        checker.wrong(f"{at}/type", f"must be {kind}")
        return tuple(checker.problems)
    if not checker.thing(
        at, view, ("title", "blocks") if kind == "modal" else ("blocks",), MODAL if kind == "modal" else HOME
    ):
        return tuple(checker.problems)
    for name in ("title", "submit", "close"):
        checker.optional(at, view, name, lambda where, value: checker.plain(where, value, 24))
    checker.optional(at, view, "private_metadata", lambda where, value: checker.string(where, value, 3000, 0))
    checker.optional(at, view, "callback_id", lambda where, value: checker.string(where, value, 255, 0))
    checker.optional(at, view, "external_id", lambda where, value: checker.string(where, value, 255, 0))
    for name in ("clear_on_close", "notify_on_close", "submit_disabled"):
        checker.optional(at, view, name, checker.boolean)
    check_blocks(checker, f"{at}/blocks", view["blocks"], kind)
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in view["blocks"] or ())
    if kind == "modal" and has_input and view.get("submit") is None:
        checker.wrong(at, "missing required field: submit")
    return tuple(checker.problems)


def too_large(view: Any) -> bool:
    """Whether the view is over Slack's 250 kB."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > MAX_VIEW
