"""The rules of memory: what an answer says of it, what becomes of it, when it is looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Literal
from zlib import crc32

from bot.clock import DAY, MINUTE, SECOND
from bot.marking.outcome import FULL

if TYPE_CHECKING:
    from fsrs import Scheduler

Word = Literal["", "easy", "guessed"]
"""What a learner says of an answer of theirs; nothing: nothing."""
WORDS: tuple[Word, ...] = ("easy", "guessed")
HESITATES = 3
"""How many times as long as usual an answer takes that did not come readily."""
AWAY = 10 * MINUTE
"""Whoever takes longer than this was away, which says nothing of their memory."""
HOLDS = 0.9
"""Recall from which on a question holds: what FSRS plans for by default."""
TOMORROW = DAY
"""How far ahead recall is told: what was seen a minute ago is known, right or wrong, and says nothing."""
READY = 0.95
"""Recall that is wanted on the day of an exam."""
PULLED = 14
"""Days before an exam in which what would be too weak by then is looked at once more."""
LONGEST = 36_500
"""Days that anything is planned ahead: FSRS's own most."""
SESSION = 2 * MINUTE
READING = 5 * SECOND
"""What it takes to read what comes of an answer, and to go on."""
USUAL = 7 * SECOND
"""How long an answer takes whoever has not given enough to tell."""
LEAST, MOST = 3, 12
"""Questions of a session."""
LEAST_LEARNERS = 5
"""Learners that a figure about a class rests on at the least: no learner is singled out."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


# What an answer says


@dataclass(frozen=True, slots=True)
class Evidence:
    """An answer that has its mark, as far as it tells of memory."""

    at: int
    """When it was marked, which is when the learner saw what is right; microseconds UTC."""
    number: int
    """Tells it from others of the same instant, in the order given."""
    verdict: str
    earned: int
    """Hundredths of what could be earned."""
    took: int = 0
    """Microseconds until it was given; 0: not known."""
    usual: int = 0
    """Microseconds that such a question usually takes; 0: not known."""
    tries: int = 1
    word: Word = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """How well something was recalled, from 1 (not) to 4 (with ease), and why it is taken so."""

    rating: int
    why: str


def grade(given: Evidence) -> Grade:
    """How well an answer shows that something was recalled.

    The four grades are FSRS's (Again, Hard, Good, Easy); Hard is a recall too, so what was not recalled is Again
    however little was lacking. Whoever says that they guessed is believed: what was guessed right is no memory.
    Ease is believed where nothing speaks against it.
    """
    if given.verdict not in ("right", "partly"):
        return Grade(1, "wrong or skipped")
    if given.word == "guessed":
        return Grade(1, "guessed, by the learner's own word")
    if given.verdict == "partly":
        return Grade(2, "partly right") if given.earned * 2 >= FULL else Grade(1, "less than half right")
    if given.tries > 1:
        return Grade(2, "right at the second try")
    if given.usual and HESITATES * given.usual < given.took < AWAY:
        return Grade(2, "right after long hesitation")
    if given.word == "easy":
        return Grade(4, "easy, by the learner's own word")
    return Grade(3, "right")


# What becomes of memory


@dataclass(frozen=True, slots=True)
class Memory:
    """The state of one memory, as FSRS has it."""

    stability: float
    """Days in which recall falls to nine in ten."""
    difficulty: float
    reviewed_at: int
    due_at: int
    reviews: int = 1


@cache
def scheduler() -> Scheduler:
    """FSRS with the published parameters.

    Without its random blur, so that the same history is always the same memory; and without its steps of minutes: a
    class meets a question again on another day, and a repetition within the session is the learner's to ask for.
    """
    from fsrs import Scheduler  # noqa: PLC0415 - a twentieth of a second that a start should not take

    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, desired_retention=HOLDS)


def reviewed(memory: Memory | None, rating: int, at: int) -> Memory:
    """A memory after an answer of this grade; none before the first one. The package's own `review_card`."""
    from fsrs import Card, Rating, State  # noqa: PLC0415 - as above

    when = _EPOCH + timedelta(microseconds=at)
    # A card that is given neither number nor due time asks the clock for them, and sleeps.
    if memory is None:
        card = Card(card_id=0, due=when)
    else:
        last = _EPOCH + timedelta(microseconds=memory.reviewed_at)
        card = Card(0, State.Review, None, memory.stability, memory.difficulty, when, last)
    after, _ = scheduler().review_card(card, Rating(rating), when)
    assert after.stability is not None
    assert after.difficulty is not None
    reviews = memory.reviews + 1 if memory else 1
    return Memory(after.stability, after.difficulty, at, (after.due - _EPOCH) // _MICROSECOND, reviews)


def folded(history: Iterable[Evidence]) -> Memory | None:
    """What all answers together have made of a memory, in the order in which they came; none without any."""
    memory: Memory | None = None
    for given in sorted(history, key=lambda given: (given.at, given.number)):
        memory = reviewed(memory, grade(given).rating, given.at)
    return memory


@cache
def _curve() -> tuple[float, float]:
    """Factor and exponent of the curve of forgetting, so that after `stability` days nine in ten are recalled."""
    decay = -scheduler().parameters[20]
    return 0.9 ** (1 / decay) - 1, decay


def recall(stability: float, reviewed_at: int, at: int) -> float:
    """How likely a memory is recalled at an instant; FSRS reckons in whole days."""
    factor, decay = _curve()
    return float((1 + factor * (max(0, at - reviewed_at) // DAY) / stability) ** decay)


@cache
def _lasts(wanted: float) -> float:
    """In how many times its stability a memory falls to this likelihood."""
    factor, decay = _curve()
    return float((wanted ** (1 / decay) - 1) / factor)


# What is due


@dataclass(frozen=True, slots=True)
class Card:
    """A learner's memory of one question in one class, with what tells whether it is due."""

    person: str
    question: str
    memory: Memory
    ready_until: int
    """Until when it is recalled as surely as an exam wants it."""
    lead: int
    """How long before an exam it is looked at once more, where it would be too weak by then; microseconds."""

    def is_due(self, now: int, exam_at: int | None) -> bool:
        """Whether it is looked at now: for it fades, or for an exam that it would be too weak for.

        Before an exam every card has a time of its own, so that the last evening has no more than other days; once it
        was looked at after that, or is strong enough, the exam asks no more of it.
        """
        if self.memory.due_at <= now:
            return True
        if exam_at is None or exam_at <= now:
            return False
        pulled = exam_at - self.lead
        return self.memory.reviewed_at < pulled <= now and self.ready_until < exam_at

    def next_at(self, now: int, exam_at: int | None) -> int:
        """When it is looked at next, if it is not due."""
        if exam_at is not None and exam_at > now and self.ready_until < exam_at:
            pulled = exam_at - self.lead
            if self.memory.reviewed_at < pulled:
                return min(self.memory.due_at, pulled)
        return self.memory.due_at

    def holds(self, now: int) -> bool:
        """Whether it would be recalled tomorrow: of what was just looked at everybody knows the answer for today."""
        return self.recall(now + TOMORROW) >= HOLDS

    def recall(self, at: int) -> float:
        """How likely it is recalled at an instant."""
        return recall(self.memory.stability, self.memory.reviewed_at, at)


def card_of(person: str, question: str, memory: Memory) -> Card:
    """A memory as its card.

    The lead is up to a fortnight, and no longer than the memory lasts already: what is weak is looked at close to the
    exam, what is strong may come early and holds. Where in that span it stands follows from the question alone.
    """
    place = (crc32(question.encode()) % 1000 + 1) / 1000
    span = min(float(PULLED), memory.stability)
    # None on the last day: that is for what comes due by itself.
    lead = DAY + int(place * max(0.0, span - 1) * DAY)
    until = memory.reviewed_at + int(min(LONGEST, _lasts(READY) * memory.stability) * DAY)
    return Card(person, question, memory, until, lead)


def fits(took: Sequence[int]) -> int:
    """How many questions a session of two minutes has, by how long recent answers took (microseconds)."""
    known = [one for one in took if 0 < one < AWAY]
    each = median(known) if len(known) >= LEAST else USUAL
    return max(LEAST, min(MOST, round(SESSION / (each + READING))))


def minutes(questions: int, took: Sequence[int]) -> int:
    """About how many minutes so many questions take; never less than one."""
    known = [one for one in took if 0 < one < AWAY]
    each = median(known) if len(known) >= LEAST else USUAL
    return max(1, round(questions * (each + READING) / MINUTE))


def endangered(cards: Iterable[Card], now: int) -> list[Card]:
    """Cards in the order in which they should be looked at: what is likely forgotten first."""
    return sorted(cards, key=lambda card: (card.recall(now), card.question))


def on_course(cards: Sequence[Card], exam_at: int) -> float | None:
    """What share of what was met would be recalled at an exam as it stands: if nothing were done until then."""
    return sum(card.recall(exam_at) for card in cards) / len(cards) if cards else None


# A class


@dataclass(frozen=True, slots=True)
class Fading:
    """What a class would recall of something."""

    name: str
    """A topic, or a question."""
    recall: float
    """The mean over all cards of it."""
    learners: int
    """How many it rests on."""


def fading(cards: Iterable[tuple[str, str, float]], least: int = LEAST_LEARNERS) -> list[Fading]:
    """What a class recalls least of, from learner, name and recall of each card.

    What rests on fewer than `least` learners is left out.
    """
    found: dict[str, tuple[list[float], set[str]]] = {}
    for learner, name, likely in cards:
        recalls, learners = found.setdefault(name, ([], set()))
        recalls.append(likely)
        learners.add(learner)
    told = [
        Fading(name, sum(recalls) / len(recalls), len(learners))
        for name, (recalls, learners) in found.items()
        if len(learners) >= least
    ]
    return sorted(told, key=lambda one: (one.recall, one.name))
