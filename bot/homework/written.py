"""When homework is due and who gets it, as people write it, and as it is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.chat import counted
from bot.classes.learners import Learner
from bot.errors import UserError
from bot.schedule.written import NAMES, read_day, read_time, told_date

END_OF_SCHOOL = time(16)
"""When homework is due that has a day and no time."""
EVERYONE = ("everyone", "everybody", "all", "class", "the class")
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MOST_WORDS_OF_A_TIME = 3
_A_WEEK = 7
_COULD_BE_A_YEAR = re.compile(r"(?:19|20)\d\d")
_AROUND = " ,;@"
_SMALL = re.compile(r"^(?:(?:at|by|on|due)\b\s*)+|\s*\b(?:at|by|on)$", re.IGNORECASE)


def read_due(written: str, now: datetime) -> tuple[datetime, bool]:
    """The local time (without a zone) that is meant, and whether a time of day was written: Fri 16:00, tomorrow.

    `now` is the local time where the class is. A day alone is due at the end of school. Raises `UserError`.
    """
    text = " ".join(written.replace("T", " ").split() if re.match(r"\d{4}-\d\d-\d\dT", written) else written.split())
    text = _SMALL.sub("", text).strip(_AROUND)
    try:
        return datetime.combine(read_day(text, now.date()), END_OF_SCHOOL), False
    except UserError as error:
        no_day = error
    for day, at in _split(text):
        try:
            return datetime.combine(read_day(day, now.date()) if day else _next(at, now), at), True
        except UserError as error:
            no_day = error
    if "is no day" not in str(no_day):
        raise no_day
    raise UserError(f"“{written[:40]}” is no day and time. Write it as Fri 16:00, tomorrow 17:00 or 30 November 17:00.")


def _next(at: time, now: datetime) -> date:
    """The day on which a time comes next."""
    return now.date() if at > now.time() else now.date() + timedelta(days=1)


def _split(text: str) -> list[tuple[str, time]]:
    """The text as a day and a time of day, in either order: every way in which it can be read."""
    words = text.split()
    found = []
    for count in range(min(_MOST_WORDS_OF_A_TIME, len(words)), 0, -1):
        for at, day in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            told = _SMALL.sub("", " ".join(at).strip(_AROUND)).strip(_AROUND)
            if _COULD_BE_A_YEAR.fullmatch(told):
                continue
            try:
                found.append((_SMALL.sub("", " ".join(day).strip(_AROUND)).strip(_AROUND), read_time(told)))
            except UserError:
                continue
    return found


def told_due(due: datetime, today: date) -> str:
    """When it is due, in as few words as are clear: Friday 16:00, Friday 11 December 16:00."""
    soon = timedelta() <= due.date() - today < timedelta(days=_A_WEEK)
    return f"{NAMES[due.weekday()] if soon else told_date(due.date())} {due:%H:%M}"


def told_due_in_full(due: datetime) -> str:
    """When it is due, with its date: Friday 4 December, 16:00."""
    return f"{told_date(due.date())}, {due:%H:%M}"


def how_many(count: int, thing: str) -> str:
    """So many things, small numbers in words: ten questions."""
    return (
        f"{_WORDS[count - 1]} {thing}{'' if count == 1 else 's'}" if 0 < count <= len(_WORDS) else counted(count, thing)
    )


def read_who(written: str, learners: Sequence[Learner]) -> list[Learner] | None:
    """Which learners are meant, by their names in the class or as they are mentioned; None: all of them.

    Raises `UserError` where a name is nobody's or several people's, or where it is somebody's who teaches.
    """
    if written.strip().casefold() in EVERYONE or not written.strip():
        return None
    found: dict[str, Learner] = {}
    for name in _names(written):
        learner = _meant(name, learners)
        if learner.staff:
            raise UserError(f"{learner.name} teaches, marks or observes here, and gets no homework. Name learners.")
        found[learner.id] = learner
    return list(found.values())


def _names(written: str) -> list[str]:
    """The names in a list of them: with commas or `and` between, or one mention after the other."""
    parts = re.split(r"\s*[,;&]\s*|\s+and\s+|\s+(?=@)", written.strip())
    return [name.strip() for name in parts if name.strip(" @")]


def _meant(name: str, learners: Sequence[Learner]) -> Learner:
    wanted = name.removeprefix("@").strip()
    for learner in learners:
        if wanted in learner.persons:
            return learner
    folded = wanted.casefold()
    exact = [learner for learner in learners if learner.name.casefold() == folded]
    close = exact or [learner for learner in learners if folded in learner.name.casefold().split()]
    if len(close) == 1:
        return close[0]
    if close:
        names = ", ".join(sorted({learner.name for learner in close}))
        raise UserError(f"“{wanted[:40]}” could be several people: {names[:120]}. Mention them with @ instead.")
    raise UserError(
        f"Nobody called “{wanted[:40]}” is in this class yet. Somebody is once they have used Swot here; /quiz set"
        " without who gives it to everyone, also to those who join before it is due."
    )
