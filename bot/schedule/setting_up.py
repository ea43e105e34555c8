"""`/schedule question` and the like: what sets up something that is posted by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Annotated

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.calendar.commands import CalendarCommands
from bot.chat import (
    About,
    Answer,
    Between,
    Button,
    Invoke,
    Level,
    Option,
    Picked,
    Reply,
    RoomKey,
    Suggest,
    Suggested,
    View,
    command,
    lines,
    rich,
    to,
)
from bot.curriculum.service import Curriculum
from bot.quiz.suggesting import suggest_topics
from bot.schedule.commands import ScheduleCommands
from bot.schedule.filling import Filling
from bot.schedule.model import Changes, Coming, PostKind, Rhythm, Wish
from bot.schedule.pages import details, from_when, name_of, places
from bot.schedule.service import TimedPosts
from bot.schedule.written import read_days, read_time

LocalTime = Annotated[str, About("local time"), Picked("time", "08:30")]
ClosingTime = Annotated[str, About("local time when the answer is told; 16:00 if left out"), Picked("time")]
Weekdays = Annotated[str, About("days of the week, such as mon-fri or mon,wed,fri")]
RoomName = Annotated[RoomKey, About("where it is posted; here if left out")]
Threaded = Annotated[bool, About("whether it is asked in a thread of its own")]
TopicName = Annotated[str, About("what to ask about; everything if left out"), Suggested("topics")]
TopicNames = Annotated[str, About("topics, with commas between them; all for any"), Suggested("topics")]
Count = Annotated[int, Between(1, 30), About("how many questions; ten if left out")]
Seconds = Annotated[int, Between(10, 300), About("seconds for each question; 25 if left out")]
ALL = ("all", "any", "anything", "everything")
USUAL: dict[PostKind, tuple[Rhythm, Wish]] = {
    "question": (Rhythm(time(9), frozenset(range(5))), Wish(until=time(16))),
    "round": (Rhythm(time(9), frozenset()), Wish(questions=10, seconds=25)),
    "digest": (Rhythm(time(16, 30), frozenset([4])), Wish()),  # after the answer to the question of the day
    "countdown": (Rhythm(time(8, 30), frozenset([0])), Wish()),
}
"""What comes where nobody says otherwise."""


class SettingUp:
    """What teachers have posted by itself, beside facts."""

    def __init__(self, timed: TimedPosts, filling: Filling, curriculum: Curriculum) -> None:
        self._timed = timed
        self._filling = filling
        self._curriculum = curriculum

    @command("schedule question", answers="note", level=Level.TEACHER)
    async def question(
        self,
        event: Invoke,
        time: LocalTime,
        until: ClosingTime | None = None,
        days: Weekdays | None = None,
        topics: TopicNames | None = None,
        room: RoomName | None = None,
    ) -> Answer:
        """Ask a question of the day: open for hours, its answer told at a set time."""
        changes = replace(_times(time, days), until=read_time(until) if until else None)
        about = topics_of(await self._curriculum.here(event), topics)
        return await self._set_up(event, "question", replace(changes, topics=about), room)

    @command("schedule round", answers="note", level=Level.TEACHER)
    async def round(
        self,
        event: Invoke,
        time: LocalTime,
        days: Weekdays,
        topic: TopicName | None = None,
        questions: Count | None = None,
        seconds: Seconds | None = None,
        room: RoomName | None = None,
        thread: Threaded | None = None,
    ) -> Answer:
        """Have a live round begin by itself every week; there may be several."""
        bank = await self._curriculum.here(event)
        about = None if topic is None else () if topic.casefold() in ALL else (bank.topic(topic),)
        changes = replace(_times(time, days), topics=about, questions=questions, seconds=seconds, threaded=thread)
        return await self._set_up(event, "round", changes, room)

    @command("schedule digest", answers="note", level=Level.TEACHER)
    async def digest(
        self, event: Invoke, time: LocalTime | None = None, days: Weekdays | None = None, room: RoomName | None = None
    ) -> Answer:
        """Post the leaderboard every week; on Fridays at 16:30, if nothing else is said."""
        return await self._set_up(event, "digest", _times(time, days), room)

    @command("schedule countdown", answers="note", level=Level.TEACHER)
    async def countdown(
        self, event: Invoke, time: LocalTime | None = None, days: Weekdays | None = None, room: RoomName | None = None
    ) -> Answer:
        """Count the days to the exams of the calendar; on Mondays at 08:30, if nothing else is said."""
        return await self._set_up(event, "countdown", _times(time, days), room)

    async def topics(self, event: Suggest) -> tuple[Option, ...]:
        """Topics that begin like what is typed."""
        return suggest_topics(await self._curriculum.here(event), event.typed)

    async def _set_up(self, event: Invoke, kind: PostKind, changes: Changes, room: str | None) -> Answer:
        def told(tx: Connection, coming: Coming) -> Answer:
            head = rich("**{}** · ", name_of(self._filling.fillers[kind]))
            where = rich("In {}.", places(coming.post)) if room else ()
            about = details(self._curriculum.at(tx, coming.post.class_id), coming.post)
            controls = (
                Button("Say it now", to(ScheduleCommands.say_now, coming.post.id)),
                Button("Term dates", to(CalendarCommands.list_pressed)),
                Button("Pause", to(ScheduleCommands.pause, coming.post.id)),
            )
            return Reply(View(lines((*head, *from_when(coming)), about, where), controls=controls))

        return await self._timed.set_up(event, kind, changes, USUAL[kind], room, told, only=kind != "round")


def topics_of(bank: Bank, written: str | None) -> tuple[str, ...] | None:
    """The topics that a teacher names, with commas between them; none of them for all. Raises `UserError`."""
    if written is None:
        return None
    return () if written.casefold() in ALL else tuple(bank.topic(topic.strip()) for topic in written.split(","))


def _times(at: str | None, days: str | None) -> Changes:
    return Changes(at=read_time(at) if at else None, weekdays=read_days(days) if days else None)
