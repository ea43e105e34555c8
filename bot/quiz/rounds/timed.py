"""Rounds that nobody starts: a question of the day, and a live round at its time every week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from random import Random

from sqlalchemy import Connection

from bot.bank.service import Bank
from bot.classes.service import Classes
from bot.clock import MINUTE, SECOND
from bot.curriculum.service import Curriculum
from bot.errors import UserError
from bot.ids import new_id
from bot.quiz.picking import askable, check_askable, pick, title
from bot.quiz.rounds import store
from bot.quiz.rounds.conductor import Conductor
from bot.quiz.rounds.model import Round, RoundKind
from bot.schedule.model import NothingToSay, Occurrence, Rhythm, Said, TooLate, Wish

SHORTEST = 15 * MINUTE
"""The least that a question of the day is open for."""
SHORTEST_LATE = 5 * MINUTE
"""The same where it is caught up: with less time left than that, it is missed."""
TOO_LATE = 15 * MINUTE
"""How long after its time a live round still begins: nobody comes back for it hours later."""
LATELY = 5
"""Rounds whose questions are not asked again as long as there are others."""
OF_THE_DAY = "Question of the day"


class Openings:
    """Opens rounds within a transaction of the caller's."""

    def __init__(self, curriculum: Curriculum, classes: Classes, random: Random, conductor: Conductor) -> None:
        self._curriculum = curriculum
        self._classes = classes
        self._random = random
        self._conductor = conductor

    def ask_for_hours(
        self, tx: Connection, occurrence: Occurrence, question: tuple[str, int], title: str, closes_at: int
    ) -> None:
        """Put one question in all rooms of a timed post, open until an instant; nobody waits for it."""
        rooms = [twin for room in occurrence.post.rooms for twin in self._classes.twins(tx, room)]
        room, *also = dict.fromkeys(rooms)
        seconds = max(1, (closes_at - occurrence.now) // SECOND)
        game = self._new(tx, occurrence, room, title, (question,), seconds, "daily", tuple(also))
        self._conductor.ask(tx, game, occurrence.now)

    def free(self, tx: Connection, rooms: Sequence[str]) -> list[tuple[str, ...]]:
        """Those of these rooms in which no live round is going on, each with those that show the same."""
        shown = dict.fromkeys(tuple(self._classes.twins(tx, room)) for room in rooms)
        return [together for together in shown if not store.live_in(tx, together[0])]

    def announce(
        self, tx: Connection, occurrence: Occurrence, rooms: Sequence[str], questions: Sequence[tuple[str, int]]
    ) -> None:
        """Have a live round begin in a minute, in a room or in several that show the same."""
        wish = occurrence.post.wish
        name = title(self._curriculum.at(tx, occurrence.post.class_id), next(iter(wish.topics), None))
        room, *also = rooms
        seconds = self._conductor.lengthened(tx, occurrence.post.class_id, wish.seconds)
        game = self._new(tx, occurrence, room, name, tuple(questions), seconds, "live", tuple(also))
        self._conductor.announce(tx, game, occurrence.now)

    def _new(
        self,
        tx: Connection,
        occurrence: Occurrence,
        room: str,
        title: str,
        questions: tuple[tuple[str, int], ...],
        seconds: int,
        kind: RoundKind,
        also: tuple[str, ...] = (),
    ) -> Round:
        game = Round(
            id=new_id(self._random, lambda id: store.find(tx, id)),
            class_id=occurrence.post.class_id,
            room=room,
            starter=occurrence.post.made_by,
            title=title,
            questions=questions,
            seconds=seconds,
            speed=False,
            created_at=occurrence.now,
            kind=kind,
            also=also,
            threaded=occurrence.post.wish.threaded,
        )
        store.create(tx, game)
        return game


class DailyQuestions:
    """Fills timed posts with a question that is open until the evening; none comes twice before all have come."""

    name = "question of the day"
    command = "/schedule question"

    def __init__(self, curriculum: Curriculum, random: Random, openings: Openings) -> None:
        self._curriculum = curriculum
        self._random = random
        self._openings = openings

    def check(self, tx: Connection, today: date, class_id: str, rhythm: Rhythm, wish: Wish) -> None:
        """Make sure that there are questions on every topic, and answers after them. Raises `UserError`."""
        assert wish.until is not None
        opens, closes = (at.hour * 60 + at.minute for at in (rhythm.at, wish.until))
        if closes - opens < SHORTEST // MINUTE:
            raise UserError(
                f"The question would come at {rhythm.at:%H:%M} and its answer at {wish.until:%H:%M}."
                " Leave a quarter of an hour between them: until:16:00, for example."
            )
        check_askable(self._curriculum.at(tx, class_id), wish.topics)

    def fill(self, tx: Connection, occurrence: Occurrence) -> Said:
        """Put a question in every room of the post. Raises `NothingToSay`."""
        post, now = occurrence.post, occurrence.now
        assert post.wish.until is not None
        closes_at = occurrence.at(post.wish.until)
        if occurrence.is_try:
            closes_at = max(closes_at, now + SHORTEST)
        if closes_at - now < SHORTEST_LATE:
            raise TooLate("it was too late for an answer by its time")
        known = self._askable(tx, post.class_id, post.wish.topics)
        question = self._least_asked(known, store.asked_daily(tx, post.class_id))
        self._openings.ask_for_hours(tx, occurrence, question, OF_THE_DAY, closes_at)
        return Said(question[0])

    def _askable(self, tx: Connection, class_id: str, topics: Sequence[str]) -> set[tuple[str, int]]:
        bank = self._curriculum.at(tx, class_id)
        return {found for topic in topics or (None,) for found in askable(bank, topic)}

    def _least_asked(self, known: Collection[tuple[str, int]], asked: Sequence[str]) -> tuple[str, int]:
        """Of the `known` questions one of those that were `asked` least often; a longer time ago before lately."""
        if not known:
            # Topics that have lost all their questions since they were chosen.
            raise NothingToSay("no pack has questions on that any more")
        times = Counter(asked)
        last = {id: at for at, id in enumerate(asked)}
        fewest = min(times[id] for id, _ in known)
        left = sorted(found for found in known if times[found[0]] == fewest)
        if fewest:
            left = sorted(left, key=lambda found: last[found[0]])[: max(1, len(left) // 2)]
        return self._random.choice(left)


class TimedRounds:
    """Fills timed posts with a live round, announced a minute before its first question."""

    name = "weekly round"
    command = "/schedule round"

    def __init__(self, curriculum: Curriculum, random: Random, openings: Openings) -> None:
        self._curriculum = curriculum
        self._random = random
        self._openings = openings

    def check(self, tx: Connection, today: date, class_id: str, rhythm: Rhythm, wish: Wish) -> None:
        """Make sure that there are questions on the topic. Raises `UserError`."""
        check_askable(self._curriculum.at(tx, class_id), wish.topics)

    def fill(self, tx: Connection, occurrence: Occurrence) -> Said:
        """Announce a round in every room of the post where none is going on. Raises `NothingToSay`."""
        post = occurrence.post
        if not occurrence.is_try and occurrence.now - occurrence.at(post.rhythm.at) > TOO_LATE:
            raise TooLate("it was too late to begin it")
        free = self._openings.free(tx, post.rooms)
        if not free:
            raise NothingToSay("a round was going on")
        lately = store.recent_questions(tx, post.class_id, LATELY)
        topic = next(iter(post.wish.topics), None)
        questions = _picked(self._curriculum.at(tx, post.class_id), self._random, topic, post.wish.questions, lately)
        for rooms in free:
            self._openings.announce(tx, occurrence, rooms, questions)
        return Said(" ".join(id for id, _ in questions))


def _picked(bank: Bank, random: Random, topic: str | None, count: int, lately: set[str]) -> tuple[tuple[str, int], ...]:
    try:
        return pick(bank, random, topic=topic, count=count, lately=lately)
    except UserError as error:
        # A topic that has lost all its questions since it was chosen.
        raise NothingToSay("no pack has questions on that any more") from error
