"""What is remembered on the day of an exam: Swot's plan beside random quizzing of equal length and cramming.

    python -m tests.benchmarks remembering

Thirty simulated learners revise a bank of 300 questions over a term. Nobody is measured: what a learner remembers is
FSRS's own model with parameters of their own, drawn from a seeded generator, so that memory and planner are of one
kind. How much hangs on that the second and third table tell: there memory is another than the planner believes in.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import fsrs

from bot.clock import DAY, HOUR, SECOND
from bot.review import model, planning
from bot.review.model import Card, Memory
from tests.benchmarks import report

LEARNERS, QUESTIONS, WEEKS, SCHOOL_DAYS = 30, 300, 12, 5
A_DAY = (6, 12, 24)
"""Questions on each school day: half a session of two minutes, one, or two."""
START = 1_800_000_000 * SECOND
TERM = WEEKS * 7
EXAM = START + TERM * DAY
AFTER = EXAM + 14 * DAY
EASE = 0.12
"""How often an answer that was right is given with ease; how often one is only just right is the same."""

Curve = Callable[[float, float], float]
"""How likely something is recalled, by its stability and the days since; both in days."""


def as_fsrs(stability: float, days: float) -> float:
    """FSRS's own curve."""
    return model.recall(stability, 0, int(days * DAY))


def as_ebbinghaus(stability: float, days: float) -> float:
    """Another curve: exponential, with the same nine in ten after `stability` days, and steeper beyond."""
    return float(0.9 ** (days / stability))


