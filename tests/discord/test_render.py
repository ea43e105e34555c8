"""From views to messages of components."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.render import CONTAINER, EPHEMERAL, SEPARATOR, V2, render
from bot.chat import Action, Button, Control, Field, Image, Option, Select, Table, View, rich
from bot.chat.views import Tone
from tests.contract.suite import EVERYTHING, HOSTILE, PIXEL
from tests.loopback.discord import view_of
from tests.loopback.discord.bodies import Upload, check_message
from tests.loopback.discord.description import description

DOT = Image("dot", PIXEL, "A single dot")
TWO = (Option("A", "a"), Option("B", "b"))


def components(view: View) -> list[dict[str, Any]]:
    """What the view is made of, on its card or without one."""
    found: list[dict[str, Any]] = render(view).body["components"]
    return list(found[0]["components"]) if found[0]["type"] == CONTAINER else found


def rows(*controls: Control) -> list[list[str]]:
    """The labels of each row of controls."""
    drawn = [one for one in components(View(rich("x"), controls=controls))[1:] if one["type"] != SEPARATOR]
    assert all(row["type"] == 1 for row in drawn)
    return [[one.get("label") or one["placeholder"] for one in row["components"]] for row in drawn]


def buttons(name: str, *labels: str) -> list[Button]:
    """Buttons that lead to one handler."""
    return [Button(label, Action(f"{name}:{label}")) for label in labels]


def pick(label: str = "Pick") -> Select:
    """A select."""
    return Select(label, Action(f"a.pick:{label}"), TWO)


def taken(view: View, *, ephemeral: bool = False) -> None:
    """Hold a message against Discord's rules and its own description."""
    payload = render(view, ephemeral=ephemeral)
    files = [Upload(number, file.name, file.data) for number, file in enumerate(payload.files)]
    check_message(payload.body, files)
    described = description()
    if described is not None:
        assert described.problems("POST", "/channels/{channel_id}/messages", payload.body) == []


# What is shown


def test_a_message_of_some_size_is_a_card():
    """A container holds all of it, with a line above what can be pressed; a sentence with its buttons stays bare."""
    sentence = View(rich("Locked in."), controls=tuple(buttons("a.b", "x")))
    assert [one["type"] for one in render(sentence).body["components"]] == [10, 1]
    [many] = render(View(rich("Which?"), controls=tuple(buttons("a.b", *"wxyz")))).body["components"]
    assert [one["type"] for one in many["components"]] == [10, SEPARATOR, 1]
    for card in (
        View(title="x"),
        View(fields=(Field("x", rich("y")),)),
        View(table=Table(("x",), ())),
        View(image=DOT),
        View(rich("x\n\ny")),
        View(rich("x"), tone="news"),
    ):
        [shown] = render(card).body["components"]
        assert (shown["type"], len(shown["components"])) == (CONTAINER, 1)
        pressed = replace(card, controls=tuple(buttons("a.b", "x")))
        assert [one["type"] for one in components(pressed)][1:] == [SEPARATOR, 1]


def test_a_card_that_discord_would_find_too_much_is_none():
    """Its container and its line count as components, too: what just fits without them goes without them."""
    selects = tuple(pick(str(number)) for number in range(19))
    assert render(View(rich("x"), controls=selects[:18])).body["components"][0]["type"] == CONTAINER
    assert [one["type"] for one in render(View(rich("x"), controls=selects)).body["components"]] == [10, *[1] * 19]


def test_each_tone_has_a_colour_of_its_own_and_a_plain_card_none():
    """The bar at a card's side; what it says is in the words, too."""
    tones: tuple[Tone, ...] = get_args(Tone)
    cards = [render(View(title="x", tone=tone)).body["components"][0] for tone in tones]
    colours = {tone: card.get("accent_color") for tone, card in zip(tones, cards, strict=True)}
    assert colours.pop("plain") is None
    assert None not in colours.values()
    assert len(set(colours.values())) == len(tones) - 1


