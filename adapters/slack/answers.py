"""One event after another: the core is asked first, Slack is told when it has answered, or when time runs out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from adapters.deferral import Deferral
from adapters.harmless import harmless_line
from adapters.inhand import InHand
from adapters.notes import way_back, way_to
from adapters.slack.events import event_of
from adapters.slack.forms import WAITING, modal_of, page_modal_of
from adapters.slack.keys import id_of, is_person, team_of
from adapters.slack.limits import TooMuch
from adapters.slack.naming import Naming
from adapters.slack.origins import Origin, origin_of
from adapters.slack.people import People
from adapters.slack.render import options_of
from adapters.slack.rich import Json
from adapters.slack.sending import Recipient, Sending
from adapters.slack.showing import page_that_leads
from adapters.slack.trouble import Revoked, SlackRefused
from bot.chat import (
    Action,
    Answer,
    AnyEvent,
    Choices,
    Form,
    Home,
    Invalid,
    Invoke,
    NotSent,
    Opened,
    OutcomeUnknown,
    Press,
    Reply,
    Submit,
    Suggest,
    Unreachable,
    new_code,
    not_shown,
)
from bot.main import App

log = logging.getLogger(__name__)

TRIGGER_GONE = (
    "expired_trigger_id",
    "exchanged_trigger_id",
    "invalid_trigger_id",
    "trigger_expired",
    "trigger_exchanged",
)
NO_ROOM = ("push_limit_reached", "not_found", "view_not_found")
"""Over three modals no fourth can be put, and into one that was closed nothing."""
NOTHING: Json = {}
"""The acknowledgement that says no more than that it arrived."""


@dataclass(frozen=True, slots=True)
class Here:
    """What sets one workspace apart from another."""

    team: str
    """Its id."""
    naming: Naming = field(default_factory=lambda: Naming("", ()))
    """How commands are called in what people read."""


@dataclass(slots=True)
class Exchange:
    """An event, and what has to be known to answer it."""

    event: AnyEvent
    to: Recipient
    trigger: str
    """What a form can be opened with."""
    acknowledgement: asyncio.Future[Json] = field(default_factory=asyncio.Future)
    waiting: str = ""
    """The modal that was opened to wait in."""
    decided: Answer | None = None
    """What the core has answered: it is not asked again where the answer goes out with another token."""

    def acknowledge(self, payload: Json = NOTHING) -> None:
        """Tell Slack that the event has arrived, with what it takes along; only once."""
        if not self.acknowledgement.done():
            self.acknowledgement.set_result(payload)


class Answers:
    """Takes what Slack delivers; whatever happens, Slack is told in time and nothing is raised."""

    def __init__(self, app: App, people: People, sending: Sending, in_hand: InHand, here: Here) -> None:
        self._app = app
        self._people = people
        self._sending = sending
        self._in_hand = in_hand
        self._here = here
        self.on_revoked: Callable[[str], Awaitable[Answers | None]] | None = None
        """Told Slack's word for it where the workspace's token is withdrawn; gives who answers with a newer one."""
        self.on_stranger: Callable[[str], None] | None = None
        """Told of each person of another workspace, who comes here by a channel that both share."""

    async def take(self, body: Json) -> Json:
        """Take what was delivered; give the acknowledgement when it is time for it. The answer may follow."""
        try:
            event = self._event(body)
        except (KeyError, ValueError, TypeError):
            log.exception("a payload can't be read")
            return NOTHING
        if event is None:
            return NOTHING
        if self.on_stranger is not None and is_person(event.person) and team_of(event.person) != self._here.team:
            self.on_stranger(event.person)
        to = Recipient(id_of(event.person), origin_of(body), _page_of(body))
        exchange = Exchange(event, to, body.get("trigger_id", ""))
        self._in_hand.start(self.see_to(exchange))
        try:
            return await exchange.acknowledgement
        finally:
            self._app.measures.acknowledged("slack", self._app.clock.now() - event.at)

    def _event(self, body: Json) -> AnyEvent | None:
        prefix = self._here.naming.heard(body["command"]) if "command" in body else ""
        return event_of(body, self._app.clock.now(), team=self._here.team, prefix=prefix)

    async def see_to(self, exchange: Exchange) -> None:
        """Answer what was taken, here or, with a token that Slack takes no more, in the same workspace before."""
        try:
            await self._answer(exchange)
        except (NotSent, Unreachable, SlackRefused, OutcomeUnknown) as error:
            log.warning("the answer to %s may not have arrived: %s", exchange.event.delivery, error)
            if isinstance(error, Revoked) and self.on_revoked is not None:
                newer = await self.on_revoked(error.error)
                if newer is not None:
                    await newer.see_to(exchange)
        finally:
            exchange.acknowledge()

    async def _answer(self, exchange: Exchange) -> None:
        try:
            answer = await self._decided(exchange)
            await self._deliver(exchange, answer)
            if isinstance(answer, Reply) and _shows_home(exchange.to.origin, answer):
                await self._redraw(exchange)
        except TooMuch:
            code = new_code()
            log.exception(
                "error %s: the answer to %s can't be shown", code, type(exchange.event).__name__, extra={"code": code}
            )
            sorry = not_shown(code)
            if isinstance(exchange.event, Invoke | Press | Submit):
                await self._reply(exchange, sorry)
            elif isinstance(exchange.event, Suggest):
                exchange.acknowledge({"options": []})
            elif isinstance(exchange.event, Opened):
                await self._sending.home(exchange.to, sorry.view)

    async def _decided(self, exchange: Exchange) -> Answer | None:
        """The core's answer, ready to be shown; Slack is told in time if that takes long."""
        deferral = Deferral(self._app.clock, lambda: self._defer(exchange))
        try:
            exchange.event = await self._people.at_home(await self._people.named(exchange.event))
            exchange.decided = exchange.decided or await self._app.handle(exchange.event)
            answer = self._here.naming.answer(exchange.decided)
            if isinstance(answer, Reply | Home):
                answer = await self._sending.prepare(exchange.to, answer)
        finally:
            await deferral.settled()
        return answer

    async def _defer(self, exchange: Exchange) -> None:
        """Slack has waited long enough: acknowledge, and where a form is to come, open what it can come into."""
        exchange.acknowledge({"options": []} if isinstance(exchange.event, Suggest) else NOTHING)
        if self._app.registry.declared(exchange.event) == "form":
            try:
                await self._open(exchange, page_modal_of(WAITING, exchange.to.origin))
            except (NotSent, Unreachable, SlackRefused, OutcomeUnknown) as error:
                log.warning("no form can be opened for %s: %s", exchange.event.delivery, error)

    async def _deliver(self, exchange: Exchange, answer: Answer | None) -> None:
        match answer:
            case Reply():
                await self._reply(exchange, answer)
            case Form():
                await self._form(exchange, answer)
            case Invalid(problems, reopen):
                await self._invalid(exchange, problems, reopen)
            case Choices():
                exchange.acknowledge({"options": options_of(answer)})
            case Home(view):
                exchange.acknowledge()
                await self._sending.home(exchange.to, view)
            case None:
                exchange.acknowledge()

    async def _redraw(self, exchange: Exchange) -> None:
        """Have the Home tab tell what has become of a press on it: nobody but us would."""
        event = exchange.event
        opened = Opened(
            person=event.person,
            name=event.name,
            room=event.room,
            at=self._app.clock.now(),
            delivery=f"{event.delivery}:home",
        )
        page = self._here.naming.answer(await self._app.handle(opened))
        if isinstance(page, Home):
            await self._sending.home(exchange.to, page.view)

    async def _reply(self, exchange: Exchange, reply: Reply) -> None:
        if reply.how == "post" and reply.replayed:
            # Delivered again, an event gets the same answer; what everybody has seen they need not see twice.
            exchange.acknowledge()
            return
        if exchange.waiting:
            await self._reply_in(exchange, exchange.waiting, reply)
        elif isinstance(exchange.event, Invoke) and not exchange.acknowledgement.done():
            how = "in_channel" if reply.how == "post" else "ephemeral"
            exchange.acknowledge({"response_type": how, **await self._sending.message_of(reply.view)})
        elif reply.how == "edit" and exchange.to.origin.surface == "modal" and exchange.to.view:
            exchange.acknowledge()
            await self._reply_in(exchange, exchange.to.view, reply)
        elif reply.how == "note" and exchange.to.origin.surface != "message":
            await self._show(exchange, reply)
        else:
            exchange.acknowledge()
            await self._sending.reply(exchange.to, reply)

    async def _show(self, exchange: Exchange, reply: Reply) -> None:
        """Show a note over the page where it was asked for; what can't stand there is a message, and a page says so."""
        origin = exchange.to.origin
        page = await self._sending.page_of_note(reply.view, origin)
        if page is not None and isinstance(exchange.event, Submit) and not exchange.acknowledgement.done():
            exchange.acknowledge({"response_action": "update", "view": page})
            return
        exchange.acknowledge()
        is_message = page is None
        if page is None:
            await self._sending.reply(exchange.to, reply)
            page = page_that_leads(reply.view, origin)
        try:
            await self._open(exchange, page)
        except (SlackRefused, NotSent, OutcomeUnknown) as error:
            if isinstance(error, Revoked):
                raise
            log.info("a page may not have opened: %s", error)
            if not is_message:
                await self._sending.reply(exchange.to, reply)

    async def _reply_in(self, exchange: Exchange, modal: str, reply: Reply) -> None:
        """Show the reply in the modal that waits for it; where that is closed by now, or stays as it is, in a note."""
        try:
            await self._sending.page(modal, reply.view, exchange.to.origin)
        except (SlackRefused, NotSent, OutcomeUnknown) as error:
            if isinstance(error, SlackRefused) and error.error not in NO_ROOM:
                raise
            log.info("a modal can't show an answer: %s", error)
            await self._sending.reply(exchange.to, replace(reply, how="note"))

    async def _form(self, exchange: Exchange, form: Form) -> None:
        """Open the form; where that may not have been possible, a note opens it: a trigger is good no second time."""
        modal = modal_of(form, exchange.to.origin)
        exchange.acknowledge()  # the trigger's three seconds run on, whether or not Slack still waits
        try:
            if exchange.waiting:
                await self._sending.change(exchange.waiting, modal)
            else:
                await self._open(exchange, modal)
        except (SlackRefused, NotSent, OutcomeUnknown) as error:
            if isinstance(error, SlackRefused) and error.error not in (*TRIGGER_GONE, *NO_ROOM):
                raise
            log.info("a form may not have opened: %s", error)
            await self._sending.reply(exchange.to, Reply(way_to(form)))

    async def _open(self, exchange: Exchange, modal: Json) -> None:
        over = exchange.to.origin.surface == "modal"
        exchange.waiting = await self._sending.open(exchange.trigger, modal, over=over)

    async def _invalid(self, exchange: Exchange, problems: Mapping[str, str], reopen: Action) -> None:
        """Say what is wrong beside each entry; where the form is gone by now, in a note that opens it again."""
        event = exchange.event
        if isinstance(event, Submit) and problems.keys() <= event.fields.keys() and not exchange.acknowledgement.done():
            errors = {name: harmless_line(problem) for name, problem in problems.items()}
            exchange.acknowledge({"response_action": "errors", "errors": errors})
            return
        exchange.acknowledge()
        await self._sending.reply(exchange.to, Reply(way_back(problems, reopen)))


def _shows_home(origin: Origin, reply: Reply) -> bool:
    """Whether Home, or what lies over it, was pressed, so that Home may have to tell something else by now."""
    return origin.over_home or (origin.surface == "home" and reply.how != "edit")


def _page_of(body: Json) -> str:
    """The modal or Home tab that the answer finds there: a form that is sent goes, and leaves what was below it."""
    view = body.get("view") or NOTHING
    return view.get("previous_view_id" if body.get("type") == "view_submission" else "id") or ""
