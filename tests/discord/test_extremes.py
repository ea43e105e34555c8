"""The longest and the strangest: it fits, or the core learns that it does not; what arrives is what went in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.discord.forms import modal
from adapters.discord.limits import TooMuch
from adapters.discord.render import render
from adapters.discord.tables import WIDEST
from adapters.harmless import harmless
from adapters.terminal.limits import LIMITS as CORE
from bot.bank.service import Bank
from bot.chat import Action, Button, Entry, Field, Form, Image, Option, Run, Select, Table, View, bare, plain
from bot.chat.text import Style
from bot.exams.model import Mock
from bot.exams.paper import frozen
from bot.exams.sitting.pages import SittingPages
from bot.exams.sitting.putting import Desk
from bot.facts.pages import FactPages
from bot.glossary.commands import _page as explained
from bot.marking.outcome import FULL, Outcome
from bot.quiz import cards
from bot.quiz.forms import form_of as asked_for
from bot.quiz.kinds import kind_of
from bot.quiz.rounds.model import Round
from bot.quiz.rounds.pages import RoundPages
from bot.quiz.rounds.putting import Put, Result
from bot.quiz.solo.model import Solo
from bot.quiz.solo.pages import SoloPages
from bot.quiz.solo.putting import Page
from tests.contract.suite import PIXEL
from tests.dialogues.test_whole_pack import PACK
from tests.exams.hall import sitting_of
from tests.loopback.discord import acting, form_of, view_of
from tests.loopback.discord.bodies import Upload, check_message
from tests.loopback.discord.components import number_components
from tests.loopback.discord.errors import Problems
from tests.loopback.discord.forms import FormCheck

AT = 1_795_647_500_000_000
STRANGE = (
    *("\u202e", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069", "\u200f", "\u061c", "\u202b", "\u202c"),
    *("\u200b", "\u200c", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u180e", "\u034f", "\U000e0041", "\ufe0f"),
    *("\ud83d", "\udc00", "\x00", "\x1b[31m", "\x7f", "\u2028", "\u2029", "\r\n", "\n\n\n", "\ufffe", "\ue000"),
    *("Z\u0351\u036b\u0343\u036a" * 6, "e\u0301", "שלום", "مرحبا", "ภาษาไทย", "漢字", "𝕊𝕨𝕠𝕥", "𒀱", "﷽", "ﬀ", "İ"),
    *("👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇬🇧", "👍🏽", "1️⃣", "☃️"),
    *(
        "**",
        "*",
        "__",
        "~~",
        "||",
        "`",
        "```",
        "\\",
        "> ",
        ">>> ",
        "# ",
        "### ",
        "-# ",
        "- ",
        "1. ",
        "[a](https://b.c)",
    ),
    *("<@1>", "<#2>", "<t:1:R>", "@everyone", ":smile:", "<:a:1>", "https://x.y", "discord.gg/z", "</a:1>"),
)
WORDS = st.lists(st.sampled_from(STRANGE) | st.text(max_size=3), max_size=12).map("".join)
STYLES: tuple[Style, ...] = ("plain", "bold", "italic")
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def long(most: int) -> st.SearchStrategy[str]:
    """Words of up to as many characters as the core may show, strange ones among them, over and over."""
    return st.builds(lambda words, times: (words * times)[:most], WORDS, st.sampled_from((1, 1, 3, 200)))


def view(draw: st.DrawFn) -> View:
    """A message with all parts as long as the core makes them."""
    runs = draw(st.lists(st.builds(Run, long(CORE["text"]), st.sampled_from(STYLES)), min_size=1, max_size=3))
    fields = draw(st.lists(st.builds(Field, long(75), long(300).map(lambda words: (Run(words),))), max_size=3))
    width = draw(st.integers(1, CORE["table columns"]))
    row = st.lists(long(CORE["table cell"]), min_size=width, max_size=width).map(tuple)
    table = Table(draw(row), tuple(draw(st.lists(row, max_size=4)))) if draw(st.booleans()) else None
    labels = draw(st.lists(long(CORE["button label"]), max_size=6))
    buttons = [Button(label, Action(f"a.b:{number}")) for number, label in enumerate(labels)]
    options = draw(st.lists(long(CORE["option label"]), max_size=25))
    offered = tuple(Option(label, str(number)) for number, label in enumerate(options))
    select = [Select(draw(long(150)), Action("a.pick"), offered)] if offered else []
    picture = Image("dot", PIXEL, draw(long(1000))) if draw(st.booleans()) else None
    return View(tuple(runs), draw(long(150)), tuple(fields), table, picture, (*buttons, *select))


def taken(of: View) -> dict[str, Any]:
    """The message, held against Discord's rules."""
    payload = render(of)
    check_message(payload.body, [Upload(number, file.name, file.data) for number, file in enumerate(payload.files)])
    return {"id": "1", "content": "", "mentions": [], **payload.body, "attachments": []}


def ink(words: str) -> str:
    """The characters that leave a mark: how a line is broken and spaced is the platform's affair."""
    return "".join(harmless(words).split())


