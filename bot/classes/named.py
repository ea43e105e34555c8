"""Learners as people name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.classes.learners import Learner
from bot.errors import UserError

_MENTIONED = re.compile(r"@([a-z]+:[\w.]+)")
ONCE = "Somebody is once they have used Swot here;"
EVERYONE = ("everyone", "everybody", "all", "class", "the class")


def mentioned(written: str) -> list[str]:
    """The keys of those whom a text mentions, each once."""
    return list(dict.fromkeys(_MENTIONED.findall(written)))


def read_who(
    written: str, learners: Sequence[Learner], called: Mapping[str, str], *, staff: str, absent: str
) -> list[Learner] | None:
    """Which learners are meant, by their names in the class or as they are mentioned; None: all of them.

    `called` is what those are called who are mentioned and not in the class, `staff` says what whoever teaches is no
    part of, and `absent` what to do about somebody who is not there yet. Raises `UserError` where a name is nobody's or
    several people's, or where it is somebody's who teaches.
    """
    if written.strip().casefold() in EVERYONE or not written.strip():
        return None
    found: dict[str, Learner] = {}
    for name in _names(written):
        learner = _meant(name, learners, called, absent)
        if learner.staff:
            raise UserError(f"{learner.name} teaches, marks or observes here, and {staff}. Name learners.")
        found[learner.id] = learner
    return list(found.values())


def _names(written: str) -> list[str]:
    """The names in a list of them: with commas or `and` between, or one mention after the other."""
    parts = re.split(r"\s*[,;&]\s*|\s+and\s+|\s+(?=@)", written.strip())
    return [name.strip() for name in parts if name.strip(" @")]


def _meant(name: str, learners: Sequence[Learner], called: Mapping[str, str], absent: str) -> Learner:
    wanted = name.removeprefix("@").strip()
    for learner in learners:
        if wanted in learner.persons:
            return learner
    if wanted in mentioned(name):
        who = f"“{called[wanted][:40]}”" if called.get(wanted) else "Somebody whom you mention"
        raise UserError(f"{who} is not in this class yet. {ONCE} {absent}")
    folded = wanted.casefold()
    exact = [learner for learner in learners if learner.name.casefold() == folded]
    close = exact or [learner for learner in learners if folded in learner.name.casefold().split()]
    if len(close) == 1:
        return close[0]
    if close:
        names = ", ".join(sorted({learner.name for learner in close}))
        raise UserError(f"“{wanted[:40]}” could be several people: {names[:120]}. Mention them with @ instead.")
    raise UserError(f"Nobody called “{wanted[:40]}” is in this class yet. {ONCE} {absent}")
