"""Filling in a form as Discord's app does: what it sends, and what it would not let anybody send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.loopback.discord.components import CHECK, CHECKS, INPUT, LABEL, RADIOS, ROW, SELECT, SELECTS, TEXT, UPLOAD
from tests.loopback.discord.errors import NotOffered


@dataclass(slots=True)
class Filled:
    """A form as it is sent."""

    components: list[dict[str, Any]] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    """Ids of those chosen in it."""
    files: list[str] = field(default_factory=list)
    """Addresses of those attached in it."""


def entries_of(form: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be filled in."""
    found: list[dict[str, Any]] = []
    for item in form["components"]:
        found += [item["component"]] if item["type"] == LABEL else item.get("components", [])
    return found


def filled_in(
    form: dict[str, Any], fields: Mapping[str, Any], mine: Mapping[str, str] | None = None, *, forged: bool = False
) -> Filled:
    """The submission; `mine` are the files that may be attached in it, address to id."""
    known = {entry["custom_id"] for entry in entries_of(form)}
    stray = set(fields) - known
    if stray and not forged:
        raise NotOffered(f"the form has no {', '.join(sorted(stray))}; it has {', '.join(sorted(known))}")
    filled = Filled()
    for item in form["components"]:
        if item["type"] == TEXT:
            filled.components.append({"type": TEXT, "id": item["id"]})
            continue
        within = entries_of({"components": [item]})
        entries = [_entry(entry, fields, filled, mine or {}, forged=forged) for entry in within]
        inside = {"component": entries[0]} if item["type"] == LABEL else {"components": entries}
        kind = LABEL if item["type"] == LABEL else ROW
        filled.components.append({"type": kind, "id": item["id"], **inside})
    return filled


def _entry(
    entry: dict[str, Any], fields: Mapping[str, Any], filled: Filled, mine: Mapping[str, str], *, forged: bool
) -> dict[str, Any]:
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
        if kind == UPLOAD and not set(chosen) <= set(mine):
            raise NotOffered(f"{name} takes files that they attach, not {chosen}")
    if kind == UPLOAD:
        if forged and not set(chosen) <= set(mine):
            return told | {"type": INPUT, "value": chosen[0]}
        filled.files += chosen
        return told | {"values": [mine[url] for url in chosen]}
    if kind == RADIOS:
        return told | {"value": chosen[0] if chosen else None}
    if kind in SELECTS and kind != SELECT:
        filled.people += chosen
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
    all_of_it = len(entry["options"]) if entry["type"] == CHECKS else 1
    most = 1 if entry["type"] == RADIOS else entry.get("max_values") or all_of_it
    if not least <= len(chosen) <= most:
        raise NotOffered(f"{name} takes {least} to {most} values, not {len(chosen)}")
    offered = {option["value"] for option in entry.get("options", ())}
    if offered and not set(chosen) <= offered:
        raise NotOffered(f"{name} offers {sorted(offered)}")
