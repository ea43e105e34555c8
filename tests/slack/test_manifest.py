"""The app's manifest."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from jsonschema import Draft7Validator

from adapters.slack.limits import TooMuch
from adapters.slack.manifest import HISTORY_SCOPES, SCOPES, manifest_of, manifest_yaml
from bot.chat import About, Action, FileKey, Invoke, Press, Room, command
from bot.chat.registry import Registry
from bot.main import App, Settings

BY: dict[str, Any] = {
    "person": "slack:T1.U1",
    "name": "Maya",
    "room": Room("slack:T1.U1", "slack:T1", private=True),
    "at": 0,
    "delivery": "d",
}
ROOT = Path(__file__).parent.parent.parent
KEPT = ROOT / "deploy" / "slack-manifest.yaml"
SCHEMA = ROOT.parent / "shared" / "specs" / "slack_manifest.schema.2.0.0.json"


@pytest.fixture
async def registry(sqlite_url: str) -> AsyncIterator[Registry]:
    """Every command that there is."""
    app = await App.open(Settings(sqlite_url, packs=()))
    yield app.registry
    await app.close()


async def test_the_manifest_that_is_kept_is_what_the_commands_say(registry: Registry):
    """A command that changes has to be declared to Slack again: `uv run swot manifest` writes the file."""
    assert KEPT.read_text("utf-8") == manifest_yaml(registry)


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's schema is not at hand")
async def test_slack_takes_the_manifest(registry: Registry):
    """It is valid by Slack's own schema, with and without a prefix."""
    validator = Draft7Validator(json.loads(SCHEMA.read_text("utf-8")))
    for prefix in ("", "swot-"):
        for url in ("", "https://swot.school.example/"):
            assert not list(validator.iter_errors(yaml.safe_load(manifest_yaml(registry, prefix, url))))


async def test_over_http_every_request_comes_to_one_address(registry: Registry):
    """Commands, presses, suggestions and events; and whoever adds Swot is sent back to another."""
    manifest = manifest_of(registry, url="https://swot.school.example/")
    events = "https://swot.school.example/slack/events"
    assert {command["url"] for command in manifest["features"]["slash_commands"]} == {events}
    settings = manifest["settings"]
    assert settings["interactivity"]["request_url"] == settings["event_subscriptions"]["request_url"] == events
    assert not settings["socket_mode_enabled"]
    assert manifest["oauth_config"]["redirect_urls"] == ["https://swot.school.example/slack/oauth_redirect"]


async def test_nothing_is_asked_for_that_lets_swot_read(registry: Registry):
    """The scopes with which it could look for its own posts are the operator's to add."""
    asked = manifest_of(registry)["oauth_config"]["scopes"]["bot"]
    assert not {scope for scope in asked if scope.endswith(":history")}
    told = (ROOT / "deploy" / "slack.md").read_text("utf-8")
    assert all(f"`{scope}`" in told for scope in HISTORY_SCOPES)


def test_every_scope_is_explained_and_no_other():
    """Whoever is to allow them reads in deploy/slack.md what each is for."""
    told = (ROOT / "deploy" / "slack.md").read_text("utf-8")
    part = told[told.index("## What Swot may do") : told.index("**None of them lets it read messages.**")]
    explained = [scope for line in part.splitlines() if line.startswith("- `") for scope in scopes_in(line)]
    assert sorted(explained) == sorted(SCOPES)


def scopes_in(line: str) -> list[str]:
    """The scopes that a line of the list explains, before its colon."""
    return re.findall(r"`([a-z:]+)`", line.partition(": ")[0])


async def test_every_command_is_declared_by_its_first_word(registry: Registry):
    """What follows the word stands in the hint, with its options; mentions are told by id."""
    commands = {command["command"]: command for command in manifest_of(registry)["features"]["slash_commands"]}
    assert set(commands) == {f"/{name.split()[0]}" for name in registry.commands}
    assert all(command["should_escape"] for command in commands.values())
    for name, handler in registry.commands.items():
        word, _, rest = name.partition(" ")
        hint = commands[f"/{word}"].get("usage_hint", "")
        assert rest in hint
        assert all(option.usage in hint for option in handler.parameters)


async def test_a_shortcut_opens_the_form_of_its_command(registry: Registry):
    """Each is global, is called what its command declares, and remembers the address of that command's form."""
    shortcuts = manifest_of(registry)["features"]["shortcuts"]
    declared = {handler.mark.shortcut: handler for handler in registry.commands.values() if handler.mark.shortcut}
    assert {shortcut["name"] for shortcut in shortcuts} == set(declared)
    for shortcut in shortcuts:
        handler = declared[shortcut["name"]]
        assert (shortcut["type"], shortcut["description"]) == ("global", handler.about)
        pressed = Press(**BY, action=Action(shortcut["callback_id"]))
        assert registry.declared(pressed) == "form"
        assert shortcut["callback_id"] == f"command.run:{handler.mark.name.replace(' ', ':')}"


async def test_a_prefix_stands_before_every_command(registry: Registry):
    """Also before the one that the descriptions name."""
    commands = manifest_of(registry, "swot-")["features"]["slash_commands"]
    assert all(command["command"].startswith("/swot-") for command in commands)
    assert any("/swot-swot help" in command["description"] for command in commands)


async def test_a_prefix_that_is_too_long_raises(registry: Registry):
    """A command has at most 32 characters."""
    with pytest.raises(TooMuch):
        manifest_of(registry, "a-very-long-name-for-a-school-")


async def test_swot_asks_for_no_right_to_read_along(registry: Registry):
    """No scope lets it read messages, and no event brings them."""
    manifest = manifest_of(registry)
    scopes, events = manifest["oauth_config"]["scopes"], manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set(scopes) == {"bot"}
    assert not [scope for scope in scopes["bot"] if "history" in scope or scope == "users:read.email"]
    assert not [event for event in events if event.startswith("message")]


class Drawer:
    """A room with a command that takes a file."""

    @command("drawer put", answers="note")
    async def put(
        self,
        event: Invoke,
        file: Annotated[FileKey, About("what to put there")],
        other: Annotated[FileKey | None, About("more")] = None,
    ) -> None:
        """Put a file into the drawer."""


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's schema is not at hand")
def test_a_command_with_a_file_is_declared_like_any_other():
    """Slack takes it; the hint names the option, and Swot may read what is uploaded."""
    manifest = manifest_of(Registry.of(Drawer()))
    assert not list(Draft7Validator(json.loads(SCHEMA.read_text("utf-8"))).iter_errors(manifest))
    assert manifest["features"]["slash_commands"][0]["usage_hint"] == "put file:… [other:…]"
    assert "files:read" in manifest["oauth_config"]["scopes"]["bot"]
