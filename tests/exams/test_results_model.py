"""Results as values: boundaries as they are written, what tempts, and what a learner is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.model import Question
from bot.bank.service import Bank, read_pack
from bot.errors import UserError
from bot.exams.model import WHOLE, grade_of
from bot.exams.paper import ExamPaper, Item, Part
from bot.exams.results import model, statistics
from bot.exams.results.model import Asked, Gathered, Marked, Own, Sat, Unit
from bot.quiz.kinds import KINDS, kind_of
from tests.exams.hall import HALL
from tests.exams.test_model import BEGUN, MOCK

BANK = Bank([read_pack(HALL)])
QUEEN, TICKED, ESSAY = (BANK.question(f"hall/{id}") for id in ("h-01", "h-04", "h-08"))
PAPER = ExamPaper("Two", 10, (Part("", "", (Item("hall/h-01", QUEEN), Item("hall/h-08", ESSAY))),))


# Boundaries


@pytest.mark.parametrize(
    ("written", "unit", "read"),
    [
        ("A* 90, A 80, B 70", "per cent", (("A*", 900_000), ("A", 800_000), ("B", 700_000))),
        ("A*: 36; A: 31.5\nB from 28", "marks", (("A*", 900_000), ("A", 787_500), ("B", 700_000))),
        ("9 90 %, 8 80%", "marks", (("9", 900_000), ("8", 800_000))),
        ("E 40, D 50", "per cent", (("D", 500_000), ("E", 400_000))),
        ("Very good = 75", "per cent", (("Very good", 750_000),)),
        ("U 0", "marks", (("U", 0),)),
        ("  ", "per cent", ()),
    ],
)
def test_boundaries_as_teachers_write_them(written: str, unit: Unit, read: tuple[tuple[str, int], ...]):
    """In per cent or in marks of forty, from the top or from the bottom, with whatever stands between."""
    assert model.read_boundaries(written, unit, 40) == read


@pytest.mark.parametrize(
    ("written", "unit", "why"),
    [
        ("A", "per cent", "I can't make out “A”"),
        ("A 80, B", "per cent", "I can't make out “B”"),
        ("A ninety", "per cent", "I can't make out"),
        ("A 101", "per cent", "A can't take 101: the paper has 100 per cent."),
        ("A 41", "marks", "A can't take 41: the paper has 40 marks."),
        ("A 80, B 85", "per cent", ""),
        ("A 80, B 60, C 70", "per cent", "Each grade takes more than the one below it"),
        ("A 80, B 80", "per cent", "Each grade takes more than the one below it"),
        ("A 80, a 70", "per cent", "A stands there twice"),
        ("Distinguished 90", "per cent", "too long for a grade"),
        (", ".join(f"G{number} {90 - number}" for number in range(13)), "per cent", "room for 12 grades"),
    ],
)
def test_what_is_no_boundary_is_refused_with_what_would_be_right(written: str, unit: Unit, why: str):
    """A sentence says which grade is meant; grades that rise are taken the other way round."""
    if not why:
        assert model.read_boundaries(written, unit, 40)[0][0] == "B"
        return
    with pytest.raises(UserError, match=why):
        model.read_boundaries(written, unit, 40)


@given(st.integers(1, 300), st.data())
def test_a_boundary_in_marks_is_met_exactly(marks: int, data: st.DataObject):
    """Those marks are enough for the grade and a hundredth less is not; written and read again it is the same."""
    least = data.draw(st.integers(1, marks * 100))
    boundaries = model.read_boundaries(f"A {least / 100:.2f}", "marks", marks)
    assert grade_of(boundaries, least, marks * 100) == "A"
    assert grade_of(boundaries, least - 1, marks * 100) == "U"
    assert model.least_marks(boundaries[0][1], marks * 100) == least
    written, unit = model.written_boundaries(boundaries, marks)
    assert model.read_boundaries(written, unit, marks) == boundaries


def test_whole_per_cents_are_written_as_such():
    """What is no whole per cent is written in marks."""
    assert model.written_boundaries((("A", 900_000), ("B", 10_000)), 40) == ("A 90, B 1", "per cent")
    assert model.written_boundaries((("A", 787_500),), 40) == ("A 31.5", "marks")
    assert model.written_boundaries((), 40) == ("", "per cent")


def test_grades_are_counted_from_the_top():
    """Nobody's grade stands there with nought; U is told only where somebody has it, and once."""
    boundaries = (("A", 800_000), ("B", 600_000))
    assert model.tally(boundaries, [900, 800, 100], 1000) == (("A", 2), ("B", 0), ("U", 1))
    assert model.tally(boundaries, [900], 1000) == (("A", 1), ("B", 0))
    assert model.tally((("A", WHOLE), ("U", 0)), [5], 1000) == (("A", 0), ("U", 1))
    assert model.tally((), [900], 1000) == ()


# Questions


def test_a_wrong_option_that_better_learners_choose():
    """Of the better half more chose the drone than the queen; what the others chose is no matter."""
    better = [(("The drone",), 9.0)] * 3 + [(("The queen",), 9.0)] * 2
    others = [(("The queen",), 1.0)] * 5
    assert model.tempting(QUEEN, [*better, *others]) == "The drone"
    assert model.tempting(QUEEN, [*better, (("The queen",), 9.0), *others, (("The scout",), 1.0)]) == ""


