"""What an author is told is true, is said once, and is said in an author's words."""

from __future__ import annotations

import re

import pytest

from tests.bank.packs import (
    AUTHORITIES,
    ESSAY,
    EVIDENCE,
    FACTS,
    GAPS,
    JUDGING,
    MATCH,
    MEND,
    MULTIPLE,
    ORDER,
    PACK,
    SINGLE,
    TYPED,
    PackFolder,
    edited,
    with_line,
)
from tests.bank.test_mistakes import found

JARGON = re.compile(r"\bNone\b|\bTrue\b(?! False)|\^|constrained-str|literal\[|\['|\{'|NoneType|Input")
"""What Python, pydantic and regular expressions say, and no author."""


@pytest.mark.parametrize(
    ("base", "line", "field"),
    [
        (SINGLE, "¦stem:", "stem"),
        (SINGLE, "¦key: null", "key"),
        (SINGLE, "¦key: true", "key"),
        (SINGLE, "¦key: [Runner, bean]", "key"),
        (SINGLE, "¦key: {bean: runner}", "key"),
        (SINGLE, "¦distractors:", "distractors"),
        (SINGLE, "¦difficulty: true", "difficulty"),
        (SINGLE, "¦difficulty:", "difficulty"),
        (SINGLE, "distractors: [Beetroot, Kale, ¦1.5]", "distractors"),
        (JUDGING, "¦key:", "key"),
        (JUDGING, "¦key: no", "key"),
        (PACK, "¦language: English", "language"),
        (EVIDENCE, "good_for: [¦True False]", "good_for"),
        (EVIDENCE, "good_for: [¦4]", "good_for"),
        (EVIDENCE, "¦lines: [3]", "lines"),
    ],
)
def test_no_problem_is_told_in_the_words_of_a_programmer(pack: PackFolder, base: str, line: str, field: str):
    """The field is named, once; an author never wrote `None`, `True` or a regular expression."""
    where, problems = found(pack, base, with_line(base, line))
    assert [str(problem.place) for problem in problems] == where
    assert f"`{field}`" in problems[0].what
    assert not JARGON.search(f"{problems[0].what} {problems[0].remedy}")


@pytest.mark.parametrize("wrote", ["", "null", "~"])
def test_a_type_without_a_value_is_a_missing_type(pack: PackFolder, wrote: str):
    """Whoever leaves the value out is asked for it, not told that there is no such type."""
    _, [problem] = found(pack, JUDGING, with_line(JUDGING, f"type: {wrote}"))
    assert problem.what == "this question has no `type`"


@pytest.mark.parametrize("wrote", ["[typed]", "{typed: true}", "true"])
def test_a_type_that_is_no_word_is_shown_at_its_type(pack: PackFolder, wrote: str):
    """A list, a set of fields or a truth value is no type of question, and none of Python is quoted."""
    where, [problem] = found(pack, JUDGING, with_line(JUDGING, f"¦type: {wrote}"))
    assert str(problem.place) == where[0]
    assert "type" in problem.what
    assert not JARGON.search(problem.what)


@pytest.mark.parametrize(
    ("base", "edit", "field", "meant"),
    [
        (SINGLE, ("Lettuce]", "Lettuce, {text: Kale, ¦wyh: No stem.}]"), "wyh", "why"),
        (ORDER, ("Pick the pods]", "{text: Pick the pods, ¦whn: July}]"), "whn", "when"),
        (TYPED, ("ask: Which tool?}", "ask: Which tool?, ¦frm: x}"), "frm", "form"),
        (GAPS, ("ask: Which tool?}", "ask: Which tool?, ¦frm: x}"), "frm", "form"),
        (GAPS, ("- {key: fork,", "- {key: fork, ¦acept: [x],"), "acept", "accept"),
        (GAPS, ("    gaps:", "    ¦hnt: x\n    gaps:"), "hnt", "hint"),
        (MATCH, ("match: The seeds}", "match: The seeds, ¦prmpt: x}"), "prmpt", "prompt"),
        (ESSAY, ("It feeds a family, worth: 2", "It feeds a family, worth: 2, ¦txt: x"), "txt", "text"),
        (ESSAY, ("descriptor: Weighs.", "descriptor: Weighs., ¦levl: 2"), "levl", "level"),
        (PACK, ("title: The seasons}", "title: The seasons, ¦titel: x}"), "titel", "title"),
        (PACK, ("licence: MIT", "licence: MIT\n¦licens: MIT"), "licens", "licence"),
        (PACK, ("about:", "¦suject: Gardening\nabout:"), "suject", "subject"),
        (SINGLE, ("questions:", "¦qestions: []\nquestions:"), "qestions", "questions"),
        (FACTS, ("facts:", "¦fcts: []\nfacts:"), "fcts", "facts"),
        (EVIDENCE, ("claims:", "¦claim: []\nclaims:"), "claim", "claims"),
        (AUTHORITIES, ("works:", "¦work: []\nworks:"), "work", "works"),
        (AUTHORITIES, ("works:", "¦document: []\nworks:"), "document", "documents"),
    ],
)
def test_a_misspelt_field_is_put_right_wherever_it_stands(
    pack: PackFolder, base: str, edit: tuple[str, str], field: str, meant: str
):
    """What was meant is looked for among the fields of that very thing: of an option, a step, a part, a file."""
    where, problems = found(pack, base, edited(base, edit))
    at = {str(problem.place): problem for problem in problems}[where[0]]
    assert at.what.startswith(f"`{field}` is not a field")
    assert at.remedy == f"did you mean `{meant}`?"


