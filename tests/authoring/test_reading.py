"""What teachers write becomes questions of the bank, and those become files again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.authoring import forms
from bot.authoring.columns import NAMES, TYPES, cells_of
from bot.authoring.grids import Refused
from bot.authoring.making import UNSOURCED
from bot.authoring.reading import read_rows
from bot.authoring.writing import EXAMPLES, as_file, template
from bot.bank import model
from bot.bank.service import Bank, read_pack
from bot.errors import UserError
from tests.authoring.making import A_DAY, CHITTING, GARLIC, HEADINGS, TITLES, csv, refused, taken, workbook

Row: TypeAlias = tuple[str, ...]
CONTENT = Path(__file__).parent.parent.parent / "content"


@pytest.mark.parametrize("format", ["csv", "xlsx", "yaml"])
def test_the_template_is_taken_as_it_is(format: str):
    """Its examples are right in themselves, one of each kind in a table; and a bank can be made of them."""
    pack = taken(template(format).data).pack
    assert {question.type for question in pack.questions} <= set(NAMES)
    if format != "yaml":
        assert {question.type for question in pack.questions} == set(NAMES)
    bank = Bank([pack])
    for question in pack.questions:
        assert bank.sources(f"own-abc/{question.id}")
    assert bank.topics()


@pytest.mark.parametrize("format", ["csv", "xlsx", "yaml"])
def test_what_is_taken_away_comes_back_the_same(format: str):
    """Ids and all: whoever mends a question in a file mends that question."""
    pack = taken(template("xlsx").data).pack
    assert taken(as_file(pack, format).data).pack == pack


@pytest.mark.parametrize("name", ["forces-and-motion", "stalins-russia"])
def test_questions_of_every_pack_that_comes_with_swot_can_be_written_so(name: str):
    """What a row has room for comes back from it as the same question, but for what it rests on."""
    pack = read_pack(CONTENT / name)
    rows = [(question, cells_of(question, "Topic", "Book")) for question in pack.questions]
    told = [(question, cells) for question, cells in rows if cells is not None and len(question.stem) < 1_000]
    assert len(told) > 5
    for at in range(0, len(told), 400):
        some = told[at : at + 400]
        read = read_rows([cells for _, cells in some], TITLES).pack
        unlike = {"topic", "authority", "revision", "evidence"}
        for (question, _), again in zip(some, read.questions, strict=True):
            assert again.model_dump(exclude=unlike) == question.model_dump(exclude=unlike)


def test_each_kind_of_form_says_what_a_row_says():
    """Every kind that can be written in chat, filled in as the template's example of it has it."""
    assert set(forms.SHAPES) == set(TYPES.values())
    for example in EXAMPLES:
        kind = TYPES[example["Type"]]
        [question] = read_rows([example], TITLES).pack.questions
        form = forms.form_for(kind, forms.Action("x.y"), cells_of(question, "t", ""))
        fields = {entry.name: entry.value for entry in form.entries}
        assert len(form.entries) <= 5
        again = forms.cells_written(kind, fields)
        dropped = ("Topic", "Source", "Hint", "Difficulty", "Not accepted")
        assert {column: cell.replace("\n", " | ") for column, cell in again.items()} == {
            column: cell for column, cell in example.items() if column not in dropped
        }


