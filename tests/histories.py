"""Histories of a class: learners answer everywhere, link their accounts, leave and are forgotten; marks change.

What follows from marks must come to the same, whatever happens in whatever order.
"""

from __future__ import annotations

import re

from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.marking.outcome import FULL
from bot.responses.model import Marking, Remark
from bot.storage.tables import marks
from tests.chat_harness import Chat
from tests.exams.hall import RIGHT, class_of, have_sat
from tests.exams.marked import are_marked

PEOPLE = ("qamar", "quinlan", "quentin")
QUESTION = "garden/g-05"
WRONG_IN_TWO = (100, 0, 100, 100, 100, 100, 300, 400)
STEPS = st.one_of(
    st.tuples(st.just("solo"), st.sampled_from(PEOPLE), st.sampled_from(["True", "False"])),
    st.tuples(st.just("review"), st.sampled_from(PEOPLE), st.sampled_from(["Next", "Easy", "I guessed"])),
    st.tuples(st.just("round"), st.sampled_from(PEOPLE), st.sampled_from(["True", "False"])),
    st.tuples(st.just("link"), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
    st.tuples(st.sampled_from(["unlink", "forget", "leave"]), st.sampled_from(PEOPLE), st.just("")),
    st.tuples(st.sampled_from(["accept", "refuse", "wait"]), st.just(PEOPLE[0]), st.just("")),
    st.tuples(st.just("mock"), st.sampled_from(PEOPLE), st.just("")),
    st.tuples(st.just("names"), st.sampled_from(PEOPLE), st.sampled_from(["show", "hide"])),
    st.tuples(st.just("practise"), st.sampled_from(PEOPLE), st.sampled_from(["True", "False"])),
    st.tuples(st.just("zone"), st.just(PEOPLE[0]), st.sampled_from(["Asia/Tokyo", "America/New_York"])),
    st.tuples(st.just("holiday"), st.just(PEOPLE[0]), st.sampled_from(["23 November 2026", "1 December 2026"])),
)


async def play(chat: Chat, steps: list[tuple[str, str, str]]) -> bool:
    """Do each step; whether a mock exam was among them."""
    class_id = await class_of(chat)
    for what, who, how in steps:
        await chat.wait("9h")
        if what in ("solo", "review", "round", "mock", "practise"):
            await answer(chat, what, who, how)
        elif what in ("link", "unlink", "forget", "leave"):
            await come_and_go(chat, what, who, how)
        elif what == "wait":
            await chat.wait("3d")
        elif what == "names":
            await chat.say(who, "/leaderboard", names=how)
        elif what in ("zone", "holiday"):
            await recalendar(chat, what, how)
        else:
            await remark(chat, class_id, accept=what == "accept")
    return any(what == "mock" for what, *_ in steps)


async def answer(chat: Chat, what: str, who: str, how: str) -> None:
    """A person answers something somewhere."""
    if what in ("solo", "practise"):
        await chat.say(who, "/quiz solo", topic="judging", practice=what == "practise")
        await chat.press(who, how)
    elif what == "review":
        await review(chat, who, how)
    elif what == "round":
        await chat.say("teacher", "/quiz round topic:judging questions:1 seconds:20")
        for person in dict.fromkeys((who, PEOPLE[1])):
            await chat.press(person, how if person == who else "False")
        await chat.wait("1m")
    else:
        chat.clock.move_to(chat.clock.now() + 1)  # the next one has another id
        mock = await have_sat(chat, {who: {**RIGHT, 2: ("Clay",)}})
        await are_marked(chat, mock, {who: WRONG_IN_TWO})
        await chat.say("teacher", "/mock release")
        await chat.press("teacher", "Release to")


async def recalendar(chat: Chat, what: str, how: str) -> None:
    """The teacher changes the class's calendar."""
    if what == "zone":
        await chat.say("teacher", "/calendar zone", zone=how)
    else:
        last = {"23 November 2026": "27 November 2026", "1 December 2026": "9 December 2026"}[how]
        await chat.say("teacher", "/calendar holiday", first=how, last=last, name="Holidays")


async def come_and_go(chat: Chat, what: str, who: str, other: str) -> None:
    """A person links an account, parts from it, leaves the class, or is forgotten."""
    if what == "unlink":
        await chat.say(who, "/account unlink")
    elif what == "leave":
        await chat.say(who, "/class leave")
    elif what == "forget":
        await chat.say(who, "/privacy forget")
        await chat.press(who, "Erase everything")
    elif who != other:
        code = re.search(r"\b[A-Z0-9]{4}[- ]?[A-Z0-9]{4}\b", await chat.say(who, "/account link"))
        assert code
        await chat.say(other, f"/account link code:{code[0]}")


async def review(chat: Chat, who: str, word: str) -> None:
    """A person reviews one question, and says something of the answer where it was right."""
    await chat.say(who, "/review")
    if not chat.actions("Start") and not chat.actions("Go on"):
        return
    asked = await chat.press(who, "Open it here")
    if "[True] [False]" in asked:
        told = await chat.press(who, "False")
        await chat.press(who, word if "[Next]" in told else "Result")
    elif "[Skip]" in asked:
        await chat.press(who, "Skip")


async def remark(chat: Chat, class_id: str, *, accept: bool) -> None:
    """All marks of a question are made otherwise, through the one place where marks are changed."""

    def change(tx: Connection) -> None:
        names = ("verdict", "earned", "bonus", "rule", "revision", "override")
        rows = tx.execute(select(marks).where(marks.c.question == QUESTION, marks.c.class_id == class_id)).all()
        after = ("right", FULL) if accept else ("wrong", 0)
        chat.app._rooms.marks.change(
            tx,
            [
                Remark(row.response, Marking(*(getattr(row, name) for name in names)), Marking(*after, 0, 9, 1, 1))
                for row in rows
            ],
        )

    await chat.app.database.write(change)
