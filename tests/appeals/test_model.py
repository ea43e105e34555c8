"""The rules of marking in a teacher's words, and what makes two answers the same."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.appeals.model import LONGEST_COMMENT, RULES, SUGGESTED, digest, in_words, suggested
from bot.marking import judgement
from bot.marking.judgement import Judgement
from bot.quiz.kinds import KINDS
from bot.responses.model import Given

MARKING = Path(judgement.__file__).parent


def codes() -> set[str]:
    """Every reason that the rules for written answers give for not accepting one."""
    found = {value.why for value in vars(judgement).values() if isinstance(value, Judgement)} - {""}
    for path in MARKING.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                first = node.args[0] if node.args else None
                if node.func.id in ("rejected", "asked_back") and isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_every_rule_has_words_for_teachers():
    """No reason reaches a teacher in the rules' own shorthand; and no words are for a rule that is none."""
    assert len(codes()) > 20
    assert codes() <= set(RULES)
    assert set(RULES) <= codes() | {"", "not sure"}
    assert set(SUGGESTED) <= set(RULES)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("not sure that Yezhov is meant", "the spelling is too far off to be sure"),
        ("Give the month too.", "not exact enough (“Give the month too.”)"),
        ("In which unit?", "not exact enough (“In which unit?”)"),
        ("the sign is wrong", "the sign is wrong"),
        ("2 of 4 pairs are right", "2 of 4 pairs are right"),
    ],
)
def test_what_is_no_fixed_rule_is_told_as_it_is(rule: str, words: str):
    """Spellings, what was asked back, and what kinds say of themselves."""
    assert in_words(rule) == words


def test_a_comment_is_suggested_that_fits():
    """By the rule, or by naming the key; nothing where that is too long."""
    assert suggested("more than one answer", "Yagoda") == "One answer asked for."
    assert suggested("something else", "Yagoda") == "The answer is “Yagoda”."
    assert suggested("something else", "x" * LONGEST_COMMENT) == ""


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        ("typed", ("Ogpu chief",), ("the OGPU  Chief!",), True),
        ("typed", ("Ogpu chief",), ("Yagoda",), False),
        ("typed", ("?",), ("!",), False),
        ("multiple-choice", ("Carrot", "Pea"), ("Pea", "Carrot"), True),
        ("order", ("first", "second"), ("second", "first"), False),
        ("gaps", ("One", "two"), ("one", "TWO"), True),
        ("gaps", ("one two", ""), ("one", "two"), False),
        ("single-choice", ("A storm",), ("A fire",), False),
    ],
)
def test_the_same_answer_is_one_case(kind: str, one: Given, other: Given, same: bool):  # noqa: FBT001 - a column
    """However it was written or ticked; an order is another order."""
    alike = KINDS[kind].alike
    assert (digest(alike(one)) == digest(alike(other))) is same
