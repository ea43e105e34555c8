"""Two classes in which something of everything is going on, and everybody who could want to touch it."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import Any, Self

from sqlalchemy import Connection, Table, select

from bot.chat import Answer, Invoke, Press, Reply, Room, Submit, plain
from bot.chat.views import Action
from bot.exams.marking import queue as marking
from bot.exams.marking import store as marking_store
from bot.main import App
from bot.storage.tables import (
    class_rooms,
    debates,
    disputes,
    homework,
    marks,
    metadata,
    mocks,
    own_packs,
    own_papers,
    own_versions,
    reported,
    rounds,
    sittings,
    solos,
    timed_posts,
)
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA
from tests.exams.hall import have_sat, paper_of
from tests.exams.marked import are_marked
from tests.exams.scripts import have_handed_in
from tests.permissions.rows import Row

HERE = Room("terminal:history", space="terminal:try", name="history")
THERE = Room("terminal:chemistry", space="terminal:other", name="chemistry")
PEOPLE = ("stranger", "maya", "tom", "elsewhere", "observer", "marker", "teacher", "head")
"""Nobody yet; the learner whose things they are; another one; another class's teacher; and who has a role."""
UNTOUCHED = ("deliveries", "drafts")
"""Tables that a refusal may write to: that it was one, and what was written before."""


