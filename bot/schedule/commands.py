"""`/schedule`: everything that a class has said at set times, on one list; set up, moved, paused, tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, TypeVar

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.calendar.commands import CalendarCommands
from bot.chat import (
    About,
    Answer,
    Between,
    Button,
    Control,
    Entry,
    Form,
    Invalid,
    Invoke,
    Level,
    Option,
    Press,
    Reply,
    RoomKey,
    Select,
    Submit,
    Suggest,
    Suggested,
    Text,
    View,
    command,
    counted,
    dotted,
    lines,
    paragraphs,
    pressed,
    rich,
    submitted,
    to,
)
from bot.errors import UserError
from bot.quiz.suggesting import suggest_topics
from bot.schedule.filling import Filling
from bot.schedule.model import Coming, PostKind, Rhythm, TimedPost, Wish
from bot.schedule.pages import from_when, next_days, times, when
from bot.schedule.service import AHEAD, TimedPosts
from bot.schedule.written import read_days, read_time, told_date, told_days, written_days
from bot.schedule.zones import city

LocalTime = Annotated[str, About("local time, such as 08:30")]
ClosingTime = Annotated[str, About("local time when the answer is told; 16:00 if left out")]
Weekdays = Annotated[str, About("days of the week, such as mon-fri or mon,wed,fri")]
RoomName = Annotated[RoomKey, About("where it is posted; here if left out")]
TopicName = Annotated[str, About("what to ask about; everything if left out"), Suggested("topics")]
TopicNames = Annotated[str, About("topics, with commas between them; anything if left out"), Suggested("topics")]
Count = Annotated[int, Between(1, 30), About("how many questions; ten if left out")]
Seconds = Annotated[int, Between(10, 300), About("seconds for each question; 25 if left out")]
Read = TypeVar("Read")
LISTED = 25
"""Timed posts that can be chosen from at once: as many as a select has."""


class ScheduleCommands:
    """What is posted by itself, and when."""

    def __init__(self, timed: TimedPosts, filling: Filling, bank: Bank) -> None:
        self._timed = timed
        self._filling = filling
        self._bank = bank

    # Set up

    @command("schedule question", answers="note", level=Level.TEACHER)
    async def question(
        self,
        event: Invoke,
        time: LocalTime,
        until: ClosingTime = "16:00",
        days: Weekdays = "mon-fri",
        topics: TopicNames | None = None,
        room: RoomName | None = None,
    ) -> Answer:
        """Ask a question of the day: open for hours, its answer told at a set time."""
        rhythm = Rhythm(read_time(time), read_days(days))
        wish = Wish(topics=topics_of(self._bank, topics), until=read_time(until))
        return await self._set_up(event, "question", rhythm, wish, room)

    @command("schedule round", answers="note", level=Level.TEACHER)
    async def round(
        self,
        event: Invoke,
        time: LocalTime,
        days: Weekdays,
        topic: TopicName | None = None,
        questions: Count = 10,
        seconds: Seconds = 25,
        room: RoomName | None = None,
    ) -> Answer:
        """Have a live round begin by itself every week."""
        wish = Wish(topics=topics_of(self._bank, topic), questions=questions, seconds=seconds)
        return await self._set_up(event, "round", Rhythm(read_time(time), read_days(days)), wish, room)

    @command("schedule digest", answers="note", level=Level.TEACHER)
    async def digest(
        self, event: Invoke, time: LocalTime = "16:00", days: Weekdays = "fri", room: RoomName | None = None
    ) -> Answer:
        """Post the week's leaderboard every week."""
        return await self._set_up(event, "digest", Rhythm(read_time(time), read_days(days)), Wish(), room)

    @command("schedule countdown", answers="note", level=Level.TEACHER)
    async def countdown(
        self, event: Invoke, time: LocalTime = "08:30", days: Weekdays = "mon", room: RoomName | None = None
    ) -> Answer:
        """Count the days to the exams that /calendar exam has noted."""
        return await self._set_up(event, "countdown", Rhythm(read_time(time), read_days(days)), Wish(), room)

    async def topics(self, event: Suggest) -> tuple[Option, ...]:
        """Topics that begin like what is typed."""
        return suggest_topics(self._bank, event.typed)

    async def _set_up(self, event: Invoke, kind: PostKind, rhythm: Rhythm, wish: Wish, room: str | None) -> Answer:
        check_times(rhythm, wish)

        def told(_tx: Connection, coming: Coming) -> Answer:
            head = rich("**{}** · ", self._name(coming.post))
            where = rich("It comes in the room that you named.") if room else ()
            controls = (
                Button("Say it now", to(ScheduleCommands.say_now, coming.post.id)),
                Button("Term dates", to(CalendarCommands.list_pressed)),
                Button("Pause", to(ScheduleCommands.pause, coming.post.id)),
            )
            return Reply(View(lines((*head, *from_when(coming)), self._details(coming.post), where), controls=controls))

        return await self._timed.set_up(event, kind, rhythm, wish, room, told)

    # The list

    @command("schedule list", answers="note", level=Level.TEACHER)
    async def list(self, event: Invoke) -> Answer:
        """Everything that is posted here by itself: what, when, where; to move, pause or try it."""
        return await self._timed.listed(event, lambda listed: Reply(self._list(listed)))

    @pressed("schedule.list", answers="edit", level=Level.TEACHER)
    async def list_again(self, event: Press) -> Answer:
        """Back to the list."""
        return await self._timed.listed(event, lambda listed: Reply(self._list(listed), "edit"))

    @pressed("schedule.open", answers="edit", level=Level.TEACHER)
    async def open(self, event: Press) -> Answer:
        """The teacher chooses one from the list."""
        if not event.values:
            raise UserError("Choose one from the list.")
        return await self._timed.seen(event, event.values[0], self._one)

    @pressed("schedule.pause", answers="edit", level=Level.TEACHER)
    async def pause(self, event: Press, id: str) -> Answer:
        """Nothing is said until it goes on."""
        return await self._timed.pause(event, None, id, self._one)

    @pressed("schedule.go-on", answers="edit", level=Level.TEACHER)
    async def go_on(self, event: Press, id: str) -> Answer:
        """What is paused comes again."""
        return await self._timed.move(event, id, lambda post: post, self._one)

    @pressed("schedule.skip", answers="edit", level=Level.TEACHER)
    async def skip(self, event: Press, id: str) -> Answer:
        """The next one is left out."""
        return await self._timed.skip(event, None, id, lambda _, coming: self._one(coming))

    @pressed("schedule.try", answers="note", level=Level.TEACHER)
    async def say_now(self, event: Press, id: str) -> Answer:
        """The teacher wants to see it."""
        told = rich("Posted for everyone. What is to come stays as it is.")
        return await self._timed.say_now(event, id, lambda _: Reply(View(told)))

    @pressed("schedule.remove", answers="edit", level=Level.TEACHER)
    async def remove(self, event: Press, id: str) -> Answer:
        """The teacher wants it off the list."""

        def asked(coming: Coming) -> Answer:
            controls = (
                Button("Take it off", to(ScheduleCommands.removed, id), "danger"),
                Button("Keep it", to(ScheduleCommands.list_again)),
            )
            told = rich("Take the {} off the list for good?", self._name(coming.post).lower())
            return Reply(View(told, controls=controls), "edit")

        return await self._timed.seen(event, id, asked)

    @pressed("schedule.removed", answers="edit", level=Level.TEACHER)
    async def removed(self, event: Press, id: str) -> Answer:
        """And means it."""
        back = (Button("The list", to(ScheduleCommands.list_again)),)
        return await self._timed.remove(
            event,
            id,
            lambda post: Reply(View(rich("The {} is off the list.", self._name(post).lower()), controls=back), "edit"),
        )

    # Moved

    @pressed("schedule.move", answers="form", level=Level.TEACHER)
    async def move(self, event: Press, id: str) -> Answer:
        """The teacher wants other times."""

        def form(coming: Coming) -> Answer:
            rhythm, wish = coming.post.rhythm, coming.post.wish
            entries = [
                Entry("time", "Time", f"{rhythm.at:%H:%M}", "local time"),
                Entry("days", "Days", written_days(rhythm.weekdays), "such as mon-fri"),
            ]
            if wish.until:
                entries.append(Entry("until", "Answer told at", f"{wish.until:%H:%M}", "local time"))
            return Form(self._name(coming.post), to(ScheduleCommands.moved, id), tuple(entries), "Move")

        return await self._timed.seen(event, id, form)

    @submitted("schedule.move", answers="edit", level=Level.TEACHER)
    async def moved(self, event: Submit, id: str) -> Answer:
        """And has written them."""
        problems: dict[str, str] = {}
        at = _read(event, "time", read_time, problems)
        days = _read(event, "days", read_days, problems)
        until = _read(event, "until", read_time, problems) if "until" in event.fields else None
        if at is None or days is None or problems:
            return Invalid(problems, to(ScheduleCommands.move, id))
        rhythm = Rhythm(at, days)

        def change(post: TimedPost) -> TimedPost:
            wish = replace(post.wish, until=until or post.wish.until)
            check_times(rhythm, wish)
            return replace(post, rhythm=rhythm, wish=wish)

        return await self._timed.move(event, id, change, self._one)

    # How it looks

    def _name(self, post: TimedPost) -> str:
        return self._filling.fillers[post.kind].name.capitalize()

    def _list(self, listed: Sequence[Coming]) -> View:
        if not listed:
            ways = ", ".join(sorted({filler.command for filler in self._filling.fillers.values()}))
            return View(rich("Nothing is posted here by itself yet. Begin with {}.", ways))
        entries = [
            lines(rich("**{}** · {}", self._name(coming.post), when(coming)), next_days(coming, 1)) for coming in listed
        ]
        options = tuple(
            Option(
                f"{self._name(coming.post)}, {times(coming)}", coming.post.id, told_days(coming.post.rhythm.weekdays)
            )
            for coming in listed[:LISTED]
        )
        choose = Select("Move, pause or try one", to(ScheduleCommands.open), options)
        return View(paragraphs(*entries), title=f"Posted by itself ({city(listed[0].zone)})", controls=(choose,))

    def _one(self, coming: Coming) -> Answer:
        """One of them, with what can be done about it."""
        post, last = coming.post, coming.last
        became = {"said": "was posted", "skipped": "was left out", "missed": "was missed"}
        before = (
            rich(
                "Last: {} {}{}.",
                told_date(date.fromisoformat(last.key)),
                became[last.outcome],
                "" if last.outcome == "said" else f" ({last.content})",
            )
            if last
            else ()
        )
        return Reply(
            View(
                lines(when(coming), self._details(post), next_days(coming, AHEAD), before),
                title=self._name(post),
                controls=_controls(coming),
            ),
            "edit",
        )

    def _details(self, post: TimedPost) -> Text:
        """What is particular about it: how much it asks, and about what."""
        wish = post.wish
        parts = (
            f"{counted(wish.questions, 'question')}, {wish.seconds} s each" if wish.questions else "",
            f"about {', '.join(self._bank.title(topic) for topic in wish.topics)}" if wish.topics else "",
            "facts come back as questions after two and seven days" if wish.recalls else "",
        )
        return dotted(*(rich("{}", part) for part in parts if part))


