"""Block elements and composition objects, checked as documented."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.loopback.slack.checking import Checker

# Required and optional fields, beside `type` and `action_id`, which every element may have.
MENU = ("placeholder", "confirm", "focus_on_load")
MANY = (*MENU, "max_selected_items")
FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "button": (("text",), ("url", "value", "style", "confirm", "accessibility_label")),
    "static_select": ((), (*MENU, "options", "option_groups", "initial_option")),
    "multi_static_select": ((), (*MANY, "options", "option_groups", "initial_options")),
    "external_select": ((), (*MENU, "min_query_length", "initial_option")),
    "multi_external_select": ((), (*MANY, "min_query_length", "initial_options")),
    "users_select": ((), (*MENU, "initial_user")),
    "multi_users_select": ((), (*MANY, "initial_users")),
    "conversations_select": (
        (),
        (*MENU, "initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter"),
    ),
    "multi_conversations_select": (
        (),
        (*MANY, "initial_conversations", "default_to_current_conversation", "filter"),
    ),
    "channels_select": ((), (*MENU, "initial_channel", "response_url_enabled")),
    "multi_channels_select": ((), (*MANY, "initial_channels")),
    "overflow": (("options",), ("confirm",)),
    "datepicker": ((), (*MENU, "initial_date")),
    "timepicker": ((), (*MENU, "initial_time", "timezone")),
    "datetimepicker": ((), ("initial_date_time", "confirm", "focus_on_load")),
    "checkboxes": (("options",), ("initial_options", "confirm", "focus_on_load")),
    "radio_buttons": (("options",), ("initial_option", "confirm", "focus_on_load")),
    "plain_text_input": (
        (),
        (
            *("placeholder", "initial_value", "multiline", "min_length", "max_length"),
            *("dispatch_action_config", "focus_on_load"),
        ),
    ),
    "rich_text_input": ((), ("placeholder", "initial_value", "dispatch_action_config", "focus_on_load")),
    "email_text_input": ((), ("placeholder", "initial_value", "dispatch_action_config", "focus_on_load")),
    "url_text_input": ((), ("placeholder", "initial_value", "dispatch_action_config", "focus_on_load")),
    "number_input": (
        ("is_decimal_allowed",),
        (
            *("placeholder", "initial_value", "min_value", "max_value"),
            *("dispatch_action_config", "focus_on_load"),
        ),
    ),
    "file_input": ((), ("filetypes", "max_files")),
    "image": (("alt_text",), ("image_url", "slack_file")),
}
TEXT_INPUTS = ("plain_text_input", "rich_text_input", "email_text_input", "url_text_input", "number_input")
MULTI = tuple(name for name in FIELDS if name.startswith("multi_"))
MENUS = tuple(name for name in FIELDS if name.endswith("_select"))
PICKERS = ("datepicker", "timepicker", "datetimepicker")
# Multi-select menus are for sections and inputs only: Slack answers "unsupported element: multiselect".
IN_ACTIONS = frozenset({"button", "overflow", "checkboxes", "radio_buttons", *PICKERS, *MENUS} - set(MULTI))
IN_SECTION = IN_ACTIONS | {"image", *MULTI}
IN_INPUT = frozenset({"checkboxes", "radio_buttons", "file_input", *PICKERS, *MENUS, *TEXT_INPUTS})
OPTIONS_MOST = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}


def check_element(checker: Checker, at: str, given: Any, allowed: frozenset[str]) -> str:
    """Check an element; give its action id, or nothing."""
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in FIELDS or kind not in allowed:
        checker.wrong(at, f"unsupported element: {'multiselect' if kind in MULTI else kind}")
        return ""
    required, optional = FIELDS[kind]
    if not checker.thing(at, given, required, optional if kind == "image" else ("action_id", *optional)):
        return ""
    checker.optional(at, given, "action_id", lambda where, value: checker.string(where, value, 255))
    checker.optional(at, given, "placeholder", lambda where, value: checker.plain(where, value, 150))
    checker.optional(at, given, "confirm", lambda where, value: check_confirm(checker, where, value))
    checker.optional(at, given, "focus_on_load", checker.boolean)
    checker.optional(at, given, "max_selected_items", lambda where, value: checker.number(where, value, 1))
    checker.optional(at, given, "min_query_length", checker.number)
    if kind == "button":
        _check_button(checker, at, given)
    elif kind == "image":
        checker.string(f"{at}/alt_text", given["alt_text"], 2000)
        checker.picture(at, given)
    elif kind in TEXT_INPUTS:
        _check_text_input(checker, at, given)
    elif kind in PICKERS:
        _check_picker(checker, at, given)
    elif kind == "file_input":
        checker.optional(at, given, "max_files", lambda where, value: checker.number(where, value, 1, 10))
        checker.optional(at, given, "filetypes", lambda where, value: _check_endings(checker, where, value))
    elif "options" in (*required, *optional) or "initial_option" in optional or "initial_options" in optional:
        _check_choice(checker, at, given)
    return str(given.get("action_id", ""))


def _check_button(checker: Checker, at: str, given: Mapping[str, Any]) -> None:
    checker.plain(f"{at}/text", given["text"], 75)
    checker.optional(at, given, "url", checker.url)
    checker.optional(at, given, "value", lambda where, value: checker.string(where, value, 2000, 0))
    checker.optional(at, given, "style", lambda where, value: checker.one_of(where, value, ("primary", "danger")))
    checker.optional(at, given, "accessibility_label", lambda where, value: checker.string(where, value, 75))


def _check_text_input(checker: Checker, at: str, given: Mapping[str, Any]) -> None:
    checker.optional(at, given, "multiline", checker.boolean)
    checker.optional(at, given, "min_length", lambda where, value: checker.number(where, value, 0, 3000))
    checker.optional(at, given, "max_length", lambda where, value: checker.number(where, value, 1, 3000))
    if given["type"] == "number_input":
        _check_number(checker, at, given)
    if given["type"] == "plain_text_input":
        most = given.get("max_length", 3000)
        most = most if isinstance(most, int) else 3000
        checker.optional(at, given, "initial_value", lambda where, value: checker.string(where, value, most, 0))


def _check_number(checker: Checker, at: str, given: Mapping[str, Any]) -> None:
    checker.boolean(f"{at}/is_decimal_allowed", given["is_decimal_allowed"])
    pattern = r"-?\d+(\.\d+)?" if given["is_decimal_allowed"] else r"-?\d+"
    for name in ("initial_value", "min_value", "max_value"):
        if given.get(name) is not None and not re.fullmatch(pattern, str(given[name])):
            checker.wrong(f"{at}/{name}", "must be a number")


def _check_endings(checker: Checker, at: str, given: Any) -> None:
    for number, ending in enumerate(checker.items(at, given, 100)):
        checker.string(f"{at}/{number}", ending, 20)


def _check_picker(checker: Checker, at: str, given: Mapping[str, Any]) -> None:
    for name, pattern in (("initial_date", r"\d{4}-\d\d-\d\d"), ("initial_time", r"([01]\d|2[0-3]):[0-5]\d")):
        if given.get(name) is not None and not re.fullmatch(pattern, str(given[name])):
            checker.wrong(f"{at}/{name}", "invalid format")
    checker.optional(
        at, given, "initial_date_time", lambda where, value: checker.number(where, value, 10**9, 10**10 - 1)
    )


def _check_choice(checker: Checker, at: str, given: Mapping[str, Any]) -> None:
    kind = given["type"]
    most = OPTIONS_MOST.get(kind, 100)
    rich, links = kind in ("checkboxes", "radio_buttons"), kind == "overflow"
    static = "external" not in kind
    if static and (given.get("options") is None) == (given.get("option_groups") is None):
        checker.wrong(at, "exactly one of options and option_groups must be given")
    known: list[Any] = []
    if given.get("options") is not None:
        known += checker.items(f"{at}/options", given["options"], most)
        for number, option in enumerate(known):
            check_option(checker, f"{at}/options/{number}", option, rich=rich, links=links)
    if given.get("option_groups") is not None:
        for number, group in enumerate(checker.items(f"{at}/option_groups", given["option_groups"], 100)):
            where = f"{at}/option_groups/{number}"
            if checker.thing(where, group, ("label", "options")):
                checker.plain(f"{where}/label", group["label"], 75)
                for index, option in enumerate(checker.items(f"{where}/options", group["options"], 100)):
                    check_option(checker, f"{where}/options/{index}", option)
                    known.append(option)
    chosen = [given["initial_option"]] if given.get("initial_option") is not None else given.get("initial_options", [])
    for option in chosen:
        where = f"{at}/{'initial_option' if 'initial_option' in given else 'initial_options'}"
        check_option(checker, where, option, rich=rich)
        if static and option not in known:
            checker.wrong(where, "must exactly match one of the options")


def check_option(checker: Checker, at: str, given: Any, *, rich: bool = False, links: bool = False) -> None:
    """Check an option; mrkdwn (`rich`) is only for checkboxes and radio buttons, addresses for overflow menus."""
    if not checker.thing(at, given, ("text", "value"), ("description", "url") if links else ("description",)):
        return
    checker.text(f"{at}/text", given["text"], 75, only="" if rich else "plain_text")
    checker.string(f"{at}/value", given["value"], 150)
    checker.optional(
        at, given, "description", lambda where, value: checker.text(where, value, 75, only="" if rich else "plain_text")
    )
    checker.optional(at, given, "url", checker.url)


def check_confirm(checker: Checker, at: str, given: Any) -> None:
    """Check a confirmation dialogue."""
    if checker.thing(at, given, ("title", "text", "confirm", "deny"), ("style",)):
        checker.plain(f"{at}/title", given["title"], 100)
        checker.plain(f"{at}/text", given["text"], 300)
        checker.plain(f"{at}/confirm", given["confirm"], 30)
        checker.plain(f"{at}/deny", given["deny"], 30)
        checker.optional(at, given, "style", lambda where, value: checker.one_of(where, value, ("primary", "danger")))
