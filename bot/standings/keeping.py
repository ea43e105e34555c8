"""Standings follow from marks: in the same transaction, one mark further where it is the newest.

Whatever changes something older (linked accounts, a class joined to another, another calendar) has everything that
its learners earned gone through again. Both come to the same, and `rebuild` to nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.calendar.service import Calendars
from bot.classes.learners import accounts_of, owner_of, owners_of
from bot.clock import Clock
from bot.responses import worth
from bot.responses.model import Mark, Remark
from bot.standings import evidence, figures, store
from bot.standings.evidence import Counted, Earned
from bot.standings.figures import Change, Figures, Over, Spans, Standing
from bot.standings.model import Share
from bot.storage import due as due_work
from bot.storage.database import Database
from bot.storage.due import Due

COUNT = "standings.count"
"""The kind of due work that goes through what a class's learners earned: step is the person after whom it goes on."""
BATCH = 10
"""Learners of one transaction: what else is written waits for no more."""
AT_ONCE = 5_000
"""Marks that are gone through in the transaction that changes a class's calendar; where there are more, as due work."""

Held: TypeAlias = tuple[Sequence[Figures], bool]
"""What a learner has, and whether they show their name."""
Learners: TypeAlias = Mapping[str, Held]
"""By the account that they stand under."""


