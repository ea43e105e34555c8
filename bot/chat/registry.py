"""Every handler of the bot, by what leads to it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from bot.chat.answers import Kind
from bot.chat.asking import GO, RUN, asks_for_form, lacking
from bot.chat.declared import Handler, handlers_of
from bot.chat.events import AnyEvent, Invoke, Notice, Opened, Press, Submit, Suggest
from bot.chat.parameters import clean, either
from bot.chat.written import Unclear, split_options
from bot.errors import UserError

HELP = "swot help"
"""The command that explains the others."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Every handler of the bot, by what leads to it."""

    commands: dict[str, Handler]
    presses: dict[str, Handler]
    submits: dict[str, Handler]
    home: Handler | None
    notices: tuple[Handler, ...]

    @classmethod
    def of(cls, *owners: object) -> Registry:
        """Gather what the owners' classes declare. Raises `TypeError` if two claim one name."""
        tables: dict[str, dict[str, Handler]] = {what: {} for what in ("command", "press", "submit", "home")}
        notices: list[Handler] = []
        for handler in (handler for owner in owners for handler in handlers_of(owner)):
            if handler.mark.what == "notice":
                notices.append(handler)
                continue
            table = tables[handler.mark.what]
            if handler.mark.name in table:
                raise TypeError(f"two handlers for {handler.mark.what} {handler.mark.name!r}")
            table[handler.mark.name] = handler
        home = tables["home"].get("home")
        return cls(tables["command"], tables["press"], tables["submit"], home, tuple(notices))

    def command(self, words: str) -> tuple[Handler, str]:
        """The command that `words` begin with, and the words after it. Raises `UserError`."""
        folded = words.strip().removeprefix("/").split()
        for length in (3, 2, 1):
            handler = self.commands.get(" ".join(folded[:length]).casefold())
            if handler:
                rest = words.strip().removeprefix("/").split(None, length)[length:]
                if length == 1 and _asks_for_help(folded) and HELP in self.commands and not _takes_words(handler):
                    return self.commands[HELP], folded[0]
                return handler, rest[0] if rest else ""
        for asks in ("list", "about"):
            # A group by its bare name is a question of what there is.
            if len(folded) == 1 and (listing := self.commands.get(f"{folded[0].casefold()} {asks}")):
                return listing, ""
        given = clean(" ".join(folded[:2]))[:40]
        group = [name for name in self.commands if folded and name.split()[0] == folded[0].casefold()]
        if group and _asks_for_help(folded) and HELP in self.commands:
            return self.commands[HELP], folded[0]
        near = difflib.get_close_matches(given.casefold(), self.commands, n=1, cutoff=0.57)
        if group and (len(folded) == 1 or not near):
            raise UserError(f"Try {either([f'/{name}' for name in sorted(group)])}.")
        hint = f"Did you mean /{near[0]}?" if near else "/swot help lists what there is."
        raise UserError(f"There is no command /{given}. {hint}")

    def declared(self, event: AnyEvent) -> Kind:
        """The kind of the answer that the event will get, as far as its handler declares it.

        Whatever was declared, a refusal is a note. Where something required was left out, a form comes instead.
        """
        match event:
            case Suggest():
                return "choices"
            case Opened():
                return "home"
            case Notice():
                return "note"
        try:
            return self._declared(event)
        except (UserError, KeyError):
            return "note"

    def _declared(self, event: Invoke | Press | Submit) -> Kind:
        if isinstance(event, Invoke):
            handler, rest = self.command(f"{event.command} {event.text}")
            if asks_for_form(handler, rest):
                return "form"
            try:
                given = {**event.options, **split_options(handler.parameters, rest)}
            except Unclear:
                # Once it is known what there is by that name it may be clear.
                return handler.mark.answers or "note"
            return "form" if lacking(handler.parameters, given, event.files) else handler.mark.answers or "note"
        if event.action.name == GO:
            handler, _ = self.command(" ".join(event.action.arguments))
            return "form" if lacking(handler.parameters, {}, ()) else handler.mark.answers or "note"
        if event.action.name == RUN:
            handler, _ = self.command(" ".join(event.action.arguments))
            return "form" if isinstance(event, Press) else handler.mark.answers or "note"
        table = self.presses if isinstance(event, Press) else self.submits
        return table[event.action.name].mark.answers or "note"


def _asks_for_help(words: list[str]) -> bool:
    """Whether it is `/quiz help`: where commands are typed, that is what people try first."""
    return [word.casefold() for word in words[1:]] == ["help"]


def _takes_words(handler: Handler) -> bool:
    """Whether what follows could be anything, “help” too."""
    return any(option.kind in ("text", "person", "room", "file") for option in handler.parameters)
