"""What people enter and choose: states of elements, as payloads tell them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.loopback.slack.refusals import NotPossible
from tests.loopback.slack.world import Json, World

MAX_FILES = 10
# Element type to the state's field and the element's field that it begins with.
TEXTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
SINGLE = {
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    **dict.fromkeys(TEXTS, ("value", "initial_value")),
}
SEVERAL = {
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "file_input": ("files", "initial_files"),
}


def elements_of(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Every element that can be used, with its block."""
    for block in blocks:
        parts = block.get("elements", ()) if block.get("type") == "actions" else ()
        for element in (*parts, block.get("accessory"), block.get("element")):
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def initial_state(blocks: Sequence[Json], kept: dict[str, Json] | None = None) -> dict[str, Json]:
    """What stands in the inputs at first; `kept` is what was entered where block and action are still the same."""
    state: dict[str, Json] = {}
    for block, element in elements_of(blocks):
        kind, block_id, action_id = element["type"], block["block_id"], element["action_id"]
        fresh: Json = {"type": kind}
        if kind in SINGLE:
            name, initial = SINGLE[kind]
            fresh[name] = element.get(initial)
        elif kind in SEVERAL:
            name, initial = SEVERAL[kind]
            fresh[name] = element.get(initial, [])
        else:
            continue
        before = (kept or {}).get(block_id, {}).get(action_id)
        same = before is not None and before["type"] == kind
        state.setdefault(block_id, {})[action_id] = before if same else fresh
    return state


def options_in(element: Json) -> list[Json]:
    """The options that the element itself holds."""
    groups = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *groups]


def entered(
    world: World, element: Json, values: Sequence[str], *, suggested: Sequence[Json] = (), forged: bool = False
) -> Json:
    """The element's state once a person has entered `values`.

    Raises `NotPossible` where a client would not let them, unless it is `forged`.
    """
    kind = element["type"]
    if kind in TEXTS:
        return {"type": kind, "value": _text(element, values[0] if values else "", forged=forged)}
    chosen = _chosen(world, element, values, suggested, forged=forged)
    if kind in SEVERAL:
        if len(chosen) > element.get("max_selected_items", len(chosen)) and not forged:
            raise NotPossible(f"no more than {element['max_selected_items']} can be chosen")
        return {"type": kind, SEVERAL[kind][0]: chosen}
    if kind not in SINGLE and kind != "overflow":
        raise NotPossible(f"nothing can be chosen in a {kind}")
    if len(chosen) > 1:
        raise NotPossible(f"a {kind} takes one value")
    name = SINGLE[kind][0] if kind in SINGLE else "selected_option"
    if kind == "datetimepicker" and chosen and (not forged or chosen[0].isdecimal()):
        chosen = [int(chosen[0])]
    return {"type": kind, name: chosen[0] if chosen else None}


def _attached(world: World, element: Json, ids: Sequence[str], *, forged: bool) -> list[Json]:
    """The files that a person picks to be attached."""
    told = [world.file_told(id) for id in ids]
    endings = element.get("filetypes")
    if not forged and len(told) > element.get("max_files", MAX_FILES):
        raise NotPossible(f"no more than {element.get('max_files', MAX_FILES)} files can be attached")
    if not forged and endings and any(file["name"].rpartition(".")[2] not in endings for file in told):
        raise NotPossible(f"only files that end in {endings} can be attached")
    return told


def _chosen(
    world: World, element: Json, values: Sequence[str], suggested: Sequence[Json], *, forged: bool
) -> list[Any]:
    kind = element["type"]
    if kind == "file_input":
        return _attached(world, element, values, forged=forged)
    if kind in ("external_select", "multi_external_select"):
        initial = element.get("initial_options") or [element.get("initial_option") or {"value": None}]
        return [_option([*suggested, *initial], value, forged=forged) for value in values]
    if kind in ("users_select", "multi_users_select") and not forged and set(values) - set(world.users):
        raise NotPossible(f"there is no such person: {values}")
    if "options" in element or "option_groups" in element:
        return [_option(options_in(element), value, forged=forged) for value in values]
    return list(values)


def _text(element: Json, value: str, *, forged: bool) -> str | None:
    if not forged and len(value) > element.get("max_length", 3000):
        raise NotPossible(f"at most {element.get('max_length', 3000)} characters can be written here")
    if not forged and value and len(value) < element.get("min_length", 0):
        raise NotPossible(f"at least {element['min_length']} characters must be written here")
    if not forged and "\n" in value and not element.get("multiline"):
        raise NotPossible("a single line takes no line breaks")
    return value or None


def _option(options: Sequence[Json], value: str, *, forged: bool) -> Json:
    for option in options:
        if option["value"] == value:
            return option
    if forged:
        return {"text": {"type": "plain_text", "text": value, "emoji": True}, "value": value}
    raise NotPossible(f"there is no option {value!r}")


def is_empty(state: Json) -> bool:
    """Whether nothing is entered."""
    return all(value in (None, "", []) for name, value in state.items() if name != "type")
