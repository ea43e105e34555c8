"""Where marks are given and changed, so that what follows from them changes in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from sqlalchemy import Connection

from bot.responses import store
from bot.responses.model import Mark, Remark


class Follower(Protocol):
    """Keeps what follows from marks, such as standings. It is told within the transaction that changes them."""

    def marked(self, tx: Connection, session: str, marks: Sequence[Mark]) -> None:
        """Answers of one session (`round:<id>`, `solo:<id>`) have got their marks; each of another learner."""
        ...

    def remarked(self, tx: Connection, remarks: Sequence[Remark]) -> None:
        """Answers have other marks than before: more than the rules they are by has changed."""
        ...


class Counter(Protocol):
    """Finds how much of marks counts on the leaderboard, and keeps where learners stand."""

    def counted(self, tx: Connection, session: str, marks: Sequence[Mark]) -> tuple[Sequence[Mark], Callable[[], None]]:
        """Marks that are about to be stored, with how much of each counts as far as that can be told without ado.

        And what is to be done once they are stored.
        """
        ...

    def remarked(self, tx: Connection, remarks: Sequence[Remark]) -> None:
        """Answers have other marks than before: more than the rules they are by has changed."""
        ...


class Marks:
    """Every mark that is given or changed goes through here."""

    def __init__(self) -> None:
        self.followers: list[Follower] = []
        self.counter: Counter | None = None

    def give(self, tx: Connection, session: str, marks: Sequence[Mark]) -> None:
        """Store the marks that the rules give answers of one session."""
        if not marks:
            return
        if self.counter is None:
            store.put_marks(tx, marks)
        else:
            marks, go_on = self.counter.counted(tx, session, marks)
            store.put_marks(tx, marks)
            go_on()
        for follower in self.followers:
            follower.marked(tx, session, marks)

    def change(self, tx: Connection, remarks: Sequence[Remark]) -> None:
        """Have these marks be as they are to be; when they count from stays."""
        if not remarks:
            return
        store.renew_marks(tx, remarks)
        if others := [remark for remark in remarks if not remark.before.says_the_same(remark.after)]:
            if self.counter is not None:
                self.counter.remarked(tx, others)
            for follower in self.followers:
                follower.remarked(tx, others)
