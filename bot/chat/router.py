"""From an event to its answer: find the handler, check permission, read the arguments, call, tell what went wrong."""

from __future__ import annotations

import difflib
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from bot.chat.answers import Answer, Choices, Entry, Form, Home, Invalid, Reply
from bot.chat.declared import Handler, Level, handlers_of
from bot.chat.events import AnyEvent, Event, Invoke, Notice, Opened, Press, Submit, Suggest, Value
from bot.chat.parameters import Parameter, choices_of, clean, either, read_options, split_options
from bot.chat.text import rich
from bot.chat.views import Action, Option, View
from bot.errors import UserError

log = logging.getLogger(__name__)

MAX_ENTRY = 3000
RUN = "command.run"
"""The action of a form that asks for a command's options."""
MAX_SUGGESTIONS = 25
STALE = "That button has done its work. /swot help shows what there is."


class Gate(Protocol):
    """Who may do what."""

    async def level(self, event: Event) -> Level:
        """What the person may do in the class of the room."""
        ...


class Drafts(Protocol):
    """Text that was refused, until its writer has mended it."""

    async def keep(self, event: Submit) -> None:
        """Remember what was written."""
        ...

    async def kept(self, person: str, action: Action) -> Mapping[str, str]:
        """What this person last wrote there and was refused."""
        ...

    async def drop(self, person: str, action: Action) -> None:
        """Forget it."""
        ...


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
                return handler, words.strip().removeprefix("/").split(None, length)[length:][0] if folded[
                    length:
                ] else ""
        given = clean(" ".join(folded[:2]))[:40]
        group = [name for name in self.commands if folded and name.split()[0] == folded[0].casefold()]
        near = difflib.get_close_matches(given.casefold(), self.commands, n=1, cutoff=0.55)
        if group and (len(folded) == 1 or not near):
            raise UserError(f"Try {either([f'/{name}' for name in sorted(group)])}.")
        hint = f"Did you mean /{near[0]}?" if near else "/swot help lists what there is."
        raise UserError(f"There is no command /{given}. {hint}")