@pytest.mark.parametrize(
    ("file", "listed", "belongs"),
    [
        ("questions/more.yaml", "facts", "questions"),
        ("facts/more.yaml", "questions", "facts"),
        ("evidence/more.yaml", "facts", "claims"),
    ],
)
def test_a_file_in_the_wrong_folder_is_told_what_belongs_there(pack: PackFolder, file: str, listed: str, belongs: str):
    """Facts under questions/ are not put right by a field whose name happens to look alike."""
    pack.write({file: f"{listed}: []\n"})
    told = [(problem.what, problem.remedy) for problem in pack.problems()]
    assert (f"`{belongs}` is missing", f"add a line `{belongs}: …`") in told
    [remedy] = [remedy for what, remedy in told if what.startswith(f"`{listed}` is not a field")]
    assert belongs in remedy


@pytest.mark.parametrize(
    ("base", "line"),
    [
        (SINGLE, "distractors: [Beetroot, ¦1.5]"),
        (SINGLE, "distractors: [¦true, Lettuce]"),
        (SINGLE, "distractors: [Beetroot, ¦null]"),
        (SINGLE, "distractors: [Beetroot, {text: Lettuce, ¦wyh: It is soft.}]"),
        (SINGLE, "authority: [¦Rose 1999]"),
        (MULTIPLE, "keys: [Carrot, ¦1.5]"),
        (ORDER, "sequence: [Sow the seed, ¦1.5, Pick the pods]"),
        (MATCH, "extra: [The bark, ¦1.5]"),
        (MEND, "parts: [the season, ¦1.5, the tool]"),
    ],
)
def test_an_entry_that_is_wrong_still_counts(pack: PackFolder, base: str, line: str):
    """The problem is the entry alone: its list is not called too short as well."""
    where, problems = found(pack, base, with_line(base, line))
    assert [str(problem.place) for problem in problems] == where


def test_one_wrong_topic_does_not_make_the_pack_topicless(pack: PackFolder):
    """`topics` is not called too short because one of them is wrong."""
    where, problems = found(pack, PACK, edited(PACK, ("title: The seasons}", "title: The seasons, ¦note: x}")))
    assert [str(problem.place) for problem in problems] == where


def test_a_field_named_like_the_type_leads_no_place_astray(pack: PackFolder):
    """Writing `order:` for `sequence:` is natural; every problem of that question still has its own line."""
    text = edited(
        ORDER,
        ("- id:", "- ¦id:"),
        ("    sequence:", "    ¦order:"),
        ("    difficulty: 2", "    ¦difficulty: 9"),
    )
    where, problems = found(pack, ORDER, text)
    assert [str(problem.place) for problem in problems] == where


@pytest.mark.parametrize("wrote", ["no", "yes", "False", "TRUE", "off"])
def test_a_word_for_true_or_false_that_is_neither_gets_a_remedy_that_helps(pack: PackFolder, wrote: str):
    """Where nothing was quoted, taking quotes away is no help; the two words are."""
    _, [problem] = found(pack, JUDGING, with_line(JUDGING, f"key: {wrote}"))
    assert "quotes" not in problem.remedy
    assert "`true`" in problem.remedy
    assert "`false`" in problem.remedy


def test_a_list_with_an_entry_too_few_is_not_missing(pack: PackFolder):
    """`lines` takes two numbers; with one it is too short, not absent."""
    _, [problem] = found(pack, EVIDENCE, with_line(EVIDENCE, "lines: [3]"))
    assert "`lines`" in problem.what
    assert "missing" not in problem.what