class StandingsKeeping:
    """Where everyone stands, changed by every mark."""

    def __init__(self, database: Database, calendars: Calendars, clock: Clock) -> None:
        self._database = database
        self._calendars = calendars
        self._clock = clock

    # What hears of answers

    def counted(self, tx: Connection, session: str, marks: Sequence[Mark]) -> tuple[list[Mark], Callable[[], None]]:
        """How much of marks counts that are about to be given; once they are, whoever gave them goes a step on."""
        in_class: dict[str, list[Mark]] = {}
        for mark in marks:
            in_class.setdefault(mark.class_id, []).append(mark)
        found: list[Mark] = []
        steps: list[Callable[[], None]] = []
        for class_id, mine in in_class.items():
            spans, owners = self._held(tx, class_id), owners_of(tx, [mark.person for mark in mine])
            reckoned = _reckoned(tx, mine, owners, in_round=session.startswith("round:"))
            found += reckoned
            steps.append(partial(self._step, tx, class_id, reckoned, owners, spans))

        def go_on() -> None:
            for step in steps:
                step()

        return found, go_on

    def _step(
        self, tx: Connection, class_id: str, marks: Sequence[Mark], owners: Mapping[str, tuple[str, ...]], spans: Spans
    ) -> None:
        known = store.find(tx, class_id, {mine[0] for mine in owners.values()})
        by_owner: dict[str, list[Mark]] = {}
        for mark in marks:
            by_owner.setdefault(owners[mark.person][0], []).append(mark)
        on: dict[str, tuple[list[Figures], bool, Change]] = {}
        again: list[tuple[str, ...]] = []
        for owner, (mark, *more) in by_owner.items():
            # Nobody yet: perhaps there are older marks that nothing has gone through. Two at once: likewise.
            if owner not in known or more or mark.worth is None or known[owner][0][0].last_at > mark.at:
                again.append(owners[mark.person])
            else:
                on[owner] = (*known[owner], Change(mark.at, mark.worth, mark.earned, 1))
        self._advance(tx, class_id, on, spans)
        self._refold(tx, class_id, again, spans)

    def _advance(
        self,
        tx: Connection,
        class_id: str,
        learners: Mapping[str, tuple[list[Figures], bool, Change]],
        spans: Spans,
    ) -> None:
        """Bring these learners one mark further."""
        begun = [
            (owner, over)
            for owner, (mine, _, change) in learners.items()
            if spans.day(change.at) != spans.day(mine[0].last_at)
            for over in spans.of(change.at)
            if over.before and all((one.over.span, one.over.since) != (over.span, over.since) for one in mine)
        ]
        earlier = self._earned_before(tx, class_id, begun)
        stepped = {
            owner: (
                figures.stepped(mine, change, spans, partial(_before, earlier, owner)),
                is_named,
            )
            for owner, (mine, is_named, change) in learners.items()
        }
        self._save(tx, class_id, {owner: (mine, named) for owner, (mine, named, _) in learners.items()}, stepped)

    def _held(self, tx: Connection, class_id: str) -> Spans:
        """The weeks and half-terms of a class whose standings nobody else changes meanwhile."""
        return Spans(ZoneInfo(store.hold(tx, class_id)), self._calendars.open_days(tx, class_id))

    def _earned_before(
        self, tx: Connection, class_id: str, begun: Collection[tuple[str, Over]]
    ) -> dict[tuple[str, int], Share]:
        """What these learners earned in the weeks before a week or half-term began, by its beginning."""
        owners = owners_of(tx, [owner for owner, _ in begun])
        asked = [(account, owner, over.before, over.since) for owner, over in begun for account in owners[owner]]
        return evidence.earned_between(tx, class_id, asked)

    def remarked(self, tx: Connection, remarks: Sequence[Remark]) -> None:
        """Answers have other marks than before: what they count changes by as much."""
        by_response = {remark.response: remark for remark in remarks}
        by_class: dict[str, list[Counted]] = {}
        for mark in evidence.counted(tx, by_response):
            by_class.setdefault(mark.class_id, []).append(mark)
        for class_id, marks in by_class.items():
            self._change(tx, class_id, marks, by_response)

    def _change(self, tx: Connection, class_id: str, marks: Sequence[Counted], remarks: Mapping[int, Remark]) -> None:
        spans = self._held(tx, class_id)
        owners = owners_of(tx, [mark.person for mark in marks])
        before = store.find(tx, class_id, {mine[0] for mine in owners.values()})
        after = dict(before)
        again: set[tuple[str, ...]] = set()
        reckoned: list[tuple[int, int, int]] = []
        for mark in marks:
            owner, remark = owners[mark.person][0], remarks[mark.response]
            if owner not in before or mark.share is None or mark.worth is None:
                again.add(owners[mark.person])
                continue
            brings = worth.worth(remark.after.points, mark.share)
            reckoned.append((mark.response, mark.share, brings))
            change = Change(mark.at, brings - mark.worth, remark.after.earned - remark.before.earned, 0)
            mine, is_named = after[owner]
            after[owner] = ([figures.changed(_placed(one, spans), change) for one in mine], is_named)
        evidence.set_worth(tx, reckoned)
        self._save(tx, class_id, before, after)
        self._refold(tx, class_id, again, spans)

    # What hears of people and classes

    def named(self, tx: Connection, class_id: str, person: str) -> None:
        """Somebody shows their name on boards now, or no longer."""
        store.hold(tx, class_id)
        before = store.find(tx, class_id, [owner_of(tx, person)])
        shown = bool(evidence.named(tx, class_id, accounts_of(tx, person)))
        self._save(tx, class_id, before, {owner: (mine, shown) for owner, (mine, _) in before.items()})

    def linked(self, tx: Connection, persons: Collection[str]) -> None:
        """These accounts are one human's now, or no longer."""
        for class_id in evidence.classes_with(tx, persons):
            self._go_through(tx, class_id, persons)

    def erased_in_part(self, tx: Connection, class_id: str, persons: Sequence[str]) -> None:
        """Of what these accounts of one human answered in a class some is no more."""
        self._go_through(tx, class_id, persons)

    def before_erasing(self, tx: Connection, persons: Collection[str]) -> None:
        """These persons are about to be erased: where a human has other accounts too, theirs alone count."""
        everyone = {account for person in persons for account in accounts_of(tx, person)}
        left = {
            tuple(sorted(mine))
            for other in everyone - set(persons)
            if (mine := set(accounts_of(tx, other)) - set(persons))
        }
        for class_id in evidence.classes_with(tx, everyone):
            # Their marks stay, and count what they count now.
            self._go_through(tx, class_id, everyone)
            self._leave(tx, class_id, everyone)
            self._refold(tx, class_id, left, self._held(tx, class_id))

    def before_join(self, tx: Connection, class_id: str, into: str, at: int) -> None:
        """A class is about to become part of another: what was earned in it is counted there."""
        evidence.uncount(tx, class_id)
        store.drop_class(tx, class_id)

    def recalendar(self, tx: Connection, class_id: str, at: int) -> None:
        """A class's calendar is another now: so may be its weeks and half-terms."""
        if evidence.has_more_marks(tx, class_id, AT_ONCE):
            due_work.call_off(tx, COUNT, class_id)
            due_work.add(tx, COUNT, class_id, "", at, bulk=True)
        else:
            self._go_through(tx, class_id, evidence.marked_persons(tx, class_id))

    # Due work

    async def count(self, work: Due) -> None:
        """Go through what some learners of a class earned."""

        def step(tx: Connection) -> None:
            due_work.finish(tx, work)
            some = evidence.marked_persons(tx, work.subject, work.step, BATCH)
            self._go_through(tx, work.subject, some)
            if len(some) == BATCH:
                due_work.add(tx, COUNT, work.subject, some[-1], self._clock.now(), bulk=True)

        await self._calendars.warm()
        await self._database.write(step)

    # Made again

    def rebuild(self, tx: Connection, class_id: str) -> None:
        """Make all standings of a class again, of nothing but marks and the calendar."""
        store.hold(tx, class_id)
        store.drop_class(tx, class_id)
        everyone = evidence.marked_persons(tx, class_id)
        for start in range(0, len(everyone), BATCH):
            self._go_through(tx, class_id, everyone[start : start + BATCH])

    def rows(self, tx: Connection, class_id: str) -> list[tuple[Any, ...]]:
        """All that is stored of where a class's learners stand, and of what their marks count."""
        return [*store.everything(tx, class_id), *evidence.everything(tx, class_id)]

    def _go_through(self, tx: Connection, class_id: str, persons: Collection[str]) -> None:
        """Go through everything that the humans behind these accounts earned in a class."""
        if persons:
            spans, owners = self._held(tx, class_id), owners_of(tx, persons)
            self._leave(tx, class_id, set(persons) - {mine[0] for mine in owners.values()})
            self._refold(tx, class_id, set(owners.values()), spans)

    def _leave(self, tx: Connection, class_id: str, persons: Collection[str]) -> None:
        """Have nobody stand under these keys."""
        if there := store.find(tx, class_id, persons):
            store.drop(tx, class_id, there)
            self._count(tx, class_id, there, {})

    def _refold(self, tx: Connection, class_id: str, learners: Iterable[tuple[str, ...]], spans: Spans) -> None:
        """Go through everything that learners earned, each given with all accounts, the one they stand under first."""
        accounts = {account: mine[0] for mine in learners for account in mine}
        if not accounts:
            return
        histories: dict[str, list[Earned]] = {}
        for mark in evidence.history(tx, class_id, accounts):
            histories.setdefault(accounts[mark.person], []).append(mark)
        names = evidence.named(tx, class_id, accounts)
        is_named = dict.fromkeys(accounts.values(), False) | {accounts[person]: True for person in names}
        reckoned: list[tuple[int, int, int]] = []
        found: dict[str, tuple[list[Figures], bool]] = {}
        for owner, marks in histories.items():
            changes, mine = _reckon(marks)
            reckoned += mine
            found[owner] = (figures.folded(changes, spans), is_named[owner])
        evidence.set_worth(tx, reckoned)
        before = store.find(tx, class_id, set(accounts.values()))
        store.drop(tx, class_id, set(before) - set(found))
        self._save(tx, class_id, before, found)

    def _save(
        self,
        tx: Connection,
        class_id: str,
        before: Learners,
        after: Learners,
    ) -> None:
        store.save(tx, class_id, after)
        self._count(tx, class_id, before, after)

    def _count(
        self,
        tx: Connection,
        class_id: str,
        before: Learners,
        after: Learners,
    ) -> None:
        nobody: Held = ((), False)
        moves: list[tuple[Standing | None, Standing | None]] = []
        for owner in before.keys() | after.keys():
            left, come = before.get(owner, nobody), after.get(owner, nobody)
            there = {one.over.span: (one, left[1]) for one in left[0]}
            moves += [(there.pop(one.over.span, None), (one, come[1])) for one in come[0]]
            moves += [(one, None) for one in there.values()]
        store.count(tx, class_id, figures.counted(moves))


