"""The longest and the strangest: Slack takes it, or the core learns that it does not; what arrives is what went in."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as SdkView

from adapters.slack.forms import modal_of
from adapters.slack.limits import LIMITS, TooMuch
from adapters.slack.origins import Origin
from adapters.slack.render import home_of, message_of
from adapters.slack.speech import NOTIFICATION
from adapters.slack.tables import WIDEST
from bot.bank.service import Bank
from bot.chat import Action, Entry, Form, Option, Run, Table, View, plain
from bot.clock import SteppedClock
from tests.contract.suite import PIXEL
from tests.dialogues.test_whole_pack import PACK
from tests.loopback.slack import Message, OpenView
from tests.loopback.slack.acting import acting
from tests.loopback.slack.blocks import check_message, check_view
from tests.loopback.slack.files import StoredFile
from tests.loopback.slack.reading import form_of, view_of
from tests.loopback.slack.state import initial_state
from tests.loopback.slack.world import World
from tests.slack.recorded import AT
from tests.strange import (
    TURNED,
    WORDS,
    has_every_cell,
    ink,
    label,
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

PICTURE = StoredFile("F1", "dot.png", len(PIXEL), "U1", data=PIXEL, ready_at=0)


def world() -> World:
    """A workspace that has the picture."""
    there = World(SteppedClock(AT))
    there.files[PICTURE.id] = PICTURE
    return there


def taken(of: View) -> Message:
    """The message, held against Slack's rules and slack-sdk's own. Raises `TooMuch`."""
    body = message_of(of, PICTURE.id if of.image else "")
    assert check_message(body["blocks"], {PICTURE.id: PICTURE}, AT) == ("", ())
    for block in body["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.validate_json()
    there = world()
    fields = {name: body[name] for name in ("mrkdwn", "parse")}
    return Message(there, "C1", "1.0", body["text"], there.with_ids(body["blocks"]), fields, there.bot_user_id)


def arrives(of: View) -> None:
    """Hold that what is read is what was said, that nothing of it acts, and that a notification says it too."""
    message = taken(of)
    assert acting(message) == []
    reads_as_said(view_of(message), of, message.blocks)
    reads_well(message.text, of)


def reads_well(notification: str, of: View) -> None:
    """Never empty, its first line short enough to stand alone, and no mark-up in it but what was said."""
    words = notification.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert "<" not in notification
    assert ">" not in notification
    assert words.strip()
    assert words.isprintable() or "\n" in words
    assert len(words.split("\n")[0]) <= NOTIFICATION
    assert len(words) <= LIMITS["notification text"]
    is_cut = words.endswith("…") and len(words) > LIMITS["notification text"] // 2
    if not is_cut:
        heard = ink(words)
        assert all(ink(run.text) in heard for run in of.text if isinstance(run, Run))


@settings(max_examples=60)
@given(views(label, options=4))
def test_any_message_fits_or_is_refused_and_arrives_as_it_was(of: View):
    """With every part as long and strange as can be: within each limit, or `TooMuch`; nothing turns what follows."""
    try:
        message_of(of, PICTURE.id if of.image else "")
    except TooMuch:
        return
    arrives(of)


@settings(max_examples=40)
@given(views(label, options=4))
def test_any_page_fits_or_is_refused(of: View):
    """On the Home tab, where other blocks are known than in messages."""
    try:
        page = home_of(of, "{}", PICTURE.id if of.image else "")
    except TooMuch:
        return
    assert check_view(page, "home", {PICTURE.id: PICTURE}, AT) == ()
    SdkView(**page).validate_json()
    for block in page["blocks"]:
        for part in block.get("elements", ()):
            if part["type"] == "rich_text_preformatted":
                assert all(len(line) <= WIDEST for line in part["elements"][0]["text"].split("\n"))


@settings(max_examples=60)
@given(tables(1))
@example(TURNED)
def test_a_table_keeps_its_cells_however_it_is_laid_out(table: Table):
    """Each cell with something in it stands there, in order, in one table or as lines."""
    message = taken(View((Run("x"),), table=table))
    assert acting(message) == []
    read = view_of(message)
    shown = ink(plain(read.text).removeprefix("x"))
    if read.table is not None:
        shown = ink("".join(cell for row in read.table.rows for cell in row))
    has_every_cell(shown, table)


@settings(max_examples=60)
@given(
    WORDS.map("x{}".format) | WORDS,
    st.lists(st.builds(Option, label(80), st.integers(0, 999).map(str), label(80)), max_size=26),
    long(3100),
    st.booleans(),
    st.booleans(),
    st.sampled_from(("text", "whole", "number", "time", "date", "moment")),
)
def test_any_form_fits_or_is_refused(
    words: str,
    options: list[Option],
    value: str,
    several: bool,  # noqa: FBT001
    required: bool,  # noqa: FBT001
    kind: Any,
):
    """Whatever people and packs put into its title, labels, options and texts, and whatever stands for a figure."""
    chooser = Entry("a", words, value[:20], words, required=required, options=tuple(options), several=several)
    writer = Entry("b", words, value, words, long=True, most=3000)
    figure = Entry("c", words, value[:300], words, kind=kind)
    try:
        data = modal_of(Form(words, Action("a.send"), (chooser, writer, figure)), Origin())
    except TooMuch:
        return
    assert check_view(data, "modal", {}, AT) == ()
    SdkView(**data).validate_json()
    opened = OpenView(world(), "V1", "U1", data, "1")
    opened.values = initial_state(opened.blocks)
    read = form_of(opened)
    assert [ink(one.label) for one in read.entries] == [ink(words)] * 3
    assert ink(read.entries[1].value) == ink(value)
    assert ink(read.entries[2].value) == ink(value[:300])


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
        assert check_view(modal_of(form, Origin()), "modal", {}, AT) == ()


def test_every_fact_and_term_of_the_pack_fits(bank: Bank):
    """Facts as they are posted, terms as they are explained."""
    for _, of in of_facts(bank):
        arrives(of)
    for of in of_terms(bank):
        arrives(of)


def test_every_paper_of_the_pack_fits(bank: Bank):
    """Its contents and each of its questions, as whoever sits it sees them."""
    for of in of_papers(bank):
        arrives(of)
