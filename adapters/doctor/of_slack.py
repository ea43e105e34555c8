"""Slack, as far as this installation gets there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.doctor.findings import Finding, ok, stands_alone, wrong
from adapters.reaching import reason
from adapters.slack import SlackSettings
from adapters.slack.entry import NO_BOT, NO_SOCKET
from adapters.slack.manifest import SCOPES
from adapters.slack.trouble import SlackRefused, told
from adapters.slack.web import Web
from bot.chat import NotSent, OutcomeUnknown


async def examine_slack(settings: SlackSettings, patience: float) -> list[Finding]:
    """Whether Slack is reached, takes both tokens, and lets Swot do what it has to."""
    web = Web.open(settings.bot_token, settings.base_url, settings.outgoing)
    try:
        found = await stands_alone("Slack can't be asked", _bot(web), patience)
        return found + await stands_alone("Slack can't be asked", _socket(web, settings.app_token), patience)
    finally:
        await web.close()


async def _bot(web: Web) -> Sequence[Finding]:
    """Whose token it is, and what it may do."""
    try:
        with told():
            response = await web.client.auth_test()
    except (NotSent, OutcomeUnknown, SlackRefused) as error:
        return [_refused(error, NO_BOT)]
    identity: Any = response.data
    found = [ok(f"Slack knows the bot token: {identity.get('user')} in the workspace “{identity.get('team')}”.")]
    headers = {name.casefold(): value for name, value in response.headers.items()}
    if "x-oauth-scopes" in headers:
        given = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
        found += _missing(given)
    return found


def _missing(given: set[str]) -> list[Finding]:
    missing = [scope for scope in SCOPES if scope not in given]
    if not missing:
        return [ok("The bot token has every scope of the manifest.")]
    remedy = "Put deploy/slack-manifest.yaml into the app's page App Manifest, and install the app again."
    return [wrong(f"The bot token lacks {', '.join(missing)}.", remedy)]


async def _socket(web: Web, app_token: str) -> Sequence[Finding]:
    """Whether events may come; no connection is made, for Slack would send some of them there."""
    try:
        with told():
            await web.client.apps_connections_open(app_token=app_token)
    except (NotSent, OutcomeUnknown, SlackRefused) as error:
        return [_refused(error, NO_SOCKET)]
    return [ok("Slack takes the app token, and Socket Mode is on.")]


def _refused(error: NotSent | OutcomeUnknown | SlackRefused, sentence: str) -> Finding:
    if isinstance(error, SlackRefused):
        return wrong(sentence.format(error.error))
    return wrong(f"Slack can't be reached: {reason(error.__cause__ or error)}.", out_of_reach=True)
