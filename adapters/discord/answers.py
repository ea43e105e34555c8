"""How each answer of the core reaches the person on Discord, in time or after a deferral."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import aiohttp
import discord

from adapters.deferral import Deferral
from adapters.discord import wire
from adapters.discord.errors import ALREADY_ANSWERED, OVER, UNKNOWN_INTERACTION, UNKNOWN_MESSAGE
from adapters.discord.forms import choices, modal
from adapters.discord.limits import TooMuch
from adapters.discord.render import EPHEMERAL, V2, Payload, render
from adapters.discord.wire import Interaction
from adapters.notes import way_back, way_to
from bot.chat import (
    Answer,
    AnyEvent,
    Choices,
    File,
    Form,
    Home,
    Invalid,
    Reply,
    Suggest,
    View,
    new_code,
    not_shown,
    rich,
)
from bot.chat.answers import Kind
from bot.main import App

log = logging.getLogger(__name__)

BAD_REQUEST = 400
RESTARTING = View(rich("Swot is just restarting. Please try again in a moment."))
TRIES = 3
"""How often is sent, where the connection breaks, what has its effect only once."""
PATIENCE = 30.0
"""Seconds after which an answer is given up that Discord does not take: somewhat longer than discord.py repeats it."""


class Answers:
    """Asks the core and sends what it says."""

    def __init__(self, app: App, session: aiohttp.ClientSession) -> None:
        self._app = app
        self._session = session

    async def give(self, interaction: Interaction, event: AnyEvent) -> None:
        """Answer an interaction: at once, or, where the core takes its time, deferred now and answered then."""
        promised: Kind | None = None
        is_over = False

        async def defer() -> None:
            nonlocal promised, is_over
            promised = self._kind(interaction, event)
            is_over = not await self._defer(interaction, promised)
            self._acknowledged(event)

        deferral = Deferral(self._app.clock, defer)
        answer: Answer | None = None
        try:
            answer = await self._app.handle(event)
        finally:
            await deferral.settled()
        if answer is None or is_over:
            return
        try:
            await self._say(interaction, promised, answer)
            if promised is None:
                self._acknowledged(event)
        except (TooMuch, discord.HTTPException) as error:
            if isinstance(error, discord.HTTPException) and error.status != BAD_REQUEST:
                raise
            code = new_code()
            log.exception("error %s: the answer to %s can't be shown", code, type(event).__name__, extra={"code": code})
            await self._say(interaction, promised, Choices(()) if isinstance(answer, Choices) else not_shown(code))

    def _acknowledged(self, event: AnyEvent) -> None:
        self._app.measures.acknowledged("discord", self._app.clock.now() - event.at)

    async def turn_away(self, interaction: Interaction, event: AnyEvent) -> None:
        """Ask for a moment's patience, where nothing new is taken on any more."""
        await self._first(interaction, Choices(()) if isinstance(event, Suggest) else Reply(RESTARTING))

    async def _say(self, interaction: Interaction, promised: Kind | None, answer: Answer) -> None:
        if promised is None:
            await self._first(interaction, answer)
            return
        try:
            await self._follow(interaction, promised, answer)
        except discord.HTTPException as error:
            if error.code not in OVER:
                raise
            log.warning("the answer to interaction %s came too late: %s", interaction.id, error)

    def _kind(self, interaction: Interaction, event: AnyEvent) -> Kind:
        """The kind of answer to prepare for; there is nothing to edit where no message was pressed."""
        kind = self._app.registry.declared(event)
        return "note" if kind == "edit" and not interaction.on_message else kind

    # In time

    async def _first(self, interaction: Interaction, answer: Answer) -> None:
        match answer:
            case Reply(view, "post"):
                await self._send(interaction, wire.MESSAGE, render(view))
            case Reply(view, "edit") if interaction.on_message:
                await self._send(interaction, wire.EDIT, render(view))
            case Form():
                await self._send(interaction, wire.MODAL, Payload(modal(answer)))
            case Choices():
                await self._send(interaction, wire.CHOICES, Payload(choices(answer)))
            case _:
                note = render(as_note(answer), ephemeral=True, file=_file_of(answer))
                await self._send(interaction, wire.MESSAGE, note)

    async def _send(self, interaction: Interaction, kind: int, payload: Payload | None = None) -> bool:
        """Send a first answer; tell whether Discord still waited for it.

        One that arrived although the connection broke is not asked for again.
        """
        try:
            await _insisting(lambda: wire.respond(self._session, interaction, kind, payload))
        except discord.HTTPException as error:
            if error.code == UNKNOWN_INTERACTION:
                log.warning("interaction %s was answered too late", interaction.id)
                return False
            if error.code != ALREADY_ANSWERED:
                raise
        return True

    # Late

    async def _defer(self, interaction: Interaction, kind: Kind) -> bool:
        """Tell Discord that an answer of this kind will come; tell whether it still waits for one.

        A form can't be promised: a note leads to it instead.
        """
        match kind:
            case "edit":
                return await self._send(interaction, wire.DEFERRED_EDIT)
            case "post":
                return await self._send(interaction, wire.DEFERRED_MESSAGE, Payload({"flags": V2}))
            case "choices":
                return await self._send(interaction, wire.CHOICES, Payload({"choices": []}))
            case _:
                return await self._send(interaction, wire.DEFERRED_MESSAGE, Payload({"flags": V2 | EPHEMERAL}))

    async def _follow(self, interaction: Interaction, deferred_as: Kind, answer: Answer) -> None:
        if isinstance(answer, Choices):
            return  # whoever was typing has long got an empty list
        how = answer.how if isinstance(answer, Reply) else "note"
        view, file = as_note(answer), _file_of(answer)
        if deferred_as == "edit" and how != "edit":
            await self._add(interaction, render(view, ephemeral=True, file=file))
        elif deferred_as == "post" and how != "post":
            # What was promised to everyone turns out to be for one person.
            await self._take_back(interaction)
            await self._add(interaction, render(view, ephemeral=True, file=file))
        else:
            payload = render(view, file=file)
            await _insisting(lambda: wire.edit_original(self._session, interaction, payload))

    async def _add(self, interaction: Interaction, payload: Payload) -> None:
        # Once: nothing tells Discord that it is the same note again.
        await _insisting(lambda: wire.follow_up(self._session, interaction, payload), tries=1)

    async def _take_back(self, interaction: Interaction) -> None:
        try:
            await _insisting(lambda: wire.delete_original(self._session, interaction))
        except discord.HTTPException as error:
            if error.code != UNKNOWN_MESSAGE:  # gone already
                raise


async def _insisting(send: Callable[[], Awaitable[None]], *, tries: int = TRIES) -> None:
    """Send, and again where the connection breaks: only what has its effect once. Raises `TimeoutError` at last."""
    async with asyncio.timeout(PATIENCE):
        for tries_left in reversed(range(tries)):
            try:
                await send()
            except (aiohttp.ClientError, OSError):
                if not tries_left:
                    raise
                await asyncio.sleep(0)
            else:
                return


def _file_of(answer: Answer) -> File | None:
    return answer.file if isinstance(answer, Reply) else None


def as_note(answer: Answer) -> View:
    """An answer as a message; in place of a form, the way to it, and what is wrong with it."""
    match answer:
        case Reply(view) | Home(view):
            return view
        case Invalid(problems, reopen):
            return way_back(problems, reopen)
        case Form():
            return way_to(answer)
        case Choices():
            raise TypeError("suggestions are no message")
