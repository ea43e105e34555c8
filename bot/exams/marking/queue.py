"""The marking queue, within a transaction of the caller's: who has which script, and what they give it.

A script is kept for whoever has it before them; nobody else can mark it until they have, or the lease has run out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.classes.learners import accounts_of
from bot.errors import UserError
from bot.exams import store as exams
from bot.exams.marking import store
from bot.exams.marking.model import LEASE, Script, View, agreed, both_comments, in_sample
from bot.exams.model import Mock

GONE = "That script is not here any more: whoever wrote it has asked to be forgotten."
OWN = "You sat this exam yourself, and wrote that: somebody else marks it."
SETTLED = "A teacher has settled that mark. Another change is made with /mock mark learner:"


class Taken(UserError):
    """The script is somebody else's now; there may be another one."""


# One script after the other


def take(tx: Connection, mock: Mock, position: int, person: str, at: int) -> Script | None:
    """The next script of a question for a marker: it is kept for them. Nothing where none waits for them."""
    script = store.next_script(tx, mock.id, position, accounts_of(tx, person), at)
    return _claimed(tx, script, person, at) if script else None


def hold(tx: Connection, mock: Mock, position: int, place: str, person: str, at: int) -> tuple[Script, View | None]:
    """A script that somebody marks, and what they have given it already; it is kept for them from now on.

    Raises `Taken` where somebody else has it or has marked it, and `UserError` where it is not theirs to mark.
    """
    script = store.find(tx, mock.id, position, place, held=True)
    if script is None:
        raise Taken(GONE)
    accounts = accounts_of(tx, person)
    if is_own(tx, script, accounts):
        raise Taken(OWN)
    if script.reason:
        raise Taken(SETTLED)
    views = store.views_of(tx, script) if script.twice else []
    given = own_view(script, views, accounts)
    if given is None:
        if script.earned is not None or len(views) > 1:
            raise Taken("Somebody else has marked that script.")
        if not script.is_free(accounts, at):
            raise Taken("Somebody else has that script before them now.")
        script = _claimed(tx, script, person, at)
    return script, given


def give(tx: Connection, mock: Mock, position: int, place: str, person: str, level: int, earned: int, at: int) -> None:
    """Mark a script, for the first time or anew; the comment on it stays. Raises as `hold` does."""
    script, before = hold(tx, mock, position, place, person, at)
    marker, comment = (before.marker, before.comment) if before else (person, "")
    _put(tx, script, View(marker, level, earned, comment, at))


def say(tx: Connection, mock: Mock, position: int, place: str, person: str, comment: str, at: int) -> View:
    """Say something about a script that one has marked; empty: nothing. Raises as `hold` does."""
    script, given = hold(tx, mock, position, place, person, at)
    if given is None:
        raise UserError("Give it a mark first; then say something about it.")
    said = replace(given, comment=comment)
    _put(tx, script, said)
    return said


def last(tx: Connection, mock: Mock, position: int, person: str) -> Script | None:
    """The script of a question that somebody marked last."""
    return store.last_marked(tx, mock.id, position, accounts_of(tx, person))


def is_own(tx: Connection, script: Script, accounts: Sequence[str]) -> bool:
    """Whether a script was written by whoever has these accounts."""
    sitting = exams.find_sitting(tx, script.sitting_id)
    return sitting is not None and sitting.person in accounts


def own_view(script: Script, views: Sequence[View], accounts: Sequence[str]) -> View | None:
    """What a marker, given by their accounts, has given a script; nothing, where they have not marked it."""
    if script.twice:
        return next((view for view in views if view.marker in accounts), None)
    if script.earned is None or script.marker not in accounts:
        return None
    return View(script.marker, script.level, script.earned, script.comment, script.at)


def _claimed(tx: Connection, script: Script, person: str, at: int) -> Script:
    kept = replace(script, claimed_by=person, claimed_until=at + LEASE)
    store.save(tx, kept)
    return kept


def _put(tx: Connection, script: Script, view: View) -> None:
    """Store what a marker gives; of what is marked twice, the mark that follows from both."""
    freed = replace(script, claimed_by="", claimed_until=0)
    if not script.twice:
        store.save(tx, _marked(freed, view))
        return
    store.put_view(tx, script, view)
    store.save(tx, _from_both(freed, store.views_of(tx, script)))


def _marked(script: Script, view: View) -> Script:
    return replace(script, level=view.level, earned=view.earned, comment=view.comment, marker=view.marker, at=view.at)


def _from_both(script: Script, views: Sequence[View]) -> Script:
    """The script with the mark on which two markers agree, or with none."""
    mark = agreed(*views) if len(views) == 2 else None  # noqa: PLR2004 - twice
    if mark is None:
        return replace(script, earned=None, level=0, comment="", marker="")
    latest = max(views, key=lambda view: view.at)
    return replace(
        script, earned=mark, level=latest.level, comment=both_comments(views), marker=latest.marker, at=latest.at
    )


# The sample that is marked twice


def set_sample(tx: Connection, mock: Mock, position: int, every: int) -> int:
    """Have every so-manieth script of a question marked twice, 0: none; tell how many are.

    What one has marked already is the first of two. What two have marked stays so, and so does what a teacher settled.
    """
    sampled = 0
    for number, script in enumerate(store.queue(tx, mock.id, position, held=True), 1):
        wanted = in_sample(number, every) and not script.reason
        if wanted and not script.twice:
            _mark_twice(tx, script)
        elif script.twice and not wanted:
            wanted = not _mark_once(tx, script)
        sampled += wanted
    return sampled


def _mark_twice(tx: Connection, script: Script) -> None:
    if script.earned is not None:
        store.put_view(tx, script, View(script.marker, script.level, script.earned, script.comment, script.at))
    store.save(tx, replace(script, twice=True, earned=None, level=0, comment="", marker=""))


def _mark_once(tx: Connection, script: Script) -> bool:
    """Have one marker be enough for a script; tell whether that is so: not where two have marked it, or a teacher."""
    views = store.views_of(tx, script)
    if len(views) > 1 or script.reason:
        return False
    store.drop_views(tx, script)
    once = replace(script, twice=False)
    store.save(tx, _marked(once, views[0]) if views else once)
    return True
