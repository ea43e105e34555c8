"""The longest and the strangest: Slack takes it, or the core learns that it does not; what arrives is what went in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as SdkView

from adapters.harmless import harmless
from adapters.slack.forms import modal_of
from adapters.slack.limits import LIMITS, TooMuch
from adapters.slack.origins import Origin
from adapters.slack.render import home_of, message_of
from adapters.slack.speech import NOTIFICATION
from adapters.slack.tables import WIDEST
from adapters.terminal.limits import LIMITS as CORE
from bot.bank.service import Bank
from bot.chat import Action, Button, Entry, Field, Form, Image, Option, Run, Select, Table, View, plain
from bot.chat.text import Style
from bot.clock import SteppedClock
from bot.facts.pages import FactPages
from bot.glossary.commands import _page as explained
from bot.quiz.forms import form_of as asked_for
from bot.quiz.kinds import kind_of
from bot.quiz.rounds.model import Round
from bot.quiz.rounds.pages import RoundPages
from bot.quiz.rounds.putting import Put
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

STRANGE = (
    *("\u202e", "\u202d", "\u2066", "\u2069", "\u200f", "\u061c", "\u200b", "\u200d", "\ufeff", "\u00ad", "\U000e0041"),
    *("\ud83d", "\udc00", "\x00", "\x1b[31m", "\x7f", "\u2028", "\r\n", "\n\n\n", "\ufffe", "\ue000", "\t", " "),
    *("Z\u0351\u036b\u0343" * 6, "שלום", "مرحبا", "ภาษาไทย", "漢字", "𝕊𝕨𝕠𝕥", "﷽", "👩‍👩‍👧‍👦", "🇬🇧", "👍🏽"),
    *("*b*", "_i_", "~s~", "`c`", "```", "> q", "• ", "1. ", "&amp;", "&", "<", ">", "<!channel>", "<!here|x>"),
    *(
        "<@U1>",
        "<#C1>",
        "<https://a.b|c>",
        "<!date^1^{time}|x>",
        ":smile:",
        ":+1:",
        "@everyone",
        "https://x.y",
        "a@b.cd",
    ),
)
WORDS = st.lists(st.sampled_from(STRANGE) | st.text(max_size=3), max_size=12).map("".join)
STYLES: tuple[Style, ...] = ("plain", "bold", "italic")
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
PICTURE = StoredFile("F1", "dot.png", len(PIXEL), "U1", data=PIXEL, ready_at=0)


def long(most: int) -> st.SearchStrategy[str]:
    """Words of up to as many characters as the core may show, strange ones among them, over and over."""
    return st.builds(lambda words, times: (words * times)[:most], WORDS, st.sampled_from((1, 1, 3, 200)))


def label(most: int) -> st.SearchStrategy[str]:
    """Words of which some leave a mark, mostly."""
    marked = st.builds(lambda words: f"x{words}"[:most], long(most))
    return st.one_of(*(marked,) * 9, long(most))


def view(draw: st.DrawFn) -> View:
    """A message with all parts as long as the core makes them."""
    runs = draw(st.lists(st.builds(Run, long(CORE["text"]), st.sampled_from(STYLES)), min_size=1, max_size=3))
    fields = draw(st.lists(st.builds(Field, long(75), long(300).map(lambda words: (Run(words),))), max_size=3))
    width = draw(st.integers(1, CORE["table columns"]))
    row = st.lists(long(CORE["table cell"]), min_size=width, max_size=width).map(tuple)
    table = Table(draw(row), tuple(draw(st.lists(row, max_size=4)))) if draw(st.booleans()) else None
    labels = draw(st.lists(label(CORE["button label"]), max_size=6))
    buttons = [Button(label, Action(f"a.b:{number}")) for number, label in enumerate(labels)]
    options = draw(st.lists(label(CORE["option label"]), max_size=4))
    offered = tuple(Option(label, str(number)) for number, label in enumerate(options))
    select = [Select(draw(label(150)), Action("a.pick"), offered)] if offered else []
    picture = Image("dot", PIXEL, draw(label(1000))) if draw(st.booleans()) else None
    return View(tuple(runs), draw(label(150)), tuple(fields), table, picture, (*buttons, *select))


def ink(words: str) -> str:
    """The characters that leave a mark: how a line is broken and spaced is the platform's affair."""
    return "".join(harmless(words).split())


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
    read = view_of(message)
    said = plain(of.text) + "".join(f"{one.label}:{plain(one.text)}" for one in of.fields)
    assert ink(read.title) == ink(of.title)
    assert ink(plain(read.text)).startswith(ink(said))
    assert [ink(one.label) for one in read.controls if isinstance(one, Button)] == [
        ink(one.label) for one in of.controls if isinstance(one, Button)
    ]
    for one in texts_in(message.blocks):
        assert not TURNING & set(one)
        one.encode()
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
    if len(words) < LIMITS["notification text"]:
        heard = ink(words)
        assert all(ink(run.text) in heard for run in of.text if isinstance(run, Run))


