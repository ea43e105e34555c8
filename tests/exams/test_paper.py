"""A paper as it is sat: frozen, and in an order of each learner's own."""

from __future__ import annotations

import pytest

from bot.bank.service import Bank, read_pack
from bot.errors import UserError
from bot.exams.paper import ExamPaper, from_json, frozen, to_json
from tests.exams.hall import HALL

BANK = Bank([read_pack(HALL)])
SECTIONS = [("A", "Answer both.", ["hall/h-01", "hall/h-02", "hall/h-03"]), ("B", "", ["hall/h-07", "hall/h-08"])]


@pytest.fixture
def paper() -> ExamPaper:
    """Three short questions and two long ones."""
    return frozen(BANK, "Bees", 30, SECTIONS)


def test_a_frozen_paper_comes_back_as_it_was(paper: ExamPaper):
    """Whatever becomes of the pack, its row has the questions themselves."""
    assert from_json(to_json(paper)) == paper
    assert [item.marks for item in paper.items] == [1, 1, 1, 4, 6]
    assert paper.marks == 13


def test_each_learner_has_an_order_of_their_own(paper: ExamPaper):
    """Every question once, no part before its turn, and the same again from the same seed."""
    orders = {paper.order(f"seed{n}") for n in range(50)}
    assert len(orders) > 1
    assert all(sorted(order) == [1, 2, 3, 4, 5] and set(order[:3]) == {1, 2, 3} for order in orders)
    assert paper.order("seed1") == paper.order("seed1")


def test_a_position_has_its_question_and_part(paper: ExamPaper):
    """Positions count through all parts; there is nothing before the first and after the last."""
    assert paper.item(4).id == "hall/h-07"
    assert (paper.part_of(3).title, paper.part_of(4).title) == ("A", "B")
    for nowhere in (0, 6):
        with pytest.raises(UserError):
            paper.item(nowhere)


def test_what_is_asked_no_more_is_left_out():
    """Of a question that the bank does not know nothing is frozen; a paper of nothing is none."""
    assert len(frozen(BANK, "Bees", 30, [("A", "", ["hall/h-01", "hall/gone"])]).items) == 1
    with pytest.raises(UserError, match="Choose another paper"):
        frozen(BANK, "Bees", 30, [("A", "", ["hall/gone"])])