def test_a_table_that_is_too_wide_for_a_phone_has_a_line_for_each_row():
    """What a row is about stands in bold, the rest under its headings; places go with names, and nothing is nothing."""
    rows = (("1", "Maya Okafor", "12,345 points", "+25 %"), ("2", "Tom *Ashe*", "–", ""))
    [shown] = components(View(table=Table(("", "Learner", "Score", "Arrangements"), rows)))
    assert shown["content"] == ("**1 Maya Okafor** · Score: 12,345 points · Arrangements: +25 %\n**2 Tom \\*Ashe\\***")


def test_everything_in_a_view_is_shown_in_order():
    """Title, text, fields, table, picture and controls, from top to bottom."""
    shown = components(EVERYTHING)
    assert [one["type"] for one in shown] == [10, 10, 10, 10, 12, 14, 1, 1]
    assert [one["content"] for one in shown[:4]] == [
        "### The title",
        "A **bold** and an *italic* word.\nCloses <t:" + shown[1]["content"].split("<t:")[1],
        "**Label one:** value one\n**Label two:** value two",
        "```\nPlace  Name\n1      Cell A\n2      Cell B\n```",
    ]
    assert shown[4]["items"] == [{"media": {"url": "attachment://dot.png"}, "description": "A single dot"}]
    assert [(one["label"], one["style"], one["custom_id"]) for one in shown[6]["components"]] == [
        ("Press me", 1, "contract.press:1"),
        ("Or me", 2, "contract.press:2"),
    ]
    [select] = shown[7]["components"]
    assert (select["type"], select["custom_id"], select["placeholder"]) == (3, "contract.pick", "Pick one")
    assert (select["min_values"], select["max_values"]) == (1, 1)
    assert select["options"] == [
        {"label": "First", "value": "1", "description": "the first"},
        {"label": "Second", "value": "2"},
    ]


@pytest.mark.parametrize("ephemeral", [True, False])
@pytest.mark.parametrize(
    "view",
    [
        EVERYTHING,
        View(rich("x")),
        View(title="x"),
        View(fields=(Field("x", rich("y")),)),
        View(table=Table(("x",), ())),
        View(image=DOT),
        View(controls=(pick(), *buttons("a.b", "x", "y"))),
        View(rich("{}", "x" * 4000)),
        View(rich("x"), controls=tuple(pick(str(n)) for n in range(19))),
    ],
    ids=["everything", "text", "title", "field", "table", "image", "controls", "longest", "most"],
)
def test_what_is_sent_is_what_discord_takes(view: View, *, ephemeral: bool):
    """Valid by the rules that the loopback knows, and by Discord's own description where it is at hand."""
    taken(view, ephemeral=ephemeral)


def test_each_part_alone_is_read_back():
    """What a reader makes of the message is what the view said."""
    body = render(replace(EVERYTHING, image=None)).body
    shown = view_of({"id": "1", "content": "", **body, "attachments": []})
    assert (shown.title, shown.controls) == ("The title", EVERYTHING.controls)


def test_a_note_is_for_one_person_and_nothing_tells_anybody():
    """The flags say who sees it; no mention is let through, whatever the text says."""
    assert render(EVERYTHING).body["flags"] == V2 == 1 << 15
    assert render(EVERYTHING, ephemeral=True).body["flags"] == V2 | EPHEMERAL == 1 << 15 | 1 << 6
    assert render(View(rich("{}", HOSTILE))).body["allowed_mentions"] == {"parse": []}


def test_a_picture_goes_with_its_message_and_goes_when_it_is_replaced():
    """The file is named in the attachments; a view without one leaves none standing."""
    payload = render(View(image=DOT))
    assert [file.data for file in payload.files] == [DOT.data]
    assert payload.body["attachments"] == [{"id": 0, "filename": "dot.png", "description": "A single dot"}]
    assert render(View(rich("x"))).body["attachments"] == []


def test_a_danger_looks_like_one():
    """The weights have Discord's styles."""
    weighed = [Button(weight, Action(f"a.b:{weight}"), weight) for weight in ("normal", "main", "danger")]
    [row] = components(View(controls=tuple(weighed)))
    assert [one["style"] for one in row["components"]] == [2, 1, 4]


