"""Questions put together into a paper: the marks, the spread, and what was asked for; against every choice there is."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bot.bank.service import read_pack
from bot.exams.papers.model import Candidate, Wanted, draw, fits, lacking, laid_out
from bot.quiz.kinds import KINDS
from tests.conftest import DATA

TOPICS = ("bees", "bees/queens", "bees/drones", "hives", "honey")
OBJECTIVES = ("AO1", "AO2", "AO3")


@st.composite
def candidates(draw_from: st.DrawFn, *, most: int = 9, long: bool = True) -> list[Candidate]:
    """A small bank: short questions of one mark, and tasks of several."""
    found = []
    for number in range(draw_from(st.integers(0, most))):
        kind = draw_from(st.sampled_from(["typed", "order", "source", "essay"] if long else ["typed", "order"]))
        by_people = kind in ("source", "essay")
        found.append(
            Candidate(
                id=f"hall/q-{number}",
                topic=draw_from(st.sampled_from(TOPICS)),
                kind=kind,
                objective=draw_from(st.sampled_from(OBJECTIVES)),
                difficulty=draw_from(st.integers(1, 5)),
                marks=draw_from(st.integers(2, 9)) if by_people else 1,
                by_people=by_people,
            )
        )
    return found


@st.composite
def wishes(draw_from: st.DrawFn) -> Wanted:
    """What a teacher may ask for."""
    easiest = draw_from(st.integers(1, 5))
    return Wanted(
        marks=draw_from(st.integers(1, 40)),
        minutes=30,
        topics=tuple(draw_from(st.lists(st.sampled_from(TOPICS), max_size=2, unique=True))),
        objectives=tuple(draw_from(st.lists(st.sampled_from(OBJECTIVES), max_size=2, unique=True))),
        easiest=easiest,
        hardest=draw_from(st.integers(easiest, 5)),
        kinds=tuple(draw_from(st.lists(st.sampled_from(["typed", "order", "source", "essay"]), unique=True))),
    )


def marks_of(chosen: tuple[Candidate, ...]) -> int:
    """What they are worth."""
    return sum(one.marks for one in chosen)


@given(candidates(), wishes(), st.integers(1, 99))
def test_the_marks_are_as_near_as_any_choice_comes(pool: list[Candidate], wanted: Wanted, seed: int):
    """Of every choice of what fits none comes nearer; of two as near, it is the fewer marks."""
    fitting = [one for one in pool if fits(one, wanted)]
    every = [marks_of(some) for size in range(1, len(fitting) + 1) for some in combinations(fitting, size)]
    best = min(every, key=lambda marks: (abs(marks - wanted.marks), marks), default=0)
    assert marks_of(draw(pool, wanted, seed)) == best


@given(candidates(), wishes(), st.integers(1, 99))
def test_nothing_comes_twice_and_nothing_that_was_not_asked_for(pool: list[Candidate], wanted: Wanted, seed: int):
    """What people mark comes only where its kind is named; the same seed draws the same from a bank in any order."""
    chosen = draw(pool, wanted, seed)
    assert len({one.id for one in chosen}) == len(chosen)
    assert all(fits(one, wanted) for one in chosen)
    assert wanted.kinds or not any(one.by_people for one in chosen)
    assert draw(pool[::-1], wanted, seed) == chosen


@given(candidates(), wishes(), st.integers(1, 99))
def test_every_form_that_is_asked_for_is_there_where_it_has_room(pool: list[Candidate], wanted: Wanted, seed: int):
    """Whatever choice of the same marks has all forms, one that lacks a form is drawn only where there is none."""
    fitting = [one for one in pool if fits(one, wanted)]
    chosen = draw(pool, wanted, seed)
    forms = {one.form for one in fitting}
    choices = (some for size in range(1, len(fitting) + 1) for some in combinations(fitting, size))
    if any(marks_of(some) == marks_of(chosen) and {one.form for one in some} == forms for some in choices):
        assert {one.form for one in chosen} == forms


@given(candidates(most=40, long=False), st.integers(1, 40), st.integers(1, 99))
def test_topics_are_spread_evenly(pool: list[Candidate], marks: int, seed: int):
    """No topic has two more than another, unless the other has given all that it has."""
    wanted = Wanted(marks, 30)
    there_are = Counter(wanted.counts_to(one.topic) for one in pool)
    taken = Counter(dict.fromkeys(there_are, 0))
    taken.update(wanted.counts_to(one.topic) for one in draw(pool, wanted, seed))
    for fewer, count in taken.items():
        assert count == there_are[fewer] or max(taken.values()) <= count + 1


@given(st.integers(1, 30), st.integers(1, 99))
def test_difficulties_of_a_topic_are_spread_evenly_within_the_range(marks: int, seed: int):
    """As many easy as hard ones, to one, where there are enough of each."""
    pool = [
        Candidate(f"hall/q-{difficulty}-{number}", "bees", "typed", "AO1", difficulty, 1, by_people=False)
        for difficulty in range(1, 6)
        for number in range(10)
    ]
    chosen = draw(pool, Wanted(marks, 30, easiest=2, hardest=4), seed)
    counts = Counter({2: 0, 3: 0, 4: 0})
    counts.update(one.difficulty for one in chosen)
    assert set(counts) == {2, 3, 4}
    assert max(counts.values()) - min(counts.values()) <= 1


def test_one_topic_is_spread_over_its_parts():
    """Two that are named count each as one, however many parts they have."""
    assert [Wanted(9, 9).counts_to(topic) for topic in TOPICS] == ["bees"] * 3 + ["hives", "honey"]
    assert Wanted(9, 9, ("bees",)).counts_to("bees/queens") == "bees/queens"
    assert Wanted(9, 9, ("bees", "hives")).counts_to("bees/queens") == "bees"
    assert Wanted(9, 9, ("bees", "bees/queens")).counts_to("bees/queens") == "bees/queens"


def test_another_seed_draws_others():
    """Where there is a choice."""
    pool = [Candidate(f"hall/q-{number}", "bees", "typed", "AO1", 1, 1, by_people=False) for number in range(50)]
    assert len({draw(pool, Wanted(5, 5), seed) for seed in range(1, 21)}) == 20


def test_a_paper_is_laid_out_in_sections():
    """Short questions first, the easier before the harder; then what is written, the longer last."""
    kinds = [("typed", 1), ("essay", 9), ("order", 1), ("source", 4), ("typed", 1)]
    chosen = [
        Candidate(f"hall/q-{number}", "bees", kind, "AO1", 5 - number, marks, by_people=marks > 1)
        for number, (kind, marks) in enumerate(kinds)
    ]
    assert [(one.title, one.instructions, one.questions) for one in laid_out(chosen)] == [
        ("A: Short questions", "Answer all of them.", ("hall/q-4", "hall/q-2", "hall/q-0")),
        ("B: Source questions", "", ("hall/q-3",)),
        ("C: Essays", "", ("hall/q-1",)),
    ]
    assert [one.title for one in laid_out(chosen[:1])] == ["Short questions"]


def test_what_is_missing_is_named():
    """Topics, objectives and kinds of which nothing could be taken."""
    one = Candidate("hall/q-1", "bees/queens", "typed", "AO1", 1, 1, by_people=False)
    wanted = Wanted(9, 9, ("bees", "honey"), ("AO1", "AO3"), kinds=("typed", "essay"))
    assert lacking(wanted, (one,), str.title) == ["Honey", "AO3", "Essays"]
    assert lacking(Wanted(1, 1), (one,), str.title) == []
    assert lacking(Wanted(1, 1, kinds=tuple(KINDS)), (one,), str.title) == ["Source questions", "Essays"]


def test_nothing_that_fits_is_nothing():
    """Neither an error nor a paper."""
    assert draw([], Wanted(20, 20), 1) == ()
    assert laid_out(()) == ()


def test_a_whole_pack_is_drawn_from():
    """Its essays and sources beside short questions, to the mark."""
    pack = read_pack(DATA.parent.parent / "content" / "stalins-russia")
    pool = [
        Candidate(
            one.id, one.topic, one.type, one.objective, one.difficulty, getattr(one, "marks", 1), hasattr(one, "marks")
        )
        for one in pack.questions
    ]
    wanted = Wanted(100, 100, kinds=tuple({one.kind for one in pool}))
    chosen = draw(pool, wanted, 7)
    assert marks_of(chosen) == 100
    assert {one.form for one in chosen} == {"short", "source", "essay"}
