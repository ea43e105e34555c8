"""Rounds against a simple model of them: whatever happens in whatever order, the two agree."""

from __future__ import annotations

import asyncio
import itertools
import json
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, select

from bot.clock import SECOND
from bot.quiz.rounds import model
from bot.quiz.rounds.model import BONUS, DESERTED, PAUSE, Round
from bot.storage.tables import due, marks, outbox, responses, rounds
from tests.chat_harness import MONDAY, Chat, Installation
from tests.conftest import DATA

ROOMS = st.sampled_from(["history", "biology"])
PEOPLE = st.sampled_from(["maya", "tom", "ada"])
INSTANTS = st.integers(MONDAY, MONDAY + 10**9)


# The rules alone


def fresh(questions: int, seconds: int) -> Round:
    """A round that is about to ask its first question."""
    return Round(
        id="r",
        class_id="c",
        room="terminal:history",
        starter="terminal:teacher",
        title="Growing things",
        questions=tuple((f"garden/g-{number:02d}", 1) for number in range(questions)),
        seconds=seconds,
        speed=True,
        phase="revealed",
        position=0,
        opened_at=0,
        closes_at=0,
        silent=0,
        ended="",
        created_at=MONDAY,
    )


@given(
    questions=st.integers(1, 5),
    seconds=st.integers(10, 300),
    steps=st.lists(st.one_of(st.just("ask"), st.integers(0, 3), st.just("over")), max_size=20),
)
def test_the_rules_allow_only_what_the_picture_shows(questions: int, seconds: int, steps: list[str | int]):
    """Asking and revealing take turns, positions only grow, and out of its end no round comes back."""
    game, now = fresh(questions, seconds), MONDAY
    for step in steps:
        before = game
        now += SECOND
        allowed = {
            "ask": before.phase == "revealed" and before.position < questions,
            "over": before.phase != "over",
        }.get(str(step), before.phase == "asking")
        if step == "over":
            if not allowed:
                continue
            game = model.over(game, "stopped")
        elif not allowed:
            with pytest.raises(ValueError, match="question"):
                model.asked(game, now) if step == "ask" else model.revealed(game, int(step))
            continue
        elif step == "ask":
            game = model.asked(game, now)
            assert (game.position, game.opened_at) == (before.position + 1, now)
            assert game.closes_at == now + seconds * SECOND
        else:
            game = model.revealed(game, int(step))
            assert game.silent == (0 if step else before.silent + 1)
            assert (game.phase == "over") == (game.silent == DESERTED)
            assert game.ended == ("deserted" if game.phase == "over" else "")
        assert 0 <= before.position <= game.position <= questions
        assert 0 <= game.silent <= DESERTED
        assert (game.ended != "") == (game.phase == "over")
        assert game.questions == before.questions


@given(opened=INSTANTS, seconds=st.integers(10, 300), offsets=st.lists(st.integers(-(10**9), 10**9), min_size=2))
def test_the_bonus_never_grows_with_time(opened: int, seconds: int, offsets: list[int]):
    """Whoever answers later earns no more for speed; never more than the most, never less than nothing."""
    game = model.asked(fresh(1, seconds), opened)
    assert model.speed_bonus(game, opened) == BONUS
    assert model.speed_bonus(game, game.closes_at) == 0
    earned = [model.speed_bonus(game, opened + offset) for offset in sorted(offsets)]
    assert all(0 <= bonus <= BONUS for bonus in earned)
    assert all(earlier >= later for earlier, later in itertools.pairwise(earned))


@given(seconds=st.integers(10, 300), share=st.integers(0, 100))
def test_the_bonus_falls_evenly(seconds: int, share: int):
    """At a tenth of the time nine tenths of it are left, to within the hundredth that is rounded away."""
    game = model.asked(fresh(1, seconds), MONDAY)
    at = MONDAY + seconds * SECOND * share // 100
    assert model.speed_bonus(game, at) == pytest.approx(BONUS * (100 - share) / 100, abs=1)


# The service


