"""Forms as modals, and where they were opened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.slack.forms import asked_of, modal_of, page_modal_of, value_of
from adapters.slack.limits import TooMuch
from adapters.slack.origins import Origin, origin_of
from bot.chat import Action, Entry, Form, Option, View, prose
from bot.clock import SECOND
from tests.slack.recorded import payload

HERE = Origin("C0HISTORY1", "history", "https://hooks.slack.com/actions/1", "1795647480.000100", fleeting=True)


def form(*entries: Entry) -> Form:
    """A form of the entries."""
    return Form("/quiz round", Action("command.run:quiz:round"), entries)


def element(entry: Entry) -> dict[str, Any]:
    """What an entry is filled in with."""
    found: dict[str, Any] = modal_of(form(entry), HERE)["blocks"][0]["element"]
    return found


def test_a_modal_carries_its_action_and_its_origin():
    """What is sent comes back with the address of its handler and the place that the answer goes to."""
    modal = modal_of(form(Entry("a", "A")), HERE)
    assert (modal["type"], modal["callback_id"]) == ("modal", "command.run:quiz:round")
    assert Origin.from_metadata(modal["private_metadata"]) == HERE
    assert (modal["title"]["text"], modal["submit"]["text"]) == ("/quiz round", "Send")


def test_an_entry_has_its_name_label_and_hint():
    """The block is known by the entry's name; what may be left out is marked so."""
    [block] = modal_of(form(Entry("topic", "Topic", about="what to ask about", required=False)), HERE)["blocks"]
    assert (block["block_id"], block["label"]["text"], block["hint"]["text"], block["optional"]) == (
        *("topic", "Topic", "what to ask about"),
        True,
    )


def test_text_is_written_in_a_box_of_its_size():
    """One line or several, up to the most, with what stands there already."""
    assert element(Entry("a", "A", "draft", long=True, most=500)) == {
        "type": "plain_text_input",
        "action_id": "a",
        "multiline": True,
        "max_length": 500,
        "initial_value": "draft",
    }
    assert "initial_value" not in element(Entry("a", "A"))


def test_few_options_lie_open_and_many_are_a_list():
    """Two to ten on buttons of which one is down; a list for more, and for what may be left empty again."""
    options = tuple(Option(f"Option {number}", str(number)) for number in range(11))
    chosen = element(Entry("a", "A", "1", options=options[:10]))
    assert (chosen["type"], chosen["initial_option"]) == ("radio_buttons", chosen["options"][1])
    assert "initial_option" not in element(Entry("a", "A", "maybe", options=options[:2]))
    assert element(Entry("a", "A", "1", options=options))["type"] == "static_select"
    assert element(Entry("a", "A", "1", options=options[:1]))["type"] == "static_select"
    assert element(Entry("a", "A", "1", options=options[:2], required=False))["type"] == "static_select"
    assert value_of({"type": "radio_buttons", "selected_option": chosen["options"][1]}, "T1") == "1"


def test_options_lie_open_only_where_all_of_them_have_room():
    """Whoever matches many with many could not see the next pair for the options of this one."""
    options = tuple(Option(f"Option {number}", str(number)) for number in range(6))
    for pairs, kind in ((3, "radio_buttons"), (4, "static_select")):
        modal = modal_of(form(*(Entry(f"e{number}", "A", options=options) for number in range(pairs))), HERE)
        assert {block["element"]["type"] for block in modal["blocks"]} == {kind}


@pytest.mark.parametrize(
    ("kind", "standing", "drawn"),
    [
        ("whole", "12", {"type": "number_input", "is_decimal_allowed": False, "initial_value": "12"}),
        ("number", "2.5", {"type": "number_input", "is_decimal_allowed": True, "initial_value": "2.5"}),
        ("time", "08:30", {"type": "timepicker", "initial_time": "08:30"}),
        ("date", "2026-11-30", {"type": "datepicker", "initial_date": "2026-11-30"}),
        ("date", "", {"type": "datepicker"}),
        ("whole", "", {"type": "number_input", "is_decimal_allowed": False}),
    ],
)
def test_figures_have_fields_of_their_own(kind: str, standing: str, drawn: dict[str, Any]):
    """Numbers, times and dates, with what stands there already."""
    assert element(Entry("a", "A", standing, kind=kind)) == {"action_id": "a", **drawn}  # type: ignore[arg-type]


