"""Reading a file keeps nobody waiting."""

from __future__ import annotations

import asyncio
import gc
import time

from tests.authoring.making import GARLIC, csv, workbook
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA

PAUSE = 0.05
"""Seconds for which nothing may hold the event loop."""


async def longest_pause(chat: Chat, content: bytes, name: str) -> float:
    """The most that was done on the loop between two of its turns while a file was sent, published and taken away.

    In seconds of the loop's own thread: what workers do beside it, and others on the machine, is no matter.
    """
    longest = 0.0
    over = asyncio.Event()

    async def watch() -> None:
        nonlocal longest
        before = time.thread_time()
        while not over.is_set():
            await asyncio.sleep(0.001)
            now = time.thread_time()
            longest, before = max(longest, now - before), now

    watching = asyncio.create_task(watch())
    file = chat.attach("teacher", f"{name}.csv", content)
    assert "500 questions" in await chat.say("teacher", "/content upload", file=file, name=name)
    if "Swot asks this once" in await chat.press("teacher", "Publish"):
        await chat.press("teacher", "Yes, publish")
    await chat.say("teacher", "/content list", pack=name)
    await chat.press("teacher", "As XLSX")
    over.set()
    await watching
    return longest


async def test_a_large_file_is_read_beside_everything_else(sqlite_url: str):
    """While one is read, checked, kept, published and written out again, the loop turns."""
    chat = await Chat.open(Installation(sqlite_url, (DATA / "garden",)))
    why = "Because. " * 150
    rows = [(*GARLIC[:2], f"When is garlic number {n} planted?", *GARLIC[3:6], why, "", "") for n in range(500)]
    content = csv(*rows)
    assert 700_000 < len(content) < 1_000_000
    # What is loaded when it is first needed is loaded once.
    await chat.say("teacher", "/content upload", file=chat.attach("teacher", "a.xlsx", workbook(GARLIC)), name="First")
    gc.collect()
    gc.freeze()  # as in a process that runs: the collector does not go through all that is loaded
    assert await longest_pause(chat, content, "One") < PAUSE
    gc.unfreeze()
    await chat.close()
