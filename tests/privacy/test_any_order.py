"""Linking, unlinking, leaving, coming back and forgetting in any order: nobody counts twice, nothing erased is left."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.storage.tables import marks
from bot.storage.tables.kept import NOBODY
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA

PEOPLE = ("qamar", "quinlan", "quentin")
"""Names that stand in no content, so that every byte of them is theirs."""
QUESTIONS = ("judging", "writing", "ticking")
STEPS = st.one_of(
    st.tuples(st.just("answer"), st.sampled_from(PEOPLE)),
    st.tuples(st.sampled_from(["show", "unlink", "leave", "forget"]), st.sampled_from(PEOPLE)),
    st.tuples(st.just("link"), st.permutations(PEOPLE).map(lambda found: tuple(found[:2]))),
)


class Model:
    """Who is one human, and who has answered since they last were erased."""

    def __init__(self) -> None:
        self.groups: list[set[str]] = [{person} for person in PEOPLE]
        self.answered: set[str] = set()
        self.traces: set[str] = set()
        self.unlinked = 0

    def group(self, person: str) -> set[str]:
        """Everybody who is the same human."""
        return next(group for group in self.groups if person in group)

    @property
    def learners(self) -> int:
        """How many humans have points."""
        return sum(bool(group & self.answered) for group in self.groups)


async def play(chat: Chat, model: Model, steps: list[tuple[str, str | tuple[str, str]]]) -> None:
    """Do each step, and let the model follow."""
    for what, who in steps:
        await chat.wait("1s")
        if what == "link":
            await link(chat, model, *who)
            continue
        assert isinstance(who, str)
        model.traces.add(who)
        match what:
            case "answer":
                await chat.say(who, "/quiz solo", topic="judging")
                await chat.press(who, "False")
                model.answered.add(who)
            case "show":
                await chat.say(who, "/leaderboard", names="show")
            case "leave":
                await chat.say(who, "/class leave")
            case "unlink":
                await chat.say(who, "/account unlink")
                group = model.group(who)
                model.groups = [one for one in model.groups if one is not group]
                model.groups += [{who}, group - {who}] if len(group) > 1 else [group]
            case "forget":
                await chat.say(who, "/privacy forget")
                await chat.press(who, "Erase everything")
                gone = model.group(who)
                model.answered -= gone
                model.traces -= gone
                model.groups = [one for one in model.groups if one is not gone] + [{person} for person in gone]


async def link(chat: Chat, model: Model, first: str, second: str) -> None:
    """Two accounts become one human's, unless they are."""
    told = await chat.say(first, "/account link")
    code = re.search(r"\b[A-Z0-9]{4}[- ]?[A-Z0-9]{4}\b", told)
    assert code, told
    model.traces |= {first, second}
    await chat.say(second, f"/account link code:{code[0]}")
    one, other = model.group(first), model.group(second)
    if one is not other:
        model.groups = [group for group in model.groups if group is not one and group is not other] + [one | other]


async def run(folder: Path, empty: Path, steps: list[tuple[str, str | tuple[str, str]]]) -> None:
    """Play the steps in a class of their own, and hold what comes of them to the model."""
    path = Path(shutil.copy(empty, folder / "swot.db"))
    chat = await Chat.open(Installation(f"sqlite:///{path}", (DATA / "garden",)))
    model = Model()
    try:
        await play(chat, model, steps)
        await chat.wait("1m")
        board = await chat.say("teacher", "/leaderboard over:all")
        if model.learners:
            count = "1 learner has" if model.learners == 1 else f"{model.learners} learners have"
            assert f"{count} points" in board
        else:
            assert "Nobody has points yet." in board
        kept = {row.person for row in await chat.rows(marks.select())}
        assert kept - {NOBODY} == {f"terminal:{person}" for person in model.answered}
        files = chat.bytes_kept()
        if any(what == "forget" for what, _ in steps):
            left = {person for person in PEOPLE if re.search(person.encode(), files, re.IGNORECASE)}
            assert left <= model.traces
    finally:
        await chat.close()


@given(st.lists(STEPS, min_size=3, max_size=10))
@settings(max_examples=15)
def test_in_any_order_nobody_counts_twice_and_nothing_erased_is_left(
    empty_sqlite: Path, steps: list[tuple[str, str | tuple[str, str]]]
):
    """The board counts humans, marks are of those who are not forgotten, and no byte of the others is in the file."""
    with tempfile.TemporaryDirectory(prefix="swot-") as folder:
        asyncio.run(run(Path(folder), empty_sqlite, steps))
