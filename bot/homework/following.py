"""How far everybody is with a homework, and what stands about it on their desks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeAlias

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.calendar.service import Calendars
from bot.chat import View, desk_of, told_apart
from bot.classes.learners import Learner, accounts_of, humans_of, is_learner, learners_of
from bot.classes.service import Classes
from bot.clock import local
from bot.homework import model, store
from bot.homework.model import Assigned, Attempt, Homework, Progress
from bot.quiz.solo.model import Solo
from bot.quiz.solo.service import Solos
from bot.responses import service as responses
from bot.storage import due as due_work
from bot.storage import outbox

REMIND = "homework.remind"
DUE = "homework.due"
REACH = "homework.reach"
"""Kinds of due work of a homework, which is their subject. The step of the first two is when it is due."""
BankOf: TypeAlias = Callable[[Connection, str], Bank]
"""The bank as a class sees it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A homework, and what a message about it needs to know beside it."""

    homework: Homework
    class_name: str
    today: date
    """Where the class is."""
    is_past: bool
    """Whether it was due by then."""
    answered: int = 0
    """How many questions the learner has behind them."""
    of: int = 0


class Pages(Protocol):
    """What learners and teachers read of homework without asking."""

    def given(self, told: Told) -> View:
        """That there is homework."""
        ...

    def reminder(self, told: Told) -> View:
        """That it is still to be done."""
        ...

    def moved(self, told: Told) -> View:
        """That it is due at another time now."""
        ...

    def past(self, told: Told) -> View:
        """That it was due."""
        ...

    def closed(self, told: Told) -> View:
        """That no more answers are taken."""
        ...

    def called_off(self, told: Told) -> View:
        """That nobody has to do it."""
        ...

    def gone(self, told: Told) -> View:
        """That it is not this person's any more."""
        ...

    def unannounced(self, told: Told, advice: str) -> View:
        """To whoever set it, that the class could not be told of it in its room."""
        ...

    def announced(self, told: Told) -> View:
        """To the whole class, that there is homework."""
        ...

    def over(self, told: Told, tally: model.Tally) -> View:
        """To whoever set it, how many have done it by the time it is due."""
        ...

    def unreached(self, told: Told, lost: Sequence[tuple[str, bool]]) -> View:
        """To whoever set it, who could not be written to."""
        ...


class HomeworkGate:
    """Says whether a homework may still be answered."""

    def __init__(self, classes: Classes, calendars: Calendars, pages: Pages) -> None:
        self._classes = classes
        self._calendars = calendars
        self._pages = pages

    def told(self, tx: Connection, homework: Homework, at: int, *, answered: int = 0, of: int = 0) -> Told:
        """A homework as it is told at an instant."""
        today = local(at, self._calendars.zone(tx, homework.class_id)).date()
        return Told(homework, self._classes.name(tx, homework.class_id), today, homework.is_past(at), answered, of)

    def stops(self, tx: Connection, solo: Solo, at: int) -> View | None:
        """What stands in place of its questions where they can't be answered at that instant; none where they can."""
        homework = store.find(tx, solo.homework)
        assert homework is not None
        return self.stopped(
            tx, homework, accounts_of(tx, solo.person), at, answered=solo.behind, of=len(solo.questions)
        )

    def stopped(
        self, tx: Connection, homework: Homework, persons: Collection[str], at: int, *, answered: int, of: int
    ) -> View | None:
        """The same for somebody with these accounts, who has so many questions behind them."""
        told = self.told(tx, homework, at, answered=answered, of=of)
        if homework.state == "called off":
            return self._pages.called_off(told)
        if not is_learner(tx, homework.class_id, persons):
            return self._pages.gone(told)
        if homework.state == "closed":
            return self._pages.closed(told)
        late = homework.is_past(at) and not any(row.late for row in store.assigned(tx, homework.id, persons))
        return self._pages.past(told) if late else None


