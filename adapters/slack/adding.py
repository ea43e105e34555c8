"""Workspaces that add Swot themselves, and throw it out again."""

from __future__ import annotations

import logging

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

from adapters.inhand import InHand
from adapters.slack.installing import oauth_flow
from adapters.slack.keys import key_of, team_of
from adapters.slack.settings import OAuth, SlackSettings
from adapters.slack.trouble import Revoked, SlackRefused
from adapters.slack.web import Web
from adapters.slack.workspace import Workspace
from adapters.slack.workspaces import Workspaces
from bot.chat import Direct, NotSent, OutcomeUnknown, Unreachable, View, lines, rich
from bot.errors import UserError
from bot.installations.model import Installation
from bot.installations.sealing import WRONG_KEY, Seal
from bot.installations.service import Installations
from bot.main import App

log = logging.getLogger(__name__)


class Adding:
    """Keeps their tokens, and furnishes each when something happens in it."""

    def __init__(self, app: App, settings: SlackSettings, oauth: OAuth, web: Web, in_hand: InHand) -> None:
        """Raises `UserError` where there is no key to keep tokens with."""
        self._app = app
        self._settings = settings
        self._web = web
        self._in_hand = in_hand
        self._installations = Installations(app.database, Seal(oauth.keys))
        self.workspaces = Workspaces(self._furnish, self._revoked, self._left, app.spaces_of)
        self.flow: AsyncOAuthFlow = oauth_flow(
            oauth, web.another(), self._installations, app.clock, prefix=settings.prefix, on_added=self._added
        )

    async def _furnish(self, team: str) -> Workspace | None:
        try:
            installed = await self._installations.find(key_of(team)) if team else None
        except UserError as error:
            log.warning("the token for %s can't be used: %s", team, error)
            return None
        if installed is None:
            return None
        web = self._web.with_token(installed.token)
        identity = {"team_id": team, "user_id": installed.bot_user, "ok": True}
        managers = [installed.installer] if installed.installer else []
        prefix = self._settings.prefix
        return Workspace.furnished(self._app, web, identity, prefix=prefix, in_hand=self._in_hand, managers=managers)

    async def _added(self, installed: Installation) -> None:
        """Use the new token, and greet whoever has added Swot."""
        await self.workspaces.drop(team_of(installed.space))
        self._in_hand.start(self._greet(installed))

    async def _greet(self, installed: Installation) -> None:
        person = f"{installed.space}.{installed.installer}"
        prefix = self._settings.prefix
        told = lines(
            rich("**Swot is in your workspace.**"),
            rich("In the class's channel say /invite @Swot, and then /{}class setup.", prefix),
            rich("You are the first teacher there, as whoever adds Swot is; you name the others."),
        )
        try:
            desk = await self.workspaces.open(Direct(person))
            await self.workspaces.post(desk, View(told), nonce=f"added {installed.installed_at}")
        except (Unreachable, NotSent, SlackRefused, OutcomeUnknown) as error:
            log.info("whoever added Swot could not be greeted: %s", error)

    async def check(self) -> None:
        """Say in the log if tokens can't be read: until the key is right, Swot is in those workspaces no more."""
        if unreadable := await self._installations.unreadable():
            log.error("Workspaces that can't be spoken with: %d. %s", unreadable, WRONG_KEY)

    async def _left(self, workspace: Workspace) -> bool:
        """The workspace is said to have thrown Swot out: nothing of its token is kept, if that is so.

        Slack tells it again for an hour where it was not heard, and Swot may have been added anew by then. When that
        was says less than Slack does: clocks differ, and it may have been added by another process.
        """
        try:
            await workspace.web.call("auth.test")
        except Revoked as error:
            await self.workspaces.drop(workspace.team)
            await self._revoked(workspace, error.error)
            log.info("Swot was removed from the workspace %s", workspace.team)
            return True
        except (NotSent, SlackRefused, OutcomeUnknown) as error:
            log.warning("Slack does not say whether the token for %s is still good: %s", workspace.team, error)
        return False

    async def _revoked(self, workspace: Workspace, why: str) -> None:
        """The token is good for nothing; a newer one may have been kept by another process."""
        kept = await self._installations.find(key_of(workspace.team))
        if kept is not None and kept.token == workspace.web.client.token:
            await self._installations.remove(key_of(workspace.team))
