"""From an event to its answer: find the handler, check permission, read the arguments, call, tell what went wrong."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Protocol, TypeVar

from bot.chat.answers import Answer, Choices, Entry, Form, Home, Invalid, Reply
from bot.chat.asking import GO, RUN, asks_for_form, form_of, lacking, remembered_by
from bot.chat.declared import Handler, Level
from bot.chat.events import AnyEvent, Duty, Event, Invoke, Notice, Opened, Press, Submit, Suggest, Value
from bot.chat.parameters import Parameter, choices_of, clean, read_options
from bot.chat.platform import NotSent, OutcomeUnknown
from bot.chat.registry import Registry
from bot.chat.text import Text, cut, lines, paragraphs, rich
from bot.chat.trouble import new_code, quoting
from bot.chat.views import Action, Option, View
from bot.chat.written import is_mixed, split_options
from bot.errors import UserError

log = logging.getLogger(__name__)

Permitted = TypeVar("Permitted", bound=Event)

_KEY = re.compile(r"@[a-z]+:[\w.]+")
"""Somebody as a command takes them who is mentioned: for nobody to read, where what was written is given back."""
MAX_ENTRY = 3000
MAX_SUGGESTIONS = 25
MOST_LABEL = 75
"""Characters of a suggestion that the narrowest platform shows."""
MOST_VALUE = 100
"""Characters that the narrowest platform sends back for it."""
LONG = 200
"""Characters from which a text is given back where it can't be taken."""
OUT_OF_REACH = "I couldn't get what I need for that just now, and nothing was changed. Try again in a minute."
WHO_MAY = {
    Level.OBSERVER: "whoever teaches, marks or observes this class",
    Level.MARKER: "whoever teaches or marks this class",
    Level.TEACHER: "a teacher of this class",
    Level.MANAGER: "whoever manages this space",
}
STALE = "That button has done its work. /swot help shows what there is."


class Gate(Protocol):
    """Who may do what."""

    async def standing(
        self, event: Event, subject: tuple[str, str] | None = None, *, claiming: bool = False
    ) -> tuple[str, Level]:
        """The class of the room, or of the `subject` (its kind and id), and what the person may do in it.

        Where they are `claiming` a room that is nobody's yet, what they may do in another class of the space counts.
        """
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


class Router:
    """Answers events. Whatever happens in a handler, the person gets a sentence and nobody else notices."""

    def __init__(self, registry: Registry, gate: Gate, drafts: Drafts) -> None:
        self.registry = registry
        self._gate = gate
        self._drafts = drafts

    async def handle(self, event: AnyEvent) -> Answer | None:
        """The answer to `event`; nothing to a notice."""
        try:
            return await self._route(event)
        except UserError as error:
            if isinstance(event, Suggest):
                return Choices(())
            if isinstance(event, Opened):
                return Home(View(rich("{}", str(error)), title="Swot"))
            words = _KEY.sub("@…", str(error))
            return Reply(View(paragraphs(rich("{}", words), _given_back(event))), "note")
        except (NotSent, OutcomeUnknown) as error:
            # Such as of a file that is to be fetched: nobody's fault here, and over in a moment.
            log.warning("no %s while answering %s: %s", event.room.platform, type(event).__name__, error)
            return Choices(()) if isinstance(event, Suggest) else Reply(View(rich(OUT_OF_REACH)))
        except Exception:
            code = new_code()
            log.exception("error %s while answering %s", code, type(event).__name__, extra={"code": code})
            if isinstance(event, Suggest):
                return Choices(())
            return Reply(View(rich("Sorry, something went wrong here, and nothing was changed. {}", quoting(code))))

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

    async def _permit(self, event: Permitted, handler: Handler) -> Permitted:
        """The event as it may be handled: with the duty it is done by, where it needs a right. Raises `UserError`."""
        needed = handler.mark.level
        if needed is Level.EVERYONE:
            return event
        class_id, level = await self._gate.standing(event, _subject(event, handler), claiming=handler.mark.claiming)
        if level < needed:
            raise UserError(f"Only {WHO_MAY[needed]} can do that.")
        what = f"/{handler.mark.name}" if handler.mark.what == "command" else handler.about
        return replace(event, duty=Duty(class_id, what))

    async def _invoke(self, event: Invoke) -> Answer | None:
        handler, rest = self.registry.command(f"{event.command} {event.text}")
        event = await self._permit(event, handler)
        if asks_for_form(handler, rest):
            return form_of(handler, event.options)
        names = await self._names_said(event, handler, rest)
        given = {**event.options, **split_options(handler.parameters, rest, names)}
        return await self._run(event, handler, given)

    async def _names_said(self, event: Invoke, handler: Handler, text: str) -> frozenset[str]:
        """What the first text could be, casefolded, where that decides what was written: “Paper 2” may be one name."""
        option = next((option for option in handler.parameters if option.suggested), None)
        if option is None or not is_mixed(handler.parameters, text):
            return frozenset()
        asked = Suggest(
            **_circumstances(event), duty=event.duty, command=handler.mark.name, option=option.name, typed=""
        )
        found: tuple[Option, ...] = await getattr(handler.owner, option.suggested)(asked)
        return frozenset(words.casefold() for one in found for words in (one.label, one.value))

    async def _run(self, event: Invoke, handler: Handler, given: Mapping[str, Value]) -> Answer | None:
        options = read_options(handler.parameters, given)
        if lacking(handler.parameters, options, event.files):
            return form_of(handler, options)
        answer: Answer | None = await handler.call(event, **options)
        return answer

    async def _press(self, event: Press) -> Answer | None:
        answer: Answer | None
        if event.action.name == GO:
            handler, _ = self.registry.command(" ".join(event.action.arguments))
            answer = await self._run(await self._permit(_given_by(event, handler), handler), handler, {})
        elif event.action.name == RUN:
            handler, _ = self.registry.command(" ".join(event.action.arguments))
            event = await self._permit(event, handler)
            answer = form_of(handler, remembered_by(handler, event.action))
        else:
            handler = self._find(self.registry.presses, event.action)
            event = await self._permit(event, handler)
            answer = await handler.call(event, *_arguments(handler, event.action))
        if isinstance(answer, Form):
            kept = await self._drafts.kept(event.person, answer.action)
            if kept:
                answer = replace(
                    answer,
                    entries=tuple(_with_kept(entry, kept.get(entry.name, "")) for entry in answer.entries),
                )
        return answer

    async def _submit(self, event: Submit) -> Answer | None:
        if event.action.name == RUN:
            answer = await self._submit_options(event)
        else:
            handler = self._find(self.registry.submits, event.action)
            event = await self._permit(event, handler)
            answer = await handler.call(event, *_arguments(handler, event.action))
        if isinstance(answer, Invalid):
            await self._drafts.keep(replace(event, fields=event.written))
        elif await self._drafts.kept(event.person, event.action):
            await self._drafts.drop(event.person, event.action)
        return answer

    async def _submit_options(self, event: Submit) -> Answer | None:
        handler, _ = self.registry.command(" ".join(event.action.arguments))
        invoke = await self._permit(_given_by(event, handler), handler)
        written = {name: value for name, value in event.fields.items() if clean(value)}
        given = {**remembered_by(handler, event.action), **written}
        problems = {option.name: _missed(option) for option in lacking(handler.parameters, given, event.files)}
        for name, value in given.items():
            try:
                read_options(handler.parameters, {name: value})
            except UserError as error:
                problems[name] = str(error)
        if problems:
            return Invalid(problems, event.action)
        return await self._run(invoke, handler, given)

    async def _suggest(self, event: Suggest) -> Choices:
        handler, _ = self.registry.command(event.command)
        option = next((option for option in handler.parameters if option.name == event.option), None)
        if option is None:
            return Choices(())
        if not option.suggested:
            return Choices(choices_of(option, event.typed)[:MAX_SUGGESTIONS])
        found: tuple[Option, ...] = await getattr(handler.owner, option.suggested)(event)
        return Choices(_offered(found)[:MAX_SUGGESTIONS])

    def _find(self, table: dict[str, Handler], action: Action) -> Handler:
        try:
            return table[action.name]
        except KeyError:
            raise UserError(STALE) from None