def test_a_day_and_a_time_are_picked_together():
    """At the instant that stands there, or was picked before; Slack tells both by the reader's own clock."""
    drawn = {"action_id": "due", "type": "datetimepicker"}
    due = Entry("due", "Due", kind="moment", about="when it is due", example="Fri 16:00")
    standing = replace(due, value="2026-12-04 16:00", at=1_796_400_000 * SECOND)
    assert element(due) == drawn
    assert element(standing) == {**drawn, "initial_date_time": 1_796_400_000}
    assert element(replace(due, value="2026-12-04T16:00Z")) == {**drawn, "initial_date_time": 1_796_400_000}


def test_how_something_is_written_is_told_where_it_can_t_be_picked():
    """What a picker is for needs no example."""
    due = Entry("due", "Due", kind="moment", about="when it is due; now if left out", example="Fri 16:00")
    hints = [
        modal_of(form(entry), HERE)["blocks"][0]["hint"]["text"]
        for entry in (due, replace(due, value="Fri 16.00"), replace(due, kind="text"))
    ]
    assert hints == ["when it is due; now if left out", *["when it is due, such as Fri 16:00; now if left out"] * 2]


@pytest.mark.parametrize(
    ("kind", "standing"),
    [
        ("whole", "2.5"),
        ("whole", "two"),
        ("number", "2½"),
        ("time", "25:00"),
        ("date", "Friday"),
        ("moment", "Fri 16:00"),
        ("moment", "2026-12-04 16:00"),  # by whose clock is not known
        ("moment", "2026-12-34T16:00Z"),
        ("moment", "0001-01-01T00:00Z"),
        ("moment", "9999-12-31T23:59Z"),
    ],
)
def test_what_is_no_figure_stays_to_be_mended(kind: str, standing: str):
    """Slack would refuse the form; in a line of text nothing of what somebody wrote is lost."""
    drawn = element(Entry("a", "A", standing, kind=kind))  # type: ignore[arg-type]
    assert (drawn["type"], drawn["initial_value"]) == ("plain_text_input", standing)


def test_what_is_picked_is_sent_as_it_would_be_written():
    """A time, a date, a number; nothing where nothing is picked."""
    assert value_of({"type": "timepicker", "selected_time": "08:30"}, "T1") == "08:30"
    assert value_of({"type": "datepicker", "selected_date": "2026-11-30"}, "T1") == "2026-11-30"
    assert value_of({"type": "datetimepicker", "selected_date_time": 1_796_400_000}, "T1") == "2026-12-04T16:00Z"
    assert value_of({"type": "number_input", "value": "12"}, "T1") == "12"
    assert value_of({"type": "timepicker", "selected_time": None}, "T1") == ""


def test_several_options_are_ticked():
    """Boxes for as many as Slack takes, a list for more; what is sent has a value a line."""
    options = tuple(Option(f"Option {number}", str(number)) for number in range(11))
    few = element(Entry("a", "A", "1\n3", options=options[:10], several=True))
    assert (few["type"], [option["value"] for option in few["initial_options"]]) == ("checkboxes", ["1", "3"])
    many = element(Entry("a", "A", options=options, several=True))
    assert (many["type"], "initial_options" in many) == ("multi_static_select", False)
    assert value_of({"type": few["type"], "selected_options": few["options"][:2]}, "T1") == "0\n1"
    assert value_of({"type": few["type"], "selected_options": []}, "T1") == ""


