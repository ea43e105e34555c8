"""Discord as the core's `Platform`: what speaks first goes through here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import aiohttp
import discord
import yarl

from adapters.discord.errors import ALLOW_MESSAGES, HAS_THREAD, NOT_ALLOWED, in_our_words
from adapters.discord.events import PLATFORM, group_key, id_of, key
from adapters.discord.halt import WAITS, Halt
from adapters.discord.limits import LIMITS, hold
from adapters.discord.render import mark_of, marked, render
from adapters.discord.wire import bounded, parameters
from adapters.harmless import harmless
from bot.chat import Aside, Below, Direct, Group, NotReadable, NotSent, Private, Profile, Unreachable, View, cut
from bot.errors import UserError

DESKS = 10_000
"""How many people's desks are remembered; whoever is not among them is looked up again."""
PAGE = 100
"""The most messages that Discord tells at once."""
PAGES = 5
"""How much of what was said since is read before a message is not looked for any more."""
DESK = "Your desk"
"""What a private thread is called: in the list of threads, with nobody's name."""
PRIVATE_THREAD: Final = 12
"""Discord's number of such channels."""
NAMELESS = "Thread"
A_DAY: Final = 1440
A_WEEK: Final = 10080
"""Minutes without a message after which Discord puts a thread away; a new message brings it back."""
ALLOW_THREADS = "Let Swot create public threads and send messages in threads (channel settings, Permissions)."
ALLOW_PRIVATE_THREADS = "Let Swot create private threads and send messages in threads (channel settings, Permissions)."


