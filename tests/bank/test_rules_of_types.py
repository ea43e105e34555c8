"""What must hold across a pack of the questions that are written: no falsehood by mistake, room, marks that agree."""

from __future__ import annotations

import pytest

from adapters.terminal.limits import check_view
from bot.bank.rules import ROOM
from bot.bank.service import Bank, read_pack
from bot.chat import View, paragraphs, prose
from bot.quiz import cards
from bot.quiz.kinds import kind_of
from tests.bank.packs import (
    DATE,
    ESSAY,
    EVERY_TYPE,
    FACTS,
    GAPS,
    MATCH,
    MEND,
    NUMBER,
    SINGLE,
    SOURCE,
    PackFolder,
    another,
    edited,
    with_line,
)
from tests.bank.test_rules import GA_002, PUBLISHED

LEAFLET = """\
claims:
  - id: GA-001
    source: leaflet
    claim: Runner beans climb up poles.
    verdict: accurate
  - id: GA-002
    source: leaflet
    claim: Potatoes are sown as seed in November.
    verdict: corrected
    note: They are planted as tubers in spring.
  - id: GA-003
    source: leaflet
    claim: The great frost came in the winter of 1902.
    verdict: corrected
    note: It came in 1895.
"""
POTATOES = edited(
    MEND,
    (
        "statement: In [spring], [garlic] is lifted with [a fork].",
        "statement: Our [potatoes] are [sown as seed] in [November].",
    ),
    ("[the season, the plant, the tool]", "[the plant, the work, the month]"),
    ("faulty: the season", "faulty: the month"),
    ("key: summer", "key: April"),
    ("[high summer]", "[in April]"),
)


# No falsehood by mistake


def test_a_card_to_be_mended_is_false_on_purpose(pack: PackFolder):
    """The statement may say what a corrected claim says: it is shown as wrong, and becomes something else."""
    pack.write({"questions/more.yaml": POTATOES})
    assert pack.told() == []


def test_a_card_that_is_mended_into_a_falsehood_is_told(pack: PackFolder):
    """What it should say is told as true."""
    text = edited(POTATOES, ("in [November]", "in [April]"), ("key: April", "¦key: November"), ("[in April]", "[Nov]"))
    where = pack.write({"questions/more.yaml": text})
    assert pack.told() == [(where[0], GA_002, PUBLISHED)]


@pytest.mark.parametrize(
    ("key", "published"), [("1902", True), ("1902-01", True), ("1895", False), ("1895-02-06", False)]
)
def test_a_date_is_a_falsehood_only_with_the_wrong_year(pack: PackFolder, key: str, *, published: bool):
    """“When did the great frost come?” repeats the claim's words, whatever the answer is."""
    text = edited(DATE, ("When was the almanac printed?", "In which winter came the great frost?"))
    where = pack.write({"questions/more.yaml": with_line(text, f"¦key: {key}"), "evidence/claims.yaml": LEAFLET})
    told = "this says what claim GA-003 says, and that is wrong: It came in 1895."
    assert pack.told() == ([(where[0], told, PUBLISHED)] if published else [])


@pytest.mark.parametrize(("key", "published"), [("1902", True), ("1895", False)])
def test_a_number_is_a_falsehood_only_with_the_wrong_figure(pack: PackFolder, key: str, *, published: bool):
    """As for dates."""
    text = edited(NUMBER, ("How heavy was the largest pumpkin?", "The great frost came in the winter of which year?"))
    text = edited(text, ("    unit: kg\n", ""))
    where = pack.write({"questions/more.yaml": with_line(text, f"¦key: {key}"), "evidence/claims.yaml": LEAFLET})
    assert pack.whereabouts() == (where if published else [])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            edited(GAPS, ("stem: A ___ turns soil, and a ___ loosens it.", "¦stem: ___ are sown as seed in ___."))
            .replace("- Spade", "- Potatoes")
            .replace("key: fork", "key: November"),
            id="gaps",
        ),
        pytest.param(
            edited(
                MATCH,
                ("Match each plant with what is eaten of it.", "How is each plant sown in November?"),
                ("{prompt: Pea, match: The seeds}", "{prompt: Potatoes, ¦match: Sown as seed in November}"),
            ),
            id="a pair",
        ),
        pytest.param(
            edited(ESSAY, ("- {text: It feeds a family,", "- {¦text: Potatoes are sown as seed in November,")),
            id="a point",
        ),
    ],
)
def test_what_a_corrected_claim_says_is_not_published_by_any_type(pack: PackFolder, text: str):
    """A text with its gaps filled, a pair and what a good answer has are told as true."""
    where = pack.write({"questions/more.yaml": text})
    assert pack.told() == [(where[0], GA_002, PUBLISHED)]


# Stems


def test_cards_are_told_apart_by_their_statements(pack: PackFolder):
    """All ask the same; two with the same statement are the same card."""
    other = another(MEND, ("g-15", "g-25"), ("[a fork]", "[a spade]"))
    pack.write({"questions/more.yaml": MEND + other})
    assert pack.told() == []
    same = another(MEND, ("g-15", "g-25"), ("    statement:", "    ¦statement:"), ("garlic] is", "Garlic]  is"))
    where = pack.write({"questions/more.yaml": MEND + same})
    assert pack.told() == [
        (
            where[0],
            "the same statement as g-15 (pack/questions/more.yaml:5:5)",
            "ask something else, or take one of them out",
        )
    ]
    assert pack.report().usable


