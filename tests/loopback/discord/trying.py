"""What tests of the loopback itself work with: a school, plain HTTP, and a real discord.py client."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import aiohttp
import discord as library
from discord.webhook.async_ import async_context, interaction_response_params

from bot.clock import SECOND, SteppedClock
from tests.loopback.discord.http import BASE
from tests.loopback.discord.interactions import Callback, Interaction
from tests.loopback.discord.messages import Happening
from tests.loopback.discord.server import LoopbackDiscord

START = 1_796_000_000 * SECOND
NEW = 1 << 15
NOTE = 1 << 6
QUIZ: dict[str, Any] = {
    "name": "quiz",
    "description": "Quizzes",
    "options": [
        {
            "type": 1,
            "name": "round",
            "description": "A round for everybody",
            "options": [
                {"type": 3, "name": "topic", "description": "What about", "required": True, "autocomplete": True},
                {"type": 4, "name": "questions", "description": "How many", "min_value": 1, "max_value": 30},
                {"type": 6, "name": "with", "description": "Against whom"},
                {"type": 5, "name": "quick", "description": "No time to think"},
                {
                    "type": 3,
                    "name": "level",
                    "description": "How hard",
                    "choices": [{"name": "easy", "value": "1"}, {"name": "hard", "value": "2"}],
                },
            ],
        }
    ],
}
FORM: dict[str, Any] = {
    "custom_id": "essay:1",
    "title": "An essay",
    "components": [
        {
            "type": 18,
            "label": "Answer",
            "description": "In your own words",
            "component": {"type": 4, "custom_id": "answer", "style": 2, "max_length": 300, "value": "Draft"},
        },
        {
            "type": 18,
            "label": "Level",
            "component": {
                "type": 3,
                "custom_id": "level",
                "required": False,
                "options": [{"label": "Easy", "value": "1"}, {"label": "Hard", "value": "2", "default": True}],
            },
        },
    ],
}


def button(custom_id: str, label: str = "Press", style: int = 1) -> dict[str, Any]:
    """A button."""
    return {"type": 2, "style": style, "label": label, "custom_id": custom_id}


def row(*components: dict[str, Any]) -> dict[str, Any]:
    """A row of components."""
    return {"type": 1, "components": list(components)}


def page(*components: dict[str, Any] | str, flags: int = 0) -> dict[str, Any]:
    """A message of the new kind; words stand for a text display."""
    shown = [{"type": 10, "content": one} if isinstance(one, str) else one for one in components]
    return {"flags": NEW | flags, "components": shown}


class Answered(NamedTuple):
    """What a request got."""

    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> int:
        """Discord's own code of the refusal."""
        return int(self.body["code"])

    def wrong(self, *path: str | int) -> list[str]:
        """The codes of what is wrong at a path of the body."""
        place = self.body["errors"]
        for step in path:
            place = place.get(str(step), {})
        return [error["code"] for error in place.get("_errors", ())]


@dataclass(slots=True, eq=False)
class School:
    """A Discord with a server, a channel and two people in it."""

    clock: SteppedClock
    discord: LoopbackDiscord
    session: aiohttp.ClientSession
    guild: str = ""
    channel: str = ""
    maya: str = ""
    teacher: str = ""
    seen: list[Happening] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def open(cls, *, checked: bool = True) -> AsyncIterator[School]:
        """Open a school, and close it after."""
        clock = SteppedClock(START)
        async with LoopbackDiscord(clock, checked=checked) as discord, aiohttp.ClientSession() as session:
            school = cls(clock, discord, session)
            school.guild = discord.add_guild("School")
            school.channel = discord.add_channel(school.guild, "history")
            school.maya = discord.add_user("maya", global_name="Maya")
            school.teacher = discord.add_user("teacher")
            discord.add_member(school.guild, school.maya, nick="May")
            discord.add_member(school.guild, school.teacher, manages=True)
            discord.watch(school.seen.append)
            discord.commands.overwrite([QUIZ])
            yield school

    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.clock.move_to(self.clock.now() + round(seconds * SECOND))

    async def ask(
        self, method: str, path: str, body: Any = None, *, token: bool = True, files: tuple[tuple[str, bytes], ...] = ()
    ) -> Answered:
        """A REST request."""
        headers = {"Authorization": f"Bot {self.discord.token}"} if token else {}
        sent: dict[str, Any] = {"json": body} if body is not None else {}
        if files:
            form = aiohttp.FormData(quote_fields=False)
            form.add_field("payload_json", json.dumps(body))
            for place, (name, data) in enumerate(files):
                form.add_field(
                    f"files[{place}]", io.BytesIO(data), filename=name, content_type="application/octet-stream"
                )
            sent = {"data": form}
        url = self.discord.url + BASE + path
        async with self.session.request(method, url, headers=headers, **sent) as response:
            text = await response.text()
            kind = response.headers.get("Content-Type")
            return Answered(response.status, json.loads(text) if kind == "application/json" else text, response.headers)

    async def post(self, body: Any, channel: str = "", **more: Any) -> Answered:
        """A message of the bot's own accord."""
        return await self.ask("POST", f"/channels/{channel or self.channel}/messages", body, **more)

    async def respond(self, it: Interaction, kind: int, data: Any = None, **more: Any) -> Answered:
        """A first response."""
        body = {"type": kind} | ({} if data is None else {"data": data})
        return await self.ask("POST", f"/interactions/{it.id}/{it.token}/callback?with_response=1", body, **more)

    def hook(self, it: Interaction, message: str = "") -> str:
        """The address of what follows."""
        tail = f"/messages/{message}" if message else ""
        return f"/webhooks/{self.discord.application_id}/{it.token}{tail}"

    async def follow(self, it: Interaction, body: Any, **more: Any) -> Answered:
        """A further message."""
        return await self.ask("POST", self.hook(it), body, token=False, **more)

    async def answered(self, it: Interaction) -> Callback:
        """The first response, which must come soon."""
        return await asyncio.wait_for(it.answered, 5)

    async def command(self, **options: Any) -> Interaction:
        """Maya gives the command there is."""
        return await self.discord.command(self.maya, self.channel, "quiz round", {"topic": "terror", **options})

    @asynccontextmanager
    async def bot(
        self, on_interaction: Callable[[library.Interaction[Any]], Any] | None = None, **options: Any
    ) -> AsyncIterator[library.AutoShardedClient]:
        """A real client, connected."""
        with self.discord.in_use():
            intents = library.Intents(guilds=True)
            client = library.AutoShardedClient(intents=intents, guild_ready_timeout=0.0, **options)
            if on_interaction is not None:
                client.event(_named(on_interaction))
            await client.login(self.discord.token)
            running = asyncio.create_task(client.connect())
            try:
                await self.discord.connected()
                await client.wait_until_ready()
                yield client
            finally:
                await client.close()
                await running


def _named(call: Callable[[library.Interaction[Any]], Any]) -> Any:
    async def on_interaction(interaction: library.Interaction[Any]) -> None:
        await call(interaction)

    return on_interaction


async def answer(interaction: library.Interaction[Any], kind: int, data: dict[str, Any] | None = None) -> None:
    """Answer through discord.py's own route, with a raw body."""
    await async_context.get().create_interaction_response(
        interaction.id,
        interaction.token,
        session=interaction._session,
        params=interaction_response_params(kind, data),
    )
