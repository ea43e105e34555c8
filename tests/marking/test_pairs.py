"""Labelled answers: the data is sound, and Swot's marker does well enough on them.

The lines of the test set are not for whoever writes the rules: what fails here tells places and figures, never a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.marking.pairs import Pair, Score, SetName, read_lines, read_pairs, score, swot

SETS: tuple[SetName, SetName] = ("development", "test")
NEEDED = {"question": str, "accepted": list, "given": str, "kind": str, "verdict": str}
ALLOWED = {"rejected": list, "prompt": list, "vocabulary": list}
KINDS = {
    *("abbreviation", "accents", "article", "candidates", "case", "cyrillic", "date-layout", "date-wrong"),
    *("different-number-kind", "digits-swapped", "emoji", "empty", "expansion", "filler", "first-name", "full-name"),
    *("fullwidth", "hedged-other", "initials", "lookalike", "magnitude", "markup", "mentions", "misspelling"),
    *("name-order", "near-term", "negation", "number-layout", "number-off", "number-words", "part", "part-listed"),
    *("plural", "punctuation", "question-repeated", "range", "sentence", "spacing", "spelling", "spelling-variant"),
    *("surname", "swapped", "transliteration", "two-answers", "unit", "vague", "wildcard", "wrong-answer"),
    *("wrong-name", "wrong-unit", "year-off"),
}
"""What can be the matter with an answer."""


named = pytest.mark.parametrize("name", SETS)


def all_lines() -> list[tuple[str, dict[str, Any]]]:
    """Every line of both sets."""
    return [line for name in SETS for line in read_lines(name)]


def scored(name: SetName, among: Callable[[Pair], bool] = lambda _pair: True) -> Score:
    """How Swot does on a set, or on some of it. Figures alone: pytest shows whatever a failed test has in hand."""
    return score(filter(among, read_pairs(name)), swot)


def traps() -> set[str]:
    """The kinds of which no answer is to be accepted."""
    labels = {(pair.kind, pair.verdict) for name in SETS for pair in read_pairs(name)}
    return {kind for kind, _ in labels} - {kind for kind, verdict in labels if verdict == "accept"}


# The data


def test_every_line_has_its_fields_and_no_others():
    """Strings where strings are due, lists of strings, pairs of form and question; no accepted form is empty."""
    assert [place for place, line in all_lines() if not _sound(line)] == []


def _sound(line: dict[str, Any]) -> bool:
    known = {**NEEDED, **ALLOWED}
    if not line.keys() >= NEEDED.keys() or any(type(value) is not known.get(name) for name, value in line.items()):
        return False
    entries = [*line["accepted"], *line.get("rejected", ()), *line.get("vocabulary", ())]
    pairs = line.get("prompt", [])
    if not all(type(pair) is list and len(pair) == 2 for pair in pairs):
        return False
    entries += [line["question"], *(word for pair in pairs for word in pair)]
    return bool(line["accepted"]) and all(type(entry) is str and entry.strip() for entry in entries)


def test_every_line_has_a_known_kind_and_verdict():
    """A slip in a label would count as a verdict of its own."""
    verdicts = ("accept", "reject", "prompt")
    places = [place for place, line in all_lines() if line["kind"] not in KINDS or line["verdict"] not in verdicts]
    assert places == []


@named
def test_no_answer_to_a_question_stands_twice(name: SetName):
    """Each pair counts once."""
    found = Counter((line["question"].casefold(), line["given"]) for _, line in read_lines(name))
    twice = {key for key, count in found.items() if count > 1}
    places = [place for place, line in read_lines(name) if (line["question"].casefold(), line["given"]) in twice]
    assert places == []


def test_no_pair_stands_in_both_sets():
    """What the rules were written with says nothing of how they do on what they have not seen."""
    seen = {(line["question"].casefold(), line["given"]) for _, line in read_lines("development")}
    places = [place for place, line in read_lines("test") if (line["question"].casefold(), line["given"]) in seen]
    assert places == []


@named
def test_there_are_enough_pairs_and_about_half_are_to_be_rejected(name: SetName):
    """A thousand in all; in each set, accepting everything is wrong as often as right."""
    assert len(all_lines()) >= 1_000
    verdicts = Counter(line["verdict"] for _, line in read_lines(name))
    assert 0.45 <= verdicts["reject"] / verdicts.total() <= 0.55


# The marker


@named
def test_nearly_every_pair_is_marked_right(name: SetName):
    """At least 96 in a hundred; a prompt counts as not accepted."""
    found = scored(name)
    assert found.right >= 0.96 * found.pairs


@named
def test_hardly_anything_wrong_is_accepted(name: SetName):
    """At most one in a hundred of what is to be rejected or asked back."""
    found = scored(name)
    assert found.false_accepts <= 0.01 * found.others


@named
@pytest.mark.parametrize("kinds", ["near terms", "other traps"])
def test_traps_catch_hardly_anything(name: SetName, kinds: str):
    """At most two in a hundred of near terms, and of the other kinds of which nothing is to be accepted."""
    trapping = {"near-term"} if kinds == "near terms" else traps() - {"near-term"}
    found = scored(name, lambda pair: pair.kind in trapping and pair.verdict != "accept")
    assert found.pairs > 50
    assert found.false_accepts <= 0.02 * found.pairs


@named
def test_few_right_answers_are_not_accepted(name: SetName):
    """At most six in a hundred."""
    found = scored(name)
    assert found.false_rejects <= 0.06 * found.accepts
