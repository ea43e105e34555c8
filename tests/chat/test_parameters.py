"""What people write after a command, read by the command's own signature."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import About, Between, Endings, FileKey, PersonKey, Picked, RoomKey
from bot.chat.parameters import clean, parameter, read_options
from bot.chat.written import split_options
from bot.errors import UserError

TOPIC = parameter("topic", Annotated[str | None, About("what about")], required=False)
NAME = parameter("name", Annotated[str | None, About("what it is called")], required=False)
COUNT = parameter("questions", Annotated[int, Between(1, 30), About("how many")], required=False)
SPEED = parameter("speed", Annotated[bool, About("a bonus")], required=False)
OVER = parameter("over", Annotated[Literal["week", "all"], About("since when")], required=False)
WHO = parameter("person", Annotated[PersonKey, About("who")], required=True)
WHERE = parameter("room", Annotated[RoomKey, About("where")], required=False)
FILE = parameter("file", Annotated[FileKey, About("which file"), Endings(("ics",))], required=True)
DUE = parameter("due", Annotated[str, About("when; now if left out"), Picked("moment", "Fri 16:00")], required=False)
ALL = (TOPIC, COUNT, SPEED, OVER, WHO, WHERE)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("topic:terror questions:3", {"topic": "terror", "questions": 3}),
        ("questions:3 topic:terror", {"topic": "terror", "questions": 3}),
        ("terror 3", {"topic": "terror", "questions": 3}),
        ("3 terror", {"topic": "terror", "questions": 3}),
        ('topic:"five year plans" 10', {"topic": "five year plans", "questions": 10}),
        ("“five year plans” 10", {"topic": "five year plans", "questions": 10}),
        ("five year plans", {"topic": "five year plans"}),
        ("TOPIC:terror Speed:YES", {"topic": "terror", "speed": True}),
        ("speed:off over:ALL", {"speed": False, "over": "all"}),
        ("@terminal:tom", {"person": "terminal:tom"}),
        ("room:#terminal:facts", {"room": "terminal:facts"}),
        ("terror #terminal:facts", {"topic": "terror", "room": "terminal:facts"}),
        ("all terror", {"over": "all", "topic": "terror"}),
        ("", {}),
    ],
)
def test_named_and_loose_words_mean_the_same(written: str, meant: dict[str, object]):
    """Options may be named or not, in any order, with quotation marks of either sort."""
    assert read_options(ALL, split_options(ALL, written)) == meant


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("questions:0", "questions goes from 1 to 30; 0 is outside that."),
        ("questions:31", "questions goes from 1 to 30; 31 is outside that."),
        ("questions:-4", "questions goes from 1 to 30; -4 is outside that."),
        ("questions:" + "9" * 400, "questions goes from 1 to 30; 99999999999999999999 is outside that."),
        ("questions:many", "questions is a number from 1 to 30, not “many”."),
        ("questions:٣", "questions is a number from 1 to 30, not “٣”."),
        ("questions:3 questions:4", "questions is given twice."),
        ("question:3", "There is no option “question”. Did you mean questions?"),
        ("colour:red", "There is no option “colour”. It takes [topic:…]"),
        ("speed:maybe", "speed is yes or no, not “maybe”."),
        ("over:year", "over can be week or all, not “year”."),
        ("topic:", "topic is empty. Leave it out, or write something after topic:"),
        ("topic:" + "x" * 300, "topic is too long; 200 characters are enough."),
        ("3 4", "I don't know what to do with “4”."),
    ],
)
def test_what_cannot_be_read_is_explained(written: str, told: str):
    """Each mistake gets a sentence that names the option and what would be right."""
    with pytest.raises(UserError) as refusal:
        read_options(ALL, split_options(ALL, written))
    assert str(refusal.value).startswith(told)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("file:term.ics", {"file": "term.ics"}),
        ('file:"my  term.ics" 3', {"file": "my  term.ics", "questions": 3}),
        ("term.ics", {"file": "term.ics"}),
        ("my term.ics 3", {"file": "my term.ics", "questions": 3}),
        ("https://example.org/term.ics", {"file": "https://example.org/term.ics"}),
        ("file:https://example.org/term.ics", {"file": "https://example.org/term.ics"}),
        ("file:" + "x" * 300, {"file": "x" * 300}),
        ("file:", {"file": ""}),
        ("", {}),
    ],
)
def test_words_may_name_a_file(written: str, meant: dict[str, object]):
    """With its name or as what is left over; as it is written, and however long: whether it is one shows later."""
    options = (COUNT, FILE)
    assert read_options(options, split_options(options, written)) == meant


def test_words_are_rather_a_text_than_a_file():
    """Where a command takes both, a file has to be named."""
    assert split_options((FILE, TOPIC), "term.ics") == {"topic": "term.ics"}
    assert split_options((FILE, TOPIC), "3") == {"topic": "3"}
    with pytest.raises(UserError, match="I don't know what to do with “3”"):
        split_options((FILE, TOPIC, COUNT), "4 3")


def test_an_address_is_no_option():
    """Its scheme is not the name of one, unless it is."""
    assert split_options((TOPIC,), "https://example.org") == {"topic": "https://example.org"}
    assert split_options((TOPIC,), "topic://x") == {"topic": "//x"}


def test_an_example_stands_with_what_is_asked_for():
    """In help and beside what is written; a platform that lets people pick a time needs none."""
    assert (DUE.about, DUE.told) == ("when; now if left out", "when, such as Fri 16:00; now if left out")
    assert DUE.kind == "text"


def test_a_file_is_written_like_a_text():
    """In usage lines; it knows how its name may end."""
    assert (FILE.kind, FILE.usage, FILE.endings) == ("file", "file:…", ("ics",))
    left_out = parameter("file", Annotated[FileKey | None, About("which file")], required=False)
    assert (left_out.kind, left_out.usage, left_out.endings) == ("file", "[file:…]", ())


@given(st.text(max_size=300))
def test_nothing_that_can_be_written_breaks_the_reader(written: str):
    """Any text at all is either read or refused with a sentence of bearable length."""
    try:
        read_options(ALL, split_options(ALL, written))
    except UserError as refusal:
        assert 0 < len(str(refusal)) < 300  # noqa: PT017 - either way is right


def test_cleaning_takes_out_what_cannot_be_seen():
    """Control characters, escape sequences' beginnings and zero-width marks do not survive; words do."""
    assert clean("a\x00b\x1b[31m c\u200b\u202ed\n\n e") == "a b [31m cd e"


@pytest.mark.parametrize(
    "hint", [str, Annotated[str, "no About"], Annotated[float, About("x")], Annotated[int, About("x")]]
)
def test_a_declaration_that_says_too_little_fails_at_once(hint: object):
    """An option without description, of an unknown type, or a number without limits never gets as far as a person."""
    with pytest.raises((TypeError, StopIteration)):
        parameter("x", hint, required=True)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"9 June 2027" "Paper 2"', {"topic": "9 June 2027", "name": "Paper 2"}),
        (
            '"19 December to 4 January" Christmas break',
            {"topic": "19 December to 4 January", "name": "Christmas break"},
        ),
        ('May Day "a bank holiday"', {"topic": "May Day", "name": "a bank holiday"}),
        ("May Day", {"topic": "May Day"}),
        ('name:"Paper 2" "9 June" 2027x', {"name": "Paper 2", "topic": "9 June 2027x"}),
    ],
)
def test_what_stands_in_quotation_marks_is_an_option_of_its_own(written: str, meant: dict[str, str]):
    """Two texts can be told apart without their names."""
    assert split_options((TOPIC, NAME), written) == meant
