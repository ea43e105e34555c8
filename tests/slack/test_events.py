"""From payloads to events."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.events import event_of
from bot.chat import AnyEvent, Invoke, Notice, Opened, Press, Room, Submit, Suggest
from tests.slack.recorded import AT, HISTORY, MAYA, PAYLOADS, TEAM, payload

CLASSROOM = Room(HISTORY, f"slack:{TEAM}", name="history")
DESK = Room(f"slack:{TEAM}.D0MAYA0001", f"slack:{TEAM}", private=True)
IGNORED = {"messages_opened", "view_closed"}


def told(name: str, prefix: str = "", **changed: Any) -> AnyEvent | None:
    """The event that a payload tells of."""
    return event_of(payload(name, **changed), AT, team=TEAM, prefix=prefix)


def test_a_command_tells_who_where_and_what_was_typed():
    """Slack's escaping is undone; a mention is the key that commands take, other references what people see."""
    assert told("command") == Invoke(
        person=MAYA,
        name="maya.b",
        room=CLASSROOM,
        at=AT,
        delivery="slack:command:8124.7130.0a1b2c",
        command="quiz",
        text="solo topic:<five> by:@slack:T0SCHOOL01.U0TOM00001 #slack:T0SCHOOL01.C0HISTORY1 example.org &amp;",
    )


def test_a_prefix_is_no_part_of_a_command():
    """Where `/swot-quiz` is installed, the core hears of `quiz`; a direct message is a private room without a name."""
    event = told("command_in_direct_message", prefix="swot-")
    assert isinstance(event, Invoke)
    assert (event.command, event.room) == ("quiz", DESK)


def test_a_press_tells_what_was_pressed():
    """The action's address is all that a button remembers."""
    event = told("press")
    assert isinstance(event, Press)
    assert (event.person, event.room, event.action.address, event.values) == (
        MAYA,
        CLASSROOM,
        "round.answer:7f3a:2:b",
        (),
    )


def test_a_private_channels_name_is_not_made_up():
    """Slack calls every private channel alike; that is no name to show anybody."""
    event = told("press_on_note")
    assert event is not None
    assert (event.room.name, event.room.private) == ("", False)


def test_what_was_chosen_comes_with_the_press():
    """One value of a select, or several."""
    one, several = told("chosen"), told("chosen_several")
    assert isinstance(one, Press)
    assert isinstance(several, Press)
    assert (one.values, several.values) == (("2",), ("1", "2"))


def test_somebody_of_another_school_is_of_their_own_workspace_in_our_room():
    """In a shared channel the person's key is their own workspace's, the room's is ours."""
    event = told("chosen_several")
    assert event is not None
    assert (event.person, event.room.key) == ("slack:T0OTHER001.U0MAYA0001", HISTORY)


def test_a_person_is_the_same_in_a_command_and_in_a_press_within_an_organisation():
    """Where Slack names a user's organisation instead of their workspace, the key stays what a command gives."""
    event = told("press", user={**payload("press")["user"], "team_id": "E0COUNTY01"})
    command = told("command")
    assert event is not None
    assert command is not None
    assert event.person == command.person


def test_a_press_on_the_home_page_is_in_the_persons_own_room():
    """The Home tab belongs to no channel; what is said there stays between Swot and the person."""
    event = told("press_on_home")
    assert event is not None
    assert event.room == DESK


def test_a_home_page_that_remembers_nothing_has_a_room_all_the_same():
    """A page published without a channel is in the room that Slack takes a person's id for."""
    view = {**payload("press_on_home")["view"], "private_metadata": ""}
    event = told("press_on_home", view=view)
    assert event is not None
    assert event.room == Room(MAYA, f"slack:{TEAM}", private=True)


def test_a_form_tells_what_was_written_and_chosen():
    """Every entry is a text by its name; a person is a key; what was left empty is empty."""
    event = told("submit")
    assert isinstance(event, Submit)
    assert event.action.address == "command.run:quiz:round"
    assert event.room == CLASSROOM
    assert event.fields == {
        "topic": "collectivisation",
        "questions": "5",
        "speed": "yes",
        "person": "slack:T0SCHOOL01.U0TOM00001",
        "comment": "",
        "change": "",
    }


