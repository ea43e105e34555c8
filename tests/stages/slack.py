"""Slack as a stage: the real slack-bolt on a loopback Slack."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import time
from zlib import crc32

from adapters.slack import SlackAdapter, SlackSettings
from adapters.slack.asgi import EVENTS
from adapters.slack.forms import WAITING
from adapters.slack.settings import Http
from adapters.terminal.screen import Message, Shown
from bot.chat import Action, Button, Entry, Option, Profile, Room, View, lines, rich
from bot.chat.written import split_options
from bot.clock import SECOND, local
from bot.errors import UserError
from bot.main import App
from bot.schedule.moments import read_moment
from bot.schedule.written import read_day, read_time
from tests.loopback.slack import Happening, LoopbackSlack, OpenView, Request
from tests.loopback.slack import Message as SlackMessage
from tests.loopback.slack.acting import acting
from tests.loopback.slack.faults import How
from tests.loopback.slack.reading import ZONE, external_entries, files_of, form_of, view_of
from tests.stages.loopback import LoopbackStage
from tests.stages.stage import CannotBeTyped, Trouble

FAULTS: dict[Trouble, How] = {
    "busy": "rate limited",
    "down": "unavailable",
    "lost": "cut before",
    "arrived": "cut after",
    "broken": "internal",
}
NOON = time(12)
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
"""What Slack signs with where it comes over HTTP."""
GO_ON = Action("stage.go-on")
"""In Slack a form that was refused stays open and says why; on the screen that is a note from which one goes on."""


class SlackStage(LoopbackStage):
    """A workspace with a class in it."""

    platform = "slack"

    def __init__(self, app: App, show: Callable[[Shown], None], slack: LoopbackSlack) -> None:
        super().__init__(app, show)
        self.slack = slack
        self._raw: dict[str, SlackMessage | OpenView] = {}
        """Messages and pages as Slack holds them, by the screen's id."""
        self._newest: Request | None = None
        self._unseen = False
        """Whether nobody looks at what a form shows."""
        self._over_http = crc32(os.environ.get("PYTEST_CURRENT_TEST", "").encode()) % 3 == 0
        """Every third dialogue, by its name: the others come over a socket."""
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
        slack = self.slack
        if self._over_http:
            return SlackAdapter(app, SlackSettings(slack.bot_token, base_url=slack.url, http=Http(SECRET, port=0)))
        return SlackAdapter(app, SlackSettings(slack.bot_token, slack.app_token, base_url=slack.url))

    async def enter(self, app: App) -> None:
        """Swot starts; over HTTP Slack is told where."""
        await super().enter(app)
        if self._over_http:
            assert isinstance(self.adapter, SlackAdapter)
            self.slack.post_to(f"http://127.0.0.1:{self.adapter.port}{EVENTS}", SECRET)

    async def close(self) -> None:
        """Stop Slack; whatever it disliked in a request comes up now."""
        await self._rest.aclose()
        assert self.slack.violations == []
        assert not self.acted, self.acted

    # What people do

    async def say(self, person: str, words: str) -> None:
        """A person types a slash command. A file that they have at hand they attach in the form that then opens."""
        attached = self._to_attach(person, words)
        command, _, text = words.strip().removeprefix("/").partition(" ")
        if command not in {name.split()[0] for name in self._app.registry.commands}:
            raise CannotBeTyped(f"Slack knows no /{command}")
        for name in re.findall(r"(?<![\w@])@(\w[\w-]*)", text):
            if name in self.screen.people:
                self._user(name)
        for name in re.findall(r"(?<![\w#])#(\w[\w-]*)", text):
            self._channel(name)
        user, before = self._user(person), self.slack.modal(self._user(person))
        self._unseen = bool(attached)
        await self._done(await self.slack.command(user, self._channel(self.room), f"/{command}", text.strip()))
        self._unseen = False
        view = self.slack.modal(user)
        if attached and view is not None and view is not before:
            await self._done(await self.slack.submit(user, view, attached))

    def _to_attach(self, person: str, words: str) -> dict[str, str]:
        """The files of theirs that a person names in a command, by option."""
        try:
            handler, rest = self._app.registry.command(words)
            given = split_options(handler.parameters, rest)
        except UserError:
            return {}
        files = [option.name for option in handler.parameters if option.kind == "file"]
        mine = {name: self._files.get((person, str(given.get(name)))) for name in files}
        return {name: id for name, id in mine.items() if id is not None}

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
                sent[name] = (self._person_id(value) or None) if entries[name].person else value
                if entries[name].kind in ("time", "date", "moment"):
                    sent[name] = self._as_picked(entries[name], value)
                if entries[name].several:
                    sent[name] = value.split("\n") if value else []
                if entries[name].file:
                    sent[name] = self.picked(person, entries[name], value) or None
        for name in external_entries(view):
            if sent.get(name):
                await self.slack.suggest(user, view, self._asks(view, name), str(sent[name]))
        await self._done(await self.slack.submit(user, view, sent, forged=True))

    def _as_picked(self, entry: Entry, words: str) -> str | None:
        """What somebody picks who means these words."""
        now = local(self._app.clock.now(), ZONE)
        try:
            match entry.kind:
                case "time" if words:
                    return f"{read_time(words):%H:%M}"
                case "date" if words:
                    return f"{read_day(words, now.date()):%Y-%m-%d}"
                case "moment" if words:
                    moment, _ = read_moment(words, now, NOON)
                    return str(round(moment.replace(tzinfo=ZONE).timestamp()))
        except UserError:
            raise CannotBeTyped(f"“{words}” can't be picked as a {entry.kind}") from None
        return None

    async def shortcut(self, person: str, callback_id: str) -> None:
        """A person chooses one of the app's shortcuts, in no channel."""
        await self._done(await self.slack.shortcut(self._user(person), callback_id))

    async def open_home(self, person: str) -> None:
        """A person opens the app's home tab."""
        await self._done(await self.slack.open_home(self._user(person)))

    async def suggested(self, person: str, command: str, option: str, typed: str) -> tuple[Option, ...]:
        """What stands in the list of the form that the command opens."""
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

    def may_post_twice(self, trouble: Trouble) -> bool:
        """Slack knows no nonces: a live round's message is sent again that stands there already."""
        return trouble == "arrived"

    def delete_file(self, person: str, name: str) -> None:
        """A file is gone."""
        self.slack.delete_file(self._files[person, name])

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

    def refuse_desk(self, person: str) -> None:
        """A person takes no more direct messages."""
        self.slack.refuse_messages(self._user(person))

    def wire(self) -> list[str]:
        """Every request and acknowledgement, as it was sent."""
        here = self.slack.world.origin
        return [f"{call.method} {call.raw!r}".replace(here, "") for call in self.slack.requests]

    # Who and where

    def tokens(self) -> list[str]:
        """The bot's and the app's."""
        return [self.slack.bot_token, self.slack.app_token]

    def key_of(self, id: str) -> str:
        """People and rooms by their ids, within the workspace."""
        return f"slack:{self.slack.team_id}.{id}"

    def room_named(self, name: str) -> Room:
        """A channel of the workspace."""
        key = f"slack:{self.slack.team_id}.{self._channel(name)}"
        return Room(key, space=f"slack:{self.slack.team_id}", name=name)

    def thread(self, name: str) -> Room:
        """Slack has commands in channels only: for a room within a room, another channel has to do."""
        return replace(self.room_named(name), parent=self._room().key)

    def add_channel(self, name: str) -> str:
        """A public channel with Swot in it."""
        return self.slack.add_channel(name)

    def delete_channel(self, id: str, *, silently: bool) -> None:
        """The channel is deleted."""
        self.slack.delete_channel(id, silently=silently)

    def add_user(self, name: str, profile: Profile) -> tuple[str, str]:
        """A member of the workspace."""
        id = self.slack.add_user(name, display_name=profile.name, admin=profile.manages)
        return id, self.slack.direct(id)

    def put_in_group(self, person: str, group: str, *, taken: bool = False) -> str:
        """A user group of the workspace."""
        return self.key_of(f"&{self.slack.put_in_group(self._user(person), group, taken=taken)}")

    def upload(self, user: str, name: str, data: bytes) -> str:
        """A file is known by its id."""
        return self.slack.attach(user, name, data)

    def rename(self, id: str, name: str) -> None:
        """They change their display name."""
        self.slack.world.users[id].display_name = name

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
        person = self._name_of(what.user)
        match what:
            case Happening(kind="modal" | "modal edit", view=OpenView() as view) if self._asks_something(view):
                self._show_modal(person)
            case Happening(kind="modal" | "modal edit", view=OpenView() as view):
                if view_of(view) != WAITING:
                    self._raw[f"modal {view.id}"] = view
                    self.show(f"modal {view.id}", "", view_of(view), only=person)
            case Happening(kind="modal closed", view=OpenView() as view):
                self.screen.vanish(f"modal {view.id}")
            case Happening(kind="modal errors", view=OpenView() as view):
                told = lines(*(rich("{}", problem) for problem in view.errors.values()))
                refused = View(told, controls=(Button("Try again", GO_ON, "main"),))
                self.show(f"errors {len(self.screen.messages)}", "", refused, only=person)
            case Happening(kind="home", view=OpenView() as view):
                self._raw[f"home {person}"] = view
                self.show(f"home {person}", "", view_of(view), only=person)
                self.screen.renew(f"home {person}")
            case Happening(kind="delete" | "note delete", message=SlackMessage() as message):
                self.screen.vanish(message.ts)
            case Happening(kind="post" | "edit" | "note" | "note edit", message=SlackMessage() as message):
                self._raw[message.ts] = message
                self.acted += acting(message)
                only = person if message.note_for else ""
                files, below = files_of(message), bool(message.thread_ts)
                self.show(message.ts, message.channel, view_of(message), only=only, files=files, thread=below)

    def _asks_something(self, view: OpenView) -> bool:
        return any(block["type"] == "input" for block in view.blocks)

    def _show_modal(self, person: str) -> None:
        """The form in front of somebody, with what stands in it."""
        view = self.slack.modal(self._user(person))
        assert view is not None
        if not self._unseen:
            self.form_opened(person, form_of(view))