def test_the_same_task_may_be_set_on_two_sources(pack: PackFolder):
    """“How useful is this?” is asked of many; of the same source it is asked once."""
    other = another(SOURCE, ("g-16", "g-26"), ("The beans have drowned.", "The peas float."))
    pack.write({"questions/more.yaml": SOURCE + other})
    assert pack.told() == []
    same = another(SOURCE, ("g-16", "g-26"), ("    stem:", "    ¦stem:"))
    where = pack.write({"questions/more.yaml": SOURCE + same})
    assert pack.whereabouts() == where


# Marks and tests


def test_points_that_fall_short_of_the_marks_are_worth_advice(pack: PackFolder):
    """Nobody could reach full marks by them; advice keeps no pack from its class."""
    where = pack.write({"questions/more.yaml": edited(SOURCE, ("worth: 4", "worth: 3"), ("    points", "    ¦points"))})
    [advice] = pack.problems()
    assert (str(advice.place), advice.grave) == (where[0], False)
    assert advice.what == "its points are worth 3 of 4 marks together"
    assert advice.remedy == "add what else a full answer has, or give the points their weight"


@pytest.mark.parametrize(("text", "id", "type"), [(ESSAY, "g-17", "essay"), (SOURCE, "g-16", "source")])
def test_a_fact_is_tested_by_what_is_marked_at_once(pack: PackFolder, text: str, id: str, type: str):
    """`Test me` under a fact asks for no essay."""
    where = pack.write({"questions/more.yaml": text, "facts/garden.yaml": with_line(FACTS, f"tests: [g-01, ¦{id}]")})
    told = f"{id!r} is a question of type {type}, and people mark those"
    assert pack.told() == [(where[0], told, "name a question that is marked at once")]


def test_a_figure_with_its_own_unit_is_right(pack: PackFolder):
    """A unit that marking reads otherwise would make the key itself wrong."""
    where = pack.write({"questions/more.yaml": with_line(NUMBER, "¦unit: of 5 or 6 kinds")})
    told = "'250 of 5 or 6 kinds' would not be taken for right, although it is the key"
    assert pack.told() == [(where[0], told, "write a unit as people do: km, tonnes, people")]


@pytest.mark.parametrize("unit", ["kg", "tonnes", "people", "£", "%", "apple trees", "km/h"])
def test_a_unit_may_be_any_that_people_use(pack: PackFolder, unit: str):
    """Also of things that are counted."""
    text = with_line(with_line(NUMBER, f"unit: '{unit}'"), "unit_required: true")
    pack.write({"questions/more.yaml": text})
    assert pack.told() == []


# Room


@pytest.mark.parametrize("text", EVERY_TYPE, ids=lambda text: text.split("type: ")[1].split()[0])
def test_what_has_no_room_in_one_message_is_told(pack: PackFolder, text: str):
    """Each field may be within its bounds, and all of them together too much for any platform."""
    long = with_line(with_line(text, f"explanation: {'x' * 1990}"), f"stem: {'y ' * 990}")
    if "type: gaps" in text:
        long = with_line(long, f"stem: ___ {'y ' * 980} ___")
    where = pack.write(
        {"questions/more.yaml": long.replace("- id:", "- ¦id:"), "facts/garden.yaml": None}
        | ({"questions/garden.yaml": None} if text is SINGLE else {})
    )
    [problem] = pack.problems()
    assert str(problem.place) == where[0]
    assert problem.what.endswith("of this would stand in one message, and there is room for 2,300")
    assert problem.remedy == "shorten the longest of its texts"


@pytest.mark.parametrize("text", EVERY_TYPE, ids=lambda text: text.split("type: ")[1].split()[0])
def test_whatever_has_room_can_be_shown(pack: PackFolder, text: str):
    """A question that fills its room to the last character is asked and answered in one message on every platform."""
    # As long an explanation as there is room for is found by asking.
    for length in range(1990, 0, -10):
        pack.write(
            {"questions/garden.yaml": with_line(text, f"explanation: {'x' * length}"), "facts/garden.yaml": None}
        )
        if pack.told() == []:
            break
    bank = Bank([read_pack(pack.path)])
    [id] = bank.questions()
    question = bank.question(id)
    assert length > ROOM - 1_000
    kind = kind_of(question)
    layout = kind.layout(question, "seed")
    check_view(View(cards.stem(question, kind, layout)))
    wrote = {
        "gaps": tuple("w" * 100 for _ in question.gaps) if question.type == "gaps" else (),
        "single-choice": layout[-1:],
        "multiple-choice": layout,
        "true-false": layout[:1],
        "order": layout,
        "match": tuple(words for pair in zip(("Carrot", "Kale", "Pea"), layout, strict=False) for words in pair),
        "mend": (*layout[:1], "w" * 300),
    }.get(question.type, ("w" * 300,))
    answered = paragraphs(
        kind.stem(question),
        (*kind.named(question, layout, wrote), *kind.key(question, layout), *kind.detail(question, layout)),
        (*prose(question.explanation), *prose("s" * 200)),
    )
    check_view(View(answered))
