"""A class in one terminal: lines that people type become events, and answers appear on the screen."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from adapters.notes import way_back
from adapters.terminal.completing import completions
from adapters.terminal.files import named_in_command, named_in_form
from adapters.terminal.limits import TooMuch, check_answer
from adapters.terminal.screen import Message, Screen, Shown
from bot.chat import (
    Action,
    Answer,
    AnyEvent,
    Choices,
    Entry,
    Form,
    Home,
    Invalid,
    Invoke,
    Notice,
    Opened,
    Option,
    Press,
    Profile,
    Reply,
    Room,
    Submit,
    Suggest,
)
from bot.clock import DAY, HOUR, MINUTE, SECOND, SteppedClock
from bot.main import App

PEOPLE = {"teacher": Profile("Teacher", manages=True), "maya": Profile("Maya"), "tom": Profile("Tom")}
_DURATION = re.compile(r"^(\d{1,6})\s*(s|m|min|h|d)$")
_UNITS = {"s": SECOND, "m": MINUTE, "min": MINUTE, "h": HOUR, "d": DAY}


class ScriptError(Exception):
    """A line that asks for what can't be: in a script, a failure."""


@dataclass(slots=True)
class _Filling:
    """A form that someone has open."""

    form: Form
    message: Message | None
    given: dict[str, str] = field(default_factory=dict)


