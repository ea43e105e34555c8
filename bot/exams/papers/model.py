"""Papers as they are kept, found and put together, before anything of them is frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase

from bot.errors import UserError
from bot.quiz.kinds import KINDS

LONGEST_TITLE = 60
"""Characters of a paper's title."""
NAMED = 5
"""Papers that a refusal names."""
EASIEST, HARDEST = 1, 5
"""How difficult a question can be."""
SHORT = "short"
"""The form of all questions that mark themselves."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper: its heading, what is to be done, and its questions by full id."""

    title: str
    instructions: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """A paper that a class has put together for itself."""

    id: str
    class_id: str
    title: str
    minutes: int
    sections: tuple[Section, ...]
    made_by: str
    made_at: int
    """Microseconds UTC."""

    @property
    def questions(self) -> tuple[str, ...]:
        """The full ids of all its questions, in their order."""
        return tuple(id for section in self.sections for id in section.questions)


def meant(written: str, titles: Mapping[str, str]) -> str:
    """The id of the paper that a person meant: by id, by title, or by a part of it that no other has.

    `titles` are those that there are, by id; of two with one title the first counts. Raises `UserError`.
    """
    if written.strip() in titles:
        return written.strip()
    wanted = folded(written)
    for id, title in titles.items():
        if wanted == folded(title):
            return id
    near = [id for id, title in titles.items() if wanted and wanted in folded(title)]
    if len(near) == 1:
        return near[0]
    if not titles:
        raise UserError("Your class has no paper to sit yet. /mock compose puts one together.")
    if near:
        raise UserError(f"Which paper is meant by “{written[:60]}”: {_named([titles[id] for id in near])}?")
    raise UserError(f"There is no paper “{written[:60]}”. There are: {_named(list(titles.values()))}.")


def folded(title: str) -> str:
    """A title as it is compared."""
    return " ".join(title.casefold().split())


def _named(titles: Sequence[str]) -> str:
    more = len(titles) - NAMED
    return ", ".join(titles[:NAMED]) + (f" and {more} more" if more > 0 else "")