@dataclass(slots=True)
class Expected:
    """A round as the model sees it."""

    id: str
    room: str
    questions: tuple[str, ...]
    seconds: int
    phase: str = "asking"
    ended: str = ""
    position: int = 1
    closes_at: int = 0
    goes_on_at: int = 0
    silent: int = 0
    given: dict[tuple[int, str], str] = field(default_factory=dict)
    """What each person gave last to each position, where it was taken."""
    marked: set[tuple[int, str]] = field(default_factory=set)
    deadlines: dict[int, int] = field(default_factory=dict)
    taken: int = 0

    def ask(self, now: int) -> None:
        """Its question is put."""
        self.phase, self.closes_at = "asking", now + self.seconds * SECOND
        self.deadlines[self.position] = self.closes_at

    def advance(self, until: int, *, late: bool = False) -> None:
        """Time passes to `until`; where Swot was down meanwhile, what came due is done `late`, at `until`."""
        while self.phase != "over":
            at = self.closes_at if self.phase == "asking" else self.goes_on_at
            if at > until:
                return
            at = until if late else at
            if self.phase == "asking":
                self.close(at)
            else:
                self.go_on(at)

    def close(self, now: int) -> None:
        """The deadline: whoever answered is marked; two silent questions end it."""
        here = {key for key in self.given if key[0] == self.position}
        self.marked |= here
        self.silent = 0 if here else self.silent + 1
        self.phase, self.goes_on_at = "revealed", now + PAUSE
        if self.silent == DESERTED:
            self.phase, self.ended = "over", "deserted"

    def go_on(self, now: int) -> None:
        """The next question, or the end."""
        if self.position == len(self.questions):
            self.phase, self.ended = "over", "finished"
        else:
            self.position += 1
            self.ask(now)


