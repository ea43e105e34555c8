"""The port: what Swot says on Slack without being asked."""

from __future__ import annotations

import logging
from collections.abc import Callable

from adapters.notes import in_words
from adapters.slack.keys import NAME, id_of, key_of, place_of, thread_key
from adapters.slack.memory import Memory
from adapters.slack.naming import Naming
from adapters.slack.people import People
from adapters.slack.pictures import Pictures
from adapters.slack.render import message_of
from adapters.slack.rich import Json
from adapters.slack.trouble import Gone, Revoked, SlackRefused
from adapters.slack.web import Web, too_large
from bot.chat import Aside, Below, DeskRefused, Direct, Group, NotReadable, Private, Profile, Unreachable, View
from bot.clock import SECOND
from bot.errors import UserError

log = logging.getLogger(__name__)

KEPT = 5_000
"""Posts and desks remembered."""
POSTED = "swot_posted"
"""The kind of metadata that says under which nonce a message was posted; people don't see it."""
PAGE = 15
"""The most messages that every app may read at once."""
PAGES = 10
"""How much of what was said since is read before a message is not looked for any more."""
UNREADABLE = ("missing_scope", "not_in_channel")
LITERAL: Json = {"unfurl_links": False, "unfurl_media": False, "link_names": False}
"""Nothing in a message is looked up, linked or shown in small."""


class SlackPlatform:
    """Slack as the core sees it, from the workspace `team`."""

    name = NAME
    knows_nonces = False
    posts_a_second = 20
    has_private_threads = False
    allowing = (
        "Add Swot under Apps in Slack's side bar, and open its Messages tab. A guest who can't asks whoever looks "
        "after the workspace."
    )

    def __init__(self, web: Web, people: People, pictures: Pictures, identity: Json, naming: Naming) -> None:
        self._team: str = identity["team_id"]
        self._bot: str = identity["user_id"]
        self._web = web
        self._people = people
        self._pictures = pictures
        self._naming = naming
        self._posted: Memory[tuple[str, str], str] = Memory(KEPT)
        self._desks: Memory[str, str] = Memory(KEPT)

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Post `view`; give the message's id. A nonce that this process has posted gives the same message.

        Raises `NotSent`, `Unreachable` (on a desk `DeskRefused`), `OutcomeUnknown`, or `TooMuch`.
        """
        known = self._posted.get((room, nonce))
        if known is not None:
            return known
        message = await self._message_of(view)
        metadata = {"event_type": POSTED, "event_payload": {"nonce": nonce}}
        sent = await self._web.call("chat.postMessage", **place_of(room), **message, **LITERAL, metadata=metadata)
        id: str = sent["ts"]
        self._posted.keep((room, nonce), id)
        return id

    async def find_post(self, room: str, nonce: str, *, since: int) -> str | None:
        """The message whose metadata has the nonce. To be allowed to look is up to the operator: see `HISTORY_SCOPES`.

        Raises `NotReadable` where Slack doesn't let us, and otherwise as `post` does.
        """
        oldest = f"{since // SECOND}.{since % SECOND:06d}"
        where: Json = {"oldest": oldest, "inclusive": "true"}
        cursor: Json = {}
        for _ in range(PAGES):
            page = await self._read(room, **where, **cursor, limit=PAGE, include_all_metadata="true")
            for message in page["messages"]:
                if message.get("user") == self._bot and _nonce_of(message) == nonce:
                    id: str = message["ts"]
                    self._posted.keep((room, nonce), id)
                    return id
            if not page.get("has_more"):
                return None
            cursor = {"cursor": page["response_metadata"]["next_cursor"]}
        raise NotReadable("too much was said since")

    async def _read(self, room: str, **arguments: str | int) -> Json:
        place = place_of(room)
        thread = {"ts": place.pop("thread_ts")} if "thread_ts" in place else {}
        try:
            method = "conversations.replies" if thread else "conversations.history"
            return await self._web.ask(method, **place, **thread, **arguments)
        except SlackRefused as error:
            if error.error in UNREADABLE:
                raise NotReadable(f"Slack does not let Swot read there: {error.error}") from error
            raise

    async def edit(self, room: str, message: str, view: View) -> None:
        """Put `view` in place of what the message showed; its metadata stays. Raises as `post` does."""
        content = await self._message_of(view)
        await self._web.call("chat.update", channel=id_of(room), ts=message, **content, link_names=False)

    async def _message_of(self, view: View) -> Json:
        """The view as a message; in words, where Slack takes no picture from Swot."""
        view = self._naming.view(view)
        try:
            return message_of(view, await self._pictures.file_of(view))
        except Revoked:
            raise
        except SlackRefused as error:
            log.warning("a picture is told in words: %s", error)
            return message_of(in_words(view))

    async def open(self, place: Aside) -> str:
        """The room of the person's direct messages, or what is said below a message. Raises as `post` does.

        Slack's threads are private to nobody.
        """
        match place:
            case Below(room, message):
                return thread_key(room, message)
            case Private():
                raise Unreachable("Slack has no private threads")
            case Direct(person):
                return await self._direct(person)

    async def _direct(self, person: str) -> str:
        known = self._desks.get(person)
        if known is not None:
            return known
        try:
            opened = await self._web.call("conversations.open", users=id_of(person))
        except Gone as error:
            raise DeskRefused(str(error)) from error
        desk = key_of(self._team, opened["channel"]["id"])
        self._desks.keep(person, desk)
        return desk

    def forget(self, is_gone: Callable[[str], bool]) -> None:
        """Remember nothing any more of the persons for whom this holds."""
        self._desks.drop(is_gone)
        self._people.forget(is_gone)

    async def groups(self, space: str) -> tuple[Group, ...]:
        """The workspace's user groups and who is in them, as of some minutes ago at most.

        None where Slack doesn't let us see them: workspaces on the free plan have none.
        """
        return await self._people.groups(self._team)

    async def profile(self, person: str) -> Profile | None:
        """What Slack tells of the person; nothing if there is no such person. Raises as `post` does."""
        return await self._people.profile(person)

    async def fetch(self, file: str, *, limit: int) -> bytes:
        """The content of a file, by its key. Raises `UserError` over `limit` bytes; otherwise as `post` does."""
        try:
            about = (await self._web.ask("files.info", file=id_of(file)))["file"]
        except Revoked:
            raise
        except SlackRefused as error:
            raise UserError(
                error.advice or "That file is no longer there. Upload it again and try once more."
            ) from error
        if about.get("size", 0) > limit:
            raise too_large(limit)
        return await self._web.download(about.get("url_private", ""), limit)


def _nonce_of(message: Json) -> str:
    metadata = message.get("metadata") or {}
    return str(metadata.get("event_payload", {}).get("nonce", "")) if metadata.get("event_type") == POSTED else ""
