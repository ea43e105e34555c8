"""Slack as the core sees it: every workspace that Swot is in, each asked for what is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from adapters.slack.answers import Answers
from adapters.slack.events import is_farewell
from adapters.slack.keys import NAME, key_of, team_of
from adapters.slack.memory import Memory
from adapters.slack.platform import SlackPlatform
from adapters.slack.rich import Json
from adapters.slack.trouble import Revoked, SlackRefused
from adapters.slack.workspace import Workspace
from bot.chat import Aside, DeskRefused, Direct, Group, NotSent, Profile, Unreachable, View
from bot.clock import HOUR

log = logging.getLogger(__name__)

Found = TypeVar("Found")
MOST = 2_000
"""Workspaces kept furnished; one that is not is furnished again when something happens in it."""
NOT_THERE = "Swot is not in that workspace any more"
UNTIL_THERE = HOUR
"""How long what is to be said waits where Swot is not: it may be added again, so what goes on there is not given up."""
MET = 20_000
"""Persons of other workspaces remembered, with the one in which they were met."""
FROM_WHAT_SWOT_SHOWS = ("block_actions", "block_suggestion", "view_submission", "view_closed")
"""Payloads that come of a message or a page of ours, so that they are for us whoever's workspace they name."""


class Workspaces:
    """The port, and the way to the workspace that something is of."""

    name = NAME
    knows_nonces = SlackPlatform.knows_nonces
    posts_a_second = SlackPlatform.posts_a_second
    has_private_threads = SlackPlatform.has_private_threads
    allowing = SlackPlatform.allowing

    def __init__(
        self,
        furnish: Callable[[str], Awaitable[Workspace | None]],
        on_revoked: Callable[[Workspace, str], Awaitable[None]],
        on_left: Callable[[Workspace], Awaitable[bool]],
        spaces_of: Callable[[str], Awaitable[Sequence[str]]],
    ) -> None:
        """`on_left` hears farewells, and says whether they are so; `spaces_of` knows where a person has a class."""
        self._furnish = furnish
        self._on_revoked = on_revoked
        self._on_left = on_left
        self._spaces_of = spaces_of
        self._known: dict[str, Workspace] = {}
        self._furnishing: dict[str, asyncio.Task[Workspace | None]] = {}
        self._met: Memory[str, str] = Memory(MET)

    async def at(self, team: str) -> Workspace | None:
        """The workspace, if Swot is in it."""
        known = self._known.get(team)
        if known is not None:
            return known
        under_way = self._furnishing.get(team)
        if under_way is None:
            # A whole room presses at once: one of them has it furnished, the others wait.
            under_way = self._furnishing[team] = asyncio.create_task(self._furnished(team))
            under_way.add_done_callback(lambda _: self._furnishing.pop(team, None))
        return await asyncio.shield(under_way)

    async def _furnished(self, team: str) -> Workspace | None:
        found = await self._furnish(team)
        if found is not None:
            found.answers.on_revoked = lambda why: self._answers_renewed(found, why)
            found.answers.on_stranger = lambda person: self._met.keep(person, found.team)
            found.people.on_stranger = found.answers.on_stranger
            if len(self._known) >= MOST:
                await self._known.pop(next(iter(self._known))).close()
            self._known[team] = found
        return found

    async def of(self, body: Json) -> Workspace | None:
        """The workspace that a payload was sent for: where Swot is installed, not where its sender comes from."""
        installed, teams = _installed_in(body), _teams(body)
        # Of a press on a message Slack may name the workspace at the other end of a channel; one alone is still meant.
        anywhere = [""] if not teams or body.get("type") in FROM_WHAT_SWOT_SHOWS else []
        for team in [installed] if installed else [*teams, *anywhere]:
            found = await self.at(team)
            if found is not None:
                return found
        return None

    async def is_so(self, workspace: Workspace, body: Json) -> bool:
        """Whether a payload is to be believed; if it says that Swot is thrown out, the workspace is given up."""
        return not is_farewell(body) or await self._on_left(workspace)

    async def drop(self, team: str) -> None:
        """Speak there with this token no more."""
        known = self._known.pop(team, None)
        if known is not None:
            await known.close()

    def forget(self, is_gone: Callable[[str], bool]) -> None:
        """Remember nothing any more of the persons for whom this holds."""
        self._met.drop(is_gone)
        for workspace in self._known.values():
            workspace.forget(is_gone)

    async def close(self) -> None:
        """Let go of all of them."""
        for team in list(self._known):
            await self.drop(team)

    # The port

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Post `view`; give the message's id. Raises as the port does, or `TooMuch`."""
        return await self._there(room, lambda platform: platform.post(room, view, nonce=nonce))

    async def find_post(self, room: str, nonce: str, *, since: int) -> str | None:
        """The message whose metadata has the nonce. Raises as the port does."""
        return await self._asked(room, lambda platform: platform.find_post(room, nonce, since=since))

    async def edit(self, room: str, message: str, view: View) -> None:
        """Put `view` in place of what the message showed. Raises as `post` does."""
        await self._there(room, lambda platform: platform.edit(room, message, view))

    async def open(self, place: Aside) -> str:
        """The room of what lies aside of other rooms. Raises as `post` does.

        Somebody of a workspace that Swot is not in is written to from where they were met last.
        """
        if not isinstance(place, Direct):
            return await self._there(place.key, lambda platform: platform.open(place))
        space = await self._space_of(place.person)
        if space is None:
            raise DeskRefused("somebody is of another workspace, and nobody knows where they were met")
        return await self._there(space, lambda platform: platform.open(place))

    async def groups(self, space: str) -> tuple[Group, ...]:
        """The workspace's user groups and who is in them. Raises as `post` does."""
        return await self._asked(space, lambda platform: platform.groups(space))

    async def profile(self, person: str) -> Profile | None:
        """What Slack tells of the person, if they were met in a workspace that Swot is in. Raises as `post` does."""
        space = await self._space_of(person)
        if space is None:
            return None
        return await self._asked(space, lambda platform: platform.profile(person))

    async def fetch(self, file: str, *, limit: int) -> bytes:
        """The content of a file, by its key. Raises `UserError` over `limit` bytes; otherwise as `post` does."""
        return await self._asked(file, lambda platform: platform.fetch(file, limit=limit))

    async def _space_of(self, person: str) -> str | None:
        """The workspace through which a person is reached: their own, or one in which they were met as a guest."""
        # The last is the one workspace that there is, where there is one alone.
        for team in (team_of(person), self._met.get(person), ""):
            if team is not None and await self.at(team) is not None:
                return key_of(team)
        spaces = [space for space in await self._spaces_of(person) if space.startswith(key_of(""))]
        for space in spaces:
            if await self.at(team_of(space)) is not None:
                return space
        # Where Swot was, it may come again: nobody has refused anything.
        return spaces[0] if spaces else None

    async def _asked(self, key: str, ask: Callable[[SlackPlatform], Awaitable[Found]]) -> Found:
        """What the platform of the key's workspace answers, as far as it does."""
        try:
            return await self._there(key, ask)
        except SlackRefused as error:
            if isinstance(error, NotSent | Unreachable):
                raise
            raise Unreachable(str(error), advice=error.advice) from error

    async def _there(self, key: str, ask: Callable[[SlackPlatform], Awaitable[Found]]) -> Found:
        """Have the platform of the key's workspace do something; with a newer token, where there is one."""
        workspace = await self._at(key)
        try:
            return await ask(workspace.platform)
        except Revoked as error:
            newer = await self._renewed(workspace, error.error)
            if newer is None:
                raise
        return await ask(newer.platform)

    async def _at(self, key: str) -> Workspace:
        """The workspace that a key is of. Raises `NotSent` where Swot is not in it."""
        workspace = await self.at(team_of(key))
        if workspace is None:
            raise NotSent(NOT_THERE, wait=UNTIL_THERE)
        return workspace

    async def _renewed(self, workspace: Workspace, why: str) -> Workspace | None:
        """The workspace with a newer token than the one that Slack takes no more, if another process was given one."""
        log.warning("Slack takes the token for %s no more: %s", workspace.team, why)
        if self._known.get(workspace.team) is workspace:  # or else somebody has found out before
            await self.drop(workspace.team)
        await self._on_revoked(workspace, why)
        newer = await self.at(workspace.team)
        return newer if newer is not None and newer.web.client.token != workspace.web.client.token else None

    async def _answers_renewed(self, workspace: Workspace, why: str) -> Answers | None:
        newer = await self._renewed(workspace, why)
        return newer.answers if newer is not None else None


def _installed_in(body: Json) -> str:
    """The workspace in which Swot is meant, where a payload says it for certain: events do, and what views bring."""
    authorizations: Sequence[Json] = body.get("authorizations") or ({},)
    view = body.get("view") or {}
    return str(authorizations[0].get("team_id") or view.get("app_installed_team_id") or "")


def _teams(body: Json) -> list[str]:
    """The workspaces that a payload may have been sent for, the surest first."""
    candidates = ((body.get("team") or {}).get("id"), body.get("team_id"))
    return [str(team) for team in dict.fromkeys(candidates) if team]
