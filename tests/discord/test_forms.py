"""Forms as modals, and suggestions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.forms import choices, modal
from adapters.discord.limits import TooMuch
from bot.chat import Action, Choices, Entry, Form, Option
from tests.loopback.discord import form_of
from tests.loopback.discord.components import number_components
from tests.loopback.discord.description import description
from tests.loopback.discord.errors import NotOffered, Problems
from tests.loopback.discord.filling import filled_in
from tests.loopback.discord.forms import FormCheck

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
YES_NO = (Option("yes", "yes"), Option("no", "no"))
WHOLE = Form(
    "/quiz round",
    Action("command.run:quiz:round"),
    (
        Entry("topic", "Topic", "terror", "what to ask about"),
        Entry("essay", "Essay", "Draft\nof two lines", long=True, most=3000, required=False),
        Entry("quick", "Quick", "no", options=YES_NO),
        Entry("person", "Person", "discord:1444000000000000502", person=True),
        Entry("other", "Other", person=True, required=False),
    ),
)


def form(*entries: Entry) -> Form:
    """A form of the entries."""
    return Form("A form", Action("a.send"), entries)


def component(entry: Entry) -> dict[str, Any]:
    """What an entry is filled in with."""
    found: dict[str, Any] = modal(form(entry))["components"][0]["component"]
    return found


def taken(data: dict[str, Any], kind: int) -> None:
    """Hold an answer against Discord's own description."""
    described = description()
    if described is not None:
        assert described.problems("POST", CALLBACK, {"type": kind, "data": data}) == []


def test_a_form_is_taken_and_read_back():
    """It is valid by Discord's rules, and whoever reads it finds what the core asked."""
    data = modal(WHOLE)
    taken(data, 9)
    problems = Problems()
    FormCheck(problems).form(data, ())
    problems.settle()
    read = form_of(data)
    assert (read.title, read.action) == (WHOLE.title, WHOLE.action)
    assert [(one.name, one.label, one.about, one.required) for one in read.entries] == [
        (one.name, one.label, one.about, one.required) for one in WHOLE.entries
    ]
    assert [one.value for one in read.entries] == [
        *("terror", "Draft\nof two lines", "no", "1444000000000000502"),
        "",
    ]
    assert [one.person for one in read.entries] == [False, False, False, True, True]
    assert read.entries[2].options == YES_NO


def test_a_form_that_is_sent_as_it_stands_says_what_stood_there():
    """What is filled in beforehand is what the app sends."""
    data = modal(WHOLE)
    number_components(data["components"])
    filled = filled_in(data, {})
    assert [part["component"].get("value", part["component"].get("values")) for part in filled.components] == [
        *("terror", "Draft\nof two lines", "no"),
        ["1444000000000000502"],
        [],
    ]
    assert filled.people == ["1444000000000000502"]


def test_text_is_written_in_a_box_of_its_size():
    """One line or several, up to the most; where nothing stands, nothing is sent."""
    assert component(Entry("a", "A", "draft", long=True, most=500)) == {
        "type": 4,
        "custom_id": "a",
        "required": True,
        "style": 2,
        "max_length": 500,
        "value": "draft",
    }
    assert component(Entry("a", "A", required=False)) == {
        "type": 4,
        "custom_id": "a",
        "required": False,
        "style": 1,
        "max_length": 300,
    }


def many(count: int) -> tuple[Option, ...]:
    """So many options."""
    return tuple(Option(f"Option {number}", str(number)) for number in range(count))


@pytest.mark.parametrize(
    ("count", "required", "several", "kind"),
    [
        (1, True, False, 3),
        (2, True, False, 21),
        (10, True, False, 21),
        (11, True, False, 3),
        (2, False, False, 3),
        (1, True, True, 22),
        (10, False, True, 22),
        (11, True, True, 3),
        (25, False, True, 3),
    ],
)
def test_options_are_seen_at_once_where_there_is_room(count: int, kind: int, *, required: bool, several: bool):
    """Radio buttons and boxes up to ten; a select for more, and for what may be taken back. All are read back."""
    entry = Entry("a", "A", "0", required=required, options=many(count), several=several)
    assert component(entry)["type"] == kind
    data = modal(form(entry))
    taken(data, 9)
    problems = Problems()
    FormCheck(problems).form(data, ())
    problems.settle()
    number_components(data["components"])
    [read] = form_of(data).entries
    assert replace(read, several=several) == entry
    assert read.several == (several and count > 1) or kind == 22
    sent = filled_in(data, {}).components[0]["component"]
    assert sent.get("values", [sent.get("value")]) == ["0"]


