"""The longest and the strangest that a platform may be given: any view, and every view of the shipped pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from hypothesis import strategies as st

from adapters.harmless import harmless
from adapters.terminal.limits import LIMITS as CORE
from bot.bank.service import Bank
from bot.chat import Action, Button, Field, Form, Image, Option, Run, Select, Table, View, plain
from bot.chat.text import Style
from bot.exams.model import Mock
from bot.exams.paper import frozen
from bot.exams.sitting.pages import SittingPages
from bot.exams.sitting.putting import Desk
from bot.facts.pages import FactPages
from bot.glossary.commands import _page as explained
from bot.marking.outcome import FULL, Outcome
from bot.quiz import cards
from bot.quiz.forms import form_of
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

AT = 1_795_647_500_000_000
STRANGE = (
    *("\u202e", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069", "\u200f", "\u061c", "\u202b", "\u202c", "\t", " "),
    *("\u200b", "\u200c", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u180e", "\u034f", "\U000e0041", "\ufe0f"),
    *("\ud83d", "\udc00", "\x00", "\x1b[31m", "\x7f", "\u2028", "\u2029", "\r\n", "\n\n\n", "\ufffe", "\ue000"),
    *("Z\u0351\u036b\u0343\u036a" * 6, "e\u0301", "שלום", "مرحبا", "ภาษาไทย", "漢字", "𝕊𝕨𝕠𝕥", "𒀱", "﷽", "ﬀ", "İ"),
    *("👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇬🇧", "👍🏽", "1️⃣", "☃️", "&amp;", "&", "<", ">", "• ", "1. ", "- ", "a@b.cd"),
    *("**", "*", "__", "~~", "||", "`", "```", "\\", "> ", ">>> ", "# ", "### ", "-# ", "[a](https://b.c)"),
    *("*b*", "_i_", "~s~", "`c`", "<!channel>", "<!here|x>", "<@U1>", "<#C1>", "<https://a.b|c>", ":+1:"),
    *("<!date^1^{time}|x>", "<@1>", "<#2>", "<t:1:R>", "@everyone", ":smile:", "<:a:1>", "https://x.y"),
    *("discord.gg/z", "</a:1>"),
)
"""What turns, joins, stacks, hides or breaks, and the mark-up of every platform."""
WORDS = st.lists(st.sampled_from(STRANGE) | st.text(max_size=3), max_size=12).map("".join)
STYLES: tuple[Style, ...] = ("plain", "bold", "italic")
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


# Anything


def long(most: int) -> st.SearchStrategy[str]:
    """Words of up to as many characters as the core may show, strange ones among them, over and over."""
    return st.builds(lambda words, times: (words * times)[:most], WORDS, st.sampled_from((1, 1, 3, 200)))


def label(most: int) -> st.SearchStrategy[str]:
    """Words of which some leave a mark, mostly."""
    marked = st.builds(lambda words: f"x{words}"[:most], long(most))
    return st.one_of(*(marked,) * 9, long(most))


def views(label: Callable[[int], st.SearchStrategy[str]] = long, options: int = 25) -> st.SearchStrategy[View]:
    """Messages with all parts as long as the core makes them."""

    @st.composite
    def view(draw: st.DrawFn) -> View:
        runs = draw(st.lists(st.builds(Run, long(CORE["text"]), st.sampled_from(STYLES)), min_size=1, max_size=3))
        fields = draw(st.lists(st.builds(Field, long(75), long(300).map(lambda words: (Run(words),))), max_size=3))
        width = draw(st.integers(1, CORE["table columns"]))
        row = st.lists(long(CORE["table cell"]), min_size=width, max_size=width).map(tuple)
        table = Table(draw(row), tuple(draw(st.lists(row, max_size=4)))) if draw(st.booleans()) else None
        labels = draw(st.lists(label(CORE["button label"]), max_size=6))
        buttons = [Button(label, Action(f"a.b:{number}")) for number, label in enumerate(labels)]
        chosen = draw(st.lists(label(CORE["option label"]), max_size=options))
        offered = tuple(Option(label, str(number)) for number, label in enumerate(chosen))
        select = [Select(draw(label(150)), Action("a.pick"), offered)] if offered else []
        picture = Image("dot", PIXEL, draw(label(1000))) if draw(st.booleans()) else None
        return View(tuple(runs), draw(label(150)), tuple(fields), table, picture, (*buttons, *select))

    return view()


def tables(least: int) -> st.SearchStrategy[Table]:
    """Tables of at least so many columns, the first of which has a heading."""

    @st.composite
    def table(draw: st.DrawFn) -> Table:
        headings = draw(st.lists(WORDS, min_size=least, max_size=6))
        cells = st.lists(WORDS, min_size=len(headings), max_size=len(headings)).map(tuple)
        return Table(("Column", *headings[1:]), tuple(draw(st.lists(cells, min_size=1, max_size=4))))

    return table()


TURNED = Table(("Column", "x"), (("a\u202eb", "c"),))
"""A table in which somebody turns what follows."""


# What has to hold


def ink(words: str) -> str:
    """The characters that leave a mark: how a line is broken and spaced is the platform's affair."""
    return "".join(harmless(words).split())


