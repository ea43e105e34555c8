"""Who is told of a dispute, and what it looks like: on the desks of those who decide, and of those whose marks move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from sqlalchemy import Connection

from bot.appeals import store
from bot.appeals.model import Appeal, Dispute, in_words, suggested
from bot.chat import Text, View, desk_of, told_apart
from bot.classes.learners import Learner, deciders_of, learners_of
from bot.curriculum.service import Curriculum
from bot.quiz.kinds import kind_of
from bot.responses import service as responses
from bot.responses.model import Change, Given
from bot.storage import outbox

Place = Literal["desk", "queue"]
"""Where a dispute is shown: in a message of its own, or among those that wait."""
LEFT = "somebody who has left"


@dataclass(frozen=True, slots=True)
class Case:
    """A dispute as those who decide on it see it."""

    dispute: Dispute
    stem: Text
    given: str
    """What was answered, in words."""
    key: str
    rule: str
    """Why that was not right, in a teacher's words."""
    suggested: str
    """What might be said to whoever answered so."""
    names: tuple[str, ...]
    """Whose answer it is."""
    decider: str = ""
    waiting: int = 0
    """How many others wait for a decision."""
    moved: int | None = None
    """How many marks have just changed."""
    more: bool = False
    """Whether others are still to be gone over."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What changes for one learner, and what they had answered."""

    stem: str
    given: str
    points: int
    """In hundredths, of marks that count."""
    counts: bool
    """Whether any does."""


class Pages(Protocol):
    """How disputes look."""

    def case(self, case: Case, place: Place) -> View:
        """The dispute as it stands, with what can be done about it."""
        ...

    def forgotten(self) -> View:
        """What stands in place of a dispute whose learner has been forgotten."""
        ...

    def declined(self, stem: str, given: str, comment: str) -> View:
        """What a learner is told whose mark stays as it is."""
        ...

    def moved(self, moved: Moved, *, undone: bool) -> View:
        """What a learner is told whose mark has changed; `undone` where an earlier decision was taken back."""
        ...

    def left_out(self, stem: str, *, undone: bool) -> View:
        """What a learner is told whose question is not asked any more, or asked again."""
        ...