def test_what_a_sheet_means_is_read():
    """Numbers, dates and truth as a workbook keeps them; a date in words; thousands with commas."""
    rows = (
        ("", "number", "How many?", 15, "", "", "why", "", ""),
        ("", "number", "How many more?", 2.5, "", "", "why", "", ""),
        ("", "date", "When?", A_DAY, "", "", "why", "", ""),
        ("", "true or false", "Is it?", True, "", "", "why", "", ""),
    )
    keys = [question.key for question in taken(workbook(*rows)).pack.questions]  # type: ignore[union-attr]
    assert keys == [15, 2.5, "1929-11-27", True]
    worded = (
        ("", "number", "How many?", "1,200", "", "", "why", "", ""),
        ("", "date", "When?", "27 November 1929", "", "", "why", "", ""),
        ("", "date", "When then?", "November 1929", "", "", "why", "", ""),
    )
    keys = [question.key for question in taken(csv(*worded)).pack.questions]  # type: ignore[union-attr]
    assert keys == [1200, "1929-11-27", "1929-11"]


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_spreadsheet_of_any_country_is_read(between: str):
    """With semicolons or tabs between its cells, and its columns in any order, headings in any case."""
    headings = ("explanation", "QUESTION", "type", "Answer")
    rows = [headings, ("Before planting.", "What is sprouting called?", "typed", "chitting")]
    text = "\n".join(between.join(row) for row in rows)
    [question] = taken(text.encode()).pack.questions
    assert isinstance(question, model.Typed)
    assert question.key == "chitting"


def test_an_id_follows_from_what_is_asked():
    """The next version has the same, whatever else is changed, and wherever the question has moved to."""
    first = taken(csv(GARLIC, CHITTING)).pack.questions
    second = taken(csv(CHITTING, (*GARLIC[:3], "In autumn", *GARLIC[4:]))).pack.questions
    assert [question.id for question in second] == [question.id for question in reversed(first)]
    given_id = taken(csv(("garlic-1", *GARLIC[1:]))).pack.questions
    assert given_id[0].id == "garlic-1"


def test_questions_that_ask_the_same_have_ids_of_their_own():
    """Such as two in which a statement is matched; it is told as advice."""
    pairs = "a = b | c = d | e = f"
    rows = [
        ("", "match", "Match each.", pairs, "", "", "why", "", ""),
        ("", "match", "Match each.", f"{pairs} | g = h", "", "", "why", "", ""),
    ]
    found = taken(csv(*rows))
    ids = [question.id for question in found.pack.questions]
    assert ids[1] == f"{ids[0]}-2"
    assert any("the same" in advice.what for advice in found.advice)


def test_topics_and_sources_are_named_in_words():
    """What is left out has a topic and a source all the same."""
    pack = taken(csv((*GARLIC[:7], "Growing things", "Rose, *The Small Garden* (1999)"), CHITTING)).pack
    assert [(topic.id, topic.title) for topic in pack.info.topics] == [
        ("growing-things", "Growing things"),
        ("questions", "Questions"),
    ]
    assert [Bank([pack]).sources(f"own-abc/{one.id}") for one in pack.questions] == [
        ("Rose, *The Small Garden* (1999)",),
        (UNSOURCED,),
    ]


def row(
    type: str, question: str, answer: str, wrong: str = "", *, other: str = "", why: str = "y", id: str = ""
) -> Row:
    """A row of a spreadsheet."""
    return (id, type, question, answer, wrong, other, why, "", "")


TWO_WAYS = "“03/04/1929” could be read in two ways, or is no date"
ROOM = "2,423 characters of this would stand in one message, and there is room for 2,300"
MISTAKES: list[tuple[Row, tuple[str, str]]] = [
    (row("", "Why?", "x"), ("Type", "this is empty")),
    (row("essay", "Why?", "x"), ("Type", "there is no type “essay”")),
    (row("typed", "", "x"), ("Question", "this is empty")),
    (row("typed", "Why?", ""), ("Answer", "this is empty")),
    (row("typed", "Why?", "x", why=""), ("Explanation", "this is empty")),
    (row("typed", "Why?", "x", "z"), ("Wrong 1", "a question of the type “typed” has nothing there")),
    (row("typed", "Why?", "!!!"), ("Answer", "'!!!' could not be typed, for signs are overlooked")),
    (row("single choice", "Why?", "x", "z"), ("Wrong 1", "there are too few wrong answers")),
    (row("single choice", "Why?", "x", "z", other="X."), ("Answer", "the option 'x' stands twice")),
    (row("multiple choice", "Why?", "x", "z"), ("Answer", "there is only one right answer")),
    (row("true or false", "It is.", "maybe"), ("Answer", "“maybe” is neither")),
    (row("number", "How many?", "fifteen"), ("Answer", "“fifteen” is no number")),
    (row("date", "When?", "03/04/1929"), ("Answer", TWO_WAYS)),
    (row("order", "Order!", "a | b"), ("Answer", "there are too few steps")),
    (row("match", "Match!", "a = b | c"), ("Answer", "these are not pairs, or too few")),
    (row("gaps", "A ___ and a ___.", "spade"), ("Answer", "the stem has 2 of the gaps, “Answer” 1")),
    (row("typed", "Why?", "x", id="Ä"), ("ID", "“ID” can't be 'Ä'")),
    (row("typed", "x" * 2_001, "x"), ("Question", "“Question” is too long (2001 characters)")),
    (row("typed", "x" * 1_200, "x", why="y" * 1_200), ("", ROOM)),
]


