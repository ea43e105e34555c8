"""What the doctor says of the tokens that workspaces have left: whether they can be read, and nothing else."""

from __future__ import annotations

from pathlib import Path

from bot.clock import SystemClock
from bot.installations.model import Installation
from bot.installations.sealing import WRONG_KEY, Seal, new_key
from bot.installations.service import Installations
from bot.storage.database import Database
from tests.doctor.clinic import found, said
from tests.loopback.slack import LoopbackSlack

TOKEN = "xoxb-of-the-elms"


async def kept(url: str, *keys: str) -> None:
    """A workspace for each key has added Swot, while that was the key."""
    database = await Database.open(url, SystemClock())
    for number, key in enumerate(keys):
        await Installations(database, Seal(key)).keep(Installation(f"slack:T{number}", TOKEN))
    await database.close()


def of_many(slack: LoopbackSlack, url: str, key: str) -> dict[str, str]:
    """The environment of an installation that workspaces add themselves."""
    return {
        "SWOT_SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5",
        "SWOT_SLACK_CLIENT_ID": "1.2",
        "SWOT_SLACK_CLIENT_SECRET": "secret",
        "SWOT_SLACK_URL": "http://127.0.0.1:9",
        "SWOT_SLACK_API_URL": slack.url,
        "SWOT_DATABASE_URL": url,
        "SWOT_SECRET_KEY": key,
    }


async def test_tokens_that_can_be_read(slack: LoopbackSlack, sqlite_url: str):
    """Also with the older of several keys."""
    old, new = new_key(), new_key()
    await kept(sqlite_url, old, new)
    findings = await found(of_many(slack, sqlite_url, f"{new} {old}"))
    assert "The tokens of 2 workspaces can be read." in said(findings, "ok")
    assert TOKEN not in str(findings)


async def test_tokens_that_were_sealed_with_another_key(slack: LoopbackSlack, sqlite_url: str):
    """How many they are, and what can be done; nothing is changed."""
    key = new_key()
    await kept(sqlite_url, new_key(), key)
    before = Path(sqlite_url.removeprefix("sqlite:///")).read_bytes()
    findings = await found(of_many(slack, sqlite_url, key))
    assert f"Of 2 workspaces, 1 can't be spoken with. {WRONG_KEY}" in said(findings, "wrong")
    assert Path(sqlite_url.removeprefix("sqlite:///")).read_bytes() == before


async def test_where_there_are_no_tokens_nothing_is_said_of_them(slack: LoopbackSlack, sqlite_url: str):
    """No workspace has added Swot yet."""
    await kept(sqlite_url)
    findings = await found(of_many(slack, sqlite_url, new_key()))
    assert not any("spoken with" in one.words or "tokens of" in one.words for one in findings)


async def test_a_key_that_is_none_is_told_once(slack: LoopbackSlack, sqlite_url: str):
    """Nobody can say of the tokens then whether they could be read."""
    await kept(sqlite_url, new_key())
    findings = await found(of_many(slack, sqlite_url, "no key"))
    assert len([words for words in said(findings, "wrong") if "SWOT_SECRET_KEY" in words]) == 1
