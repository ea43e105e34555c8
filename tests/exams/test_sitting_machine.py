"""Sittings against a simple model of them: whatever happens in whatever order, at whatever instant, the two agree.

The model knows no deadlines: it knows how much time each learner has left, and lets that run down while the clock runs.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.clock import MINUTE, SECOND
from bot.storage.tables import mock_marks, mocks, responses, sittings
from tests.chat_harness import Chat, Installation
from tests.exams.hall import HALL, paper_of

PEOPLE = st.sampled_from(["maya", "tom"])
EXTRA = {"maya": 0, "tom": 25}
ESSAY = 8
"""Where the essay stands in the paper; 1 is answered by a press."""


@dataclass(slots=True)
class Expected:
    """A sitting as the model sees it."""

    left: int
    state: str = "open"
    how: str = ""
    handed_at: int = 0
    resting: bool = False
    pressed: str = ""
    passages: list[str] = field(default_factory=list)
    flagged: bool = False


class SittingMachine(RuleBasedStateMachine):
    """Two learners sit one exam, one of them with extra time and rest breaks; a teacher looks after it."""

    folder: ClassVar[Path]
    empty: ClassVar[Path]
    numbers: ClassVar[itertools.count[int]]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        path = self.folder / f"{next(self.numbers)}.db"
        shutil.copy(self.empty, path)
        self.chat = self.runner.run(Chat.open(Installation(f"sqlite:///{path}", packs=(HALL,))))
        self.sat: dict[str, Expected] = {}
        self.paused = False
        self.ended = False
        self.minutes = 30
        self.to_begin = 0
        """How long it can still be begun."""

    def do(self, happening: Any) -> Any:
        """Let something happen."""
        return self.runner.run(happening)

    def read(self, query: Any) -> list[Any]:
        """What a query finds."""
        return self.do(self.chat.rows(query))

    def teardown(self) -> None:
        """Stop."""
        self.do(self.chat.close())
        self.runner.close()

    @property
    def now(self) -> int:
        """The present instant."""
        return self.chat.clock.now()

    @initialize()
    def begin(self) -> None:
        """The exam is set: half an hour, and another forty minutes to begin it."""
        for person in EXTRA:
            self.do(self.chat.say(person, "/leaderboard names:hide"))
        self.do(self.chat.say("teacher", "/class register"))
        self.do(self.chat.press("teacher", "Change as a list"))
        self.do(self.chat.write("teacher", "Tom | Tom Ashe | 7 | +25% | rest breaks"))
        self.do(self.chat.say("teacher", '/mock start paper:"Bees 1"'))
        [row] = self.read(mocks.select())
        self.mock = row.id
        self.paper = paper_of(self.chat)
        self.to_begin = 70 * MINUTE

    # The model's time

    def advance(self, duration: int, at: int) -> None:
        """Time has passed, from `at` on: whoever has none left has handed in, to the instant."""
        for sitting in self.sat.values():
            if sitting.state == "open" and not sitting.resting and not self.paused:
                if sitting.left <= duration:
                    sitting.state, sitting.how, sitting.handed_at = "handed in", "time", at + sitting.left
                sitting.left = max(0, sitting.left - duration)
        if not self.paused and not self.ended:
            self.to_begin = max(0, self.to_begin - duration)
        self.end_if_done()

    def end_if_done(self) -> None:
        """An exam that can be begun no more is over when everybody has handed in."""
        if not self.paused and not self.to_begin and all(one.state != "open" for one in self.sat.values()):
            self.ended = True

    def takes(self, person: str) -> bool:
        """Whether anything is taken from somebody now."""
        sitting = self.sat.get(person)
        return sitting is not None and sitting.state == "open" and not sitting.resting and not self.paused

    def id_of(self, person: str) -> str:
        """The id of somebody's sitting; nobody's, where they have not begun."""
        found = self.read(select(sittings.c.id).where(sittings.c.person == f"terminal:{person}"))
        return str(found[0].id) if found else "none"

    def number(self, person: str, position: int) -> int:
        """What a learner knows a question as."""
        found = self.read(select(sittings.c.seed).where(sittings.c.person == f"terminal:{person}"))
        return self.paper.order(found[0].seed).index(position) + 1 if found else 1

    # What happens

    @rule(person=PEOPLE)
    def begin_it(self, person: str) -> None:
        """A learner begins, or begins again: there is one sitting each."""
        told = self.do(self.chat.press_action(person, f"mock.begin:{self.mock}"))
        if person in self.sat:
            return
        if self.ended or self.paused or not self.to_begin:
            assert "has begun" not in told
            return
        assert "has begun" in told
        self.sat[person] = Expected(self.minutes * MINUTE * (100 + EXTRA[person]) // 100)

    @rule(person=PEOPLE, option=st.integers(0, 3))
    def answer(self, person: str, option: int) -> None:
        """A press on an option: it counts while the clock runs, and never otherwise."""
        number = self.number(person, 1)
        told = self.do(self.chat.press_action(person, f"sit.answer:{self.id_of(person)}:{number}:{option}"))
        assert ("Your answer: " in told) == self.takes(person) or not told
        if self.takes(person):
            self.sat[person].pressed = "ABCD"[option]

    @rule(person=PEOPLE, part=st.integers(0, 2), words=st.sampled_from(["Towns have flowers.", "", "x" * 3001]))
    def write(self, person: str, part: int, words: str) -> None:
        """A passage is sent: the next one, one before, one emptied, one that is too long."""
        event = f"sit.part:{self.id_of(person)}:{self.number(person, ESSAY)}:{part}"
        self.do(self.submit(person, event, words))
        if not self.takes(person):
            return
        passages = self.sat[person].passages
        if part > len(passages) or len(words) > 3000 or (part == len(passages) and not words):
            return
        passages[part : part + 1] = [words] if words else []

    async def submit(self, person: str, address: str, words: str) -> None:
        """A form is sent, wherever it came from."""
        from bot.chat import Submit  # noqa: PLC0415 - for this alone
        from bot.chat.views import Action  # noqa: PLC0415 - likewise

        by = self.chat.by(person)
        common = {name: getattr(by, name) for name in ("person", "name", "room", "at", "delivery", "manages")}
        await self.chat.app.handle(Submit(**common, action=Action(address), fields={"answer": words}))

    @rule(person=PEOPLE)
    def flag(self, person: str) -> None:
        """A flag is put up, or taken down."""
        self.do(self.chat.press_action(person, f"sit.flag:{self.id_of(person)}:{self.number(person, 1)}"))
        if self.takes(person):
            self.sat[person].flagged = not self.sat[person].flagged

    @rule(person=PEOPLE)
    def resume(self, person: str) -> None:
        """Left, and gone on with elsewhere."""
        told = self.do(self.chat.say(person, "/mock resume"))
        sitting = self.sat.get(person)
        assert ("goes on in your direct messages" in told) == (sitting is not None and sitting.state == "open")

    @rule(person=PEOPLE)
    def rest(self, person: str) -> None:
        """A rest break, for whoever has them."""
        self.do(self.chat.press_action(person, f"sit.rest:{self.id_of(person)}"))
        if person == "tom" and self.takes(person):
            self.sat[person].resting = True

    @rule(person=PEOPLE)
    def go_on(self, person: str) -> None:
        """The break is over."""
        self.do(self.chat.press_action(person, f"sit.go-on:{self.id_of(person)}"))
        if person in self.sat:
            self.sat[person].resting = False

    @rule()
    def pause(self) -> None:
        """The teacher stops every clock."""
        self.do(self.chat.press_action("teacher", f"mock.pause:{self.mock}"))
        self.paused = self.paused or not self.ended

    @rule()
    def end_the_pause(self) -> None:
        """The teacher lets it go on."""
        self.do(self.chat.press_action("teacher", f"mock.go-on:{self.mock}"))
        self.paused = False
        self.settle()

    @rule(minutes=st.integers(1, 20), who=st.sampled_from(["", "Maya", "Tom"]))
    def extend(self, minutes: int, who: str) -> None:
        """More time, for all or for one."""
        words = f"/mock extend minutes:{minutes}" + (f" who:{who}" if who else "")
        self.do(self.chat.say("teacher", words))
        if self.ended:
            return
        if not who:
            self.minutes += minutes
            self.to_begin += minutes * MINUTE
        for person, sitting in self.sat.items():
            if sitting.state == "open" and who.casefold() in ("", person):
                sitting.left += minutes * MINUTE * (100 + EXTRA[person]) // 100

    @rule(person=PEOPLE)
    def hand_in(self, person: str) -> None:
        """A learner hands in."""
        self.do(self.chat.press_action(person, f"sit.hand-in:{self.id_of(person)}"))
        if self.takes(person):
            sitting = self.sat[person]
            sitting.state, sitting.how, sitting.handed_at = "handed in", "self", self.now
            self.end_if_done()

    @rule()
    def end(self) -> None:
        """The teacher ends it for everybody."""
        self.do(self.chat.press_action("teacher", f"mock.end:{self.mock}"))
        if not self.ended:
            for sitting in self.sat.values():
                if sitting.state == "open":
                    sitting.state, sitting.how, sitting.handed_at = "handed in", "ended", self.now
            self.ended, self.paused = True, False

    @rule(duration=st.integers(0, 15 * 60))
    def wait(self, duration: int) -> None:
        """Time passes."""
        at = self.now
        self.do(self.chat.wait(f"{duration}s"))
        self.advance(duration * SECOND, at)

    @rule(person=PEOPLE, before=st.sampled_from([0, 1]))
    def wait_for_a_deadline(self, person: str, before: int) -> None:
        """Time passes to a second before somebody's time is up, or to just then."""
        if self.takes(person):
            seconds = max(0, self.sat[person].left // SECOND - before)
            self.wait(seconds)

    @rule()
    def restart(self) -> None:
        """Swot stops and starts."""
        self.do(self.chat.restart())

    @rule(duration=st.integers(0, 40 * 60))
    def be_down(self, duration: int) -> None:
        """Swot stops, time passes, and it starts again: whoever had no time left has handed in when it was up."""
        at = self.now
        self.chat.clock.move_to(at + duration * SECOND)
        self.do(self.chat.restart())
        self.do(self.chat.wait("0s"))
        self.advance(duration * SECOND, at)

    def settle(self) -> None:
        """What is due now is done."""
        self.do(self.chat.wait("0s"))
        self.advance(0, self.now)

    # What must hold

    @invariant()
    def the_sittings_stand_where_the_model_says(self) -> None:
        """State, deadline, rest and flags of each; one for each learner who has begun."""
        stored = {row.person.removeprefix("terminal:"): row for row in self.read(sittings.select())}
        assert set(stored) == set(self.sat)
        for person, expected in self.sat.items():
            row = stored[person]
            assert (row.state, row.how, row.handed_at) == (expected.state, expected.how, expected.handed_at), person
            if expected.state == "open":
                assert row.ends_at - (row.stopped_at or self.now) == expected.left, person
                assert bool(row.stopped_at) == (expected.resting or self.paused), person
                assert row.resting == expected.resting, person
            assert json.loads(row.flags) == ([1] if expected.flagged else []), person

    @invariant()
    def the_exam_stands_where_the_model_says(self) -> None:
        """Open, paused or ended."""
        [row] = self.read(mocks.select())
        assert (row.state, bool(row.paused_at)) == ("ended" if self.ended else "open", self.paused)

    @invariant()
    def what_was_taken_is_there_and_nothing_else(self) -> None:
        """The last answer to each question is the last one that was taken; what was handed in has all its marks."""
        for person, expected in self.sat.items():
            session = f"sitting:{self.id_of(person)}"
            found = self.read(
                select(responses.c.position, responses.c.given)
                .where(responses.c.session == session)
                .order_by(responses.c.seq)
            )
            last = {row.position: json.loads(row.given) for row in found}
            assert bool(last.get(1)) == bool(expected.pressed), person
            assert last.get(ESSAY, []) == expected.passages, person
            marks = self.read(select(mock_marks).where(mock_marks.c.sitting_id == session.removeprefix("sitting:")))
            assert len(marks) == (8 if expected.state == "handed in" else 0), person
            by_position = {row.position: row.earned for row in marks}
            if marks:
                assert by_position[1] == (100 if last.get(1) == ["The queen"] else 0)
                assert by_position[ESSAY] == (None if expected.passages else 0)
                assert all(by_position[position] == 0 for position in range(2, 8))


def test_sittings_do_what_their_model_says(tmp_path: Path, empty_sqlite: Path, request: pytest.FixtureRequest):
    """Begin, answer, flag, leave, rest, pause, extend, hand in, deadline, end: in any order, at any instant."""
    SittingMachine.folder, SittingMachine.empty, SittingMachine.numbers = tmp_path, empty_sqlite, itertools.count()
    many = request.config.getoption("--sweep")
    run_state_machine_as_test(
        SittingMachine, settings=settings(max_examples=150 if many else 12, stateful_step_count=40 if many else 25)
    )
