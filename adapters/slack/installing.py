"""How a workspace adds Swot: Slack's OAuth, with tokens that lie encrypted in the database."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation as Installed
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.asgi import INSTALL, RETURN
from adapters.slack.keys import key_of
from adapters.slack.manifest import SCOPES
from adapters.slack.settings import OAuth
from bot.clock import MINUTE, Clock
from bot.errors import UserError
from bot.installations.model import Installation
from bot.installations.sealing import Seal
from bot.installations.service import Installations

log = logging.getLogger(__name__)
THEIRS = logging.getLogger("slack_bolt.oauth")
"""What Bolt tells of by itself: at lower levels the pages that it shows."""

STATE_LIVES = 10 * MINUTE
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Swot</title><style>body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;
color-scheme:light dark}}</style><h1>{}</h1><p>{}</p></html>"""
DONE = (
    "Swot is in your workspace",
    "Go to the class's channel in Slack and say <b>/invite @Swot</b> there, and then <b>/{prefix}class setup</b>.",
)
AGAIN = f'<a href="{INSTALL}">Try again</a>.'
WHY = {
    "access_denied": f"Nothing was added, as you wanted. {AGAIN}",
    "invalid_browser": f"That was begun in another browser, or too long ago. {AGAIN}",
    "invalid_state": f"That took longer than ten minutes. {AGAIN}",
    "storage_error": "The workspace could not be kept. Whoever runs this Swot finds out why with <b>swot doctor</b>.",
}
OTHERWISE = f"Slack did not confirm it. {AGAIN}"


def oauth_flow(
    settings: OAuth,
    client: AsyncWebClient,
    installations: Installations,
    clock: Clock,
    *,
    prefix: str,
    on_added: Callable[[Installation], Awaitable[None]],
) -> AsyncOAuthFlow:
    """The pages that workspaces add Swot by; `on_added` is told of each."""
    return AsyncOAuthFlow(
        client=client,
        logger=THEIRS,
        settings=AsyncOAuthSettings(
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            scopes=SCOPES,
            install_path=INSTALL,
            install_page_rendering_enabled=False,
            redirect_uri=f"{settings.url}{RETURN}",
            redirect_uri_path=RETURN,
            installation_store=_Kept(installations, clock, on_added),
            state_store=_States(Seal(settings.keys), clock),
            state_expiration_seconds=STATE_LIVES // 1_000_000,
            callback_options=_pages(prefix),
            logger=THEIRS,
        ),
    )


class _Kept(AsyncInstallationStore):
    """Where Bolt leaves what it was given; it asks for nothing back."""

    def __init__(
        self, installations: Installations, clock: Clock, on_added: Callable[[Installation], Awaitable[None]]
    ) -> None:
        self._installations = installations
        self._clock = clock
        self._on_added = on_added

    async def async_save(self, installation: Installed) -> None:
        """Keep the token of a workspace. Raises `BoltError`, also for what is installed in no workspace."""
        if not (installation.team_id and installation.bot_token):
            raise BoltError("Swot is added to one workspace at a time")
        scopes = installation.bot_scopes or ()
        added = Installation(
            space=key_of(installation.team_id),
            token=installation.bot_token,
            bot_user=installation.bot_user_id or "",
            scopes=tuple(scopes.split(",") if isinstance(scopes, str) else scopes),
            installed_at=self._clock.now(),
            installer=installation.user_id,
        )
        try:
            await self._installations.keep(added)
        except (UserError, OSError) as error:
            raise BoltError(str(error)) from error
        log.info("Swot was added to the workspace %s", installation.team_id)
        await self._on_added(added)


class _States(AsyncOAuthStateStore):
    """What ties the return to its beginning: sealed and dated, so that any process knows it again.

    Bolt also has the browser keep it; and Slack takes each code that comes with it only once.
    """

    def __init__(self, seal: Seal, clock: Clock) -> None:
        self._seal = seal
        self._clock = clock

    async def async_issue(self, *_: Any, **__: Any) -> str:
        """A new one."""
        return self._seal.sealed(f"{self._clock.now()} {secrets.token_urlsafe(8)}")

    async def async_consume(self, state: str) -> bool:
        """Whether it is one of ours, and still good."""
        try:
            issued = int(self._seal.opened(state).partition(" ")[0])
        except (UserError, ValueError):
            return False
        return 0 <= self._clock.now() - issued <= STATE_LIVES


def _pages(prefix: str) -> AsyncCallbackOptions:
    async def added(_: AsyncSuccessArgs) -> BoltResponse:
        title, told = DONE
        return _page(200, title, told.format(prefix=prefix))

    async def not_added(failed: AsyncFailureArgs) -> BoltResponse:
        log.warning("Swot was not added to a workspace: %s", failed.reason)
        return _page(failed.suggested_status_code, "Swot was not added", WHY.get(failed.reason, OTHERWISE))

    return AsyncCallbackOptions(success=added, failure=not_added)


def _page(status: int, title: str, told: str) -> BoltResponse:
    headers: dict[str, str | Sequence[str]] = {"content-type": ["text/html; charset=utf-8"]}
    return BoltResponse(status=status, body=PAGE.format(title, told), headers=headers)
