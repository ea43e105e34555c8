"""`/class`: who teaches here."""

from __future__ import annotations

from typing import Annotated, Literal

from bot.chat import About, Answer, Invoke, Level, PersonKey, Reply, View, command, rich
from bot.classes.service import Classes

Teacher = Annotated[PersonKey, About("somebody of this space, such as @maya")]
Change = Annotated[Literal["add", "remove"], About("add them, or take them off")]


class ClassCommands:
    """What a class says about itself."""

    def __init__(self, classes: Classes) -> None:
        self._classes = classes

    @command("class teachers", answers="note")
    async def teachers(self, event: Invoke) -> Reply:
        """Who teaches this class."""
        names = await self._classes.teachers(event)
        if not names:
            nobody = "Nobody yet. Whoever manages this space becomes its teacher with their first /quiz round."
            return Reply(View(rich("{}", nobody)))
        return Reply(View(rich("This class is taught by **{}**.", ", ".join(names))))

    @command("class teacher", answers="note", level=Level.TEACHER)
    async def teacher(self, event: Invoke, person: Teacher, change: Change = "add") -> Answer:
        """Make somebody a teacher of this class, or no longer one."""
        if change == "remove":
            return await self._classes.unname_teacher(
                event, person, lambda name: Reply(View(rich("**{}** no longer teaches this class.", name)))
            )
        return await self._classes.name_teacher(
            event, person, lambda name: Reply(View(rich("**{}** now teaches this class.", name)))
        )