class Session:
    """People, one room, and Swot."""

    def __init__(
        self, app: App, show: Callable[[Shown], None], *, room: str = "history", screen: Screen | None = None
    ) -> None:
        self._app = app
        self._nonce = secrets.token_hex(4)
        self._count = 0
        self._forms: dict[str, _Filling] = {}
        self.screen = screen or Screen(app.clock, show)
        self.screen.people.update(PEOPLE)
        self.screen.people_of.setdefault("staff", {"head"})
        self.speaker = "teacher"
        self.room = room
        self.last: AnyEvent | None = None
        app.connect(self.screen)

    def go_on_with(self, app: App) -> None:
        """Go on with another `App` on the same database, as after a restart; the screen stays as it is."""
        self._app = app
        app.connect(self.screen)

    # What people do

    async def say(self, person: str, words: str) -> None:
        """A person types a command."""
        given = _mentions(words.strip().removeprefix("/"))
        command, _, text = given.partition(" ")
        files = named_in_command(self._app.registry, given)
        await self._happen(Invoke(**self._by(person), command=command, text=text, files=files))

    async def press(self, person: str, label: str) -> None:
        """A person presses what is called `label`, or chooses it. Raises `NoSuchControl`."""
        message, action, values = self.screen.find(person, self._room().key, label)
        await self._happen(Press(**self._by(person), action=action, values=values), message)

    async def press_action(self, person: str, action: Action, message: Message | None = None) -> None:
        """A person presses a control that the screen no longer shows."""
        await self._happen(Press(**self._by(person), action=action), message)

    async def fill(self, person: str, words: str) -> None:
        """A person writes the next entry of the form they have open; the last one sends it."""
        filling = self._forms[person]
        waiting = [entry for entry in filling.form.entries if entry.name not in filling.given]
        entry = waiting[0]
        chosen = _chosen(entry, words)
        filling.given[entry.name] = _mentions(chosen).removeprefix("@") if entry.person else chosen
        if len(waiting) == 1:
            await self.submit(person, filling.given)

    async def submit(self, person: str, fields: dict[str, str]) -> None:
        """A person sends the form they have open."""
        filling = self._forms.pop(person)
        files = named_in_form(filling.form, fields)
        sent = Submit(**self._by(person), action=filling.form.action, fields=fields, files=files)
        await self._happen(sent, filling.message)

    async def open_home(self, person: str) -> None:
        """A person opens Swot's page."""
        await self._happen(Opened(**self._by(person)))

    async def lose_room(self, *, silently: bool = False) -> None:
        """The room is deleted; `silently`: without the platform telling."""
        self.screen.gone.add(self._room().key)
        if not silently:
            await self._happen(Notice(**self._by("teacher"), what="room gone"))

    async def suggest(self, person: str, command: str, option: str, typed: str) -> tuple[Option, ...]:
        """What an option could be, given what is typed so far."""
        answer = await self._app.handle(Suggest(**self._by(person), command=command, option=option, typed=typed))
        if not isinstance(answer, Choices):
            raise TooMuch("suggestions are answered with choices")
        check_answer(answer)
        return answer.options

    async def redeliver(self) -> None:
        """The platform delivers the last event once more."""
        if self.last is not None:
            await self._answered(self.last, await self._app.handle(self.last), None)
            await self.settle()

    async def wait(self, duration: int) -> None:
        """Time passes (microseconds), and what comes due in it is done when it is due."""
        clock = self._app.clock
        if not isinstance(clock, SteppedClock):
            raise ScriptError("Time can be moved only where input is piped; here it passes by itself.")
        until = clock.now() + duration
        while (upcoming := await self._app.dispatcher.next_at()) is not None and upcoming <= until:
            clock.move_to(upcoming)
            await self._app.dispatcher.run()
        clock.move_to(until)

    async def settle(self) -> None:
        """Do what is due now; where time passes by itself, whoever watches the clock does it."""
        if isinstance(self._app.clock, SteppedClock):
            await self._app.dispatcher.run()

    # What they type

    def has_form(self, person: str) -> bool:
        """Whether a person has a form open."""
        return person in self._forms

    async def line(self, typed: str) -> None:
        """Do what one line says. Raises `ScriptError` or `NoSuchControl` where it can't be done."""
        words = typed.strip()
        person = self.speaker
        if words.startswith("@"):
            name, _, words = words[1:].partition(" ")
            person, words = self._person(name), words.strip()
            if not words:
                self.speaker = person
                return
        if not words or words.startswith("#"):
            return
        first, _, rest = words.partition(" ")
        if words.startswith("/"):
            self._forms.pop(person, None)
            await self.say(person, words)
        elif self.has_form(person) and words != "cancel":
            await self.fill(person, words.removeprefix('"').removesuffix('"'))
        elif first == "wait" and rest:
            await self.wait(_duration(rest))
        else:
            await self._word(person, words)

    async def _word(self, person: str, words: str) -> None:
        """Do what a word of the terminal's own says, or press what is called so."""
        match words:
            case "help" | "?":
                await self.say(person, "/swot help")
            case "home":
                await self.open_home(person)
            case "reload":
                self.screen.reload(person)
                self._forms.pop(person, None)
            case "cancel":
                self._forms.pop(person, None)
            case _:
                await self.press(person, words.removeprefix("press ").strip("[]"))

    async def completions(self, typed: str) -> list[tuple[str, str]]:
        """What the line could go on with: each word, and the part of it that is typed already."""

        async def suggest(command: str, option: str, value: str) -> tuple[Option, ...]:
            return await self.suggest(self.speaker, command, option, value)

        views = [message.view for message in self.screen.seen_by(self.speaker, self._room().key)[:3]]
        return await completions(
            typed, people=self.screen.people, registry=self._app.registry, views=views, suggest=suggest
        )

    def _person(self, name: str) -> str:
        folded = name.casefold()
        if not re.fullmatch(r"[a-z][a-z0-9_-]{0,30}", folded):
            raise ScriptError(f"“{name[:40]}” can't be a name; take letters, such as @maya.")
        self.screen.people.setdefault(folded, Profile(name.capitalize()))
        return folded

    # Underneath

    def _room(self) -> Room:
        return Room(key=f"terminal:{self.room}", space="terminal:try", name=self.room)

    def _by(self, person: str) -> dict[str, Any]:
        profile = self.screen.people[self._person(person)]
        self._count += 1
        return {
            "person": f"terminal:{person}",
            "name": profile.name,
            "room": self._room(),
            "at": self._app.clock.now(),
            "delivery": f"terminal:{self._nonce}:{self._count:06}",
            "manages": profile.manages,
            "groups": frozenset(
                f"terminal:&{name}" for name, people in self.screen.people_of.items() if person in people
            ),
        }

    async def _happen(self, event: AnyEvent, message: Message | None = None) -> None:
        self.last = event
        await self._answered(event, await self._app.handle(event), message)
        await self.settle()

    async def _answered(self, event: AnyEvent, answer: Answer | None, message: Message | None) -> None:
        if answer is None:
            return
        check_answer(answer)
        self._hold_to_declared(event, answer)
        person = event.person.partition(":")[2]
        match answer:
            case Reply(view, "note", file):
                self.screen.note(person, view, file)
            case Home(view):
                self.screen.note(person, view)
            case Reply(view, "post"):
                await self.screen.post(event.room.key, view, nonce=event.delivery)
            case Reply(view, "edit"):
                if message is None:
                    self.screen.note(person, view)
                else:
                    self.screen.renew(message, view)
            case Form():
                self._forms[person] = _Filling(answer, message)
                self.screen.form(person, answer)
            case Invalid(problems, reopen):
                self.screen.note(person, way_back(problems, reopen))
            case Choices():
                raise TooMuch("choices answer only suggestions")

    def _hold_to_declared(self, event: AnyEvent, answer: Answer) -> None:
        """Each handler declares the kind of its answer; a note in its place is how errors are told."""
        declared = self._app.registry.declared(event)
        if isinstance(event, Submit) and isinstance(answer, Form):
            raise TooMuch("a form can't be answered with a form")
        kind = answer.how if isinstance(answer, Reply) else "form" if isinstance(answer, Form) else "note"
        if kind not in (declared, "note"):
            raise TooMuch(f"declared to answer with {declared}, answered with {kind}")


def _chosen(entry: Entry, words: str) -> str:
    """What is sent for what somebody writes: the values of the options that they name, with commas between several."""
    values = {option.label.casefold(): option.value for option in entry.options}
    named = words.split(",") if entry.several else [words]
    return "\n".join(values.get(one.strip().casefold(), one.strip() if entry.several else one) for one in named)


def _mentions(words: str) -> str:
    """The words with every `@name` and `#room` as the key that the core knows them by."""
    return re.sub(
        r"(?<!\S)((?:\w+:)?)([@#])(\w[\w-]*)",
        lambda match: f"{match[1]}{match[2]}terminal:{match[3].casefold()}",
        words,
    )


def _duration(words: str) -> int:
    match = _DURATION.match(words.strip())
    if not match:
        raise ScriptError(f"“{words[:40]}” is no length of time; write 30s, 5m, 2h or 3d.")
    return int(match[1]) * _UNITS[match[2]]