def attached(*files: dict[str, Any], kind: str = "file_input") -> Submit:
    """A form that was sent with these files."""
    view = payload("submit")["view"]
    view["state"] = {"values": {"work": {"work": {"type": kind, "files": list(files)}}}}
    event = told("submit", view=view)
    assert isinstance(event, Submit)
    return event


@pytest.mark.parametrize("user", ["U0MAYA0001", "", None])
def test_a_file_attached_in_a_form_is_known_by_its_id(user: str | None):
    """It is the person's, unless Slack says that it is somebody else's; where there is none there is no text."""
    event = attached({"id": "F0TERM0001", "name": "term.ics", "user": user})
    assert event.fields == {"work": "slack:T0SCHOOL01.F0TERM0001"}
    assert event.attached("work") == "slack:T0SCHOOL01.F0TERM0001"
    assert attached().fields == {"work": ""}
    assert attached().files == frozenset()


def test_somebody_elses_file_is_not_attached():
    """Whatever their client sends: only what the person uploaded is fetched for them."""
    event = attached({"id": "F0MARKS001", "name": "marks.csv", "user": "U0TOM00001"})
    assert (event.files, event.attached("work")) == (frozenset(), "")


def test_only_where_a_file_is_attached_are_there_files():
    """Files in an entry of another kind are none."""
    assert attached({"id": "F0TERM0001"}, kind="plain_text_input").files == frozenset()


def test_a_suggestion_tells_the_command_and_option():
    """What is typed into an external select asks for that option of that command."""
    event = told("suggest")
    assert isinstance(event, Suggest)
    assert (event.command, event.option, event.typed, event.room) == ("quiz round", "topic", "coll", CLASSROOM)


def test_an_opened_home_page():
    """Opening the Home tab is an event; opening the Messages tab is none."""
    event = told("home_opened")
    assert isinstance(event, Opened)
    assert (event.person, event.room, event.delivery) == (MAYA, DESK, "slack:event:Ev0HOME0001")
    assert told("messages_opened") is None


@pytest.mark.parametrize(
    ("name", "what"),
    [("channel_archived", "room gone"), ("channel_deleted", "room gone"), ("uninstalled", "removed")],
)
def test_changes_are_told(name: str, what: str):
    """A channel that is gone, and Swot's own removal."""
    event = told(name)
    assert isinstance(event, Notice)
    assert event.what == what
    assert event.room.space == f"slack:{TEAM}"
    assert what == "removed" or event.room.key == HISTORY


def test_every_event_has_a_delivery_of_its_own_that_a_redelivery_shares():
    """The same payload gives the same delivery; no two payloads do."""
    names = [path.stem for path in PAYLOADS.glob("*.json") if path.stem not in IGNORED]
    events = [told(name) for name in names]
    deliveries = [event.delivery for event in events if event is not None]
    assert len(set(deliveries)) == len(names)
    assert deliveries == [event.delivery for name in names if (event := told(name)) is not None]


def test_a_form_that_was_refused_and_is_sent_again_is_another_delivery():
    """View and hash stay the same then; the trigger does not."""
    first, again = told("submit"), told("submit", trigger_id="8132.7130.0a1b2c")
    assert first is not None
    assert again is not None
    assert first.delivery != again.delivery


def test_a_shortcut_is_the_press_of_a_button_that_stands_nowhere():
    """It tells no channel: the room is the person's own, in private; the action is the address it was declared with."""
    event = told("shortcut")
    assert isinstance(event, Press)
    own = Room(MAYA, f"slack:{TEAM}", private=True)
    assert (event.person, event.room, event.action.address) == (MAYA, own, "command.run:quiz:solo")


@pytest.mark.parametrize("kind", ["view_closed", "message_action", "event_callback"])
def test_what_is_not_for_us_is_nothing(kind: str):
    """Other payloads are acknowledged and give no event."""
    filled = {"event": {"type": "team_join", "user": "U1"}, "event_id": "Ev1", "team_id": TEAM, "type": kind}
    assert event_of(filled, AT, team=TEAM) is None
