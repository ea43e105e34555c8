"""Linking, unlinking, leaving, coming back and answering in any order: no total counts a human twice."""

from __future__ import annotations

import asyncio
import itertools
import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, select

from bot.classes.learners import learners_of
from bot.responses import service as responses
from bot.responses.worth import Sight, shares
from bot.storage.tables import accounts, classes, marks
from bot.storage.tables import responses as answers
from tests.chat_harness import Chat, Installation
from tests.conftest import DATA

PEOPLE = ("maya", "maia", "tom", "ada")
"""Accounts; which of them are one human is for the machine to say."""
SOMEBODY = st.sampled_from(PEOPLE)
OPTION = st.sampled_from("AB")


class LinkMachine(RuleBasedStateMachine):
    """A class whose people link, part, leave and answer."""

    folder: ClassVar[Path]
    empty: ClassVar[Path]
    numbers: ClassVar[itertools.count[int]] = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        path = self.folder / f"{next(self.numbers)}.db"
        shutil.copy(self.empty, path)
        self.chat = self.runner.run(Chat.open(Installation(f"sqlite:///{path}", packs=(DATA / "garden",))))
        self.human = {person: person for person in PEOPLE}
        """Who is who: accounts with the same word are one human."""
        self.present: set[str] = set()

    def do(self, happening: Any) -> str:
        """Have something happen; what appears."""
        return str(self.runner.run(happening))

    def read(self, ask: Any, *arguments: Any) -> Any:
        """What the database knows."""
        return self.runner.run(self.chat.app.database.read(ask, *arguments))

    def teardown(self) -> None:
        """Everybody goes home."""
        self.runner.run(self.chat.close())
        self.runner.close()

    @initialize()
    def begin(self) -> None:
        """There is a class."""
        self.do(self.chat.say("teacher", "/class setup"))

    def together(self, person: str) -> set[str]:
        """All accounts of the human whose account this is."""
        return {other for other in PEOPLE if self.human[other] == self.human[person]}

    # What happens

    @rule(first=SOMEBODY, second=SOMEBODY)
    def link(self, first: str, second: str) -> None:
        """Two accounts become one human's."""
        code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", self.do(self.chat.say(first, "/account link")))
        assert code
        told = self.do(self.chat.say(second, f"/account link {code[0]}"))
        if second in self.together(first):
            assert "this account's own" in told
            return
        assert "Linked" in told
        for person in self.together(second):
            self.human[person] = self.human[first]

    @rule(person=SOMEBODY)
    def unlink(self, person: str) -> None:
        """An account counts for itself again."""
        others = self.together(person) - {person}
        told = self.do(self.chat.say(person, "/account unlink"))
        assert ("Unlinked" in told) == bool(others)
        self.human[person] = f"{person} {next(self.numbers)}"

    @rule(person=SOMEBODY)
    def leave(self, person: str) -> None:
        """Somebody leaves the class, with all their accounts."""
        told = self.do(self.chat.say(person, "/class leave"))
        assert ("You have left" in told) == bool(self.present & self.together(person))
        self.present -= self.together(person)

    @rule(answering=st.lists(st.tuples(SOMEBODY, OPTION), min_size=1, max_size=4))
    def play(self, answering: list[tuple[str, str]]) -> None:
        """A round of one question; some answer, some with two accounts, some twice."""
        self.do(self.chat.say("teacher", "/quiz round", topic="growing", questions=1, seconds=10))
        for person, option in answering:
            if "Locked in" in self.do(self.chat.press(person, option)):
                self.present.add(person)
        self.do(self.chat.wait("40s"))

    @rule(person=SOMEBODY)
    def revise(self, person: str) -> None:
        """Somebody skips a question alone: a mark of nothing, which counts as a question."""
        self.do(self.chat.say(person, "/quiz solo", topic="growing", questions=1))
        self.do(self.chat.press(person, "Skip"))
        self.present.add(person)

    # What holds

    @invariant()
    def nobody_counts_twice(self) -> None:
        """Each human has one total, of as many marks as count by their whole history."""
        found = self.read(select_all, classes)
        if not found:
            return
        class_id = found[0].id
        key = self.chat.session.key
        sights: dict[str, list[Sight]] = defaultdict(list)
        for row in self.read(marks_with_sessions):
            person = next(person for person in PEOPLE if key(person) == row.person)
            place, in_round = (row.session, row.position), row.session.startswith("round:")
            sights[self.human[person]].append(Sight(row.response, row.question, in_round, place, row.counts, row.at))
        expected = {human: sum(share > 0 for share in shares(mine).values()) for human, mine in sights.items()}
        totals = self.read(responses.class_totals, class_id, 0)
        by_persons = {total.persons: total for total in totals}
        assert len({person for persons in by_persons for person in persons}) == sum(len(each) for each in by_persons)
        counted = {
            self.human[next(person for person in PEOPLE if key(person) in total.persons)]: total.questions
            for total in totals
        }
        assert counted == {human: count for human, count in expected.items() if count}

    @invariant()
    def the_list_has_everybody_once(self) -> None:
        """A class's list has each human who is in it once, and nobody who has left."""
        found = self.read(select_all, classes)
        if found:
            listed = self.read(learners_of, found[0].id)
            humans = {self.human[person] for person in self.present}
            assert len([learner for learner in listed if not learner.staff]) == len(humans)

    @invariant()
    def nobody_is_linked_to_nobody(self) -> None:
        """Whoever has a row as one of several accounts has company in it."""
        companies: dict[str, int] = defaultdict(int)
        for row in self.read(select_all, accounts):
            companies[row.human] += 1
        assert all(count > 1 for count in companies.values())


def select_all(tx: Connection, table: Any) -> list[Any]:
    """Every row."""
    return list(tx.execute(table.select()).all())


def marks_with_sessions(tx: Connection) -> list[Any]:
    """Every mark, and where its answer was given."""
    columns = (marks.c[name] for name in ("response", "person", "question", "counts", "at"))
    joined = select(*columns, answers.c.session, answers.c.position)
    return list(tx.execute(joined.join(answers, answers.c.seq == marks.c.response)).all())


@pytest.mark.long
def test_no_order_of_linking_counts_anybody_twice(tmp_path: Path, empty_sqlite: Path, request: pytest.FixtureRequest):
    """Whatever people do with their accounts, and whenever."""
    machine = type("Machine", (LinkMachine,), {"folder": tmp_path, "empty": empty_sqlite})
    examples = 300 if request.config.getoption("--sweep") else 15
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=20))
