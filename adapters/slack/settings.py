"""What an operator decides of Slack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yarl
from slack_sdk.web.async_client import AsyncWebClient

from adapters.outgoing import DIRECTLY, Outgoing
from bot.errors import UserError

HALF = (
    "Slack needs both SWOT_SLACK_BOT_TOKEN (xoxb-…) and SWOT_SLACK_APP_TOKEN (xapp-…), or over HTTP "
    "SWOT_SLACK_SIGNING_SECRET in the app token's place; one of them is missing."
)
BOTH = (
    "SWOT_SLACK_APP_TOKEN is for Socket Mode and SWOT_SLACK_SIGNING_SECRET for HTTP. Leave one of them out: "
    "deploy/slack.md says which."
)
NO_CLIENT = (
    "Over HTTP Slack needs SWOT_SLACK_BOT_TOKEN for one workspace, or SWOT_SLACK_CLIENT_ID and "
    "SWOT_SLACK_CLIENT_SECRET for all that add Swot."
)
NO_URL = (
    "SWOT_SLACK_URL is where Slack reaches Swot, such as https://swot.school.example: workspaces are sent back there."
)
BAD_PREFIX = (
    "SWOT_SLACK_PREFIX is what the commands begin with after the stroke, such as swot- for /swot-quiz: at most 20 "
    "small letters, figures, hyphens and underscores. “{}” is not."
)
BAD_LISTEN = "SWOT_LISTEN is where Swot listens for Slack, as 127.0.0.1:3000; “{}” is not."
LISTEN = "127.0.0.1:3000"
_PREFIX = re.compile(r"[a-z0-9_-]{0,20}")
"""With the longest command of ours, as long as Slack lets one be."""


@dataclass(frozen=True, slots=True)
class OAuth:
    """What lets workspaces add Swot themselves."""

    client_id: str
    client_secret: str = field(repr=False)
    url: str
    """Where Swot is reached from outside, without a slash at its end."""
    keys: str = field(repr=False)
    """What their tokens are encrypted with."""


@dataclass(frozen=True, slots=True)
class Http:
    """What it takes for Slack to come to us."""

    signing_secret: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 3000
    """0: any that is free."""
    oauth: OAuth | None = None


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """An installation in one workspace, or over HTTP in many."""

    bot_token: str = field(default="", repr=False)
    """`xoxb-…`; empty where workspaces add Swot themselves."""
    app_token: str = field(default="", repr=False)
    """`xapp-…`, for Socket Mode."""
    prefix: str = ""
    """What stands before every command, where another app has the same: with `swot-`, `/quiz` is `/swot-quiz`."""
    base_url: str = AsyncWebClient.BASE_URL
    outgoing: Outgoing = DIRECTLY
    http: Http | None = None
    """Instead of Socket Mode."""

    @classmethod
    def of(cls, given: Mapping[str, str], outgoing: Outgoing) -> SlackSettings | None:
        """What environment variables say; nothing where they say nothing of Slack. Raises `UserError`."""
        bot, app = given.get("SWOT_SLACK_BOT_TOKEN", ""), given.get("SWOT_SLACK_APP_TOKEN", "")
        secret = given.get("SWOT_SLACK_SIGNING_SECRET", "")
        if not (bot or app or secret):
            return None
        if app and secret:
            raise UserError(BOTH)
        if not secret and not (bot and app):
            raise UserError(HALF)
        more = {
            "prefix": checked_prefix(given.get("SWOT_SLACK_PREFIX", "")),
            "base_url": given.get("SWOT_SLACK_API_URL"),
        }
        rest = {name: value for name, value in more.items() if value}
        return cls(bot, app, **rest, outgoing=outgoing, http=_http(given, secret, bot) if secret else None)


def checked_prefix(given: str) -> str:
    """The prefix, if commands of Slack's can begin with it. Raises `UserError`."""
    if not _PREFIX.fullmatch(given):
        raise UserError(BAD_PREFIX.format(given[:40]))
    return given


def _http(given: Mapping[str, str], secret: str, bot: str) -> Http:
    listen = given.get("SWOT_LISTEN", LISTEN)
    host, _, port = listen.rpartition(":")
    if not (host and port.isdigit() and int(port) < 1 << 16):
        raise UserError(BAD_LISTEN.format(listen[:40]))
    client, client_secret = given.get("SWOT_SLACK_CLIENT_ID"), given.get("SWOT_SLACK_CLIENT_SECRET")
    if bot:
        return Http(secret, host, int(port))
    if not (client and client_secret):
        raise UserError(NO_CLIENT)
    url = yarl.URL(given.get("SWOT_SLACK_URL", ""))
    if not (url.scheme in ("http", "https") and url.host):
        raise UserError(NO_URL)
    keys = given.get("SWOT_SECRET_KEY", "")
    return Http(secret, host, int(port), OAuth(client, client_secret, str(url).rstrip("/"), keys))