def texts_in(data: Any) -> Iterator[str]:
    """Every text of a body, wherever it stands."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from texts_in(part)


@settings(max_examples=60)
@given(st.data())
def test_any_message_fits_or_is_refused_and_arrives_as_it_was(data: st.DataObject):
    """With every part as long and strange as can be: within each limit, or `TooMuch`; nothing turns what follows."""
    of = data.draw(st.composite(view)())
    try:
        message_of(of, PICTURE.id if of.image else "")
    except TooMuch:
        return
    arrives(of)


@settings(max_examples=40)
@given(st.data())
def test_any_page_fits_or_is_refused(data: st.DataObject):
    """On the Home tab, where other blocks are known than in messages."""
    of = data.draw(st.composite(view)())
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
@given(st.lists(WORDS, min_size=1, max_size=6), st.data())
@example(["\u202e", "x"], None)
def test_a_table_keeps_its_cells_however_it_is_laid_out(headings: list[str], data: st.DataObject | None):
    """Each cell with something in it stands there, in order, in one table or as lines."""
    cells = st.lists(WORDS, min_size=len(headings), max_size=len(headings)).map(tuple)
    rows = tuple(data.draw(st.lists(cells, min_size=1, max_size=4))) if data else (("a\u202eb", "c"),)
    message = taken(View((Run("x"),), table=Table(("Column", *headings[1:]), rows)))
    assert acting(message) == []
    read = view_of(message)
    shown = ink(plain(read.text).removeprefix("x"))
    if read.table is not None:
        shown = ink("".join(cell for row in read.table.rows for cell in row))
    at = 0
    for cell in (cell for row in rows for cell in row if ink(cell) not in ("", "–")):
        at = shown.index(ink(cell), at) + len(ink(cell))


@settings(max_examples=60)
@given(
    WORDS.map("x{}".format) | WORDS,
    st.lists(st.builds(Option, label(80), st.integers(0, 999).map(str), label(80)), max_size=26),
    long(3100),
    st.booleans(),
    st.booleans(),
    st.sampled_from(("text", "whole", "number", "time", "date")),
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
    """As a round asks it, with a long title around it."""
    for id in bank.questions():
        question = bank.question(id)
        kind = kind_of(question)
        if not kind.marked:
            continue
        asked = ((id, 1),) * 2
        game = Round("r", "c", "slack:T1.C1", "slack:T1.C2", "T" * 100, asked, 25, True, AT, position=1, closes_at=AT)  # noqa: FBT003
        put = Put(game, 1, id, question, kind, kind.layout(question, id))
        arrives(RoundPages().question(put, 9_999))
        arrives(RoundPages().closed(put, 9_999))


def test_every_form_of_the_pack_fits(bank: Bank):
    """Of each question that is answered in one, by each of its buttons."""
    for id in bank.questions():
        question = bank.question(id)
        kind = kind_of(question)
        if kind.how != "write":
            continue
        layout = kind.layout(question, id)
        for pressed in range(len(kind.buttons(question, layout))):
            form = asked_for(Action("a.b"), question, kind, layout, pressed)
            assert check_view(modal_of(form, Origin()), "modal", {}, AT) == ()


def test_every_fact_and_term_of_the_pack_fits(bank: Bank):
    """Facts as they are posted, terms as they are explained."""
    for fact in PACK.facts:
        arrives(FactPages().daily(bank, f"stalins-russia/{fact.id}", is_its_day=True))
    for entry in PACK.glossary:
        arrives(explained(bank, bank.lessons.glossary.entry(entry.term)))