class Router:
    """Answers events. Whatever happens in a handler, the person gets a sentence and nobody else notices."""

    def __init__(self, registry: Registry, gate: Gate, drafts: Drafts) -> None:
        self.registry = registry
        self._gate = gate
        self._drafts = drafts
        self._opened_again: set[tuple[str, str]] = set()

    async def handle(self, event: AnyEvent) -> Answer | None:
        """The answer to `event`; nothing to a notice."""
        try:
            return await self._route(event)
        except UserError as error:
            if isinstance(event, Suggest):
                return Choices(())
            if isinstance(event, Opened):
                return Home(View(rich("{}", str(error)), title="Swot"))
            return Reply(View(rich("{}", str(error))), "note")
        except Exception:
            code = secrets.token_hex(3)
            log.exception("error %s while answering %s", code, type(event).__name__)
            if isinstance(event, Suggest):
                return Choices(())
            sorry = "Sorry, something went wrong here, and nothing was changed. If it happens again, quote *{}*."
            return Reply(View(rich(sorry, code)), "note")

    async def _route(self, event: AnyEvent) -> Answer | None:
        match event:
            case Invoke():
                return await self._invoke(event)
            case Press():
                return await self._press(event)
            case Submit():
                return await self._submit(event)
            case Suggest():
                return await self._suggest(event)
            case Opened():
                return await self.registry.home.call(event) if self.registry.home else None
            case Notice():
                for handler in self.registry.notices:
                    await handler.call(event)
                return None

    async def _permit(self, event: Event, handler: Handler) -> None:
        needed = handler.mark.level
        if needed is Level.EVERYONE or await self._gate.level(event) >= needed:
            return
        who = "a teacher of this class" if needed is Level.TEACHER else "whoever manages this space"
        raise UserError(f"Only {who} can do that.")

    async def _invoke(self, event: Invoke) -> Answer | None:
        handler, rest = self.registry.command(f"{event.command} {event.text}")
        await self._permit(event, handler)
        given = {**event.options, **split_options(handler.parameters, rest)}
        return await self._run(event, handler, given)

    async def _run(self, event: Invoke, handler: Handler, given: Mapping[str, Value]) -> Answer | None:
        options = read_options(handler.parameters, given)
        if any(option.required and option.name not in options for option in handler.parameters):
            return _form_for(handler, options)
        answer: Answer | None = await handler.call(event, **options)
        return answer

    async def _press(self, event: Press) -> Answer | None:
        handler = self._find(self.registry.presses, event.action)
        await self._permit(event, handler)
        answer: Answer | None = await handler.call(event, *_arguments(handler, event.action))
        if isinstance(answer, Form):
            kept = await self._drafts.kept(event.person, answer.action)
            if kept:
                self._opened_again.add((event.person, answer.action.address))
                answer = replace(
                    answer,
                    entries=tuple(_with_kept(entry, kept.get(entry.name, "")) for entry in answer.entries),
                )
        return answer

    async def _submit(self, event: Submit) -> Answer | None:
        if event.action.name == RUN:
            return await self._submit_options(event)
        handler = self._find(self.registry.submits, event.action)
        await self._permit(event, handler)
        answer: Answer | None = await handler.call(event, *_arguments(handler, event.action))
        mine = (event.person, event.action.address)
        if isinstance(answer, Invalid):
            await self._drafts.keep(event)
        elif mine in self._opened_again:
            self._opened_again.discard(mine)
            await self._drafts.drop(event.person, event.action)
        return answer

    async def _submit_options(self, event: Submit) -> Answer | None:
        handler, _ = self.registry.command(" ".join(event.action.arguments))
        invoke = Invoke(
            person=event.person,
            name=event.name,
            room=event.room,
            at=event.at,
            delivery=event.delivery,
            manages=event.manages,
            command=handler.mark.name,
        )
        await self._permit(invoke, handler)
        given = {name: value for name, value in event.fields.items() if clean(value)}
        missing = next((option for option in handler.parameters if option.required and option.name not in given), None)
        if missing:
            raise UserError(f"{missing.name} is empty: {missing.about}. Give /{handler.mark.name} again.")
        return await self._run(invoke, handler, given)

    async def _suggest(self, event: Suggest) -> Choices:
        handler, _ = self.registry.command(event.command)
        option = next((option for option in handler.parameters if option.name == event.option), None)
        if option is None:
            return Choices(())
        if not option.suggested:
            return Choices(choices_of(option, event.typed)[:MAX_SUGGESTIONS])
        found: tuple[Option, ...] = await getattr(handler.owner, option.suggested)(event)
        return Choices(found[:MAX_SUGGESTIONS])

    def _find(self, table: dict[str, Handler], action: Action) -> Handler:
        try:
            return table[action.name]
        except KeyError:
            raise UserError(STALE) from None


def _arguments(handler: Handler, action: Action) -> list[str | int]:
    given = action.arguments
    if len(given) != len(handler.arguments):
        raise UserError(STALE)
    try:
        return [kind(argument) for kind, argument in zip(handler.arguments, given, strict=True)]
    except ValueError:
        raise UserError(STALE) from None


def _with_kept(entry: Entry, kept: str) -> Entry:
    """The entry with what was refused in it, and room for all of that."""
    kept = kept[:MAX_ENTRY]
    return replace(entry, value=kept, most=max(entry.most, len(kept))) if kept else entry


def _form_for(handler: Handler, given: Mapping[str, Value]) -> Form:
    """The command's options as a form, with what was already given filled in."""

    def entry(option: Parameter) -> Entry:
        fixed = choices_of(option, "")
        options = tuple(Option(choice.label, choice.value) for choice in fixed)
        value = given.get(option.name, "")
        shown = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        return Entry(
            option.name,
            option.name,
            shown,
            option.about,
            required=option.required,
            options=options,
            person=option.kind == "person",
        )

    action = Action(":".join([RUN, *handler.mark.name.split()]))
    return Form(f"/{handler.mark.name}", action, tuple(entry(option) for option in handler.parameters))
