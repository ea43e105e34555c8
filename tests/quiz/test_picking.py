"""Which questions are asked: what people mark only where it is asked for, and what came lately last."""

from __future__ import annotations

from random import Random

import pytest

from bot.bank.service import Bank, read_pack
from bot.errors import UserError
from bot.quiz.kinds import KINDS
from bot.quiz.picking import pick, title
from tests.conftest import DATA

BANK = Bank([read_pack(DATA / "garden"), read_pack(DATA / "orchard")])


def picked(
    *, topic: str | None = None, count: int = 30, kind: str = "", lately: frozenset[str] = frozenset()
) -> set[str]:
    """The ids that are picked."""
    return {id for id, _ in pick(BANK, Random(1), topic=topic, count=count, lately=lately, kind=kind)}


def test_what_people_mark_is_not_drawn_unasked():
    """Fourteen of sixteen questions have rules."""
    assert picked() == set(BANK.questions()) - {"orchard/o-07", "orchard/o-08"}
    with pytest.raises(UserError, match="There are no questions on that yet"):
        picked(topic="essays")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_asked_for_alone(kind: str):
    """Also those that people mark; nothing else comes with it."""
    assert {BANK.question(id).type for id in picked(kind=kind)} == {kind}


def test_a_kind_that_a_topic_has_not_is_told():
    """Rather than another kind being asked."""
    with pytest.raises(UserError, match="There are no questions of that kind there yet"):
        picked(topic="counting", kind="essay")


def test_what_was_asked_lately_comes_last():
    """Within a kind, too."""
    lately = frozenset({"orchard/o-01"})
    assert picked(kind="number", count=1, lately=lately) == {"orchard/o-02"}
    assert picked(kind="number", count=2, lately=lately) == {"orchard/o-01", "orchard/o-02"}


@pytest.mark.parametrize(
    ("topic", "kind", "called"),
    [
        (None, "", "Mixed questions"),
        ("counting", "", "How many"),
        (None, "mend", "Mend the card"),
        ("counting", "number", "Numbers: How many"),
    ],
)
def test_a_quiz_is_called_by_its_topic_and_kind(topic: str | None, kind: str, called: str):
    """What it is about, as its first line says."""
    assert title(BANK, topic, kind) == called
