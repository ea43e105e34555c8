"""Forms as Discord's modals, and suggestions as its choices."""

from __future__ import annotations

import logging
from typing import Any

from adapters.discord.limits import LIMITS, TooMuch, hold
from adapters.discord.render import SELECT, options
from adapters.harmless import harmless
from bot.chat import Choices, Entry, Form, Option

log = logging.getLogger(__name__)

TEXT_INPUT, USER_SELECT, LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP = 4, 5, 18, 19, 21, 22
"""Discord's numbers of the components that only forms have."""
_ONE_LINE, _LONG = 1, 2


def modal(form: Form) -> dict[str, Any]:
    """The form as a modal; its custom id is the action. Raises `TooMuch` where Discord would not show it."""
    hold("form title", len(form.title))
    hold("form entries", len(form.entries))
    hold("custom id", len(form.action.address))
    if not form.entries or not harmless(form.title).strip():
        raise TooMuch("a form without a title, or with nothing to fill in")
    if len({entry.name for entry in form.entries}) != len(form.entries):
        raise TooMuch("two entries of one form have the same name")
    return {
        "title": harmless(form.title),
        "custom_id": form.action.address,
        "components": [_labelled(entry) for entry in form.entries],
    }


def choices(suggested: Choices) -> dict[str, Any]:
    """Suggestions for an option that is being typed; one that Discord would not take is left out. Raises `TooMuch`."""
    hold("choices", len(suggested.options))
    offered = []
    for option in suggested.options:
        try:
            offered.append(choice(option))
        except TooMuch:
            log.exception("a suggestion can't be shown")
    return {"choices": offered}


def choice(option: Option) -> dict[str, str]:
    """One of them. Raises `TooMuch`."""
    hold("choice name", len(option.label))
    hold("choice value", len(option.value))
    if not (harmless(option.label).strip() and option.value):
        raise TooMuch("a suggestion without a name or a value")
    return {"name": harmless(option.label), "value": option.value}


def _labelled(entry: Entry) -> dict[str, Any]:
    hold("entry label", len(entry.label))
    hold("entry about", len(entry.told))
    hold("custom id", len(entry.name))
    if not harmless(entry.label).strip():
        raise TooMuch("an entry without a label")
    about = {"description": harmless(entry.told)} if entry.told else {}
    return {"type": LABEL, "label": harmless(entry.label), **about, "component": _component(entry)}


def _component(entry: Entry) -> dict[str, Any]:
    what = {"custom_id": entry.name, "required": entry.required}
    if entry.person:
        id = entry.value.rpartition(":")[2]
        chosen = {"default_values": [{"id": id, "type": "user"}]} if id else {}
        return {"type": USER_SELECT, **what, **chosen}
    if entry.file:
        if entry.value:
            raise TooMuch(f"{entry.name}: no file can stand there already")
        return {"type": FILE_UPLOAD, **what, "max_values": 1}
    if entry.options:
        return _chooser(entry, what)
    hold("entry text", entry.most)
    hold("entry text", len(entry.value))
    if len(entry.value) > entry.most:
        raise TooMuch(f"{entry.name}: {len(entry.value)} characters stand where {entry.most} are allowed")
    value = {"value": entry.value} if entry.value else {}
    return {"type": TEXT_INPUT, **what, "style": _LONG if entry.long else _ONE_LINE, "max_length": entry.most, **value}


def _chooser(entry: Entry, what: dict[str, Any]) -> dict[str, Any]:
    """What shows all its options where there is room for them, and otherwise a select.

    A radio button once pressed stays so: what may be left out can be taken back in a select only.
    """
    drawn = options(entry.options)
    chosen = entry.value.split("\n") if entry.several else [entry.value]
    for option in drawn:
        option["default"] = option["value"] in chosen
    if entry.several:
        bounds = {"min_values": 1 if entry.required else 0, "max_values": len(drawn)}
        kind = CHECKBOX_GROUP if len(drawn) <= LIMITS["group"] else SELECT
        return {"type": kind, **what, **bounds, "options": drawn}
    is_short = 1 < len(drawn) <= LIMITS["group"]
    return {"type": RADIO_GROUP if is_short and entry.required else SELECT, **what, "options": drawn}
