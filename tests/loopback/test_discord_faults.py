"""What goes wrong between a bot and Discord: on demand, and by its own limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import discord as library
import pytest

from tests.loopback.discord.trying import School, page

MESSAGES = "POST /channels/*/messages"


@pytest.fixture
async def school() -> AsyncIterator[School]:
    """A school on a Discord of its own."""
    async with School.open() as school:
        yield school
        assert school.discord.violations == []


@pytest.mark.parametrize(
    ("how", "status"),
    [
        *(("unavailable", 503), ("internal", 500), ("bad gateway", 502), ("gateway timeout", 504)),
        *(("banned", 429), ("turned away", 403)),
    ],
)
async def test_discord_is_down_for_a_while(school: School, how, status):
    """So many requests fail, and nothing is done by them; then it is over."""
    fault = school.discord.faults.add(MESSAGES, times=2, how=how)
    told = [(await school.post(page("x"))).status for _ in range(3)]
    assert told == [status, status, 200]
    assert fault.met == 2
    assert len(school.discord.messages(school.channel)) == 1
    assert [request.status for request in school.discord.requests] == told


async def test_a_rate_limit_says_when_to_come_again(school: School):
    """Body and headers, and the `Via` without which discord.py would take it for a ban."""
    school.discord.faults.add(MESSAGES, how="rate limited", retry_after=0.01)
    limited = await school.post(page("x"))
    assert limited.status == 429
    assert limited.body == {"message": "You are being rate limited.", "code": 0, "retry_after": 0.01, "global": False}
    assert "Via" in limited.headers
    assert limited.headers["Retry-After"] == "1"
    school.discord.faults.add(MESSAGES, how="rate limited", retry_after=0.01)
    async with school.bot() as client:
        message = await client.get_channel(int(school.channel)).send("After the wait")
    assert message.content == "After the wait"


async def test_a_limit_of_the_whole_bot_says_so(school: School):
    """A global limit is told apart by header and body."""
    school.discord.faults.add("* /users/*", how="rate limited", everywhere=True)
    limited = await school.ask("GET", "/users/@me")
    assert limited.body["global"]
    assert limited.headers["X-RateLimit-Global"] == "true"
    assert limited.headers["X-RateLimit-Scope"] == "global"


async def test_what_stands_before_discord_answers_with_a_page(school: School):
    """Without the `Via` that tells that Discord was reached; a ban says how long it lasts."""
    for how in ("banned", "turned away"):
        school.discord.faults.add(MESSAGES, how=how, retry_after=90)
        told = await school.post(page("x"))
        assert "Via" not in told.headers
        assert told.body.startswith("<html>")
        assert told.headers.get("Retry-After") == ("90" if how == "banned" else None)


async def test_a_failure_that_hides_that_all_is_done(school: School):
    """500, and yet it stands there."""
    school.discord.faults.add(MESSAGES, how="failing after")
    assert (await school.post(page("Once"))).status == 500
    assert len(school.discord.messages(school.channel)) == 1


async def test_an_answer_that_does_not_come_hides_that_all_is_done(school: School):
    """It stands there while whoever asked still waits."""
    school.discord.faults.add(MESSAGES, how="slow after")
    slow = asyncio.create_task(school.post(page("Once")))
    while not school.discord.faults.holding:
        await asyncio.sleep(0)
    assert len(school.discord.messages(school.channel)) == 1
    school.discord.faults.release()
    assert (await slow).status == 200


async def test_a_channel_that_takes_no_files(school: School):
    """50013 for a message with one, whether posted or changed; words pass."""
    school.discord.forbid(school.channel, only_files=True)
    file = {"files": (("a.txt", b"1"),)}
    body = {"content": "x"}
    assert (await school.post(body, **file)).code == 50013
    message = (await school.post(body)).body
    path = f"/channels/{school.channel}/messages/{message['id']}"
    assert (await school.ask("PATCH", path, body, **file)).code == 50013
    school.discord.allow(school.channel)
    assert (await school.ask("PATCH", path, body, **file)).status == 200


async def test_a_token_that_was_withdrawn_opens_nothing(school: School):
    """401, as for a wrong one."""
    school.discord.desk.withdraw_token()
    assert (await school.post(page("x"))).status == 401


async def test_a_connection_that_breaks_before(school: School):
    """Nothing was done, and the caller can't know."""
    school.discord.faults.add(MESSAGES, how="cut before")
    with pytest.raises(aiohttp.ClientError):
        await school.post(page("x"))
    assert school.discord.messages(school.channel) == []
    assert school.discord.requests[-1].status == 0