@dataclass(slots=True)
class Mind:
    """What one learner remembers: FSRS with parameters that the planner does not know."""

    scheduler: fsrs.Scheduler
    curve: Curve
    random: Random
    cards: dict[int, Memory] = field(default_factory=dict)

    def recall(self, question: int, at: int) -> float:
        """How likely they recall a question; what was never met, nobody does."""
        card = self.cards.get(question)
        return 0.0 if card is None else self.curve(card.stability, (at - card.reviewed_at) // DAY)

    def answer(self, question: int, at: int) -> int:
        """They are asked; the grade of the answer, from which their own memory goes on."""
        luck = self.random.random()
        chance = self.recall(question, at) if question in self.cards else 0.5
        grade = 1 if luck >= chance else 4 if luck < chance * EASE else 2 if luck > chance * (1 - EASE) else 3
        self.cards[question] = _after(self.scheduler, self.cards.get(question), grade, at)
        return grade


def _after(scheduler: fsrs.Scheduler, memory: Memory | None, grade: int, at: int) -> Memory:
    """A memory after an answer, by a scheduler with parameters of its own."""
    when = model._EPOCH + model.timedelta(microseconds=at)
    card = fsrs.Card(0, due=when)
    if memory is not None:
        last = model._EPOCH + model.timedelta(microseconds=memory.reviewed_at)
        card = fsrs.Card(0, fsrs.State.Review, None, memory.stability, memory.difficulty, when, last)
    card, _ = scheduler.review_card(card, fsrs.Rating(grade), when)
    return Memory(card.stability or 0.1, card.difficulty or 5.0, at, at)


def mind(seed: int, curve: Curve, spread: float) -> Mind:
    """A learner: each of FSRS's parameters times a factor of its own, around one."""
    random = Random(seed)
    drawn = [
        min(max(value * random.lognormvariate(0, spread), least), most)
        for value, least, most in zip(
            fsrs.scheduler.DEFAULT_PARAMETERS,
            fsrs.scheduler.LOWER_BOUNDS_PARAMETERS,
            fsrs.scheduler.UPPER_BOUNDS_PARAMETERS,
            strict=True,
        )
    ]
    # The exponent belongs to the curve, which is chosen.
    drawn[20] = fsrs.scheduler.DEFAULT_PARAMETERS[20]
    scheduler = fsrs.Scheduler(drawn, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    return Mind(scheduler, curve, random)


def school_days() -> list[int]:
    """At five on each school day of the term."""
    days = (day for day in range(TERM) if day % 7 < SCHOOL_DAYS)
    return [START + day * DAY + 17 * HOUR for day in days]


def planned(learner: Mind, a_day: int) -> None:
    """Swot's plan, by its real rules: what is due, an exam's pull among it, and what was never met."""
    cards: dict[str, Card] = {}
    order = list(range(QUESTIONS))
    learner.random.shuffle(order)
    for at in school_days():
        due = [card for card in cards.values() if card.is_due(at, EXAM)]
        unmet = [question for question in order if str(question) not in cards]
        session = planning.plan(due, len(unmet), a_day, at, EXAM)
        asked = [int(card.question) for card in session.cards] + unmet[: session.fresh]
        # Swot would stop here; so that all plans are of equal length, what is weakest comes early.
        rest = (card for card in cards.values() if int(card.question) not in asked)
        asked += [int(card.question) for card in sorted(rest, key=lambda card: card.ready_until)][: a_day - len(asked)]
        for question in asked:
            known = cards.get(str(question))
            grade = learner.answer(question, at)
            memory = model.reviewed(known.memory if known else None, grade, at)
            cards[str(question)] = model.card_of("p", str(question), memory)


def random_quizzing(learner: Mind, a_day: int) -> None:
    """As many questions on the same days, any of the bank."""
    for at in school_days():
        for question in learner.random.sample(range(QUESTIONS), a_day):
            learner.answer(question, at)


def cramming(learner: Mind, a_day: int) -> None:
    """As many answers in all, in the last five school days: the whole bank over and over."""
    days = school_days()
    each = len(days) * a_day // SCHOOL_DAYS
    queue: list[int] = []
    while len(queue) < each * SCHOOL_DAYS:
        queue += learner.random.sample(range(QUESTIONS), QUESTIONS)
    for number, at in enumerate(days[-SCHOOL_DAYS:]):
        for place, question in enumerate(queue[number * each : (number + 1) * each]):
            learner.answer(question, at + place * SECOND)


PLANS: dict[str, Callable[[Mind, int], None]] = {
    "Swot's plan": planned,
    "random quizzing": random_quizzing,
    "cramming": cramming,
}


def quartiles(shares: list[float]) -> str:
    """The mean, with the quartiles among learners."""
    low, _, high = statistics.quantiles(shares, n=4)
    return f"{statistics.mean(shares):.1%} ({low:.1%} to {high:.1%})"


def compare(title: str, a_day: int, curve: Curve, spread: float) -> None:
    """What each plan comes to."""
    rows = []
    for name, plan in PLANS.items():
        learners = [mind(seed, curve, spread) for seed in range(LEARNERS)]
        for learner in learners:
            plan(learner, a_day)
        at_exam, later = (
            [statistics.mean(one.recall(question, at) for question in range(QUESTIONS)) for one in learners]
            for at in (EXAM + 9 * HOUR, AFTER + 9 * HOUR)
        )
        rows.append((name, quartiles(at_exam), quartiles(later)))
    report.table(title, ("on the day of the exam", "a fortnight later"), rows)


def main() -> None:
    """Compare the plans, in three worlds and two lengths."""
    days = len(school_days())
    print(
        f"\n{LEARNERS} simulated learners, {QUESTIONS} questions, {days} school days; as many answers in every plan.\n"
        "Told is the mean likelihood of recall over the whole bank, and in brackets the quartiles of learners.\n"
        "Assumed: memory is FSRS-6, every parameter of a learner times e^N(0, spread); what was never met is known\n"
        f"to half of them at the first asking, and to none in an exam; one right answer in {round(1 / EASE)} is easy,"
        f" one in {round(1 / EASE)} hesitant;\nnobody misses a day; Swot's plan knows the published parameters alone,"
        " and sees grades. Planner and memory share\na model: only the last tables have another, and none of this is a"
        " measurement of people."
    )
    for a_day in A_DAY:
        size = f"{a_day} a day, {days * a_day:,} in all"
        compare(f"{size}: memory as the planner believes (spread 0)", a_day, as_fsrs, 0.0)
        compare(f"{size}: parameters that the planner does not know (spread 0.3)", a_day, as_fsrs, 0.3)
        compare(f"{size}: another curve, exponential, and spread 0.3", a_day, as_ebbinghaus, 0.3)


if __name__ == "__main__":
    main()
