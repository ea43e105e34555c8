"""`/class`: who teaches here, who has which role, and what they have done by it."""

from __future__ import annotations

from typing import Annotated, Literal

from bot.chat import (
    About,
    Answer,
    Button,
    Invoke,
    Level,
    Moment,
    Option,
    PersonKey,
    Press,
    Reply,
    Suggest,
    Suggested,
    Text,
    View,
    command,
    dotted,
    lines,
    paragraphs,
    pressed,
    rich,
    to,
)
from bot.classes.model import Deed
from bot.classes.roles import Done, Roles

SomeRole = Literal["teacher", "marker", "observer", "learner"]
Somebody = Annotated[PersonKey, About("somebody of this space, such as @maya")]
RoleName = Annotated[SomeRole, About("what they are from now on; learner: nothing more")]
GroupName = Annotated[str, About("a role of the server, or a user group of the workspace"), Suggested("groups")]
ClassName = Annotated[str, About("one of your classes"), Suggested("classes")]
NOBODY = (
    "Nobody yet. Whoever manages this space becomes its teacher with their first /quiz round, or with /class setup."
)
DOES = {
    "teacher": ("teaches", "teach"),
    "marker": ("marks for", "mark for"),
    "observer": ("observes", "observe"),
}
"""What a role does to a class: one person, several."""


class ClassCommands:
    """Who belongs to a class as what."""

    def __init__(self, roles: Roles) -> None:
        self._roles = roles

    @command("class teachers", answers="note")
    async def teachers(self, event: Invoke) -> Reply:
        """Who teaches this class."""
        names = [named.name for named in await self._roles.named(event) if named.holding.role == "teacher"]
        if not names:
            return Reply(View(rich("{}", NOBODY)))
        return Reply(View(rich("This class is taught by **{}**.", ", ".join(names))))

    @command("class roles", answers="note", level=Level.OBSERVER)
    async def roles(self, event: Invoke) -> Reply:
        """Who teaches, marks and observes here, and since when."""
        named = await self._roles.named(event)
        told = [
            dotted(
                rich("**{}**", one.name),
                rich("{}", one.holding.role),
                rich("since {}", Moment(one.holding.named_at, "day")),
            )
            for one in named
        ]
        hint = rich("/class role and /class group change that.")
        return Reply(View(lines(*told, hint), title="Roles"))

    @command("class role", answers="note", level=Level.TEACHER)
    async def role(self, event: Invoke, person: Somebody, role: RoleName) -> Answer:
        """Make somebody a teacher, marker or observer of this class, or a learner again."""
        return await self._roles.give(event, person, role, lambda name: Reply(View(_is_now(name, role, one=True))))

    @command("class group", answers="note", level=Level.TEACHER)
    async def group(self, event: Invoke, group: GroupName, role: RoleName) -> Answer:
        """Give a whole group of the server or workspace a role in this class."""
        found = await self._roles.group_named(event, group)
        return await self._roles.give(event, found.key, role, lambda name: Reply(View(_is_now(name, role, one=False))))

    async def groups(self, event: Suggest) -> tuple[Option, ...]:
        """The groups of the space that begin like what is typed."""
        typed = event.typed.strip().removeprefix("@").casefold()
        return tuple(
            Option(group.name, group.key) for group in await self._roles.groups(event) if typed in group.name.casefold()
        )

    # The log

    @command("class log", answers="note", level=Level.OBSERVER)
    async def log(self, event: Invoke) -> Reply:
        """What teachers and markers have changed here: who, what and when."""
        return Reply(_log(await self._roles.log(event, event.at + 1)))

    @pressed("class.log", answers="edit", level=Level.OBSERVER)
    async def log_before(self, event: Press, before: int) -> Reply:
        """Further back in the log."""
        return Reply(_log(await self._roles.log(event, before)), "edit")

    # Which class

    @command("class choose", answers="note")
    async def choose(self, event: Invoke, of: ClassName) -> Answer:
        """In several classes? Say which one you mean in direct messages."""
        mine = await self._roles.choices(event)
        wanted = of.strip().casefold()
        chosen = next((id for id, name in mine if wanted in (id, name.casefold())), of)
        return await self._roles.choose(event, chosen, lambda name: Reply(View(rich("**{}** it is.", name))))

    async def classes(self, event: Suggest) -> tuple[Option, ...]:
        """The classes that the person is in."""
        typed = event.typed.strip().casefold()
        return tuple(Option(name, id) for id, name in await self._roles.choices(event) if typed in name.casefold())


def _is_now(name: str, role: SomeRole, *, one: bool) -> Text:
    if role == "learner":
        return rich("**{}** {} here again.", name, "is a learner" if one else "are learners")
    does = DOES[role][0 if one else 1]
    return rich("**{}** now {} this class.", name, does)


def _log(page: tuple[list[Done], bool]) -> View:
    done, more = page
    if not done:
        return View(rich("Nothing has been changed here by a teacher yet."))
    told = [
        lines(dotted(rich("**{}**", one.name), _what(one.deed), _when(one.deed.at)), rich("{}", one.deed.told))
        for one in done
    ]
    older = (Button("Further back", to(ClassCommands.log_before, done[-1].deed.at)),) if more else ()
    return View(paragraphs(*told), title="What was changed", controls=older)


def _what(deed: Deed) -> Text:
    """The command by which it was done; what a button was for tells nobody more than what came of it."""
    return rich("{}", deed.what) if deed.what.startswith("/") else ()


def _when(at: int) -> Text:
    return rich("{} {}", Moment(at, "day"), Moment(at, "clock"))
