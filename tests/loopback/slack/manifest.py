"""Whether Slack would take an app's manifest: its own schema where that is at hand, and the documented limits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

SCHEMA = Path(__file__).parents[4] / "shared" / "specs" / "slack_manifest.schema.2.0.0.json"
MAX_COMMANDS = 50
MAX_COMMAND = 32
MAX_DESCRIPTION = 140
MAX_HINT = 1000
MAX_SHORTCUTS = 5
SHORTCUT = {"name": 24, "callback_id": 255, "description": 150}
NAMES = {"name": 35, "description": 140, "long_description": 4000}


def problems(manifest: dict[str, Any]) -> list[str]:
    """What Slack would find wrong with the manifest."""
    found = list(_limits(manifest))
    if SCHEMA.exists():
        validator = Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
        found += [f"{error.json_path}: {error.message}" for error in validator.iter_errors(manifest)]
    return found


def _limits(manifest: dict[str, Any]) -> Iterator[str]:
    for name, most in NAMES.items():
        given = manifest.get("display_information", {}).get(name, "")
        if len(given) > most:
            yield f"display_information.{name}: {len(given)} characters, and {most} are allowed"
    if not manifest.get("display_information", {}).get("name"):
        yield "display_information.name is missing"
    commands = manifest.get("features", {}).get("slash_commands", [])
    if len(commands) > MAX_COMMANDS:
        yield f"{len(commands)} commands, and {MAX_COMMANDS} are allowed"
    names = [given.get("command", "") for given in commands]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name} is there twice"
    for given in commands:
        yield from _command(given)
    yield from _shortcuts(manifest)
    settings = manifest.get("settings", {})
    if commands and not settings.get("socket_mode_enabled") and any(not given.get("url") for given in commands):
        yield "without Socket Mode every command needs a url"
    events = settings.get("event_subscriptions", {}).get("bot_events", [])
    scopes = manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])
    if commands and "commands" not in scopes:
        yield "commands need the scope `commands`"
    if "app_home_opened" in events and not manifest.get("features", {}).get("app_home", {}).get("home_tab_enabled"):
        yield "app_home_opened needs the home tab"


def _shortcuts(manifest: dict[str, Any]) -> Iterator[str]:
    shortcuts = manifest.get("features", {}).get("shortcuts", [])
    if len(shortcuts) > MAX_SHORTCUTS:
        yield f"{len(shortcuts)} shortcuts, and {MAX_SHORTCUTS} are allowed"
    for given in shortcuts:
        for name, most in SHORTCUT.items():
            if not 0 < len(given.get(name, "")) <= most:
                yield f"a shortcut's {name}: 1 to {most} characters are needed, and this is {given.get(name)!r}"
        if given.get("type") not in ("global", "message"):
            yield f"a shortcut is global or of a message, not {given.get('type')!r}"
    if shortcuts and not manifest.get("settings", {}).get("interactivity", {}).get("is_enabled"):
        yield "shortcuts need interactivity"


def _command(given: dict[str, Any]) -> Iterator[str]:
    name, about = given.get("command", ""), given.get("description", "")
    if not re.fullmatch(r"/[a-z0-9_\-.]+", name):
        yield f"{name!r} is no command: a slash and lower-case letters, digits, dashes"
    if len(name) > MAX_COMMAND:
        yield f"{name}: {len(name)} characters, and {MAX_COMMAND} are allowed"
    if not about or len(about) > MAX_DESCRIPTION:
        yield f"{name}: a description of 1 to {MAX_DESCRIPTION} characters is needed, and this has {len(about)}"
    if len(given.get("usage_hint", "")) > MAX_HINT:
        yield f"{name}: a usage hint of at most {MAX_HINT} characters is allowed"
