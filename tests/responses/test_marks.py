"""What follows from marks hears of them in the transaction that gives or changes them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.clock import SECOND
from bot.responses.model import Mark
from bot.storage.tables import marks
from tests.chat_harness import Chat
from tests.dialogues.test_appeals import dispute, teach


class Hearing:
    """Somebody who follows marks."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Sequence[Mark]]] = []
        self.changed: list[int] = []
        self.fails = False

    def marked(self, tx: Connection, session: str, given: Sequence[Mark]) -> None:
        """Marks are given."""
        assert tx.execute(select(marks).where(marks.c.response == given[0].response)).one()
        self.heard.append((session, given))
        if self.fails:
            raise RuntimeError("can't follow")

    def remarked(self, tx: Connection, responses: Sequence[int]) -> None:
        """Marks are changed."""
        self.changed += responses


async def test_marks_tell_how_long_an_answer_took(garden: Chat):
    """In a solo quiz since the question was shown."""
    hearing = Hearing()
    garden.app._rooms.marks.followers.append(hearing)
    await garden.say("maya", "/quiz solo topic:growing questions:2")
    await garden.wait("7s")
    await garden.press("maya", "Skip")
    await garden.wait("3s")
    await garden.press("maya", "Next")
    await garden.wait("9s")
    await garden.press("maya", "Skip")
    assert [mark.took for _, [mark] in hearing.heard] == [7 * SECOND, 9 * SECOND]
    assert {session.partition(":")[0] for session, _ in hearing.heard} == {"solo"}
    found = await garden.rows(select(marks.c.took, marks.c.tries).order_by(marks.c.response))
    assert [(row.took, row.tries) for row in found] == [(7 * SECOND, 1), (9 * SECOND, 1)]


async def test_a_second_try_is_told_from_a_first(garden: Chat):
    """What is nearly right is asked back once; how long it took counts from then on."""
    await garden.say("maya", "/quiz solo topic:writing")
    await garden.wait("5s")
    await garden.press("maya", "Answer")
    assert "One more try." in await garden.write("maya", "a tool")
    await garden.wait("8s")
    await garden.press("maya", "Answer")
    assert "✓" in await garden.write("maya", "spade")
    [row] = await garden.rows(select(marks.c.took, marks.c.tries))
    assert (row.took, row.tries) == (8 * SECOND, 2)


async def test_marks_that_are_made_again_are_told_of(garden: Chat):
    """When a dispute is upheld, and when that is taken back."""
    hearing = Hearing()
    garden.app._rooms.marks.followers.append(hearing)
    await teach(garden)
    await dispute(garden, "tom")
    assert hearing.changed == []
    await garden.press("teacher", "Uphold")
    [mark] = [given for _, [given] in hearing.heard]
    assert [remark.response for remark in hearing.changed] == [mark.response]
    await garden.press("teacher", "Take it back")
    assert [remark.response for remark in hearing.changed] == [mark.response] * 2


async def test_a_round_s_marks_tell_how_long_each_took(garden: Chat):
    """Since the question was asked; all marks of a question come together."""
    hearing = Hearing()
    garden.app._rooms.marks.followers.append(hearing)
    await garden.say("teacher", "/quiz round topic:judging questions:1 seconds:25")
    await garden.wait("4s")
    await garden.press("maya", "True")
    await garden.wait("6s")
    await garden.press("tom", "False")
    await garden.wait("30s")
    [(session, given)] = hearing.heard
    assert session.startswith("round:")
    assert sorted(mark.took for mark in given) == [4 * SECOND, 10 * SECOND]


async def test_who_can_t_follow_takes_the_mark_along(garden: Chat):
    """Neither is there then, and the learner may try again."""
    hearing = Hearing()
    garden.app._rooms.marks.followers.append(hearing)
    hearing.fails = True
    await garden.say("maya", "/quiz solo topic:growing questions:1")
    assert "Sorry" in await garden.press("maya", "Skip")
    assert await garden.count(marks) == 0
    hearing.fails = False
    await garden.press("maya", "Skip")
    assert await garden.count(marks) == 1