class Following:
    """Everybody's progress, and their desks, within a transaction of the caller's."""

    def __init__(self, solos: Solos, bank_of: BankOf, calendars: Calendars, gate: HomeworkGate) -> None:
        self._solos = solos
        self.bank_of = bank_of
        self._calendars = calendars
        self.gate = gate

    def everyone(self, tx: Connection, homework: Homework) -> list[Progress]:
        """How far each learner is who has it and is in the class, by name."""
        rows = {row.person: row for row in store.assigned(tx, homework.id)}
        humans = humans_of(tx, list(rows))
        by_learner: dict[str, list[Assigned]] = {}
        for person, row in rows.items():
            by_learner.setdefault(humans.get(person, person), []).append(row)
        learners = [one for one in learners_of(tx, homework.class_id) if one.id in by_learner and not one.staff]
        return self._progress(tx, homework, {one.id: by_learner[one.id] for one in learners}, learners)

    def counts(self, tx: Connection, class_id: str, homeworks: Sequence[Homework]) -> list[tuple[int, int]]:
        """How many learners have done each of a class's homeworks, and how many have it: answers are not looked at."""
        here = {one.id for one in learners_of(tx, class_id) if not one.staff} if homeworks else set[str]()
        bank = self.bank_of(tx, class_id)
        found = []
        for homework in homeworks:
            learners = here & _humans(tx, [row.person for row in store.assigned(tx, homework.id)])
            begun = self._solos.left_of_homework(tx, homework.id)
            through = [person for person, left in begun if not any(bank.offers(id) for id, _ in left)]
            found.append((len(learners & _humans(tx, through)), len(learners)))
        return found

    def own(self, tx: Connection, homework: Homework, person: str) -> Progress:
        """How far one learner is, whichever account they ask with."""
        persons = accounts_of(tx, person)
        learner = Learner(humans_of(tx, [person]).get(person, person), persons, "", staff=False)
        rows = store.assigned(tx, homework.id, persons)
        return self._progress(tx, homework, {learner.id: rows}, [learner], persons)[0]

    def _progress(
        self,
        tx: Connection,
        homework: Homework,
        rows: dict[str, list[Assigned]],
        learners: Sequence[Learner],
        persons: Collection[str] | None = None,
    ) -> list[Progress]:
        solos = self._solos.of_homework(tx, [homework.id], persons)
        humans = humans_of(tx, [solo.person for solo in solos])
        attempts: dict[str, list[Attempt]] = {}
        for solo in solos:
            order = tuple(id for id, _ in solo.questions)
            attempt = Attempt(solo.session, solo.person, order, solo.behind)
            attempts.setdefault(humans.get(solo.person, solo.person), []).append(attempt)
        answers = responses.answered_in(tx, [solo.session for solo in solos])
        bank = self.bank_of(tx, homework.class_id)
        return [
            model.progress_of(homework, one, rows[one.id], attempts.get(one.id, ()), answers, bank.offers)
            for one in learners
        ]

    def post(
        self,
        tx: Connection,
        homework: Homework,
        whom: Sequence[Progress],
        what: str,
        page: Callable[[Told], View],
        now: int,
        *,
        reminds: bool = False,
    ) -> None:
        """Post a message on the desk of each of these learners; `what` tells it from others about the same homework."""
        told = self.gate.told(tx, homework, now)
        desks: dict[str, str] = {}
        alike: dict[View, list[tuple[str, str]]] = {}
        for progress in whom:
            person = progress.learner.persons[0]
            key = f"homework:{homework.id}:{what}:{told_apart(person)}"
            alike.setdefault(page(_about(told, progress)), []).append((key, desk_of(person)))
            desks.update((row.person, key) for row in progress.rows)
        repeats = self._calendars.repeats(tx, homework.class_id)
        for view, posts in alike.items():
            outbox.post_each(tx, posts, view, now, bulk=True, repeats=repeats)
        store.put_desks(tx, homework.id, desks, now if reminds else None)

    def renew(
        self, tx: Connection, homework: Homework, whom: Sequence[Progress], page: Callable[[Told], View], now: int
    ) -> None:
        """Put something else in the place of the last message about it on these learners' desks."""
        told = self.gate.told(tx, homework, now)
        views = {row.desk: page(_about(told, progress)) for progress in whom for row in progress.rows}
        outbox.edit_each(tx, views, now)

    def plan(self, tx: Connection, homework: Homework, now: int) -> None:
        """Have everything done that a homework has still to come, and nothing else."""
        for kind in (REMIND, DUE):
            due_work.call_off(tx, kind, homework.id)
        if homework.state != "open":
            return
        due_work.add(tx, DUE, homework.id, homework.due_at, max(homework.due_at, now), bulk=True)
        remind_at = model.reminder_at(homework.due, self._calendars.zone(tx, homework.class_id))
        if remind_at is not None and remind_at > now:
            due_work.add(tx, REMIND, homework.id, homework.due_at, remind_at, bulk=True)


def _humans(tx: Connection, persons: Sequence[str]) -> set[str]:
    """The learners whose accounts these are."""
    humans = humans_of(tx, persons)
    return {humans.get(person, person) for person in persons}


def _about(told: Told, progress: Progress) -> Told:
    return replace(told, answered=progress.answered, of=progress.of)