def texts_in(data: Any) -> Iterator[str]:
    """Every text of a body, wherever it stands."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for part in data.values() if isinstance(data, dict) else data:
            yield from texts_in(part)


def reads_as_said(read: View, of: View, sent: Any) -> None:
    """Hold that what is read is what was said, and that nothing that is `sent` turns what follows."""
    said = plain(of.text) + "".join(f"{one.label}:{plain(one.text)}" for one in of.fields)
    assert ink(read.title) == ink(of.title)
    assert ink(plain(read.text)).startswith(ink(said))
    assert [ink(one.label) for one in read.controls if isinstance(one, Button)] == [
        ink(one.label) for one in of.controls if isinstance(one, Button)
    ]
    for one in texts_in(sent):
        assert not TURNING & set(one)
        one.encode()


def has_every_cell(shown: str, table: Table) -> None:
    """Hold that each cell with something in it stands there, in order; `shown` is the ink."""
    at = 0
    for cell in (cell for row in table.rows for cell in row if ink(cell) not in ("", "–")):
        at = shown.index(ink(cell), at) + len(ink(cell))


# The shipped pack


def of_questions(bank: Bank) -> Iterator[View]:
    """Every question of the pack as rounds and solo quizzes show it, with long names around it."""
    for id in bank.questions():
        question = bank.question(id)
        kind = kind_of(question)
        layout = kind.layout(question, id)
        asked = ((id, 1),) * 2
        title = "T" * 100
        game = Round("r", "c", "far:1", "far:2", title, asked, 25, True, AT, position=1, closes_at=AT)  # noqa: FBT003
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


def of_forms(bank: Bank) -> Iterator[Form]:
    """The forms of each question that is answered in one, by each of its buttons."""
    for id in bank.questions():
        question = bank.question(id)
        kind = kind_of(question)
        if kind.how == "write":
            layout = kind.layout(question, id)
            for pressed in range(len(kind.buttons(question, layout))):
                yield form_of(Action("a.b"), question, kind, layout, pressed)


def of_facts(bank: Bank) -> Iterator[tuple[str, View]]:
    """Each fact as it is posted, after its own words."""
    return ((fact.text, FactPages().daily(bank, f"stalins-russia/{fact.id}", is_its_day=True)) for fact in PACK.facts)


def of_terms(bank: Bank) -> Iterator[View]:
    """Each term as it is explained."""
    return (explained(bank, bank.lessons.glossary.entry(entry.term)) for entry in PACK.glossary)


def of_papers(bank: Bank) -> Iterator[View]:
    """The contents of each paper and each of its questions, as whoever sits it sees them."""
    for paper in bank.lessons.papers.values():
        sections = [(one.title, one.instructions or "", _whole(one.questions)) for one in paper.sections]
        sat = frozen(bank, paper.title, paper.minutes, sections)
        mock = Mock("m", "c", "far:1", "own", sat.title, sat.minutes, AT, AT, 0, True, "open", "p", AT)  # noqa: FBT003
        desk = Desk(mock, sat, sitting_of(mock, "p", 0, AT), {}, AT)
        yield SittingPages().contents(desk)
        yield SittingPages().asked_to_hand_in(desk)
        for number in range(1, len(desk.order) + 1):
            yield SittingPages().question(desk.sheet(number), late=True)


def _whole(ids: Iterable[str]) -> list[str]:
    return [id if "/" in id else f"stalins-russia/{id}" for id in ids]
