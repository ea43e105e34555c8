"""Who people are. Slack's events name only a handle; the name on a board has to be asked for, and not too often."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TypeVar

from adapters.slack.keys import id_of, is_person, key_of, team_of
from adapters.slack.memory import Memory
from adapters.slack.rich import Json
from adapters.slack.trouble import SlackRefused
from adapters.slack.web import Web
from bot.chat import AnyEvent, Group, Invoke, NotSent, Opened, OutcomeUnknown, Profile, Submit
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

_MENTIONED = re.compile(r"@(slack:T\w+\.[UW]\w+)")

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
        self._homes: Memory[str, str] = Memory(KEPT)
        """Which workspace a user is of, by their id, which is no other's in any workspace."""
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._looking: asyncio.Task[None] | None = None
        self._alarm: Alarm | None = None
        self._waiting = 0
        self._quiet_until = 0
        self._groups: tuple[int, list[Json]] | None = None
        """When the workspace's user groups were told, and which they were."""
        self.on_stranger: Callable[[str], None] | None = None
        """Told of each person of another workspace who is named here."""

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
            self._groups = now, listed
        return tuple(self._group(team, group) for group in self._groups[1])

    def _group(self, team: str, group: Json) -> Group:
        """The group with its people by their own workspaces, as far as those are known: who acts has been looked up."""
        people = frozenset(key_of(self._homes.get(user) or team, user) for user in group.get("users") or ())
        return Group(key_of(team, f"&{group['id']}"), f"{group['handle']}", people)

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

    async def at_home(self, event: Named) -> Named:
        """The event with everybody who is named in it by the key of their own workspace, with which they press.

        Mentions and picks tell an id alone. Where Slack does not say more just now, it stands for one of ours.
        """
        match event:
            case Invoke():
                text = event.text
                for key in set(_MENTIONED.findall(text)):
                    text = re.sub(rf"@{re.escape(key)}\b", f"@{await self._own_key(key)}", text)
                return replace(event, text=text)
            case Submit():
                picked = {name: value for name, value in event.fields.items() if is_person(value)}
                homes = {name: await self._own_key(value) for name, value in picked.items()}
                return replace(event, fields={**event.fields, **homes})
            case _:
                return event

    async def _own_key(self, key: str) -> str:
        if team_of(key) != self._team:
            return key
        if self._homes.get(id_of(key)) is None:
            try:
                await self._look_up(key)
            except (NotSent, OutcomeUnknown, SlackRefused) as error:
                log.info("nobody says of which workspace somebody is: %s", error)
        own = key_of(self._homes.get(id_of(key)) or self._team, id_of(key))
        if own != key and self.on_stranger is not None:
            self.on_stranger(own)
        return own

    def forget(self, is_gone: Callable[[str], bool]) -> None:
        """Remember nothing any more of the persons for whom this holds."""
        self._known.drop(is_gone)
        self._homes.drop(lambda id: is_gone(key_of(self._homes.get(id) or self._team, id)))
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
            profile, home = _profile(found["user"], self._team), _home(found["user"], self._team)
            self._homes.keep(id_of(person), home)
            person = key_of(home, id_of(person))
            if id_of(person) in self._managers and not _is_restricted(found["user"]):
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


def _profile(user: Json, team: str) -> Profile:
    """What Slack tells of a user; who looks after another workspace, and is here as a guest, manages nothing here."""
    details = user.get("profile")
    names = details if isinstance(details, dict) else {}
    name = names.get("display_name") or names.get("real_name") or user.get("real_name") or user.get("name") or ""
    manages = (
        _home(user, team) == team
        and not _is_restricted(user)
        and any(user.get(role) for role in ("is_admin", "is_owner", "is_primary_owner"))
    )
    return Profile(str(name), manages, str(user.get("tz") or ""), str(user.get("locale") or ""))


def _home(user: Json, team: str) -> str:
    """The workspace that a user is of: this one, if they are of several in an organisation and this is among them."""
    ours = team in (user.get("enterprise_user") or {}).get("teams", ())
    return team if ours else str(user.get("team_id") or team)


def _is_restricted(user: Json) -> bool:
    """Whether a user is a guest here, or was removed: then no other flag gives them a right."""
    return any(user.get(flag) for flag in ("is_restricted", "is_ultra_restricted", "deleted"))