def arrives(of: View) -> None:
    """Hold that what is read is what was said, and that nothing of it acts."""
    message = taken(of)
    assert acting(message) == []
    read = view_of(message)
    said = plain(of.text) + "".join(f"{one.label}:{plain(one.text)}" for one in of.fields)
    assert ink(read.title) == ink(of.title)
    assert ink(plain(read.text)).startswith(ink(said))
    assert [ink(one.label) for one in read.controls if isinstance(one, Button)] == [
        ink(one.label) for one in of.controls if isinstance(one, Button)
    ]
    for one in texts_in(message):
        assert not TURNING & set(one)
        one.encode()


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
        render(of)
    except TooMuch:
        return
    arrives(of)


@settings(max_examples=60)
@given(st.lists(WORDS, min_size=2, max_size=5), st.data())
@example(["\u202e", "x"], None)
def test_a_table_keeps_its_cells_however_it_is_laid_out(headings: list[str], data: st.DataObject | None):
    """Each cell with something in it stands there, in order; no line in type of one width is wider than a phone."""
    cells = st.lists(WORDS, min_size=len(headings), max_size=len(headings)).map(tuple)
    rows = tuple(data.draw(st.lists(cells, min_size=1, max_size=4))) if data else (("a\u202eb", "c"),)
    message = taken(View((Run("x"),), table=Table(("Column", *headings[1:]), rows)))
    assert acting(message) == []
    [_, written] = message["components"][0]["components"]
    shown = ink(plain(view_of(message).text).removeprefix("x"))
    at = 0
    for cell in (cell for row in rows for cell in row if ink(cell) not in ("", "–")):
        at = shown.index(ink(cell), at) + len(ink(cell))
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
    problems = Problems()
    FormCheck(problems).form(data, ())
    problems.settle()
    number_components(data["components"])
    assert [ink(one.label) for one in form_of(data).entries] == [ink(words)] * 2


# The shipped pack


@pytest.fixture(scope="module")
def bank() -> Bank:
    """The pack that ships."""
    return Bank([PACK])


def of_questions(bank: Bank) -> Iterator[View]:
    """Every question of the pack as rounds and solo quizzes show it, with long names around it."""
    for id in bank.questions():
        question = bank.question(id)
        kind = kind_of(question)
        layout = kind.layout(question, id)
        asked = ((id, 1),) * 2
        title = "T" * 100
        game = Round("r", "c", "discord:1", "discord:2", title, asked, 25, True, AT, position=1, closes_at=AT)  # noqa: FBT003
        put = Put(game, 1, id, question, kind, layout)
        if kind.marked:
            counts = () if kind.how == "write" else tuple(9_999 for _ in layout)
            top = ((1, "N" * 80, _Total()),) * 3
            yield RoundPages().question(put, 9_999)
            yield RoundPages().closed(put, 9_999)
            yield RoundPages().reveal(put, Result(9_999, 9_999, counts, top, 9_999, 9_999))  # type: ignore[arg-type]
        solo = Solo("s", "c", "p", "", "", title, asked, False, 1, 0, False, AT, AT)  # noqa: FBT003
        right = kind.right_answer(question)
        page = Page(solo, bank, id, question, kind, layout, right, 10**12)
        yield SoloPages().question(page, resumed=True)
        yield SoloPages().again(page, "Give the month too.")
        for outcome in (Outcome("right", FULL), Outcome("wrong", 0, "it is not among the answers that count")):
            yield SoloPages().feedback(page, outcome) if kind.marked else SoloPages().kept(page)
        yield cards.sources(bank.sources(id), question)


class _Total:
    points = 99_900


def test_every_question_of_the_pack_fits(bank: Bank):
    """Open, closed, revealed, answered rightly and wrongly, and what it rests on."""
    for of in of_questions(bank):
        arrives(of)


def test_every_form_of_the_pack_fits(bank: Bank):
    """Of each question that is answered in one, by each of its buttons."""
    for id in bank.questions():
        question = bank.question(id)
        kind = kind_of(question)
        if kind.how != "write":
            continue
        layout = kind.layout(question, id)
        for pressed in range(len(kind.buttons(question, layout))):
            problems = Problems()
            FormCheck(problems).form(modal(asked_for(Action("a.b"), question, kind, layout, pressed)), ())
            problems.settle()


def test_every_fact_and_term_of_the_pack_fits(bank: Bank):
    """Facts as they are posted, terms as they are explained; every letter arrives."""
    for fact in PACK.facts:
        of = FactPages().daily(bank, f"stalins-russia/{fact.id}", is_its_day=True)
        arrives(of)
        assert ink(bare(fact.text)) in ink(plain(of.text))
    for entry in PACK.glossary:
        arrives(explained(bank, bank.lessons.glossary.entry(entry.term)))


def test_every_paper_of_the_pack_fits(bank: Bank):
    """Its contents and each of its questions, as whoever sits it sees them."""
    for paper in bank.lessons.papers.values():
        sections = [(one.title, one.instructions or "", one.questions) for one in paper.sections]
        sat = frozen(bank, paper.title, paper.minutes, [(*one[:2], [_whole(id) for id in one[2]]) for one in sections])
        mock = Mock("m", "c", "discord:1", "own", sat.title, sat.minutes, AT, AT, 0, True, "open", "p", AT)  # noqa: FBT003
        desk = Desk(mock, sat, sitting_of(mock, "p", 0, AT), {}, AT)
        arrives(SittingPages().contents(desk))
        arrives(SittingPages().asked_to_hand_in(desk))
        for number in range(1, len(desk.order) + 1):
            arrives(SittingPages().question(desk.sheet(number), late=True))


def _whole(id: str) -> str:
    return id if "/" in id else f"stalins-russia/{id}"
