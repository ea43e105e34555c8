"""Text: templates of ours may style, nobody's words may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Moment, Run, bare, cut, dotted, lines, paragraphs, plain, prose, rich


def test_a_template_styles_and_fills():
    """Mark-up in the template is style; a filling takes the style around it."""
    assert rich("Locked in: **{}**.", "B") == (Run("Locked in: "), Run("B", "bold"), Run("."))
    assert rich("*{}* of {}", 1, 2) == (Run("1", "italic"), Run(" of "), Run("2"))


@given(st.text(max_size=40))
def test_a_filling_is_never_parsed(words: str):
    """Whatever is filled in comes out as the same characters, in one run, in the template's style."""
    assert rich("a **{}** z", words)[1] == Run(words, "bold")
    assert plain(rich("{}", words)) == words


def test_texts_and_moments_can_be_filled_in():
    """A text keeps its own styles; a moment stays a moment."""
    inner = rich("**x**")
    assert rich("a {} b {}", inner, Moment(5)) == (Run("a "), Run("x", "bold"), Run(" b "), Moment(5))


@pytest.mark.parametrize("template", ["**open", "*open", "a ** b"])
def test_unbalanced_markup_is_a_mistake(template: str):
    """A template that forgets to close its style never reaches anyone."""
    with pytest.raises(ValueError, match="unbalanced"):
        rich(template)


def test_as_many_fillings_as_placeholders():
    """Too many fillings are a mistake; so are too few."""
    with pytest.raises(ValueError, match="more fillings"):
        rich("{}", 1, 2)
    with pytest.raises(StopIteration):
        rich("{} {}", 1)


def test_an_authors_italics_are_all_that_acts_in_prose():
    """`*Pravda*` is set in italics; nothing else is mark-up, and line breaks are folded."""
    assert prose("In *Pravda*\nand **x**") == (
        Run("In "),
        Run("Pravda", "italic"),
        Run(" and *"),
        Run("x", "italic"),
        Run("*"),
    )
    assert prose("2 * 3 and {}") == (Run("2 * 3 and {}"),)
    assert bare("In *Pravda*, 2 * 3") == "In Pravda, 2 * 3"


def test_joining_leaves_out_what_is_empty():
    """Lines, paragraphs and dots stand between texts, never before or after them."""
    a, b = rich("a"), rich("b")
    assert plain(lines((), a, (), b)) == "a\nb"
    assert plain(paragraphs(a, (), b)) == "a\n\nb"
    assert plain(dotted(a, b, ())) == "a · b"
    assert lines() == ()


@pytest.mark.parametrize(
    ("words", "most", "told"),
    [
        ("A tomato", 8, "A tomato"),
        ("A tomato plant suffers", 16, "A tomato plant…"),
        ("A tomato plant suffers", 15, "A tomato plant…"),
        ("A tomato plant suffers", 14, "A tomato plan…"),  # without the word too much room would be left
        ("Donaudampfschifffahrt", 8, "Donauda…"),
        ("A  lot of  room", 12, "A  lot of…"),
        ("A year before. Then", 17, "A year before…"),
    ],
)
def test_words_are_cut_between_words_where_that_leaves_most_of_them(words: str, most: int, told: str):
    """And never longer than there is room."""
    assert cut(words, most) == told
    assert len(told) <= most
