"""Cards follow from what learners answer: in the same transaction, one step on where the answer is the newest.

Whatever changes something older (a mark that is made again, a released exam, linked accounts) has the whole history of
the cards it touches gone through again. Both come to the same, and `rebuild` to nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.classes.learners import accounts_of, owners_of
from bot.clock import Clock
from bot.exams.model import Mock, Sitting
from bot.responses.model import Mark, Remark
from bot.review import evidence, model, store
from bot.review.evidence import Found
from bot.review.model import Card, Evidence, Word
from bot.storage import due as due_work
from bot.storage.database import Database
from bot.storage.due import Due

FILL, MOCK = "review.fill", "review.mock"
"""Kinds of due work: cards of marks that were there before, and of a mock exam whose results are out."""
BATCH = 500
"""Marks of one transaction: what else is written waits for no more."""
AT_ONCE = 1_500
"""Cards that a released exam changes in the transaction of its release; where there are more, they are due work."""
SITTINGS = 25
"""Sittings of one transaction, where they are."""


class Cards:
    """The cards of everyone. A follower of marks."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    # What hears of answers

    def marked(self, tx: Connection, session: str, marks: Sequence[Mark]) -> None:
        """Answers have got their marks: their cards go a step on."""
        by_class: dict[str, list[Mark]] = {}
        for mark in marks:
            by_class.setdefault(mark.class_id, []).append(mark)
        for class_id, mine in by_class.items():
            self._step(tx, class_id, mine)

    def _step(self, tx: Connection, class_id: str, marks: Sequence[Mark]) -> None:
        owners = owners_of(tx, [mark.person for mark in marks])
        keys = [(owners[mark.person][0], mark.question) for mark in marks]
        times, known = Counter(keys), store.find(tx, class_id, keys)
        on: list[Card] = []
        again: list[tuple[str, str]] = []
        for key, mark in zip(keys, marks, strict=True):
            card = known.get(key)
            # No card yet: perhaps there are older answers that nothing has gone through. Two answers at once: likewise.
            if card is None or card.memory.reviewed_at >= mark.at or times[key] > 1:
                again.append(key)
                continue
            rating = model.grade(_evidence(mark)).rating
            on.append(model.card_of(*key, model.reviewed(card.memory, rating, mark.at)))
        store.save(tx, class_id, on)
        self._refold(tx, class_id, again, owners.values())

    def remarked(self, tx: Connection, remarks: Sequence[Remark]) -> None:
        """Answers have other marks than before."""
        self._refold_found(tx, evidence.keys_of(tx, [remark.response for remark in remarks]))

    def said(self, tx: Connection, response: int, word: Word, at: int) -> None:
        """A learner has said something of their answer."""
        evidence.put_word(tx, response, word, at)
        self._refold_found(tx, evidence.keys_of(tx, [response]))

    def released(self, tx: Connection, mock_id: str, at: int) -> None:
        """The results of a mock exam are out: what was answered there counts from when it was handed in."""
        class_id, asked = evidence.asked_in(tx, mock_id)
        sat = evidence.sat_in(tx, mock_id)
        if len(sat) * len(asked) > AT_ONCE:
            due_work.add(tx, MOCK, mock_id, "", at, bulk=True)
            return
        self._refold_persons(tx, class_id, [person for _, person in sat], asked)

    def sat_again(self, tx: Connection, mock: Mock, sitting: Sitting, at: int) -> None:
        """A mark in a mock exam that its learner knows is another now."""
        class_id, asked = evidence.asked_in(tx, mock.id)
        self._refold_persons(tx, class_id, [sitting.person], asked)

    # What hears of people

    def linked(self, tx: Connection, persons: Collection[str]) -> None:
        """These accounts are one human's now, or no longer."""
        store.drop_of(tx, persons)
        for accounts in {tuple(sorted(accounts_of(tx, person))) for person in persons}:
            self._make(tx, accounts)

    def erased_in_part(self, tx: Connection, class_id: str, persons: Sequence[str]) -> None:
        """Of what these accounts of one human answered in a class some is no more."""
        accounts = tuple(sorted(accounts_of(tx, persons[0])))
        store.drop_of(tx, accounts, class_id)
        self._make(tx, accounts, class_id)

    def before_erasing(self, tx: Connection, persons: Collection[str]) -> None:
        """These persons are about to be erased: where a human has other accounts too, theirs alone count."""
        others = {other for person in persons for other in accounts_of(tx, person)} - set(persons)
        for accounts in {tuple(sorted(accounts_of(tx, other))) for other in others}:
            store.drop_of(tx, accounts)
            self._make(tx, tuple(account for account in accounts if account not in persons))

    def before_join(self, tx: Connection, class_id: str, into: str, at: int) -> None:
        """A class is about to become part of another: what somebody was asked in both is one card."""
        shared = store.shared(tx, class_id, into)
        histories: dict[tuple[str, str], list[Evidence]] = {}
        owners = owners_of(tx, [person for person, _ in shared])
        first = _first(owners.values())
        keys = [(account, question) for person, question in shared for account in owners[person]]
        for of in (class_id, into):
            for person, _, question, given in evidence.of_keys(tx, of, keys):
                histories.setdefault((first[person], question), []).append(given)
        store.drop(tx, class_id, shared)
        store.save(tx, into, _folded(histories))

    # Due work

    async def fill(self, work: Due) -> None:
        """Make cards of some marks that were there before cards were; those that have one already are right."""

        def step(tx: Connection) -> None:
            due_work.finish(tx, work)
            found, after = evidence.marks_from(tx, int(work.step), BATCH)
            owners = owners_of(tx, [person for person, _, _ in found])
            by_class: dict[str, dict[tuple[str, str], None]] = {}
            for person, class_id, question in found:
                by_class.setdefault(class_id, {})[owners[person][0], question] = None
            for class_id, keys in by_class.items():
                known = store.find(tx, class_id, list(keys))
                self._refold(tx, class_id, [key for key in keys if key not in known], owners.values())
            if after is not None:
                due_work.add(tx, FILL, work.subject, after, self._clock.now(), bulk=True)

        await self._database.write(step)

    async def fill_mock(self, work: Due) -> None:
        """Make cards of some sittings of a mock exam whose results are out."""

        def step(tx: Connection) -> None:
            due_work.finish(tx, work)
            class_id, asked = evidence.asked_in(tx, work.subject)
            sat = evidence.sat_in(tx, work.subject, work.step, SITTINGS)
            self._refold_persons(tx, class_id, [person for _, person in sat], asked)
            if len(sat) == SITTINGS:
                due_work.add(tx, MOCK, work.subject, sat[-1][0], self._clock.now(), bulk=True)

        await self._database.write(step)

    # Made again

    def rebuild(self, tx: Connection, class_id: str) -> None:
        """Make every card of a class again, of nothing but what is stored of its answers."""
        store.drop_class(tx, class_id)
        found: list[Found] = list(evidence.of_class(tx, class_id))
        owners = owners_of(tx, [person for person, *_ in found])
        histories: dict[tuple[str, str], list[Evidence]] = {}
        for person, _, question, given in found:
            histories.setdefault((owners[person][0], question), []).append(given)
        store.save(tx, class_id, _folded(histories))

    def rows(self, tx: Connection, class_id: str) -> list[tuple[Any, ...]]:
        """All that is stored of a class's cards."""
        return store.everything(tx, class_id)

    def _refold_found(self, tx: Connection, found: Iterable[tuple[str, str, str]]) -> None:
        by_class: dict[str, list[tuple[str, str]]] = {}
        for person, class_id, question in found:
            by_class.setdefault(class_id, []).append((person, question))
        for class_id, keys in by_class.items():
            owners = owners_of(tx, [person for person, _ in keys])
            mine = [(owners[person][0], question) for person, question in keys]
            self._refold(tx, class_id, mine, owners.values())

    def _refold_persons(self, tx: Connection, class_id: str, persons: Collection[str], asked: Sequence[str]) -> None:
        self._refold_found(tx, ((person, class_id, question) for person in persons for question in asked))

    def _refold(
        self,
        tx: Connection,
        class_id: str,
        keys: Collection[tuple[str, str]],
        accounts: Collection[tuple[str, ...]],
    ) -> None:
        """Go through the whole history of these cards; `accounts` are each human's, the first of them first."""
        if not keys:
            return
        by_owner = {mine[0]: mine for mine in accounts}
        first = _first(accounts)
        wanted = list(dict.fromkeys(keys))
        asked = [(account, question) for owner, question in wanted for account in by_owner[owner]]
        histories: dict[tuple[str, str], list[Evidence]] = {}
        for person, _, question, given in evidence.of_keys(tx, class_id, asked):
            histories.setdefault((first[person], question), []).append(given)
        store.save(tx, class_id, _folded(histories))
        store.drop(tx, class_id, [key for key in wanted if key not in histories])

    def _make(self, tx: Connection, accounts: tuple[str, ...], class_id: str | None = None) -> None:
        """Make every card of one human, of whom there is none."""
        by_class: dict[str, dict[tuple[str, str], list[Evidence]]] = {}
        for _, of, question, given in evidence.of_accounts(tx, accounts, class_id):
            by_class.setdefault(of, {}).setdefault((min(accounts), question), []).append(given)
        for of, histories in by_class.items():
            store.save(tx, of, _folded(histories))


def _first(accounts: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """The account under which cards stand, by each of a human's accounts."""
    return {account: mine[0] for mine in accounts for account in mine}


def _folded(histories: dict[tuple[str, str], list[Evidence]]) -> list[Card]:
    cards = []
    for (person, question), history in histories.items():
        memory = model.folded(history)
        assert memory is not None
        cards.append(model.card_of(person, question, memory))
    return cards


def _evidence(mark: Mark) -> Evidence:
    return Evidence(mark.at, mark.response, mark.verdict, mark.earned, mark.took, mark.usual, mark.tries)
