"""`/fact`: facts for the class, now or every school day, each with its authority and a question that tests it."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from bot.bank.model import Fact
from bot.bank.service import Bank
from bot.calendar.commands import CalendarCommands
from bot.chat import (
    About,
    Answer,
    Button,
    Control,
    Invoke,
    Level,
    Option,
    Picked,
    Press,
    Reply,
    RoomKey,
    Suggest,
    Suggested,
    Text,
    View,
    bare,
    command,
    counted,
    cut,
    lines,
    paragraphs,
    pressed,
    prose,
    rich,
    to,
)
from bot.clock import local
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.facts.service import Facts
from bot.quiz import cards
from bot.quiz.solo.service import Solos
from bot.quiz.suggesting import suggest_topics
from bot.schedule.commands import ScheduleCommands
from bot.schedule.model import Changes, Coming, Firing
from bot.schedule.pages import from_when, places
from bot.schedule.setting_up import topics_of
from bot.schedule.written import read_days, read_time, told_date
from bot.schedule.zones import city

MOST = 10
"""Facts of a preview or of a history: as many as a phone shows without much scrolling."""
SHORT = 90
"""Characters of a fact in a list."""

TopicName = Annotated[str, About("what it should be about; anything if left out"), Suggested("topics")]
LocalTime = Annotated[str, About("local time"), Picked("time", "08:30")]
Weekdays = Annotated[str, About("days of the week, such as mon-fri or mon,wed,fri; school days if left out")]
RoomName = Annotated[RoomKey, About("where it is posted; here if left out")]
Again = Annotated[bool, About("whether each fact comes back as a question after two and seven days")]
TopicNames = Annotated[str, About("topics, with commas between them; all for any"), Suggested("topics")]


def fact_controls(bank: Bank, id: str) -> tuple[Control, ...]:
    """What can be done with a fact that everybody sees."""
    test = (Button("Test me", to(FactCommands.test, id), "main"),) if bank.tests(id) else ()
    return (Button("Says who?", to(FactCommands.source, id)), *test)


class FactCommands:
    """Facts for the class."""

    def __init__(self, facts: Facts, solos: Solos, curriculum: Curriculum) -> None:
        self._facts = facts
        self._solos = solos
        self._curriculum = curriculum

    @command("fact now", answers="post", level=Level.TEACHER)
    async def now(self, event: Invoke, topic: TopicName | None = None) -> Answer:
        """Post a fact for everyone here."""
        bank = await self._curriculum.here(event)
        chosen = bank.topic(topic) if topic else None
        return await self._facts.now(event, topic=chosen, told=_posted)

    async def topics(self, event: Suggest) -> tuple[Option, ...]:
        """Topics that begin like what is typed."""
        return suggest_topics(await self._curriculum.here(event), event.typed)

    @pressed("fact.source", answers="note")
    async def source(self, event: Press, id: str) -> Reply:
        """Says who?"""
        bank = await self._curriculum.here(event)
        fact = bank.fact(id)
        return Reply(cards.sources(bank.sources(id), fact))

    @pressed("fact.test", answers="note")
    async def test(self, event: Press, id: str) -> Answer:
        """A learner wants to be asked about the fact."""
        tests = (await self._curriculum.here(event)).tests(id)
        if not tests:
            raise UserError("No question goes with this fact yet.")
        return await self._solos.ask(event, "About the fact", tests, Reply)

    @command("fact schedule", answers="note", level=Level.TEACHER)
    async def schedule(
        self,
        event: Invoke,
        time: LocalTime,
        days: Weekdays | None = None,
        topics: TopicNames | None = None,
        room: RoomName | None = None,
        again: Again | None = None,
    ) -> Answer:
        """Post a fact every school day at a set time; or move it to another time."""
        changes = Changes(
            at=read_time(time),
            weekdays=read_days(days) if days else None,
            topics=topics_of(await self._curriculum.here(event), topics),
            recalls=again,
        )
        return await self._facts.schedule(event, changes, room, partial(self._scheduled, named_room=room is not None))

    @command("fact pause", answers="note", level=Level.TEACHER)
    async def pause(self, event: Invoke) -> Answer:
        """Post no more facts until /fact schedule begins them again."""
        return await self._facts.pause(event, "", _paused)

    @pressed("fact.pause", answers="note", level=Level.TEACHER)
    async def pause_pressed(self, event: Press, id: str) -> Answer:
        """The teacher has second thoughts."""
        return await self._facts.pause(event, id, _paused)

    @command("fact skip", answers="note", level=Level.TEACHER)
    async def skip(self, event: Invoke) -> Answer:
        """Leave out the next fact here."""
        return await self._facts.skip(event, _skipped)

    @command("fact preview", answers="note", level=Level.TEACHER)
    async def preview(self, event: Invoke) -> Answer:
        """The next ten facts here, and when they come."""
        return await self._facts.preview(event, "", MOST, _previewed)

    @pressed("fact.preview", answers="note", level=Level.TEACHER)
    async def preview_pressed(self, event: Press, id: str) -> Answer:
        """What has just been set up, looked at."""
        return await self._facts.preview(event, id, MOST, _previewed)

    @command("fact history", answers="note")
    async def history(self, event: Invoke) -> Reply:
        """The last ten facts that this class was told."""
        told = await self._facts.told(event, MOST)
        if not told:
            return Reply(View(rich("This class has been told no fact yet.")))
        entries = (_listed(told_date(day), fact) for fact, day in told)
        return Reply(View(paragraphs(*entries), title="The last facts"))

    def _scheduled(self, coming: Coming, left: int, *, named_room: bool) -> Answer:
        count = rich("{} left; none comes twice before all have come.", counted(left, "fact"))
        buttons = (
            Button("Preview ten", to(FactCommands.preview_pressed, coming.post.id)),
            Button("Term dates", to(CalendarCommands.list_pressed)),
            Button("Pause", to(FactCommands.pause_pressed, coming.post.id)),
        )
        where = [rich("In {}.", places(coming.post))] if named_room else []
        again = [rich("Each comes back as a question after two and seven days.")] if coming.post.wish.recalls else []
        return Reply(View(lines(from_when(coming), *where, count, *again), controls=buttons))


def _posted(bank: Bank, id: str) -> Answer:
    text = (*rich("**Did you know?** "), *prose(bank.fact(id).text))
    return Reply(View(text, controls=fact_controls(bank, id), tone="news"), "post")


def _previewed(coming: Coming, planned: list[tuple[Firing, Fact]]) -> Answer:
    def when(firing: Firing) -> str:
        there = local(firing.at, coming.zone)
        return f"{told_date(there.date())}, {there:%H:%M}"

    entries = (_listed(when(firing), fact) for firing, fact in planned)
    return Reply(View(paragraphs(*entries), title=f"What is coming ({city(coming.zone)})"))


def _listed(when: str, fact: Fact) -> Text:
    return rich("**{}** · {}", when, cut(bare(" ".join(fact.text.split())), SHORT))


def _paused(coming: Coming) -> Answer:
    told = rich("Paused in {}: no facts until you let them go on.", places(coming.post))
    return Reply(View(told, controls=(Button("Go on", to(ScheduleCommands.go_on, coming.post.id)),)))


def _skipped(firing: Firing, coming: Coming) -> Answer:
    after = [rich("The next one comes on **{}**.", told_date(next_one.slot)) for next_one in coming.firings[:1]]
    return Reply(View(lines(rich("No fact on **{}**.", told_date(firing.slot)), *after)))
