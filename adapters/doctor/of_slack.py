"""Slack, as far as this installation gets there."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from http import HTTPStatus
from typing import Any

import aiohttp

from adapters.doctor.findings import Finding, note, ok, stands_alone, wrong
from adapters.health.words import HEALTHY
from adapters.reaching import reason
from adapters.slack import SlackSettings
from adapters.slack.asgi import INSTALL
from adapters.slack.entry import NO_BOT, NO_SOCKET
from adapters.slack.manifest import SCOPES
from adapters.slack.settings import Http, OAuth
from adapters.slack.trouble import SlackRefused, told
from adapters.slack.web import Web
from bot.chat import NotSent, OutcomeUnknown
from bot.errors import UserError
from bot.installations.sealing import Seal

NAMED = (
    "Swot calls its commands /{}quiz, /{}swot and so on. Where Slack has them with a prefix, set SWOT_SLACK_PREFIX to "
    "that; Slack lets nobody look."
)


async def examine_slack(settings: SlackSettings, patience: float) -> list[Finding]:
    """Whether Slack is reached, takes what it is given and lets Swot do its work; over HTTP, whether it gets here."""
    web = Web.open(settings.bot_token, settings.base_url, settings.outgoing)
    http = settings.http
    named = ok(NAMED.format(settings.prefix, settings.prefix))
    asked: list[Coroutine[Any, Any, Sequence[Finding]]] = []
    if settings.bot_token:
        asked.append(_bot(web))
    if http is None:
        asked.append(_socket(web, settings.app_token))
    elif http.oauth is not None:
        asked.append(_door(web, http, http.oauth))
    try:
        found = [finding for one in asked for finding in await stands_alone("Slack can't be asked", one, patience)]
        return [*found, named]
    finally:
        await web.close()


async def _door(web: Web, http: Http, oauth: OAuth) -> Sequence[Finding]:
    """Whether there is a key for tokens, and whether Swot, if it runs, is found where workspaces are sent back to."""
    found: list[Finding] = []
    try:
        Seal(oauth.keys)
    except UserError as error:
        found.append(wrong(str(error)))
    try:
        async with web.session.get(f"{oauth.url}{HEALTHY}", proxy=web.client.proxy) as response:
            answers = response.status == HTTPStatus.OK
    except (aiohttp.ClientError, TimeoutError):
        answers = False
    if answers:
        return [*found, ok(f"Swot is found at {oauth.url}; workspaces add it at {oauth.url}{INSTALL}.")]
    remedy = f"It has to run, and the web server there has to pass everything on to {http.host}:{http.port}."
    return [*found, note(f"Swot does not answer at {oauth.url}.", remedy)]


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