class DiscordPlatform:
    """Posts, edits, desks, people and files, on Discord."""

    name = PLATFORM
    knows_nonces = True
    posts_a_second = 40
    has_private_threads = True
    allowing = "In the menu of this server choose Privacy Settings and switch on Direct Messages."

    def __init__(self, client: discord.Client, session: aiohttp.ClientSession, halt: Halt) -> None:
        self._client = client
        self._http = client.http
        self._http.max_ratelimit_timeout = WAITS
        self._session = session
        self._halt = halt
        self._desks: dict[str, str] = {}

    @contextmanager
    def _asking(self, advice: str = ALLOW_MESSAGES) -> Iterator[None]:
        """Ask Discord for something, unless it takes nothing; raise what the port knows, with what people can do."""
        self._halt.check()
        with in_our_words(advice), bounded(self._http):
            yield

    async def post(self, room: str, view: View, *, nonce: str) -> str:
        """Post `view`; the same nonce within some minutes is the same message."""
        hold("nonce", len(nonce))
        payload = marked(render(view), nonce)
        body = {**payload.body, "nonce": nonce, "enforce_nonce": True}
        with self._asking():
            sent = await self._http.send_message(id_of(room), params=parameters(body, payload))
        return str(sent["id"])

    def forget(self, is_gone: Callable[[str], bool]) -> None:
        """Remember nothing any more of the persons for whom this holds."""
        self._desks = {person: desk for person, desk in self._desks.items() if not is_gone(person)}

    async def find_post(self, room: str, nonce: str, *, since: int) -> str | None:
        """The message that carries the nonce's mark; of people's messages nothing is looked at but who wrote them."""
        channel, mark = id_of(room), mark_of(nonce)
        after = (max(since // 1000 - discord.utils.DISCORD_EPOCH, 1) << 22) - 1
        for _ in range(PAGES):
            page = await self._read(channel, PAGE, after)
            for message in page:
                if message["author"]["id"] == str(self._client.application_id) and _is_marked(message, mark):
                    return str(message["id"])
            if len(page) < PAGE:
                # To whoever may not read a channel's history Discord may also tell that nothing was ever said there.
                if not page and not await self._read(channel, 1):
                    raise NotReadable("Swot may not read the channel's history, or nothing was ever said there")
                return None
            after = max(int(message["id"]) for message in page)
        raise NotReadable("too much was said since")

    async def _read(self, channel: int, most: int, after: int | None = None) -> list[Any]:
        with self._asking():
            try:
                return list(await self._http.logs_from(channel, most, after=after))
            except discord.Forbidden as error:
                if error.code in NOT_ALLOWED:
                    raise NotReadable("Swot may not read the channel's history") from error
                raise

    async def edit(self, room: str, message: str, view: View) -> None:
        """Put `view` in place of what the message showed."""
        payload = render(view)
        with self._asking():
            await self._http.edit_message(id_of(room), int(message), params=parameters(payload.body, payload))

    async def open(self, place: Aside) -> str:
        """Direct messages or a thread; whether somebody takes direct messages shows when one is sent."""
        match place:
            case Direct(person):
                return await self._direct(person)
            case Private(person, beside):
                return await self._private(person, beside)
            case Below(room, message, name):
                return await self._below(room, message, name)

    async def _private(self, person: str, beside: str) -> str:
        with self._asking(ALLOW_PRIVATE_THREADS):
            thread = await self._http.start_thread_without_message(
                id_of(beside), name=DESK, auto_archive_duration=A_WEEK, type=PRIVATE_THREAD, invitable=False
            )
            await self._http.add_user_to_thread(int(thread["id"]), id_of(person))
        return key(thread["id"])

    async def _below(self, room: str, message: str, name: str) -> str:
        """A message's thread has the message's own id, whoever has opened it."""
        called = cut(" ".join(harmless(name).split()), LIMITS["thread name"]) or NAMELESS
        with self._asking(ALLOW_THREADS):
            try:
                await self._http.start_thread_with_message(
                    id_of(room), int(message), name=called, auto_archive_duration=A_DAY
                )
            except discord.HTTPException as error:
                if error.code != HAS_THREAD:
                    raise
        return key(message)

    async def _direct(self, person: str) -> str:
        if person not in self._desks:
            with self._asking():
                channel = await self._http.start_private_message(id_of(person))
            if len(self._desks) >= DESKS:
                del self._desks[next(iter(self._desks))]
            self._desks[person] = key(channel["id"])
        return self._desks[person]

    async def groups(self, space: str) -> tuple[Group, ...]:
        """A server's roles, but for the one that everybody has and those of bots; direct messages are of no server."""
        if space == key("@me"):
            raise Unreachable("direct messages are of no server")
        server = id_of(space)
        with self._asking():
            roles = await self._http.get_roles(server)
        given = [role for role in roles if int(role["id"]) != server and not role["managed"]]
        return tuple(Group(group_key(role["id"]), role["name"]) for role in given)

    async def profile(self, person: str) -> Profile | None:
        """What Discord tells of the person; whether they manage a server comes with their interactions only."""
        try:
            id = id_of(person)
        except ValueError:
            return None
        try:
            with self._asking():
                user = await self._http.get_user(id)
        except Unreachable:
            return None
        return Profile(user.get("global_name") or user["username"])

    async def fetch(self, file: str, *, limit: int) -> bytes:
        """The content of an attachment, given by its address. Raises `UserError` over `limit` bytes."""
        address = _address(file)
        with in_our_words():
            async with self._session.get(address, allow_redirects=False) as response:
                if response.status == 429 or response.status >= 500:  # noqa: PLR2004 - the numbers are their own names
                    raise NotSent(f"no file for now: {response.status}")
                if response.status != 200:  # noqa: PLR2004
                    raise UserError("That file is no longer there. Attach it again.")
                content = await _at_most(response, limit)
        if content is None:
            raise UserError(f"That file is larger than {limit:,} bytes.")
        return content


def _is_marked(message: Mapping[str, Any], mark: int) -> bool:
    return any(component.get("id") == mark for component in message["components"])


def _address(file: str) -> yarl.URL:
    try:
        address = yarl.URL(file)
        ours = address.origin() == yarl.URL(discord.asset.Asset.BASE).origin()
    except ValueError:
        ours = False
    if not ours:
        raise UserError("That is no file of Discord's.")
    return address


async def _at_most(response: aiohttp.ClientResponse, limit: int) -> bytes | None:
    content = bytearray()
    async for chunk in response.content.iter_chunked(1 << 16):
        content += chunk
        if len(content) > limit:
            return None
    return bytes(content)
