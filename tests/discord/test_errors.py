"""What each failure means to whoever wants to post."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import pytest

from adapters.discord.errors import in_our_words
from bot.chat import DeskRefused, NotSent, OutcomeUnknown, Unreachable
from bot.clock import MINUTE
from bot.errors import UserError


def refused(status: int, code: int = 0) -> discord.HTTPException:
    """What discord.py raises."""
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    kind = kinds.get(status, discord.DiscordServerError if status >= 500 else discord.HTTPException)
    response: Any = SimpleNamespace(status=status, reason="No")
    return kind(response, {"code": code, "message": "why"})


def meaning(error: Exception) -> Exception:
    """What the core learns."""
    try:
        with in_our_words():
            raise error
    except Exception as told:  # noqa: BLE001 - whatever it is, is what is looked at
        return told


@pytest.mark.parametrize("code", [50007, 50278])
def test_who_takes_no_messages_refuses_the_desk(code: int):
    """By their settings, or because they are in no server with Swot any more."""
    told = meaning(refused(403, code))
    assert isinstance(told, DeskRefused)
    assert told.advice == ""


@pytest.mark.parametrize("code", [50001, 50013])
def test_where_swot_may_not_write_people_are_told_how_to_mend_it(code: int):
    """The sentence is for whoever manages the channel."""
    told = meaning(refused(403, code))
    assert isinstance(told, Unreachable)
    assert "Let Swot see the channel" in told.advice


@pytest.mark.parametrize(
    ("status", "code"),
    [
        *((404, 10003), (404, 10004), (404, 10008), (404, 10013), (404, 0), (400, 50033), (400, 50083)),
        *((400, 160005), (403, 50083), (403, 20009), (403, 0)),
    ],
)
def test_what_is_gone_or_closed_is_not_tried_again(status: int, code: int):
    """Each try that is refused counts towards a ban of the whole address."""
    told = meaning(refused(status, code))
    assert type(told) is Unreachable
    assert told.advice == ""


def test_a_rate_limit_says_how_long_to_wait():
    """discord.py's own, in seconds, is ours in microseconds; without one it is a minute."""
    told = meaning(discord.RateLimited(61.5))
    assert isinstance(told, NotSent)
    assert told.wait == 61_500_000
    told = meaning(refused(429))
    assert isinstance(told, NotSent)
    assert told.wait == MINUTE


def test_a_token_that_was_withdrawn_is_not_hammered_at():
    """The gateway tells of it as well and ends us; until then there is a minute between tries."""
    told = meaning(refused(401))
    assert isinstance(told, NotSent)
    assert told.wait == MINUTE


@pytest.mark.parametrize(
    "error",
    [
        *(refused(500), refused(502), refused(503), refused(504), aiohttp.ServerDisconnectedError(), TimeoutError()),
        *(ConnectionResetError(104, "reset"), aiohttp.ClientPayloadError(), aiohttp.ServerTimeoutError()),
    ],
)
def test_what_broke_on_the_way_may_have_arrived(error: Exception):
    """Whether it has, nobody knows."""
    assert isinstance(meaning(error), OutcomeUnknown)


def test_without_a_connection_nothing_was_sent():
    """It is certain then."""
    key: Any = SimpleNamespace(host="discord.com", port=443, ssl=True, is_ssl=True)
    assert isinstance(meaning(aiohttp.ClientConnectorError(key, OSError(111, "refused"))), NotSent)


@pytest.mark.parametrize("error", [refused(400, 50035), ValueError("x"), UserError("x")])
def test_a_fault_of_ours_stays_one(error: Exception):
    """What should not happen is not made to look like bad luck."""
    assert meaning(error) is error


@pytest.mark.parametrize("status", [400, 403, 404, 429])
def test_a_page_says_nothing_of_the_room(status: int):
    """What stands before Discord turns us away with one: later, it may not."""
    response: Any = SimpleNamespace(status=status, reason="No")
    told = meaning(discord.HTTPException(response, "<html><body>Sorry, you have been blocked</body></html>"))
    assert isinstance(told, NotSent)
    assert told.wait == MINUTE
