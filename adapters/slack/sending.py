"""How an answer gets to where it belongs: by the response URL while that is good, otherwise by the Web API."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from adapters.notes import given_elsewhere, in_words, not_given
from adapters.slack.forms import page_modal_of
from adapters.slack.limits import hold
from adapters.slack.origins import Origin
from adapters.slack.patience import patiently
from adapters.slack.pictures import Pictures
from adapters.slack.platform import LITERAL
from adapters.slack.render import home_of, message_of
from adapters.slack.rich import Json
from adapters.slack.showing import page_of_note
from adapters.slack.trouble import Gone, Revoked, SlackRefused
from adapters.slack.web import Web
from bot.chat import Answer, DeskRefused, File, Home, NotSent, OutcomeUnknown, Reply, View
from bot.clock import Clock

log = logging.getLogger(__name__)

OPEN_MESSAGES = "Allow direct messages from Swot, under Apps, and ask for it again."


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who asked, and where: what an answer is addressed to."""

    user: str
    """Slack's id."""
    origin: Origin
    view: str = ""
    """The modal or Home tab that was pressed."""


class Sending:
    """Sends answers. Raises as the port does, and `TooMuch`."""

    def __init__(self, web: Web, pictures: Pictures, clock: Clock) -> None:
        self._web = web
        self._pictures = pictures
        self._clock = clock

    async def prepare(self, to: Recipient, answer: Reply | Home) -> Answer:
        """Do for an answer what takes long, so that sending it does not; give what is left to be sent."""
        answer = replace(answer, view=(await self._pictured(answer.view))[0])
        if isinstance(answer, Home) or answer.file is None:
            return answer
        return replace(answer, view=await self._enclosed(to, answer.view, answer.file), file=None)

    async def _enclosed(self, to: Recipient, view: View, file: File) -> View:
        """Give a file to a person in their direct messages, for no note can hold one; the view says where it is."""
        hold("file", file.data)
        try:
            desk = (await self._call("conversations.open", users=to.user))["channel"]["id"]
            await patiently(self._clock, lambda: self._web.keep(file.name, file.data, title=file.name, channel=desk))
        except Gone as error:
            log.warning("a file can't be given to who asked for it: %s", error)
            return not_given(file, error.advice or OPEN_MESSAGES)
        except DeskRefused as error:
            log.warning("a file can't be given to who asked for it: %s", error)
            return not_given(file, OPEN_MESSAGES)
        except SlackRefused as error:
            if isinstance(error, Revoked):
                raise
            log.warning("a file can't be given to who asked for it: %s", error)
            return not_given(file, error.advice or "Please try again later.")
        except (NotSent, OutcomeUnknown) as error:
            log.warning("a file may not have reached who asked for it: %s", error)
            return not_given(file, "Please try again in a moment.")
        return given_elsewhere(view, file)

    async def _pictured(self, view: View) -> tuple[View, str]:
        """The view with the file of its picture; in words, where Slack takes no picture now or none from Swot."""
        try:
            return view, await patiently(self._clock, lambda: self._pictures.file_of(view), harmless_twice=True)
        except (NotSent, SlackRefused, OutcomeUnknown) as error:
            if isinstance(error, Revoked):
                raise
            log.warning("a picture is told in words: %s", error)
            return in_words(view), ""

    async def message_of(self, view: View) -> Json:
        """The view as a message, its picture uploaded."""
        return message_of(*await self._pictured(view))

    async def reply(self, to: Recipient, reply: Reply) -> None:
        """Send a reply as a note, a post or an edit."""
        match reply.how:
            case "note":
                await self._note(to, await self.message_of(reply.view))
            case "post":
                await self._post(to, await self.message_of(reply.view))
            case "edit":
                await self._edit(to, reply.view)

    async def home(self, to: Recipient, view: View) -> None:
        """Put `view` onto the person's Home tab."""
        view, picture = await self._pictured(view)
        page = home_of(view, to.origin.to_metadata(), picture)
        await self._show("views.publish", user_id=to.user, view=page)

    async def open(self, trigger: str, modal: Json, *, over: bool = False) -> str:
        """Open a modal, or put it over one that is open; give its id. A trigger is good once, for three seconds."""
        opened = await self._web.call("views.push" if over else "views.open", trigger_id=trigger, view=modal)
        id: str = opened["view"]["id"]
        return id

    async def change(self, view: str, modal: Json) -> None:
        """Put another modal in the place of one that is open."""
        await self._show("views.update", view_id=view, view=modal)

    async def page(self, view: str, shown: View, origin: Origin) -> None:
        """Show a view in a modal that is open."""
        shown, picture = await self._pictured(shown)
        await self.change(view, page_modal_of(shown, origin, picture))

    async def page_of_note(self, shown: View, origin: Origin) -> Json | None:
        """A note as a modal; nothing where it has to be a message."""
        shown, picture = await self._pictured(shown)
        return page_of_note(shown, origin, picture)

    async def _note(self, to: Recipient, message: Json) -> None:
        origin = to.origin
        if await self._respond(origin, message, **origin.below, response_type="ephemeral", replace_original=False):
            return
        if not origin.private:
            try:
                await self._call("chat.postEphemeral", channel=origin.channel, user=to.user, **message, **origin.below)
            except SlackRefused as error:
                if isinstance(error, Revoked):
                    raise
                # Swot isn't in that channel, or the person isn't any more.
            else:
                return
        await self._call("chat.postMessage", channel=to.user, **message, **LITERAL)

    async def _post(self, to: Recipient, message: Json) -> None:
        below = to.origin.below
        if not await self._respond(to.origin, message, **below, response_type="in_channel", replace_original=False):
            channel = to.origin.channel or to.user
            await self._call("chat.postMessage", channel=channel, **below, **message, **LITERAL)

    async def _edit(self, to: Recipient, view: View) -> None:
        origin = to.origin
        if origin.surface == "home":
            await self.home(to, view)
            return
        if origin.surface == "modal" and to.view:
            await self.page(to.view, view, origin)
            return
        message = await self.message_of(view)
        if not origin.message:
            await self._note(to, message)
        elif not await self._respond(origin, message, replace_original=True):
            if origin.fleeting:
                await self._note(to, message)
            else:
                await self._call("chat.update", channel=origin.channel, ts=origin.message, **message)

    async def _respond(self, origin: Origin, message: Json, **how: str | bool) -> bool:
        """Send to the response URL; tell whether it was there and still good."""
        if not origin.url:
            return False
        return await patiently(self._clock, lambda: self._web.respond(origin.url, {**message, **how}))

    async def _show(self, method: str, **arguments: object) -> None:
        """Have a page or modal show something, which may be done twice."""
        await patiently(self._clock, lambda: self._web.call(method, **arguments), harmless_twice=True)

    async def _call(self, method: str, **arguments: object) -> Json:
        return await patiently(self._clock, lambda: self._web.call(method, **arguments))
