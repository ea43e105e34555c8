"""What Discord's app lets nobody give, press or choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.loopback.discord.commands import BOOLEAN, INTEGER, NUMBER, STRING
from tests.loopback.discord.components import SELECT, SELECTS
from tests.loopback.discord.errors import NotOffered


def must_fit(option: dict[str, Any], value: Any) -> None:
    """Raise `NotOffered` for a value that the app would not let through."""
    name, kind = option["name"], option["type"]
    types: dict[int, tuple[type, ...]] = {INTEGER: (int,), NUMBER: (int, float), BOOLEAN: (bool,)}
    fits = isinstance(value, types.get(kind, (str,))) and (kind == BOOLEAN or not isinstance(value, bool))
    if not fits:
        raise NotOffered(f"{name} can't be {value!r}")
    if option.get("choices") and value not in [one["value"] for one in option["choices"]]:
        raise NotOffered(f"{name} has no choice {value!r}")
    if kind in (INTEGER, NUMBER):
        inside = option.get("min_value", value) <= value <= option.get("max_value", value)
    elif kind == STRING:
        inside = max(option.get("min_length", 0), 1) <= len(value) <= option.get("max_length", 6000)
    else:
        inside = True
    if not inside:
        raise NotOffered(f"{name} can't be {value!r}: out of bounds")


def must_offer(component: dict[str, Any], values: Sequence[str]) -> None:
    """Raise `NotOffered` for what the app would not let anybody press or choose."""
    if component.get("disabled"):
        raise NotOffered(f"{component['custom_id']} is disabled")
    if component["type"] not in SELECTS:
        if values:
            raise NotOffered(f"{component['custom_id']} is a button: it has no values")
        return
    if not component.get("min_values", 1) <= len(values) <= component.get("max_values", 1):
        raise NotOffered(f"{component['custom_id']} can't have {len(values)} values")
    offered = {option["value"] for option in component.get("options", ())}
    if component["type"] == SELECT and not set(values) <= offered:
        raise NotOffered(f"{component['custom_id']} offers {sorted(offered)}")
