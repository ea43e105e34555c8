"""From views to Block Kit."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.limits import TooMuch
from adapters.slack.render import home_of, message_of, options_of
from bot.chat import Action, Button, Choices, Field, Image, Moment, Option, Place, Select, Table, View, lines, rich
from tests.contract.suite import EVERYTHING, PIXEL

FILE = "F0PICTURE1"
AT = 1_795_647_500_900_000


def blocks(view: View) -> list[dict[str, Any]]:
    """The blocks of a message that shows the view."""
    shown: list[dict[str, Any]] = message_of(view, FILE if view.image else "")["blocks"]
    return shown


def elements(view: View) -> list[dict[str, Any]]:
    """What the first section of rich text is made of."""
    found: list[dict[str, Any]] = blocks(view)[0]["elements"][0]["elements"]
    return found


def test_text_is_made_of_literal_pieces_in_their_styles():
    """Neighbours in one style are one piece; nothing in a piece is read as mark-up."""
    assert elements(View(rich("A **bold {}** and *it*", "*word*"))) == [
        {"type": "text", "text": "A "},
        {"type": "text", "text": "bold *word*", "style": {"bold": True}},
        {"type": "text", "text": " and "},
        {"type": "text", "text": "it", "style": {"italic": True}},
    ]


def test_moments_are_told_in_the_readers_own_zone():
    """Slack writes the time itself; a plain one in UTC stands by for clients that can't."""
    countdown, clock, day = (Moment(AT, show) for show in ("countdown", "clock", "day"))
    assert elements(View(rich("closes {}", countdown))) == [
        {"type": "text", "text": "closes "},
        {"type": "text", "text": "at "},
        {"type": "date", "timestamp": 1_795_647_500, "format": "{time_secs}", "fallback": "22:58:20 UTC"},
    ]
    [told] = elements(View(rich("{}", clock)))
    assert (told["format"], told["fallback"]) == ("{time}", "22:58 UTC")
    [told] = elements(View(rich("{}", day)))
    assert (told["format"], told["fallback"]) == ("{date_long}", "2026-11-25")


def test_a_room_is_named_where_it_is():
    """One of Slack's as its mention; one of another platform, which has no name here, in words."""
    [before, room] = elements(View(rich("in {}", Place("slack:T1.C3"))))
    assert (before["text"], room) == ("in ", {"type": "channel", "channel_id": "C3"})
    [_, told] = elements(View(rich("in {}", Place("discord:5"))))
    assert told == {"type": "text", "text": "a room on Discord"}


def test_everything_in_a_view_is_shown_in_order():
    """Title, text, fields, table, picture and controls, from top to bottom."""
    shown = blocks(EVERYTHING)
    assert [block["type"] for block in shown] == [
        *("header", "rich_text", "rich_text", "table", "image", "actions", "actions"),
    ]
    assert shown[0]["text"] == {"type": "plain_text", "text": "The title", "emoji": False}
    assert [section["elements"][0]["text"] for section in shown[2]["elements"]] == ["Label one: ", "Label two: "]
    assert shown[4] == {"type": "image", "slack_file": {"id": FILE}, "alt_text": "A single dot"}
    buttons = shown[5]["elements"]
    assert [(button["text"]["text"], button["action_id"], button.get("style")) for button in buttons] == [
        ("Press me", "contract.press:1", "primary"),
        ("Or me", "contract.press:2", None),
    ]
    [select] = shown[6]["elements"]
    assert (select["type"], select["action_id"]) == ("static_select", "contract.pick")
    assert select["options"][0] == {
        "text": {"type": "plain_text", "text": "First", "emoji": False},
        "value": "1",
        "description": {"type": "plain_text", "text": "the first", "emoji": False},
    }


def test_a_select_for_several_options_stands_beside_its_text():
    """Slack takes such a select only there, and holds people to the most that they may choose."""
    select = Select("Pick two", Action("a.pick"), (Option("A", "a"), Option("B", "b")), least=1, most=2)
    section = blocks(View(rich("x"), controls=(select,)))[-1]
    assert (section["type"], section["text"]["text"]) == ("section", "Pick two")
    assert (section["accessory"]["type"], section["accessory"]["max_selected_items"]) == ("multi_static_select", 2)


def test_buttons_that_follow_each_other_share_a_block():
    """Up to the most that a block takes; a danger is marked as one."""
    many = tuple(Button(str(n), Action(f"a.press:{n}"), "danger") for n in range(30))
    shown = blocks(View(rich("x"), controls=many))
    assert [len(block["elements"]) for block in shown[1:]] == [25, 5]
    assert shown[1]["elements"][0]["style"] == "danger"


def test_what_leads_elsewhere_stands_apart_from_the_options():
    """Nobody who wants the last option presses Skip."""
    options = tuple(Button(letter, Action(f"a.choose:{letter}")) for letter in "ABCD")
    after = (Button("Next", Action("a.next")), Button("Skip", Action("a.skip")))
    shown = blocks(View(rich("x"), controls=(*options, *after)))
    labels = [[element["text"]["text"] for element in block["elements"]] for block in shown[1:]]
    assert labels == [["A", "B", "C", "D"], ["Next", "Skip"]]


