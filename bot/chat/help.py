"""`/swot help`, generated from the commands themselves."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Annotated

from bot.chat.answers import Reply
from bot.chat.declared import Handler, Level, command
from bot.chat.events import Invoke, Suggest
from bot.chat.parameters import About, Suggested
from bot.chat.registry import Registry
from bot.chat.text import Text, lines, paragraphs, rich
from bot.chat.views import Option, View

CommandName = Annotated[str, About("the command to explain"), Suggested("commands")]


class HelpCommands:
    """What there is, and how each thing is used."""

    def __init__(self, registry: Callable[[], Registry]) -> None:
        self._registry = registry

    @command("swot help", answers="note")
    async def help(self, event: Invoke, command: CommandName | None = None) -> Reply:
        """What Swot can do, and how to ask for it."""
        registry = self._registry()
        if command:
            group = command.removeprefix("/").casefold()
            inside = [handler for name, handler in sorted(registry.commands.items()) if name.split()[0] == group]
            if len(inside) > 1 and group not in registry.commands:
                told = lines(*(rich("**/{}** · {}", handler.mark.name, handler.about) for handler in inside))
                return Reply(View(told, title=f"/{group}"))
            handler, _ = registry.command(command)
            return Reply(View(_explained(handler), title=f"/{handler.mark.name}"))
        listed = sorted(registry.commands.values(), key=lambda handler: handler.mark.name)
        everyone = [handler for handler in listed if handler.mark.level is Level.EVERYONE]
        teachers = [handler for handler in listed if handler.mark.level is not Level.EVERYONE]
        groups = groupby(teachers, key=lambda handler: handler.mark.name.partition(" ")[0])
        text = paragraphs(
            lines(rich("**For everyone**"), *(rich("**/{}** · {}", h.mark.name, h.about) for h in everyone)),
            # Teachers have many: what each does comes with its group.
            lines(rich("**For teachers**"), *(_group(word, list(inside)) for word, inside in groups)),
            rich("More about some, or one: /swot help class, /swot help quiz round"),
        )
        return Reply(View(text, title="Swot"))

    async def commands(self, event: Suggest) -> tuple[Option, ...]:
        """The commands that begin like what is typed."""
        typed = event.typed.strip().removeprefix("/").casefold()
        return tuple(Option(f"/{name}", name) for name in sorted(self._registry().commands) if name.startswith(typed))


def _group(word: str, inside: list[Handler]) -> Text:
    """Commands that begin with the same word, in a line."""
    if [handler.mark.name for handler in inside] == [word]:
        return rich("**/{}** · {}", word, inside[0].about)
    return rich("**/{}** · {}", word, ", ".join(handler.mark.name.partition(" ")[2] for handler in inside))


def _explained(handler: Handler) -> Text:
    options = (rich("**{}** · {}", option.usage, option.told) for option in handler.parameters)
    who = rich("Only for teachers of the class.") if handler.mark.level is not Level.EVERYONE else ()
    return paragraphs(rich("{}", handler.about), lines(*options), who)
