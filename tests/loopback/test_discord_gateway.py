"""The gateway of the loopback and the real discord.py: logging in, being told, losing the connection, resuming."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import discord as library
import pytest

from tests.loopback.discord.sessions import Session
from tests.loopback.discord.trying import School, answer, button, page, row


@pytest.fixture
async def school() -> AsyncIterator[School]:
    """A school on a Discord of its own."""
    async with School.open() as school:
        yield school
        assert school.discord.violations == []


async def test_the_client_logs_in_and_learns_of_its_servers(school: School):
    """Login, identify and GUILD_CREATE give the real client its servers, channels and threads."""
    thread = school.discord.add_thread(school.channel, "revision")
    async with school.bot() as client:
        guild = client.get_guild(int(school.guild))
        assert guild is not None
        assert guild.name == "School"
        assert client.user is not None
        assert str(client.user.id) == str(client.application_id) == school.discord.application_id
        assert guild.get_channel(int(school.channel)).name == "history"
        assert guild.get_thread(int(thread)).name == "revision"
        assert guild.me.guild_permissions.send_messages


async def test_the_librarys_addresses_are_put_back(school: School):
    """After the block, discord.py points where it pointed before."""
    before = library.http.Route.BASE, library.asset.Asset.BASE, library.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    with school.discord.in_use():
        assert library.http.Route.BASE.startswith(school.discord.url)
    after = library.http.Route.BASE, library.asset.Asset.BASE, library.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    assert before == after


async def test_a_wrong_token_is_not_let_in(school: School):
    """The login fails as it does at Discord."""
    with school.discord.in_use():
        client = library.AutoShardedClient(intents=library.Intents(guilds=True))
        with pytest.raises(library.LoginFailure):
            await client.login("wrong")
        await client.close()


async def test_privileged_intents_are_refused(school: School):
    """An application that was not granted them is turned away at the gateway."""
    with school.discord.in_use():
        client = library.AutoShardedClient(intents=library.Intents(guilds=True, message_content=True))
        with pytest.raises(library.PrivilegedIntentsRequired):
            await asyncio.wait_for(client.start(school.discord.token), 5)
        await client.close()


async def test_what_was_missed_is_replayed(school: School):
    """When the gateway is cut, the client resumes and is told, in order, of what happened meanwhile."""
    told: list[str] = []

    async def on_interaction(interaction: library.Interaction):
        told.append(interaction.data["custom_id"])
        await answer(interaction, 6)

    message = (await school.post(page("Press", row(button("a"), button("b"), button("c"))))).body
    async with school.bot(on_interaction):
        await school.answered(await school.discord.press(school.maya, message, "a"))
        await school.discord.drop_connections()
        missed = [await school.discord.press(school.maya, message, one) for one in "bc"]
        assert all(it.delivered == 1 for it in missed)
        for it in missed:
            await school.answered(it)
        assert (school.discord.gateway.identified, school.discord.gateway.resumed) == (1, 1)
    assert told == ["a", "b", "c"]


async def test_the_client_hears_of_deleted_rooms_and_of_its_removal(school: School):
    """CHANNEL_DELETE, THREAD_DELETE and GUILD_DELETE arrive; a silent deletion does not."""
    heard: asyncio.Queue[str] = asyncio.Queue()
    thread = school.discord.add_thread(school.channel, "revision")
    quiet = school.discord.add_channel(school.guild, "quiet")
    async with school.bot() as client:

        @client.event
        async def on_guild_channel_delete(channel):
            await heard.put(f"channel {channel.id}")

        @client.event
        async def on_raw_thread_delete(payload):
            await heard.put(f"thread {payload.thread_id}")

        @client.event
        async def on_guild_remove(guild):
            await heard.put(f"guild {guild.id}")

        school.discord.delete_channel(quiet, silently=True)
        school.discord.delete_channel(thread)
        school.discord.delete_channel(school.channel)
        school.discord.remove_guild(school.guild)
        said = [await asyncio.wait_for(heard.get(), 5) for _ in range(3)]
    assert said == [f"thread {thread}", f"channel {school.channel}", f"guild {school.guild}"]


async def test_the_bot_is_let_into_a_server(school: School):
    """A server that it is added to while it runs is a join; those that were there before are not."""
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with school.bot() as client:

        @client.event
        async def on_guild_join(guild):
            await heard.put(guild.name)

        school.discord.add_guild("Another school")
        assert await asyncio.wait_for(heard.get(), 5) == "Another school"
        assert heard.empty()


async def test_a_client_that_can_not_resume_begins_anew(school: School):
    """Where the session is forgotten, the client is told so and identifies again."""
    async with school.bot() as client:

        async def at_once(shard_id, *, initial=False):
            """Identify without five seconds of waiting."""

        client.before_identify_hook = at_once
        await school.discord.drop_connections(forget=True)
        await asyncio.wait_for(school.discord.connected(), 5)
        assert (school.discord.gateway.identified, school.discord.gateway.resumed) == (2, 0)


async def test_two_shards_share_the_servers(school: School):
    """With two shards, each is told of its own servers, and both are told of what happens in theirs."""
    school.discord.gateway.shards = 2
    for name in ("Second", "Third", "Fourth"):
        school.wait(1)
        school.discord.add_guild(name)
    with school.discord.in_use():
        client = library.AutoShardedClient(intents=library.Intents(guilds=True), guild_ready_timeout=0.0)

        async def at_once(shard_id, *, initial=False):
            """Identify without the five seconds between shards."""

        client.before_identify_hook = at_once
        await client.login(school.discord.token)
        running = asyncio.create_task(client.connect())
        await client.wait_until_ready()
        shares = {shard: [guild for guild in client.guilds if guild.shard_id == shard] for shard in (0, 1)}
        await client.close()
        await running
    assert sum(map(len, shares.values())) == 4
    assert all((guild.id >> 22) % 2 == shard for shard, guilds in shares.items() for guild in guilds)


async def test_three_thousand_presses_at_once(school: School):
    """A whole year presses at once over one connection, and every press is answered."""
    school.discord.desk.checker = None

    async def on_interaction(interaction: library.Interaction):
        await answer(interaction, 6)

    message = (await school.post(page("Press", row(button("go"))))).body
    async with school.bot(on_interaction, connector=aiohttp.TCPConnector(limit=100)):
        pressed = [await school.discord.press(school.maya, message, "go") for _ in range(3000)]
        async with asyncio.timeout(30):
            await asyncio.gather(*(it.answered for it in pressed))
    assert all(it.refused == [] for it in pressed)


async def test_ids_are_the_same_in_every_run(school: School):
    """Two schools that are founded alike have the same ids, and ids tell when they were made."""
    async with School.open() as other:
        assert (other.guild, other.channel, other.maya) == (school.guild, school.channel, school.maya)
    made = library.utils.snowflake_time(int(school.maya)).timestamp()
    assert made * 1_000_000 == school.clock.now()


async def test_the_servers_are_listed_a_page_at_a_time(school: School):
    """Those that the bot is in, oldest first, with what it may do there."""
    others = []
    for name in ("Second", "Third"):
        school.wait(1)
        others.append(school.discord.add_guild(name))
    school.discord.remove_guild(others[0])
    listed = (await school.ask("GET", "/users/@me/guilds?limit=1")).body
    assert [one["id"] for one in listed] == [school.guild]
    rest = (await school.ask("GET", f"/users/@me/guilds?after={school.guild}")).body
    assert [(one["id"], one["name"]) for one in rest] == [(others[1], "Third")]
    assert (await school.ask("GET", "/users/@me/guilds?limit=201")).status == 400
    school.discord.violations.clear()


async def test_the_gateway_says_how_many_sessions_are_left(school: School):
    """Each that is begun counts; one that is resumed does not."""
    async with school.bot():
        await school.discord.drop_connections()
        await asyncio.wait_for(school.discord.connected(), 5)
        told = (await school.ask("GET", "/gateway/bot")).body
    limit = told["session_start_limit"]
    assert (told["shards"], limit["total"], limit["remaining"]) == (1, 1000, 999)


async def test_an_old_session_that_claims_to_have_heard_more_is_closed(school: School):
    """With 4007; one that nobody knows is called invalid, and one of too few shards closed with 4011."""
    gateway, token = school.discord.gateway, school.discord.token

    async def said(op: int, data: dict[str, object]) -> tuple[object, int | None]:
        async with school.session.ws_connect(gateway.url) as socket:
            assert (await socket.receive_json())["op"] == 10
            await socket.send_json({"op": op, "d": {"token": token, **data}})
            message = await socket.receive()
            told = message.json() if message.type is aiohttp.WSMsgType.TEXT else None
            return told and (told["op"], told["d"]), socket.close_code

    (op, ready), _ = await said(2, {"intents": 1})  # type: ignore[misc]
    assert op == 0
    gateway.sessions["1"] = Session("1", (0, 1), 1)
    assert await said(6, {"session_id": "1", "seq": 99}) == (None, 4007)
    assert (await said(6, {"session_id": "unknown", "seq": 1}))[0] == (9, False)
    gateway.fewest_shards = 2
    assert await said(2, {"intents": 1, "shard": [0, 1]}) == (None, 4011)
    assert ready["shard"] == [0, 1]
