"""Tokens of workspaces: found again, never in plain text on the disk, with keys that can be changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from adapters.cli import main
from bot.clock import SteppedClock
from bot.errors import UserError
from bot.installations.model import Installation
from bot.installations.sealing import Seal, new_key
from bot.installations.service import Installations
from bot.storage.database import Database
from bot.storage.tables import installations as table
from tests.chat_harness import MONDAY

THORNFIELD = Installation("slack:T1", "xoxb-1234-thornfield", "U9", ("commands", "chat:write"), MONDAY)
LOWOOD = Installation("slack:T2", "xoxb-5678-lowood", "U8", (), MONDAY)
OLD, NEW = new_key(), new_key()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database without installations."""
    opened = await Database.open(database_url, SteppedClock(MONDAY))
    yield opened
    await opened.close()


def bytes_of(database_url: str) -> bytes:
    """Every byte of the files of a SQLite database."""
    path = Path(database_url.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


async def test_an_installation_is_found_as_it_was_kept(database: Database):
    """Each under its space; a second one there takes the first one's place."""
    kept = Installations(database, Seal(OLD))
    for one in (THORNFIELD, LOWOOD):
        await kept.keep(one)
    assert await kept.find("slack:T1") == THORNFIELD
    assert await kept.everywhere() == [THORNFIELD, LOWOOD]
    again = Installation("slack:T1", "xoxb-new", "U9", (), MONDAY + 1)
    await kept.keep(again)
    assert await kept.everywhere() == [again, LOWOOD]
    assert await kept.find("slack:T3") is None


async def test_no_token_is_in_the_file(sqlite_url: str):
    """Neither while it is kept nor after it is removed; a removed one leaves nothing at all."""
    database = await Database.open(sqlite_url, SteppedClock(MONDAY))
    kept = Installations(database, Seal(OLD))
    await kept.keep(THORNFIELD)
    assert b"xoxb" not in bytes_of(sqlite_url)
    [sealed] = [row.sealed for row in await database.read(lambda tx: tx.execute(select(table)).all())]
    assert sealed.encode() in bytes_of(sqlite_url)
    await kept.remove("slack:T1")
    assert await kept.everywhere() == []
    assert sealed.encode() not in bytes_of(sqlite_url)
    await database.close()


async def test_a_key_is_changed_by_putting_a_new_one_first(database: Database):
    """Both open what the old one sealed; once all are sealed anew, the old one can go."""
    await Installations(database, Seal(OLD)).keep(THORNFIELD)
    both = Installations(database, Seal(f"{NEW} {OLD}"))
    assert await both.find("slack:T1") == THORNFIELD
    assert await both.renew_seals() == 1
    assert await Installations(database, Seal(NEW)).find("slack:T1") == THORNFIELD
    with pytest.raises(UserError, match="another key"):
        await Installations(database, Seal(OLD)).find("slack:T1")


async def test_another_key_is_told_of_clearly(database: Database):
    """Nothing is shown, and the sentence says what to do; nor is anything changed by trying to renew it."""
    await Installations(database, Seal(OLD)).keep(THORNFIELD)
    other = Installations(database, Seal(NEW))
    for doing in (other.everywhere, other.renew_seals):
        with pytest.raises(UserError, match="Add the older key after the newer one"):
            await doing()
    assert await Installations(database, Seal(OLD)).find("slack:T1") == THORNFIELD


@pytest.mark.parametrize(
    ("keys", "sentence"), [("", "`swot key` makes one"), ("  ", "is not set"), ("password", "no key that `swot key`")]
)
def test_a_missing_key_is_told_of_clearly(keys: str, sentence: str):
    """Before anything is read or written."""
    with pytest.raises(UserError, match=sentence):
        Seal(keys)


async def test_a_row_in_anothers_place_is_noticed(database: Database):
    """Whoever can write the file can't give one workspace the token of another; nor change a token."""
    kept = Installations(database, Seal(OLD))
    for one in (THORNFIELD, LOWOOD):
        await kept.keep(one)
    sealed = dict(await database.read(lambda tx: tx.execute(select(table.c.space, table.c.sealed)).all()))
    for forged in (sealed["slack:T2"], sealed["slack:T1"][:-8] + "AAAAAAA="):
        change = update(table).where(table.c.space == "slack:T1").values(sealed=forged)
        await database.write(lambda tx, change=change: tx.execute(change) and None)
        with pytest.raises(UserError, match="another key"):
            await kept.find("slack:T1")


def test_a_token_is_in_no_repr():
    """An installation that ends up in a log says where, and nothing that lets anybody in."""
    assert "slack:T1" in repr(THORNFIELD)
    assert "xoxb" not in repr(THORNFIELD)


def test_the_command_makes_keys_that_differ(capsys: pytest.CaptureFixture[str]):
    """`swot key` prints one that works, and another each time."""
    keys = []
    for _ in range(2):
        assert main(["key"]) == 0
        keys.append(capsys.readouterr().out.strip())
    assert keys[0] != keys[1]
    assert Seal(" ".join(keys)).opened(Seal(keys[1]).sealed("a token")) == "a token"