def test_a_table_is_aligned_and_a_cell_is_one_line():
    """Every column is as wide as its widest cell, whatever is in it."""
    table = Table(("Place", "Name"), (("1", "Maya"), ("12", " Tom\nX\u202e ")))
    [shown] = components(View(table=table))
    assert shown["content"].splitlines()[1:-1] == ["Place  Name", "1      Maya", "12     Tom X"]


def test_a_title_that_nobody_can_see_is_none():
    """Otherwise its mark would stand there alone."""
    assert [one["content"] for one in components(View(rich("x"), title=" \u202e "))] == ["x"]


@given(st.text(min_size=1, max_size=40).filter(lambda words: bool("".join(filter(str.isprintable, words)).strip())))
def test_hostile_text_is_taken_wherever_it_stands(words: str):
    """Whatever people are called or write, Discord takes the message, without controls or hidden characters."""
    view = View(
        rich("{}", words),
        title=words,
        fields=(Field(words, rich("{}", words)),),
        table=Table((words,), ((words,),)),
        image=Image("dot", PIXEL, words),
        controls=(Button(words, Action("a.b")), Select(words, Action("a.pick"), (Option(words, "1", words),))),
    )
    taken(view)
    for text in texts(render(view).body):
        assert all(char.isprintable() or char in "\n\u200b" for char in text)


def texts(part: Any) -> list[str]:
    """Every text anywhere in a body."""
    if isinstance(part, dict):
        return [found for value in part.values() for found in texts(value)]
    if isinstance(part, list):
        return [found for value in part for found in texts(value)]
    return [part] if isinstance(part, str) else []


# How controls stand


def test_the_letters_of_a_question_stand_together():
    """What leads to one handler is a group; what follows stands below it."""
    assert rows(*buttons("round.answer", *"ABCD"), *buttons("round.skip", "Skip")) == [["A", "B", "C", "D"], ["Skip"]]


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(1, [1]), (2, [2]), (5, [5]), (6, [3, 3]), (7, [4, 3]), (8, [4, 4]), (9, [5, 4]), (10, [5, 5]), (11, [4, 4, 3])],
)
def test_many_buttons_are_spread_evenly(count: int, sizes: list[int]):
    """As few rows as can be, as equal as can be, in order."""
    labels = [str(n) for n in range(count)]
    found = rows(*buttons("a.b", *labels))
    assert [len(row) for row in found] == sizes
    assert [label for row in found for label in row] == labels


def test_single_buttons_share_a_row():
    """Each leads elsewhere: they stand side by side, more than five in rows as equal as can be."""
    singles = [Button(str(n), Action(f"a.b{n}")) for n in range(6)]
    assert rows(*singles[:3]) == [["0", "1", "2"]]
    assert rows(*singles) == [["0", "1", "2"], ["3", "4", "5"]]
    assert rows(singles[0], *buttons("g.h", "x", "y"), *singles[1:3]) == [["0"], ["x", "y"], ["1", "2"]]


def test_a_select_has_a_row_to_itself():
    """Also beside other selects of its handler; buttons stay in the order that they were given in."""
    one = Button("one", Action("a.b"))
    two = Button("two", Action("a.c"))
    assert rows(one, pick("p"), pick("q"), two) == [["one"], ["p"], ["q"], ["two"]]


@given(
    st.lists(
        st.builds(
            lambda kind, name, n: (
                Select("s", Action(f"{name}:{n}"), TWO) if kind else Button(f"{n}", Action(f"{name}:{n}"))
            ),
            st.booleans(),
            st.sampled_from(["a.b", "a.c", "a.d"]),
            st.integers(0, 99),
        ),
        max_size=12,
        unique_by=lambda control: control.action.address,
    )
)
def test_every_control_is_drawn_once_and_in_order(controls: list[Control]):
    """However they follow each other, none is dropped and rows hold what Discord lets them hold."""
    drawn = components(View(rich("x"), controls=tuple(controls)))[1:]
    found = [one["custom_id"] for row in drawn for one in row.get("components", ())]
    assert found == [control.action.address for control in controls]
    taken(View(rich("x"), controls=tuple(controls)))