class Telling:
    """Keeps desks in step with disputes, in the transaction that changes them."""

    def __init__(self, curriculum: Curriculum, pages: Pages) -> None:
        self._curriculum = curriculum
        self._pages = pages

    def call(self, tx: Connection, dispute: Dispute, now: int) -> Dispute:
        """Put a dispute that has been opened on the desk of everyone who may decide on it."""
        view = self._pages.case(self.case(tx, dispute), "desk")
        told = []
        for person in deciders_of(tx, dispute.class_id):
            told.append(f"dispute:{dispute.id}:{dispute.turn}:{told_apart(person)}")
            outbox.post(tx, told[-1], desk_of(person), view, now)
        return replace(dispute, told=tuple(told))

    def update(self, tx: Connection, case: Case, now: int, *, but: str = "") -> None:
        """Show the dispute as it is now wherever it stands on a desk; not on the desk of `but`, who sees it already."""
        view = self._pages.case(case, "desk")
        for key in case.dispute.told:
            if not (but and key.endswith(f":{told_apart(but)}")):
                outbox.edit(tx, key, view, now)

    def withdraw(self, tx: Connection, dispute: Dispute, now: int) -> None:
        """Show nothing of a dispute any more on the desks where it stands: its learner has been forgotten."""
        for key in dispute.told:
            outbox.edit(tx, key, self._pages.forgotten(), now)

    def case(self, tx: Connection, dispute: Dispute) -> Case:
        """The dispute for those who decide on it."""
        bank = self._curriculum.at(tx, dispute.class_id)
        question = bank.question(dispute.question)
        kind = kind_of(question)
        appeals = store.appeals_of(tx, dispute.id)
        given: Given = ()
        if appeals:
            given = responses.given_of(tx, [appeals[0].response]).get(appeals[0].response, ())
        learners = {person: one for one in learners_of(tx, dispute.class_id) for person in one.persons}
        rule = kind.rule(question, given, bank.vocabulary(dispute.question)) if given else ""
        key = kind.spelt_out(question, kind.right_answer(question))
        decider = learners.get(dispute.decided_by)
        waiting = store.count_open(tx, dispute.class_id) - (dispute.state == "open")
        return Case(
            dispute=dispute,
            stem=kind.stem(question),
            given=kind.spelt_out(question, given) if given else "",
            key=key,
            rule=in_words(rule),
            suggested=suggested(rule, key),
            names=_names(appeals, learners),
            decider=decider.name if decider else "",
            waiting=waiting,
        )

    def tell_declined(self, tx: Connection, dispute: Dispute, now: int) -> None:
        """Tell everyone whose mark stays."""
        for desk, response in self._appellants(tx, dispute):
            answer = responses.given_of(tx, [response]).get(response, ())
            stem, given = self._answered(tx, dispute.class_id, dispute.question, answer)
            post_to(tx, key_of(dispute), desk, self._pages.declined(stem, given, dispute.comment), now)

    def tell_left_out(self, tx: Connection, dispute: Dispute, now: int, *, undone: bool) -> None:
        """Tell everyone who disputed a mark that its question is not asked any more."""
        for desk, _ in self._appellants(tx, dispute):
            stem, _given = self._answered(tx, dispute.class_id, dispute.question, ())
            post_to(tx, key_of(dispute), desk, self._pages.left_out(stem, undone=undone), now)

    def tell_moved(
        self, tx: Connection, changes: Sequence[Change], now: int, *, key: str, undone: bool = False
    ) -> None:
        """Tell every learner what has changed for them at a question of a class; under one `key` each is told once."""
        if not changes:
            return
        class_id, question = changes[0].class_id, changes[0].question
        learners = {person: one for one in learners_of(tx, class_id) for person in one.persons}
        mine: dict[str, list[Change]] = {}
        for change in changes:
            if change.person in learners:
                mine.setdefault(learners[change.person].persons[0], []).append(change)
        for desk, theirs in mine.items():
            stem, given = self._answered(tx, class_id, question, theirs[0].given)
            counting = [change for change in theirs if change.share]
            moved = Moved(stem, given, sum(change.worth for change in counting), bool(counting))
            post_to(tx, key, desk, self._pages.moved(moved, undone=undone), now)

    def _answered(self, tx: Connection, class_id: str, id: str, given: Given) -> tuple[str, str]:
        question = self._curriculum.at(tx, class_id).question(id)
        kind = kind_of(question)
        return kind.spoken(question), kind.spelt_out(question, given)

    def _appellants(self, tx: Connection, dispute: Dispute) -> Iterable[tuple[str, int]]:
        """The desk and first response of each learner who disputes it."""
        learners = {person: one for one in learners_of(tx, dispute.class_id) for person in one.persons}
        first: dict[str, int] = {}
        for appeal in store.appeals_of(tx, dispute.id):
            if appeal.person in learners:
                first.setdefault(learners[appeal.person].persons[0], appeal.response)
        return first.items()


def key_of(dispute: Dispute, part: int = 0) -> str:
    """What messages of a dispute's present turn to learners go by; `part` tells apart those of several transactions."""
    return f"dispute:{dispute.id}:{dispute.turn}:told:{part}"


def post_to(tx: Connection, key: str, person: str, view: View, now: int) -> None:
    """Put a message on a person's desk, once for each key."""
    outbox.post(tx, f"{key}:{told_apart(person)}", desk_of(person), view, now, bulk=True)


def _names(appeals: Sequence[Appeal], learners: dict[str, Learner]) -> tuple[str, ...]:
    found = {(learners[one.person].id if one.person in learners else one.person): one.person for one in appeals}
    return tuple(learners[person].name if person in learners else LEFT for person in found.values())
