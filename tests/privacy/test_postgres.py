"""PostgreSQL's files keep nothing of the forgotten either."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.postgres import Postgres

TYPED = "Quokkaspade"
NAME = "Qamar"


def analyse(tx: Connection) -> None:
    """Have the planner take its samples, as the server does by itself every now and then."""
    tx.exec_driver_sql("ANALYZE")


async def test_no_byte_of_theirs_is_left_in_the_files_of_the_tables(postgres: Postgres):
    """Rows, indexes, long values beside them, and the planner's samples: name, account, words, real name."""
    url = postgres.fresh_database()
    chat = await Chat.open(Installation(url, packs=(DATA / "garden",)))
    await chat.say("teacher", "/class setup")
    for person in ("qamar", "tom", "maya"):
        await chat.say(person, "/quiz solo", topic="writing")
        await chat.press(person, "Answer")
        await chat.write(person, TYPED if person == "qamar" else "fork")
        await chat.say(person, "/leaderboard", names="show")
    await chat.say("teacher", "/class register")
    await chat.press("teacher", "Change as a list")
    await chat.write("teacher", f"{NAME} | Quenelle Qureshi | 4711")
    await chat.app.database.write(analyse)
    await chat.app.database.scrub()
    traces = (NAME, TYPED, "terminal:qamar", "Quenelle Qureshi")
    before = postgres.bytes_kept(url)
    for trace in traces:
        assert trace.encode() in before, trace
    await chat.say("qamar", "/privacy forget")
    await chat.press("qamar", "Erase everything")
    await chat.wait("1m")
    left = postgres.bytes_kept(url)
    for trace in traces:
        assert not re.search(trace.encode(), left, re.IGNORECASE), trace
    assert b"Tom" in left
    await chat.close()
