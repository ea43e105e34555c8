"""Every paper of the shipped pack can be sat, and a paper of many questions: nothing in them is more than fits."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from bot.storage.tables import mock_marks, sittings
from tests.chat_harness import Chat, Installation
from tests.dialogues.test_mock_sitting import desk
from tests.exams.hall import HALL

pytestmark = pytest.mark.usefixtures("nothing_goes_wrong_unseen")
STALIN = Path(__file__).parent.parent.parent / "content" / "stalins-russia"
MANY = 45


async def sit_through(chat: Chat, title: str) -> int:
    """Set a paper, open every question of it, and hand in; how many there were."""
    await chat.say("teacher", "/mock start", paper=title)
    await chat.press("maya", "Begin")
    await chat.press("maya", "1")
    seen = 1
    while "[Next]" in desk(chat, "maya"):
        await chat.press("maya", "Next")
        seen += 1
    await chat.press("maya", "Contents")
    await chat.press("maya", "Hand in")
    await chat.press("maya", "Hand in now")
    await chat.say("teacher", "/mock end")
    await chat.press("teacher", "End it now")
    return seen


async def test_every_paper_of_the_pack_can_be_sat(platform: str, sqlite_url: str):
    """With its long sources and many options; each question has its mark at the end."""
    chat = await Chat.open(Installation(sqlite_url, packs=(STALIN,), platform=platform))
    await chat.say("maya", "/leaderboard names:hide")
    papers = chat.app.curriculum.base.lessons.papers
    for paper in papers.values():
        assert await sit_through(chat, paper.title) == len(paper.questions), paper.title
    assert await chat.count(sittings) == len(papers)
    assert await chat.count(mock_marks) == sum(len(paper.questions) for paper in papers.values())
    await chat.close()


def pack_of(folder: Path, count: int) -> Path:
    """A pack with a paper of so many questions."""
    shutil.copytree(HALL, folder)
    asked: list[dict[str, Any]] = [
        {
            "id": f"q-{number:02d}",
            "type": "true-false",
            "topic": "bees",
            "stem": f"Hive {number} has more bees than the one before.",
            "key": True,
            "explanation": "They were counted.",
            "difficulty": 1,
            "authority": ["comb-1901"],
        }
        for number in range(count)
    ]
    (folder / "questions" / "hall.yaml").write_text(yaml.safe_dump({"questions": asked}))
    section = {"title": "All", "questions": [one["id"] for one in asked]}
    paper = {"id": "long", "title": "Long", "about": "Many.", "minutes": 60, "sections": [section]}
    (folder / "papers" / "papers.yaml").write_text(yaml.safe_dump({"papers": [paper]}))
    return folder


async def test_a_paper_of_many_questions_has_several_pages_of_contents(platform: str, sqlite_url: str, tmp_path: Path):
    """Twenty on a page; the last page leads back to the first, and each says what is answered."""
    pack = pack_of(tmp_path / "pack", MANY)
    chat = await Chat.open(Installation(sqlite_url, packs=(pack,), platform=platform))
    await chat.say("maya", "/leaderboard names:hide")
    await chat.say("teacher", "/mock start paper:Long")
    await chat.press("maya", "Begin")
    assert "[20] [More questions]" in desk(chat, "maya")
    await chat.press("maya", "More questions")
    assert "[21] " in desk(chat, "maya")
    await chat.press("maya", "More questions")
    await chat.press("maya", "45")
    await chat.press("maya", "True")
    [row] = await chat.rows(select(sittings.c.page))
    assert row.page == MANY
    await chat.press("maya", "Contents")
    assert "1 of 45 answered" in desk(chat, "maya")
    await chat.press("maya", "More questions")
    await chat.press("maya", "More questions")
    assert "[45 ✓]" in desk(chat, "maya")
    await chat.press("maya", "More questions")
    assert "[1] " in desk(chat, "maya")
    await chat.press("maya", "Hand in")
    assert "Not answered: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 32 more" in desk(chat, "maya")
    await chat.close()