# Putting a paper together


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a paper is to be like."""

    marks: int
    minutes: int
    topics: tuple[str, ...] = ()
    """Topics or `topic/part`; none: whatever there is."""
    objectives: tuple[str, ...] = ()
    """Such as AO1; none: any."""
    easiest: int = EASIEST
    hardest: int = HARDEST
    kinds: tuple[str, ...] = ()
    """None: all that mark themselves. What people mark is asked only where its kind is named."""
    fresh: bool = True
    """Whether what the class was asked lately is left out."""

    def counts_to(self, topic: str) -> str:
        """The topic that a question on `topic` counts to where topics are spread evenly.

        It is one of those that are asked for; where that is one alone, each of its parts; where it is none, the topics
        of the packs.
        """
        if not self.topics:
            return topic.partition("/")[0]
        if len(self.topics) == 1:
            return topic
        return max((one for one in self.topics if is_in(topic, one)), key=len, default=topic)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question as far as it matters for putting a paper together."""

    id: str
    topic: str
    kind: str
    objective: str
    difficulty: int
    marks: int
    by_people: bool
    """Whether people mark it."""

    @property
    def form(self) -> str:
        """The part of a paper that it belongs to: its kind where people mark it, or else the short questions."""
        return self.kind if self.by_people else SHORT


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper that was drawn, and can be saved."""

    id: str
    wanted: Wanted
    seed: int
    sections: tuple[Section, ...]
    asked: int
    """Questions that fitted and were left out, for the class was asked them lately."""


def is_in(topic: str, wanted: str) -> bool:
    """Whether `topic` is the wanted one, or a part of it."""
    return topic == wanted or topic.startswith(f"{wanted}/")


def fits(one: Candidate, wanted: Wanted) -> bool:
    """Whether a question may be in such a paper."""
    return (
        (not wanted.topics or any(is_in(one.topic, topic) for topic in wanted.topics))
        and (not wanted.objectives or one.objective in wanted.objectives)
        and wanted.easiest <= one.difficulty <= wanted.hardest
        and (one.kind in wanted.kinds if wanted.kinds else not one.by_people)
    )


def draw(pool: Iterable[Candidate], wanted: Wanted, seed: int) -> tuple[Candidate, ...]:
    """Questions of the pool for such a paper: the same ones from the same seed, and none of them twice.

    Their marks are those that are wanted, or as near to them as any choice comes; of two that are as near, the fewer.
    Each question is taken where the paper has least so far: of its form, where several are asked for, its topic, its
    objective, its difficulty and its kind, in this order; but only such a one that the marks can still be made up
    with, and with it every form that is asked for, as far as they have room. Nothing that fits: nothing.
    """
    left = sorted((one for one in pool if fits(one, wanted)), key=lambda one: one.id)
    Random(f"paper:{seed}").shuffle(left)
    rest = _Rest(left, wanted)
    chosen: list[Candidate] = []
    so_far: Counter[tuple[str, str | int]] = Counter()

    def has_so_far(one: Candidate) -> tuple[int, ...]:
        return tuple(so_far[what] for what in _counted(one, wanted))

    while rest.marks:
        # Where several are as good, `min` takes the first: chance has laid them out.
        best = min((one for one in left if rest.can_spare(one)), key=has_so_far)
        left.remove(best)
        rest.take(best)
        chosen.append(best)
        for what in _counted(best, wanted):
            so_far[what] += best.marks if what[0] in ("form", "topic") else 1
    return tuple(chosen)


def _counted(one: Candidate, wanted: Wanted) -> tuple[tuple[str, str | int], ...]:
    """What of a question is to be spread evenly, the most important first."""
    return (
        ("form", one.form),
        ("topic", wanted.counts_to(one.topic)),
        ("objective", one.objective if len(wanted.objectives) > 1 else ""),
        ("difficulty", one.difficulty),
        ("kind", one.kind),
    )


class _Rest:
    """What is still to be chosen: how many marks, and whether a question leaves a way to make them up.

    Sums of marks are the bits of a number: bit 5 is set where some of the questions have 5 marks together.
    """

    def __init__(self, left: Sequence[Candidate], wanted: Wanted) -> None:
        self._counts: dict[str, Counter[int]] = {}
        for one in left:
            self._counts.setdefault(one.form, Counter())[one.marks] += 1
        every = sum((counts for counts in self._counts.values()), Counter[int]())
        sums = _sums(every, every_mark := sum(marks * count for marks, count in every.items()))
        reached = (marks for marks in range(1, every_mark + 1) if sums >> marks & 1)
        self.marks = min(reached, key=lambda marks: (abs(marks - wanted.marks), marks), default=0)
        self._must = set(self._counts)
        while not self._can_be(self._counts, self._must, self.marks):
            # Not every form has room: the one that needs most is given up first.
            self._must.remove(max(self._must, key=lambda form: (min(self._counts[form]), form)))
        self._known: dict[tuple[str, int], bool] = {}

    def can_spare(self, one: Candidate) -> bool:
        """Whether the marks can be made up once this question is taken."""
        key = (one.form, one.marks)
        if key not in self._known:
            counts = {**self._counts, one.form: self._counts[one.form] - Counter([one.marks])}
            self._known[key] = self._can_be(counts, self._must - {one.form}, self.marks - one.marks)
        return self._known[key]

    def take(self, one: Candidate) -> None:
        """The question is taken."""
        self._counts[one.form] -= Counter([one.marks])
        self._must -= {one.form}
        self.marks -= one.marks
        self._known.clear()

    def _can_be(self, counts: Mapping[str, Counter[int]], must: set[str], marks: int) -> bool:
        """Whether some of these questions have so many marks, among them one of each form that must be there."""
        if marks < 0:
            return False
        sums = 1
        for form, mine in counts.items():
            some = _sums(mine, marks) & ~(1 if form in must else 0)
            sums = _together(sums, some, marks)
        return bool(sums >> marks & 1)


def _sums(counts: Mapping[int, int], most: int) -> int:
    """All sums up to `most` of some of these marks, each so many times at most."""
    sums = 1
    for marks, count in counts.items():
        left, pack = count, 1
        while left:  # 1, 2, 4 … and what is left make every number up to `count`
            take = min(pack, left)
            sums |= sums << marks * take
            left, pack = left - take, pack * 2
    return sums & (1 << most + 1) - 1


def _together(some: int, others: int, most: int) -> int:
    """Every sum up to `most` of one of some and one of the others."""
    both = 0
    for marks in range(most + 1):
        if others >> marks & 1:
            both |= some << marks
    return both & (1 << most + 1) - 1


def laid_out(chosen: Iterable[Candidate]) -> tuple[Section, ...]:
    """The paper's sections: short questions first, then what is written at length; easier ones before harder ones."""
    forms: dict[str, list[Candidate]] = {}
    for one in chosen:
        forms.setdefault(one.form, []).append(one)
    order = sorted(forms, key=lambda form: (form != SHORT, sum(one.marks for one in forms[form]) / len(forms[form])))
    found = []
    for letter, form in zip(ascii_uppercase, order, strict=False):
        title = KINDS[form].title if form != SHORT else "Short questions"
        mine = sorted(forms[form], key=lambda one: one.difficulty)
        instructions = "Answer all of them." if len(mine) > 1 else ""
        named = f"{letter}: {title}" if len(order) > 1 else title
        found.append(Section(named, instructions, tuple(one.id for one in mine)))
    return tuple(found)


def lacking(wanted: Wanted, chosen: Sequence[Candidate], title: Callable[[str], str]) -> list[str]:
    """What was asked for and is not in the paper, by name: topics, objectives, kinds of question.

    Whoever asks for all kinds is told only of those that people mark.
    """
    topics = [title(one) for one in wanted.topics if not any(is_in(each.topic, one) for each in chosen)]
    objectives = [one for one in wanted.objectives if all(each.objective != one for each in chosen)]
    named = [one for one in wanted.kinds if len(wanted.kinds) < len(KINDS) or not KINDS[one].marked]
    kinds = [KINDS[one].title for one in named if all(each.kind != one for each in chosen)]
    return [*topics, *objectives, *kinds]