def _before(earlier: Mapping[tuple[str, int], Share], owner: str, over: Over) -> Share:
    return earlier.get((owner, over.since), figures.NOTHING)


def _placed(one: Figures, spans: Spans) -> Figures:
    """Figures as they are stored, with what their week or half-term is compared with."""
    over = next(over for over in spans.of(one.last_at) if over.span == one.over.span)
    return replace(one, over=replace(over, since=one.over.since))


def _reckoned(
    tx: Connection, marks: Sequence[Mark], owners: Mapping[str, tuple[str, ...]], *, in_round: bool
) -> list[Mark]:
    """Marks of one class with how much of them counts, where none is newer and all before are reckoned."""
    seen = evidence.seen(
        tx, [(mark.class_id, one, mark.question, mark.response) for mark in marks for one in owners[mark.person]]
    )
    times = Counter((owners[mark.person][0], mark.question) for mark in marks)
    found = []
    for mark in marks:
        before, is_reckoned = seen.get(mark.response, (worth.Seen(), True))
        is_last = before.last_at is None or before.last_at < mark.at
        if not (is_reckoned and is_last and times[owners[mark.person][0], mark.question] == 1):
            found.append(mark)
            continue
        share = worth.share(before, mark.at, in_round=in_round, counts=mark.counts)
        found.append(replace(mark, share=share, worth=worth.worth(mark.earned + mark.bonus, share)))
    return found


def _reckon(marks: Sequence[Earned]) -> tuple[list[Change], list[tuple[int, int, int]]]:
    """What one learner's marks come to, and of which of them something else counts than is stored."""
    shares = worth.shares(mark.sight for mark in marks)
    changes, reckoned = [], []
    for mark in marks:
        share = shares[mark.sight.response]
        brings = worth.worth(mark.points, share)
        changes.append(Change(mark.sight.at, brings, mark.earned, 1))
        if (share, brings) != (mark.share, mark.worth):
            reckoned.append((mark.sight.response, share, brings))
    return changes, reckoned
