"""Discord as a stage: the real discord.py on a loopback Discord."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from typing import Any

from adapters.discord import DiscordAdapter, DiscordSettings
from adapters.discord.halt import WAITS
from adapters.terminal.screen import Message, Shown
from bot.chat import Action, Option, Profile, Room
from bot.chat.asking import lacking
from bot.chat.written import split_options
from bot.clock import SECOND
from bot.errors import UserError
from bot.main import App
from tests.loopback.discord import Happening, Interaction, LoopbackDiscord, NotOffered, acting, form_of
from tests.loopback.discord.faults import How
from tests.loopback.discord.reading import files_of
from tests.loopback.discord.world import PRIVATE_THREAD, THREAD
from tests.stages.loopback import LoopbackStage
from tests.stages.stage import CannotBeTyped, Trouble

POSTS = "POST /channels/*/messages"
FAULTS: dict[Trouble, How] = {
    "busy": "rate limited",
    "down": "unavailable",
    "lost": "cut before",
    "arrived": "cut after",
    "broken": "unavailable",
}


class DiscordStage(LoopbackStage):
    """A server with a class in it."""

    platform = "discord"

    def __init__(self, app: App, show: Callable[[Shown], None], discord: LoopbackDiscord) -> None:
        super().__init__(app, show)
        self.discord = discord
        self.guild = discord.add_guild("School")
        self._forms_from: dict[str, Interaction] = {}
        self._raw: dict[str, dict[str, Any]] = {}
        """Messages as Discord holds them, by id."""
        self._newest: Interaction | None = None
        self._rest = contextlib.AsyncExitStack()
        discord.watch(self._happened)

    @classmethod
    async def open(cls, app: App, show: Callable[[Shown], None]) -> DiscordStage:
        """Start Discord, and Swot on it."""
        async with contextlib.AsyncExitStack() as rest:
            discord = await rest.enter_async_context(LoopbackDiscord(app.clock))
            rest.enter_context(discord.in_use())
            stage = cls(app, show, discord)
            stage.room_named(stage.room)
            await stage.enter(app)
            stage._rest = rest.pop_all()
        return stage

    def make_adapter(self, app: App) -> DiscordAdapter:
        """A new adapter with the bot's token."""
        return DiscordAdapter(app, DiscordSettings(self.discord.token))

    async def close(self) -> None:
        """Stop Discord; whatever it disliked in a request comes up now."""
        await self._rest.aclose()
        assert self.discord.violations == []
        assert not self.acted, self.acted

    # What people do

    async def say(self, person: str, words: str) -> None:
        """A person gives a slash command, with the options that their client lets them give."""
        try:
            handler, rest = self._app.registry.command(words)
            given = split_options(handler.parameters, rest)
        except UserError as error:
            raise CannotBeTyped(f"Discord offers nothing like {words!r}") from error
        options = {name: self._typed(person, name, str(value), handler.parameters) for name, value in given.items()}
        if lacking(handler.parameters, options, options.values()):
            raise CannotBeTyped(f"Discord asks for what {words!r} leaves out")
        try:
            given_so = await self.discord.command(
                self._user(person), self._channel(self.room), handler.mark.name, options
            )
        except NotOffered as error:
            raise CannotBeTyped(str(error)) from error
        await self._done(given_so)

    async def press_on(self, person: str, message: Message | None, action: Action, values: tuple[str, ...]) -> None:
        """A person presses a control of a message."""
        raw = self._raw[message.id] if message else self.discord.old_message(self._channel(self.room))
        await self._done(await self.discord.press(self._user(person), raw, action.address, values))

    async def submit(self, person: str, fields: dict[str, str]) -> None:
        """A person sends the form they have open."""
        entries = self._forms.pop(person).form.entries
        for entry in entries:
            self.fits(entry, fields.get(entry.name, ""))
        files = {entry.name: self.picked(person, entry, fields.get(entry.name, "")) for entry in entries if entry.file}
        people = {entry.name for entry in entries if entry.person}
        several = {entry.name for entry in entries if entry.several}
        sent: dict[str, Any] = {
            name: self._person_id(value) if name in people else value for name, value in fields.items()
        }
        sent |= {name: value.split("\n") if value else [] for name, value in fields.items() if name in several}
        form = self._forms_from.pop(person)
        await self._done(await self.discord.submit(self._user(person), form, {**sent, **files}, forged=True))

    async def open_home(self, person: str) -> None:
        """Discord has no such page: people ask for it."""
        await self.say(person, "/swot home")

    async def suggested(self, person: str, command: str, option: str, typed: str) -> tuple[Option, ...]:
        """What stands in the list under the option."""
        asked = await self.discord.suggest(self._user(person), self._channel(self.room), command, option, typed)
        callback = await asked.answered
        await self.adapter.settled()
        return tuple(Option(choice["name"], choice["value"]) for choice in callback.data["choices"])

    async def redeliver(self) -> bool:
        """The gateway delivers the last interaction once more; Discord refuses a second answer."""
        assert self._newest is not None
        assert self.last is not None
        before, answer = self.handled, self.answers[self.last.delivery]
        await self.discord.redeliver(self._newest)
        await self.answered(before, "the redelivery")
        assert self.answers[self.last.delivery] == answer
        return False

    # What goes wrong

    def fail_posts(self, times: int, trouble: Trouble, *, wait: int = 0) -> None:
        """Have the next posts fail. discord.py waits by itself for some seconds; longer is ours to do."""
        self.discord.faults.clear()
        seconds = wait / SECOND
        retry_after = seconds if seconds > WAITS else 0.001
        if times:
            self.discord.faults.add(POSTS, times=times, how=FAULTS[trouble], retry_after=retry_after)

    def fail_edits(self, times: int) -> None:
        """Have the next edits fail."""
        self.discord.faults.add("PATCH /channels/*/messages/*", times=times, how="unavailable")

    def may_post_twice(self, trouble: Trouble) -> bool:
        """Discord knows nonces."""
        return False

    def delete_file(self, person: str, name: str) -> None:
        """A file is gone."""
        self.discord.delete_file(self._files[person, name])

    def delete_newest(self) -> None:
        """Somebody deletes the newest message of the channel."""
        newest = self.discord.messages(self._channel(self.room))[-1]
        self.discord.delete_message(newest["id"])

    def forbid(self) -> None:
        """Swot may not write in the channel."""
        self.discord.forbid(self._channel(self.room))

    def allow(self) -> None:
        """Swot may write there again."""
        self.discord.allow(self._channel(self.room))

    def refuse_desk(self, person: str) -> None:
        """A person takes no more direct messages."""
        self.discord.refuse_messages(self._user(person))

    def wire(self) -> list[str]:
        """Every request, as it was sent."""
        return [f"{sent.method} {sent.path} {sent.raw!r}" for sent in self.discord.requests]

    # Who and where

    def tokens(self) -> list[str]:
        """The bot's, and that of each interaction."""
        return [self.discord.token, *self.discord.interactions.tokens()]

    def key_of(self, id: str) -> str:
        """People and rooms by their numbers."""
        return f"discord:{id}"

    def room_named(self, name: str) -> Room:
        """A channel of the server."""
        return Room(f"discord:{self._channel(name)}", space=f"discord:{self.guild}", name=name)

    def thread(self, name: str) -> Room:
        """A thread of the channel."""
        id = self.discord.add_thread(self._channel(self.room), name)
        parent = self._room()
        return Room(f"discord:{id}", space=parent.space, parent=parent.key, name=name)

    def add_channel(self, name: str) -> str:
        """A text channel of the server."""
        return self.discord.add_channel(self.guild, name)

    def delete_channel(self, id: str, *, silently: bool) -> None:
        """The channel is deleted."""
        self.discord.delete_channel(id, silently=silently)

    def add_user(self, name: str, profile: Profile) -> tuple[str, str]:
        """A member of the server."""
        id = self.discord.add_user(name, global_name=profile.name)
        self.discord.add_member(self.guild, id, manages=profile.manages)
        return id, self.discord.direct(id)

    def put_in_group(self, person: str, group: str, *, taken: bool = False) -> str:
        """A role of the server."""
        return f"discord:&{self.discord.give_role(self.guild, self._user(person), group, taken=taken)}"

    def upload(self, user: str, name: str, data: bytes) -> str:
        """An attachment is known by its address."""
        return self.discord.attach(user, name, data)

    def rename(self, id: str, name: str) -> None:
        """They change their display name."""
        self.discord.rename(id, name)

    def _typed(self, person: str, name: str, value: str, parameters: tuple[Any, ...]) -> str | int | bool:
        kind = next(option.kind for option in parameters if option.name == name)
        if kind == "file":
            if (person, value) not in self._files:
                raise CannotBeTyped(f"Discord has {name} picked, and not written")
            return self._files[person, value]
        if kind == "number":
            if not re.fullmatch(r"-?[0-9]{1,9}", value):
                raise CannotBeTyped(f"Discord takes only a number for {name}")
            return int(value)
        if kind == "yes-no":
            if value not in ("yes", "no"):
                raise CannotBeTyped(f"Discord offers yes and no for {name}")
            return value == "yes"
        if kind == "room":
            return self._channel(value.removeprefix("#"))
        return self._person_id(value) if kind == "person" else value

    # What appears

    def acknowledged(self) -> bool:
        """Whether the last interaction has its first answer."""
        return self._newest is not None and self._newest.answered.done()

    async def _done(self, interaction: Interaction) -> None:
        """Wait until an interaction is answered, and what comes of it is done."""
        self._newest = interaction
        await self.until(interaction.answered.done, "an answer")
        await self.adapter.settled()
        await self.settle()

    def _happened(self, what: Happening) -> None:
        person = self._name_of(what.user)
        match what.kind:
            case "modal":
                assert what.interaction is not None
                self._forms_from[person] = what.interaction
                self.form_opened(person, form_of(what.message))
            case "delete" | "note delete":
                self.screen.vanish(what.message["id"])
            case "post" | "edit" | "note" | "note edit":
                self._appear(what.message, person if what.kind.startswith("note") else "")

    def _appear(self, message: dict[str, Any], only: str) -> None:
        self.acted += acting(message)
        self._raw[message["id"]] = message
        files = files_of(message, self.discord.files.content)
        channel, thread = self._threads_place(message["channel_id"])
        view = self.discord.view_of(message)
        self.show(message["id"], channel, view, only=only, files=files, thread=thread)

    def _threads_place(self, id: str) -> tuple[str, bool]:
        """Where people see what is said in a channel: of a thread in its channel, of a private one on a desk."""
        channel = self.discord.world.channels[id]
        if channel.kind == PRIVATE_THREAD:
            [person] = channel.people
            return self.discord.direct(person), True
        return (channel.parent, True) if channel.kind == THREAD else (id, False)