def test_what_people_mark_or_type_tempts_nobody():
    """Only where one of several options is right there is something to be tempted by."""
    assert model.tempting(TICKED, [(("Wasps",), 9.0), (("Workers", "Drones"), 1.0)]) == ""


def test_wrong_answers_are_counted():
    """The commonest first; where several are ticked, each wrong one by itself."""
    assert model.wrong_answers(QUEEN, [("The drone",), ("The scout",), ("The drone",)]) == (
        ("The drone", 2),
        ("The scout", 1),
    )
    assert model.wrong_answers(TICKED, [("Workers", "Wasps"), ("Wasps", "Hoverflies")]) == (
        ("Wasps", 2),
        ("Hoverflies", 1),
    )


@pytest.mark.parametrize(
    ("facility", "discrimination", "tempting", "reasons"),
    [
        (0.19, None, "", ("hard",)),
        (0.2, (0.3, 0.0, 0.6), "", ()),
        (0.96, (0.0, -0.3, 0.09), "", ("easy", "flat")),
        (0.5, (0.0, -0.3, 0.11), "The drone", ("tempting",)),
    ],
)
def test_why_a_question_should_be_looked_at(
    facility: float, discrimination: tuple[float, float, float] | None, tempting: str, reasons: tuple[str, ...]
):
    """Below 0.2 and above 0.95; where all of the interval lies below 0.1; where a wrong option tempts."""
    told = statistics.Estimate(*discrimination) if discrimination else None
    item = statistics.Item(10, statistics.Estimate(facility, 0, 1), told, None)
    assert Asked(1, QUEEN, item, (), tempting).reasons == reasons
    few = statistics.Item(9, item.facility, told, None)
    assert Asked(1, QUEEN, few, (), tempting).reasons == ()


def test_figures_are_of_whole_papers_alone():
    """Whoever has a mark to come is in no figure and has no grade, and is among everyone all the same."""
    mock = MOCK
    whole = Sat(BEGUN, "one", (100, 500))
    waiting = Sat(BEGUN, "two", (100, None))
    found = Gathered(mock, PAPER, (whole, waiting), {})
    assert found.summary is not None
    assert (found.summary.learners, found.summary.average) == (1, 600)
    assert (found.grade(whole), found.grade(waiting), found.grades) == ("A", "", (("A", 1), ("B", 0)))
    assert [asked.item.learners for asked in found.asked] == [1, 1]
    assert Gathered(mock, PAPER, (waiting,), {}).asked == ()


@pytest.mark.parametrize("id", [f"h-0{number}" for number in range(1, 7)])
def test_every_kind_says_its_key_without_its_options(id: str):
    """What a learner reads of a question names answers, not letters."""
    question: Question = BANK.question(f"hall/{id}")
    kind = kind_of(question)
    words = kind.spelt_out(question, kind.right_answer(question))
    assert len(words) > 2
    assert kind.mark(question, kind.right_answer(question)).earned == 100


def test_every_kind_of_the_shipped_pack_says_its_key():
    """In each kind that rules mark, the key in words is not empty."""
    bank = Bank([read_pack(Path(__file__).parents[2] / "content" / "stalins-russia")])
    seen = set()
    for id in bank.questions():
        question = bank.question(id)
        if question.type not in seen and kind_of(question).marked:
            seen.add(question.type)
            assert kind_of(question).spelt_out(question, kind_of(question).right_answer(question))
    assert seen == {name for name, kind in KINDS.items() if kind.marked}


# A learner's own


def own(paper: ExamPaper, *earned: int) -> Own:
    """Somebody's results, by what each question earned."""
    items = enumerate(zip(paper.items, earned, strict=True), 1)
    marks = tuple(Marked(position, item.most, mark, 0, "") for position, (item, mark) in items)
    return Own(MOCK, paper, BEGUN, marks, {"bees": "Bees", "hives": "Hives", "honey": "Honey"})


def test_what_a_learner_is_told():
    """Objectives in their order; one topic alone is not the strongest, and is looked at again while some is missing."""
    found = own(PAPER, 0, 600)
    assert (found.total, found.grade) == (600, "A")
    shares = [(share.name, share.earned, share.most) for share in found.objectives]
    assert shares == [("AO1", 0, 100), ("AO3", 600, 600)]
    assert (found.strongest, found.again) == ("", "Bees")
    assert found.missed == ("hall/h-01",)
    assert own(PAPER, 100, 600).again == ""
    assert own(PAPER, 100, 0).missed == ()


@pytest.mark.parametrize(
    ("earned", "strongest", "again"),
    [
        ((100, 100, 50, 0), "Bees", "Honey"),
        ((0, 0, 100, 0), "Hives", "Bees"),
        ((100, 100, 100, 100), "", ""),
        ((0, 0, 0, 0), "", "Bees"),
    ],
)
def test_the_strongest_topic_and_the_weakest(earned: tuple[int, ...], strongest: str, again: str):
    """By the share of their marks, those with more marks before others; where all are alike, none is the strongest."""
    ids = ("h-01", "h-04", "h-02", "h-03")
    items = tuple(Item(f"hall/{id}", BANK.question(f"hall/{id}")) for id in ids)
    found = own(ExamPaper("Four", 10, (Part("", "", items),)), *earned)
    assert (found.strongest, found.again) == (strongest, again)