def topics_of(bank: Bank, written: str | None) -> tuple[str, ...]:
    """The topics that a teacher names, with commas between them. Raises `UserError`."""
    return tuple(bank.topic(topic.strip()) for topic in written.split(",")) if written else ()


def check_times(rhythm: Rhythm, wish: Wish) -> None:
    """Make sure that an answer is told after its question. Raises `UserError`."""
    if wish.until and wish.until <= rhythm.at:
        raise UserError(f"The answer is told after the question, on the same day: later than {rhythm.at:%H:%M}.")


def _read(event: Submit, name: str, reader: Callable[[str], Read], problems: dict[str, str]) -> Read | None:
    try:
        return reader(event.fields.get(name, ""))
    except UserError as error:
        problems[name] = str(error)
        return None


def _controls(coming: Coming) -> tuple[Control, ...]:
    id, running = coming.post.id, not coming.post.paused
    return (
        Button("Move", to(ScheduleCommands.move, id)),
        *((Button("Leave out the next", to(ScheduleCommands.skip, id)),) if coming.firings else ()),
        Button("Pause", to(ScheduleCommands.pause, id)) if running else Button("Go on", to(ScheduleCommands.go_on, id)),
        Button("Say it now", to(ScheduleCommands.say_now, id)),
        Button("Remove", to(ScheduleCommands.remove, id), "danger"),
        Button("The list", to(ScheduleCommands.list_again)),
    )