@pytest.mark.parametrize(("wrong", "told"), MISTAKES, ids=[told[1][:30] for _, told in MISTAKES])
def test_a_mistake_is_told_with_its_row_and_column(wrong: Row, told: tuple[str, str]):
    """In the words of the spreadsheet, in each format that has rows; the right ones around it are no matter."""
    for made in (csv, workbook):
        assert (3, *told) in refused(made(GARLIC, wrong, CHITTING))


def test_all_mistakes_are_told_at_once():
    """Those of every row."""
    found = refused(csv(*(wrong for wrong, _ in MISTAKES[:6])))
    assert [(at, column) for at, column, _ in found] == [
        (2, "Type"),
        (3, "Type"),
        (4, "Question"),
        (5, "Answer"),
        (6, "Explanation"),
        (7, "Wrong 1"),
    ]


def test_mistakes_in_yaml_are_told_with_their_line():
    """In the words of the bank; what belongs into the folder of a pack is sent elsewhere."""
    text = """\
title: mine
questions:
  - type: typd
    stem: a
  - type: typed
    stem: Which?
    key: x
    explanaton: y
    authority: [rose]
  - just text
"""
    assert refused(text.encode()) == [
        (1, "", "`title` is not read here"),
        (3, "", "there is no question type 'typd'"),
        (5, "", "`explanation` is missing"),
        (8, "", "`explanaton` is not a field of typed"),
        (9, "", "`authority` is for packs that are folders"),
        (10, "", "this is no question"),
    ]


def test_yaml_has_every_kind():
    """Also those that no row has room for; a source's text is not taken for what is cited."""
    text = """\
questions:
  - type: mend
    statement: In [spring], [garlic] is lifted.
    parts: [the season, the plant]
    faulty: the season
    key: summer
    explanation: Its leaves are yellow by then.
    cited: Rose
  - type: source
    stem: How useful is this?
    source: Rain again.
    attribution: The Almanac
    marks: 2
    points: [{text: It is near., worth: 2}]
    levels: [{level: 1, marks: [1, 2], descriptor: Says so.}]
    explanation: It is.
"""
    pack = taken(text.encode()).pack
    assert [question.type for question in pack.questions] == ["mend", "source"]
    assert [Bank([pack]).sources(f"own-abc/{one.id}") for one in pack.questions] == [("Rose",), (UNSOURCED,)]
    assert taken(as_file(pack, "yaml").data).pack == pack


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40)
ROWS = st.lists(st.lists(TEXTS, min_size=len(HEADINGS), max_size=len(HEADINGS)), max_size=4)
TYPED = st.tuples(st.just(""), st.sampled_from(list(TYPES)), *[TEXTS] * 7)


@settings(deadline=None, max_examples=100)
@given(ROWS | st.lists(TYPED, max_size=4))
def test_whatever_stands_in_cells_is_taken_or_told_of(rows: list[Row]):
    """Nothing that somebody writes into a table makes an error of ours; what is taken comes back from each file."""
    try:
        pack = taken(csv(*rows)).pack
    except Refused:
        return
    assert taken(as_file(pack, "yaml").data).pack == pack
    with suppress(UserError):  # more than rows have room for
        assert taken(as_file(pack, "csv").data).pack == pack
