"""What Slack has to know of the app, as the manifest that it is installed from: made from the commands themselves."""

from __future__ import annotations

from itertools import groupby

from adapters.slack.asgi import EVENTS, RETURN
from adapters.slack.events import NOTICES
from adapters.slack.limits import LIMITS, hold
from adapters.slack.rich import Json
from bot.chat.asking import asking
from bot.chat.declared import Handler
from bot.chat.parameters import either
from bot.chat.registry import Registry

NAME = "Swot"
ABOUT = "The revision bot for class servers: quizzes, daily facts and leaderboards."
SCOPES = (
    "commands",
    "chat:write",
    "im:write",  # desks
    "usergroups:read",  # which groups teach, where a class says that one does
    "users:read",  # names and time zones, and who manages the workspace
    "files:write",  # pictures in messages, and files that people ask for
    "files:read",  # what a person uploads for Swot
    "channels:read",  # to be told when a channel is gone; not to read in it
    "groups:read",  # the same, of private channels
)
HISTORY_SCOPES = ("channels:history", "groups:history", "im:history")
"""What an operator may add, and nothing needs: with these Swot looks whether a post has arrived whose connection broke.

Without them it can't, and such a post is left out or repeated as the class wants. They are not in the manifest, because
whoever answers for a school's data reads them as "can read our channels".
"""
WRITTEN_BY = "# Written by `uv run swot manifest`; change the commands in the code, not this file.\n"


def manifest_of(registry: Registry, prefix: str = "", url: str = "") -> Json:
    """The manifest, with `prefix` before every command. Raises `TooMuch` over Slack's limits.

    With a `url` Slack comes there over HTTP; without one Swot listens in Socket Mode.
    """
    commands, shortcuts = _commands(registry, prefix), _shortcuts(registry)
    hold("commands of a manifest", commands)
    if url:
        return _over_http(manifest_of(registry, prefix), url.rstrip("/"))
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {"name": NAME, "description": ABOUT},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,  # commands can be given where a message can be written
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": commands,
            **({"shortcuts": shortcuts} if shortcuts else {}),
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": ["app_home_opened", *NOTICES]},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def _over_http(manifest: Json, url: str) -> Json:
    """The manifest for Slack to come to us: every request to one address, and back from adding to another."""
    events = f"{url}{EVENTS}"
    features, settings = manifest["features"], manifest["settings"]
    commands = [{**command, "url": events} for command in features["slash_commands"]]
    interactivity = {**settings["interactivity"], "request_url": events}
    interactivity["message_menu_options_url"] = events
    subscriptions = {"request_url": events, **settings["event_subscriptions"]}
    reached = {"event_subscriptions": subscriptions, "interactivity": interactivity, "socket_mode_enabled": False}
    return {
        **manifest,
        "features": {**features, "slash_commands": commands},
        "oauth_config": {"redirect_urls": [f"{url}{RETURN}"], **manifest["oauth_config"]},
        "settings": {**settings, **reached},
    }


def manifest_yaml(registry: Registry, prefix: str = "", url: str = "") -> str:
    """The manifest as a file to paste into Slack's "create an app from a manifest"."""
    import yaml  # noqa: PLC0415 - only who writes the manifest needs it

    return WRITTEN_BY + yaml.safe_dump(
        manifest_of(registry, prefix, url), sort_keys=False, allow_unicode=True, width=120
    )


def _commands(registry: Registry, prefix: str) -> list[Json]:
    handlers = sorted(registry.commands.values(), key=lambda handler: handler.mark.name)
    groups = groupby(handlers, key=lambda handler: handler.mark.name.split()[0])
    return [_command(f"/{prefix}{word}", list(group), help=f"/{prefix}swot help") for word, group in groups]


def _shortcuts(registry: Registry) -> list[Json]:
    """What can be begun from anywhere in Slack: each presses what opens its command's form."""
    handlers = sorted(registry.commands.values(), key=lambda handler: handler.mark.name)
    offered = [handler for handler in handlers if handler.mark.shortcut]
    hold("shortcuts of a manifest", offered)
    for handler in offered:
        hold("shortcut name", handler.mark.shortcut)
        hold("shortcut description", handler.about)
    return [
        {
            "name": handler.mark.shortcut,
            "type": "global",
            "callback_id": asking(handler).address,
            "description": handler.about,
        }
        for handler in offered
    ]


def _command(name: str, handlers: list[Handler], *, help: str) -> Json:
    """A slash command for all the commands that begin with its word."""
    hold("command name", name)
    description = _about(handlers, help)
    hold("command description", description)
    command = {"command": name, "description": description, "should_escape": True}
    hint = _usage(handlers)
    return {**command, "usage_hint": hint} if hint else command


def _about(handlers: list[Handler], help: str) -> str:
    """What the commands are for; of many the first ones."""
    if len(handlers) == 1:
        return handlers[0].about
    words = [_rest(handler) for handler in handlers if _rest(handler)]
    whole = f"{NAME}: {either(words)}. {help} says more."
    while len(whole) > LIMITS["command description"]:
        words.pop()
        whole = f"{NAME}: {', '.join(words)} … {help} says more."
    return whole


def _usage(handlers: list[Handler]) -> str:
    """What can follow the word, with its options; where that is too much, without them."""
    whole = [
        " ".join(part for part in (_rest(h), *(option.usage for option in h.parameters)) if part) for h in handlers
    ]
    hint = " | ".join(filter(None, whole))
    if len(hint) > LIMITS["command usage hint"]:
        hint = " | ".join(filter(None, map(_rest, handlers)))
    hold("command usage hint", hint)
    return hint


def _rest(handler: Handler) -> str:
    """A command's words after the first."""
    return handler.mark.name.partition(" ")[2]