async def test_a_connection_that_breaks_after(school: School):
    """All was done, and the caller can't know either; the nonce tells."""
    body = page("Once") | {"nonce": "n1", "enforce_nonce": True}
    school.discord.faults.add(MESSAGES, how="cut after")
    with pytest.raises(aiohttp.ClientError):
        await school.post(body)
    [message] = school.discord.messages(school.channel)
    assert (await school.post(body)).body["id"] == message["id"]
    assert len(school.discord.messages(school.channel)) == 1


async def test_the_real_client_sees_a_broken_connection(school: School):
    """discord.py passes it on; it does not repeat by itself."""
    async with school.bot() as client:
        school.discord.faults.add(MESSAGES, how="cut after")
        with pytest.raises((aiohttp.ClientError, OSError)):
            await client.get_channel(int(school.channel)).send("x")
        school.discord.faults.add(MESSAGES, how="unavailable")
        with pytest.raises(library.DiscordServerError):
            await client.get_channel(int(school.channel)).send("x")
    assert len(school.discord.messages(school.channel)) == 1


async def test_what_is_slow_is_held_until_it_is_let_go(school: School):
    """Others pass meanwhile; then it is carried out."""
    school.discord.faults.add(MESSAGES, how="slow")
    slow = asyncio.create_task(school.post(page("slow")))
    while not school.discord.faults.holding:
        await asyncio.sleep(0)
    assert (await school.post(page("quick"))).status == 200
    assert len(school.discord.messages(school.channel)) == 1
    school.discord.faults.release()
    assert (await slow).status == 200


async def test_faults_meet_only_what_they_name(school: School):
    """Method and path decide."""
    school.discord.faults.add(f"PATCH /channels/{school.channel}/*", how="unavailable")
    message = (await school.post(page("x"))).body
    path = f"/channels/{school.channel}/messages/{message['id']}"
    assert (await school.ask("PATCH", path, page("y"))).status == 503
    assert (await school.ask("PATCH", path, page("y"))).status == 200
    school.discord.faults.add("* /*", how="unavailable", times=100)
    assert (await school.ask("GET", "/users/@me")).status == 503
    school.discord.faults.clear()
    assert (await school.ask("GET", "/users/@me")).status == 200


async def test_buckets_are_emptied_and_filled_again(school: School):
    """Five messages in five seconds a channel; another channel has a bucket of its own."""
    school.discord.rate_limits = True
    other = school.discord.add_channel(school.guild, "other")
    told = [await school.post(page("x")) for _ in range(6)]
    assert [answered.status for answered in told] == [200] * 5 + [429]
    assert [answered.headers["X-RateLimit-Remaining"] for answered in told[:5]] == ["4", "3", "2", "1", "0"]
    assert told[5].headers["X-RateLimit-Limit"] == "5"
    assert told[5].body["retry_after"] == 5.0
    assert (await school.post(page("x"), other)).status == 200
    school.wait(4.9)
    assert (await school.post(page("x"))).body["retry_after"] == pytest.approx(0.1)
    school.wait(0.1)
    assert (await school.post(page("x"))).status == 200


async def test_all_requests_of_a_bot_are_counted_together(school: School):
    """Fifty a second, wherever they go; but answers to people are exempt."""
    school.discord.rate_limits = True
    school.discord.buckets.usual = (1000, 1.0)
    told = [await school.ask("GET", "/users/@me") for _ in range(51)]
    assert [answered.status for answered in told] == [200] * 50 + [429]
    assert told[50].body["global"]
    it = await school.command()
    answered = await school.respond(it, 4, page("x"))
    assert answered.status == 200
    assert "X-RateLimit-Limit" not in answered.headers
    assert all([(await school.follow(it, page("y"))).status == 200 for _ in range(60)])


async def test_every_request_is_written_down(school: School):
    """Method, template, path, query, headers, body and files."""
    await school.post(page("x"), files=())
    await school.ask("GET", f"/channels/{school.channel}/messages?limit=1")
    await school.post({"content": "é"}, files=(("a b.txt", b"1\r\n--2"),))
    first, second, third = school.discord.requests
    assert (first.method, first.template) == ("POST", "/channels/{channel_id}/messages")
    assert first.path == f"/channels/{school.channel}/messages"
    assert first.json == page("x")
    assert first.headers["Authorization"] == f"Bot {school.discord.token}"
    assert second.query == {"limit": "1"}
    assert third.json == {"content": "é"}
    assert third.files == [("a b.txt", b"1\r\n--2")]
    assert b"payload_json" in third.raw
    assert {request.status for request in school.discord.requests} == {200}


async def test_a_body_that_is_no_json(school: School):
    """50109."""
    url = f"{school.discord.url}/api/v10/channels/{school.channel}/messages"
    headers = {"Authorization": f"Bot {school.discord.token}", "Content-Type": "application/json"}
    async with school.session.post(url, data=b"{", headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (400, 50109)
