"""What an operator decides of Slack."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from adapters.outgoing import DIRECTLY, Outgoing
from adapters.settings import OperatorSettings
from adapters.settings.values import NO_URL
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
    def of(cls, settings: OperatorSettings, outgoing: Outgoing) -> SlackSettings | None:
        """Those of the settings that are Slack's; nothing where they say nothing of it. Raises `UserError`."""
        bot, app = _told(settings.slack_bot_token), _told(settings.slack_app_token)
        secret = _told(settings.slack_signing_secret)
        if not (bot or app or secret):
            return None
        if app and secret:
            raise UserError(BOTH)
        if not secret and not (bot and app):
            raise UserError(HALF)
        http = _http(settings, secret, bot) if secret else None
        return cls(bot, app, settings.slack_prefix, settings.slack_api_url, outgoing, http)


def _http(settings: OperatorSettings, secret: str, bot: str) -> Http:
    host, port = settings.listen.host, settings.listen.port
    if bot:
        return Http(secret, host, port)
    client, client_secret = settings.slack_client_id, _told(settings.slack_client_secret)
    if not (client and client_secret):
        raise UserError(NO_CLIENT)
    if not settings.slack_url:
        raise UserError(NO_URL)
    return Http(secret, host, port, OAuth(client, client_secret, settings.slack_url, _told(settings.secret_key)))


def _told(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret is not None else ""
