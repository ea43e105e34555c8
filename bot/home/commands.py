"""`/swot home`, and the Home page where a platform has one."""

from __future__ import annotations

from typing import Protocol

from bot.chat import Answer, Event, Home, Invoke, Opened, Press, Reply, View, command, home, pressed, rich
from bot.classes.roles import Roles
from bot.errors import UserError
from bot.home.service import Homes, Page, Undecided
from bot.homework.service import Homeworks


class Pages(Protocol):
    """How the page looks."""

    def page(self, page: Page) -> View:
        """The whole page."""
        ...

    def undecided(self, page: Undecided) -> View:
        """To somebody in several classes: that they say which one they mean."""
        ...


class HomeCommands:
    """A person's own page. What is begun there opens on their desk, and the page stays."""

    def __init__(self, homes: Homes, roles: Roles, homeworks: Homeworks, pages: Pages) -> None:
        self._homes = homes
        self._roles = roles
        self._homeworks = homeworks
        self._pages = pages

    @home()
    async def opened(self, event: Opened) -> Home:
        """The page where a platform has one."""
        return Home(await self._drawn(event))

    @command("swot home", answers="note")
    async def asked_for(self, event: Invoke) -> Reply:
        """Your own page: where you stand, what is due, and what to do next."""
        return Reply(await self._drawn(event))

    @pressed("home.class", answers="edit")
    async def choose(self, event: Press) -> Reply:
        """It shall be about another class."""
        if not event.values:
            raise UserError("Choose a class from the list.")
        await self._roles.choose(event, event.values[0], lambda name: Reply(View(rich("**{}** it is.", name))))
        return Reply(await self._drawn(event), "edit")

    @pressed("home.homework", answers="note")
    async def do_homework(self, event: Press, id: str, late: int) -> Answer:
        """The learner begins a homework, or goes on."""
        return await self._homeworks.begin(event, id, Reply, late=bool(late))

    async def _drawn(self, event: Event) -> View:
        found = await self._homes.of(event)
        return self._pages.undecided(found) if isinstance(found, Undecided) else self._pages.page(found)
