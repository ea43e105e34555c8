"""What is suggested while people type: a title of any length is offered, and costs no other its place."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat_harness import Chat, Installation
from tests.conftest import DATA

pytestmark = pytest.mark.every_platform

LONG = "Growing things, and everything that a gardener has to know of soil, weather and seasons"
LONGER = f"{LONG}, from the first frost of the one year to the last of the next"
"""Longer than Discord takes for a value, so that only its beginning can be sent back."""


def lengthened(folder: Path, file: str, short: str, long: str) -> None:
    """Have a title of the pack be a long one."""
    path = folder / file
    told = path.read_text("utf-8")
    assert short in told
    path.write_text(told.replace(short, long), "utf-8")


@pytest.fixture
async def wordy(platform: str, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """A class whose packs have long titles: all that `swot check` lets pass."""
    for pack in ("garden", "hall"):
        shutil.copytree(DATA / pack, tmp_path / pack)
    lengthened(tmp_path / "garden", "pack.yaml", "title: Growing things", f"title: {LONG}")
    lengthened(tmp_path / "garden", "glossary/garden.yaml", "term: Garlic", f"term: {LONGER}")
    lengthened(tmp_path / "hall", "papers/papers.yaml", "title: Bees 1", f"title: {LONG}")
    packs = (tmp_path / "garden", tmp_path / "hall")
    talking = await Chat.open(Installation(sqlite_url, packs=packs, platform=platform))
    await talking.say("tom", "/leaderboard")
    yield talking
    await talking.close()


@pytest.mark.parametrize(
    ("command", "option", "typed"),
    [("quiz solo", "topic", ""), ("quiz solo", "topic", "grow"), ("quiz paper", "paper", ""), ("explain", "term", "")],
)
async def test_a_long_title_is_cut_and_costs_no_other_its_place(wordy: Chat, command: str, option: str, typed: str):
    """It is offered, cut between words, beside all others that would be there."""
    offered = await wordy.session.suggest("maya", command, option, typed)
    [cut] = [one.label for one in offered if one.label.startswith("Growing things, and everything")]
    assert cut.endswith("…")
    assert len(cut) <= 75
    assert len(offered) > 1


async def test_a_long_term_is_explained_by_what_its_suggestion_sends(wordy: Chat):
    """The beginning of a name, where a platform takes no more of it, is that name."""
    offered = await wordy.session.suggest("maya", "explain", "term", "growing things, and")
    [value] = [one.value for one in offered]
    assert LONGER in await wordy.say("maya", "/explain", term=value)
