"""The longest and the strangest: it fits, or the core learns that it does not; what arrives is what went in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.discord.forms import modal
from adapters.discord.limits import TooMuch
from adapters.discord.render import render
from adapters.discord.tables import WIDEST
from bot.bank.service import Bank
from bot.chat import Action, Entry, Form, Option, Run, Table, View, bare, plain
from tests.dialogues.test_whole_pack import PACK
from tests.loopback.discord import acting, form_of, view_of
from tests.loopback.discord.bodies import Upload, check_message
from tests.loopback.discord.components import number_components
from tests.loopback.discord.errors import Problems
from tests.loopback.discord.forms import FormCheck
from tests.strange import (
    TURNED,
    WORDS,
    has_every_cell,
    ink,
    long,
    of_facts,
    of_forms,
    of_papers,
    of_questions,
    of_terms,
    reads_as_said,
    tables,
    views,
)


def taken(of: View) -> dict[str, Any]:
    """The message, held against Discord's rules."""
    payload = render(of)
    check_message(payload.body, [Upload(number, file.name, file.data) for number, file in enumerate(payload.files)])
    return {"id": "1", "content": "", "mentions": [], **payload.body, "attachments": []}


def arrives(of: View) -> None:
    """Hold that what is read is what was said, and that nothing of it acts."""
    message = taken(of)
    assert acting(message) == []
    reads_as_said(view_of(message), of, message)


def checked(data: dict[str, Any]) -> None:
    """Hold a form against Discord's rules."""
    problems = Problems()
    FormCheck(problems).form(data, ())
    problems.settle()


@settings(max_examples=60)
@given(views())
def test_any_message_fits_or_is_refused_and_arrives_as_it_was(of: View):
    """With every part as long and strange as can be: within each limit, or `TooMuch`; nothing turns what follows."""
    try:
        render(of)
    except TooMuch:
        return
    arrives(of)


@settings(max_examples=60)
@given(tables(2))
@example(TURNED)
def test_a_table_keeps_its_cells_however_it_is_laid_out(table: Table):
    """Each cell with something in it stands there, in order; no line in type of one width is wider than a phone."""
    message = taken(View((Run("x"),), table=table))
    assert acting(message) == []
    [_, written] = message["components"][0]["components"]
    has_every_cell(ink(plain(view_of(message).text).removeprefix("x")), table)
    if written["content"].startswith("```"):
        assert all(len(line) <= WIDEST for line in written["content"].replace("\u200b", "").split("\n"))


@settings(max_examples=60)
@given(
    WORDS,
    st.lists(st.builds(Option, long(100), st.integers(0, 999).map(str), long(100)), max_size=26),
    long(3100),
    st.booleans(),
    st.booleans(),
)
def test_any_form_fits_or_is_refused(words: str, options: list[Option], value: str, several: bool, required: bool):  # noqa: FBT001
    """Whatever people and packs put into its title, labels, options and texts."""
    chooser = Entry("a", words, value[:20], words, required=required, options=tuple(options), several=several)
    writer = Entry("b", words, value, words, long=True, most=3000)
    try:
        data = modal(Form(words, Action("a.send"), (chooser, writer)))
    except TooMuch:
        return
    checked(data)
    number_components(data["components"])
    assert [ink(one.label) for one in form_of(data).entries] == [ink(words)] * 2


# The shipped pack


@pytest.fixture(scope="module")
def bank() -> Bank:
    """The pack that ships."""
    return Bank([PACK])


def test_every_question_of_the_pack_fits(bank: Bank):
    """Open, closed, revealed, answered rightly and wrongly, and what it rests on."""
    for of in of_questions(bank):
        arrives(of)


def test_every_form_of_the_pack_fits(bank: Bank):
    """Of each question that is answered in one, by each of its buttons."""
    for form in of_forms(bank):
        checked(modal(form))


def test_every_fact_and_term_of_the_pack_fits(bank: Bank):
    """Facts as they are posted, terms as they are explained; every letter arrives."""
    for text, of in of_facts(bank):
        arrives(of)
        assert ink(bare(text)) in ink(plain(of.text))
    for of in of_terms(bank):
        arrives(of)


def test_every_paper_of_the_pack_fits(bank: Bank):
    """Its contents and each of its questions, as whoever sits it sees them."""
    for of in of_papers(bank):
        arrives(of)
