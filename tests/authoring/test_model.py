"""What a version changes, and which questions are new ones by it."""

from __future__ import annotations

import pytest

from bot.authoring.model import Changes, changes, following, with_question
from tests.authoring.making import CHITTING, GARLIC, csv, taken

FIRST = taken(csv(GARLIC, CHITTING)).pack


@pytest.mark.parametrize(
    ("row", "revision"),
    [
        (GARLIC, 1),
        ((*GARLIC[:6], "It wants frost.", "Garlic", "Rose"), 1),
        ((*GARLIC[:3], "In autumn", *GARLIC[4:]), 2),
        ((*GARLIC[:4], "Winter", *GARLIC[5:]), 2),
    ],
    ids=["the same", "another explanation", "another key", "another wrong answer"],
)
def test_a_revision_rises_where_something_else_is_asked(row: tuple[str, ...], revision: int):
    """And only there: marks remember which key they were made with."""
    now = following(FIRST, taken(csv(row)).pack)
    assert [question.revision for question in now.questions] == [revision]


def test_revisions_never_fall():
    """Going back to what was asked first is asking something else once more."""
    changed = following(FIRST, taken(csv((*GARLIC[:3], "In autumn", *GARLIC[4:]))).pack)
    back = following(changed, FIRST)
    assert [question.revision for question in back.questions] == [3, 1]


def test_another_kind_of_question_by_the_same_id_is_another_revision():
    """Whoever turns a choice into a typed answer asks something else."""
    id = FIRST.questions[0].id
    now = following(FIRST, taken(csv((id, "typed", *GARLIC[2:4], "", "", *GARLIC[6:]))).pack)
    assert [(question.id, question.revision) for question in now.questions] == [(id, 2)]


def test_changes_are_counted():
    """Added, changed and gone; a revision alone is none."""
    assert changes(None, FIRST) == Changes(2, 0, 0)
    assert changes(FIRST, FIRST).none
    assert changes(FIRST, following(FIRST, FIRST)).none
    now = taken(csv((*GARLIC[:6], "It wants frost.", "", ""), ("", "typed", "Why?", "x", "", "", "y", "", ""))).pack
    assert changes(FIRST, now) == Changes(1, 1, 1)


def test_a_question_finds_its_place_among_the_others():
    """In place of itself, of another one, or at the end; topics and sources that nothing needs are gone."""
    one = taken(csv(("", "typed", "Why?", "x", "", "", "y", "Reasons", "Rose"))).pack
    [new] = one.questions
    assert with_question(None, one) == one
    both = with_question(FIRST, one)
    assert [question.id for question in both.questions] == [*(question.id for question in FIRST.questions), new.id]
    assert [topic.id for topic in both.info.topics] == ["questions", "reasons"]
    assert len(both.named) == 2
    assert with_question(both, one) == both
    instead = with_question(FIRST, one, FIRST.questions[0].id)
    assert [question.id for question in instead.questions] == [FIRST.questions[1].id, FIRST.questions[0].id]
