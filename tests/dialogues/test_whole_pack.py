"""The pack that ships, played through: every topic, kind of question, paper, debate and term, on every platform."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from random import Random

import pytest
import yaml

from bot.bank import model
from bot.bank.dates import spoken_date
from bot.bank.service import read_pack
from bot.chat import bare
from tests.chat_harness import Chat, Installation

SHIPPED = Path(__file__).parents[2] / "content" / "stalins-russia"
PACK = read_pack(SHIPPED)
TOPICS = [topic.id for topic in PACK.info.topics]


pytestmark = pytest.mark.usefixtures("nothing_goes_wrong_unseen")


@pytest.fixture(scope="session")
def pack_of_all(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The pack with a further paper for each topic: a question of every kind, or with `--sweep` every question."""
    folder = tmp_path_factory.mktemp("packs") / "stalins-russia"
    shutil.copytree(SHIPPED, folder)
    papers = [
        {
            "id": f"all-{topic}",
            "title": f"All of {topic}",
            "about": "Every kind of question.",
            "minutes": 240,
            "sections": [{"title": "All", "questions": questions_on(topic, whole=request.config.getoption("--sweep"))}],
        }
        for topic in TOPICS
    ]
    (folder / "papers" / "all.yaml").write_text(yaml.safe_dump({"papers": papers}), "utf-8")
    return folder


def questions_on(topic: str, *, whole: bool) -> list[str]:
    """The ids of the questions on a topic: all of them, or one of each kind."""
    found = [question for question in PACK.questions if question.topic.partition("/")[0] == topic]
    Random(topic).shuffle(found)
    return [question.id for question in (found if whole else {one.type: one for one in found}.values())]


@pytest.fixture
async def chat(platform: str, sqlite_url: str, pack_of_all: Path) -> AsyncIterator[Chat]:
    """A class that revises Stalin's Russia."""
    talking = await Chat.open(Installation(sqlite_url, packs=(pack_of_all,), platform=platform))
    yield talking
    await talking.close()


async def answer(chat: Chat, question: model.Question, asked: str) -> str:
    """Answer as the author would; what comes back."""
    pressed = presses(question, asked)
    if pressed:
        return [await chat.press("maya", button) for button in pressed][-1]
    button, words = entries(question, asked)
    await chat.press("maya", button)
    return await chat.write("maya", *words)


def presses(question: model.Question, asked: str) -> list[str]:
    """The buttons that answer a question, one after the other; none where its answer is written."""
    match question:
        case model.SingleChoice():
            return [letter(question.key, asked)]
        case model.TrueFalse():
            return [str(question.key)]
        case model.MultipleChoice():
            return [*(letter(key, asked) for key in question.keys), "Check"]
        case model.Order():
            return [*(letter(step, asked) for step in question.key), "Check"]
    return []


def entries(question: model.Question, asked: str) -> tuple[str, list[str]]:
    """The button that opens the form of a question, and what is written in it."""
    match question:
        case model.Match():
            return "Match", [f"{letter(pair.match, asked)} {bare(pair.match)}" for pair in question.pairs]
        case model.Mend():
            return question.faulty, [question.key]
        case model.Gaps():
            return "Answer", [gap.key for gap in question.gaps]
        case model.Date():
            return "Answer", [spoken_date(question.key)]
        case model.Number():
            return "Answer", [f"{question.key} {question.unit or ''}"]
        case model.Typed():
            return "Answer", [question.key]
    return "Write", ["It was a step in a struggle that had begun long before."]


def one_line(written: str) -> str:
    """What was written, without italics and breaks."""
    return " ".join(bare(written).split())


def letter(option: str, asked: str) -> str:
    """The letter before an option, in a line of its own, among others in one, or on its button."""
    [found] = set(re.findall(rf"(?:^ +|\[|· )([A-H]) {re.escape(bare(option))}(?=$|\]| ·)", asked, re.MULTILINE))
    return str(found)


async def played(chat: Chat, paper: str, questions: Sequence[str]) -> None:
    """A learner who knows it all works through a paper: everything is asked, and right."""
    by_id = {question.id: question for question in PACK.questions}
    assert "Begin" in await chat.say("maya", f"/quiz paper paper:stalins-russia/{paper}")
    asked = await chat.press("maya", "Begin")
    for at, id in enumerate(questions, 1):
        question = by_id[id]
        assert f"{at} of {len(questions)}" in asked, id
        told = await answer(chat, question, asked)
        assert ("Kept:" if isinstance(question, model.Extended) else " ✓\n") in told, (id, told)
        asked = await chat.press("maya", "Next" if at < len(questions) else "Result")
    is_marked = any(not isinstance(by_id[id], model.Extended) for id in questions)
    assert ("Nothing to look at again" if is_marked else "What you wrote is kept.") in asked


@pytest.mark.long
async def test_every_topic_and_kind_plays(chat: Chat, request: pytest.FixtureRequest):
    """Whoever answers with the keys has everything right."""
    for topic in TOPICS:
        await played(chat, f"all-{topic}", questions_on(topic, whole=request.config.getoption("--sweep")))


async def test_every_paper_plays(chat: Chat):
    """From its cover to its result."""
    for paper in PACK.papers:
        await played(chat, paper.id, paper.questions)


async def test_every_debate_plays(chat: Chat):
    """Opened, voted on, read on both sides, voted on again, and its shift shown with the tip."""
    for debate in PACK.debates:
        opened = await chat.say("teacher", f"/debate proposition:stalins-russia/{debate.id}")
        assert one_line(debate.proposition) in one_line(opened)
        await chat.press("maya", "For")
        await chat.press("tom", "Against")
        shown = [await chat.press("maya", "Read the cards")]
        shown += [await chat.press("maya", "Next card") for _ in debate.for_[1:]]
        shown.append(await chat.press("maya", "The case against"))
        shown += [await chat.press("maya", "Next card") for _ in debate.against[1:]]
        for card, told in zip((*debate.for_, *debate.against), shown, strict=True):
            assert one_line(card.text) in one_line(told)
        await chat.press("teacher", "Vote again")
        await chat.press("maya", "Against")
        await chat.press("tom", "Against")
        assert one_line(debate.tip) in one_line(await chat.press("teacher", "Show the shift"))


async def test_every_term_is_explained(chat: Chat):
    """Under its own name, and under each of its others that no two terms share."""
    also = [name for entry in PACK.glossary for name in entry.also]
    for entry in PACK.glossary:
        for name in (entry.term, *(name for name in entry.also if also.count(name) == 1)):
            told = await chat.say("maya", "/explain", term=name)
            assert told.startswith(f"(only maya) {bare(entry.term)}\n"), name


async def test_every_fact_can_be_told(chat: Chat):
    """A topic's facts come one after the other, and none twice before all have come."""
    told = ""
    for topic in TOPICS:
        for _ in range(sum(fact.topic.partition("/")[0] == topic for fact in PACK.facts)):
            told += await chat.say("teacher", "/fact now", topic=topic)
    words = one_line(told)
    assert [fact.id for fact in PACK.facts if one_line(fact.text) not in words] == []
