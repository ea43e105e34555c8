"""What stands on a desk that was moved."""

from __future__ import annotations

from bot.chat import Button, View, lines, rich, to
from bot.desks.commands import DeskCommands, who_reads


class DeskPages:
    """Greetings in the new place."""

    def thread(self) -> View:
        """To somebody in their new thread: what it is for, and who reads along."""
        told = lines(rich("**Your desk**: what I have for you alone comes here from now on."), who_reads())
        return View(told, controls=(Button("Direct messages instead", to(DeskCommands.move_back)),))

    def direct(self) -> View:
        """To somebody in their direct messages: that their desk is here again."""
        return View(rich("**Your desk** is here again."))
