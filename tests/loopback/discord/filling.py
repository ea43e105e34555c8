"""Filling in a form as Discord's app does: what it sends, and what it would not let anybody send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.loopback.discord.components import CHECK, INPUT, LABEL, RADIOS, ROW, SELECT, SELECTS, TEXT
from tests.loopback.discord.errors import NotOffered


def entries_of(form: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be filled in."""
    found: list[dict[str, Any]] = []
    for item in form["components"]:
        found += [item["component"]] if item["type"] == LABEL else item.get("components", [])
    return found


def filled_in(
    form: dict[str, Any], fields: Mapping[str, Any], *, forged: bool = False
) -> tuple[list[dict[str, Any]], list[str]]:
    """The components of the submission, and the ids of the people chosen in it."""
    known = {entry["custom_id"] for entry in entries_of(form)}
    stray = set(fields) - known
    if stray and not forged:
        raise NotOffered(f"the form has no {', '.join(sorted(stray))}; it has {', '.join(sorted(known))}")
    sent: list[dict[str, Any]] = []
    people: list[str] = []
    for item in form["components"]:
        if item["type"] == TEXT:
            sent.append({"type": TEXT, "id": item["id"]})
            continue
        entries = [_entry(entry, fields, people, forged=forged) for entry in entries_of({"components": [item]})]
        inside = {"component": entries[0]} if item["type"] == LABEL else {"components": entries}
        sent.append({"type": LABEL if item["type"] == LABEL else ROW, "id": item["id"], **inside})
    return sent, people


def _entry(entry: dict[str, Any], fields: Mapping[str, Any], people: list[str], *, forged: bool) -> dict[str, Any]:
    kind, name = entry["type"], entry["custom_id"]
    value = fields.get(name)
    told = {"type": kind, "id": entry["id"], "custom_id": name}
    if kind == INPUT:
        words = str(entry.get("value") or "" if value is None else value)
        if not forged:
            _must_take(entry, words)
        return told | {"value": words}
    if kind == CHECK:
        return told | {"value": bool(entry.get("default") if value is None else value)}
    chosen = _chosen(entry, value)
    if not forged:
        _must_let_choose(entry, chosen)
    if kind == RADIOS:
        return told | {"value": chosen[0] if chosen else None}
    if kind in SELECTS and kind != SELECT:
        people += chosen
    return told | {"values": chosen}


def _chosen(entry: dict[str, Any], value: Any) -> list[str]:
    if value is None:
        options = [option["value"] for option in entry.get("options", ()) if option.get("default")]
        return options or [str(one["id"]) for one in entry.get("default_values", ())]
    if isinstance(value, str):
        return [value] if value else []
    return [str(one) for one in value]


def _must_take(entry: dict[str, Any], words: str) -> None:
    name, required = entry["custom_id"], entry.get("required") is not False
    if required and not words:
        raise NotOffered(f"{name} must be filled in")
    least, most = entry.get("min_length") or 0, entry.get("max_length") or 4000
    if (words and len(words) < least) or len(words) > most:
        raise NotOffered(f"{name} takes {least} to {most} characters, not {len(words)}")
    if entry["style"] == 1 and "\n" in words:
        raise NotOffered(f"{name} is a single line")


def _must_let_choose(entry: dict[str, Any], chosen: list[str]) -> None:
    name, required = entry["custom_id"], entry.get("required") is not False
    least = entry.get("min_values", 1) if required else 0
    most = 1 if entry["type"] == RADIOS else entry.get("max_values") or 1
    if not least <= len(chosen) <= most:
        raise NotOffered(f"{name} takes {least} to {most} values, not {len(chosen)}")
    offered = {option["value"] for option in entry.get("options", ())}
    if offered and not set(chosen) <= offered:
        raise NotOffered(f"{name} offers {sorted(offered)}")
