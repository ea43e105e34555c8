"""The slash commands as Discord wants them declared, made from the core's own; sent only where they have changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import ChannelType

from adapters.discord.limits import hold
from bot.chat.declared import Handler
from bot.chat.parameters import MAX_WORDS, Parameter

_TYPES = {"text": 3, "choice": 3, "number": 4, "yes-no": 5, "person": 6, "room": 7, "file": 11}
_ROOMS = [kind.value for kind in (ChannelType.text, ChannelType.news)]
_SUBCOMMAND, _GROUP = 1, 2
_SERVER, _BOT_MESSAGES = 0, 1


def declarations(commands: Mapping[str, Handler]) -> list[dict[str, Any]]:
    """Every command, `quiz round` and `quiz solo` within one `quiz`. Raises `TooMuch` for what Discord would refuse."""
    declared: dict[str, dict[str, Any]] = {}
    for name, handler in sorted(commands.items()):
        first, *rest = name.split()
        hold("command name", len(first))
        whole = declared.setdefault(first, {"name": first, "description": "", "type": 1})
        _place(whole, rest, handler)
    found = list(declared.values())
    hold("commands", len(found))
    everywhere = {name.split()[0] for name, handler in commands.items() if handler.mark.only_in != "space"}
    for whole in found:
        hold("command characters", characters(whole))
        # Where people may use them: in servers, and in direct messages with Swot, where desks are.
        contexts = [_SERVER, _BOT_MESSAGES] if whole["name"] in everywhere else [_SERVER]
        # Nothing is hidden from anybody: Discord could hide it by rights of its own only, and a teacher whom
        # `/class role` has appointed need have none. What somebody may do, the core says. An administrator may hide
        # commands from learners under Server Settings, Integrations, Swot.
        whole |= {"contexts": contexts, "integration_types": [0], "default_member_permissions": None}
    return found


def changed(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> bool:
    """Whether what Discord has differs from what we would declare, in anything that we declare."""
    known = {command["name"]: command for command in theirs}
    return set(known) != {command["name"] for command in ours} or any(
        not _same(command, known[command["name"]]) for command in ours
    )


def _place(whole: dict[str, Any], rest: list[str], handler: Handler) -> None:
    if not rest:
        whole |= {"description": _about(handler.about), "options": _options(handler)}
        return
    whole["description"] = whole["description"] or _about(f"Swot: {whole['name']}")
    if len(rest) > 1:
        groups = whole.setdefault("options", [])
        group = next((known for known in groups if known["name"] == rest[0]), None)
        if group is None:
            hold("command name", len(rest[0]))
            group = {"name": rest[0], "description": "", "type": _GROUP}
            groups.append(group)
            hold("command options", len(groups))
        _place(group, rest[1:], handler)
        return
    about = {"name": rest[0], "description": _about(handler.about), "type": _SUBCOMMAND}
    hold("command name", len(rest[0]))
    whole.setdefault("options", []).append({**about, "options": _options(handler)})
    hold("command options", len(whole["options"]))


def _options(handler: Handler) -> list[dict[str, Any]]:
    hold("command options", len(handler.parameters))
    return [_option(option) for option in sorted(handler.parameters, key=lambda option: not option.required)]


def _option(option: Parameter) -> dict[str, Any]:
    hold("command name", len(option.name))
    found: dict[str, Any] = {"name": option.name, "description": _about(option.told), "type": _TYPES[option.kind]}
    if option.required:
        found["required"] = True
    if option.kind == "number":
        found |= {"min_value": option.least, "max_value": option.most}
    if option.kind == "room":
        found |= {"channel_types": _ROOMS}
    if option.kind == "text":
        found |= {"max_length": MAX_WORDS}
    if option.suggested:
        found["autocomplete"] = True
    if option.choices:
        hold("choices", len(option.choices))
        found["choices"] = [{"name": choice, "value": choice} for choice in option.choices]
    return found


def _about(words: str) -> str:
    hold("command about", len(words))
    return words


_MEANING: dict[str, Any] = {
    **dict.fromkeys(("name", "description", "type", "value", "contexts", "integration_types")),
    **dict.fromkeys(("min_value", "max_value", "min_length", "max_length", "default_member_permissions")),
    **dict.fromkeys(("required", "autocomplete", "nsfw"), False),
    "channel_types": [],
    "choices": [],
    "options": [],
}
"""What a declaration says, and what it says where Discord leaves it out; ids, versions and the like say nothing."""
LOCALISED = {"name": "name_localizations", "description": "description_localizations"}
"""Where Discord has words in the languages of people's apps."""


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return all((ours.get(name) or {}) == (theirs.get(name) or {}) for name in LOCALISED.values()) and all(
            _same(_said(ours, name), _said(theirs, name)) for name in _MEANING
        )
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(_same, ours, theirs))
    return bool(ours == theirs)


def _said(declared: Mapping[str, Any], name: str) -> Any:
    value = declared.get(name)
    return _MEANING[name] if value is None else value


def characters(declared: dict[str, Any]) -> int:
    """What Discord counts of a command and all below it; of the languages of a word, the longest counts."""
    return (
        sum(_longest(declared, name) for name in LOCALISED)
        + len(str(declared.get("value", "")))
        + sum(characters(choice) for choice in declared.get("choices", ()))
        + sum(characters(option) for option in declared.get("options", ()))
    )


def _longest(declared: dict[str, Any], name: str) -> int:
    return max(map(len, (declared.get(name, ""), *declared.get(LOCALISED[name], {}).values())))
