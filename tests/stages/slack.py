"""Slack as a stage: the real slack-bolt on a loopback Slack."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from adapters.slack import SlackAdapter, SlackSettings
from adapters.terminal.screen import Message, Shown
from bot.chat import Action, Button, Option, Room, View, lines, rich
from bot.chat.parameters import choices_of
from bot.clock import SECOND
from bot.main import App
from tests.loopback.slack import Happening, LoopbackSlack, OpenView, Request
from tests.loopback.slack import Message as SlackMessage
from tests.loopback.slack.acting import acting
from tests.loopback.slack.faults import How
from tests.loopback.slack.reading import external_entries, form_of, view_of
from tests.stages.loopback import LoopbackStage
from tests.stages.stage import CannotBeTyped, Trouble

FAULTS: dict[Trouble, How] = {
    "busy": "rate limited",
    "down": "unavailable",
    "lost": "cut before",
    "arrived": "cut after",
    "broken": "internal",
}
GO_ON = Action("stage.go-on")
"""In Slack a form that was refused stays open and says why; on the screen that is a note from which one goes on."""


class SlackStage(LoopbackStage):
    """A workspace with a class in it."""

    platform = "slack"

    def __init__(self, app: App, show: Callable[[Shown], None], slack: LoopbackSlack) -> None:
        super().__init__(app, show)
        self.slack = slack
        self._channels: dict[str, str] = {}
        self._users: dict[str, str] = {}
        self._raw: dict[str, SlackMessage | OpenView] = {}
        """Messages and pages as Slack holds them, by the screen's id."""
        self._newest: Request | None = None
        self._unseen = False
        """Whether nobody looks at what a form shows."""
        self._rest = contextlib.AsyncExitStack()
        slack.watch(self._happened)

    @classmethod
    async def open(cls, app: App, show: Callable[[Shown], None]) -> SlackStage:
        """Start Slack, and Swot on it."""
        async with contextlib.AsyncExitStack() as rest:
            slack = await rest.enter_async_context(LoopbackSlack(app.clock))
            stage = cls(app, show, slack)
            stage.room_named(stage.room)
            await stage.enter(app)
            stage._rest = rest.pop_all()
        return stage

    def make_adapter(self, app: App) -> SlackAdapter:
        """A new adapter with the workspace's tokens."""
        return SlackAdapter(app, SlackSettings(self.slack.bot_token, self.slack.app_token, base_url=self.slack.url))

    async def close(self) -> None:
        """Stop Slack; whatever it disliked in a request comes up now."""
        await self._rest.aclose()
        assert self.slack.violations == []
        assert self.acted == []

    # What people do

    async def say(self, person: str, words: str) -> None:
        """A person types a slash command."""
        command, _, text = words.strip().removeprefix("/").partition(" ")
        if command not in {name.split()[0] for name in self._app.registry.commands}:
            raise CannotBeTyped(f"Slack knows no /{command}")
        for name in re.findall(r"(?<![\w@])@(\w[\w-]*)", text):
            if name in self.screen.people:
                self._user(name)
        await self._done(
            await self.slack.command(self._user(person), self._channel(self.room), f"/{command}", text.strip())
        )

    async def press_on(self, person: str, message: Message | None, action: Action, values: tuple[str, ...]) -> None:
        """A person presses a control of a message, or of their page."""
        if action == GO_ON:
            self._show_modal(person)
            return
        where = self._raw[message.id] if message else self._old_message()
        await self._done(await self.slack.press(self._user(person), where, action.address, values))

    async def submit(self, person: str, fields: dict[str, str]) -> None:
        """A person sends the form they have open."""
        user = self._user(person)
        entries = {entry.name: entry for entry in self._forms.pop(person).form.entries}
        view = self.slack.modal(user)
        assert view is not None
        sent: dict[str, str | Sequence[str] | None] = {}
        for name, value in fields.items():
            if name in entries:
                self.fits(entries[name], value)
                sent[name] = self._person_id(value) if entries[name].person else value
        for name in external_entries(view):
            if sent.get(name):
                await self.slack.suggest(user, view, self._asks(view, name), str(sent[name]))
        await self._done(await self.slack.submit(user, view, sent, forged=True))

    async def open_home(self, person: str) -> None:
        """A person opens the app's home tab."""
        await self._done(await self.slack.open_home(self._user(person)))

    async def suggest(self, person: str, command: str, option: str, typed: str) -> tuple[Option, ...]:
        """What an option could be, in the form that the command opens; fixed values are listed by the client itself."""
        try:
            declared = next(one for one in self._app.registry.commands[command].parameters if one.name == option)
        except (KeyError, StopIteration):
            return ()
        if not declared.suggested:
            return choices_of(declared, typed)
        # Whoever may give the command gets its form.
        teacher = self._app.registry.commands[command].mark.level > 0
        user = self._user("teacher" if teacher else person)
        before = dict(self._forms)
        self._unseen = True
        first, _, rest = command.partition(" ")
        asked = await self.slack.command(user, self._channel(self.room), f"/{first}", f"{rest} ?".strip())
        await asked.acknowledged
        await self.adapter.settled()
        view = self.slack.modal(user)
        assert view is not None
        arrived = await self.slack.suggest(user, view, self._asks(view, option), typed)
        await arrived.acknowledged
        await self.adapter.settled()
        await self.slack.dismiss(user)
        self._unseen, self._forms = False, before
        return tuple(Option(one["text"]["text"], one["value"]) for one in arrived.options)

    async def redeliver(self) -> bool:
        """Slack delivers the last event once more."""
        assert self._newest is not None
        assert self.last is not None
        answer = self.answers[self.last.delivery]
        await self._done(await self.slack.redeliver(self._newest))
        assert self.answers[self.last.delivery] == answer
        return True

    async def lose_room(self, *, silently: bool = False) -> None:
        """The channel is deleted."""
        before = self.handled
        self.slack.delete_channel(self._channels.pop(self.room), silently=silently)
        if not silently:
            await self.answered(before, "the notice")

    # What goes wrong

    def fail_posts(self, times: int, trouble: Trouble, *, wait: int = 0) -> None:
        """Have the next posts fail."""
        self.slack.faults.clear()
        if times:
            retry_after = max(1, round(wait / SECOND))
            self.slack.faults.add("chat.postMessage", times, how=FAULTS[trouble], retry_after=retry_after)

    def fail_edits(self, times: int) -> None:
        """Have the next edits put off."""
        self.slack.faults.add("chat.update", times, how="rate limited")

    def posts_at_most_once(self, trouble: Trouble) -> bool:
        """What Slack has not clearly refused may have arrived."""
        return trouble != "busy"

    def delete_newest(self) -> None:
        """Somebody deletes the newest message of the channel."""
        self.slack.delete_message(self.slack.messages(self._channel(self.room))[-1])

    def forbid(self) -> None:
        """Swot is not in the channel, which is private."""
        channel = self.slack.world.channels[self._channel(self.room)]
        channel.private, channel.member = True, False

    def allow(self) -> None:
        """Swot is invited."""
        self.slack.world.channels[self._channel(self.room)].member = True

    def wire(self) -> list[str]:
        """Every request and acknowledgement, as it was sent."""
        here = self.slack.world.origin
        return [f"{call.method} {call.raw!r}".replace(here, "") for call in self.slack.requests]

    # Who and where

    def key(self, name: str) -> str:
        """People and rooms by their ids, within the workspace."""
        return f"slack:{self.slack.team_id}.{self._channels[name] if name in self._channels else self._user(name)}"

    def room_named(self, name: str) -> Room:
        """A channel of the workspace."""
        key = f"slack:{self.slack.team_id}.{self._channel(name)}"
        return Room(key, space=f"slack:{self.slack.team_id}", name=name)

    def thread(self, name: str) -> Room:
        """Slack has commands in channels only: for a room within a room, another channel has to do."""
        return replace(self.room_named(name), parent=self._room().key)

    def _channel(self, name: str) -> str:
        if name not in self._channels:
            self._channels[name] = self.slack.add_channel(name)
        return self._channels[name]

    def _user(self, person: str) -> str:
        name = self._person(person)
        profile = self.screen.people[name]
        if name not in self._users:
            self._users[name] = self.slack.add_user(name, display_name=profile.name, admin=profile.manages)
            self.screen.desks[name] = f"slack:{self.slack.team_id}.{self.slack.direct(self._users[name])}"
        else:
            self.slack.world.users[self._users[name]].display_name = profile.name
        return self._users[name]

    def _person_id(self, value: str) -> str | None:
        name = value.removeprefix("@").removeprefix("terminal:")
        if name and name not in self.screen.people:
            raise CannotBeTyped(f"Slack's list of people has no {name[:20]}")
        return self._user(name) if name else None

    def _asks(self, view: OpenView, name: str) -> str:
        """The action of the select in a form that asks while one types."""
        return next(str(block["element"]["action_id"]) for block in view.blocks if block.get("block_id") == name)

    def _old_message(self) -> SlackMessage:
        """A message of Swot's from long ago."""
        return self.slack.old_message(self._channel(self.room))

    # What appears

    def acknowledged(self) -> bool:
        """Whether the last envelope has been acknowledged; where a form is to come, whether there is room for it."""
        if self._newest is None or self.last is None or not self._newest.acknowledged.done():
            return False
        form = self._app.registry.declared(self.last) == "form"
        return not form or self.slack.modal(self._newest.user) is not None

    async def _done(self, request: Request) -> None:
        """Wait until an envelope is acknowledged, and what comes of it is done."""
        self._newest = request
        await self.until(request.acknowledged.done, "an acknowledgement")
        await self.adapter.settled()
        await self.settle()

    def _happened(self, what: Happening) -> None:
        person = next((name for name, id in self._users.items() if id == what.user), "")
        match what.kind:
            case "modal" | "modal edit" if what.view is not None and self._asks_something(what.view):
                self._show_modal(person)
            case "modal" | "modal edit" if what.view is not None and what.kind == "modal edit":
                self._appear(f"modal {what.view.id}", "", view_of(what.view), person)
            case "modal errors" if what.view is not None:
                told = lines(*(rich("{}", problem) for problem in what.view.errors.values()))
                self._appear(
                    f"errors {len(self._raw)}", "", View(told, controls=(Button("Try again", GO_ON, "main"),)), person
                )
            case "home" if what.view is not None:
                self._raw[f"home {person}"] = what.view
                self._appear(f"home {person}", "", view_of(what.view), person)
            case "delete" | "note delete" if what.message is not None:
                self.screen.vanish(what.message.ts)
            case "post" | "edit" | "note" | "note edit" if what.message is not None:
                self._raw[what.message.ts] = what.message
                self.acted += acting(what.message)
                self._appear(
                    what.message.ts,
                    what.message.channel,
                    view_of(what.message),
                    person if what.message.note_for else "",
                )

    def _appear(self, id: str, channel: str, view: View, only: str) -> None:
        room = f"slack:{self.slack.team_id}.{channel}"
        name = next((name for name, id in self._channels.items() if id == channel), "")
        desk = next((person for person, key in self.screen.desks.items() if key == room), "")
        self.screen.appear(id, room, view, name=name or desk, only=only, desk=bool(desk))

    def _asks_something(self, view: OpenView) -> bool:
        return any(block["type"] == "input" for block in view.blocks)

    def _show_modal(self, person: str) -> None:
        """The form in front of somebody, with what stands in it."""
        view = self.slack.modal(self._user(person))
        assert view is not None
        if not self._unseen:
            self.form_opened(person, form_of(view))