def _given_by(event: Press | Submit, handler: Handler) -> Invoke:
    """The command that somebody gives by a button or a form."""
    files = event.files if isinstance(event, Submit) else frozenset[str]()
    return Invoke(**_circumstances(event), command=handler.mark.name, files=files)


def _circumstances(event: Event) -> dict[str, Any]:
    """Who, where and when, as any other event of the same person then and there has it."""
    return {one.name: getattr(event, one.name) for one in fields(Event) if one.name != "duty"}


def _subject(event: Event, handler: Handler) -> tuple[str, str] | None:
    """What the action is about, where the handler says that it is about something."""
    if not handler.mark.about or not isinstance(event, Press | Submit):
        return None
    return handler.mark.about, str(_arguments(handler, event.action)[0])


def _arguments(handler: Handler, action: Action) -> list[str | int]:
    given = action.arguments
    if len(given) != len(handler.arguments):
        raise UserError(STALE)
    try:
        return [kind(argument) for kind, argument in zip(handler.arguments, given, strict=True)]
    except ValueError:
        raise UserError(STALE) from None


def _given_back(event: AnyEvent) -> Text:
    """What was written at length in a form that can't be taken any more: nobody should have to write it again."""
    written = max(event.written.values(), key=len, default="") if isinstance(event, Submit) else ""
    return lines(rich("*You wrote:*"), rich("{}", written[:MAX_ENTRY])) if len(written) > LONG else ()


def _offered(found: tuple[Option, ...]) -> tuple[Option, ...]:
    """Suggestions as every platform can show them: one that is too long, a title in a pack, must not cost the others.

    Cut here and nowhere before, for what somebody writes is compared with whole names. A value can't be cut, since it
    is sent back; whoever suggests has to have one that fits.
    """
    return tuple(replace(one, label=cut(one.label, MOST_LABEL)) for one in found if 0 < len(one.value) <= MOST_VALUE)


def _missed(option: Parameter) -> str:
    """What is said of an option that a form was sent without."""
    if option.kind == "file":
        return f"Attach a file of your own: {option.about}."
    return f"{option.name} is empty: {option.told}."


def _with_kept(entry: Entry, kept: str) -> Entry:
    """The entry with what was refused in it, and room for all of that; a file has to be attached again."""
    kept = "" if entry.file else kept[:MAX_ENTRY]
    return replace(entry, value=kept, at=0, most=max(entry.most, len(kept))) if kept else entry
