"""What people see of timed posts, whatever they say."""

from __future__ import annotations

from collections.abc import Sequence

from bot.bank.service import Bank
from bot.chat import Place, Text, View, counted, dotted, lines, listed, rich
from bot.schedule.filling import Filler
from bot.schedule.model import Coming, TimedPost
from bot.schedule.written import told_date, told_days
from bot.schedule.zones import city

MOST_PLACES = 4
"""Rooms that are named."""


class SchedulePages:
    """What people are told of timed posts who are not asking."""

    def unseen(self, fillers: Sequence[Filler], advice: str) -> View:
        """That something can't be posted where it should be, and how to go on."""
        names, commands = listed([one.name for one in fillers]), listed([one.command for one in fillers])
        sentences = (
            ("The {} could not be posted in its room, and is paused there.", "{} in that room begins it again.")
            if len(fillers) == 1
            else (
                "The {} could not be posted in their room, and are paused there.",
                "{} in that room begin them again.",
            )
        )
        return View(
            lines(rich(sentences[0], names), rich("{}", advice) if advice else (), rich(sentences[1], commands))
        )

    def last(self, filler: Filler) -> View:
        """That no day for it is to come, and how to go on."""
        sentence = "The {} has come for the last time: no school day for it is noted after this one."
        again = rich("/calendar term or /calendar import notes the next term, and it goes on by itself.")
        return View(lines(rich(sentence, filler.name), again))


def from_when(coming: Coming) -> Text:
    """From which day on it comes, at what time and on which days: what a teacher hears who has set it up."""
    [first, *_] = coming.firings
    rhythm = coming.post.rhythm
    days = "every week" if len(rhythm.weekdays) == 1 else told_days(rhythm.weekdays)
    return rich("From **{}**, {} ({}), {}.", told_date(first.slot), times(coming), city(coming.zone), days)


def when(coming: Coming) -> Text:
    """At what time, on which days and in which rooms it comes."""
    days = told_days(coming.post.rhythm.weekdays)
    return dotted(rich("{}, {}", times(coming), days), places(coming.post))


def places(post: TimedPost) -> Text:
    """The rooms in which it comes; of many the first ones."""
    more = len(post.rooms) - MOST_PLACES
    named = [rich("{}", Place(room)) for room in post.rooms[:MOST_PLACES]]
    return dotted(*named, *([rich("{} more", more)] if more > 0 else []))


def next_days(coming: Coming, most: int) -> Text:
    """When it comes next, so many dates at most."""
    if coming.post.paused:
        return rich("Paused.")
    if not coming.firings:
        return rich("No school day is to come: /calendar term notes when there is school.")
    return rich("Next: {}.", ", ".join(told_date(firing.slot) for firing in coming.firings[:most]))


def times(coming: Coming) -> str:
    """At what local time it comes, and until when it is open."""
    rhythm, until = coming.post.rhythm, coming.post.wish.until
    return f"{rhythm.at:%H:%M}" + (f" to {until:%H:%M}" if until else "")


def name_of(filler: Filler) -> str:
    """What it is called, as a heading."""
    return filler.name.capitalize()


def details(bank: Bank, post: TimedPost) -> Text:
    """What is particular about it: how much it asks, and about what."""
    wish = post.wish
    parts = (
        f"{counted(wish.questions, 'question')}, {wish.seconds} s each" if wish.questions else "",
        f"about {', '.join(bank.title(topic) for topic in wish.topics)}" if wish.topics else "",
        "in a thread of its own" if wish.threaded else "",
        "facts come back as questions after two and seven days" if wish.recalls else "",
    )
    return dotted(*(rich("{}", part) for part in parts if part))
