"""Learners: one human in one class, however many accounts they have.

What is stored names persons, which are accounts. Which of them are one human is looked up when something is derived, so
that linking and unlinking changes every total at once and no row of the past. Every function takes part in the caller's
transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.classes import store
from bot.classes.model import is_group


@dataclass(frozen=True, slots=True)
class Learner:
    """One human in one class."""

    id: str
    """The human's id, or the person's key where they have one account alone."""
    persons: tuple[str, ...]
    """Their accounts that are known in the class, the one last active first."""
    name: str
    """What they were last called there."""
    staff: bool
    """Whether they teach, mark or observe: no homework is set to them."""


def learners_of(tx: Connection, class_id: str) -> list[Learner]:
    """Everybody in a class who has not left it, by name."""
    members = store.members_of(tx, class_id)
    humans = humans_of(tx, [person for person, _ in members])
    staff = {holding.holder for holding in store.holdings(tx, class_id)}
    names: dict[str, str] = {}
    persons: dict[str, list[str]] = {}
    for person, name in members:
        learner = humans.get(person, person)
        names.setdefault(learner, name)
        persons.setdefault(learner, []).append(person)
    found = [Learner(id, tuple(mine), names[id], not staff.isdisjoint(mine)) for id, mine in persons.items()]
    return sorted(found, key=lambda learner: (learner.name.casefold(), learner.id))


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many learners a class has, and how many of them have used Swot there since some instant."""

    learners: int
    active: int


def turnout(tx: Connection, class_id: str, since: int) -> Turnout:
    """How many learners there are, and how many were active; `since` is right to the day, as activity is noted."""
    return Turnout(*store.turnout(tx, class_id, since))


def is_member(tx: Connection, class_id: str, persons: Collection[str]) -> bool:
    """Whether any of a human's accounts is in a class and has not left it."""
    return store.is_member(tx, class_id, persons)


def is_staff(tx: Connection, class_id: str, persons: Collection[str]) -> bool:
    """Whether any of a human's accounts teaches, marks or observes a class."""
    return any(holding.holder in persons for holding in store.holdings(tx, class_id))


def is_learner(tx: Connection, class_id: str, persons: Collection[str]) -> bool:
    """Whether any of a human's accounts is in a class, and none has a role there."""
    return is_member(tx, class_id, persons) and not is_staff(tx, class_id, persons)


def learner_of(tx: Connection, person: str) -> str:
    """The id of the learner whose account this is."""
    return humans_of(tx, [person]).get(person, person)


def accounts_of(tx: Connection, person: str) -> tuple[str, ...]:
    """All accounts of the human whose account this is, the given one first."""
    human = humans_of(tx, [person]).get(person)
    others = store.accounts_of_human(tx, human) if human else []
    return (person, *(other for other in others if other != person))


def owner_of(tx: Connection, person: str) -> str:
    """The account under which what follows from a human's answers stands: the first of theirs by key."""
    return min(accounts_of(tx, person))


def owners_of(tx: Connection, persons: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The accounts of the human behind each of these, the one under which things stand first."""
    asked = dict.fromkeys(persons)
    humans = humans_of(tx, list(asked))
    return {person: tuple(sorted(accounts_of(tx, person))) if person in humans else (person,) for person in asked}


def humans_of(tx: Connection, persons: Collection[str]) -> dict[str, str]:
    """The human behind each of these persons who has more accounts than one."""
    return store.humans_of(tx, persons)


def together(persons: Iterable[str], humans: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Persons by learner, in the order given."""
    found: dict[str, list[str]] = {}
    for person in persons:
        found.setdefault(humans.get(person, person), []).append(person)
    return {learner: tuple(mine) for learner, mine in found.items()}


def deciders_of(tx: Connection, class_id: str) -> list[str]:
    """Who teaches or marks in a class, one account of each: the one last active there, or else the one that was named.

    Those who have their role by a group alone, and have never used it, nobody knows.
    """
    holdings = store.holdings(tx, class_id)
    named = [one.holder for one in holdings if one.role in ("teacher", "marker") and not is_group(one.holder)]
    active = {person: learner.persons[0] for learner in learners_of(tx, class_id) for person in learner.persons}
    return list(dict.fromkeys(active.get(person, person) for person in named))