READS_MARK_UP_NOWHERE = {
    *("header", "plain_text", "rich_text", "rich_text_section", "text", "image"),
    *("actions", "button", "static_select", "table", "raw_text"),
}


def values(part: Any, key: str = "") -> list[tuple[str, str]]:
    """Every text anywhere in a payload, with the key that it stands under."""
    if isinstance(part, dict):
        return [found for name, value in part.items() for found in values(value, name)]
    if isinstance(part, list):
        return [found for value in part for found in values(value, key)]
    return [(key, part)] if isinstance(part, str) else []


@given(st.text(min_size=1, max_size=40).filter(lambda words: bool("".join(filter(str.isprintable, words)).strip())))
def test_hostile_text_is_literal_wherever_it_stands(words: str):
    """Whatever is written, only text elements and plain text carry it, without controls or hidden characters."""
    view = View(
        rich("{}", words),
        title=words,
        fields=(Field(words, rich("{}", words)),),
        table=Table((words,), ((words,),)),
        image=Image("dot", PIXEL, words),
        controls=(
            Button(words, Action("a.press")),
            Select(words, Action("a.pick"), (Option(words, "1", words),)),
        ),
    )
    message = message_of(view, FILE)
    assert {value for key, value in values(message["blocks"]) if key == "type"} == READS_MARK_UP_NOWHERE
    for key, text in values(message):
        assert key == "action_id" or all(char.isprintable() or char == "\n" for char in text)


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(rich(" ")),
        View(rich("{}", "x" * 10_001)),
        View(title="x" * 151),
        View(rich("x"), table=Table(("a",), (("1",),) * 101)),
        View(rich("x"), table=Table(tuple("abcdefghijklmnopqrstu"), ())),
        View(rich("x"), image=Image("dot", PIXEL, "")),
        View(rich("x"), image=Image("dot", PIXEL, "x" * 2_001)),
        View(rich("x"), controls=(Button("x" * 76, Action("a.b")),)),
        View(rich("x"), controls=(Button(" ", Action("a.b")),)),
        View(rich("x"), controls=(Button("a", Action("a.b")), Button("b", Action("a.b")))),
        View(rich("x"), controls=tuple(Button("a", Action(f"a.b:{n}")) for n in range(51))),
        View(rich("x"), controls=(Select("s", Action("a.b"), ()),)),
        View(rich("x"), controls=(Select("x" * 151, Action("a.b"), (Option("a", "a"),)),)),
        View(rich("x"), controls=(Select("s", Action("a.b"), (Option("x" * 76, "a"),)),)),
        View(rich("x"), controls=(Select("s", Action("a.b"), (Option("a", "x" * 151),)),)),
        View(rich("x"), controls=(Select("s", Action("a.b"), (Option("a", "a", "x" * 76),)),)),
        View(rich("x"), controls=(Select("s", Action("a.b"), tuple(Option(str(n), str(n)) for n in range(101))),)),
        View(
            rich("x"),
            controls=tuple(Select("s", Action(f"a.b:{n}"), (Option("a", "a"),)) for n in range(50)),
        ),
    ],
)
def test_what_slack_would_not_take_raises(view: View):
    """One more than a limit, or nothing where something must be, is refused before it is sent."""
    with pytest.raises(TooMuch):
        message_of(view, FILE if view.image else "")


def test_a_picture_that_was_not_uploaded_raises():
    """There is nothing to show yet, and leaving it out would be silent."""
    with pytest.raises(TooMuch):
        message_of(View(rich("x"), image=Image("dot", PIXEL, "A dot")))


def test_at_the_limits_everything_is_taken():
    """What is exactly as large as Slack allows is shown whole."""
    text = "x" * 9_850
    message = message_of(View(rich("{}", text), title="x" * 150))
    assert text in json.dumps(message)


def test_a_home_page_takes_more_blocks_than_a_message():
    """A page of 51 blocks is one that a message could not be."""
    selects = tuple(Select("s", Action(f"a.b:{n}"), (Option("a", "a"),)) for n in range(50))
    page = home_of(View(lines(rich("x")), controls=selects), "{}")
    assert (page["type"], len(page["blocks"]), page["private_metadata"]) == ("home", 51, "{}")


def test_suggestions_are_options():
    """Label and value as the core gave them; too many are refused."""
    assert options_of(Choices((Option("Collectivisation", "coll"),))) == [
        {"text": {"type": "plain_text", "text": "Collectivisation", "emoji": False}, "value": "coll"}
    ]
    with pytest.raises(TooMuch):
        options_of(Choices((Option("a", "a"),) * 101))


def test_a_suggestion_that_slack_would_not_take_costs_no_other(caplog: pytest.LogCaptureFixture):
    """It is left out, and the log owns up to it."""
    offered = options_of(Choices((Option("a", "a"), Option("x" * 76, "b"), Option(" ", "c"), Option("d", "d"))))
    assert [option["value"] for option in offered] == ["a", "d"]
    assert caplog.text.count("a suggestion can't be shown") == 2