@dataclass(slots=True)
class World:
    """What there is, by name; people act on it by hand-made events."""

    app: App
    chat: Chat
    ids: dict[str, str] = field(default_factory=dict)
    _count: itertools.count[int] = field(default_factory=itertools.count)

    @classmethod
    async def furnished(cls, url: str) -> Self:
        """Two classes, and everything that a handler could be about in the first."""
        chat = await Chat.open(Installation(url, packs=(DATA / "garden", DATA / "hall")))
        world = cls(chat.app, chat)
        await chat.say("teacher", "/class setup")
        for role in ("observer", "marker"):
            await chat.say(role, "/class teachers")
            await chat.say("teacher", f"/class role @{role} {role}")
        await world.give("elsewhere", Invoke, command="class teachers", manages=True)
        await world.give("elsewhere", Invoke, command="quiz round", text="questions:1 seconds:30", manages=True)
        await world._furnish()
        return world

    @classmethod
    async def again(cls, url: str, ids: dict[str, str]) -> Self:
        """The two classes once more, on a copy of what was furnished."""
        # With chances of its own: no id that is made now is one of those that are there.
        chat = await Chat.open(Installation(url, packs=(DATA / "garden", DATA / "hall"), seed=2))
        return cls(chat.app, chat, ids)

    async def _furnish(self) -> None:
        chat = self.chat
        await chat.say("maya", "/quiz solo questions:2 topic:growing")
        self.ids["solo"] = await self._newest(solos)
        await chat.say("teacher", '/quiz set topic:growing due:"Fri 16:00" who:maya')
        self.ids["homework"] = await self._newest(homework)
        await self._dispute()
        await self._mocks()
        await chat.say("teacher", "/content write kind:number")
        await chat.write("teacher", "How deep are potatoes planted?", "15 cm", "3", "Or they turn green.", "")
        self.ids["pack"] = await self._newest(own_packs)
        [version] = await chat.rows(select(own_versions))
        self.ids["own_question"] = json.loads(version.content)["questions"][0]["id"]
        await self._papers()
        await chat.say("teacher", "/schedule digest")
        await chat.say("teacher", "/fact schedule 08:30")
        self.ids["fact_post"] = await self._newest(timed_posts, timed_posts.c.kind == "fact")
        self.ids["post"] = await self._newest(timed_posts, timed_posts.c.kind == "digest")
        await chat.say("teacher", "/debate proposition:eaten")
        self.ids["debate"] = await self._newest(debates)
        [row] = await chat.rows(select(debates).where(debates.c.id == self.ids["debate"]))
        self.ids["proposition"] = row.debate
        await chat.say("teacher", "/quiz round questions:3 seconds:60")
        self.ids["round"] = await self._newest(rounds, rounds.c.room == HERE.key)
        [row] = await chat.rows(select(class_rooms).where(class_rooms.c.room == HERE.key))
        self.ids["class"] = row.class_id
        curriculum = self.app.curriculum
        how = {"why": "unclear", "by": "terminal:teacher", "at": chat.clock.now()}
        await self.app.database.write(curriculum.leave_out, row.class_id, "garden/g-06", **how)
        [change] = await self.app.database.read(curriculum.left_out, row.class_id)
        self.ids["change"] = change.key
        await self._examine()
        await chat.say("maya", "/review")
        await chat.press("maya", "Start")
        self.ids["review"] = await self._newest(solos, solos.c.review)
        await self._sit()

    async def _sit(self) -> None:
        """A mock exam is open, and Maya sits it."""
        await self.chat.say("teacher", '/mock start paper:"the short paper"')
        self.ids["mock"] = await self._newest(mocks, mocks.c.state == "open")
        await self.chat.say("maya", "/mock begin")
        self.ids["sitting"] = await self._newest(sittings, sittings.c.mock_id == self.ids["mock"])

    async def _examine(self) -> None:
        """Maya and Tom have sat a paper: of one question nothing is marked, on the other two markers differ."""
        written = {7: ("Somebody was there.",), 8: ("Towns have flowers.",)}
        mock = await have_handed_in(self.chat, {"maya": written, "tom": {8: ("Towns are loud.",)}})

        def differ(tx: Connection) -> tuple[str, str, str]:
            marking.set_sample(tx, mock, 7, 1)
            [script] = marking_store.queue(tx, mock.id, 7)
            for marker, level, earned in (("terminal:marker", 1, 100), ("terminal:teacher", 2, 400)):
                marking.give(tx, mock, 7, script.place, marker, level, earned, self.chat.clock.now())
            return script.place, script.sitting_id, marking_store.queue(tx, mock.id, 8)[0].place

        self.ids["marked"] = mock.id
        self.ids["differing"], self.ids["script_sitting"], self.ids["script"] = await self.app.database.write(differ)

    async def _papers(self) -> None:
        """The teacher has saved a paper, and has drawn another."""
        chat = self.chat
        await chat.say("teacher", "/mock compose topics:growing marks:2 fresh:no")
        await chat.press("teacher", "Save")
        await chat.write("teacher", "Growing, week 3")
        self.ids["own_paper"] = await self._newest(own_papers)
        await chat.say("teacher", "/mock compose topics:growing marks:3 fresh:no")
        self.ids["drawn"] = chat.actions("Another draw")[-1].rpartition(":")[2]

    async def _dispute(self) -> None:
        """Maya has two answers that were not right: she disputes the mark of one, and has reported that question."""
        chat = self.chat
        for number, words in enumerate(("delving tool", "earth tool")):
            await chat.say("maya", "/quiz solo topic:ticking")
            await chat.press("maya", "Skip")
            if number == 0:
                await chat.press("maya", "Report")
                await chat.press("maya", "Typing mistake")
            await chat.say("maya", "/quiz solo topic:writing")
            await chat.press("maya", "Answer")
            await chat.write("maya", words)
            if number == 0:
                await chat.press("maya", "Dispute")
        disputed, wrong = await chat.rows(
            select(marks.c.response).where(marks.c.question == "garden/g-06").order_by(marks.c.response)
        )
        self.ids |= {"disputed": str(disputed.response), "wrong": str(wrong.response)}
        self.ids |= {"dispute": await self._newest(disputes), "report": await self._newest(reported)}

    async def _mocks(self) -> None:
        """Maya has sat a paper twice: once it is marked, and once her results are out."""
        chat, short = self.chat, "garden/gp-01"
        for name, state in (("sat", "ended"), ("returned", "released")):
            mock = await have_sat(chat, {"maya": {}}, paper=short, state=state)
            await are_marked(chat, mock, {"maya": [0] * len(paper_of(chat, short).items)}, paper=short)
            self.ids[name] = mock.id
            chat.clock.move_to(chat.clock.now() + 1)  # the next one has another id

    async def _newest(self, table: Table, *where: Any) -> str:
        [row, *_] = await self.chat.rows(select(table.c.id).where(*where).order_by(table.c.id))
        return str(row.id)

    async def give(self, person: str, kind: Any, **about: Any) -> Answer | None:
        """An event of a person, as an adapter would hand it over; whoever is elsewhere acts in their own room."""
        is_elsewhere = person == "elsewhere"
        common = {
            "person": f"terminal:{person}",
            "name": person.capitalize(),
            "room": THERE if is_elsewhere else HERE,
            "at": self.chat.clock.now(),
            "delivery": f"matrix:{next(self._count)}",
            "manages": person in ("head", "elsewhere"),
        }
        return await self.app.handle(kind(**{**common, **about}))

    async def do(self, person: str, what: str, name: str, row: Row) -> Answer | None:
        """A person does what leads to a handler, as its row says."""
        if what == "command":
            return await self.give(person, Invoke, command=name, text=row.text)
        filled = [self.ids.get(str(argument), argument) for argument in row.arguments]
        action = Action(":".join([name, *map(str, filled)]))
        if what == "press":
            chosen = tuple(self.ids.get(value, value) for value in row.values)
            return await self.give(person, Press, action=action, values=chosen)
        return await self.give(person, Submit, action=action, fields=row.fields)

    async def everything(self) -> dict[str, list[str]]:
        """Every row that a refusal leaves as it is."""

        def find(tx: Connection) -> dict[str, list[str]]:
            tables = (table for table in metadata.sorted_tables if table.name not in UNTOUCHED)
            return {table.name: sorted(map(repr, tx.execute(table.select()))) for table in tables}

        return await self.app.database.read(find)

    def of_class(self, everything: dict[str, list[str]]) -> dict[str, list[str]]:
        """Of all rows those that name the class or its room."""
        own = (repr(self.ids["class"]), repr(HERE.key))
        return {table: [row for row in rows if any(name in row for name in own)] for table, rows in everything.items()}


def told(answer: Answer | None) -> str:
    """What the person reads of an answer; of a form its title."""
    match answer:
        case Reply(view):
            return f"{view.title} {plain(view.text)}".strip()
        case None:
            return ""
        case _:
            return repr(answer)