def test_equal_options_come_with_something_to_do(pack: PackFolder):
    """The option is named, its question shown, and the remedy is what to do rather than why."""
    where, [problem] = found(
        pack, SINGLE, edited(SINGLE, ("- id:", "- ¦id:"), ("[Beetroot, Lettuce]", "[Beetroot, 'runner  bean!']"))
    )
    assert str(problem.place) == where[0]
    assert problem.what == "the option 'runner  bean!' stands twice"
    assert re.match(r"(take|reword|change|write|give|leave|keep)\b", problem.remedy)


def test_equal_steps_are_equal_options(pack: PackFolder):
    """Two steps that read alike can't be put in order."""
    _, [problem] = found(pack, ORDER, with_line(ORDER, "sequence: [Sow, Pick, {text: sow., when: July}]"))
    assert problem.what == "the option 'sow.' stands twice"


@pytest.mark.parametrize("options", ["['+', '-']", "['-4', '4']", "[C, 'C++']", "['<', '>']", "['5', '5 %']"])
def test_options_that_differ_in_a_sign_are_not_equal(pack: PackFolder, options: str):
    """Case, spaces and full stops don't tell options apart; a sign that means something does."""
    _, problems = found(pack, SINGLE, with_line(SINGLE, f"distractors: {options}"))
    assert problems == []


@pytest.mark.parametrize(
    "line",
    [
        "reject: [Fork, the spade]",
        "reject: [Fork, spade.]",
        "reject: [Fork, Spáde]",
        "reject: [Digging-Spade]",
        "prompt: [{form: a spade, ask: Which?}]",
    ],
)
def test_forms_that_marking_takes_for_one_are_not_in_two_lists(pack: PackFolder, line: str):
    """Marking overlooks articles, accents and full stops; rejecting such a form would make the key itself wrong."""
    _, problems = found(pack, TYPED, with_line(TYPED, line))
    assert ["is both accepted and not" in problem.what for problem in problems] == [True]


@pytest.mark.parametrize("key", ["?", "!", "…"])
def test_a_key_that_nobody_can_type_is_a_mistake(pack: PackFolder, key: str):
    """Marking overlooks signs, so an answer of nothing but signs could never be right."""
    _, problems = found(pack, TYPED, with_line(TYPED, f"key: '{key}'"))
    assert [key in problem.what for problem in problems] == [True]


@pytest.mark.parametrize("on", ["1922-13", "1922-00-01", "1922-02-30", "1923-02-29"])
def test_a_day_that_no_calendar_has_is_a_mistake(pack: PackFolder, on: str):
    """A fact is not about the thirteenth month or the 30th of February."""
    where, problems = found(pack, FACTS, with_line(FACTS, f"¦on: {on}"))
    assert [str(problem.place) for problem in problems] == where


@pytest.mark.parametrize("day", ["02-30", "04-31", "11-31"])
def test_a_day_of_the_year_that_never_comes_is_a_mistake(pack: PackFolder, day: str):
    """A fact that belongs to 31 April would never be posted."""
    where, problems = found(pack, FACTS, with_line(FACTS, f"¦calendar: {day}"))
    assert [str(problem.place) for problem in problems] == where


@pytest.mark.parametrize("date", ["1902-13", "1902-00-01", "1902-03/1902-13", "1902-02-30"])
def test_a_document_of_a_day_that_no_calendar_has_is_a_mistake(pack: PackFolder, date: str):
    """A learner is told the date in words; there are none for the thirteenth month."""
    where, problems = found(pack, AUTHORITIES, edited(AUTHORITIES, ("date: 1902-03/1902-04", f"¦date: {date}")))
    assert [str(problem.place) for problem in problems] == where


@pytest.mark.parametrize(
    ("field", "wrote"),
    [("key", '"Be\\x1b[2Jan"'), ("stem", '"Be\\0an"'), ("explanation", '"Be\\aan"'), ("hint", '"Be\\x85an"')],
)
def test_control_characters_are_refused_also_where_they_are_escaped(pack: PackFolder, field: str, wrote: str):
    """What would clear a learner's terminal, or what a database can't keep, never reaches them."""
    where, problems = found(pack, SINGLE, with_line(SINGLE, f"¦{field}: {wrote}"))
    assert [str(problem.place) for problem in problems] == where
    assert f"`{field}`" in problems[0].what
