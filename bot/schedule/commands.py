"""`/schedule list`: everything that a class has posted by itself; moved, paused, tried and taken off."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from bot.bank.service import Bank
from bot.chat import (
    Answer,
    Button,
    Control,
    Entry,
    Event,
    Form,
    Invalid,
    Invoke,
    Level,
    Option,
    Press,
    Reply,
    Select,
    Submit,
    View,
    command,
    lines,
    paragraphs,
    pressed,
    rich,
    submitted,
    to,
)
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.schedule.filling import Filling
from bot.schedule.model import Changes, Coming, TimedPost
from bot.schedule.pages import details, name_of, next_days, places, times, when
from bot.schedule.service import AHEAD, TimedPosts
from bot.schedule.written import NAMES, read_days, read_time, told_date, told_days
from bot.schedule.zones import city

Read = TypeVar("Read")
LISTED = 20
"""Timed posts of one list: as many as have room in a message."""


class ScheduleCommands:
    """What is posted by itself, and when."""

    def __init__(self, timed: TimedPosts, filling: Filling, curriculum: Curriculum) -> None:
        self._timed = timed
        self._filling = filling
        self._curriculum = curriculum

    # The list

    @command("schedule list", answers="note", level=Level.TEACHER)
    async def list(self, event: Invoke) -> Answer:
        """Everything that is posted here by itself: what, when, where; to move, pause or try it."""
        return await self._timed.listed(event, LISTED, lambda listed, more: Reply(self._list(listed, more)))

    @pressed("schedule.list", answers="edit", level=Level.TEACHER)
    async def list_again(self, event: Press) -> Answer:
        """Back to the list."""
        return await self._timed.listed(event, LISTED, lambda listed, more: Reply(self._list(listed, more), "edit"))

    @pressed("schedule.open", answers="edit", level=Level.TEACHER)
    async def open(self, event: Press) -> Answer:
        """The teacher chooses one from the list."""
        if not event.values:
            raise UserError("Choose one from the list.")
        return await self._timed.seen(event, event.values[0], await self._one(event))

    @pressed("schedule.pause", answers="edit", level=Level.TEACHER)
    async def pause(self, event: Press, id: str) -> Answer:
        """Nothing is said until it goes on."""
        return await self._timed.pause(event, None, id, await self._one(event))

    @pressed("schedule.go-on", answers="edit", level=Level.TEACHER)
    async def go_on(self, event: Press, id: str) -> Answer:
        """What is paused comes again."""
        return await self._timed.move(event, id, Changes(), await self._one(event))

    @pressed("schedule.skip", answers="edit", level=Level.TEACHER)
    async def skip(self, event: Press, id: str) -> Answer:
        """The next one is left out."""
        told = await self._one(event)
        return await self._timed.skip(event, None, id, lambda _, coming: told(coming))

    @pressed("schedule.try", answers="edit", level=Level.TEACHER)
    async def say_now(self, event: Press, id: str) -> Answer:
        """The teacher wants to see it."""

        def asked(coming: Coming) -> Answer:
            controls = (
                Button("Post it", to(ScheduleCommands.said_now, id), "main"),
                Button("Not now", to(ScheduleCommands.list_again)),
            )
            told = rich("Post the {} for everyone, now, in {}?", self._name(coming.post).lower(), places(coming.post))
            return Reply(View(told, controls=controls), "edit")

        return await self._timed.seen(event, id, asked)

    @pressed("schedule.said", answers="edit", level=Level.TEACHER)
    async def said_now(self, event: Press, id: str) -> Answer:
        """And everybody may."""
        back = (Button("The list", to(ScheduleCommands.list_again)),)
        told = rich("Posted. What is to come stays as it is.")
        return await self._timed.say_now(event, id, lambda _: Reply(View(told, controls=back), "edit"))

    @pressed("schedule.remove", answers="edit", level=Level.TEACHER)
    async def remove(self, event: Press, id: str) -> Answer:
        """The teacher wants it off the list."""

        def asked(coming: Coming) -> Answer:
            controls = (
                Button("Take it off", to(ScheduleCommands.removed, id), "danger"),
                Button("Keep it", to(ScheduleCommands.list_again)),
            )
            told = rich("Take the {} off the list for good?", self._name(coming.post).lower())
            return Reply(View(told, controls=controls, tone="careful"), "edit")

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
                Entry("time", "Time", f"{rhythm.at:%H:%M}", "local time", required=False, kind="time"),
                days_entry(rhythm.weekdays, required=False),
            ]
            if wish.until:
                until = f"{wish.until:%H:%M}"
                entries.append(Entry("until", "Answer told at", until, "local time", required=False, kind="time"))
            return Form(self._name(coming.post), to(ScheduleCommands.moved, id), tuple(entries), "Move")

        return await self._timed.seen(event, id, form)

    @submitted("schedule.move", answers="edit", level=Level.TEACHER)
    async def moved(self, event: Submit, id: str) -> Answer:
        """And has written them; what is left empty stays."""
        problems: dict[str, str] = {}
        changes = Changes(
            at=read_entry(event, "time", read_time, problems),
            weekdays=read_entry(event, "days", read_days, problems),
            until=read_entry(event, "until", read_time, problems),
        )
        if problems:
            return Invalid(problems, to(ScheduleCommands.move, id))
        return await self._timed.move(event, id, changes, await self._one(event))

    # How it looks

    def _name(self, post: TimedPost) -> str:
        return name_of(self._filling.fillers[post.kind])

    def _list(self, listed: Sequence[Coming], more: int) -> View:
        if not listed:
            ways = ", ".join(sorted({filler.command for filler in self._filling.fillers.values()}))
            return View(rich("Nothing is posted here by itself yet. Begin with {}.", ways))
        entries = [
            lines(rich("**{}** · {}", self._name(coming.post), when(coming)), next_days(coming, 1)) for coming in listed
        ]
        if more:
            entries.append(rich("… and {} more: say /schedule list in their room.", more))
        options = tuple(
            Option(f"{self._name(one.post)}, {times(one)}", one.post.id, told_days(one.post.rhythm.weekdays))
            for one in listed
        )
        choose = Select("Choose one to change", to(ScheduleCommands.open), options)
        return View(paragraphs(*entries), title=f"Posted by itself ({city(listed[0].zone)})", controls=(choose,))

    async def _one(self, event: Event) -> Callable[[Coming], Answer]:
        """What shows one of them, with what can be done about it."""
        return partial(self._shown, await self._curriculum.here(event))

    def _shown(self, bank: Bank, coming: Coming) -> Answer:
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
                lines(when(coming), details(bank, post), next_days(coming, AHEAD), before),
                title=self._name(post),
                controls=_controls(coming),
            ),
            "edit",
        )


def days_entry(weekdays: Collection[int], *, required: bool) -> Entry:
    """On which days of the week, Monday 0; what is chosen is read by `read_days`."""
    options = tuple(Option(name, name[:3].lower()) for name in NAMES)
    standing = "\n".join(options[day].value for day in sorted(weekdays))
    return Entry("days", "Days", standing, required=required, options=options, several=True)


def read_entry(event: Submit, name: str, reader: Callable[[str], Read], problems: dict[str, str]) -> Read | None:
    """What an entry says; nothing where it was left empty."""
    try:
        return reader(written) if (written := event.fields.get(name, "").strip()) else None
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