@pytest.mark.parametrize("value", ["slack:T1.U5", "@slack:T1.U5"])
def test_a_person_is_picked(value: str):
    """Slack's own picker, at the person who stands there already."""
    assert element(Entry("a", "A", value, person=True)) == {
        "type": "users_select",
        "action_id": "a",
        "initial_user": "U5",
    }


def test_a_person_who_is_none_is_not_picked():
    """What somebody typed that names nobody leaves the picker empty: Slack would refuse the whole form."""
    assert "initial_user" not in element(Entry("a", "A", "@tom", person=True))


def test_a_file_is_attached():
    """One, and where it is known how its name ends, no other is offered."""
    assert element(Entry("a", "A", file=True)) == {"type": "file_input", "action_id": "a", "max_files": 1}
    assert element(Entry("a", "A", file=True, endings=("ics", "csv")))["filetypes"] == ["ics", "csv"]


def test_a_suggested_option_is_asked_for_while_it_is_typed():
    """The select names the command and option that it asks for, from the first letter on."""
    drawn = element(Entry("topic", "topic", "terror", suggested=("quiz round", "topic")))
    assert (drawn["type"], drawn["min_query_length"]) == ("external_select", 0)
    assert asked_of(drawn["action_id"]) == ("quiz round", "topic")
    assert drawn["initial_option"]["value"] == "terror"
    assert asked_of("round.answer:1:2") is None


def test_a_suggested_option_with_a_long_text_is_written_instead():
    """A select could not show what stands there; nothing of it is lost."""
    long = "x" * 80
    drawn = element(Entry("topic", "topic", long, suggested=("quiz round", "topic")))
    assert (drawn["type"], drawn["initial_value"]) == ("plain_text_input", long)


@pytest.mark.parametrize(
    "bad",
    [
        form(),
        form(Entry("a", "A"), Entry("a", "B")),
        replace(form(Entry("a", "A")), title="x" * 25),
        replace(form(Entry("a", "A")), submit="x" * 25),
        form(Entry("a", " ")),
        form(Entry("a", "A", most=3_001)),
        form(Entry("a", "A", "x" * 301)),
        form(Entry("a", "A", about="x" * 2_001)),
        form(Entry("a", "A", "F0TERM0001", file=True)),
        form(Entry("a", "A", options=tuple(Option(str(n), str(n)) for n in range(101)))),
    ],
)
def test_a_form_that_slack_would_not_take_raises(bad: Form):
    """One more than a limit, or nothing where something must be."""
    with pytest.raises(TooMuch):
        modal_of(bad, HERE)


def test_an_origin_that_is_too_much_to_remember_raises():
    """A form that forgot where it came from could not be answered."""
    with pytest.raises(TooMuch):
        modal_of(form(Entry("a", "A")), replace(HERE, url="x" * 3_000))


def test_a_page_in_a_forms_place_can_only_be_closed():
    """Where a refusal comes instead of a form, it is read there."""
    page = page_modal_of(View(prose("Only a teacher of this class can do that.")), HERE)
    assert "submit" not in page
    assert page["blocks"][0]["type"] == "rich_text"


@pytest.mark.parametrize("told", ["", "{}", "nonsense", "[1]", '{"unknown":1}', "null"])
def test_metadata_that_is_not_ours_is_an_empty_origin(told: str):
    """A page of another version, or one that keeps nothing, is answered as far as it can be."""
    assert Origin.from_metadata(told) == Origin()


def test_origins_of_payloads():
    """A message tells channel, address and itself; a note that it is one; a page and a form what they remember."""
    assert origin_of(payload("press")) == Origin(
        "C0HISTORY1", "history", "https://hooks.slack.com/actions/T0SCHOOL01/3/abc", "1795647480.000100"
    )
    assert origin_of(payload("press_on_note")).fleeting
    assert origin_of(payload("press_on_home")) == Origin("D0MAYA0001", surface="home")
    assert origin_of(payload("submit")).message == "1795647481.000200"
    assert origin_of(payload("command")).url == "https://hooks.slack.com/commands/T0SCHOOL01/1/abc"