def test_several_can_be_ticked_and_must_be_where_something_is_needed():
    """What stood there has a value a line; any number up to all may be chosen, one at least where it is required."""
    entry = Entry("a", "A", "1\n3", options=many(4), several=True)
    drawn = component(entry)
    assert [option["default"] for option in drawn["options"]] == [False, True, False, True]
    assert (drawn["min_values"], drawn["max_values"]) == (1, 4)
    assert component(replace(entry, required=False))["min_values"] == 0
    data = modal(form(entry))
    number_components(data["components"])
    assert filled_in(data, {"a": ["0", "1", "2", "3"]}).components[0]["component"]["values"] == ["0", "1", "2", "3"]
    with pytest.raises(NotOffered):
        filled_in(data, {"a": []})


def test_a_choice_has_its_value_chosen():
    """What stood there is chosen; what is no option chooses nothing."""
    chosen = component(Entry("a", "A", "no", options=YES_NO))
    assert [option["default"] for option in chosen["options"]] == [False, True]
    strange = component(Entry("a", "A", "perhaps", options=YES_NO))
    assert not any(option["default"] for option in strange["options"])


def test_a_person_is_picked_from_discords_own_list():
    """Whoever stood there is chosen; the key becomes Discord's number."""
    assert component(Entry("a", "A", "discord:42", person=True)) == {
        "type": 5,
        "custom_id": "a",
        "required": True,
        "default_values": [{"id": "42", "type": "user"}],
    }
    assert "default_values" not in component(Entry("a", "A", person=True))


def test_an_entry_without_a_hint_has_none():
    """Discord refuses an empty description."""
    assert "description" not in modal(form(Entry("a", "A")))["components"][0]


def test_a_file_is_attached():
    """One; Discord takes the form, and whoever reads it finds a file asked for."""
    asked = form(Entry("a", "A", about="the work", file=True, endings=("ics",), required=False))
    assert component(asked.entries[0]) == {"type": 19, "custom_id": "a", "required": False, "max_values": 1}
    data = modal(asked)
    taken(data, 9)
    problems = Problems()
    FormCheck(problems).form(data, ())
    problems.settle()
    assert form_of(data).entries == (Entry("a", "A", about="the work", required=False, file=True),)


@pytest.mark.parametrize(
    "wrong",
    [
        form(),
        Form(" ", Action("a.send"), (Entry("a", "A"),)),
        form(Entry("a", " \u202e")),
        form(Entry("a", "A"), Entry("a", "B")),
        form(Entry("a", "A", "x" * 4001, most=4000)),
        form(Entry("a", "A", "https://cdn.discordapp.com/attachments/1/2/a.ics", file=True)),
        form(Entry("a", "A", options=(Option("", "a"),))),
        form(Entry("a", "A", options=tuple(Option(str(n), str(n)) for n in range(26)))),
    ],
)
def test_what_discord_would_not_take_raises(wrong: Form):
    """A form with nothing in it, without names, or with more than fits, is refused before it is sent."""
    with pytest.raises(TooMuch):
        modal(wrong)


@given(st.text(min_size=1, max_size=40).filter(lambda words: bool("".join(filter(str.isprintable, words)).strip())))
def test_whatever_was_written_is_kept_in_the_form(words: str):
    """Text that was refused comes back as it was, whatever is in it; labels lose what can't be seen."""
    data = modal(Form(words, Action("a.send"), (Entry("a", words, words, words), Entry("b", "B", options=YES_NO))))
    taken(data, 9)
    [entry, _] = form_of(data).entries
    assert entry.value == words
    assert all(char.isprintable() or char == "\n" for char in f"{data['title']}{entry.label}{entry.about}")


def test_suggestions_are_choices():
    """Name and value as the core gave them, best first; none are an empty list."""
    suggested = choices(Choices((Option("Collectivisation", "coll"), Option("The\u202e Terror", "terror"))))
    assert suggested == {
        "choices": [{"name": "Collectivisation", "value": "coll"}, {"name": "The  Terror", "value": "terror"}]
    }
    taken(suggested, 8)
    assert choices(Choices(())) == {"choices": []}


@pytest.mark.parametrize("option", [Option("", "a"), Option(" \u202e", "a"), Option("a", "")])
def test_a_suggestion_that_is_none_costs_no_other(option: Option, caplog: pytest.LogCaptureFixture):
    """Discord would refuse all of them for it, so it is left out; the log owns up to it."""
    assert choices(Choices((Option("b", "b"), option))) == {"choices": [{"name": "b", "value": "b"}]}
    assert "a suggestion can't be shown" in caplog.text
