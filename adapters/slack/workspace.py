"""One workspace: what speaks in it, and what answers there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from adapters.inhand import InHand
from adapters.slack.answers import Answers, Here
from adapters.slack.naming import Naming
from adapters.slack.people import People
from adapters.slack.pictures import Pictures
from adapters.slack.platform import SlackPlatform
from adapters.slack.rich import Json
from adapters.slack.sending import Sending
from adapters.slack.web import Web
from bot.main import App


@dataclass(frozen=True, slots=True)
class Workspace:
    """Swot in one workspace, with a token that is good there."""

    team: str
    web: Web
    people: People
    platform: SlackPlatform
    answers: Answers

    @classmethod
    def furnished(
        cls, app: App, web: Web, identity: Json, *, prefix: str, in_hand: InHand, managers: Collection[str] = ()
    ) -> Workspace:
        """The workspace that `identity` (what `auth.test` answers) is of; `managers` manage it whatever Slack says."""
        people = People(web, app.clock, identity["team_id"], managers)
        pictures = Pictures(web, app.clock)
        naming = Naming(prefix, app.registry.commands)
        here = Here(identity["team_id"], naming)
        answers = Answers(app, people, Sending(web, pictures, app.clock), in_hand, here)
        platform = SlackPlatform(web, people, pictures, identity, naming)
        return cls(here.team, web, people, platform, answers)

    def forget(self, is_gone: Callable[[str], bool]) -> None:
        """Remember nothing any more of the persons for whom this holds."""
        self.platform.forget(is_gone)

    async def close(self) -> None:
        """Look nobody up any more."""
        await self.people.close()
