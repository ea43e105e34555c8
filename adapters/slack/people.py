"""Who people are. Slack's events name only a handle; the name on a board has to be asked for, and not too often."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from adapters.slack.keys import id_of, is_person, key_of
from adapters.slack.memory import Memory
from adapters.slack.rich import Json
from adapters.slack.trouble import SlackRefused
from adapters.slack.web import Web
from bot.chat import AnyEvent, Group, Invoke, NotSent, Opened, OutcomeUnknown, Profile
from bot.clock import MINUTE, SECOND, Alarm, Clock

log = logging.getLogger(__name__)

FRESH = 10 * MINUTE
"""How long a profile is taken for true. Whoever presses goes by the name that is known, while it is looked up anew."""
NO_GROUPS = ("missing_scope", "plan_upgrade_required", "paid_teams_only", "not_allowed_token_type")
"""How Slack says that there are no user groups to see."""
KEPT = 20_000
"""People remembered, and people waiting to be looked up."""
PACE = SECOND
"""Between two look-ups that nobody waits for; Slack allows some hundred a minute, and others need some too."""
PATIENCE = 1.0
"""Seconds that a command waits for its writer's name, and a page for its owner's: Slack tells of them least."""
AT_ONCE = 5
"""How many wait for a name at one time; the others go on with the handle."""

Named = TypeVar("Named", bound=AnyEvent)


@dataclass(frozen=True, slots=True)
class _Known:
    """What Slack said of somebody, and when."""

    profile: Profile | None
    at: int


class People:
    """Names and profiles, remembered for a while."""

    def __init__(self, web: Web, clock: Clock, team: str, managers: Collection[str] = ()) -> None:
        self._web = web
        self._team = team
        self._clock = clock
        self._managers = frozenset(managers)
        """Who manages the workspace whatever Slack says: whoever has added Swot."""
        self._known: Memory[str, _Known] = Memory(KEPT)
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._looking: asyncio.Task[None] | None = None
        self._alarm: Alarm | None = None
        self._waiting = 0
        self._quiet_until = 0
        self._groups: tuple[int, tuple[Group, ...]] | None = None
        """When the workspace's user groups were told, and which they were."""

    async def profile(self, person: str) -> Profile | None:
        """What Slack tells of the person; nothing if there is nobody. Raises as the port does."""
        known = self._known.get(person)
        return known.profile if known and self._is_fresh(person) else await self._look_up(person)

    async def groups(self, team: str) -> tuple[Group, ...]:
        """The workspace's user groups and who is in them. Raises as the port does."""
        now = self._clock.now()
        if self._groups is None or now - self._groups[0] >= FRESH:
            try:
                listed = (await self._web.ask("usergroups.list", include_users="true"))["usergroups"]
            except SlackRefused as error:
                if error.error not in NO_GROUPS:
                    raise
                log.info("no user groups: %s", error.error)
                listed = []
            self._groups = now, tuple(_group(team, group) for group in listed)
        return self._groups[1]

    async def named(self, event: Named) -> Named:
        """The event with the name that its person goes by, as far as that is known or soon is."""
        if not is_person(event.person):
            return event
        if not self._is_fresh(event.person):
            if isinstance(event, Invoke | Opened) and self._waiting < AT_ONCE:
                await self._wait_for(event.person)
            else:
                self._want(event.person)
        known = self._known.get(event.person)
        name = known.profile.name if known and known.profile else ""
        return replace(event, name=name) if name else event

    def forget(self, is_gone: Callable[[str], bool]) -> None:
        """Remember nothing any more of the persons for whom this holds."""
        self._known.drop(is_gone)
        for person in [person for person in self._wanted if is_gone(person)]:
            del self._wanted[person]

    async def close(self) -> None:
        """Look nobody up any more."""
        self._wanted.clear()
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])
        if self._alarm is not None:
            self._alarm.cancel()

    def _is_fresh(self, person: str) -> bool:
        known = self._known.get(person)
        return known is not None and self._clock.now() - known.at < FRESH

    async def _wait_for(self, person: str) -> None:
        self._waiting += 1
        try:
            async with asyncio.timeout(PATIENCE):
                await self._look_up(person)
        except (TimeoutError, NotSent, OutcomeUnknown, SlackRefused) as error:
            log.info("somebody could not be looked up: %s", error)
            self._want(person)
        finally:
            self._waiting -= 1

    async def _look_up(self, person: str) -> Profile | None:
        now = self._clock.now()
        if now < self._quiet_until:
            raise NotSent("Slack asks for patience", wait=self._quiet_until - now)
        try:
            found = await self._web.ask("users.info", user=id_of(person), include_locale=True)
            profile = _profile(found["user"], self._team)
            if id_of(person) in self._managers:
                profile = replace(profile, manages=True)
        except SlackRefused as error:
            if error.error not in ("user_not_found", "user_not_visible"):
                raise
            profile = None
        except NotSent as error:
            self._quiet_until = now + error.wait
            raise
        self._known.keep(person, _Known(profile, now))
        return profile

    def _want(self, person: str) -> None:
        """Have somebody looked up when there is time."""
        if len(self._wanted) < KEPT:
            self._wanted.setdefault(person)
        if self._looking is None and self._alarm is None:
            self._next()

    def _next(self) -> None:
        self._alarm = None
        if self._wanted:
            person, _ = self._wanted.popitem(last=False)
            self._looking = asyncio.create_task(self._look_up_quietly(person))

    async def _look_up_quietly(self, person: str) -> None:
        wait = PACE
        try:
            await self.profile(person)
        except NotSent as error:
            self._wanted.setdefault(person)
            wait = max(wait, error.wait)
        except (OutcomeUnknown, SlackRefused) as error:
            log.info("somebody could not be looked up: %s", error)
        finally:
            self._looking = None
            self._alarm = self._clock.ring(wait, self._next)


def _group(team: str, group: dict[str, Any]) -> Group:
    people = frozenset(key_of(team, user) for user in group.get("users") or ())
    return Group(key_of(team, f"&{group['id']}"), f"{group['handle']}", people)


def _profile(user: Json, team: str) -> Profile:
    """What Slack tells of a user; who looks after another workspace, and is here as a guest, manages nothing here."""
    details = user.get("profile")
    names = details if isinstance(details, dict) else {}
    name = names.get("display_name") or names.get("real_name") or user.get("real_name") or user.get("name") or ""
    # Within an organisation a member's own workspace may be another one; it tells all that they are of.
    ours = user.get("team_id", team) == team or team in (user.get("enterprise_user") or {}).get("teams", ())
    manages = ours and any(user.get(role) for role in ("is_admin", "is_owner", "is_primary_owner"))
    return Profile(str(name), manages, str(user.get("tz") or ""), str(user.get("locale") or ""))