class RoundMachine(RuleBasedStateMachine):
    """A teacher, three learners and two rooms; Swot on a real database, restarted whenever it pleases."""

    folder: ClassVar[Path]
    empty: ClassVar[Path]
    numbers: ClassVar[Any] = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.path = self.folder / f"{next(self.numbers)}.db"
        shutil.copy(self.empty, self.path)
        installation = Installation(f"sqlite:///{self.path}", packs=(DATA / "garden",))
        self.chat = self.runner.run(Chat.open(installation))
        self.games: list[Expected] = []
        self.furthest: dict[str, tuple[int, bool]] = {}
        self.taken = ""
        """What the last event was answered with, if it was taken."""

    @initialize(speed=st.booleans())
    def begin(self, speed: bool) -> None:  # noqa: FBT001 - Hypothesis passes it by name
        """Everybody is there."""
        self.speed = "yes" if speed else "no"
        self.do(self.chat.say("teacher", "/class teachers"))

    # What happens

    @rule(room=ROOMS, questions=st.integers(1, 3), seconds=st.sampled_from([10, 20, 45]))
    def start(self, room: str, questions: int, seconds: int) -> None:
        """The teacher starts a round; where one is going on, that is refused."""
        self.chat.session.room = room
        told = self.do(
            self.chat.say(
                "teacher", "/quiz round", topic="growing", questions=questions, seconds=seconds, speed=self.speed
            )
        )
        if self.live(room):
            assert told == "(only teacher) A round is going on here already. /quiz stop ends it."
            self.taken = ""
            return
        assert f"question 1 of {questions} · closes in {seconds} s" in told
        known = {game.id for game in self.games}
        [row] = [row for row in self.read(select(rounds)) if row.id not in known]
        game = Expected(row.id, room, tuple(id for id, _ in json.loads(row.questions)), seconds)
        game.ask(self.now)
        assert len(game.questions) == questions
        self.games.append(game)
        self.taken = "/quiz stop ends it."

    @rule(presses=st.lists(st.tuples(PEOPLE, st.integers(0, 3)), min_size=1, max_size=5), which=st.integers(0, 20))
    def answer(self, presses: list[tuple[str, int]], which: int) -> None:
        """Several answer the open question of some live round, and some of them change their minds."""
        if live := [game for game in self.games if game.phase == "asking"]:
            game = live[which % len(live)]
            for person, option in presses:
                self.press(person, game, game.position, option)

    @rule(person=PEOPLE, which=st.integers(0, 20), position=st.integers(-1, 4), option=st.integers(-1, 9))
    def press_something(self, person: str, which: int, position: int, option: int) -> None:
        """Somebody presses a button of any round there ever was, at any position, whether or not it exists."""
        if self.games:
            self.press(person, self.games[which % len(self.games)], position, option)

    @rule(person=PEOPLE, which=st.integers(0, 20), option=st.integers(0, 2))
    def press_about_the_deadline(self, person: str, which: int, option: int) -> None:
        """Somebody presses in the last instant, and at the deadline itself before it is acted upon."""
        if live := [game for game in self.games if game.phase == "asking"]:
            game = live[which % len(live)]
            self.pass_time(game.closes_at - 1 - self.now)
            if game.phase == "asking":
                self.press(person, game, game.position, option)
                self.chat.clock.move_to(game.closes_at)
                self.press(person, game, game.position, option)

    @rule(duration=st.integers(0, 30 * SECOND))
    def wait(self, duration: int) -> None:
        """Time passes."""
        self.pass_time(duration)

    @rule(which=st.integers(0, 20))
    def wait_for_the_next_thing(self, which: int) -> None:
        """Time passes to just when something is due."""
        if live := [game for game in self.games if game.phase != "over"]:
            game = live[which % len(live)]
            self.pass_time((game.closes_at if game.phase == "asking" else game.goes_on_at) - self.now)

    @rule(which=st.integers(0, 20), position=st.integers(0, 3), person=st.sampled_from(["teacher", "maya"]))
    def hurry(self, which: int, position: int, person: str) -> None:
        """Somebody presses [Next question]: only a teacher can, and only between two questions."""
        if not self.games:
            return
        game = self.games[which % len(self.games)]
        self.chat.session.room = game.room
        position = position or game.position
        told = self.do(self.chat.press_action(person, f"round.next:{game.id}:{position}"))
        self.taken = ""
        if person != "teacher":
            assert told == "(only maya) Only a teacher of this class can do that."
        elif game.phase == "revealed" and position == game.position:
            assert "On we go." in told
            game.go_on(self.now)
            self.taken = "On we go."
        else:
            assert "On we go." not in told

    @rule(room=ROOMS)
    def stop(self, room: str) -> None:
        """The teacher stops the round of a room, if there is one."""
        self.chat.session.room = room
        told = self.do(self.chat.say("teacher", "/quiz stop"))
        if game := self.live(room):
            assert "is stopped" in told
            game.phase, game.ended = "over", "stopped"
            self.taken = "is stopped"
        else:
            self.taken = ""
            assert told == "(only teacher) No round is going on here."

    @rule()
    def repeat(self) -> None:
        """The platform delivers the last answer or command again, unless that was refused."""
        if self.taken:
            assert self.taken in self.do(self.chat.redeliver())

    @rule()
    def restart(self) -> None:
        """Swot stops and starts."""
        self.do(self.chat.restart())

    @rule(duration=st.integers(0, 90 * SECOND))
    def be_down(self, duration: int) -> None:
        """Swot stops, time passes, and it starts again: what came due meanwhile is done then."""
        self.chat.clock.move_to(self.now + duration)
        for game in self.games:
            game.advance(self.now, late=True)
        self.do(self.chat.restart())

    # What must hold

    @invariant()
    def the_rounds_stand_where_the_model_says(self) -> None:
        """Phase, position, deadline, silence and ending of every round there was."""
        stored = {
            row.id: (row.room, row.phase, row.ended, row.position, row.silent) for row in self.read(select(rounds))
        }
        assert stored == {
            game.id: (f"terminal:{game.room}", game.phase, game.ended, game.position, game.silent)
            for game in self.games
        }

    @invariant()
    def one_round_lives_in_a_room(self) -> None:
        """However often it is started."""
        live = Counter(row.room for row in self.read(select(rounds.c.room).where(rounds.c.phase != "over")))
        assert all(count == 1 for count in live.values())

    @invariant()
    def positions_only_grow(self) -> None:
        """A round never goes back, and never comes back from its end."""
        for row in self.read(select(rounds)):
            before, ended = self.furthest.get(row.id, (1, False))
            assert row.position >= before
            assert not (ended and (row.phase != "over" or row.position != before))
            self.furthest[row.id] = row.position, row.phase == "over"

    @invariant()
    def no_response_is_late_and_none_is_lost(self) -> None:
        """Every response came before its question's deadline, and every one that was confirmed is there."""
        rows = self.read(select(responses).order_by(responses.c.seq))
        assert len(rows) == sum(game.taken for game in self.games)
        for game in self.games:
            mine = [row for row in rows if row.session == f"round:{game.id}"]
            assert all(row.at < game.deadlines[row.position] for row in mine)
            last = {(row.position, row.person.partition(":")[2]): json.loads(row.given) for row in mine}
            assert last == {key: [option] for key, option in game.given.items()}

    @invariant()
    def each_person_has_one_mark_a_question_and_totals_add_up(self) -> None:
        """Marks exist for the last answers to closed questions and for nothing else; right ones earn theirs."""
        rows = self.read(
            select(marks, responses.c.session, responses.c.position, responses.c.given).join(
                responses, responses.c.seq == marks.c.response
            )
        )
        found = sorted((row.session, row.position, row.person.partition(":")[2]) for row in rows)
        assert found == sorted((f"round:{game.id}", *key) for game in self.games for key in game.marked)
        totals: Counter[str] = Counter()
        for row in rows:
            key = self.chat.app.bank.question(row.question).key
            right = json.loads(row.given) == [key]
            assert (row.verdict, row.earned) == (("right", 100) if right else ("wrong", 0))
            assert 0 <= row.bonus <= (BONUS if right and self.speed == "yes" else 0)
            totals[row.person] += row.earned + row.bonus
        for person in ("maya", "tom", "ada"):
            assert self.do(self.chat.points(person)) == totals[f"terminal:{person}"]

    @invariant()
    def no_round_is_left_alone(self) -> None:
        """Every live round has one thing due, at its time: the deadline, or the next question; an ended one none."""
        kinds = ("round.close", "round.next")
        rows = self.read(select(due).where(due.c.kind.in_(kinds)))
        found = sorted((row.kind, row.subject, row.at) for row in rows)
        assert found == sorted(
            ("round.close", game.id, game.closes_at)
            if game.phase == "asking"
            else ("round.next", game.id, game.goes_on_at)
            for game in self.games
            if game.phase != "over"
        )

    @invariant()
    def everything_said_is_sent(self) -> None:
        """Nothing waits in the outbox once what was due is done."""
        assert self.read(select(outbox).where(outbox.c.next_at <= self.now)) == []

    def teardown(self) -> None:
        """Left to themselves all rounds come to an end."""
        try:
            self.pass_time(30 * 60 * SECOND)
            self.the_rounds_stand_where_the_model_says()
            assert all(game.phase == "over" for game in self.games)
            self.each_person_has_one_mark_a_question_and_totals_add_up()
        finally:
            self.do(self.chat.close())
            self.runner.close()
            for path in self.folder.glob(f"{self.path.name}*"):
                path.unlink()

    # Underneath

    @property
    def now(self) -> int:
        """The present instant."""
        return self.chat.clock.now()

    def do(self, happening: Any) -> Any:
        """Have something happen, to its end."""
        return self.runner.run(happening)

    def read(self, query: Any) -> list[Any]:
        """What a query finds."""

        def find(tx: Connection) -> list[Any]:
            return list(tx.execute(query).all())

        return self.do(self.chat.app.database.read(find))

    def live(self, room: str) -> Expected | None:
        """The round that is going on in a room."""
        return next((game for game in self.games if game.room == room and game.phase != "over"), None)

    def pass_time(self, duration: int) -> None:
        """Time passes for Swot and for the model."""
        self.do(self.chat.session.wait(duration))
        for game in self.games:
            game.advance(self.now)

    def press(self, person: str, game: Expected, position: int, option: int) -> None:
        """Somebody presses an option; the model knows whether it is taken."""
        self.chat.session.room = game.room
        address = f"round.answer:{game.id}:{position}:{option}"
        label = self.label(address)
        told = self.do(self.chat.press_action(person, address))
        if game.phase == "asking" and position == game.position and self.now < game.closes_at and label:
            assert f"(only {person}) Locked in: {label[0]}." in told
            game.given[position, person] = label[2:]
            game.taken += 1
            self.taken = f"(only {person}) Locked in: {label[0]}."
        else:
            self.taken = ""
            assert "Locked in" not in told
            assert "Sorry" not in told
        for other in self.games:
            other.advance(self.now)

    def label(self, address: str) -> str:
        """What the button with this address is called, where the screen shows one."""
        controls = (control for message in self.chat.session.screen.messages for control in message.view.controls)
        return next((control.label for control in controls if control.action.address == address), "")


@pytest.mark.long
def test_rounds_do_what_their_model_says(tmp_path: Path, empty_sqlite: Path, request: pytest.FixtureRequest):
    """Start, answer, change, wait, hurry, stop, repeat and restart in any order: Swot and the model agree."""
    machine = type("Machine", (RoundMachine,), {"folder": tmp_path, "empty": empty_sqlite})
    examples = 400 if request.config.getoption("--sweep") else 25
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=30))
